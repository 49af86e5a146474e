//! Whether what a tool asks of the database holds for the schema before a revision.

use std::sync::Arc;

use crate::catalog::{Catalog, Constraint, ConstraintKind, Table};
use crate::diagnostic::{Choice, Problem};
use crate::dialect::Dialect;
use crate::history::{Question, Sought, SoughtKind};
use crate::name::Name;
use crate::sql::{self, Cell};

/// The answer, if the schema tells it.
pub(super) fn holds(
    question: &Question,
    catalog: &Catalog,
    dialect: &'static Dialect,
) -> Option<bool> {
    let holds = |it: &Question| holds(it, catalog, dialect);
    match question {
        Question::Told(answer) => *answer,
        Question::There(sought) => is_there(sought, catalog),
        Question::Answers { sql, expected } => answers(sql, expected, catalog, dialect),
        Question::Not(it) => holds(it).map(|it| !it),
        Question::All(parts) => decided(parts.iter().map(holds), false),
        Question::Any(parts) => decided(parts.iter().map(holds), true),
    }
}

/// `decisive` if any part is; its opposite if all are known.
fn decided(mut parts: impl Iterator<Item = Option<bool>>, decisive: bool) -> Option<bool> {
    let mut all_known = true;
    let any = parts.any(|it| {
        all_known &= it.is_some();
        it == Some(decisive)
    });
    match (any, all_known) {
        (true, _) => Some(decisive),
        (false, true) => Some(!decisive),
        (false, false) => None,
    }
}

fn answers(
    sql: &str,
    expected: &str,
    catalog: &Catalog,
    dialect: &'static Dialect,
) -> Option<bool> {
    let told = sql::ask(sql, &sql::SearchPath::default(), catalog, dialect)?;
    let [row] = told.rows.as_slice() else { return None };
    Some(match row.first()? {
        Cell::Int(number) => number.to_string() == expected,
        Cell::Text(text) => text == expected,
        Cell::Bool(_) | Cell::Null | Cell::Moment(_) | Cell::Interval(_) => return None,
    })
}

fn is_there(sought: &Sought, catalog: &Catalog) -> Option<bool> {
    let name = sought.name.as_deref();
    let is = |own: &Name, name: Option<&str>| is_named(own, name?, sought).then_some(());
    let of_table = || tables(sought, catalog);
    if of_table().any(|it| it.assumed && sought.kind != SoughtKind::Table) {
        return None;
    }
    let has = |fits: &dyn Fn(&Constraint) -> bool| {
        of_table().any(|it| {
            let named = |it: &&Constraint| {
                name.is_none_or(|name| it.name.as_deref().is_some_and(|it| same(it, name)))
            };
            it.constraints.iter().filter(named).any(fits)
        })
    };
    let over = |own: &[String]| {
        sought.columns.is_empty()
            || own.len() == sought.columns.len()
                && own.iter().zip(&sought.columns).all(|(a, b)| same(a, b))
    };
    Some(match sought.kind {
        SoughtKind::Table => of_table().next().is_some(),
        SoughtKind::View => catalog.views.keys().any(|it| is(it, name).is_some()),
        SoughtKind::Sequence => catalog.sequences.keys().any(|it| is(it, name).is_some()),
        SoughtKind::Column => {
            let named = |it: &str| name.is_some_and(|name| same(it, name));
            of_table().any(|it| it.columns.iter().any(|it| named(&it.name)))
        }
        SoughtKind::Index => of_table().any(|it| {
            let named = |own: Option<&str>| match (own, name) {
                (_, None) => true,
                (own, Some(name)) => own.is_some_and(|it| same(it, name)),
            };
            let of_key = |it: &Constraint| {
                it.kind.has_index() && named(it.name.as_deref()) && over(it.kind.columns())
            };
            it.constraints.iter().any(of_key)
                || it.indexes.iter().any(|it| {
                    let keys: Vec<String> = it.keys.iter().map(|it| it.what.clone()).collect();
                    named(it.name.as_deref()) && over(&keys)
                })
        }),
        SoughtKind::PrimaryKey => has(&|it| matches!(it.kind, ConstraintKind::PrimaryKey { .. })),
        SoughtKind::ForeignKey => has(&|it| matches!(it.kind, ConstraintKind::ForeignKey(_))),
        SoughtKind::Unique => {
            has(&|it| matches!(it.kind, ConstraintKind::Unique { .. }) && over(it.kind.columns()))
        }
    })
}

/// The tables that an object may be, or be a part of.
fn tables<'c>(sought: &'c Sought, catalog: &'c Catalog) -> impl Iterator<Item = &'c Arc<Table>> {
    let fits = |it: &&Arc<Table>| match &sought.table {
        Some(table) => is_named(&it.name, table, sought),
        None => true,
    };
    catalog.tables.values().filter(fits)
}

fn is_named(own: &Name, name: &str, sought: &Sought) -> bool {
    let own = own.key();
    let schema = sought.schema.as_deref().filter(|it| !same(it, "public"));
    let in_schema = match (own.schema.as_deref(), schema) {
        (None, None) => true,
        (Some(own), Some(schema)) => same(own, schema),
        _ => false,
    };
    in_schema && same(&own.name, name)
}

fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

pub(super) mod problem {
    use super::{Choice, Problem};

    pub(in crate::replay) fn halts() -> Problem {
        Problem::error("precondition", "these conditions do not hold, so that the tool stops here")
            .help("choose the database, or let it pass over what they stand before")
            .remedy(Choice::Database)
    }

    pub(in crate::replay) fn unmet() -> Problem {
        Problem::note("precondition", "passed over: these conditions do not hold here")
            .help("compare with a database that has more than the revisions before have made")
    }

    pub(in crate::replay) fn taken_to_hold() -> Problem {
        Problem::note("precondition", "whether this runs hangs on conditions that nobody can know")
            .help("here they are taken to hold; ask them of the database itself")
    }
}
