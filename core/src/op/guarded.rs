//! Operations that run only if an object is there, or is not: `ALTER TABLE IF EXISTS`, and `DO`
//! blocks that ask the catalog first.

use super::Operation;
use crate::catalog::ObjectRef;

#[derive(Clone, Debug, PartialEq)]
pub struct Guarded {
    pub object: ObjectRef,
    /// Whether the object must exist, or must not.
    pub exists: bool,
    pub operations: Vec<Operation>,
}
