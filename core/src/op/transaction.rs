//! `BEGIN`, `COMMIT` and `ROLLBACK` in a script, and the edges of `autocommit_block()`.

use super::{Op, Operation};
use crate::catalog::Catalog;
use crate::diagnostic::Problem;
use crate::dialect::Dialect;

#[derive(Clone, Debug, PartialEq)]
pub struct Transaction {
    /// `BEGIN`, `COMMIT`, `ROLLBACK`; `SAVEPOINT a`, `RELEASE a` and `ROLLBACK_TO a`.
    pub word: String,
}

impl Op for Transaction {
    fn apply(&self, _catalog: &mut Catalog) -> Result<(), Problem> {
        Ok(())
    }

    fn reverse(&self, _before: &Catalog) -> Option<Operation> {
        None
    }

    fn sql(&self, _dialect: &Dialect) -> Result<Vec<String>, Problem> {
        Ok(vec![self.word.replace("ROLLBACK_TO ", "ROLLBACK TO ")])
    }

    fn describe(&self) -> String {
        match self.word.as_str() {
            "BEGIN" => "begin a transaction".to_owned(),
            "COMMIT" => "commit the transaction".to_owned(),
            "ROLLBACK" => "roll the transaction back".to_owned(),
            word => word.to_lowercase(),
        }
    }
}
