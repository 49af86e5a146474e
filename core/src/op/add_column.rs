//! `op.add_column` and `ALTER TABLE … ADD COLUMN`.

use crate::catalog::Column;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AddColumn {
    pub table: Name,
    pub column: Column,
    pub if_not_exists: bool,
}
