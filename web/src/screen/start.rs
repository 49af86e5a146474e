//! The first screen: where files come in, and why that is safe.

use leptos::html::{Input, Textarea};
use leptos::prelude::*;

use crate::demos::{self, Demo};
use crate::files::{Given, Unread};
use crate::session::{Opening, Session};
use crate::ui::icon::{Icon, Sign};

/// One place to drop files, three other ways in, and the demos.
#[component]
pub fn Start() -> impl IntoView {
    let session = Session::here();
    let link = move || {
        session.place.read().revision.clone().map(|id| {
            view! {
                <p class="start__link">
                    "This link leads to revision " <code class="name">{id}</code>
                    ". Open the project it belongs to."
                </p>
            }
        })
    };
    let demos = demos::all().into_iter().map(|demo| view! { <DemoLine demo /> }).collect_view();
    view! {
        <main class="start" id="main">
            <h1 class="start__name"><Sign /> "Migrascope"</h1>
            <p class="start__lead">
                "What your database migrations do: the history, the schema at every revision, the exact SQL forwards and back."
            </p>
            {link}
            <WaysIn />
            <section class="start__demos" aria-label="Demos">
                <h2 class="section__title">"Or look at a real project"</h2>
                <ul>{demos}</ul>
            </section>
            <Promise />
        </main>
    }
}

/// The drop area with its buttons, or the bar of what is being opened.
#[component]
fn WaysIn() -> impl IntoView {
    let session = Session::here();
    let pasting = RwSignal::new(false);
    move || match (session.opening.get(), pasting.get()) {
        (Some(opening), _) => view! { <OpeningBar opening /> }.into_any(),
        (None, true) => {
            view! { <Paste on_close=Callback::new(move |()| pasting.set(false)) /> }.into_any()
        }
        (None, false) => view! { <DropArea pasting /> }.into_any(),
    }
}

#[component]
fn DropArea(pasting: RwSignal<bool>) -> impl IntoView {
    view! {
        <div class="drop">
            <p class="drop__title">"Drop a folder of migrations here"</p>
            <p class="drop__hint">
                "Alembic scripts, or SQL with rollbacks. A "
                <code class="name">".zip"</code> " or " <code class="name">".tar.gz"</code>
                " of the whole repository will do."
            </p>
            <div class="drop__ways">
                <Pick folder=true class="button button--first">
                    <Icon name="folder" />
                    "Choose a folder"
                </Pick>
                <Pick folder=false class="button">"Choose files"</Pick>
                <button type="button" class="button" on:click=move |_| pasting.set(true)>
                    <Icon name="text" />
                    "Paste SQL"
                </button>
            </div>
        </div>
    }
}

/// A button that opens the browser's dialog for a folder, or for files.
#[component]
pub fn Pick(
    folder: bool,
    class: &'static str,
    /// Who gets what was picked; it is opened as a project if nobody else wants it.
    #[prop(default = open_project())]
    give: Callback<Result<Given, Unread>>,
    children: Children,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let picked = move |_| {
        let Some(input) = input.get() else { return };
        if let Some(files) = input.files().filter(|files| files.length() > 0) {
            give.run(Given::from_picked(&files));
        }
        // Choosing the same folder again must count as a choice.
        input.set_value("");
    };
    let open = move |_| {
        if let Some(input) = input.get() {
            input.click();
        }
    };
    view! {
        <button type="button" class=class on:click=open>
            {children()}
        </button>
        <input
            node_ref=input
            type="file"
            hidden
            multiple
            tabindex="-1"
            aria-hidden="true"
            prop:webkitdirectory=folder
            on:change=picked
        />
    }
}

fn open_project() -> Callback<Result<Given, Unread>> {
    let session = Session::here();
    Callback::new(move |given| session.open(given))
}

/// A field for one SQL file.
#[component]
pub fn Paste(on_close: Callback<()>) -> impl IntoView {
    let session = Session::here();
    let field = NodeRef::<Textarea>::new();
    let empty = RwSignal::new(true);
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            // A field that cannot take the focus is still a field.
            let _ = field.focus();
        }
    });
    let read = move |_| {
        if let Some(field) = field.get() {
            session.open(Ok(Given::from_text("pasted.sql", &field.value())));
            on_close.run(());
        }
    };
    view! {
        <div class="paste">
            <label class="paste__label" for="paste">
                "SQL, as one migration"
            </label>
            <textarea
                node_ref=field
                id="paste"
                class="paste__field mono"
                rows="12"
                spellcheck="false"
                placeholder="CREATE TABLE …"
                on:input:target=move |event| empty.set(event.target().value().trim().is_empty())
            ></textarea>
            <div class="drop__ways">
                <button type="button" class="button button--first" disabled=empty on:click=read>
                    "Read it"
                </button>
                <button type="button" class="button" on:click=move |_| on_close.run(())>
                    "Back"
                </button>
            </div>
        </div>
    }
}

/// How far a project has come on its way in, and a way to stop it.
#[component]
pub fn OpeningBar(opening: Opening) -> impl IntoView {
    let session = Session::here();
    let Opening { name, progress } = opening;
    let told = match progress.total {
        0 => progress.stage.clone(),
        total => format!("{}: {} of {total}", progress.stage, progress.done),
    };
    let total = (progress.total > 0).then(|| progress.total.to_string());
    let done = (progress.total > 0).then(|| progress.done.to_string());
    view! {
        <div class="opening" role="status">
            <p class="opening__name">"Opening " <strong>{name}</strong></p>
            <progress class="opening__bar" max=total value=done aria-label="How far it has come"></progress>
            <p class="opening__stage">
                {told}
                <button type="button" class="button button--small" on:click=move |_| session.cancel()>
                    "Cancel"
                </button>
            </p>
        </div>
    }
}

#[component]
fn DemoLine(demo: Demo) -> impl IntoView {
    let session = Session::here();
    let (title, line, id) = (demo.title.clone(), demo.sentence.clone(), demo.id.clone());
    let open = move |_| {
        if let Some(given) = demos::given(&demo) {
            session.open(Ok(given));
        }
    };
    view! {
        <li>
            <button type="button" class="demo" data-demo=id on:click=open>
                <span class="demo__title">{title}</span>
                <span class="demo__line">{line}</span>
                <Icon name="right" />
            </button>
        </li>
    }
}

/// What happens with the files, and how to see that it is so.
#[component]
fn Promise() -> impl IntoView {
    view! {
        <section class="start__promise">
            <p>
                <Icon name="check" />
                <strong>"Nothing leaves this machine."</strong>
                " The page reads your files itself; there is no server behind it."
            </p>
            <details>
                <summary>"How to check that"</summary>
                <ul>
                    <li>
                        "Open your browser's developer tools, tab Network: once the page is loaded, opening a project adds no line."
                    </li>
                    <li>"Or cut the network now, and open a project: everything works."</li>
                    <li>
                        "The page's own policy forbids it to speak to anyone but the place it came from: look for "
                        <code class="name">"Content-Security-Policy"</code> " in its source."
                    </li>
                </ul>
            </details>
        </section>
    }
}
