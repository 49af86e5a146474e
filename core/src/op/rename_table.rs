//! `op.rename_table` and `ALTER TABLE … RENAME TO`.

use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct RenameTable {
    pub table: Name,
    /// The new name, in the same schema.
    pub to: String,
}
