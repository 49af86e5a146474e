//! `ALTER FUNCTION`, `ALTER PROCEDURE` and `ALTER AGGREGATE`.

use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AlterFunction {
    pub name: Name,
    /// The argument types; none where the statement leaves them out.
    pub arguments: Option<Vec<String>>,
    pub change: FunctionChange,
}

/// One change of a function.
#[derive(Clone, Debug, PartialEq)]
pub enum FunctionChange {
    Rename(String),
    Schema(String),
    /// `OWNER TO x`, `SET search_path = ''`, `STABLE`, as written.
    Option(String),
}
