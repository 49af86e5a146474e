//! The rows that a run itself puts into tables, where they decide what the database refuses.

use std::collections::BTreeSet;

use crate::catalog::{Column, ConstraintKind};
use crate::diagnostic::Problem;
use crate::name::Name;
use crate::op::Operation;
use crate::sql;

/// What is known of the rows in the tables.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    /// Tables that surely have some.
    filled: BTreeSet<Name>,
    /// Columns that came to such a table without a value, and were not written since.
    empty: BTreeSet<(Name, String)>,
}

impl Rows {
    /// Takes note of the rows that a statement writes.
    pub(super) fn note(&mut self, statement: &sql::Statement) {
        let text = statement.text.to_ascii_uppercase();
        let adds =
            statement.kind == "INSERT" && text.contains("VALUES") && !text.contains("ON CONFLICT");
        let empties = ["DELETE", "TRUNCATE"].contains(&&*statement.kind);
        for table in statement.writes.iter().map(Name::key) {
            if !adds {
                self.empty.retain(|(it, _)| *it != table);
            }
            if adds {
                self.filled.insert(table);
            } else if empties {
                self.filled.remove(&table);
            }
        }
    }

    /// Why the rows that are there surely let the database refuse an operation.
    pub(super) fn refusal(&self, operation: &Operation) -> Option<Problem> {
        match operation {
            Operation::AddColumn(it)
                if self.filled.contains(&it.table.key()) && is_required(&it.column) =>
            {
                Some(problem::rows_without(&it.column.name))
            }
            Operation::AlterColumn(it) if it.changes.nullable == Some(false) => {
                self.has_nulls(&it.table, &it.column).then(|| problem::null_in_rows(&it.column))
            }
            Operation::AddConstraint(it) => {
                let ConstraintKind::PrimaryKey { columns, .. } = &it.constraint.kind else {
                    return None;
                };
                let null = columns.iter().find(|column| self.has_nulls(&it.table, column))?;
                Some(problem::null_in_rows(null))
            }
            _ => None,
        }
    }

    /// Takes note of what an operation does to the rows that are there.
    pub(super) fn follow(&mut self, operation: &Operation) {
        match operation {
            Operation::AddColumn(it)
                if self.filled.contains(&it.table.key()) && is_without_value(&it.column) =>
            {
                self.empty.insert((it.table.key(), it.column.name.clone()));
            }
            // A new type may turn nulls into something else.
            Operation::AlterColumn(it) => {
                self.empty.remove(&(it.table.key(), it.column.clone()));
            }
            Operation::DropColumn(it) => {
                self.empty.remove(&(it.table.key(), it.column.clone()));
            }
            Operation::DropTable(_) | Operation::RenameTable(_) | Operation::Transaction(_) => {
                *self = Self::default();
            }
            _ => {}
        }
    }

    fn has_nulls(&self, table: &Name, column: &str) -> bool {
        self.empty.contains(&(table.key(), column.to_owned()))
    }
}

/// Whether a column must be given a value.
pub(super) fn is_required(column: &Column) -> bool {
    !column.nullable && has_no_value(column)
}

fn is_without_value(column: &Column) -> bool {
    column.nullable && has_no_value(column) && column.ty.named.is_none()
}

/// Whether nothing but the rows themselves gives the column a value.
fn has_no_value(column: &Column) -> bool {
    column.default.is_none()
        && column.identity.is_none()
        && column.generated.is_none()
        && column.ty.behind_serial().is_none()
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn rows_without(column: &str) -> Problem {
        let message = format!("the table has rows, and `{column}` forbids null and has no default");
        Problem::error("needs-default", message)
            .help("give it a default, or add it nullable, fill it, and forbid null then")
    }

    pub(super) fn null_in_rows(column: &str) -> Problem {
        let message = format!("the table has rows, and none of them has a value in `{column}`");
        Problem::error("null-in-row", message).help("fill the column before null is forbidden")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::POSTGRESQL;

    /// What refuses the first statement that is refused.
    fn refusal(text: &str) -> Option<&'static str> {
        let mut rows = Rows::default();
        for statement in sql::read(text, POSTGRESQL) {
            rows.note(&statement);
            for operation in &statement.operations {
                if let Some(problem) = rows.refusal(operation) {
                    return Some(problem.code);
                }
                rows.follow(operation);
            }
        }
        None
    }

    #[test]
    fn a_column_is_filled_before_null_is_forbidden() {
        let begin = "INSERT INTO t VALUES (1); ALTER TABLE t ADD COLUMN a int;";
        let end = "ALTER TABLE t ALTER COLUMN a SET NOT NULL;";
        assert_eq!(refusal(&format!("{begin} {end}")), Some("null-in-row"));
        assert_eq!(refusal(&format!("{begin} UPDATE t SET a = 1; {end}")), None);
        assert_eq!(
            refusal("INSERT INTO t VALUES (1); ALTER TABLE t ADD a int NOT NULL;"),
            Some("needs-default")
        );
    }
}
