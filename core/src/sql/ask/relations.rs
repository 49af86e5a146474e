//! `pg_class`, `pg_type` and `pg_attribute`: relations of all kinds, and what they bring along.

use std::sync::Arc;

use super::source::UNKNOWN;
use super::tables::placed;
use crate::catalog::{Catalog, Column, ConstraintKind, Table, Type, TypeKind, View};
use crate::name::Name;

/// Every relation: its schema, its name, its kind, itself, and whether its rows are guarded.
pub(super) fn all(catalog: &Catalog) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut push = |name: &Name, kind: &str, is_guarded: bool| {
        let flag = if is_guarded { "t" } else { "f" };
        rows.push(placed(name, &[kind, &name.to_string(), flag]));
    };
    for (name, table) in &catalog.tables {
        push(name, kind_of(table), table.row_security);
        let kind = if table.partitioning.is_some() { "I" } else { "i" };
        index_names(table).for_each(|it| push(&name.renamed(it), kind, false));
    }
    for (name, view) in &catalog.views {
        push(name, if view.materialized { "m" } else { "v" }, false);
        let names = view.indexes.iter().filter_map(|it| it.name.as_deref());
        names.for_each(|it| push(&name.renamed(it), "i", false));
    }
    for name in catalog.sequences.keys() {
        push(name, "S", false);
    }
    for (name, ty) in &catalog.types {
        if matches!(ty.kind, TypeKind::Composite(_)) {
            push(name, "c", false);
        }
    }
    rows
}

/// The names of a table's indexes, and of those behind its constraints.
fn index_names(table: &Table) -> impl Iterator<Item = &str> {
    let own = table.indexes.iter().filter_map(|it| it.name.as_deref());
    let behind = table.constraints.iter().filter(|it| it.kind.has_index());
    own.chain(behind.filter_map(|it| it.name.as_deref()))
}

/// `pg_index`: every index, its relation, and that it is valid: one that is not is left behind by
/// a run that failed, and no migration that ran leaves one.
pub(super) fn numbered_indexes(catalog: &Catalog) -> Vec<Vec<String>> {
    let row = |(name, of): (Name, &Name)| vec![name.to_string(), of.to_string(), "t".to_owned()];
    indexes(catalog).into_iter().map(row).collect()
}

/// The same with schema and name of the index in place of its number.
pub(super) fn named_indexes(catalog: &Catalog) -> Vec<Vec<String>> {
    let row = |(name, of): (Name, &Name)| placed(&name, &[&of.to_string(), "t"]);
    indexes(catalog).into_iter().map(row).collect()
}

/// Every index, and what it is of.
fn indexes(catalog: &Catalog) -> Vec<(Name, &Name)> {
    let mut all = Vec::new();
    for (name, table) in &catalog.tables {
        all.extend(index_names(table).map(|it| (name.renamed(it), name)));
    }
    for (name, view) in &catalog.views {
        let names = view.indexes.iter().filter_map(|it| it.name.as_deref());
        all.extend(names.map(|it| (name.renamed(it), name)));
    }
    all
}

fn kind_of(table: &Table) -> &'static str {
    match table {
        it if it.assumed => UNKNOWN,
        it if is_foreign(it) => "f",
        it if it.partitioning.is_some() => "p",
        _ => "r",
    }
}

/// Whether the rows of a table are kept elsewhere.
pub(super) fn is_foreign(table: &Table) -> bool {
    table.prefixes.iter().any(|it| it.eq_ignore_ascii_case("foreign"))
}

/// Every type: its schema, its name, its kind.
pub(super) fn types(catalog: &Catalog) -> Vec<Vec<String>> {
    let relations = catalog.tables.keys().chain(catalog.views.keys());
    let relations = relations.map(|it| placed(it, &["c"]));
    let own = catalog.types.iter().flat_map(|(name, ty)| {
        let multirange = ty.multirange().map(|it| placed(&name.renamed(it), &["m"]));
        std::iter::once(placed(name, &[kind_of_type(ty)])).chain(multirange)
    });
    relations.chain(own).collect()
}

fn kind_of_type(ty: &Type) -> &'static str {
    match &ty.kind {
        TypeKind::Enum(_) => "e",
        TypeKind::Domain { .. } => "d",
        TypeKind::Composite(_) => "c",
        TypeKind::Other(_) if ty.multirange().is_some() => "r",
        TypeKind::Other(_) => UNKNOWN,
    }
}

/// Every column of tables and views: its relation, its name, and whether it forbids null.
pub(super) fn attributes(catalog: &Catalog) -> Vec<Vec<String>> {
    let of_table = |(name, table): (&Name, &Arc<Table>)| {
        let row = |it: &Column| row(name, &it.name, !it.nullable || in_key(table, &it.name));
        table.columns.iter().map(row).collect::<Vec<_>>()
    };
    let of_view = |(name, view): (&Name, &Arc<View>)| {
        let columns = view.columns.iter().flatten();
        columns.map(|(it, _)| row(name, it, false)).collect::<Vec<_>>()
    };
    let tables = catalog.tables.iter().flat_map(of_table);
    tables.chain(catalog.views.iter().flat_map(of_view)).collect()
}

fn row(relation: &Name, column: &str, forbids_null: bool) -> Vec<String> {
    let flag = if forbids_null { "t" } else { "f" };
    vec![relation.to_string(), column.to_owned(), flag.to_owned()]
}

fn in_key(table: &Table, column: &str) -> bool {
    let is_key = |it: &ConstraintKind| match it {
        ConstraintKind::PrimaryKey { columns, .. } => columns.iter().any(|it| it == column),
        _ => false,
    };
    table.constraints.iter().any(|it| is_key(&it.kind))
}
