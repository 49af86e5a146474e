//! A sheet over the page that the Escape key and a click beside it close.

use leptos::html::Dialog as DialogElement;
use leptos::prelude::*;

/// A dialog as the browser has it: it keeps the focus, and gives it back.
#[component]
pub fn Dialog(
    label: &'static str,
    open: RwSignal<bool>,
    #[prop(optional)] class: &'static str,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<DialogElement>::new();
    Effect::new(move |_| {
        let (Some(dialog), is_open) = (dialog.get(), open.get()) else { return };
        if is_open && !dialog.open() {
            // It fails only for a dialog that is not in the page, and this one is.
            let _ = dialog.show_modal();
        } else if !is_open {
            dialog.close();
        }
    });
    let beside = move |event: leptos::ev::MouseEvent| {
        let target = event.target().map(wasm_bindgen::JsValue::from);
        if target == dialog.get().map(wasm_bindgen::JsValue::from) {
            open.set(false);
        }
    };
    let class = format!("dialog {class}");
    view! {
        <dialog
            node_ref=dialog
            class=class
            aria-label=label
            on:close=move |_| open.set(false)
            on:click=beside
        >
            <Show when=move || open.get()>
                <div class="dialog__sheet">{children()}</div>
            </Show>
        </dialog>
    }
}
