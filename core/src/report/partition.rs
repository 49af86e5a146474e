//! What partitions have beyond what `CREATE TABLE … PARTITION OF` gives them, and which tables
//! `INHERITS` makes as they are.

use std::sync::Arc;

use crate::catalog::{Catalog, Column, Constraint, ConstraintKind, Table};
use crate::name::Name;
use crate::op::{CreateTable, Op};

/// The constraints and indexes that a partition has of its own, if all that it has from its parent
/// is called as `PARTITION OF` would call it; nothing if the partition must be attached instead.
pub(super) fn own_parts(catalog: &Catalog, table: &Table) -> Option<Table> {
    let (parent, bound) = table.partition_of.as_ref()?;
    let parent = catalog.table(parent)?;
    let (schemas, server) = (catalog.schemas.clone(), catalog.server);
    let mut scratch = Catalog { schemas, server, ..Catalog::default() };
    scratch.put_table(Table { partition_of: None, ..without_references(parent) });
    let partition = Table {
        partition_of: Some((parent.name.clone(), bound.clone())),
        partitioning: table.partitioning.clone(),
        ..Table::new(table.name.clone())
    };
    let create = CreateTable { table: partition, if_not_exists: false };
    create.apply(&mut scratch).ok()?;
    rest(scratch.table(&table.name)?, table)
}

/// The tables, each partition behind its parent.
pub(super) fn parents_first<'t>(catalog: &Catalog, tables: &'t [Arc<Table>]) -> Vec<&'t Table> {
    let parent = |it: &Table| Some(it.partition_of.as_ref()?.0.key());
    let above = |it: &Table| {
        let next = |it: &Name| catalog.table(it).and_then(parent);
        std::iter::successors(parent(it), next).take(MAX_LEVELS).count()
    };
    let mut res: Vec<&Table> = tables.iter().map(Arc::as_ref).collect();
    res.sort_by_key(|it| above(it));
    res
}

/// How many levels of partitions are told apart. Real ones have two.
const MAX_LEVELS: usize = 50;

/// Whether a table has what it inherits as its parents have it, and its own columns behind that, so
/// that `CREATE TABLE … INHERITS` makes it.
pub(super) fn is_made_as_heir(catalog: &Catalog, table: &Table) -> bool {
    let mut inherited: Vec<&Column> = Vec::new();
    for parent in &table.inherits {
        let Some(parent) = catalog.table(parent).filter(|it| !it.assumed) else { return false };
        for column in &parent.columns {
            if inherited.iter().all(|it| it.name != column.name) {
                inherited.push(column);
            }
        }
    }
    let Some((given, own)) = table.columns.split_at_checked(inherited.len()) else { return false };
    let is_given = |(column, parents): (&Column, &&Column)| {
        // Where nothing else is said, a column takes its parent's default.
        let keeps_default = column.default.is_some() || parents.default.is_none();
        let is_as_made = if column.inherited { is_same(column, parents) } else { keeps_default };
        column.name == parents.name && is_as_made
    };
    !table.inherits.is_empty()
        && given.iter().zip(&inherited).all(is_given)
        && own.iter().all(|it| !it.inherited)
}

/// The columns that an heir only inherits and that have another default than its parents', which
/// it is given later.
pub(super) fn own_defaults<'t>(catalog: &Catalog, table: &'t Table) -> Vec<&'t Column> {
    let parents: Vec<&Table> = table.inherits.iter().filter_map(|it| catalog.table(it)).collect();
    let of_parents = |it: &Column| {
        let column = parents.iter().find_map(|parent| parent.column(&it.name));
        column.and_then(|it| it.default.clone())
    };
    table.columns.iter().filter(|it| it.inherited && it.default != of_parents(it)).collect()
}

/// Whether an heir's column is what its parent's is, but for a default of its own.
fn is_same(column: &Column, parents: &Column) -> bool {
    let bare = |it: &Column| Column {
        default: None,
        identity: None,
        comment: None,
        not_null: None,
        inherited: false,
        options: Vec::new(),
        ..it.clone()
    };
    bare(column) == bare(parents)
}

/// Foreign keys come later, and to partitions with those of their parents.
fn without_references(table: &Table) -> Table {
    let mut table = table.clone();
    table.constraints.retain(|it| !matches!(it.kind, ConstraintKind::ForeignKey(_)));
    table
}

/// What the partition has that was not made with it; nothing if something made is not wanted.
fn rest(made: &Table, wanted: &Table) -> Option<Table> {
    let mut wanted = wanted.clone();
    wanted.columns.iter_mut().for_each(|it| it.comment = None);
    wanted.constraints.iter_mut().for_each(|it| it.comment = None);
    wanted.indexes.iter_mut().for_each(|it| {
        it.comment = None;
        it.only = false;
    });
    // What is not valid comes later, to partitions with that of their parents.
    let valid = |it: &Constraint| Constraint { validated: true, ..it.clone() };
    let (has, gives): (Vec<_>, Vec<_>) = (
        wanted.constraints.iter().map(valid).collect(),
        made.constraints.iter().map(valid).collect(),
    );
    let has_all = made.columns == wanted.columns
        && gives.iter().all(|it| has.contains(it))
        && made.indexes.iter().all(|it| wanted.indexes.contains(it));
    if !has_all {
        return None;
    }
    wanted.constraints.retain(|it| !gives.contains(&valid(it)));
    wanted.indexes.retain(|it| !made.indexes.contains(it));
    Some(wanted)
}
