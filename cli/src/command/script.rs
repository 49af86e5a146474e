//! `upgrade --sql` and `downgrade --sql`.

use migrascope_core::analysis::{Letter, Ways};
use migrascope_core::api;
use migrascope_core::history::Direction;

use super::open;
use crate::args::ScriptArgs;
use crate::output::{self, Failure};

pub(super) fn run(args: &ScriptArgs, direction: Direction) -> Result<(), Failure> {
    let ways = match direction {
        Direction::Upgrade => Ways::Up,
        Direction::Downgrade => Ways::UpAndDown,
    };
    let analysis = open(&args.project, ways)?;
    let letter = if args.as_alembic { Letter::Alembic } else { Letter::Online };
    let plan = analysis.plan(args.range.as_deref().unwrap_or_default(), direction, letter)?;
    if args.revision_json {
        return output::print_json(&api::steps(&analysis, &plan));
    }
    output::tell(&analysis.project, plan.runs.iter().flat_map(|it| &it.diagnostics));
    let printed = output::print(&analysis.script(&plan).text);
    // The program ends here: taking all of it apart first would only take time.
    std::mem::forget((analysis, plan));
    printed
}
