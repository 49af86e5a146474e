//! `DROP POLICY`.

use super::{CreatePolicy, Op, Operation, find_mut, if_exists, problem};
use crate::catalog::{Catalog, ObjectRef};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropPolicy {
    pub table: Name,
    pub name: String,
    pub if_exists: bool,
}

impl Op for DropPolicy {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        if self.if_exists && catalog.table(&self.table).is_none() {
            return Ok(());
        }
        let mut table = find_mut(catalog, &self.table)?;
        let count = table.policies.len();
        table.policies.retain(|it| it.name != self.name);
        if table.policies.len() == count && !self.if_exists && !table.assumed {
            let policy = ObjectRef::Policy(self.table.clone(), self.name.clone());
            return Err(problem::unknown_object(&policy));
        }
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let policies = &before.table(&self.table)?.policies;
        let policy = policies.iter().find(|it| it.name == self.name)?.clone();
        Some(CreatePolicy { table: self.table.clone(), policy }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let (name, table) = (dialect.quote_name(&self.name), dialect.quote(&self.table));
        Ok(vec![format!("DROP POLICY {}{name} ON {table}", if_exists(self.if_exists))])
    }

    fn describe(&self) -> String {
        format!("drop policy `{}` of `{}`", self.name, self.table)
    }

    fn needs(&self) -> Vec<ObjectRef> {
        if self.if_exists { Vec::new() } else { vec![ObjectRef::Table(self.table.clone())] }
    }

    fn table(&self) -> Option<&Name> {
        Some(&self.table)
    }
}
