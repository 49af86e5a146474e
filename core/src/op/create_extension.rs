//! `CREATE EXTENSION`.

use super::{DropExtension, Op, Operation, if_not_exists, problem};
use crate::catalog::{Catalog, Extension, ObjectRef};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;

#[derive(Clone, Debug, PartialEq)]
pub struct CreateExtension {
    pub name: String,
    pub schema: Option<String>,
    pub if_not_exists: bool,
}

impl Op for CreateExtension {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        if catalog.extensions.contains_key(&self.name) {
            if self.if_not_exists {
                return Ok(());
            }
            return Err(problem::duplicate("duplicate-extension", "extension", &self.name));
        }
        let schema = self.schema.clone().map(ObjectRef::Schema);
        if let Some(schema) = schema.filter(|it| !catalog.has(it)) {
            return Err(problem::unknown_object(&schema));
        }
        let extension = Extension { schema: self.schema.clone() };
        catalog.extensions.insert(self.name.clone(), extension);
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let is_there = before.extensions.contains_key(&self.name);
        let name = self.name.clone();
        (!is_there).then(|| DropExtension { name, if_exists: false, cascade: false }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let name = dialect.quote_name(&self.name);
        let mut sql = format!("CREATE EXTENSION {}{name}", if_not_exists(self.if_not_exists));
        if let Some(schema) = &self.schema {
            sql += &format!(" WITH SCHEMA {}", dialect.quote_name(schema));
        }
        Ok(vec![sql])
    }

    fn describe(&self) -> String {
        format!("create extension `{}`", self.name)
    }
}
