//! The tables of migration tools, which are there before the first revision.

use crate::name::Name;

/// Whether a tool notes in a table of this name what it has run.
pub fn is_of_tool(table: &Name) -> bool {
    TABLES.contains(&&*table.name)
}

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
