//! What `ALTER TABLE ONLY` cannot give to a parent without the tables that inherit it.

use super::partition;
use crate::catalog::{Catalog, ConstraintKind};
use crate::diagnostic::Problem;
use crate::name::Name;
use crate::op::problem;

/// # Errors
/// If the tables that inherit must get the constraint, too.
pub(in crate::op) fn constraint(
    catalog: &Catalog,
    table: &Name,
    kind: &ConstraintKind,
) -> Result<(), Problem> {
    let is_partitioned = catalog.table(table).is_some_and(|it| it.partitioning.is_some());
    let has_heirs = || !partition::heirs(catalog, table).is_empty();
    match kind {
        ConstraintKind::Check(check) if !check.no_inherit && has_heirs() => {
            Err(problem::needs_heirs(table, kind.word()))
        }
        ConstraintKind::ForeignKey(_) if is_partitioned => Err(problem::key_of_parent_alone(table)),
        ConstraintKind::PrimaryKey { columns, .. } => key(catalog, table, columns),
        _ => Ok(()),
    }
}

/// # Errors
/// If partitions must forbid null in the column, too. What inherits without being one goes on
/// allowing it.
pub(in crate::op) fn not_null(
    catalog: &Catalog,
    table: &Name,
    column: &str,
) -> Result<(), Problem> {
    let partitions = partition::children(catalog, table);
    // Newer servers keep the constraint as one of the whole family.
    let lacks_it = |it: &Name| catalog.server.has(18) || allows_null(catalog, it, column);
    let is_new = allows_null(catalog, table, column);
    match is_new && partitions.iter().any(lacks_it) {
        true => Err(problem::needs_heirs(table, "not null constraint")),
        false => Ok(()),
    }
}

/// A key forbids null in its columns, of newer servers in all that inherits them.
fn key(catalog: &Catalog, table: &Name, columns: &[String]) -> Result<(), Problem> {
    let heirs = match catalog.server.has(18) {
        true => partition::heirs(catalog, table),
        false => partition::children(catalog, table),
    };
    let mut all = heirs.iter().flat_map(|heir| columns.iter().map(move |it| (heir, it)));
    match all.any(|(heir, column)| allows_null(catalog, heir, column)) {
        true => Err(problem::needs_heirs(table, "not null constraint")),
        false => Ok(()),
    }
}

fn allows_null(catalog: &Catalog, table: &Name, column: &str) -> bool {
    let column = catalog.table(table).and_then(|it| it.column(column));
    column.is_some_and(|it| it.nullable)
}
