//! The SQL screen: the script of a revision or a range, beside the source that makes it.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use migrascope_core::api::{DiagnosticView, Overview, StatementView, Way};

use super::finding::Finding;
use super::history::NO_MIGRATIONS;
use super::parts::{NoSuchRevision, Nothing, ToLine, ToRevision};
use super::revision::RevisionDetails;
use super::script::{self, Shown};
use super::source::SourceText;
use crate::answers::Answers;
use crate::place::Place;
use crate::session::Session;
use crate::ui::code::Code;
use crate::ui::highlight::Language;
use crate::ui::icon::Icon;
use crate::ui::panes::{Pane, Panes};
use crate::ui::portion::Portion;
use crate::ui::rows::Rows;
use crate::words;

/// Pixels of a row in the list of revisions.
const ROW: f64 = 28.0;

/// The list of revisions, the script and its source, and the chosen statement.
#[component]
pub fn Sql(overview: Arc<Overview>) -> impl IntoView {
    let pane = RwSignal::new(Pane::Main);
    let shown = script::follow();
    let list = view! { <RevisionList overview pane /> }.into_any();
    let main = view! {
        <div class="sql">
            <ScriptPane shown />
            <div class="sql__source">
                <SourceBar />
                <SourceText id="source" />
            </div>
        </div>
    }
    .into_any();
    let details = view! { <Details shown /> }.into_any();
    view! { <Panes names=["Revisions", "SQL", "Details"] shown=pane list main details /> }
}

#[component]
fn RevisionList(overview: Arc<Overview>, pane: RwSignal<Pane>) -> impl IntoView {
    let session = Session::here();
    let items = Arc::new((0..overview.revisions.len()).collect::<Vec<_>>());
    let rows = overview.clone();
    let on_choose = Callback::new(move |(row,): (usize,)| {
        let Some(row) = rows.revisions.get(row) else { return };
        pane.set(Pane::Main);
        session.go(&session.place.get_untracked().with_revision(&row.id));
    });
    let row = Callback::new(move |(row,): (usize,)| {
        let revision = overview.revisions.get(row).cloned().unwrap_or_default();
        let (id, title) = (words::short_id(&revision.id), revision.message.clone());
        view! {
            <div class="short-row" title=title>
                <span class="short-row__id mono">{id}</span>
                <span class="short-row__message">{revision.message}</span>
            </div>
        }
        .into_any()
    });
    view! {
        <Rows id="short" label="Revisions, newest first" items=Signal::stored(items) row_height=ROW chosen=session.row on_choose row />
    }
}

/// The script with its bar: which way, whole or not, copy and save.
#[component]
fn ScriptPane(shown: Signal<Option<Shown>>) -> impl IntoView {
    let (session, answers) = (Session::here(), Answers::here());
    let has_none =
        session.overview.with_untracked(|it| it.as_ref().is_some_and(|it| it.revisions.is_empty()));
    let refused = move || {
        let range = session.range().is_some();
        let why = if range { answers.script.refused.get() } else { answers.revision.refused.get() };
        why.filter(|_| shown.read().is_none())
    };
    view! {
        <div class="sql__script">
            <ScriptBar shown />
            {move || shown.get().map(|shown| view! { <Script shown /> })}
            <Show when=move || session.is_lost()><NoSuchRevision /></Show>
            <Show when=move || has_none>
                <Nothing title=NO_MIGRATIONS.0 advice=NO_MIGRATIONS.1 />
            </Show>
            {move || refused().map(|why| view! { <Finding finding=why /> })}
        </div>
    }
}

#[component]
fn ScriptBar(shown: Signal<Option<Shown>>) -> impl IntoView {
    let session = Session::here();
    let copied = RwSignal::new(false);
    let text = move || shown.read_untracked().as_ref().map(|it| it.script().text.clone());
    let copy = move |_| {
        let Some(text) = text() else { return };
        spawn_local(async move {
            match crate::files::copy(&text).await {
                Ok(()) => drop(copied.try_set(true)),
                Err(_) => session
                    .complain("the browser would not copy: save the script instead".to_owned()),
            }
        });
    };
    let save = move |_| {
        let Some(text) = text() else { return };
        let name = script::file_name(session);
        if crate::files::save(&name, &text, "text/plain;charset=utf-8").is_err() {
            session.complain("the browser would not save the script".to_owned());
        }
    };
    Effect::new(move |_| {
        shown.track();
        copied.set(false);
    });
    let icon = Signal::derive(move || if copied.get() { "check" } else { "copy" });
    view! {
        <div class="sql__bar">
            <Ways />
            <span class="sql__said">{move || shown.read().as_ref().map(script::said)}</span>
            <button type="button" class="button button--small" data-copy="true" title="Copy the script" on:click=copy>
                <Icon name=icon />
                <span class="sql__word">{move || if copied.get() { "Copied" } else { "Copy" }}</span>
            </button>
            <button type="button" class="button button--small" title="Save the script as a file" on:click=save>
                <Icon name="save" />
                <span class="sql__word">"Save"</span>
            </button>
        </div>
    }
}

/// Upgrade or rollback.
#[component]
fn Ways() -> impl IntoView {
    let session = Session::here();
    let way = move |way: Way, name: &'static str| {
        let pressed = move || (session.place.read().way == way).to_string();
        let go = move |_| {
            session.go(&Place { way, statement: None, ..session.place.get_untracked() });
        };
        view! { <button type="button" aria-pressed=pressed on:click=go>{name}</button> }
    };
    view! {
        <div class="switch" role="group" aria-label="Which way">
            {way(Way::Upgrade, "Upgrade")} {way(Way::Downgrade, "Rollback")}
        </div>
    }
}

#[component]
fn Script(shown: Shown) -> impl IntoView {
    let session = Session::here();
    let script = shown.script();
    let text: Arc<str> = Arc::from(script.text.as_str());
    let (complete, findings) = (script.complete, script.diagnostics.clone());
    let lighted = shown.clone();
    // Every row of the script asks, and a script may have a hundred thousand statements.
    let lit = Memo::new(move |_| {
        let place = session.place.get();
        script::lit(&lighted.script().statements, &place)
    });
    let on_choose = Callback::new(move |(line,): (u32,)| {
        let place = session.place.get_untracked();
        if let Some(statement) = script::statement_at(&shown.script().statements, line) {
            session.go(&script::with_statement(&place, statement));
        }
    });
    let empty = text.trim().is_empty();
    view! {
        <Show when=move || !complete>
            <Incomplete findings=findings.clone() />
        </Show>
        {if empty {
            view! { <Nothing title="No SQL" advice="This revision runs nothing this way." /> }.into_any()
        } else {
            view! { <Code id="script" label="script" text language=Language::Sql lit on_choose /> }.into_any()
        }}
    }
}

/// Says that the script is not the whole truth, and why.
#[component]
fn Incomplete(findings: Vec<DiagnosticView>) -> impl IntoView {
    let len = findings.len();
    let item = Callback::new(move |(idx,): (usize,)| {
        let own = findings.get(idx).map(|it| view! { <Finding finding=it.clone() /> });
        view! { <li>{own}</li> }.into_any()
    });
    view! {
        <details class="incomplete">
            <summary>
                <Icon name="warning" />
                "This script is not complete: part of it can't be known from the files."
            </summary>
            <Portion class="incomplete__findings" len item />
        </details>
    }
}

#[component]
fn SourceBar() -> impl IntoView {
    let source = Answers::here().source;
    view! {
        <div class="sql__bar">
            <span class="sql__file mono">
                {move || source.value.get().map(|it| it.file.clone())}
            </span>
        </div>
    }
}

/// The chosen statements; where none is chosen, the revision.
#[component]
fn Details(shown: Signal<Option<Shown>>) -> impl IntoView {
    let session = Session::here();
    let chosen = move || {
        let (shown, place) = (shown.get()?, session.place.get());
        let script = shown.script();
        let first = |it: &StatementView| {
            let line = script.text.lines().nth(it.line.saturating_sub(1) as usize);
            line.unwrap_or_default().to_owned()
        };
        let statements = script::chosen(&script.statements, &place).into_iter();
        let statements: Vec<_> = statements.map(|it| (first(&it), it)).collect();
        (!statements.is_empty()).then_some(statements)
    };
    move || match chosen() {
        Some(statements) => statements
            .into_iter()
            .map(|(first, statement)| view! { <Statement first statement /> })
            .collect_view()
            .into_any(),
        None => view! { <RevisionDetails /> }.into_any(),
    }
}

#[component]
fn Statement(statement: StatementView, first: String) -> impl IntoView {
    view! {
        <article class="statement">
            <h2 class="statement__title mono">{first}</h2>
            {statement.maybe.then(|| view! {
                <p class="statement__maybe">
                    <Icon name="warning" />
                    "It stands under a condition that can't be known from the files."
                </p>
            })}
            <dl class="facts">
                <dt>"revision"</dt>
                <dd><ToRevision id=statement.revision /></dd>
                <dt>"made by"</dt>
                <dd class="mono">{statement.origin}</dd>
                {statement.place.map(|place| view! { <dt>"at"</dt> <dd><ToLine place /></dd> })}
                <dt>"in transaction"</dt>
                <dd>{if statement.transactional { "yes" } else { "no" }}</dd>
            </dl>
        </article>
    }
}
