//! Steps of a history as one script: transactions, headings, statements, the version table.
//!
//! For Alembic projects the text is that of `alembic upgrade --sql`, byte for byte. SQL files are
//! written as they are, comments included. Where a step can't be known as a whole, comments in the
//! script say so: it may go to people who never see the diagnostics.

mod notes;
mod version_table;

pub use notes::told;
pub use version_table::VersionTable;

use crate::dialect::Dialect;
use crate::history::{Around, Direction, History, Script as Kind, SqlPart, Step};
use crate::op::Operation;
use crate::project::{Project, Span};
use crate::replay::{Run, Statement};

/// How a project's tool runs a script.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manner {
    /// Nothing if the tool keeps no record in the script.
    pub version_table: Option<VersionTable>,
    pub transactions: Transactions,
}

/// Whether the script says in comments what could not be known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notes {
    #[default]
    Written,
    /// The text is the tool's own, to the letter.
    LeftOut,
}

/// What one transaction holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transactions {
    /// The whole script.
    #[default]
    One,
    /// Each revision its own.
    PerRevision,
    /// The script says nothing of transactions.
    None,
}

/// SQL in the order of execution, and where each statement stands in it.
#[derive(Clone, Debug, Default)]
pub struct Script {
    pub text: String,
    pub placed: Vec<Placed>,
}

/// One statement of a script.
#[derive(Clone, Debug)]
pub struct Placed {
    /// The step it belongs to, counted from zero.
    pub step: usize,
    /// Without its final semicolon.
    pub sql: String,
    /// The lines of the text that it takes, counted from one.
    pub line: u32,
    pub end_line: u32,
    /// What made it; nothing for the version table's own statements.
    pub statement: Option<Statement>,
}

/// What a script is written from.
#[derive(Clone, Debug)]
pub struct Writing<'a> {
    pub project: &'a Project,
    pub history: &'a History,
    pub dialect: &'static Dialect,
    pub manner: Manner,
}

/// Writes the steps as one script. `runs` are those of the steps, in their order.
pub fn script(writing: Writing<'_>, steps: &[Step], runs: &[&Run], notes: Notes) -> Script {
    let transactions = writing.manner.transactions;
    let mut writer = Writer::new(writing, notes);
    writer.edge("BEGIN", transactions == Transactions::One);
    for (idx, (step, run)) in steps.iter().zip(runs).enumerate() {
        let own = transactions == Transactions::PerRevision && writer.in_transaction(step, run);
        writer.edge("BEGIN", own);
        writer.step(idx, step, run, Heading::Written);
        writer.edge("COMMIT", own);
    }
    writer.edge("COMMIT", transactions == Transactions::One);
    writer.script
}

/// Writes one step alone: its statements and its change of the version table, without a heading
/// and without the edges of transactions.
pub fn step(writing: Writing<'_>, step: &Step, run: &Run, notes: Notes) -> Script {
    let mut writer = Writer::new(writing, notes);
    writer.step(0, step, run, Heading::LeftOut);
    writer.script
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Heading {
    Written,
    LeftOut,
}

/// Where transactions begin and end in the files of a step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edges {
    None,
    Parts,
}

struct Writer<'a> {
    writing: Writing<'a>,
    notes: Notes,
    script: Script,
    line: u32,
}

impl<'a> Writer<'a> {
    fn new(writing: Writing<'a>, notes: Notes) -> Self {
        Self { writing, notes, script: Script::default(), line: 1 }
    }

    /// `BEGIN;` or `COMMIT;`, where the tool says so.
    fn edge(&mut self, word: &str, said: bool) {
        if said {
            self.push(&format!("{word};\n\n"));
        }
    }

    /// Whether a transaction goes around the step: not around SQL that opens its own, or that
    /// can't run in one.
    fn in_transaction(&self, step: &Step, run: &Run) -> bool {
        if run.passed_over {
            return false;
        }
        let script = self.writing.history.revision(step.revision).map(|it| &it.script);
        let Some(Kind::Sql { up, down }) = script else { return true };
        let parts = if step.direction == Direction::Upgrade { up } else { down };
        let wraps = |it: &SqlPart| match it.around {
            Around::Transaction
            | Around::TransactionIfPossible
            | Around::TransactionUnlessMixed => true,
            Around::Message => parts.len() == 1 && run.statements.len() > 1,
            Around::Nothing => false,
        };
        parts.iter().filter(|it| it.opaque.is_none()).all(wraps) && run.statements.iter().all(fits)
    }

    fn step(&mut self, idx: usize, step: &Step, run: &Run, heading: Heading) {
        let revision = self.writing.history.revision(step.revision);
        let version_table = self.writing.manner.version_table.clone();
        if let Some(table) = &version_table
            && step.starts_empty
        {
            self.statement(idx, table.create(self.writing.dialect), None);
        }
        if heading == Heading::Written {
            let title = self.writing.history.step_title(step, &run.function);
            self.push(&format!("-- Running {title}\n\n"));
        }
        if self.notes == Notes::Written {
            self.push(&notes::of_run(self.writing.project, run));
        }
        match revision.map(|it| &it.script) {
            _ if run.passed_over => self.push(PASSED_OVER),
            Some(Kind::Sql { up, down }) => {
                let parts = if step.direction == Direction::Upgrade { up } else { down };
                let is_whole = self.in_transaction(step, run);
                let apart = self.writing.manner.transactions == Transactions::PerRevision
                    && heading == Heading::Written
                    && !is_whole;
                let edges = if apart { Edges::Parts } else { Edges::None };
                self.files(idx, parts, run, edges);
            }
            _ => {
                for statement in &run.statements {
                    self.statement(idx, statement.sql.clone(), Some(statement.clone()));
                }
            }
        }
        if let Some(table) = version_table {
            for change in &step.version_changes {
                self.statement(idx, table.change(change, self.writing.dialect), None);
            }
        }
    }

    /// SQL files as they are; the statements in them are placed, not written again.
    fn files(&mut self, idx: usize, parts: &[SqlPart], run: &Run, edges: Edges) {
        for part in parts {
            let own = edges == Edges::Parts && parts.len() > 1 && is_transaction(part, run);
            self.edge("BEGIN", own);
            if let Some(problem) = &part.opaque {
                self.push(&format!("-- {}\n\n", problem.message));
            }
            let text = part.text(self.writing.project).trim_end();
            let lead = text.len() - text.trim_start().len();
            let (mut line, mut counted) = (self.line, lead);
            for statement in run.statements.iter().filter(|it| within(it.span, part.span)) {
                // Counted on from the statement before: a dump has very many.
                let rest = text.get(counted..).unwrap_or_default();
                let before = counted + rest.find(&*statement.sql).unwrap_or_default();
                line += newlines(text.get(counted..before).unwrap_or_default());
                self.script.placed.push(Placed {
                    step: idx,
                    sql: statement.sql.clone(),
                    line,
                    end_line: line + newlines(&statement.sql),
                    statement: Some(statement.clone()),
                });
                line += newlines(&statement.sql);
                counted = before + statement.sql.len();
            }
            let last = run.statements.iter().rfind(|it| within(it.span, part.span));
            let end = last.map_or("", |it| missing_end(&it.sql, text.get(counted..).unwrap_or("")));
            let text = text.trim_start();
            if !text.is_empty() {
                self.push(&format!("{text}{end}\n\n"));
            }
            self.edge("COMMIT", own);
        }
    }

    fn statement(&mut self, step: usize, sql: String, statement: Option<Statement>) {
        if self.notes == Notes::Written && statement.as_ref().is_some_and(|it| it.maybe) {
            self.push(notes::MAYBE);
        }
        let line = self.line;
        self.push(&format!("{sql};\n\n"));
        let end_line = line + newlines(&sql);
        self.script.placed.push(Placed { step, sql, line, end_line, statement });
    }

    fn push(&mut self, text: &str) {
        self.line += newlines(text);
        self.script.text.push_str(text);
    }
}

/// Stands in place of what a tool does not run.
const PASSED_OVER: &str = "-- Passed over: what it asks for does not hold.\n\n";

/// Whether a statement may run in a transaction that a tool opens.
fn fits(statement: &Statement) -> bool {
    let opens = |it: &&Operation| matches!(it, Operation::Transaction(it) if it.is_edge());
    statement.transactional && !statement.operation.parts().iter().any(opens)
}

/// Whether a part of a file is a transaction of its own.
fn is_transaction(part: &SqlPart, run: &Run) -> bool {
    let own = || run.statements.iter().filter(|it| within(it.span, part.span));
    let asks = match part.around {
        Around::Message => own().count() > 1,
        Around::Nothing => false,
        Around::Transaction | Around::TransactionIfPossible | Around::TransactionUnlessMixed => {
            true
        }
    };
    asks && own().all(fits)
}

/// What a file's last statement lacks so that another may follow; `rest` is behind the statement.
fn missing_end(statement: &str, rest: &str) -> &'static str {
    let is_client_command = statement.starts_with('\\');
    if is_client_command || rest.trim_start().starts_with(';') || statement.ends_with("\\.") {
        return "";
    }
    // A comment to the end of the line would swallow it.
    if rest.trim().is_empty() { ";" } else { "\n;" }
}

fn within(inner: Span, outer: Span) -> bool {
    inner.file == outer.file && outer.start <= inner.start && inner.end <= outer.end
}

fn newlines(text: &str) -> u32 {
    text.bytes().filter(|it| *it == b'\n').count() as u32
}
