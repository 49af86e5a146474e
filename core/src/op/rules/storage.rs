//! The parameters with which tables and indexes are stored: `WITH (fillfactor = 70)`.
//!
//! PostgreSQL 18, <https://www.postgresql.org/docs/18/sql-createtable.html#SQL-CREATETABLE-STORAGE-PARAMETERS>
//! and <https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-STORAGE-PARAMETERS>.

use crate::catalog::{Catalog, Naming, Table};
use crate::diagnostic::Problem;
use crate::name::Name;
use crate::op::problem;

/// Says why a table cannot be stored as its options ask.
///
/// # Errors
/// A parameter is none of the server's, or has a value that it cannot have.
pub(in crate::op) fn check_table(catalog: &Catalog, table: &Table) -> Result<(), Problem> {
    let options = table.options.iter().filter_map(|it| it.trim().strip_prefix("WITH"));
    options.into_iter().try_for_each(|it| check_option(catalog, &table.name, it))
}

/// The same of what stands behind `WITH` or `SET`: `(fillfactor = 70)`. Anything else is fine.
///
/// # Errors
/// A parameter is none of the server's, or has a value that it cannot have.
pub(in crate::op) fn check_option(
    catalog: &Catalog,
    table: &Name,
    option: &str,
) -> Result<(), Problem> {
    let inner = option.trim().strip_prefix('(').and_then(|it| it.strip_suffix(')'));
    let may_be_another = catalog.opaque.iter().any(|it| it.kind == "CREATE ACCESS METHOD");
    if catalog.naming != Naming::BySchema {
        return Ok(());
    }
    for pair in inner.into_iter().flat_map(pairs) {
        let name = parameter(pair.split('=').next().unwrap_or_default());
        let is_known =
            name.is_empty() || name.contains('.') || OF_TABLES.contains(&&*name) || may_be_another;
        if !is_known {
            let why = format!("`{name}` is no parameter of its storage");
            return Err(problem::storage(table, &why));
        }
        let value = pair.split_once('=').map_or("true", |(_, it)| it.trim());
        if name == "oids" && !["false", "off", "0"].contains(&&*value.to_lowercase()) {
            return Err(problem::not_supported("rows have no `oid` since version 12"));
        }
        check_bounds(table, &name, value)?;
    }
    Ok(())
}

/// The same of an index of one of the server's own methods.
///
/// # Errors
/// A parameter is none of the method's, or has a value that it cannot have.
pub(in crate::op) fn check_index(
    table: &Name,
    method: &str,
    with: &[(String, String)],
) -> Result<(), Problem> {
    let Some((_, known)) = OF_INDEXES.iter().find(|(it, _)| *it == method) else { return Ok(()) };
    for (name, value) in with {
        let name = parameter(name);
        if !known.contains(&&*name) && !name.is_empty() {
            let why = format!("`{name}` is no parameter of an index by `{method}`");
            return Err(problem::storage(table, &why));
        }
        check_bounds(table, &name, value)?;
    }
    Ok(())
}

/// A number is within what the server takes.
fn check_bounds(table: &Name, name: &str, value: &str) -> Result<(), Problem> {
    let Some((_, least, most)) = BOUNDS.iter().find(|(it, ..)| *it == name) else { return Ok(()) };
    match value.trim().trim_matches('\'').parse::<i64>() {
        Ok(value) if !(*least..=*most).contains(&value) => {
            let why = format!("`{name}` is from {least} to {most}, which {value} is not");
            Err(problem::storage(table, &why))
        }
        Err(_) if value.trim().trim_matches('\'').parse::<f64>().is_err() => {
            Err(problem::storage(table, &format!("`{name}` is a number, which {value} is not")))
        }
        _ => Ok(()),
    }
}

/// The parts of a list between commas, but for those within quotes.
fn pairs(list: &str) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    list.split(move |it| {
        is_quoted ^= it == '\'';
        it == ',' && !is_quoted
    })
}

/// The name of a parameter out of its quotes.
fn parameter(name: &str) -> String {
    let quoted = name.trim().strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    quoted.map_or_else(|| name.trim().to_ascii_lowercase(), str::to_owned)
}

/// The least and greatest values of parameters that are whole numbers.
const BOUNDS: &[(&str, i64, i64)] =
    &[("fillfactor", 10, 100), ("parallel_workers", 0, 1024), ("toast_tuple_target", 128, 8160)];

#[rustfmt::skip]
const OF_TABLES: &[&str] = &[
    "autovacuum_analyze_scale_factor", "autovacuum_analyze_threshold", "autovacuum_enabled",
    "autovacuum_freeze_max_age", "autovacuum_freeze_min_age", "autovacuum_freeze_table_age",
    "autovacuum_multixact_freeze_max_age", "autovacuum_multixact_freeze_min_age",
    "autovacuum_multixact_freeze_table_age", "autovacuum_vacuum_cost_delay", "autovacuum_vacuum_cost_limit",
    "autovacuum_vacuum_insert_scale_factor", "autovacuum_vacuum_insert_threshold",
    "autovacuum_vacuum_max_threshold", "autovacuum_vacuum_scale_factor", "autovacuum_vacuum_threshold",
    "fillfactor", "log_autovacuum_min_duration", "oids", "parallel_workers", "toast_tuple_target",
    "user_catalog_table", "vacuum_index_cleanup", "vacuum_max_eager_freeze_failure_rate", "vacuum_truncate",
];

const OF_INDEXES: &[(&str, &[&str])] = &[
    ("btree", &["fillfactor", "deduplicate_items"]),
    ("hash", &["fillfactor"]),
    ("gist", &["fillfactor", "buffering"]),
    ("spgist", &["fillfactor"]),
    ("gin", &["fastupdate", "gin_pending_list_limit"]),
    ("brin", &["pages_per_range", "autosummarize"]),
];
