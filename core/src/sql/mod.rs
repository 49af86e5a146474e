//! Reads SQL: splits a text into statements and says what each does to the schema.
//!
//! Nothing outside this module sees a parser's syntax tree. What a statement does is a list of
//! operations; what cannot be followed is kept to the letter and said in a problem.

mod ask;
mod functions;
mod lowered;
mod marks;
mod nesting;
mod other;
mod pattern;
mod postgresql;
mod presence;
mod scan;
mod search_path;
mod settings;
mod signatures;
mod split;
mod temporary;
mod tools;
mod variables;
mod words;

pub use ask::{Cell, Told, ask};
pub use marks::{Mark, marks};
pub use presence::needed;
pub use search_path::{PathChange, SearchPath};
pub use split::Piece;
pub use temporary::is_of_session;
pub use tools::is_of_tool;
pub use variables::{Variable, VariableForm, variables};

use std::ops::Range;

use crate::catalog::{Catalog, Column, ObjectRef, Table};
use crate::diagnostic::{Problem, code};
use crate::dialect::{self, Dialect};
use crate::name::Name;
use crate::op::Operation;
use lowered::Lowered;
use postgresql::bind::{Bodies, Session, Tree};
use postgresql::parse::Parsed;
use postgresql::qualify::{Qualified, qualified};
use postgresql::question::{Token, tokens};
use words::Words;

/// One statement of an SQL text.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Its bytes in the text, without the final semicolon and the comments before it.
    pub range: Range<usize>,
    /// The statement to the letter.
    pub text: String,
    /// What it is in the manual's words: `CREATE TABLE`, `UPDATE`, `DO`. A command of psql or
    /// the MySQL client is called by its own name: `\echo`.
    pub kind: String,
    /// What it does to the schema; empty for statements that touch only rows or the session.
    pub operations: Vec<Operation>,
    /// What else it may do, which is left out since nobody can know.
    pub left_out: Vec<Operation>,
    /// What could not be followed, each with its bytes in the text.
    pub problems: Vec<(Range<usize>, Problem)>,
    /// False for what must run outside a transaction: `CREATE INDEX CONCURRENTLY`, `VACUUM`.
    pub transactional: bool,
    /// The tables whose rows it changes.
    pub writes: Vec<Name>,
    /// The tables and views whose rows it reads.
    pub reads: Vec<Name>,
    /// The rows behind `COPY … FROM STDIN`, in bytes of the text.
    pub data: Option<Range<usize>>,
    /// What it makes the search path, in order.
    pub paths: Vec<PathChange>,
    /// What the statements of a block name that is not there when they run.
    missing: Vec<(Range<usize>, ObjectRef)>,
    /// The name of what it makes or changes, if it could not be read.
    unread: Option<String>,
    /// Its syntax, to look its names up in a schema.
    tree: Option<Tree>,
    /// Whether the functions that it calls were followed.
    is_followed: bool,
    /// What it is read as, if not as it stands.
    qualified: Option<Qualified>,
    session: Session,
}

/// Whether what a block names is looked up in the schema that it runs over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Names {
    LookedUp,
    /// More may be there than we know of.
    #[default]
    Trusted,
}

/// What a statement names and the schema before it does not hold.
#[derive(Clone, Debug, Default)]
pub struct Unbound {
    /// Tables, views and schemas, each with its bytes in the text.
    pub missing: Vec<(Range<usize>, ObjectRef)>,
    pub problems: Vec<(Range<usize>, Problem)>,
}

impl Statement {
    /// Looks up what the statement names in the schema before it, and tells its operations what
    /// they can only know from there: the columns of a view, of a table that a query makes.
    pub fn bind(&mut self, catalog: &Catalog) -> Unbound {
        let Some(tree) = self.tree.take() else { return Unbound::default() };
        if self.is_passed_over(catalog) {
            return Unbound::default();
        }
        let bound = tree.bind(catalog, &self.session, &mut self.operations);
        if let Some(Operation::CreateTable(create)) = self.operations.first()
            && !create.table.assumed
            && create.table.columns.iter().all(|it| !it.ty.is_unknown())
        {
            self.problems.retain(|(_, it)| it.code != code::UNKNOWN_COLUMNS);
        }
        let start = self.range.start;
        let placed = |it: Range<usize>| placed(self.qualified.as_ref(), start, &it);
        let missing = bound.missing.into_iter().map(|(it, object)| (placed(it), object));
        let missing = missing.chain(std::mem::take(&mut self.missing));
        let followed = |it: &Problem| self.is_followed && it.code == code::UNFOLLOWED_CALL;
        let problems = bound.problems.into_iter().filter(|(_, it)| !followed(it));
        let problems = problems.map(|(it, problem)| (placed(it), problem));
        Unbound { missing: missing.collect(), problems: problems.collect() }
    }

    /// Whether all that it makes `IF NOT EXISTS` is there: then the server reads no more of it than
    /// the name, and what is told of the rest is left out.
    fn is_passed_over(&mut self, catalog: &Catalog) -> bool {
        if !["CREATE TABLE", "ALTER TABLE"].contains(&&*self.kind) || self.operations.is_empty() {
            return false;
        }
        let mut is_passed = true;
        for operation in &mut self.operations {
            is_passed &= pass_over(operation, catalog);
        }
        if is_passed {
            self.problems.retain(|(_, it)| it.code == code::UNPARSED_STATEMENT);
        }
        is_passed
    }

    /// Which functions the statement calls that change the schema and are not followed.
    pub fn unfollowed_calls(&self, catalog: &Catalog) -> Vec<(Range<usize>, Problem)> {
        let Some(tree) = self.tree.as_ref().filter(|_| !self.is_followed) else {
            return Vec::new();
        };
        let start = self.range.start;
        let found = tree.unfollowed_calls(catalog, &self.session).into_iter();
        found.map(|(it, why)| (placed(self.qualified.as_ref(), start, &it), why)).collect()
    }
}

impl Statement {
    /// Reads a `DO` block again over the schema that it runs over, if that is needed to follow it
    /// or to look up its names.
    pub fn settle(&mut self, catalog: &Catalog, names: Names) {
        if ["SELECT", "CALL"].contains(&&*self.kind) && self.session.path.is_default() {
            self.follow_calls(catalog);
        }
        let hangs_on_catalog = || {
            let text = self.text.to_ascii_lowercase();
            ["raise", "assert", "return", "exit", "continue", "view", "select", "perform", "to_reg"]
                .iter()
                .any(|it| text.contains(it))
        };
        let is_open = names == Names::LookedUp || !self.problems.is_empty() || hangs_on_catalog();
        if self.kind != "DO" || !is_open || self.tree.is_none() {
            return;
        }
        let mut lowered = Lowered::default();
        let text = self.qualified.as_ref().map_or(&self.text, |it| &it.text);
        postgresql::lower_block(text, catalog, names, &mut lowered);
        let placed = |it: Range<usize>| placed(self.qualified.as_ref(), self.range.start, &it);
        let problems = lowered.problems.into_iter().map(|(it, why)| (placed(it), why));
        self.problems = problems.collect();
        self.operations = lowered.operations;
        self.left_out = lowered.left_out;
        let missing = lowered.missing.into_iter().map(|(it, object)| (placed(it), object));
        self.missing = missing.collect();
    }
}

impl Statement {
    /// The names of what it may have made or changed, and nobody can know whether it has.
    pub fn unclear_names(&self) -> impl Iterator<Item = String> {
        let left_out = self.left_out.iter().flat_map(Operation::parts).flat_map(presence::touched);
        left_out.chain(self.unread.clone())
    }

    /// Takes over what the functions do that the statement calls.
    fn follow_calls(&mut self, catalog: &Catalog) {
        let Some(done) = self.tree.as_ref().and_then(|it| postgresql::lower_calls(it, catalog))
        else {
            return;
        };
        self.problems.retain(|(_, it)| it.code != code::UNFOLLOWED_CALL);
        let raised = done.problems.into_iter().map(|(_, it)| (self.range.clone(), it));
        self.problems.extend(raised);
        self.operations = done.operations;
        self.left_out = done.left_out;
        self.is_followed = true;
    }
}

/// Leaves nothing but the name of a table or column that is there already and is made only if it is
/// not. Whether it is one.
fn pass_over(operation: &mut Operation, catalog: &Catalog) -> bool {
    match operation {
        Operation::CreateTable(create) if create.if_not_exists => {
            let name = create.table.name.clone();
            let is_assumed = catalog.table(&name).is_some_and(|it| it.assumed);
            let is_there = !is_assumed && catalog.relation(&name).is_some();
            if is_there {
                create.table = Table { name, ..Table::default() };
            }
            is_there
        }
        Operation::AddColumn(add) if add.if_not_exists => {
            let name = add.column.name.clone();
            let table = catalog.table(&add.table);
            let is_there = table.is_some_and(|it| !it.assumed && it.column(&name).is_some());
            if is_there {
                add.column = Column { name, ..Column::default() };
                add.inline.clear();
            }
            is_there
        }
        _ => false,
    }
}

/// The statements of an SQL text, with what each does.
///
/// Every part of the text that runs is in one of them, whether it could be read or not.
pub fn read(text: &str, dialect: &'static Dialect) -> Vec<Statement> {
    statements(text, dialect).collect()
}

fn statements(text: &str, dialect: &'static Dialect) -> impl Iterator<Item = Statement> {
    let mut reader = Reader::new(text, dialect);
    let (path, catalog) = (SearchPath::default(), Catalog::default());
    std::iter::from_fn(move || reader.statement(&path, &catalog))
}

/// Reads an SQL text as a session runs it, one statement after the other.
#[derive(Debug)]
pub struct Reader<'t> {
    text: &'t str,
    syntax: Syntax,
    pieces: std::vec::IntoIter<Piece>,
    session: Session,
}

impl<'t> Reader<'t> {
    pub fn new(text: &'t str, dialect: &'static Dialect) -> Self {
        let syntax = Syntax::of(dialect);
        let pieces = split::split(text, syntax).into_iter();
        Self { text, syntax, pieces, session: Session::default() }
    }

    /// The next statement. Its names without a schema mean what the search path makes of them in
    /// the schema before it.
    pub fn statement(&mut self, path: &SearchPath, catalog: &Catalog) -> Option<Statement> {
        let piece = self.pieces.next()?;
        self.session.path.clone_from(path);
        let mut statement = statement(self.text, piece, self.syntax, &self.session, catalog);
        if statement.kind == "SET"
            && let Some(said) = Bodies::of_setting(&statement.text)
        {
            self.session.bodies = said;
            statement.session.bodies = said;
        }
        match self.syntax {
            Syntax::PostgreSql => temporary::note(&mut statement, &mut self.session.temporary),
            _ => temporary::forget(&mut statement, &mut self.session.temporary),
        }
        Some(statement)
    }
}

/// The parts of an SQL text that run one by one.
pub fn split(text: &str, dialect: &'static Dialect) -> Vec<Piece> {
    split::split(text, Syntax::of(dialect))
}

/// The statements of a text, each with whether it may run in a transaction.
pub fn transactional(text: &str, dialect: &'static Dialect) -> Vec<(Range<usize>, bool)> {
    let syntax = Syntax::of(dialect);
    let may = |piece: Piece| {
        let sql = text.get(piece.range.clone()).unwrap_or_default();
        let words = Words::of(sql, syntax);
        (piece.range, words.are_transactional(&words.kind()))
    };
    split::split(text, syntax).into_iter().map(may).collect()
}

/// Which reader knows a dialect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Syntax {
    PostgreSql,
    MySql,
    Sqlite,
}

impl Syntax {
    fn of(dialect: &'static Dialect) -> Self {
        if dialect == dialect::MYSQL {
            Self::MySql
        } else if dialect == dialect::SQLITE {
            Self::Sqlite
        } else {
            Self::PostgreSql
        }
    }
}

fn statement(
    text: &str,
    piece: Piece,
    syntax: Syntax,
    session: &Session,
    catalog: &Catalog,
) -> Statement {
    let sql = text.get(piece.range.clone()).unwrap_or_default();
    let words = Words::of(sql, syntax);
    let mut kind = words.kind();
    let is_read = !piece.is_client_command && piece.problem.is_none();
    let mut qualified = None;
    if is_read && syntax == Syntax::PostgreSql {
        qualified = by_search_path(sql, &kind, session, catalog);
    }
    let mut lowered = Lowered::default();
    if piece.is_client_command {
        kind = client_command(sql, &mut lowered);
    } else if is_read {
        let parsed = qualified.as_mut().and_then(Qualified::take_parsed);
        let read = qualified.as_ref().map_or(sql, |it| &it.text);
        kind = lower(read, kind, syntax, parsed, &mut lowered);
    }
    let creation = session.path.creation(catalog).filter(|_| !session.path.is_default());
    for operation in &mut lowered.operations {
        if let Operation::CreateExtension(it) = operation {
            it.schema = it.schema.take().or_else(|| creation.map(str::to_owned));
        }
    }
    let is_unread = lowered.problems.iter().any(|(_, it)| it.code == code::UNPARSED_STATEMENT);
    let unread = is_unread.then(|| words::subject(sql, &kind, syntax)).flatten();
    let start = piece.range.start;
    let problems = lowered.problems.into_iter();
    let problems = problems.map(|(it, why)| (placed(qualified.as_ref(), start, &it), why));
    let mut statement = Statement {
        transactional: words.are_transactional(&kind),
        text: sql.to_owned(),
        kind,
        operations: lowered.operations,
        left_out: lowered.left_out,
        problems: piece.problem.into_iter().chain(problems).collect(),
        writes: lowered.writes,
        reads: lowered.reads,
        data: piece.data,
        range: piece.range,
        missing: Vec::new(),
        unread,
        tree: lowered.tree,
        is_followed: false,
        session: session.clone(),
        paths: qualified.as_ref().map(|it| it.changes.clone()).unwrap_or_default(),
        qualified,
    };
    refuse(&mut statement);
    statement
}

/// The statement by the search path, where that makes a difference or may change.
fn by_search_path(
    sql: &str,
    kind: &str,
    session: &Session,
    catalog: &Catalog,
) -> Option<Qualified> {
    let may_change = match kind {
        "SET" | "RESET" | "DISCARD" | "CREATE SCHEMA" => true,
        "CREATE TABLE" | "CREATE VIEW" | "CREATE SEQUENCE" => {
            sql.to_ascii_lowercase().contains("temp")
        }
        "SELECT" | "DO" => {
            let sql = sql.to_ascii_lowercase();
            ["search_path", "temp", "create schema"].iter().any(|it| sql.contains(it))
        }
        _ => false,
    };
    let has_temporary =
        !session.temporary.is_empty() || catalog.schemas.contains(search_path::OF_SESSION);
    let may_change = may_change || has_temporary;
    if session.path.is_default() && !may_change {
        return None;
    }
    if nesting::too_deep(sql, Syntax::PostgreSql, nesting::Bodies::Parsed(4)).is_some() {
        return None;
    }
    Some(qualified(sql, &session.path, catalog, &session.temporary))
}

/// A statement with a name that means nothing does nothing.
fn refuse(statement: &mut Statement) {
    let Some(qualified) = &mut statement.qualified else { return };
    let problems = std::mem::take(&mut qualified.problems);
    if problems.is_empty() {
        return;
    }
    statement.operations.clear();
    statement.tree = None;
    let start = statement.range.start;
    let placed = problems.into_iter().map(|(it, why)| (it.start + start..it.end + start, why));
    statement.problems = placed.collect();
}

/// A place in what a statement is read as, in the text that it starts in.
fn placed(qualified: Option<&Qualified>, start: usize, range: &Range<usize>) -> Range<usize> {
    let place = |at: usize| start + qualified.map_or(at, |it| it.place(at));
    place(range.start)..place(range.end)
}

/// Reads one statement, which may have been parsed before, and returns its kind if that is not
/// what its words say.
fn lower(
    sql: &str,
    kind: String,
    syntax: Syntax,
    parsed: Option<Parsed>,
    lowered: &mut Lowered,
) -> String {
    match syntax {
        Syntax::PostgreSql => postgresql::lower(sql, &kind, parsed, lowered),
        Syntax::MySql | Syntax::Sqlite => other::lower(sql, &kind, syntax, lowered),
    }
    lowered.kind.take().unwrap_or(kind)
}

fn client_command(sql: &str, lowered: &mut Lowered) -> String {
    let name = sql.split_whitespace().next().unwrap_or_default();
    if CHANGES_WHAT_RUNS.contains(&name) {
        lowered.problem(0..sql.len(), problem::client_command(name));
    }
    if let Some(table) = copied_into(sql) {
        lowered.write(table);
    }
    name.to_owned()
}

/// The table that `\copy` fills.
fn copied_into(sql: &str) -> Option<Name> {
    let tokens = tokens(sql);
    let [Token::Mark('\\'), Token::Word(copy), rest @ ..] = tokens.as_slice() else { return None };
    let direction = rest.iter().find_map(|it| it.word().filter(|it| ["from", "to"].contains(it)));
    (copy == "copy" && direction == Some("from")).then_some(())?;
    match rest {
        [Token::Word(schema), Token::Mark('.'), Token::Word(name), ..] => {
            Some(Name::new(Some(&**schema), &**name))
        }
        [Token::Word(name), ..] => Some(Name::plain(&**name)),
        _ => None,
    }
}

/// The commands of psql that run other statements, or the same ones elsewhere.
const CHANGES_WHAT_RUNS: &[&str] = &[
    "\\i",
    "\\ir",
    "\\include",
    "\\include_relative",
    "\\c",
    "\\connect",
    "\\gexec",
    "\\if",
    "\\elif",
    "\\else",
    "\\endif",
    "\\!",
    "\\q",
];

mod problem {
    use super::Problem;
    use crate::diagnostic::code;

    pub(super) fn client_command(name: &str) -> Problem {
        Problem::error(code::CLIENT_COMMAND, format!("what `{name}` runs is not followed"))
            .help("put the statements into the migration itself")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn postgresql(text: &str) -> Vec<Statement> {
        read(text, dialect::POSTGRESQL)
    }

    #[test]
    fn what_cannot_be_parsed_is_kept_and_said() {
        let statements = postgresql("SELEC 1; CREATE TABLE t (a int); CREATE TABLE (");
        let codes: Vec<_> = statements.iter().map(|it| it.problems.len()).collect();
        assert_eq!(codes, [1, 0, 1]);
        assert_eq!(statements[2].text, "CREATE TABLE (");
        assert_eq!(statements[2].problems[0].1.code, "unparsed-statement");
    }

    #[test]
    fn an_unterminated_string_does_nothing_to_the_schema() {
        let statements = postgresql("CREATE TABLE t (a text DEFAULT 'x)");
        assert!(statements[0].operations.is_empty());
        assert_eq!(statements[0].problems[0].0.start, 31);
    }

    #[test]
    fn the_encoding_of_a_client_is_nothing_to_the_schema() {
        let statements = postgresql("SET NAMES 'UTF8'; SET names utf8");
        assert!(statements.iter().all(|it| it.problems.is_empty() && it.operations.is_empty()));
    }

    #[test]
    fn a_temporary_table_leaves_no_trace() {
        let text = "CREATE TEMP TABLE t (a int); ALTER TABLE t ADD b int; DROP TABLE t";
        let statements = postgresql(text);
        assert!(statements.iter().flat_map(|it| &it.operations).all(is_of_session));
    }

    #[test]
    fn what_is_in_the_schema_of_a_session_leaves_no_trace() {
        let text = "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; \
                    DROP FUNCTION pg_temp.f()";
        let statements = postgresql(text);
        assert!(statements.iter().flat_map(|it| &it.operations).all(is_of_session));
    }

    #[test]
    fn problems_are_placed_in_the_whole_text() {
        let text = "SELECT 1;\nCREATE TABLE t AS SELECT * FROM u";
        let statements = postgresql(text);
        let range = statements[1].problems[0].0.clone();
        assert_eq!(text.get(range), Some("t"));
    }

    #[test]
    fn hostile_text_is_survived() {
        let deep = format!("SELECT {}", "(".repeat(100_000));
        let body = format!("DO $$ BEGIN SELECT {} END $$", "(".repeat(100_000));
        let chain = format!("SELECT {} 1", "1 + ".repeat(100_000));
        for text in
            ["\0", "'", "$$", "\\", ";;;", "/*", "CREATE", "CREATE TABLE", &deep, &body, &chain]
        {
            for dialect in dialect::ALL {
                let statements = read(text, dialect);
                assert!(statements.iter().all(|it| text.get(it.range.clone()).is_some()));
            }
        }
    }
}
