//! What is known of the chosen table: columns, keys, indexes, constraints, and the lines that say so.

use leptos::prelude::*;
use migrascope_core::api::{ColumnView, PartView, TableView};

use super::parts::{Go, MarkSign, Nothing, ToLine};
use super::schema::with_column;
use crate::answers::Answers;
use crate::session::Session;
use crate::words;

/// The details of the chosen table.
#[component]
pub fn TableDetails() -> impl IntoView {
    let session = Session::here();
    let schema = Answers::here().schema;
    move || {
        let name = session.place.read().table.clone();
        let (Some(view), Some(name)) = (schema.value.get(), name) else {
            let advice = "Its columns, keys and the lines that made them are shown here.";
            return view! { <Nothing title="Choose a table" advice /> }.into_any();
        };
        match view.tables.iter().find(|table| table.name == name) {
            Some(table) => view! { <Table table=table.clone() /> }.into_any(),
            None => {
                let title = format!("No table {name} after this revision");
                view! { <Nothing title advice="Step through time to where it is." /> }.into_any()
            }
        }
    }
}

#[component]
fn Table(table: TableView) -> impl IntoView {
    let name = table.name.clone();
    let columns = table
        .columns
        .iter()
        .map(|column| view! { <Column table=name.clone() column=column.clone() /> })
        .collect_view();
    view! {
        <article class="table" data-mark=words::mark_word(table.mark)>
            <h2 class="table__name mono"><MarkSign mark=table.mark /> {table.name}</h2>
            {table.comment.map(|comment| view! { <p class="table__comment">{comment}</p> })}
            {table.assumed.then(|| view! {
                <p class="table__assumed">
                    "No revision creates this table: what is shown is what revisions say of it."
                </p>
            })}
            <p class="table__facts">
                {words::count(table.columns.len(), "column")}
                {table.formerly.into_iter().map(|it| view! { " · renamed from " <code>{it}</code> }).collect_view()}
                {table.partition_of.map(|of| format!(" · partition of {of}"))}
                {table.place.map(|place| view! { " · last touched at " <ToLine place /> })}
            </p>
            <ul class="columns">{columns}</ul>
            <Parts title="Constraints" parts=table.constraints />
            <Parts title="Indexes" parts=table.indexes />
            <Parts title="Triggers" parts=table.triggers />
        </article>
    }
}

#[component]
fn Column(table: String, column: ColumnView) -> impl IntoView {
    let session = Session::here();
    let (mine, name) = (column.name.clone(), column.name.clone());
    let chosen =
        move || (session.place.read().column.as_deref() == Some(mine.as_str())).then_some("true");
    let to = Signal::derive(move || with_column(&session.place.read(), &table, &name));
    let facts = [
        (column.primary, "primary key"),
        (column.unique, "unique"),
        (!column.nullable, "not null"),
    ];
    let facts = facts.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect::<Vec<_>>();
    view! {
        <li class="columns__row" data-mark=words::mark_word(column.mark) aria-current=chosen>
            <p class="columns__line">
                <Go to class="columns__name mono"><MarkSign mark=column.mark /> {column.name}</Go>
                <span class="columns__type mono">{column.ty}</span>
            </p>
            <p class="columns__facts">
                {column.formerly.map(|it| view! { <span>"renamed from " <code>{it}</code></span> })}
                {facts.into_iter().map(|it| view! { <span>{it}</span> }).collect_view()}
                {column.default.map(|it| view! { <span>"default " <code>{it}</code></span> })}
                {column.refers.map(|(table, column)| view! { <Refers table column /> })}
                {column.place.map(|place| view! { <ToLine place /> })}
            </p>
            {column.comment.map(|it| view! { <p class="columns__comment">{it}</p> })}
        </li>
    }
}

/// A link along a foreign key.
#[component]
fn Refers(table: String, column: String) -> impl IntoView {
    let session = Session::here();
    let text = format!("→ {table}.{column}");
    let to = Signal::derive(move || with_column(&session.place.read(), &table, &column));
    view! { <Go to class="link mono">{text}</Go> }
}

#[component]
fn Parts(title: &'static str, parts: Vec<PartView>) -> impl IntoView {
    let row = |part: PartView| {
        view! {
            <li class="parts__row" data-mark=words::mark_word(part.mark)>
                <MarkSign mark=part.mark />
                <code>{part.text}</code>
            </li>
        }
    };
    (!parts.is_empty()).then(|| {
        view! {
            <section class="section">
                <h3 class="section__title">{title}</h3>
                <ul class="parts">{parts.into_iter().map(row).collect_view()}</ul>
            </section>
        }
    })
}
