//! A statement that changes the database in a way we keep only to the letter.

use std::sync::Arc;

use super::{Op, Operation};
use crate::catalog::{Catalog, Opaque};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;

#[derive(Clone, Debug, PartialEq)]
pub struct KeepOpaque {
    pub opaque: Opaque,
}

impl Op for KeepOpaque {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        catalog.opaque.push(Arc::new(self.opaque.clone()));
        Ok(())
    }

    fn reverse(&self, _before: &Catalog) -> Option<Operation> {
        None
    }

    fn sql(&self, _dialect: &Dialect) -> Result<Vec<String>, Problem> {
        Ok(vec![self.opaque.sql.clone()])
    }

    fn describe(&self) -> String {
        let touches: Vec<_> = self.opaque.touches.iter().map(|it| format!("`{it}`")).collect();
        let kind = self.opaque.kind.to_lowercase();
        if touches.is_empty() { kind } else { format!("{kind}: {}", touches.join(", ")) }
    }
}
