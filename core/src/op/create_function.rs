//! `CREATE FUNCTION`, `CREATE PROCEDURE` and `CREATE AGGREGATE`.

use crate::catalog::Function;

#[derive(Clone, Debug, PartialEq)]
pub struct CreateFunction {
    pub function: Function,
    pub replace: bool,
}
