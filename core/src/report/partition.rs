//! Which partitions need no more than `CREATE TABLE … PARTITION OF`.

use crate::catalog::{Catalog, ConstraintKind, Table};
use crate::op::{CreateTable, Op};

/// Whether `PARTITION OF` alone would give the table all its columns, keys and indexes under the
/// names that they have.
pub(super) fn comes_whole(catalog: &Catalog, table: &Table) -> bool {
    let Some((parent, bound)) = &table.partition_of else { return false };
    let Some(parent) = catalog.table(parent) else { return false };
    let mut scratch = Catalog { schemas: catalog.schemas.clone(), ..Catalog::default() };
    let ordered = Table { partition_of: None, ..without_references(parent) };
    scratch.put_table(ordered);
    let partition = Table {
        partition_of: Some((parent.name.clone(), bound.clone())),
        partitioning: table.partitioning.clone(),
        ..Table::new(table.name.clone())
    };
    let create = CreateTable { table: partition, if_not_exists: false };
    if create.apply(&mut scratch).is_err() {
        return false;
    }
    scratch.table(&table.name).is_some_and(|it| same(it, &without_references(table)))
}

/// Foreign keys come later, and to partitions with those of their parents.
fn without_references(table: &Table) -> Table {
    let mut table = table.clone();
    table.constraints.retain(|it| !matches!(it.kind, ConstraintKind::ForeignKey(_)));
    table
}

/// Whether the columns are the same, and the constraints and indexes in whatever order.
fn same(made: &Table, wanted: &Table) -> bool {
    let mut columns = wanted.columns.clone();
    columns.iter_mut().for_each(|it| it.comment = None);
    let mut constraints = wanted.constraints.clone();
    constraints.iter_mut().for_each(|it| it.comment = None);
    let mut indexes = wanted.indexes.clone();
    indexes.iter_mut().for_each(|it| {
        it.comment = None;
        it.only = false;
    });
    made.columns == columns
        && made.constraints.len() == constraints.len()
        && made.indexes.len() == indexes.len()
        && constraints.iter().all(|it| made.constraints.contains(it))
        && indexes.iter().all(|it| made.indexes.contains(it))
}
