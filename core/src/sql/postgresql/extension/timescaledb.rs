//! `TimescaleDB`: tables that become hypertables.
//!
//! Source: `TimescaleDB`'s documentation of `create_hypertable`.

use super::{Arg, Args};
use crate::catalog::{Catalog, Constraint, ConstraintKind, Index, IndexKey, Table};
use crate::name::Name;
use crate::op::{AlterColumn, ColumnChanges, CreateIndex, Existing, Operation};

/// `create_hypertable(relation, time [, …])`: the column of time forbids null from then on, and has
/// an index.
pub(super) fn create_hypertable(args: &Args, catalog: &Catalog) -> Option<Vec<Operation>> {
    let table = args.at(0, &["relation", "main_table"])?.relation()?;
    let column = args.at(1, &["dimension", "time_column_name"])?.dimension()?;
    // A second dimension has an index of its own.
    if args.at(2, &["partitioning_column"]).is_some() {
        return None;
    }
    let mut res = vec![forbid_null(&table, &column)];
    let wants_index = !matches!(args.named("create_default_indexes"), Some(Arg::Flag(false)));
    let has_index = catalog.table(&table).is_some_and(|it| has_index_on(it, &column));
    if wants_index && !has_index {
        res.push(index_of_time(table, column));
    }
    Some(res)
}

fn forbid_null(table: &Name, column: &str) -> Operation {
    let changes = ColumnChanges { nullable: Some(false), ..ColumnChanges::default() };
    let (table, column) = (table.clone(), column.to_owned());
    AlterColumn { table, column, changes, existing: Existing::default(), only: false }.into()
}

fn index_of_time(table: Name, column: String) -> Operation {
    let order = Some("DESC".to_owned());
    let keys = vec![IndexKey { what: column, order, ..IndexKey::default() }];
    let index = Index { keys, ..Index::default() };
    CreateIndex { table, index, concurrently: false, if_not_exists: false }.into()
}

/// Whether an index, of a constraint or by itself, is of this column and nothing else.
fn has_index_on(table: &Table, column: &str) -> bool {
    let of_index = |it: &Index| matches!(&*it.keys, [only] if only.what == column);
    let of_key = |it: &Constraint| {
        let is_key =
            matches!(it.kind, ConstraintKind::PrimaryKey { .. } | ConstraintKind::Unique { .. });
        is_key && it.kind.columns() == [column]
    };
    table.indexes.iter().any(of_index) || table.constraints.iter().any(of_key)
}
