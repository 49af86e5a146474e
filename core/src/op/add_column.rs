//! `op.add_column` and `ALTER TABLE … ADD COLUMN`.

use crate::catalog::{Column, Constraint, Index};
use crate::name::Name;

/// Adds a column, and what was said along with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AddColumn {
    pub table: Name,
    pub column: Column,
    pub if_not_exists: bool,
    /// Constraints in the column's own clause: `ADD COLUMN a integer REFERENCES b (id)`.
    pub inline: Vec<Constraint>,
    /// Constraints that are added right after it, each by a statement of its own.
    pub constraints: Vec<Constraint>,
    /// Indexes that are made right after it.
    pub indexes: Vec<Index>,
}
