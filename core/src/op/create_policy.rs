//! `CREATE POLICY`.

use crate::catalog::Policy;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct CreatePolicy {
    pub table: Name,
    pub policy: Policy,
}
