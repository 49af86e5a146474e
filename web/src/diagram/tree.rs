//! The schema as a list of groups, tables and columns: the picture's equal without a picture.

use std::sync::Arc;

use leptos::prelude::*;
use migrascope_core::layout::card::{Mark, Row};
use migrascope_core::layout::scene::{Diagram, Placed};

use super::cards::word;
use super::stage::Stage;
use super::{Choose, Chosen};

/// Groups, in each its tables, in each its columns; what a column refers to is a link.
#[component]
pub fn Tree(stage: Stage, choose: Choose) -> impl IntoView {
    let groups = move || {
        let diagram = stage.diagram.get();
        (0..diagram.groups.len())
            .map(|group| view! { <Group diagram=Arc::clone(&diagram) group choose /> })
            .collect_view()
    };
    view! { <ul class="diagram-tree__groups">{groups}</ul> }
}

#[component]
fn Group(diagram: Arc<Diagram>, group: usize, choose: Choose) -> impl IntoView {
    let region = diagram.groups.get(group).cloned().unwrap_or_default();
    let cards = diagram.cards.iter().enumerate().filter(|(_, it)| it.group == group);
    let tables = cards.map(|(number, placed)| {
        view! { <Table words=words(&diagram, number, placed) placed=placed.clone() choose /> }
    });
    view! {
        <li>
            <h3 class="diagram-tree__group">{region.name}" "<span>{region.cards}</span></h3>
            <ul>{tables.collect_view()}</ul>
        </li>
    }
}

/// A table; its columns are listed when it is opened, so a thousand tables stay light.
#[component]
fn Table(placed: Placed, words: String, choose: Choose) -> impl IntoView {
    let open = RwSignal::new(false);
    let card = placed.card;
    let name = card.name.clone();
    let to = Chosen { table: name.clone(), column: None };
    let label = format!("columns of {name}");
    let columns = move || {
        let rows = card
            .rows
            .iter()
            .map(|row| view! { <Column table=card.name.clone() row=row.clone() choose /> });
        open.get().then(|| view! { <ul>{rows.collect_view()}</ul> })
    };
    view! {
        <li class="diagram-tree__table" data-mark=word(card.mark)>
            <button type="button" class="diagram-tree__toggle" aria-expanded=move || open.get().to_string()
                aria-label=label on:click=move |_| open.update(|it| *it = !*it)>
                {move || if open.get() { "▾" } else { "▸" }}
            </button>
            <button type="button" class="diagram-tree__name" aria-label=words on:click=move |_| choose.run(to.clone())>
                <span class="diagram-card__sign" aria-hidden="true">{card.mark.glyph()}</span>
                {name}
            </button>
            {columns}
        </li>
    }
}

#[component]
fn Column(table: String, row: Row, choose: Choose) -> impl IntoView {
    let own = Chosen { table, column: Some(row.name.clone()) };
    let mark = word(row.mark).map(|it| format!(", {it}")).unwrap_or_default();
    let key = if row.badge().is_empty() { String::new() } else { format!(", {}", row.badge()) };
    let link = row.refers.clone().map(|(table, column)| {
        let text = format!("→ {table}.{column}");
        let to = Chosen { table, column: Some(column) };
        view! {
            <button type="button" class="diagram-tree__link" on:click=move |_| choose.run(to.clone())>{text}</button>
        }
    });
    view! {
        <li class="diagram-tree__column">
            <button type="button" class="diagram-tree__name" on:click=move |_| choose.run(own.clone())>
                <span class="diagram-card__sign" aria-hidden="true">{row.mark.glyph()}</span>
                {row.name.clone()}
            </button>
            <span class="diagram-tree__type">{row.shown_type()}{key}{mark}</span>
            {link}
        </li>
    }
}

/// A table in a sentence: "payments, 14 columns, 3 references out, 12 in, 2 columns changed".
fn words(diagram: &Diagram, number: usize, placed: &Placed) -> String {
    let card = &placed.card;
    let references = diagram.references.iter();
    let out = references.clone().filter(|it| it.from == number).count();
    let into = references.filter(|it| it.to == number).count();
    let changed = card.rows.iter().filter(|it| it.mark != Mark::Same).count();
    let columns = if card.rows.len() == 1 { "column" } else { "columns" };
    let mut res =
        format!("{}, {} {columns}, {out} references out, {into} in", card.name, card.rows.len());
    if let Some(mark) = word(card.mark) {
        res.push_str(&format!(", {mark} in this revision"));
    }
    if changed > 0 && card.mark != Mark::Added {
        res.push_str(&format!(", {changed} of its columns changed"));
    }
    res
}

#[cfg(test)]
mod tests {
    use migrascope_core::layout::card::Card;

    use super::*;

    #[test]
    fn a_table_is_told_in_a_sentence() {
        let row = Row { name: "id".into(), mark: Mark::Added, ..Row::default() };
        let card =
            Card { name: "a".into(), rows: vec![row], mark: Mark::Changed, ..Card::default() };
        let placed = Placed { card, ..Placed::default() };
        let words = words(&Diagram::default(), 0, &placed);
        assert_eq!(
            words,
            "a, 1 column, 0 references out, 0 in, changed in this revision, 1 of its columns changed"
        );
    }
}
