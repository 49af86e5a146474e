//! Groups on a plane: packed to the window's shape, near to the groups they have lines to.

use super::block::GRID;
use crate::layout::dense::{Dense, list, push};
use crate::layout::geometry::{Point, Rect, Size};

/// How much wider than its area asks for a packing may be. Few groups leave large holes, and which
/// width suits them shows only when it is tried.
const WIDENINGS: [f64; 6] = [1.0, 1.12, 1.25, 1.4, 1.6, 1.8];

/// With more groups than this the holes are small, and one width is as good as the next.
const MOST_TRIED: usize = 48;

/// The corner of each group. `bonds` are pairs of groups with how many lines they share; `gap` is
/// the room between groups, a multiple of the grid.
pub(super) fn corners(
    sizes: &[Size],
    bonds: &[(usize, usize, usize)],
    aspect: f64,
    gap: f64,
) -> Vec<Point> {
    let tried = if sizes.len() > MOST_TRIED { 1 } else { WIDENINGS.len() };
    let packings = WIDENINGS.iter().take(tried).map(|widening| {
        let mut packing = Packing::new(sizes, bonds, aspect, gap);
        packing.width *= widening;
        while let Some(group) = packing.next() {
            packing.put(group);
        }
        packing
    });
    let best = packings.min_by(|a, b| a.extent(aspect).total_cmp(&b.extent(aspect)));
    let placed = best.map_or_else(Vec::new, |it| it.placed);
    placed.into_iter().map(|it| it.map(|it| Point::new(it.x, it.y)).unwrap_or_default()).collect()
}

struct Packing<'a> {
    sizes: &'a [Size],
    near: Vec<Vec<(usize, usize)>>,
    placed: Vec<Option<Rect>>,
    width: f64,
    gap: f64,
}

impl<'a> Packing<'a> {
    fn new(sizes: &'a [Size], bonds: &[(usize, usize, usize)], aspect: f64, gap: f64) -> Self {
        let mut near = vec![Vec::new(); sizes.len()];
        for (a, b, lines) in bonds {
            push(&mut near, *a, (*b, *lines));
            push(&mut near, *b, (*a, *lines));
        }
        let area: f64 = sizes.iter().map(|it| (it.width + gap) * (it.height + gap)).sum();
        let widest = sizes.iter().map(|it| it.width).fold(0.0, f64::max);
        // A packing leaves about a tenth of its area empty.
        let width = (area * 1.1 * aspect).sqrt().max(widest);
        Self { sizes, near, placed: vec![None; sizes.len()], width, gap }
    }

    /// The group that is placed next: the biggest first, then by lines to those that stand.
    fn next(&self) -> Option<usize> {
        let waiting = (0..self.sizes.len()).filter(|it| self.placed.at(*it).is_none());
        let key = |group: usize| {
            let size = self.sizes.at(group);
            let bound: usize = self.placed_neighbors(group).map(|(_, lines)| lines).sum();
            size.width * size.height * (1.0 + 0.25 * (bound as f64))
        };
        waiting.max_by(|a, b| key(*a).total_cmp(&key(*b)).then(b.cmp(a)))
    }

    /// The height of the window of this shape that holds the whole packing.
    fn extent(&self, aspect: f64) -> f64 {
        let rects = self.placed.iter().flatten();
        rects.fold(0.0, |most, it| most.max(it.bottom()).max(it.right() / aspect))
    }

    fn placed_neighbors(&self, group: usize) -> impl Iterator<Item = (Rect, usize)> {
        let near = list(&self.near, group).iter();
        near.filter_map(|(other, lines)| Some((self.placed.at(*other)?, *lines)))
    }

    /// Places a group in the corner that costs least: height of the whole, and length of lines.
    fn put(&mut self, group: usize) {
        let size = self.sizes.at(group);
        let mut best: Option<(f64, Rect)> = None;
        for corner in self.candidates(size) {
            let rect = Rect::new(corner.x, corner.y, size.width, size.height);
            let cost = self.cost(group, rect);
            if best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, rect));
            }
        }
        let rect = best.map_or(Rect::new(0.0, 0.0, size.width, size.height), |(_, it)| it);
        self.placed.put(group, Some(rect));
    }

    /// The free corners beside and below what stands, pushed up as far as they go.
    fn candidates(&self, size: Size) -> Vec<Point> {
        let mut lefts = vec![0.0];
        for it in self.placed.iter().flatten() {
            lefts.extend([it.x, it.right() + self.gap]);
        }
        lefts.retain(|it| it + size.width <= self.width.max(size.width));
        lefts.sort_by(f64::total_cmp);
        lefts.dedup();
        lefts.into_iter().flat_map(|x| self.tops(x, size)).collect()
    }

    /// The heights at which a group fits at `x`: the highest hole that is big enough, and the end.
    fn tops(&self, x: f64, size: Size) -> Vec<Point> {
        let gap = self.gap;
        let column = Rect::new(x - gap + 1.0, 0.0, size.width + 2.0 * gap - 2.0, f64::INFINITY);
        let mut blocks: Vec<Rect> = self.placed.iter().flatten().copied().collect();
        blocks.retain(|it| it.x < column.right() && column.x < it.right());
        blocks.sort_by(|a, b| a.y.total_cmp(&b.y));
        let mut y = 0.0_f64;
        for it in blocks {
            if it.y - gap >= y + size.height {
                break;
            }
            y = y.max(it.bottom() + gap);
        }
        vec![Point::new(x, (y / GRID).ceil() * GRID)]
    }

    fn cost(&self, group: usize, rect: Rect) -> f64 {
        let center = rect.center();
        let (mut wires, mut lines) = (0.0, 0.0);
        for (other, count) in self.placed_neighbors(group) {
            let to = other.center();
            // Many lines to one group weigh less than the first.
            let weight = (count as f64).sqrt();
            wires += ((to.x - center.x).abs() + (to.y - center.y).abs()) * weight;
            lines += weight;
        }
        let mean = if lines > 0.0 { wires / lines } else { 0.0 };
        rect.bottom() + 0.15 * center.x + 0.6 * mean
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_keep_their_distance_and_the_shape_asked_for() {
        let sizes: Vec<Size> = (0..30)
            .map(|it| {
                Size::new(320.0 + f64::from(it % 7) * 96.0, 256.0 + f64::from(it % 5) * 128.0)
            })
            .collect();
        let corners = corners(&sizes, &[(0, 5, 3), (5, 9, 1)], 1.6, 64.0);
        let rects: Vec<Rect> = corners
            .iter()
            .zip(&sizes)
            .map(|(at, size)| Rect::new(at.x, at.y, size.width, size.height))
            .collect();
        for (index, a) in rects.iter().enumerate() {
            for b in &rects[..index] {
                assert!(!a.grown(31.9).overlaps(b.grown(31.9)), "{a:?} {b:?}");
            }
        }
        let all = rects.iter().copied().reduce(Rect::union).unwrap();
        let aspect = all.width / all.height;
        assert!((1.1..2.2).contains(&aspect), "{aspect}");
    }
}
