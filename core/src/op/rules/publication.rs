//! Publications, which are kept to the letter, and stay when a table of theirs is dropped.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::{Catalog, ObjectRef, Opaque, Relation, identifiers, mentions};
use crate::diagnostic::Problem;
use crate::name::Name;
use crate::op::problem;
use crate::op::rules::statements::subject;

/// Whether a statement about a publication fits what those before have made of it: it holds tables,
/// each once, and single ones only if it is not of all.
pub(in crate::op) fn check(statement: &Opaque, catalog: &Catalog) -> Result<(), Problem> {
    let own = subject(&statement.sql, "PUBLICATION").map(|(it, _)| it);
    let before = Before { own: own.as_deref(), catalog };
    let verb = VERBS.iter().find(|it| {
        statement.kind == "ALTER PUBLICATION" && statement.sql.to_ascii_uppercase().contains(**it)
    });
    if verb.is_some() && before.is_of_all_tables() {
        return Err(problem::of_all_tables(own.as_deref().unwrap_or_default()));
    }
    if statement.sql.to_ascii_uppercase().contains(ADD_SCHEMA)
        && let Some(schema) = schemas(&statement.sql).into_iter().find(|it| before.has_schema(it))
    {
        return Err(problem::duplicate("duplicate-object", "published schema", schema));
    }
    let missing = |it: &String| !catalog.has(&ObjectRef::Schema(it.clone()));
    if let Some(schema) = schemas(&statement.sql).into_iter().find(missing) {
        return Err(problem::unknown_object(&ObjectRef::Schema(schema)));
    }
    let mut touches = statement.touches.iter();
    if verb == Some(&DROP)
        && before.statements().next().is_some()
        && let Some(table) = touches.clone().find(|it| !before.holds(it))
    {
        return Err(problem::unknown("unknown-object", "published table", table));
    }
    if let Some((other, is)) = touches.clone().find_map(|it| Some((it, unfit(catalog, it)?))) {
        return Err(problem::wrong_kind(other, is, "table that can be published"));
    }
    match touches.find(|it| verb == Some(&ADD) && before.holds(it)) {
        Some(table) => Err(problem::duplicate("duplicate-object", "published table", table)),
        None => Ok(()),
    }
}

/// What a relation is whose changes nobody can follow; nothing of a table that lasts.
fn unfit(catalog: &Catalog, name: &Name) -> Option<&'static str> {
    let relation = catalog.relation(name)?;
    if relation != Relation::Table {
        return Some(relation.word());
    }
    let table = catalog.table(name)?;
    if name.is_in("pg_temp") {
        return Some("temporary table");
    }
    if table.is_foreign() {
        return Some("foreign table");
    }
    table.is_unlogged().then_some("unlogged table")
}

const ADD: &str = " ADD TABLE ";
const DROP: &str = " DROP TABLE ";
const SET: &str = " SET TABLE ";

/// What a statement does with the tables of a publication.
const VERBS: &[&str] = &[ADD, DROP, SET];

const ADD_SCHEMA: &str = " ADD TABLES IN SCHEMA ";

/// What stands before a list in which each part may say whether it is a table or a schema.
const LISTS: &[&str] = &[" FOR TABLE", " ADD TABLE", " DROP TABLE", " SET TABLE"];

const IN_SCHEMA: &str = "TABLES IN SCHEMA ";

/// The list of a statement: where it stands, and its parts, each with what it is one of.
struct Parts {
    place: std::ops::Range<usize>,
    parts: Vec<String>,
}

impl Parts {
    fn of(sql: &str) -> Option<Self> {
        let upper = sql.to_ascii_uppercase();
        let start = LISTS.iter().find_map(|it| Some(upper.find(it)? + it.len() - "TABLE".len()))?;
        let (items, length) = items(sql.get(start..)?);
        let mut head = "";
        let parts = items.into_iter().map(|it| {
            let upper = it.to_ascii_uppercase();
            match (upper.starts_with(IN_SCHEMA), upper.starts_with("TABLE ")) {
                (true, _) => head = IN_SCHEMA,
                (_, true) => head = "TABLE ",
                _ => return format!("{head}{it}"),
            }
            it.to_owned()
        });
        Some(Self { parts: parts.collect(), place: start..start + length })
    }

    /// The schema that a part names.
    fn schema(part: &str) -> Option<String> {
        let head = part.get(..IN_SCHEMA.len())?;
        let name = part.get(IN_SCHEMA.len()..).filter(|_| head.eq_ignore_ascii_case(IN_SCHEMA))?;
        identifiers(name).next().filter(|it| it != "current_schema")
    }
}

/// The schemas whose tables a statement is about, all of them.
fn schemas(sql: &str) -> Vec<String> {
    let parts = Parts::of(sql).map(|it| it.parts).unwrap_or_default();
    parts.iter().filter_map(|it| Parts::schema(it)).collect()
}

/// Takes a schema that is gone out of all publications.
pub(in crate::op) fn forget_schema(catalog: &mut Catalog, schema: &str) {
    catalog.opaque.retain_mut(|it| {
        let names_it = || schemas(&it.sql).iter().any(|it| it == schema);
        if !it.kind.ends_with("PUBLICATION") || !names_it() {
            return true;
        }
        let less = without_schema(it, schema);
        less.map(|less| *it = Arc::new(less)).is_some()
    });
}

/// The statement without a schema; nothing if it changes nothing else.
fn without_schema(statement: &Opaque, schema: &str) -> Option<Opaque> {
    let Parts { place, mut parts } = Parts::of(&statement.sql)?;
    parts.retain(|it| Parts::schema(it).as_deref() != Some(schema));
    let (before, behind) = (statement.sql.get(..place.start)?, statement.sql.get(place.end..)?);
    let before = match parts.is_empty() {
        true => before.strip_suffix(" FOR ").filter(|_| statement.kind == "CREATE PUBLICATION")?,
        false => before,
    };
    let sql = format!("{before}{}{behind}", parts.join(", "));
    Some(Opaque { sql, ..statement.clone() })
}

/// What is kept of a publication.
pub(super) struct Before<'a> {
    pub(super) own: Option<&'a str>,
    pub(super) catalog: &'a Catalog,
}

impl<'a> Before<'a> {
    fn statements(&self) -> impl Iterator<Item = &'a Arc<Opaque>> {
        let own = self.own;
        self.catalog.opaque.iter().filter(move |it| {
            let name = || subject(&it.sql, "PUBLICATION").map(|(it, _)| it);
            it.kind.ends_with("PUBLICATION") && name().as_deref() == own
        })
    }

    pub(super) fn is_of_all_tables(&self) -> bool {
        let made = self.statements().next();
        made.is_some_and(|it| it.sql.to_ascii_uppercase().contains("FOR ALL TABLES"))
    }

    /// Whether it tells of an event: what its last option `publish` says, or else all of them.
    pub(super) fn tells_of(&self, event: &str) -> bool {
        let said = self.statements().filter_map(|it| {
            let (_, option) = it.sql.rsplit_once("publish")?;
            let (_, list) = option.trim_start().strip_prefix('=')?.split_once('\'')?;
            list.split_once('\'').map(|(it, _)| it.to_ascii_lowercase())
        });
        said.last().is_none_or(|it| it.split(',').any(|it| it.trim() == event))
    }

    /// Whether the statements so far leave all tables of a schema in the publication.
    pub(super) fn has_schema(&self, schema: &str) -> bool {
        self.statements().fold(false, |is_in, it| {
            let upper = it.sql.to_ascii_uppercase();
            let says = |words: &str| upper.contains(words);
            let names_it = schemas(&it.sql).iter().any(|it| it == schema);
            match names_it {
                true => !says(" DROP TABLES "),
                false => is_in && !says(" SET TABLE "),
            }
        })
    }

    /// Whether the statements so far leave the table in the publication.
    pub(super) fn holds(&self, table: &Name) -> bool {
        let key = table.key();
        self.statements().fold(false, |is_in, it| {
            let upper = it.sql.to_ascii_uppercase();
            let names_it = it.touches.iter().any(|it| it.key() == key);
            if upper.contains(SET) {
                names_it
            } else if names_it {
                !upper.contains(DROP)
            } else {
                is_in
            }
        })
    }
}

/// The publications whose list of a table's columns, or condition, says this one.
pub(in crate::op) fn over_column(catalog: &Catalog, table: &Name, column: &str) -> Vec<String> {
    let mut found: BTreeMap<String, bool> = BTreeMap::new();
    let is_it = |it: &&Arc<Opaque>| {
        it.kind.ends_with("PUBLICATION") && it.touches.iter().any(|it| it.key() == *table)
    };
    for statement in catalog.opaque.iter().filter(is_it) {
        let Some((own, _)) = subject(&statement.sql, "PUBLICATION") else { continue };
        let upper = statement.sql.to_ascii_uppercase();
        let start = STARTS.iter().find_map(|it| Some((upper.find(it)? + it.len(), *it)));
        let says = start.filter(|(_, word)| *word != DROP).is_some_and(|(at, _)| {
            let (items, _) = items(statement.sql.get(at..).unwrap_or_default());
            let own = items.into_iter().find(|it| is_of(it, table));
            own.and_then(|it| it.split_once('(')).is_some_and(|(_, it)| mentions(it, column))
        });
        found.insert(own, says);
    }
    found.into_iter().filter(|(_, says)| *says).map(|(own, _)| own).collect()
}

/// Takes a table out of all publications.
pub(in crate::op) fn forget(catalog: &mut Catalog, table: &Name) {
    let mut opaque = std::mem::take(&mut catalog.opaque);
    opaque.retain_mut(|it| {
        if let Some(less) = without(it, table) {
            *it = Arc::new(less);
        }
        let is_change = it.kind == "ALTER PUBLICATION";
        !is_change || it.touches.iter().all(|it| it.key() != *table)
    });
    catalog.opaque = opaque;
}

/// The statement without a table that is gone; nothing if it does not name the table, or is one
/// that goes with it.
pub(in crate::op) fn without(statement: &Opaque, table: &Name) -> Option<Opaque> {
    let makes = statement.kind == "CREATE PUBLICATION";
    let is_told = makes || statement.kind == "ALTER PUBLICATION";
    let touches: Vec<Name> =
        statement.touches.iter().filter(|it| it.key() != *table).cloned().collect();
    if !is_told || touches.len() == statement.touches.len() || touches.is_empty() && !makes {
        return None;
    }
    let sql = &statement.sql;
    let upper = sql.to_ascii_uppercase();
    let (at, word) = STARTS.iter().find_map(|it| Some((upper.find(it)?, *it)))?;
    let list = sql.get(at + word.len()..)?;
    let (items, end) = items(list);
    let kept: Vec<&str> = items.into_iter().filter(|it| !is_of(it, table)).collect();
    let behind = list.get(end..)?;
    let before = sql.get(..at)?;
    let what = match kept.first() {
        Some(first) if first.to_ascii_uppercase().starts_with("TABLES ") => " FOR ",
        Some(_) => word,
        None => "",
    };
    let sql = format!("{before}{what}{}{behind}", kept.join(", "));
    Some(Opaque { sql, touches, ..statement.clone() })
}

/// What stands before a list of tables.
const STARTS: &[&str] = &[" FOR TABLE ", ADD, DROP, SET];

/// The parts of a list, and where it ends: before `WITH (…)`, a semicolon, or at the end.
fn items(list: &str) -> (Vec<&str>, usize) {
    let (mut depth, mut quoted, mut start) = (0usize, None, 0);
    let mut items = Vec::new();
    let mut end = list.len();
    for (at, char) in list.char_indices() {
        let rest = list.get(at..).unwrap_or_default();
        match char {
            it if quoted == Some(it) => quoted = None,
            _ if quoted.is_some() => {}
            '\'' | '"' => quoted = Some(char),
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                items.extend(list.get(start..at));
                start = at + 1;
            }
            _ if depth == 0 && (char == ';' || is_with(rest)) => {
                end = at;
                break;
            }
            _ => {}
        }
    }
    items.extend(list.get(start..end));
    (items.into_iter().map(str::trim).collect(), end)
}

fn is_with(rest: &str) -> bool {
    let mut words = rest.get(1..).unwrap_or_default().splitn(2, |it: char| !it.is_alphabetic());
    rest.starts_with(char::is_whitespace)
        && words.next().is_some_and(|it| it.eq_ignore_ascii_case("WITH"))
}

/// `ONLY app.users (id) WHERE (id > 1)`: whether this is the table.
fn is_of(item: &str, table: &Name) -> bool {
    let head = item.split('(').next().unwrap_or(item);
    let words: Vec<String> = identifiers(head).collect();
    let mut words =
        words.iter().map(String::as_str).skip_while(|it| ["table", "only"].contains(it));
    let first = words.next().unwrap_or_default();
    match (&table.schema, words.next()) {
        (_, Some(second)) if head.contains('.') => {
            Name::new(Some(first.to_owned()), second).key() == *table
        }
        (None, _) => first == table.name,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn less(sql: &str, touches: &[&str]) -> Option<String> {
        let kind = sql.split(' ').take(2).collect::<Vec<_>>().join(" ");
        let touches = touches.iter().map(|it| Name::plain(*it)).collect();
        without(&Opaque { kind, sql: sql.to_owned(), touches }, &Name::plain("t")).map(|it| it.sql)
    }

    #[test]
    fn a_publication_stays_without_the_table() {
        let all = [
            ("CREATE PUBLICATION p FOR TABLE t", "CREATE PUBLICATION p"),
            (
                "CREATE PUBLICATION p FOR TABLE t WITH (publish = 'insert')",
                "CREATE PUBLICATION p WITH (publish = 'insert')",
            ),
            (
                "CREATE PUBLICATION p FOR TABLE ONLY t (a, b) WHERE (a > 1), u",
                "CREATE PUBLICATION p FOR TABLE u",
            ),
            ("CREATE PUBLICATION p FOR TABLE u, public.t;", "CREATE PUBLICATION p FOR TABLE u;"),
            (
                "CREATE PUBLICATION p FOR TABLE t, TABLES IN SCHEMA s",
                "CREATE PUBLICATION p FOR TABLES IN SCHEMA s",
            ),
        ];
        for (sql, wanted) in all {
            assert_eq!(less(sql, &["t"]).as_deref(), Some(wanted));
        }
    }

    #[test]
    fn a_publication_stays_without_the_schema() {
        let less = |sql: &str| {
            let kind = sql.split(' ').take(2).collect::<Vec<_>>().join(" ");
            let own = Opaque { kind, sql: sql.to_owned(), touches: Vec::new() };
            without_schema(&own, "x").map(|it| it.sql)
        };
        let all = [
            ("CREATE PUBLICATION p FOR TABLES IN SCHEMA x", "CREATE PUBLICATION p"),
            (
                "CREATE PUBLICATION p FOR TABLES IN SCHEMA x, y, TABLE t, u WITH (publish = '')",
                "CREATE PUBLICATION p FOR TABLES IN SCHEMA y, TABLE t, TABLE u WITH (publish = '')",
            ),
        ];
        for (sql, wanted) in all {
            assert_eq!(less(sql).as_deref(), Some(wanted));
        }
        assert_eq!(less("ALTER PUBLICATION p ADD TABLES IN SCHEMA x"), None);
    }

    #[test]
    fn a_change_that_is_of_one_table_goes_with_it() {
        assert_eq!(less("ALTER PUBLICATION p ADD TABLE t", &["t"]), None);
        let both = less("ALTER PUBLICATION p ADD TABLE t, u", &["t", "u"]);
        assert_eq!(both.as_deref(), Some("ALTER PUBLICATION p ADD TABLE u"));
    }
}
