//! Follows one revision, be it a script or SQL.

use std::sync::Arc;

use super::gate::{self, problem};
use super::run::{Assumptions, Run, Statement};
use super::world::World;
use super::{Setting, chance};
use crate::catalog::Catalog;
use crate::diagnostic::{Diagnostic, code};
use crate::history::{Direction, Gate, Revision, Script};
use crate::op::Operation;
use crate::python::{self, Environment, Mode, Outcome, SetOrder};

/// What the revision runs over this catalog. Where that hangs on the environment, what runs in one
/// where nothing is set.
pub(super) fn run(
    setting: Setting<'_>,
    revision: usize,
    direction: Direction,
    mode: Mode,
    before: Arc<Catalog>,
) -> Run {
    let way = Way { revision, direction, mode, environment: Environment::Unknown };
    let run = in_environment(setting, way, &before);
    if run.complete || !run.diagnostics.iter().any(hangs_on_environment) {
        return run;
    }
    let bare = in_environment(setting, Way { environment: Environment::Bare, ..way }, &before);
    if bare.ended_well { shown_as_bare(run, bare) } else { run }
}

fn hangs_on_environment(diagnostic: &Diagnostic) -> bool {
    diagnostic.problem.code == code::DEPENDS_ON_ENVIRONMENT
}

/// The run where nothing is set, with what the real one hangs on.
fn shown_as_bare(run: Run, mut bare: Run) -> Run {
    let is_said = |it: &Diagnostic| {
        let same = |other: &Diagnostic| {
            other.span == it.span && other.problem.message == it.problem.message
        };
        bare.diagnostics.iter().any(same)
    };
    let mut hangs: Vec<Diagnostic> =
        run.diagnostics.into_iter().filter(|it| hangs_on_environment(it) && !is_said(it)).collect();
    for it in &mut hangs {
        it.problem.help = Some(match &it.problem.asks {
            Some(name) => format!("{BARE}, or give `{name}` a value"),
            None => format!("{BARE}, and try a run with it set against a copy of the database"),
        });
    }
    hangs.append(&mut bare.diagnostics);
    Run { complete: false, diagnostics: hangs, ..bare }
}

const BARE: &str = "take what is shown as what runs where it is not set";

/// How a revision is followed.
#[derive(Clone, Copy)]
struct Way {
    revision: usize,
    direction: Direction,
    mode: Mode,
    environment: Environment,
}

/// The run of one environment. Where it goes by the order of a set or of rows, what comes out otherwise in
/// another order is told.
fn in_environment(setting: Setting<'_>, way: Way, before: &Arc<Catalog>) -> Run {
    let (mut run, goes_by) = once(setting, way, before.clone(), SetOrder::Written);
    if goes_by.sets || goes_by.rows {
        let in_order = |order| once(setting, way, before.clone(), order).0.statements;
        let (one, other) = (in_order(SetOrder::Forwards), in_order(SetOrder::Backwards));
        run.diagnostics.extend(chance::told(&one, &other, goes_by.rows));
    }
    run
}

/// What a run goes by the order of.
#[derive(Default)]
struct GoesBy {
    sets: bool,
    rows: bool,
}

/// One run, and what it goes by the order of.
fn once(
    setting: Setting<'_>,
    way: Way,
    before: Arc<Catalog>,
    set_order: SetOrder,
) -> (Run, GoesBy) {
    let Way { revision, direction, mode, environment } = way;
    let mut world = World::new(setting, mode, before.clone());
    (world.environment, world.set_order) = (environment, set_order);
    let gate = setting.history.revision(revision).and_then(|it| it.gate.as_ref());
    let gate = gate.filter(|_| direction == Direction::Upgrade);
    let opens = gate.map_or(Some(true), |it| opens(it, &mut world));
    if opens == Some(false) {
        let diagnostics = world.report.diagnostics;
        return (Run { diagnostics, ..pass_over(revision, direction, before) }, GoesBy::default());
    }
    let outcome = setting
        .history
        .revision(revision)
        .map_or(Outcome::NoFunction, |it| follow(it, direction, &mut world));
    world.end_session();
    // Where its tool would stop, what comes behind is only reached if the conditions hold.
    let may_be_passed_over = opens.is_none() && gate.is_some_and(|it| it.passes_over);
    if may_be_passed_over {
        world.doubt_refusals();
    }
    let in_doubt = may_be_passed_over && world.statements.iter().any(changes_schema);
    let goes_by = GoesBy { sets: world.goes_by_set, rows: world.goes_by_rows };
    let run = Run {
        revision,
        direction,
        function: world.function.unwrap_or_else(|| direction.word().to_owned()),
        statements: world.statements,
        complete: world.complete && outcome != Outcome::Stopped && !in_doubt,
        passed_over: false,
        looks: world.looks,
        defined: outcome != Outcome::NoFunction,
        ended_well: outcome == Outcome::Done,
        assumptions: world.assumptions,
        diagnostics: world.report.diagnostics,
        before,
        after: Arc::new(world.catalog),
    };
    (run, goes_by)
}

/// Whether the revision behind a gate runs, if that is known, and what is said of it.
fn opens(gate: &Gate, world: &mut World<'_>) -> Option<bool> {
    let answer = gate::holds(&gate.question, &world.catalog, world.dialect);
    let problem = match answer {
        Some(true) => return answer,
        Some(false) if gate.passes_over => problem::unmet(),
        Some(false) => problem::halts(),
        None => problem::taken_to_hold(),
    };
    world.report.note(gate.span, problem);
    answer
}

fn changes_schema(statement: &Statement) -> bool {
    match &*statement.operation {
        Operation::Execute(it) => !it.effects.is_empty(),
        _ => true,
    }
}

/// A revision that runs nothing, since its tool passes it over.
pub(super) fn pass_over(revision: usize, direction: Direction, before: Arc<Catalog>) -> Run {
    Run {
        revision,
        direction,
        function: direction.word().to_owned(),
        statements: Vec::new(),
        complete: true,
        passed_over: true,
        looks: false,
        defined: true,
        ended_well: true,
        assumptions: Assumptions::default(),
        diagnostics: Vec::new(),
        after: before.clone(),
        before,
    }
}

fn follow(revision: &Revision, direction: Direction, world: &mut World<'_>) -> Outcome {
    match &revision.script {
        Script::Python => {
            world.begin();
            let outcome = python::follow(revision.file, direction, world);
            world.end_script();
            outcome
        }
        Script::Sql { up, down } => {
            let parts = if direction == Direction::Upgrade { up } else { down };
            for part in parts {
                world.run_sql(part);
            }
            if parts.is_empty() { Outcome::NoFunction } else { Outcome::Done }
        }
    }
}
