//! Renames, validates or otherwise changes a constraint.

use super::{Op, Operation, find, find_mut, problem};
use crate::catalog::{Catalog, ConstraintKind, ObjectRef};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AlterConstraint {
    pub table: Name,
    pub name: String,
    pub change: ConstraintChange,
}

/// One change of a constraint.
#[derive(Clone, Debug, PartialEq)]
pub enum ConstraintChange {
    Rename(String),
    Validate,
    Deferrable { deferrable: Option<bool>, initially: Option<String> },
}

impl Op for AlterConstraint {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let table = find(catalog, &self.table)?;
        if table.constraint(&self.name).is_none() {
            if table.assumed {
                return Ok(());
            }
            return Err(problem::unknown_constraint(&self.table, &self.name));
        }
        if let ConstraintChange::Rename(to) = &self.change {
            let index = self.table.renamed(&**to);
            if table.constraint(to).is_some() || catalog.index_owner(&index).is_some() {
                let code = "duplicate-constraint";
                return Err(problem::duplicate_in_table(code, "constraint", to, &self.table));
            }
        }
        let kind = find(catalog, &self.table)?.constraint(&self.name).map(|it| it.kind.clone());
        let fits = match (&self.change, &kind) {
            (ConstraintChange::Validate, Some(kind)) => !kind.has_index(),
            (ConstraintChange::Deferrable { .. }, Some(kind)) => {
                matches!(kind, ConstraintKind::ForeignKey(_))
            }
            _ => true,
        };
        if !fits {
            let name = self.table.renamed(&*self.name);
            let word = kind.map(|it| it.word()).unwrap_or_default();
            return Err(problem::wrong_kind(&name, word, "constraint that can change so"));
        }
        let table = find_mut(catalog, &self.table)?;
        let is_it = |it: &&mut crate::catalog::Constraint| it.name.as_ref() == Some(&self.name);
        let Some(constraint) = table.constraints.iter_mut().find(is_it) else { return Ok(()) };
        match &self.change {
            ConstraintChange::Rename(to) => constraint.name = Some(to.clone()),
            ConstraintChange::Validate => constraint.validated = true,
            ConstraintChange::Deferrable { deferrable, initially } => {
                // `INITIALLY DEFERRED` alone makes it deferrable, too.
                let deferred = initially.as_deref().is_some_and(|it| it == "DEFERRED");
                constraint.deferrable = deferrable.or(deferred.then_some(true));
                constraint.initially.clone_from(initially);
            }
        }
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let was = before.table(&self.table)?.constraint(&self.name)?;
        let (name, change) = match &self.change {
            ConstraintChange::Rename(to) => {
                (to.clone(), ConstraintChange::Rename(self.name.clone()))
            }
            ConstraintChange::Deferrable { .. } => {
                let (deferrable, initially) = (was.deferrable, was.initially.clone());
                (self.name.clone(), ConstraintChange::Deferrable { deferrable, initially })
            }
            ConstraintChange::Validate => return None,
        };
        Some(Self { table: self.table.clone(), name, change }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        if !dialect.index_options {
            return Err(problem::not_in_dialect("`ALTER CONSTRAINT`", dialect.name));
        }
        let (table, name) = (dialect.quote(&self.table), dialect.quote_name(&self.name));
        let change = match &self.change {
            ConstraintChange::Rename(to) => {
                format!("RENAME CONSTRAINT {name} TO {}", dialect.quote_name(to))
            }
            ConstraintChange::Validate => format!("VALIDATE CONSTRAINT {name}"),
            ConstraintChange::Deferrable { deferrable, initially } => {
                let deferrable = match deferrable {
                    Some(true) => " DEFERRABLE",
                    Some(false) => " NOT DEFERRABLE",
                    None => "",
                };
                let initially = initially.as_ref().map(|it| format!(" INITIALLY {it}"));
                format!("ALTER CONSTRAINT {name}{deferrable}{}", initially.unwrap_or_default())
            }
        };
        Ok(vec![format!("ALTER TABLE {table} {change}")])
    }

    fn describe(&self) -> String {
        let place = format!("constraint `{}` of `{}`", self.name, self.table);
        match &self.change {
            ConstraintChange::Rename(to) => format!("rename {place} to `{to}`"),
            ConstraintChange::Validate => format!("validate {place}"),
            ConstraintChange::Deferrable { .. } => format!("change when {place} is checked"),
        }
    }

    fn needs(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Table(self.table.clone())]
    }
}
