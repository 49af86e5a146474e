//! Renames, validates or otherwise changes a constraint.

use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AlterConstraint {
    pub table: Name,
    pub name: String,
    pub change: ConstraintChange,
}

/// One change of a constraint.
#[derive(Clone, Debug, PartialEq)]
pub enum ConstraintChange {
    Rename(String),
    Validate,
    Deferrable { deferrable: Option<bool>, initially: Option<String> },
}
