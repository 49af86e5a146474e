//! Revisions and how they follow one another: heads, bases, branches, and every name of a revision.
//!
//! The meaning of names, the order of steps and the rows of the version table are Alembic's
//! (1.20); its tests of equality are ours too. Where Alembic refuses a whole project (a parent
//! that no file has, a cycle), the link at fault is left out and reported, and the rest opens.

mod build;
mod gate;
mod graph;
mod labels;
mod line;
mod order;
mod path;
mod resolve;
mod target;
mod version_table;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use gate::{Gate, Question, Sought, SoughtKind};
pub use path::{Range, Step};
pub use version_table::VersionChange;

pub use crate::project::Direction;

use crate::diagnostic::Problem;
use crate::project::{FileId, Project, Span};
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
    /// Names of this revision alone.
    pub tags: Vec<String>,
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
    /// What its tool asks before it runs it.
    pub gate: Option<Gate>,
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlPart {
    pub span: Span,
    pub around: Around,
    /// What runs, where it is not the file's text to the letter.
    pub written: Option<Written>,
    /// Why nobody can tell what runs here, where that is so: then the file's text is no SQL.
    pub opaque: Option<Problem>,
}

/// What a tool puts around the SQL that it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Around {
    /// `BEGIN` and `COMMIT`, whatever is in it.
    Transaction,
    /// `BEGIN` and `COMMIT`, but not around what cannot run between them.
    TransactionIfPossible,
    /// The same, but its tool refuses statements of both kinds in one file.
    TransactionUnlessMixed,
    /// Nothing, but all of it goes to the server as one message. PostgreSQL treats the statements
    /// of a message as one transaction, unless there is just one or they open their own.
    Message,
    /// Nothing: each statement is a transaction of its own.
    Nothing,
}

/// SQL that no file holds to the letter: placeholders are filled in, or a change is said in SQL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub text: Arc<str>,
    /// From which byte of the text on it stands at which byte of the file, in order. Empty if all
    /// of it stands for the whole stretch.
    pub places: Vec<(u32, u32)>,
}

impl SqlPart {
    /// SQL that runs as it stands in its file.
    pub fn new(span: Span, around: Around) -> Self {
        Self { span, around, written: None, opaque: None }
    }

    /// A place where something runs that is no SQL.
    pub fn opaque(span: Span, why: Problem) -> Self {
        Self { opaque: Some(why), ..Self::new(span, Around::Nothing) }
    }

    /// The SQL that runs.
    pub fn text<'a>(&'a self, project: &'a Project) -> &'a str {
        match (&self.written, &self.opaque) {
            (Some(written), _) => &written.text,
            (None, Some(_)) => "",
            (None, None) => project.excerpt(self.span),
        }
    }

    /// Where bytes of [`Self::text`] stand in the file.
    pub fn place(&self, range: &std::ops::Range<usize>) -> Span {
        let (start, end) = (range.start as u32, range.end as u32);
        let Some(written) = &self.written else {
            let base = self.span.start;
            return Span { file: self.span.file, start: base + start, end: base + end };
        };
        if written.places.is_empty() {
            return self.span;
        }
        let start = written.place(start, self.span);
        Span { file: self.span.file, start, end: written.place(end, self.span).max(start) }
    }
}

impl Written {
    /// The byte of the file that a byte of the text comes from.
    fn place(&self, at: u32, within: Span) -> u32 {
        let next = self.places.partition_point(|(text, _)| *text <= at);
        let limit = self.places.get(next).map_or(within.end, |(_, file)| *file);
        let own = next.checked_sub(1).and_then(|it| self.places.get(it));
        own.map_or(within.start, |(text, file)| (file + (at - text)).min(limit))
    }
}

/// The revisions of a project. A revision is named by its index in [`Self::revisions`].
#[derive(Clone, Debug, Default)]
pub struct History {
    revisions: Vec<Revision>,
    /// Each id with its revision.
    ids: BTreeMap<String, usize>,
    graph: Graph,
    /// Branch labels as declared, each with its revision.
    declared_labels: BTreeMap<String, usize>,
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
        self.ids.get(id).copied()
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

    /// Labels that name this revision's branch, inherited ones included, and its tags.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Report;

    /// A history from lines such as `c <- a b needs x label shop`.
    fn history(lines: &[&str]) -> (History, Vec<String>) {
        let revision = |line: &&str| {
            let (id, rest) = line.split_once(" <-").unwrap_or((line, ""));
            let (rest, label) = rest.split_once(" label ").unwrap_or((rest, ""));
            let (down, needs) = rest.split_once(" needs ").unwrap_or((rest, ""));
            let words = |it: &str| it.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            Revision {
                id: id.to_owned(),
                down: words(down),
                depends_on: words(needs),
                labels: words(label),
                tags: Vec::new(),
                message: String::new(),
                doc: String::new(),
                date: None,
                file: FileId(0),
                span: Span::file(FileId(0)),
                down_span: Span::file(FileId(0)),
                script: Script::Python,
                gate: None,
            }
        };
        let mut report = Report::default();
        let res = History::new(lines.iter().map(revision).collect(), &mut report);
        let codes = report.diagnostics.iter().map(|it| it.problem.code.to_owned()).collect();
        (res, codes)
    }

    #[track_caller]
    fn check_upgrade(lines: &[&str], range: &str, expected: &str) {
        let (history, _) = history(lines);
        let steps = history.upgrade(range).map_err(|it| it.code);
        let text = steps.map(|steps| describe(&history, &steps));
        assert_eq!(text.unwrap_or_else(str::to_owned), expected);
    }

    #[track_caller]
    fn check_downgrade(lines: &[&str], range: &str, expected: &str) {
        let (history, _) = history(lines);
        let steps = history.downgrade(range).map_err(|it| it.code);
        let text = steps.map(|steps| describe(&history, &steps));
        assert_eq!(text.unwrap_or_else(str::to_owned), expected);
    }

    fn describe(history: &History, steps: &[Step]) -> String {
        let row = |it: &VersionChange| match it {
            VersionChange::Insert(id) => format!("+{id}"),
            VersionChange::Update { from, to } => format!("{from}>{to}"),
            VersionChange::Delete(id) => format!("-{id}"),
        };
        let step = |it: &Step| {
            let rows: Vec<String> = it.version_changes.iter().map(row).collect();
            format!("{} ({})", history.id(it.revision), rows.join(" "))
        };
        steps.iter().map(step).collect::<Vec<_>>().join(", ")
    }

    const FORK: &[&str] = &["aaaa", "bbbb <- aaaa label left", "cccc <- aaaa", "dddd <- bbbb cccc"];

    #[test]
    fn an_upgrade_meets_branches_one_after_the_other_and_merges_their_rows() {
        let expected = "aaaa (+aaaa), cccc (aaaa>cccc), bbbb (+bbbb), dddd (-bbbb cccc>dddd)";
        check_upgrade(FORK, "base:heads", expected);
    }

    #[test]
    fn a_downgrade_takes_a_merge_apart_again() {
        let expected = "dddd (+bbbb dddd>cccc), bbbb (-bbbb), cccc (cccc>aaaa), aaaa (-aaaa)";
        check_downgrade(FORK, "heads:base", expected);
        check_downgrade(FORK, "dddd:left@-1", "ambiguous-walk");
    }

    #[test]
    fn ranges_are_named_in_all_of_alembics_ways() {
        let line = &["aaaa", "bbbb <- aaaa", "cccc <- bbbb"];
        check_upgrade(line, "+1", "aaaa (+aaaa)");
        check_upgrade(line, "aaaa:+1", "bbbb (aaaa>bbbb)");
        check_upgrade(line, "aaa:cc", "bbbb (aaaa>bbbb), cccc (bbbb>cccc)");
        check_upgrade(line, "bbbb:aaaa+2", "cccc (bbbb>cccc)");
        check_upgrade(line, "+9", "walked-too-far");
        check_upgrade(line, "zzzz", "unknown-revision");
        check_downgrade(line, "cccc:-1", "cccc (cccc>bbbb)");
        check_downgrade(line, "cccc:head-2", "cccc (cccc>bbbb), bbbb (bbbb>aaaa)");
        check_downgrade(line, "aaaa:cccc", "not-an-ancestor");
    }

    #[test]
    fn several_heads_are_named_one_by_one_or_together() {
        let two = &["aaaa", "bbbb <- aaaa label left", "cccc <- aaaa"];
        check_upgrade(two, "head", "multiple-heads");
        check_upgrade(two, "left@head", "aaaa (+aaaa), bbbb (aaaa>bbbb)");
        check_upgrade(two, "heads", "aaaa (+aaaa), cccc (aaaa>cccc), bbbb (+bbbb)");
    }

    #[test]
    fn a_dependency_runs_first_and_its_row_is_taken_over() {
        let apart = &["aaaa", "bbbb <- aaaa", "cccc <- needs aaaa"];
        check_upgrade(apart, "cccc", "aaaa (+aaaa), cccc (aaaa>cccc)");
        let (history, _) = history(apart);
        assert_eq!(history.effective_heads(), [1, 2]);
        assert_eq!(history.bases(), [0, 2]);
    }

    #[test]
    fn what_does_not_fit_is_reported_and_the_rest_opens() {
        let check = |lines: &[&str], codes: &[&str], heads: &[usize]| {
            let (history, found) = history(lines);
            assert_eq!(found, codes);
            assert_eq!(history.heads(), heads);
        };
        check(&["aaaa", "bbbb <- zzzz"], &["unknown-parent"], &[0, 1]);
        check(&["aaaa <- bbbb", "bbbb <- aaaa"], &["cycle"], &[1]);
        check(&["aaaa <- aaaa"], &["cycle"], &[0]);
        check(&["aaaa", "aaaa", "bbbb <- aaaa"], &["duplicate-revision"], &[1]);
        check(&["a <- label x", "b <- a label x"], &["taken-branch-label"], &[1]);
        check(&["a-b"], &["reserved-character"], &[0]);
    }

    #[test]
    fn many_roots_with_labels_open_and_go_both_ways() {
        let lines: Vec<String> = (0..2000).map(|it| format!("r{it:06} <- label l{it}")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let (history, codes) = history(&lines);
        assert!(codes.is_empty());
        for steps in [history.upgrade("base:heads"), history.downgrade("heads:base")] {
            assert_eq!(steps.map(|it| it.len()), Ok(2000));
        }
    }

    #[test]
    fn a_label_names_its_whole_branch() {
        let (history, _) = history(FORK);
        let labelled: Vec<usize> =
            history.indices().filter(|it| history.has_label(*it, "left")).collect();
        assert_eq!(labelled, [1, 3]);
    }
}
