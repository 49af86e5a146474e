//! `CREATE SCHEMA`.

use super::rules::schema_owner;
use super::{DropSchema, Op, Operation, if_not_exists, problem};
use crate::catalog::{Catalog, DefaultSchema, Naming, ObjectRef};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;

#[derive(Clone, Debug, PartialEq)]
pub struct CreateSchema {
    pub name: String,
    /// Whose it is, as written, if that is said.
    pub owner: Option<String>,
    pub if_not_exists: bool,
}

impl Op for CreateSchema {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        if self.name.starts_with("pg_") && catalog.naming == Naming::BySchema {
            return Err(problem::not_supported("names that begin with `pg_` are the server's own"));
        }
        if catalog.has(&ObjectRef::Schema(self.name.clone())) {
            if self.if_not_exists {
                return Ok(());
            }
            return Err(problem::duplicate("duplicate-schema", "schema", &self.name));
        }
        match self.name.as_str() {
            "public" => catalog.default_schema = DefaultSchema::Made,
            name => {
                catalog.schemas.insert(name.to_owned());
            }
        }
        if let Some(owner) = &self.owner {
            schema_owner::set(catalog, &self.name, owner);
        }
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let is_there = before.has(&ObjectRef::Schema(self.name.clone()));
        let name = self.name.clone();
        (!is_there).then(|| DropSchema { name, if_exists: false, cascade: false }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let name = dialect.quote_name(&self.name);
        let owner = self.owner.iter().map(|it| format!(" AUTHORIZATION {it}")).collect::<String>();
        Ok(vec![format!("CREATE SCHEMA {}{name}{owner}", if_not_exists(self.if_not_exists))])
    }

    fn describe(&self) -> String {
        format!("create schema `{}`", self.name)
    }

    fn makes_objects(&self) -> bool {
        true
    }
}
