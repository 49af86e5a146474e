//! Looks up what a statement names in the schema before it: tables, columns and functions.
//!
//! What is not there is said; what a query gives is told to the view or table that is made of it.

mod body;
mod by_row;
mod call;
mod clauses;
mod condition;
mod conflict;
mod conversion;
mod expansion;
pub(super) mod expression;
mod grant;
mod grouping;
mod infer;
mod kind;
mod merge;
mod operators;
mod partition;
mod policy;
pub(super) mod problem;
mod query;
mod recursive;
mod resolve;
mod rest;
mod role;
mod rows;
mod rule;
mod schema;
mod scope;
mod star;
mod table;
mod torn;
mod trigger;
mod write;

pub(super) use call::may_change_schema;
pub(in crate::sql) use scope::SYSTEM_COLUMNS;

use std::collections::BTreeSet;
use std::ops::Range;

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode, Stmt};

use self::expansion::Expansion;
use self::infer::QueryTypes;
use self::scope::{Output, Outputs, Scope, Source};
use super::super::search_path::SearchPath;
use super::parse::Parsed;
use super::since;
use super::syntax::range;
use crate::catalog::{Catalog, Column, ObjectRef, Relation, SqlType, TypeKind};
use crate::diagnostic::Problem;
use crate::name::Name;
use crate::op::{Operation, wrong_kind};

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
pub(in crate::sql) struct Tree(Parsed);

/// What was found in the schema, and what was not. Ranges are bytes of the statement.
#[derive(Clone, Debug, Default)]
pub(in crate::sql) struct Bound {
    /// Tables, views, schemas and roles that are not there.
    pub(in crate::sql) missing: Vec<(Range<usize>, ObjectRef)>,
    pub(in crate::sql) problems: Vec<(Range<usize>, Problem)>,
}

impl Tree {
    pub(super) fn new(parsed: Parsed) -> Self {
        Self(parsed)
    }

    /// The statement.
    pub(super) fn statement(&self) -> Option<Stmt> {
        self.0.statements().next()
    }

    /// Looks up the statement's names, and completes the operations that it was lowered to.
    pub(in crate::sql) fn bind(
        &self,
        catalog: &Catalog,
        session: &Session,
        operations: &mut [Operation],
    ) -> Bound {
        let Some(stmt) = self.0.statements().next() else { return Bound::default() };
        let mut binder = Binder::new(catalog, session);
        binder.bound.problems.extend(since::too_new(&self.0, catalog.server));
        binder.statement(&stmt, operations);
        binder.bound
    }

    /// Which functions it calls that change the schema.
    pub(in crate::sql) fn unfollowed_calls(
        &self,
        catalog: &Catalog,
        session: &Session,
    ) -> Vec<(Range<usize>, Problem)> {
        let Some(stmt) = self.0.statements().next() else { return Vec::new() };
        let mut binder = Binder::new(catalog, session);
        binder.unfollowed_calls(&stmt);
        binder.bound.problems
    }
}

/// Looks up the names of a statement that is part of a block with these variables.
pub(in crate::sql) fn in_block(
    stmt: &Stmt,
    catalog: &Catalog,
    variables: &[String],
    operations: &mut [Operation],
) -> Bound {
    let session = Session::default();
    let mut binder = Binder::new(catalog, &session);
    // Places are those of the block, and definitions begin elsewhere.
    binder.keeps_stars = true;
    if !binder.writes_rows(stmt, &Scope::of_values("", variables)) {
        binder.statement(stmt, operations);
    }
    binder.bound
}

/// The tables and views that the queries in a node of a block read and that are not there.
pub(in crate::sql) fn missing_tables(
    node: &SyntaxNode,
    catalog: &Catalog,
) -> Vec<(Range<usize>, ObjectRef)> {
    let session = Session::default();
    let mut binder = Binder::new(catalog, &session);
    binder.tables_in(node);
    binder.bound.missing
}

/// The columns of the only row of a sequence.
const OF_SEQUENCE: [(&str, &str); 3] =
    [("last_value", "bigint"), ("log_cnt", "bigint"), ("is_called", "boolean")];

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
    types: QueryTypes,
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
            types: QueryTypes::default(),
        }
    }

    fn statement(&mut self, stmt: &Stmt, operations: &mut [Operation]) {
        self.unfollowed_calls(stmt);
        self.kinds(stmt);
        self.roles(stmt, operations);
        match stmt {
            Stmt::Insert(_) | Stmt::Update(_) | Stmt::Delete(_) => {
                self.writes_rows(stmt, &Scope::default());
            }
            Stmt::Merge(it) => self.merge(it),
            Stmt::Truncate(it) => self.truncate(it),
            Stmt::Lock(it) => self.lock(it.syntax()),
            Stmt::Analyze(it) => self.maintained(it.syntax()),
            Stmt::Vacuum(it) => self.maintained(it.syntax()),
            Stmt::Copy(it) => self.copy(it),
            Stmt::Call(it) => self.call(it),
            Stmt::CreateView(it) => {
                let scope = seen_by_itself(it);
                let outputs = it.query().and_then(|it| self.query(&it, scope.as_ref()));
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
            Stmt::Reset(it) => self.reset(it),
            Stmt::CreateStatistics(it) => self.statistics(it),
            Stmt::CreateDomain(it) => {
                self.declared_types(it.syntax(), true);
                self.domain(it);
            }
            Stmt::CreateServer(it) => self.create_server(it),
            Stmt::AlterDomain(it) => self.alter_domain(it),
            Stmt::CreateType(it) => {
                self.declared_types(it.syntax(), true);
                self.range_type(it);
            }
            Stmt::Grant(it) => self.granted(it.syntax()),
            Stmt::Revoke(it) => self.granted(it.syntax()),
            Stmt::AlterDefaultPrivileges(it) => self.granted(it.syntax()),
            Stmt::CreateOperator(it) => self.functions_of(it.syntax()),
            Stmt::CreateAggregate(it) => self.functions_of(it.syntax()),
            Stmt::CreateCast(it) => self.types_in(it.syntax()),
            Stmt::CreateForeignTable(it) => self.foreign_servers(it.syntax()),
            Stmt::CreateUserMapping(it) => self.foreign_servers(it.syntax()),
            Stmt::ImportForeignSchema(it) => self.foreign_servers(it.syntax()),
            Stmt::CreateEventTrigger(it) => self.create_event_trigger(it),
            Stmt::Refresh(it) => self.refresh(it),
            Stmt::Reindex(it) => self.reindex(it.syntax()),
            Stmt::CreateFunction(it) => {
                self.settings_of(it.syntax());
                let given = it.param_list().map(|it| it.syntax().clone());
                let gives = it.ret_type().map(|it| it.syntax().clone());
                given.iter().chain(&gives).for_each(|it| self.declared_types(it, false));
                self.body(it);
            }
            Stmt::CreateProcedure(it) => {
                self.settings_of(it.syntax());
                let params = it.param_list().map(|it| it.syntax().clone());
                params.iter().for_each(|it| self.declared_types(it, false));
                self.body_of_procedure(it);
            }
            Stmt::AlterFunction(it) => self.settings_of(it.syntax()),
            Stmt::AlterProcedure(it) => self.settings_of(it.syntax()),
            Stmt::AlterRoutine(it) => self.settings_of(it.syntax()),
            Stmt::AlterDatabase(it) => self.settings_of(it.syntax()),
            Stmt::AlterRole(it) => self.settings_of(it.syntax()),
            Stmt::Do(it) => self.block(it),
            Stmt::AlterTable(it) => self.alter_table(it.syntax(), operations),
            Stmt::AlterView(it) => self.alter_view(it),
            Stmt::CreateIndex(it) => self.create_index(it),
            Stmt::CreatePolicy(it) => self.create_policy(it),
            Stmt::CreateTrigger(it) => self.create_trigger(it),
            Stmt::CreateRule(it) => self.create_rule(it),
            Stmt::SetConstraints(it) => self.set_constraints(it),
            other => {
                if let Some(query) = ast::SelectVariant::cast(other.syntax().clone()) {
                    self.query(&query, None);
                }
            }
        }
    }

    /// Looks up a statement that writes rows, where these names are known besides. Whether it is one.
    fn writes_rows(&mut self, stmt: &Stmt, outer: &Scope<'_>) -> bool {
        match stmt {
            Stmt::Insert(it) => self.insert(it, outer),
            Stmt::Update(it) => self.update(it, outer),
            Stmt::Delete(it) => self.delete(it, outer),
            _ => return false,
        }
        true
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
        if self.catalog.sequences.contains_key(&key) {
            let column = |(name, ty): (&str, &str)| Output {
                name: name.to_owned(),
                ty: Some(SqlType::new(ty)),
            };
            return Some(OF_SEQUENCE.map(column).into());
        }
        let own_type = self.catalog.type_named(name).filter(|it| !it.assumed);
        if let Some(kind) = own_type.map(|it| &it.kind) {
            let is_row = matches!(kind, TypeKind::Composite(_));
            self.problem(
                place,
                match is_row {
                    true => wrong_kind(name, "composite type", "table"),
                    false => problem::unknown_relation(&name.to_string()),
                },
            );
        } else if let Some(Relation::Index(_)) = self.catalog.relation(name) {
            self.problem(place, wrong_kind(name, "index", "table"));
        } else if !self.is_beyond(&key) {
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

    /// Says so where a name is one of another kind than those that a statement is for.
    fn is_meant_for(&mut self, kinds: &[Relation], name: &Name, place: &SyntaxNode) {
        let is_assumed = self.catalog.table(name).is_some_and(|it| it.assumed);
        let relation = self.catalog.relation(name).filter(|it| !is_assumed && !kinds.contains(it));
        if let (Some(relation), Some(wanted)) = (relation, kinds.first()) {
            self.problem(place, wrong_kind(name, relation.word(), wanted.word()));
        }
    }

    /// A table's columns as the only source, under its own name.
    fn table_scope(&mut self, table: &Name, place: &SyntaxNode) -> Scope<'static> {
        let before = (self.bound.missing.len(), self.bound.problems.len());
        let outputs = self.relation(table, place);
        // Who lowers the statement says if the table is missing.
        self.bound.missing.truncate(before.0);
        self.bound.problems.truncate(before.1);
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

/// What a recursive view's query sees: the view, under its own name.
fn seen_by_itself(view: &ast::CreateView) -> Option<Scope<'static>> {
    view.recursive_token()?;
    let columns = view.column_list()?.column_names().map(|it| super::syntax::ident(&it));
    let outputs = columns.map(|name| Output { name, ty: None }).collect();
    let name = super::syntax::name(&view.view()?)?;
    let queries = [(name.name, Some(outputs))].into();
    Some(Scope { queries, ..Scope::default() })
}

/// Tables and views that extensions bring along.
const OF_EXTENSIONS: &[&str] = &[
    "spatial_ref_sys",
    "geometry_columns",
    "geography_columns",
    "raster_columns",
    "raster_overviews",
];
