//! Relative names: so many revisions up or down from somewhere.

use super::History;
use crate::diagnostic::Problem;

/// Where a walk through a history can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// Before the first revision.
    Base,
    At(usize),
}

impl Spot {
    pub(super) fn revision(self) -> Option<usize> {
        match self {
            Self::Base => None,
            Self::At(revision) => Some(revision),
        }
    }
}

/// A relative name: `+2`, `-1`, `rev+1`, `label@+1`, `label@rev-1`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Relative {
    pub(super) branch: Option<String>,
    pub(super) symbol: Option<String>,
    pub(super) steps: i64,
}

impl Relative {
    /// Reads a relative name; what follows its digits is ignored, as Alembic does.
    pub(super) fn parse(name: &str) -> Option<Self> {
        let on_branch =
            name.match_indices('@').skip_while(|(at, _)| *at == 0).find_map(|(at, _)| {
                let (branch, rest) = (name.get(..at)?, name.get(at + 1..)?);
                let (symbol, steps) = symbol_and_steps(rest)?;
                Some(Self { branch: Some(branch.to_owned()), symbol, steps })
            });
        on_branch.or_else(|| {
            let (symbol, steps) = symbol_and_steps(name)?;
            Some(Self { branch: None, symbol, steps })
        })
    }
}

fn symbol_and_steps(text: &str) -> Option<(Option<String>, i64)> {
    let is_word = |it: char| it.is_alphanumeric() || it == '_';
    let rest = text.trim_start_matches(is_word);
    let symbol = text.strip_suffix(rest).filter(|it| !it.is_empty()).map(str::to_owned);
    let sign = rest.chars().next().filter(|it| matches!(it, '+' | '-'))?;
    let digits = rest.get(1..)?;
    let end = digits.find(|it: char| !it.is_ascii_digit()).unwrap_or(digits.len());
    let steps: i64 = digits.get(..end)?.parse().ok()?;
    Some((symbol, if sign == '-' { -steps } else { steps }))
}

impl History {
    /// Walks up (`steps > 0`) or down from `start`; `None` is beyond the heads or before the base.
    ///
    /// A walk past the end gives `None`. A label chooses the branch on the way up.
    pub(super) fn walk(
        &self,
        start: Option<Spot>,
        steps: i64,
        branch: Option<&str>,
    ) -> Result<Option<Spot>, Problem> {
        self.walk_with(start, steps, branch, Overwalk::Refused)
    }

    /// As [`Self::walk`]; `overwalk` says what a walk past the end gives.
    pub(super) fn walk_with(
        &self,
        start: Option<Spot>,
        steps: i64,
        branch: Option<&str>,
        overwalk: Overwalk,
    ) -> Result<Option<Spot>, Problem> {
        let mut at = start;
        // No history is longer than its revisions and the place before them.
        for _ in 0..steps.unsigned_abs().min(self.revisions.len() as u64 + 2) {
            let next = if steps > 0 { self.above(at, branch)? } else { self.below(at) };
            match next.as_slice() {
                [] => {
                    return Ok(match overwalk {
                        Overwalk::Refused => None,
                        Overwalk::StopsAtEnd => at,
                    });
                }
                [only] => at = Some(*only),
                _ => return Err(problem::ambiguous_walk(&self.spot_ids(&next))),
            }
        }
        Ok(at)
    }

    fn above(&self, at: Option<Spot>, branch: Option<&str>) -> Result<Vec<Spot>, Problem> {
        let mut next = match at {
            None => self.bases(),
            Some(Spot::Base) => return Err(problem::up_from_base()),
            Some(Spot::At(revision)) => self.children(revision),
        };
        if let Some(branch) = branch {
            next = self.in_line_with(&next, branch)?;
        }
        Ok(next.into_iter().map(Spot::At).collect())
    }

    fn below(&self, at: Option<Spot>) -> Vec<Spot> {
        let next = match at {
            None => self.heads(),
            Some(Spot::Base) => return Vec::new(),
            Some(Spot::At(revision)) => self.parents(revision),
        };
        if next.is_empty() {
            return vec![Spot::Base];
        }
        next.into_iter().map(Spot::At).collect()
    }

    fn spot_ids(&self, spots: &[Spot]) -> Vec<String> {
        spots.iter().filter_map(|it| it.revision()).map(|it| self.id(it).to_owned()).collect()
    }
}

/// What a walk past the end of the history gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Overwalk {
    Refused,
    StopsAtEnd,
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn ambiguous_walk(ids: &[String]) -> Problem {
        let message = format!("the way forks into `{}`", ids.join("`, `"));
        Problem::error("ambiguous-walk", message)
            .help("name the revision, or choose the branch with `<branch>@+1`")
    }

    pub(super) fn up_from_base() -> Problem {
        Problem::error("ambiguous-walk", "there is no single way up from `base`")
            .help("name the revision")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, branch: Option<&str>, symbol: Option<&str>, steps: i64) {
        let expected =
            Relative { branch: branch.map(Into::into), symbol: symbol.map(Into::into), steps };
        assert_eq!(Relative::parse(name), Some(expected), "{name}");
    }

    #[test]
    fn relative_names_have_a_branch_a_revision_and_steps() {
        check("+2", None, None, 2);
        check("-1", None, None, -1);
        check("ae10+1", None, Some("ae10"), 1);
        check("shop@+1", Some("shop"), None, 1);
        check("shop@ae10-2", Some("shop"), Some("ae10"), -2);
        check("a@b@ae10-2", Some("a@b"), Some("ae10"), -2);
    }

    #[test]
    fn other_names_are_not_relative() {
        for name in ["head", "ae10", "shop@head", "2017-", "a-b", "@", ""] {
            assert_eq!(Relative::parse(name), None, "{name}");
        }
    }
}
