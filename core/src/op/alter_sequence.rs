//! `ALTER SEQUENCE`.

use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AlterSequence {
    pub name: Name,
    pub change: SequenceChange,
    pub if_exists: bool,
}

/// One change of a sequence.
#[derive(Clone, Debug, PartialEq)]
pub enum SequenceChange {
    Rename(String),
    Schema(String),
    /// `None` for `OWNED BY NONE`.
    OwnedBy(Option<(Name, String)>),
    /// `RESTART WITH 1`, `INCREMENT BY 5`, `AS bigint`, `OWNER TO x`, as written.
    Option(String),
}
