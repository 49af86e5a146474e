//! `op.drop_column` and `ALTER TABLE … DROP COLUMN`.

use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropColumn {
    pub table: Name,
    pub column: String,
    pub if_exists: bool,
    pub cascade: bool,
}
