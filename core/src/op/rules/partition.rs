//! Partitions and children by inheritance, which follow their parent.

use std::collections::BTreeSet;

use crate::catalog::{
    Catalog, Column, Constraint, ConstraintKind, IndexKey, NotNull, Role, Server, Table,
    TakenNames, mentions,
};
use crate::diagnostic::Problem;
use crate::name::Name;
use crate::op::problem;

use super::definition::literal;
use super::{constraint, index};

/// The partitions of a table, in the order of their names.
pub(in crate::op) fn children(catalog: &Catalog, parent: &Name) -> Vec<Name> {
    let children = catalog.tables.mentioning(Role::Child, &parent.key());
    children.filter(|it| is_partition(catalog, it)).cloned().collect()
}

/// The partitions of a table, and the tables that inherit it.
pub(in crate::op) fn heirs(catalog: &Catalog, parent: &Name) -> Vec<Name> {
    let heirs = catalog.tables.mentioning(Role::Child, &parent.key());
    let (partitions, others): (Vec<_>, Vec<_>) = heirs.partition(|it| is_partition(catalog, it));
    partitions.into_iter().chain(others).cloned().collect()
}

/// The table that is partitioned by a column: this one, or a part of it.
pub(in crate::op) fn partitioned_by(catalog: &Catalog, table: &Name, column: &str) -> Option<Name> {
    let hangs_on_it = |it: &IndexKey| match it.is_expression {
        true => mentions(&it.what, column),
        false => it.what == column,
    };
    let is_by_it = |it: &Name| {
        let partitioning = catalog.table(it).and_then(|it| it.partitioning.as_ref());
        partitioning.is_some_and(|it| it.keys.iter().any(hangs_on_it))
    };
    family(catalog, table).into_iter().find(is_by_it)
}

/// The tables that lose a column with this one: itself, and those that have it from there and from
/// nowhere else.
pub(in crate::op) fn losing(catalog: &Catalog, table: &Name, column: &str) -> Vec<Name> {
    losing_part(catalog, table, |it| {
        it.column(column).map(|own| own.inherited || it.partition_of.is_some())
    })
}

/// The tables that lose a check with this one: itself, and those that have it from there and from
/// nowhere else.
pub(in crate::op) fn losing_check(catalog: &Catalog, table: &Name, check: &str) -> Vec<Name> {
    losing_part(catalog, table, |it| {
        it.constraint(check).map(|own| own.inherited || it.partition_of.is_some())
    })
}

/// The tables that lose a part with this one; `inherited` says whether a table that has it has it
/// from its parents only.
fn losing_part(
    catalog: &Catalog,
    table: &Name,
    inherited: impl Fn(&Table) -> Option<bool>,
) -> Vec<Name> {
    let mut gone = BTreeSet::new();
    let loses = |name: &Name| {
        let Some(own) = catalog.table(name) else { return false };
        let has = |it: &Name| catalog.table(it).is_some_and(|it| inherited(it).is_some());
        let has_more = || own.parents().any(|it| !gone.contains(&it.key()) && has(it));
        let loses = *name == table.key() || inherited(own) == Some(true) && !has_more();
        loses && gone.insert(name.clone())
    };
    family(catalog, table).into_iter().filter(loses).collect()
}

/// Lets the columns and checks that no parent of a table has stay with it, whatever parents come
/// and go.
pub(in crate::op) fn settle_own(catalog: &mut Catalog, table: &Name) {
    let Some(mut own) = catalog.table(table).cloned() else { return };
    let parents: Vec<Name> = own.parents().map(Name::key).collect();
    let parents: Vec<&Table> = parents.iter().filter_map(|it| catalog.table(it)).collect();
    for column in &mut own.columns {
        column.inherited &= parents.iter().any(|it| it.column(&column.name).is_some());
    }
    for constraint in &mut own.constraints {
        let name = constraint.name.as_deref().unwrap_or_default();
        constraint.inherited &= parents.iter().any(|it| it.constraint(name).is_some());
    }
    catalog.put_table(own);
}

/// A table and all that inherit from it, each once and behind all of its parents among them.
pub(crate) fn family(catalog: &Catalog, table: &Name) -> Vec<Name> {
    let generations = generations(table, |it| heirs(catalog, it));
    let mut seen = BTreeSet::new();
    let latest_first = generations.into_iter().rev().flat_map(|it| it.into_iter().rev());
    let mut res: Vec<Name> = latest_first.filter(|it| seen.insert(it.clone())).collect();
    res.reverse();
    res
}

fn is_partition(catalog: &Catalog, table: &Name) -> bool {
    catalog.table(table).is_some_and(|it| it.partition_of.is_some())
}

/// How many generations of tables may inherit each other. Real schemas have three.
const MAX_GENERATIONS: usize = 50;

/// Refuses a parent that the table is a parent of itself, and too long a line of generations.
///
/// # Errors
/// If the database or we would never come to an end of it.
pub(in crate::op) fn may_inherit(
    catalog: &Catalog,
    table: &Name,
    parent: &Name,
) -> Result<(), Problem> {
    let above = generations(parent, |it| {
        let it = catalog.table(it);
        it.into_iter().flat_map(Table::parents).map(Name::key).collect()
    });
    let below = generations(table, |it| heirs(catalog, it));
    if above.iter().flatten().any(|it| *it == table.key()) {
        return Err(problem::circular_inheritance(table, parent));
    }
    match above.len() + below.len() > MAX_GENERATIONS {
        true => Err(problem::too_many_generations(table)),
        false => Ok(()),
    }
}

/// Tables inherit neither from a partition nor from what has partitions.
pub(in crate::op) fn may_have_heirs(catalog: &Catalog, parent: &Name) -> Result<(), Problem> {
    match catalog.table(parent) {
        Some(it) if it.partitioning.is_some() => {
            Err(problem::wrong_kind(parent, "partitioned table", "table that others inherit"))
        }
        Some(it) if it.partition_of.is_some() => {
            Err(problem::wrong_kind(parent, "partition", "table that others inherit"))
        }
        _ => Ok(()),
    }
}

/// A table, those next to it in a direction, and so on, as far as we count.
fn generations(from: &Name, next: impl Fn(&Name) -> Vec<Name>) -> Vec<BTreeSet<Name>> {
    let first = BTreeSet::from([from.key()]);
    let following = |it: &BTreeSet<Name>| {
        Some(it.iter().flat_map(&next).collect::<BTreeSet<Name>>()).filter(|it| !it.is_empty())
    };
    std::iter::successors(Some(first), following).take(MAX_GENERATIONS + 1).collect()
}

/// Whether a column comes from a parent, so that only the parent's can be changed.
pub(in crate::op) fn is_inherited(catalog: &Catalog, table: &Table, column: &str) -> bool {
    table.parents().filter_map(|it| catalog.table(it)).any(|it| it.column(column).is_some())
}

/// A table that has a column from this one, or from a table that inherits from it, and from one that
/// does not as well.
pub(in crate::op) fn with_other_parent(
    catalog: &Catalog,
    table: &Name,
    column: &str,
) -> Option<Name> {
    let family: BTreeSet<Name> = family(catalog, table).into_iter().collect();
    let has = |it: &Name| catalog.table(it).is_some_and(|it| it.column(column).is_some());
    let is_other = |it: &Name| !family.contains(&it.key()) && has(it);
    let mut heirs =
        family.iter().filter(|it| **it != table.key()).filter_map(|it| catalog.table(it));
    heirs.find(|it| it.parents().any(is_other)).map(|it| it.name.clone())
}

/// The columns of its parents that a table's column comes from.
pub(in crate::op) fn columns_of_parents<'c>(
    catalog: &'c Catalog,
    table: &'c Table,
    column: &str,
) -> Vec<&'c Column> {
    let parents = table.parents().filter_map(|it| catalog.table(it));
    parents.filter_map(|it| it.column(column)).collect()
}

/// Puts the parents' columns before a new table's own.
///
/// # Errors
/// If a parent is missing, or is not partitioned.
pub(in crate::op) fn inherit_columns(catalog: &Catalog, table: &mut Table) -> Result<(), Problem> {
    let parents: Vec<_> = table.parents().cloned().collect();
    for name in &parents {
        may_inherit(catalog, &table.name, name)?;
    }
    table.inherits.iter().try_for_each(|it| may_have_heirs(catalog, it))?;
    let own = std::mem::take(&mut table.columns);
    let mut disputed = BTreeSet::new();
    for name in &parents {
        let parent = catalog.table(name).ok_or_else(|| problem::unknown_table(name))?;
        let is_partition = table.partition_of.is_some();
        if is_partition || is_temporary(name) {
            is_as_lasting(name, &table.name)?;
        }
        if is_partition && parent.partitioning.is_none() && !parent.assumed {
            return Err(problem::not_partitioned(name));
        }
        for column in parent.columns.iter().map(handed_down) {
            let Some(there) = table.columns.iter_mut().find(|it| it.name == column.name) else {
                table.columns.push(column);
                continue;
            };
            if have_other_types(there, &column) {
                return Err(other_type(&table.name, name, &column.name));
            }
            if have_other_defaults(there, &column) {
                disputed.insert(column.name.clone());
            }
            if there.nullable && !column.nullable {
                (there.nullable, there.not_null) = (false, column.not_null);
            }
            there.default = there.default.take().or(column.default);
        }
    }
    for column in own {
        if column.default.is_some() {
            disputed.remove(&column.name);
        }
        match table.columns.iter_mut().find(|it| it.name == column.name) {
            Some(inherited) => {
                let parent = table.inherits.first().unwrap_or(&table.name);
                if have_other_types(inherited, &column) {
                    return Err(other_type(&table.name, parent, &column.name));
                }
                if let Some(why) = other_source(inherited, &column, catalog.server) {
                    let why = format!("column `{}` {why}", column.name);
                    return Err(problem::parent_differs(&table.name, parent, &why));
                }
                if !column.nullable {
                    inherited.nullable = false;
                    inherited.not_null = column.not_null;
                }
                inherited.default = column.default.or_else(|| inherited.default.take());
                inherited.generated = column.generated.or_else(|| inherited.generated.take());
                inherited.identity = column.identity;
                inherited.inherited = false;
            }
            None => table.columns.push(column),
        }
    }
    match (disputed.first(), parents.last()) {
        (Some(column), Some(parent)) => {
            let why = format!("column `{column}` has another default in another parent");
            Err(problem::parent_differs(&table.name, parent, &why))
        }
        _ => Ok(()),
    }
}

pub(super) fn is_temporary(table: &Name) -> bool {
    table.is_in("pg_temp")
}

/// Refuses a parent that is gone with the session for a table that stays.
///
/// # Errors
/// One of both is temporary, and the other is not.
pub(in crate::op) fn is_as_lasting(parent: &Name, table: &Name) -> Result<(), Problem> {
    let word = |it: &Name| if is_temporary(it) { "temporary table" } else { "table that stays" };
    match is_temporary(parent) == is_temporary(table) {
        true => Ok(()),
        false => Err(problem::wrong_kind(parent, word(parent), word(table))),
    }
}

/// A column as a table gets it from a parent, of which an identity counts for the parent only.
fn handed_down(column: &Column) -> Column {
    let (identity, comment) = (None, None);
    let not_null = column.not_null.as_ref().map(NotNull::handed_down);
    let mut res = Column { identity, comment, not_null, inherited: true, ..column.clone() };
    let goes_along = |it: &String| ["SET STORAGE", "SET COMPRESSION"].iter().any(|w| says(it, w));
    res.options.retain(goes_along);
    if res.not_null.take_if(|it| it.no_inherit).is_some() {
        res.nullable = true;
    }
    res
}

/// Whether an option begins with these words.
pub(super) fn says(option: &str, words: &str) -> bool {
    option.get(..words.len()).is_some_and(|it| it.eq_ignore_ascii_case(words))
}

/// Why a column cannot say where its values come from as it does, beside the one that it inherits.
fn other_source(inherited: &Column, own: &Column, server: Server) -> Option<&'static str> {
    match (inherited.generated.is_some(), own.generated.is_some()) {
        (true, false) if own.default.is_some() || own.identity.is_some() => {
            Some("is generated in the parent")
        }
        (true, true) if !server.has(16) => Some("is generated as in the parent"),
        (false, true) if server.has(16) => Some("is not generated in the parent"),
        _ => None,
    }
}

fn have_other_types(one: &Column, other: &Column) -> bool {
    let is_said = !one.ty.is_unknown() && !other.ty.is_unknown();
    is_said && one.ty.canonical() != other.ty.canonical()
}

fn other_type(table: &Name, parent: &Name, column: &str) -> Problem {
    problem::parent_differs(table, parent, &format!("column `{column}` has another type"))
}

/// Whether two columns of a type surely have different defaults: whole numbers, or texts.
fn have_other_defaults(one: &Column, other: &Column) -> bool {
    let is_text = one.ty.canonical() == "text" || one.ty.canonical().starts_with("character");
    let constant = |it: &Column| {
        let bare = it.default.as_deref()?.trim_matches(['(', ')', ' ']);
        let text = literal(bare).filter(|_| is_text);
        text.or_else(|| bare.parse::<i64>().ok().map(|it| it.to_string()))
    };
    constant(one).zip(constant(other)).is_some_and(|(one, other)| one != other)
}

/// Why a partitioned table takes no `WITH (…)`.
pub(in crate::op) const NO_PARAMETERS: &str = "a partitioned table has no storage parameters";

/// Says why a table cannot be partitioned in this way.
///
/// # Errors
/// The strategy is none, or a column of the key is missing.
pub(in crate::op) fn check_keys(table: &Table, server: Server) -> Result<(), Problem> {
    let Some(partitioning) = &table.partitioning else { return Ok(()) };
    if server.has(18) && table.is_unlogged() {
        return Err(problem::not_supported("a partitioned table cannot be unlogged"));
    }
    let strategy = partitioning.strategy.to_ascii_uppercase();
    if !["RANGE", "LIST", "HASH"].contains(&&*strategy) {
        return Err(problem::partition_bound(
            &table.name,
            "it is partitioned by range, list or hash",
        ));
    }
    if strategy == "LIST" && partitioning.keys.len() > 1 {
        return Err(problem::partition_bound(&table.name, "a list is partitioned by one column"));
    }
    if !table.inherits.is_empty() {
        return Err(problem::partition_bound(&table.name, "a partitioned table inherits no other"));
    }
    if !table.options.iter().all(|it| !it.to_ascii_uppercase().starts_with("WITH (")) {
        return Err(problem::storage(&table.name, NO_PARAMETERS));
    }
    let plain = partitioning.keys.iter().filter(|it| !it.is_expression);
    let generated =
        |it: &&IndexKey| table.column(&it.what).is_some_and(|it| it.generated.is_some());
    if let Some(key) = plain.clone().find(generated) {
        return Err(problem::in_partition_key(&table.name, &key.what));
    }
    match plain.into_iter().find(|it| table.column(&it.what).is_none()) {
        Some(key) if !table.assumed => Err(problem::unknown_column(&table.name, &key.what)),
        _ => Ok(()),
    }
}

/// Says why a table cannot become the child of another.
///
/// # Errors
/// It lacks a column or check of the parent, or has another type for one.
pub(in crate::op) fn check_child(
    parent: &Table,
    child: &Table,
    as_partition: bool,
    server: Server,
) -> Result<(), Problem> {
    if parent.assumed || child.assumed {
        return Ok(());
    }
    let refuse = |why: String| Err(problem::parent_differs(&child.name, &parent.name, &why));
    for column in &parent.columns {
        match child.column(&column.name) {
            None => return refuse(format!("it has no column `{}`", column.name)),
            Some(own) if own.ty.canonical() != column.ty.canonical() => {
                return refuse(format!("column `{}` has another type", column.name));
            }
            Some(own) if is_generated_otherwise(column, own, server) => {
                return refuse(format!("column `{}` is generated another way", column.name));
            }
            Some(own) if own.nullable && !column.nullable => {
                return refuse(format!("column `{}` allows null", column.name));
            }
            Some(_) => {}
        }
    }
    let checks = parent
        .constraints
        .iter()
        .filter(|it| matches!(&it.kind, ConstraintKind::Check(check) if !check.no_inherit));
    for check in checks {
        let name = check.name.clone().unwrap_or_default();
        if child.constraint(&name).is_none() {
            return refuse(format!("it has no check `{name}`"));
        }
    }
    if as_partition
        && let Some(more) = child.columns.iter().find(|it| parent.column(&it.name).is_none())
    {
        return refuse(format!("the parent has no column `{}`", more.name));
    }
    Ok(())
}

/// Whether a column cannot be one with its parent's: since version 16 each may be generated in its
/// own way, and before only the heir's may be where the parent's is not.
fn is_generated_otherwise(parent: &Column, own: &Column, server: Server) -> bool {
    match server.has(16) {
        true => own.generated.is_some() != parent.generated.is_some(),
        false => parent.generated.is_some() && own.generated != parent.generated,
    }
}

/// Gives a new partition or child the constraints and indexes of its parents.
///
/// # Errors
/// Why the database would refuse one of them.
pub(in crate::op) fn inherit_constraints(
    catalog: &Catalog,
    table: &mut Table,
    taken: &mut TakenNames,
) -> Result<(), Problem> {
    let is_partition = table.partition_of.is_some();
    let parents: Vec<_> = table.parents().filter_map(|it| catalog.table(it)).cloned().collect();
    for parent in parents {
        for inherited in &parent.constraints {
            // What is new holds for all of its rows.
            let validated = inherited.validated || inherited.enforced;
            let inherited = Constraint { validated, ..inherited.clone() };
            inherit(catalog, table, &inherited, is_partition, taken)?;
        }
        for parents_index in parent.indexes.iter().filter(|_| is_partition) {
            index::inherit(&parent, parents_index, table, taken)?;
        }
    }
    Ok(())
}

/// Lets a new table's checks be one with those that it inherits by the same names; gives the other
/// constraints.
///
/// # Errors
/// One is not handed on, where the other is.
pub(in crate::op) fn merge_checks(
    table: &mut Table,
    own: Vec<Constraint>,
) -> Result<Vec<Constraint>, Problem> {
    let parent = table.parents().next().cloned().unwrap_or_default();
    let is_partition = table.partition_of.is_some();
    let mut others = Vec::new();
    for constraint in own {
        let is_same = |it: &&mut Constraint| it.inherited && it.name == constraint.name;
        let there = table.constraints.iter_mut().find(is_same);
        match (&constraint.kind, there) {
            (ConstraintKind::Check(check), Some(there)) if check.no_inherit => {
                let name = there.name.as_deref().unwrap_or_default();
                let why = format!("it inherits check `{name}`, and would not hand it on");
                return Err(problem::parent_differs(&table.name, &parent, &why));
            }
            // What a partition has is its parent's.
            (ConstraintKind::Check(_), Some(there)) => there.inherited = is_partition,
            _ => others.push(constraint),
        }
    }
    Ok(others)
}

/// Checks keep their name in the child; keys get the child's own; foreign keys keep theirs if
/// it is free in the child.
pub(in crate::op) fn inherit(
    catalog: &Catalog,
    table: &mut Table,
    inherited: &Constraint,
    is_partition: bool,
    taken: &mut TakenNames,
) -> Result<(), Problem> {
    let mut wanted = Constraint { comment: None, inherited: true, ..inherited.clone() };
    match &wanted.kind {
        ConstraintKind::Check(check) if check.no_inherit => return Ok(()),
        ConstraintKind::Check(_) => {
            if wanted.name.as_deref().is_some_and(|it| table.constraint(it).is_some()) {
                return Ok(());
            }
        }
        ConstraintKind::ForeignKey(_) => {
            wanted.name = wanted.name.filter(|it| table.constraint(it).is_none());
        }
        _ => {
            if table.constraints.iter().any(|it| it.kind == wanted.kind) {
                return Ok(());
            }
            wanted.name = None;
        }
    }
    let goes_down = is_partition || matches!(wanted.kind, ConstraintKind::Check(_));
    if goes_down { constraint::add(catalog, table, wanted, taken) } else { Ok(()) }
}

/// Partitions get every constraint of their parent, heirs only its checks.
///
/// # Errors
/// Why the database would refuse it in one of them.
pub(in crate::op) fn pass_down(
    catalog: &mut Catalog,
    parent: &Name,
    constraint: &Constraint,
    to_partitions: bool,
) -> Result<(), Problem> {
    for heir in family(catalog, parent).into_iter().skip(1) {
        let mut taken = TakenNames::of(catalog, heir.schema.as_deref());
        let Some(table) = catalog.table(&heir) else { continue };
        let mut table = table.clone();
        inherit(catalog, &mut table, constraint, to_partitions, &mut taken)?;
        catalog.put_table(table);
    }
    Ok(())
}
