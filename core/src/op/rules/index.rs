//! What a new index needs, how it is called, and the partitions that get it, too.

use super::{constraint, partition, shape};
use crate::catalog::{Catalog, Index, Naming, Table, TakenNames};
use crate::diagnostic::Problem;
use crate::name::Name;
use crate::op::problem;

/// Adds an index to a table that may not be in the catalog yet.
///
/// # Errors
/// Why the database would refuse it; then the table is as it was.
pub(in crate::op) fn add_checked(
    catalog: &Catalog,
    table: &mut Table,
    index: Index,
    taken: &mut TakenNames,
) -> Result<(), Problem> {
    if catalog.naming == Naming::BySchema {
        shape::check_index(catalog, table, &index)?;
    }
    add(catalog.naming, table, index, taken)
}

/// Adds an index that is known to fit its table.
///
/// # Errors
/// Why the database would refuse it; then the table is as it was.
pub(in crate::op) fn add(
    naming: Naming,
    table: &mut Table,
    mut index: Index,
    taken: &mut TakenNames,
) -> Result<(), Problem> {
    let columns = index.keys.iter().filter(|it| !it.is_expression).map(|it| &it.what);
    let missing = columns.chain(&index.include).find(|it| table.column(it).is_none());
    if let Some(column) = missing
        && !table.assumed
    {
        return Err(problem::unknown_column(&table.name, column));
    }
    if index.unique {
        let columns: Vec<_> = index.keys.iter().map(|it| it.what.clone()).collect();
        constraint::check_partition_key(table, &columns)?;
    }
    let name = match index.name.take() {
        Some(name) => name,
        None => taken.index(&table.name.name, &index),
    };
    let is_taken = match naming {
        Naming::ByTable => table.index(&name).is_some() || table.constraint(&name).is_some(),
        Naming::BySchema | Naming::Never => taken.has_relation(&name),
    };
    if is_taken {
        return Err(problem::duplicate("duplicate-relation", "relation", &name));
    }
    taken.take_relation(name.clone());
    index.name = Some(name);
    index.nulls_not_distinct = index.nulls_not_distinct.filter(|it| *it);
    table.made = table.made.next();
    index.made = table.made;
    table.indexes.push(index);
    Ok(())
}

/// Whether two indexes differ in nothing but their names.
pub(in crate::op) fn is_same(first: &Index, second: &Index) -> bool {
    let bare = |it: &Index| Index { name: None, comment: None, only: false, ..it.clone() };
    bare(first) == bare(second)
}

/// The indexes of a table that differ from this one in nothing but their names, in the order in
/// which they were made. Those of a partition are parts of its parent's, one of one, as far as
/// these go.
pub(in crate::op) fn alike<'t>(table: &'t Table, index: &Index) -> impl Iterator<Item = &'t Index> {
    table.indexes.iter().filter(move |it| is_same(it, index))
}

/// Gives a partition what it lacks of its parent's indexes that are like this one, under names of its
/// own.
///
/// # Errors
/// Why the database would refuse it.
pub(in crate::op) fn inherit(
    parent: &Table,
    index: &Index,
    partition: &mut Table,
    taken: &mut TakenNames,
) -> Result<(), Problem> {
    let wanted = Index { name: None, comment: None, only: false, ..index.clone() };
    let lacks = |it: &Table| alike(it, index).count() < alike(parent, index).count();
    match lacks(partition) {
        true => add(Naming::BySchema, partition, wanted, taken),
        false => Ok(()),
    }
}

/// Gives an index of a partitioned table to its partitions, under names of their own.
///
/// # Errors
/// Why the database would refuse one of them.
pub(in crate::op) fn add_to_partitions(
    catalog: &mut Catalog,
    parent: &Name,
    index: &Index,
) -> Result<(), Problem> {
    let Some(whole) = catalog.table(parent).cloned() else { return Ok(()) };
    for name in partition::children(catalog, parent) {
        let mut taken = TakenNames::of(catalog, name.schema.as_deref());
        let Some(mut table) = catalog.table_mut(&name) else { continue };
        inherit(&whole, index, &mut table, &mut taken)?;
        drop(table);
        add_to_partitions(catalog, &name, index)?;
    }
    Ok(())
}
