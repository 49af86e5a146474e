//! The three panes of a screen: a list, the thing itself, and what is known of the chosen part.

use leptos::prelude::*;

/// Which pane a narrow window shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    List,
    #[default]
    Main,
    Details,
}

/// Three panes side by side; in a narrow window one of them, with a switch above.
#[component]
pub fn Panes(
    /// What the panes are called, in their order.
    names: [&'static str; 3],
    shown: RwSignal<Pane>,
    /// Whether there is nothing to say in the details, so that a wide window gives their room to
    /// the thing itself.
    #[prop(optional, into)]
    bare: Signal<bool>,
    list: AnyView,
    main: AnyView,
    details: AnyView,
) -> impl IntoView {
    let [list_name, main_name, details_name] = names;
    let tab = move |pane: Pane, name: &'static str| {
        view! {
            <button
                type="button"
                aria-pressed=move || (shown.get() == pane).to_string()
                on:click=move |_| shown.set(pane)
            >
                {name}
            </button>
        }
    };
    let word = move || match shown.get() {
        Pane::List => "list",
        Pane::Main => "main",
        Pane::Details => "details",
    };
    view! {
        <div class="panes" data-shown=word data-bare=move || bare.get().then_some("true")>
            <div class="panes__switch">
                {tab(Pane::List, list_name)} {tab(Pane::Main, main_name)}
                {tab(Pane::Details, details_name)}
            </div>
            <section class="panes__list" aria-label=list_name>{list}</section>
            <section class="panes__main" aria-label=main_name>{main}</section>
            <section class="panes__details" aria-label=details_name>{details}</section>
        </div>
    }
}
