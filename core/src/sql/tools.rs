//! The tables of migration tools, which are there before the first revision.

use crate::name::Name;

/// Whether a tool notes in a table of this name what it has run.
pub fn is_of_tool(table: &Name) -> bool {
    TABLES.contains(&&*table.name)
}

/// Whether a table of a tool, or what belongs to one, may have this name: projects have runners of
/// their own, and name the tables of others anew.
pub(super) fn may_be_of_tool(name: &str) -> bool {
    let is_index = INDEXES.iter().any(|it| name.starts_with(it));
    TABLES.iter().any(|it| name.starts_with(it) || name.ends_with(it))
        || ["version", "versions", "versioninfo", "schema_versions"].contains(&name)
        || name.starts_with("version_")
        || name.ends_with("_version") && !is_index
}

/// How names of indexes and constraints begin, which may end with those of columns.
const INDEXES: &[&str] = &["ck_", "fk_", "idx_", "ix_", "uq_"];

const TABLES: &[&str] = &[
    "__diesel_schema_migrations",
    "__drizzle_migrations",
    "_prisma_migrations",
    "_sqlx_migrations",
    "alembic_version",
    "atlas_schema_revisions",
    "databasechangelog",
    "databasechangeloglock",
    "flyway_schema_history",
    "goose_db_version",
    "gorp_migrations",
    "pgmigrations",
    "refinery_schema_history",
    "schema_migrations",
];
