//! The version table: the statements that make it and move its rows.
//!
//! Their text is Alembic's own, so that a script of ours and one of `alembic upgrade --sql` leave a
//! database in the same state.

use crate::dialect::Dialect;
use crate::history::VersionChange;
use crate::name::Name;

/// Where a database remembers the revisions that it is at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionTable {
    pub name: Name,
}

impl Default for VersionTable {
    fn default() -> Self {
        Self { name: Name::plain("alembic_version") }
    }
}

impl VersionTable {
    /// The statement that makes the table.
    pub fn create(&self, dialect: &Dialect) -> String {
        let table = dialect.quote(&self.name);
        let key = dialect.quote_name(&format!("{}_pkc", self.name.name));
        format!(
            "CREATE TABLE {table} (\n    version_num VARCHAR(32) NOT NULL, \n    \
             CONSTRAINT {key} PRIMARY KEY (version_num)\n)"
        )
    }

    /// The statement that changes a row.
    pub fn change(&self, change: &VersionChange, dialect: &Dialect) -> String {
        let table = dialect.quote(&self.name);
        let text = |id: &str| dialect.literal(id);
        match change {
            VersionChange::Insert(id) => {
                let returning = dialect.returning(&table, "version_num");
                format!("INSERT INTO {table} (version_num) VALUES ({}){returning}", text(id))
            }
            VersionChange::Update { from, to } => format!(
                "UPDATE {table} SET version_num={} WHERE {table}.version_num = {}",
                text(to),
                text(from)
            ),
            VersionChange::Delete(id) => {
                format!("DELETE FROM {table} WHERE {table}.version_num = {}", text(id))
            }
        }
    }
}
