//! What the page asks and hears: questions, answers and the views in them. Their JSON is what the
//! worker and the page say to each other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::DumpView;
use crate::analysis::Stage;
use crate::history::Direction;

/// What the page may ask. The files of a project travel beside the question, as bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "ask", rename_all = "kebab-case")]
pub enum Question {
    /// Opens the files that come with the question, in place of what was open.
    Open { name: String, options: OpenOptions },
    /// The schema after a revision; none means after all of them. What changed is marked: by the
    /// revision, or `since` another one or `base`.
    Schema { at: Option<String>, since: Option<String> },
    /// The same as SQL that builds it in an empty database.
    Dump { at: Option<String> },
    /// Every table that any revision has.
    Atlas,
    /// What there is between a revision, or `base`, and a later one.
    Range { since: String, at: String },
    /// One revision whole: what it changes, its SQL both ways.
    Revision { id: String },
    /// The script of a range, in the words of Alembic: `base:heads`, `a:b`.
    Script { range: String, direction: Way, as_alembic: bool },
    /// The text of a file.
    Source { file: String },
}

/// What it hears back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", rename_all = "kebab-case")]
pub enum Answer {
    Opened(Box<Overview>),
    Schema(Box<SchemaView>),
    Dump(DumpView),
    Atlas(Box<AtlasView>),
    Range(RangeView),
    Revision(Box<RevisionView>),
    Script(Box<ScriptView>),
    Source(SourceView),
    /// The question could not be answered; the diagnostic says why.
    Refused(DiagnosticView),
}

/// How far long work has come, told while it goes on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// What is being done: "reading files", "following revisions".
    pub stage: String,
    pub done: usize,
    pub total: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenOptions {
    /// `postgresql`, `mysql` or `sqlite`; empty means what the files tell, else `postgresql`.
    pub dialect: String,
    /// The version of PostgreSQL, `13` to `18`; empty means the newest.
    #[serde(default)]
    pub server: String,
    /// The format's id, where the user chose one.
    pub format: Option<String>,
    /// Version folders, where the user named them.
    pub versions: Vec<String>,
    /// Values for names that the files don't tell: what a tool fills in (`${schema}`), variables of
    /// the environment, and what is in modules that are not here (`app.settings.schema`).
    #[serde(default)]
    pub values: BTreeMap<String, String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    #[default]
    Upgrade,
    Downgrade,
}

/// What a project is, on one page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    pub name: String,
    pub format: Choice,
    /// Every format that could read these files, the chosen one included.
    pub formats: Vec<Choice>,
    /// The database that the SQL is for.
    pub dialect: Choice,
    /// Every database that SQL may be for.
    pub dialects: Vec<Choice>,
    /// The version of PostgreSQL that runs the SQL.
    pub server: String,
    /// The versions that there are to choose from, the newest first; none for another database.
    pub servers: Vec<String>,
    /// The folders that hold the revisions.
    pub locations: Vec<String>,
    /// Other folders with revisions, which the user may open instead.
    pub other_locations: Vec<String>,
    /// Newest first, in the order of `migrascope history`.
    pub revisions: Vec<RevisionRow>,
    pub graph: GraphView,
    pub heads: Vec<String>,
    pub bases: Vec<String>,
    /// Those of the baseline's files among them.
    pub diagnostics: Vec<DiagnosticView>,
    /// How many files were read.
    pub files: usize,
    /// Tables after the last revision.
    pub tables: usize,
    /// What the database holds before the first revision, where the user gave it.
    pub baseline: Option<BaselineView>,
}

/// The schema that a history starts from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BaselineView {
    pub name: String,
    pub tables: usize,
}

/// Something to choose, with what people read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub id: String,
    pub title: String,
}

/// A revision in a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RevisionRow {
    pub id: String,
    pub message: String,
    pub date: Option<String>,
    pub down: Vec<String>,
    pub depends_on: Vec<String>,
    pub labels: Vec<String>,
    pub head: bool,
    pub base: bool,
    pub branch_point: bool,
    pub merge: bool,
    /// Its place in the order of upgrade, counted from zero; the time slider's position.
    pub step: usize,
    /// Whether everything that it runs is known, on the way up and on the way down.
    pub complete: bool,
    pub down_complete: bool,
    /// Whether there is a way back at all. A rollback that runs nothing is none, unless there is
    /// nothing to take back.
    pub reversible: bool,
    /// Whether it fails on the way up, and on the way down.
    pub fails: bool,
    pub down_fails: bool,
    pub counts: ChangeCounts,
    pub diagnostics: usize,
    /// The severity of the worst of them; empty if there are none.
    #[serde(default)]
    pub worst: String,
    pub place: Place,
}

/// What runs between two revisions, and what becomes of the tables.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RangeView {
    /// In the order of upgrade.
    pub revisions: Vec<String>,
    pub counts: ChangeCounts,
}

/// How many tables a revision adds, changes and removes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeCounts {
    pub added: usize,
    pub changed: usize,
    pub removed: usize,
}

/// The lanes of the revision graph; rows are those of [`Overview::revisions`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GraphView {
    /// How many lanes there are at the widest place.
    pub lanes: usize,
    /// The lane of each row.
    pub lane: Vec<usize>,
    pub edges: Vec<GraphEdge>,
}

/// A line of the revision graph, from a row down to one of its parents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphEdge {
    pub from_row: usize,
    pub to_row: usize,
    /// The lane in which it runs between the two rows.
    pub lane: usize,
    /// True for `depends_on`, which is drawn dashed.
    pub dependency: bool,
}

/// A place in a file, as people count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub file: String,
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DiagnosticView {
    /// `note`, `warning` or `error`.
    pub severity: String,
    pub code: String,
    pub message: String,
    pub help: Option<String>,
    /// The name that a value could be given for to solve it.
    #[serde(default)]
    pub asks: Option<String>,
    /// The choice that solves it: `database`, `format`, `folders` or `baseline`.
    #[serde(default)]
    pub remedy: Option<RemedyView>,
    pub place: Option<Place>,
    /// The line that the place is in.
    pub excerpt: Option<String>,
    /// The revision it belongs to, if it belongs to one.
    pub revision: Option<String>,
    /// The way on which it is met, if it is met when the revision runs: what is met both ways is told
    /// of the way up.
    pub way: Option<Way>,
}

/// A choice that the reader has, and what to choose where one thing is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemedyView {
    pub choice: String,
    pub value: Option<String>,
}

/// The mark of what a revision did to something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    #[default]
    Same,
    Added,
    Changed,
    Removed,
}

/// Every table that any revision has, with every column that it ever had: names, types, keys and
/// references. A map made of it has a seat for each, so nothing moves from revision to revision.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AtlasView {
    pub tables: Vec<TableView>,
    /// By name, older names too.
    #[serde(default)]
    pub lives: Vec<LifeView>,
}

/// When a name is that of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LifeView {
    pub name: String,
    /// The revision that brings it; none if it is there from the start.
    pub from: Option<String>,
    /// The revision that takes it away; none if it is there in the end.
    pub until: Option<String>,
}

/// The schema after a revision, with what that revision changed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SchemaView {
    pub at: Option<String>,
    /// Since when the changes are marked; nothing means by the revision alone.
    pub since: Option<String>,
    /// Sorted by name. Tables that the revision removed are there too, marked.
    pub tables: Vec<TableView>,
    pub enums: Vec<EnumView>,
    /// Views, sequences, functions and other objects, each in a line.
    pub others: Vec<ObjectView>,
    pub counts: ChangeCounts,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TableView {
    /// Schema-qualified where it is not in the default one; the table's identity.
    pub name: String,
    /// What it was called before: by the revision before this one or, on a map, ever.
    pub formerly: Vec<String>,
    pub schema: Option<String>,
    pub columns: Vec<ColumnView>,
    pub indexes: Vec<PartView>,
    pub constraints: Vec<PartView>,
    pub triggers: Vec<PartView>,
    pub comment: Option<String>,
    /// No revision creates it; what we show is what revisions say of it.
    pub assumed: bool,
    pub partition_of: Option<String>,
    pub mark: Mark,
    /// The line that last touched it.
    pub place: Option<Place>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ColumnView {
    pub name: String,
    /// What the revision before this one called it.
    pub formerly: Option<String>,
    pub ty: String,
    pub nullable: bool,
    pub primary: bool,
    pub unique: bool,
    pub default: Option<String>,
    pub comment: Option<String>,
    /// The table and column it refers to.
    pub refers: Option<(String, String)>,
    pub mark: Mark,
    pub place: Option<Place>,
}

/// An index, constraint or trigger, as one line of SQL.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PartView {
    pub name: String,
    pub text: String,
    pub mark: Mark,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct EnumView {
    pub name: String,
    pub labels: Vec<String>,
    pub mark: Mark,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ObjectView {
    /// `view`, `materialized view`, `sequence`, `function`, `extension`, `schema`, `domain`.
    pub kind: String,
    pub name: String,
    pub definition: String,
    pub mark: Mark,
}

/// One revision whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RevisionView {
    pub row: RevisionRow,
    /// What it does, one line an operation, in words.
    pub changes: Vec<ChangeView>,
    pub upgrade: ScriptView,
    pub downgrade: ScriptView,
    pub diagnostics: Vec<DiagnosticView>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ChangeView {
    pub mark: Mark,
    pub text: String,
    /// The table it is about, if it is about one.
    pub table: Option<String>,
    pub place: Option<Place>,
}

/// SQL in the order of execution.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScriptView {
    pub statements: Vec<StatementView>,
    /// The whole as it is copied and downloaded.
    pub text: String,
    pub complete: bool,
    pub diagnostics: Vec<DiagnosticView>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StatementView {
    pub revision: String,
    /// The lines of [`ScriptView::text`] that it takes, counted from one.
    pub line: u32,
    pub end_line: u32,
    /// The migration's line that made it; none for the version table's own.
    pub place: Option<Place>,
    /// `op.create_table`, `bind.execute`, `sql`.
    pub origin: String,
    pub transactional: bool,
    /// It stands under a condition that nobody can know.
    pub maybe: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceView {
    pub file: String,
    pub text: String,
    /// `python` or `sql`.
    pub language: String,
}

impl Progress {
    pub(super) fn of(stage: Stage) -> Self {
        match stage {
            Stage::ReadingFiles => Self { stage: "reading files".to_owned(), ..Self::default() },
            Stage::FollowingRevisions { done, total } => {
                Self { stage: "following revisions".to_owned(), done, total }
            }
        }
    }
}

impl From<Direction> for Way {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Upgrade => Self::Upgrade,
            Direction::Downgrade => Self::Downgrade,
        }
    }
}

impl From<Way> for Direction {
    fn from(way: Way) -> Self {
        match way {
            Way::Upgrade => Self::Upgrade,
            Way::Downgrade => Self::Downgrade,
        }
    }
}
