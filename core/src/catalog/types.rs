//! Column types: how a migration spells them, and what the database makes of them.

use crate::name::Name;

/// A type as its migration spells it in its dialect.
///
/// The spelling is what SQL is rendered with, to the letter; the canonical form is what the
/// database would show, and what comparisons use.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SqlType {
    /// `VARCHAR(50)`, `timestamptz`, `INTEGER[]`. Empty if it could not be known.
    pub spelling: String,
    /// The user-defined type that it names, so that renaming the type renames it here.
    pub named: Option<Name>,
}

impl SqlType {
    /// A built-in type, as spelled.
    pub fn new(spelling: impl Into<String>) -> Self {
        Self { spelling: spelling.into(), named: None }
    }

    /// A user-defined type; `spelling` is its quoted name, with `[]` for arrays.
    pub fn named(name: Name, spelling: impl Into<String>) -> Self {
        Self { spelling: spelling.into(), named: Some(name) }
    }

    /// Whether the type could not be known.
    pub fn is_unknown(&self) -> bool {
        self.spelling.is_empty()
    }
}
