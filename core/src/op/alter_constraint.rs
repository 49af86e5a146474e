//! Renames, validates or otherwise changes a constraint.

use super::rules::{constraint, not_null, partition};
use super::{Op, Operation, find, find_mut, problem};
use crate::catalog::{Catalog, Constraint, ConstraintKind, NotNull, ObjectRef};
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
    Deferrable {
        deferrable: Option<bool>,
        initially: Option<String>,
    },
    /// `ENFORCED` and `NOT ENFORCED`.
    Enforced(bool),
    /// `INHERIT` and `NO INHERIT`.
    Inherited(bool),
}

impl Op for AlterConstraint {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let table = find(catalog, &self.table)?;
        if not_null::column_of(table, &self.name).is_some() {
            return self.change_not_null(catalog);
        }
        if table.constraint(&self.name).is_none() {
            if table.assumed {
                return Ok(());
            }
            return Err(problem::unknown_constraint(&self.table, &self.name));
        }
        if let ConstraintChange::Rename(to) = &self.change {
            if table.constraint(to).is_some() {
                let code = "duplicate-constraint";
                return Err(problem::duplicate_in_table(code, "constraint", to, &self.table));
            }
            let index = self.table.renamed(&**to);
            let has_index = table.constraint(&self.name).is_some_and(|it| it.kind.has_index());
            if has_index && catalog.relation(&index).is_some() {
                return Err(problem::duplicate("duplicate-relation", "relation", &index));
            }
            self.rename_inherited(catalog, to)?;
        }
        let kind = find(catalog, &self.table)?.constraint(&self.name).map(|it| it.kind.clone());
        let fits = match (&self.change, &kind) {
            (ConstraintChange::Validate, Some(kind)) => !kind.has_index(),
            (ConstraintChange::Deferrable { .. } | ConstraintChange::Enforced(_), Some(kind)) => {
                matches!(kind, ConstraintKind::ForeignKey(_))
            }
            (ConstraintChange::Inherited(_), _) => false,
            _ => true,
        };
        if !fits {
            let name = self.table.renamed(&*self.name);
            let word = kind.map(|it| it.word()).unwrap_or_default();
            return Err(problem::wrong_kind(&name, word, "constraint that can change so"));
        }
        let mut table = find_mut(catalog, &self.table)?;
        let is_it = |it: &&mut Constraint| it.name.as_ref() == Some(&self.name);
        let Some(constraint) = table.constraints.iter_mut().find(is_it) else { return Ok(()) };
        match &self.change {
            ConstraintChange::Rename(to) => constraint.name = Some(to.clone()),
            ConstraintChange::Validate if !constraint.enforced => {
                return Err(problem::not_enforced(&self.table, &self.name));
            }
            ConstraintChange::Validate => constraint.validated = true,
            ConstraintChange::Enforced(enforced) => {
                constraint.enforced = *enforced;
                constraint.validated = *enforced;
            }
            ConstraintChange::Inherited(_) => {}
            ConstraintChange::Deferrable { deferrable, initially } => {
                // `INITIALLY DEFERRED` alone makes it deferrable, too.
                let deferred = initially.as_deref().is_some_and(|it| it == "DEFERRED");
                constraint.deferrable = deferrable.or(deferred.then_some(true));
                constraint.initially.clone_from(initially);
            }
        }
        drop(table);
        if let ConstraintChange::Rename(to) = &self.change {
            constraint::rename_behind(catalog, &self.table, &self.name, to);
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
            ConstraintChange::Enforced(_) => {
                (self.name.clone(), ConstraintChange::Enforced(was.enforced))
            }
            ConstraintChange::Validate | ConstraintChange::Inherited(_) => return None,
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
            ConstraintChange::Enforced(true) => format!("ALTER CONSTRAINT {name} ENFORCED"),
            ConstraintChange::Enforced(false) => format!("ALTER CONSTRAINT {name} NOT ENFORCED"),
            ConstraintChange::Inherited(true) => format!("ALTER CONSTRAINT {name} INHERIT"),
            ConstraintChange::Inherited(false) => format!("ALTER CONSTRAINT {name} NO INHERIT"),
        };
        Ok(vec![format!("ALTER TABLE {table} {change}")])
    }

    fn describe(&self) -> String {
        let place = format!("constraint `{}` of `{}`", self.name, self.table);
        match &self.change {
            ConstraintChange::Rename(to) => format!("rename {place} to `{to}`"),
            ConstraintChange::Validate => format!("validate {place}"),
            ConstraintChange::Deferrable { .. } => format!("change when {place} is checked"),
            ConstraintChange::Enforced(true) => format!("enforce {place}"),
            ConstraintChange::Enforced(false) => format!("enforce {place} no more"),
            ConstraintChange::Inherited(true) => format!("hand {place} down"),
            ConstraintChange::Inherited(false) => format!("hand {place} down no more"),
        }
    }

    fn needs(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Table(self.table.clone())]
    }

    fn table(&self) -> Option<&Name> {
        Some(&self.table)
    }
}

impl AlterConstraint {
    /// A check has one name in a table and in all that inherit it.
    fn rename_inherited(&self, catalog: &mut Catalog, to: &str) -> Result<(), Problem> {
        let is_check = |it: &Constraint| matches!(it.kind, ConstraintKind::Check(_));
        let own = find(catalog, &self.table)?.constraint(&self.name).filter(|it| is_check(it));
        let Some(own) = own else { return Ok(()) };
        if own.inherited {
            return Err(problem::inherited_constraint(&self.table, &self.name));
        }
        for heir in partition::losing_check(catalog, &self.table, &self.name).iter().skip(1) {
            let mut heir = find_mut(catalog, heir)?;
            let is_it = |it: &&mut Constraint| it.name.as_ref() == Some(&self.name);
            if let Some(check) = heir.constraints.iter_mut().find(is_it) {
                check.name = Some(to.to_owned());
            }
        }
        Ok(())
    }

    /// Changes what forbids null in a column.
    fn change_not_null(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        match &self.change {
            ConstraintChange::Rename(to) => {
                let table = find(catalog, &self.table)?;
                if table.constraint(to).is_some() || not_null::column_of(table, to).is_some() {
                    let code = "duplicate-constraint";
                    return Err(problem::duplicate_in_table(code, "constraint", to, &self.table));
                }
                let rename = |it: &mut NotNull| it.name = Some(to.clone());
                not_null::change(catalog, &self.table, &self.name, &rename);
            }
            ConstraintChange::Validate => {
                let validate = |it: &mut NotNull| it.validated = true;
                not_null::change(catalog, &self.table, &self.name, &validate);
            }
            ConstraintChange::Inherited(inherited) => {
                let hand_down = |it: &mut NotNull| it.no_inherit = !inherited;
                not_null::change(catalog, &self.table, &self.name, &hand_down);
            }
            ConstraintChange::Deferrable { .. } | ConstraintChange::Enforced(_) => {
                let name = self.table.renamed(&*self.name);
                let wanted = "constraint that can change so";
                return Err(problem::wrong_kind(&name, "not-null constraint", wanted));
            }
        }
        Ok(())
    }
}
