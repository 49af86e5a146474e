//! `ALTER INDEX`: a new name, a partition's index attached.

use super::rules::{constraint, storage};
use super::{Op, Operation, RenameTable, if_exists, problem};
use crate::catalog::{Catalog, Constraint, ConstraintKind, Index};
use crate::diagnostic::{Problem, code};
use crate::dialect::Dialect;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AlterIndex {
    pub name: Name,
    /// The table, where each has index names of its own.
    pub table: Option<Name>,
    pub change: IndexChange,
    pub if_exists: bool,
}

/// One change of an index.
#[derive(Clone, Debug, PartialEq)]
pub enum IndexChange {
    Rename(String),
    AttachPartition(Name),
    /// `SET (fillfactor = 70)`, `SET TABLESPACE x`, as written.
    Option(String),
}

impl Op for AlterIndex {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let Some(owner) = self.owner(catalog) else {
            if let Some(rename) = self.of_other(catalog) {
                return rename.apply(catalog);
            }
            let table = self.table.as_ref().and_then(|it| catalog.table(it));
            let is_assumed = table.is_some_and(|it| it.assumed);
            let may_be_there = is_assumed || catalog.takes_tables_for_granted();
            if self.if_exists || may_be_there {
                return Ok(());
            }
            return Err(problem::unknown(code::UNKNOWN_INDEX, "index", &self.name));
        };
        match &self.change {
            IndexChange::Rename(to) => {
                let new = self.name.renamed(&**to);
                let is_taken = match &self.table {
                    Some(_) => catalog.table(&owner).is_some_and(|it| it.index(to).is_some()),
                    None => catalog.relation(&new).is_some(),
                };
                if is_taken {
                    return Err(problem::duplicate("duplicate-relation", "relation", &new));
                }
                rename(catalog, &owner, &self.name.name, to);
                constraint::rename_behind(catalog, &owner, &self.name.name, to);
            }
            IndexChange::AttachPartition(other) => {
                self.check_attached(catalog, &owner, other)?;
                self.attach(catalog, &owner, other);
            }
            IndexChange::Option(option) => {
                if option.to_uppercase().starts_with("SET (") {
                    self.check_set(catalog, &owner, &parameters(option))?;
                }
                set_option(catalog, &owner, &self.name.name, option);
            }
        }
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let IndexChange::Rename(to) = &self.change else { return None };
        self.owner(before)?;
        let change = IndexChange::Rename(self.name.name.clone());
        let (name, table) = (self.name.renamed(&**to), self.table.clone());
        Some(Self { name, table, change, if_exists: false }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        if let (Some(table), IndexChange::Rename(to)) = (&self.table, &self.change) {
            let (from, to) = (dialect.quote_name(&self.name.name), dialect.quote_name(to));
            let table = dialect.quote(table);
            return Ok(vec![format!("ALTER TABLE {table} RENAME INDEX {from} TO {to}")]);
        }
        if !dialect.index_options {
            return Err(problem::not_in_dialect("`ALTER INDEX`", dialect.name));
        }
        let change = match &self.change {
            IndexChange::Rename(to) => format!("RENAME TO {}", dialect.quote_name(to)),
            IndexChange::AttachPartition(index) => {
                format!("ATTACH PARTITION {}", dialect.quote(index))
            }
            IndexChange::Option(option) => option.clone(),
        };
        let name = dialect.quote(&self.name);
        Ok(vec![format!("ALTER INDEX {}{name} {change}", if_exists(self.if_exists))])
    }

    fn describe(&self) -> String {
        match &self.change {
            IndexChange::Rename(to) => format!("rename index `{}` to `{to}`", self.name),
            IndexChange::AttachPartition(it) => format!("attach index `{it}` to `{}`", self.name),
            IndexChange::Option(option) => format!("alter index `{}`: {option}", self.name),
        }
    }
}

impl AlterIndex {
    /// The parameters are those of the index's method.
    fn check_set(
        &self,
        catalog: &Catalog,
        owner: &Name,
        parameters: &[(String, String)],
    ) -> Result<(), Problem> {
        let Some(table) = catalog.table(owner) else { return Ok(()) };
        let constraint = table.constraint(&self.name.name).map(|it| &it.kind);
        let method = match (table.index(&self.name.name), constraint) {
            (Some(index), _) => index.method.as_deref(),
            (None, Some(ConstraintKind::Exclude(exclusion))) => Some(&*exclusion.method),
            _ => None,
        };
        storage::check_index(owner, method.unwrap_or("btree"), parameters)
    }

    /// A new name for what is no index: PostgreSQL gives it all the same.
    fn of_other(&self, catalog: &Catalog) -> Option<RenameTable> {
        let IndexChange::Rename(to) = &self.change else { return None };
        let is_other = self.table.is_none() && catalog.relation(&self.name).is_some();
        is_other.then(|| RenameTable { table: self.name.clone(), to: to.clone() })
    }

    /// The table or view whose index this is.
    fn owner(&self, catalog: &Catalog) -> Option<Name> {
        let Some(table) = &self.table else { return catalog.index_owner(&self.name) };
        catalog.table(table)?.index(&self.name.name).map(|_| table.clone())
    }

    /// Only the index of a partition is attached, and one over the same columns.
    fn check_attached(
        &self,
        catalog: &Catalog,
        owner: &Name,
        attached: &Name,
    ) -> Result<(), Problem> {
        let Some(partition) = catalog.index_owner(attached) else {
            return match catalog.takes_tables_for_granted() {
                true => Ok(()),
                false => Err(problem::unknown("unknown-index", "index", attached)),
            };
        };
        let table = catalog.table(&partition).filter(|it| !it.assumed);
        let of_owner = |it: &(Name, String)| it.0.key() == owner.key();
        if table.is_some_and(|it| !it.partition_of.as_ref().is_some_and(of_owner)) {
            return Err(problem::index_of_no_partition(attached, owner));
        }
        let keys = |name: &Name, owner: &Name| {
            let index = catalog.table(owner)?.index(&name.name)?;
            Some(index.keys.iter().map(|it| it.what.clone()).collect::<Vec<_>>())
        };
        match keys(&self.name, owner).zip(keys(attached, &partition)) {
            Some((one, other)) if one != other => Err(problem::index_differs(&self.name, attached)),
            _ => Ok(()),
        }
    }

    /// The parent's index counts for new partitions once all have theirs; since those that come
    /// later get it anyway, it is no longer that of the parent only.
    fn attach(&self, catalog: &mut Catalog, owner: &Name, attached: &Name) {
        with_index(catalog, owner, &self.name.name, |index| index.only = false);
        let Some(partition) = catalog.index_owner(attached) else { return };
        let Some(mut table) = catalog.table_mut(&partition) else { return };
        let is_behind =
            |it: &&mut Constraint| it.kind.has_index() && it.name.as_ref() == Some(&attached.name);
        // The partition's constraint is one of the parent's from now on.
        table.constraints.iter_mut().filter(is_behind).for_each(|it| it.inherited = true);
    }
}

fn rename(catalog: &mut Catalog, owner: &Name, from: &str, to: &str) {
    with_index(catalog, owner, from, |index| index.name = Some(to.to_owned()));
    let Some(mut table) = catalog.table_mut(owner) else { return };
    for constraint in &mut table.constraints {
        if constraint.name.as_deref() == Some(from) && constraint.kind.has_index() {
            constraint.name = Some(to.to_owned());
        }
    }
}

/// The parameters that stand in parentheses, each with its value.
fn parameters(option: &str) -> Vec<(String, String)> {
    let inside = option.split_once('(').and_then(|(_, it)| it.rsplit_once(')')).map(|(it, _)| it);
    let pairs =
        inside.unwrap_or_default().split(',').map(|it| it.split_once('=').unwrap_or((it, "")));
    pairs.map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned())).collect()
}

/// Keeps `ALTER COLUMN 1 SET STATISTICS 500`, `SET (…)` and `SET TABLESPACE …`; other options are
/// not part of a schema.
fn set_option(catalog: &mut Catalog, owner: &Name, name: &str, option: &str) {
    if let Some((place, value)) = statistics(option) {
        with_index(catalog, owner, name, |index| {
            if let Some(key) = index.keys.get_mut(place) {
                key.statistics = value.clone();
            }
        });
        return;
    }
    let upper = option.to_uppercase();
    with_index(catalog, owner, name, |index| {
        if let Some(tablespace) = upper.strip_prefix("SET TABLESPACE ") {
            index.tablespace = Some(tablespace.trim().to_lowercase());
        }
        for (key, value) in parameters(option) {
            index.with.retain(|(it, _)| *it != key);
            if upper.starts_with("SET (") {
                index.with.push((key, value));
            }
        }
    });
}

/// The key that `ALTER COLUMN 1 SET STATISTICS 500` is about, counted from zero, and how much is
/// gathered; nothing for what the server gathers anyway.
fn statistics(option: &str) -> Option<(usize, Option<String>)> {
    let upper = option.to_uppercase();
    let words = upper.strip_prefix("ALTER ")?.trim_start();
    let (column, value) = words.split_once(" SET STATISTICS ")?;
    let column: usize = column.strip_prefix("COLUMN ").unwrap_or(column).trim().parse().ok()?;
    let value = value.replace(' ', "");
    let is_usual = ["-1", "DEFAULT"].contains(&&*value);
    Some((column.checked_sub(1)?, (!is_usual).then_some(value)))
}

fn with_index(catalog: &mut Catalog, owner: &Name, name: &str, change: impl Fn(&mut Index)) {
    let is_it = |it: &&mut Index| it.name.as_deref() == Some(name);
    if let Some(mut table) = catalog.table_mut(owner) {
        table.indexes.iter_mut().filter(is_it).for_each(change);
    } else if let Some(mut view) = catalog.views.get_mut(&owner.key()) {
        view.indexes.iter_mut().filter(is_it).for_each(change);
    }
}
