//! Scripts as the page shows them: statements with their lines, both in the text and in the files.

use super::place::Places;
use super::{ScriptView, StatementView};
use crate::analysis::{Analysis, Plan};
use crate::history::Direction;
use crate::project::Project;
use crate::render::{Placed, Script};

/// The script of a whole plan.
pub(super) fn of_plan(analysis: &Analysis, plan: &Plan) -> ScriptView {
    let script = analysis.script(plan);
    view(analysis, plan, &script)
}

/// The script of one revision in one direction, from where its chain is then.
pub(super) fn of_revision(
    analysis: &Analysis,
    revision: usize,
    direction: Direction,
) -> ScriptView {
    let plan = analysis.plan_of(revision, direction);
    plan.map_or_else(ScriptView::default, |plan| of_plan(analysis, &plan))
}

fn view(analysis: &Analysis, plan: &Plan, script: &Script) -> ScriptView {
    let places = Places { project: &analysis.project };
    let id = |step: usize| plan.steps.get(step).map_or("", |it| analysis.history().id(it.revision));
    let diagnostics =
        plan.runs.iter().flat_map(|run| places.met(run, analysis.history().id(run.revision)));
    ScriptView {
        statements: script
            .placed
            .iter()
            .map(|it| statement(it, id(it.step), &analysis.project))
            .collect(),
        text: script.text.clone(),
        complete: plan.runs.iter().all(|it| it.complete),
        diagnostics: diagnostics.collect(),
    }
}

fn statement(placed: &Placed, revision: &str, project: &Project) -> StatementView {
    let made = placed.statement.as_ref();
    StatementView {
        revision: revision.to_owned(),
        line: placed.line,
        end_line: placed.end_line,
        place: made.map(|it| Places { project }.place(it.span)),
        origin: made.map_or_else(|| "version table".to_owned(), |it| it.origin.clone()),
        transactional: made.is_none_or(|it| it.transactional),
        maybe: made.is_some_and(|it| it.maybe),
    }
}
