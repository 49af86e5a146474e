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
    /// Whether it has a primary key, as Alembic gives it unless told otherwise.
    pub has_key: bool,
}

impl Default for VersionTable {
    fn default() -> Self {
        Self { name: Name::plain("alembic_version"), has_key: true }
    }
}

impl VersionTable {
    /// The statement that makes the table.
    pub fn create(&self, dialect: &Dialect) -> String {
        let table = dialect.quote(&self.name);
        let key = dialect.quote_name(&format!("{}_pkc", self.name.name));
        let key = format!(", \n    CONSTRAINT {key} PRIMARY KEY (version_num)");
        let key = if self.has_key { key } else { String::new() };
        format!("CREATE TABLE {table} (\n    version_num VARCHAR(32) NOT NULL{key}\n)")
    }

    /// The statement that changes a row.
    pub fn change(&self, change: &VersionChange, dialect: &Dialect) -> String {
        let table = dialect.quote(&self.name);
        let text = |id: &str| dialect.literal(id);
        match change {
            VersionChange::Insert(id) => {
                // It is the new row's key that the insert gives back.
                let returning = dialect.returning(&table, "version_num");
                let returning = if self.has_key { returning } else { String::new() };
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
