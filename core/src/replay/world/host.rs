//! The world as a script sees it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::super::run::Statement;
use super::super::{assume, modules};
use super::{World, made, problem};
use crate::catalog::{self, Catalog, ObjectRef};
use crate::diagnostic::{Diagnostic, Problem};
use crate::dialect::Dialect;
use crate::name::Name;
use crate::op::{Execute, Op, Operation};
use crate::project::{File, FileId, Span};
use crate::python::{
    Answer, Cell, Emitted, Environment, Host, Mode, ModuleSource, Parsed, SetOrder, Setup, Unknown,
    Written,
};
use crate::source::{AlembicConfig, X_ARGUMENT};
use crate::sql;

impl Host for World<'_> {
    fn environment(&self) -> Environment {
        self.environment
    }

    fn set_order(&self) -> SetOrder {
        self.set_order
    }

    fn goes_by_set(&mut self) {
        self.goes_by_set = true;
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
        let mut apart = kind_outside_of_transactions(&operation).map(str::to_owned);
        let mut unclear_names = Vec::new();
        if let Operation::Execute(execute) = &mut operation
            && matches!(execute.effects.as_slice(), [] | [Operation::Execute(_)])
        {
            let is_sure = !maybe && !is_tried;
            (apart, unclear_names) = self.read_effects(execute, is_sure, span);
        } else if !maybe && !is_tried && known == Written::Whole {
            self.look_up_names(&operation, span);
        }
        if let Some(kind) =
            apart.as_ref().filter(|_| !maybe && self.is_in_tools_transaction(span.file))
        {
            let has_env = self.alembic.is_some_and(|it| it.env.is_some());
            self.report.note(span, problem::in_tools_transaction(kind, has_env));
        }
        let mut is_fine = self.apply(&operation, span);
        self.soften(said);
        self.leave_unclear_since(said, unclear_names);
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
        let is_by_itself = known == Written::Whole;
        if let Some(refusal) = operation.refusal(self.dialect).filter(|_| is_by_itself) {
            self.report.note(span, refusal);
        }
        let written = match self.mode {
            Mode::Online => operation.sql(self.dialect),
            Mode::Offline => operation.sql(self.dialect.offline()).map(without_tabs),
        };
        let written = if is_by_itself { written } else { written.or(Ok(Vec::new())) };
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
                // Conditions and defaults are kept to the letter: they may end in spaces.
                sql: sql.trim().to_owned(),
                operation: operation.clone(),
                span,
                origin: origin.clone(),
                transactional: apart.is_none(),
                maybe,
            });
        }
        caught
    }

    fn looks(&mut self) {
        self.looks = true;
    }

    fn take_for_granted(&mut self, table: &Name, span: Span) -> bool {
        let (object, used) = (ObjectRef::Table(table.key()), self.used(span));
        assume::take_for_granted(object, &mut self.catalog, &mut self.assumptions.made, used);
        self.catalog.table(table).is_some()
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
        let settings = self.alembic.map(|it| it.settings(self.mode));
        let transactional_ddl = settings.and_then(|it| it.transactional_ddl);
        Setup {
            version_table: self.alembic.and_then(|it| it.known_version_table(self.mode)),
            is_default: self.alembic.is_some_and(AlembicConfig::has_default_version_table),
            transactional_ddl: transactional_ddl.unwrap_or(self.dialect.transactional_ddl),
            target_metadata: settings.and_then(|it| it.target_metadata.clone()),
            hands_nothing_on: settings.is_some_and(|it| it.hands_nothing_on),
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
            && let Some(mut told) = sql::ask(sql, self.session.path(), &self.catalog, self.dialect)
        {
            self.looks = true;
            if !told.in_order {
                self.goes_by_rows = true;
                if self.set_order == SetOrder::Backwards {
                    told.rows.reverse();
                }
            }
            if let Some(answer) = known(told) {
                return answer;
            }
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
        self.parsed.makers(|| {
            let files = self.project.files().filter(|(_, file)| file.path.ends_with(".py"));
            files.filter(|(_, file)| file.text().is_some_and(makes)).map(|(id, _)| id).collect()
        })
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

    fn file_at(&self, path: &str) -> Option<FileId> {
        self.project.find(path).map(|(file, _)| file)
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

    fn leave_keys_unclear(&mut self, table: Option<&str>) {
        self.catalog.leave_keys_unclear();
        self.catalog.leave_unclear(table.map(str::to_owned).into_iter());
    }

    fn leave_unclear(&mut self, span: Span, known: &str) {
        self.leave_unclear_by_words(span, known);
    }
}

impl World<'_> {
    /// Whether a function of this name may change something: it is known to, or a revision made it.
    fn has_effects(&self, function: &str) -> bool {
        CHANGING.binary_search(&function).is_ok()
            || self.catalog.functions.keys().any(|it| it.name.name == function)
    }

    /// Says what an operation names in what it holds as text: in types, conditions, defaults.
    fn look_up_names(&mut self, operation: &Operation, span: Span) {
        if operation.is_without_words() {
            return;
        }
        let written = operation.sql(self.dialect).unwrap_or_default();
        if let [sql] = written.as_slice()
            && let [statement] = sql::read(sql, self.dialect).as_mut_slice()
        {
            let mut unbound = statement.bind(&self.catalog);
            let needed = statement.operations.iter().flat_map(Op::needs);
            let types = needed.filter(|it| matches!(it, ObjectRef::Type(_)));
            unbound.missing.extend(types.map(|it| (0..0, it)));
            self.note_unbound(unbound, span);
        }
    }

    /// Says what a statement names that is not there. What a baseline may bring is no error.
    fn note_unbound(&mut self, unbound: sql::Unbound, span: Span) {
        for (_, object) in unbound.missing {
            let used = self.used(span);
            assume::take_for_granted(object, &mut self.catalog, &mut self.assumptions.made, used);
        }
        for (_, problem) in unbound.problems {
            self.report.note(span, assume::without_baseline(problem));
        }
    }

    /// Reads what the SQL of `op.execute` does to the schema, or the plainer one that is said to
    /// come to the same, and says what is not there of what it names if it `is_sure` to run. Gives
    /// what of it cannot run in a transaction, and the names of what it may have made or changed,
    /// which nobody can know.
    fn read_effects(
        &mut self,
        execute: &mut Execute,
        is_sure: bool,
        span: Span,
    ) -> (Option<String>, Vec<String>) {
        let (plainer, is_plain) = match execute.effects.pop() {
            Some(Operation::Execute(it)) => (it.sql, false),
            _ => (execute.sql.clone(), true),
        };
        let (mut apart, mut unclear_names) = (None, Vec::new());
        let is_only = sql::split(&plainer, self.dialect).len() == 1;
        let mut reader = sql::Reader::new(&plainer, self.dialect);
        let path = sql::SearchPath::default();
        while let Some(mut statement) = reader.statement(&path, &self.catalog) {
            // What stands before it in the same text has not run yet.
            if is_only {
                statement.settle(&self.catalog, sql::Names::Trusted);
                // What may not run, and what is there only in other words, may name anything.
                if is_sure && is_plain {
                    let unbound = statement.bind(&self.catalog);
                    self.note_unbound(unbound, span);
                } else {
                    statement.problems.extend(statement.unfollowed_calls(&self.catalog));
                    statement.bind(&self.catalog);
                }
            }
            unclear_names.extend(statement.unclear_names());
            for (_, problem) in statement.problems {
                self.report.note(span, problem);
            }
            let paths = statement.paths.iter().filter(|it| !it.path.is_default());
            for it in paths {
                self.report.note(span, problem::search_path(&it.path));
            }
            execute.effects.extend(statement.operations);
            apart = apart.or((!statement.transactional).then_some(statement.kind));
        }
        (apart, unclear_names)
    }
}

/// What the catalog tells, as a script sees it.
fn known(told: sql::Told) -> Option<Answer> {
    let cell = |it: sql::Cell| {
        Some(match it {
            sql::Cell::Null => Cell::Null,
            sql::Cell::Bool(flag) => Cell::Bool(flag),
            sql::Cell::Int(number) => Cell::Int(number),
            sql::Cell::Text(text) => Cell::Text(text),
            sql::Cell::Moment(_) | sql::Cell::Interval(_) => return None,
        })
    };
    let rows = told.rows.into_iter().map(|row| row.into_iter().map(cell).collect());
    Some(Answer::Known { columns: told.columns, rows: rows.collect::<Option<_>>()? })
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

/// What an operation is called that a database does not run inside a transaction.
fn kind_outside_of_transactions(operation: &Operation) -> Option<&'static str> {
    match operation {
        Operation::CreateIndex(it) if it.concurrently => Some("CREATE INDEX CONCURRENTLY"),
        Operation::DropIndex(it) if it.concurrently => Some("DROP INDEX CONCURRENTLY"),
        _ => None,
    }
}

/// Statements as Alembic's offline mode prints them: with spaces for tabs, within names and texts too.
fn without_tabs(mut statements: Vec<String>) -> Vec<String> {
    for sql in statements.iter_mut().filter(|it| it.contains('\t')) {
        *sql = sql.replace('\t', "    ");
    }
    statements
}
