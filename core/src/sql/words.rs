//! What a statement is called in the manual, told from its first words.

use super::Syntax;
use super::scan::{Scanner, Token, TokenKind};

/// The kind of a statement, as [`Words::kind`] tells it.
pub(super) fn kind(text: &str, syntax: Syntax) -> String {
    Words::of(text, syntax).kind()
}

/// The name of what a statement of this kind creates or alters, without its schema.
pub(super) fn subject(text: &str, kind: &str, syntax: Syntax) -> Option<String> {
    let (_, what) = kind.split_once(' ').filter(|(verb, _)| ["CREATE", "ALTER"].contains(verb))?;
    let last = what.rsplit(' ').next()?;
    let is = |token: &Token, word: &str| token.text(text).eq_ignore_ascii_case(word);
    let mut tokens = Scanner::new(text, syntax)
        .filter(|it| !matches!(it.kind, TokenKind::Space | TokenKind::Comment))
        .skip_while(|it| !is(it, last))
        .skip(1)
        .skip_while(|it| BEFORE_NAME.iter().any(|word| is(it, word)));
    let mut name = tokens.next()?;
    while tokens.next().is_some_and(|it| is(&it, ".")) {
        name = tokens.next()?;
    }
    let is_name = matches!(name.kind, TokenKind::Word | TokenKind::Quoted);
    is_name.then(|| name.text(text).trim_matches(['"', '`']).to_owned())
}

const BEFORE_NAME: &[&str] = &["CONCURRENTLY", "EXISTS", "IF", "NOT", "ONLY"];

/// The first words of a statement in upper case; quoted names are left out.
pub(super) struct Words(Vec<String>);

impl Words {
    pub(super) fn of(text: &str, syntax: Syntax) -> Self {
        let mut words = Scanner::new(text, syntax)
            .filter(|it| it.kind == TokenKind::Word)
            .map(|it| it.text(text).to_ascii_uppercase());
        let first = words.next();
        let needed = match first.as_deref() {
            Some("CREATE" | "ALTER" | "DROP" | "REINDEX") => MAX_WORDS,
            _ => 1,
        };
        Self(first.into_iter().chain(words.take(needed)).collect())
    }

    /// The kind of the statement: `CREATE TABLE`, `UPDATE`, `COMMENT ON`. Empty for an empty text.
    pub(super) fn kind(&self) -> String {
        let mut words = self.0.iter().map(String::as_str);
        match words.next() {
            None => String::new(),
            Some("WITH") => "SELECT".to_owned(),
            Some(verb @ ("CREATE" | "ALTER" | "DROP")) => {
                let object = object(&mut words);
                format!("{verb} {object}").trim_end().to_owned()
            }
            Some("COMMENT") => "COMMENT ON".to_owned(),
            Some("START") => "START TRANSACTION".to_owned(),
            Some("REFRESH") => "REFRESH MATERIALIZED VIEW".to_owned(),
            Some("SECURITY") => "SECURITY LABEL".to_owned(),
            Some("IMPORT") => "IMPORT FOREIGN SCHEMA".to_owned(),
            Some("RENAME") => "RENAME TABLE".to_owned(),
            Some(word) => word.to_owned(),
        }
    }

    /// Whether a statement of this kind may run within a transaction.
    pub(super) fn are_transactional(&self, kind: &str) -> bool {
        let says = |word: &str| self.0.iter().any(|it| it == word);
        match kind {
            "VACUUM"
            | "ALTER SYSTEM"
            | "CREATE DATABASE"
            | "DROP DATABASE"
            | "CREATE TABLESPACE"
            | "DROP TABLESPACE"
            | "CREATE SUBSCRIPTION"
            | "DROP SUBSCRIPTION" => false,
            "CREATE INDEX" | "DROP INDEX" => !says("CONCURRENTLY"),
            "REINDEX" => !["CONCURRENTLY", "DATABASE", "SYSTEM", "SCHEMA"].into_iter().any(says),
            "CLUSTER" => self.0.len() > 1,
            "ALTER TABLE" => !(says("DETACH") && says("CONCURRENTLY")),
            _ => true,
        }
    }

    /// Whether it is `SET NAMES`, which says how the client writes its text.
    pub(super) fn set_names(&self) -> bool {
        self.0.starts_with(&["SET".to_owned(), "NAMES".to_owned()])
    }
}

/// Enough for `ALTER TABLE IF EXISTS ONLY a.b DETACH PARTITION c.d CONCURRENTLY`.
const MAX_WORDS: usize = 14;

/// What is created, altered or dropped, without the words that only say how.
fn object<'a>(words: &mut impl Iterator<Item = &'a str>) -> String {
    let mut words = words.filter(|it| !MODIFIERS.contains(it)).peekable();
    // `DEFINER = someone@somewhere` may hold any word.
    if words.next_if(|it| ["ALGORITHM", "DEFINER", "SQL"].contains(it)).is_some() {
        return words.find(|it| DEFINED.contains(it)).unwrap_or_default().to_owned();
    }
    let mut name = String::new();
    loop {
        let Some(word) = words.next() else { return name };
        if !name.is_empty() {
            name.push(' ');
        }
        name += word;
        let goes_on = |next: &&str| LONG_NAMES.iter().any(|it| it == &[word, *next]);
        if words.peek().is_none_or(|next| !goes_on(next)) {
            return name;
        }
    }
}

/// What MySQL lets a definer define.
const DEFINED: &[&str] = &["VIEW", "TRIGGER", "PROCEDURE", "FUNCTION", "EVENT"];

const MODIFIERS: &[&str] = &[
    "OR",
    "REPLACE",
    "TEMP",
    "TEMPORARY",
    "LOCAL",
    "GLOBAL",
    "UNLOGGED",
    "UNIQUE",
    "RECURSIVE",
    "CONSTRAINT",
    "TRUSTED",
    "PROCEDURAL",
    "FULLTEXT",
    "SPATIAL",
    "VIRTUAL",
];

const LONG_NAMES: &[[&str; 2]] = &[
    ["MATERIALIZED", "VIEW"],
    ["FOREIGN", "TABLE"],
    ["FOREIGN", "DATA"],
    ["DATA", "WRAPPER"],
    ["EVENT", "TRIGGER"],
    ["ACCESS", "METHOD"],
    ["OPERATOR", "CLASS"],
    ["OPERATOR", "FAMILY"],
    ["USER", "MAPPING"],
    ["DEFAULT", "PRIVILEGES"],
    ["LARGE", "OBJECT"],
    ["PROPERTY", "GRAPH"],
    ["OWNED", "BY"],
    ["TEXT", "SEARCH"],
    ["SEARCH", "CONFIGURATION"],
    ["SEARCH", "DICTIONARY"],
    ["SEARCH", "PARSER"],
    ["SEARCH", "TEMPLATE"],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_subject_is_the_name_behind_the_kind() {
        let of = |text: &str| {
            subject(text, &kind(text, Syntax::PostgreSql), Syntax::PostgreSql).unwrap_or_default()
        };
        assert_eq!(of("create table if not exists a.\"B\" (case int)"), "B");
        assert_eq!(of("ALTER TABLE ONLY t ADD order int"), "t");
        assert_eq!(of("CREATE MATERIALIZED VIEW /* so */ v AS SELECT"), "v");
        assert_eq!(of("DROP TABLE t"), "");
        assert_eq!(of("CREATE TABLE"), "");
    }

    #[test]
    fn a_statement_is_called_what_the_manual_calls_it() {
        for (text, expected) in [
            ("create or replace temp view v as select 1", "CREATE VIEW"),
            ("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)", "CREATE INDEX"),
            ("DROP MATERIALIZED VIEW v", "DROP MATERIALIZED VIEW"),
            ("CREATE TEXT SEARCH CONFIGURATION c (copy = x)", "CREATE TEXT SEARCH CONFIGURATION"),
            ("comment on table t is 'x'", "COMMENT ON"),
            ("CREATE ALGORITHM=MERGE DEFINER=a@b SQL SECURITY DEFINER VIEW v", "CREATE VIEW"),
            ("/* a */ update t set a = 1", "UPDATE"),
        ] {
            assert_eq!(kind(text, Syntax::PostgreSql), expected);
        }
    }

    #[test]
    fn what_runs_concurrently_runs_outside_a_transaction() {
        let is_transactional = |text| {
            let words = Words::of(text, Syntax::PostgreSql);
            words.are_transactional(&words.kind())
        };
        assert!(!is_transactional("CREATE INDEX CONCURRENTLY i ON t (a)"));
        assert!(is_transactional("CREATE INDEX i ON t (a)"));
        assert!(!is_transactional("VACUUM t"));
        assert!(!is_transactional("CLUSTER") && is_transactional("CLUSTER t"));
    }
}
