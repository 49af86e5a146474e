//! A revision as the page shows it: in a list, and whole.

use std::collections::BTreeSet;

use super::place::{Places, each_once};
use super::{ChangeView, Mark, RevisionRow, RevisionView, SourceView, schema, script};
use crate::analysis::Analysis;
use crate::diagnostic::{Diagnostic, Severity};
use crate::history::Direction;
use crate::op::{Op, Operation};
use crate::project::File;
use crate::replay::{Run, Statement};

/// One revision whole.
pub(super) fn view(analysis: &Analysis, revision: usize) -> Option<RevisionView> {
    let row = row(analysis, revision)?;
    let places = Places { project: &analysis.project };
    let runs = [Direction::Upgrade, Direction::Downgrade]
        .into_iter()
        .filter_map(|it| analysis.replay.run(revision, it));
    Some(RevisionView {
        changes: analysis
            .replay
            .run(revision, Direction::Upgrade)
            .map(|it| changes(it, places))
            .unwrap_or_default(),
        upgrade: script::of_revision(analysis, revision, Direction::Upgrade),
        downgrade: script::of_revision(analysis, revision, Direction::Downgrade),
        diagnostics: each_once(runs.flat_map(|it| places.met(it, &row.id))),
        row,
    })
}

/// The text of a file.
pub(super) fn source(path: &str, file: &File) -> SourceView {
    let language = if path.ends_with(".py") { "python" } else { "sql" };
    let text = file.text().map_or_else(String::new, |it| it.to_string());
    SourceView { file: path.to_owned(), text, language: language.to_owned() }
}

/// A revision in a list.
pub(super) fn row(analysis: &Analysis, revision: usize) -> Option<RevisionRow> {
    let history = analysis.history();
    let of = history.revision(revision)?;
    let up = analysis.replay.run(revision, Direction::Upgrade);
    let down = analysis.replay.run(revision, Direction::Downgrade);
    let met = [up, down].into_iter().flatten().flat_map(|it| &it.diagnostics);
    let worst = met.clone().map(|it| it.problem.severity).max();
    // The same place may complain both ways.
    let place = |it: &Diagnostic| it.span.map(|it| (it.file, it.start));
    let met: BTreeSet<_> =
        met.map(|it| (it.problem.code, place(it), &it.problem.message)).collect();
    let ids = |of: Vec<usize>| of.into_iter().map(|it| history.id(it).to_owned()).collect();
    Some(RevisionRow {
        id: of.id.clone(),
        message: of.message.clone(),
        date: of.date.clone(),
        down: ids(history.parents(revision)),
        depends_on: ids(history.dependencies(revision)),
        labels: of.labels.clone(),
        head: history.is_head(revision),
        base: history.is_base(revision),
        branch_point: history.is_branch_point(revision),
        merge: history.is_merge_point(revision),
        step: analysis.replay.step_of(revision).unwrap_or_default(),
        complete: up.is_some_and(|it| it.complete),
        down_complete: down.is_some_and(|it| it.complete),
        reversible: down.is_some_and(|it| it.defined && it.ended_well && takes_back(up, it)),
        fails: up.is_some_and(Run::fails),
        down_fails: down.is_some_and(Run::fails),
        counts: up.map(schema::count).unwrap_or_default(),
        diagnostics: met.len(),
        worst: worst.map_or("", Severity::word).to_owned(),
        place: Places { project: &analysis.project }.place(of.span),
    })
}

/// Whether a rollback runs anything, if there is anything to take back.
fn takes_back(up: Option<&Run>, down: &Run) -> bool {
    let is_empty = down.complete && down.statements.is_empty();
    !is_empty || up.is_none_or(|it| it.complete && it.statements.is_empty())
}

/// What a run does, in words: one line an operation.
fn changes(run: &Run, places: Places<'_>) -> Vec<ChangeView> {
    let mut changes = Vec::new();
    let mut last: Option<*const Operation> = None;
    for statement in &run.statements {
        // One operation may take several statements; it is told once.
        let operation = std::sync::Arc::as_ptr(&statement.operation);
        if last.replace(operation) != Some(operation) {
            changes.extend(changes_of(statement, places));
        }
    }
    changes
}

fn changes_of(statement: &Statement, places: Places<'_>) -> Vec<ChangeView> {
    let change = |operation: &Operation| ChangeView {
        mark: mark(operation),
        text: operation.describe(),
        table: operation.table().map(|it| it.key().to_string()),
        place: Some(places.place(statement.span)),
    };
    statement.operation.parts().into_iter().map(change).collect()
}

fn mark(operation: &Operation) -> Mark {
    match operation {
        Operation::CreateTable(_)
        | Operation::AddColumn(_)
        | Operation::AddConstraint(_)
        | Operation::CreateIndex(_)
        | Operation::CreateType(_)
        | Operation::CreateSequence(_)
        | Operation::CreateView(_)
        | Operation::CreateFunction(_)
        | Operation::CreateTrigger(_)
        | Operation::CreatePolicy(_)
        | Operation::CreateSchema(_)
        | Operation::CreateExtension(_) => Mark::Added,
        Operation::DropTable(_)
        | Operation::DropColumn(_)
        | Operation::DropConstraint(_)
        | Operation::DropIndex(_)
        | Operation::DropType(_)
        | Operation::DropSequence(_)
        | Operation::DropView(_)
        | Operation::DropFunction(_)
        | Operation::DropTrigger(_)
        | Operation::DropPolicy(_)
        | Operation::DropSchema(_)
        | Operation::DropExtension(_) => Mark::Removed,
        Operation::Execute(_) | Operation::KeepOpaque(_) | Operation::Transaction(_) => Mark::Same,
        _ => Mark::Changed,
    }
}
