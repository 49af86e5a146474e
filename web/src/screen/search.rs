//! Finds revisions, tables, columns, files and commands by a few letters.

use migrascope_core::api::{Overview, SchemaView};

use crate::place::{Place, TABS};

/// How many finds are shown.
const MOST: usize = 60;

/// Something found, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub kind: &'static str,
    pub name: String,
    /// What stands beside the name.
    pub beside: String,
    pub place: Place,
}

/// What is found for some letters, the best first. No letters find the screens and the newest
/// revisions.
pub fn hits(
    overview: &Overview,
    schema: Option<&SchemaView>,
    here: &Place,
    find: &str,
) -> Vec<Hit> {
    let mut scored: Vec<(u32, Hit)> = all(overview, schema, here)
        .into_iter()
        .filter_map(|hit| Some((score(&hit, find)?, hit)))
        .collect();
    scored.sort_by_key(|(score, _)| *score);
    scored.into_iter().map(|(_, hit)| hit).take(MOST).collect()
}

fn all(overview: &Overview, schema: Option<&SchemaView>, here: &Place) -> Vec<Hit> {
    let hit = |kind: &'static str, name: &str, beside: &str, place: Place| Hit {
        kind,
        name: name.to_owned(),
        beside: beside.to_owned(),
        place,
    };
    let screens = TABS.iter().map(|row| hit("screen", row.title, "", here.on(row.tab)));
    let revisions = overview
        .revisions
        .iter()
        .map(|row| hit("revision", &row.id, &row.message, here.with_revision(&row.id)));
    let on_schema = here.on(crate::place::Tab::Schema);
    let tables = schema.map(|it| it.tables.as_slice()).unwrap_or_default();
    let tables = tables.iter().flat_map(|table| {
        let place = on_schema.with_table(&table.name);
        let columns = table.columns.iter().map({
            let place = place.clone();
            move |column| {
                let place = Place { column: Some(column.name.clone()), ..place.clone() };
                hit("column", &format!("{}.{}", table.name, column.name), &column.ty, place)
            }
        });
        std::iter::once(hit("table", &table.name, "", place.clone()))
            .chain(columns)
            .collect::<Vec<_>>()
    });
    screens.chain(revisions).chain(tables).collect()
}

/// How well something fits; the lower the better, nothing if it does not.
fn score(hit: &Hit, find: &str) -> Option<u32> {
    let (name, beside) = (hit.name.to_lowercase(), hit.beside.to_lowercase());
    let kind = match hit.kind {
        "screen" => 0,
        "revision" | "table" => 1,
        _ => 2,
    };
    let mut total = kind;
    for word in find.to_lowercase().split_whitespace() {
        total += match (name.find(word), beside.contains(word)) {
            (Some(0), _) => 0,
            (Some(_), _) => 4,
            (None, true) => 8,
            (None, false) => return None,
        };
    }
    // A table says little among its own columns unless its name is what was meant.
    Some(total * 64 + (name.len() as u32).min(63) * u32::from(!find.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use migrascope_core::api::{ColumnView, RevisionRow, TableView};

    fn names(find: &str) -> Vec<String> {
        let revision =
            RevisionRow { id: "a1".into(), message: "add users".into(), ..RevisionRow::default() };
        let overview = Overview { revisions: vec![revision], ..Overview::default() };
        let column = ColumnView { name: "user_id".into(), ..ColumnView::default() };
        let table =
            TableView { name: "users".into(), columns: vec![column], ..TableView::default() };
        let schema = SchemaView { tables: vec![table], ..SchemaView::default() };
        let hits = hits(&overview, Some(&schema), &Place::default(), find);
        hits.into_iter().map(|hit| hit.name).collect()
    }

    #[test]
    fn a_name_that_begins_so_comes_before_one_that_holds_it() {
        assert_eq!(names("user"), ["users", "users.user_id", "a1"]);
        assert_eq!(names("user_"), ["users.user_id"]);
    }

    #[test]
    fn without_letters_the_screens_come_first() {
        assert_eq!(names("")[..2], ["History", "Schema"]);
    }

    #[test]
    fn what_does_not_hold_every_word_is_not_found() {
        assert!(names("users nowhere").is_empty());
    }
}
