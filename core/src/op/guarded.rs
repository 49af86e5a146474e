//! Operations that run only if an object is there, or is not: `ALTER TABLE IF EXISTS`, and `DO`
//! blocks that ask the catalog first.

use super::{Op, Operation};
use crate::catalog::{Catalog, ObjectRef};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;

#[derive(Clone, Debug, PartialEq)]
pub struct Guarded {
    pub object: ObjectRef,
    /// Whether the object must exist, or must not.
    pub exists: bool,
    pub operations: Vec<Operation>,
    /// What runs if the guard does not let them.
    pub otherwise: Vec<Operation>,
}

impl Op for Guarded {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let is_so = self.is_there(catalog) == self.exists;
        let operations = if is_so { &self.operations } else { &self.otherwise };
        let before = catalog.clone();
        let applied = operations.iter().try_for_each(|it| it.apply(catalog));
        if applied.is_err() {
            *catalog = before;
        }
        applied
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        if self.is_there(before) != self.exists || !self.otherwise.is_empty() {
            return None;
        }
        let [operation] = self.operations.as_slice() else { return None };
        operation.reverse(before)
    }

    /// What runs if the guard lets it: the guard itself is part of the statement it was read from.
    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let mut statements = Vec::new();
        for operation in self.operations.iter().chain(&self.otherwise) {
            statements.extend(operation.sql(dialect)?);
        }
        Ok(statements)
    }

    fn describe(&self) -> String {
        let operations: Vec<_> = self.operations.iter().map(Op::describe).collect();
        let object = super::set_comment::words(&self.object);
        let word = if self.exists { "exists" } else { "does not exist" };
        let otherwise: Vec<_> = self.otherwise.iter().map(Op::describe).collect();
        let tail = match otherwise.as_slice() {
            [] => String::new(),
            _ => format!("; otherwise: {}", otherwise.join("; ")),
        };
        format!("if {object} {word}: {}{tail}", operations.join("; "))
    }
}

impl Guarded {
    /// Whether the object is there. `ALTER TABLE IF EXISTS` finds sequences and indexes, too, where
    /// all that it does is what those can have done to them.
    pub fn is_there(&self, catalog: &Catalog) -> bool {
        let is_of_any =
            |it: &Operation| matches!(it, Operation::RenameTable(_) | Operation::SetTable(_));
        let ObjectRef::Table(name) = &self.object else { return catalog.has(&self.object) };
        let may_be_other = !self.operations.is_empty() && self.operations.iter().all(is_of_any);
        catalog.has(&self.object) || (may_be_other && catalog.relation(name).is_some())
    }
}
