//! No database's SQL: what `SQLAlchemy` writes where it is told of none.

use super::{
    AlterColumn, Autoincrement, ColumnOrder, Comments, Dialect, DropConstraint, ExpressionDefault,
    IndexSchema, OptionOrder, Returning,
};
use crate::catalog::Naming;

pub(super) static STANDARD: Dialect = Dialect {
    name: "default",
    title: "SQL",
    flyway_vendor: "",
    marks: &[],
    quote: '"',
    reserved: RESERVED,
    max_identifier: 9999,
    max_given_identifier: 9999,
    transactional_ddl: false,
    alter_column: AlterColumn::Rebuild,
    alter_constraint: false,
    comments: Comments::None,
    column_order: ColumnOrder::DefaultFirst,
    autoincrement: Autoincrement::Type,
    quote_collations: true,
    always_stored: false,
    expression_default: ExpressionDefault::Bare,
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
    "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization",
    "between", "binary", "both", "case", "cast", "check", "collate", "column", "constraint",
    "create", "cross", "current_date", "current_role", "current_time", "current_timestamp",
    "current_user", "default", "deferrable", "desc", "distinct", "do", "else", "end", "except",
    "false", "for", "foreign", "freeze", "from", "full", "grant", "group", "having", "ilike", "in",
    "initially", "inner", "intersect", "into", "is", "isnull", "join", "leading", "left", "like",
    "limit", "localtime", "localtimestamp", "natural", "new", "not", "notnull", "null", "off",
    "offset", "old", "on", "only", "or", "order", "outer", "overlaps", "placing", "primary",
    "references", "right", "select", "session_user", "set", "similar", "some", "symmetric",
    "table", "then", "to", "trailing", "true", "union", "unique", "user", "using", "verbose",
    "when", "where",
];
