//! `CREATE FUNCTION`, `CREATE PROCEDURE` and `CREATE AGGREGATE`.

use super::alter_function::replace_options;
use super::{DropFunction, Op, Operation, problem, replacing};
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
            let name = &self.function.key.name;
            if !self.replace {
                return Err(problem::duplicate("duplicate-function", "function", name));
            }
            if there.kind != function.kind {
                return Err(problem::wrong_kind(
                    name,
                    &there.kind.to_lowercase(),
                    &function.kind.to_lowercase(),
                ));
            }
            let (old, new) = (&there.shape, &function.shape);
            let renamed = old.names.iter().zip(&new.names).any(|(a, b)| a != b && !a.is_empty());
            if old.returns != new.returns {
                return Err(problem::function_differs(name, "it returns another type"));
            }
            if renamed {
                return Err(problem::function_differs(name, "its arguments have other names"));
            }
            if new.defaults < old.defaults {
                return Err(problem::function_differs(name, "an argument loses its default"));
            }
            function.comment.clone_from(&there.comment);
            function.privileges.clone_from(&there.privileges);
        }
        replace_options(catalog, &function.key);
        catalog.functions.insert(function.key.clone(), function);
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
        Ok(vec![replacing(&self.function.definition, self.replace)])
    }

    fn describe(&self) -> String {
        let verb = if self.replace { "create or replace" } else { "create" };
        format!("{verb} {} `{}`", self.function.kind.to_lowercase(), self.function.key.name)
    }

    fn needs(&self) -> Vec<ObjectRef> {
        let schema = self.function.key.name.key().schema.map(ObjectRef::Schema);
        let types = self.function.shape.types.iter().cloned().map(ObjectRef::Type);
        schema.into_iter().chain(types).collect()
    }

    fn makes_objects(&self) -> bool {
        true
    }
}
