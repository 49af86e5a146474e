//! `heads`, `branches` and `bases`: lists of revisions, as Alembic prints them.

use migrascope_core::analysis::Analysis;
use migrascope_core::api;
use migrascope_core::history::History;

use super::open;
use crate::args::{ListArgs, ListFormat};
use crate::output::{self, Failure};

/// Prints the revisions that `chosen` picks, a line each.
pub(super) fn run(args: &ListArgs, chosen: fn(&History) -> Vec<usize>) -> Result<(), Failure> {
    let analysis = open(&args.project)?;
    let revisions = chosen(analysis.history());
    print(&analysis, args, &revisions, |it| analysis.history().head_line(it))
}

/// Prints branch points, each with what follows it.
pub(super) fn branches(args: &ListArgs) -> Result<(), Failure> {
    let analysis = open(&args.project)?;
    let history = analysis.history();
    let points = (0..history.revisions().len()).filter(|it| history.is_branch_point(*it));
    print(&analysis, args, &points.collect::<Vec<_>>(), |it| history.branch_lines(it))
}

fn print(
    analysis: &Analysis,
    args: &ListArgs,
    revisions: &[usize],
    line: impl Fn(usize) -> String,
) -> Result<(), Failure> {
    if args.format == ListFormat::Json {
        return output::print_json(&api::rows(analysis, revisions));
    }
    let entry = |it: &usize| match args.verbose {
        true => super::history::log_entry(analysis, *it),
        false => line(*it),
    };
    output::print(&revisions.iter().map(|it| entry(it) + "\n").collect::<String>())
}
