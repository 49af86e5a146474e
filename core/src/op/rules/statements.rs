//! What is kept only as statements: which object each of them is about.

use std::sync::Arc;

use crate::catalog::{Catalog, Opaque};
use crate::name::Name;

/// Kinds whose objects have a name of their own.
const NAMED: &[&str] = &[
    "COLLATION",
    "EVENT TRIGGER",
    "PUBLICATION",
    "RULE",
    "SERVER",
    "STATISTICS",
    "TEXT SEARCH CONFIGURATION",
    "TEXT SEARCH DICTIONARY",
];

/// An object that statements make, alter and comment on.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::op) struct Subject {
    pub what: &'static str,
    pub name: String,
    /// A rule is one of its table.
    table: Option<Name>,
}

impl Subject {
    /// The object that a statement is about, if such have a name of their own.
    pub(in crate::op) fn of(statement: &Opaque) -> Option<Self> {
        let (_, kind) = statement.kind.split_once(' ')?;
        let kind = kind.strip_prefix("ON ").unwrap_or(kind);
        let what = NAMED.iter().find(|it| **it == kind)?;
        let (name, _) = subject(&statement.sql, what)?;
        let table = statement.touches.first().filter(|_| *what == "RULE").map(Name::key);
        Some(Self { what, name, table })
    }

    /// Whether the server has some of this kind that nobody makes.
    pub(in crate::op) fn may_be_of_server(&self) -> bool {
        self.what == "COLLATION" || self.what.starts_with("TEXT SEARCH")
    }
}

/// Takes statements out, and with one that makes an object all others that are about it.
pub(in crate::op) fn forget(catalog: &mut Catalog, goes: impl Fn(&Opaque) -> bool) {
    let made = catalog.opaque.iter().filter(|it| it.kind.starts_with("CREATE ") && goes(it));
    let gone: Vec<Subject> = made.filter_map(|it| Subject::of(it)).collect();
    let is_of_gone = |it: &Opaque| Subject::of(it).is_some_and(|it| gone.contains(&it));
    catalog.opaque.retain(|it| !goes(it) && (gone.is_empty() || !is_of_gone(it)));
}

/// Lets the statements about an object speak of it by its new name or schema, if this is a change
/// of one of these.
pub(in crate::op) fn rename(catalog: &mut Catalog, change: &Opaque) -> bool {
    let Some(subject) = Subject::of(change).filter(|_| change.kind.starts_with("ALTER ")) else {
        return false;
    };
    let upper = change.sql.to_ascii_uppercase();
    let behind = |words: &str| change.sql.get(upper.find(words)? + words.len()..).map(str::trim);
    let bare = subject.name.rsplit('.').next().unwrap_or_default();
    let to = match (behind(" RENAME TO "), behind(" SET SCHEMA ")) {
        (Some(name), _) => NewName::InSchema(name.to_owned()),
        (None, Some(schema)) => NewName::Whole(format!("{schema}.{bare}")),
        (None, None) => return false,
    };
    for statement in &mut catalog.opaque {
        let is_its = Subject::of(statement).as_ref() == Some(&subject);
        let renamed = is_its.then(|| with_name(&statement.sql, subject.what, &to)).flatten();
        if let Some(sql) = renamed {
            *statement = Arc::new(Opaque { sql, ..Opaque::clone(statement) });
        }
    }
    true
}

enum NewName {
    /// The schema stays.
    InSchema(String),
    Whole(String),
}

/// What stands behind the kind of a statement: the name, and all from the first parenthesis on.
pub(in crate::op) fn subject<'a>(sql: &'a str, kind: &str) -> Option<(String, &'a str)> {
    let at = sql.to_ascii_uppercase().find(kind)? + kind.len();
    let rest = sql.get(at..)?;
    let end = rest.find('(').unwrap_or(rest.len());
    let (name, arguments) = rest.split_at_checked(end)?;
    let words = name.split_whitespace().map(|it| it.trim_end_matches(';'));
    let words =
        words.filter(|it| !["IF", "EXISTS", "NOT", "CASCADE"].contains(&&*it.to_uppercase()));
    let name: String = words.take(1).collect();
    let parts = name.split('.').filter(|it| *it != "public").map(|it| match it.strip_prefix('"') {
        Some(rest) => rest.trim_end_matches('"').to_owned(),
        None => it.to_lowercase(),
    });
    Some((parts.collect::<Vec<_>>().join("."), arguments))
}

/// The statement with another name for what stands behind the words of a kind.
fn with_name(sql: &str, kind: &str, name: &NewName) -> Option<String> {
    let at = sql.to_ascii_uppercase().find(kind)? + kind.len();
    let rest = sql.get(at..)?;
    let passed_over = ["IF", "EXISTS", "NOT"];
    let word = rest.split_whitespace().find(|it| !passed_over.contains(&&*it.to_uppercase()))?;
    let word = word.split(['(', ';']).next()?;
    let start = at + rest.find(word)?;
    let end = start + word.len();
    let (start, name) = match name {
        NewName::InSchema(name) => (start + word.rfind('.').map_or(0, |it| it + 1), name),
        NewName::Whole(name) => (start, name),
    };
    Some(format!("{}{name}{}", sql.get(..start)?, sql.get(end..)?))
}
