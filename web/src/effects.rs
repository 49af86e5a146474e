//! Every effect of the page: each keeps one thing outside of it in step.

use leptos::prelude::*;

use wasm_bindgen::prelude::*;

use crate::prefs;
use crate::session::Session;

/// Keeps the theme of the document in step with the reader's choice.
pub fn show_theme(session: Session) {
    Effect::new(move |_| {
        let theme = session.prefs.read().theme.word();
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-theme", theme);
        }
    });
}

/// Keeps the browser's store in step with the preferences.
pub fn save_prefs(session: Session) {
    Effect::new(move |_| {
        let prefs = session.prefs.get().print();
        // A browser may keep nothing, and then it remembers nothing.
        if let Some(store) = window().local_storage().ok().flatten() {
            let _ = store.set_item(prefs::KEY, &prefs);
        }
    });
}

/// Keeps the worker in step with the open project, when one dies and another takes its place.
pub fn replace_worker(session: Session) {
    Effect::new(move |_| {
        if let Some(last_words) = session.ask.died.get() {
            session.recover(last_words);
        }
    });
}

/// Keeps the title of the window in step with what is shown.
pub fn show_title(session: Session) {
    Effect::new(move |_| {
        let name = session.overview.read().as_ref().map(|it| it.name.clone());
        let revision = session.revision().map(|row| row.id);
        let parts = [revision, name, Some("Migrascope".to_owned())];
        document().set_title(&parts.into_iter().flatten().collect::<Vec<_>>().join(" · "));
    });
}

/// Keeps the page in step with the browser's back and forward buttons.
pub fn follow_history(session: Session) {
    let handle = window_event_listener(leptos::ev::popstate, move |_| session.follow_address());
    on_cleanup(move || handle.remove());
}

/// Where three panes become one, as the style sheets say it too.
const NARROW: &str = "(max-width: 760px)";

/// Keeps the session in step with the width of the window.
pub fn follow_width(session: Session) {
    let Ok(Some(query)) = window().match_media(NARROW) else { return };
    session.narrow.set(query.matches());
    let media = query.clone();
    let heard = Closure::<dyn FnMut()>::new(move || session.narrow.set(media.matches()));
    query.set_onchange(Some(heard.as_ref().unchecked_ref()));
    // The application lives as long as the page does.
    heard.forget();
}
