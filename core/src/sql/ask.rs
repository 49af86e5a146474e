//! Answers what migrations ask the database's own catalog: `SELECT 1 FROM information_schema.tables
//! WHERE table_name = 'users'`.
//!
//! Each of the catalog's tables is a row of [`TABLES`]: its columns, and its rows made of ours. A
//! query is answered if it reads one of them by columns that are there, and if rows of objects
//! that we do not have (the system's own, those there from the start) cannot be among the answer.

mod columns;
mod constraints;
mod listed;
pub(in crate::sql) mod made;
mod number;
mod registered;
mod relations;
mod source;
mod tables;
mod tail;
mod words;

use std::sync::Arc;

use super::SearchPath;
use super::Syntax;
use super::functions;
use super::pattern::{fixed_beginning, is_like};
use super::postgresql::known::{Interval, Moment};
use super::postgresql::question::{Token, outside, split_list, tokens, unwrap_parens};
use super::postgresql::{self, bind::SYSTEM_COLUMNS};
use super::tools;
use crate::catalog::{Catalog, ObjectRef, Table};
use crate::dialect::Dialect;
use crate::name::Name;
use crate::op;
pub(super) use listed::Asker;
use made::Evaluate;
use registered::named;
pub(super) use registered::{registered, serial_sequence};
use source::{CatalogTable, NULL, Role, UNKNOWN, named_by_key, source};
use tail::Tail;

/// Rows that the catalog tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
    /// Whether the server gives them in this order: without being asked to it promises none.
    pub in_order: bool,
}

impl Told {
    /// Rows in an order that is known.
    pub(super) fn of(columns: Vec<String>, rows: Vec<Vec<Cell>>) -> Self {
        Self { columns, rows, in_order: true }
    }
}

/// A value of such a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    Null,
    Bool(bool),
    Int(i64),
    Text(String),
    /// A day or a time, which only blocks count with.
    Moment(Moment),
    Interval(Interval),
}

/// What a query answers, if our catalog can tell.
pub fn ask(
    sql: &str,
    path: &SearchPath,
    catalog: &Catalog,
    dialect: &'static Dialect,
) -> Option<Told> {
    if Syntax::of(dialect) != Syntax::PostgreSql {
        return None;
    }
    let tokens = tokens(sql);
    let tokens = match tokens.as_slice() {
        [rest @ .., Token::Mark(';')] => rest,
        all => all,
    };
    if *tokens == [word("show"), word(VERSION_NUMBER)] {
        return Some(one(VERSION_NUMBER, version_number(catalog)));
    }
    let (asked, label) = without_label(tokens.strip_prefix(&[word("select")])?);
    if let [first, rest @ ..] = asked
        && *first == word(CURRENT_SCHEMA)
        && matches!(rest, [] | [Token::Mark('('), Token::Mark(')')])
    {
        // Of other paths it hangs on which of their schemas are there.
        let answer = Cell::Text(tables::DEFAULT.to_owned());
        return path.is_default().then(|| one(label.unwrap_or(CURRENT_SCHEMA), answer));
    }
    if let [first, inner @ ..] = asked
        && *first == word("exists")
    {
        let query = Query::read(unwrap_parens(inner)?)?;
        return Some(one(
            label.unwrap_or("exists"),
            Cell::Bool(!query.rows(catalog, Asker::Value)?.is_empty()),
        ));
    }
    if let Some(answer) = registered(asked, catalog) {
        return Some(one(label.unwrap_or("to_regclass"), answer));
    }
    if !outside(asked).any(|at| asked.get(at).is_some_and(|it| is_word(it, "from"))) {
        let answer = postgresql::value(asked, catalog)?;
        return Some(one(label.unwrap_or("?column?"), answer));
    }
    let query = Query::read(tokens)?;
    query.told(query.rows(catalog, Asker::Value)?, &|_| None)
}

/// The function that gives the schema which new objects are put into.
const CURRENT_SCHEMA: &str = "current_schema";

/// The setting that holds the server's version as a number.
pub(super) const VERSION_NUMBER: &str = "server_version_num";

/// The number of the first release of the version, whichever of them it is.
pub(super) fn version_number(catalog: &Catalog) -> Cell {
    Cell::Text(format!("{}0000", catalog.server.major()))
}

/// The rows that a query answers, in no order; `tokens` begin with its `SELECT`. What it makes of
/// its columns is left to `evaluate`.
pub(super) fn rows(
    tokens: &[Token],
    (catalog, asker): (&Catalog, Asker),
    evaluate: Evaluate<'_>,
) -> Option<Told> {
    let query = Query::read(tokens)?;
    let rows = query.rows(catalog, asker)?;
    if query.asked.is_empty() {
        return Some(Told::of(Vec::new(), vec![Vec::new(); rows.len()]));
    }
    query.told(rows, evaluate)
}

/// Whether a query answers any row; `tokens` begin with its `SELECT`.
pub(super) fn finds(tokens: &[Token], catalog: &Catalog) -> Option<bool> {
    Some(!Query::read(tokens)?.rows(catalog, Asker::Value)?.is_empty())
}

fn one(column: &str, cell: Cell) -> Told {
    Told::of(vec![column.to_owned()], vec![vec![cell]])
}

fn word(text: &str) -> Token {
    Token::Word(text.to_owned())
}

fn is_word(token: &Token, text: &str) -> bool {
    matches!(token, Token::Word(it) if it == text)
}

/// An expression without the name that `AS` gives it.
pub(super) fn without_label(tokens: &[Token]) -> (&[Token], Option<&str>) {
    match tokens {
        [rest @ .., keyword, Token::Word(label)] if is_word(keyword, "as") => (rest, Some(label)),
        all => (all, None),
    }
}

/// Whether an object of this name may be there though no revision makes it.
fn is_unsure(name: &str) -> bool {
    name.starts_with("pg_") || name == "spatial_ref_sys" || tools::may_be_of_tool(name)
}

/// Whether revisions make a table or view of this name, in whatever schema.
fn has_relation(catalog: &Catalog, name: &str) -> bool {
    let tables = catalog.tables.values().filter(|it| !it.assumed).map(|it| &it.name.name);
    tables.chain(catalog.views.keys().map(|it| &it.name)).any(|it| it == name)
}

/// Whether the database or an extension brings a type of this name along.
fn is_own_type(name: &str, catalog: &Catalog) -> bool {
    let relations = catalog.tables.keys().chain(catalog.views.keys());
    let made = relations.chain(catalog.types.keys()).any(|it| it.name == name);
    let known = catalog.has(&ObjectRef::Type(Name::plain(name)));
    !made && (known || name.starts_with('_') || OWN_TYPES.binary_search(&name).is_ok())
}

/// Whether a relation of this name may be there though no revision names it: a column of a table
/// that was there from the start brings its sequence along, and `information_schema` has views,
/// whose names types have, too.
fn is_own_relation(name: &str, catalog: &Catalog) -> bool {
    name.ends_with("_seq") && catalog.tables.values().any(|it| it.assumed)
        || OWN_TYPES.binary_search(&name).is_ok()
}

/// Types of the database's own, sorted.
#[rustfmt::skip]
const OWN_TYPES: &[&str] = &[
    "aclitem", "any", "anyarray", "anyelement", "attributes", "bit", "bool", "box", "bpchar",
    "bytea", "char", "cid", "cidr", "circle", "collations", "columns", "cstring", "date",
    "datemultirange", "daterange", "domains", "float4", "float8", "inet", "int2", "int2vector",
    "int4", "int4multirange", "int4range", "int8", "int8multirange", "int8range", "internal",
    "interval", "json", "jsonb", "jsonpath", "line", "lseg", "macaddr", "macaddr8", "money", "name",
    "numeric", "nummultirange", "numrange", "oid", "oidvector", "parameters", "path", "point",
    "polygon", "record", "refcursor", "regclass", "regconfig", "regdictionary", "regnamespace",
    "regoper", "regproc", "regprocedure", "regrole", "regtype", "routines", "schemata", "sequences",
    "tables", "text", "tid", "time", "timestamp", "timestamptz", "timetz", "trigger", "triggers",
    "tsmultirange", "tsquery", "tsrange", "tstzmultirange", "tstzrange", "tsvector",
    "txid_snapshot", "unknown", "uuid", "varbit", "varchar", "views", "void", "xid", "xid8", "xml",
];

/// A query of one table of the catalog.
struct Query<'t> {
    asked: &'t [Token],
    /// Whether rows that are alike are one.
    distinct: bool,
    table: &'static CatalogTable,
    filters: Vec<Filter>,
    tail: Tail<'t>,
}

/// What a query wants a column to be.
struct Filter {
    column: usize,
    test: Test,
}

enum Test {
    AnyOf(Vec<String>),
    NoneOf(Vec<String>),
    /// `LIKE 'orders%'`, or not.
    Like(String, bool),
    /// `IS NULL`, or not.
    Null(bool),
}

impl Test {
    fn passes(&self, value: &str) -> bool {
        let is_null = value == NULL;
        match self {
            Self::AnyOf(values) => !is_null && values.iter().any(|it| it == value),
            Self::NoneOf(values) => !is_null && values.iter().all(|it| it != value),
            Self::Like(pattern, is_so) => !is_null && is_like(value, pattern) == *is_so,
            Self::Null(is_so) => is_null == *is_so,
        }
    }

    fn values(&self) -> &[String] {
        match self {
            Self::AnyOf(values) => values,
            Self::NoneOf(_) | Self::Like(..) | Self::Null(_) => &[],
        }
    }
}

impl<'t> Query<'t> {
    fn read(tokens: &'t [Token]) -> Option<Self> {
        let (tokens, tail) = Tail::of(tokens.strip_prefix(&[word("select")])?)?;
        let from = tokens.iter().position(|it| is_word(it, "from"))?;
        let wher = tokens.iter().position(|it| is_word(it, "where"))?;
        let read = tokens.get(from + 1..wher)?;
        let table = source(read.strip_prefix(&[word("only")]).unwrap_or(read))?;
        let conditions = tokens.get(wher + 1..)?.split(|it| is_word(it, "and"));
        let filters = conditions.map(|it| table.filter(it)).collect::<Option<Vec<_>>>()?;
        let asked = tokens.get(..from)?;
        let bare = asked.strip_prefix(&[word("distinct")]);
        Some(Self {
            asked: bare.unwrap_or(asked),
            distinct: bare.is_some(),
            table,
            filters: filters.into_iter().flatten().collect(),
            tail,
        })
    }

    fn told(&self, mut rows: Vec<Vec<String>>, evaluate: Evaluate<'_>) -> Option<Told> {
        // We know not every column that a row has.
        if *self.asked == [Token::Mark('*')] {
            return rows.is_empty().then(|| Told::of(Vec::new(), Vec::new()));
        }
        if let [function, Token::Mark('('), _, Token::Mark(')'), rest @ ..] = self.asked
            && is_word(function, "count")
        {
            let (compared, label) = without_label(rest);
            let count = rows.len() as i64;
            return match compared {
                [] => Some(one(label.unwrap_or("count"), Cell::Int(count))),
                [Token::Mark('='), Token::Word(number)] => {
                    let is_so = number.parse() == Ok(count);
                    Some(one(label.unwrap_or("?column?"), Cell::Bool(is_so)))
                }
                _ => None,
            };
        }
        let in_order = self.tail.sort(self.table, &mut rows);
        let mut told = Told { in_order, ..Told::of(Vec::new(), vec![Vec::new(); rows.len()]) };
        for item in split_list(self.asked) {
            let (item, label) = without_label(item);
            let column = match item {
                [Token::Word(number)] if let Ok(number) = number.parse() => {
                    told.rows.iter_mut().for_each(|it| it.push(Cell::Int(number)));
                    "?column?"
                }
                [Token::Word(truth)] if let Ok(is_so) = truth.parse() => {
                    told.rows.iter_mut().for_each(|it| it.push(Cell::Bool(is_so)));
                    "bool"
                }
                [Token::Word(name)] | [_, Token::Mark('.'), Token::Word(name)] => {
                    let at = self.table.columns.iter().position(|it| it == name)?;
                    let role = *self.table.roles.get(at)?;
                    for (own, row) in told.rows.iter_mut().zip(&rows) {
                        own.push(role.cell(row.get(at)?)?);
                    }
                    name
                }
                made => {
                    for (own, row) in told.rows.iter_mut().zip(&rows) {
                        own.push(evaluate(&made::filled_in(self.table, made, row)?)?);
                    }
                    made::label(made)
                }
            };
            told.columns.push(label.unwrap_or(column).to_owned());
        }
        if self.distinct {
            for row in std::mem::take(&mut told.rows) {
                if !told.rows.contains(&row) {
                    told.rows.push(row);
                }
            }
        }
        told.rows = self.tail.first(told.rows, in_order)?;
        Some(told)
    }

    /// The rows that pass the filters; nothing if others may be there.
    fn rows(&self, catalog: &Catalog, asker: Asker) -> Option<Vec<Vec<String>>> {
        let is_whole = || listed::is_whole(self.table, self.wanted(Role::Schema), (catalog, asker));
        let named = self.wanted(Role::Name).or_else(|| self.wanted(Role::Table));
        let named = named.or_else(|| self.wanted(Role::Relation));
        let lists = || self.has_own_beginning(catalog) || is_whole();
        let named = named.or_else(|| lists().then_some(&[][..]))?;
        let tables = self.wanted(Role::Table).or_else(|| self.wanted(Role::Relation));
        let is_open = self.table.name == "columns" && self.wanted(Role::Table).is_none();
        if self.is_beyond(catalog, named) || is_open && !is_whole() {
            return None;
        }
        let all = (self.table.rows)(catalog);
        let mut rows = Vec::new();
        for row in all {
            match self.takes(&row) {
                Some(true) => rows.push(row),
                Some(false) => {}
                None => return None,
            }
        }
        // Parts of a table that is ours are ours, whatever they are called.
        let is_there =
            |it: &String| rows.iter().any(|row| row.contains(it)) || has_relation(catalog, it);
        let is_relation = self.table.name != "pg_extension";
        if is_relation && tables.unwrap_or(named).iter().any(|it| is_unsure(it) && !is_there(it)) {
            return None;
        }
        let hides = |it: &&Arc<Table>| {
            let is_it = |name: &String| *name == it.name.name || *name == it.name.key().to_string();
            it.assumed && tables.is_none_or(|names| names.iter().any(is_it))
        };
        // What is there from the start has parts that no revision names.
        let of_constraints = ["check_constraints", "referential_constraints"];
        let has_parts = self.has_role(Role::Table)
            || self.has_role(Role::Relation)
            || of_constraints.contains(&self.table.name);
        // Of a publication that is known all tables are.
        let is_listed = self.table.name == "pg_publication_tables";
        let hidden = has_parts && !is_listed && catalog.tables.values().any(|it| hides(&it));
        let is_own =
            self.table.name == "pg_class" && named.iter().any(|it| is_own_relation(it, catalog));
        (!((hidden || is_own) && rows.is_empty())).then_some(rows)
    }

    /// Whether a row passes all filters, if its cells are known by which it does.
    fn takes(&self, row: &[String]) -> Option<bool> {
        let mut is_sure = true;
        for filter in &self.filters {
            match row.get(filter.column) {
                Some(own) if own == UNKNOWN => is_sure = false,
                Some(own) if filter.test.passes(own) => {}
                _ => return Some(false),
            }
        }
        is_sure.then_some(true)
    }

    /// Whether rows of the server's own may be among the answer, or rows that are not listed.
    fn is_beyond(&self, catalog: &Catalog, named: &[String]) -> bool {
        match self.table.name {
            "pg_type" => named.iter().any(|it| is_own_type(it, catalog)),
            "pg_proc" | "routines" => named.iter().any(|it| {
                functions::is_built_in(it) || functions::brought(catalog, &Name::plain(&**it))
            }),
            "pg_attribute" => {
                let lists = |it: &String| tables::lists_columns(catalog, &named_by_key(it));
                let relations = self.wanted(Role::Relation).or_else(|| self.wanted(Role::Table));
                !relations.is_some_and(|it| it.iter().all(lists))
                    || named.iter().any(|it| SYSTEM_COLUMNS.contains(&&**it))
            }
            "pg_roles" | "pg_authid" | "pg_user" => !tables::knows_roles(catalog, named),
            "pg_publication_tables" => {
                let made = op::publications(catalog);
                !self.wanted(Role::Name).is_some_and(|it| it.iter().all(|it| made.contains(it)))
            }
            "pg_trigger" | "triggers" => {
                let has_name = self.wanted(Role::Name).is_some();
                let is_plain = self.table.name == "triggers" || self.has_filter("tgisinternal");
                !has_name && !is_plain || tables::has_clones(catalog, self.wanted(Role::Name))
            }
            _ => false,
        }
    }

    fn has_filter(&self, column: &str) -> bool {
        let at = self.table.columns.iter().position(|it| *it == column);
        self.filters.iter().any(|it| Some(it.column) == at)
    }

    fn has_role(&self, role: Role) -> bool {
        self.table.roles.contains(&role)
    }

    /// Whether the names that are wanted begin in a way in which only the migrations' own begin.
    fn has_own_beginning(&self, catalog: &Catalog) -> bool {
        let begins = |it: &Filter| match &it.test {
            Test::Like(pattern, true) => {
                let beginning = fixed_beginning(pattern);
                !beginning.is_empty() && OF_SERVER.iter().all(|it| !overlaps(it, &beginning))
            }
            _ => false,
        };
        // Functions, types and views are there that no migration makes; of indexes, the server's
        // own all begin alike.
        self.table.name == "pg_indexes"
            && self.filters.iter().any(begins)
            && !catalog.tables.values().any(|it| it.assumed)
    }

    fn wanted(&self, role: Role) -> Option<&[String]> {
        let of_role = self.filters.iter().filter(|it| self.is(it, role));
        of_role.map(|it| it.test.values()).find(|it| !it.is_empty())
    }

    fn is(&self, filter: &Filter, role: Role) -> bool {
        self.table.roles.get(filter.column) == Some(&role)
    }
}

/// How the names begin that the server, tools and extensions give to what is theirs.
#[rustfmt::skip]
const OF_SERVER: &[&str] = &[
    "_", "alembic", "ar_internal", "atlas", "databasechangelog", "django", "flyway", "geo", "goose", "knex", "pg",
    "raster", "refinery", "schema_mig", "spatial", "sql_",
];

/// Whether a name can begin with both.
fn overlaps(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::POSTGRESQL;
    use crate::op::Op as _;

    fn catalog() -> Catalog {
        let mut catalog = Catalog::default();
        let made = "CREATE TABLE users (id int PRIMARY KEY, email text UNIQUE); CREATE TYPE mood AS \
                    ENUM ('a'); CREATE INDEX ix ON users (email); CREATE EXTENSION citext";
        for operation in super::super::read(made, POSTGRESQL).iter().flat_map(|it| &it.operations) {
            operation.apply(&mut catalog).expect("an operation that applies");
        }
        catalog
    }

    #[track_caller]
    fn check(sql: &str, expected: &[Cell]) {
        let told =
            ask(sql, &SearchPath::default(), &catalog(), POSTGRESQL).map(|it| it.rows.concat());
        assert_eq!(told.as_deref(), Some(expected), "{sql}");
    }

    #[test]
    fn what_is_there_is_told() {
        let one = [Cell::Int(1)];
        check("SELECT 1 FROM information_schema.tables WHERE table_name = 'users'", &one);
        check("SELECT 1 FROM information_schema.tables WHERE table_name = 'nowhere';", &[]);
        check("SELECT 1 FROM pg_class WHERE relname = 'users_id_seq'", &[]);
        check(
            "select exists (select from pg_tables where schemaname='public' and tablename='users')",
            &[Cell::Bool(true)],
        );
        check(
            "SELECT count(*) FROM information_schema.columns c WHERE c.table_name IN ('users') AND c.column_name = 'email'",
            &one,
        );
        check(
            "SELECT conname FROM pg_constraint WHERE conname = 'users_email_key' AND conrelid = 'public.users'::regclass LIMIT 1",
            &[Cell::Text("users_email_key".to_owned())],
        );
        check(
            "SELECT 1 FROM pg_indexes WHERE indexname = 'ix' AND schemaname = current_schema()",
            &one,
        );
        check(
            "SELECT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') AS there",
            &[Cell::Bool(true)],
        );
        check("SELECT 1 FROM pg_type WHERE typname = 'other'", &[]);
        check(
            "SELECT data_type FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'id'",
            &[Cell::Text("integer".to_owned())],
        );
        check(
            "SELECT 1 FROM pg_indexes WHERE indexname = 'ix' AND indexdef NOT LIKE '%WHERE%'",
            &one,
        );
        check(
            "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('ix')",
            &[Cell::Bool(true)],
        );
        let joined = "SELECT 1 FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid WHERE";
        let label = "SELECT 1 FROM pg_enum WHERE enumlabel = 'a' AND enumtypid =";
        check(&format!("{label} (SELECT oid FROM pg_type WHERE typname = 'mood')"), &one);
        check(&format!("{label} 'public.mood'::regtype::oid"), &one);
        let labels =
            "FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE t.typname = 'mood'";
        let visible = "AND pg_type_is_visible(t.oid) ORDER BY e.enumsortorder";
        check(&format!("SELECT e.enumlabel {labels} {visible}"), &[Cell::Text("a".to_owned())]);
        check("SELECT * FROM pg_enum WHERE enumlabel = 'z' AND enumtypid = 'mood'::regtype", &[]);
        let key = "SELECT 1 FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid WHERE";
        check(&format!("{key} r.relname = 'users' AND c.conname = 'users_pkey'"), &one);
        check("SELECT relkind FROM pg_class WHERE relname = 'ix'", &[Cell::Text("i".to_owned())]);
        check("SELECT 1 FROM pg_class WHERE relname = 'users' AND relkind IN ('v', 'm')", &[]);
        check(&format!("{joined} c.relname = 'ix' AND NOT i.indisvalid"), &[]);
        check(
            &format!(
                "{joined} i.indrelid = 'users'::regclass AND c.relname = 'ix' AND i.indisvalid IS TRUE"
            ),
            &one,
        );
        let ix = [Cell::Text("ix".to_owned())];
        check("SELECT indexname FROM pg_indexes WHERE indexname LIKE 'i%'", &ix);
        check(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'users'::regclass AND contype = 'u'",
            &[Cell::Text("users_email_key".to_owned())],
        );
        check(
            "SELECT count(*) FROM information_schema.table_constraints WHERE table_name = 'users'",
            &[Cell::Int(3)],
        );
        check("SELECT 1 FROM pg_extension WHERE extname = 'citext'", &one);
        check("SELECT to_regclass('public.users')", &[Cell::Text("users".to_owned())]);
        check("SELECT to_regclass('nowhere') IS NOT NULL", &[Cell::Bool(false)]);
        let there = "EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood')";
        let yes = [Cell::Text("yes".to_owned())];
        check(&format!("SELECT CASE WHEN NOT {there} THEN 'no' WHEN {there} THEN 'yes' END"), &yes);
        check(&format!("SELECT CASE {there} WHEN true THEN 'yes' ELSE 'no' END AS it;"), &yes);
        check("SELECT (SELECT count(*) FROM pg_type WHERE typname = 'mood') + 1", &[Cell::Int(2)]);
    }

    #[test]
    fn what_only_the_database_knows_is_not_told() {
        for sql in [
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
            "SELECT 1 FROM information_schema.tables WHERE table_name = 'alembic_version'",
            "SELECT indexdef FROM pg_indexes WHERE indexname = 'ix'",
            "SELECT 1 FROM pg_indexes WHERE indexname = 'ix' AND indexdef LIKE '%(email)%'",
            "SELECT 1 FROM pg_indexes WHERE indexname LIKE '%x'",
            "SELECT 1 FROM pg_indexes WHERE indexname LIKE 'p%'",
            "SELECT 1 FROM information_schema.tables WHERE table_name LIKE 'users%'",
            "SELECT conrelid FROM pg_constraint WHERE conname = 'users_email_key'",
            "SELECT 1 FROM information_schema.tables WHERE table_name = 'users' OR table_name = 'x'",
            "SELECT 1 FROM information_schema.tables WHERE table_name <> 'users'",
            "SELECT 1 FROM pg_type WHERE typname = 'jsonb'",
            "SELECT * FROM information_schema.tables WHERE table_name = 'users'",
            "SELECT 1 FROM pg_class c JOIN pg_depend d ON d.objid = c.oid WHERE relname = 'x'",
            "SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE relname = 'x' AND reltuples = '0'",
            "SELECT 1 FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relname = 'ix'",
            "SELECT 1 FROM pg_attribute WHERE attrelid = 'nowhere'::regclass AND attname = 'id'",
            "SELECT 1 FROM pg_attribute WHERE attrelid = 'users'::regclass AND attname = 'ctid'",
            "SELECT 1 FROM pg_trigger WHERE tgrelid = 'users'::regclass",
            "SELECT to_regtype('int') IS NULL",
            "SELECT to_regtype('mood[]') IS NULL",
            "SELECT 1 FROM users WHERE id = '1'",
        ] {
            assert_eq!(ask(sql, &SearchPath::default(), &catalog(), POSTGRESQL), None, "{sql}");
        }
    }

    #[test]
    fn the_database_s_types_are_sorted_for_the_search() {
        assert!(OWN_TYPES.is_sorted());
    }
}
