//! `CREATE SCHEMA`.

#[derive(Clone, Debug, PartialEq)]
pub struct CreateSchema {
    pub name: String,
    pub if_not_exists: bool,
}
