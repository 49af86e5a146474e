//! `op.create_index` and `CREATE INDEX`.

use super::rules::{index, partition};
use super::{DropIndex, Op, Operation, problem};
use crate::catalog::{Catalog, Index, ObjectRef, Relation, TakenNames};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct CreateIndex {
    pub table: Name,
    pub index: Index,
    pub concurrently: bool,
    pub if_not_exists: bool,
}

impl Op for CreateIndex {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        if self.if_not_exists && self.is_there(catalog) {
            return Ok(());
        }
        let mut taken = TakenNames::of(catalog, self.table.key().schema.as_deref());
        if let Some(table) = catalog.table(&self.table) {
            if self.concurrently && table.partitioning.is_some() {
                let why = "an index of a partitioned table cannot be made concurrently";
                return Err(problem::not_supported(why));
            }
            if table.is_foreign() {
                return Err(problem::wrong_kind(&self.table, "foreign table", "table with rows"));
            }
            let mut table = table.clone();
            index::add_checked(catalog, &mut table, self.index.clone(), &mut taken)?;
            // Without a partition there is none that lacks the index.
            let is_whole = partition::children(catalog, &self.table).is_empty();
            if let Some(added) = table.indexes.last_mut().filter(|_| is_whole) {
                added.only = false;
            }
            let added = table.indexes.last().cloned();
            let before = catalog.clone();
            catalog.put_table(table);
            let Some(added) = added.filter(|it| !it.only) else { return Ok(()) };
            let passed = index::add_to_partitions(catalog, &self.table, &added);
            if passed.is_err() {
                *catalog = before;
            }
            return passed;
        }
        self.add_to_view(catalog, &taken)
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        if self.is_there(before) {
            return None;
        }
        let name = match &self.index.name {
            Some(name) => name.clone(),
            None => {
                let taken = TakenNames::of(before, self.table.key().schema.as_deref());
                taken.index(&self.table.name, &self.index)
            }
        };
        let drop = DropIndex {
            name: self.table.renamed(name),
            table: Some(self.table.clone()),
            concurrently: self.concurrently,
            if_exists: false,
            cascade: false,
        };
        Some(drop.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let concurrently = self.concurrently && dialect.index_options;
        let words = [(concurrently, "CONCURRENTLY"), (self.if_not_exists, "IF NOT EXISTS")];
        let words: Vec<_> = words.iter().filter(|(said, _)| *said).map(|(_, it)| *it).collect();
        Ok(vec![dialect.create_index(&self.table, &self.index, &words)?])
    }

    fn describe(&self) -> String {
        let unique = if self.index.unique { "unique " } else { "" };
        match &self.index.name {
            Some(name) => format!("create {unique}index `{name}` on `{}`", self.table),
            None => format!("create a {unique}index on `{}`", self.table),
        }
    }

    fn needs(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Table(self.table.clone())]
    }

    fn table(&self) -> Option<&Name> {
        Some(&self.table)
    }
}

impl CreateIndex {
    fn is_there(&self, catalog: &Catalog) -> bool {
        let name = self.index.name.as_ref().map(|it| self.table.renamed(&**it));
        name.is_some_and(|it| catalog.relation(&it).is_some())
    }

    fn add_to_view(&self, catalog: &mut Catalog, taken: &TakenNames) -> Result<(), Problem> {
        match catalog.relation(&self.table) {
            Some(Relation::MaterializedView) => {}
            Some(other) => {
                let wanted = "table or materialized view";
                return Err(problem::wrong_kind(&self.table, other.word(), wanted));
            }
            None => return Err(problem::unknown_table(&self.table)),
        }
        let columns = catalog.views.get(&self.table.key()).and_then(|it| it.columns.clone());
        let mut keys = self.index.keys.iter().filter(|it| !it.is_expression);
        if let Some(columns) = columns
            && let Some(key) = keys.find(|key| columns.iter().all(|(it, _)| *it != key.what))
        {
            return Err(problem::unknown_column(&self.table, &key.what));
        }
        let mut index = self.index.clone();
        let name = match index.name.take() {
            Some(name) => name,
            None => taken.index(&self.table.name, &index),
        };
        if taken.has_relation(&name) {
            return Err(problem::duplicate("duplicate-relation", "relation", &name));
        }
        index.name = Some(name);
        if let Some(mut view) = catalog.views.get_mut(&self.table.key()) {
            view.indexes.push(index);
        }
        Ok(())
    }
}
