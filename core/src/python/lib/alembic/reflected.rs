//! A table as a batch finds it in SQLite: what `SQLAlchemy` reads of it, and what it leaves out.

use crate::catalog::{Column, Constraint, ConstraintKind, IndexKey, Table};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;
use crate::python::lib::sqlalchemy::schema::reflect::is_reflected;

/// The table that a batch copies, with what will be missing in the copy.
pub(super) fn reflected(table: &Table, dialect: &Dialect) -> (Table, Vec<Problem>) {
    let mut found = table.clone();
    let mut lost = Vec::new();
    let (read, repeated): (Vec<&Constraint>, Vec<&Constraint>) =
        table.constraints.iter().partition(|it| is_reflected(table, it, dialect));
    found.constraints = read.into_iter().cloned().collect();
    lost.extend(repeated.into_iter().map(|it| problem::lost_key(table, it)));
    for constraint in &mut found.constraints {
        // A check of a column is read as one of the table.
        if let ConstraintKind::Check(check) = &mut constraint.kind {
            check.column = None;
        }
    }
    let is_kept =
        |it: &Constraint| it.name.is_some() || !matches!(it.kind, ConstraintKind::Check(_));
    for check in found.constraints.iter().filter(|it| !is_kept(it)) {
        if let ConstraintKind::Check(check) = &check.kind {
            lost.push(problem::lost_check(table, &check.condition));
        }
    }
    found.constraints.retain(is_kept);
    let columns: Vec<String> = found.columns.iter().map(|it| it.name.clone()).collect();
    for key in found.indexes.iter_mut().flat_map(|it| &mut it.keys).filter(|it| it.is_expression) {
        // A column with its order is read as the column.
        if let Some(name) = columns.iter().find(|it| is_sorted_column(&key.what, it)) {
            *key = IndexKey { what: name.clone(), ..IndexKey::default() };
        }
    }
    let is_readable = |keys: &[IndexKey]| keys.iter().all(|it| !it.is_expression);
    for index in found.indexes.iter().filter(|it| !is_readable(&it.keys)) {
        lost.push(problem::lost_index(table, index.name.as_deref().unwrap_or_default()));
    }
    found.indexes.retain(|it| is_readable(&it.keys));
    for key in found.indexes.iter_mut().flat_map(|it| &mut it.keys) {
        *key = IndexKey { what: std::mem::take(&mut key.what), ..IndexKey::default() };
    }
    found.columns.iter_mut().for_each(read_column);
    found.comment = None;
    (found, lost)
}

/// Whether a key says no more than a column and how it is sorted: `at DESC`, `"at"`.
fn is_sorted_column(key: &str, column: &str) -> bool {
    let mut words = key.split_whitespace();
    let is_column =
        words.next().is_some_and(|it| it.trim_matches('"').eq_ignore_ascii_case(column));
    is_column && words.all(|it| ["ASC", "DESC"].contains(&&*it.to_ascii_uppercase()))
}

/// The constraints in the order of a copy: those with names before the others.
pub(super) fn in_order_of_copy(table: &mut Table) {
    table.constraints.sort_by_key(|it| it.name.is_none());
}

fn read_column(column: &mut Column) {
    column.autoincrement = false;
    column.collation = None;
    if let Some((name, _)) = column.ty.spelling.split_once(" COLLATE ") {
        column.ty.spelling = name.to_owned();
    }
    if let Some(default) = &mut column.default
        && is_taken_for_expression(default)
    {
        *default = format!("({default})");
    }
}

/// Whether Alembic puts a default that it reads into parentheses: all but a digit, a text and what
/// stands in parentheses.
fn is_taken_for_expression(default: &str) -> bool {
    let within = |open: char, close: char| {
        default.len() > 2 && default.starts_with(open) && default.ends_with(close)
    };
    let is_digit = default.len() == 1 && default.starts_with(|it: char| it.is_ascii_digit());
    !default.is_empty() && !is_digit && !within('\'', '\'') && !within('(', ')')
}

mod problem {
    use super::{Constraint, Problem, Table};

    pub(super) fn lost_check(table: &Table, condition: &str) -> Problem {
        let message =
            format!("the copy of `{}` leaves out its unnamed check `{condition}`", table.name);
        Problem::warning("lost-in-copy", message)
            .help("name the check, or give it again in `table_args`")
    }

    pub(super) fn lost_key(table: &Table, key: &Constraint) -> Problem {
        let named = key.name.as_ref().map(|it| format!(" `{it}`")).unwrap_or_default();
        let message = format!(
            "the copy of `{}` leaves out its foreign key{named}, which another repeats",
            table.name
        );
        Problem::warning("lost-in-copy", message).help("drop one of the two keys")
    }

    pub(super) fn lost_index(table: &Table, index: &str) -> Problem {
        let message =
            format!("the copy of `{}` leaves out its index `{index}` of an expression", table.name);
        Problem::warning("lost-in-copy", message).help("create the index again behind the batch")
    }
}
