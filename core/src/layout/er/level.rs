//! How high the items of each column stand: as level with their neighbors as order and gaps allow.
//!
//! Each column in turn moves its items to the mean height of their neighbors; where that would
//! push items into each other, they share a compromise (isotonic regression by pooling adjacent
//! violators), which is the least movement in the sense of squares.

use super::weave::Weave;
use crate::layout::dense::{Dense, list, push};

const SWEEPS: usize = 10;

/// Straight lines matter more than cards in the middle of their neighbors.
const BEND_WEIGHT: f64 = 6.0;

/// The top of each item, the highest at zero.
pub(super) fn tops(weave: &Weave) -> Vec<f64> {
    let mut level = Level::new(weave);
    let count = weave.columns.len();
    for sweep in 0..SWEEPS {
        for step in 0..count {
            level.settle(if sweep % 2 == 0 { step } else { count - 1 - step });
        }
    }
    let highest = level.top.iter().copied().fold(f64::INFINITY, f64::min);
    if !highest.is_finite() {
        return Vec::new();
    }
    // Whole pixels keep one-pixel lines sharp.
    level.top.iter().map(|it| (it - highest).round()).collect()
}

struct Level<'a> {
    weave: &'a Weave,
    top: Vec<f64>,
    /// For each item: own offset, the other item, its offset, and how much the strand matters.
    near: Vec<Vec<(f64, usize, f64, f64)>>,
}

impl<'a> Level<'a> {
    fn new(weave: &'a Weave) -> Self {
        let mut near = vec![Vec::new(); weave.items.len()];
        for strand in weave.strands.iter().flatten() {
            let bends = [strand.left, strand.right].map(|it| weave.items.at(it).bend);
            let weight = match bends {
                [true, true] => BEND_WEIGHT,
                [true, false] | [false, true] => 2.0,
                [false, false] => 1.0,
            };
            push(&mut near, strand.left, (strand.left_y, strand.right, strand.right_y, weight));
            push(&mut near, strand.right, (strand.right_y, strand.left, strand.left_y, weight));
        }
        let mut res = Self { weave, top: vec![0.0; weave.items.len()], near };
        for column in &weave.columns {
            res.stack(column);
        }
        res
    }

    /// Puts the items of a column below each other around the zero line.
    fn stack(&mut self, column: &[usize]) {
        let offsets = self.offsets(column);
        let last = column.last().map_or(0.0, |it| self.weave.items.at(*it).height);
        let total = offsets.last().map_or(0.0, |it| it + last);
        for (item, offset) in column.iter().zip(offsets) {
            self.top.put(*item, offset - total / 2.0);
        }
    }

    /// How far below the first item each must be at least.
    fn offsets(&self, column: &[usize]) -> Vec<f64> {
        let mut res = Vec::with_capacity(column.len());
        let mut offset = 0.0;
        let mut above = None;
        for item in column {
            if let Some(above) = above {
                offset += self.weave.items.at(above).height + self.weave.gap(above, *item);
            }
            res.push(offset);
            above = Some(*item);
        }
        res
    }

    fn settle(&mut self, column: usize) {
        let items = list(&self.weave.columns, column);
        let offsets = self.offsets(items);
        let wishes: Vec<(f64, f64)> = items
            .iter()
            .zip(&offsets)
            .map(|(item, offset)| {
                let (wish, weight) = self.wish(*item);
                (wish - offset, weight)
            })
            .collect();
        let fitted = isotonic(&wishes);
        for ((item, offset), fitted) in items.iter().zip(offsets).zip(fitted) {
            self.top.put(*item, offset + fitted);
        }
    }

    /// Where an item would stand if it were alone, and how much that matters.
    fn wish(&self, item: usize) -> (f64, f64) {
        let near = list(&self.near, item);
        let weight: f64 = near.iter().map(|it| it.3).sum();
        if weight == 0.0 {
            return (self.top.at(item), 0.1);
        }
        let sum: f64 = near
            .iter()
            .map(|(own, other, offset, weight)| (self.top.at(*other) + offset - own) * weight)
            .sum();
        (sum / weight, weight)
    }
}

/// The non-decreasing values nearest to the wished ones, in the sense of weighted squares.
fn isotonic(wishes: &[(f64, f64)]) -> Vec<f64> {
    // Each pool holds a sum of weighted wishes, a sum of weights, and how many values it covers.
    let mut pools: Vec<(f64, f64, usize)> = Vec::with_capacity(wishes.len());
    for (wish, weight) in wishes {
        let mut pool = (wish * weight, *weight, 1);
        while let Some(last) = pools.last().copied()
            && last.0 / last.1 > pool.0 / pool.1
        {
            pool = (last.0 + pool.0, last.1 + pool.1, last.2 + pool.2);
            pools.pop();
        }
        pools.push(pool);
    }
    pools
        .into_iter()
        .flat_map(|(sum, weight, count)| std::iter::repeat_n(sum / weight, count))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_in_order_are_granted_and_others_meet_in_the_middle() {
        assert_eq!(isotonic(&[(1.0, 1.0), (2.0, 1.0)]), [1.0, 2.0]);
        assert_eq!(isotonic(&[(3.0, 1.0), (1.0, 1.0)]), [2.0, 2.0]);
        assert_eq!(isotonic(&[(4.0, 3.0), (0.0, 1.0), (5.0, 1.0)]), [3.0, 3.0, 5.0]);
    }
}
