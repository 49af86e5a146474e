//! `DROP VIEW` and `DROP MATERIALIZED VIEW`.

use super::rules::{dependents, removal};
use super::{CreateView, Op, Operation, cascade, if_exists, problem};
use crate::catalog::{Catalog, ObjectRef};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropView {
    pub name: Name,
    pub materialized: bool,
    pub if_exists: bool,
    pub cascade: bool,
}

impl Op for DropView {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let wanted = if self.materialized { "materialized view" } else { "view" };
        match catalog.relation(&self.name) {
            None if self.if_exists => return Ok(()),
            None => {
                return Err(problem::unknown_object(&ObjectRef::View(self.name.clone())));
            }
            Some(other) if other.word() != wanted => {
                let assumed = catalog.table(&self.name).is_some_and(|it| it.assumed);
                if !assumed {
                    return Err(problem::wrong_kind(&self.name, other.word(), wanted));
                }
                catalog.tables.remove(&self.name.key());
                return Ok(());
            }
            Some(_) => {}
        }
        let what = format!("view `{}`", self.name);
        dependents::of_view(catalog, &self.name).settle(catalog, what, self.cascade)?;
        removal::drop_view(catalog, &self.name);
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let view = (**before.views.get(&self.name.key())?).clone();
        if !dependents::of_view(before, &self.name).is_empty() {
            return None;
        }
        Some(CreateView { view, replace: false, if_not_exists: false }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let word = if self.materialized { "MATERIALIZED VIEW" } else { "VIEW" };
        let name = dialect.quote(&self.name);
        let tail = cascade(self.cascade);
        Ok(vec![format!("DROP {word} {}{name}{tail}", if_exists(self.if_exists))])
    }

    fn describe(&self) -> String {
        let word = if self.materialized { "materialized view" } else { "view" };
        format!("drop {word} `{}`", self.name)
    }
}
