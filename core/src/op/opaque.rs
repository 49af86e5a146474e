//! A statement that changes the database in a way we keep only to the letter.

use crate::catalog::Opaque;

#[derive(Clone, Debug, PartialEq)]
pub struct KeepOpaque {
    pub opaque: Opaque,
}
