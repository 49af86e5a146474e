//! Where an upgrade or a downgrade is to end, as the user says it.

use std::collections::BTreeSet;

use super::History;
use super::graph::Along;
use super::walk::{Overwalk, Relative, Spot};
use crate::diagnostic::Problem;

impl History {
    /// The revisions to upgrade to, from the revisions that the database is at.
    pub(super) fn upgrade_targets(
        &self,
        at: &[String],
        target: &str,
        overwalk: Overwalk,
    ) -> Result<Vec<usize>, Problem> {
        let spots = match self.relative(target) {
            None => self.spots(target)?,
            Some(relative) => vec![self.upgrade_spot(at, target, &relative, overwalk)?],
        };
        let revision = |it: Option<Spot>| it.and_then(Spot::revision);
        spots.into_iter().map(|it| revision(it).ok_or_else(|| problem::too_far(target))).collect()
    }

    fn upgrade_spot(
        &self,
        at: &[String],
        target: &str,
        relative: &Relative,
        overwalk: Overwalk,
    ) -> Result<Option<Spot>, Problem> {
        let branch = relative.branch.as_deref();
        match (&relative.symbol, relative.steps) {
            (None, ..=0) => Err(problem::wrong_way(target)),
            (None, steps) => {
                let start = self.start_of_walk_up(at, branch)?;
                let spot = self.walk_with(start, steps, branch, overwalk)?;
                spot.map(Some).ok_or_else(|| problem::too_far(target))
            }
            (Some(symbol), steps @ 1..) => {
                let start = self.resolve(symbol)?.map(Spot::At);
                self.walk_with(start, steps, branch, overwalk)
            }
            (Some(symbol), steps) => {
                let start = self.resolve(&on_branch(branch, symbol))?.map(Spot::At);
                self.walk_with(start, steps, None, overwalk)
            }
        }
    }

    /// A target taken apart, if it counts steps; a whole id may look as if it did.
    fn relative(&self, target: &str) -> Option<Relative> {
        let relative = Relative::parse(target)?;
        self.exact(target).is_none().then_some(relative)
    }

    /// Where `+1` starts: the one revision that the database is at, on the branch if one is given.
    fn start_of_walk_up(
        &self,
        at: &[String],
        branch: Option<&str>,
    ) -> Result<Option<Spot>, Problem> {
        let current = self.all_of(at)?;
        let starts = match branch {
            None => current,
            Some(branch) => self.tips_on_branch(&current, branch)?,
        };
        match starts.as_slice() {
            [] => Ok(None),
            [start] => Ok(Some(Spot::At(*start))),
            _ => Err(problem::ambiguous_start(&self.ids(&starts))),
        }
    }

    /// Where the database stands on a branch: a head there, or the newest ancestor that is there.
    fn tips_on_branch(&self, current: &[usize], branch: &str) -> Result<Vec<usize>, Problem> {
        let starts = self.in_line_with(current, branch)?;
        if !starts.is_empty() {
            return Ok(starts);
        }
        let applied = self.graph.ancestors(current, Along::Needed);
        let active = self.in_line_with(&applied, branch)?;
        let below: BTreeSet<usize> =
            active.iter().flat_map(|it| self.graph.parents(*it, Along::Needed)).collect();
        Ok(active.into_iter().filter(|it| !below.contains(it)).collect())
    }

    /// The branch that a downgrade is restricted to, and where it is to end.
    pub(super) fn downgrade_target(
        &self,
        at: &[String],
        target: &str,
        overwalk: Overwalk,
    ) -> Result<(Option<String>, Option<Spot>), Problem> {
        let Some(relative) = self.relative(target) else {
            let (branch, symbol) = match target.rsplit_once('@') {
                _ if self.exact(target).is_some() => (None, target),
                Some((branch, symbol)) => (Some(branch), symbol),
                None => (None, target),
            };
            let branch = branch.filter(|it| !it.is_empty()).map(str::to_owned);
            return Ok((branch, self.resolve(symbol)?.map(Spot::At)));
        };
        let Relative { branch, symbol, steps } = relative;
        let (branch, spot) = match symbol {
            None if steps >= 0 => return Err(problem::wrong_way(target)),
            Some(symbol) if steps >= 0 => {
                let start = self.resolve(&symbol)?.map(Spot::At);
                let spot = self.walk_with(start, steps, branch.as_deref(), overwalk)?;
                (branch, spot)
            }
            symbol => {
                let (branch, symbol) = match symbol {
                    Some(symbol) => (branch, symbol),
                    None => self.start_of_walk_down(at, branch, target)?,
                };
                let start = self.resolve(&on_branch(branch.as_deref(), &symbol))?.map(Spot::At);
                (branch, self.walk_with(start, steps, None, overwalk)?)
            }
        };
        spot.map(|it| (branch, Some(it))).ok_or_else(|| problem::too_far(target))
    }

    /// Where `-1` starts, and the branch that it stays on.
    fn start_of_walk_down(
        &self,
        at: &[String],
        branch: Option<String>,
        target: &str,
    ) -> Result<(Option<String>, String), Problem> {
        let Some(branch) = branch else {
            let first = at.first().ok_or_else(|| problem::too_far(target))?;
            return Ok((Some(first.clone()), first.clone()));
        };
        let current = self.all_of(at)?;
        let mut starts = self.in_line_with(&current, &branch)?;
        if starts.is_empty() {
            starts = self.in_line_with(&self.applied_heads(&current), &branch)?;
        }
        match starts.as_slice() {
            [start] => Ok((Some(branch), self.id(*start).to_owned())),
            _ => Err(problem::ambiguous_start(&self.ids(&starts))),
        }
    }

    /// What is applied where the database is at these revisions, and has no applied child.
    fn applied_heads(&self, current: &[usize]) -> Vec<usize> {
        let applied = self.graph.ancestors(current, Along::Needed);
        let followed = |it: usize| {
            let follows = self.graph.descendants(&[it], Along::Down);
            follows.into_iter().skip(1).any(|it| applied.contains(&it))
        };
        applied.iter().copied().filter(|it| !followed(*it)).collect()
    }

    pub(super) fn all_of(&self, names: &[String]) -> Result<Vec<usize>, Problem> {
        let mut res = Vec::new();
        for name in names {
            res.extend(self.resolve_all(name)?);
        }
        Ok(res)
    }
}

fn on_branch(branch: Option<&str>, symbol: &str) -> String {
    branch.map_or_else(|| symbol.to_owned(), |branch| format!("{branch}@{symbol}"))
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn too_far(target: &str) -> Problem {
        Problem::error("walked-too-far", format!("`{target}` goes past the end of the history"))
            .help("ask for fewer steps, or name `base` or `head`")
    }

    pub(super) fn wrong_way(target: &str) -> Problem {
        let message = format!("`{target}` goes the other way, or nowhere");
        Problem::error("wrong-way", message)
            .help("say `+1` to upgrade and `-1` to downgrade from where the range starts")
    }

    pub(super) fn ambiguous_start(ids: &[String]) -> Problem {
        let message = match ids {
            [] => "the range starts nowhere on this branch".to_owned(),
            ids => format!("the range starts at several revisions: `{}`", ids.join("`, `")),
        };
        Problem::error("ambiguous-start", message)
            .help("choose the branch with `<branch>@+1` or `<branch>@-1`, or name the revision")
    }
}
