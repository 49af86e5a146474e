//! The free ways between groups, and the shortest one from a card's side to another's.
//!
//! Every group is surrounded by four gutters, each as long as nothing stands in its way. Where
//! gutters meet, a line may turn; turning costs, so lines are straight before they are short.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::layout::dense::{Dense, list, push};
use crate::layout::geometry::{Point, Rect};

/// How far a gutter runs from the groups beside it.
pub(super) const DISTANCE: f64 = 32.0;

/// What a turn costs, in pixels of way.
const TURN: u64 = 60;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Axis {
    #[default]
    Vertical,
    Horizontal,
}

/// A free straight way. A vertical one stands at `at` and spans heights; a horizontal one lies
/// at the height `at`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Gutter {
    pub(super) axis: Axis,
    pub(super) at: f64,
    low: f64,
    high: f64,
}

/// A place on a gutter where a line may enter or leave, and what it costs to get there.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Stop {
    pub(super) gutter: usize,
    pub(super) position: f64,
    pub(super) cost: f64,
}

/// A way found: which of the stops it uses, and the gutters from one to the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Way {
    pub(super) start: usize,
    pub(super) goal: usize,
    pub(super) gutters: Vec<usize>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Gutters {
    pub(super) all: Vec<Gutter>,
    /// Where a vertical gutter (first) and a horizontal one (second) meet.
    nodes: Vec<(usize, usize)>,
    /// The nodes on each gutter, in order, with their positions.
    stops: Vec<Vec<(f64, usize)>>,
    /// The node above, below, left and right of each.
    near: Vec<[Option<usize>; 4]>,
    /// The gutters of each group: left, right, above, below.
    around: Vec<[usize; 4]>,
}

impl Gutters {
    pub(super) fn new(groups: &[Rect]) -> Self {
        let mut res = Self::default();
        for group in groups {
            let around = sides(*group).map(|side| res.add(side.free(group, groups)));
            res.around.push(around);
        }
        res.meet();
        res
    }

    /// The gutter on the left, right, above or below a group.
    pub(super) fn beside(&self, group: usize, side: Side) -> usize {
        let [left, right, above, below] = self.around.at(group);
        match side {
            Side::Left => left,
            Side::Right => right,
            Side::Above => above,
            Side::Below => below,
        }
    }

    /// Adds a gutter, or makes one longer that it overlaps.
    fn add(&mut self, gutter: Gutter) -> usize {
        let same = |it: &Gutter| {
            it.axis == gutter.axis
                && (it.at - gutter.at).abs() < 0.5
                && it.low <= gutter.high
                && gutter.low <= it.high
        };
        if let Some(found) = self.all.iter().position(same) {
            let it = self.all.at(found);
            let joined =
                Gutter { low: it.low.min(gutter.low), high: it.high.max(gutter.high), ..it };
            self.all.put(found, joined);
            return found;
        }
        self.all.push(gutter);
        self.all.len() - 1
    }

    /// Finds where gutters meet and what lies next to what.
    fn meet(&mut self) {
        self.stops = vec![Vec::new(); self.all.len()];
        for (v, vertical) in self.all.iter().enumerate() {
            if vertical.axis != Axis::Vertical {
                continue;
            }
            for (h, level) in self.all.iter().enumerate() {
                let meets = level.axis == Axis::Horizontal
                    && (vertical.low..=vertical.high).contains(&level.at)
                    && (level.low..=level.high).contains(&vertical.at);
                if meets {
                    push(&mut self.stops, v, (level.at, self.nodes.len()));
                    push(&mut self.stops, h, (vertical.at, self.nodes.len()));
                    self.nodes.push((v, h));
                }
            }
        }
        self.near = vec![[None; 4]; self.nodes.len()];
        for (gutter, stops) in self.all.iter().zip(&mut self.stops) {
            stops.sort_by(|a, b| a.0.total_cmp(&b.0));
            let first = if gutter.axis == Axis::Vertical { 0 } else { 2 };
            for pair in stops.windows(2) {
                let [(_, a), (_, b)] = pair else { continue };
                if let Some(it) = self.near.get_mut(*a).and_then(|it| it.get_mut(first + 1)) {
                    *it = Some(*b);
                }
                if let Some(it) = self.near.get_mut(*b).and_then(|it| it.get_mut(first)) {
                    *it = Some(*a);
                }
            }
        }
    }

    fn point(&self, node: usize) -> Point {
        let (v, h) = self.nodes.at(node);
        Point::new(self.all.at(v).at, self.all.at(h).at)
    }

    fn point_of(&self, stop: &Stop) -> Point {
        let gutter = self.all.at(stop.gutter);
        match gutter.axis {
            Axis::Vertical => Point::new(gutter.at, stop.position),
            Axis::Horizontal => Point::new(stop.position, gutter.at),
        }
    }

    /// The nodes on both sides of a stop.
    fn beside_stop(&self, stop: &Stop) -> [Option<usize>; 2] {
        let stops = list(&self.stops, stop.gutter);
        let after = stops.partition_point(|(position, _)| *position < stop.position);
        let node = |index: usize| stops.get(index).map(|(_, node)| *node);
        [after.checked_sub(1).and_then(node), node(after)]
    }

    /// The cheapest way from one of `starts` to one of `goals`.
    pub(super) fn way(&self, starts: &[Stop], goals: &[Stop]) -> Option<Way> {
        Search::new(self, starts, goals).run()
    }
}

/// A side of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
    Above,
    Below,
}

/// The gutters of a group, as long as the group itself: left, right, above, below.
fn sides(group: Rect) -> [Gutter; 4] {
    let it = group.grown(DISTANCE);
    let vertical = |at| Gutter { axis: Axis::Vertical, at, low: it.y, high: it.bottom() };
    let level = |at| Gutter { axis: Axis::Horizontal, at, low: it.x, high: it.right() };
    [vertical(it.x), vertical(it.right()), level(it.y), level(it.bottom())]
}

impl Gutter {
    /// The same gutter, as long as no group stands in its way.
    fn free(mut self, own: &Rect, groups: &[Rect]) -> Self {
        let own = self.span(own).1;
        let spans: Vec<_> = groups.iter().map(|it| self.span(it)).collect();
        let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
        for (across, (start, end)) in spans {
            self.low = self.low.min(start - DISTANCE);
            self.high = self.high.max(end + DISTANCE);
            if across.0 < self.at && self.at < across.1 {
                if end <= own.0 {
                    low = low.max(end + DISTANCE);
                } else if start >= own.1 {
                    high = high.min(start - DISTANCE);
                }
            }
        }
        (self.low, self.high) = (self.low.max(low), self.high.min(high));
        self
    }

    /// The extent of a rectangle across this gutter, and along it.
    fn span(&self, rect: &Rect) -> ((f64, f64), (f64, f64)) {
        let (x, y) = ((rect.x, rect.right()), (rect.y, rect.bottom()));
        if self.axis == Axis::Vertical { (x, y) } else { (y, x) }
    }
}

/// Where a search stands: at a node, having come along an axis, or at a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    At(usize, bool),
    Goal(usize),
}

/// A* over nodes and the axis by which they were reached.
struct Search<'a> {
    gutters: &'a Gutters,
    starts: &'a [Stop],
    goals: &'a [Stop],
    goal_points: Vec<Point>,
    goal_nodes: Vec<[Option<usize>; 2]>,
    /// The least cost of each state, and the state before it or the start.
    cost: Vec<u64>,
    from: Vec<Option<Before>>,
    open: BinaryHeap<Reverse<(u64, State)>>,
}

#[derive(Clone, Copy, Debug)]
enum Before {
    Start(usize),
    State(State),
}

impl<'a> Search<'a> {
    fn new(gutters: &'a Gutters, starts: &'a [Stop], goals: &'a [Stop]) -> Self {
        let states = gutters.nodes.len() * 2 + goals.len();
        Self {
            gutters,
            starts,
            goals,
            goal_points: goals.iter().map(|it| gutters.point_of(it)).collect(),
            goal_nodes: goals.iter().map(|it| gutters.beside_stop(it)).collect(),
            cost: vec![u64::MAX; states],
            from: vec![None; states],
            open: BinaryHeap::new(),
        }
    }

    fn run(mut self) -> Option<Way> {
        for (number, start) in self.starts.iter().enumerate() {
            self.begin(number, start);
        }
        while let Some(Reverse((_, state))) = self.open.pop() {
            match state {
                State::Goal(goal) => return Some(self.traced(goal)),
                State::At(node, vertical) => self.expand(node, vertical),
            }
        }
        None
    }

    fn begin(&mut self, number: usize, start: &Stop) {
        let vertical = self.gutters.all.at(start.gutter).axis == Axis::Vertical;
        let from = self.gutters.point_of(start);
        for node in self.gutters.beside_stop(start).into_iter().flatten() {
            let cost = length(start.cost) + distance(from, self.gutters.point(node));
            self.reach(State::At(node, vertical), cost, Before::Start(number));
        }
        for (goal, stop) in self.goals.iter().enumerate() {
            if stop.gutter == start.gutter {
                let way = length((stop.position - start.position).abs());
                let cost = length(start.cost) + way + length(stop.cost);
                self.reach(State::Goal(goal), cost, Before::Start(number));
            }
        }
    }

    fn expand(&mut self, node: usize, vertical: bool) {
        let state = State::At(node, vertical);
        let cost = self.cost.at(self.index(state));
        let here = self.gutters.point(node);
        for (number, next) in self.gutters.near.at(node).into_iter().enumerate() {
            let Some(next) = next else { continue };
            let turned = (number < 2) != vertical;
            let cost = cost + distance(here, self.gutters.point(next)) + turn(turned);
            self.reach(State::At(next, number < 2), cost, Before::State(state));
        }
        let (v, h) = self.gutters.nodes.at(node);
        for (goal, stop) in self.goals.iter().enumerate() {
            if self.goal_nodes.at(goal).contains(&Some(node)) {
                let turned = if stop.gutter == v { !vertical } else { vertical };
                debug_assert!(stop.gutter == v || stop.gutter == h);
                let way = distance(here, self.goal_points.at(goal)) + length(stop.cost);
                self.reach(State::Goal(goal), cost + way + turn(turned), Before::State(state));
            }
        }
    }

    fn reach(&mut self, state: State, cost: u64, before: Before) {
        let index = self.index(state);
        if cost >= self.cost.at(index) {
            return;
        }
        self.cost.put(index, cost);
        self.from.put(index, Some(before));
        let left = match state {
            State::Goal(_) => 0,
            State::At(node, _) => {
                let here = self.gutters.point(node);
                let to = self.goal_points.iter().zip(self.goals);
                to.map(|(it, stop)| distance(here, *it) + length(stop.cost)).min().unwrap_or(0)
            }
        };
        self.open.push(Reverse((cost + left, state)));
    }

    fn index(&self, state: State) -> usize {
        match state {
            State::At(node, vertical) => node * 2 + usize::from(vertical),
            State::Goal(goal) => self.gutters.nodes.len() * 2 + goal,
        }
    }

    /// The gutters on the way to a goal, from the start on.
    fn traced(&self, goal: usize) -> Way {
        let mut gutters = vec![self.goals.at(goal).gutter];
        let mut at = State::Goal(goal);
        let mut start = 0;
        while let Some(before) = self.from.at(self.index(at)) {
            let gutter = match before {
                Before::Start(number) => self.starts.at(number).gutter,
                Before::State(State::At(node, vertical)) => {
                    let (v, h) = self.gutters.nodes.at(node);
                    if vertical { v } else { h }
                }
                Before::State(State::Goal(_)) => break,
            };
            if gutters.last() != Some(&gutter) {
                gutters.push(gutter);
            }
            match before {
                Before::Start(number) => {
                    start = number;
                    break;
                }
                Before::State(state) => at = state,
            }
        }
        gutters.reverse();
        Way { start, goal, gutters }
    }
}

fn turn(turned: bool) -> u64 {
    if turned { TURN } else { 0 }
}

fn distance(a: Point, b: Point) -> u64 {
    length((a.x - b.x).abs() + (a.y - b.y).abs())
}

/// Whole pixels: costs must compare exactly. A float this size is cut off without loss.
fn length(pixels: f64) -> u64 {
    pixels.round().max(0.0) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_around_what_stands_between() {
        let groups = [
            Rect::new(0.0, 0.0, 320.0, 320.0),
            Rect::new(384.0, 0.0, 320.0, 640.0),
            Rect::new(768.0, 0.0, 320.0, 320.0),
        ];
        let gutters = Gutters::new(&groups);
        let start = Stop { gutter: gutters.beside(0, Side::Right), position: 100.0, cost: 0.0 };
        let goal = Stop { gutter: gutters.beside(2, Side::Left), position: 100.0, cost: 0.0 };
        let way = gutters.way(&[start], &[goal]).unwrap();
        assert_eq!(way.gutters.len(), 3);
        assert_eq!(gutters.all[way.gutters[1]].axis, Axis::Horizontal);
        assert_eq!(gutters.all[way.gutters[1]].at, -32.0);
    }

    #[test]
    fn neighbors_share_one_gutter() {
        let groups = [Rect::new(0.0, 0.0, 320.0, 320.0), Rect::new(384.0, 0.0, 320.0, 320.0)];
        let gutters = Gutters::new(&groups);
        assert_eq!(gutters.beside(0, Side::Right), gutters.beside(1, Side::Left));
    }
}
