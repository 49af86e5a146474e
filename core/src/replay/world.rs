//! What a migration finds around it while it is followed: the catalog, and the project's files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Setting;
use super::assume::{self, Baseline, Use};
use super::modules;
use super::rows::{Rows, is_required};
use super::run::{Assumptions, Statement};
use super::session::Session;
use crate::catalog::{self, Catalog, Column, ObjectRef};
use crate::diagnostic::{Diagnostic, Problem, Report};
use crate::dialect::Dialect;
use crate::history::{Around, SqlPart};
use crate::name::Name;
use crate::op::{Execute, Op, Operation};
use crate::project::{File, FileId, Project, Span};
use crate::python::{
    Answer, Cell, Emitted, Environment, Host, Mode, ModuleSource, Parsed, Setup, Unknown, Written,
};
use crate::source::{AlembicConfig, Format, X_ARGUMENT};
use crate::sql;

/// The world of one run.
pub(super) struct World<'p> {
    pub project: &'p Project,
    pub dialect: &'static Dialect,
    pub alembic: Option<&'p AlembicConfig>,
    pub listeners: &'p [FileId],
    pub parsed: &'p Parsed,
    pub mode: Mode,
    pub environment: Environment,
    values: &'p BTreeMap<String, String>,
    pub catalog: Catalog,
    /// What the function that runs calls itself.
    pub function: Option<String>,
    pub statements: Vec<Statement>,
    pub assumptions: Assumptions,
    pub complete: bool,
    /// Whether the script asks which tables there are.
    pub looks: bool,
    pub report: Report,
    /// What is thought of objects that no revision has created.
    baseline: Baseline,
    session: Session,
    /// Where a statement was refused inside of the transaction, which refuses all until it is
    /// rolled back.
    aborted: Option<Span>,
    /// Whether the transaction is one that the tool opened around a part.
    tool_began: bool,
    /// The schema before the run.
    before: Arc<Catalog>,
    rows: Rows,
}

impl<'p> World<'p> {
    pub(super) fn new(setting: Setting<'p>, mode: Mode, before: Arc<Catalog>) -> Self {
        Self {
            project: setting.project,
            dialect: setting.dialect,
            alembic: setting.alembic,
            listeners: setting.listeners,
            parsed: setting.parsed,
            mode,
            environment: Environment::Unknown,
            values: setting.values,
            catalog: Catalog::clone(&before),
            function: None,
            statements: Vec::new(),
            assumptions: Assumptions::default(),
            complete: true,
            looks: false,
            report: Report::default(),
            baseline: Baseline::Unknown,
            session: Session::new(setting.format.map_or("public", Format::search_path)),
            aborted: None,
            tool_began: false,
            before,
            rows: Rows::default(),
        }
    }

    /// Runs the statements of a stretch of SQL.
    pub(super) fn run_sql(&mut self, part: &SqlPart) {
        if let Some(problem) = &part.opaque {
            self.complete = false;
            self.report.note(part.span, problem.clone());
        }
        let text = part.text(self.project);
        self.baseline = Baseline::Empty;
        if matches!(part.around, Around::Nothing | Around::Message) && self.tool_began {
            self.session.end();
            self.tool_began = false;
        }
        let opens = match part.around {
            Around::Transaction => !self.session.is_in_transaction(),
            Around::Message => sql::split(text, self.dialect).len() > 1,
            Around::TransactionIfPossible | Around::TransactionUnlessMixed => self.all_fit(part),
            Around::Nothing => false,
        };
        if opens && self.dialect.transactional_ddl {
            self.session.begin(Arc::new(self.catalog.clone()));
            self.tool_began = part.around != Around::Message;
        }
        let mut reader = sql::Reader::new(text, self.dialect);
        while let Some(mut statement) = reader.statement(self.session.path(), &self.catalog) {
            let span = part.place(&statement.range);
            statement.settle(&self.catalog);
            self.look_up(&mut statement, part, span);
            for (range, problem) in statement.problems {
                self.complete &= !problem.is_unknown();
                self.report.note(part.place(&range), problem);
            }
            let sql = statement.text.to_owned();
            let mut execute = Execute { sql: sql.clone(), effects: statement.operations };
            self.apply(&execute.clone().into(), span);
            execute.effects.retain(|it| !sql::is_of_session(it));
            let operation = Operation::from(execute);
            statement.paths.into_iter().for_each(|it| self.session.set_path(it));
            self.statements.push(Statement {
                sql,
                operation: Arc::new(operation),
                span,
                origin: "sql".to_owned(),
                transactional: statement.transactional,
                maybe: false,
            });
        }
        if opens && part.around == Around::Message {
            self.session.end();
        }
    }

    /// Whether every statement may run in a transaction; says where a tool refuses the mix.
    fn all_fit(&mut self, part: &SqlPart) -> bool {
        let statements = sql::transactional(part.text(self.project), self.dialect);
        let Some((outside, _)) = statements.iter().find(|(_, it)| !it) else { return true };
        if part.around == Around::TransactionUnlessMixed && statements.iter().any(|(_, it)| *it) {
            self.report.note(part.place(outside), problem::mixed());
        }
        false
    }

    /// Says what the statement names that is not there, and whether it can run where it stands.
    fn look_up(&mut self, statement: &mut sql::Statement, part: &SqlPart, span: Span) {
        if !statement.transactional && self.session.is_in_transaction() {
            self.report.note(span, problem::in_transaction(&statement.kind));
        }
        let stands_alone = matches!(part.around, Around::Nothing | Around::Message);
        if statement.kind == "LOCK" && stands_alone && !self.session.is_in_transaction() {
            self.report.note(span, problem::no_transaction());
        }
        let ends = |it: &Operation| matches!(it, Operation::Transaction(_));
        if statement.kind == "DO"
            && self.session.is_in_transaction()
            && statement.operations.iter().any(ends)
        {
            self.report.note(span, problem::commits_inside());
            statement.operations.retain(|it| !ends(it));
        }
        let refused = self.session.refuses(&statement.text, &statement.operations);
        refused.into_iter().for_each(|it| self.report.note(span, it));
        let unbound = statement.bind(&self.catalog);
        for (range, object) in unbound.missing {
            let used = self.used(part.place(&range));
            assume::take_for_granted(object, &mut self.catalog, &mut self.assumptions.made, used);
        }
        for (range, problem) in unbound.problems {
            self.complete &= !problem.is_unknown();
            self.report.note(part.place(&range), problem);
        }
        self.rows.note(statement);
    }

    fn used(&self, span: Span) -> Use {
        Use { span, baseline: self.baseline, after_unknown: !self.complete }
    }

    /// Applies an operation; what the database would refuse is a diagnostic at `span`. Whether it
    /// refuses nothing.
    fn apply(&mut self, operation: &Operation, span: Span) -> bool {
        let mut is_fine = true;
        let operations = match operation {
            Operation::Execute(execute) => execute.effects.as_slice(),
            one => std::slice::from_ref(one),
        };
        if operations.iter().any(sql::is_of_session) {
            self.catalog.schemas.insert("pg_temp".to_owned());
        }
        let together = drops_together(operations, &self.catalog);
        for operation in together.iter().copied() {
            if let Operation::Transaction(it) = operation
                && (self.baseline == Baseline::Empty || self.mode == Mode::Online)
                && self.dialect.transactional_ddl
            {
                let followed = self.session.follow(&it.word, &mut self.catalog);
                is_fine &= self.report.keep(span, followed).is_some();
                continue;
            }
            self.session.note(operation);
            if self.baseline == Baseline::Empty && self.adds_required_column(operation) {
                self.report.note(span, problem::required_column());
            }
            if let Operation::CreateExtension(it) = operation
                && !catalog::comes_with_server(&it.name)
                && !self.catalog.extensions.contains_key(&it.name)
            {
                self.report.note(span, problem::needs_extension(&it.name));
            }
            let refused = self.rows.refusal(operation);
            refused.into_iter().for_each(|it| self.report.note(span, it));
            self.rows.follow(operation);
            let used = self.used(span);
            let applied = assume::apply(operation, &mut self.catalog, &mut self.assumptions, used);
            is_fine &= self.report.keep(span, applied).is_some();
        }
        is_fine
    }

    /// Takes note of what only some databases have after an operation that only some of them run.
    /// Gives whether it is refused only since what it makes may be there, which was said since
    /// `said` and is taken back.
    fn doubt(&mut self, operation: &Operation, before: &Catalog, said: usize) -> bool {
        let mut may_be_there = false;
        for (table, part) in made(operation) {
            if before.is_doubtful(table, part) {
                may_be_there = true;
            } else if !has(before, table, part) {
                self.catalog.doubt(table, part);
            }
        }
        for table in operation.needs() {
            if let ObjectRef::Table(table) = table {
                self.doubt_columns(&table, before);
            }
        }
        let is_duplicate = |it: &Diagnostic| it.problem.code.starts_with("duplicate-");
        let since = self.report.diagnostics.get(said..).unwrap_or_default();
        let is_taken_back = may_be_there && !since.is_empty() && since.iter().all(is_duplicate);
        if is_taken_back {
            self.report.diagnostics.truncate(said);
        }
        is_taken_back
    }

    /// Takes back what was said of the names of constraints and indexes since `said`, if those that
    /// are there may be called otherwise. Gives whether that is all that was said.
    fn take_back_names(&mut self, operation: &Operation, said: usize) -> bool {
        let names_one =
            matches!(operation, Operation::CreateIndex(_) | Operation::AddConstraint(_));
        let since = self.report.diagnostics.get(said..).unwrap_or_default();
        let of_names = |it: &Diagnostic| {
            let is_taken = names_one && it.problem.code.starts_with("duplicate-");
            is_taken || NAMES.contains(&it.problem.code)
        };
        let is_all = !since.is_empty() && since.iter().all(of_names);
        let is_taken_back = self.catalog.names_in_doubt && is_all;
        if is_taken_back {
            self.report.diagnostics.truncate(said);
        }
        is_taken_back
    }

    /// Takes note that the columns are in doubt which a table that no revision creates has only
    /// because an operation needs them that only some databases run.
    fn doubt_columns(&mut self, table: &Name, before: &Catalog) {
        let Some(now) = self.catalog.table(table).filter(|it| it.assumed) else { return };
        let known = before.table(table);
        let is_new = |it: &&Column| known.is_none_or(|table| table.column(&it.name).is_none());
        let new: Vec<String> =
            now.columns.iter().filter(is_new).map(|it| it.name.clone()).collect();
        new.iter().for_each(|it| self.catalog.doubt(table, Some(it)));
    }

    /// Why a database would refuse a statement whose script catches that and goes on; nothing if
    /// nobody can know how, or the transaction ends with the statement. What was said of it since
    /// `said` is no error then.
    fn caught(&mut self, said: usize) -> Option<Problem> {
        let goes_on = self.mode == Mode::Online
            && self.dialect.transactional_ddl
            && (self.session.has_savepoint() || !self.session.is_in_transaction());
        let said = self.report.diagnostics.get_mut(said..).filter(|_| goes_on)?;
        let of_names = |it: &Diagnostic| {
            it.problem.code.starts_with("unknown-") || it.problem.code.starts_with("duplicate-")
        };
        let [only] = said else { return None };
        let refusal = Some(&*only).filter(|it| of_names(it))?.problem.clone();
        only.problem = problem::caught(&refusal);
        self.aborted = only.span.filter(|_| self.session.is_in_transaction());
        Some(refusal)
    }

    /// Takes note that a statement comes while the transaction refuses all, or that it ends that.
    fn end_abortion(&mut self, operation: &Operation, span: Span) {
        let Some(refused) = self.aborted.take() else { return };
        let says_so = |sql: &str| {
            sql.trim_start().get(..8).is_some_and(|it| it.eq_ignore_ascii_case("ROLLBACK"))
        };
        let rolls_back = match operation {
            Operation::Transaction(it) => it.word.starts_with("ROLLBACK"),
            Operation::Execute(it) => says_so(&it.sql),
            _ => false,
        };
        if !rolls_back {
            self.complete = false;
            let words = "this was refused, and the transaction with it";
            self.report.push(problem::aborted().at(span).also(refused, words));
        }
    }

    /// Takes note that the script is over: a transaction that refuses all cannot be committed.
    pub(super) fn end_script(&mut self) {
        if let Some(refused) = self.aborted.take() {
            self.complete = false;
            self.report.note(refused, problem::aborted());
        }
    }

    /// Opens the transaction in which a tool runs a script.
    pub(super) fn begin(&mut self) {
        if self.dialect.transactional_ddl && self.mode == Mode::Online {
            self.session.begin(self.before.clone());
        }
    }

    /// Drops what ends with the session.
    pub(super) fn end_session(&mut self) {
        self.catalog.forget_schema("pg_temp");
    }

    /// Whether a column that must have a value comes to a table that may have rows.
    fn adds_required_column(&self, operation: &Operation) -> bool {
        let Operation::AddColumn(add) = operation else { return false };
        let column = &add.column;
        is_required(column)
            && self.before.table(&add.table).is_some_and(|it| it.column(&column.name).is_none())
    }

    /// Whether a function of this name may change something: it is known to, or a revision made it.
    fn has_effects(&self, function: &str) -> bool {
        CHANGING.binary_search(&function).is_ok()
            || self.catalog.functions.keys().any(|it| it.name.name == function)
    }

    /// Reads what the SQL of `op.execute` does to the schema, or the plainer one that is said to
    /// come to the same.
    fn read_effects(&mut self, execute: &mut Execute, span: Span) -> bool {
        let plainer = match execute.effects.pop() {
            Some(Operation::Execute(it)) => it.sql,
            _ => execute.sql.clone(),
        };
        let mut transactional = true;
        let is_only = sql::split(&plainer, self.dialect).len() == 1;
        let mut reader = sql::Reader::new(&plainer, self.dialect);
        let path = sql::SearchPath::default();
        while let Some(mut statement) = reader.statement(&path, &self.catalog) {
            // What stands before it in the same text has not run yet.
            if is_only {
                statement.settle(&self.catalog);
                // Names are the script's affair; what its functions do is not.
                statement.problems.extend(statement.unfollowed_calls(&self.catalog));
            }
            for (_, problem) in statement.problems {
                self.report.note(span, problem);
            }
            let paths = statement.paths.iter().filter(|it| !it.path.is_default());
            for it in paths {
                self.report.note(span, problem::search_path(&it.path));
            }
            execute.effects.extend(statement.operations);
            transactional &= statement.transactional;
        }
        transactional
    }
}

impl Host for World<'_> {
    fn environment(&self) -> Environment {
        self.environment
    }

    fn given(&self, name: &str) -> Option<String> {
        self.values.get(name).cloned()
    }

    fn x_arguments(&self) -> Vec<(String, String)> {
        let named = |(name, value): (&String, &String)| {
            Some((name.strip_prefix(X_ARGUMENT)?.to_owned(), value.clone()))
        };
        self.values.iter().filter_map(named).collect()
    }

    fn emit(&mut self, emitted: Emitted) -> Option<Problem> {
        let Emitted { mut operation, span, origin, maybe, written: known, is_tried } = emitted;
        self.end_abortion(&operation, span);
        let before = self.catalog.clone();
        let said = self.report.diagnostics.len();
        let mut transactional = runs_in_transaction(&operation);
        if let Operation::Execute(execute) = &mut operation
            && matches!(execute.effects.as_slice(), [] | [Operation::Execute(_)])
        {
            transactional = self.read_effects(execute, span);
        }
        let mut is_fine = self.apply(&operation, span);
        if maybe {
            is_fine |= self.doubt(&operation, &before, said);
        } else {
            made(&operation).for_each(|(table, part)| self.catalog.trust(table, part));
        }
        is_fine |= self.take_back_names(&operation, said);
        if let Operation::Execute(execute) = &mut operation {
            execute.effects.retain(|it| !sql::is_of_session(it));
        }
        if known == Written::InPart {
            self.complete &= is_fine || !is_tried;
            return None;
        }
        if let Some(refusal) = operation.refusal(self.dialect) {
            self.report.note(span, refusal);
        }
        let written = match self.mode {
            Mode::Online => operation.sql(self.dialect),
            Mode::Offline => operation.sql(self.dialect.offline()),
        };
        // What the dialect cannot say runs otherwise, or not at all.
        self.complete &= written.is_ok();
        let is_one = matches!(written.as_deref(), Ok([_]));
        let caught = (!is_fine && is_tried && is_one && !maybe).then(|| self.caught(said));
        let caught = caught.flatten();
        if let (Some(_), Ok([sql])) = (&caught, written.as_deref()) {
            self.catalog = before;
            operation = Execute { sql: sql.clone(), effects: Vec::new() }.into();
        }
        // Where nothing after it can run in the transaction, the handler is not followed.
        self.complete &= is_fine || !is_tried || caught.is_some();
        let operation = Arc::new(operation);
        for sql in self.report.keep(span, written).unwrap_or_default() {
            self.statements.push(Statement {
                sql,
                operation: operation.clone(),
                span,
                origin: origin.clone(),
                transactional,
                maybe,
            });
        }
        caught
    }

    fn looks(&mut self) {
        self.looks = true;
    }

    fn begins(&mut self, function: &str) {
        self.function = Some(function.to_owned());
    }

    fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    fn dialect(&self) -> &'static Dialect {
        self.dialect
    }

    fn setup(&self) -> Setup {
        let transactional_ddl = self.alembic.and_then(|it| it.transactional_ddl);
        Setup {
            version_table: self.alembic.and_then(AlembicConfig::known_version_table),
            is_default: self.alembic.is_some_and(AlembicConfig::has_default_version_table),
            transactional_ddl: transactional_ddl.unwrap_or(self.dialect.transactional_ddl),
            target_metadata: self.alembic.and_then(|it| it.target_metadata.clone()),
        }
    }

    fn mode(&self) -> Mode {
        self.mode
    }

    fn module(&mut self, dotted: &str, importer: FileId) -> Option<ModuleSource> {
        modules::find(self.project, dotted, self.project.file(importer)?)
    }

    fn ask(&mut self, sql: &str) -> Answer {
        let statements = sql::read(sql, self.dialect);
        let only_reads = |it: &sql::Statement| {
            READS.contains(&&*it.kind) && it.writes.is_empty() && it.operations.is_empty()
        };
        let calls = catalog::identifiers(sql).any(|it| self.has_effects(&it));
        if statements.is_empty() || calls || !statements.iter().all(only_reads) {
            return Answer::Writes;
        }
        if self.mode == Mode::Online
            && let Some(told) = sql::ask(sql, &self.catalog, self.dialect)
        {
            self.looks = true;
            return known(told);
        }
        Answer::Rows(statements.into_iter().flat_map(|it| it.reads).collect())
    }

    fn is_folder(&mut self, dotted: &str, importer: FileId) -> bool {
        self.project.file(importer).is_some_and(|it| modules::is_folder(self.project, dotted, it))
    }

    fn folder(&mut self, dotted: &str, importer: FileId) -> Option<String> {
        modules::folder(self.project, dotted, self.project.file(importer)?)
    }

    fn listeners(&self) -> Vec<FileId> {
        self.listeners.to_vec()
    }

    fn custom_operations(&self) -> Vec<FileId> {
        let makes = |text: &Arc<str>| {
            text.contains("register_operation(") || text.contains("implementation_for(")
        };
        let files = self.project.files().filter(|(_, file)| file.path.ends_with(".py"));
        files.filter(|(_, file)| file.text().is_some_and(makes)).map(|(id, _)| id).collect()
    }

    fn parsed(&self) -> Option<&Parsed> {
        Some(self.parsed)
    }

    fn source(&mut self, file: FileId) -> Option<Arc<str>> {
        self.project.file(file)?.text().cloned()
    }

    fn file(&mut self, path: &str) -> Option<Arc<[u8]>> {
        self.project.find(path).map(|(_, file)| Arc::from(file.bytes()))
    }

    fn entries(&self, folder: &str) -> Vec<String> {
        let inside = self.project.files_in(folder).filter_map(|it| {
            let rest = it.path.strip_prefix(folder)?.strip_prefix('/')?;
            Some(rest.split('/').next().unwrap_or(rest).to_owned())
        });
        inside.collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn path(&self, file: FileId) -> String {
        self.project.file(file).map_or_else(String::new, |file: &File| file.path.clone())
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.report.push(diagnostic);
    }

    fn incomplete(&mut self, span: Span, unknown: &Unknown) {
        self.complete = false;
        let mut diagnostic = problem::not_known(unknown).at(span);
        if let Some(asked) = unknown.span.filter(|it| *it != span) {
            diagnostic = diagnostic.also(asked, "the value is asked for here");
        }
        self.report.push(diagnostic);
    }

    fn doubt_names(&mut self) {
        self.catalog.names_in_doubt = true;
    }
}

/// What is said where no constraint or index has a name.
const NAMES: &[&str] = &["unknown-constraint", "unknown-index"];

/// The tables, and the parts of tables by their names, that an operation makes.
fn made(operation: &Operation) -> impl Iterator<Item = (&Name, Option<&str>)> {
    operation.parts().into_iter().filter_map(|it| match it {
        Operation::CreateTable(it) => Some((&it.table.name, None)),
        Operation::AddColumn(it) => Some((&it.table, Some(it.column.name.as_str()))),
        Operation::CreateIndex(it) => Some((&it.table, Some(it.index.name.as_deref()?))),
        Operation::AddConstraint(it) => Some((&it.table, Some(it.constraint.name.as_deref()?))),
        _ => None,
    })
}

/// Whether a table is there, with this part if one is meant.
fn has(catalog: &Catalog, table: &Name, part: Option<&str>) -> bool {
    let Some(table) = catalog.table(table) else { return false };
    part.is_none_or(|it| {
        table.column(it).is_some() || table.index(it).is_some() || table.constraint(it).is_some()
    })
}

/// The drops of one statement in an order in which none is still needed by the next.
fn drops_together<'o>(operations: &'o [Operation], catalog: &Catalog) -> Vec<&'o Operation> {
    let drops = |it: &Operation| {
        matches!(
            it,
            Operation::DropTable(_)
                | Operation::DropView(_)
                | Operation::DropType(_)
                | Operation::DropFunction(_)
        )
    };
    let mut waiting: Vec<&Operation> = operations.iter().collect();
    if waiting.len() < 2 || !operations.iter().all(drops) {
        return waiting;
    }
    let mut left = catalog.clone();
    let mut order = Vec::new();
    while let Some(at) = waiting.iter().position(|it| it.apply(&mut left).is_ok()) {
        order.push(waiting.remove(at));
    }
    order.extend(waiting);
    order
}

/// What the catalog tells, as a script sees it.
fn known(told: sql::Told) -> Answer {
    let cell = |it: sql::Cell| match it {
        sql::Cell::Null => Cell::Null,
        sql::Cell::Bool(flag) => Cell::Bool(flag),
        sql::Cell::Int(number) => Cell::Int(number),
        sql::Cell::Text(text) => Cell::Text(text),
    };
    let rows = told.rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect();
    Answer::Known { columns: told.columns, rows }
}

/// Statements that only ask.
const READS: &[&str] = &["SELECT", "SHOW", "EXPLAIN", "VALUES", "TABLE", "PRAGMA"];

/// Functions that change something when a query calls them, sorted.
#[rustfmt::skip]
const CHANGING: &[&str] = &[
    "add_compression_policy", "add_continuous_aggregate_policy", "add_retention_policy",
    "addgeometrycolumn", "create_distributed_table", "create_hypertable",
    "create_reference_table", "dblink_exec", "drop_chunks", "dropgeometrycolumn", "lo_create",
    "lo_import", "lo_unlink", "nextval", "pg_advisory_lock", "pg_advisory_xact_lock", "pg_notify",
    "pg_reload_conf", "pg_terminate_backend", "remove_retention_policy", "set_config",
    "set_integer_now_func", "setval", "updategeometrysrid",
];

/// Whether a database runs the operation inside a transaction at all.
fn runs_in_transaction(operation: &Operation) -> bool {
    match operation {
        Operation::CreateIndex(create) => !create.concurrently,
        Operation::DropIndex(drop) => !drop.concurrently,
        _ => true,
    }
}

mod problem {
    use super::{Problem, Unknown};
    use crate::sql::SearchPath;

    pub(super) fn in_transaction(kind: &str) -> Problem {
        let message = format!("this `{kind}` cannot run in a transaction, and its tool opens one");
        Problem::error("in-transaction", message)
            .help("give it a migration of its own that asks for no transaction")
    }

    pub(super) fn caught(refusal: &Problem) -> Problem {
        let message = format!("the script catches that this is refused: {}", refusal.message);
        Problem::note("refusal-caught", message)
    }

    pub(super) fn aborted() -> Problem {
        let message = "the transaction refuses all that comes after a refused statement";
        Problem::error("aborted-transaction", message)
            .help("roll back to a savepoint before the handler goes on")
    }

    pub(super) fn mixed() -> Problem {
        let message = "this cannot run in a transaction, others of the file can, and its tool \
                       refuses the mix";
        Problem::error("mixed-statements", message)
            .help("put it in a file of its own, or set `flyway.mixed=true`")
    }

    pub(super) fn no_transaction() -> Problem {
        Problem::error("no-transaction", "`LOCK` is only for transactions, and none has begun")
            .help("put it and what it is for between `BEGIN` and `COMMIT`")
    }

    pub(super) fn commits_inside() -> Problem {
        let message = "the block commits or rolls back, and its tool has opened a transaction";
        Problem::error("in-transaction", message)
            .help("give the block a migration of its own that asks for no transaction")
    }

    pub(super) fn search_path(path: &SearchPath) -> Problem {
        let message = format!(
            "names without a schema mean those of `{path}` from here on, and are read as the \
             default one's"
        );
        Problem::error("search-path", message).help("write the schema before each name")
    }

    pub(super) fn needs_extension(name: &str) -> Problem {
        let message = format!("`{name}` does not come with PostgreSQL, and this fails without it");
        Problem::note("needs-extension", message)
            .help("install the extension on the server before the migration runs")
    }

    pub(super) fn required_column() -> Problem {
        let message =
            "the column forbids null and has no default: this fails if the table has rows";
        Problem::warning("not-null-without-default", message)
            .help("give it a default, or add it nullable, fill it, and forbid null then")
    }

    pub(super) fn not_known(unknown: &Unknown) -> Problem {
        let message = format!("what runs here hangs on {}", unknown.reason);
        let problem = Problem::warning(unknown.code, message);
        match &unknown.asked {
            Some(asked) => problem.asks(asked.name()).help(format!(
                "give `{}` a value, or run this revision against a copy of the database",
                asked.name()
            )),
            None => problem
                .help("run this revision against a copy of the database to see what it does there"),
        }
    }
}
