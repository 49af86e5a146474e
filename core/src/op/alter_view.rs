//! `ALTER VIEW` and `ALTER MATERIALIZED VIEW`: a new name, another schema.

use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AlterView {
    pub name: Name,
    pub change: ViewChange,
    pub if_exists: bool,
}

/// One change of a view.
#[derive(Clone, Debug, PartialEq)]
pub enum ViewChange {
    Rename(String),
    Schema(String),
    /// `OWNER TO x`, `SET (security_barrier)`, as written.
    Option(String),
}
