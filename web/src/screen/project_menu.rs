//! The menu of the open project: what it is read as, and other projects to open.

use std::sync::Arc;

use leptos::ev::{FocusEvent, MouseEvent};
use leptos::html::{Button, Div};
use leptos::prelude::*;
use migrascope_core::api::{Choice, OpenOptions, Overview};
use wasm_bindgen::JsCast;

use super::start::Pick;
use super::values::{GiveValues, has_values};
use crate::demos;
use crate::session::Session;
use crate::ui::icon::Icon;

/// The project's name, which opens the menu.
#[component]
pub fn ProjectMenu(name: String) -> impl IntoView {
    let open = Session::here().choosing;
    let (area, button) = (NodeRef::<Div>::new(), NodeRef::<Button>::new());
    // Opened from elsewhere, it takes the focus: it closes when the focus leaves it.
    Effect::new(move |_| {
        if let Some(button) = button.get().filter(|_| open.get()) {
            // A button that cannot take the focus is still a button.
            let _ = button.focus();
        }
    });
    // What is chosen in the menu may close the project, and the menu with it.
    let close = move || {
        open.try_set(false);
    };
    let left = move |event: FocusEvent| {
        let to = event.related_target().and_then(|it| it.dyn_into::<web_sys::Node>().ok());
        let area = area.try_get_untracked().flatten();
        let inside = area.is_some_and(|area| to.is_some_and(|to| area.contains(Some(&to))));
        if !inside {
            close();
        }
    };
    let asks = has_values(Session::here()).then(|| {
        view! { <GiveValues class="project-menu__row">"Values for names …"</GiveValues> }
    });
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked() {
            event.stop_propagation();
            open.set(false);
        }
    };
    view! {
        <div node_ref=area class="project-menu" tabindex="-1" on:focusout=left on:keydown=on_key>
            <button
                node_ref=button
                type="button"
                class="project-menu__name"
                aria-haspopup="true"
                aria-expanded=move || open.get().to_string()
                on:click=move |_| open.update(|it| *it = !*it)
            >
                <span>{name}</span>
                <Icon name="down" />
            </button>
            // Closed, it stays on the page: the browser's file dialog answers to a field in it.
            <div
                class="project-menu__sheet"
                hidden=move || !open.get()
                on:click=move |_| close()
            >
                <ReadAs />
                <StartsFrom />
                {asks}
                <Others />
            </div>
        </div>
    }
}

/// What the project is read as, and what it could be read as.
#[component]
fn ReadAs() -> impl IntoView {
    let session = Session::here();
    let overview: Arc<Overview> = session.overview.get_untracked().unwrap_or_default();
    let options = session.options();
    let database = |choice: &Choice| {
        let next = OpenOptions { dialect: choice.id.clone(), ..options.clone() };
        let chosen = overview.dialect.id == choice.id;
        view! { <ReadAsRow title=choice.title.clone() chosen next /> }
    };
    let format = |choice: &Choice| {
        let next = OpenOptions { format: Some(choice.id.clone()), ..options.clone() };
        let chosen = overview.format.id == choice.id;
        view! { <ReadAsRow title=choice.title.clone() chosen next /> }
    };
    let folder = |folder: &String| {
        let next = OpenOptions { versions: vec![folder.clone()], ..options.clone() };
        view! { <ReadAsRow title=folder.clone() chosen=false next /> }
    };
    let server = |version: &String| {
        let next = OpenOptions { server: version.clone(), ..options.clone() };
        view! { <Version version=version.clone() chosen=overview.server == *version next /> }
    };
    let servers = (!overview.servers.is_empty()).then(|| {
        let versions = overview.servers.iter().map(server).collect_view();
        view! {
            <h3 class="section__title" id="server-version">"Server version"</h3>
            <div class="project-menu__versions" role="group" aria-labelledby="server-version">
                {versions}
            </div>
        }
    });
    let formats = overview.formats.iter().map(format).collect_view();
    let folders = (!overview.other_locations.is_empty()).then(|| {
        let rows = overview.other_locations.iter().map(folder).collect_view();
        view! { <h3 class="section__title">"Read another folder"</h3> {rows} }
    });
    view! {
        <h3 class="section__title">"SQL for"</h3>
        {overview.dialects.iter().map(database).collect_view()}
        {servers}
        <h3 class="section__title">"Read as"</h3>
        {formats}
        {folders}
    }
}

/// What the database holds before the first revision.
#[component]
fn StartsFrom() -> impl IntoView {
    let session = Session::here();
    let overview: Arc<Overview> = session.overview.get_untracked().unwrap_or_default();
    let empty = overview.baseline.is_none();
    let clear = move |_| {
        if !empty {
            session.start_from(None);
        }
    };
    let given = overview.baseline.as_ref().map(|it| {
        view! {
            <p class="project-menu__row" aria-current="true">
                {it.name.clone()}
                <Icon name="check" />
            </p>
        }
    });
    let take = Callback::new(move |given| session.start_from(Some(given)));
    view! {
        <h3 class="section__title">"Starts from"</h3>
        <button type="button" class="project-menu__row" aria-pressed=empty.to_string() on:click=clear>
            "An empty database"
            {empty.then(|| view! { <Icon name="check" /> })}
        </button>
        {given}
        <Pick folder=false class="project-menu__row" give=take>"A dump, models, or another project\u{a0}…"</Pick>
    }
}

/// A version of the server, to read the project again for.
#[component]
fn Version(version: String, chosen: bool, next: OpenOptions) -> impl IntoView {
    view! {
        <button
            type="button"
            class="project-menu__version"
            aria-pressed=chosen.to_string()
            on:click=read_again(chosen, next)
        >
            {version}
        </button>
    }
}

#[component]
fn ReadAsRow(title: String, chosen: bool, next: OpenOptions) -> impl IntoView {
    view! {
        <button type="button" class="project-menu__row" aria-pressed=chosen.to_string() on:click=read_again(chosen, next)>
            {title}
            {chosen.then(|| view! { <Icon name="check" /> })}
        </button>
    }
}

/// Reads the project with these options, unless it is read so already.
fn read_again(chosen: bool, next: OpenOptions) -> impl Fn(MouseEvent) {
    let session = Session::here();
    move |_| {
        if !chosen {
            session.open_again(next.clone());
        }
    }
}

/// Other projects: the reader's own, and the demos.
#[component]
fn Others() -> impl IntoView {
    let session = Session::here();
    let demo = move |demo: demos::Demo| {
        let title = demo.title.clone();
        let open = move |_| {
            if let Some(given) = demos::given(&demo) {
                session.open(Ok(given));
            }
        };
        view! { <button type="button" class="project-menu__row" on:click=open>{title}</button> }
    };
    view! {
        <h3 class="section__title">"Open another"</h3>
        <Pick folder=true class="project-menu__row">"A folder …"</Pick>
        <Pick folder=false class="project-menu__row">"Files …"</Pick>
        {demos::all().into_iter().map(demo).collect_view()}
        <button type="button" class="project-menu__row" on:click=move |_| session.close()>
            "Close this project"
        </button>
    }
}
