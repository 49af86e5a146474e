//! Revisions and how they follow one another: heads, bases, branches, and every name of a revision.
//!
//! The meaning of names, the order of steps and the rows of the version table are Alembic's
//! (1.20); its tests of equality are ours too. Where Alembic refuses a whole project (a parent
//! that no file has, a cycle), the link at fault is left out and reported, and the rest opens.

mod build;
mod graph;
mod labels;
mod line;
mod order;
mod path;
mod resolve;
mod target;
mod version_table;
mod walk;

use std::collections::BTreeSet;

pub use path::{Range, Step};
pub use version_table::VersionChange;

pub use crate::project::Direction;

use crate::project::{FileId, Span};
use graph::{Along, Graph};

/// One revision, as its file declares it.
#[derive(Clone, Debug, PartialEq)]
pub struct Revision {
    pub id: String,
    /// The ids of its parents as written, in the order written; empty at a base.
    pub down: Vec<String>,
    /// Ids or labels of further revisions that must run before, as written.
    pub depends_on: Vec<String>,
    /// Branch labels as written; see [`History::labels`] for those that it inherits.
    pub labels: Vec<String>,
    /// What it is about: the first paragraph of [`Self::doc`].
    pub message: String,
    /// All that its author wrote at the top.
    pub doc: String,
    /// When it was made, as its author's tool wrote it.
    pub date: Option<String>,
    pub file: FileId,
    /// Where it names itself.
    pub span: Span,
    /// Where it names its parents.
    pub down_span: Span,
    pub script: Script,
}

/// What holds a revision's changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Script {
    /// [`Revision::file`] has `upgrade()` and `downgrade()`.
    Python,
    /// SQL, in the order of execution. No `down` at all means that there is no way back; a way
    /// back that does nothing is a part without text.
    Sql { up: Vec<SqlPart>, down: Vec<SqlPart> },
}

/// A stretch of SQL in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SqlPart {
    pub span: Span,
    /// Whether the tool that runs it opens a transaction around it.
    pub transactional: bool,
    /// Whether it is one statement whatever semicolons are in it.
    pub whole: bool,
}

impl SqlPart {
    /// SQL that runs in its tool's transaction, statement by statement.
    pub fn new(span: Span) -> Self {
        Self { span, transactional: true, whole: false }
    }
}

/// The revisions of a project. A revision is named by its index in [`Self::revisions`].
#[derive(Clone, Debug, Default)]
pub struct History {
    revisions: Vec<Revision>,
    graph: Graph,
    /// Branch labels as declared, each with its revision.
    declared_labels: Vec<(String, usize)>,
    /// Labels by revision, inherited ones included.
    labels: Vec<BTreeSet<String>>,
}

impl History {
    /// Every revision, in the order in which their files are read.
    pub fn revisions(&self) -> &[Revision] {
        &self.revisions
    }

    pub fn revision(&self, revision: usize) -> Option<&Revision> {
        self.revisions.get(revision)
    }

    pub fn is_empty(&self) -> bool {
        self.revisions.is_empty()
    }

    /// The index of the revision with exactly this id.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.revisions.iter().position(|it| it.id == id)
    }

    /// The id of a revision; empty for an index that names none.
    pub fn id(&self, revision: usize) -> &str {
        self.revision(revision).map_or("", |it| &it.id)
    }

    /// Parents by `down_revision`, in the order written.
    pub fn parents(&self, revision: usize) -> Vec<usize> {
        self.graph.parents(revision, Along::Down)
    }

    /// Revisions that `depends_on` names and that are no parents already.
    pub fn dependencies(&self, revision: usize) -> Vec<usize> {
        let parents = self.parents(revision);
        let all = self.graph.parents(revision, Along::All);
        all.into_iter().filter(|it| !parents.contains(it)).collect()
    }

    /// Revisions that name this one as their parent.
    pub fn children(&self, revision: usize) -> Vec<usize> {
        self.graph.children(revision, Along::Down)
    }

    /// Labels that name this revision's branch, inherited ones included.
    pub fn labels(&self, revision: usize) -> impl Iterator<Item = &str> {
        self.labels.get(revision).into_iter().flatten().map(String::as_str)
    }

    /// The revisions that no other names as its parent.
    ///
    /// More than one is not an error: a project between two merges has two heads.
    pub fn heads(&self) -> Vec<usize> {
        self.indices().filter(|it| self.is_head(*it)).collect()
    }

    /// The heads that no other revision depends on: what the version table holds in the end.
    pub fn effective_heads(&self) -> Vec<usize> {
        self.indices().filter(|it| self.graph.children(*it, Along::All).is_empty()).collect()
    }

    /// The revisions without a parent.
    pub fn bases(&self) -> Vec<usize> {
        self.indices().filter(|it| self.is_base(*it)).collect()
    }

    pub fn is_head(&self, revision: usize) -> bool {
        self.children(revision).is_empty()
    }

    pub fn is_base(&self, revision: usize) -> bool {
        self.parents(revision).is_empty()
    }

    /// Whether more than one revision follows.
    pub fn is_branch_point(&self, revision: usize) -> bool {
        self.children(revision).len() > 1
    }

    /// Whether it has more than one parent.
    pub fn is_merge_point(&self, revision: usize) -> bool {
        self.parents(revision).len() > 1
    }

    fn indices(&self) -> std::ops::Range<usize> {
        0..self.revisions.len()
    }

    fn ids(&self, revisions: &[usize]) -> Vec<String> {
        revisions.iter().map(|it| self.id(*it).to_owned()).collect()
    }
}
