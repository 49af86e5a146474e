//! The History screen: every revision, newest first, on the lanes of their branches.

use std::sync::Arc;

use leptos::prelude::*;
use migrascope_core::api::{Overview, RevisionRow};

use super::filter::{self, FACETS};
use super::lanes::Lanes;
use super::parts::{Counts, FindingsSign, Nothing, Standing};
use super::revision::RevisionDetails;
use super::source::SourcePeek;
use crate::answers::Answers;
use crate::place::{Bound, Place};
use crate::session::Session;
use crate::ui::icon::Icon;
use crate::ui::panes::{Pane, Panes};
use crate::ui::rows::{Extend, Rows};
use crate::words;

/// What is said of a project without revisions, and what to do.
pub const NO_MIGRATIONS: (&str, &str) = (
    "No migrations here",
    "None of the files is a migration that can be read. Drop the folder that holds them, or the whole repository.",
);

/// Pixels of a row, and of one in a narrow window, where it has two lines.
const ROW: f64 = 30.0;
const TALL_ROW: f64 = 52.0;

/// The list of revisions, what they are sorted by, and the chosen one.
#[component]
pub fn History(overview: Arc<Overview>) -> impl IntoView {
    let shown = RwSignal::new(Pane::Main);
    let list = view! { <Project overview=overview.clone() /> }.into_any();
    let main = view! { <Revisions overview shown /> }.into_any();
    let details = view! {
        <RevisionDetails />
        <SourcePeek />
    }
    .into_any();
    view! { <Panes names=["Project", "Revisions", "Details"] shown list main details /> }
}

/// What the project is, and the facts by which revisions are chosen.
#[component]
fn Project(overview: Arc<Overview>) -> impl IntoView {
    let files = words::count(overview.files, "file");
    let tables = words::count(overview.tables, "table");
    let from = Some(overview.locations.join(", ")).filter(|it| !it.is_empty());
    let version = Some(&overview.server).filter(|_| !overview.servers.is_empty());
    let database = match version {
        Some(version) => format!("{} {version}", overview.dialect.title),
        None => overview.dialect.title.clone(),
    };
    let starts = overview
        .baseline
        .as_ref()
        .map(|it| format!("{}, {}", it.name, words::count(it.tables, "table")));
    let facets = FACETS
        .iter()
        .map(|facet| (facet, filter::count(&overview, facet)))
        .filter(|(_, n)| *n > 0)
        .map(|(facet, n)| view! { <FacetButton word=facet.word title=facet.title n /> })
        .collect_view();
    view! {
        <dl class="facts facts--project">
            <dt>"format"</dt>
            <dd>{overview.format.title.clone()}</dd>
            <dt>"database"</dt>
            <dd>{database}</dd>
            <dt>"read"</dt>
            <dd>{files}</dd>
            <dt>"now"</dt>
            <dd>{tables}</dd>
            {starts.map(|starts| view! {
                <dt>"starts from"</dt>
                <dd>{starts}</dd>
            })}
            {from.map(|from| view! {
                <dt>"from"</dt>
                <dd class="mono">{from}</dd>
            })}
        </dl>
        <h2 class="section__title">"Revisions"</h2>
        <ul class="facets">
            <FacetButton word="" title="All" n=overview.revisions.len() />
            {facets}
        </ul>
    }
}

#[component]
fn FacetButton(word: &'static str, title: &'static str, n: usize) -> impl IntoView {
    let session = Session::here();
    let pressed = move || {
        let place = session.place.read();
        let asked =
            if word.is_empty() { place.find.is_empty() } else { filter::asks(&place.find, word) };
        asked.to_string()
    };
    let toggle = move |_| {
        let place = session.place.get_untracked();
        let find = if word.is_empty() { String::new() } else { filter::toggled(&place.find, word) };
        session.slide(&Place { find, ..place });
    };
    view! {
        <li>
            <button type="button" class="facets__facet" aria-pressed=pressed on:click=toggle>
                <span>{title}</span>
                <span class="facets__n">{words::figure(n)}</span>
            </button>
        </li>
    }
}

#[component]
fn Revisions(overview: Arc<Overview>, shown: RwSignal<Pane>) -> impl IntoView {
    let session = Session::here();
    let lanes = Arc::new(Lanes::new(&overview.graph));
    let rows = overview.clone();
    let found = Memo::new(move |_| Arc::new(filter::rows(&rows, &session.place.read().find)));
    let whole = overview.revisions.len();
    let is_whole = Signal::derive(move || found.read().len() == whole);
    let row_height = Signal::derive(move || if session.narrow.get() { TALL_ROW } else { ROW });
    let id_width = id_width(&overview);
    let rows = overview.clone();
    let on_choose = Callback::new(move |(row,): (usize,)| {
        let Some(row) = rows.revisions.get(row) else { return };
        session.go(&session.place.get_untracked().with_revision(&row.id));
    });
    let rows = overview.clone();
    let to = Callback::new(move |(row,): (usize,)| {
        if let Some(row) = rows.revisions.get(row) {
            session.extend_to(&row.id);
        }
    });
    let on_extend = Extend { from: Callback::new(move |()| session.moving_row()), to };
    let row = Callback::new(move |(row,): (usize,)| match overview.revisions.get(row) {
        Some(revision) => {
            let (lanes, revision) = (lanes.clone(), revision.clone());
            view! { <Revision at=row revision lanes is_whole row_height id_width shown /> }
                .into_any()
        }
        None => ().into_any(),
    });
    let nothing = move || found.read().is_empty();
    let (title, advice) = match whole {
        0 => NO_MIGRATIONS,
        _ => ("No revision holds all of that", "Take a word away to see more."),
    };
    view! {
        <Find label="Find a revision" hint="id, message, label, file" />
        <Rows id="revision" label="Revisions, newest first" items=found row_height chosen=session.row on_choose on_extend row />
        <Show when=nothing>
            <Nothing title advice />
        </Show>
    }
}

/// How wide the column of ids must be, in characters.
fn id_width(overview: &Overview) -> usize {
    let widths = overview.revisions.iter().map(|row| words::short_id(&row.id).chars().count());
    widths.max().unwrap_or_default() + 1
}

/// The field that narrows the list of a screen.
#[component]
pub fn Find(label: &'static str, hint: &'static str) -> impl IntoView {
    let session = Session::here();
    let find = move |text: String| {
        session.slide(&Place { find: text, ..session.place.get_untracked() });
    };
    view! {
        <div class="find">
            <Icon name="search" />
            <input
                class="find__field"
                type="search"
                data-find="true"
                aria-label=label
                placeholder=hint
                autocomplete="off"
                spellcheck="false"
                prop:value=move || session.place.read().find.clone()
                on:input:target=move |event| find(event.target().value())
            />
            <kbd class="find__key">"/"</kbd>
        </div>
    }
}

/// A row: its lanes, its id and message, what it is, what it changes, when.
#[component]
fn Revision(
    at: usize,
    revision: RevisionRow,
    lanes: Arc<Lanes>,
    is_whole: Signal<bool>,
    row_height: Signal<f64>,
    id_width: usize,
    shown: RwSignal<Pane>,
) -> impl IntoView {
    let session = Session::here();
    let date = revision.date.as_deref().map(words::day).unwrap_or_default().to_owned();
    let message = revision.message.clone();
    let id = words::short_id(&revision.id);
    let (whole, range) = (revision.id.clone(), Answers::here().range);
    let in_range = Memo::new(move |_| {
        let (versus, _) = session.range()?;
        let known = range.value.read();
        let inside = known.as_ref().is_some_and(|it| it.revisions.contains(&whole));
        let begins = versus == Bound::Revision(whole.clone());
        inside.then_some("in").or(begins.then_some("start"))
    });
    let findings = view! { <FindingsSign n=revision.diagnostics worst=revision.worst.clone() /> };
    view! {
        <div
            class="row"
            data-range=in_range
            style=("--column-id", format!("{id_width}ch"))
            on:click=move |_| shown.set(Pane::Details)
        >
            <RowLanes at lanes is_whole row_height merge=revision.merge />
            <span class="row__id mono" title=revision.id.clone()>{id}</span>
            <span class="row__message">
                {message}
                <span class="unseen">{move || in_range.get().map(range_word)}</span>
            </span>
            <span class="row__chips"><Standing row=revision.clone() /></span>
            <span class="row__counts">{findings} <Counts counts=revision.counts /></span>
            <span class="row__date mono">{date}</span>
        </div>
    }
}

fn range_word(it: &str) -> &'static str {
    if it == "in" { ", in the range" } else { ", the range begins after it" }
}

/// The part of the graph that lies in a row. A narrowed list has only its dots.
#[component]
fn RowLanes(
    at: usize,
    lanes: Arc<Lanes>,
    is_whole: Signal<bool>,
    row_height: Signal<f64>,
    merge: bool,
) -> impl IntoView {
    let width = lanes.width();
    let (x, color) = lanes.dot(at);
    let radius = if merge { "3.5" } else { "4.5" };
    let lines = move || {
        let height = row_height.get();
        let drawn = |line: &super::lanes::Line| {
            let dashed = line.dependency.then_some("true");
            let path = lanes.path(*line, height);
            view! { <path class="lanes__line" data-lane=line.color() data-dependency=dashed d=path /> }
        };
        is_whole.get().then(|| lanes.lines(at).iter().map(drawn).collect_view())
    };
    view! {
        <svg
            class="lanes"
            aria-hidden="true"
            width=width
            height=move || row_height.get()
            viewBox=move || format!("0 0 {width} {}", row_height.get())
        >
            {lines}
            <circle
                class="lanes__dot"
                data-lane=color
                data-merge=merge.to_string()
                cx=x
                cy=move || row_height.get() / 2.0
                r=radius
            />
        </svg>
    }
}
