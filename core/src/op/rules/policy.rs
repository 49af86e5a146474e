//! Policies: which tables and columns their conditions read.

use super::view;
use crate::catalog::{
    Catalog, ColumnChange, Expression, Policy, Query, Role, Row, Table, mentions,
};
use crate::name::Name;

/// Policies of tables that stay, and ask this one, by their tables and names.
pub(in crate::op) fn asking(catalog: &Catalog, table: &Name, gone: &[Name]) -> Vec<(Name, String)> {
    let staying = queries(catalog, table).filter(|(owner, _)| !gone.contains(&owner.name.key()));
    staying.map(|(owner, it)| (owner.name.key(), it.name.clone())).collect()
}

/// Policies whose conditions read a column of a table, its own and those that ask it.
pub(in crate::op) fn over_column(
    catalog: &Catalog,
    table: &Table,
    column: &str,
) -> Vec<(Name, String)> {
    let key = table.name.key();
    let says = |it: &Policy| conditions(&it.definition).is_some_and(|it| mentions(it, column));
    let own = table.policies.iter().filter(|it| says(it)).map(|it| (table, it));
    let asking = queries(catalog, &key).filter(|(owner, it)| {
        owner.name.key() != key && says(it) && !has_another(catalog, (owner, it), &key, column)
    });
    own.chain(asking).map(|(owner, it)| (owner.name.key(), it.name.clone())).collect()
}

/// Keeps policies what they are when their table, or one that they ask, gets a new name for a
/// column. The catalog is the one before.
pub(in crate::op) fn keep(catalog: &mut Catalog, table: &Name, from: &str, to: &str) {
    let columns = view::columns_of(catalog, table).unwrap_or_default();
    let change = ColumnChange { table, columns: &columns, from: Some(from), to };
    let has = |it: &Name, column: &str| view::has_column(catalog, it, column);
    let own = catalog.table(table).into_iter();
    let own = own.flat_map(|owner| owner.policies.iter().map(move |it| (owner, it)));
    let asking = queries(catalog, table).filter(|(owner, _)| owner.name.key() != *table);
    let kept = own.chain(asking).map(|(owner, it)| {
        let row = Row { called: &owner.name.name, table: &owner.name };
        let condition = |it: &str| Query(it).with_column_of(&[row], change, has);
        let definition = Query(&it.definition).with_conditions(condition);
        (owner.name.key(), it.name.clone(), definition)
    });
    for (owner, name, definition) in kept.collect::<Vec<_>>() {
        let Some(mut owner) = catalog.table_mut(&owner) else { continue };
        let policy = owner.policies.iter_mut().find(|it| it.name == name);
        policy.into_iter().for_each(|it| definition.clone_into(&mut it.definition));
    }
}

/// Policies with a query that reads a table, and whose they are.
fn queries<'c>(
    catalog: &'c Catalog,
    table: &'c Name,
) -> impl Iterator<Item = (&'c Table, &'c Policy)> {
    let owners = catalog.tables.mentioning(Role::Policies, &Name::default());
    let owners = owners.filter_map(|it| catalog.table(it));
    let all = owners.flat_map(|owner| owner.policies.iter().map(move |it| (owner, it)));
    all.filter(|(_, it)| {
        Expression(&it.definition).reads_relation(&table.name)
            && it.definition.to_lowercase().contains("select")
    })
}

/// Whether another table that a policy reads has a column of this name: then the name is taken for
/// that one's.
fn has_another(
    catalog: &Catalog,
    (owner, policy): (&Table, &Policy),
    table: &Name,
    column: &str,
) -> bool {
    let is_read = |it: &Table| Expression(&policy.definition).reads_relation(&it.name.name);
    let others = catalog.tables.values().filter(|it| it.name.key() != *table);
    owner.column(column).is_some()
        || others.filter(|it| it.column(column).is_some()).any(|it| is_read(it))
}

/// What stands behind `USING` and `WITH CHECK`.
fn conditions(definition: &str) -> Option<&str> {
    let lower = definition.to_lowercase();
    let from = [" using", " with check"].iter().filter_map(|it| lower.find(it)).min()?;
    definition.get(from..)
}
