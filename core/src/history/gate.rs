//! What a tool asks of the database before it runs a revision.

use crate::project::Span;

/// Conditions without which a revision is passed over, or its tool stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gate {
    pub span: Span,
    pub question: Question,
    /// Whether the revision is passed over where they do not hold; else its tool stops there.
    pub passes_over: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The answer does not hang on the schema; nothing if nobody knows it.
    Told(Option<bool>),
    /// Whether there is such an object.
    There(Sought),
    /// Whether a query answers this text.
    Answers {
        sql: String,
        expected: String,
    },
    Not(Box<Self>),
    All(Vec<Self>),
    Any(Vec<Self>),
}

/// An object, by what is said of it. Names fit in any letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    pub kind: SoughtKind,
    pub schema: Option<String>,
    /// The table that it is, or is a part of.
    pub table: Option<String>,
    pub name: Option<String>,
    /// The columns that it is over; none if they are not said.
    pub columns: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SoughtKind {
    Table,
    View,
    Column,
    Sequence,
    Index,
    PrimaryKey,
    Unique,
    ForeignKey,
}
