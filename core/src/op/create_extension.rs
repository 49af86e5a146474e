//! `CREATE EXTENSION`.

use super::{DropExtension, Op, Operation, if_not_exists, problem};
use crate::catalog::{Catalog, Extension, ObjectRef, extension_requires};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;

#[derive(Clone, Debug, PartialEq)]
pub struct CreateExtension {
    pub name: String,
    pub schema: Option<String>,
    pub if_not_exists: bool,
    /// Whether the extensions that it requires come with it.
    pub cascade: bool,
}

impl Op for CreateExtension {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        // Every database has the language from the start.
        if catalog.extensions.contains_key(&self.name) || self.name == "plpgsql" {
            if self.if_not_exists {
                return Ok(());
            }
            return Err(problem::duplicate("duplicate-extension", "extension", &self.name));
        }
        let schema = self.schema.clone().map(ObjectRef::Schema);
        if let Some(schema) = schema.filter(|it| !catalog.has(it)) {
            return Err(problem::unknown_object(&schema));
        }
        for required in extension_requires(&self.name) {
            if catalog.extensions.contains_key(*required) {
                continue;
            }
            if !self.cascade {
                return Err(problem::requires_extension(&self.name, required));
            }
            Self { name: (*required).to_owned(), ..self.clone() }.apply(catalog)?;
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
        if self.cascade {
            sql += " CASCADE";
        }
        Ok(vec![sql])
    }

    fn describe(&self) -> String {
        format!("create extension `{}`", self.name)
    }
}
