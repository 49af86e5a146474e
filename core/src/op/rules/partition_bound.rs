//! The bounds of partitions: whether they fit their parent, and each other.

use super::cast;
use super::definition::{literal, type_of};
use crate::catalog::{Catalog, Column, Partitioning, Role, SqlType, Table, accepts};
use crate::diagnostic::Problem;
use crate::name::Name;
use crate::op::problem;

/// What a partition holds, as far as its text tells.
#[derive(Clone, Debug, PartialEq)]
enum Bound {
    Default,
    Range(Vec<Limit>, Vec<Limit>),
    List(Vec<Limit>),
    Hash { modulus: u64, remainder: u64 },
}

/// One value of a bound, in the order in which the server sorts them.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
enum Limit {
    Least,
    Number(f64),
    Text(String),
    Null,
    Greatest,
}

/// Says why the server would refuse a partition with this bound.
///
/// # Errors
/// The bound does not fit the way its parent is partitioned, or what it holds is held already.
pub(in crate::op) fn check(
    catalog: &Catalog,
    parent: &Table,
    partition: &Name,
    bound: &str,
) -> Result<(), Problem> {
    let Some(partitioning) = &parent.partitioning else { return Ok(()) };
    values_fit(catalog, parent, partitioning, bound)?;
    let Some(bound) = read(bound) else { return Ok(()) };
    fits(parent, partitioning, &bound)?;
    let siblings = catalog.tables.mentioning(Role::Child, &parent.name.key());
    for name in siblings.filter(|it| **it != partition.key()) {
        let sibling = catalog.table(name).and_then(|it| it.partition_of.as_ref());
        let Some((_, text)) = sibling else { continue };
        let Some(there) = read(text) else { continue };
        if overlap(&there, &bound) {
            return Err(problem::overlapping_partition(partition, name));
        }
        if let (Bound::Hash { modulus: a, .. }, Bound::Hash { modulus: b, .. }) = (&there, &bound)
            && a % b != 0
            && b % a != 0
        {
            return Err(problem::partition_bound(partition, "each modulus must divide the next"));
        }
    }
    Ok(())
}

/// Says which value of a bound is none of the column that it is for.
fn values_fit(
    catalog: &Catalog,
    parent: &Table,
    partitioning: &Partitioning,
    bound: &str,
) -> Result<(), Problem> {
    let strategy = partitioning.strategy.to_ascii_uppercase();
    if strategy == "HASH" {
        return Ok(());
    }
    let groups = groups(bound).unwrap_or_default();
    for (at, value) in groups.iter().flat_map(|it| it.split(',').enumerate()) {
        let key = partitioning.keys.get(if strategy == "LIST" { 0 } else { at });
        let column = key.filter(|it| !it.is_expression).and_then(|it| parent.column(&it.what));
        if let Some(column) = column {
            value_fits(catalog, column, value.trim())?;
        }
    }
    Ok(())
}

/// Says if a value cannot be put into a column, or is none of its type.
fn value_fits(catalog: &Catalog, column: &Column, value: &str) -> Result<(), Problem> {
    let refuse = |refusal: fn(&str, &str, &str) -> Problem| {
        Err(refusal(&column.name, value, &column.ty.canonical()))
    };
    if let Some(text) = literal(value) {
        return match accepts(catalog, &column.ty, &text) {
            Some(false) => refuse(problem::no_value_of_bound),
            _ => Ok(()),
        };
    }
    match type_of(value) {
        Some(given) if cast::assigns(catalog, &given, &column.ty) == Some(false) => {
            refuse(problem::bound_of_other_type)
        }
        _ if is_too_large(value, &column.ty) => refuse(problem::no_value_of_bound),
        _ => Ok(()),
    }
}

/// Whether a whole number has more digits than a type holds.
fn is_too_large(number: &str, ty: &SqlType) -> bool {
    let bits = match ty.canonical().as_str() {
        "smallint" => 15,
        "integer" => 31,
        _ => return false,
    };
    number.parse::<i64>().is_ok_and(|it| !(-(1 << bits)..1 << bits).contains(&it))
}

/// Whether a partition takes the rows that have this value, as it is written, in the partition
/// key; nothing if we cannot tell.
pub fn has_partition_for(catalog: &Catalog, parent: &Table, value: &str) -> Option<bool> {
    let partitioning = parent.partitioning.as_ref()?;
    let [key] = partitioning.keys.as_slice() else { return None };
    let ty = parent.column(&key.what)?.ty.clone();
    let value = [limit(value.trim())?];
    let partitions = catalog.tables.mentioning(Role::Child, &parent.name.key());
    for name in partitions {
        let (_, text) = catalog.table(name)?.partition_of.as_ref()?;
        let takes = match read(text)? {
            Bound::Default => true,
            Bound::List(values) if is_told_by_its_text(&ty) => {
                value.iter().all(|it| values.contains(it))
            }
            Bound::Range(from, to) => {
                let numbers = from.iter().chain(&to).chain(&value);
                if numbers.clone().any(|it| matches!(it, Limit::Text(_))) {
                    return None;
                }
                !is_less(&value, &from) && is_less(&value, &to)
            }
            Bound::List(_) | Bound::Hash { .. } => return None,
        };
        if takes {
            return Some(true);
        }
    }
    Some(false)
}

/// Whether two texts of a type are the same value only if they are the same.
fn is_told_by_its_text(ty: &SqlType) -> bool {
    let canonical = ty.canonical();
    ty.named.is_none()
        && ["text", "character varying", "smallint", "integer", "bigint"]
            .iter()
            .any(|it| canonical.starts_with(it))
}

fn fits(parent: &Table, partitioning: &Partitioning, bound: &Bound) -> Result<(), Problem> {
    let keys = partitioning.keys.len();
    let strategy = partitioning.strategy.to_ascii_uppercase();
    let wrong = |why: &str| Err(problem::partition_bound(&parent.name, why));
    match (bound, strategy.as_str()) {
        (Bound::Default, "HASH") => wrong("a table that is partitioned by hash has no default"),
        (Bound::Range(from, to), "RANGE") if from.len() != keys || to.len() != keys => {
            wrong("a bound has one value for each column of the partition key")
        }
        (Bound::Range(from, to), "RANGE") if from.iter().chain(to).any(|it| *it == Limit::Null) => {
            wrong("null bounds no range")
        }
        (Bound::Range(from, to), "RANGE") if !is_less(from, to) => {
            wrong("the range of a partition is empty")
        }
        (Bound::Hash { modulus, remainder }, "HASH") if remainder >= modulus => {
            wrong("a remainder is less than its modulus")
        }
        (Bound::Default, _)
        | (Bound::Range(..), "RANGE")
        | (Bound::List(_), "LIST")
        | (Bound::Hash { .. }, "HASH") => Ok(()),
        _ => wrong("the bound is of another kind than the partitioning"),
    }
}

fn overlap(first: &Bound, second: &Bound) -> bool {
    match (first, second) {
        (Bound::Default, Bound::Default) => true,
        (Bound::Range(a, b), Bound::Range(c, d)) => is_less(a, d) && is_less(c, b),
        (Bound::List(a), Bound::List(b)) => a.iter().any(|it| b.contains(it)),
        (Bound::Hash { modulus: a, remainder: r }, Bound::Hash { modulus: b, remainder: s }) => {
            let least = (*a).min(*b).max(1);
            r % least == s % least && (a % b == 0 || b % a == 0)
        }
        _ => false,
    }
}

/// Whether one bound comes before another; values that cannot be compared are taken to be in
/// order.
fn is_less(first: &[Limit], second: &[Limit]) -> bool {
    for (a, b) in first.iter().zip(second) {
        let is_same_kind = matches!(
            (a, b),
            (Limit::Least | Limit::Greatest, _)
                | (_, Limit::Least | Limit::Greatest)
                | (Limit::Number(_), Limit::Number(_))
                | (Limit::Text(_), Limit::Text(_))
        );
        if !is_same_kind || a < b {
            return true;
        }
        if a > b {
            return false;
        }
    }
    false
}

/// `FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')`; nothing if it holds more than plain values.
fn read(text: &str) -> Option<Bound> {
    let upper = text.to_ascii_uppercase();
    if upper.trim() == "DEFAULT" {
        return Some(Bound::Default);
    }
    let groups = groups(text)?;
    match groups.as_slice() {
        [from, to] if upper.contains("FROM") => Some(Bound::Range(limits(from)?, limits(to)?)),
        [values] if upper.contains("WITH") => {
            let number = |word: &str| {
                let at = values.to_ascii_uppercase().find(word)? + word.len();
                let digits = values.get(at..)?.trim_start();
                let end = digits.find(|it: char| !it.is_ascii_digit()).unwrap_or(digits.len());
                digits.get(..end)?.parse().ok()
            };
            Some(Bound::Hash { modulus: number("MODULUS")?, remainder: number("REMAINDER")? })
        }
        [values] if upper.contains(" IN") => Some(Bound::List(limits(values)?)),
        _ => None,
    }
}

/// What stands in each pair of parentheses; nothing if parentheses stand in parentheses.
fn groups(text: &str) -> Option<Vec<String>> {
    let mut res = Vec::new();
    let mut open: Option<String> = None;
    let mut quoted = false;
    for it in text.chars() {
        quoted ^= it == '\'';
        match (&mut open, it) {
            (None, '(') => open = Some(String::new()),
            (Some(_), '(') if !quoted => return None,
            (Some(inner), ')') if !quoted => {
                res.push(std::mem::take(inner));
                open = None;
            }
            (Some(inner), it) => inner.push(it),
            (None, _) => {}
        }
    }
    Some(res)
}

fn limits(text: &str) -> Option<Vec<Limit>> {
    text.split(',').map(|it| limit(it.trim())).collect()
}

fn limit(text: &str) -> Option<Limit> {
    let inner = text.strip_prefix('\'').and_then(|it| it.strip_suffix('\''));
    if let Some(inner) = inner {
        // A number may stand in quotes, too.
        return Some(inner.parse().map_or_else(|_| Limit::Text(inner.to_owned()), Limit::Number));
    }
    match text.to_ascii_uppercase().as_str() {
        "MINVALUE" => Some(Limit::Least),
        "MAXVALUE" => Some(Limit::Greatest),
        "NULL" => Some(Limit::Null),
        _ => text.parse().ok().map(Limit::Number),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overlapping(first: &str, second: &str) -> bool {
        let bounds = read(first).zip(read(second));
        bounds.is_some_and(|(first, second)| overlap(&first, &second))
    }

    #[test]
    fn ranges_that_touch_do_not_overlap() {
        let range = |from: &str, to: &str| format!("FOR VALUES FROM ({from}) TO ({to})");
        assert!(overlapping(&range("1", "10"), &range("5", "15")));
        assert!(!overlapping(&range("1", "10"), &range("10", "15")));
        assert!(overlapping(&range("MINVALUE", "10"), &range("1", "MAXVALUE")));
        assert!(!overlapping(
            &range("'2024-01-01'", "'2024-02-01'"),
            &range("'2024-02-01'", "'2024-03-01'")
        ));
    }

    #[test]
    fn lists_overlap_in_a_value() {
        assert!(overlapping("FOR VALUES IN ('a', 'b')", "FOR VALUES IN ('b')"));
        assert!(!overlapping("FOR VALUES IN ('a')", "FOR VALUES IN ('b')"));
    }
}
