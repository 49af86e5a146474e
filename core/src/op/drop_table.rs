//! `op.drop_table` and `DROP TABLE`.

use super::rules::{dependents, index, removal};
use super::{CreateTable, Op, Operation, cascade, find, if_exists};
use crate::catalog::{Catalog, Constraint, Index, Naming, ObjectRef};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropTable {
    pub table: Name,
    pub if_exists: bool,
    pub cascade: bool,
}

impl Op for DropTable {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        if self.if_exists && catalog.relation(&self.table).is_none() {
            return Ok(());
        }
        find(catalog, &self.table)?;
        let what = format!("table `{}`", self.table);
        // SQLite lets go of a table whoever refers to it.
        if catalog.naming != Naming::Never {
            let dependents = dependents::of_table(catalog, &self.table);
            dependents.settle(catalog, what, self.cascade)?;
        }
        removal::drop_table(catalog, &self.table);
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let table = before.table(&self.table)?;
        if table.assumed || !dependents::of_table(before, &self.table).is_empty() {
            return None;
        }
        let mut create = CreateTable { table: before.as_written(table), if_not_exists: false };
        if let Some((parent, _)) = &table.partition_of {
            // A partition gets these from its parent again.
            let parent = before.table(parent)?;
            let of_parent = |it: &Constraint| parent.constraints.iter().any(|p| p.kind == it.kind);
            create.table.constraints.retain(|it| !of_parent(it));
            let of_parent = |it: &Index| parent.indexes.iter().any(|p| index::is_same(p, it));
            create.table.indexes.retain(|it| !of_parent(it));
            create.table.columns.clear();
        }
        Some(create.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let table = dialect.quote(&self.table);
        Ok(vec![format!(
            "DROP TABLE {}{table}{}",
            if_exists(self.if_exists),
            cascade(self.cascade)
        )])
    }

    fn describe(&self) -> String {
        format!("drop table `{}`", self.table)
    }

    fn needs(&self) -> Vec<ObjectRef> {
        if self.if_exists { Vec::new() } else { vec![ObjectRef::Table(self.table.clone())] }
    }

    fn table(&self) -> Option<&Name> {
        Some(&self.table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_that_need_not_exist_may_be_missing() {
        let drop = DropTable { table: Name::plain("t"), if_exists: true, cascade: false };
        let mut catalog = Catalog::default();
        assert_eq!(drop.apply(&mut catalog), Ok(()));
        assert!(DropTable { if_exists: false, ..drop }.apply(&mut catalog).is_err());
    }
}
