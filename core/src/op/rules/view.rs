//! Views, when what they read changes: the server keeps them by numbers, and we by their text.

use crate::catalog::{Catalog, ColumnChange, Expression, Query, Role, Trigger, View};
use crate::dialect::POSTGRESQL;
use crate::name::Name;

/// Keeps views what they are when a table or view that they read gets a new name for a column, or
/// a new column. The catalog is the one before.
pub(in crate::op) fn keep(catalog: &mut Catalog, table: &Name, from: Option<&str>, to: &str) {
    let key = table.key();
    let columns = columns_of(catalog, &key).unwrap_or_default();
    let change = ColumnChange { table: &key, columns: &columns, from, to };
    let has = |it: &Name, column: &str| has_column(catalog, it, column);
    let mut changed: Vec<(Name, View)> = Vec::new();
    for (name, mut view) in reading(catalog, &key) {
        view.definition = Query(&view.definition).with_column(change, has);
        if let Some(from) = from {
            let used = (key.clone(), from.to_owned());
            if view.uses.remove(&used) || view.columns.is_none() {
                view.uses.insert((key.clone(), to.to_owned()));
            }
        }
        changed.push((name, view));
    }
    for (name, view) in changed {
        catalog.views.insert(name, view);
    }
}

/// Keeps views what they are when a column goes that they don't read.
pub(in crate::op) fn without_column(catalog: &mut Catalog, table: &Name, column: &str) {
    let key = table.key();
    let columns = columns_of(catalog, &key).unwrap_or_default();
    let Some(at) = columns.iter().position(|it| it == column) else { return };
    for (name, mut view) in reading(catalog, &key) {
        view.definition = Query(&view.definition).without_column(&key, at);
        catalog.views.insert(name, view);
    }
}

/// Gives a view itself another name or schema.
pub(in crate::op) fn rename(catalog: &mut Catalog, from: &Name, to: &Name) {
    let Some(there) = catalog.views.remove(&from.key()) else { return };
    let mut view = View { name: to.clone(), ..View::clone(&there) };
    view.definition = Query(&view.definition).with_own_name(to);
    let quoted = POSTGRESQL.quote(&to.key());
    let trigger = |it: &mut Trigger| {
        it.definition = Expression(&it.definition).with_table(&from.key(), &quoted);
    };
    view.triggers.iter_mut().for_each(trigger);
    catalog.views.insert(to.key(), view);
}

/// Gives a table, view or sequence another name in the views that read it.
pub(in crate::op) fn relation(catalog: &mut Catalog, from: &Name, to: &Name) {
    let (from, to) = (from.key(), to.key());
    let change = |it: &mut Name| {
        if it.key() == from {
            *it = to.clone();
        }
    };
    for (name, mut view) in reading(catalog, &from) {
        view.reads.iter_mut().for_each(change);
        let uses = std::mem::take(&mut view.uses).into_iter();
        let renamed = |table| if table == from { to.clone() } else { table };
        view.uses = uses.map(|(table, it)| (renamed(table), it)).collect();
        if view.keys.remove(&from) {
            view.keys.insert(to.clone());
        }
        view.definition = Query(&view.definition).with_relation(&from, &to);
        catalog.views.insert(name, view);
    }
}

/// The views that read a table or view, to be changed.
fn reading(catalog: &Catalog, name: &Name) -> Vec<(Name, View)> {
    let keys = catalog.views.mentioning(Role::Reader, name);
    let views = keys.filter_map(|it| Some((it.clone(), View::clone(catalog.views.get(it)?))));
    views.collect()
}

/// The columns of a table or view in order, if they are known.
pub(in crate::op) fn columns_of(catalog: &Catalog, name: &Name) -> Option<Vec<String>> {
    if let Some(table) = catalog.table(name) {
        let columns = table.columns.iter().map(|it| it.name.clone());
        return (!table.assumed).then(|| columns.collect());
    }
    let columns = catalog.views.get(&name.key())?.columns.as_ref()?;
    Some(columns.iter().map(|(it, _)| it.clone()).collect())
}

/// Whether a table or view has a column of this name, if that is known.
pub(in crate::op) fn has_column(catalog: &Catalog, name: &Name, column: &str) -> Option<bool> {
    if let Some(table) = catalog.table(name) {
        let is_there = table.column(column).is_some();
        return (is_there || !table.assumed).then_some(is_there);
    }
    let columns = catalog.views.get(&name.key())?.columns.as_ref()?;
    Some(columns.iter().any(|(it, _)| it == column))
}
