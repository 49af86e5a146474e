//! What is kept as a statement and speaks of columns: rules and statistics.

use std::sync::Arc;

use super::{body, view};
use crate::catalog::{Catalog, ColumnChange, Expression, Opaque, Query};
use crate::dialect::POSTGRESQL;
use crate::name::Name;

/// Gives a column of a table another name where rules and statistics read or write it. The catalog
/// is the one before.
pub(in crate::op) fn column(catalog: &mut Catalog, table: &Name, from: &str, to: &str) {
    let renamed = |it: &Arc<Opaque>| with_column(catalog, it, table, (from, to));
    let renamed: Vec<Option<String>> = catalog.opaque.iter().map(renamed).collect();
    for (statement, sql) in catalog.opaque.iter_mut().zip(renamed) {
        if let Some(sql) = sql {
            Arc::make_mut(statement).sql = sql;
        }
    }
}

/// The rules that read or write a column of a table.
pub(in crate::op) fn over_column(
    catalog: &Catalog,
    table: &Name,
    column: &str,
) -> Vec<Arc<Opaque>> {
    let other = format!("{column}_");
    let is_over = |it: &&Arc<Opaque>| {
        it.kind == "CREATE RULE" && with_column(catalog, it, table, (column, &other)).is_some()
    };
    catalog.opaque.iter().filter(is_over).cloned().collect()
}

/// The statement with another name for a column of a table, if it is about that.
fn with_column(
    catalog: &Catalog,
    statement: &Opaque,
    table: &Name,
    (from, to): (&str, &str),
) -> Option<String> {
    if !statement.touches.iter().any(|it| it.key() == *table) {
        return None;
    }
    let sql = match statement.kind.as_str() {
        "CREATE RULE" => {
            let columns = view::columns_of(catalog, table).unwrap_or_default();
            let change = ColumnChange { table, columns: &columns, from: Some(from), to };
            let sql = match statement.touches.first().filter(|it| it.key() == *table) {
                Some(_) => with_row(&statement.sql, from, to),
                None => statement.sql.clone(),
            };
            Query(&sql).with_actions(|it| body::with_column(catalog, it, change))
        }
        "CREATE STATISTICS" => {
            let upper = statement.sql.to_ascii_uppercase();
            let (on, of) = (upper.find(" ON ")?, upper.rfind(" FROM ")?);
            let (before, list) = (statement.sql.get(..on)?, statement.sql.get(on..of)?);
            let list = Expression(list).renamed(from, &POSTGRESQL.quote_name(to));
            format!("{before}{list}{}", statement.sql.get(of..)?)
        }
        _ => return None,
    };
    (sql != statement.sql).then_some(sql)
}

/// The rule with another name for a column of the rows that it is asked of.
fn with_row(rule: &str, from: &str, to: &str) -> String {
    Expression(rule).with_field(&["new", "old"], from, &POSTGRESQL.quote_name(to))
}
