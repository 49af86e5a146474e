//! What stands before the query of a view: its name, and the names of its columns.

use super::Edits;
use super::reader::Reader;
use crate::dialect::POSTGRESQL;
use crate::name::Name;

/// Lists the columns behind the view's name, in place of what is listed there.
pub(super) fn listed(reader: &Reader<'_>, columns: &[String]) -> Edits {
    let mut edits = Edits::default();
    let Some((_, name)) = name_of_view(reader) else { return edits };
    let list = format!(" ({})", POSTGRESQL.quote_list(columns));
    if reader.is(name + 1, "(") {
        let closed = reader.closed(name + 1);
        edits.replace(name + 1, list.trim_start());
        (name + 2..=closed).for_each(|it| edits.replace(it, ""));
    } else {
        edits.put_behind(name, &list);
    }
    edits
}

/// Gives the view itself another name.
pub(super) fn named(reader: &Reader<'_>, to: &Name) -> Edits {
    let mut edits = Edits::default();
    let Some((first, last)) = name_of_view(reader) else { return edits };
    (first..last).for_each(|it| edits.replace(it, ""));
    edits.replace(last, POSTGRESQL.quote(&to.key()));
    edits
}

/// The first and last token of the name of the view that the statement creates.
fn name_of_view(reader: &Reader<'_>) -> Option<(usize, usize)> {
    let view = (0..MOST_WORDS).find(|it| reader.is(*it, "view"))?;
    let exists = reader.is(view + 1, "if") && reader.is(view + 3, "exists");
    let first = view + if exists { 4 } else { 1 };
    let mut last = first;
    while reader.is(last + 1, ".") && reader.is_name(last + 2) {
        last += 2;
    }
    reader.is_name(last).then_some((first, last))
}

/// More words than stand before `VIEW`: `CREATE OR REPLACE TEMPORARY RECURSIVE VIEW`.
const MOST_WORDS: usize = 6;
