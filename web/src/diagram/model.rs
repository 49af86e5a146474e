//! The schema as the layout wants it: cards with rows, on seats that outlive a revision.

use migrascope_core::api::{self, AtlasView, SchemaView, TableView};
use migrascope_core::layout::card::{Card, Mark, Row};
use migrascope_core::layout::scene::{self, Diagram, Scene};

/// The seats of every table known so far: a table keeps its place through time.
#[derive(Default)]
pub struct Atlas {
    cards: Vec<Card>,
    scene: Option<Scene>,
}

impl Atlas {
    /// The seats of all tables that any revision has: nothing will move.
    pub fn of(all: &AtlasView) -> Self {
        Self { cards: all.tables.iter().map(card).collect(), scene: None }
    }

    /// The diagram of a revision. Everything is laid out anew only where it brings something
    /// that was not there before.
    pub fn show(&mut self, schema: &SchemaView, aspect: f64) -> Diagram {
        let cards: Vec<Card> = schema.tables.iter().map(card).collect();
        let scene = match self.scene.take().filter(|it| it.covers(&cards)) {
            Some(scene) => scene,
            None => {
                self.cards = scene::union(&self.cards, &cards);
                Scene::new(&self.cards, aspect)
            }
        };
        self.scene.insert(scene).show(&cards)
    }
}

fn card(table: &TableView) -> Card {
    let rows = table.columns.iter().map(|it| Row {
        name: it.name.clone(),
        ty: it.ty.clone(),
        primary: it.primary,
        unique: it.unique,
        nullable: it.nullable,
        refers: it.refers.clone(),
        mark: mark(it.mark),
    });
    // Keys first: they are what lines lead to, and what is left when the picture is small.
    let (keys, others): (Vec<Row>, Vec<Row>) = rows.partition(Row::is_key);
    let (first, second): (Vec<Row>, Vec<Row>) = keys.into_iter().partition(|it| it.primary);
    let rows = first.into_iter().chain(second).chain(others).collect();
    Card {
        name: table.name.clone(),
        formerly: table.formerly.clone(),
        rows,
        mark: mark(table.mark),
        assumed: table.assumed,
    }
}

fn mark(mark: api::Mark) -> Mark {
    match mark {
        api::Mark::Same => Mark::Same,
        api::Mark::Added => Mark::Added,
        api::Mark::Changed => Mark::Changed,
        api::Mark::Removed => Mark::Removed,
    }
}

#[cfg(test)]
mod tests {
    use migrascope_core::api::ColumnView;

    use super::*;

    fn table(name: &str, columns: &[&str]) -> TableView {
        let column = |name: &&str| ColumnView {
            name: (*name).to_owned(),
            primary: *name == "id",
            ..ColumnView::default()
        };
        let columns = columns.iter().map(column).collect();
        TableView { name: name.to_owned(), columns, ..TableView::default() }
    }

    #[test]
    fn keys_come_first() {
        let card = card(&table("a", &["note", "id"]));
        assert_eq!(card.rows[0].name, "id");
    }

    #[test]
    fn a_table_that_is_yet_to_come_moves_nothing() {
        let later = table("b", &["id", "note"]);
        let first = table("a", &["id"]);
        let all = AtlasView { tables: vec![first.clone(), later.clone()], ..AtlasView::default() };
        let mut atlas = Atlas::of(&all);
        let schema = |tables| SchemaView { tables, ..SchemaView::default() };
        let before = atlas.show(&schema(vec![first.clone()]), 1.6).cards[0].rect;
        assert_eq!(atlas.show(&schema(vec![first, later]), 1.6).cards[0].rect, before);
    }

    #[test]
    fn a_table_that_went_and_came_back_has_its_old_seat() {
        let mut atlas = Atlas::default();
        let both = SchemaView {
            tables: vec![table("a", &["id"]), table("b", &["id"])],
            ..SchemaView::default()
        };
        let one = SchemaView { tables: vec![table("b", &["id"])], ..SchemaView::default() };
        let before = atlas.show(&both, 1.6).cards[1].rect;
        assert_eq!(atlas.show(&one, 1.6).cards[0].rect, before);
    }
}
