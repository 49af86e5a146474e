//! A history as a good git client draws it: one row a revision, newest on top, in lanes.
//!
//! Rows are read from the top. A lane that is *waiting* belongs to a row further down, which one
//! of the rows above names as its parent. A row takes the lane that its newest child gave to it, so
//! the first parent always goes straight down; the other parents of a merge wait in a free lane
//! of their own, or join the lane in which their row is waited for already.

/// A row of the graph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The rows of its parents, all further down; the first one continues its lane.
    pub parents: Vec<usize>,
    /// Rows further down on which it depends without following them.
    pub depends_on: Vec<usize>,
}

/// The lanes of a history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lanes {
    /// The lane of each row, counted from the left.
    pub lane: Vec<usize>,
    /// How many lanes there are at the widest place.
    pub width: usize,
    pub edges: Vec<Edge>,
}

/// A line from a row down to a parent or a dependency.
///
/// It leaves `from` in that row's lane, runs in `lane` between the rows, and arrives in the lane
/// of `to`: it changes lanes just below `from`, just above `to`, or not at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    pub from: usize,
    pub to: usize,
    pub lane: usize,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// The first parent.
    #[default]
    Line,
    /// Another parent of a merge.
    Merge,
    /// What `depends_on` says.
    Dependency,
}

/// The lanes of `rows`. A parent that is not further down is left out: it cannot be drawn.
pub fn lanes(rows: &[Row]) -> Lanes {
    let mut state = State { waiting: Vec::new(), res: Lanes::default() };
    for (row, it) in rows.iter().enumerate() {
        let lane = state.take(row);
        state.res.lane.push(lane);
        let below = |parent: &usize| *parent > row && *parent < rows.len();
        let mut parents = it.parents.iter().copied().filter(below);
        if let Some(parent) = parents.next() {
            state.first_parent(row, lane, parent);
        }
        for parent in parents {
            state.join(row, parent, Kind::Merge);
        }
        for dependency in it.depends_on.iter().copied().filter(below) {
            state.join(row, dependency, Kind::Dependency);
        }
    }
    state.res
}

struct State {
    /// The row that each lane waits for.
    waiting: Vec<Option<usize>>,
    res: Lanes,
}

impl State {
    /// The lane of `row`: the leftmost that waits for it, or a free one. The others are freed.
    fn take(&mut self, row: usize) -> usize {
        let mine = self.waiting.iter().position(|it| *it == Some(row));
        for it in self.waiting.iter_mut().filter(|it| **it == Some(row)) {
            *it = None;
        }
        match mine {
            Some(lane) => lane,
            None => self.free(),
        }
    }

    /// The leftmost lane in which nobody waits.
    fn free(&mut self) -> usize {
        let lane = self.waiting.iter().position(Option::is_none).unwrap_or(self.waiting.len());
        if lane == self.waiting.len() {
            self.waiting.push(None);
        }
        self.res.width = self.res.width.max(lane + 1);
        lane
    }

    fn first_parent(&mut self, row: usize, lane: usize, parent: usize) {
        self.wait(lane, parent);
        self.res.edges.push(Edge { from: row, to: parent, lane, kind: Kind::Line });
    }

    /// Leads to `parent` in a lane that waits for it already, or in a free one.
    fn join(&mut self, row: usize, parent: usize, kind: Kind) {
        let lane = match self.waiting.iter().position(|it| *it == Some(parent)) {
            Some(lane) => lane,
            None => self.free(),
        };
        self.wait(lane, parent);
        self.res.edges.push(Edge { from: row, to: parent, lane, kind });
    }

    fn wait(&mut self, lane: usize, parent: usize) {
        if let Some(it) = self.waiting.get_mut(lane) {
            *it = Some(parent);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(parents: &[&[usize]], lane: &[usize], width: usize) -> Lanes {
        let rows: Vec<Row> =
            parents.iter().map(|it| Row { parents: it.to_vec(), depends_on: Vec::new() }).collect();
        let res = lanes(&rows);
        assert_eq!(res.lane, lane);
        assert_eq!(res.width, width);
        no_line_runs_through_a_row(&rows, &res);
        res
    }

    fn no_line_runs_through_a_row(rows: &[Row], res: &Lanes) {
        for edge in &res.edges {
            for row in edge.from + 1..edge.to {
                assert_ne!(res.lane[row], edge.lane, "{edge:?} runs through row {row}");
            }
        }
        let drawn: usize = rows.iter().map(|it| it.parents.len() + it.depends_on.len()).sum();
        assert_eq!(res.edges.len(), drawn);
    }

    #[test]
    fn a_line_of_revisions_keeps_one_lane() {
        check(&[&[1], &[2], &[]], &[0, 0, 0], 1);
    }

    #[test]
    fn two_heads_meet_at_their_branch_point() {
        let res = check(&[&[2], &[2], &[]], &[0, 1, 0], 2);
        assert_eq!(res.edges[1], Edge { from: 1, to: 2, lane: 1, kind: Kind::Line });
    }

    #[test]
    fn a_merge_opens_a_lane_for_its_other_parent() {
        let res = check(&[&[1, 2], &[3], &[3], &[]], &[0, 0, 1, 0], 2);
        assert_eq!(res.edges[1].kind, Kind::Merge);
    }

    #[test]
    fn a_lane_that_ended_is_used_again() {
        check(&[&[2], &[2], &[4], &[4], &[]], &[0, 1, 0, 1, 0], 2);
    }

    #[test]
    fn a_dependency_runs_beside_the_line() {
        let rows = [
            Row { parents: vec![1], depends_on: vec![2] },
            Row::default(),
            Row { parents: vec![], depends_on: vec![] },
        ];
        let res = lanes(&rows);
        assert_eq!(res.lane, [0, 0, 1]);
        no_line_runs_through_a_row(&rows, &res);
    }

    #[test]
    fn no_rows_have_no_lanes() {
        check(&[], &[], 0);
    }

    #[test]
    fn three_thousand_revisions_with_four_hundred_merges_stay_narrow() {
        let rows: Vec<Row> = (0..3000_usize)
            .map(|row| {
                let far = row + 3 + row % 5;
                let merge = (row % 7 == 0 && far < 3000).then_some(far);
                let next = (row + 1 + row % 3 % 2).min(2999);
                let next = (next > row).then_some(next);
                Row { parents: next.into_iter().chain(merge).collect(), depends_on: vec![] }
            })
            .collect();
        let res = lanes(&rows);
        assert!(res.width <= 12, "{} lanes", res.width);
        no_line_runs_through_a_row(&rows, &res);
    }
}
