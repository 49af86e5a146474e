//! `op.drop_constraint` and `ALTER TABLE … DROP CONSTRAINT`.

use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropConstraint {
    pub table: Name,
    pub name: String,
    /// `foreignkey`, `primary`, `unique` or `check`, where the migration says it: MySQL needs it.
    pub kind: Option<String>,
    pub if_exists: bool,
    pub cascade: bool,
}
