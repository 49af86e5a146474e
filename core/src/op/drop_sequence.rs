//! `DROP SEQUENCE`.

use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropSequence {
    pub name: Name,
    pub if_exists: bool,
    pub cascade: bool,
}
