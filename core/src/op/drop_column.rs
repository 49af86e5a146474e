//! `op.drop_column` and `ALTER TABLE … DROP COLUMN`.

use super::rules::{dependents, partition, removal};
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
    /// `ONLY`: the tables that inherit from it keep their own.
    pub only: bool,
}

impl Op for DropColumn {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let table = find(catalog, &self.table)?;
        if table.of_type().is_some() {
            return Err(problem::typed_table(&self.table));
        }
        if table.column(&self.column).is_none() {
            if self.if_exists || table.assumed {
                return Ok(());
            }
            return Err(problem::unknown_column(&self.table, &self.column));
        }
        if partition::is_inherited(catalog, table, &self.column) {
            return Err(problem::inherited_column(&self.table, &self.column));
        }
        if self.only
            && table.partitioning.is_some()
            && !partition::heirs(catalog, &table.name.key()).is_empty()
        {
            let why = "it has partitions, from which it would go, too";
            return Err(problem::column_definition(&self.table, &self.column, why));
        }
        if let Some(table) = partition::partitioned_by(catalog, &self.table, &self.column) {
            return Err(problem::in_partition_key(&table, &self.column));
        }
        let what = format!("column `{}` of `{}`", self.column, self.table);
        let dependents = dependents::of_column(catalog, &self.table, &self.column);
        dependents.settle(catalog, what, self.cascade)?;
        removal::forget_statistics(catalog, &self.table, &self.column);
        if self.only {
            removal::drop_own_column(catalog, &self.table, &self.column);
            let heirs = partition::heirs(catalog, &self.table.key());
            catalog.tables.change_these(heirs, |it| {
                let column = it.column_mut(&self.column);
                column.into_iter().for_each(|it| it.inherited = false);
            });
        } else {
            removal::drop_column(catalog, &self.table, &self.column);
        }
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
        let only = if self.only { "ONLY " } else { "" };
        Ok(vec![format!("ALTER TABLE {only}{table} DROP COLUMN {word}{column}{tail}")])
    }

    fn describe(&self) -> String {
        format!("drop column `{}` of `{}`", self.column, self.table)
    }

    fn needs(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Table(self.table.clone())]
    }

    fn table(&self) -> Option<&Name> {
        Some(&self.table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Column, Constraint, ConstraintKind, ForeignKey, Index, IndexKey, Table};

    fn catalog() -> Catalog {
        let column = |name: &str| Column { name: name.to_owned(), ..Column::default() };
        let columns = vec!["a".to_owned()];
        let unique = ConstraintKind::Unique {
            columns: columns.clone(),
            include: Vec::new(),
            nulls_not_distinct: None,
        };
        let key = ForeignKey {
            columns: columns.clone(),
            table: Name::plain("t"),
            referred: columns,
            ..ForeignKey::default()
        };
        let index = Index {
            name: Some("t_lower".to_owned()),
            keys: vec![IndexKey {
                what: "lower(a)".to_owned(),
                is_expression: true,
                ..IndexKey::default()
            }],
            ..Index::default()
        };
        let mut catalog = Catalog::default();
        catalog.put_table(Table {
            columns: vec![column("a"), column("b")],
            constraints: vec![Constraint::new(Some("t_a_key".to_owned()), unique)],
            indexes: vec![index],
            ..Table::new(Name::plain("t"))
        });
        catalog.put_table(Table {
            columns: vec![column("a")],
            constraints: vec![Constraint::new(
                Some("r_a_fkey".to_owned()),
                ConstraintKind::ForeignKey(key),
            )],
            ..Table::new(Name::plain("r"))
        });
        catalog
    }

    fn drop(cascade: bool) -> DropColumn {
        let (table, column) = (Name::plain("t"), "a".to_owned());
        DropColumn { table, column, if_exists: false, cascade, only: false }
    }

    #[test]
    fn a_column_that_is_referred_to_stays() {
        let mut catalog = catalog();
        let problem = drop(false).apply(&mut catalog).err().map(|it| it.code);
        assert_eq!(problem, Some("still-needed"));
    }

    #[test]
    fn a_dropped_column_takes_its_index_and_constraints_along() {
        let mut catalog = catalog();
        assert_eq!(drop(true).apply(&mut catalog), Ok(()));
        let table = catalog.table(&Name::plain("t")).cloned().unwrap_or_default();
        assert!(table.indexes.is_empty() && table.constraints.is_empty());
        let other = catalog.table(&Name::plain("r")).cloned().unwrap_or_default();
        assert!(other.constraints.is_empty());
    }

    #[test]
    fn what_went_along_comes_back() {
        let mut catalog = catalog();
        catalog.tables.remove(&Name::plain("r"));
        let before = catalog.clone();
        let back = drop(false).reverse(&before);
        assert_eq!(drop(false).apply(&mut catalog), Ok(()));
        assert_eq!(back.map(|it| it.apply(&mut catalog)), Some(Ok(())));
        let parts = |it: &Catalog| {
            let table = it.table(&Name::plain("t")).cloned().unwrap_or_default();
            (table.constraints, table.indexes)
        };
        assert_eq!(parts(&catalog), parts(&before));
    }
}
