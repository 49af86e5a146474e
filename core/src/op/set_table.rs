//! Changes of a table as a whole that are neither columns nor constraints.

use std::sync::Arc;

use super::create_trigger::{has_from_above, triggers_mut};
use super::rules::relation::{self, RelationChange};
use super::rules::{column, partition, partition_bound, rename, storage, typed};
use super::{Op, Operation, find, find_mut, problem};
use crate::catalog::{Catalog, ObjectRef, Opaque, Sequence, Table, TakenNames};
use crate::diagnostic::{Problem, code};
use crate::dialect::{Dialect, POSTGRESQL};
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct SetTable {
    pub table: Name,
    pub change: TableChange,
}

/// One change of a table as a whole.
#[derive(Clone, Debug, PartialEq)]
pub enum TableChange {
    Schema(String),
    RowSecurity(bool),
    ForceRowSecurity(bool),
    AttachPartition {
        partition: Name,
        bound: String,
    },
    DetachPartition {
        partition: Name,
        concurrently: bool,
    },
    Inherit(Name),
    NoInherit(Name),
    /// `ENABLE TRIGGER x` and its relatives: the trigger (none for all) and the state.
    TriggerState {
        trigger: Option<String>,
        state: String,
    },
    /// `SET (fillfactor = 70)`, `SET UNLOGGED`, `OWNER TO x`, as written.
    Option(String),
}

impl Op for SetTable {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let of_any = match &self.change {
            TableChange::Schema(to) => Some(RelationChange::Schema(to)),
            TableChange::Option(option) => Some(RelationChange::Option(option)),
            _ => None,
        };
        if let Some(done) = of_any.and_then(|it| relation::alter(catalog, &self.table, it)) {
            return done;
        }
        if let TableChange::TriggerState { trigger, state } = &self.change {
            return self.set_trigger_state(catalog, trigger.as_deref(), state);
        }
        if let TableChange::Inherit(parent) = &self.change {
            let table = find(catalog, &self.table)?;
            if table.partition_of.is_some() || table.partitioning.is_some() {
                return Err(problem::wrong_kind(&self.table, "partition", "table that inherits"));
            }
            if parent.is_in("pg_temp") {
                partition::is_as_lasting(parent, &self.table)?;
            }
            partition::may_inherit(catalog, &self.table, parent)?;
            partition::may_have_heirs(catalog, parent)?;
        }
        let table = find(catalog, &self.table)?;
        match &self.change {
            TableChange::Schema(schema) => return self.move_to(catalog, schema),
            TableChange::RowSecurity(on) => find_mut(catalog, &self.table)?.row_security = *on,
            TableChange::ForceRowSecurity(on) => {
                find_mut(catalog, &self.table)?.force_row_security = *on;
            }
            TableChange::AttachPartition { partition, bound } => {
                return self.attach(catalog, partition, bound);
            }
            TableChange::DetachPartition { partition, .. } => {
                let mut child = find_mut(catalog, partition)?;
                let parent = child.partition_of.as_ref().map(|(it, _)| it.key());
                if parent != Some(self.table.key()) && !child.assumed {
                    return Err(problem::not_a_partition(partition, &self.table));
                }
                child.partition_of = None;
            }
            TableChange::Inherit(parent) => {
                let is_heir = table.inherits.iter().any(|it| it.key() == parent.key());
                if is_heir || parent.key() == self.table.key() {
                    return Err(problem::duplicate("duplicate-parent", "parent", parent));
                }
                let child = find(catalog, &self.table)?;
                if let Some(parent) = catalog.table(parent) {
                    partition::check_child(parent, child, false, catalog.server)?;
                }
                partition::settle_own(catalog, &self.table);
                find_mut(catalog, &self.table)?.inherits.push(parent.clone());
            }
            TableChange::NoInherit(parent) => {
                let is_heir = table.inherits.iter().any(|it| it.key() == parent.key());
                if !is_heir && !table.assumed {
                    return Err(problem::not_a_partition(&self.table, parent));
                }
                let mut table = find_mut(catalog, &self.table)?;
                table.inherits.retain(|it| it.key() != parent.key());
            }
            TableChange::TriggerState { .. } => {}
            TableChange::Option(option) => self.set_option(catalog, option)?,
        }
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let was = before.table(&self.table)?;
        let mut table = self.table.clone();
        let change = match &self.change {
            TableChange::Schema(to) => {
                table = Name::new(Some(&**to), &*self.table.name);
                let from = self.table.schema.clone().unwrap_or_else(|| "public".to_owned());
                TableChange::Schema(from)
            }
            TableChange::RowSecurity(_) => TableChange::RowSecurity(was.row_security),
            TableChange::ForceRowSecurity(_) => {
                TableChange::ForceRowSecurity(was.force_row_security)
            }
            TableChange::AttachPartition { partition, .. } => {
                let partition = partition.clone();
                TableChange::DetachPartition { partition, concurrently: false }
            }
            TableChange::DetachPartition { partition, .. } => {
                let (_, bound) = before.table(partition)?.partition_of.clone()?;
                TableChange::AttachPartition { partition: partition.clone(), bound }
            }
            TableChange::Inherit(parent) => TableChange::NoInherit(parent.clone()),
            TableChange::NoInherit(parent) => TableChange::Inherit(parent.clone()),
            TableChange::TriggerState { trigger: Some(trigger), .. } => {
                let state = was.triggers.iter().find(|it| it.name == *trigger)?.state.clone();
                let state = state.unwrap_or_else(|| "ENABLE".to_owned());
                TableChange::TriggerState { trigger: Some(trigger.clone()), state }
            }
            TableChange::TriggerState { trigger: None, .. } | TableChange::Option(_) => {
                return None;
            }
        };
        Some(Self { table, change }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let change = match &self.change {
            TableChange::Schema(to) => format!("SET SCHEMA {}", dialect.quote_name(to)),
            TableChange::RowSecurity(true) => "ENABLE ROW LEVEL SECURITY".to_owned(),
            TableChange::RowSecurity(false) => "DISABLE ROW LEVEL SECURITY".to_owned(),
            TableChange::ForceRowSecurity(true) => "FORCE ROW LEVEL SECURITY".to_owned(),
            TableChange::ForceRowSecurity(false) => "NO FORCE ROW LEVEL SECURITY".to_owned(),
            TableChange::AttachPartition { partition, bound } => {
                format!("ATTACH PARTITION {} {bound}", dialect.quote(partition))
            }
            TableChange::DetachPartition { partition, concurrently } => {
                let word = if *concurrently { " CONCURRENTLY" } else { "" };
                format!("DETACH PARTITION {}{word}", dialect.quote(partition))
            }
            TableChange::Inherit(parent) => format!("INHERIT {}", dialect.quote(parent)),
            TableChange::NoInherit(parent) => format!("NO INHERIT {}", dialect.quote(parent)),
            TableChange::TriggerState { trigger, state } => {
                let trigger = trigger.as_ref().map(|it| dialect.quote_name(it));
                format!("{state} TRIGGER {}", trigger.unwrap_or_else(|| "ALL".to_owned()))
            }
            TableChange::Option(option) => option.clone(),
        };
        Ok(vec![format!("ALTER TABLE {} {change}", dialect.quote(&self.table))])
    }

    fn describe(&self) -> String {
        let table = &self.table;
        match &self.change {
            TableChange::Schema(to) => format!("move table `{table}` to schema `{to}`"),
            TableChange::RowSecurity(true) => format!("enable row security of `{table}`"),
            TableChange::RowSecurity(false) => format!("disable row security of `{table}`"),
            TableChange::ForceRowSecurity(true) => format!("force row security of `{table}`"),
            TableChange::ForceRowSecurity(false) => {
                format!("stop forcing row security of `{table}`")
            }
            TableChange::AttachPartition { partition, .. } => {
                format!("attach `{partition}` to `{table}` as a partition")
            }
            TableChange::DetachPartition { partition, .. } => {
                format!("detach partition `{partition}` of `{table}`")
            }
            TableChange::Inherit(parent) => format!("let `{table}` inherit `{parent}`"),
            TableChange::NoInherit(parent) => format!("let `{table}` inherit `{parent}` no more"),
            TableChange::TriggerState { trigger: Some(trigger), state } => {
                format!("{} trigger `{trigger}` of `{table}`", state.to_lowercase())
            }
            TableChange::TriggerState { trigger: None, state } => {
                format!("{} all triggers of `{table}`", state.to_lowercase())
            }
            TableChange::Option(option) => format!("alter table `{table}`: {option}"),
        }
    }

    fn needs(&self) -> Vec<ObjectRef> {
        let other = match &self.change {
            TableChange::AttachPartition { partition, .. }
            | TableChange::DetachPartition { partition, .. } => Some(partition),
            TableChange::Inherit(parent) | TableChange::NoInherit(parent) => Some(parent),
            _ => None,
        };
        let schema = match &self.change {
            TableChange::Schema(to) => Some(ObjectRef::Schema(to.clone())),
            _ => None,
        };
        let tables = other.into_iter().chain([&self.table]).cloned().map(ObjectRef::Table);
        tables.chain(schema).collect()
    }

    fn table(&self) -> Option<&Name> {
        Some(&self.table)
    }
}

impl SetTable {
    fn set_trigger_state(
        &self,
        catalog: &mut Catalog,
        trigger: Option<&str>,
        state: &str,
    ) -> Result<(), Problem> {
        let assumed = catalog.table(&self.table).is_some_and(|it| it.assumed);
        if let Some(name) = trigger.filter(|it| has_from_above(catalog, &self.table, it)) {
            self.keep_trigger_state(catalog, name, state);
            return Ok(());
        }
        let mut triggers = triggers_mut(catalog, &self.table)?;
        let state = (state != "ENABLE").then(|| state.to_owned());
        // `ALL` and `USER` stand for every trigger.
        let name = trigger.filter(|it| !["ALL", "USER"].contains(it));
        let mut found = name.is_none() || assumed;
        for it in triggers.iter_mut().filter(|it| name.is_none_or(|name| name == it.name)) {
            it.state.clone_from(&state);
            found = true;
        }
        if found {
            return Ok(());
        }
        let name = name.unwrap_or_default().to_owned();
        Err(problem::unknown_object(&ObjectRef::Trigger(self.table.clone(), name)))
    }

    /// The trigger is its parent's; that it is of another state here stays a statement.
    fn keep_trigger_state(&self, catalog: &mut Catalog, trigger: &str, state: &str) {
        let table = &self.table;
        forget_option(catalog, table, |it| trigger_of(it) == Some(trigger));
        if state != "ENABLE" {
            let name = POSTGRESQL.quote_name(trigger);
            let sql = format!("ALTER TABLE {} {state} TRIGGER {name}", POSTGRESQL.quote(table));
            let touches = vec![table.clone()];
            catalog.opaque.push(Arc::new(Opaque { kind: "ALTER TABLE".to_owned(), sql, touches }));
        }
    }

    fn attach(&self, catalog: &mut Catalog, partition: &Name, bound: &str) -> Result<(), Problem> {
        let parent = find(catalog, &self.table)?;
        if parent.partitioning.is_none() && !parent.assumed {
            return Err(problem::not_partitioned(&self.table));
        }
        partition::may_inherit(catalog, partition, &self.table)?;
        partition::is_as_lasting(&self.table, partition)?;
        let mut child = find(catalog, partition)?.clone();
        if child.partition_of.is_some() {
            return Err(problem::wrong_kind(partition, "partition", "table of its own"));
        }
        partition::check_child(parent, &child, true, catalog.server)?;
        partition_bound::check(catalog, parent, partition, bound)?;
        child.partition_of = Some((self.table.clone(), bound.to_owned()));
        let mut taken = TakenNames::of(catalog, partition.key().schema.as_deref());
        partition::inherit_constraints(catalog, &mut child, &mut taken)?;
        catalog.put_table(child);
        Ok(())
    }

    fn move_to(&self, catalog: &mut Catalog, schema: &str) -> Result<(), Problem> {
        if !catalog.has(&ObjectRef::Schema(schema.to_owned())) {
            return Err(problem::unknown_object(&ObjectRef::Schema(schema.to_owned())));
        }
        let to = Name::new(Some(schema), &*self.table.name);
        if self.table.is_in(schema) {
            return find(catalog, &self.table).map(drop);
        }
        if let Some(other) = catalog.relation(&to) {
            return Err(problem::duplicate("duplicate-table", other.word(), &to));
        }
        let mut table = find(catalog, &self.table)?.clone();
        catalog.tables.remove(&self.table.key());
        table.name = to.clone();
        catalog.put_table(table);
        rename::relation(catalog, &self.table, &to);
        let own = |it: &Sequence| it.owned_by.as_ref().is_some_and(|(owner, _)| *owner == to.key());
        let sequences: Vec<_> =
            catalog.sequences.values().filter(|it| own(it)).map(|it| it.name.clone()).collect();
        for from in sequences {
            let Some(it) = catalog.sequences.remove(&from.key()) else { continue };
            let new = Name::new(Some(schema), &*from.name);
            let sequence = Sequence { name: new.clone(), ..Sequence::clone(&it) };
            catalog.sequences.insert(new.key(), sequence);
            column::change_default(catalog, &from, &new);
        }
        Ok(())
    }

    /// What lasts cannot refer to what is lost in a crash.
    fn lasts_as_its_keys(&self, catalog: &Catalog, option: &str) -> Result<(), Problem> {
        let table = find(catalog, &self.table)?;
        let own = table.name.key();
        let targets = table.foreign_keys().filter_map(|(_, it)| catalog.table(&it.table));
        let mut targets = targets.filter(|it| it.name.key() != own);
        let other = match option.to_uppercase().as_str() {
            "SET LOGGED" => targets.find(|it| it.is_unlogged()).map(|it| &it.name),
            "SET UNLOGGED" => {
                let refers = |it: &Table| it.foreign_keys().any(|(_, key)| key.table.key() == own);
                let mut others = catalog.tables.values().filter(|it| it.name.key() != own);
                others.find(|it| !it.is_unlogged() && refers(it)).map(|it| &it.name)
            }
            _ => None,
        };
        match other {
            Some(other) => {
                let why = format!("`{other}` lasts otherwise, and a foreign key joins both");
                Err(problem::not_supported(why))
            }
            None => Ok(()),
        }
    }

    /// Keeps what `CREATE TABLE` can say; the rest stays a statement.
    fn set_option(&self, catalog: &mut Catalog, option: &str) -> Result<(), Problem> {
        self.lasts_as_its_keys(catalog, option)?;
        typed::fits(catalog, &self.table, option)?;
        let upper = option.to_uppercase();
        if upper.starts_with("SET (") {
            let parameters = option.get("SET ".len()..).unwrap_or_default();
            storage::check_option(catalog, &self.table, parameters)?;
        }
        let mut table = find_mut(catalog, &self.table)?;
        let index = index_of(option)
            .filter(|it| table.index(it).is_none() && table.constraint(it).is_none());
        if let Some(index) = index.filter(|_| !table.assumed) {
            return Err(problem::unknown(code::UNKNOWN_INDEX, "index", index));
        }
        if let Some(index) = index_of(option) {
            check_identity(&table, index, option)?;
        }
        if table.partitioning.is_some() && upper.starts_with("SET (") {
            return Err(problem::storage(&self.table, partition::NO_PARAMETERS));
        }
        match upper.as_str() {
            // How the rows of a partitioned table last is for each partition to say.
            "SET UNLOGGED" | "SET LOGGED" if table.partitioning.is_some() => {}
            "SET UNLOGGED" if table.is_unlogged() => {}
            "SET UNLOGGED" => table.prefixes.push("UNLOGGED".to_owned()),
            "SET LOGGED" => table.prefixes.retain(|it| !it.eq_ignore_ascii_case("UNLOGGED")),
            _ => {
                let sql = format!("ALTER TABLE {} {option}", POSTGRESQL.quote(&self.table));
                let touches = vec![self.table.clone()];
                let opaque = Opaque { kind: "ALTER TABLE".to_owned(), sql, touches };
                drop(table);
                if let Some(word) = word_of_index(option) {
                    forget_option(catalog, &self.table, |it| word_of_index(it) == Some(word));
                }
                catalog.opaque.push(Arc::new(opaque));
            }
        }
        Ok(())
    }
}

/// Drops what was said of a table that names an index, when that is gone.
pub(super) fn forget_index(catalog: &mut Catalog, table: &Name, index: &str) {
    forget_option(catalog, table, |it| index_of(it) == Some(index));
}

/// Drops what was said of a trigger in the partitions of its table, when it is gone.
pub(super) fn forget_trigger(catalog: &mut Catalog, table: &Name, trigger: &str) {
    for it in partition::family(catalog, table).into_iter().skip(1) {
        forget_option(catalog, &it, |it| trigger_of(it) == Some(trigger));
    }
}

/// The trigger whose state an option sets.
fn trigger_of(option: &str) -> Option<&str> {
    option.split_once(" TRIGGER ").map(|(_, it)| it.trim_matches('"'))
}

/// Gives an index another name in what was said of its table.
pub(super) fn rename_index(catalog: &mut Catalog, table: &Name, from: &str, to: &str) {
    let key = table.key();
    for opaque in &mut catalog.opaque {
        let Some(option) = option_of(opaque, &key).filter(|it| index_of(it) == Some(from)) else {
            continue;
        };
        let rest = option.trim_end().rsplit_once(char::is_whitespace).map_or("", |(it, _)| it);
        let (table, to) = (POSTGRESQL.quote(&key), POSTGRESQL.quote_name(to));
        let sql = format!("ALTER TABLE {table} {rest} {to}");
        *opaque = Arc::new(Opaque { sql, ..Opaque::clone(opaque) });
    }
}

/// Drops options of a table that are kept as statements.
fn forget_option(catalog: &mut Catalog, table: &Name, goes: impl Fn(&str) -> bool) {
    let key = table.key();
    catalog.opaque.retain(|it| !option_of(it, &key).is_some_and(&goes));
}

/// The option of a table that is kept as this statement.
fn option_of<'o>(opaque: &'o Opaque, table: &Name) -> Option<&'o str> {
    let is_its =
        opaque.kind == "ALTER TABLE" && opaque.touches.first().is_some_and(|it| it.key() == *table);
    let rest = opaque.sql.strip_prefix("ALTER TABLE ").filter(|_| is_its)?;
    rest.strip_prefix(&*POSTGRESQL.quote(table))?.strip_prefix(' ')
}

/// What an option of a table is about that may name an index: the last of a kind holds.
fn word_of_index(option: &str) -> Option<&'static str> {
    let upper = option.to_uppercase();
    let is_cluster = upper.starts_with("CLUSTER ON") || upper.starts_with("SET WITHOUT CLUSTER");
    let is_identity = upper.starts_with("REPLICA IDENTITY");
    is_cluster.then_some("CLUSTER").or(is_identity.then_some("REPLICA IDENTITY"))
}

/// The index that `REPLICA IDENTITY USING INDEX i` or `CLUSTER ON i` names.
fn index_of(option: &str) -> Option<&str> {
    let upper = option.to_uppercase();
    let is_named =
        upper.starts_with("REPLICA IDENTITY USING INDEX") || upper.starts_with("CLUSTER ON");
    option.split_whitespace().last().filter(|_| is_named).map(|it| it.trim_matches('"'))
}

/// Rows are told from each other by an index over all of them whose columns forbid null.
fn check_identity(table: &Table, index: &str, option: &str) -> Result<(), Problem> {
    if !option.to_uppercase().starts_with("REPLICA") || table.assumed {
        return Ok(());
    }
    let refuse = |why: String| Err(problem::not_supported(why));
    let mut columns: Vec<&String> = Vec::new();
    if let Some(it) = table.index(index) {
        if !it.unique || it.predicate.is_some() || it.keys.iter().any(|it| it.is_expression) {
            return refuse(format!("index `{index}` is not unique over plain columns of all rows"));
        }
        columns.extend(it.keys.iter().map(|it| &it.what));
    } else if let Some(it) = table.constraint(index) {
        if it.deferrable == Some(true) {
            return refuse(format!("constraint `{index}` may be checked later than its rows come"));
        }
        columns.extend(it.kind.columns());
    }
    let nullable = |name: &&&String| table.column(name).is_some_and(|it| it.nullable);
    match columns.iter().find(nullable) {
        Some(it) => refuse(format!("column `{it}` of index `{index}` allows null")),
        None => Ok(()),
    }
}
