//! Follows one revision, be it a script or SQL.

use std::sync::Arc;

use super::Setting;
use super::run::Run;
use super::world::World;
use crate::catalog::Catalog;
use crate::history::{Direction, Revision, Script};
use crate::python::{self, Mode, Outcome};

/// What the revision runs over this catalog.
pub(super) fn run(
    setting: Setting<'_>,
    revision: usize,
    direction: Direction,
    mode: Mode,
    before: Arc<Catalog>,
) -> Run {
    let catalog = Catalog::clone(&before);
    let mut world = World::new(setting, mode, catalog);
    let outcome = setting
        .history
        .revision(revision)
        .map_or(Outcome::NoFunction, |it| follow(it, direction, &mut world));
    Run {
        revision,
        direction,
        function: world.function.unwrap_or_else(|| direction.word().to_owned()),
        statements: world.statements,
        complete: world.complete && outcome != Outcome::Stopped,
        defined: outcome != Outcome::NoFunction,
        ended_well: outcome == Outcome::Done,
        assumed: world.assumed,
        diagnostics: world.report.diagnostics,
        before,
        after: Arc::new(world.catalog),
    }
}

fn follow(revision: &Revision, direction: Direction, world: &mut World<'_>) -> Outcome {
    match &revision.script {
        Script::Python => python::follow(revision.file, direction, world),
        Script::Sql { up, down } => {
            let parts = if direction == Direction::Upgrade { up } else { down };
            for part in parts {
                world.run_sql(part);
            }
            if parts.is_empty() { Outcome::NoFunction } else { Outcome::Done }
        }
    }
}
