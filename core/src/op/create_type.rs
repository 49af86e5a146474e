//! `Enum.create(bind)` and `CREATE TYPE`, `CREATE DOMAIN`.

use crate::catalog::Type;

#[derive(Clone, Debug, PartialEq)]
pub struct CreateType {
    pub ty: Type,
    /// Asked of the catalog while the migration is followed: SQL has no such clause.
    pub if_not_exists: bool,
}
