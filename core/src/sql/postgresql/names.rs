//! Reads words as the names that PostgreSQL takes them for, where squawk's grammar waits for more.
//!
//! `WITH values AS (…)`, `WITH update AS (…)` and a column called `exclude` are right. Only what
//! squawk refuses comes here: what is read at once has no such word, or one that is no name.

use super::super::Syntax;
use super::super::scan::{Scanner, Token};

/// A word, and whether it is a name between two others. These are in small letters.
struct Row {
    word: &'static str,
    is_name: fn(before: &str, after: &str) -> bool,
}

static ROWS: &[Row] = &[
    Row { word: "delete", is_name: of_query },
    Row {
        word: "exclude",
        // The others begin a constraint, or end the frame of a window.
        is_name: |_, after| !["using", "(", "current", "group", "ties", "no"].contains(&after),
    },
    Row { word: "insert", is_name: of_query },
    Row { word: "merge", is_name: of_query },
    Row { word: "recursive", is_name: of_query },
    Row { word: "update", is_name: of_query },
    Row {
        word: "values",
        is_name: |before, after| of_query(before, after) || of_table(before, after),
    },
];

/// Whether the word names a query of `WITH`, where that is made or read.
fn of_query(before: &str, after: &str) -> bool {
    let is_first = ["with", "recursive"].contains(&before) && ["as", "("].contains(&after);
    is_first || (before == "," && after == "as") || is_read(before, after)
}

/// Whether the word names a table that is read, or a column in a list.
fn of_table(before: &str, after: &str) -> bool {
    let is_in_list = ["(", ","].contains(&before) && [")", ","].contains(&after);
    after == "." || is_in_list || is_read(before, after)
}

fn is_read(before: &str, after: &str) -> bool {
    ["from", "join", "using"].contains(&before) && after != "("
}

/// The text with an underscore at the beginning of every such name, so that it is one to squawk,
/// too, and every place stays the same. Nothing if there is none.
pub(super) fn marked(text: &str) -> Option<String> {
    let significant = Scanner::new(text, Syntax::PostgreSql).filter(|it| it.is_significant());
    let tokens: Vec<Token> = significant.collect();
    let word = |at: Option<usize>| {
        let token = at.and_then(|it| tokens.get(it));
        token.map(|it| it.text(text).to_ascii_lowercase()).unwrap_or_default()
    };
    let is_name = |at: usize| {
        let own = word(Some(at));
        let row = ROWS.iter().find(|it| it.word == own);
        row.is_some_and(|it| (it.is_name)(&word(at.checked_sub(1)), &word(Some(at + 1))))
    };
    let mut res = text.to_owned();
    let names = tokens.iter().enumerate().filter(|(at, _)| is_name(*at));
    names.for_each(|(_, it)| res.replace_range(it.start..=it.start, "_"));
    (res != text).then_some(res)
}

#[cfg(test)]
mod tests {
    use super::super::parse::Parsed;

    #[test]
    fn what_postgresql_takes_for_a_name_is_one() {
        let right = [
            "WITH values AS (SELECT 1 AS a) SELECT values.a FROM values GROUP BY values.a",
            "WITH insert AS (SELECT 1), update AS (SELECT 2) SELECT * FROM insert, update",
            "WITH recursive AS (SELECT 1) SELECT * FROM recursive",
            "WITH RECURSIVE delete (a) AS (SELECT 1) SELECT a FROM delete",
            "CREATE TABLE t (a int, exclude boolean, EXCLUDE USING gist (a WITH =))",
            "INSERT INTO t (values) VALUES (1)",
        ];
        for text in right {
            let parsed = Parsed::new(text);
            assert!(parsed.refused.is_empty(), "{text}: {:?}", parsed.refused);
            assert_eq!(parsed.syntax().text().to_string(), text);
        }
    }

    #[test]
    fn what_it_refuses_stays_refused() {
        for text in
            ["INSERT INTO t VALUES", "SELECT 1 UNION VALUES", "WITH values (SELECT 1) SELECT 1"]
        {
            assert!(!Parsed::new(text).refused.is_empty(), "{text}");
        }
    }
}
