//! Puts revisions in an order the database could have met them in.

use std::collections::BTreeSet;

use super::History;
use super::graph::Along;
use crate::diagnostic::Problem;

/// A place where the walk down the branches stands, and all that lies below it.
struct Front {
    revision: usize,
    below: BTreeSet<usize>,
}

impl History {
    /// The revisions, newest first: each comes before everything that it follows or depends on.
    ///
    /// The walk goes down one branch as far as it can, then down the next, as Alembic does.
    pub(super) fn newest_first(
        &self,
        revisions: &BTreeSet<usize>,
        heads: &[usize],
    ) -> Result<Vec<usize>, Problem> {
        let mut todo = revisions.clone();
        let starts: BTreeSet<usize> =
            heads.iter().copied().filter(|it| todo.contains(it)).collect();
        let mut fronts: Vec<Front> = starts.into_iter().map(|it| self.front(it)).collect();
        let mut res = Vec::new();
        let mut at = 0;
        while let Some(front) = fronts.get(at) {
            let revision = front.revision;
            let above = fronts.iter().enumerate();
            if let Some((above, _)) =
                above.into_iter().find(|(idx, it)| *idx != at && it.below.contains(&revision))
            {
                at = above;
                continue;
            }
            if todo.remove(&revision) {
                res.push(revision);
            }
            at = self.go_down(&mut fronts, at, &todo);
        }
        if todo.is_empty() { Ok(res) } else { Err(problem::unreached(&self.ids_of(&todo))) }
    }

    /// Moves the front at `at` to the parents of its revision. Returns which front is next.
    fn go_down(&self, fronts: &mut Vec<Front>, at: usize, todo: &BTreeSet<usize>) -> usize {
        let Some(revision) = fronts.get(at).map(|it| it.revision) else { return 0 };
        let is_front = |it: usize| fronts.iter().any(|front| front.revision == it);
        let mut parents = self.graph.parents(revision, Along::Needed);
        let on_a_line = parents.len() == 1;
        parents.retain(|it| todo.contains(it) && !is_front(*it));
        let mut parents = parents.into_iter();
        let Some(first) = parents.next() else {
            fronts.remove(at);
            return at.saturating_sub(1);
        };
        if let Some(front) = fronts.get_mut(at) {
            // On a plain line nothing needs to be collected again.
            if on_a_line {
                front.revision = first;
                front.below.remove(&revision);
            } else {
                *front = self.front(first);
            }
        }
        fronts.extend(parents.map(|it| self.front(it)));
        at
    }

    fn front(&self, revision: usize) -> Front {
        let below = self.graph.ancestors(&[revision], Along::Needed);
        Front { revision, below: below.into_iter().collect() }
    }

    fn ids_of(&self, revisions: &BTreeSet<usize>) -> Vec<String> {
        revisions.iter().map(|it| self.id(*it).to_owned()).collect()
    }
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn unreached(ids: &[String]) -> Problem {
        let message = format!("no way leads from the asked revisions to `{}`", ids.join("`, `"));
        Problem::error("unreachable-revision", message)
            .help("name the heads one by one, or `heads` for all of them")
    }
}
