//! What only some databases have: it was made under a condition that nobody can know.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Catalog;
use crate::name::Name;

/// What may be there, or not be there, after statements of which nobody can know what they do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unclear {
    /// The names of what they make or change, without those of tables and schemas before them.
    names: BTreeSet<String>,
    /// Whether it may be anything.
    anything: bool,
    /// Whether foreign keys may be gone.
    keys: bool,
}

impl Unclear {
    /// Whether what a foreign key needs may not be needed any more, as a text says it.
    pub fn frees(&self, text: &str) -> bool {
        self.keys || self.is_in(text)
    }

    /// Whether all is clear.
    pub fn is_nothing(&self) -> bool {
        !self.anything && !self.keys && self.names.is_empty()
    }

    /// Whether a text names something of it.
    pub fn is_in(&self, text: &str) -> bool {
        self.anything
            || !self.names.is_empty()
                && words(text).any(|it| self.names.contains(&it.to_lowercase()))
    }
}

/// The words and names in a text of any language.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_part = |it: char| it.is_alphanumeric() || it == '_';
    text.split(move |it| !is_part(it)).filter(|it| !it.is_empty())
}

impl Catalog {
    /// Takes note that nobody can know whether something of these names was made or changed.
    pub fn leave_unclear(&mut self, names: impl Iterator<Item = String>) {
        let names: Vec<String> = names.map(|it| it.to_lowercase()).collect();
        if !names.is_empty() {
            Arc::make_mut(&mut self.unclear).names.extend(names);
        }
    }

    /// Takes note that nobody can know what was made or changed.
    pub fn leave_all_unclear(&mut self) {
        if !self.unclear.anything {
            Arc::make_mut(&mut self.unclear).anything = true;
        }
    }

    /// Takes note that nobody can know which foreign keys were dropped.
    pub fn leave_keys_unclear(&mut self) {
        if !self.unclear.keys {
            Arc::make_mut(&mut self.unclear).keys = true;
        }
    }

    /// Whether only some databases have a part of a table: a column, an index or a constraint by its
    /// name; without one, the table itself.
    pub fn is_doubtful(&self, table: &Name, part: Option<&str>) -> bool {
        !self.doubtful.is_empty() && self.doubtful.contains(&(table.key(), part.map(str::to_owned)))
    }

    /// Takes note that only some databases have the part.
    pub fn doubt(&mut self, table: &Name, part: Option<&str>) {
        Arc::make_mut(&mut self.doubtful).insert((table.key(), part.map(str::to_owned)));
    }

    /// Takes note that every database has the part.
    pub fn trust(&mut self, table: &Name, part: Option<&str>) {
        if self.is_doubtful(table, part) {
            Arc::make_mut(&mut self.doubtful).remove(&(table.key(), part.map(str::to_owned)));
        }
    }
}
