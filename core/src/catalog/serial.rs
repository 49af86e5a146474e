//! Serial columns: what a migration writes, and what the database makes of it.

use super::{Catalog, Column, SqlType, Table, object_name};
use crate::dialect::POSTGRESQL;
use crate::name::Name;

/// Pseudo-types, and the types they stand for.
const SERIAL: &[(&[&str], &str)] = &[
    (&["SERIAL", "SERIAL4"], "INTEGER"),
    (&["BIGSERIAL", "SERIAL8"], "BIGINT"),
    (&["SMALLSERIAL", "SERIAL2"], "SMALLINT"),
];

impl SqlType {
    /// The type behind a serial one: `INTEGER` for `SERIAL`.
    pub fn behind_serial(&self) -> Option<Self> {
        let spelling = self.spelling.to_uppercase();
        let row = SERIAL.iter().find(|(names, _)| names.contains(&&*spelling));
        row.map(|(_, ty)| Self::new(*ty))
    }
}

/// The default of a column that counts up by this sequence.
pub fn next_value(sequence: &Name) -> String {
    let quoted = POSTGRESQL.quote(&sequence.key()).replace('\'', "''");
    format!("nextval('{quoted}'::regclass)")
}

impl Catalog {
    /// The table as `CREATE TABLE` would say it: with serial columns instead of sequences that
    /// are theirs alone and called as the database would call them.
    pub fn as_written(&self, table: &Table) -> Table {
        let columns = table.columns.iter().map(|it| self.column_as_written(table, it)).collect();
        Table { columns, ..table.clone() }
    }

    /// The column as a migration would say it: without names that the database would give.
    pub fn column_as_written(&self, table: &Table, column: &Column) -> Column {
        let mut res = match self.serial_of(table, column) {
            Some(ty) => Column { ty, default: None, ..column.clone() },
            None => column.clone(),
        };
        if let Some(constraint) = &mut res.not_null {
            let usual = object_name(&table.name.name, Some(&column.name), "not_null");
            constraint.name.take_if(|it| *it == usual);
        }
        res
    }

    fn serial_of(&self, table: &Table, column: &Column) -> Option<SqlType> {
        let name = table.name.renamed(object_name(&table.name.name, Some(&column.name), "seq"));
        let sequence = self.sequences.get(&name.key())?;
        let owner = (table.name.key(), column.name.clone());
        let is_own = sequence.owned_by == Some(owner)
            && sequence.options.is_empty()
            && sequence.comment.is_none()
            && sequence.ty.as_ref().map(SqlType::canonical) == Some(column.ty.canonical())
            && column.default.as_ref() == Some(&next_value(&name));
        if !is_own || column.nullable {
            return None;
        }
        let row = SERIAL.iter().find(|(_, ty)| *ty == column.ty.spelling.to_uppercase())?;
        row.0.first().map(|it| SqlType::new(*it))
    }
}
