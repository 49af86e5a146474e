//! What a new constraint needs, how it is called, and what it changes.

use super::{cast, not_null, shape};
use crate::catalog::{
    Catalog, Constraint, ConstraintKind, ForeignKey, IndexKey, Naming, Partitioning, Role, Table,
    TakenNames, expression_name, identifiers,
};
use crate::diagnostic::Problem;
use crate::name::Name;
use crate::op::problem;
use crate::op::set_table::rename_index;

/// Adds a constraint to a table that may not be in the catalog yet.
///
/// # Errors
/// Why the database would refuse it; then the table is as it was.
pub(in crate::op) fn add(
    catalog: &Catalog,
    table: &mut Table,
    mut constraint: Constraint,
    taken: &mut TakenNames,
) -> Result<(), Problem> {
    if constraint.is_empty() {
        return Err(problem::unique_over_nothing(&table.name));
    }
    if table.is_foreign() && !matches!(constraint.kind, ConstraintKind::Check(_)) {
        return Err(problem::of_foreign_table(&table.name, constraint.kind.word()));
    }
    if catalog.naming == Naming::BySchema {
        shape::check(catalog, table, &constraint)?;
    }
    if let Some(own) = inherited_check(table, &constraint) {
        own.inherited = false;
        return Ok(());
    }
    let index = take_over_index(table, &mut constraint)?;
    check_columns(table, constraint.kind.columns())?;
    match &mut constraint.kind {
        ConstraintKind::PrimaryKey { columns, .. } => {
            if !table.primary_key().is_empty() {
                return Err(problem::second_primary_key(&table.name));
            }
            check_partition_key(table, columns)?;
            columns.iter().try_for_each(|it| not_null::may_be_key(table, it))?;
        }
        ConstraintKind::Unique { columns, nulls_not_distinct, .. } => {
            check_partition_key(table, columns)?;
            // Distinct nulls are what there is where nothing is said.
            *nulls_not_distinct = nulls_not_distinct.filter(|it| *it);
        }
        ConstraintKind::ForeignKey(key) => {
            settle_foreign_key(catalog, table, key, constraint.period)?;
        }
        ConstraintKind::Check(_) | ConstraintKind::Exclude(_) => {}
    }
    table.made = table.made.next();
    constraint.made = table.made;
    if let Some(index) = index {
        constraint.made = table.index(&index).map_or(table.made, |it| it.made);
        table.indexes.retain(|it| it.name.as_ref() != Some(&index));
        taken.free_index(index);
    }
    name(catalog.naming, table, &mut constraint, taken)?;
    if let ConstraintKind::PrimaryKey { columns, .. } = &constraint.kind
        && catalog.naming.key_forbids_null()
    {
        for column in columns {
            if let Some(column) = table.column_mut(column) {
                column.nullable = false;
            }
        }
    }
    taken.add_constraint(&constraint);
    table.constraints.push(constraint);
    Ok(())
}

/// The check that an heir has from its parents under the same name: it becomes its own as well.
fn inherited_check<'t>(table: &'t mut Table, wanted: &Constraint) -> Option<&'t mut Constraint> {
    let is_check = |it: &Constraint| matches!(it.kind, ConstraintKind::Check(_));
    let may_be = wanted.name.is_some() && is_check(wanted) && table.partition_of.is_none();
    let is_it = |it: &&mut Constraint| it.inherited && is_check(it) && it.name == wanted.name;
    table.constraints.iter_mut().find(is_it).filter(|_| may_be)
}

/// Adds the constraints of a new table in the order in which PostgreSQL names them.
///
/// # Errors
/// Why the database would refuse one of them.
pub(in crate::op) fn add_all(
    catalog: &Catalog,
    table: &mut Table,
    constraints: Vec<Constraint>,
    taken: &mut TakenNames,
) -> Result<(), Problem> {
    let mut ordered = match catalog.naming {
        Naming::BySchema => without_repetitions(constraints),
        Naming::ByTable | Naming::Never => constraints,
    };
    ordered.sort_by_key(|it| match it.kind {
        ConstraintKind::Check(_) => 0,
        ConstraintKind::PrimaryKey { .. } => 1,
        ConstraintKind::Unique { .. } | ConstraintKind::Exclude(_) => 2,
        ConstraintKind::ForeignKey(_) => 3,
    });
    ordered.into_iter().try_for_each(|it| add(catalog, table, it, taken))
}

/// PostgreSQL makes one index of a primary key and unique constraints of one statement that are
/// over the same columns, under the first name given.
fn without_repetitions(constraints: Vec<Constraint>) -> Vec<Constraint> {
    let is_key = |it: &&Constraint| matches!(it.kind, ConstraintKind::PrimaryKey { .. });
    let (keys, others): (Vec<_>, Vec<_>) = constraints.into_iter().partition(|it| is_key(&it));
    let mut kept: Vec<Constraint> = Vec::new();
    for constraint in keys.into_iter().chain(others) {
        let same = kept.iter_mut().find(|it| same_index(it, &constraint));
        match same {
            Some(first) => first.name = first.name.take().or(constraint.name),
            None => kept.push(constraint),
        }
    }
    kept
}

fn same_index(first: &Constraint, second: &Constraint) -> bool {
    let ConstraintKind::Unique { columns, include, nulls_not_distinct } = &second.kind else {
        return false;
    };
    let same_columns = match &first.kind {
        ConstraintKind::PrimaryKey { columns: c, include: i } => {
            c == columns && i == include && *nulls_not_distinct != Some(true)
        }
        other => *other == second.kind,
    };
    same_columns
        && first.deferrable.unwrap_or(false) == second.deferrable.unwrap_or(false)
        && first.initially == second.initially
}

/// The columns of the index behind `USING INDEX`, which becomes the constraint's own and is
/// called like it.
fn take_over_index(table: &Table, constraint: &mut Constraint) -> Result<Option<String>, Problem> {
    let Some(name) = constraint.using_index.take() else { return Ok(None) };
    let Some(index) = table.index(&name) else {
        if table.assumed {
            return Ok(None);
        }
        return Err(problem::unknown_index_of(&table.name, &name));
    };
    let is_plain =
        index.unique && index.predicate.is_none() && index.keys.iter().all(|it| !it.is_expression);
    if !is_plain {
        return Err(problem::wrong_kind(
            &table.name.renamed(&*name),
            "index that is partial, of an expression, or not unique",
            "unique index over columns",
        ));
    }
    if table.partitioning.is_some() {
        let why = "a partitioned table takes no index for a constraint that is there already";
        return Err(problem::not_supported(why));
    }
    let rises = |it: &IndexKey| {
        let order = it.order.as_deref().map(str::to_ascii_uppercase);
        order.is_none_or(|it| ["ASC", "NULLS LAST", "ASC NULLS LAST"].contains(&&*it))
    };
    if !index.keys.iter().all(rises) {
        let what = table.name.renamed(&*name);
        return Err(problem::wrong_kind(&what, "index in another order", "index of a constraint"));
    }
    let keys: Vec<_> = index.keys.iter().map(|it| it.what.clone()).collect();
    match &mut constraint.kind {
        ConstraintKind::PrimaryKey { columns, include } => {
            *columns = keys;
            include.clone_from(&index.include);
        }
        ConstraintKind::Unique { columns, include, nulls_not_distinct } => {
            *columns = keys;
            include.clone_from(&index.include);
            *nulls_not_distinct = index.nulls_not_distinct;
        }
        ConstraintKind::ForeignKey(_) | ConstraintKind::Check(_) | ConstraintKind::Exclude(_) => {}
    }
    constraint.name.get_or_insert_with(|| name.clone());
    Ok(Some(name))
}

fn check_columns(table: &Table, columns: &[String]) -> Result<(), Problem> {
    let missing = columns.iter().find(|it| table.column(it).is_none());
    match missing {
        Some(column) if !table.assumed => Err(problem::unknown_column(&table.name, column)),
        _ => Ok(()),
    }
}

/// Each partition has its own index, so what is to be unique must tell the partition.
pub(super) fn check_partition_key(table: &Table, columns: &[String]) -> Result<(), Problem> {
    let Some(Partitioning { keys, .. }) = &table.partitioning else { return Ok(()) };
    let missing = keys.iter().find(|it| it.is_expression || !columns.contains(&it.what));
    match missing {
        Some(key) => Err(problem::not_over_partition_key(&table.name, &key.what)),
        None => Ok(()),
    }
}

/// Finds the key that a foreign key refers to, and writes down its columns.
fn settle_foreign_key(
    catalog: &Catalog,
    table: &Table,
    key: &mut ForeignKey,
    period: bool,
) -> Result<(), Problem> {
    let own = key.table.key() == table.name.key();
    let target = if own { Some(table) } else { catalog.table(&key.table) };
    let target = target.ok_or_else(|| match catalog.relation(&key.table) {
        Some(other) => problem::wrong_kind(&key.table, other.word(), "table"),
        None => problem::unknown_table(&key.table),
    })?;
    if target.assumed {
        return check_assumed(catalog, table, target, key);
    }
    let by_primary_key = key.referred.is_empty();
    if by_primary_key {
        key.referred = target.primary_key().to_vec();
        if key.referred.is_empty() {
            return Err(problem::no_primary_key(&key.table));
        }
    }
    if key.referred.len() != key.columns.len() {
        return Err(problem::uneven_key(key.columns.len(), key.referred.len()));
    }
    check_columns(target, &key.referred)?;
    if catalog.naming == Naming::BySchema {
        if !is_referable(target, &key.referred, period) {
            return Err(problem::no_matching_key(&key.table, &key.referred));
        }
        check_types(catalog, table, target, key)?;
        let primary = target.constraints.iter().find(|it| it.kind.is_primary_key());
        let through = match primary.filter(|_| by_primary_key) {
            Some(primary) => primary.name.as_deref(),
            None => referred_key(target, &key.referred),
        };
        key.through.0 = through.map(str::to_owned);
    }
    Ok(())
}

/// The constraint or unique index of a table that a foreign key needs.
pub(in crate::op) fn key_behind<'a>(table: &'a Table, key: &'a ForeignKey) -> Option<&'a str> {
    let is_there = |it: &&String| table.constraint(it).is_some() || table.index(it).is_some();
    let through = key.through.0.as_ref().filter(is_there);
    through.map(String::as_str).or_else(|| referred_key(table, &key.referred))
}

/// Lets know the foreign keys that need a constraint or index of a table, and what was said of the
/// table by it, that it has a new name.
pub(in crate::op) fn rename_behind(catalog: &mut Catalog, table: &Name, from: &str, to: &str) {
    let key = table.key();
    let owners: Vec<Name> = catalog.tables.mentioning(Role::Reference, &key).cloned().collect();
    for owner in owners {
        let Some(mut owner) = catalog.table_mut(&owner) else { continue };
        for constraint in &mut owner.constraints {
            if let ConstraintKind::ForeignKey(it) = &mut constraint.kind
                && it.table.key() == key
                && it.through.0.as_deref() == Some(from)
            {
                it.through.0 = Some(to.to_owned());
            }
        }
    }
    rename_index(catalog, table, from, to);
}

/// A key with a period refers to one `WITHOUT OVERLAPS`, and no other does.
fn is_referable(table: &Table, columns: &[String], period: bool) -> bool {
    let key = referred_key(table, columns);
    let has_period = key.and_then(|it| table.constraint(it)).is_some_and(|it| it.period);
    key.is_some() && has_period == period
}

/// The constraint or unique index that makes a foreign key to these columns possible.
fn referred_key<'a>(table: &'a Table, columns: &[String]) -> Option<&'a str> {
    let same = |it: &[String]| it.len() == columns.len() && columns.iter().all(|c| it.contains(c));
    let constraints = table.constraints.iter().filter(|it| match &it.kind {
        ConstraintKind::PrimaryKey { columns, .. } | ConstraintKind::Unique { columns, .. } => {
            same(columns) && it.deferrable != Some(true)
        }
        _ => false,
    });
    let indexes = table.indexes.iter().filter(|it| {
        let keys: Vec<_> = it.keys.iter().map(|key| key.what.clone()).collect();
        it.unique
            && it.predicate.is_none()
            && it.keys.iter().all(|key| !key.is_expression)
            && same(&keys)
    });
    let constraints = constraints.map(|it| (it.made, it.name.as_deref()));
    let all = constraints.chain(indexes.map(|it| (it.made, it.name.as_deref())));
    all.min_by_key(|(made, _)| made.place()).and_then(|(_, name)| name)
}

/// Of the tables that a platform gives, the columns that are known keep their types.
fn check_assumed(
    catalog: &Catalog,
    table: &Table,
    target: &Table,
    key: &ForeignKey,
) -> Result<(), Problem> {
    let given = catalog.given.as_ref().and_then(|it| it.table(&target.name));
    let Some(given) = given.filter(|_| catalog.naming == Naming::BySchema) else { return Ok(()) };
    let mut key = key.clone();
    if key.referred.is_empty() {
        key.referred = given.primary_key().to_vec();
    }
    check_types(catalog, table, given, &key)
}

/// PostgreSQL refuses a key between types that have no common equality.
fn check_types(
    catalog: &Catalog,
    table: &Table,
    target: &Table,
    key: &ForeignKey,
) -> Result<(), Problem> {
    for (column, referred) in key.columns.iter().zip(&key.referred) {
        let (Some(from), Some(to)) = (table.column(column), target.column(referred)) else {
            continue;
        };
        if cast::is_comparable(catalog, &from.ty, &to.ty) == Some(false) {
            let types = (&*from.ty.canonical(), &*to.ty.canonical());
            return Err(problem::key_types_differ((column, referred), types));
        }
    }
    Ok(())
}

/// Gives the constraint a name that is free, or checks that its own is.
fn name(
    naming: Naming,
    table: &Table,
    constraint: &mut Constraint,
    taken: &TakenNames,
) -> Result<(), Problem> {
    if let Some(name) = &constraint.name {
        if table.constraint(name).is_some() {
            let code = "duplicate-constraint";
            return Err(problem::duplicate_in_table(code, "constraint", name, &table.name));
        }
        let is_taken = constraint.kind.has_index() && taken.has_relation(name);
        if is_taken && naming == Naming::BySchema {
            return Err(problem::duplicate("duplicate-relation", "relation", name));
        }
        return Ok(());
    }
    constraint.name = match naming {
        Naming::BySchema => {
            let columns = named_columns(table, &constraint.kind);
            Some(taken.constraint(&table.name.name, &constraint.kind, &columns))
        }
        Naming::ByTable => Some(mysql_name(table, &constraint.kind)),
        Naming::Never => None,
    };
    Ok(())
}

/// The columns that go into the constraint's implicit name.
fn named_columns(table: &Table, kind: &ConstraintKind) -> Vec<String> {
    match kind {
        ConstraintKind::PrimaryKey { columns, include }
        | ConstraintKind::Unique { columns, include, .. } => {
            columns.iter().chain(include).cloned().collect()
        }
        ConstraintKind::ForeignKey(key) => key.columns.clone(),
        ConstraintKind::Check(check) => {
            let mut columns: Vec<String> = Vec::new();
            for name in identifiers(&check.condition) {
                if table.column(&name).is_some() && !columns.contains(&name) {
                    columns.push(name);
                }
            }
            columns
        }
        ConstraintKind::Exclude(exclusion) => {
            let named = exclusion.columns().zip(&exclusion.elements);
            named.map(|(it, (what, _))| it.unwrap_or_else(|| expression_name(what))).collect()
        }
    }
}

/// The name MySQL gives: keys after their first column, the others by number.
fn mysql_name(table: &Table, kind: &ConstraintKind) -> String {
    let table_name = &table.name.name;
    match kind {
        ConstraintKind::PrimaryKey { .. } => "PRIMARY".to_owned(),
        ConstraintKind::ForeignKey(_) => {
            first_unused(table, 1, |it| format!("{table_name}_ibfk_{it}"))
        }
        ConstraintKind::Check(_) => first_unused(table, 1, |it| format!("{table_name}_chk_{it}")),
        ConstraintKind::Unique { .. } | ConstraintKind::Exclude(_) => {
            let first = kind.columns().first().cloned().unwrap_or_default();
            first_unused(
                table,
                1,
                |it| if it == 1 { first.clone() } else { format!("{first}_{it}") },
            )
        }
    }
}

fn first_unused(table: &Table, start: usize, name: impl Fn(usize) -> String) -> String {
    let is_used = |it: &str| table.constraint(it).is_some() || table.index(it).is_some();
    (start..).map(name).find(|it| !is_used(it)).unwrap_or_default()
}
