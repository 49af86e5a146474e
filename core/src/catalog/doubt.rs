//! What only some databases have: it was made under a condition that nobody can know.

use std::sync::Arc;

use super::Catalog;
use crate::name::Name;

impl Catalog {
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
