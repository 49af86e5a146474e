//! The tables that are near enough to read, made of elements: text to select, buttons to press.

use std::sync::Arc;

use leptos::prelude::*;
use migrascope_core::layout::card::{Mark, Row};
use migrascope_core::layout::er::Link;
use migrascope_core::layout::scene::{Diagram, Placed};

use super::light::{Light, Lights};
use super::stage::Stage;
use super::{Choose, Chosen};

/// The layer of cards above the painted lines; the stage moves it along.
#[component]
pub fn Cards(stage: Stage, chosen: Signal<Option<Chosen>>, choose: Choose) -> impl IntoView {
    let lights = Memo::new(move |_| Lights::around(&stage.diagram.read(), stage.lit.get()));
    let cards = move || {
        let diagram = stage.diagram.get();
        let near = stage.near.get();
        let placed = |number: usize| Some((number, diagram.cards.get(number)?.clone()));
        near.into_iter().filter_map(placed).collect::<Vec<_>>()
    };
    view! {
        <For
            each=cards
            // A card that changed with the revision is made anew.
            key=|(number, placed)| (*number, format!("{placed:?}"))
            let:it
        >
            <Card number=it.0 placed=it.1 stage lights chosen choose />
        </For>
    }
}

/// One table: its name, its columns, and where they lead.
#[component]
fn Card(
    number: usize,
    placed: Placed,
    stage: Stage,
    lights: Memo<Lights>,
    chosen: Signal<Option<Chosen>>,
    choose: Choose,
) -> impl IntoView {
    let Placed { card, rect, .. } = placed;
    let name = card.name.clone();
    let mine = name.clone();
    let current =
        move || chosen.read().as_ref().is_some_and(|it| it.table == mine).then_some("true");
    let faded = move || {
        let subject = migrascope_core::layout::display::Subject::Card(number);
        (lights.read().of(subject) == Light::Faded).then_some("")
    };
    let diagram = stage.diagram.get_untracked();
    let rows = card.rows.iter().enumerate().map(|(row, it)| {
        let link = link(&diagram, number, row);
        let removed = card.mark == Mark::Removed;
        view! { <Line table=name.clone() row=it.clone() link removed type_x=card.type_x() chosen choose /> }
    });
    let to = Chosen { table: name.clone(), column: None };
    view! {
        <article
            class="diagram-card"
            data-mark=word(card.mark)
            data-faded=faded
            data-assumed=card.assumed.then_some("")
            aria-current=current
            style:left=format!("{}px", rect.x)
            style:top=format!("{}px", rect.y)
            style:width=format!("{}px", rect.width)
            style:height=format!("{}px", rect.height)
        >
            <h3 class="diagram-card__head">
                <Sign mark=card.mark />
                <button type="button" class="diagram-card__name" tabindex="-1" title=name.clone()
                    on:click=move |event| { event.stop_propagation(); choose.run(to.clone()); }>
                    {name.clone()}
                </button>
            </h3>
            <ul class="diagram-card__rows">{rows.collect_view()}</ul>
        </article>
    }
}

/// One column: marks, name, type, and a chip where it refers to a table without a line.
#[component]
fn Line(
    table: String,
    row: Row,
    link: Link,
    removed: bool,
    type_x: f64,
    chosen: Signal<Option<Chosen>>,
    choose: Choose,
) -> impl IntoView {
    let mine = Chosen { table, column: Some(row.name.clone()) };
    let current = move || (chosen.read().as_ref() == Some(&mine)).then_some("true");
    let target = row.refers.clone().map(|(table, column)| Chosen { table, column: Some(column) });
    let text = match link {
        Link::Chip => row.chip(),
        Link::Loop => Some("↺ itself".to_owned()),
        Link::Line(_) | Link::Absent => None,
    };
    let chip = text.zip(target).map(|(text, to)| {
        let title = format!("refers to {}.{}", to.table, to.column.clone().unwrap_or_default());
        view! {
            <button type="button" class="diagram-card__chip" tabindex="-1" title=title
                on:click=move |event| { event.stop_propagation(); choose.run(to.clone()); }>
                {text}
            </button>
        }
    });
    let must = if row.nullable { "may be null" } else { "not null" };
    let badge = (!row.badge().is_empty()).then(|| row.badge());
    let long = row.shown_name() != row.name || !row.shown_type().starts_with(&row.ty);
    let title = long.then(|| format!("{} {}", row.name, row.ty));
    view! {
        <li class="diagram-card__row" data-mark=word(row.mark) data-struck=removed.then_some("")
            aria-current=current title=title>
            {match row.mark {
                Mark::Same => view! { <i class="diagram-card__dot" data-null=row.nullable.then_some("") title=must></i> }.into_any(),
                mark => view! { <Sign mark /> }.into_any(),
            }}
            <abbr class="diagram-card__key" title=key_words(&row)>{badge}</abbr>
            <span class="diagram-card__column" data-text="">{row.shown_name()}</span>
            <span class="diagram-card__type" data-text="" style:left=format!("{type_x}px")>{row.shown_type()}</span>
            {chip}
        </li>
    }
}

/// The sign of a change, with the word for who does not see it.
#[component]
fn Sign(mark: Mark) -> impl IntoView {
    (mark != Mark::Same).then(|| {
        view! {
            <span class="diagram-card__sign" role="img" aria-label=word(mark)>{mark.glyph()}</span>
        }
    })
}

/// A mark as a word.
pub fn word(mark: Mark) -> Option<&'static str> {
    match mark {
        Mark::Same => None,
        Mark::Added => Some("added"),
        Mark::Changed => Some("changed"),
        Mark::Removed => Some("removed"),
    }
}

fn key_words(row: &Row) -> Option<&'static str> {
    match (row.primary, row.refers.is_some(), row.unique) {
        (true, true, _) => Some("primary key and foreign key"),
        (true, false, _) => Some("primary key"),
        (false, true, true) => Some("foreign key, unique"),
        (false, true, false) => Some("foreign key"),
        (false, false, true) => Some("unique"),
        (false, false, false) => None,
    }
}

fn link(diagram: &Arc<Diagram>, card: usize, row: usize) -> Link {
    let mut references = diagram.references.iter();
    references.find(|it| it.from == card && it.row == row).map(|it| it.link).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use migrascope_core::layout::card;

    #[test]
    fn the_style_sheet_has_the_heights_of_the_layout() {
        let css = include_str!("diagram.css");
        assert!(css.contains(&format!("--diagram-head: {}px", card::HEAD)));
        assert!(css.contains(&format!("--diagram-row: {}px", card::ROW)));
    }
}
