//! The order of the items in each column, with as few crossings as a few sweeps can find.

use super::weave::{Strand, Weave};
use crate::layout::dense::{Dense, list, push};

const SWEEPS: usize = 10;
const EXCHANGES: usize = 4;

/// The columns of `weave`, each in a better order.
pub(super) fn untangled(weave: &Weave) -> Vec<Vec<usize>> {
    let mut order = Order::new(weave);
    let mut best = (order.crossings(), order.columns.clone());
    for sweep in 0..SWEEPS {
        if best.0 == 0 {
            break;
        }
        order.sweep(if sweep % 2 == 0 { Side::Left } else { Side::Right });
        order.exchange();
        let crossings = order.crossings();
        if crossings < best.0 {
            best = (crossings, order.columns.clone());
        }
    }
    best.1
}

/// Which neighbors a sweep looks at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// A neighbor, and how far down its height the strand ends there, from 0 to 1.
type End = (usize, f64);

struct Order<'a> {
    weave: &'a Weave,
    columns: Vec<Vec<usize>>,
    /// Where each item stands in its column.
    position: Vec<usize>,
    left: Vec<Vec<Strandlet>>,
    right: Vec<Vec<Strandlet>>,
}

/// A strand as one of its items sees it: where it leaves there, and the other end.
#[derive(Clone, Copy, Default)]
struct Strandlet {
    own: f64,
    other: End,
}

impl<'a> Order<'a> {
    fn new(weave: &'a Weave) -> Self {
        let count = weave.items.len();
        let (mut left, mut right) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        for strand in weave.strands.iter().flatten() {
            let from = share(weave, strand.left, strand.left_y);
            let to = share(weave, strand.right, strand.right_y);
            push(&mut right, strand.left, Strandlet { own: from, other: (strand.right, to) });
            push(&mut left, strand.right, Strandlet { own: to, other: (strand.left, from) });
        }
        let columns = weave.columns.clone();
        let mut res = Self { weave, columns, position: vec![0; count], left, right };
        for column in 0..res.columns.len() {
            res.number(column);
        }
        res
    }

    fn number(&mut self, column: usize) {
        for (position, item) in list(&self.columns, column).iter().enumerate() {
            self.position.put(*item, position);
        }
    }

    fn place(&self, end: End) -> f64 {
        self.position.at(end.0) as f64 + end.1
    }

    fn crossings(&self) -> usize {
        self.weave.strands.iter().map(|it| self.crossings_of(it)).sum()
    }

    /// Counts the pairs of strands between two columns that are in opposite orders at their ends.
    fn crossings_of(&self, strands: &[Strand]) -> usize {
        let mut ends: Vec<(f64, f64)> = strands
            .iter()
            .map(|it| {
                let left = (it.left, share(self.weave, it.left, it.left_y));
                let right = (it.right, share(self.weave, it.right, it.right_y));
                (self.place(left), self.place(right))
            })
            .collect();
        ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        // Insertion into a sorted list counts the inversions.
        let mut seen: Vec<f64> = Vec::with_capacity(ends.len());
        let mut res = 0;
        for (_, right) in ends {
            let above = seen.partition_point(|it| *it <= right);
            res += seen.len() - above;
            seen.insert(above, right);
        }
        res
    }

    /// Sorts every column by the mean place of its neighbors on one side.
    fn sweep(&mut self, side: Side) {
        let count = self.columns.len();
        for step in 1..count {
            let column = if side == Side::Left { step } else { count - 1 - step };
            let mut keyed: Vec<(f64, usize)> =
                list(&self.columns, column).iter().map(|it| (self.mean(*it, side), *it)).collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            if let Some(it) = self.columns.get_mut(column) {
                *it = keyed.into_iter().map(|(_, item)| item).collect();
            }
            self.number(column);
        }
    }

    fn mean(&self, item: usize, side: Side) -> f64 {
        let near = list(if side == Side::Left { &self.left } else { &self.right }, item);
        if near.is_empty() {
            return self.position.at(item) as f64;
        }
        // Where the strand leaves the item breaks ties, so two lines from one node do not cross.
        let own: f64 = near.iter().map(|it| it.own).sum();
        let sum: f64 = near.iter().map(|it| self.place(it.other)).sum();
        (sum - own * 1e-3) / near.len() as f64
    }

    /// Exchanges items that stand next to each other while that removes crossings.
    fn exchange(&mut self) {
        for _ in 0..EXCHANGES {
            let mut better = false;
            for column in 0..self.columns.len() {
                for index in 1..list(&self.columns, column).len() {
                    let Some(items) = self.columns.get_mut(column) else { continue };
                    let (above, below) = (items.at(index - 1), items.at(index));
                    if self.between(above, below) > self.between(below, above) {
                        if let Some(items) = self.columns.get_mut(column) {
                            items.swap(index - 1, index);
                        }
                        self.position.put(below, index - 1);
                        self.position.put(above, index);
                        better = true;
                    }
                }
            }
            if !better {
                break;
            }
        }
    }

    /// The crossings between the strands of two items if the first stands above the second.
    fn between(&self, above: usize, below: usize) -> usize {
        let count = |sides: &[Vec<Strandlet>]| -> usize {
            list(sides, above)
                .iter()
                .map(|a| {
                    let own = self.place(a.other);
                    list(sides, below).iter().filter(|b| self.place(b.other) < own).count()
                })
                .sum()
        };
        count(&self.left) + count(&self.right)
    }
}

/// How far down an item a strand leaves, from 0 to just under 1.
fn share(weave: &Weave, item: usize, y: f64) -> f64 {
    let height = weave.items.at(item).height;
    if height > 0.0 { (y / height).clamp(0.0, 0.99) } else { 0.5 }
}
