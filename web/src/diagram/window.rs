//! The window on the picture: its elements, and what hands do on it.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use migrascope_core::layout::display::Hit;
use migrascope_core::layout::geometry::Size;
use wasm_bindgen::prelude::{Closure, JsValue};
use web_sys::{HtmlElement, ResizeObserver};

use super::cards::Cards;
use super::gesture::{self, Hands};
use super::stage::{Elements, Stage};
use super::{Choose, Chosen, number_of};

/// How long a pointer rests on a table before its references light up: crossing the picture
/// must not make it flicker.
const REST: Duration = Duration::from_millis(80);

/// The picture, and what hands do on it.
#[component]
pub fn Window(
    stage: Stage,
    chosen: Signal<Option<Chosen>>,
    choose: Choose,
    step: Callback<isize>,
) -> impl IntoView {
    let hands = Hands::new();
    let root = NodeRef::<html::Div>::new();
    let (canvas, layer, probe) =
        (NodeRef::<html::Canvas>::new(), NodeRef::<html::Div>::new(), NodeRef::<html::I>::new());
    furnish(stage, root, (canvas, layer, probe));
    let pointer = Pointer::new(stage, chosen);
    let with_root = move |act: &dyn Fn(&HtmlElement)| {
        if let Some(root) = root.get_untracked() {
            act(&root);
        }
    };
    let hit = move |event: &web_sys::MouseEvent| {
        let root = root.get_untracked()?;
        stage.hit(gesture::place(event, &root))
    };
    let on_move = move |event: web_sys::PointerEvent| {
        with_root(&|root| {
            if !hands.moved(&event, root, stage) {
                pointer.rest_on(hit(&event).and_then(Hit::card));
            }
        });
    };
    let on_click = move |event: web_sys::MouseEvent| {
        if hands.dragged() || selects_text() {
            return;
        }
        if let Some(it) = at(stage, hit(&event)) {
            choose.run(it);
        }
    };
    let on_double = move |event: web_sys::MouseEvent| {
        if let Some(Hit::Group(group)) = hit(&event) {
            stage.dive(group);
        }
    };
    let on_key = move |event: web_sys::KeyboardEvent| {
        let is_put_out = event.key() == "Escape" && pointer.put_out();
        if is_put_out || gesture::key(&event, stage, |by| step.run(by)) {
            event.prevent_default();
        }
    };
    view! {
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
            on:pointerleave=move |_| pointer.rest_on(None)
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
    }
}

/// Lights the table that the pointer rests on, else the chosen one.
#[derive(Clone, Copy)]
struct Pointer {
    stage: Stage,
    chosen: Signal<Option<Chosen>>,
    /// Waits for the pointer to rest.
    waiting: StoredValue<Option<TimeoutHandle>>,
    /// Esc puts out the light on what is chosen, until something else is.
    released: StoredValue<Option<Chosen>>,
}

impl Pointer {
    fn new(stage: Stage, chosen: Signal<Option<Chosen>>) -> Self {
        let waiting = StoredValue::new(None::<TimeoutHandle>);
        // A pointer that rests when the reader leaves lights nothing any more.
        on_cleanup(move || {
            if let Some(last) = waiting.try_get_value().flatten() {
                last.clear();
            }
        });
        Self { stage, chosen, waiting, released: StoredValue::new(None) }
    }

    fn rest_on(self, card: Option<usize>) {
        if let Some(before) = self.waiting.get_value() {
            before.clear();
        }
        let light = move || {
            let chosen = self.chosen.get_untracked();
            let chosen = chosen.filter(|it| self.released.get_value().as_ref() != Some(it));
            let number = || number_of(&self.stage.diagram.read_untracked(), &chosen);
            self.stage.light(card.or_else(number));
        };
        self.waiting.set_value(set_timeout_with_handle(light, REST).ok());
    }

    /// Whether there was a light to put out.
    fn put_out(self) -> bool {
        let is_lit = self.stage.lit.get_untracked().is_some();
        if is_lit {
            self.released.set_value(self.chosen.get_untracked());
            self.stage.light(None);
        }
        is_lit
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

/// Whether the reader has just selected text, so that the click was part of that.
fn selects_text() -> bool {
    let selection = web_sys::window().and_then(|it| it.get_selection().ok().flatten());
    selection.is_some_and(|it| !it.is_collapsed())
}
