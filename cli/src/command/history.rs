//! `history`: revisions, newest first, as text or as a graph.

use migrascope_core::analysis::Analysis;
use migrascope_core::api;
use migrascope_core::history::Range;
use migrascope_core::report;

use super::open;
use crate::args::{HistoryFormat, ProjectArgs};
use crate::output::{self, Failure};

pub(super) fn run(
    project: &ProjectArgs,
    range: Option<&str>,
    format: HistoryFormat,
    verbose: bool,
) -> Result<(), Failure> {
    let analysis = open(project)?;
    let history = analysis.history();
    let range = Range::parse(range.unwrap_or_default())?;
    let revisions = history.listed(&range)?;
    let line = |it: &usize| match verbose {
        true => log_entry(&analysis, *it) + "\n",
        false => history.history_line(*it) + "\n",
    };
    match format {
        HistoryFormat::Text => output::print(&revisions.iter().map(line).collect::<String>()),
        HistoryFormat::Json => output::print_json(&api::rows(&analysis, &revisions)),
        HistoryFormat::Mermaid => output::print(&report::history_mermaid(history, &revisions)),
        HistoryFormat::Dot => output::print(&report::history_dot(history, &revisions)),
    }
}

/// All that a revision's file says of it.
pub(super) fn log_entry(analysis: &Analysis, revision: usize) -> String {
    let history = analysis.history();
    let file = history.revision(revision).and_then(|it| analysis.project.file(it.file));
    history.log_entry(revision, file.map_or("", |it| &it.path))
}
