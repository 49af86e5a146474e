//! Who follows whom, as a graph: links run from a revision to what must run before it.

use std::collections::BTreeSet;

use petgraph::Direction::{Incoming, Outgoing};
use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

/// Why one revision comes after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// `down_revision`.
    Down,
    /// `depends_on`.
    Depends,
    /// `depends_on`, which an ancestor depends on as well, so that it adds nothing.
    Implied,
}

/// Which links a walk follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Along {
    Down,
    All,
    /// All but the dependencies that an ancestor has already.
    Needed,
}

impl Along {
    fn follows(self, link: Link) -> bool {
        match self {
            Self::Down => link == Link::Down,
            Self::All => true,
            Self::Needed => link != Link::Implied,
        }
    }
}

#[derive(Clone, Debug, Default)]
pub(super) struct Graph(DiGraph<(), Link>);

impl Graph {
    /// A graph of `count` revisions and no links.
    pub(super) fn new(count: usize) -> Self {
        let mut graph = DiGraph::new();
        for _ in 0..count {
            graph.add_node(());
        }
        Self(graph)
    }

    /// Links a revision to one that must run before it.
    pub(super) fn link(&mut self, revision: usize, before: usize, link: Link) {
        self.0.add_edge(NodeIndex::new(revision), NodeIndex::new(before), link);
    }

    /// Keeps the links for which `keep` holds.
    pub(super) fn retain(&mut self, keep: impl Fn(usize, usize) -> bool) {
        self.0.retain_edges(|graph, edge| {
            graph.edge_endpoints(edge).is_some_and(|(from, to)| keep(from.index(), to.index()))
        });
    }

    /// Notes which dependencies of a revision its ancestors have already.
    pub(super) fn mark_implied(&mut self) {
        let implied: Vec<_> = self.0.edge_indices().filter(|it| self.is_implied(*it)).collect();
        for edge in implied {
            if let Some(link) = self.0.edge_weight_mut(edge) {
                *link = Link::Implied;
            }
        }
    }

    fn is_implied(&self, edge: petgraph::graph::EdgeIndex) -> bool {
        let Some((from, to)) = self.0.edge_endpoints(edge) else { return false };
        self.0.edge_weight(edge) == Some(&Link::Depends)
            && self.ancestors(&[from.index()], Along::Down).into_iter().skip(1).any(|ancestor| {
                let mut links = self.0.edges_connecting(NodeIndex::new(ancestor), to);
                links.any(|it| *it.weight() != Link::Down)
            })
    }

    /// The sets of revisions that wait for each other, each sorted.
    pub(super) fn cycles(&self) -> Vec<Vec<usize>> {
        let mut cycles: Vec<Vec<usize>> = tarjan_scc(&self.0)
            .into_iter()
            .filter(|it| it.len() > 1)
            .map(|it| it.into_iter().map(NodeIndex::index).collect())
            .collect();
        cycles.iter_mut().for_each(|it| it.sort_unstable());
        cycles.sort_unstable();
        cycles
    }

    /// What must run before a revision, parents first, in the order written.
    pub(super) fn parents(&self, revision: usize, along: Along) -> Vec<usize> {
        let edges = self.0.edges_directed(NodeIndex::new(revision), Outgoing);
        let mut found: Vec<_> = edges
            .filter(|it| along.follows(*it.weight()))
            .map(|it| (it.id(), it.target().index()))
            .collect();
        found.sort_unstable();
        let mut seen = BTreeSet::new();
        found.into_iter().map(|(_, target)| target).filter(|it| seen.insert(*it)).collect()
    }

    /// What waits for a revision, in the order of the files.
    pub(super) fn children(&self, revision: usize, along: Along) -> Vec<usize> {
        let edges = self.0.edges_directed(NodeIndex::new(revision), Incoming);
        let mut found: Vec<_> =
            edges.filter(|it| along.follows(*it.weight())).map(|it| it.source().index()).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The revisions themselves and all that must run before them.
    pub(super) fn ancestors(&self, of: &[usize], along: Along) -> Vec<usize> {
        reach(of, |it| self.parents(it, along))
    }

    /// The revisions themselves and all that wait for them.
    pub(super) fn descendants(&self, of: &[usize], along: Along) -> Vec<usize> {
        reach(of, |it| self.children(it, along))
    }

    /// Of revisions asked for together, one that has others among its ancestors, and those.
    pub(super) fn overlap(&self, asked: &[usize]) -> Option<(usize, Vec<usize>)> {
        let mut seen = BTreeSet::new();
        for target in asked {
            let mut met = BTreeSet::new();
            let mut todo = vec![*target];
            while let Some(revision) = todo.pop() {
                met.insert(revision);
                if seen.insert(revision) {
                    todo.extend(self.parents(revision, Along::Needed));
                }
            }
            let others: Vec<usize> =
                asked.iter().copied().filter(|it| it != target && met.contains(it)).collect();
            if !others.is_empty() {
                return Some((*target, others));
            }
        }
        None
    }
}

/// Everything that can be reached, depth first; the last link found is followed first.
fn reach(from: &[usize], next: impl Fn(usize) -> Vec<usize>) -> Vec<usize> {
    let mut seen = BTreeSet::new();
    let mut res = Vec::new();
    for target in from {
        let mut todo = vec![*target];
        while let Some(revision) = todo.pop() {
            if seen.insert(revision) {
                todo.extend(next(revision));
                res.push(revision);
            }
        }
    }
    res
}
