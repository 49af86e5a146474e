//! The icons, each a few strokes on a 16 by 16 grid.

use leptos::prelude::*;

/// The strokes of each icon, by its name.
const ICONS: &[(&str, &str)] = &[
    ("search", "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM11 11l3.5 3.5"),
    ("down", "M4 6l4 4 4-4"),
    ("left", "M10 3L5 8l5 5"),
    ("right", "M6 3l5 5-5 5"),
    ("close", "M4 4l8 8M12 4l-8 8"),
    ("copy", "M6 6V2.5h7.5V10H10M2.5 6H10v7.5H2.5z"),
    ("save", "M8 2v8M4.5 7L8 10.5 11.5 7M2.5 13.5h11"),
    ("folder", "M1.5 3.5h4.5l1.5 2h7v8h-13z"),
    ("text", "M3 3.5h10M3 6.5h10M3 9.5h10M3 12.5h6"),
    ("system", "M1.5 3h13v8.5h-13zM5.5 14h5M8 11.5V14"),
    (
        "light",
        "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1",
    ),
    ("dark", "M13.5 9.5A6 6 0 0 1 6.5 2.5a6 6 0 1 0 7 7z"),
    ("keys", "M1.5 4h13v8.5h-13zM4 6.5h.5M7 6.5h.5M10 6.5h.5M12 6.5h.5M4 10h8"),
    ("check", "M3 8.5l3.5 3.5L13 4.5"),
    ("error", "M5.5 1.5h5l4 4v5l-4 4h-5l-4-4v-5zM8 4.5v4.5M8 11v.5"),
    ("warning", "M8 2L15 14H1zM8 6.5v3.5M8 11.5v.5"),
    ("note", "M8 14.5A6.5 6.5 0 1 0 8 1.5a6.5 6.5 0 0 0 0 13zM8 7v4.5M8 4.5v.5"),
    ("table", "M2 2.5h12v11H2zM2 6h12M6.5 6v7.5"),
    ("revision", "M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1v4M8 11v4"),
    ("list", "M6 4h8M6 8h8M6 12h8M2.5 4h.5M2.5 8h.5M2.5 12h.5"),
    ("panel", "M2 2.5h12v11H2zM10 2.5v11"),
];

/// An icon. It says nothing to a reader who hears the page; the words beside it do.
#[component]
pub fn Icon(#[prop(into)] name: Signal<&'static str>) -> impl IntoView {
    let strokes = move || ICONS.iter().find(|(it, _)| *it == name.get()).map_or("", |(_, d)| d);
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
            <path d=strokes />
        </svg>
    }
}

/// The sign of the application: two lanes that meet.
#[component]
pub fn Sign() -> impl IntoView {
    view! {
        <svg class="icon icon--sign" viewBox="0 0 24 24" aria-hidden="true">
            <path class="icon__lane" data-lane="0" d="M7 20V4" />
            <path class="icon__lane" data-lane="2" d="M7 16c0-5 10-3 10-9" />
            <circle class="icon__dot" data-lane="0" cx="7" cy="19" r="3" />
            <circle class="icon__dot" data-lane="0" cx="7" cy="5" r="3" />
            <circle class="icon__dot" data-lane="2" cx="17" cy="7" r="3" />
        </svg>
    }
}
