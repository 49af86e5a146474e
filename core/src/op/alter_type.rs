//! `ALTER TYPE` and `ALTER DOMAIN`.

use crate::catalog::SqlType;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AlterType {
    pub name: Name,
    pub change: TypeChange,
}

/// One change of a type or domain.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeChange {
    AddValue {
        value: String,
        place: ValuePlace,
        if_not_exists: bool,
    },
    RenameValue {
        from: String,
        to: String,
    },
    Rename(String),
    Schema(String),
    AddAttribute(String, SqlType),
    DropAttribute(String),
    RenameAttribute {
        from: String,
        to: String,
    },
    AlterAttribute(String, SqlType),
    SetDefault(Option<String>),
    SetNullable(bool),
    AddCheck(Option<String>, String),
    DropCheck(String),
    /// `OWNER TO x`, as written.
    Option(String),
}

/// Where a new label goes among those of an enum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ValuePlace {
    #[default]
    End,
    Before(String),
    After(String),
}
