//! The codes of problems that some other part of us asks for, so that a typo does not compile.
//!
//! Codes that are only told to the reader stand where their problem is made.

pub const ASSUMED_OBJECT: &str = "assumed-object";
pub const CLIENT_COMMAND: &str = "client-command";
pub const CONDITIONAL_DDL: &str = "conditional-ddl";
pub const DEPENDS_ON_ENVIRONMENT: &str = "depends-on-environment";
pub const DYNAMIC_SQL: &str = "dynamic-sql";
pub const MISSING_MODULE: &str = "missing-module";
pub const RAISES_EXCEPTION: &str = "raises-exception";
pub const READS_DATA: &str = "reads-data";
pub const SCRIPT_RAISED: &str = "script-raised";
pub const UNFOLLOWED_CALL: &str = "unfollowed-call";
pub const UNFOLLOWED_STATEMENT: &str = "unfollowed-statement";
pub const UNKNOWN_COLUMNS: &str = "unknown-columns";
pub const UNKNOWN_CONSTRAINT: &str = "unknown-constraint";
pub const UNKNOWN_INDEX: &str = "unknown-index";
pub const UNPARSED_STATEMENT: &str = "unparsed-statement";
pub const UNTERMINATED_TEXT: &str = "unterminated-text";
