//! The order of the columns in a batch's copy of a table, as Alembic sorts them.

use std::collections::BTreeSet;

use super::copy::Place;
use crate::catalog::Table;
use crate::op::Operation;

/// What stands in front of what: pairs of columns.
type Pairs = Vec<(String, String)>;

/// The columns of the copy, under the names that they have before the batch. Where a script puts
/// nothing, a new column follows the one that was the last when it was added; if that one is
/// dropped after it, nothing keeps the new one at the end.
pub(super) fn order_of_copy(
    old: &Table,
    operations: &[Operation],
    places: &[Place],
    partial: &[Vec<String>],
) -> Vec<String> {
    let mut existing: Vec<String> = old.columns.iter().map(|it| it.name.clone()).collect();
    let mut columns = existing.clone();
    let mut added = Pairs::new();
    for operation in operations {
        match operation {
            Operation::AddColumn(add) => {
                let name = &add.column.name;
                let place = places.iter().find(|it| it.column == *name);
                added.extend(around(name, place, &existing, &added, partial.is_empty()));
                if !columns.contains(name) {
                    columns.push(name.clone());
                }
            }
            Operation::DropColumn(drop) => {
                existing.retain(|it| *it != drop.column);
                columns.retain(|it| *it != drop.column);
            }
            _ => {}
        }
    }
    let follow = |row: &[String]| -> Pairs {
        row.iter().cloned().zip(row.iter().skip(1).cloned()).collect()
    };
    let mut pairs = match partial {
        [] => follow(&existing),
        rows => rows.iter().flat_map(|it| follow(it)).collect(),
    };
    pairs.extend(added);
    sorted(columns, &pairs)
}

/// What keeps a new column at its place.
fn around(
    name: &str,
    place: Option<&Place>,
    existing: &[String],
    added: &Pairs,
    is_whole: bool,
) -> Pairs {
    let mut before = place.and_then(|it| it.before.clone());
    let mut after = place.and_then(|it| it.after.clone());
    let at = |name: &String| existing.iter().position(|it| it == name);
    if is_whole {
        if let (Some(after), None) = (&after, &before) {
            before = match at(after) {
                Some(at) => existing.get(at + 1).cloned(),
                None => added.iter().rfind(|it| it.0 == *after).map(|it| it.1.clone()),
            };
        }
        if let (Some(before), None) = (&before, &after) {
            after = match at(before) {
                Some(at) => at.checked_sub(1).and_then(|it| existing.get(it).cloned()),
                None => added.iter().rfind(|it| it.1 == *before).map(|it| it.0.clone()),
            };
        }
    }
    if is_whole && before.is_none() && after.is_none() {
        after = existing.last().cloned();
    }
    let before = before.map(|it| (name.to_owned(), it));
    before.into_iter().chain(after.map(|it| (it, name.to_owned()))).collect()
}

/// The columns so that each pair stands in its order: again and again those that wait for no other.
fn sorted(mut columns: Vec<String>, pairs: &Pairs) -> Vec<String> {
    let mut res = Vec::new();
    while !columns.is_empty() {
        let waiting: BTreeSet<&String> = columns.iter().collect();
        let waits = |it: &String| {
            pairs
                .iter()
                .any(|(first, second)| second == it && first != second && waiting.contains(first))
        };
        let (later, now): (Vec<String>, Vec<String>) = columns.iter().cloned().partition(waits);
        if now.is_empty() {
            // A circle; Alembic refuses it.
            res.extend(later);
            break;
        }
        res.extend(now);
        columns = later;
    }
    res
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Column;
    use crate::name::Name;
    use crate::op::{AddColumn, DropColumn};

    fn add(name: &str) -> Operation {
        let column = Column { name: name.to_owned(), ..Column::default() };
        AddColumn {
            table: Name::plain("t"),
            column,
            constraints: Vec::new(),
            indexes: Vec::new(),
            if_not_exists: false,
            inline: Vec::new(),
        }
        .into()
    }

    fn drop(name: &str) -> Operation {
        let (table, column) = (Name::plain("t"), name.to_owned());
        DropColumn { table, column, if_exists: false, cascade: false, only: false }.into()
    }

    fn place(column: &str, before: Option<&str>, after: Option<&str>) -> Place {
        let owned = |it: Option<&str>| it.map(str::to_owned);
        Place { column: column.to_owned(), before: owned(before), after: owned(after) }
    }

    /// What Alembic makes of a table of the columns `a`, `b` and `c`.
    #[track_caller]
    fn check(operations: &[Operation], places: &[Place], partial: &[&[&str]], expected: &str) {
        let named = |it: &str| Column { name: it.to_owned(), ..Column::default() };
        let columns = ["a", "b", "c"].map(named).to_vec();
        let old = Table { columns, ..Table::new(Name::plain("t")) };
        let owned = |it: &&[&str]| it.iter().map(|it| (*it).to_owned()).collect();
        let partial: Vec<Vec<String>> = partial.iter().map(owned).collect();
        assert_eq!(order_of_copy(&old, operations, places, &partial).join(" "), expected);
    }

    #[test]
    fn a_new_column_comes_last_unless_the_last_one_is_dropped_after_it() {
        check(&[add("n")], &[], &[], "a b c n");
        check(&[drop("c"), add("n")], &[], &[], "a b n");
        check(&[add("n"), drop("c")], &[], &[], "a n b");
        check(&[add("n"), drop("b")], &[], &[], "a c n");
    }

    #[test]
    fn a_new_column_comes_where_the_script_puts_it() {
        check(&[add("n")], &[place("n", None, Some("a"))], &[], "a n b c");
        check(&[add("n")], &[place("n", Some("a"), None)], &[], "n a b c");
        let places = [place("n", None, Some("a")), place("m", None, Some("n"))];
        check(&[add("n"), add("m")], &places, &[], "a n m b c");
        check(&[add("n")], &[], &[&["c", "b"], &["n", "a"]], "c n a b");
    }
}
