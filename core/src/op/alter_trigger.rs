//! `ALTER TRIGGER … RENAME TO`.

use super::create_trigger::{triggers, triggers_mut};
use super::{Op, Operation, problem};
use crate::catalog::{Catalog, Expression, ObjectRef};
use crate::diagnostic::Problem;
use crate::dialect::{Dialect, POSTGRESQL};
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AlterTrigger {
    pub table: Name,
    pub name: String,
    pub to: String,
}

impl Op for AlterTrigger {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let assumed = catalog.table(&self.table).is_some_and(|it| it.assumed);
        let mut triggers = triggers_mut(catalog, &self.table)?;
        if triggers.iter().any(|it| it.name == self.to) {
            let code = "duplicate-trigger";
            return Err(problem::duplicate_in_table(code, "trigger", &self.to, &self.table));
        }
        let Some(trigger) = triggers.iter_mut().find(|it| it.name == self.name) else {
            if assumed {
                return Ok(());
            }
            let trigger = ObjectRef::Trigger(self.table.clone(), self.name.clone());
            return Err(problem::unknown_object(&trigger));
        };
        let quoted = POSTGRESQL.quote_name(&self.to);
        trigger.definition = Expression(&trigger.definition).renamed_once(&self.name, &quoted);
        trigger.name.clone_from(&self.to);
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        triggers(before, &self.table)?.iter().find(|it| it.name == self.name)?;
        let table = self.table.clone();
        Some(Self { table, name: self.to.clone(), to: self.name.clone() }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let (name, to) = (dialect.quote_name(&self.name), dialect.quote_name(&self.to));
        Ok(vec![format!("ALTER TRIGGER {name} ON {} RENAME TO {to}", dialect.quote(&self.table))])
    }

    fn describe(&self) -> String {
        format!("rename trigger `{}` of `{}` to `{}`", self.name, self.table, self.to)
    }

    fn needs(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Table(self.table.clone())]
    }

    fn table(&self) -> Option<&Name> {
        Some(&self.table)
    }
}
