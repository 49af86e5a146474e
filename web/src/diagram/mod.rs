//! The schema as a diagram: a painted picture, cards of real text where they can be read, and a
//! list that says the same without a picture.

pub mod camera;
pub mod cards;
pub mod export;
pub mod gesture;
pub mod light;
pub mod model;
pub mod paint;
pub mod stage;
pub mod tree;
pub mod window;

use std::sync::Arc;

use leptos::prelude::*;
use migrascope_core::api::{AtlasView, SchemaView};
use migrascope_core::layout::er::Link;
use migrascope_core::layout::scene::Diagram as Picture;

use self::export::{Export, Paper};
use self::gesture::ZOOM_STEP;
use self::stage::Stage;
use self::tree::Tree;
use self::window::Window;

/// A table, or one of its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub table: String,
    pub column: Option<String>,
}

/// What to do when the reader chooses a table or a column.
pub type Choose = Callback<Chosen>;

/// The diagram of a schema. What is `chosen` elsewhere is brought into view here.
///
/// With `all` the diagram waits for the tables of all revisions and gives each its seat first;
/// without it, seats are given as tables come, and may change then.
#[component]
pub fn Diagram(
    #[prop(into)] schema: Signal<Option<Arc<SchemaView>>>,
    #[prop(into)] chosen: Signal<Option<Chosen>>,
    #[prop(into)] choose: Choose,
    #[prop(optional, into)] all: Option<Signal<Option<Arc<AtlasView>>>>,
    /// What a saved picture is called.
    #[prop(into)]
    paper: Signal<Paper>,
    /// Hears that the browser would not save it.
    #[prop(into)]
    complain: Callback<String>,
    /// Saves the schema as SQL.
    #[prop(into)]
    save_sql: Callback<()>,
) -> impl IntoView {
    let stage = Stage::new();
    let listed = RwSignal::new(false);
    let step = stepper(stage, choose);
    // Made first: it tells the stage its size, for which the first schema is laid out.
    let window = view! { <Window stage chosen choose step /> };
    follow_schema(stage, schema, all);
    follow_choice(stage, chosen);
    view! {
        <section class="diagram" aria-label="Diagram of the schema" data-listed=move || listed.get().then_some("")>
            {window}
            <Bar stage step listed><Export stage paper complain save_sql /></Bar>
            <div class="diagram-tree" role="region" aria-label="The schema as a list">
                <Tree stage choose />
            </div>
        </section>
    }
}

/// The line below the picture: what it leaves out, the changes, and the zoom.
#[component]
fn Bar(
    stage: Stage,
    step: Callback<isize>,
    listed: RwSignal<bool>,
    children: Children,
) -> impl IntoView {
    let changes = Memo::new(move |_| Stage::changes(&stage.diagram.read()).len());
    let words = move || match changes.get() {
        1 => "1 table changed".to_owned(),
        count => format!("{count} tables changed"),
    };
    view! {
        <div class="diagram__bar">
            <p class="diagram__legend">{move || legend(&stage.diagram.read())}</p>
            <Show when=move || changes.get() != 0>
                <span class="diagram__steps" role="group" aria-label="Changes of this revision">
                    <button type="button" aria-label="previous change" on:click=move |_| step.run(-1)>"‹"</button>
                    <span>{words}</span>
                    <button type="button" aria-label="next change" on:click=move |_| step.run(1)>"›"</button>
                </span>
            </Show>
            <span class="diagram__zoom" role="group" aria-label="Zoom">
                <button type="button" aria-label="farther" on:click=move |_| stage.zoom(1.0 / ZOOM_STEP)>"−"</button>
                <button type="button" aria-label="show at 100 percent" on:click=move |_| stage.zoom_to(1.0)>
                    {move || stage.percent.get()}" %"
                </button>
                <button type="button" aria-label="nearer" on:click=move |_| stage.zoom(ZOOM_STEP)>"+"</button>
                <button type="button" on:click=move |_| stage.fit()>"Fit"</button>
            </span>
            <button type="button" aria-pressed=move || listed.get().to_string() on:click=move |_| listed.update(|it| *it = !*it)>
                "As a list"
            </button>
            {children()}
        </div>
    }
}

/// Shows every schema that comes, on seats that are there before it.
fn follow_schema(
    stage: Stage,
    schema: Signal<Option<Arc<SchemaView>>>,
    all: Option<Signal<Option<Arc<AtlasView>>>>,
) {
    Effect::new(move |seated: Option<Option<Arc<AtlasView>>>| {
        let seated = seated.flatten();
        let all = all.map(|it| it.get());
        if let Some(Some(all)) = &all
            && seated.as_ref() != Some(all)
        {
            stage.seat(all);
        }
        // Seats that are on their way are waited for; where none were promised, there are none.
        if let Some(schema) = schema.get()
            && all.as_ref().is_none_or(Option::is_some)
        {
            stage.show(&schema);
        }
        all.flatten()
    });
}

/// Brings what is chosen into view as soon as it is there, and lights it.
fn follow_choice(stage: Stage, chosen: Signal<Option<Chosen>>) {
    Effect::new(move |found: Option<Option<Chosen>>| {
        let now = chosen.get();
        let card = number_of(&stage.diagram.read(), &now);
        if let Some(card) = card
            && found.flatten() != now
        {
            stage.find(card);
        }
        stage.light(card);
        now.filter(|_| card.is_some())
    });
}

/// Chooses the next change, or the one before it.
fn stepper(stage: Stage, choose: Choose) -> Callback<isize> {
    let at = StoredValue::new(None::<usize>);
    Callback::new(move |by: isize| {
        let diagram = stage.diagram.get_untracked();
        let changes = Stage::changes(&diagram);
        let last = changes.len().wrapping_sub(1);
        let next = match at.get_value().filter(|it| *it <= last) {
            _ if changes.is_empty() => return,
            None if by > 0 => 0,
            None => last,
            Some(at) if by > 0 => {
                if at == last {
                    0
                } else {
                    at + 1
                }
            }
            Some(at) => at.checked_sub(1).unwrap_or(last),
        };
        at.set_value(Some(next));
        let card = changes.get(next).and_then(|it| diagram.cards.get(*it));
        if let Some(it) = card {
            choose.run(Chosen { table: it.card.name.clone(), column: None });
        }
    })
}

/// The place of the chosen table among the cards.
fn number_of(picture: &Picture, chosen: &Option<Chosen>) -> Option<usize> {
    let chosen = chosen.as_ref()?;
    picture.cards.iter().position(|it| it.card.name == chosen.table)
}

/// What the picture does not show as lines, said openly.
fn legend(picture: &Picture) -> String {
    let chips: Vec<usize> =
        picture.references.iter().filter(|it| it.link == Link::Chip).map(|it| it.to).collect();
    let mut hubs = chips.clone();
    hubs.sort_unstable();
    hubs.dedup();
    let lines = picture.references.iter().filter(|it| matches!(it.link, Link::Line(_))).count();
    let count =
        |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    let shown = format!("{}, {}", count(picture.cards.len(), "table"), count(lines, "line"));
    if chips.is_empty() {
        return shown;
    }
    format!(
        "{shown}; {} to {} shown as chips",
        count(chips.len(), "reference"),
        count(hubs.len(), "busy table")
    )
}

#[cfg(test)]
mod tests {
    use migrascope_core::layout::scene::Reference;

    use super::*;

    #[test]
    fn the_legend_says_what_is_not_drawn() {
        let chip = |to| Reference { to, link: Link::Chip, ..Reference::default() };
        let picture = Picture { references: vec![chip(1), chip(1)], ..Picture::default() };
        assert_eq!(
            legend(&picture),
            "0 tables, 0 lines; 2 references to 1 busy table shown as chips"
        );
        assert_eq!(legend(&Picture::default()), "0 tables, 0 lines");
    }
}
