//! `op.drop_column` and `ALTER TABLE … DROP COLUMN`.

use super::rules::{dependents, partition};
use super::{AddColumn, Op, Operation, cascade, find, if_exists, problem};
use crate::catalog::{Catalog, ObjectRef};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropColumn {
    pub table: Name,
    pub column: String,
    pub if_exists: bool,
    pub cascade: bool,
}

impl Op for DropColumn {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let table = find(catalog, &self.table)?;
        if table.column(&self.column).is_none() {
            if self.if_exists || table.assumed {
                return Ok(());
            }
            return Err(problem::unknown_column(&self.table, &self.column));
        }
        if partition::is_inherited(catalog, table, &self.column) {
            return Err(problem::inherited_column(&self.table, &self.column));
        }
        let mut keys = table.partitioning.iter().flat_map(|it| &it.keys);
        if keys.any(|it| it.what == self.column) {
            return Err(problem::in_partition_key(&self.table, &self.column));
        }
        let what = format!("column `{}` of `{}`", self.column, self.table);
        let dependents = dependents::of_column(catalog, &self.table, &self.column);
        dependents.settle(catalog, what, self.cascade)?;
        dependents::drop_column(catalog, &self.table, &self.column);
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let table = before.table(&self.table)?;
        let dropped = table.column(&self.column)?;
        if !dependents::of_column(before, &self.table, &self.column).is_empty() {
            return None;
        }
        let constraints = table.constraints.iter();
        let constraints =
            constraints.filter(|it| dependents::constraint_uses(it, &self.column)).cloned();
        let add = AddColumn {
            table: self.table.clone(),
            column: before.column_as_written(table, dropped),
            constraints: constraints.collect(),
            indexes: dependents::indexes_over(table, &self.column),
            ..AddColumn::default()
        };
        Some(add.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let (table, column) = (dialect.quote(&self.table), dialect.quote_name(&self.column));
        let (word, tail) = (if_exists(self.if_exists), cascade(self.cascade));
        Ok(vec![format!("ALTER TABLE {table} DROP COLUMN {word}{column}{tail}")])
    }

    fn describe(&self) -> String {
        format!("drop column `{}` of `{}`", self.column, self.table)
    }

    fn needs(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Table(self.table.clone())]
    }
}
