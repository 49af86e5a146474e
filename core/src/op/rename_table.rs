//! `op.rename_table` and `ALTER TABLE … RENAME TO`.

use super::rules::rename;
use super::{
    AlterIndex, AlterSequence, AlterView, IndexChange, Op, Operation, SequenceChange, ViewChange,
    find, problem,
};
use crate::catalog::{Catalog, ObjectRef, Relation};
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
        if let Some(view) = catalog.views.get(&self.table.key()) {
            let change = ViewChange::Rename(self.to.clone());
            let (name, materialized) = (self.table.clone(), view.materialized);
            return AlterView { name, materialized, change, if_exists: false }.apply(catalog);
        }
        if catalog.sequences.contains_key(&self.table.key()) {
            let change = SequenceChange::Rename(self.to.clone());
            return AlterSequence { name: self.table.clone(), change, if_exists: false }
                .apply(catalog);
        }
        if let Some(Relation::Index(_)) = catalog.relation(&self.table) {
            let change = IndexChange::Rename(self.to.clone());
            return AlterIndex { name: self.table.clone(), table: None, change, if_exists: false }
                .apply(catalog);
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
