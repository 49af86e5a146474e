//! The frame of an open project: header, tabs, the chosen screen, and time below it.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use migrascope_core::api::Overview;

use super::findings::Findings;
use super::history::History;
use super::parts::Go;
use super::project_menu::ProjectMenu;
use super::schema::Schema;
use super::sql::Sql;
use super::timeline::Timeline;
use crate::answers::Answers;
use crate::keys::focus;
use crate::place::{TABS, Tab, TabRow};
use crate::prefs::Prefs;
use crate::session::Session;
use crate::ui::icon::{Icon, Sign};
use crate::words;

/// Everything around a screen.
#[component]
pub fn Frame(overview: Arc<Overview>, keymap: RwSignal<bool>) -> impl IntoView {
    let session = Session::here();
    let tab = Memo::new(move |_| session.place.read().tab);
    let (findings, shown) = (overview.diagnostics.len(), overview.clone());
    let screen = move || match tab.get() {
        Tab::History => view! { <History overview=shown.clone() /> }.into_any(),
        Tab::Schema => view! { <Schema /> }.into_any(),
        Tab::Sql => view! { <Sql overview=shown.clone() /> }.into_any(),
        Tab::Findings => view! { <Findings overview=shown.clone() /> }.into_any(),
    };
    view! {
        <div class="frame">
            <Header name=overview.name.clone() keymap />
            <Tabs findings />
            <main class="frame__screen" id="main" role="tabpanel" aria-labelledby=move || tab_id(tab.get())>
                {screen}
            </main>
            <Timeline overview=overview.clone() />
        </div>
    }
}

#[component]
fn Header(name: String, keymap: RwSignal<bool>) -> impl IntoView {
    let session = Session::here();
    let answers = Answers::here();
    let as_of = move || {
        let known = session.revision().map(|row| words::short_id(&row.id));
        let named = || session.place.read().revision.is_some().then(|| "unknown".to_owned());
        known.or_else(named).unwrap_or_default()
    };
    view! {
        <header class="header">
            <span class="header__sign"><Sign /> <span class="header__brand">"Migrascope"</span></span>
            <ProjectMenu name />
            <button type="button" class="header__search" on:click=move |_| answers.search(false)>
                <Icon name="search" />
                <span class="header__search-words">"Search everything"</span>
                <kbd>"Ctrl K"</kbd>
            </button>
            <button
                type="button"
                class="header__as-of"
                aria-haspopup="dialog"
                title="Choose another revision"
                on:click=move |_| answers.search(true)
            >
                <span class="header__as-of-word">"as of"</span>
                <span class="mono">{as_of}</span>
                <Icon name="down" />
            </button>
            <ThemeButton />
            <button
                type="button"
                class="button button--bare header__keys"
                aria-label="Keyboard"
                title="Keyboard (?)"
                on:click=move |_| keymap.set(true)
            >
                <Icon name="keys" />
            </button>
        </header>
    }
}

/// Goes round the three themes.
#[component]
fn ThemeButton() -> impl IntoView {
    let prefs = Session::here().prefs;
    let icon = Signal::derive(move || prefs.read().theme.word());
    let label = move || format!("Theme: {}", prefs.read().theme.word());
    let next = move |_| prefs.update(|it| *it = Prefs { theme: it.theme.next() });
    view! {
        <button type="button" class="button button--bare" aria-label=label title=label on:click=next>
            <Icon name=icon />
        </button>
    }
}

/// The tabs, each a link to the same selection on another screen.
#[component]
fn Tabs(findings: usize) -> impl IntoView {
    let session = Session::here();
    let tab = move |row: &'static TabRow| {
        let to = Signal::derive(move || session.place.read().on(row.tab));
        let chosen = move || session.place.read().tab == row.tab;
        let n = (row.tab == Tab::Findings && findings > 0).then(|| words::figure(findings));
        view! {
            <Go
                to
                class="tabs__tab"
                attr:role="tab"
                attr:id=tab_id(row.tab)
                attr:aria-selected=move || chosen().to_string()
                attr:aria-controls="main"
                // One of them is on the way of the Tab key; the arrows lead to the others.
                attr:tabindex=move || if chosen() { "0" } else { "-1" }
            >
                {row.title}
                {n.map(|n| view! { <span class="tabs__n">{n}</span> })}
            </Go>
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let place = session.place.get_untracked();
        let at = TABS.iter().position(|row| row.tab == place.tab).unwrap_or_default();
        let last = TABS.len() - 1;
        let next = match event.key().as_str() {
            "ArrowLeft" => at.checked_sub(1).unwrap_or(last),
            "ArrowRight" if at == last => 0,
            "ArrowRight" => at + 1,
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        if let Some(row) = TABS.get(next) {
            session.go(&place.on(row.tab));
            focus(&format!("#{}", tab_id(row.tab)));
        }
    };
    view! {
        <nav class="tabs" aria-label="Screens">
            <div class="tabs__list" role="tablist" on:keydown=on_key>{TABS.iter().map(tab).collect_view()}</div>
        </nav>
    }
}

fn tab_id(tab: Tab) -> String {
    format!("tab-{tab:?}").to_lowercase()
}
