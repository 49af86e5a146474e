//! `DROP TRIGGER`.

use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropTrigger {
    pub table: Name,
    pub name: String,
    pub if_exists: bool,
}
