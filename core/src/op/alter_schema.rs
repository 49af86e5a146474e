//! `ALTER SCHEMA … RENAME TO`.

#[derive(Clone, Debug, PartialEq)]
pub struct AlterSchema {
    pub name: String,
    pub to: String,
}
