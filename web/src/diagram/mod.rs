//! The schema as a diagram: a painted picture, cards of real text where they can be read, and a
//! list that says the same without a picture.

pub mod camera;
pub mod cards;
pub mod gesture;
pub mod light;
pub mod model;
pub mod paint;
pub mod stage;
pub mod tree;

use std::sync::Arc;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use migrascope_core::api::{AtlasView, SchemaView};
use migrascope_core::layout::display::Hit;
use migrascope_core::layout::er::Link;
use migrascope_core::layout::geometry::Size;
use migrascope_core::layout::scene::Diagram as Picture;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::{HtmlElement, ResizeObserver};

use self::cards::Cards;
use self::gesture::{Hands, ZOOM_STEP};
use self::stage::{Elements, Stage};
use self::tree::Tree;

/// A table, or one of its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub table: String,
    pub column: Option<String>,
}

/// What to do when the reader chooses a table or a column.
pub type Choose = Callback<Chosen>;

/// How long a pointer rests on a table before its references light up: crossing the picture
/// must not make it flicker.
const REST: Duration = Duration::from_millis(80);

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
) -> impl IntoView {
    let stage = Stage::new();
    let hands = Hands::new();
    let root = NodeRef::<html::Div>::new();
    let (canvas, layer, probe) =
        (NodeRef::<html::Canvas>::new(), NodeRef::<html::Div>::new(), NodeRef::<html::I>::new());
    let listed = RwSignal::new(false);
    furnish(stage, root, (canvas, layer, probe));
    follow_schema(stage, schema, all);
    follow_choice(stage, chosen);
    let step = stepper(stage, choose);

    let hovered = StoredValue::new(None::<TimeoutHandle>);
    // Esc puts out the light on what is chosen, until something else is.
    let released = StoredValue::new(None::<Chosen>);
    let rest_on = move |card: Option<usize>| {
        if let Some(before) = hovered.get_value() {
            before.clear();
        }
        let light = move || {
            let chosen =
                chosen.get_untracked().filter(|it| released.get_value().as_ref() != Some(it));
            stage.light(card.or_else(|| number_of(&stage.diagram.read_untracked(), &chosen)));
        };
        hovered.set_value(set_timeout_with_handle(light, REST).ok());
    };
    // A pointer that rests when the reader leaves lights nothing any more.
    on_cleanup(move || {
        if let Some(last) = hovered.try_get_value().flatten() {
            last.clear();
        }
    });
    let on_move = move |event: web_sys::PointerEvent| {
        let Some(root) = root.get_untracked() else { return };
        if hands.moved(&event, &root, stage) {
            return;
        }
        rest_on(match stage.hit(gesture::place(&event, &root)) {
            Some(Hit::Card(card) | Hit::Row(card, _)) => Some(card),
            Some(Hit::Group(_)) | None => None,
        });
    };
    let on_click = move |event: web_sys::MouseEvent| {
        let Some(root) = root.get_untracked() else { return };
        if hands.dragged() || selects_text() {
            return;
        }
        if let Some(it) = at(stage, stage.hit(gesture::place(&event, &root))) {
            choose.run(it);
        }
    };
    let on_double = move |event: web_sys::MouseEvent| {
        let Some(root) = root.get_untracked() else { return };
        if let Some(Hit::Group(group)) = stage.hit(gesture::place(&event, &root)) {
            stage.dive(group);
        }
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && stage.lit.get_untracked().is_some() {
            released.set_value(chosen.get_untracked());
            stage.light(None);
            event.prevent_default();
        } else if gesture::key(&event, stage, |by| step.run(by)) {
            event.prevent_default();
        }
    };
    let with_root = move |act: &dyn Fn(&HtmlElement)| {
        if let Some(root) = root.get_untracked() {
            act(&root);
        }
    };
    view! {
        <section class="diagram" aria-label="Diagram of the schema" data-listed=move || listed.get().then_some("")>
            <div
                class="diagram__window"
                node_ref=root
                tabindex="0"
                role="group"
                aria-label="Diagram: arrows move it, plus and minus enlarge it, f shows all of it; the list beside it says the same in words"
                on:pointerdown=move |event| with_root(&|root| hands.down(&event, root))
                on:pointermove=on_move
                on:pointerup=move |event| hands.up(&event)
                on:pointercancel=move |event| hands.up(&event)
                on:pointerleave=move |_| rest_on(None)
                on:wheel=move |event| with_root(&|root| gesture::wheel(&event, root, stage))
                on:click=on_click
                on:dblclick=on_double
                on:keydown=on_key
            >
                <canvas class="diagram__canvas" node_ref=canvas aria-hidden="true"></canvas>
                <div class="diagram__layer" node_ref=layer><Cards stage chosen choose /></div>
                <i class="diagram__probe" node_ref=probe aria-hidden="true"></i>
                // Another theme gives this another color, and its transition tells us.
                <i class="diagram__theme" aria-hidden="true" on:transitionend=move |_| stage.recolor()></i>
                <Show when=move || stage.lost.get()>
                    <button type="button" class="diagram__lost" on:click=move |_| stage.fit()>"Nothing is in view. Back to the diagram"</button>
                </Show>
            </div>
            <Bar stage step listed />
            <div class="diagram-tree" role="region" aria-label="The schema as a list">
                <Tree stage choose />
            </div>
        </section>
    }
}

/// The line below the picture: what it leaves out, the changes, and the zoom.
#[component]
fn Bar(stage: Stage, step: Callback<isize>, listed: RwSignal<bool>) -> impl IntoView {
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
        </div>
    }
}

/// Gives the stage its elements, and tells it their size.
fn furnish(
    stage: Stage,
    root: NodeRef<html::Div>,
    (canvas, layer, probe): (NodeRef<html::Canvas>, NodeRef<html::Div>, NodeRef<html::I>),
) {
    let observer = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn FnMut(JsValue)>)>);
    Effect::new(move |_| {
        let (Some(root), Some(canvas), Some(layer), Some(probe)) =
            (root.get(), canvas.get(), layer.get(), probe.get())
        else {
            return;
        };
        stage.furnish(Elements { canvas, layer: layer.into(), probe });
        let element = root.clone();
        let measure = move || {
            let rect = element.get_bounding_client_rect();
            stage.resize(Size::new(rect.width(), rect.height()));
        };
        // Known before the first schema comes: tables are seated for the window's shape.
        measure();
        let measure = Closure::<dyn FnMut(JsValue)>::new(move |_: JsValue| measure());
        // Every browser that runs this program has the observer.
        let Ok(watch) = ResizeObserver::new(wasm_bindgen::JsCast::unchecked_ref(measure.as_ref()))
        else {
            return;
        };
        watch.observe(&root);
        observer.set_value(Some((watch, measure)));
    });
    on_cleanup(move || {
        observer.update_value(|it| {
            if let Some((watch, _)) = it.take() {
                watch.disconnect();
            }
        });
    });
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

/// The table or column at a place of the picture.
fn at(stage: Stage, hit: Option<Hit>) -> Option<Chosen> {
    let diagram = stage.diagram.read_untracked();
    match hit? {
        Hit::Card(card) => {
            let card = &diagram.cards.get(card)?.card;
            Some(Chosen { table: card.name.clone(), column: None })
        }
        Hit::Row(card, row) => {
            let card = &diagram.cards.get(card)?.card;
            let column = card.rows.get(row).map(|it| it.name.clone());
            Some(Chosen { table: card.name.clone(), column })
        }
        Hit::Group(_) => None,
    }
}

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

/// Whether the reader has just selected text, so that the click was part of that.
fn selects_text() -> bool {
    let selection = web_sys::window().and_then(|it| it.get_selection().ok().flatten());
    selection.is_some_and(|it| !it.is_collapsed())
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
