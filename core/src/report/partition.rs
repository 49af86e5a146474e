//! What partitions have beyond what `CREATE TABLE … PARTITION OF` gives them.

use crate::catalog::{Catalog, ConstraintKind, Table};
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
    let has_all = made.columns == wanted.columns
        && made.constraints.iter().all(|it| wanted.constraints.contains(it))
        && made.indexes.iter().all(|it| wanted.indexes.contains(it));
    if !has_all {
        return None;
    }
    wanted.constraints.retain(|it| !made.constraints.contains(it));
    wanted.indexes.retain(|it| !made.indexes.contains(it));
    Some(wanted)
}
