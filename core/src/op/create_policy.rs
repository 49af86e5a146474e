//! `CREATE POLICY`.

use super::{DropPolicy, Op, Operation, find, find_mut, problem};
use crate::catalog::{Catalog, ObjectRef, Policy};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct CreatePolicy {
    pub table: Name,
    pub policy: Policy,
}

impl Op for CreatePolicy {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let mut table = find_mut(catalog, &self.table)?;
        if table.policies.iter().any(|it| it.name == self.policy.name) {
            let (code, name) = ("duplicate-policy", &self.policy.name);
            return Err(problem::duplicate_in_table(code, "policy", name, &self.table));
        }
        table.policies.push(self.policy.clone());
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let policies = &find(before, &self.table).ok()?.policies;
        if policies.iter().any(|it| it.name == self.policy.name) {
            return None;
        }
        let (table, name) = (self.table.clone(), self.policy.name.clone());
        Some(DropPolicy { table, name, if_exists: false }.into())
    }

    fn sql(&self, _dialect: &Dialect) -> Result<Vec<String>, Problem> {
        Ok(vec![self.policy.definition.clone()])
    }

    fn describe(&self) -> String {
        format!("create policy `{}` on `{}`", self.policy.name, self.table)
    }

    fn needs(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Table(self.table.clone())]
    }

    fn table(&self) -> Option<&Name> {
        Some(&self.table)
    }
}
