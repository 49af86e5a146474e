//! `DROP FUNCTION`, `DROP PROCEDURE` and `DROP AGGREGATE`.

use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropFunction {
    pub name: Name,
    /// The argument types; none where the statement leaves them out.
    pub arguments: Option<Vec<String>>,
    pub if_exists: bool,
    pub cascade: bool,
}
