//! `op.rename_table` and `ALTER TABLE … RENAME TO`.

use super::rules::relation::{self, RelationChange};
use super::rules::rename;
use super::{Op, Operation, find, problem};
use crate::catalog::{Catalog, ObjectRef};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct RenameTable {
    pub table: Name,
    /// The new name, in the same schema.
    pub to: String,
}

impl Op for RenameTable {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let change = RelationChange::Rename(&self.to);
        if let Some(done) = relation::alter(catalog, &self.table, change) {
            return done;
        }
        let mut table = find(catalog, &self.table)?.clone();
        let to = self.table.renamed(&*self.to);
        if catalog.types.get(&to.key()).is_some_and(|it| !it.assumed) {
            return Err(problem::duplicate("duplicate-type", "type", &to));
        }
        if let Some(other) = catalog.relation(&to) {
            return Err(problem::duplicate("duplicate-table", other.word(), &to));
        }
        catalog.tables.remove(&self.table.key());
        table.name = to.clone();
        catalog.put_table(table);
        rename::relation(catalog, &self.table, &to);
        Ok(())
    }

    fn reverse(&self, _before: &Catalog) -> Option<Operation> {
        let table = self.table.renamed(&*self.to);
        Some(Self { table, to: self.table.name.clone() }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let to = if dialect.schema_on_rename {
            dialect.quote(&self.table.renamed(&*self.to))
        } else {
            dialect.quote_name(&self.to)
        };
        Ok(vec![format!("ALTER TABLE {} RENAME TO {to}", dialect.quote(&self.table))])
    }

    fn describe(&self) -> String {
        format!("rename table `{}` to `{}`", self.table, self.to)
    }

    fn needs(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Table(self.table.clone())]
    }

    fn table(&self) -> Option<&Name> {
        Some(&self.table)
    }
}
