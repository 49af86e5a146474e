//! Communities of a graph: sets of nodes with more bonds inside than chance would give.
//!
//! The method of Louvain (Blondel and others, 2008), made deterministic: nodes are asked in the
//! order of their numbers, ties go to the lower community, and a community stops growing where a
//! reader would lose the overview.

use std::collections::BTreeMap;

use crate::layout::dense::{Dense, list, push};

/// A community holds no more nodes than this.
const MOST: usize = 36;

/// How often all nodes are asked at one level, and how many levels there are.
const ROUNDS: usize = 12;
const LEVELS: usize = 8;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Link {
    pub(super) a: usize,
    pub(super) b: usize,
    pub(super) weight: f64,
}

/// The community of each of `count` nodes, by its lowest member's order of discovery.
pub(super) fn communities(count: usize, links: &[Link]) -> Vec<usize> {
    let mut of: Vec<usize> = (0..count).collect();
    let mut level = Level::new(count, links, vec![1; count]);
    for _ in 0..LEVELS {
        let moved = level.settle();
        let (next, renumbered) = level.folded();
        for it in &mut of {
            *it = renumbered.at(*it);
        }
        level = next;
        if !moved {
            break;
        }
    }
    of
}

/// The graph whose nodes are the communities of the level below.
struct Level {
    near: Vec<Vec<(usize, f64)>>,
    /// The sum of the weights at each node, bonds to itself counted twice.
    degree: Vec<f64>,
    /// Twice the weight of all bonds.
    total: f64,
    /// How many nodes of the first level each stands for.
    size: Vec<usize>,
    of: Vec<usize>,
    links: Vec<Link>,
}

impl Level {
    fn new(count: usize, links: &[Link], size: Vec<usize>) -> Self {
        let mut near = vec![Vec::new(); count];
        let mut degree = vec![0.0; count];
        for link in links {
            degree.add(link.a, link.weight);
            degree.add(link.b, link.weight);
            if link.a != link.b {
                push(&mut near, link.a, (link.b, link.weight));
                push(&mut near, link.b, (link.a, link.weight));
            }
        }
        let total = degree.iter().sum();
        Self { near, degree, total, size, of: (0..count).collect(), links: links.to_vec() }
    }

    /// Moves nodes to better communities until nothing moves; tells whether anything did.
    fn settle(&mut self) -> bool {
        let mut strength = self.degree.clone();
        let mut size = self.size.clone();
        let mut any = false;
        for _ in 0..ROUNDS {
            let mut moved = false;
            for node in 0..self.of.len() {
                let (own, best) = self.best(node, &strength, &size);
                if best == own {
                    continue;
                }
                let (degree, weight) = (self.degree.at(node), self.size.at(node));
                strength.add(own, -degree);
                strength.add(best, degree);
                let left = size.at(own).saturating_sub(weight);
                size.put(own, left);
                size.add(best, weight);
                self.of.put(node, best);
                moved = true;
            }
            any |= moved;
            if !moved {
                break;
            }
        }
        any
    }

    /// The community of `node`, and the one in which it would gain most modularity.
    fn best(&self, node: usize, strength: &[f64], size: &[usize]) -> (usize, usize) {
        let own = self.of.at(node);
        let mut bonds: BTreeMap<usize, f64> = BTreeMap::new();
        for (other, weight) in list(&self.near, node) {
            *bonds.entry(self.of.at(*other)).or_default() += weight;
        }
        let degree = self.degree.at(node);
        let gain = |community: usize, bond: f64| {
            let others = strength.at(community) - if community == own { degree } else { 0.0 };
            bond - others * degree / self.total.max(f64::MIN_POSITIVE)
        };
        let mut best = (own, gain(own, bonds.get(&own).copied().unwrap_or_default()));
        for (community, bond) in bonds {
            let fits = community == own || size.at(community) + self.size.at(node) <= MOST;
            if fits && gain(community, bond) > best.1 + 1e-9 {
                best = (community, gain(community, bond));
            }
        }
        (own, best.0)
    }

    /// The next level, and the number there of each node of this one.
    fn folded(&self) -> (Self, Vec<usize>) {
        let mut number = vec![None; self.of.len()];
        let mut size: Vec<usize> = Vec::new();
        let mut res = Vec::with_capacity(self.of.len());
        for (node, community) in self.of.iter().enumerate() {
            let next = number.at(*community).unwrap_or(size.len());
            if next == size.len() {
                size.push(0);
                number.put(*community, Some(next));
            }
            size.add(next, self.size.at(node));
            res.push(next);
        }
        let mut weights: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for link in &self.links {
            let (a, b) = (res.at(link.a), res.at(link.b));
            *weights.entry((a.min(b), a.max(b))).or_default() += link.weight;
        }
        let links: Vec<Link> =
            weights.into_iter().map(|((a, b), weight)| Link { a, b, weight }).collect();
        (Self::new(size.len(), &links, size), res)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_triangles_with_a_bridge_are_two_communities() {
        let link = |a, b| Link { a, b, weight: 1.0 };
        let links =
            [link(0, 1), link(1, 2), link(2, 0), link(2, 3), link(3, 4), link(4, 5), link(5, 3)];
        assert_eq!(communities(6, &links), [0, 0, 0, 1, 1, 1]);
    }

    #[test]
    fn a_node_without_bonds_is_alone() {
        assert_eq!(communities(2, &[]), [0, 1]);
    }
}
