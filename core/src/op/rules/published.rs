//! Rows of published tables: those who follow a table must be able to tell which of its rows is
//! changed or gone.

use super::partition::{family, is_temporary};
use super::publication::Before;
use super::statements::subject;
use crate::catalog::{Catalog, Table, identifiers};
use crate::name::Name;

/// What is done with rows that are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    Update,
    Delete,
}

impl Event {
    /// As the option `publish` of a publication says it.
    fn word(self) -> &'static str {
        match self {
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// The table that is published, and whose rows nothing tells apart; for a partitioned one it is one
/// of its parts.
pub(crate) fn unidentified(catalog: &Catalog, table: &Name, event: Event) -> Option<Name> {
    let members = family(catalog, &table.key());
    let tables = members.iter().filter_map(|it| catalog.table(it));
    let first = tables.clone().next()?;
    let is_meant = |it: &&Table| it.name.key() == table.key() || first.partitioning.is_some();
    // A partitioned table has no rows of its own.
    let holders = tables.filter(is_meant).filter(|it| it.partitioning.is_none());
    let bad = |it: &Table| !is_identified(catalog, it) && is_published(catalog, it, event);
    let mut holders = holders.peekable();
    let found = holders.peek()?.name.clone();
    holders.all(bad).then_some(found)
}

/// Whether a key, an index or the whole row tells a row from others.
fn is_identified(catalog: &Catalog, table: &Table) -> bool {
    match identity(catalog, table).map(str::to_ascii_uppercase).as_deref() {
        Some("NOTHING") => false,
        None | Some("DEFAULT") => table.assumed || !table.primary_key().is_empty(),
        Some(_) => true,
    }
}

/// What was said last of how rows are told apart: `FULL`, `USING INDEX i`.
fn identity<'c>(catalog: &'c Catalog, table: &Table) -> Option<&'c str> {
    const WORDS: &str = " REPLICA IDENTITY ";
    let key = table.name.key();
    let mut own = catalog.opaque.iter().rev().filter(|it| {
        it.kind == "ALTER TABLE" && it.touches.first().is_some_and(|it| it.key() == key)
    });
    own.find_map(|it| {
        let at = it.sql.to_ascii_uppercase().find(WORDS)?;
        it.sql.get(at + WORDS.len()..).map(str::trim)
    })
}

/// The index that tells rows of a table apart, if a column is in it.
pub(in crate::op) fn index_over(catalog: &Catalog, table: &Table, column: &str) -> Option<String> {
    let mut words = identifiers(identity(catalog, table)?);
    let index = words.nth(2).filter(|_| !table.assumed)?;
    let of_index = table.index(&index).is_some_and(|it| it.keys.iter().any(|it| it.what == column));
    let constraint = table.constraint(&index).map(|it| it.kind.columns()).unwrap_or_default();
    (of_index || constraint.iter().any(|it| it == column)).then_some(index)
}

/// Whether some publication tells of what is done with a table's rows.
fn is_published(catalog: &Catalog, table: &Table, event: Event) -> bool {
    let tells = |own: &str| Before { own: Some(own), catalog }.tells_of(event.word());
    publications(catalog).iter().any(|it| tells(it) && publishes(catalog, it, table))
}

/// The publications, by the statement that is kept of each: under its name of now, and until it is
/// dropped.
pub(crate) fn publications(catalog: &Catalog) -> Vec<String> {
    let made = catalog.opaque.iter().filter(|it| it.kind == "CREATE PUBLICATION");
    made.filter_map(|it| subject(&it.sql, "PUBLICATION")).map(|(it, _)| it).collect()
}

/// Whether a publication holds a table, or one that it is a partition of.
pub(crate) fn publishes(catalog: &Catalog, publication: &str, table: &Table) -> bool {
    if table.is_unlogged() || table.is_foreign() || is_temporary(&table.name) {
        return false;
    }
    let publication = Before { own: Some(publication), catalog };
    let schema = table.name.schema.as_deref().unwrap_or("public");
    publication.is_of_all_tables()
        || publication.has_schema(schema)
        || line(catalog, table).any(|it| publication.holds(&it))
}

/// A partition, the table that it is one of, and so on.
fn line<'c>(catalog: &'c Catalog, table: &'c Table) -> impl Iterator<Item = Name> + 'c {
    let up = |it: &Name| catalog.table(it)?.partition_of.as_ref().map(|(it, _)| it.key());
    std::iter::successors(Some(table.name.key()), up).take(MAX_LINE)
}

/// As many tables may be partitions of each other.
const MAX_LINE: usize = 50;
