//! A statement that changes the database in a way we keep only to the letter.

use std::sync::Arc;

use super::rules::publication;
use super::{Op, Operation, problem};
use crate::catalog::{Catalog, Column, ObjectRef, Opaque, identifiers, mentions};
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
            self.check_collation(catalog)?;
        }
        if let Some(what) = self.opaque.kind.strip_prefix("DROP ")
            && let Some(at) = catalog.opaque.iter().rposition(|it| self.is_end_of(it, what))
        {
            catalog.opaque.remove(at);
            return Ok(());
        }
        self.check(catalog)?;
        if self.rename(catalog) {
            return Ok(());
        }
        if let Some(opaque) = self.on_single_objects(catalog) {
            catalog.opaque.push(Arc::new(opaque));
        }
        Ok(())
    }

    fn needs(&self) -> Vec<ObjectRef> {
        let kinds = ["CREATE RULE", "DROP RULE", "CREATE STATISTICS", "CREATE PUBLICATION"];
        if !kinds.contains(&&*self.opaque.kind) {
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

/// The text search configurations that the server has.
#[rustfmt::skip]
const LANGUAGES: &[&str] = &[
    "arabic", "armenian", "basque", "catalan", "danish", "dutch", "english", "estonian", "finnish", "french", "german",
    "greek", "hindi", "hungarian", "indonesian", "irish", "italian", "lithuanian", "nepali", "norwegian", "portuguese",
    "romanian", "russian", "serbian", "simple", "spanish", "swedish", "tamil", "turkish", "yiddish",
];

impl KeepOpaque {
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
        let Some((name, _)) = subject(&self.opaque.sql, what).filter(|_| NAMED.contains(&what))
        else {
            return Ok(());
        };
        let upper = self.opaque.sql.to_ascii_uppercase();
        let of_table =
            |it: &Opaque| what != "RULE" || it.touches.first() == self.opaque.touches.first();
        let is_it = |it: &Opaque| {
            it.kind.strip_prefix("CREATE ") == Some(what)
                && subject(&it.sql, what).is_some_and(|(it, _)| it == name)
                && of_table(it)
        };
        let is_there = catalog.opaque.iter().any(|it| is_it(it));
        let word = what.to_lowercase();
        match verb {
            "CREATE"
                if is_there
                    && !upper.contains("OR REPLACE")
                    && !upper.contains("IF NOT EXISTS") =>
            {
                Err(problem::duplicate("duplicate-object", &word, name))
            }
            "DROP" | "ALTER" if !is_there && !upper.contains("IF EXISTS") => {
                Err(problem::unknown("unknown-object", &word, name))
            }
            _ => Ok(()),
        }
    }

    /// Lets the statements that made the object make it under its new name, if this is a rename.
    fn rename(&self, catalog: &mut Catalog) -> bool {
        let Some(what) = self.opaque.kind.strip_prefix("ALTER ") else { return false };
        let upper = self.opaque.sql.to_ascii_uppercase();
        let to = upper.find(" RENAME TO ").and_then(|at| self.opaque.sql.get(at + 11..));
        let (Some(to), true) = (to, NAMED.contains(&what)) else { return false };
        let Some((name, _)) = subject(&self.opaque.sql, what) else { return false };
        let of_table =
            |it: &Opaque| what != "RULE" || it.touches.first() == self.opaque.touches.first();
        let to = to.trim().trim_end_matches(';');
        for statement in &mut catalog.opaque {
            let is_its = statement.kind.ends_with(what)
                && subject(&statement.sql, what).is_some_and(|(it, _)| it == name)
                && of_table(statement);
            if let Some(sql) = is_its.then(|| with_name(&statement.sql, what, to)).flatten() {
                *statement = Arc::new(Opaque { sql, ..Opaque::clone(statement) });
            }
        }
        true
    }

    /// A collation stays while a column has it.
    fn check_collation(&self, catalog: &Catalog) -> Result<(), Problem> {
        let Some((name, _)) = subject(&self.opaque.sql, "COLLATION") else { return Ok(()) };
        let bare =
            |it: &str| it.rsplit('.').next().unwrap_or_default().trim_matches('"').to_owned();
        let has = |it: &&Column| it.collation.as_deref().is_some_and(|it| bare(it) == bare(&name));
        for table in catalog.tables.values() {
            if let Some(column) = table.columns.iter().find(has) {
                let column = format!("column `{}` of `{}`", column.name, table.name);
                return Err(problem::needed_by(format!("collation `{name}`"), &[column]));
            }
        }
        Ok(())
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

/// What stands behind the kind of a statement: the name, and all from the first parenthesis on.
pub(super) fn subject<'a>(sql: &'a str, kind: &str) -> Option<(String, &'a str)> {
    let at = sql.to_ascii_uppercase().find(kind)? + kind.len();
    let rest = sql.get(at..)?;
    let end = rest.find('(').unwrap_or(rest.len());
    let (name, arguments) = rest.split_at_checked(end)?;
    let words = name.split_whitespace().map(|it| it.trim_end_matches(';'));
    let words =
        words.filter(|it| !["IF", "EXISTS", "NOT", "CASCADE"].contains(&&*it.to_uppercase()));
    let name: String = words.take(1).collect();
    let parts = name.split('.').map(|it| match it.strip_prefix('"') {
        Some(rest) => rest.trim_end_matches('"').to_owned(),
        None => it.to_lowercase(),
    });
    Some((parts.collect::<Vec<_>>().join("."), arguments))
}

/// The statement with another name for what stands behind the words of a kind.
fn with_name(sql: &str, kind: &str, name: &str) -> Option<String> {
    let at = sql.to_ascii_uppercase().find(kind)? + kind.len();
    let rest = sql.get(at..)?;
    let passed_over = ["IF", "EXISTS", "NOT"];
    let word = rest.split_whitespace().find(|it| !passed_over.contains(&&*it.to_uppercase()))?;
    let word = word.split(['(', ';']).next()?;
    let start = at + rest.find(word)?;
    // A schema stays where it is.
    let start = start + word.rfind('.').map_or(0, |it| it + 1);
    let end = at + rest.find(word)? + word.len();
    Some(format!("{}{name}{}", sql.get(..start)?, sql.get(end..)?))
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
