//! The Schema screen: the tables after the chosen revision, and what it changed in them.

use std::sync::Arc;

use leptos::html::Li;
use leptos::prelude::*;
use leptos::task::spawn_local;
use migrascope_core::api::{Answer, Mark, ObjectView, Question, TableView};

use super::history::{Find, NO_MIGRATIONS};
use super::parts::{Go, MarkSign, NoSuchRevision, Nothing};
use super::source::SourcePeek;
use super::table::TableDetails;
use crate::answers::Answers;
use crate::diagram::export::Paper;
use crate::diagram::{Chosen, Diagram};
use crate::files;
use crate::place::Place;
use crate::session::Session;
use crate::ui::panes::{Pane, Panes};
use crate::ui::window::bring_into_sight;
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
    let session = Session::here();
    // An object is opened in the list, wherever it was chosen.
    let object = Memo::new(move |_| session.place.read().object.clone());
    Effect::new(move |_| {
        if object.read().is_some() {
            shown.set(Pane::List);
        }
    });
    let main = view! { <Picture shown /> }.into_any();
    let details = view! {
        <TableDetails />
        <SourcePeek />
    }
    .into_any();
    let bare = Signal::derive(move || {
        let place = session.place.read();
        place.table.is_none() && place.at.is_none()
    });
    view! { <Panes names=["Tables", "Schema", "Details"] shown bare list main details /> }
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
    let paper = Signal::derive(move || paper(session));
    let complain = Callback::new(move |why: String| session.complain(why));
    let save_sql = Callback::new(move |()| save_sql(session));
    let is_empty =
        Memo::new(move |_| schema.value.read().as_ref().is_some_and(|it| it.tables.is_empty()));
    let has_none = session.overview.with_untracked(|it| {
        it.as_ref().is_some_and(|it| it.revisions.is_empty() && it.tables == 0)
    });
    let is_lost = Memo::new(move |_| session.is_lost());
    view! {
        {move || match (schema.refused.get(), is_empty.get()) {
            _ if has_none => {
                let (title, advice) = NO_MIGRATIONS;
                view! { <Nothing title advice /> }.into_any()
            }
            _ if is_lost.get() => view! { <NoSuchRevision /> }.into_any(),
            (Some(why), _) => {
                view! { <Nothing title=why.message advice=why.help.unwrap_or_default() /> }.into_any()
            }
            (None, true) => {
                let advice = "After this revision the database holds no table.";
                view! { <Nothing title="An empty schema" advice /> }.into_any()
            }
            (None, false) => {
                view! { <Diagram schema=schema.value chosen choose all paper complain save_sql /> }.into_any()
            }
        }}
    }
}

fn project_name(session: Session) -> String {
    session.overview.read().as_ref().map(|it| it.name.clone()).unwrap_or_default()
}

/// Saves the schema after the chosen revision as SQL.
fn save_sql(session: Session) {
    let Some(revision) = session.revision() else { return };
    let project = project_name(session);
    let name = files::file_name(&format!("{project}-{}-schema.sql", revision.id));
    let asker = session.ask.asker();
    spawn_local(async move {
        match session.ask.ask(asker, &Question::Dump { at: Some(revision.id) }).await {
            Ok(Answer::Dump(dump)) => {
                if files::save(&name, &dump.sql, "text/plain;charset=utf-8").is_err() {
                    session.complain("the browser would not save the schema".to_owned());
                }
            }
            Ok(Answer::Refused(why)) => session.complain(why.message),
            // Another project is on its way, or another worker.
            Ok(_) | Err(_) => {}
        }
    });
}

/// What a saved picture is called: after the project, and the revision or the range.
fn paper(session: Session) -> Paper {
    let project = project_name(session);
    let revision = session.revision().map(|it| it.id).unwrap_or_default();
    let (at, words) = match session.range() {
        Some((from, to)) => {
            (format!("{}-to-{to}", from.word()), format!("from {} to {to}", from.word()))
        }
        None => (revision.clone(), format!("after {revision}")),
    };
    Paper { name: format!("{project}-{at}"), title: format!("{project}: the schema {words}") }
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
    let session = Session::here();
    let (row, name) = (NodeRef::<Li>::new(), object.name.clone());
    let chosen = Memo::new(move |_| session.place.read().object.as_ref() == Some(&name));
    Effect::new(move |_| {
        if let Some(row) = row.get().filter(|_| chosen.get()) {
            bring_into_sight(&row);
        }
    });
    view! {
        <li
            node_ref=row
            class="objects__item"
            data-mark=words::mark_word(object.mark)
            aria-current=move || chosen.get().then_some("true")
        >
            <details class="objects__object" prop:open=chosen>
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
