//! The Schema screen: the tables after the chosen revision, and what it changed in them.

use std::sync::Arc;

use leptos::prelude::*;
use migrascope_core::api::{Mark, ObjectView, SchemaView, TableView};

use super::history::Find;
use super::parts::{Go, MarkSign, Nothing};
use super::source::SourcePeek;
use super::table::TableDetails;
use crate::answers::Answers;
use crate::place::Place;
use crate::session::Session;
use crate::ui::panes::{Pane, Panes};
use crate::words;

/// The list of tables, the schema as a whole, and the chosen table.
#[component]
pub fn Schema() -> impl IntoView {
    let schema = Answers::here().schema;
    let shown = RwSignal::new(Pane::Main);
    let list = view! { <TableList shown /> }.into_any();
    let main = view! {
        <div class="schema" aria-busy=move || schema.waiting.get().to_string()>
            {move || schema.value.get().map(|view| view! { <Structure view shown /> })}
            {move || schema.refused.get().map(|why| view! { <Nothing title=why.message advice=why.help.unwrap_or_default() /> })}
        </div>
    }
    .into_any();
    let details = view! {
        <TableDetails />
        <SourcePeek />
    }
    .into_any();
    view! { <Panes names=["Tables", "Schema", "Details"] shown list main details /> }
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
    view! {
        <Find label="Find a table" hint="table or column" />
        <p class="table-list__count">{count}</p>
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

/// The schema as cards and lines: a picture's equal for who reads without one.
#[component]
fn Structure(view: Arc<SchemaView>, shown: RwSignal<Pane>) -> impl IntoView {
    if view.tables.is_empty() && view.others.is_empty() && view.enums.is_empty() {
        let advice = "After this revision the database holds no table.";
        return view! { <Nothing title="An empty schema" advice /> }.into_any();
    }
    let cards =
        view.tables.iter().map(|table| view! { <Card table=table.clone() /> }).collect_view();
    let enums = view.enums.iter().map(|it| ObjectView {
        kind: "enum".to_owned(),
        name: it.name.clone(),
        definition: it.labels.join(", "),
        mark: it.mark,
    });
    let others: Vec<ObjectView> = enums.chain(view.others.iter().cloned()).collect();
    view! {
        <div class="cards" on:click=move |_| shown.set(Pane::Details)>{cards}</div>
        <ul class="objects">
            {others.into_iter().map(|object| view! { <Object object /> }).collect_view()}
        </ul>
    }
    .into_any()
}

#[component]
fn Card(table: TableView) -> impl IntoView {
    let session = Session::here();
    let (name, mine) = (table.name.clone(), table.name.clone());
    let to = Signal::derive(move || session.place.read().with_table(&name));
    let chosen =
        move || (session.place.read().table.as_deref() == Some(mine.as_str())).then_some("true");
    let columns = table.columns.iter().map(|column| {
        let key = match (column.primary, &column.refers, column.unique) {
            (true, ..) => "PK",
            (false, Some(_), _) => "FK",
            (false, None, true) => "UQ",
            _ => "",
        };
        let ty = if column.nullable { format!("{}?", column.ty) } else { column.ty.clone() };
        view! {
            <tr data-mark=words::mark_word(column.mark)>
                <td class="card__mark"><MarkSign mark=column.mark /></td>
                <td class="card__key">{key}</td>
                <td class="card__column">{column.name.clone()}</td>
                <td class="card__type">{ty}</td>
            </tr>
        }
    });
    view! {
        <article class="card" data-mark=words::mark_word(table.mark) aria-current=chosen>
            <h3 class="card__name">
                <Go to class="card__link mono"><MarkSign mark=table.mark /> {table.name.clone()}</Go>
            </h3>
            <table class="card__columns mono"><tbody>{columns.collect_view()}</tbody></table>
        </article>
    }
}

#[component]
fn Object(object: ObjectView) -> impl IntoView {
    view! {
        <li class="objects__row" data-mark=words::mark_word(object.mark)>
            <MarkSign mark=object.mark />
            <span class="objects__kind">{object.kind}</span>
            <span class="mono">{object.name}</span>
            <code class="objects__text">{object.definition}</code>
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
