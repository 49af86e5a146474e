//! The version table: which row each step adds, changes or removes.

use std::collections::BTreeSet;

use super::graph::Along;
use super::{Direction, History};
use crate::diagnostic::Problem;

/// A change of one row of the version table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VersionChange {
    Insert(String),
    Update { from: String, to: String },
    Delete(String),
}

/// As [`VersionChange`], by index.
enum Row {
    Insert(usize),
    Update { from: usize, to: usize },
    Delete(usize),
}

impl History {
    /// What a step does to the version table, whose rows are `heads`, and does it to them.
    ///
    /// Where Alembic leaves the choice of rows to chance (it iterates over sets), the order is
    /// that of `down_revision` as written.
    pub(super) fn change_versions(
        &self,
        revision: usize,
        direction: Direction,
        heads: &mut BTreeSet<usize>,
    ) -> Result<Vec<VersionChange>, Problem> {
        let rows = match direction {
            Direction::Upgrade => self.rows_up(revision, heads),
            Direction::Downgrade => self.rows_down(revision, heads),
        };
        rows.ok_or_else(|| problem::no_row(self.id(revision), direction))?
            .into_iter()
            .map(|row| self.change(row, heads))
            .collect()
    }

    /// The rows that should be there after a step, whatever there was before.
    pub(super) fn heads_after(
        &self,
        revision: usize,
        direction: Direction,
        mut heads: BTreeSet<usize>,
    ) -> BTreeSet<usize> {
        let down = self.graph.parents(revision, Along::Needed);
        match direction {
            Direction::Upgrade => {
                heads.retain(|it| !down.contains(it));
                heads.insert(revision);
            }
            Direction::Downgrade => {
                heads.remove(&revision);
                heads.extend(self.revealed(revision, &down, &heads));
            }
        }
        heads
    }

    fn rows_up(&self, revision: usize, heads: &BTreeSet<usize>) -> Option<Vec<Row>> {
        let down = self.graph.parents(revision, Along::Needed);
        let present = down.iter().filter(|it| heads.contains(it)).count();
        if present == 0 {
            return Some(vec![Row::Insert(revision)]);
        }
        if present == 1 {
            let from = down.into_iter().find(|it| heads.contains(it))?;
            return Some(vec![Row::Update { from, to: revision }]);
        }
        let others = without(heads, &down);
        let mut merged = self.not_below(&down, &others);
        let from = merged.pop()?;
        let deletes = merged.into_iter().map(Row::Delete);
        Some(deletes.chain([Row::Update { from, to: revision }]).collect())
    }

    fn rows_down(&self, revision: usize, heads: &BTreeSet<usize>) -> Option<Vec<Row>> {
        let down = self.graph.parents(revision, Along::Needed);
        let is_head = heads.contains(&revision);
        let mut back = self.revealed(revision, &down, heads);
        if is_head && back.is_empty() {
            return Some(vec![Row::Delete(revision)]);
        }
        if is_head && down.len() > 1 {
            let to = back.pop()?;
            let inserts = back.into_iter().map(Row::Insert);
            return Some(inserts.chain([Row::Update { from: revision, to }]).collect());
        }
        let [to] = down.as_slice() else { return None };
        Some(vec![Row::Update { from: revision, to: *to }])
    }

    /// The parents that become heads once the revision is gone.
    fn revealed(&self, revision: usize, down: &[usize], heads: &BTreeSet<usize>) -> Vec<usize> {
        let others = without(heads, &[revision]);
        if !others.is_empty() {
            return self.not_below(down, &others);
        }
        let below_another = |it: usize| {
            let others: Vec<usize> = down.iter().copied().filter(|other| *other != it).collect();
            self.graph.ancestors(&others, Along::Needed).contains(&it)
        };
        down.iter().copied().filter(|it| !below_another(*it)).collect()
    }

    /// Those that none of the others has among its ancestors.
    fn not_below(&self, revisions: &[usize], others: &[usize]) -> Vec<usize> {
        if revisions.is_empty() {
            return Vec::new();
        }
        let below: BTreeSet<usize> =
            self.graph.ancestors(others, Along::Needed).into_iter().collect();
        revisions.iter().copied().filter(|it| !below.contains(it)).collect()
    }

    fn change(&self, row: Row, heads: &mut BTreeSet<usize>) -> Result<VersionChange, Problem> {
        let id = |it: usize| self.id(it).to_owned();
        let (removed, added, change) = match row {
            Row::Insert(it) => (None, Some(it), VersionChange::Insert(id(it))),
            Row::Delete(it) => (Some(it), None, VersionChange::Delete(id(it))),
            Row::Update { from, to } => {
                (Some(from), Some(to), VersionChange::Update { from: id(from), to: id(to) })
            }
        };
        if let Some(removed) = removed.filter(|it| !heads.remove(it)) {
            return Err(problem::row_missing(self.id(removed)));
        }
        if let Some(added) = added.filter(|it| !heads.insert(*it)) {
            return Err(problem::row_present(self.id(added)));
        }
        Ok(change)
    }
}

fn without(heads: &BTreeSet<usize>, these: &[usize]) -> Vec<usize> {
    heads.iter().copied().filter(|it| !these.contains(it)).collect()
}

mod problem {
    use super::Direction;
    use crate::diagnostic::Problem;

    const HELP: &str = "start the range at all revisions that the database is at";

    pub(super) fn no_row(id: &str, direction: Direction) -> Problem {
        let word = direction.word();
        let message = format!("no row of the version table fits the {word} of `{id}`");
        Problem::error("version-table", message).help(HELP)
    }

    pub(super) fn row_missing(id: &str) -> Problem {
        Problem::error("version-table", format!("the version table has no row `{id}` here"))
            .help(HELP)
    }

    pub(super) fn row_present(id: &str) -> Problem {
        Problem::error("version-table", format!("the version table has the row `{id}` already"))
            .help(HELP)
    }
}
