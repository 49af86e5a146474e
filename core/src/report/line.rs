//! Constraints and indexes on a line each.

use crate::catalog::{Constraint, Index};
use crate::dialect::Dialect;
use crate::name::Name;

/// The constraint as SQL says it; if the dialect cannot, why.
pub fn constraint_line(constraint: &Constraint, dialect: &Dialect) -> String {
    dialect.constraint(constraint).unwrap_or_else(|problem| problem.message)
}

/// The index as SQL says it; if the dialect cannot, why.
pub fn index_line(table: &Name, index: &Index, dialect: &Dialect) -> String {
    dialect.create_index(table, index, &[]).unwrap_or_else(|problem| problem.message)
}
