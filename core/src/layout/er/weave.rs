//! A connected graph in columns: what stands in each, in which order, and how high.
//!
//! A line that passes a column on its way gets a place of its own there (a *bend*), so lines run
//! beside the cards and never behind them. The order in a column is found by sweeping over the
//! columns and sorting by the mean place of the neighbors, rows counted, then by exchanging neighbors
//! while that removes crossings (Sugiyama and others, 1981).

use super::level;
use super::order;
use crate::layout::dense::{Dense, list, push};

/// The room between two cards, between two bends, and between a card and a bend.
const CARD_GAP: f64 = 28.0;
const BEND_GAP: f64 = 8.0;
const MIXED_GAP: f64 = 16.0;

/// A line inside the graph, from row to row: local numbers of nodes, and how far below the
/// node's top each end is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Line {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) from_y: f64,
    pub(super) to_y: f64,
}

/// Something that takes a place in a column: a node, or a bend without height.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Item {
    pub(super) column: usize,
    pub(super) height: f64,
    pub(super) bend: bool,
}

/// A part of a line between two columns that are next to each other, or inside one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Strand {
    pub(super) left: usize,
    pub(super) right: usize,
    /// How far below the item's top it leaves and arrives.
    pub(super) left_y: f64,
    pub(super) right_y: f64,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Weave {
    /// The nodes by their numbers, then the bends.
    pub(super) items: Vec<Item>,
    /// The items of each column, from the top.
    pub(super) columns: Vec<Vec<usize>>,
    /// The strands between each column and the next.
    pub(super) strands: Vec<Vec<Strand>>,
    /// The lines between two nodes of one column: they leave and arrive on the right.
    pub(super) loops: Vec<Strand>,
    /// The bends of each line, from the left.
    pub(super) bends: Vec<Vec<usize>>,
    /// The top of each item.
    pub(super) top: Vec<f64>,
}

impl Weave {
    /// Puts nodes of these `heights` into their `columns` and leads the lines between them.
    pub(super) fn new(heights: &[f64], columns: &[usize], lines: &[Line]) -> Self {
        let count = columns.iter().max().map_or(0, |it| it + 1);
        let items = heights.iter().zip(columns);
        let mut res = Self {
            items: items
                .map(|(height, column)| Item { column: *column, height: *height, bend: false })
                .collect(),
            columns: vec![Vec::new(); count],
            strands: vec![Vec::new(); count],
            loops: Vec::new(),
            bends: Vec::new(),
            top: Vec::new(),
        };
        for (node, column) in columns.iter().enumerate() {
            push(&mut res.columns, *column, node);
        }
        for line in lines {
            let bends = res.lead(line);
            res.bends.push(bends);
        }
        res.columns = order::untangled(&res);
        res.top = level::tops(&res);
        res
    }

    /// How high the whole is, from the top of the highest item.
    pub(super) fn height(&self) -> f64 {
        let bottoms = self.items.iter().zip(&self.top).map(|(item, top)| top + item.height);
        bottoms.fold(0.0, f64::max)
    }

    /// The top of a column's highest item and the bottom of its lowest.
    pub(super) fn span(&self, column: usize) -> (f64, f64) {
        let items = list(&self.columns, column).iter();
        let spans =
            items.map(|it| (self.top.at(*it), self.top.at(*it) + self.items.at(*it).height));
        let span = spans.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        span.unwrap_or_default()
    }

    /// The room that must stay between two items of a column.
    pub(super) fn gap(&self, above: usize, below: usize) -> f64 {
        match (self.items.at(above).bend, self.items.at(below).bend) {
            (false, false) => CARD_GAP,
            (true, true) => BEND_GAP,
            (true, false) | (false, true) => MIXED_GAP,
        }
    }

    /// Adds the strands of a line and the bends between them.
    fn lead(&mut self, line: &Line) -> Vec<usize> {
        let mut ends = [(line.from, line.from_y), (line.to, line.to_y)];
        ends.sort_by_key(|(node, _)| self.items.at(*node).column);
        let [(left, left_y), (right, right_y)] = ends;
        let (first, last) = (self.items.at(left).column, self.items.at(right).column);
        let mut bends = Vec::new();
        if first == last {
            self.loops.push(Strand { left, right, left_y, right_y });
            return bends;
        }
        let (mut from, mut from_y) = (left, left_y);
        for column in first + 1..last {
            let bend = self.items.len();
            self.items.push(Item { column, height: 0.0, bend: true });
            push(&mut self.columns, column, bend);
            let strand = Strand { left: from, right: bend, left_y: from_y, right_y: 0.0 };
            push(&mut self.strands, column - 1, strand);
            bends.push(bend);
            (from, from_y) = (bend, 0.0);
        }
        let strand = Strand { left: from, right, left_y: from_y, right_y };
        push(&mut self.strands, last - 1, strand);
        bends
    }
}
