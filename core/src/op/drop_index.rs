//! `op.drop_index` and `DROP INDEX`.

use super::rules::{dependents, index, partition};
use super::{CreateIndex, Op, Operation, cascade, if_exists, problem, set_table};
use crate::catalog::{Catalog, Index, Naming, ObjectRef, Table};
use crate::diagnostic::{Problem, code};
use crate::dialect::{Dialect, IndexSchema};
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropIndex {
    /// The index, in the schema of its table.
    pub name: Name,
    /// Where the migration says it: MySQL needs it.
    pub table: Option<Name>,
    pub concurrently: bool,
    pub if_exists: bool,
    pub cascade: bool,
}

impl Op for DropIndex {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let Some(owner) = self.owner(catalog) else {
            let said = self.table.as_ref().and_then(|it| catalog.table(it));
            let may_be_there = said.is_some_and(|it| it.assumed)
                || self.table.is_none() && catalog.tables.values().any(|it| it.assumed);
            return match catalog.relation(&self.name) {
                _ if may_be_there => Ok(()),
                Some(other) => Err(problem::wrong_kind(&self.name, other.word(), "index")),
                None if self.if_exists => Ok(()),
                None => Err(problem::unknown(code::UNKNOWN_INDEX, "index", &self.name)),
            };
        };
        let name = &*self.name.name;
        let is_partitioned = |it: &Table| it.partitioning.is_some();
        if self.concurrently && catalog.table(&owner).is_some_and(is_partitioned) {
            let why = format!("the index of a partitioned table, `{name}`, goes with a lock");
            return Err(problem::not_supported(why).help("leave out `CONCURRENTLY`"));
        }
        if catalog.table(&owner).is_some_and(|it| is_of_constraint(it, name)) {
            return self.drop_constraint(catalog, &owner);
        }
        if let Some(parent) = parents_index(catalog, &owner, name) {
            return Err(problem::needed_by(format!("index `{}`", self.name), &[parent]));
        }
        let what = format!("index `{}`", self.name);
        let dependents = dependents::of_key(catalog, &owner, name);
        dependents.settle(catalog, what, self.cascade)?;
        drop_from(catalog, &owner, name);
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let table = self.owner(before)?;
        let index = match before.table(&table) {
            Some(it) => it.index(&self.name.name)?.clone(),
            None => {
                let indexes = &before.views.get(&table.key())?.indexes;
                indexes.iter().find(|it| it.name.as_ref() == Some(&self.name.name))?.clone()
            }
        };
        let concurrently = self.concurrently;
        Some(CreateIndex { table, index, concurrently, if_not_exists: false }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let word = if_exists(self.if_exists);
        if dialect.index_schema == IndexSchema::OnTable {
            // The table that Alembic makes up where none is said.
            let table = self.table.clone().unwrap_or_else(|| self.name.renamed("no_table"));
            let name = dialect.quote_name(&self.name.name);
            return Ok(vec![format!("DROP INDEX {word}{name} ON {}", dialect.quote(&table))]);
        }
        let concurrently =
            if self.concurrently && dialect.index_options { "CONCURRENTLY " } else { "" };
        let name = dialect.quote(&self.name);
        Ok(vec![format!("DROP INDEX {concurrently}{word}{name}{}", cascade(self.cascade))])
    }

    fn refusal(&self, dialect: &Dialect) -> Option<Problem> {
        let is_untold = dialect.index_schema == IndexSchema::OnTable && self.table.is_none();
        is_untold.then(|| problem::untold_table(&self.name.name))
    }

    fn describe(&self) -> String {
        match &self.table {
            Some(table) => format!("drop index `{}` of `{table}`", self.name.name),
            None => format!("drop index `{}`", self.name),
        }
    }

    fn needs(&self) -> Vec<ObjectRef> {
        let table = self.table.iter().filter(|_| !self.if_exists);
        table.cloned().map(ObjectRef::Table).collect()
    }

    fn table(&self) -> Option<&Name> {
        self.table.as_ref()
    }
}

impl DropIndex {
    fn owner(&self, catalog: &Catalog) -> Option<Name> {
        if catalog.naming == Naming::ByTable
            && let Some(table) = &self.table
        {
            let name = &self.name.name;
            let it = catalog.table(table)?;
            return (it.index(name).is_some() || it.constraint(name).is_some())
                .then(|| table.key());
        }
        catalog.index_owner(&self.name)
    }

    /// PostgreSQL keeps the index of a constraint; for MySQL, both are the same.
    fn drop_constraint(&self, catalog: &mut Catalog, owner: &Name) -> Result<(), Problem> {
        if catalog.naming == Naming::BySchema {
            return Err(problem::constraint_needs_index(&self.name.name, owner));
        }
        if let Some(mut table) = catalog.table_mut(owner) {
            table.constraints.retain(|it| it.name.as_ref() != Some(&self.name.name));
        }
        Ok(())
    }
}

fn is_of_constraint(table: &Table, name: &str) -> bool {
    table.index(name).is_none() && table.constraint(name).is_some_and(|it| it.kind.has_index())
}

/// The index of the partitioned table that this one is a part of.
fn parents_index(catalog: &Catalog, owner: &Name, name: &str) -> Option<String> {
    let table = catalog.table(owner)?;
    let own = table.index(name)?;
    let parent = catalog.table(&table.partition_of.as_ref()?.0)?;
    let place = index::alike(table, own).position(|it| it.name == own.name)?;
    let whole = index::alike(parent, own).filter(|it| !it.only).nth(place)?;
    Some(format!("index `{}`", whole.name.clone().unwrap_or_default()))
}

fn drop_from(catalog: &mut Catalog, owner: &Name, name: &str) {
    let is_it = |it: &Index| it.name.as_deref() == Some(name);
    if let Some(mut view) = catalog.views.get_mut(&owner.key()) {
        view.indexes.retain(|it| !is_it(it));
    }
    let Some(mut table) = catalog.table_mut(owner) else { return };
    let dropped = table.indexes.iter().find(|it| is_it(it)).cloned();
    let place = dropped.as_ref().and_then(|own| index::alike(&table, own).position(is_it));
    table.indexes.retain(|it| !is_it(it));
    drop(table);
    set_table::forget_index(catalog, owner, name);
    let Some((dropped, place)) = dropped.zip(place) else { return };
    for partition in partition::children(catalog, owner) {
        let table = catalog.table(&partition);
        let part = table.and_then(|it| index::alike(it, &dropped).nth(place));
        if let Some(name) = part.and_then(|it| it.name.clone()) {
            drop_from(catalog, &partition, &name);
        }
    }
}
