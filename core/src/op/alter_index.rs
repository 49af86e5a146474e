//! `ALTER INDEX`: a new name, a partition's index attached.

use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AlterIndex {
    pub name: Name,
    pub change: IndexChange,
    pub if_exists: bool,
}

/// One change of an index.
#[derive(Clone, Debug, PartialEq)]
pub enum IndexChange {
    Rename(String),
    AttachPartition(Name),
    /// `SET (fillfactor = 70)`, `SET TABLESPACE x`, as written.
    Option(String),
}
