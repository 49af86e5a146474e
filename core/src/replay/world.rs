//! What a migration finds around it while it is followed: the catalog, and the project's files.

mod doubt;
mod host;
mod script;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Setting;
use super::assume::{self, Baseline, Use};
use super::rows::{Rows, is_required};
use super::run::{Assumptions, Statement};
use super::session::Session;
use crate::catalog::{self, Catalog};
use crate::diagnostic::{Problem, Report};
use crate::dialect::Dialect;
use crate::name::Name;
use crate::op::{Op, Operation, end_session};
use crate::project::{FileId, Project, Span};
use crate::python::{Environment, Mode, Parsed, SetOrder, Unknown};
use crate::source::{AlembicConfig, Format};
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
    pub set_order: SetOrder,
    /// Whether the script goes by the order of a set.
    pub goes_by_set: bool,
    /// Whether it goes by the order of rows that the catalog gives in none.
    pub goes_by_rows: bool,
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
            set_order: SetOrder::Written,
            goes_by_set: false,
            goes_by_rows: false,
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
                let followed = self.session.follow(it, &mut self.catalog);
                is_fine &= self.report.keep(span, followed).is_some();
                continue;
            }
            self.session.note(operation, &self.catalog);
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

    /// Opens the transaction in which a tool runs a script.
    pub(super) fn begin(&mut self) {
        if self.dialect.transactional_ddl && self.mode == Mode::Online {
            self.session.begin(self.before.clone());
        }
    }

    /// Whether the transaction is open in which Alembic runs a script, as far as its `env.py` tells.
    pub(super) fn is_in_tools_transaction(&self, script: FileId) -> bool {
        let opens = |it: &AlembicConfig| it.opens_transaction(self.project, script, self.mode);
        self.alembic.is_some_and(opens) && self.session.is_in_transaction()
    }

    /// Drops what ends with the session.
    pub(super) fn end_session(&mut self) {
        end_session(&mut self.catalog);
    }

    /// Whether a column that must have a value comes to a table that may have rows.
    fn adds_required_column(&self, operation: &Operation) -> bool {
        let Operation::AddColumn(add) = operation else { return false };
        let column = &add.column;
        is_required(column)
            && self.before.table(&add.table).is_some_and(|it| it.column(&column.name).is_none())
    }
}

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
    // What went along with another is dropped with it.
    let is_gone =
        |it: &Operation| sql::needed(it).is_some_and(|it| catalog.has(&it) && !left.has(&it));
    order.extend(waiting.into_iter().filter(|it| !is_gone(it)));
    order
}

mod problem {
    use super::{Problem, Unknown};
    use crate::sql::SearchPath;

    pub(super) fn in_transaction(kind: &str) -> Problem {
        let message = format!("this `{kind}` cannot run in a transaction, and its tool opens one");
        Problem::error("in-transaction", message)
            .help("give it a migration of its own that asks for no transaction")
    }

    /// Where there is no `env.py`, only its defaults are known.
    pub(super) fn in_tools_transaction(kind: &str, has_env: bool) -> Problem {
        let message = format!("this `{kind}` cannot run in a transaction, and Alembic opens one");
        let problem = match has_env {
            true => Problem::error("in-transaction", message),
            false => Problem::warning("in-transaction", format!("{message} unless told not to")),
        };
        problem.help("put it into a block of `op.get_context().autocommit_block()`")
    }

    pub(super) fn caught(refusal: &Problem) -> Problem {
        let message = format!("the script catches that this is refused: {}", refusal.message);
        Problem::note("refusal-caught", message)
    }

    pub(super) fn in_doubt(refusal: &Problem) -> Problem {
        let message = format!("where this runs at all, it is refused: {}", refusal.message);
        Problem::warning("doubtful-refusal", message)
    }

    pub(super) fn after_unknown(refusal: &Problem) -> Problem {
        let message = format!(
            "this hangs on what could not be known before, without which it is refused: {}",
            refusal.message
        );
        Problem::warning("doubtful-refusal", message)
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
        let message = "the block commits or rolls back, and a transaction is open around it";
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
