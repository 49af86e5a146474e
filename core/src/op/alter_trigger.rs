//! `ALTER TRIGGER … RENAME TO`.

use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AlterTrigger {
    pub table: Name,
    pub name: String,
    pub to: String,
}
