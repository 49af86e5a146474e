//! `op.create_foreign_key` and its siblings, and `ALTER TABLE … ADD CONSTRAINT`.

use crate::catalog::Constraint;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AddConstraint {
    pub table: Name,
    pub constraint: Constraint,
}
