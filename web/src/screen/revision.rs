//! What is known of the chosen revision: where it stands, what it changes, what was found in it.

use std::sync::Arc;

use leptos::prelude::*;
use migrascope_core::api::{ChangeView, DiagnosticView, RevisionRow, RevisionView};

use super::alike::{self, Groups};
use super::finding::{Finding, quoted};
use super::parts::{Go, MarkSign, NoSuchRevision, Nothing, Standing, ToFile, ToRevision};
use crate::answers::Answers;
use crate::place::{Place, SourceLine, Tab};
use crate::session::Session;
use crate::ui::icon::Icon;
use crate::ui::portion::Portion;
use crate::words;

/// The details of the chosen revision.
#[component]
pub fn RevisionDetails() -> impl IntoView {
    let session = Session::here();
    let answer = Answers::here().revision;
    let row = Memo::new(move |_| session.revision());
    move || match row.get() {
        None if session.place.read().revision.is_none() => view! {
            <Nothing
                title="No revision"
                advice="What was found in the files is under Findings."
            />
        }
        .into_any(),
        None => view! { <NoSuchRevision /> }.into_any(),
        Some(row) => {
            let id = row.id.clone();
            let whole = move || answer.value.get().filter(|it| it.row.id == id);
            let refused = move || answer.refused.get().map(|why| view! { <Finding finding=why /> });
            view! {
                <article class="revision" aria-busy=move || answer.waiting.get().to_string()>
                    <RevisionHead row />
                    {refused}
                    {move || whole().map(|view| view! { <RevisionBody view /> })}
                </article>
            }
            .into_any()
        }
    }
}

#[component]
fn RevisionHead(row: RevisionRow) -> impl IntoView {
    let session = Session::here();
    let sql = Signal::derive(move || Place { versus: None, ..session.place.read().on(Tab::Sql) });
    let schema = Signal::derive(move || session.place.read().on(Tab::Schema));
    let title = if row.message.is_empty() { row.id.clone() } else { row.message.clone() };
    let (id, whole) = (row.id.clone(), words::completeness(&row));
    let complete = row.complete && !row.fails && !row.down_fails;
    view! {
        <header class="revision__head">
            <h2 class="revision__title">{title}</h2>
            <p class="revision__id"><CopyId id /> <Standing row=row.clone() /></p>
            <p class="revision__whole" data-complete=complete.to_string()>
                <Icon name=if complete { "check" } else { "warning" } />
                {whole}
            </p>
            <p class="revision__ways">
                <Go to=sql class="button">"SQL"</Go>
                <Go to=schema class="button">"Schema after it"</Go>
            </p>
            <dl class="facts">
                {fact(if row.down.len() > 1 { "follows, and merges" } else { "follows" }, links(&row.down))}
                {fact("needs", links(&row.depends_on))}
                {row.date.map(|date| view! { <dt>"date"</dt> <dd class="mono">{date}</dd> })}
                <dt>"file"</dt>
                <dd><ToFile place=row.place /></dd>
            </dl>
        </header>
    }
}

/// An id that copies itself.
#[component]
fn CopyId(id: String) -> impl IntoView {
    let copied = RwSignal::new(false);
    let text = id.clone();
    let copy = move |_| {
        let text = text.clone();
        leptos::task::spawn_local(async move {
            copied.try_set(crate::files::copy(&text).await.is_ok());
        });
    };
    view! {
        <button type="button" class="copy-id mono" title="Copy the id" on:click=copy>
            {id}
            <Icon name=Signal::derive(move || if copied.get() { "check" } else { "copy" }) />
        </button>
    }
}

fn fact(name: &'static str, value: Option<AnyView>) -> Option<impl IntoView> {
    value.map(|value| view! { <dt>{name}</dt> <dd>{value}</dd> })
}

fn links(ids: &[String]) -> Option<AnyView> {
    let links = ids.iter().map(|id| view! { <ToRevision id=id.clone() /> " " }).collect_view();
    (!ids.is_empty()).then(|| links.into_any())
}

#[component]
fn RevisionBody(view: Arc<RevisionView>) -> impl IntoView {
    let groups = alike::groups(view.diagnostics.clone());
    let changes = view.changes.clone();
    let own_file = view.row.place.file.clone();
    let (n_findings, n_changes) = (view.diagnostics.len(), changes.len());
    let has_findings = n_findings > 0;
    let change = Callback::new(move |(idx,): (usize,)| {
        let own_file = own_file.clone();
        changes.get(idx).map(|it| view! { <Change change=it.clone() own_file /> }).into_any()
    });
    let row = Callback::new(|(finding,): (DiagnosticView,)| {
        view! { <li><Finding finding /></li> }.into_any()
    });
    view! {
        <section class="section">
            <h3 class="section__title">{words::count(n_changes, "change")}</h3>
            <Portion class="changes" len=n_changes item=change />
        </section>
        <Show when=move || has_findings>
            <section class="section">
                <h3 class="section__title">{words::count(n_findings, "finding")}</h3>
                <Groups class="section__list" groups=groups.clone() row />
            </section>
        </Show>
    }
}

/// A change in words; choosing it shows the line that makes it.
#[component]
fn Change(
    change: ChangeView,
    /// The file of the revision, which is not named again.
    own_file: String,
) -> impl IntoView {
    let session = Session::here();
    let line = change.place.map(|it| SourceLine { file: it.file, line: it.line });
    let table = change.table;
    let where_it_is = line.as_ref().map(|it| {
        let file = if it.file == own_file { "" } else { words::base_name(&it.file) };
        format!("{file}:{}", it.line)
    });
    let target = line.clone();
    let to = Signal::derive(move || {
        let here = session.place.get();
        let here = Place { table: table.clone().or(here.table.clone()), ..here };
        target.as_ref().map_or_else(|| here.clone(), |it| here.with_line(&it.file, it.line))
    });
    let chosen = move || (line.is_some() && session.place.read().at == line).then_some("true");
    view! {
        <li class="changes__row" aria-current=chosen>
            <Go to class="changes__link">
                <MarkSign mark=change.mark />
                <span class="changes__text">{quoted(&change.text)}</span>
                <span class="changes__line mono">{where_it_is}</span>
            </Go>
        </li>
    }
}
