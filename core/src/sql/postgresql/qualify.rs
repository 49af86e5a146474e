//! Gives each name without a schema the schema that it means by the search path of its session.
//!
//! The server resolves names once, when a statement runs. So where a path is set, a statement is
//! read as if it said the schemas itself; all that follows sees only names that are unambiguous.

use std::collections::BTreeSet;
use std::ops::Range;

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::functions;
use super::super::search_path::{DEFAULT, OF_SESSION, PathChange, SearchPath};
use super::known::Known;
use super::parse::Parsed;
use super::syntax::{line_of, parts, range, stored_name};
use super::types::sql_type;
use super::{block, expression_called, path, schema};
use crate::catalog::Catalog;
use crate::diagnostic::Problem;
use crate::dialect::POSTGRESQL;
use crate::name::Name;

/// A statement in which every name means one object.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::sql) struct Qualified {
    pub(in crate::sql) text: String,
    edits: Vec<(Range<usize>, String)>,
    /// Names that mean nothing by this path, with their bytes in the text as it was.
    pub(in crate::sql) problems: Vec<(Range<usize>, Problem)>,
    /// What it makes the search path, in order.
    pub(in crate::sql) changes: Vec<PathChange>,
    /// Its syntax as it was, until somebody takes it.
    parsed: Option<Parsed>,
}

impl Qualified {
    /// The statement's syntax, if it is read as it stands.
    pub(in crate::sql) fn take_parsed(&mut self) -> Option<Parsed> {
        self.parsed.take().filter(|_| self.edits.is_empty())
    }

    /// The same place in the text as it was.
    pub(in crate::sql) fn place(&self, at: usize) -> usize {
        let mut shift = 0_usize;
        for (range, with) in &self.edits {
            let start = range.start + shift;
            if at < start + with.len() {
                return if at < start { at.saturating_sub(shift) } else { range.start };
            }
            shift = (shift + with.len()).saturating_sub(range.len());
        }
        at.saturating_sub(shift)
    }
}

/// Reads a statement by a search path. A temporary object comes before all others of its name.
pub(in crate::sql) fn qualified(
    sql: &str,
    path: &SearchPath,
    catalog: &Catalog,
    temporary: &BTreeSet<Name>,
) -> Qualified {
    let mut qualifier = Qualifier {
        catalog,
        temporary,
        path: path.clone(),
        start: 0,
        made: BTreeSet::new(),
        queries: BTreeSet::new(),
        res: Qualified::default(),
    };
    qualifier.text(sql);
    let mut res = qualifier.res;
    res.edits.sort_by_key(|(range, _)| range.start);
    res.text = sql.to_owned();
    for (range, with) in res.edits.iter().rev() {
        if sql.get(range.clone()).is_some() {
            res.text.replace_range(range.clone(), with);
        }
    }
    res
}

/// Names that cannot stand for one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Space {
    /// Tables, views, sequences and indexes.
    Relation,
    Type,
    Function,
}

/// Nodes around a name that refers to something.
const REFERENCES: &[(SyntaxKind, Space)] = &[
    (SyntaxKind::AGGREGATE, Space::Function),
    (SyntaxKind::DOMAIN_REF, Space::Type),
    (SyntaxKind::FUNCTION_NAME_REF, Space::Function),
    (SyntaxKind::INDEX_REF, Space::Relation),
    (SyntaxKind::PATH_TYPE, Space::Type),
    (SyntaxKind::PERCENT_TYPE, Space::Relation),
    (SyntaxKind::PLPGSQL_PERCENT_ROWTYPE, Space::Relation),
    (SyntaxKind::PROCEDURE_NAME_REF, Space::Function),
    (SyntaxKind::QUALIFIED_COLUMN_NAME_REF, Space::Relation),
    (SyntaxKind::RELATION_NAME_REF, Space::Relation),
    (SyntaxKind::ROUTINE_NAME_REF, Space::Function),
    (SyntaxKind::SEQUENCE_REF, Space::Relation),
    (SyntaxKind::STATISTICS_REF, Space::Relation),
    (SyntaxKind::TABLE_NAME_REF, Space::Relation),
    (SyntaxKind::TYPE_NAME_REF, Space::Type),
    (SyntaxKind::VIEW_REF, Space::Relation),
];

/// Nodes around an index that is looked up beside its table, whatever the search path.
const OF_TABLE: &[SyntaxKind] = &[
    SyntaxKind::CLUSTER_LEGACY,
    SyntaxKind::CLUSTER_ON,
    SyntaxKind::CLUSTER_USING_INDEX,
    SyntaxKind::USING_INDEX,
    SyntaxKind::USING_INDEX_NAME,
];

/// Nodes around the name of something new.
const DEFINITIONS: &[(SyntaxKind, Space)] = &[
    (SyntaxKind::AGGREGATE_NAME, Space::Function),
    (SyntaxKind::DOMAIN, Space::Type),
    (SyntaxKind::FUNCTION_NAME, Space::Function),
    (SyntaxKind::PROCEDURE_NAME, Space::Function),
    (SyntaxKind::SEQUENCE, Space::Relation),
    (SyntaxKind::STATISTICS, Space::Relation),
    (SyntaxKind::TABLE_NAME, Space::Relation),
    (SyntaxKind::TYPE_NAME, Space::Type),
    (SyntaxKind::VIEW, Space::Relation),
];

/// Functions whose first argument is a text that names an object.
const TAKE_NAMES: &[(&str, Space)] = &[
    ("currval", Space::Relation),
    ("nextval", Space::Relation),
    ("pg_get_serial_sequence", Space::Relation),
    ("setval", Space::Relation),
    ("to_regclass", Space::Relation),
    ("to_regtype", Space::Type),
];

struct Qualifier<'a> {
    catalog: &'a Catalog,
    temporary: &'a BTreeSet<Name>,
    path: SearchPath,
    /// Where the text that is walked stands in the whole.
    start: usize,
    /// What the statement itself has made so far.
    made: BTreeSet<(Space, Name)>,
    /// What `WITH` names.
    queries: BTreeSet<String>,
    res: Qualified,
}

impl Qualifier<'_> {
    fn text(&mut self, sql: &str) {
        let parsed = Parsed::new(sql);
        if parsed.refused.is_empty() {
            self.walk(&parsed.syntax());
        }
        self.res.parsed = Some(parsed);
    }

    fn walk(&mut self, node: &SyntaxNode) {
        if let Some(change) = path::change(node) {
            self.path = change.path.clone();
            self.res.changes.push(change);
        }
        match node.kind() {
            SyntaxKind::PATH => return self.define(node),
            SyntaxKind::PATH_REF => return self.refer(node),
            SyntaxKind::CREATE_SCHEMA => return self.create_schema(node),
            SyntaxKind::DO => return self.block(node),
            SyntaxKind::PLPGSQL_DYN_EXECUTE_STMT => return self.execute(node),
            SyntaxKind::CTE_NAME => {
                self.queries.insert(stored_name(node));
            }
            SyntaxKind::CALL_EXPR => self.call(node),
            SyntaxKind::FROM_CURRENT => self.current_path(node),
            SyntaxKind::CAST_EXPR => self.cast(node),
            SyntaxKind::PLPGSQL_IF_STMT => self.condition(node),
            _ => {}
        }
        for child in node.children() {
            self.walk(&child);
        }
    }

    /// A function that is made with `SET search_path FROM CURRENT` keeps the path as it is then.
    fn current_path(&mut self, node: &SyntaxNode) {
        let setting = node.prev_sibling().map(|it| line_of(&it));
        if setting.is_some_and(|it| it.eq_ignore_ascii_case("search_path")) {
            let schemas = self.path.schemas().iter().map(|it| POSTGRESQL.quote_name(it));
            let schemas = schemas.collect::<Vec<_>>().join(", ");
            let path = if schemas.is_empty() { "''".to_owned() } else { schemas };
            self.edit(range(node), format!("TO {path}"));
        }
    }

    /// The objects that `CREATE SCHEMA` makes at once see their schema first.
    fn create_schema(&mut self, node: &SyntaxNode) {
        let name = node
            .descendants()
            .find(|it| matches!(it.kind(), SyntaxKind::SCHEMA | SyntaxKind::ROLE));
        let Some(name) = name.map(|it| stored_name(&it)) else { return };
        let own = self.path.behind(&name);
        let before = std::mem::replace(&mut self.path, own);
        let mut elements = node.children().collect::<Vec<_>>();
        elements.sort_by_key(schema::place_in_order);
        elements.iter().for_each(|it| self.walk(it));
        self.path = before;
    }

    fn block(&mut self, node: &SyntaxNode) {
        let Some((body, start)) =
            ast::Do::cast(node.clone()).and_then(|it| block::body(&it, &mut Known::default()))
        else {
            return;
        };
        let before = self.start;
        self.start += start;
        self.walk(body.tree().syntax());
        self.start = before;
    }

    /// `EXECUTE 'DROP TABLE t'`.
    fn execute(&mut self, node: &SyntaxNode) {
        let literals = node.descendants().filter_map(ast::Literal::cast).collect::<Vec<_>>();
        for literal in literals {
            let Some(sql) = literal.string_value() else { continue };
            let inner = qualified(&sql, &self.path, self.catalog, self.temporary);
            if let Some(change) = inner.changes.last() {
                self.path = change.path.clone();
            }
            self.res.changes.extend(inner.changes);
            if inner.text != sql {
                self.edit(range(literal.syntax()), POSTGRESQL.literal(&inner.text));
            }
        }
    }

    /// The name of something new: it goes to the first schema that is there.
    fn define(&mut self, node: &SyntaxNode) {
        let Some(parent) = node.parent() else { return };
        let Some(space) = space(DEFINITIONS, parent.kind()) else { return };
        let Some(stmt) = parent.parent() else { return };
        let is_temporary = stmt.children().any(|it| it.kind() == SyntaxKind::TEMP);
        let is_renamed = format!("{:?}", stmt.kind()).ends_with("RENAME_TO");
        let [name] = parts(node).try_into().unwrap_or_else(|_| [String::new()]);
        if is_renamed || name.is_empty() {
            return;
        }
        if is_temporary {
            self.made.insert((space, Name::new(Some(OF_SESSION), name)));
            return self.insert_schema(node, OF_SESSION);
        }
        let of_schema = stmt.parent().filter(|it| it.kind() == SyntaxKind::CREATE_SCHEMA);
        let schema = match of_schema {
            // The schema itself is only about to be made.
            Some(_) => self.path.schemas().first().cloned(),
            None => self.path.creation(self.catalog).map(str::to_owned),
        };
        match schema {
            Some(schema) => {
                self.made.insert((space, Name::new(Some(&*schema), name).key()));
                self.insert_schema(node, &schema);
            }
            None => self.problem(node, problem::no_schema(&name)),
        }
    }

    fn refer(&mut self, node: &SyntaxNode) {
        let Some(parent) = node.parent() else { return };
        let Some(space) = space(REFERENCES, parent.kind()) else { return };
        if parent.parent().is_some_and(|it| OF_TABLE.contains(&it.kind())) {
            return;
        }
        let parts = parts(node);
        let of_column = matches!(
            parent.kind(),
            SyntaxKind::QUALIFIED_COLUMN_NAME_REF | SyntaxKind::PERCENT_TYPE
        );
        let name = match (parts.as_slice(), of_column) {
            ([name], false) | ([name, _], true) => name,
            _ => return,
        };
        let is_query =
            parent.kind() == SyntaxKind::RELATION_NAME_REF && self.queries.contains(name);
        let built_in =
            ast::Type::cast(parent.clone()).is_some_and(|it| sql_type(&it).named.is_none());
        if is_query || built_in {
            return;
        }
        // `CREATE AGGREGATE` names functions as it names types.
        let of_aggregate =
            parent.parent().is_some_and(|it| it.kind() == SyntaxKind::ATTRIBUTE_VALUE);
        let space = if of_aggregate && self.schema_of(Space::Type, name).is_none() {
            Space::Function
        } else {
            space
        };
        self.resolve(space, name, node);
    }

    fn resolve(&mut self, space: Space, name: &str, place: &SyntaxNode) {
        if self.is_of_session(space, name) {
            return self.insert_schema(place, OF_SESSION);
        }
        if let Some(schema) = self.schema_of(space, name) {
            return self.insert_schema(place, &schema);
        }
        if self.is_beyond(space, name) {
            return;
        }
        let may_be_missing =
            place.ancestors().any(|it| it.children().any(|it| it.kind() == SyntaxKind::IF_EXISTS));
        match self.path.creation(self.catalog).map(str::to_owned) {
            Some(schema) => self.insert_schema(place, &schema),
            // Nothing is ever found there.
            None if may_be_missing => self.insert_schema(place, OF_SESSION),
            None => self.problem(place, problem::unknown(space, name, &self.path)),
        }
    }

    /// Whether the session has a temporary object of this name.
    fn is_of_session(&self, space: Space, name: &str) -> bool {
        let own = Name::new(Some(OF_SESSION), name);
        let is_there = match space {
            Space::Relation => {
                self.temporary.contains(&Name::plain(name)) || self.catalog.relation(&own).is_some()
            }
            Space::Type => self.catalog.has_own_type(&own),
            // Functions of a session are called by their schema only.
            Space::Function => return false,
        };
        is_there || self.made.contains(&(space, own))
    }

    /// The first schema of the path that holds an object of this name.
    fn schema_of(&self, space: Space, name: &str) -> Option<String> {
        let holds = |it: &&String| {
            let name = Name::new(Some(&***it), name);
            self.made.contains(&(space, name.key()))
                || match space {
                    Space::Relation => self.catalog.relation(&name).is_some(),
                    Space::Type => {
                        self.catalog.has_own_type(&name) || self.catalog.brings_type(&name)
                    }
                    Space::Function => {
                        let key = name.key();
                        self.catalog.functions.keys().any(|it| it.name.key() == key)
                            || functions::brought(self.catalog, &name)
                    }
                }
        };
        let found = self.path.schemas().iter().find(holds).cloned();
        // Its tables and views are not ours to list.
        let of_server = self.path.schemas().iter().find(|it| *it == "information_schema");
        found.or_else(|| of_server.filter(|_| space == Space::Relation).cloned())
    }

    /// Whether a name that no schema of the path holds may be the server's, an extension's or the
    /// session's.
    fn is_beyond(&self, space: Space, name: &str) -> bool {
        let plain = Name::plain(name);
        let in_default = self.path.holds(DEFAULT);
        match space {
            Space::Relation => in_default || name.starts_with("pg_"),
            Space::Type => in_default || self.catalog.has_unknown_extension(),
            Space::Function => {
                let hides = self.catalog.functions.keys().any(|it| it.name.key() == plain)
                    || functions::brought(self.catalog, &plain);
                in_default || functions::is_built_in(name) || !hides
            }
        }
    }

    /// A function that is called, and an object that it is given the name of.
    fn call(&mut self, node: &SyntaxNode) {
        let Some(call) = ast::CallExpr::cast(node.clone()) else { return };
        let Some(callee) = call.expr() else { return };
        let Some(name) = expression_called(&callee) else { return };
        if name.schema.is_none() && !functions::is_built_in(&name.name) {
            self.resolve(Space::Function, &name.name, callee.syntax());
        }
        let takes = TAKE_NAMES.iter().find(|(it, _)| *it == name.name);
        let first = call.arg_list().and_then(|it| it.args().next()).and_then(|it| it.expr());
        if let (Some((_, space)), Some(ast::Expr::Literal(literal))) = (takes, first) {
            self.named_in(&literal, *space);
        }
    }

    /// `'t'::regclass`.
    fn cast(&mut self, node: &SyntaxNode) {
        let Some(cast) = ast::CastExpr::cast(node.clone()) else { return };
        let (Some(ast::Expr::Literal(literal)), Some(ty)) = (cast.expr(), cast.ty()) else {
            return;
        };
        match sql_type(&ty).canonical().as_str() {
            "regclass" => self.named_in(&literal, Space::Relation),
            "regtype" => self.named_in(&literal, Space::Type),
            _ => {}
        }
    }

    fn named_in(&mut self, literal: &ast::Literal, space: Space) {
        let Some(text) = literal.string_value().filter(|it| !it.contains('.')) else { return };
        let name = match text.strip_prefix('"').and_then(|it| it.strip_suffix('"')) {
            Some(quoted) => quoted.to_owned(),
            None => text.to_lowercase(),
        };
        let of_session = || Some(OF_SESSION.to_owned());
        let schema = match self.is_of_session(space, &name) {
            true => of_session(),
            false => self.schema_of(space, &name),
        };
        let hidden = || !self.is_beyond(space, &name);
        let schema = schema.or_else(|| hidden().then(of_session).flatten());
        if let Some(schema) = schema.filter(|it| it != DEFAULT) {
            let said = format!("{}.{text}", POSTGRESQL.quote_name(&schema));
            self.edit(range(literal.syntax()), POSTGRESQL.literal(&said));
        }
    }

    /// What a condition calls the current schema.
    fn condition(&mut self, node: &SyntaxNode) {
        let Some(schema) = self.path.creation(self.catalog).filter(|it| *it != DEFAULT) else {
            return;
        };
        let literal = POSTGRESQL.literal(schema);
        let expressions = node.children().filter(|it| it.kind() == SyntaxKind::PLPGSQL_EXPR);
        let calls = expressions.flat_map(|it| it.descendants()).filter_map(ast::Expr::cast);
        let is_it = |it: &ast::Expr| match it {
            ast::Expr::CallExpr(it) => it.expr().as_ref().is_some_and(is_current_schema),
            ast::Expr::NameRef(name) => {
                let called =
                    name.syntax().parent().is_some_and(|it| it.kind() == SyntaxKind::CALL_EXPR);
                is_current_schema(it) && !called
            }
            _ => false,
        };
        for call in calls.filter(is_it).collect::<Vec<_>>() {
            self.edit(range(call.syntax()), literal.clone());
        }
    }

    /// Puts a schema before a name, unless it is the default one.
    fn insert_schema(&mut self, name: &SyntaxNode, schema: &str) {
        if schema != DEFAULT {
            let at = range(name).start;
            self.edit(at..at, format!("{}.", POSTGRESQL.quote_name(schema)));
        }
    }

    fn edit(&mut self, place: Range<usize>, with: String) {
        self.res.edits.push((place.start + self.start..place.end + self.start, with));
    }

    fn problem(&mut self, place: &SyntaxNode, problem: Problem) {
        let place = range(place);
        let placed = place.start + self.start..place.end + self.start;
        self.res.problems.push((placed, problem));
    }
}

fn space(table: &[(SyntaxKind, Space)], kind: SyntaxKind) -> Option<Space> {
    table.iter().find(|(it, _)| *it == kind).map(|(_, space)| *space)
}

fn is_current_schema(callee: &ast::Expr) -> bool {
    matches!(callee, ast::Expr::NameRef(it) if stored_name(it.syntax()) == "current_schema")
}

mod problem {
    use super::{Problem, SearchPath, Space};

    pub(super) fn no_schema(name: &str) -> Problem {
        let message = format!("no schema of the search path is there to put `{name}` into");
        Problem::error("unknown-schema", message).help("write the schema before the name")
    }

    pub(super) fn unknown(space: Space, name: &str, path: &SearchPath) -> Problem {
        let (code, word) = match space {
            Space::Relation => ("unknown-table", "table"),
            Space::Type => ("unknown-type", "type"),
            Space::Function => ("unknown-function", "function"),
        };
        let message = format!("no {word} `{name}` by the search path `{path}`");
        Problem::error(code, message).help("write the schema before the name")
    }
}
