//! Leads the lines of one revision: which track each takes where, and its points from row to row.

use super::block::{STRAIGHT, TRACK};
use super::gutter::Axis;
use super::track::{self, Run};
use super::{Atlas, Edge, Ends, Exit, Link, Routes, Way};
use crate::layout::dense::{Dense, list, push};
use crate::layout::geometry::{Path, Point};

/// How far from the middle of a gutter its outermost lines run.
const GUTTER_REACH: f64 = 14.0;

/// How far lines stay away from the cards beside a channel: there the crow's feet stand.
const CHANNEL_MARGIN: f64 = 20.0;

/// How each edge is shown where it has these ends.
pub(super) fn routes(atlas: &Atlas, ends: &[Option<Ends>]) -> Routes {
    let mut drawing = Drawing::new(atlas);
    let mut drafts = Vec::new();
    let mut res = Routes::default();
    for (number, way) in atlas.ways.iter().enumerate() {
        let Some(ends) = ends.get(number).copied().flatten() else {
            res.links.push(Link::Absent);
            continue;
        };
        let edge = Edge { ends, ..atlas.edges.at(number) };
        let draft = match way {
            Way::Chip => Err(Link::Chip),
            Way::Loop => Err(Link::Loop),
            Way::Within { group, line } => Ok(drawing.within(edge, *group, *line)),
            Way::Across { from, to, gutters } => Ok(drawing.across(edge, *from, *to, gutters)),
        };
        match draft {
            Ok(draft) => {
                drafts.push((number, draft));
                res.links.push(Link::Absent);
            }
            Err(link) => res.links.push(link),
        }
    }
    for (_, draft) in &mut drafts {
        drawing.enter(draft);
    }
    let tracks = drawing.tracks();
    for (number, draft) in &drafts {
        let first = res.points.len();
        res.points.extend(draft.points(&drawing, &tracks));
        let path = Path { first, len: res.points.len() - first };
        res.links.put(*number, Link::Line(path));
    }
    res
}

/// A line whose tracks are not known yet: alternately at an x and at a y, beginning with an x.
struct Draft {
    start: Point,
    end: Point,
    legs: Vec<Leg>,
    /// It was drafted against the direction of its edge.
    backwards: bool,
}

/// A straight part of a line, about at `nominal`. In a corridor, its track decides.
#[derive(Clone, Copy, Debug, Default)]
struct Leg {
    nominal: f64,
    corridor: Option<usize>,
    run: usize,
}

/// Something that lines run along: the channels of all groups, then the gutters.
struct Corridor {
    middle: f64,
    /// How far from the middle lines may run.
    reach: f64,
}

struct Drawing<'a> {
    atlas: &'a Atlas,
    corridors: Vec<Corridor>,
    /// The number of each group's first channel.
    first_channel: Vec<usize>,
    first_gutter: usize,
    runs: Vec<Vec<Run>>,
}

impl<'a> Drawing<'a> {
    fn new(atlas: &'a Atlas) -> Self {
        let mut corridors = Vec::new();
        let mut first_channel = Vec::new();
        for group in 0..atlas.groups.len() {
            first_channel.push(corridors.len());
            for channel in 0..atlas.block(group).channels.len() {
                let rect = atlas.channel(group, channel);
                let reach = (rect.width / 2.0 - CHANNEL_MARGIN).max(0.0);
                corridors.push(Corridor { middle: rect.center().x, reach });
            }
        }
        let first_gutter = corridors.len();
        let gutters = atlas.gutters.all.iter();
        corridors.extend(gutters.map(|it| Corridor { middle: it.at, reach: GUTTER_REACH }));
        let runs = vec![Vec::new(); corridors.len()];
        Self { atlas, corridors, first_channel, first_gutter, runs }
    }

    /// A leg in a corridor; its run is entered when the whole line is known.
    fn leg(&self, corridor: usize) -> Leg {
        let nominal = self.corridors.get(corridor).map_or(0.0, |it| it.middle);
        Leg { nominal, corridor: Some(corridor), run: 0 }
    }

    fn channel_leg(&self, group: usize, channel: usize) -> Leg {
        self.leg(self.first_channel.at(group) + channel)
    }

    fn within(&self, edge: Edge, group: usize, line: usize) -> Draft {
        let (from, to) = (self.atlas.seats.at(edge.from), self.atlas.seats.at(edge.to));
        if (from.x - to.x).abs() < STRAIGHT {
            return self.beside(edge, group);
        }
        let backwards = to.x < from.x;
        let (start, end) = if backwards {
            (
                Point::new(to.right(), to.y + edge.ends.to),
                Point::new(from.x, from.y + edge.ends.from),
            )
        } else {
            (
                Point::new(from.right(), from.y + edge.ends.from),
                Point::new(to.x, to.y + edge.ends.to),
            )
        };
        let block = self.atlas.block(group);
        let top = self.atlas.rect(group).y;
        let first_channel = self.channel_after(group, start.x);
        let mut legs = Vec::new();
        let mut y = start.y;
        let heights = list(&block.bends, line).iter().map(|it| top + it).chain([end.y]);
        for (channel, next) in (first_channel..).zip(heights) {
            if (next - y).abs() > STRAIGHT {
                legs.push(self.channel_leg(group, channel));
                legs.push(Leg { nominal: next, ..Leg::default() });
                y = next;
            }
        }
        legs.pop();
        Draft { start, end, legs, backwards }
    }

    /// A line between two cards of one column, through the channel on their right.
    fn beside(&self, edge: Edge, group: usize) -> Draft {
        let [start, end] =
            [(edge.from, edge.ends.from), (edge.to, edge.ends.to)].map(|(node, y)| {
                let seat = self.atlas.seats.at(node);
                Point::new(seat.right(), seat.y + y)
            });
        let legs = vec![self.channel_leg(group, self.channel_after(group, start.x))];
        Draft { start, end, legs, backwards: false }
    }

    /// The channel that begins at `x`.
    fn channel_after(&self, group: usize, x: f64) -> usize {
        let left = self.atlas.rect(group).x;
        let channels = &self.atlas.block(group).channels;
        channels.partition_point(|(start, _)| left + start < x - 0.5)
    }

    fn across(&self, edge: Edge, from: Exit, to: Exit, gutters: &[usize]) -> Draft {
        let start = self.port(from, edge.ends.from);
        let end = self.port(to, edge.ends.to);
        let mut legs = Vec::new();
        if !from.outer {
            legs.push(self.channel_leg(from.group, from.channel));
        }
        legs.extend(gutters.iter().map(|it| self.leg(self.first_gutter + it)));
        if !to.outer {
            legs.push(self.channel_leg(to.group, to.channel));
        }
        Draft { start, end, legs, backwards: false }
    }

    fn port(&self, exit: Exit, y: f64) -> Point {
        let seat = self.atlas.seats.at(exit.node);
        Point::new(if exit.left { seat.x } else { seat.right() }, seat.y + y)
    }

    /// Enters the runs of a line into the corridors it uses.
    fn enter(&mut self, draft: &mut Draft) {
        let nominals = draft.legs.iter().map(|it| it.nominal);
        let mut ways = vec![draft.start.x, draft.start.y];
        ways.extend(nominals);
        ways.extend([draft.end.y, draft.end.x]);
        for (leg, around) in draft.legs.iter_mut().zip(ways.windows(5)) {
            let (Some(corridor), [origin, from, own, to, goal]) = (leg.corridor, around) else {
                continue;
            };
            let mut run = Run::between(*from, *to);
            for (at, side) in [(*from, *origin), (*to, *goal)] {
                run = if side < *own { run.leaving_before(at) } else { run.leaving_after(at) };
            }
            leg.run = list(&self.runs, corridor).len();
            push(&mut self.runs, corridor, run);
        }
    }

    /// The place of each run across its corridor.
    fn tracks(&self) -> Vec<Vec<f64>> {
        let both = self.corridors.iter().zip(&self.runs);
        both.map(|(corridor, runs)| {
            let (tracks, count) = track::tracks(runs);
            let last = count.saturating_sub(1) as f64;
            let step = if last > 0.0 { TRACK.min(2.0 * corridor.reach / last) } else { 0.0 };
            let place = |it: usize| corridor.middle + (it as f64 - last / 2.0) * step;
            tracks.into_iter().map(place).collect()
        })
        .collect()
    }
}

impl Draft {
    /// The points of the line in the direction of its edge, without those that turn nowhere.
    fn points(&self, drawing: &Drawing<'_>, tracks: &[Vec<f64>]) -> Vec<Point> {
        let mut res = vec![self.start];
        let mut at = self.start;
        for (number, leg) in self.legs.iter().enumerate() {
            let place = leg.corridor.and_then(|it| list(tracks, it).get(leg.run));
            let place = place.copied().unwrap_or(leg.nominal);
            // A gutter knows its axis; the others alternate, beginning with an x.
            let gutter = leg.corridor.and_then(|it| it.checked_sub(drawing.first_gutter));
            let vertical = gutter
                .and_then(|it| drawing.atlas.gutters.all.get(it))
                .map_or(number % 2 == 0, |it| it.axis == Axis::Vertical);
            at = if vertical { Point::new(place, at.y) } else { Point::new(at.x, place) };
            add(&mut res, at);
        }
        add(&mut res, Point::new(at.x, self.end.y));
        add(&mut res, self.end);
        if self.backwards {
            res.reverse();
        }
        res
    }
}

/// Adds a point; the last one goes if the line runs straight through it.
fn add(points: &mut Vec<Point>, point: Point) {
    if points.last() == Some(&point) {
        return;
    }
    if let [.., before, last] = points.as_slice() {
        let level = before.y == last.y && last.y == point.y;
        let upright = before.x == last.x && last.x == point.x;
        if level || upright {
            points.pop();
        }
    }
    points.push(point);
}
