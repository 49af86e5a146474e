//! Functions whose body is part of the syntax: the server keeps what they read by numbers, and we
//! by their text.

use super::view;
use crate::catalog::{Catalog, ColumnChange, Expression, Function, Query, Role, Row};
use crate::dialect::POSTGRESQL;
use crate::name::Name;

/// Gives a table, view or sequence another name in the bodies that read or write it.
pub(in crate::op) fn relation(catalog: &mut Catalog, from: &Name, to: &Name) {
    let quoted = POSTGRESQL.quote(to);
    let changed = changed(catalog, |statement| match Query(statement).writes() {
        Some(_) => Expression(statement).with_table(from, &quoted),
        None => Query(statement).with_relation(from, to),
    });
    keep(catalog, changed);
}

/// Gives a column of a table or view another name in the bodies that read or write it. The catalog
/// is the one before.
pub(in crate::op) fn column(catalog: &mut Catalog, table: &Name, from: &str, to: &str) {
    let columns = view::columns_of(catalog, table).unwrap_or_default();
    let change = ColumnChange { table, columns: &columns, from: Some(from), to };
    let changed = changed(catalog, |statement| with_column(catalog, statement, change));
    keep(catalog, changed);
}

/// A statement with another name for a column that it reads or writes.
pub(super) fn with_column(catalog: &Catalog, statement: &str, change: ColumnChange<'_>) -> String {
    let has = |it: &Name, column: &str| view::has_column(catalog, it, column);
    let written = Query(statement).writes();
    let rows = written
        .iter()
        .flat_map(|(table, called)| [Row { called, table }, Row { called: "excluded", table }]);
    Query(statement).with_column_of(&rows.collect::<Vec<_>>(), change, has)
}

/// The functions of which a statement changes.
fn changed(catalog: &Catalog, change: impl Fn(&str) -> String) -> Vec<Function> {
    let functions = catalog.functions.mentioning(Role::Body, &Name::default());
    let functions = functions.filter_map(|it| catalog.functions.get(it));
    let changed = functions.filter_map(|it| {
        let definition = Query(&it.definition).with_statements(&change);
        (definition != it.definition).then(|| Function { definition, ..Function::clone(it) })
    });
    changed.collect()
}

fn keep(catalog: &mut Catalog, changed: Vec<Function>) {
    for function in changed {
        catalog.functions.insert(function.key.clone(), function);
    }
}
