//! A change set: what Liquibase runs as one, and remembers as one.

use crate::history::SqlPart;
use crate::project::Span;

#[derive(Clone, Debug)]
pub(super) struct ChangeSet {
    pub(super) id: String,
    pub(super) author: String,
    pub(super) comment: String,
    /// For which runs it is meant, as written.
    pub(super) context: String,
    pub(super) tags: Vec<String>,
    pub(super) span: Span,
    pub(super) up: Vec<SqlPart>,
    pub(super) down: Vec<SqlPart>,
}

impl ChangeSet {
    pub(super) fn new(id: &str, author: &str, span: Span) -> Self {
        Self {
            id: id.to_owned(),
            author: author.to_owned(),
            comment: String::new(),
            context: String::new(),
            tags: Vec::new(),
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
        if !self.context.is_empty() {
            res += &format!("\n\nContext: {}", self.context);
        }
        res
    }
}
