//! `op.drop_table` and `DROP TABLE`.

use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropTable {
    pub table: Name,
    pub if_exists: bool,
    pub cascade: bool,
}
