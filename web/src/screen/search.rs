//! Finds whatever has a name, by a few letters: screens, revisions, files, tables and what belongs to
//! them, other objects of the schema, and tables of other revisions.

use std::collections::BTreeSet;

use migrascope_core::api::{AtlasView, LifeView, Mark, Overview, PartView, SchemaView, TableView};

use crate::place::{Place, TABS, Tab};
use crate::words;

/// How many finds are shown.
const MOST: usize = 60;

/// Something found, and where it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hit {
    pub kind: String,
    pub name: String,
    /// What stands beside the name.
    pub beside: String,
    pub place: Place,
}

/// What is searched.
#[derive(Clone, Copy, Default)]
pub struct Everything<'a> {
    pub overview: Option<&'a Overview>,
    /// The schema after the chosen revision.
    pub schema: Option<&'a SchemaView>,
    pub atlas: Option<&'a AtlasView>,
}

/// The best finds for some letters, the best first. No letters find the screens and the newest
/// revisions.
pub fn hits(all: &[Hit], find: &str) -> Vec<Hit> {
    let mut scored: Vec<(u32, &Hit)> =
        all.iter().filter_map(|hit| Some((score(hit, find)?, hit))).collect();
    scored.sort_by_key(|(score, _)| *score);
    scored.into_iter().map(|(_, hit)| hit.clone()).take(MOST).collect()
}

impl Everything<'_> {
    /// Everything that has a name, seen from a place.
    pub fn all(&self, here: &Place) -> Vec<Hit> {
        let screens = TABS.iter().map(|row| hit("screen", row.title, "", here.on(row.tab)));
        let on_schema = here.on(Tab::Schema);
        let tables = self.schema.iter().flat_map(|it| &it.tables);
        screens
            .chain(self.revisions(here))
            .chain(tables.flat_map(|it| of_table(it, &on_schema)))
            .chain(self.objects(&on_schema))
            .chain(self.tables_elsewhere(&on_schema))
            .chain(self.files(here))
            .collect()
    }

    pub fn revisions(&self, here: &Place) -> Vec<Hit> {
        let rows = self.overview.iter().flat_map(|it| &it.revisions);
        rows.map(|row| hit("revision", &row.id, &row.message, here.with_revision(&row.id)))
            .collect()
    }

    fn files(&self, here: &Place) -> Vec<Hit> {
        let rows = self.overview.iter().flat_map(|it| &it.revisions);
        rows.map(|row| {
            let place = here.with_revision(&row.id).with_line(&row.place.file, row.place.line);
            hit("file", &row.place.file, &row.message, place)
        })
        .collect()
    }

    /// What a schema holds besides tables.
    fn objects(&self, here: &Place) -> Vec<Hit> {
        let Some(schema) = self.schema else { return Vec::new() };
        let place = |name: &str| here.with_object(name);
        let enums = schema.enums.iter();
        let enums = enums.map(|it| hit("enum", &it.name, &it.labels.join(", "), place(&it.name)));
        let others = schema.others.iter();
        let others = others.map(|it| {
            let first = it.definition.lines().next().unwrap_or_default();
            hit(&it.kind, &it.name, first, place(&it.name))
        });
        enums.chain(others).collect()
    }

    /// Tables that are not there after the chosen revision, but after another.
    fn tables_elsewhere(&self, here: &Place) -> Vec<Hit> {
        let Some((schema, atlas)) = self.schema.zip(self.atlas) else { return Vec::new() };
        let names: BTreeSet<&str> = schema.tables.iter().map(|it| it.name.as_str()).collect();
        let elsewhere = atlas.lives.iter().filter(|it| !names.contains(it.name.as_str()));
        let told = elsewhere.filter_map(|it: &LifeView| {
            let (word, id) = match (&it.until, &it.from) {
                (Some(until), _) => ("gone at", until),
                (None, Some(from)) => ("comes at", from),
                (None, None) => return None,
            };
            let place = here.with_revision(id).with_table(&it.name);
            Some(hit("table", &it.name, &format!("{word} {}", words::short_id(id)), place))
        });
        told.collect()
    }
}

/// A table, its columns, and its parts that have names of their own.
fn of_table(table: &TableView, here: &Place) -> Vec<Hit> {
    let place = here.with_table(&table.name);
    let columns = table.columns.iter().map(|column| {
        let place = Place { column: Some(column.name.clone()), ..place.clone() };
        hit("column", &format!("{}.{}", table.name, column.name), &column.ty, place)
    });
    let parts = |kind: &'static str, parts: &[PartView]| -> Vec<Hit> {
        let named = parts.iter().filter(|it| !it.name.is_empty());
        let beside = format!("of {}", table.name);
        named.map(|it| hit(kind, &it.name, &beside, place.clone())).collect()
    };
    let beside = if table.mark == Mark::Removed { "gone at this revision" } else { "" };
    std::iter::once(hit("table", &table.name, beside, place.clone()))
        .chain(columns)
        .chain(parts("index", &table.indexes))
        .chain(parts("constraint", &table.constraints))
        .chain(parts("trigger", &table.triggers))
        .collect()
}

fn hit(kind: &str, name: &str, beside: &str, place: Place) -> Hit {
    Hit { kind: kind.to_owned(), name: name.to_owned(), beside: beside.to_owned(), place }
}

/// How well something fits; the lower the better, nothing if it does not.
fn score(hit: &Hit, find: &str) -> Option<u32> {
    let (name, beside) = (hit.name.to_lowercase(), hit.beside.to_lowercase());
    let kind = match hit.kind.as_str() {
        "screen" => 0,
        "revision" | "table" => 1,
        "file" => 3,
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
    use migrascope_core::api::{ColumnView, EnumView, RevisionRow};

    fn found(find: &str) -> Vec<Hit> {
        let revision =
            RevisionRow { id: "a1".into(), message: "add users".into(), ..RevisionRow::default() };
        let overview = Overview { revisions: vec![revision], ..Overview::default() };
        let column = ColumnView { name: "user_id".into(), ..ColumnView::default() };
        let index = PartView { name: "ix_mail".into(), ..PartView::default() };
        let table = TableView {
            name: "users".into(),
            columns: vec![column],
            indexes: vec![index],
            ..TableView::default()
        };
        let mood = EnumView { name: "mood".into(), ..EnumView::default() };
        let schema = SchemaView { tables: vec![table], enums: vec![mood], ..SchemaView::default() };
        let life = |name: &str, until: Option<&str>| LifeView {
            name: name.into(),
            from: Some("a1".into()),
            until: until.map(str::to_owned),
        };
        let lives = vec![life("users", None), life("people", Some("b2")), life("later", None)];
        let atlas = AtlasView { lives, ..AtlasView::default() };
        let all =
            Everything { overview: Some(&overview), schema: Some(&schema), atlas: Some(&atlas) };
        hits(&all.all(&Place::default()), find)
    }

    fn names(find: &str) -> Vec<String> {
        found(find).into_iter().map(|hit| hit.name).collect()
    }

    #[test]
    fn a_name_that_begins_so_comes_before_one_that_holds_it() {
        assert_eq!(names("user")[..3], ["users", "users.user_id", "a1"]);
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

    #[test]
    fn what_belongs_to_a_schema_leads_to_it() {
        let index = &found("ix_")[0];
        assert_eq!((index.kind.as_str(), index.place.table.as_deref()), ("index", Some("users")));
        assert_eq!(found("mood")[0].place.object.as_deref(), Some("mood"));
    }

    #[test]
    fn a_table_of_another_revision_leads_to_where_it_goes_or_comes() {
        let gone = &found("people")[0];
        assert_eq!(
            (gone.beside.as_str(), gone.place.revision.as_deref()),
            ("gone at b2", Some("b2"))
        );
        assert_eq!(found("later")[0].beside, "comes at a1");
    }
}
