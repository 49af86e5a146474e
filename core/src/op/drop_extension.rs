//! `DROP EXTENSION`.

#[derive(Clone, Debug, PartialEq)]
pub struct DropExtension {
    pub name: String,
    pub if_exists: bool,
    pub cascade: bool,
}
