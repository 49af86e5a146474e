//! The page's own place for each choice that a finding speaks of.

use leptos::prelude::*;
use migrascope_core::api::{OpenOptions, Overview, RemedyView};

use super::start::Pick;
use super::values::GiveValues;
use crate::session::Session;

/// How a control looks at the end of a sentence.
const CLASS: &str = "link finding__give";

/// Where the reader gives a value for a name.
#[component]
pub fn Give() -> impl IntoView {
    view! { <GiveValues class=CLASS>"Give values"</GiveValues> }
}

/// Where the reader makes the choice, or the choice itself where only one is meant.
#[component]
pub fn Remedy(remedy: RemedyView) -> impl IntoView {
    let session = Session::here();
    if remedy.choice == "baseline" {
        let give = Callback::new(move |given| session.start_from(Some(given)));
        return view! { <Pick folder=false class=CLASS give>"Give a baseline …"</Pick> }.into_any();
    }
    let overview = session.overview.get_untracked().unwrap_or_default();
    let chosen = remedy.value.and_then(|value| meant(&overview, &remedy.choice, value, session));
    if let Some((words, next)) = chosen {
        let read = move |_| session.open_again(next.clone());
        return view! { <button type="button" class=CLASS on:click=read>{words}</button> }
            .into_any();
    }
    let words = match remedy.choice.as_str() {
        "database" => "Choose the database",
        "format" => "Choose the format",
        _ => "Choose the folder",
    };
    let open = move |_| session.choosing.set(true);
    view! { <button type="button" class=CLASS on:click=open>{words}</button> }.into_any()
}

/// The words and the options of a choice where one thing is meant.
fn meant(
    overview: &Overview,
    choice: &str,
    value: String,
    session: Session,
) -> Option<(String, OpenOptions)> {
    let options = session.options();
    let title = |of: &[migrascope_core::api::Choice]| {
        let known = of.iter().find(|it| it.id == value);
        known.map(|it| format!("Read as {}", it.title))
    };
    match choice {
        "database" => Some((title(&overview.dialects)?, OpenOptions { dialect: value, ..options })),
        "format" => {
            Some((title(&overview.formats)?, OpenOptions { format: Some(value), ..options }))
        }
        "folders" => {
            Some((format!("Read {value}"), OpenOptions { versions: vec![value], ..options }))
        }
        _ => None,
    }
}
