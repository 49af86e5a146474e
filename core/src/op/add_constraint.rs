//! `op.create_foreign_key` and its siblings, and `ALTER TABLE … ADD CONSTRAINT`.

use super::rules::{alone, constraint, not_null, partition};
use super::{DropConstraint, Op, Operation, find, problem};
use crate::catalog::{Catalog, Constraint, ConstraintKind, ObjectRef, TakenNames};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AddConstraint {
    pub table: Name,
    pub constraint: Constraint,
    /// Whether the tables that inherit are left alone: `ALTER TABLE ONLY`.
    pub only: bool,
}

impl Op for AddConstraint {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let before = catalog.clone();
        let made = self.make(catalog);
        if made.is_err() {
            *catalog = before;
        }
        made
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        if self.constraint.using_index.is_some() {
            // Dropping the constraint would drop the index, too.
            return None;
        }
        let mut after = before.clone();
        self.apply(&mut after).ok()?;
        let known = |name: &Option<String>| {
            let name = name.as_deref();
            name.and_then(|it| before.table(&self.table)?.constraint(it)).is_some()
        };
        let constraints = &after.table(&self.table)?.constraints;
        let added = constraints.iter().find(|it| !known(&it.name))?;
        let nullable = |it: &String| {
            before
                .table(&self.table)
                .and_then(|table| table.column(it))
                .is_some_and(|it| it.nullable)
        };
        let is_key = matches!(added.kind, ConstraintKind::PrimaryKey { .. });
        if is_key && added.kind.columns().iter().any(nullable) {
            // Without the key, the columns would still forbid null.
            return None;
        }
        let drop = DropConstraint {
            table: self.table.clone(),
            name: added.name.clone()?,
            kind: Some(alembic_kind(&added.kind).to_owned()),
            if_exists: false,
            cascade: false,
        };
        Some(drop.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        if !dialect.alter_constraint {
            return Err(problem::needs_table_copy(dialect.name, "add a constraint"));
        }
        let table = dialect.quote(&self.table);
        let only = if self.only { "ONLY " } else { "" };
        let constraint = dialect.constraint(&self.constraint)?;
        Ok(vec![format!("ALTER TABLE {only}{table} ADD {constraint}")])
    }

    fn describe(&self) -> String {
        let kind = self.constraint.kind.word();
        let name = self.constraint.name.as_ref().map(|it| format!(" `{it}`")).unwrap_or_default();
        match &self.constraint.kind {
            ConstraintKind::ForeignKey(key) => {
                format!("add {kind}{name} from `{}` to `{}`", self.table, key.table)
            }
            _ => format!("add {kind}{name} to `{}`", self.table),
        }
    }

    fn needs(&self) -> Vec<ObjectRef> {
        let mut needs = vec![ObjectRef::Table(self.table.clone())];
        if let ConstraintKind::ForeignKey(key) = &self.constraint.kind {
            needs.push(ObjectRef::Table(key.table.clone()));
        }
        needs
    }

    fn table(&self) -> Option<&Name> {
        Some(&self.table)
    }
}

impl AddConstraint {
    /// A constraint of a table and of those that inherit it.
    #[must_use]
    pub fn to(table: Name, constraint: Constraint) -> Self {
        Self { table, constraint, only: false }
    }

    fn make(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        if self.only {
            alone::constraint(catalog, &self.table, &self.constraint.kind)?;
        }
        let mut taken = TakenNames::of(catalog, self.table.key().schema.as_deref());
        let mut table = find(catalog, &self.table)?.clone();
        constraint::add(catalog, &mut table, self.constraint.clone(), &mut taken)?;
        let added = table.constraints.last().cloned();
        let is_parent = table.partitioning.is_some();
        catalog.put_table(table);
        // Left alone, partitions may come with an index of their own and have it attached.
        if let Some(added) = added.filter(|it| !self.only || !it.kind.has_index()) {
            partition::pass_down(catalog, &self.table, &added, is_parent)?;
        }
        if matches!(self.constraint.kind, ConstraintKind::PrimaryKey { .. }) {
            not_null::settle_all(catalog, &self.table);
        }
        Ok(())
    }
}

/// The kind as `op.drop_constraint` says it.
fn alembic_kind(kind: &ConstraintKind) -> &'static str {
    match kind {
        ConstraintKind::PrimaryKey { .. } => "primary",
        ConstraintKind::Unique { .. } => "unique",
        ConstraintKind::ForeignKey(_) => "foreignkey",
        ConstraintKind::Check(_) => "check",
        ConstraintKind::Exclude(_) => "exclude",
    }
}
