//! `COMMENT ON`, and `op.create_table_comment`.

use crate::catalog::ObjectRef;

#[derive(Clone, Debug, PartialEq)]
pub struct SetComment {
    pub on: ObjectRef,
    pub comment: Option<String>,
}
