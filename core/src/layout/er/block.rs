//! The inside of a group: its connected parts as bands in common columns, with channels between.

use super::column::{self, Fold};
use super::group;
use super::track::{self, Run};
use super::weave::{Line, Weave};
use crate::layout::dense::{Dense, list, push};
use crate::layout::geometry::{Rect, Size};

/// The room around the cards of a group, and above them for its name.
pub(super) const PADDING: f64 = 24.0;
pub(super) const HEADER: f64 = 44.0;

/// A group's size is a multiple of this, so that the lines around groups meet.
pub(super) const GRID: f64 = 32.0;

/// The room between two bands, and between two cards without lines.
const BAND_GAP: f64 = 36.0;
const CARD_GAP: f64 = 28.0;

/// A channel's narrowest width, the room beside its outer tracks, and between two tracks.
const CHANNEL: f64 = 56.0;
const MARGIN: f64 = 24.0;
pub(super) const TRACK: f64 = 8.0;

/// How the columns may be folded: how much taller than the shape asks for, and whether columns
/// are joined. What suits a group shows only when it is tried.
pub(super) const FOLDS: &[(f64, bool)] = &[
    (1.0, false),
    (1.25, false),
    (1.6, false),
    (0.8, true),
    (1.0, true),
    (1.25, true),
    (1.6, true),
];

/// How much larger a group may be if all its references lead from left to right: that is easier
/// to read.
const JOINED: f64 = 1.2;

/// A group laid out; its own corner is the origin.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    pub(super) size: Size,
    /// The seat of each node, by local number.
    pub(super) seats: Vec<Rect>,
    /// The column of each node.
    pub(super) column: Vec<usize>,
    /// Where each channel begins and ends: the first is left of the first column.
    pub(super) channels: Vec<(f64, f64)>,
    /// The bends of each line from its left end to its right end: how high it passes each column.
    pub(super) bends: Vec<Vec<f64>>,
}

/// What a group is made of, by local number.
#[derive(Clone, Debug, Default)]
pub(super) struct Inside {
    pub(super) sizes: Vec<Size>,
    pub(super) lines: Vec<Line>,
    /// The nodes that have lines to other groups, as often as they have them.
    pub(super) exits: Vec<usize>,
}

/// The channel through which a line leaves a node in `column` of `columns`.
pub(super) fn exit_channel(column: usize, columns: usize) -> usize {
    if column * 2 < columns.saturating_sub(1) { column } else { column + 1 }
}

impl Block {
    /// Lays out a group for a place that is `aspect` times as wide as it is high, in the best of
    /// the ways to fold it.
    pub(super) fn new(inside: &Inside, aspect: f64, folds: &[(f64, bool)]) -> Self {
        let parts = group::components(inside.sizes.len(), &pairs(&inside.lines));
        let tallest = tallest(&inside.sizes, aspect);
        let blocks = folds.iter().map(|(factor, joins)| {
            let fold = Fold { tallest: tallest * factor, joins: *joins };
            let block = Self::folded(inside, &parts, fold);
            let cost = block.extent(aspect) * if *joins { JOINED } else { 1.0 };
            (cost, block)
        });
        let best = blocks.min_by(|a, b| a.0.total_cmp(&b.0));
        best.map_or(Self::EMPTY, |(_, block)| block)
    }

    fn folded(inside: &Inside, parts: &[Vec<usize>], fold: Fold) -> Self {
        let mut stack = Stack::new(inside, fold);
        for part in parts {
            match part.as_slice() {
                [alone] => stack.alone(*alone),
                _ => stack.band(part),
            }
        }
        stack.finished()
    }

    /// The height of the place of this shape that holds the block.
    fn extent(&self, aspect: f64) -> f64 {
        self.size.height.max(self.size.width / aspect)
    }
}

fn pairs(lines: &[Line]) -> Vec<(usize, usize)> {
    lines.iter().map(|it| (it.from, it.to)).collect()
}

/// Bands and single cards on top of each other in common columns.
struct Stack<'a> {
    inside: &'a Inside,
    fold: Fold,
    bottom: Vec<f64>,
    column: Vec<usize>,
    top: Vec<f64>,
    bends: Vec<Vec<f64>>,
    runs: Vec<Vec<Run>>,
}

impl<'a> Stack<'a> {
    fn new(inside: &'a Inside, fold: Fold) -> Self {
        let count = inside.sizes.len();
        Self {
            inside,
            fold,
            bottom: Vec::new(),
            column: vec![0; count],
            top: vec![0.0; count],
            bends: vec![Vec::new(); inside.lines.len()],
            runs: Vec::new(),
        }
    }

    /// Adds a connected part where it makes the block least tall and wide.
    fn band(&mut self, part: &[usize]) {
        let (numbers, lines) = self.lines_of(part);
        let heights: Vec<f64> = part.iter().map(|it| self.inside.sizes.at(*it).height).collect();
        let spaced: Vec<f64> = heights.iter().map(|it| it + CARD_GAP).collect();
        let columns = column::columns(&spaced, &pairs(&lines), self.fold);
        let weave = Weave::new(&heights, &columns, &lines);
        let (first, top) = self.place(&weave);
        for (local, node) in part.iter().enumerate() {
            self.column.put(*node, first + weave.items.at(local).column);
            self.top.put(*node, top + weave.top.at(local));
        }
        for (line, number) in numbers.into_iter().enumerate() {
            let ys = list(&weave.bends, line).iter().map(|it| top + weave.top.at(*it)).collect();
            if let Some(it) = self.bends.get_mut(number) {
                *it = ys;
            }
        }
        for (column, strands) in weave.strands.iter().enumerate() {
            for it in strands {
                let from = top + weave.top.at(it.left) + it.left_y;
                let to = top + weave.top.at(it.right) + it.right_y;
                if (from - to).abs() > STRAIGHT {
                    let run = Run::between(from, to).leaving_before(from).leaving_after(to);
                    push(&mut self.runs, first + column + 1, run);
                }
            }
        }
        self.loops(&weave, first, top);
    }

    /// Adds the lines that stay in their column to the channel on its right.
    fn loops(&mut self, weave: &Weave, first: usize, top: f64) {
        for it in &weave.loops {
            let from = top + weave.top.at(it.left) + it.left_y;
            let to = top + weave.top.at(it.right) + it.right_y;
            let run = Run::between(from, to).leaving_before(from).leaving_before(to);
            push(&mut self.runs, first + weave.items.at(it.left).column + 1, run);
        }
    }

    /// The lines inside `part`: their numbers in the group, and themselves by the part's numbers.
    fn lines_of(&self, part: &[usize]) -> (Vec<usize>, Vec<Line>) {
        let local = |node: usize| part.binary_search(&node).ok();
        let lines = self.inside.lines.iter().enumerate();
        lines
            .filter_map(|(number, it)| {
                Some((number, Line { from: local(it.from)?, to: local(it.to)?, ..*it }))
            })
            .unzip()
    }

    /// Room for a band: its first column and its top. It stands as high as the columns allow.
    fn place(&mut self, weave: &Weave) -> (usize, f64) {
        let columns = weave.columns.len();
        let spans: Vec<(f64, f64)> = (0..columns).map(|it| weave.span(it)).collect();
        let height = weave.height();
        let top_at = |first: usize| {
            let below = self.bottom.iter().skip(first).zip(&spans);
            below.map(|(bottom, (high, _))| bottom - high).fold(0.0, f64::max)
        };
        let starts = 0..=self.bottom.len().saturating_sub(columns);
        let fits = starts.filter(|_| self.bottom.len() >= columns);
        let best = fits.map(|it| (top_at(it), it)).min_by(|a, b| a.0.total_cmp(&b.0));
        let (top, first) = match best {
            Some((top, first)) if top + height <= self.fold.tallest => (top, first),
            // Beside everything, rather than far below it.
            Some((top, first)) if height > self.fold.tallest => (top, first),
            _ => (0.0, self.bottom.len()),
        };
        self.bottom.resize(self.bottom.len().max(first + columns), 0.0);
        self.runs.resize(self.bottom.len() + 1, Vec::new());
        for (column, (_, low)) in spans.into_iter().enumerate() {
            self.bottom.put(first + column, top + low + BAND_GAP);
        }
        (first, top)
    }

    /// Adds a card without lines where there is most room.
    fn alone(&mut self, node: usize) {
        let height = self.inside.sizes.at(node).height;
        let columns = self.bottom.iter().copied().enumerate();
        let shortest = columns.min_by(|a, b| a.1.total_cmp(&b.1));
        let tallest = self.bottom.iter().copied().fold(self.fold.tallest, f64::max);
        let fits = |(_, bottom): &(usize, f64)| bottom + height <= tallest;
        let (column, top) = shortest.filter(fits).unwrap_or((self.bottom.len(), 0.0));
        self.bottom.resize(self.bottom.len().max(column + 1), 0.0);
        self.runs.resize(self.bottom.len() + 1, Vec::new());
        self.bottom.put(column, top + height + CARD_GAP);
        self.column.put(node, column);
        self.top.put(node, top);
    }

    /// Widths and places, now that everything is stacked.
    fn finished(mut self) -> Block {
        let columns = self.bottom.len();
        let mut width = vec![0.0_f64; columns];
        for (node, column) in self.column.iter().enumerate() {
            let widest = width.at(*column).max(self.inside.sizes.at(node).width);
            width.put(*column, widest);
        }
        let mut exits = vec![0_usize; columns + 1];
        for node in &self.inside.exits {
            let channel = exit_channel(self.column.at(*node), columns);
            exits.add(channel, 1);
        }
        let mut channels = vec![(0.0, PADDING)];
        let mut lefts = Vec::with_capacity(columns);
        let mut x = PADDING;
        for column in 0..columns {
            lefts.push(x);
            let start = x + width.at(column);
            let (_, tracks) = track::tracks(list(&self.runs, column + 1));
            let is_last = column + 1 == columns;
            let through = if is_last { 0 } else { exits.at(column + 1) };
            let room = 2.0 * MARGIN + TRACK * (tracks + through).saturating_sub(1) as f64;
            x = start
                + match (is_last, tracks) {
                    (true, 0) => PADDING,
                    (true, _) => room,
                    (false, _) => room.max(CHANNEL),
                };
            channels.push((start, x));
        }
        let height = self.bottom_edge() + HEADER + PADDING;
        let size = Size::new(up(x), up(height));
        if let Some(last) = channels.last_mut() {
            last.1 = size.width;
        }
        for ys in self.bends.iter_mut().flatten() {
            *ys += HEADER;
        }
        let seats = (0..self.column.len()).map(|node| {
            let column = self.column.at(node);
            let top = HEADER + self.top.at(node);
            Rect::new(lefts.at(column), top, width.at(column), self.inside.sizes.at(node).height)
        });
        Block {
            size,
            seats: seats.collect(),
            column: self.column.clone(),
            channels,
            bends: self.bends,
        }
    }

    fn bottom_edge(&self) -> f64 {
        let bottoms = self.inside.sizes.iter().zip(&self.top).map(|(size, top)| top + size.height);
        bottoms.fold(0.0, f64::max)
    }
}

/// Ends that differ by less than this are level.
pub(super) const STRAIGHT: f64 = 0.5;

/// How tall a group of this shape is for its area; at least as tall as its tallest card.
fn tallest(sizes: &[Size], aspect: f64) -> f64 {
    let area: f64 = sizes.iter().map(|it| (it.height + CARD_GAP) * (it.width + CHANNEL)).sum();
    let most = sizes.iter().map(|it| it.height).fold(0.0, f64::max);
    (area / aspect).sqrt().max(most + CARD_GAP)
}

fn up(length: f64) -> f64 {
    (length / GRID).ceil() * GRID
}

impl Block {
    /// A block of nothing.
    pub(super) const EMPTY: Self = Self {
        size: Size::new(0.0, 0.0),
        seats: Vec::new(),
        column: Vec::new(),
        channels: Vec::new(),
        bends: Vec::new(),
    };
}
