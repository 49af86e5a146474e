//! `DROP SCHEMA`.

#[derive(Clone, Debug, PartialEq)]
pub struct DropSchema {
    pub name: String,
    pub if_exists: bool,
    pub cascade: bool,
}
