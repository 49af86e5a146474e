//! Changes of a table as a whole that are neither columns nor constraints.

use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct SetTable {
    pub table: Name,
    pub change: TableChange,
}

/// One change of a table as a whole.
#[derive(Clone, Debug, PartialEq)]
pub enum TableChange {
    Schema(String),
    RowSecurity(bool),
    ForceRowSecurity(bool),
    AttachPartition {
        partition: Name,
        bound: String,
    },
    DetachPartition {
        partition: Name,
        concurrently: bool,
    },
    Inherit(Name),
    NoInherit(Name),
    /// `ENABLE TRIGGER x` and its relatives: the trigger (none for all) and the state.
    TriggerState {
        trigger: Option<String>,
        state: String,
    },
    /// `SET (fillfactor = 70)`, `SET UNLOGGED`, `OWNER TO x`, as written.
    Option(String),
}
