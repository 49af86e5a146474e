//! `DROP TRIGGER`.

use super::create_trigger::{has_from_above, triggers, triggers_mut};
use super::{CreateTrigger, Op, Operation, cascade, if_exists, problem, set_table};
use crate::catalog::{Catalog, ObjectRef};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropTrigger {
    pub table: Name,
    pub name: String,
    pub if_exists: bool,
    pub cascade: bool,
}

impl Op for DropTrigger {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let assumed = catalog.table(&self.table).is_some_and(|it| it.assumed);
        if self.if_exists && triggers(catalog, &self.table).is_none() {
            return Ok(());
        }
        if has_from_above(catalog, &self.table, &self.name) {
            let what = format!("trigger `{}` of `{}`", self.name, self.table);
            return Err(problem::needed_by(what, &["the trigger of its parent".to_owned()]));
        }
        let mut triggers = triggers_mut(catalog, &self.table)?;
        let count = triggers.len();
        triggers.retain(|it| it.name != self.name);
        if triggers.len() == count && !self.if_exists && !assumed {
            let trigger = ObjectRef::Trigger(self.table.clone(), self.name.clone());
            return Err(problem::unknown_object(&trigger));
        }
        drop(triggers);
        set_table::forget_trigger(catalog, &self.table, &self.name);
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let trigger = triggers(before, &self.table)?.iter().find(|it| it.name == self.name)?;
        let (table, trigger) = (self.table.clone(), trigger.clone());
        Some(CreateTrigger { table, trigger, replace: false }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let (name, table) = (dialect.quote_name(&self.name), dialect.quote(&self.table));
        let tail = cascade(self.cascade);
        Ok(vec![format!("DROP TRIGGER {}{name} ON {table}{tail}", if_exists(self.if_exists))])
    }

    fn describe(&self) -> String {
        format!("drop trigger `{}` of `{}`", self.name, self.table)
    }

    fn needs(&self) -> Vec<ObjectRef> {
        if self.if_exists { Vec::new() } else { vec![ObjectRef::Table(self.table.clone())] }
    }

    fn table(&self) -> Option<&Name> {
        Some(&self.table)
    }
}
