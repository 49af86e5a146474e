//! `CREATE TRIGGER`.

use crate::catalog::Trigger;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct CreateTrigger {
    pub table: Name,
    pub trigger: Trigger,
    pub replace: bool,
}
