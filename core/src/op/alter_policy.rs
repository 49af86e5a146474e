//! `ALTER POLICY`.

use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AlterPolicy {
    pub table: Name,
    pub name: String,
    pub change: PolicyChange,
}

/// One change of a policy.
#[derive(Clone, Debug, PartialEq)]
pub enum PolicyChange {
    Rename(String),
    /// `TO role`, `USING (…)`, `WITH CHECK (…)`, as written.
    Option(String),
}
