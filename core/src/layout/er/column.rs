//! Gives each node of a connected graph its column, so that references lead from left to right.

use crate::layout::dense::{Dense, list, push};

/// How often nodes may move towards their neighbors.
const TIGHTENINGS: usize = 8;

/// How exactly the least height of joined columns is found.
const HALVINGS: usize = 12;

/// How the columns of a graph are made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Fold {
    /// No column is much taller, unless one node alone is.
    pub(super) tallest: f64,
    /// Whether columns that fit on top of each other become one. References inside it then lead
    /// from side to the same side.
    pub(super) joins: bool,
}

/// The column of each node. `edges` lead from the referring node to the one it refers to.
pub(super) fn columns(heights: &[f64], edges: &[(usize, usize)], fold: Fold) -> Vec<usize> {
    let mut ranks = Ranks::new(heights, edges);
    ranks.tighten();
    ranks.mirror(fold.tallest);
    let folded = ranks.folded(fold.tallest);
    if fold.joins { joined(heights, folded, fold.tallest) } else { folded }
}

/// As few columns as fit, each of them neighbors on top of each other, and as level as they can be.
fn joined(heights: &[f64], columns: Vec<usize>, tallest: f64) -> Vec<usize> {
    let count = columns.iter().max().map_or(0, |it| it + 1);
    let mut height = vec![0.0; count];
    for (node, column) in columns.iter().enumerate() {
        height.add(*column, heights.at(node));
    }
    let mut best = filled(&height, tallest);
    let fewest = best.last().map_or(0, |it| it + 1);
    let (mut low, mut high) = (0.0, tallest);
    for _ in 0..HALVINGS {
        let limit = f64::midpoint(low, high);
        let tried = filled(&height, limit);
        if tried.last().is_none_or(|it| *it < fewest) {
            best = tried;
            high = limit;
        } else {
            low = limit;
        }
    }
    columns.into_iter().map(|it| best.at(it)).collect()
}

/// Where each of the columns goes if they are filled up to `limit`, one after the other.
fn filled(heights: &[f64], limit: f64) -> Vec<usize> {
    let (mut column, mut height) = (0, 0.0);
    let mut res = Vec::with_capacity(heights.len());
    for own in heights {
        if height > 0.0 && height + own > limit {
            column += 1;
            height = 0.0;
        }
        height += own;
        res.push(column);
    }
    res
}

struct Ranks<'a> {
    heights: &'a [f64],
    /// Neighbors on the left and on the right, cycles broken.
    before: Vec<Vec<usize>>,
    after: Vec<Vec<usize>>,
    rank: Vec<usize>,
}

impl<'a> Ranks<'a> {
    /// Ranks by the longest way from a node to which nothing refers.
    fn new(heights: &'a [f64], edges: &[(usize, usize)]) -> Self {
        let count = heights.len();
        let (before, after, order) = acyclic(count, edges);
        let mut rank = vec![0; count];
        for node in order {
            let least = list(&before, node).iter().map(|it| rank.at(*it) + 1).max();
            rank.put(node, least.unwrap_or_default());
        }
        Self { heights, before, after, rank }
    }

    /// Moves nodes next to where most of their lines go.
    fn tighten(&mut self) {
        for _ in 0..TIGHTENINGS {
            let mut moved = false;
            for node in 0..self.rank.len() {
                let (left, right) = (list(&self.before, node), list(&self.after, node));
                let lowest = left.iter().map(|it| self.rank.at(*it) + 1).max();
                let highest = right.iter().map(|it| self.rank.at(*it)).min();
                let best = match (lowest, highest) {
                    (_, Some(highest)) if right.len() > left.len() => highest.saturating_sub(1),
                    (Some(lowest), _) if left.len() > right.len() => lowest,
                    _ => self.rank.at(node),
                };
                moved |= best != self.rank.at(node);
                self.rank.put(node, best);
            }
            if !moved {
                break;
            }
        }
    }

    /// Puts every second leaf of a column that is too tall on the other side of what it refers
    /// to: a hub's children then stand on both sides, and half as high.
    fn mirror(&mut self, tallest: f64) {
        let columns = self.rank.iter().max().map_or(0, |it| it + 1);
        let mut height = vec![0.0; columns + 1];
        for (node, rank) in self.rank.iter().enumerate() {
            height.add(*rank, self.heights.at(node));
        }
        for rank in 0..columns.saturating_sub(1) {
            for node in 0..self.rank.len() {
                let near = list(&self.after, node).iter().all(|it| self.rank.at(*it) == rank + 1);
                let leaf = list(&self.before, node).is_empty() && near;
                if self.rank.at(node) != rank || !leaf || height.at(rank) <= tallest {
                    continue;
                }
                let own = self.heights.at(node);
                if rank + 2 <= columns && height.at(rank + 2) + own < height.at(rank) {
                    height.add(rank, -own);
                    height.add(rank + 2, own);
                    self.rank.put(node, rank + 2);
                }
            }
        }
    }

    /// Splits what is still too tall into several columns, the busiest nearest to its neighbors.
    fn folded(&self, tallest: f64) -> Vec<usize> {
        let columns = self.rank.iter().max().map_or(0, |it| it + 1);
        let mut members = vec![Vec::new(); columns];
        for (node, rank) in self.rank.iter().enumerate() {
            push(&mut members, *rank, node);
        }
        let mut res = vec![0; self.rank.len()];
        let mut next = 0;
        for mut nodes in members.into_iter().filter(|it| !it.is_empty()) {
            let degree = |it: usize| list(&self.before, it).len() + list(&self.after, it).len();
            nodes.sort_by_key(|it| (degree(*it), *it));
            if self.leans_left(&nodes) {
                nodes.reverse();
            }
            let height: f64 = nodes.iter().map(|it| self.heights.at(*it)).sum();
            let share = height / (height / tallest.max(1.0)).ceil().max(1.0);
            let mut filled = 0.0;
            for node in nodes {
                let own = self.heights.at(node);
                if filled > 0.0 && filled + own / 2.0 > share {
                    next += 1;
                    filled = 0.0;
                }
                filled += own;
                res.put(node, next);
            }
            next += 1;
        }
        res
    }

    /// Whether more lines of `nodes` go to the left than to the right.
    fn leans_left(&self, nodes: &[usize]) -> bool {
        let mut lean = 0_isize;
        for node in nodes {
            let around = list(&self.before, *node).iter().chain(list(&self.after, *node));
            for other in around {
                lean += if self.rank.at(*other) < self.rank.at(*node) { 1 } else { -1 };
            }
        }
        lean > 0
    }
}

type Neighbors = Vec<Vec<usize>>;

/// Neighbors before and after each node with cycles broken, and an order in which every node
/// comes after those before it.
fn acyclic(count: usize, edges: &[(usize, usize)]) -> (Neighbors, Neighbors, Vec<usize>) {
    let mut out = vec![Vec::new(); count];
    let mut referred = vec![0_usize; count];
    for (from, to) in edges {
        push(&mut out, *from, *to);
        referred.add(*to, 1);
    }
    // Starting where nothing leads keeps most references in their direction.
    let mut starts: Vec<usize> = (0..count).collect();
    starts.sort_by_key(|it| (referred.at(*it), *it));
    let mut state = vec![0_u8; count];
    let (mut before, mut after) = (vec![Vec::new(); count], vec![Vec::new(); count]);
    let mut order = Vec::with_capacity(count);
    for start in starts {
        if state.at(start) != 0 {
            continue;
        }
        state.put(start, 1);
        let mut stack = vec![(start, 0)];
        while let Some((node, next)) = stack.pop() {
            let Some(other) = list(&out, node).get(next).copied() else {
                state.put(node, 2);
                order.push(node);
                continue;
            };
            stack.push((node, next + 1));
            // A reference back to a node on the way here closes a cycle, so it is turned around.
            let closes = state.at(other) == 1;
            let (left, right) = if closes { (other, node) } else { (node, other) };
            push(&mut after, left, right);
            push(&mut before, right, left);
            if state.at(other) == 0 {
                state.put(other, 1);
                stack.push((other, 0));
            }
        }
    }
    order.reverse();
    (before, after, order)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(tallest: f64) -> Fold {
        Fold { tallest, joins: false }
    }

    #[test]
    fn references_lead_from_left_to_right() {
        assert_eq!(columns(&[10.0; 3], &[(0, 1), (1, 2)], fold(100.0)), [0, 1, 2]);
    }

    #[test]
    fn a_cycle_still_has_columns() {
        let res = columns(&[10.0; 3], &[(0, 1), (1, 2), (2, 0)], fold(100.0));
        assert_eq!(res.iter().max(), Some(&2));
    }

    #[test]
    fn the_children_of_a_hub_stand_on_both_sides() {
        let edges: Vec<(usize, usize)> = (1..9).map(|child| (child, 0)).collect();
        let res = columns(&[10.0; 9], &edges, fold(45.0));
        assert_eq!(res[0], 1);
        assert_eq!(res.iter().filter(|it| **it == 0).count(), 4);
        assert_eq!(res.iter().filter(|it| **it == 2).count(), 4);
    }

    #[test]
    fn a_column_that_is_too_tall_is_folded() {
        let edges: Vec<(usize, usize)> = (1..41).map(|child| (child, 0)).collect();
        let res = columns(&[10.0; 41], &edges, fold(55.0));
        for column in 0..=*res.iter().max().unwrap() {
            assert!(res.iter().filter(|it| **it == column).count() <= 7);
        }
    }

    #[test]
    fn columns_that_fit_on_top_of_each_other_become_one() {
        let chain = [(0, 1), (1, 2), (2, 3)];
        let fold = Fold { tallest: 25.0, joins: true };
        assert_eq!(columns(&[10.0; 4], &chain, fold), [0, 0, 1, 1]);
    }
}
