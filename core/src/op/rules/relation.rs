//! What `ALTER TABLE` does to a relation that is no table: the same as the statement of its own kind.
//!
//! `pg_dump` writes it of views and sequences, and PostgreSQL takes it of whatever the change fits.

use super::partition::says;
use crate::catalog::{Catalog, Relation};
use crate::diagnostic::Problem;
use crate::name::Name;
use crate::op::{
    AlterIndex, AlterSequence, AlterView, IndexChange, Op, Operation, SequenceChange, ViewChange,
    problem,
};

/// One change that more than tables can have.
#[derive(Clone, Copy, Debug)]
pub(in crate::op) enum RelationChange<'a> {
    Rename(&'a str),
    Schema(&'a str),
    /// A new name of a column.
    Column {
        from: &'a str,
        to: &'a str,
    },
    /// `OWNER TO x`, `SET (fillfactor = 70)`, as written.
    Option(&'a str),
    /// `ALTER COLUMN c SET DEFAULT 1` or `DROP DEFAULT`, as written.
    Default(&'a str),
    /// Any other `ALTER COLUMN c SET …`, as written.
    OfColumn(&'a str),
}

/// Changes a relation that is no table; nothing is done, or said, if it is one or there is none.
pub(in crate::op) fn alter(
    catalog: &mut Catalog,
    name: &Name,
    change: RelationChange<'_>,
) -> Option<Result<(), Problem>> {
    let relation = catalog.relation(name).filter(|it| *it != Relation::Table)?;
    if matches!((&relation, change), (Relation::Index(_), RelationChange::Option(it)) if is_owner(it))
    {
        // The server says that it leaves the owner as it is, and goes on.
        return Some(Ok(()));
    }
    let meant = meant(&relation, name.clone(), change);
    let refused = || Err(problem::wrong_kind(name, relation.word(), "table"));
    Some(meant.map_or_else(refused, |it| it.apply(catalog)))
}

/// The operation that does so; nothing if the change does not fit the relation.
fn meant(relation: &Relation, name: Name, change: RelationChange<'_>) -> Option<Operation> {
    let if_exists = false;
    if let RelationChange::Option(option) = change
        && !fits(option, relation)
    {
        return None;
    }
    match relation {
        Relation::Table => None,
        Relation::View | Relation::MaterializedView => {
            let materialized = *relation == Relation::MaterializedView;
            let change = match change {
                RelationChange::Rename(to) => ViewChange::Rename(to.to_owned()),
                RelationChange::Schema(to) => ViewChange::Schema(to.to_owned()),
                RelationChange::Column { from, to } => {
                    ViewChange::Column { from: from.to_owned(), to: to.to_owned() }
                }
                RelationChange::Default(_) if materialized => return None,
                RelationChange::OfColumn(_) if !materialized => return None,
                RelationChange::Option(it)
                | RelationChange::Default(it)
                | RelationChange::OfColumn(it) => ViewChange::Option(it.to_owned()),
            };
            Some(AlterView { name, materialized, change, if_exists }.into())
        }
        Relation::Sequence => {
            let change = match change {
                RelationChange::Rename(to) => SequenceChange::Rename(to.to_owned()),
                RelationChange::Schema(to) => SequenceChange::Schema(to.to_owned()),
                RelationChange::Option(it) => SequenceChange::Option(it.to_owned()),
                _ => return None,
            };
            Some(AlterSequence { name, change, if_exists }.into())
        }
        Relation::Index(_) => {
            let change = match change {
                RelationChange::Rename(to) => IndexChange::Rename(to.to_owned()),
                RelationChange::Option(it) => IndexChange::Option(it.to_owned()),
                _ => return None,
            };
            Some(AlterIndex { name, table: None, change, if_exists }.into())
        }
    }
}

fn is_owner(option: &str) -> bool {
    says(option, "OWNER TO ")
}

/// Whether a relation of this kind has such an option. Source: PostgreSQL's `ATPrepCmd`.
fn fits(option: &str, relation: &Relation) -> bool {
    let row = FITS.iter().find(|(words, _)| says(option, words));
    row.is_some_and(|(_, kinds)| kinds.contains(&relation.word()))
}

/// How options begin, and what has them besides tables.
const FITS: &[(&str, &[&str])] = &[
    ("OWNER TO ", &["view", "materialized view", "sequence"]),
    ("SET (", &["view", "materialized view", "index"]),
    ("RESET (", &["view", "materialized view", "index"]),
    ("SET TABLESPACE ", &["materialized view", "index"]),
    ("SET LOGGED", &["sequence"]),
    ("SET UNLOGGED", &["sequence"]),
    ("CLUSTER ON ", &["materialized view"]),
    ("SET WITHOUT CLUSTER", &["materialized view"]),
    ("SET ACCESS METHOD ", &["materialized view"]),
];

/// Says so if what bears a name is of another kind than a statement is for, whether or not the
/// statement is content to find nothing.
pub(in crate::op) fn of_other_kind(
    catalog: &Catalog,
    name: &Name,
    wanted: &str,
) -> Result<(), Problem> {
    let is_assumed = catalog.table(name).is_some_and(|it| it.assumed);
    match catalog.relation(name).filter(|_| !is_assumed) {
        Some(other) => Err(problem::wrong_kind(name, other.word(), wanted)),
        None => Ok(()),
    }
}
