//! A long list that draws only what is in sight, and is moved through with the keyboard.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::ResizeObserver;

use super::window::{rows_in_sight, scroll_to};

/// What a list shows in a row.
pub type RowView = Callback<(usize,), AnyView>;

/// How a range of rows is extended.
#[derive(Clone, Copy)]
pub struct Extend {
    /// The item at the end that moves.
    pub from: Callback<(), Option<usize>>,
    /// Moves it to an item.
    pub to: Callback<(usize,)>,
}

/// Rows of one height. An item is any number by which the caller knows what a row shows.
#[component]
pub fn Rows(
    /// Starts the ids of the rows in the page; also what tells two lists apart.
    id: &'static str,
    label: &'static str,
    /// The items in the order of their rows.
    #[prop(into)]
    items: Signal<Arc<Vec<usize>>>,
    /// In pixels of the page.
    #[prop(into)]
    row_height: Signal<f64>,
    #[prop(into)] chosen: Signal<Option<usize>>,
    on_choose: Callback<(usize,)>,
    /// Hears the other end of a range: a click or a key with Shift.
    #[prop(optional)]
    on_extend: Option<Extend>,
    row: RowView,
) -> impl IntoView {
    let scroller = NodeRef::<Div>::new();
    let top = RwSignal::new(0.0);
    let height = height_of(scroller);
    let in_sight = Memo::new(move |_| {
        rows_in_sight(items.read().len(), row_height.get(), top.get(), height.get())
    });
    let rows = move || {
        let items = items.get();
        let pick = |at| items.get(at).map(|item| (at, *item));
        in_sight.get().filter_map(pick).collect::<Vec<_>>()
    };
    keep_in_sight(scroller, items, row_height, chosen);
    let active = move || chosen.get().map(|item| format!("{id}-{item}"));
    let on_key = move |event: KeyboardEvent| {
        if let Some(by) = stride(&event.key(), height.get_untracked() / row_height.get_untracked())
        {
            event.prevent_default();
            event.stop_propagation();
            let items = items.read_untracked();
            match on_extend.filter(|_| event.shift_key()) {
                Some(it) => choose_from(&items, it.from.run(()), by, it.to),
                None => choose_from(&items, chosen.get_untracked(), by, on_choose),
            }
        }
    };
    let draw = move |(at, item): (usize, usize)| {
        view! {
            <div
                id=format!("{id}-{item}")
                class="rows__row"
                role="option"
                aria-selected=move || (chosen.get() == Some(item)).to_string()
                aria-setsize=move || items.read().len().to_string()
                aria-posinset=(at + 1).to_string()
                style:transform=move || format!("translateY({}px)", at as f64 * row_height.get())
                style:height=move || format!("{}px", row_height.get())
                on:mousedown=move |event| {
                    // The click extends the range, not a selection of text.
                    if on_extend.is_some() && event.shift_key() {
                        event.prevent_default();
                    }
                }
                on:click=move |event| match on_extend.filter(|_| event.shift_key()) {
                    Some(it) => it.to.run((item,)),
                    None => on_choose.run((item,)),
                }
            >
                {row.run((item,))}
            </div>
        }
    };
    view! {
        <div
            node_ref=scroller
            class="rows"
            role="listbox"
            tabindex="0"
            aria-label=label
            aria-activedescendant=active
            on:scroll=move |_| top.set(scroller.get().map_or(0.0, |it| f64::from(it.scroll_top())))
            on:keydown=on_key
        >
            <div
                class="rows__whole"
                style:height=move || format!("{}px", items.read().len() as f64 * row_height.get())
            >
                <For each=rows key=|row| *row children=draw />
            </div>
        </div>
    }
}

/// Chooses the item some rows away from the chosen one, or the first or last.
pub fn choose_from(
    items: &[usize],
    chosen: Option<usize>,
    by: isize,
    on_choose: Callback<(usize,)>,
) {
    let last = items.len().saturating_sub(1);
    let at = chosen.and_then(|chosen| items.iter().position(|item| *item == chosen));
    let next = at.map_or(0, |at| at.saturating_add_signed(by).min(last));
    if let Some(item) = items.get(next) {
        on_choose.run((*item,));
    }
}

/// How many rows a key moves by.
fn stride(key: &str, page: f64) -> Option<isize> {
    let page = (page as isize - 1).max(1);
    Some(match key {
        "ArrowDown" | "j" => 1,
        "ArrowUp" | "k" => -1,
        "PageDown" => page,
        "PageUp" => -page,
        "Home" => isize::MIN,
        "End" => isize::MAX,
        _ => return None,
    })
}

/// The height of an element, as it changes.
fn height_of(element: NodeRef<Div>) -> RwSignal<f64> {
    let height = RwSignal::new(0.0);
    Effect::new(move |_| {
        let Some(element) = element.get() else { return };
        let measured = element.clone();
        let heard = Closure::<dyn FnMut()>::new(move || {
            height.try_set(f64::from(measured.client_height()));
        });
        if let Ok(observer) = ResizeObserver::new(heard.as_ref().unchecked_ref()) {
            observer.observe(&element);
            let kept = StoredValue::new_local((observer, heard));
            on_cleanup(move || {
                kept.try_with_value(|(observer, _)| observer.disconnect());
            });
        }
    });
    height
}

/// Scrolls so that the chosen row is in sight, when it changes and at first.
fn keep_in_sight(
    scroller: NodeRef<Div>,
    items: Signal<Arc<Vec<usize>>>,
    row_height: Signal<f64>,
    chosen: Signal<Option<usize>>,
) {
    Effect::new(move |_| {
        let (Some(scroller), Some(chosen)) = (scroller.get(), chosen.get()) else { return };
        let Some(at) = items.read().iter().position(|item| *item == chosen) else { return };
        let (top, height) = (scroller.scroll_top(), scroller.client_height());
        if let Some(to) = scroll_to(at, row_height.get(), f64::from(top), f64::from(height)) {
            scroller.set_scroll_top(to as i32);
        }
    });
}
