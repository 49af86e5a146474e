//! A change set: what Liquibase runs as one, and remembers as one.

use super::filter::Meant;
use super::node::Node;
use crate::history::{Gate, SqlPart};
use crate::project::Span;

#[derive(Clone, Debug)]
pub(super) struct ChangeSet {
    pub(super) id: String,
    pub(super) author: String,
    pub(super) comment: String,
    /// For which runs it is meant.
    pub(super) meant: Meant,
    /// Whether it runs before or after the others.
    pub(super) order: Order,
    pub(super) tags: Vec<String>,
    /// The conditions that it asks for.
    pub(super) gate: Option<Gate>,
    pub(super) span: Span,
    pub(super) up: Vec<SqlPart>,
    pub(super) down: Vec<SqlPart>,
}

/// When a change set runs, if not in its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Order {
    First,
    #[default]
    InPlace,
    Last,
}

impl Order {
    pub(super) fn of(node: &Node) -> Self {
        match node.get("runOrder").map(str::to_lowercase).as_deref() {
            Some("first") => Self::First,
            Some("last") => Self::Last,
            _ => Self::InPlace,
        }
    }
}

impl ChangeSet {
    pub(super) fn new(id: &str, author: &str, span: Span) -> Self {
        Self {
            id: id.to_owned(),
            author: author.to_owned(),
            comment: String::new(),
            meant: Meant::default(),
            order: Order::default(),
            tags: Vec::new(),
            gate: None,
            span,
            up: Vec::new(),
            down: Vec::new(),
        }
    }

    /// What it is about, for a reader.
    pub(super) fn doc(&self) -> String {
        let (id, author) = (&self.id, &self.author);
        let mut res = match self.comment.trim() {
            "" => format!("{id} by {author}"),
            comment => comment.to_owned(),
        };
        for line in self.meant.words() {
            res += &format!("\n\n{line}");
        }
        res
    }
}
