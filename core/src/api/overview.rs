//! A project on one page.

use std::collections::BTreeMap;

use super::baseline;
use super::place::{Places, each_once};
use super::{Choice, DiagnosticView, GraphEdge, GraphView, Overview, RevisionRow};
use crate::analysis::Analysis;
use crate::catalog::Server;
use crate::diagnostic::Diagnostic;
use crate::dialect::{self, POSTGRESQL};
use crate::history::Range;
use crate::layout::lanes;
use crate::replay::Run;

pub(super) fn view(analysis: &Analysis) -> Overview {
    let listed = analysis.history().listed(&Range::default());
    let (newest_first, unlisted) = match listed {
        Ok(listed) => (listed, None),
        Err(problem) => (Vec::new(), Some(problem.without_place())),
    };
    let revisions = super::rows(analysis, &newest_first);
    let ids = |of: Vec<usize>| of.iter().map(|it| analysis.history().id(*it).to_owned()).collect();
    let choice = |id: &str, title: &str| Choice { id: id.to_owned(), title: title.to_owned() };
    Overview {
        name: analysis.project.name.clone(),
        format: analysis.source.format.map_or_else(Choice::default, |it| choice(it.name, it.title)),
        formats: analysis.source.formats.iter().map(|it| choice(it.name, it.title)).collect(),
        dialect: choice(analysis.dialect().name, analysis.dialect().title),
        dialects: dialect::ALL.iter().map(|it| choice(it.name, it.title)).collect(),
        server: analysis.options.server.to_string(),
        servers: servers(analysis),
        locations: analysis.source.locations.clone(),
        other_locations: analysis.source.other_locations.clone(),
        graph: graph(&revisions),
        revisions,
        heads: ids(analysis.history().heads()),
        bases: ids(analysis.history().bases()),
        diagnostics: diagnostics(analysis, unlisted.as_ref()),
        files: analysis.project.files().count(),
        tables: analysis.replay.last_schema().tables.len(),
        baseline: analysis.options.baseline.as_deref().map(baseline::view),
    }
}

fn servers(analysis: &Analysis) -> Vec<String> {
    let all = Server::ALL.iter().rev().map(Server::to_string);
    all.filter(|_| analysis.dialect() == POSTGRESQL).collect()
}

/// All that is wrong; `unlisted` is why there are no rows.
fn diagnostics(analysis: &Analysis, unlisted: Option<&Diagnostic>) -> Vec<DiagnosticView> {
    let places = Places { project: &analysis.project };
    let own = analysis.diagnostics.iter().chain(unlisted).map(|it| places.diagnostic(it));
    let of_run = |run: &Run| places.met(run, analysis.history().id(run.revision));
    let of_baseline = analysis.options.baseline.iter().flat_map(|it| baseline::diagnostics(it));
    each_once(own.chain(analysis.replay.runs().flat_map(of_run)).chain(of_baseline))
}

/// The lanes of the rows, which are revisions newest first.
fn graph(rows: &[RevisionRow]) -> GraphView {
    let row_by_id: BTreeMap<&str, usize> =
        rows.iter().enumerate().map(|(row, it)| (it.id.as_str(), row)).collect();
    let row_of = |id: &String| row_by_id.get(id.as_str()).copied();
    let row = |row: &RevisionRow| lanes::Row {
        parents: row.down.iter().filter_map(row_of).collect(),
        depends_on: row.depends_on.iter().filter_map(row_of).collect(),
    };
    let drawn = lanes::lanes(&rows.iter().map(row).collect::<Vec<_>>());
    let edge = |it: &lanes::Edge| GraphEdge {
        from_row: it.from,
        to_row: it.to,
        lane: it.lane,
        dependency: it.kind == lanes::Kind::Dependency,
    };
    GraphView {
        lanes: drawn.width,
        lane: drawn.lane,
        edges: drawn.edges.iter().map(edge).collect(),
    }
}
