//! `op.drop_constraint` and `ALTER TABLE … DROP CONSTRAINT`.

use super::rules::{dependents, not_null, partition};
use super::{AddConstraint, Op, Operation, cascade, find, find_mut, if_exists, problem, set_table};
use crate::catalog::{Catalog, Constraint, ConstraintKind, ObjectRef};
use crate::diagnostic::Problem;
use crate::dialect::{Dialect, DropConstraint as Way};
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropConstraint {
    pub table: Name,
    pub name: String,
    /// `foreignkey`, `primary`, `unique` or `check`, where the migration says it: MySQL needs it.
    pub kind: Option<String>,
    pub if_exists: bool,
    pub cascade: bool,
}

impl Op for DropConstraint {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let table = find(catalog, &self.table)?;
        if let Some(column) = not_null::column_of(table, &self.name) {
            not_null::may_go(catalog, table, column)?;
            not_null::drop(catalog, &self.table, &self.name);
            return Ok(());
        }
        let Some(constraint) = table.constraint(&self.name) else {
            if self.if_exists || table.assumed {
                return Ok(());
            }
            return Err(problem::unknown_constraint(&self.table, &self.name));
        };
        let constraint = constraint.clone();
        let is_check = matches!(constraint.kind, ConstraintKind::Check(_));
        let goes_down = is_check || table.partition_of.is_some();
        let is_it = |of_parent: &Constraint| {
            of_parent.kind == constraint.kind && (!is_check || of_parent.name == constraint.name)
        };
        if goes_down
            && table
                .parents()
                .any(|it| catalog.table(it).is_some_and(|it| it.constraints.iter().any(is_it)))
        {
            return Err(problem::inherited_constraint(&self.table, &self.name));
        }
        if constraint.kind.has_index() {
            let what = format!("constraint `{}` of `{}`", self.name, self.table);
            let dependents = dependents::of_key(catalog, &self.table, &self.name);
            dependents.settle(catalog, what, self.cascade)?;
        }
        let heirs = match is_check {
            true => partition::losing_check(catalog, &self.table, &self.name),
            false => partition::family(catalog, &self.table),
        };
        let is_it = |it: &Constraint| it.name.as_deref() == Some(&self.name);
        find_mut(catalog, &self.table)?.constraints.retain(|it| !is_it(it));
        set_table::forget_index(catalog, &self.table, &self.name);
        for heir in heirs.into_iter().skip(1) {
            let Some(mut table) = catalog.table_mut(&heir) else { continue };
            let inherited = |it: &Constraint| match is_check {
                true => it.name == constraint.name,
                false => it.kind == constraint.kind,
            };
            table.constraints.retain(|it| !inherited(it));
        }
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let constraint = before.table(&self.table)?.constraint(&self.name)?.clone();
        if !dependents::of_key(before, &self.table, &self.name).is_empty() {
            return None;
        }
        Some(AddConstraint::to(self.table.clone(), constraint).into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let (table, name) = (dialect.quote(&self.table), dialect.quote_name(&self.name));
        let drop = match dialect.drop_constraint {
            Way::ByName => {
                let tail = cascade(self.cascade);
                format!("CONSTRAINT {}{name}{tail}", if_exists(self.if_exists))
            }
            Way::ByKind => match self.kind.as_deref() {
                Some("foreignkey") => format!("FOREIGN KEY {name}"),
                Some("primary") => "PRIMARY KEY".to_owned(),
                Some("unique") => format!("INDEX {name}"),
                Some("check") => format!("CHECK {name}"),
                _ => return Err(problem::untold_kind(&self.name)),
            },
            Way::Never => {
                return Err(problem::needs_table_copy(dialect.name, "drop a constraint"));
            }
        };
        Ok(vec![format!("ALTER TABLE {table} DROP {drop}")])
    }

    fn describe(&self) -> String {
        format!("drop constraint `{}` of `{}`", self.name, self.table)
    }

    fn needs(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Table(self.table.clone())]
    }

    fn table(&self) -> Option<&Name> {
        Some(&self.table)
    }
}
