//! What expressions over a column say once its type has changed.
//!
//! The server writes them out with every cast that it had put in, and reads that text again: a cast
//! to the type that a function takes, and the type of the values of a list, stay as they were.

use crate::catalog::{Catalog, ConstraintKind, Expression, SqlType, Table};
use crate::dialect::POSTGRESQL;

/// Writes out the casts of a column that was of the type `was`, in all that its table computes.
pub(in crate::op) fn spell_out(catalog: &Catalog, table: &mut Table, column: &str, was: &SqlType) {
    let ty = without_modifier(&was.canonical());
    let quoted = POSTGRESQL.quote_name(column);
    let change = |it: &mut String| {
        let expression = Expression(it).with_list_of_values(column, |it| value(it, &ty));
        let expression = match ty.as_str() {
            "character varying" => Expression(&expression).compared_as_text(column),
            _ => expression,
        };
        *it = Expression(&expression).with_argument(column, |function, at| {
            let taken = argument(catalog, function, at).filter(|it| *it != ty)?;
            Some(format!("({quoted})::{taken}"))
        });
    };
    for index in &mut table.indexes {
        let expressions = index.keys.iter_mut().filter(|it| it.is_expression);
        expressions.map(|it| &mut it.what).chain(&mut index.predicate).for_each(change);
    }
    for constraint in &mut table.constraints {
        if let ConstraintKind::Check(it) = &mut constraint.kind {
            change(&mut it.condition);
        }
    }
}

/// A value of a list that is compared with a column, as the server says it; nothing if it would
/// say it as before.
fn value(written: &str, ty: &str) -> Option<String> {
    let is_text = written.starts_with('\'');
    let is_number = written.chars().all(|it| it.is_ascii_digit());
    match ty {
        "text" if is_text => Some(format!("{written}::text")),
        "character varying" if is_text => Some(format!("({written}::character varying)::text")),
        "smallint" | "integer" if is_number => Some(written.to_owned()),
        "bigint" if is_number => Some(format!("({written})::bigint")),
        _ => None,
    }
}

/// The type that the only function of a name takes at a place.
fn argument(catalog: &Catalog, function: &str, at: usize) -> Option<String> {
    let mut named = catalog.functions.values().filter(|it| it.key.name.name == function);
    let (Some(only), None) = (named.next(), named.next()) else { return None };
    only.key.arguments.get(at).filter(|it| !it.starts_with("any")).cloned()
}

/// The type of values of all lengths: `character varying(15)` without what stands in parentheses.
pub(in crate::op) fn without_modifier(ty: &str) -> String {
    let bare = match (ty.find('('), ty.find(')')) {
        (Some(from), Some(to)) if from < to => {
            let (before, after) = (ty.get(..from), ty.get(to + 1..));
            before.unwrap_or_default().to_owned() + after.unwrap_or_default()
        }
        _ => ty.to_owned(),
    };
    // `character` alone would be of one character.
    match bare.strip_prefix("character") {
        Some(rest) if rest.is_empty() || rest.starts_with('[') => format!("bpchar{rest}"),
        _ => bare,
    }
}
