//! What only some databases have, and refusals that a script catches.

use super::{World, made, problem};
use crate::catalog::{Catalog, Column, ObjectRef, words};
use crate::diagnostic::{Diagnostic, Problem, Severity, code};
use crate::name::Name;
use crate::op::{Op, Operation};
use crate::project::Span;
use crate::python::Mode;

impl World<'_> {
    /// Takes note of what only some databases have after an operation that only some of them run.
    /// Gives whether it is refused only since what it makes may be there, which was said since
    /// `said` and is taken back.
    pub(super) fn doubt(&mut self, operation: &Operation, before: &Catalog, said: usize) -> bool {
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
        self.doubt_refusals_since(said);
        is_taken_back
    }

    /// Takes what was refused for what only some databases run.
    pub(in crate::replay) fn doubt_refusals(&mut self) {
        self.doubt_refusals_since(0);
        for it in &mut self.assumptions.made {
            (it.refused, it.after_unknown) = (false, true);
        }
    }

    /// A database without what is asked for may well be one that does not go this way.
    fn doubt_refusals_since(&mut self, said: usize) {
        let since = self.report.diagnostics.get_mut(said..).unwrap_or_default();
        for it in since.iter_mut().filter(|it| is_of_presence(it)) {
            it.problem = problem::in_doubt(&it.problem);
        }
    }

    /// Takes back what was said of the names of constraints and indexes since `said`, if those that
    /// are there may be called otherwise. Gives whether that is all that was said.
    pub(super) fn take_back_names(&mut self, operation: &Operation, said: usize) -> bool {
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

    /// What was said since `said` to be there, not to be there, to be needed or not to fit is no
    /// error if what decides that could not be known before.
    pub(super) fn soften(&mut self, said: usize) {
        let unclear = &self.catalog.unclear;
        let since = self.report.diagnostics.get_mut(said..).unwrap_or_default();
        for it in since {
            let Some(text) = it.span.map(|it| self.project.excerpt(it)) else { continue };
            let is_unclear = match it.problem.code {
                "still-needed" => unclear.frees(text),
                code if OF_SERVER.contains(&code) => false,
                code => (is_of_presence(it) || OF_SCHEMA.contains(&code)) && unclear.is_in(text),
            };
            if is_unclear {
                it.problem = problem::after_unknown(&it.problem);
            }
        }
    }

    /// Takes note of what may be there after a statement of which, as was said since `said`, nobody
    /// can know what it does.
    pub(super) fn leave_unclear_since(&mut self, said: usize, names: Vec<String>) {
        let since = self.report.diagnostics.get(said..).unwrap_or_default();
        let hides_names = |it: &Diagnostic| {
            [code::DYNAMIC_SQL, code::UNFOLLOWED_CALL].contains(&it.problem.code)
                && it.problem.severity == Severity::Error
        };
        if since.iter().any(hides_names) {
            self.catalog.leave_all_unclear();
        }
        self.catalog.leave_unclear(names.into_iter());
    }

    /// Takes note of what may be there after a statement that cannot be written, as what is `known`
    /// of it and the words of the call at `span` tell.
    pub(super) fn leave_unclear_by_words(&mut self, span: Span, known: &str) {
        let call = self.project.excerpt(span);
        let said: Vec<String> = words(call).chain(words(known)).map(str::to_lowercase).collect();
        let says = |any: &[&str]| said.iter().any(|it| any.contains(&&**it));
        if says(ABOUT_THE_SCHEMA) || !says(ABOUT_ROWS) {
            self.catalog.leave_all_unclear();
        }
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
    pub(super) fn caught(&mut self, said: usize) -> Option<Problem> {
        let goes_on = self.mode == Mode::Online
            && self.dialect.transactional_ddl
            && (self.session.has_savepoint() || !self.session.is_in_transaction());
        let said = self.report.diagnostics.get_mut(said..).filter(|_| goes_on)?;
        let [only] = said else { return None };
        let refusal = Some(&*only).filter(|it| is_of_presence(it))?.problem.clone();
        only.problem = problem::caught(&refusal);
        self.aborted = only.span.filter(|_| self.session.is_in_transaction());
        Some(refusal)
    }

    /// Takes note that a statement comes while the transaction refuses all, or that it ends that.
    pub(super) fn end_abortion(&mut self, operation: &Operation, span: Span) {
        let Some(refused) = self.aborted.take() else { return };
        let says_so = |sql: &str| {
            sql.trim_start().get(..8).is_some_and(|it| it.eq_ignore_ascii_case("ROLLBACK"))
        };
        let rolls_back = match operation {
            Operation::Transaction(it) => it.rolls_back(),
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
    pub(in crate::replay) fn end_script(&mut self) {
        if let Some(refused) = self.aborted.take() {
            self.complete = false;
            self.report.note(refused, problem::aborted());
        }
    }
}

/// Whether something is said to be there, or not to be there.
fn is_of_presence(said: &Diagnostic) -> bool {
    said.problem.code.starts_with("unknown-") || said.problem.code.starts_with("duplicate-")
}

/// What no statement before can make.
const OF_SERVER: &[&str] = &["unknown-condition", "unknown-setting"];

/// What else is refused since the schema is as it is, and would not be if it were another one.
const OF_SCHEMA: &[&str] =
    &["cannot-cast", "cannot-join", "key-types-differ", "no-matching-key", "second-primary-key"];

/// Words of statements about the schema, and of those about rows.
const ABOUT_THE_SCHEMA: &[&str] = &["alter", "create", "drop"];
const ABOUT_ROWS: &[&str] = &["copy", "delete", "insert", "merge", "select", "truncate", "update"];

/// What is said where no constraint or index has a name.
const NAMES: &[&str] = &[code::UNKNOWN_CONSTRAINT, code::UNKNOWN_INDEX];

/// Whether a table is there, with this part if one is meant.
fn has(catalog: &Catalog, table: &Name, part: Option<&str>) -> bool {
    let Some(table) = catalog.table(table) else { return false };
    part.is_none_or(|it| {
        table.column(it).is_some() || table.index(it).is_some() || table.constraint(it).is_some()
    })
}
