//! `CREATE TRIGGER`.

use std::ops::{Deref, DerefMut};

use super::rules::partition;
use super::{DropTrigger, Op, Operation, problem, replacing};
use crate::catalog::{Catalog, Change, ObjectRef, Table, Trigger, View, identifiers};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct CreateTrigger {
    pub table: Name,
    pub trigger: Trigger,
    pub replace: bool,
}

impl Op for CreateTrigger {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        if let Some(table) = self.clashes(catalog) {
            let (code, name) = ("duplicate-trigger", &self.trigger.name);
            return Err(problem::duplicate_in_table(code, "trigger", name, &table));
        }
        let mut triggers = triggers_mut(catalog, &self.table)?;
        match triggers.iter_mut().find(|it| it.name == self.trigger.name) {
            Some(there) if self.replace => {
                let comment = there.comment.take();
                *there = Trigger { comment, ..self.trigger.clone() };
            }
            Some(_) => {
                let (code, name) = ("duplicate-trigger", &self.trigger.name);
                return Err(problem::duplicate_in_table(code, "trigger", name, &self.table));
            }
            None => triggers.push(self.trigger.clone()),
        }
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let there = triggers(before, &self.table)?.iter().find(|it| it.name == self.trigger.name);
        if let Some(trigger) = there {
            let (table, trigger) = (self.table.clone(), trigger.clone());
            return Some(Self { table, trigger, replace: true }.into());
        }
        let (table, name) = (self.table.clone(), self.trigger.name.clone());
        Some(DropTrigger { table, name, if_exists: false, cascade: false }.into())
    }

    fn sql(&self, _dialect: &Dialect) -> Result<Vec<String>, Problem> {
        Ok(vec![replacing(&self.trigger.definition, self.replace)])
    }

    fn describe(&self) -> String {
        format!("create trigger `{}` on `{}`", self.trigger.name, self.table)
    }

    fn needs(&self) -> Vec<ObjectRef> {
        vec![ObjectRef::Table(self.table.clone())]
    }

    fn table(&self) -> Option<&Name> {
        Some(&self.table)
    }
}

impl CreateTrigger {
    /// Partitions have the triggers of their parents that fire for each row: the table of this
    /// family in which the name is taken for that.
    fn clashes(&self, catalog: &Catalog) -> Option<Name> {
        let is_it = |it: &Trigger| it.name == self.trigger.name;
        let mut parts: Vec<Name> = Vec::new();
        if fires_for_rows(&self.trigger) && !self.replace {
            parts.extend(partition::family(catalog, &self.table).into_iter().skip(1));
        }
        let has = |it: &Name| {
            let table = catalog.table(it).filter(|it| it.partition_of.is_some());
            table.is_some_and(|it| it.triggers.iter().any(is_it))
        };
        if let Some(part) = parts.into_iter().find(has) {
            return Some(part);
        }
        has_from_above(catalog, &self.table, &self.trigger.name).then(|| self.table.clone())
    }
}

/// Whether a partition has a trigger of this name from a table above it: those that fire for each
/// row.
pub(super) fn has_from_above(catalog: &Catalog, partition: &Name, trigger: &str) -> bool {
    let parent_of = |it: &Name| {
        let parent = catalog.table(it)?.partition_of.as_ref();
        parent.map(|(parent, _)| parent.key())
    };
    let above = std::iter::successors(parent_of(partition), parent_of).take(MAX_LEVELS);
    let mut triggers = above.filter_map(|it| catalog.table(&it)).flat_map(|it| &it.triggers);
    triggers.any(|it| it.name == trigger && fires_for_rows(it))
}

/// How many tables above a partition are looked at. Real ones have two.
const MAX_LEVELS: usize = 50;

fn fires_for_rows(trigger: &Trigger) -> bool {
    let words: Vec<String> = identifiers(&trigger.definition).collect();
    words.windows(2).any(|it| it == ["each", "row"])
        || words.windows(2).any(|it| it == ["for", "row"])
}

/// The triggers of a table or view.
pub(super) fn triggers<'a>(catalog: &'a Catalog, owner: &Name) -> Option<&'a [Trigger]> {
    let table = catalog.table(owner).map(|it| it.triggers.as_slice());
    table.or_else(|| catalog.views.get(&owner.key()).map(|it| it.triggers.as_slice()))
}

/// The triggers of a table or view, to change them.
pub(super) fn triggers_mut<'c>(
    catalog: &'c mut Catalog,
    owner: &Name,
) -> Result<TriggersMut<'c>, Problem> {
    let key = owner.key();
    if catalog.views.contains_key(&key) {
        let view = catalog.views.get_mut(&key);
        return view.map(TriggersMut::OfView).ok_or_else(|| problem::unknown_table(owner));
    }
    let table = catalog.table_mut(&key).ok_or_else(|| problem::unknown_table(owner))?;
    Ok(TriggersMut::OfTable(table))
}

/// The triggers of something that is being changed.
pub(super) enum TriggersMut<'c> {
    OfTable(Change<'c, Name, Table>),
    OfView(Change<'c, Name, View>),
}

impl Deref for TriggersMut<'_> {
    type Target = Vec<Trigger>;

    fn deref(&self) -> &Vec<Trigger> {
        match self {
            Self::OfTable(it) => &it.triggers,
            Self::OfView(it) => &it.triggers,
        }
    }
}

impl DerefMut for TriggersMut<'_> {
    fn deref_mut(&mut self) -> &mut Vec<Trigger> {
        match self {
            Self::OfTable(it) => &mut it.triggers,
            Self::OfView(it) => &mut it.triggers,
        }
    }
}
