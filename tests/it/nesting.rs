//! No SQL text overflows a stack, however it nests and however wrong it is.
//!
//! The parsers recover from errors in ways of their own, so what they nest is found by asking them:
//! short forms of the words that open and close something, repeated very often.

use migrascope_core::dialect::{Dialect, MYSQL, POSTGRESQL, SQLITE};
use migrascope_core::sql;

/// What opens, closes, or leads a parser astray.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "IF", "THEN", "ELSIF", "ELSE", "END", "LOOP", "WHILE", "FOR", "FOREACH", "BEGIN", "DECLARE", "EXCEPTION", "CASE",
    "WHEN", "EXIT", "RETURN", "QUERY", "PERFORM", "EXECUTE", "OPEN", "RAISE", "SELECT", "FROM", "JOIN", "WITH", "AS",
    "NOT", "EXISTS", "IN", "IS", "CREATE", "TABLE", "DROP", "INSERT", "x", "1", "(", ")", "[", "]", ";", ",", ".",
    ":=", "-", "<<l>>", "$1", "''",
];

/// What once went a level down with each repetition, and was not counted.
const FOUND: &[&str] = &[
    "WHILE value LOOP ",
    "BEGIN END BEGIN ",
    "LOOP END BEGIN ",
    "WHILE table ",
    "WHILE END ",
    "FOR NOT ",
    "FOR '' ; FOR ; ",
    "EXIT END BEGIN WHILE ",
    "OPEN DECLARE ",
    "WITH EXISTS ",
    "EXISTS WITH , ",
    "EXISTS ( ) WITH TIME , ",
];

/// What holds the forms.
const TEXTS: &[(&str, &str)] = &[
    ("DO $$ BEGIN ", " $$;"),
    ("DO $$ BEGIN SELECT ", " END $$;"),
    ("CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ DECLARE ", " $$;"),
    ("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT ", " $$;"),
    ("SELECT ", ""),
    ("CREATE TABLE t (a int DEFAULT ", ")"),
    ("", ""),
];

/// Enough to overflow the stack where a repetition goes a level down.
const TIMES: usize = 3_000;

/// How many more are made up.
const FORMS: usize = 100;

#[test]
fn no_sql_overflows_a_stack_of_one_megabyte() {
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(|| {
        let mut random = Random(7);
        let made_up = (0..FORMS).map(|_| random.form());
        for form in FOUND.iter().map(|it| (*it).to_owned()).chain(made_up) {
            for (before, after) in TEXTS {
                read(&format!("{before}{}{after}", form.repeat(TIMES)), POSTGRESQL);
            }
            read(&form.repeat(TIMES), MYSQL);
            read(&form.repeat(TIMES), SQLITE);
        }
    });
    thread.expect("a thread").join().expect("no overflow");
}

fn read(text: &str, dialect: &'static Dialect) {
    // A test that overflows dies without a word of its own.
    eprintln!("{} {}", dialect.name, text.get(..80).unwrap_or_default());
    sql::read(text, dialect);
}

/// The same numbers every time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap_or_default()
    }

    fn form(&mut self) -> String {
        let count = 1 + self.below(5);
        let words = (0..count).map(|_| WORDS[self.below(WORDS.len())]);
        words.flat_map(|it| [it, " "]).collect()
    }
}
