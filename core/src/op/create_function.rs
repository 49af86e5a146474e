//! `CREATE FUNCTION`, `CREATE PROCEDURE` and `CREATE AGGREGATE`.

use std::sync::Arc;

use super::{DropFunction, Op, Operation, problem};
use crate::catalog::{Catalog, Function, ObjectRef};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;

#[derive(Clone, Debug, PartialEq)]
pub struct CreateFunction {
    pub function: Function,
    pub replace: bool,
}

impl Op for CreateFunction {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let mut function = self.function.clone();
        function.key.name = function.key.name.key();
        if let Some(there) = catalog.functions.get(&function.key) {
            if !self.replace {
                let name = &self.function.key.name;
                return Err(problem::duplicate("duplicate-function", "function", name));
            }
            function.comment.clone_from(&there.comment);
        }
        catalog.functions.insert(function.key.clone(), Arc::new(function));
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let mut key = self.function.key.clone();
        key.name = key.name.key();
        if let Some(there) = before.functions.get(&key) {
            return Some(Self { function: (**there).clone(), replace: true }.into());
        }
        let drop = DropFunction {
            name: self.function.key.name.clone(),
            kind: self.function.kind.clone(),
            arguments: Some(key.arguments),
            if_exists: false,
            cascade: false,
        };
        Some(drop.into())
    }

    fn sql(&self, _dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let definition = &self.function.definition;
        let replaces = definition.to_uppercase().contains("OR REPLACE");
        Ok(vec![match definition.split_once(' ') {
            Some((create, rest)) if self.replace && !replaces => {
                format!("{create} OR REPLACE {rest}")
            }
            _ => definition.clone(),
        }])
    }

    fn describe(&self) -> String {
        let verb = if self.replace { "create or replace" } else { "create" };
        format!("{verb} {} `{}`", self.function.kind.to_lowercase(), self.function.key.name)
    }

    fn needs(&self) -> Vec<ObjectRef> {
        self.function.key.name.key().schema.map(ObjectRef::Schema).into_iter().collect()
    }
}
