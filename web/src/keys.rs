//! The keyboard: what each key does, in one table that is also what `?` shows.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::answers::Answers;
use crate::place::{Place, Tab};
use crate::session::Session;
use crate::ui::window::bring_into_sight;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Search,
    Find,
    To(Tab),
    Down,
    Up,
    Earlier,
    Later,
    Extend(isize),
    Out,
    Map,
}

/// A key, what it does, and in which words.
pub struct Binding {
    /// As written on the page; keys one after the other are set apart by a space.
    pub keys: &'static str,
    pub words: &'static str,
    pub action: Action,
}

/// Every key of the application. Those of the diagram stand with the diagram.
pub const BINDINGS: &[Binding] = &[
    Binding { keys: "Ctrl K", words: "search everything", action: Action::Search },
    Binding { keys: "/", words: "find in the list", action: Action::Find },
    Binding { keys: "g h", words: "History", action: Action::To(Tab::History) },
    Binding { keys: "g s", words: "Schema", action: Action::To(Tab::Schema) },
    Binding { keys: "g q", words: "SQL", action: Action::To(Tab::Sql) },
    Binding { keys: "g f", words: "Findings", action: Action::To(Tab::Findings) },
    Binding { keys: "j", words: "down the list, also ↓", action: Action::Down },
    Binding { keys: "k", words: "up the list, also ↑", action: Action::Up },
    Binding { keys: "[", words: "one revision back in time", action: Action::Earlier },
    Binding { keys: "]", words: "one revision on in time", action: Action::Later },
    Binding { keys: "{", words: "a range: its other end back", action: Action::Extend(-1) },
    Binding { keys: "}", words: "a range: its other end on", action: Action::Extend(1) },
    Binding { keys: "Esc", words: "out of what is open", action: Action::Out },
    Binding { keys: "?", words: "this map", action: Action::Map },
];

/// Listens to the keys of the whole page.
pub fn listen(session: Session, keymap: RwSignal<bool>) {
    let pending = StoredValue::new(String::new());
    let answers = Answers::here();
    let handle = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        // An open dialog keeps the keys to itself; Esc closes it without us.
        let Some(action) = heard(&event, pending).filter(|_| !is_dialog_open()) else { return };
        if session.overview.read_untracked().is_none() && action != Action::Map {
            return;
        }
        event.prevent_default();
        match action {
            Action::Search => answers.search(false),
            Action::Map => keymap.set(true),
            Action::Find => focus("[data-find]"),
            Action::To(tab) => session.go(&session.place.get_untracked().on(tab)),
            Action::Down => step_in_list("ArrowDown", 1),
            Action::Up => step_in_list("ArrowUp", -1),
            Action::Earlier => session.step(-1),
            Action::Later => session.step(1),
            Action::Extend(by) => session.extend(|_, at| at.saturating_add_signed(by)),
            Action::Out => out(session),
        }
    });
    on_cleanup(move || handle.remove());
}

/// The action of a key, given the key before it. Keys typed into a field are text.
fn heard(event: &KeyboardEvent, pending: StoredValue<String>) -> Option<Action> {
    let before = pending.get_value();
    pending.set_value(String::new());
    let chord = event.ctrl_key() || event.meta_key();
    let name = if chord { format!("Ctrl {}", event.key().to_uppercase()) } else { event.key() };
    if event.alt_key()
        || event.default_prevented()
        || (is_typing(event) && !chord && name != "Escape")
    {
        return None;
    }
    if name == "g" {
        pending.set_value(name);
        return None;
    }
    action(&before, &name)
}

/// The action of a key after another one.
fn action(before: &str, key: &str) -> Option<Action> {
    let key = match key {
        "Escape" => "Esc",
        "ArrowDown" => "j",
        "ArrowUp" => "k",
        key => key,
    };
    let sequence = format!("{before} {key}");
    BINDINGS.iter().find(|it| it.keys == sequence.trim_start()).map(|it| it.action)
}

fn is_typing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|it| it.dyn_into::<HtmlElement>().ok());
    target.is_some_and(|it| matches!(it.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}

fn is_dialog_open() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|it| it.is_some())
}

/// Gives the focus to the first element that a selector finds.
pub fn focus(selector: &str) {
    let found = document().query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        // An element that is not shown takes no focus, and then nothing is to be done.
        let _ = element.focus();
    }
}

/// Goes down or up the list of the screen.
fn step_in_list(key: &str, by: isize) {
    match document().query_selector("[role=listbox]") {
        Ok(Some(_)) => press_in_list(key),
        _ => choose_row(by),
    }
}

/// Gives a key to the list of the screen, which knows what it means there.
fn press_in_list(key: &str) {
    focus("[role=listbox]");
    let Some(list) = document().active_element() else { return };
    let init = web_sys::KeyboardEventInit::new();
    init.set_key(key);
    init.set_cancelable(true);
    if let Ok(event) = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init) {
        // The list prevents the default, and that is all there is to hear.
        let _ = list.dispatch_event(&event);
    }
}

/// The rows of the lists that are no listboxes.
const ROWS: &str = ".table-list__link, .findings__row";

/// Chooses the row some rows away from the chosen one, or the first.
fn choose_row(by: isize) {
    let Ok(found) = document().query_selector_all(ROWS) else { return };
    let row = |at| found.get(at).and_then(|it| it.dyn_into::<HtmlElement>().ok());
    let rows: Vec<HtmlElement> = (0..found.length()).filter_map(row).collect();
    let is_chosen =
        |it: &HtmlElement| it.closest("[aria-current=true]").is_ok_and(|it| it.is_some());
    let last = rows.len().saturating_sub(1);
    let at = rows.iter().position(is_chosen);
    if let Some(row) = rows.get(at.map_or(0, |it| it.saturating_add_signed(by).min(last))) {
        row.click();
        bring_into_sight(row);
    }
}

/// Lets go of what is chosen last: the line, then the range, then what is looked for.
fn out(session: Session) {
    let place = session.place.get_untracked();
    let next = if place.at.is_some() || place.statement.is_some() {
        Place { at: None, statement: None, ..place.clone() }
    } else if place.versus.is_some() {
        Place { versus: None, ..place.clone() }
    } else {
        Place { find: String::new(), ..place.clone() }
    };
    if let Some(field) =
        document().active_element().and_then(|it| it.dyn_into::<HtmlElement>().ok())
    {
        // Leaving a field is part of getting out; what cannot be left is no field.
        let _ = field.blur();
    }
    if next != place {
        session.go(&next);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::TABS;

    #[test]
    fn a_sequence_of_two_keys_goes_to_a_tab() {
        assert_eq!(action("g", "s"), Some(Action::To(Tab::Schema)));
        assert_eq!(action("", "s"), None);
        assert_eq!(action("", "ArrowDown"), Some(Action::Down));
    }

    #[test]
    fn every_tab_has_its_key() {
        for row in &TABS {
            assert_eq!(action("g", row.key), Some(Action::To(row.tab)));
        }
    }
}
