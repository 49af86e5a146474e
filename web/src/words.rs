//! The short words of the page: counts, names of revisions, what a mark says.

use migrascope_core::api::{ChangeCounts, Mark, RevisionRow};

/// "1 table", "20 tables", "3,000 revisions".
pub fn count(n: usize, one: &str) -> String {
    let many = if n == 1 { "" } else { "s" };
    format!("{} {one}{many}", figure(n))
}

/// A number with its thousands set apart.
pub fn figure(n: usize) -> String {
    let digits = n.to_string();
    let mut res = String::new();
    for (idx, digit) in digits.chars().enumerate() {
        if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
            res.push(',');
        }
        res.push(digit);
    }
    res
}

/// The longest id that a list shows whole, in characters.
const LONG_ID: usize = 34;

/// An id as lists show it: long ones lose their end.
pub fn short_id(id: &str) -> String {
    if id.chars().count() <= LONG_ID {
        return id.to_owned();
    }
    id.chars().take(LONG_ID - 1).chain(['…']).collect()
}

/// The name of a file without its folders.
pub fn base_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A date as lists show it: the day, without the time.
pub fn day(date: &str) -> &str {
    date.get(..10).unwrap_or(date)
}

/// The sign that stands for a mark wherever it is shown.
pub fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::Same => "",
        Mark::Added => "+",
        Mark::Changed => "~",
        Mark::Removed => "−",
    }
}

/// A mark for a reader who hears the page, and for the style sheet.
pub fn mark_word(mark: Mark) -> &'static str {
    match mark {
        Mark::Same => "same",
        Mark::Added => "added",
        Mark::Changed => "changed",
        Mark::Removed => "removed",
    }
}

/// "3 tables added · 1 changed", or that nothing changes.
pub fn changes(counts: ChangeCounts) -> String {
    let parts = [(counts.added, "added"), (counts.changed, "changed"), (counts.removed, "removed")];
    let said: Vec<String> = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .enumerate()
        .map(|(idx, (n, word))| match idx {
            0 => format!("{} {word}", count(*n, "table")),
            _ => format!("{} {word}", figure(*n)),
        })
        .collect();
    if said.is_empty() { "no table changed".to_owned() } else { said.join(" · ") }
}

/// What a revision is in the graph, in the words of Alembic.
pub fn standing(row: &RevisionRow) -> Vec<&'static str> {
    let facts = [
        (row.head, "head"),
        (row.base, "base"),
        (row.merge, "merge"),
        (row.branch_point, "branch point"),
    ];
    facts.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect()
}

/// Whether its SQL is known and runs, both ways, in one line.
pub fn completeness(row: &RevisionRow) -> &'static str {
    match (row.fails, row.complete, row.reversible, row.down_fails, row.down_complete) {
        (true, _, true, true, _) => "upgrade and rollback fail",
        (true, ..) => "the upgrade fails",
        (_, true, true, true, _) => "upgrade known in full; the rollback fails",
        (_, true, true, _, true) => "upgrade and rollback known in full",
        (_, true, true, _, false) => "upgrade known in full, rollback in part",
        (_, true, false, ..) => "upgrade known in full, no rollback",
        (_, false, true, true, _) => "upgrade known in part; the rollback fails",
        (_, false, true, _, true) => "upgrade known in part, rollback in full",
        (_, false, true, _, false) => "upgrade and rollback known in part",
        (_, false, false, ..) => "upgrade known in part, no rollback",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_one_and_thousands_are_set_apart() {
        assert_eq!(count(1, "table"), "1 table");
        assert_eq!(count(0, "table"), "0 tables");
        assert_eq!(count(1_234_567, "row"), "1,234,567 rows");
    }

    #[test]
    fn only_what_changed_is_said() {
        let counts = ChangeCounts { added: 3, changed: 0, removed: 1 };
        assert_eq!(changes(counts), "3 tables added · 1 removed");
        assert_eq!(changes(ChangeCounts::default()), "no table changed");
    }

    #[test]
    fn a_long_id_loses_its_end() {
        assert_eq!(short_id("20251123_220000"), "20251123_220000");
        let long = "20251123_220000_add_orders_and_their_lines";
        assert_eq!(short_id(long), "20251123_220000_add_orders_and_th…");
    }
}
