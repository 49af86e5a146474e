//! `op.drop_index` and `DROP INDEX`.

use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropIndex {
    /// The index, in the schema of its table.
    pub name: Name,
    /// Where the migration says it: MySQL needs it.
    pub table: Option<Name>,
    pub concurrently: bool,
    pub if_exists: bool,
    pub cascade: bool,
}
