//! Small parts that several screens show alike: marks, links to revisions and to lines of source.

use leptos::prelude::*;
use migrascope_core::api::{ChangeCounts, Mark, Place as FilePlace, RevisionRow};

use crate::place::Place;
use crate::session::Session;
use crate::ui::icon::Icon;
use crate::words;

/// The sign of what a revision did, with a word for who hears the page.
#[component]
pub fn MarkSign(mark: Mark) -> impl IntoView {
    view! {
        <span class="mark" data-mark=words::mark_word(mark)>
            <span aria-hidden="true">{words::sign(mark)}</span>
            <span class="unseen">{(mark != Mark::Same).then(|| words::mark_word(mark))}</span>
        </span>
    }
}

/// How many tables were added, changed and removed: `+2 ~1 −1`.
#[component]
pub fn Counts(counts: ChangeCounts) -> impl IntoView {
    let part = |n: usize, mark: Mark| {
        let text = format!("{}{}", words::sign(mark), words::figure(n));
        (n > 0).then(|| view! { <span class="mark" data-mark=words::mark_word(mark)>{text}</span> })
    };
    view! {
        <span class="counts" title=words::changes(counts)>
            {part(counts.added, Mark::Added)}
            {part(counts.changed, Mark::Changed)}
            {part(counts.removed, Mark::Removed)}
        </span>
    }
}

/// A link to a place: a real one, that can be opened elsewhere, and that moves without loading.
#[component]
pub fn Go(
    #[prop(into)] to: Signal<Place>,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    let session = Session::here();
    let go = move |event: leptos::ev::MouseEvent| {
        if event.ctrl_key() || event.meta_key() || event.shift_key() {
            return;
        }
        event.prevent_default();
        session.go(&to.get_untracked());
    };
    view! {
        <a class=class href=move || to.read().to_string() on:click=go>
            {children()}
        </a>
    }
}

/// A link to a revision by its id.
#[component]
pub fn ToRevision(id: String) -> impl IntoView {
    let session = Session::here();
    let target = id.clone();
    let to = Signal::derive(move || session.place.read().with_revision(&target));
    view! { <Go to class="link mono">{id}</Go> }
}

/// A link to a line of source, which the details then show.
#[component]
pub fn ToLine(place: FilePlace) -> impl IntoView {
    let text = format!("{}:{}", words::base_name(&place.file), place.line);
    view! { <ToSource place text /> }
}

/// A link to a file of source, by its whole path.
#[component]
pub fn ToFile(place: FilePlace) -> impl IntoView {
    let text = place.file.clone();
    view! { <ToSource place text /> }
}

#[component]
fn ToSource(place: FilePlace, text: String) -> impl IntoView {
    let session = Session::here();
    let whole = format!("{}:{}", place.file, place.line);
    let to = Signal::derive(move || session.place.read().with_line(&place.file, place.line));
    view! {
        <Go to class="link mono link--line" attr:title=whole>
            {text}
        </Go>
    }
}

/// What a revision is in the graph, and the names of its branches.
#[component]
pub fn Standing(row: RevisionRow) -> impl IntoView {
    let labels = row.labels.clone();
    view! {
        {words::standing(&row)
            .into_iter()
            .map(|word| view! { <span class="chip" data-standing=word>{word}</span> })
            .collect_view()}
        {labels
            .into_iter()
            .map(|label| view! { <span class="chip chip--label">{label}</span> })
            .collect_view()}
    }
}

/// A severity by shape and by word.
#[component]
pub fn Severity(word: String) -> impl IntoView {
    let icon = severity_icon(&word);
    view! {
        <span class="severity" data-severity=icon>
            <Icon name=icon />
            {word}
        </span>
    }
}

/// How many findings there are, with the sign of the worst; nothing if there are none.
#[component]
pub fn FindingsSign(n: usize, worst: String) -> impl IntoView {
    let icon = severity_icon(&worst);
    (n > 0).then(|| {
        let said = format!("{}, the worst is {worst}", words::count(n, "finding"));
        let title = said.clone();
        view! {
            <span class="findings-sign" data-severity=icon title=title>
                <Icon name=icon />
                <span aria-hidden="true">{n}</span>
                <span class="unseen">{said}</span>
            </span>
        }
    })
}

fn severity_icon(word: &str) -> &'static str {
    match word {
        "error" => "error",
        "warning" => "warning",
        _ => "note",
    }
}

/// What a screen says where the address names a revision that is not in the project.
#[component]
pub fn NoSuchRevision() -> impl IntoView {
    let session = Session::here();
    let newest = Signal::derive(move || Place {
        revision: None,
        versus: None,
        at: None,
        ..session.place.get()
    });
    let title = move || {
        let id = session.place.read().revision.clone().unwrap_or_default();
        format!("No revision {} here", words::short_id(&id))
    };
    view! {
        <div class="nothing">
            <p class="nothing__title">{title}</p>
            <p>
                "The link is to another project, or to another state of this one. "
                <Go to=newest class="link">"Go to the newest revision"</Go>
            </p>
        </div>
    }
}

/// What a pane says when there is nothing in it, and what to do.
#[component]
pub fn Nothing(
    #[prop(into)] title: String,
    #[prop(into, optional)] advice: String,
) -> impl IntoView {
    view! {
        <div class="nothing">
            <p class="nothing__title">{title}</p>
            <p>{advice}</p>
        </div>
    }
}
