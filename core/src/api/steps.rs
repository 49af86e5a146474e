//! The steps of a range as `--revision-json` prints them.

use serde::{Deserialize, Serialize};

use super::place::Places;
use crate::analysis::{Analysis, Letter, Plan};
use crate::diagnostic::Diagnostic;
use crate::history::Step;
use crate::op::{Op as _, Operation};
use crate::render::{Notes, Placed};
use crate::replay::Run;

/// One step, in the order of execution.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StepView {
    pub revision: String,
    /// `upgrade` or `downgrade`.
    pub direction: String,
    /// False where something that the step runs cannot be known.
    pub complete: bool,
    /// What Alembic prints for the step, its version-table statement included, without the
    /// heading and without `BEGIN` and `COMMIT`.
    pub sql: String,
    pub statements: Vec<StepStatement>,
    pub diagnostics: Vec<StepDiagnostic>,
}

/// A statement of a step. The version table's own have no file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StepStatement {
    pub sql: String,
    pub file: Option<String>,
    pub line: Option<u32>,
    pub transactional: bool,
    pub origin: String,
    /// It stands under a condition that nobody can know.
    pub maybe: bool,
    /// What it does to the schema, a line each; empty for rows and the session.
    pub effects: Vec<String>,
    /// The kinds of effects that are known only to the letter: `GRANT`, `CREATE RULE`.
    pub kept: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StepDiagnostic {
    pub severity: String,
    pub code: String,
    pub message: String,
    pub file: Option<String>,
    pub line: Option<u32>,
    pub help: Option<String>,
}

/// The steps of a plan.
pub fn steps(analysis: &Analysis, plan: &Plan) -> Vec<StepView> {
    plan.steps
        .iter()
        .zip(&plan.runs)
        .map(|(step, run)| view(analysis, plan.letter, step, run))
        .collect()
}

fn view(analysis: &Analysis, letter: Letter, step: &Step, run: &Run) -> StepView {
    let script = analysis.step_script(step, run, letter, Notes::LeftOut);
    let places = Places { project: &analysis.project };
    StepView {
        revision: analysis.history().id(step.revision).to_owned(),
        direction: step.direction.word().to_owned(),
        complete: run.complete,
        sql: script.text.trim_end().to_owned(),
        statements: script.placed.iter().map(|it| statement(it, places)).collect(),
        diagnostics: run.diagnostics.iter().map(|it| diagnostic(it, places)).collect(),
    }
}

fn statement(placed: &Placed, places: Places<'_>) -> StepStatement {
    let Some(made) = &placed.statement else {
        return StepStatement {
            sql: placed.sql.clone(),
            transactional: true,
            origin: "version table".to_owned(),
            ..StepStatement::default()
        };
    };
    let place = places.place(made.span);
    StepStatement {
        sql: placed.sql.clone(),
        file: Some(place.file),
        line: Some(place.line),
        transactional: made.transactional,
        origin: made.origin.clone(),
        maybe: made.maybe,
        effects: effects(&made.operation).iter().map(|it| it.describe()).collect(),
        kept: effects(&made.operation).iter().filter_map(|it| kept(it)).collect(),
    }
}

fn effects(operation: &Operation) -> Vec<&Operation> {
    let mut parts = operation.parts();
    parts.retain(|it| !matches!(it, Operation::Execute(_) | Operation::Transaction(_)));
    parts
}

fn kept(operation: &Operation) -> Option<String> {
    match operation {
        Operation::KeepOpaque(it) => Some(it.opaque.kind.clone()),
        _ => None,
    }
}

fn diagnostic(diagnostic: &Diagnostic, places: Places<'_>) -> StepDiagnostic {
    let view = places.diagnostic(diagnostic);
    StepDiagnostic {
        severity: view.severity,
        code: view.code,
        message: view.message,
        line: view.place.as_ref().map(|it| it.line),
        file: view.place.map(|it| it.file),
        help: view.help,
    }
}
