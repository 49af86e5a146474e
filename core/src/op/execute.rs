//! SQL that runs to the letter: `op.execute`, data statements, every statement of an SQL file.

use super::Operation;

#[derive(Clone, Debug, PartialEq)]
pub struct Execute {
    /// The statement without its final semicolon.
    pub sql: String,
    /// What it does to the schema; empty for data.
    pub effects: Vec<Operation>,
}
