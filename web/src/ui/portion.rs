//! A list of items of any height that draws its first ones, and more of them when asked: a page
//! with all of a hundred thousand would not answer for a minute.

use leptos::prelude::*;

use crate::words;

/// How many items are drawn at first, and how many more each time.
const STEP: usize = 200;

#[component]
pub fn Portion(
    class: &'static str,
    /// How many items there are.
    len: usize,
    /// What an item shows, as an element of a list.
    item: Callback<(usize,), AnyView>,
) -> impl IntoView {
    let shown = RwSignal::new(STEP);
    let left = move || len.saturating_sub(shown.get());
    let has_more = move || left() > 0;
    view! {
        <ul class=class>
            <For each=move || 0..shown.get().min(len) key=|idx| *idx children=move |idx| item.run((idx,)) />
        </ul>
        <Show when=has_more>
            <button
                type="button"
                class="button button--more"
                on:click=move |_| shown.update(|it| *it += STEP)
            >
                {move || format!("Show {} of {} more", left().min(STEP), words::figure(left()))}
            </button>
        </Show>
    }
}
