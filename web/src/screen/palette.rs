//! Search everything: a few letters lead to a revision, a table, a column or a screen.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::html::Input;
use leptos::prelude::*;

use super::parts::Nothing;
use super::search::{Everything, Hit, hits};
use crate::answers::Answers;
use crate::session::Session;
use crate::ui::dialog::Dialog;
use crate::ui::icon::Icon;
use crate::ui::window::bring_into_sight;

/// The sheet, while the reader searches.
#[component]
pub fn Palette() -> impl IntoView {
    let open = Answers::here().searching;
    view! {
        <Dialog label="Search everything" open class="palette">
            <Search />
        </Dialog>
    }
}

#[component]
fn Search() -> impl IntoView {
    let (session, answers) = (Session::here(), Answers::here());
    let field = NodeRef::<Input>::new();
    let find = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let all = Memo::new(move |_| {
        let (overview, schema) = (session.overview.get(), answers.schema.value.get());
        let atlas = answers.atlas.value.get();
        let all = Everything {
            overview: overview.as_deref(),
            schema: schema.as_deref(),
            atlas: atlas.as_deref(),
        };
        let here = session.place.get();
        Arc::new(if answers.of_revisions.get() { all.revisions(&here) } else { all.all(&here) })
    });
    let found = Memo::new(move |_| Arc::new(hits(&all.read(), &find.read())));
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            // A field that cannot take the focus is still a field.
            let _ = field.focus();
        }
    });
    let take = move |idx: usize| {
        if let Some(hit) = found.read_untracked().get(idx) {
            session.go(&hit.place);
            answers.searching.set(false);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let last = found.read_untracked().len().saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => at.update(|it| *it = (*it + 1).min(last)),
            "ArrowUp" => at.update(|it| *it = it.saturating_sub(1)),
            "Enter" => take(at.get_untracked()),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
        show(at.get_untracked());
    };
    let (label, hint) = match answers.of_revisions.get_untracked() {
        true => ("Choose a revision", "A revision: id or message"),
        false => ("Search everything", "Revision, table, column, index, type, view, file, screen"),
    };
    let type_in = move |text: String| {
        find.set(text);
        at.set(0);
    };
    let row = move |(idx, hit): (usize, Hit)| {
        view! { <HitRow idx hit at on_take=Callback::new(move |()| take(idx)) /> }
    };
    view! {
        <div class="palette__line">
            <Icon name="search" />
            <input
                node_ref=field
                class="palette__field"
                type="text"
                role="combobox"
                aria-label=label
                aria-expanded="true"
                aria-controls="hits"
                aria-activedescendant=move || format!("hit-{}", at.get())
                placeholder=hint
                autocomplete="off"
                spellcheck="false"
                on:input:target=move |event| type_in(event.target().value())
                on:keydown=on_key
            />
        </div>
        <ul class="palette__hits" id="hits" role="listbox" aria-label="Found">
            {move || found.read().iter().cloned().enumerate().map(row).collect_view()}
        </ul>
        <Show when=move || found.read().is_empty()>
            <Nothing title="Nothing has these letters" />
        </Show>
    }
}

#[component]
fn HitRow(idx: usize, hit: Hit, at: RwSignal<usize>, on_take: Callback<()>) -> impl IntoView {
    let icon = match hit.kind.as_str() {
        "revision" => "revision",
        "screen" => "panel",
        "table" | "column" => "table",
        "file" => "text",
        _ => "list",
    };
    view! {
        <li
            id=format!("hit-{idx}")
            class="palette__hit"
            role="option"
            aria-selected=move || (at.get() == idx).to_string()
            on:click=move |_| on_take.run(())
        >
            <Icon name=icon />
            <span class="palette__name mono">{hit.name}</span>
            <span class="palette__beside">{hit.beside}</span>
            <span class="palette__kind">{hit.kind}</span>
        </li>
    }
}

/// Scrolls a hit into sight.
fn show(idx: usize) {
    if let Some(row) = document().get_element_by_id(&format!("hit-{idx}")) {
        bring_into_sight(&row);
    }
}
