//! Seats for tables and ways for their references, such that the whole reads like a map.
//!
//! References to hubs become chips; the rest is split into groups; each group is laid out in
//! columns with ports at the rows; groups are packed to the window's shape; lines run in channels
//! between columns and in gutters between groups, so none runs behind a card.
//!
//! Seats and routes are two questions. An [`Atlas`] is made once, of the union of all revisions:
//! a table keeps its seat through time. [`Atlas::routes`] leads the references of one revision to
//! the rows as they are there.

mod block;
mod column;
mod community;
mod group;
mod gutter;
mod hub;
mod level;
mod order;
mod pack;
mod route;
mod track;
mod weave;

#[cfg(test)]
mod laws;

use std::collections::BTreeMap;

use self::block::{Block, GRID};
use self::gutter::{Gutters, Side, Stop};
use self::weave::Line;
use super::dense::Dense;
use super::geometry::{Path, Point, Rect, Size};

/// A graph of boxes, and references between their rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

/// A box that wants a seat.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    /// Without its schema; the first word tells which family it belongs to.
    pub name: String,
    pub schema: Option<String>,
    pub size: Size,
}

/// A reference from a row of one node to a row of another.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Edge {
    pub from: usize,
    pub to: usize,
    pub ends: Ends,
}

/// How far below the tops of its nodes an edge leaves and arrives.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Ends {
    pub from: f64,
    pub to: f64,
}

/// The map: where everything stands, whatever revision is shown.
#[derive(Clone, Debug, Default)]
pub struct Atlas {
    /// The seat of each node; all seats of a column have one width.
    pub seats: Vec<Rect>,
    pub groups: Vec<Group>,
    /// Which nodes are hubs: references to them are chips.
    pub hubs: Vec<bool>,
    pub bounds: Rect,
    edges: Vec<Edge>,
    ways: Vec<Way>,
    blocks: Vec<Block>,
    gutters: Gutters,
}

/// Tables that stand together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    pub name: String,
    pub rect: Rect,
    pub nodes: Vec<usize>,
}

/// How a reference is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// It is not there at this revision.
    #[default]
    Absent,
    /// A chip in its row, because it refers to a hub.
    Chip,
    /// A mark in its row, because it refers to its own table.
    Loop,
    /// A line from the referring row to the one referred to.
    Line(Path),
}

/// How the references of a revision are shown, by edge, and the points of all lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Routes {
    pub links: Vec<Link>,
    pub points: Vec<Point>,
}

/// The way of an edge, found once.
#[derive(Clone, Debug, Default)]
enum Way {
    #[default]
    Chip,
    Loop,
    /// Inside a group, as this line of its block.
    Within {
        group: usize,
        line: usize,
    },
    /// From group to group: the ends' exits, and the gutters between.
    Across {
        from: Exit,
        to: Exit,
        gutters: Vec<usize>,
    },
}

/// Where a line leaves a group: at a card's side, into a channel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Exit {
    node: usize,
    group: usize,
    channel: usize,
    /// The channel is the group's own side, so the line goes straight to the gutter there.
    outer: bool,
    /// The channel is left of the card.
    left: bool,
}

/// The room between groups when few lines run there, and when many do.
const GAP: f64 = 64.0;
const WIDE_GAP: f64 = 96.0;

/// The part of a window's height that a line of text needs.
const LINE_OF_WINDOW: f64 = 0.025;

/// A group among others is about so many times as wide as it is high; alone, it has the window.
const GROUP_ASPECT: f64 = 1.35;

/// On a larger map than this the shape of a group matters little, and trying takes its time.
const MOST_TRIED: usize = 200;

/// So many lines between groups are many.
const MANY: usize = 120;

/// The room that the name of a group needs above it when the whole map is seen, which keeps its size
/// on the screen.
fn room_for_names(sizes: &[Size], aspect: f64) -> f64 {
    let area: f64 = sizes.iter().map(|it| it.width * it.height).sum();
    let height = (area / aspect).sqrt();
    (height * LINE_OF_WINDOW / GRID).round() * GRID
}

impl Atlas {
    /// Lays out `graph` for a window that is `aspect` times as wide as it is high.
    pub fn new(graph: &Graph, aspect: f64) -> Self {
        let graph = &valid(graph);
        let hubs = hub::hubs(graph);
        let drawn = |it: &&Edge| it.from != it.to && !hubs.at(it.to);
        let kept: Vec<(usize, usize)> =
            graph.edges.iter().filter(drawn).map(|it| (it.from, it.to)).collect();
        let parts = group::parts(graph, &kept);
        let mut plan = Plan::new(graph, &hubs, parts);
        plan.lay_out(aspect);
        let Plan { atlas, .. } = plan;
        atlas
    }

    /// How each edge is shown where it has these ends; none means that it is not there.
    pub fn routes(&self, ends: &[Option<Ends>]) -> Routes {
        route::routes(self, ends)
    }

    /// The edges of the graph, in their order.
    pub fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// How each edge of the graph itself is shown.
    pub fn all_routes(&self) -> Routes {
        let ends: Vec<Option<Ends>> = self.edges.iter().map(|it| Some(it.ends)).collect();
        self.routes(&ends)
    }

    fn exit(&self, node: usize, place: Place) -> Exit {
        let columns = self.block(place.group).channels.len().saturating_sub(1);
        let column = self.block(place.group).column.at(place.local);
        let channel = block::exit_channel(column, columns);
        let outer = channel == 0 || channel == columns;
        Exit { node, group: place.group, channel, outer, left: channel == column }
    }

    fn block(&self, group: usize) -> &Block {
        static EMPTY: Block = Block::EMPTY;
        self.blocks.get(group).unwrap_or(&EMPTY)
    }

    fn rect(&self, group: usize) -> Rect {
        self.groups.get(group).map(|it| it.rect).unwrap_or_default()
    }

    /// Where a line through `exit` at the height `y` may enter the gutters.
    fn stops(&self, exit: Exit, y: f64) -> Vec<Stop> {
        let rect = self.rect(exit.group);
        if exit.outer {
            let side = if exit.left { Side::Left } else { Side::Right };
            let gutter = self.gutters.beside(exit.group, side);
            return vec![Stop { gutter, position: y, cost: 0.0 }];
        }
        let position = self.channel(exit.group, exit.channel).center().x;
        let stop = |side, way: f64| Stop {
            gutter: self.gutters.beside(exit.group, side),
            position,
            cost: way,
        };
        vec![stop(Side::Above, y - rect.y), stop(Side::Below, rect.bottom() - y)]
    }

    /// The place of a channel on the plane.
    fn channel(&self, group: usize, channel: usize) -> Rect {
        let rect = self.rect(group);
        let (start, end) = self.block(group).channels.at(channel);
        Rect::new(rect.x + start, rect.y, end - start, rect.height)
    }
}

/// The graph without the edges that lead nowhere.
fn valid(graph: &Graph) -> Graph {
    let count = graph.nodes.len();
    let edges = graph.edges.iter().copied().map(|it| {
        // A dangling edge keeps its number, as a reference of a node to itself.
        if it.from < count && it.to < count { it } else { Edge { from: 0, to: 0, ..it } }
    });
    Graph {
        nodes: graph.nodes.clone(),
        edges: if count == 0 { Vec::new() } else { edges.collect() },
    }
}

/// The group of a node, and its number there.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    group: usize,
    local: usize,
}

/// An atlas in the making.
struct Plan<'a> {
    graph: &'a Graph,
    places: Vec<Place>,
    insides: Vec<block::Inside>,
    /// How many lines each pair of groups shares.
    bonds: BTreeMap<(usize, usize), usize>,
    atlas: Atlas,
}

impl<'a> Plan<'a> {
    fn new(graph: &'a Graph, hubs: &[bool], parts: Vec<group::Part>) -> Self {
        let mut places = vec![Place::default(); graph.nodes.len()];
        let mut insides = Vec::with_capacity(parts.len());
        for (group, part) in parts.iter().enumerate() {
            let mut inside = block::Inside::default();
            for (local, node) in part.nodes.iter().enumerate() {
                places.put(*node, Place { group, local });
                inside.sizes.push(graph.nodes.get(*node).map(|it| it.size).unwrap_or_default());
            }
            insides.push(inside);
        }
        let named =
            |it: group::Part| Group { name: it.name, rect: Rect::default(), nodes: it.nodes };
        let atlas = Atlas {
            seats: vec![Rect::default(); graph.nodes.len()],
            groups: parts.into_iter().map(named).collect(),
            hubs: hubs.to_vec(),
            edges: graph.edges.clone(),
            ..Atlas::default()
        };
        let mut res = Self { graph, places, insides, bonds: BTreeMap::new(), atlas };
        for edge in &graph.edges {
            let way = res.sort(edge);
            res.atlas.ways.push(way);
        }
        res
    }

    /// Which kind of way an edge takes; lines inside a group are given to it.
    fn sort(&mut self, edge: &Edge) -> Way {
        if edge.from == edge.to {
            return Way::Loop;
        }
        if self.atlas.hubs.at(edge.to) {
            return Way::Chip;
        }
        let (from, to) = (self.places.at(edge.from), self.places.at(edge.to));
        if from.group != to.group {
            let pair = (from.group.min(to.group), from.group.max(to.group));
            *self.bonds.entry(pair).or_default() += 1;
            for place in [from, to] {
                if let Some(inside) = self.insides.get_mut(place.group) {
                    inside.exits.push(place.local);
                }
            }
            return Way::Across { from: Exit::default(), to: Exit::default(), gutters: Vec::new() };
        }
        let Some(inside) = self.insides.get_mut(from.group) else { return Way::Chip };
        let ends = edge.ends;
        let line = Line { from: from.local, to: to.local, from_y: ends.from, to_y: ends.to };
        inside.lines.push(line);
        Way::Within { group: from.group, line: inside.lines.len() - 1 }
    }

    fn lay_out(&mut self, aspect: f64) {
        let atlas = &mut self.atlas;
        let shape = if self.insides.len() == 1 { aspect } else { GROUP_ASPECT };
        let tried = if self.graph.nodes.len() > MOST_TRIED { 1 } else { block::FOLDS.len() };
        let folds = block::FOLDS.get(..tried).unwrap_or_default();
        atlas.blocks = self.insides.iter().map(|it| Block::new(it, shape, folds)).collect();
        let sizes: Vec<Size> = atlas.blocks.iter().map(|it| it.size).collect();
        let bonds: Vec<(usize, usize, usize)> =
            self.bonds.iter().map(|((a, b), lines)| (*a, *b, *lines)).collect();
        let lines: usize = self.bonds.values().sum();
        let gap = if lines > MANY { WIDE_GAP } else { GAP }.max(room_for_names(&sizes, aspect));
        let corners = pack::corners(&sizes, &bonds, aspect, gap);
        for ((group, size), corner) in atlas.groups.iter_mut().zip(sizes).zip(corners) {
            group.rect = Rect::new(corner.x, corner.y, size.width, size.height);
        }
        for (node, place) in self.places.iter().enumerate() {
            let corner = atlas.rect(place.group);
            let seat = atlas.block(place.group).seats.at(place.local);
            atlas.seats.put(node, seat.moved(Point::new(corner.x, corner.y)));
        }
        let rects: Vec<Rect> = atlas.groups.iter().map(|it| it.rect).collect();
        atlas.bounds = rects.iter().copied().reduce(Rect::union).unwrap_or_default();
        atlas.gutters = Gutters::new(&rects);
        for edge in 0..self.graph.edges.len() {
            self.lead_across(edge);
        }
    }

    /// Finds the way of an edge between two groups.
    fn lead_across(&mut self, number: usize) {
        let edge = self.atlas.edges.at(number);
        if !matches!(self.atlas.ways.get(number), Some(Way::Across { .. })) {
            return;
        }
        let ends = [(edge.from, edge.ends.from), (edge.to, edge.ends.to)].map(|(node, y)| {
            let exit = self.atlas.exit(node, self.places.at(node));
            (exit, self.atlas.stops(exit, self.atlas.seats.at(node).y + y))
        });
        let [(from, starts), (to, goals)] = ends;
        // Gutters reach around every group, so there is always a way.
        let way = self.atlas.gutters.way(&starts, &goals);
        debug_assert!(way.is_some(), "no way for edge {number}");
        let gutters = way.map(|it| it.gutters).unwrap_or_default();
        if let Some(it) = self.atlas.ways.get_mut(number) {
            *it = Way::Across { from, to, gutters };
        }
    }
}
