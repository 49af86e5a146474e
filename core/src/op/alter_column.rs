//! `op.alter_column` and what `ALTER TABLE … ALTER COLUMN` and `RENAME COLUMN` can say.

use crate::catalog::{Identity, SqlType};
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AlterColumn {
    pub table: Name,
    pub column: String,
    /// What is changed; several at once as Alembic may say it.
    pub changes: ColumnChanges,
    /// What the migration says the column is: MySQL must repeat it.
    pub existing: Existing,
}

/// What is changed about a column. Nothing is changed by default.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ColumnChanges {
    pub name: Option<String>,
    pub ty: Option<SqlType>,
    /// The expression behind `USING`.
    pub using: Option<String>,
    pub nullable: Option<bool>,
    /// `Some(None)` drops the default.
    pub default: Option<Option<String>>,
    /// `Some(None)` drops the identity.
    pub identity: Option<Option<Identity>>,
    /// The new expression of a generated column.
    pub expression: Option<String>,
    /// True for `DROP EXPRESSION`.
    pub drop_expression: bool,
    pub comment: Option<Option<String>>,
    pub autoincrement: Option<bool>,
    /// `SET STATISTICS 100`, `SET STORAGE PLAIN`, as written.
    pub options: Vec<String>,
}

/// What the migration says the column was.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Existing {
    pub ty: Option<SqlType>,
    pub nullable: Option<bool>,
    pub default: Option<Option<String>>,
    pub comment: Option<String>,
    pub autoincrement: Option<bool>,
}
