//! The lines of the revision graph, row by row, so that a long history draws only what is in sight.

use migrascope_core::api::GraphView;

/// Pixels between two lanes.
const LANE: f64 = 14.0;

/// Pixels left of the first lane and right of the last.
const EDGE: f64 = 12.0;

/// How many lanes are drawn; what runs farther out is drawn on the last one.
const MAX_LANES: usize = 14;

/// How many colors the lanes have; then they begin again.
const COLORS: usize = 8;

/// The lines of every row, from the newest down.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lanes {
    rows: Vec<Vec<Line>>,
    /// The lane of each row's own dot.
    dots: Vec<usize>,
    lanes: usize,
}

/// A line through a row, between its upper and its lower edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The lane whose color it has.
    pub lane: usize,
    pub course: Course,
    /// Drawn dashed: one revision needs the other and does not follow it.
    pub dependency: bool,
}

/// Where a line goes within a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// Straight through on its lane.
    Through,
    /// From the dot of the row down to its lane.
    Leaves { dot: usize },
    /// From its lane above into the dot of the row.
    Arrives { dot: usize },
}

impl Lanes {
    pub fn new(graph: &GraphView) -> Self {
        let mut rows = vec![Vec::new(); graph.lane.len()];
        for edge in &graph.edges {
            let mut draw = |row: usize, course: Course| {
                if let Some(lines) = rows.get_mut(row) {
                    lines.push(Line { lane: edge.lane, course, dependency: edge.dependency });
                }
            };
            let dot = |row: usize| graph.lane.get(row).copied().unwrap_or_default();
            draw(edge.from_row, Course::Leaves { dot: dot(edge.from_row) });
            for row in edge.from_row + 1..edge.to_row {
                draw(row, Course::Through);
            }
            draw(edge.to_row, Course::Arrives { dot: dot(edge.to_row) });
        }
        Self { rows, dots: graph.lane.clone(), lanes: graph.lanes.clamp(1, MAX_LANES) }
    }

    /// How wide a row's drawing is, in pixels.
    pub fn width(&self) -> f64 {
        (self.lanes - 1) as f64 * LANE + 2.0 * EDGE
    }

    /// The lines of a row.
    pub fn lines(&self, row: usize) -> &[Line] {
        self.rows.get(row).map_or(&[], Vec::as_slice)
    }

    /// Where a row's dot is from the left, in pixels, and its color.
    pub fn dot(&self, row: usize) -> (f64, usize) {
        let lane = self.dots.get(row).copied().unwrap_or_default();
        (self.x(lane), lane % COLORS)
    }

    /// A line as the path of a drawing that is `height` pixels high.
    pub fn path(&self, line: Line, height: f64) -> String {
        let (lane, half) = (self.x(line.lane), height / 2.0);
        match line.course {
            Course::Through => format!("M{lane} 0V{height}"),
            Course::Leaves { dot } => bend(self.x(dot), half, lane, height),
            Course::Arrives { dot } => bend(lane, 0.0, self.x(dot), half),
        }
    }

    fn x(&self, lane: usize) -> f64 {
        lane.min(self.lanes - 1) as f64 * LANE + EDGE
    }
}

impl Line {
    pub fn color(self) -> usize {
        self.lane % COLORS
    }
}

/// A line that curves only where it changes lanes.
fn bend(from_x: f64, from_y: f64, to_x: f64, to_y: f64) -> String {
    let middle = f64::midpoint(from_y, to_y);
    if from_x == to_x {
        format!("M{from_x} {from_y}V{to_y}")
    } else {
        format!("M{from_x} {from_y}C{from_x} {middle} {to_x} {middle} {to_x} {to_y}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use migrascope_core::api::GraphEdge;

    #[test]
    fn a_line_leaves_its_dot_runs_through_and_arrives() {
        let edge = GraphEdge { from_row: 0, to_row: 2, lane: 1, dependency: false };
        let lanes = Lanes::new(&GraphView { lanes: 2, lane: vec![0, 0, 0], edges: vec![edge] });
        let courses: Vec<Course> =
            (0..3).flat_map(|row| lanes.lines(row)).map(|line| line.course).collect();
        assert_eq!(
            courses,
            [Course::Leaves { dot: 0 }, Course::Through, Course::Arrives { dot: 0 },]
        );
        let path = |row: usize| lanes.path(lanes.lines(row)[0], 30.0);
        assert_eq!(path(0), "M12 15C12 22.5 26 22.5 26 30");
        assert_eq!(path(1), "M26 0V30");
        assert_eq!(path(2), "M26 0C26 7.5 12 7.5 12 15");
    }

    #[test]
    fn a_history_of_many_branches_keeps_to_the_lanes_that_fit() {
        let lanes = Lanes::new(&GraphView { lanes: 90, lane: vec![89], edges: Vec::new() });
        assert!(lanes.dot(0).0 < lanes.width());
    }
}
