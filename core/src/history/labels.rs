//! Branch labels: a label names a revision's whole branch, not the revision alone, as a tag does.

use std::collections::BTreeSet;

use super::History;
use super::graph::Along;

impl History {
    /// Gives each label to the revisions of its branch: all that follow, and what comes before up
    /// to the nearest branch point or merge.
    pub(super) fn spread_labels(&mut self) {
        self.labels = self.revisions.iter().map(|it| it.labels.iter().cloned().collect()).collect();
        let declaring: Vec<usize> = self.indices().filter(|it| self.declares_label(*it)).collect();
        for revision in declaring {
            let spread = self.labels.get(revision).cloned().unwrap_or_default();
            let branch = self.graph.descendants(&[revision], Along::Down);
            let stem = branch.last().map(|it| self.stem(*it)).unwrap_or_default();
            for member in branch.into_iter().chain(stem) {
                self.add_labels(member, &spread);
            }
        }
        for revision in self.indices() {
            let tags = self.revision(revision).map(|it| it.tags.iter().cloned().collect());
            self.add_labels(revision, &tags.unwrap_or_default());
        }
    }

    fn declares_label(&self, revision: usize) -> bool {
        self.revision(revision).is_some_and(|it| !it.labels.is_empty())
    }

    fn add_labels(&mut self, revision: usize, labels: &BTreeSet<String>) {
        if let Some(own) = self.labels.get_mut(revision) {
            own.extend(labels.iter().cloned());
        }
    }

    /// The revisions on the way down from this one, as long as the way does not fork.
    fn stem(&self, revision: usize) -> Vec<usize> {
        let mut res = Vec::new();
        let mut next = Some(revision);
        while let Some(revision) = next {
            let forks = self.graph.children(revision, Along::All).len() > 1;
            if forks || self.is_merge_point(revision) {
                break;
            }
            res.push(revision);
            next = self.parents(revision).first().copied();
        }
        res
    }
}
