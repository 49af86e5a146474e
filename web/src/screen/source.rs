//! The source of what is chosen, in the details: the file, with the line lit.

use std::sync::Arc;

use leptos::prelude::*;
use migrascope_core::api::SourceView;

use super::parts::{Go, Nothing};
use crate::answers::Answers;
use crate::place::{Place, Tab};
use crate::session::Session;
use crate::ui::code::Code;
use crate::ui::highlight::Language;
use crate::words;

/// The file that the address names, if it names one.
#[component]
pub fn SourcePeek() -> impl IntoView {
    let session = Session::here();
    let file = Memo::new(move |_| session.place.read().at.as_ref().map(|at| at.file.clone()));
    move || {
        file.get().map(|file| {
            let name = words::base_name(&file).to_owned();
            let closed = Signal::derive(move || Place { at: None, ..session.place.get() });
            let beside = Signal::derive(move || beside_its_sql(session));
            view! {
                <div class="peek">
                    <div class="peek__bar">
                        <span class="peek__file mono" title=file>{name}</span>
                        <Go to=beside class="link">"beside its SQL"</Go>
                        <Go to=closed class="link">"close"</Go>
                    </div>
                    <SourceText id="peek" />
                </div>
            }
        })
    }
}

/// The text of the file that is shown, with the chosen line lit.
#[component]
pub fn SourceText(id: &'static str) -> impl IntoView {
    let source = Answers::here().source;
    move || match (source.value.get(), source.refused.get()) {
        (Some(source), _) => view! { <SourceCode id source /> }.into_any(),
        (None, Some(why)) => view! { <Nothing title=why.message /> }.into_any(),
        (None, None) => ().into_any(),
    }
}

#[component]
fn SourceCode(id: &'static str, source: Arc<SourceView>) -> impl IntoView {
    let session = Session::here();
    let file = source.file.clone();
    let lit = Signal::derive(move || {
        let place = session.place.read();
        let at = place.at.as_ref().filter(|at| at.file == file);
        at.map(|at| vec![(at.line, at.line)]).unwrap_or_default()
    });
    let file = source.file.clone();
    let on_choose = Callback::new(move |(line,): (u32,)| {
        session.go(&session.place.get_untracked().with_line(&file, line));
    });
    view! {
        <Code
            id
            label="source"
            text=Arc::from(source.text.as_str())
            language=Language::from_word(&source.language)
            lit
            on_choose
        />
    }
}

/// The SQL of the revision that a file belongs to, with the same line chosen.
fn beside_its_sql(session: Session) -> Place {
    let place = session.place.get();
    let overview = session.overview.read();
    let rows = overview.as_ref().map(|it| it.revisions.as_slice()).unwrap_or_default();
    let file = place.at.as_ref().map(|at| at.file.as_str());
    let owner = rows.iter().find(|row| Some(row.place.file.as_str()) == file);
    let revision = owner.map(|row| row.id.clone()).or_else(|| place.revision.clone());
    Place { revision, versus: None, ..place.on(Tab::Sql) }
}
