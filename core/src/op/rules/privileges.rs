//! Default privileges: what `ALTER DEFAULT PRIVILEGES` gives to every object that is made later.
//!
//! Those `FOR ROLE` are left alone: who runs the migrations is not known.

use std::sync::Arc;

use crate::catalog::{Catalog, FunctionKey, Opaque};
use crate::dialect::POSTGRESQL;
use crate::name::Name;

const KIND: &str = "ALTER DEFAULT PRIVILEGES";

/// What default privileges are about, and what a grant calls one of them.
const CLASSES: &[(&str, &str)] = &[
    ("TABLES", "TABLE"),
    ("SEQUENCES", "SEQUENCE"),
    ("FUNCTIONS", "ROUTINE"),
    ("ROUTINES", "ROUTINE"),
    ("TYPES", "TYPE"),
    ("SCHEMAS", "SCHEMA"),
];

/// Whether new objects get any.
pub(in crate::op) fn are_given(catalog: &Catalog) -> bool {
    catalog.opaque.iter().any(|it| it.kind == KIND)
}

/// Gives the objects that were not there before what they get by default.
pub(in crate::op) fn give(before: &Catalog, catalog: &mut Catalog) {
    let rules: Vec<Arc<Opaque>> =
        catalog.opaque.iter().filter(|it| it.kind == KIND).cloned().collect();
    for rule in rules {
        let Some(rule) = Rule::of(&rule.sql) else { continue };
        for (name, written) in made(before, catalog, rule.class) {
            if rule.schemas.is_empty() || rule.schemas.contains(&schema_of(&name)) {
                catalog.opaque.push(Arc::new(rule.on(name, &written)));
            }
        }
    }
}

/// What one statement gives or takes.
struct Rule<'a> {
    /// Nothing said means all schemas.
    schemas: Vec<String>,
    /// `GRANT SELECT`.
    what: Vec<&'a str>,
    /// `TABLE`, `SEQUENCE`, …
    class: &'static str,
    /// `TO reader WITH GRANT OPTION`.
    whom: Vec<&'a str>,
}

impl<'a> Rule<'a> {
    fn of(sql: &'a str) -> Option<Self> {
        let words: Vec<&str> = sql.split_whitespace().collect();
        let place = |word: &str| words.iter().position(|it| it.eq_ignore_ascii_case(word));
        let verb = place("GRANT").into_iter().chain(place("REVOKE")).min()?;
        let on = verb + words.get(verb..)?.iter().position(|it| it.eq_ignore_ascii_case("ON"))?;
        let class = words.get(on + 1)?;
        let (_, class) = CLASSES.iter().find(|(all, _)| all.eq_ignore_ascii_case(class))?;
        let head = words.get(3..verb)?;
        if head.first().is_some_and(|it| it.eq_ignore_ascii_case("FOR")) {
            return None;
        }
        let schemas = head.get(2..).unwrap_or_default().join(" ");
        let schemas = schemas.split(',').map(|it| it.trim().trim_matches('"').to_owned());
        Some(Self {
            schemas: schemas.filter(|it| !it.is_empty()).collect(),
            what: words.get(verb..on)?.to_vec(),
            class,
            whom: words.get(on + 2..)?.to_vec(),
        })
    }

    fn on(&self, name: Name, written: &str) -> Opaque {
        let (what, whom) = (self.what.join(" "), self.whom.join(" "));
        let kind = self.what.first().map(|it| it.to_ascii_uppercase()).unwrap_or_default();
        let sql = format!("{what} ON {} {written} {whom}", self.class);
        Opaque { kind, sql, touches: vec![name] }
    }
}

fn schema_of(name: &Name) -> String {
    name.schema.clone().unwrap_or_else(|| "public".to_owned())
}

/// The new objects of a class, each with how a grant names it.
fn made(before: &Catalog, after: &Catalog, class: &str) -> Vec<(Name, String)> {
    let named = |it: &Name| (it.clone(), POSTGRESQL.quote(it));
    match class {
        "TABLE" => {
            let tables = after.tables.keys().filter(|it| !before.tables.contains_key(it));
            let views = after.views.keys().filter(|it| !before.views.contains_key(it));
            tables.chain(views).map(named).collect()
        }
        "SEQUENCE" => {
            let new = after.sequences.keys().filter(|it| !before.sequences.contains_key(it));
            new.map(named).collect()
        }
        "TYPE" => {
            let new = after.types.keys().filter(|it| !before.types.contains_key(it));
            new.map(named).collect()
        }
        "ROUTINE" => {
            let new = after.functions.keys().filter(|it| !before.functions.contains_key(it));
            new.map(|it| (it.name.clone(), signature(it))).collect()
        }
        _ => {
            let new = after.schemas.difference(&before.schemas);
            new.map(|it| named(&Name::plain(it))).collect()
        }
    }
}

fn signature(function: &FunctionKey) -> String {
    format!("{}({})", POSTGRESQL.quote(&function.name), function.arguments.join(", "))
}
