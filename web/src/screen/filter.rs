//! What the reader looks for in the list of revisions: words, and facts like `is:merge`.

use migrascope_core::api::{Overview, RevisionRow};

/// A fact by which revisions are chosen: how it is written, and what it is called.
pub struct Facet {
    pub word: &'static str,
    pub title: &'static str,
    holds: fn(&RevisionRow) -> bool,
}

/// Every fact, in the order they are listed.
pub const FACETS: &[Facet] = &[
    Facet { word: "is:head", title: "Heads", holds: |row| row.head },
    Facet { word: "is:base", title: "Bases", holds: |row| row.base },
    Facet { word: "is:merge", title: "Merges", holds: |row| row.merge },
    Facet { word: "is:branch-point", title: "Branch points", holds: |row| row.branch_point },
    Facet { word: "has:findings", title: "With findings", holds: |row| row.diagnostics > 0 },
    Facet {
        word: "is:partial",
        title: "Known in part",
        holds: |row| !row.complete || (row.reversible && !row.down_complete),
    },
    Facet { word: "is:final", title: "Without rollback", holds: |row| !row.reversible },
    Facet { word: "drops:table", title: "Dropping tables", holds: |row| row.counts.removed > 0 },
];

/// The rows that hold everything the reader asks for.
pub fn rows(overview: &Overview, find: &str) -> Vec<usize> {
    let wanted: Vec<String> = find.split_whitespace().map(str::to_lowercase).collect();
    let fits = |row: &RevisionRow| wanted.iter().all(|word| holds(row, word));
    overview.revisions.iter().enumerate().filter(|(_, row)| fits(row)).map(|(at, _)| at).collect()
}

/// How many revisions hold a fact.
pub fn count(overview: &Overview, facet: &Facet) -> usize {
    overview.revisions.iter().filter(|row| (facet.holds)(row)).count()
}

/// What is looked for once a fact is asked for, or no longer.
pub fn toggled(find: &str, word: &str) -> String {
    let mut words: Vec<&str> = find.split_whitespace().filter(|it| *it != word).collect();
    if words.len() == find.split_whitespace().count() {
        words.push(word);
    }
    words.join(" ")
}

/// Whether a fact is asked for.
pub fn asks(find: &str, word: &str) -> bool {
    find.split_whitespace().any(|it| it == word)
}

fn holds(row: &RevisionRow, word: &str) -> bool {
    if let Some(facet) = FACETS.iter().find(|facet| facet.word == word) {
        return (facet.holds)(row);
    }
    let texts =
        [row.id.as_str(), &row.message, row.date.as_deref().unwrap_or_default(), &row.place.file];
    let labels = row.labels.iter().map(String::as_str);
    texts.into_iter().chain(labels).any(|text| text.to_lowercase().contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn overview() -> Overview {
        let row = |id: &str, message: &str, head: bool| RevisionRow {
            id: id.into(),
            message: message.into(),
            head,
            ..RevisionRow::default()
        };
        let revisions = vec![row("b2", "Add Orders", true), row("a1", "users", false)];
        Overview { revisions, ..Overview::default() }
    }

    #[test]
    fn every_word_must_be_found_whatever_its_case() {
        assert_eq!(rows(&overview(), "orders ADD"), [0]);
        assert_eq!(rows(&overview(), "a1"), [1]);
        assert_eq!(rows(&overview(), ""), [0, 1]);
        assert!(rows(&overview(), "orders users").is_empty());
    }

    #[test]
    fn a_fact_chooses_the_revisions_that_hold_it() {
        assert_eq!(rows(&overview(), "is:head"), [0]);
        assert_eq!(rows(&overview(), "is:merge"), [] as [usize; 0]);
    }

    #[test]
    fn asking_twice_for_a_fact_asks_no_longer() {
        let once = toggled("orders", "is:head");
        assert_eq!(once, "orders is:head");
        assert_eq!(toggled(&once, "is:head"), "orders");
    }
}
