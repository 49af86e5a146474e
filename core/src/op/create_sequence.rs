//! `CREATE SEQUENCE`.

use crate::catalog::Sequence;

#[derive(Clone, Debug, PartialEq)]
pub struct CreateSequence {
    pub sequence: Sequence,
    pub if_not_exists: bool,
}
