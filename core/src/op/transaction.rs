//! `BEGIN`, `COMMIT`, `ROLLBACK` and savepoints in a script, and the edges of
//! `autocommit_block()`.

use super::{Op, Operation};
use crate::catalog::Catalog;
use crate::diagnostic::Problem;
use crate::dialect::Dialect;

/// Where a transaction begins, ends or is divided. Savepoints go by their names as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transaction {
    Begin,
    Commit,
    Rollback,
    Savepoint(String),
    Release(String),
    RollbackTo(String),
}

impl Transaction {
    /// Whether it begins or ends a whole transaction.
    pub fn is_edge(&self) -> bool {
        matches!(self, Self::Begin | Self::Commit | Self::Rollback)
    }

    /// Whether it takes back what was done.
    pub fn rolls_back(&self) -> bool {
        matches!(self, Self::Rollback | Self::RollbackTo(_))
    }
}

impl Op for Transaction {
    fn apply(&self, _catalog: &mut Catalog) -> Result<(), Problem> {
        Ok(())
    }

    fn reverse(&self, _before: &Catalog) -> Option<Operation> {
        None
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let quoted = |name: &str| dialect.quote_name(name);
        Ok(vec![match self {
            Self::Begin => "BEGIN".to_owned(),
            Self::Commit => "COMMIT".to_owned(),
            Self::Rollback => "ROLLBACK".to_owned(),
            Self::Savepoint(name) => format!("SAVEPOINT {}", quoted(name)),
            Self::Release(name) => format!("RELEASE SAVEPOINT {}", quoted(name)),
            Self::RollbackTo(name) => format!("ROLLBACK TO SAVEPOINT {}", quoted(name)),
        }])
    }

    fn describe(&self) -> String {
        match self {
            Self::Begin => "begin a transaction".to_owned(),
            Self::Commit => "commit the transaction".to_owned(),
            Self::Rollback => "roll the transaction back".to_owned(),
            Self::Savepoint(name) => format!("set savepoint {name}"),
            Self::Release(name) => format!("release savepoint {name}"),
            Self::RollbackTo(name) => format!("roll back to savepoint {name}"),
        }
    }
}
