//! `DROP VIEW` and `DROP MATERIALIZED VIEW`.

use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropView {
    pub name: Name,
    pub materialized: bool,
    pub if_exists: bool,
    pub cascade: bool,
}
