//! `op.create_index` and `CREATE INDEX`.

use crate::catalog::Index;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct CreateIndex {
    pub table: Name,
    pub index: Index,
    pub concurrently: bool,
    pub if_not_exists: bool,
}
