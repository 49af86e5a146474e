//! A changelog's tree, whichever of XML, YAML and JSON it is written in.
//!
//! `<addColumn tableName="t"><column name="c"/></addColumn>` and `addColumn: {tableName: t,
//! columns: [{column: {name: c}}]}` come to the same.

use crate::project::Span;

/// An element, or a key with what is below it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) name: String,
    pub(super) span: Span,
    /// Attributes, or keys with a plain value.
    pub(super) values: Vec<Value>,
    pub(super) children: Vec<Self>,
    /// The text inside.
    pub(super) text: Option<Value>,
}

/// A plain value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Value {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) span: Span,
}

/// How deep a changelog may nest. Real ones do not pass ten.
pub(super) const MAX_DEPTH: usize = 64;

/// The most nodes of one changelog, those behind aliases included.
pub(super) const MAX_NODES: usize = 500_000;

impl Node {
    pub(super) fn new(name: impl Into<String>, span: Span) -> Self {
        Self { name: name.into(), span, values: Vec::new(), children: Vec::new(), text: None }
    }

    /// The value of this name: an attribute, or the text of a child.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.value(name).map(|it| it.text.as_str())
    }

    /// As [`Self::get`], with its place.
    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        let own = self.values.iter().find(|it| it.name == name);
        own.or_else(|| self.child(name).and_then(|it| it.text.as_ref()))
    }

    /// Whether the value of this name is true.
    pub(super) fn says(&self, name: &str) -> bool {
        self.get(name).is_some_and(|it| it.eq_ignore_ascii_case("true"))
    }

    /// Whether the value of this name is false.
    pub(super) fn denies(&self, name: &str) -> bool {
        self.get(name).is_some_and(|it| it.eq_ignore_ascii_case("false"))
    }

    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|it| it.name == name)
    }

    pub(super) fn all<'n>(&'n self, name: &'n str) -> impl Iterator<Item = &'n Self> {
        self.children.iter().filter(move |it| it.name == name)
    }

    /// The text inside, or the value that the key itself has.
    pub(super) fn body(&self) -> Option<&Value> {
        self.text.as_ref().or_else(|| self.value("sql")).or_else(|| self.value(&self.name))
    }
}
