//! `op.create_table` and `CREATE TABLE`.

use crate::catalog::Table;

#[derive(Clone, Debug, PartialEq)]
pub struct CreateTable {
    /// The table with its inline constraints, its indexes and its comments.
    pub table: Table,
    pub if_not_exists: bool,
}
