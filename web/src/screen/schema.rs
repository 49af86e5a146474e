//! The Schema screen: the tables after the chosen revision, and what it changed in them.

use std::sync::Arc;

use leptos::prelude::*;
use migrascope_core::api::{Mark, ObjectView, TableView};

use super::history::Find;
use super::parts::{Go, MarkSign, Nothing};
use super::source::SourcePeek;
use super::table::TableDetails;
use crate::answers::Answers;
use crate::diagram::{Chosen, Diagram};
use crate::place::Place;
use crate::session::Session;
use crate::ui::panes::{Pane, Panes};
use crate::words;

/// The list of tables, the schema as a diagram, and the chosen table.
#[component]
pub fn Schema() -> impl IntoView {
    let shown = RwSignal::new(Pane::Main);
    let list = view! {
        <TableList shown />
        <Objects />
    }
    .into_any();
    let main = view! { <Picture shown /> }.into_any();
    let details = view! {
        <TableDetails />
        <SourcePeek />
    }
    .into_any();
    view! { <Panes names=["Tables", "Schema", "Details"] shown list main details /> }
}

/// The diagram, which shares the reader's choice; or why there is none.
#[component]
fn Picture(shown: RwSignal<Pane>) -> impl IntoView {
    let session = Session::here();
    let Answers { schema, atlas, .. } = Answers::here();
    // Without the tables of other revisions there is still this one's.
    let all = Signal::derive(move || {
        let refused = atlas.refused.read().is_some();
        atlas.value.get().or_else(|| refused.then(Arc::default))
    });
    let chosen = Memo::new(move |_| {
        let place = session.place.read();
        Some(Chosen { table: place.table.clone()?, column: place.column.clone() })
    });
    let choose = Callback::new(move |it: Chosen| {
        let place = session.place.get_untracked().with_table(it.table);
        shown.set(Pane::Details);
        session.go(&Place { column: it.column, ..place });
    });
    let is_empty =
        Memo::new(move |_| schema.value.read().as_ref().is_some_and(|it| it.tables.is_empty()));
    view! {
        {move || match (schema.refused.get(), is_empty.get()) {
            (Some(why), _) => {
                view! { <Nothing title=why.message advice=why.help.unwrap_or_default() /> }.into_any()
            }
            (None, true) => {
                let advice = "After this revision the database holds no table.";
                view! { <Nothing title="An empty schema" advice /> }.into_any()
            }
            (None, false) => view! { <Diagram schema=schema.value chosen choose all /> }.into_any(),
        }}
    }
}

/// Every table by name; what the revision changed is marked.
#[component]
fn TableList(shown: RwSignal<Pane>) -> impl IntoView {
    let session = Session::here();
    let schema = Answers::here().schema;
    let found = move || {
        let find = session.place.read().find.to_lowercase();
        let view = schema.value.get()?;
        let tables = view.tables.iter().filter(|table| holds(table, &find));
        Some(tables.map(|it| (it.name.clone(), it.mark)).collect::<Vec<_>>())
    };
    let count = move || found().map(|tables| words::count(tables.len(), "table"));
    let since = move || {
        let since = schema.value.get()?.since.clone()?;
        Some(view! { " · what changed since " <span class="mono">{words::short_id(&since)}</span> })
    };
    view! {
        <Find label="Find a table" hint="table or column" />
        <p class="table-list__count">{count} {since}</p>
        <ul class="table-list" on:click=move |_| shown.set(Pane::Details)>
            <For each=move || found().unwrap_or_default() key=|(name, mark)| (name.clone(), words::mark_word(*mark)) let:table>
                <TableLine name=table.0 mark=table.1 />
            </For>
        </ul>
    }
}

#[component]
fn TableLine(name: String, mark: Mark) -> impl IntoView {
    let session = Session::here();
    let (target, mine) = (name.clone(), name.clone());
    let to = Signal::derive(move || session.place.read().with_table(&target));
    let chosen =
        move || (session.place.read().table.as_deref() == Some(mine.as_str())).then_some("true");
    view! {
        <li class="table-list__row" data-mark=words::mark_word(mark) aria-current=chosen>
            <Go to class="table-list__link mono">
                <MarkSign mark />
                <span>{name}</span>
            </Go>
        </li>
    }
}

/// What a schema holds besides tables, each in a line.
#[component]
fn Objects() -> impl IntoView {
    let schema = Answers::here().schema;
    let all = move || {
        let view = schema.value.get()?;
        let enums = view.enums.iter().map(|it| ObjectView {
            kind: "enum".to_owned(),
            name: it.name.clone(),
            definition: it.labels.join(", "),
            mark: it.mark,
        });
        let all: Vec<ObjectView> = enums.chain(view.others.iter().cloned()).collect();
        (!all.is_empty()).then_some(all)
    };
    move || {
        all().map(|all| {
            let rows = all.into_iter().map(|object| view! { <Object object /> }).collect_view();
            view! {
                <h2 class="section__title">"Other objects"</h2>
                <ul class="objects">{rows}</ul>
            }
        })
    }
}

#[component]
fn Object(object: ObjectView) -> impl IntoView {
    view! {
        <li data-mark=words::mark_word(object.mark)>
            <details class="objects__object">
                <summary class="objects__row">
                    <MarkSign mark=object.mark />
                    <span class="objects__kind">{object.kind}</span>
                    <span class="objects__name mono">{object.name}</span>
                </summary>
                <p class="objects__definition mono">{object.definition}</p>
            </details>
        </li>
    }
}

/// Whether a table or one of its columns has the looked-for words in its name.
fn holds(table: &TableView, find: &str) -> bool {
    let names = std::iter::once(&table.name).chain(table.columns.iter().map(|it| &it.name));
    let names: Vec<String> = names.map(|name| name.to_lowercase()).collect();
    find.split_whitespace().all(|word| names.iter().any(|name| name.contains(word)))
}

/// The place with a column chosen.
pub fn with_column(place: &Place, table: &str, column: &str) -> Place {
    Place { column: Some(column.to_owned()), ..place.with_table(table) }
}
