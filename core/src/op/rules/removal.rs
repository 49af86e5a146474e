//! Takes objects out of the catalogue, with what is a part of them and what was said of them.
//!
//! Whether they may go, and what goes along, is [`super::dependents`]' to say.

use std::sync::Arc;

use super::{comment, dependents, partition, publication, statements, view};
use crate::catalog::{Catalog, Opaque, Sequence, mentions};
use crate::name::Name;
use crate::op::set_table::forget_index;

/// Statistics over a column go with it.
pub(in crate::op) fn forget_statistics(catalog: &mut Catalog, table: &Name, column: &str) {
    let key = table.key();
    let is_over = |it: &Opaque| {
        it.kind == "CREATE STATISTICS"
            && it.touches.iter().any(|it| it.key() == key)
            && mentions(&it.sql, column)
    };
    statements::forget(catalog, is_over);
}

/// Takes a table out, with its sequences and partitions.
pub(in crate::op) fn drop_table(catalog: &mut Catalog, table: &Name) {
    let key = table.key();
    for partition in partition::children(catalog, &key) {
        drop_table(catalog, &partition);
    }
    catalog.tables.remove(&key);
    let is_its = |it: &Sequence| it.owned_by.as_ref().is_some_and(|(name, _)| *name == key);
    let own = catalog.sequences.values().filter(|it| is_its(it)).map(|it| it.name.key());
    for sequence in own.collect::<Vec<_>>() {
        catalog.sequences.remove(&sequence);
        forget_statements(catalog, &sequence);
    }
    forget_statements(catalog, &key);
}

/// Takes a view out, with the views that read it.
pub(in crate::op) fn drop_view(catalog: &mut Catalog, view: &Name) {
    let mut waiting = vec![view.key()];
    while let Some(key) = waiting.pop() {
        if take_view(catalog, &key) {
            waiting.extend(dependents::reading_views(catalog, &key));
        }
    }
}

/// Takes one view out, if it is there.
pub(super) fn take_view(catalog: &mut Catalog, key: &Name) -> bool {
    let was_there = catalog.views.remove(key).is_some();
    if was_there {
        forget_statements(catalog, key);
    }
    was_there
}

/// Statements that we keep only to the letter go when all that they touch is gone.
pub(in crate::op) fn forget_statements(catalog: &mut Catalog, name: &Name) {
    let key = name.key();
    publication::forget(catalog, &key);
    comment::forget(catalog);
    let touches_it = |it: &&Arc<Opaque>| it.touches.iter().any(|it| it.key() == key);
    let is_part = |it: &Opaque| {
        it.kind == "CREATE RULE" && it.touches.first().is_some_and(|it| it.key() == key)
    };
    let is_lost =
        |it: &Opaque| is_part(it) || it.touches.iter().all(|it| catalog.relation(it).is_none());
    let touching = catalog.opaque.iter().filter(touches_it).filter(|it| is_lost(it));
    let lost: Vec<Arc<Opaque>> = touching.cloned().collect();
    if !lost.is_empty() {
        statements::forget(catalog, |it| lost.iter().any(|lost| **lost == *it));
    }
}

/// Takes a column out, with the constraints and indexes over it and its sequences.
pub(in crate::op) fn drop_column(catalog: &mut Catalog, table: &Name, column: &str) {
    for table in partition::losing(catalog, table, column).iter().rev() {
        drop_own_column(catalog, table, column);
    }
}

/// The same of this table alone.
pub(in crate::op) fn drop_own_column(catalog: &mut Catalog, table: &Name, column: &str) {
    let key = table.key();
    view::without_column(catalog, &key, column);
    let owned = |it: &(Name, String)| it.0 == key && it.1 == column;
    catalog.sequences.retain(|_, it| !it.owned_by.as_ref().is_some_and(owned));
    let Some(mut table) = catalog.table_mut(&key) else { return };
    table.columns.retain(|it| it.name != column);
    table.privileges.drop_column(column);
    let constraints =
        table.constraints.extract_if(.., |it| dependents::constraint_uses(it, column));
    let mut gone: Vec<Option<String>> = constraints.map(|it| it.name).collect();
    let indexes = table.indexes.extract_if(.., |it| dependents::index_uses(it, column));
    gone.extend(indexes.map(|it| it.name));
    table.triggers.retain(|it| {
        !dependents::fires_on(&it.definition, column)
            && !dependents::fires_when(&it.definition, column)
    });
    drop(table);
    gone.iter().flatten().for_each(|it| forget_index(catalog, &key, it));
}
