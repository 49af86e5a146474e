//! The constraints that forbid null: since version 18 the server names and keeps them.

use super::{partition, published};
use crate::catalog::{Catalog, Naming, NotNull, Table, TakenNames};
use crate::diagnostic::Problem;
use crate::name::Name;
use crate::op::problem;

const SINCE: u8 = 18;

/// Whether null is forbidden by a constraint with a name.
pub(in crate::op) fn is_kept(catalog: &Catalog) -> bool {
    catalog.naming == Naming::BySchema && catalog.server.has(SINCE)
}

/// Gives every column of a table that forbids null its constraint, and takes it from the others.
pub(in crate::op) fn settle(catalog: &Catalog, table: &mut Table, taken: &mut TakenNames) {
    let is_kept = is_kept(catalog);
    let own = table.name.name.clone();
    for column in &mut table.columns {
        if column.nullable || !is_kept {
            column.not_null = None;
            continue;
        }
        let constraint = column.not_null.get_or_insert_default();
        let free = || taken.not_null(&own, &column.name);
        let name = constraint.name.get_or_insert_with(free).clone();
        taken.take_constraint(name);
    }
}

/// The same for a table of the catalog and those that inherit from it, which take its names.
pub(in crate::op) fn settle_all(catalog: &mut Catalog, table: &Name) {
    if !is_kept(catalog) {
        return;
    }
    for table in partition::family(catalog, table) {
        let mut taken = TakenNames::of(catalog, table.schema.as_deref());
        let Some(mut own) = catalog.table(&table).cloned() else { continue };
        settle(catalog, &mut own, &mut taken);
        catalog.put_table(own.clone());
        for heir in partition::heirs(catalog, &table) {
            hand_down(catalog, &own, &heir);
        }
    }
}

/// Tells a table the constraints that it has from a parent.
fn hand_down(catalog: &mut Catalog, parent: &Table, heir: &Name) {
    let Some(mut heir) = catalog.table_mut(heir) else { return };
    for column in heir.columns.iter_mut().filter(|it| !it.nullable) {
        let inherited = parent.column(&column.name).and_then(|it| it.not_null.as_ref());
        if let Some(inherited) = inherited.filter(|it| !it.no_inherit) {
            column.not_null.get_or_insert_with(|| inherited.handed_down());
        }
    }
}

/// The column in which the constraint of this name forbids null.
pub(in crate::op) fn column_of<'t>(table: &'t Table, name: &str) -> Option<&'t str> {
    let is_it = |it: &NotNull| it.name.as_deref() == Some(name);
    let column = table.columns.iter().find(|it| it.not_null.as_ref().is_some_and(is_it))?;
    Some(&column.name)
}

/// Changes the constraint of this name in a table and in those that have it from there.
pub(in crate::op) fn change(
    catalog: &mut Catalog,
    table: &Name,
    name: &str,
    change: &dyn Fn(&mut NotNull),
) {
    for table in partition::family(catalog, table) {
        let Some(mut own) = catalog.table_mut(&table) else { continue };
        let all = own.columns.iter_mut().filter_map(|it| it.not_null.as_mut());
        all.filter(|it| it.name.as_deref() == Some(name)).for_each(change);
    }
}

/// Allows null again in a table's column, and in those that have the constraint from there.
pub(in crate::op) fn drop(catalog: &mut Catalog, table: &Name, name: &str) {
    for table in partition::family(catalog, table) {
        let Some(mut own) = catalog.table_mut(&table) else { continue };
        for column in &mut own.columns {
            if column.not_null.as_ref().is_some_and(|it| it.name.as_deref() == Some(name)) {
                column.nullable = true;
                column.not_null = None;
            }
        }
    }
}

/// Says why the given names cannot all be.
///
/// # Errors
/// Another constraint of the table has one of them.
pub(in crate::op) fn names_are_free(catalog: &Catalog, table: &Table) -> Result<(), Problem> {
    let given = table.columns.iter().filter_map(|it| it.not_null.as_ref()?.name.as_deref());
    match given.into_iter().find(|it| is_kept(catalog) && table.constraint(it).is_some()) {
        Some(name) => {
            let code = "duplicate-constraint";
            Err(problem::duplicate_in_table(code, "constraint", name, &table.name))
        }
        None => Ok(()),
    }
}

/// Says why null cannot be allowed again.
///
/// # Errors
/// A key, an identity or a parent forbids it.
pub(in crate::op) fn may_go(catalog: &Catalog, table: &Table, column: &str) -> Result<(), Problem> {
    if table.primary_key().iter().any(|it| it == column) {
        return Err(problem::null_in_primary_key(&table.name, column));
    }
    if table.column(column).is_some_and(|it| it.identity.is_some()) {
        return Err(problem::identity_column(&table.name, column));
    }
    if let Some(index) = published::index_over(catalog, table, column) {
        let name = &table.name;
        let why = format!("column `{column}` is in `{index}`, which tells rows of `{name}` apart");
        return Err(problem::not_supported(why));
    }
    let mut parents =
        table.parents().filter_map(|it| catalog.table(it)?.column(column)?.not_null.as_ref());
    if is_kept(catalog) && parents.any(|it| !it.no_inherit) {
        return Err(problem::inherited_column(&table.name, column));
    }
    Ok(())
}

/// Says why null cannot be forbidden under this name.
///
/// # Errors
/// It is forbidden under another.
pub(in crate::op) fn may_come(
    table: &Table,
    column: &str,
    wanted: Option<&NotNull>,
) -> Result<(), Problem> {
    let own = table.column(column).and_then(|it| it.not_null.as_ref()?.name.as_ref());
    let name = wanted.and_then(|it| it.name.as_ref());
    match own.zip(name).filter(|(own, name)| own != name) {
        Some((own, _)) => {
            let why = format!("`{own}` forbids null already");
            Err(problem::column_definition(&table.name, column, &why))
        }
        None => Ok(()),
    }
}

/// Says why a column cannot be part of a primary key.
///
/// # Errors
/// What forbids null in it has not been checked.
pub(in crate::op) fn may_be_key(table: &Table, column: &str) -> Result<(), Problem> {
    let constraint = table.column(column).and_then(|it| it.not_null.as_ref());
    match constraint.filter(|it| !it.validated) {
        Some(_) => {
            let why = "what forbids null is not valid yet";
            Err(problem::column_definition(&table.name, column, why))
        }
        None => Ok(()),
    }
}
