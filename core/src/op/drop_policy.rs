//! `DROP POLICY`.

use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropPolicy {
    pub table: Name,
    pub name: String,
    pub if_exists: bool,
}
