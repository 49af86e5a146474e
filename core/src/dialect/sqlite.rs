//! SQLite.

use super::{
    AlterColumn, Autoincrement, ColumnOrder, Comments, Dialect, DropConstraint, ExpressionDefault,
    IndexSchema, OptionOrder, Returning,
};
use crate::catalog::Naming;

pub(super) static SQLITE: Dialect = Dialect {
    name: "sqlite",
    title: "SQLite",
    flyway_vendor: "sqlite",
    marks: &["autoincrement", "pragma"],
    quote: '"',
    reserved: RESERVED,
    max_identifier: 9999,
    max_given_identifier: 9999,
    transactional_ddl: false,
    alter_column: AlterColumn::Rebuild,
    alter_constraint: false,
    comments: Comments::None,
    column_order: ColumnOrder::DefaultFirst,
    autoincrement: Autoincrement::Key("PRIMARY KEY AUTOINCREMENT"),
    quote_collations: true,
    always_stored: false,
    expression_default: ExpressionDefault::Parenthesized,
    identity_columns: false,
    named_types: false,
    enums: false,
    holds_lengths: false,
    index_options: false,
    partial_indexes: true,
    index_schema: IndexSchema::OnBoth,
    schema_on_rename: false,
    rename_column: "RENAME COLUMN",
    first_table_option: "\n ",
    table_option: ",\n ",
    option_order: OptionOrder::AsGiven,
    drop_constraint: DropConstraint::Never,
    schema_on_reference: false,
    returning: Returning::Plain,
    naming: Naming::Never,
    backslash_escapes: false,
    without_connection: None,
};

/// The words that `SQLAlchemy` quotes as names, in the order of their letters.
#[rustfmt::skip]
const RESERVED: &[&str] = &[
    "add", "after", "all", "alter", "analyze", "and", "as", "asc", "attach", "autoincrement",
    "before", "begin", "between", "by", "cascade", "case", "cast", "check", "collate", "column",
    "commit", "conflict", "constraint", "create", "cross", "current_date", "current_time",
    "current_timestamp", "database", "default", "deferrable", "deferred", "delete", "desc",
    "detach", "distinct", "drop", "each", "else", "end", "escape", "except", "exclusive",
    "exists", "explain", "fail", "false", "for", "foreign", "from", "full", "glob", "group",
    "having", "if", "ignore", "immediate", "in", "index", "indexed", "initially", "inner",
    "insert", "instead", "intersect", "into", "is", "isnull", "join", "key", "left", "like",
    "limit", "match", "natural", "not", "notnull", "null", "of", "offset", "on", "or", "order",
    "outer", "plan", "pragma", "primary", "query", "raise", "references", "reindex", "rename",
    "replace", "restrict", "right", "rollback", "row", "select", "set", "table", "temp",
    "temporary", "then", "to", "transaction", "trigger", "true", "union", "unique", "update",
    "using", "vacuum", "values", "view", "virtual", "when", "where",
];
