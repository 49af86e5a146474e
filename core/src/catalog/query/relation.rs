//! A table or view that a query reads gets another name or another schema.

use std::collections::BTreeSet;

use super::Edits;
use super::reader::{Reader, Role, Source, SourceId, Word};
use crate::dialect::POSTGRESQL;
use crate::name::Name;

pub(super) fn edits(reader: &Reader<'_>, from: &Name, to: &Name) -> Edits {
    let (from, to) = (from.key(), to.key());
    let mut edits = Edits::default();
    let mut named = BTreeSet::new();
    for (select, it) in reader.selects.iter().enumerate() {
        for (at, source) in it.sources.iter().enumerate() {
            if source.table.as_ref() == Some(&from) {
                write_name(reader, source, &to, &mut edits);
                named.extend((!source.has_alias).then_some((select, at)));
            }
        }
    }
    reader.without_schemas(&named, &mut edits);
    if from.name == to.name {
        return edits;
    }
    let (old, new) = (POSTGRESQL.quote_name(&from.name), POSTGRESQL.quote_name(&to.name));
    if needs_alias(reader, &from.name, &to.name) {
        let ends = named.iter().filter_map(|it| Some(reader.source(*it)?.end));
        ends.for_each(|it| edits.put_behind(it, &format!(" {old}")));
    } else {
        for (of, _) in columns_of(reader, &named) {
            edits.replace(of, &*new);
        }
    }
    edits
}

/// The new name where rows are read, with its schema where a query of `WITH` is called so.
fn write_name(reader: &Reader<'_>, source: &Source<'_>, to: &Name, edits: &mut Edits) {
    let Some((last, schema)) = source.name.split_last() else { return };
    for it in schema {
        edits.replace(*it, "");
        edits.replace(it + 1, "");
    }
    let is_taken = to.schema.is_none() && reader.names_query(&to.name);
    let schema = if is_taken { "public." } else { "" };
    edits.replace(*last, format!("{schema}{}", POSTGRESQL.quote(to)));
}

/// The names of these sources that stand before their columns.
fn columns_of<'r>(
    reader: &'r Reader<'_>,
    sources: &'r BTreeSet<SourceId>,
) -> impl Iterator<Item = (usize, &'r Word)> {
    let words = reader.words.iter().chain(&reader.rows);
    words.filter_map(|word| {
        let of = word.of?;
        let source = reader.called(word.select, reader.text(of))?;
        sources.contains(&source).then_some((of, word))
    })
}

/// Whether the query says one of the names where it may mean a whole row, or calls something else
/// by the new one.
fn needs_alias(reader: &Reader<'_>, old: &str, new: &str) -> bool {
    let says_row = |it: &Word| {
        let text = reader.text(it.at);
        it.role == Role::OfRow || it.of.is_none() && (text == old || text == new)
    };
    let is_taken = |it: &Source<'_>| it.called == new;
    reader.words.iter().any(says_row)
        || reader.selects.iter().flat_map(|it| &it.sources).any(is_taken)
}
