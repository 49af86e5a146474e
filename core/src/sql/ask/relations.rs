//! `pg_class`, `pg_type` and `pg_attribute`: relations of all kinds, and what they bring along.

use super::source::UNKNOWN;
use super::tables::placed;
use crate::catalog::{Catalog, ConstraintKind, SqlType, Table, Type, TypeKind};
use crate::name::Name;

/// Every relation: its schema, its name, its kind, itself, whether its rows are guarded, and
/// whether it is a partition.
pub(super) fn all(catalog: &Catalog) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut push = |name: &Name, kind: &str, guarded: &str, partition: &str| {
        rows.push(placed(name, &[kind, &name.to_string(), guarded, partition]));
    };
    for (name, table) in &catalog.tables {
        push(name, kind_of(table), flag(table.row_security), flag(table.partition_of.is_some()));
    }
    for it in indexes(catalog) {
        let table = catalog.table(it.of);
        let kind = if table.is_some_and(|it| it.partitioning.is_some()) { "I" } else { "i" };
        // Of a partition's indexes some are parts of its parent's.
        let is_part = table.is_some_and(|it| it.partition_of.is_some());
        push(&it.name, kind, "f", if is_part { UNKNOWN } else { "f" });
    }
    for (name, view) in &catalog.views {
        push(name, if view.materialized { "m" } else { "v" }, "f", "f");
    }
    for name in catalog.sequences.keys() {
        push(name, "S", "f", "f");
    }
    for (name, ty) in &catalog.types {
        if matches!(ty.kind, TypeKind::Composite(_)) {
            push(name, "c", "f", "f");
        }
    }
    rows
}

/// What stands for a truth value.
pub(super) fn flag(is_so: bool) -> &'static str {
    if is_so { "t" } else { "f" }
}

/// `pg_index`: every index, its relation, that it is valid, and whether it is unique and of the
/// primary key. One that is not valid is left behind by a run that failed, and no migration that ran
/// leaves one.
pub(super) fn numbered_indexes(catalog: &Catalog) -> Vec<Vec<String>> {
    let row = |it: OwnIndex<'_>| {
        let own = [&*it.name.to_string(), &it.of.to_string(), "t", flag(it.unique), it.primary()];
        own.map(str::to_owned).to_vec()
    };
    indexes(catalog).into_iter().map(row).collect()
}

/// The same with schema and name of the index in place of its number.
pub(super) fn named_indexes(catalog: &Catalog) -> Vec<Vec<String>> {
    let row = |it: OwnIndex<'_>| {
        placed(&it.name, &[&it.of.to_string(), "t", flag(it.unique), it.primary()])
    };
    indexes(catalog).into_iter().map(row).collect()
}

/// An index, and what it is of.
struct OwnIndex<'c> {
    name: Name,
    of: &'c Name,
    unique: bool,
    primary: bool,
}

impl OwnIndex<'_> {
    fn primary(&self) -> &'static str {
        flag(self.primary)
    }
}

/// Every index, those behind constraints as well.
fn indexes(catalog: &Catalog) -> Vec<OwnIndex<'_>> {
    let mut all = Vec::new();
    let mut push = |of, name: Option<&str>, unique, primary| {
        all.extend(name.map(|it| OwnIndex { name: Name::renamed(of, it), of, unique, primary }));
    };
    for (of, table) in &catalog.tables {
        for it in &table.indexes {
            push(of, it.name.as_deref(), it.unique, false);
        }
        for it in table.constraints.iter().filter(|it| it.kind.has_index()) {
            let primary = matches!(it.kind, ConstraintKind::PrimaryKey { .. });
            let unique = !matches!(it.kind, ConstraintKind::Exclude(_));
            push(of, it.name.as_deref(), unique, primary);
        }
    }
    for (of, view) in &catalog.views {
        for it in &view.indexes {
            push(of, it.name.as_deref(), it.unique, false);
        }
    }
    all
}

fn kind_of(table: &Table) -> &'static str {
    match table {
        it if it.assumed => UNKNOWN,
        it if it.is_foreign() => "f",
        it if it.partitioning.is_some() => "p",
        _ => "r",
    }
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

/// Every column of tables and views: its relation, and what is told of it.
pub(super) fn attributes(catalog: &Catalog) -> Vec<Vec<String>> {
    of_columns(catalog, |relation, told| {
        [relation.to_string()].into_iter().chain(told.map(str::to_owned)).collect()
    })
}

/// The same with schema and name of the relation in place of its number.
pub(super) fn named_attributes(catalog: &Catalog) -> Vec<Vec<String>> {
    of_columns(catalog, |relation, told| placed(relation, &told))
}

/// A row for every column of tables and views: its name, whether it forbids null, its type as
/// `format_type` shows it, and what that is made of.
fn of_columns(
    catalog: &Catalog,
    row: impl Fn(&Name, [&str; 5]) -> Vec<String>,
) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut add = |relation: &Name, column: &str, forbids_null: bool, ty: Option<&SqlType>| {
        let ty = ty.and_then(shown).unwrap_or_else(|| UNKNOWN.to_owned());
        rows.push(row(relation, [column, flag(forbids_null), &ty, UNKNOWN, UNKNOWN]));
    };
    for (name, table) in &catalog.tables {
        for it in &table.columns {
            let forbids_null = !it.nullable || in_key(table, &it.name);
            add(name, &it.name, forbids_null, Some(&it.ty));
        }
    }
    for (name, view) in &catalog.views {
        view.columns.iter().flatten().for_each(|(it, ty)| add(name, it, false, ty.as_ref()));
    }
    rows
}

/// A type as the server shows it; nothing if that hangs on the search path.
fn shown(ty: &SqlType) -> Option<String> {
    let is_placed = match &ty.named {
        Some(name) => name.key().schema.is_some(),
        None => ty.spelling.contains('.'),
    };
    (!is_placed).then(|| ty.canonical())
}

fn in_key(table: &Table, column: &str) -> bool {
    let is_key = |it: &ConstraintKind| match it {
        ConstraintKind::PrimaryKey { columns, .. } => columns.iter().any(|it| it == column),
        _ => false,
    };
    table.constraints.iter().any(|it| is_key(&it.kind))
}
