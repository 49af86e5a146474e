//! What a new column brings along: the sequence of a serial or identity column.

use std::sync::Arc;

use crate::catalog::{Catalog, Column, Naming, Sequence, SqlType, Table, TakenNames, object_name};
use crate::dialect::POSTGRESQL;
use crate::name::Name;

/// Pseudo-types, and the types they stand for.
const SERIAL: &[(&[&str], &str)] = &[
    (&["SERIAL", "SERIAL4"], "INTEGER"),
    (&["BIGSERIAL", "SERIAL8"], "BIGINT"),
    (&["SMALLSERIAL", "SERIAL2"], "SMALLINT"),
];

/// Makes a column what the database keeps of it, and makes its sequence.
pub(in crate::op) fn settle(
    catalog: &mut Catalog,
    table: &Name,
    column: &mut Column,
    taken: &mut TakenNames,
) {
    if catalog.naming != Naming::BySchema {
        return;
    }
    let spelling = column.ty.spelling.to_uppercase();
    let serial = SERIAL.iter().find(|(names, _)| names.contains(&&*spelling));
    if let Some((_, ty)) = serial {
        column.ty = SqlType::new(*ty);
        column.nullable = false;
        let sequence = add_sequence(catalog, table, column, "", taken);
        column.default = Some(next_value(&sequence));
    }
    if let Some(identity) = &column.identity {
        let options = identity.options.clone();
        column.nullable = false;
        add_sequence(catalog, table, column, &options, taken);
    }
}

/// The default of a column that counts up by this sequence.
pub(in crate::op) fn next_value(sequence: &Name) -> String {
    let quoted = POSTGRESQL.quote(&sequence.key()).replace('\'', "''");
    format!("nextval('{quoted}'::regclass)")
}

/// Lets the columns that count up by a sequence say its new name.
pub(in crate::op) fn change_default(catalog: &mut Catalog, from: &Name, to: &Name) {
    let (old, new) = (next_value(from), next_value(to));
    for table in catalog.tables.values_mut() {
        if table.columns.iter().any(|it| it.default.as_ref() == Some(&old)) {
            for column in &mut Arc::make_mut(table).columns {
                if column.default.as_ref() == Some(&old) {
                    column.default = Some(new.clone());
                }
            }
        }
    }
}

/// Makes the sequence that belongs to this column, and says how it is called.
pub(in crate::op) fn add_sequence(
    catalog: &mut Catalog,
    table: &Name,
    column: &Column,
    options: &str,
    taken: &mut TakenNames,
) -> Name {
    let name = table.renamed(taken.sequence(&table.name, &column.name));
    taken.relations.insert(name.name.clone());
    let sequence = Sequence {
        name: name.clone(),
        ty: Some(column.ty.clone()),
        options: options.to_owned(),
        owned_by: Some((table.key(), column.name.clone())),
        comment: None,
    };
    catalog.sequences.insert(name.key(), Arc::new(sequence));
    name
}

/// The table as `CREATE TABLE` would say it, with the serial columns that it was made with.
pub(in crate::op) fn as_created(catalog: &Catalog, table: &Table) -> Table {
    let columns = table.columns.iter().map(|it| as_written(catalog, table, it)).collect();
    Table { columns, ..table.clone() }
}

/// The column as a migration would say it: `SERIAL` instead of a default and its own sequence.
pub(in crate::op) fn as_written(catalog: &Catalog, table: &Table, column: &Column) -> Column {
    let name = table.name.renamed(object_name(&table.name.name, Some(&column.name), "seq"));
    let owner = (table.name.key(), column.name.clone());
    let sequence = catalog.sequences.get(&name.key());
    let is_own = sequence.is_some_and(|it| it.owned_by == Some(owner) && it.options.is_empty());
    let integer = SERIAL.iter().find(|(_, ty)| *ty == column.ty.spelling);
    match integer.and_then(|(names, _)| names.first()) {
        Some(serial) if is_own && column.default == Some(next_value(&name)) => {
            Column { ty: SqlType::new(*serial), default: None, ..column.clone() }
        }
        _ => column.clone(),
    }
}
