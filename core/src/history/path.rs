//! From one revision to another: the steps in between, in order.

use std::collections::BTreeSet;

use super::graph::Along;
use super::version_table::VersionChange;
use super::walk::{Overwalk, Spot};
use super::{Direction, History};
use crate::diagnostic::{Diagnostic, Problem, Report};

/// One revision's upgrade or downgrade on a way through the history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// An index into [`History::revisions`].
    pub revision: usize,
    pub direction: Direction,
    /// Whether the version table is empty before it: an offline script creates the table first.
    pub starts_empty: bool,
    /// What the step changes in the version table, in order, after its own operations.
    pub version_changes: Vec<VersionChange>,
}

/// A range as the user says it: `from:to`, or `to` alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Range {
    /// Where the database is; nothing if the user did not say.
    pub from: Option<String>,
    /// Where it is to be; nothing if the user did not say.
    pub to: Option<String>,
}

impl Range {
    /// Reads `a:b`, `a:`, `:b` or `b`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        let named = |it: &str| Some(it.trim().to_owned()).filter(|it| !it.is_empty());
        match text.split_once(':') {
            None => Ok(Self { from: None, to: named(text) }),
            Some((_, to)) if to.contains(':') => Err(problem::many_colons(text)),
            Some((from, to)) => Ok(Self { from: named(from), to: named(to) }),
        }
    }
}

impl History {
    /// The steps of an upgrade; without a range, from nothing to all heads.
    pub fn upgrade(&self, range: &str) -> Result<Vec<Step>, Problem> {
        let range = Range::parse(range)?;
        let at = range.from.map(|it| self.starting_at(&it)).transpose()?.unwrap_or_default();
        self.upgrade_steps(&at, range.to.as_deref().unwrap_or("heads"))
    }

    /// The steps of a downgrade; without a range, from all heads to nothing.
    pub fn downgrade(&self, range: &str) -> Result<Vec<Step>, Problem> {
        let range = Range::parse(range)?;
        let at = self.starting_at(range.from.as_deref().unwrap_or("heads"))?;
        self.downgrade_steps(&at, range.to.as_deref().unwrap_or("base"))
    }

    /// The rows of the version table of a database that is at `name`.
    ///
    /// Alembic's offline mode takes one revision; `heads` may be several for us.
    pub fn starting_at(&self, name: &str) -> Result<Vec<String>, Problem> {
        if name == "heads" {
            return Ok(self.ids(&self.effective_heads()));
        }
        Ok(self.ids(&self.resolve(name)?.into_iter().collect::<Vec<_>>()))
    }

    /// The steps of all revisions, up from nothing or down from all heads.
    ///
    /// Where the rows of the version table do not add up, which stops Alembic, the problem is
    /// noted and the steps are there all the same.
    ///
    /// # Errors
    /// No way leads through all revisions.
    pub fn whole_way(
        &self,
        direction: Direction,
        report: &mut Report,
    ) -> Result<Vec<Step>, Problem> {
        let (order, current) = match direction {
            Direction::Upgrade => self.upgrade_order(&[], "heads")?,
            Direction::Downgrade => self.downgrade_order(&self.starting_at("heads")?, "base")?,
        };
        let mut heads: BTreeSet<usize> = current.into_iter().collect();
        let step = |revision| {
            let before = heads.clone();
            self.step(revision, direction, &mut heads).unwrap_or_else(|problem| {
                let place = self.revision(revision).map(|it| it.span);
                report.push(Diagnostic { span: place, ..problem.without_place() });
                heads = self.heads_after(revision, direction, before);
                Step { revision, direction, starts_empty: true, version_changes: Vec::new() }
            })
        };
        Ok(order.into_iter().map(step).collect())
    }

    /// A revision and all that it stands on, in the order of an upgrade from nothing.
    ///
    /// # Errors
    /// No way leads to it.
    pub fn way_to(&self, revision: usize) -> Result<Vec<usize>, Problem> {
        let needed = self.with_ancestors(&[revision])?;
        let mut order = self.newest_first(&needed, &[revision])?;
        order.reverse();
        Ok(order)
    }

    /// The steps from a database whose version table holds `at` to `target`.
    pub fn upgrade_steps(&self, at: &[String], target: &str) -> Result<Vec<Step>, Problem> {
        let (order, current) = self.upgrade_order(at, target)?;
        self.steps(&order, Direction::Upgrade, current)
    }

    /// The revisions to run, in order, and those that the version table holds before.
    fn upgrade_order(
        &self,
        at: &[String],
        target: &str,
    ) -> Result<(Vec<usize>, Vec<usize>), Problem> {
        let targets = self.upgrade_targets(at, target, Overwalk::Refused)?;
        let current = self.all_of(at)?;
        let needed = self.with_ancestors(&targets)?;
        let present = self.with_ancestors(&current)?;
        let missing = needed.difference(&present).copied().collect();
        let mut order = self.newest_first(&missing, &targets)?;
        order.reverse();
        Ok((order, current))
    }

    /// The steps from a database whose version table holds `at` back to `target`.
    pub fn downgrade_steps(&self, at: &[String], target: &str) -> Result<Vec<Step>, Problem> {
        let (order, current) = self.downgrade_order(at, target)?;
        self.steps(&order, Direction::Downgrade, current)
    }

    /// The revisions to take back, in order, and those that the version table holds before.
    fn downgrade_order(
        &self,
        at: &[String],
        target: &str,
    ) -> Result<(Vec<usize>, Vec<usize>), Problem> {
        let (branch, spot) = self.downgrade_target(at, target, Overwalk::Refused)?;
        let goal = spot.and_then(Spot::revision);
        let roots = self.downgrade_roots(goal, branch.as_deref())?;
        let current = self.all_of(at)?;
        let active: BTreeSet<usize> =
            self.graph.ancestors(&current, Along::Needed).into_iter().collect();
        let dropped: BTreeSet<usize> = self
            .graph
            .descendants(&roots, Along::All)
            .into_iter()
            .filter(|it| active.contains(it))
            .collect();
        if let Some(goal) = goal
            && dropped.is_empty()
            && !current.contains(&goal)
        {
            return Err(problem::not_below(target, at));
        }
        Ok((self.newest_first(&dropped, &current)?, current))
    }

    /// The revisions that go first of all in a downgrade to `goal`, or to the base.
    fn downgrade_roots(
        &self,
        goal: Option<usize>,
        branch: Option<&str>,
    ) -> Result<Vec<usize>, Problem> {
        let (roots, named) = match goal {
            Some(goal) => (self.children(goal), 0),
            // Alembic counts a base once more for each of its labels.
            None => {
                let bases = self.bases();
                let named = self.declared_labels.values().filter(|it| self.is_base(**it)).count();
                (bases, named)
            }
        };
        let Some(branch) = branch.filter(|_| roots.len() + named > 1) else { return Ok(roots) };
        let line = self.graph.ancestors(&[self.branch(branch)?], Along::Down);
        let on_branch: Vec<usize> = roots.into_iter().filter(|it| line.contains(it)).collect();
        if on_branch.is_empty() { Err(problem::not_on_branch(branch)) } else { Ok(on_branch) }
    }

    /// Revisions for `migrascope history`, newest first; both ends are part of it.
    pub fn listed(&self, range: &Range) -> Result<Vec<usize>, Problem> {
        let from = range.from.as_deref().unwrap_or("base");
        let to = range.to.as_deref().unwrap_or("heads");
        let mut targets = self.upgrade_targets(&[from.to_owned()], to, Overwalk::StopsAtEnd)?;
        if let Some((branch, _)) = from.split_once('@') {
            let label = self.label_of(branch)?;
            targets.retain(|it| self.has_label(*it, &label));
        }
        let needed = self.with_ancestors(&targets)?;
        let current = self.lower_end(from, to)?;
        if current.iter().any(|it| !needed.contains(it)) {
            return Err(problem::not_below(to, &[from.to_owned()]));
        }
        let present = self.with_ancestors(&current)?;
        let mut wanted: BTreeSet<usize> = needed.difference(&present).copied().collect();
        wanted.extend(&current);
        if !current.is_empty() {
            let above = self.graph.descendants(&current, Along::Down);
            wanted.retain(|it| above.contains(it));
        }
        self.newest_first(&wanted, &targets)
    }

    /// The revisions at the lower end of a listed range, which may be relative to the upper.
    fn lower_end(&self, from: &str, to: &str) -> Result<Vec<usize>, Problem> {
        if let Some(spots) = self.spots(from).ok().filter(|it| !it.contains(&None)) {
            return Ok(spots.into_iter().filter_map(|it| it.and_then(Spot::revision)).collect());
        }
        let (_, spot) = self.downgrade_target(&[to.to_owned()], from, Overwalk::StopsAtEnd)?;
        Ok(spot.and_then(Spot::revision).into_iter().collect())
    }

    /// The label that names a branch, where a revision was used in its place.
    fn label_of(&self, branch: &str) -> Result<String, Problem> {
        let revision = self.resolve(branch)?.filter(|it| self.id(*it) == branch);
        let label = revision.and_then(|it| self.labels(it).next());
        Ok(label.unwrap_or(branch).to_owned())
    }

    fn with_ancestors(&self, of: &[usize]) -> Result<BTreeSet<usize>, Problem> {
        match self.graph.overlap(of) {
            Some((one, others)) => Err(problem::overlap(self.id(one), &self.ids(&others))),
            None => Ok(self.graph.ancestors(of, Along::Needed).into_iter().collect()),
        }
    }

    fn steps(
        &self,
        order: &[usize],
        direction: Direction,
        current: Vec<usize>,
    ) -> Result<Vec<Step>, Problem> {
        let mut heads: BTreeSet<usize> = current.into_iter().collect();
        order.iter().map(|it| self.step(*it, direction, &mut heads)).collect()
    }

    /// One step over the rows of the version table, which it changes.
    fn step(
        &self,
        revision: usize,
        direction: Direction,
        heads: &mut BTreeSet<usize>,
    ) -> Result<Step, Problem> {
        let starts_empty = heads.is_empty();
        let version_changes = self.change_versions(revision, direction, heads)?;
        Ok(Step { revision, direction, starts_empty, version_changes })
    }
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn many_colons(text: &str) -> Problem {
        Problem::error("not-a-range", format!("`{text}` is no range"))
            .help("write it as `from:to`, for example `base:heads`")
    }

    pub(super) fn not_below(target: &str, at: &[String]) -> Problem {
        let message = format!("`{target}` and `{}` are not on one line", at.join("`, `"));
        Problem::error("not-an-ancestor", message)
            .help("name an ancestor as the lower end and its descendant as the upper")
    }

    pub(super) fn not_on_branch(branch: &str) -> Problem {
        let message = format!("branch `{branch}` has nothing to take back down to there");
        Problem::error("not-an-ancestor", message).help("leave the branch out")
    }

    pub(super) fn overlap(one: &str, others: &[String]) -> Problem {
        let message = format!("`{one}` already comes after `{}`", others.join("`, `"));
        Problem::error("overlapping-revisions", message).help("name only the later one")
    }
}
