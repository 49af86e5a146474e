//! Looks up what a statement names in the schema before it: tables, columns and functions.
//!
//! What is not there is said; what a query gives is told to the view or table that is made of it.

mod body;
mod call;
mod clauses;
mod conversion;
mod expansion;
pub(super) mod expression;
mod grant;
mod grouping;
mod infer;
mod operators;
mod query;
mod schema;
mod scope;
mod table;
mod trigger;
mod write;

pub(super) use call::may_change_schema;
pub(in crate::sql) use scope::SYSTEM_COLUMNS;

use std::collections::BTreeSet;
use std::ops::Range;

use squawk_syntax::ast::{self, AstNode, Stmt};
use squawk_syntax::{Parse, SourceFile, SyntaxNode};

use self::expansion::Expansion;
use self::scope::{Output, Outputs, Scope, Source};
use super::super::search_path::SearchPath;
use super::since;
use super::syntax::range;
use crate::catalog::{Catalog, Column, ObjectRef, SqlType};
use crate::diagnostic::Problem;
use crate::name::Name;
use crate::op::Operation;

/// Whether the server looks into the body of a new function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::sql) enum Bodies {
    #[default]
    Checked,
    Unchecked,
}

impl Bodies {
    /// What `SET check_function_bodies` says, of a session or of one routine.
    pub(in crate::sql) fn of_setting(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase();
        let (_, value) = text.split_once("check_function_bodies")?;
        let is_off = ["off", "false", "no", "0"].iter().any(|it| value.contains(it));
        Some(if is_off { Self::Unchecked } else { Self::Checked })
    }
}

/// What a session has set up before a statement.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::sql) struct Session {
    pub(in crate::sql) path: SearchPath,
    /// Its temporary tables.
    pub(in crate::sql) temporary: BTreeSet<Name>,
    pub(in crate::sql) bodies: Bodies,
}

/// A statement as its parser left it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::sql) struct Tree(Parse<SourceFile>);

/// What was found in the schema, and what was not. Ranges are bytes of the statement.
#[derive(Clone, Debug, Default)]
pub(in crate::sql) struct Bound {
    /// Tables, views and schemas that are not there.
    pub(in crate::sql) missing: Vec<(Range<usize>, ObjectRef)>,
    pub(in crate::sql) problems: Vec<(Range<usize>, Problem)>,
}

impl Tree {
    pub(super) fn new(parse: Parse<SourceFile>) -> Self {
        Self(parse)
    }

    /// The statement.
    pub(super) fn statement(&self) -> Option<Stmt> {
        self.0.tree().stmts().next()
    }

    /// Looks up the statement's names, and completes the operations that it was lowered to.
    pub(in crate::sql) fn bind(
        &self,
        catalog: &Catalog,
        session: &Session,
        operations: &mut [Operation],
    ) -> Bound {
        let Some(stmt) = self.0.tree().stmts().next() else { return Bound::default() };
        let mut binder = Binder::new(catalog, session);
        binder.bound.problems.extend(since::too_new(stmt.syntax(), catalog.server));
        binder.statement(&stmt, operations);
        binder.bound
    }

    /// Which functions it calls that change the schema.
    pub(in crate::sql) fn unfollowed_calls(
        &self,
        catalog: &Catalog,
        session: &Session,
    ) -> Vec<(Range<usize>, Problem)> {
        let Some(stmt) = self.0.tree().stmts().next() else { return Vec::new() };
        let mut binder = Binder::new(catalog, session);
        binder.unfollowed_calls(&stmt);
        binder.bound.problems
    }
}

/// Looks up the names of a statement that is part of a block.
pub(in crate::sql) fn in_block(
    stmt: &Stmt,
    catalog: &Catalog,
    operations: &mut [Operation],
) -> Bound {
    let session = Session::default();
    let mut binder = Binder::new(catalog, &session);
    // Places are those of the block, and definitions begin elsewhere.
    binder.keeps_stars = true;
    binder.statement(stmt, operations);
    binder.bound
}

struct Binder<'a> {
    catalog: &'a Catalog,
    session: &'a Session,
    bound: Bound,
    /// The columns of tables and views that were named.
    used: BTreeSet<(Name, String)>,
    /// The tables by whose primary keys a query groups.
    grouped: BTreeSet<Name>,
    /// The sequences that the statement makes along with its columns, before it reads their defaults.
    counters: Vec<Name>,
    /// What stands for each `*` and the like, where that is known.
    expansions: Vec<Expansion>,
    /// Where the definition begins in which they stand.
    begin: usize,
    /// Whether a `*` stays one in a definition.
    keeps_stars: bool,
    /// Whether this is the body of a function, which may call what another tool installs.
    in_body: bool,
}

impl<'a> Binder<'a> {
    fn new(catalog: &'a Catalog, session: &'a Session) -> Self {
        let (bound, used, expansions) = (Bound::default(), BTreeSet::new(), Vec::new());
        let (grouped, keeps_stars, in_body) = (BTreeSet::new(), false, false);
        let (begin, counters) = (0, Vec::new());
        Self {
            catalog,
            session,
            bound,
            used,
            grouped,
            counters,
            expansions,
            begin,
            keeps_stars,
            in_body,
        }
    }

    fn statement(&mut self, stmt: &Stmt, operations: &mut [Operation]) {
        self.unfollowed_calls(stmt);
        match stmt {
            Stmt::Insert(it) => self.insert(it, &Scope::default()),
            Stmt::Update(it) => self.update(it, &Scope::default()),
            Stmt::Delete(it) => self.delete(it, &Scope::default()),
            Stmt::Merge(it) => self.tables_in(it.syntax()),
            Stmt::Truncate(it) => self.truncate(it),
            Stmt::Lock(it) => self.named_tables(it.syntax()),
            Stmt::Analyze(it) => self.named_tables(it.syntax()),
            Stmt::Copy(it) => self.copy(it),
            Stmt::Call(it) => self.call(it),
            Stmt::CreateView(it) => {
                let outputs = it.query().and_then(|it| self.query(&it, None));
                self.complete_view(outputs, it.column_list(), operations);
                self.check_option(it);
            }
            Stmt::CreateMaterializedView(it) => {
                let outputs = it.query().and_then(|it| self.query(&it, None));
                self.complete_view(outputs, it.column_list(), operations);
            }
            Stmt::CreateTableAs(it) => {
                let query = it.query().and_then(|it| match it {
                    ast::CreateTableAsQuery::SelectVariant(it) => Some(it),
                    _ => None,
                });
                let outputs = query.and_then(|it| self.query(&it, None));
                let listed = it.table_arg_list().into_iter().flat_map(|it| it.args());
                let listed = listed.filter_map(|it| match it {
                    ast::TableArg::Column(it) => Some(super::syntax::ident(&it.name()?)),
                    _ => None,
                });
                self.complete_table(outputs, &listed.collect::<Vec<_>>(), operations);
            }
            Stmt::SelectInto(it) => {
                let outputs = self.select(it.syntax(), None);
                self.complete_table(outputs, &[], operations);
            }
            Stmt::CreateTable(it) => {
                self.columns_of_type(operations);
                self.create_table(it, operations);
            }
            Stmt::CreateSchema(it) => self.create_schema(it, operations),
            Stmt::Set(it) => self.setting(it),
            Stmt::CreateStatistics(it) => self.statistics(it),
            Stmt::CreateDomain(it) => self.domain(it),
            Stmt::CreateType(it) => self.range_type(it),
            Stmt::Grant(it) => self.granted(it.syntax()),
            Stmt::Revoke(it) => self.granted(it.syntax()),
            Stmt::AlterDefaultPrivileges(it) => self.granted(it.syntax()),
            Stmt::CreateOperator(it) => self.functions_of(it.syntax()),
            Stmt::CreateAggregate(it) => self.functions_of(it.syntax()),
            Stmt::CreateEventTrigger(it) => self.create_event_trigger(it),
            Stmt::Refresh(it) => self.refresh(it),
            Stmt::Reindex(it) => {
                self.named_tables(it.syntax());
                self.named_indexes(it.syntax());
            }
            Stmt::CreateFunction(it) => self.body(it),
            Stmt::CreateProcedure(it) => self.body_of_procedure(it),
            Stmt::Do(it) => self.block(it),
            Stmt::AlterTable(it) => self.alter_table(it.syntax(), operations),
            Stmt::CreateIndex(it) => self.create_index(it),
            Stmt::CreatePolicy(it) => self.create_policy(it),
            Stmt::CreateTrigger(it) => self.create_trigger(it),
            other => {
                if let Some(query) = ast::SelectVariant::cast(other.syntax().clone()) {
                    self.query(&query, None);
                }
            }
        }
    }

    /// The columns of a table, view or whatever else rows are read from.
    fn relation(&mut self, name: &Name, place: &SyntaxNode) -> Outputs {
        let key = name.key();
        if let Some(table) = self.catalog.table(name) {
            let column = |it: &Column| Output {
                name: it.name.clone(),
                ty: Some(it.ty.clone()).filter(|it| !it.is_unknown()),
            };
            return (!table.assumed).then(|| table.columns.iter().map(column).collect());
        }
        if let Some(view) = self.catalog.views.get(&key) {
            let columns = view.columns.as_ref()?;
            let column = |(name, ty): &(String, Option<SqlType>)| Output {
                name: name.clone(),
                ty: ty.clone(),
            };
            return Some(columns.iter().map(column).collect());
        }
        if !self.is_beyond(&key) {
            self.bound.missing.push((range(place), ObjectRef::Table(key)));
        }
        None
    }

    /// Whether a relation is the server's own, an extension's, a tool's, or the session's.
    pub(super) fn is_beyond(&self, key: &Name) -> bool {
        let schema = key.schema.as_deref();
        let of_server = matches!(schema, Some("pg_catalog" | "information_schema"));
        // An extension that we do not know may have made itself a schema.
        let of_extension = schema.is_some_and(|it| {
            let is_unseen = || !self.catalog.schemas.contains(it);
            self.catalog.brings_schema(it) || self.catalog.has_unknown_extension() && is_unseen()
        });
        of_server
            || of_extension
            || key.name.starts_with("pg_")
            || OF_EXTENSIONS.contains(&&*key.name)
            || crate::sql::is_of_tool(key)
            || self.catalog.sequences.contains_key(key)
    }

    fn problem(&mut self, place: &SyntaxNode, problem: Problem) {
        self.bound.problems.push((range(place), problem));
    }

    /// A table's columns as the only source, under its own name.
    fn table_scope(&mut self, table: &Name, place: &SyntaxNode) -> Scope<'static> {
        let before = self.bound.missing.len();
        let outputs = self.relation(table, place);
        // Who lowers the statement says if the table is missing.
        self.bound.missing.truncate(before);
        let source = Source { name: table.name.clone(), outputs, relation: Some(table.key()) };
        Scope { sources: vec![source], ..Scope::default() }
    }

    /// Gives the table that a query makes its columns.
    fn complete_table(
        &mut self,
        outputs: Outputs,
        listed: &[String],
        operations: &mut [Operation],
    ) {
        let Some(Operation::CreateTable(create)) = operations.first_mut() else { return };
        let Some(outputs) = outputs else { return };
        if listed.len() > outputs.len() {
            let place = 0..create.table.name.name.len();
            self.bound.problems.push((place, problem::too_many_names(listed.len(), outputs.len())));
        }
        let columns = outputs.into_iter().enumerate().map(|(at, it)| Column {
            name: listed.get(at).cloned().unwrap_or(it.name),
            ty: it.ty.map(|it| it.behind_serial().unwrap_or(it)).unwrap_or_default(),
            nullable: true,
            ..Column::default()
        });
        create.table.columns = columns.collect();
        create.table.assumed = false;
    }

    fn complete_view(
        &mut self,
        outputs: Outputs,
        names: Option<ast::ColumnList>,
        operations: &mut [Operation],
    ) {
        let Some(Operation::CreateView(create)) = operations.first_mut() else { return };
        let names: Vec<String> = names
            .into_iter()
            .flat_map(|it| it.column_names())
            .map(|it| super::syntax::ident(&it))
            .collect();
        let Some(mut outputs) = outputs else { return };
        if names.len() > outputs.len() {
            let place = 0..create.view.definition.len();
            self.bound.problems.push((place, problem::too_many_names(names.len(), outputs.len())));
        }
        for (output, name) in outputs.iter_mut().zip(names) {
            output.name = name;
        }
        for (at, output) in outputs.iter().enumerate() {
            if outputs.iter().take(at).any(|it| it.name == output.name) {
                let place = 0..create.view.definition.len();
                self.bound.problems.push((place, problem::column_twice(&output.name)));
            }
        }
        create.view.columns = Some(outputs.into_iter().map(|it| (it.name, it.ty)).collect());
        create.view.uses = std::mem::take(&mut self.used);
        create.view.keys = std::mem::take(&mut self.grouped);
        self.expand(&mut create.view.definition);
    }
}

/// Tables and views that extensions bring along.
const OF_EXTENSIONS: &[&str] = &[
    "spatial_ref_sys",
    "geometry_columns",
    "geography_columns",
    "raster_columns",
    "raster_overviews",
];

pub(super) mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn unknown_column(name: &str) -> Problem {
        let message = format!("no column `{name}` in the tables that are read here");
        Problem::error("unknown-column", message)
    }

    pub(super) fn unknown_part(name: &str) -> Problem {
        Problem::error("unknown-column", format!("the composite type has no part `{name}`"))
    }

    pub(super) fn unknown_setting(name: &str) -> Problem {
        Problem::error("unknown-setting", format!("the server has no setting `{name}`"))
    }

    pub(super) fn setting_of_server(name: &str) -> Problem {
        Problem::error("setting-of-server", format!("no session can change `{name}`"))
            .help("set it in the server's own configuration")
    }

    pub(super) fn past_setting(name: &str, value: &str) -> Problem {
        let message = format!("`{name}` can't be `{value}` since version 12");
        Problem::error("setting-value", message).help("give the table a column of its own instead")
    }

    pub(super) fn no_setting(name: &str, value: &str) -> Problem {
        Problem::error("setting-value", format!("`{name}` is a time, which `{value}` is not"))
    }

    pub(super) fn result_differs(from: &str, to: &str) -> Problem {
        let message = format!("the function returns {to}, and its last query gives {from}");
        Problem::error("function-definition", message)
    }

    pub(super) fn unknown_operator(text: &str) -> Problem {
        let message = format!("no operator compares the types of `{text}`");
        Problem::error("unknown-operator", message).help("cast one side to the type of the other")
    }

    pub(super) fn cannot_cast(from: &str, to: &str) -> Problem {
        Problem::error("cannot-cast", format!("nothing casts {from} to {to}"))
    }

    pub(super) fn cannot_hold(from: &str, to: &str) -> Problem {
        let message = format!("a column of {to} does not take {from} by itself");
        Problem::error("cannot-cast", message).help("write the cast")
    }

    pub(super) fn types_differ(one: &str, other: &str) -> Problem {
        let message = format!("one column cannot hold {one} and {other}");
        Problem::error("cannot-cast", message).help("cast one to the type of the other")
    }

    pub(super) fn not_a_condition(ty: &str) -> Problem {
        Problem::error("not-a-condition", format!("a condition is true or false, and this is {ty}"))
    }

    pub(super) fn generated_differs(from: &str, to: &str) -> Problem {
        let message = format!("the column is {to}, and what it is made of is {from}");
        Problem::error("default-differs", message)
    }

    pub(super) fn not_grouped(column: &str) -> Problem {
        let message = format!("`{column}` is neither grouped by nor within an aggregate function");
        Problem::error("not-grouped", message)
    }

    pub(super) fn only_parent(table: &str) -> Problem {
        let message = format!("other tables inherit `{table}`, and must get the column, too");
        Problem::error("inherited-column", message).help("leave out `ONLY`")
    }

    pub(super) fn not_updatable(view: &str) -> Problem {
        let message = format!(
            "rows cannot be written through `{view}`, which is not made of one table's rows"
        );
        Problem::error("cannot-insert", message).help("write to the table behind it")
    }

    pub(super) fn unknown_source(name: &str) -> Problem {
        Problem::error("unknown-table", format!("`{name}` is no table that is read here"))
            .help("name it behind `FROM`, or use its alias")
    }

    pub(super) fn ambiguous(name: &str) -> Problem {
        let message = format!("more than one table that is read here has a column `{name}`");
        Problem::error("ambiguous-column", message).help("write the table's name before it")
    }

    pub(super) fn column_twice(name: &str) -> Problem {
        Problem::error("duplicate-column", format!("column `{name}` is there twice"))
    }

    pub(super) fn too_many_names(names: usize, columns: usize) -> Problem {
        let message =
            format!("{names} column names are given, and the query has {columns} columns");
        Problem::error("uneven-columns", message)
    }

    pub(super) fn uneven(first: usize, second: usize) -> Problem {
        let message = format!("{first} columns stand against {second}");
        Problem::error("uneven-columns", message)
    }

    pub(super) fn unknown_function(name: &str) -> Problem {
        Problem::error("unknown-function", format!("no function `{name}` at this revision"))
    }

    pub(super) fn extension_elsewhere(name: &str, extension: &str) -> Problem {
        let message =
            format!("`{name}` is of extension `{extension}`, which is not installed here");
        Problem::note("needs-extension", message)
            .help("make sure that the extension is there before the migration runs")
    }

    pub(super) fn column_in_default(name: &str) -> Problem {
        Problem::error("column-in-default", format!("a default cannot read the column `{name}`"))
    }

    pub(super) fn query_not_allowed(place: &str) -> Problem {
        Problem::error("query-not-allowed", format!("{place} cannot ask a query"))
    }

    pub(super) fn not_immutable(what: &str, expression: &str) -> Problem {
        let message =
            format!("{what} needs the same result at all times: `{expression}` may change");
        Problem::error("not-immutable", message)
    }

    pub(in super::super) fn unfollowed_call(name: &str) -> Problem {
        let message = format!("`{name}` changes the schema, and what it does here is not followed");
        Problem::error("unfollowed-call", message)
            .help("write out what it makes, or look it up in a dump of the database")
    }

    pub(super) fn function_kind(name: &str, wanted: &str) -> Problem {
        Problem::error("function-kind", format!("function `{name}` does not return `{wanted}`"))
    }

    pub(super) fn source_twice(name: &str) -> Problem {
        Problem::error("duplicate-alias", format!("two tables are read here as `{name}`"))
            .help("give one of them an alias")
    }

    pub(super) fn window() -> Problem {
        let message = "`WHERE` chooses rows before windows are laid over them";
        Problem::error("window-not-allowed", message).help("put the query into another one")
    }

    pub(super) fn order_of_distinct(column: &str) -> Problem {
        let message = format!("`DISTINCT` leaves no `{column}` to order the rows by");
        Problem::error("unknown-column", message).help("order by what is given")
    }

    pub(super) fn no_check_option(view: &str) -> Problem {
        let message = format!("`{view}` is not made of one table's rows, and has none to check");
        Problem::error("not-supported", message).help("leave out `WITH CHECK OPTION`")
    }

    pub(super) fn column_in_limit(name: &str) -> Problem {
        let message = format!("how many rows are given cannot hang on the column `{name}`");
        Problem::error("unknown-column", message)
    }

    pub(super) fn no_such_call(name: &str, given: usize) -> Problem {
        let message = format!("no function `{name}` takes {given} arguments like these");
        Problem::error("unknown-function", message)
    }

    pub(super) fn too_long(text: &str, ty: &str) -> Problem {
        Problem::error("no-value-of-type", format!("`{text}` is too much for {ty}"))
    }

    pub(super) fn no_conflict_target() -> Problem {
        let message = "`DO UPDATE` must say in which columns rows conflict";
        Problem::error("unparsed-statement", message)
    }

    pub(super) fn deferrable_key() -> Problem {
        let message = "the constraint over these columns may be checked later than the rows come";
        Problem::error("no-unique-index", message)
    }

    pub(super) fn function_result(why: String) -> Problem {
        Problem::error("function-definition", why)
    }

    pub(super) fn word_is_called(word: &str) -> Problem {
        let message = format!("`{word}` is a word, not a function, and takes no parentheses");
        Problem::error("unparsed-statement", message)
    }

    pub(super) fn bare_expression(text: &str) -> Problem {
        let message = format!("the expression `{text}` stands in no parentheses");
        Problem::error("unparsed-statement", message).help("put parentheses around it")
    }

    pub(super) fn one_column() -> Problem {
        Problem::error("uneven-columns", "extended statistics are over at least two columns")
    }

    pub(super) fn of_another_kind(why: String) -> Problem {
        Problem::error("wrong-kind", why)
    }

    pub(super) fn ambiguous_call(name: &str) -> Problem {
        let message = format!("more than one function `{name}` can be called so");
        Problem::error("ambiguous-function", message).help("drop one, or give all arguments")
    }

    pub(super) fn trigger_time(why: &str) -> Problem {
        Problem::error("wrong-kind", why)
    }

    pub(super) fn unknown_sequence(name: &str) -> Problem {
        Problem::error("unknown-sequence", format!("no sequence `{name}` at this revision"))
    }

    pub(super) fn unknown_relation(name: &str) -> Problem {
        let message = format!("no table, view or sequence `{name}` at this revision");
        Problem::error("unknown-table", message)
    }

    pub(super) fn unknown_index(name: &str) -> Problem {
        Problem::error("unknown-index", format!("no index `{name}` at this revision"))
    }

    pub(super) fn unknown_type(name: &str) -> Problem {
        Problem::error("unknown-type", format!("no type `{name}` at this revision"))
    }

    pub(super) fn unknown_language(name: &str) -> Problem {
        Problem::error("unknown-language", format!("no language `{name}` at this revision"))
            .help("create the extension that brings it first")
    }

    pub(in crate::sql) fn unread_body(reason: &str) -> Problem {
        Problem::error(
            "unparsed-statement",
            format!("the body of this function is not read: {reason}"),
        )
    }

    pub(super) fn aggregate(place: &str) -> Problem {
        Problem::error("aggregate-not-allowed", format!("{place} cannot ask an aggregate function"))
    }

    pub(super) fn no_partition(table: &str) -> Problem {
        Problem::error(
            "no-partition",
            format!("`{table}` has no partition that could take the row"),
        )
    }

    pub(super) fn of_generated(column: &str) -> Problem {
        let message =
            format!("a generated column cannot be made of `{column}`, which is one itself");
        Problem::error("not-immutable", message)
    }

    pub(super) fn trigger_clause(why: impl Into<String>) -> Problem {
        Problem::error("trigger-clause", why)
    }

    pub(super) fn not_supported(why: &str) -> Problem {
        Problem::error("not-supported", why)
    }

    pub(super) fn unknown_schema(name: &str) -> Problem {
        Problem::error("unknown-schema", format!("no schema `{name}` at this revision"))
    }

    pub(super) fn no_unique_index(view: &str) -> Problem {
        let message = format!("`{view}` has no unique index, and cannot be refreshed concurrently");
        Problem::error("no-unique-index", message)
    }

    pub(super) fn no_value(text: &str, ty: &str) -> Problem {
        Problem::error("no-value-of-type", format!("`{text}` is no {ty}"))
    }

    pub(super) fn written_by_server(column: &str) -> Problem {
        let message =
            format!("column `{column}` is generated, and can only be written as `DEFAULT`");
        Problem::error("generated-column", message)
    }

    pub(super) fn no_conflict_key() -> Problem {
        let message = "no unique constraint or index is over the columns behind `ON CONFLICT`";
        Problem::error("no-conflict-key", message)
    }

    pub(super) fn unknown_constraint(name: &str) -> Problem {
        Problem::error("unknown-constraint", format!("no constraint `{name}` at this revision"))
    }

    pub(super) fn not_writable(name: &str, word: &str) -> Problem {
        Problem::error("wrong-kind", format!("rows cannot be written to the {word} `{name}`"))
    }

    pub(super) fn null_in(column: &str) -> Problem {
        let message = format!("a row leaves out `{column}`, which has no default and forbids null");
        Problem::error("null-in-row", message).help("give the column a value")
    }

    pub(super) fn referred_to(table: &str) -> Problem {
        let message = format!("`{table}` cannot be emptied alone: a foreign key refers to it");
        Problem::error("still-needed", message).help("add `CASCADE`, or empty both tables at once")
    }
}
