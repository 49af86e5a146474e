//! `BEGIN`, `COMMIT` and `ROLLBACK` in a script, and the edges of `autocommit_block()`.

#[derive(Clone, Debug, PartialEq)]
pub struct Transaction {
    /// `BEGIN`, `COMMIT` or `ROLLBACK`.
    pub word: String,
}
