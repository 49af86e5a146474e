//! PostgreSQL.

use super::{
    AlterColumn, Autoincrement, ColumnOrder, Comments, Dialect, DropConstraint, ExpressionDefault,
    IndexSchema, OptionOrder, Returning,
};
use crate::catalog::Naming;

pub(super) static POSTGRESQL: Dialect =
    Dialect { without_connection: Some(&WITHOUT_CONNECTION), ..WITH_CONNECTION };

/// Only a server says that backslashes stand for themselves.
static WITHOUT_CONNECTION: Dialect = Dialect { backslash_escapes: true, ..WITH_CONNECTION };

const WITH_CONNECTION: Dialect = Dialect {
    name: "postgresql",
    title: "PostgreSQL",
    flyway_vendor: "postgresql",
    marks: &[
        "jsonb",
        "bigserial",
        "timestamptz",
        "bytea",
        "tsvector",
        "plpgsql",
        "regclass",
        "nextval",
    ],
    quote: '"',
    reserved: RESERVED,
    max_identifier: 63,
    max_given_identifier: 63,
    transactional_ddl: true,
    alter_column: AlterColumn::Clauses,
    alter_constraint: true,
    comments: Comments::Statements,
    column_order: ColumnOrder::DefaultFirst,
    autoincrement: Autoincrement::Type,
    quote_collations: true,
    always_stored: true,
    expression_default: ExpressionDefault::Bare,
    identity_columns: true,
    named_types: true,
    enums: true,
    holds_lengths: true,
    index_options: true,
    partial_indexes: true,
    index_schema: IndexSchema::OnDrop,
    schema_on_rename: false,
    rename_column: "RENAME",
    first_table_option: "\n ",
    table_option: "\n ",
    option_order: OptionOrder::AsGiven,
    drop_constraint: DropConstraint::ByName,
    schema_on_reference: true,
    returning: Returning::Qualified,
    naming: Naming::BySchema,
    backslash_escapes: false,
    without_connection: None,
};

/// The words that `SQLAlchemy` quotes as names, in the order of their letters.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric",
    "authorization", "between", "binary", "both", "case", "cast", "check", "collate", "column",
    "constraint", "create", "cross", "current_catalog", "current_date", "current_role",
    "current_schema", "current_time", "current_timestamp", "current_user", "default",
    "deferrable", "desc", "distinct", "do", "else", "end", "except", "false", "fetch", "for",
    "foreign", "freeze", "from", "full", "grant", "group", "having", "ilike", "in", "initially",
    "inner", "intersect", "into", "is", "isnull", "join", "leading", "left", "like", "limit",
    "localtime", "localtimestamp", "natural", "new", "not", "notnull", "null", "of", "off",
    "offset", "old", "on", "only", "or", "order", "outer", "over", "overlaps", "placing",
    "primary", "references", "returning", "right", "select", "session_user", "similar", "some",
    "symmetric", "table", "then", "to", "trailing", "true", "union", "unique", "user", "using",
    "variadic", "verbose", "when", "where", "window", "with",
];
