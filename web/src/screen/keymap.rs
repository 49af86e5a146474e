//! The map of the keyboard.

use leptos::prelude::*;

use crate::keys::BINDINGS;
use crate::ui::dialog::Dialog;

/// Every key with what it does.
#[component]
pub fn KeyMap(open: RwSignal<bool>) -> impl IntoView {
    let row = |keys: &'static str, words: &'static str| {
        let keys = keys.split(' ').map(|key| view! { <kbd>{key}</kbd> }).collect_view();
        view! { <li class="keymap__row"><span class="keymap__keys">{keys}</span> {words}</li> }
    };
    let extra = [
        ("Shift click", "in History or on the track of time: a range"),
        ("Shift ↓", "the same"),
        ("Alt ←", "back: undo a choice"),
    ];
    view! {
        <Dialog label="Keyboard" open class="keymap">
            <h2 class="keymap__title">"Keyboard"</h2>
            <ul class="keymap__list">
                {BINDINGS.iter().map(|it| row(it.keys, it.words)).collect_view()}
                {extra.map(|(keys, words)| row(keys, words))}
            </ul>
        </Dialog>
    }
}
