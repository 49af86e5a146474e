//! The few tables that everything refers to, whose lines would bury all others.
//!
//! A reference to a hub is drawn as a chip in its column (`→ users`). In a schema of 1,000 tables
//! ten hubs draw a third of all lines and nine tenths of the crossings.

use super::Graph;
use crate::layout::dense::Dense;

/// No table is a hub with fewer referring tables than this.
const FEWEST: usize = 12;

/// Which nodes are hubs: those that at least twelve others refer to, and 99 % of nodes do not reach.
pub(super) fn hubs(graph: &Graph) -> Vec<bool> {
    let referring = referring(graph);
    let mut sorted = referring.clone();
    sorted.sort_unstable();
    let percentile = sorted.len().saturating_mul(99).div_ceil(100).saturating_sub(1);
    let least = sorted.get(percentile).copied().unwrap_or_default().max(FEWEST);
    referring.into_iter().map(|it| it >= least).collect()
}

/// How many other nodes refer to each.
fn referring(graph: &Graph) -> Vec<usize> {
    let mut pairs: Vec<(usize, usize)> =
        graph.edges.iter().filter(|it| it.from != it.to).map(|it| (it.to, it.from)).collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut res = vec![0; graph.nodes.len()];
    for (to, _) in pairs {
        res.add(to, 1);
    }
    res
}
