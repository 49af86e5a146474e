//! `heads`, `branches` and `bases`: lists of revisions, as Alembic prints them.

use migrascope_core::analysis::Ways;
use migrascope_core::api;
use migrascope_core::history::{History, Range};
use migrascope_core::source::Source;

use super::history::log_entry;
use super::{find, open};
use crate::args::{ListArgs, ListFormat};
use crate::output::{self, Failure};

/// Prints the revisions that nothing follows.
pub(super) fn heads(args: &ListArgs) -> Result<(), Failure> {
    print(args, |history| Ok(history.heads()), |history, it| history.head_line(it))
}

/// Prints the revisions that follow nothing. Alembic has no such command; the line is that of its
/// `history`.
pub(super) fn bases(args: &ListArgs) -> Result<(), Failure> {
    print(args, |history| Ok(history.bases()), |history, it| history.history_line(it))
}

/// Prints branch points, newest first, each with what follows it.
pub(super) fn branches(args: &ListArgs) -> Result<(), Failure> {
    let points = |history: &History| {
        let mut points = history.listed(&Range::default())?;
        points.retain(|it| history.is_branch_point(*it));
        Ok(points)
    };
    if args.format == ListFormat::Json || !args.verbose {
        let lines = |history: &History, it: usize| {
            format!("{}\n{}\n", history.tree_line(it), history.branch_lines(it))
        };
        return print(args, points, lines);
    }
    let (project, Source { history, .. }) = find(&args.project)?;
    let entry = |it: &usize| {
        let lines = history.branch_lines_with_messages(*it);
        format!("{}\n{lines}\n\n", log_entry(&project, &history, *it))
    };
    output::print(&points(&history)?.iter().map(entry).collect::<String>())
}

fn print(
    args: &ListArgs,
    chosen: impl Fn(&History) -> Result<Vec<usize>, Failure>,
    line: impl Fn(&History, usize) -> String,
) -> Result<(), Failure> {
    if args.format == ListFormat::Json {
        let analysis = open(&args.project, Ways::UpAndDown)?;
        return output::print_json(&api::rows(&analysis, &chosen(analysis.history())?));
    }
    let (project, Source { history, .. }) = find(&args.project)?;
    let entry = |it: &usize| match args.verbose {
        true => log_entry(&project, &history, *it),
        false => line(&history, *it),
    };
    output::print(&chosen(&history)?.iter().map(|it| entry(it) + "\n").collect::<String>())
}
