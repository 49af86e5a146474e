//! `history`: revisions, newest first, as text or as a graph.

use migrascope_core::analysis::Ways;
use migrascope_core::api;
use migrascope_core::history::{History, Range};
use migrascope_core::project::Project;
use migrascope_core::report;
use migrascope_core::source::Source;

use super::{find, open};
use crate::args::{HistoryFormat, ProjectArgs};
use crate::output::{self, Failure};

pub(super) fn run(
    project: &ProjectArgs,
    range: Option<&str>,
    format: HistoryFormat,
    verbose: bool,
) -> Result<(), Failure> {
    let range = Range::parse(range.unwrap_or_default())?;
    if format == HistoryFormat::Json {
        let analysis = open(project, Ways::UpAndDown)?;
        let revisions = analysis.history().listed(&range)?;
        return output::print_json(&api::rows(&analysis, &revisions));
    }
    let (project, Source { history, .. }) = find(project)?;
    let revisions = history.listed(&range)?;
    let line = |it: &usize| match verbose {
        true => log_entry(&project, &history, *it) + "\n",
        false => history.history_line(*it) + "\n",
    };
    output::print(&match format {
        HistoryFormat::Mermaid => report::history_mermaid(&history, &revisions),
        HistoryFormat::Dot => report::history_dot(&history, &revisions),
        HistoryFormat::Text | HistoryFormat::Json => revisions.iter().map(line).collect(),
    })
}

/// All that a revision's file says of it.
pub(super) fn log_entry(project: &Project, history: &History, revision: usize) -> String {
    let file = history.revision(revision).and_then(|it| project.file(it.file));
    history.log_entry(revision, file.map_or("", |it| &it.path))
}
