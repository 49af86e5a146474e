//! A statement that changes the database in a way we keep only to the letter.

use std::sync::Arc;

use super::rules::statements::{self, Subject, subject};
use super::rules::{collation, publication};
use super::{Op, Operation, problem};
use crate::catalog::{Catalog, ObjectRef, Opaque, identifiers, mentions};
use crate::diagnostic::Problem;
use crate::dialect::{Dialect, POSTGRESQL};
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct KeepOpaque {
    pub opaque: Opaque,
}

impl Op for KeepOpaque {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        if self.opaque.kind == "DROP COLLATION" {
            self.settle_collation(catalog)?;
        }
        if let Some(what) = self.opaque.kind.strip_prefix("DROP ")
            && catalog.opaque.iter().any(|it| self.is_end_of(it, what))
        {
            statements::forget(catalog, |it| self.is_end_of(it, what));
            return Ok(());
        }
        self.check(catalog)?;
        if statements::rename(catalog, &self.opaque) {
            return Ok(());
        }
        if let Some(opaque) = self.on_single_objects(catalog) {
            catalog.opaque.push(Arc::new(opaque));
        }
        Ok(())
    }

    fn needs(&self) -> Vec<ObjectRef> {
        let kinds = [
            "CREATE RULE",
            "DROP RULE",
            "CREATE STATISTICS",
            "CREATE PUBLICATION",
            "ALTER PUBLICATION",
        ];
        let may_be_missing = self.opaque.kind == "DROP RULE" && self.says("IF EXISTS");
        if may_be_missing || !kinds.contains(&&*self.opaque.kind) {
            return Vec::new();
        }
        let tables = self.opaque.touches.iter();
        tables.cloned().map(ObjectRef::Table).collect()
    }

    fn reverse(&self, _before: &Catalog) -> Option<Operation> {
        None
    }

    fn sql(&self, _dialect: &Dialect) -> Result<Vec<String>, Problem> {
        Ok(vec![self.opaque.sql.clone()])
    }

    fn describe(&self) -> String {
        let touches: Vec<_> = self.opaque.touches.iter().map(|it| format!("`{it}`")).collect();
        let kind = self.opaque.kind.to_lowercase();
        if touches.is_empty() { kind } else { format!("{kind}: {}", touches.join(", ")) }
    }
}

/// The text search configurations that the server has.
#[rustfmt::skip]
const LANGUAGES: &[&str] = &[
    "arabic", "armenian", "basque", "catalan", "danish", "dutch", "english", "estonian", "finnish", "french", "german",
    "greek", "hindi", "hungarian", "indonesian", "irish", "italian", "lithuanian", "nepali", "norwegian", "portuguese",
    "romanian", "russian", "serbian", "simple", "spanish", "swedish", "tamil", "turkish", "yiddish",
];

impl KeepOpaque {
    fn says(&self, words: &str) -> bool {
        self.opaque.sql.to_ascii_uppercase().contains(words)
    }

    /// A grant on all tables of a schema, which is one on those that are there now; nothing if
    /// there are none.
    fn on_single_objects(&self, catalog: &Catalog) -> Option<Opaque> {
        let sql = &self.opaque.sql;
        let upper = sql.to_ascii_uppercase();
        let gives = ["GRANT", "REVOKE"].contains(&&*self.opaque.kind);
        let kinds =
            [("TABLE", " ON ALL TABLES IN SCHEMA "), ("SEQUENCE", " ON ALL SEQUENCES IN SCHEMA ")];
        let found = kinds
            .iter()
            .find_map(|(word, phrase)| Some((*word, upper.find(phrase)?, phrase.len())));
        let Some((word, at, length)) = found.filter(|_| gives) else {
            return Some(self.opaque.clone());
        };
        let rest = sql.get(at + length..)?;
        let end = rest.find(|it: char| it.is_whitespace() || it == ',').unwrap_or(rest.len());
        let schema = rest.get(..end)?.trim_matches('"');
        let is_in = |it: &Name| it.schema.as_deref().unwrap_or("public") == schema;
        let names: Vec<Name> = if word == "TABLE" {
            catalog
                .tables
                .keys()
                .chain(catalog.views.keys())
                .filter(|it| is_in(it))
                .cloned()
                .collect()
        } else {
            catalog.sequences.keys().filter(|it| is_in(it)).cloned().collect()
        };
        if names.is_empty() {
            return None;
        }
        let list: Vec<String> = names.iter().map(|it| POSTGRESQL.quote(it)).collect();
        let (before, behind) = (sql.get(..at)?, rest.get(end..)?);
        let sql = format!("{before} ON {word} {}{behind}", list.join(", "));
        Some(Opaque { sql, touches: names, ..self.opaque.clone() })
    }

    /// An object is created once, and is there when it is dropped or altered.
    fn check(&self, catalog: &Catalog) -> Result<(), Problem> {
        let Some((verb, what)) = self.opaque.kind.split_once(' ') else { return Ok(()) };
        self.check_parts(catalog)?;
        if what == "CAST" {
            return self.check_cast(catalog, verb);
        }
        let Some(subject) = Subject::of(&self.opaque) else { return Ok(()) };
        let creates = |it: &Opaque| it.kind.starts_with("CREATE ");
        let is_there = || {
            let mut before = catalog.opaque.iter();
            before.any(|it| creates(it) && Subject::of(it).as_ref() == Some(&subject))
        };
        let says = |words: &[&str]| words.iter().any(|it| self.says(it));
        let word = subject.what.to_lowercase();
        match verb {
            "CREATE" if !says(&["OR REPLACE", "IF NOT EXISTS"]) && is_there() => {
                Err(problem::duplicate("duplicate-object", &word, subject.name))
            }
            "COMMENT" if subject.may_be_of_server() => Ok(()),
            "DROP" | "ALTER" | "COMMENT" if !says(&["IF EXISTS"]) && !is_there() => {
                Err(problem::unknown("unknown-object", &word, subject.name))
            }
            _ => Ok(()),
        }
    }

    /// What has a collation stands in its way, or goes along with it.
    fn settle_collation(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let Some((name, _)) = subject(&self.opaque.sql, "COLLATION") else { return Ok(()) };
        let sql = self.opaque.sql.to_ascii_uppercase();
        let cascades = sql.trim_end_matches([';', ' ']).ends_with("CASCADE");
        let dependents = collation::dependents(catalog, &name);
        dependents.settle(catalog, format!("collation `{name}`"), cascades)
    }

    /// A publication holds what it can; a configuration is copied from one that is there.
    fn check_parts(&self, catalog: &Catalog) -> Result<(), Problem> {
        if self.opaque.kind.ends_with("PUBLICATION") {
            publication::check(&self.opaque, catalog)?;
        }
        let upper = self.opaque.sql.to_ascii_uppercase();
        let copied = upper.split_once("COPY").and_then(|(_, it)| it.split_once('='));
        if self.opaque.kind == "CREATE TEXT SEARCH CONFIGURATION"
            && let Some((_, name)) = copied
        {
            let name = name.trim().trim_end_matches(')').trim().to_lowercase();
            let bare = name.rsplit('.').next().unwrap_or_default();
            let is_made = catalog
                .opaque
                .iter()
                .any(|it| it.kind == self.opaque.kind && it.sql.to_lowercase().contains(bare));
            if !is_made && !LANGUAGES.contains(&bare) {
                let what = "text search configuration";
                return Err(problem::unknown("unknown-object", what, bare));
            }
        }
        Ok(())
    }

    /// A cast is told by its types.
    fn check_cast(&self, catalog: &Catalog, verb: &str) -> Result<(), Problem> {
        let types = |sql: &str| {
            let inner = sql.split_once('(')?.1.split_once(')')?.0.to_lowercase();
            Some(inner.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        let own = types(&self.opaque.sql);
        let is_there =
            catalog.opaque.iter().any(|it| it.kind == "CREATE CAST" && types(&it.sql) == own);
        let name = own.unwrap_or_default();
        match verb {
            "CREATE" if is_there => Err(problem::duplicate("duplicate-object", "cast", name)),
            "DROP" if !is_there && !self.opaque.sql.to_uppercase().contains("IF EXISTS") => {
                Err(problem::unknown("unknown-object", "cast", name))
            }
            _ => Ok(()),
        }
    }

    /// Whether this `DROP` drops what the other statement created.
    fn is_end_of(&self, other: &Opaque, what: &str) -> bool {
        if other.kind.strip_prefix("CREATE ") != Some(what) {
            return false;
        }
        if let Some(subject) = Subject::of(other) {
            return Subject::of(&self.opaque) == Some(subject);
        }
        let (Some((name, arguments)), Some((created, _))) =
            (subject(&self.opaque.sql, what), subject(&other.sql, what))
        else {
            return false;
        };
        // Operators and casts of one name differ by their types.
        let known = identifiers(arguments).all(|it| mentions(&other.sql, &it) || it == "cascade");
        name == created && known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dropped_is_no_longer_kept() {
        let keep = |kind: &str, sql: &str| KeepOpaque {
            opaque: Opaque { kind: kind.to_owned(), sql: sql.to_owned(), touches: Vec::new() },
        };
        let mut catalog = Catalog::default();
        let create = keep("CREATE OPERATOR", "CREATE OPERATOR x.= (leftarg = a, rightarg = b)");
        assert_eq!(create.apply(&mut catalog), Ok(()));
        let other = keep("DROP OPERATOR", "DROP OPERATOR x.= (a, c)");
        assert_eq!(other.apply(&mut catalog), Ok(()));
        assert_eq!(catalog.opaque.len(), 2);
        let same = keep("DROP OPERATOR", "DROP OPERATOR IF EXISTS x.= (a, b)");
        assert_eq!(same.apply(&mut catalog), Ok(()));
        assert_eq!(catalog.opaque.len(), 1);
    }
}
