//! `Enum.drop(bind)` and `DROP TYPE`, `DROP DOMAIN`.

use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropType {
    pub name: Name,
    pub domain: bool,
    pub if_exists: bool,
    pub cascade: bool,
}
