//! What names stand for that the files don't tell: the reader gives it here.

use std::collections::{BTreeMap, BTreeSet};

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use migrascope_core::api::{OpenOptions, Overview};

use crate::session::Session;
use crate::ui::dialog::Dialog;

/// The sheet with a field for every name that the open project asks for.
#[component]
pub fn Values() -> impl IntoView {
    let session = Session::here();
    view! {
        <Dialog label="Values" open=session.giving class="values">
            <Form />
        </Dialog>
    }
}

/// Opens the sheet.
#[component]
pub fn GiveValues(class: &'static str, children: Children) -> impl IntoView {
    let session = Session::here();
    view! {
        <button type="button" class=class on:click=move |_| session.giving.set(true)>
            {children()}
        </button>
    }
}

/// Whether the open project asks for anything, or was given something.
pub fn has_values(session: Session) -> bool {
    session.overview.with_untracked(|it| {
        it.as_ref().is_some_and(|it| !names(it, &session.options().values).is_empty())
    })
}

#[component]
fn Form() -> impl IntoView {
    let session = Session::here();
    let options = session.options();
    let overview = session.overview.get_untracked().unwrap_or_default();
    let given = StoredValue::new(options.values.clone());
    let field = |(idx, name): (usize, String)| {
        let id = format!("value-{idx}");
        let value = options.values.get(&name).cloned().unwrap_or_default();
        let label = name.clone();
        let typed = move |text: String| {
            given.update_value(|it| drop(it.insert(name.clone(), text)));
        };
        view! {
            <label class="values__name mono" for=id.clone()>{label}</label>
            <input
                id=id
                class="values__field mono"
                type="text"
                autocomplete="off"
                spellcheck="false"
                value=value
                on:input:target=move |event| typed(event.target().value())
            />
        }
    };
    let fields =
        names(&overview, &options.values).into_iter().enumerate().map(field).collect_view();
    let read = move |event: SubmitEvent| {
        event.prevent_default();
        session.giving.set(false);
        let mut values = given.get_value();
        values.retain(|_, text| !text.is_empty());
        session.open_again(OpenOptions { values, ..session.options() });
    };
    view! {
        <form class="values__form" on:submit=read>
            <h2 class="values__title">"Values"</h2>
            <p class="values__words">
                "What these names stand for is not in the files. " <code class="name">"40"</code> ", "
                <code class="name">"True"</code> " and " <code class="name">"None"</code>
                " are read as Python does; text needs no quotes. An empty field leaves its name open."
            </p>
            <div class="values__fields">{fields}</div>
            <div class="values__ways">
                <button type="submit" class="button button--first">"Read again"</button>
                <button type="button" class="button" on:click=move |_| session.giving.set(false)>
                    "Cancel"
                </button>
            </div>
        </form>
    }
}

/// The names that the project asks for, and those that were given.
fn names(overview: &Overview, given: &BTreeMap<String, String>) -> BTreeSet<String> {
    let asked = overview.diagnostics.iter().filter_map(|it| it.asks.clone());
    asked.chain(given.keys().cloned()).collect()
}
