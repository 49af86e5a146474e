//! `CREATE EXTENSION`.

#[derive(Clone, Debug, PartialEq)]
pub struct CreateExtension {
    pub name: String,
    pub schema: Option<String>,
    pub if_not_exists: bool,
}
