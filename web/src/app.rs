//! The shell: the first screen, or the frame around an open project.

use leptos::ev::DragEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::answers::Answers;
use crate::files::{self, Given};
use crate::keys;
use crate::screen::frame::Frame;
use crate::screen::keymap::KeyMap;
use crate::screen::palette::Palette;
use crate::screen::start::{OpeningBar, Start};
use crate::screen::values::Values;
use crate::session::Session;
use crate::ui::icon::Icon;
use crate::{effects, session::Notice};

/// Puts the application on the page.
pub fn mount() {
    std::panic::set_hook(Box::new(|panic| {
        tell_breakdown(&panic.to_string(), panic.payload_as_str().unwrap_or_default());
    }));
    mount_to_body(App);
    if let Some(loading) = document().get_element_by_id("loading") {
        loading.remove();
    }
}

/// Says that the page itself broke down: on the page the reason, on the console the place, too.
/// Nothing of it runs any more, so this is plain DOM.
fn tell_breakdown(whole: &str, reason: &str) {
    web_sys::console::error_1(&whole.into());
    let text = format!("Migrascope broke down. Load the page again. ({reason})");
    if let (Ok(bar), Some(body)) = (document().create_element("p"), document().body()) {
        bar.set_class_name("notice");
        bar.set_text_content(Some(&text));
        let _ = bar.set_attribute("role", "alert");
        let _ = bar.set_attribute("data-serious", "true");
        let _ = body.append_child(&bar);
    }
}

#[component]
fn App() -> impl IntoView {
    let session = Session::provide();
    Answers::provide(session);
    let keymap = RwSignal::new(false);
    effects::show_theme(session);
    effects::save_prefs(session);
    effects::show_title(session);
    effects::replace_worker(session);
    effects::follow_history(session);
    effects::follow_width(session);
    keys::listen(session, keymap);
    view! {
        <DropVeil />
        <NoticeBar />
        {move || match session.overview.get() {
            None => view! { <Start /> }.into_any(),
            Some(overview) => view! { <Frame overview keymap /> }.into_any(),
        }}
        <Reopening />
        <Palette />
        <KeyMap open=keymap />
        <Values />
    }
}

/// A project on its way in while another is open.
#[component]
fn Reopening() -> impl IntoView {
    let session = Session::here();
    move || {
        let opening = session.overview.read().is_some().then(|| session.opening.get()).flatten();
        opening.map(|opening| view! { <div class="reopening"><OpeningBar opening /></div> })
    }
}

/// What went wrong, until the reader has seen it.
#[component]
fn NoticeBar() -> impl IntoView {
    let session = Session::here();
    let bar = move |notice: Notice| {
        view! {
            <div class="notice" data-serious=notice.serious.to_string()>
                <Icon name=if notice.serious { "error" } else { "note" } />
                <span>{notice.text}</span>
                <button
                    type="button"
                    class="button button--bare"
                    aria-label="Dismiss"
                    on:click=move |_| session.notice.set(None)
                >
                    <Icon name="close" />
                </button>
            </div>
        }
    };
    view! { <div aria-live="polite">{move || session.notice.get().map(bar)}</div> }
}

/// What covers the page while files are held over it.
#[component]
fn DropVeil() -> impl IntoView {
    let session = Session::here();
    let over = RwSignal::new(false);
    let hold = window_event_listener(leptos::ev::dragover, move |event: DragEvent| {
        event.prevent_default();
        over.set(true);
    });
    let leave = window_event_listener(leptos::ev::dragleave, move |event: DragEvent| {
        // Leaving the window leaves to nothing; leaving one element enters another.
        if event.related_target().is_none() {
            over.set(false);
        }
    });
    let drop = window_event_listener(leptos::ev::drop, move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        let Some(dropped) = event.data_transfer() else { return };
        let entries = files::entries(&dropped);
        spawn_local(async move { session.open(Given::from_dropped(entries).await) });
    });
    on_cleanup(move || {
        hold.remove();
        leave.remove();
        drop.remove();
    });
    view! {
        <Show when=move || over.get()>
            <div class="veil" aria-hidden="true">
                <p class="veil__words">"Drop to read it"</p>
            </div>
        </Show>
    }
}
