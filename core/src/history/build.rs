//! Makes a history out of revisions, and reports what does not fit together.

use std::collections::BTreeMap;

use super::graph::{Graph, Link};
use super::{History, Revision, Script};
use crate::diagnostic::Report;

/// What revision ids of Alembic may not hold, because ranges give it a meaning. Other tools have no
/// such ranges; there a whole id goes before any other meaning.
const RESERVED: [char; 4] = ['@', '-', '+', ':'];

impl History {
    /// The history of these revisions, in the order in which their files are read.
    ///
    /// Of two revisions with one id the later counts, as it does for Alembic.
    pub fn new(revisions: Vec<Revision>, report: &mut Report) -> Self {
        let (revisions, ids) = unique(revisions, report);
        let mut res = Self { revisions, ids, ..Self::default() };
        let known = report.diagnostics.len();
        res.report_ids(report);
        res.declare_labels(report);
        res.link(report);
        res.cut_cycles(report);
        res.graph.mark_implied();
        res.spread_labels();
        // What does not fit leaves heads behind that nobody meant.
        if report.diagnostics.len() == known {
            res.report_heads(report);
        }
        res
    }

    fn report_ids(&self, report: &mut Report) {
        for revision in &self.revisions {
            let is_free = matches!(revision.script, Script::Sql { .. });
            if !is_free && revision.id.contains(RESERVED) {
                report.note(revision.span, problem::reserved_character(&revision.id));
            }
        }
    }

    /// Tells of several heads, unless each has a label of its own to be asked for by.
    fn report_heads(&self, report: &mut Report) {
        let all = self.heads();
        let heads: Vec<&Revision> = all.iter().filter_map(|it| self.revision(*it)).collect();
        let [first, others @ ..] = heads.as_slice() else { return };
        if others.is_empty() || all.iter().all(|it| self.labels(*it).next().is_some()) {
            return;
        }
        let ids: Vec<&str> = heads.iter().map(|it| it.id.as_str()).collect();
        let diagnostic = problem::several_heads(&ids).at(first.span);
        report.push(others.iter().fold(diagnostic, |it, head| it.also(head.span, "another head")));
    }

    fn declare_labels(&mut self, report: &mut Report) {
        for (idx, revision) in self.revisions.iter().enumerate() {
            for label in revision.labels.iter().chain(&revision.tags) {
                let Some(owner) = self.declared_labels.get(label).copied().or(self.find(label))
                else {
                    self.declared_labels.insert(label.clone(), idx);
                    continue;
                };
                let Some(owner) = self.revision(owner) else { continue };
                let problem = problem::taken_label(label, &owner.id);
                report.push(problem.at(revision.span).also(owner.span, "used here first"));
            }
        }
    }

    fn link(&mut self, report: &mut Report) {
        let mut graph = Graph::new(self.revisions.len());
        for (idx, revision) in self.revisions.iter().enumerate() {
            for parent in &revision.down {
                match self.find(parent) {
                    Some(parent) if parent == idx => {
                        report.note(revision.down_span, problem::own_parent(&revision.id));
                    }
                    Some(parent) => graph.link(idx, parent, Link::Down),
                    None => {
                        let near = self.nearest(parent);
                        let problem = problem::unknown_parent(&revision.id, parent, near);
                        report.note(revision.down_span, problem);
                    }
                }
            }
            for dependency in &revision.depends_on {
                match self.exact(dependency) {
                    Some(it) if it == idx => {
                        report.note(revision.span, problem::own_dependency(&revision.id));
                    }
                    Some(it) => graph.link(idx, it, Link::Depends),
                    None => {
                        let problem = problem::unknown_dependency(&revision.id, dependency);
                        report.note(revision.span, problem);
                    }
                }
            }
        }
        self.graph = graph;
    }

    /// Leaves out the links of each cycle that lead to a file further on, so that it opens.
    fn cut_cycles(&mut self, report: &mut Report) {
        for cycle in self.graph.cycles() {
            let members: Vec<&Revision> =
                cycle.iter().filter_map(|it| self.revisions.get(*it)).collect();
            let Some(first) = members.first() else { continue };
            let ids: Vec<&str> = members.iter().map(|it| it.id.as_str()).collect();
            let mut diagnostic = problem::cycle(&ids).at(first.down_span);
            for member in members.iter().skip(1) {
                diagnostic = diagnostic.also(member.down_span, format!("`{}`", member.id));
            }
            report.push(diagnostic);
            let inside = |it: usize| cycle.binary_search(&it).is_ok();
            self.graph.retain(|from, to| !(inside(from) && inside(to) && to > from));
        }
    }

    /// The id that begins as the unknown one does, if there is just one.
    fn nearest(&self, unknown: &str) -> Option<&str> {
        let stem: String = unknown.chars().take(4).collect();
        let from = self.ids.range(stem.clone()..).map(|(id, _)| id.as_str());
        let mut near = from.take_while(|it| it.starts_with(&stem));
        let (first, None) = (near.next()?, near.next()) else { return None };
        Some(first)
    }
}

/// One revision for each id, and where it is; the later of two takes the place of the earlier.
fn unique(
    revisions: Vec<Revision>,
    report: &mut Report,
) -> (Vec<Revision>, BTreeMap<String, usize>) {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut res: Vec<Revision> = Vec::new();
    for revision in revisions {
        let place = *places.entry(revision.id.clone()).or_insert(res.len());
        let Some(earlier) = res.get_mut(place) else {
            res.push(revision);
            continue;
        };
        let problem = problem::duplicate_revision(&revision.id);
        report.push(problem.at(revision.span).also(earlier.span, "and here, which is left out"));
        *earlier = revision;
    }
    (res, places)
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn duplicate_revision(id: &str) -> Problem {
        let message = format!("revision `{id}` is there more than once");
        Problem::error("duplicate-revision", message)
            .help("give one of the two files another id, and its children that id as their parent")
    }

    pub(super) fn reserved_character(id: &str) -> Problem {
        let message = format!("revision id `{id}` holds one of `@`, `-`, `+` and `:`");
        Problem::error("reserved-character", message)
            .help("choose an id of letters, digits and underscores; ranges use the others")
    }

    pub(super) fn several_heads(ids: &[&str]) -> Problem {
        let message = format!("there are {} heads: `{}`", ids.len(), ids.join("`, `"));
        Problem::warning("several-heads", message).help(
            "merge them (`alembic merge heads`), or upgrade to `heads`: `head` alone names none",
        )
    }

    pub(super) fn taken_label(label: &str, owner: &str) -> Problem {
        let message = format!("the name `{label}` belongs to revision `{owner}` already");
        Problem::error("taken-branch-label", message).help("choose a label that nothing else has")
    }

    pub(super) fn own_parent(id: &str) -> Problem {
        Problem::error("cycle", format!("revision `{id}` names itself as its parent"))
            .help("set `down_revision` to the revision that it should follow")
    }

    pub(super) fn own_dependency(id: &str) -> Problem {
        Problem::error("cycle", format!("revision `{id}` depends on itself"))
            .help("take it out of `depends_on`")
    }

    pub(super) fn unknown_parent(id: &str, parent: &str, near: Option<&str>) -> Problem {
        let message = format!("revision `{id}` follows `{parent}`, which no file has");
        let help = match near {
            Some(near) => format!("add the file of `{parent}`; or did you mean `{near}`?"),
            None => format!("add the file of `{parent}`, or name a parent that is there"),
        };
        Problem::error("unknown-parent", message).help(help)
    }

    pub(super) fn unknown_dependency(id: &str, dependency: &str) -> Problem {
        let message = format!("revision `{id}` depends on `{dependency}`, which no file has");
        Problem::error("unknown-dependency", message)
            .help("name the whole id or the branch label of a revision that is there")
    }

    pub(super) fn cycle(ids: &[&str]) -> Problem {
        let message = format!("revisions wait for each other: `{}`", ids.join("`, `"));
        Problem::error("cycle", message)
            .help("correct the `down_revision` of one of them; Alembic refuses a cycle")
    }
}
