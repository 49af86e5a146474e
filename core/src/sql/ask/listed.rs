//! Queries that name no object but a schema: `SELECT tablename FROM pg_tables WHERE schemaname =
//! 'public'`. They are answered where all that the schema holds was made by revisions.

use super::source::CatalogTable;
use crate::catalog::Catalog;

/// What tables of the catalog list that only revisions make.
const OF_REVISIONS: &[&str] = &["pg_policies", "triggers"];

/// What tables of the catalog list of which the migration tool's own table has a part, too.
const OF_TOOL_AS_WELL: &[&str] = &[
    "columns",
    "pg_class",
    "pg_constraint",
    "pg_indexes",
    "pg_matviews",
    "pg_sequences",
    "pg_tables",
    "pg_views",
    "sequences",
    "table_constraints",
    "tables",
    "views",
];

/// Who asks for all objects of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sql) enum Asker {
    /// A loop that does the same to each: what it does to the table that the migration tool keeps
    /// for itself is no part of the schema.
    Loop,
    /// A condition or a value, which may hang on how many there are.
    Value,
}

/// Whether the rows that we have of these schemas are all that there are.
pub(super) fn is_whole(
    table: &CatalogTable,
    schemas: Option<&[String]>,
    (catalog, asker): (&Catalog, Asker),
) -> bool {
    let lists = OF_REVISIONS.contains(&table.name)
        || asker == Asker::Loop && OF_TOOL_AS_WELL.contains(&table.name);
    // Of the schemas that platforms and servers bring we do not know all.
    let is_own = |it: &String| it == "public" && !catalog.brings_relations_to(None);
    lists
        && schemas.is_some_and(|it| it.iter().all(is_own))
        && !catalog.takes_tables_for_granted()
        && catalog.unclear.is_nothing()
}
