//! Time, always at hand: every revision in the order of upgrade, and where the reader is in it.

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::Div;
use leptos::prelude::*;
use migrascope_core::api::{Overview, RevisionRow};

use super::parts::{Counts, Go};
use crate::place::{Bound, Place, Tab};
use crate::session::Session;
use crate::ui::icon::Icon;
use crate::words;

/// How many ticks are drawn at most; of a longer history every so many.
const MAX_TICKS: usize = 160;

/// A track with a handle for the chosen revision, and a second one for a range.
#[component]
pub fn Timeline(overview: Arc<Overview>) -> impl IntoView {
    let session = Session::here();
    let n = overview.revisions.len();
    let findings = overview.diagnostics.len();
    let to_findings = Signal::derive(move || session.place.read().on(Tab::Findings));
    view! {
        <footer class="timeline" aria-label="Time">
            <button
                type="button"
                class="button button--bare"
                aria-label="One revision back"
                title="One revision back  ["
                on:click=move |_| session.step(-1)
            >
                <Icon name="left" />
            </button>
            {(n > 0).then(|| view! { <Track overview /> })}
            <button
                type="button"
                class="button button--bare"
                aria-label="One revision on"
                title="One revision on  ]"
                on:click=move |_| session.step(1)
            >
                <Icon name="right" />
            </button>
            <p class="timeline__said" aria-live="polite">
                <Said n />
                <Go to=to_findings class="link">{words::count(findings, "finding")}</Go>
            </p>
        </footer>
    }
}

/// Where the reader is, and what the chosen revision or range is.
#[component]
fn Said(n: usize) -> impl IntoView {
    let session = Session::here();
    let said = move || {
        let row = session.revision()?;
        let step = row.step + 1;
        Some(match session.range() {
            None => view! {
                <span>{format!("{} of {}", words::figure(step), words::figure(n))}</span>
                <Counts counts=row.counts />
            }
            .into_any(),
            Some((from, to)) => view! {
                <span class="mono">{format!("{} → {}", words::short_id(from.word()), words::short_id(&to))}</span>
                <button
                    type="button"
                    class="button button--small"
                    on:click=move |_| {
                        session.go(&Place { versus: None, ..session.place.get_untracked() });
                    }
                >
                    "One revision"
                </button>
            }
            .into_any(),
        })
    };
    view! { {said} }
}

#[component]
fn Track(overview: Arc<Overview>) -> impl IntoView {
    let session = Session::here();
    let track = NodeRef::<Div>::new();
    let steps = StoredValue::new(by_step(&overview));
    let n = overview.revisions.len();
    let held = RwSignal::new(false);
    let at = move || session.revision().map_or(0, |row| row.step);
    let from = move || {
        from_step(&steps.read_value(), session.place.read().versus.as_ref()).map(|(step, _)| step)
    };
    let move_to = move |event: &PointerEvent, slide: Slide| {
        let Some(track) = track.get() else { return };
        let area = track.get_bounding_client_rect();
        let part = (f64::from(event.client_x()) - area.left()) / area.width().max(1.0);
        let step = (part.clamp(0.0, 1.0) * n.saturating_sub(1) as f64).round() as usize;
        let place = session.place.get_untracked();
        let place = if event.shift_key() {
            ranged(&steps.read_value(), &place, at(), step)
        } else {
            chosen(&steps.read_value(), &place, step)
        };
        match slide {
            Slide::Begin => session.go(&place),
            Slide::Go => session.slide(&place),
        }
    };
    let grab = move |event: PointerEvent| {
        if let Some(track) = track.get() {
            // Without capture the drag ends at the edge of the track, which is no harm.
            let _ = track.set_pointer_capture(event.pointer_id());
        }
        held.set(true);
        move_to(&event, Slide::Begin);
    };
    let drag = move |event: PointerEvent| {
        if held.get_untracked() {
            move_to(&event, Slide::Go);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if let Some(by) = stride(&event.key(), n) {
            event.prevent_default();
            event.stop_propagation();
            let step = at().saturating_add_signed(by).min(n.saturating_sub(1));
            session.go(&chosen(&steps.read_value(), &session.place.get_untracked(), step));
        }
    };
    let said = move || session.revision().map(|row| format!("{} {}", row.id, row.message));
    view! {
        <div
            node_ref=track
            class="track"
            title="Click for a revision, Shift-click for a range"
            on:pointerdown=grab
            on:pointermove=drag
            on:pointerup=move |_| held.set(false)
            on:pointercancel=move |_| held.set(false)
        >
            <div class="track__line"></div>
            {ticks(n).into_iter().map(|step| view! {
                <span class="track__tick" style:left=percent(share(step, n))></span>
            }).collect_view()}
            <Range from=Signal::derive(from) at=Signal::derive(at) n />
            <span
                class="track__handle"
                role="slider"
                tabindex="0"
                aria-label="Revision"
                aria-valuemin="1"
                aria-valuemax=n.to_string()
                aria-valuenow=move || (at() + 1).to_string()
                aria-valuetext=said
                style:left=move || percent(share(at(), n))
                on:keydown=on_key
            ></span>
        </div>
    }
}

/// The part of the track between two revisions, and the handle where it begins.
#[component]
fn Range(from: Signal<Option<usize>>, at: Signal<usize>, n: usize) -> impl IntoView {
    let left = move || from.get().map_or(0.0, |it| share(it, n));
    view! {
        <Show when=move || from.get().is_some()>
            <div
                class="track__range"
                style:left=move || percent(left())
                style:width=move || percent(share(at.get(), n) - left())
            ></div>
            <span class="track__handle track__handle--from" style:left=move || percent(left())></span>
        </Show>
    }
}

/// How far along the track a step is, in percent.
fn share(step: usize, n: usize) -> f64 {
    if n < 2 { 100.0 } else { step as f64 / (n - 1) as f64 * 100.0 }
}

fn percent(share: f64) -> String {
    format!("{share}%")
}

#[derive(Clone, Copy)]
enum Slide {
    /// The first touch, which the back button undoes.
    Begin,
    /// What follows while the handle is held.
    Go,
}

/// The ids of the revisions in the order of upgrade.
fn by_step(overview: &Overview) -> Vec<String> {
    let mut rows: Vec<&RevisionRow> = overview.revisions.iter().collect();
    rows.sort_by_key(|row| row.step);
    rows.into_iter().map(|row| row.id.clone()).collect()
}

fn chosen(steps: &[String], place: &Place, step: usize) -> Place {
    steps.get(step).map_or_else(|| place.clone(), |id| place.with_revision(id))
}

/// A range between the chosen step and another; whichever is later is its end.
fn ranged(steps: &[String], place: &Place, at: usize, step: usize) -> Place {
    let (from, to) = (at.min(step), at.max(step));
    if from == to {
        return place.clone();
    }
    let versus = steps.get(from).map(|id| Bound::Revision(id.clone()));
    Place { versus, ..chosen(steps, place, to) }
}

/// The step at which a range begins, and the bound that says so.
fn from_step(steps: &[String], versus: Option<&Bound>) -> Option<(usize, Bound)> {
    let versus = versus?;
    let step = match versus {
        Bound::Base => 0,
        Bound::Revision(id) => steps.iter().position(|it| it == id)?,
    };
    Some((step, versus.clone()))
}

fn ticks(n: usize) -> Vec<usize> {
    (0..n).step_by(n.div_ceil(MAX_TICKS).max(1)).collect()
}

/// How many revisions a key moves by.
fn stride(key: &str, n: usize) -> Option<isize> {
    Some(match key {
        "ArrowLeft" | "ArrowDown" => -1,
        "ArrowRight" | "ArrowUp" => 1,
        "PageDown" => -10,
        "PageUp" => 10,
        "Home" => -(n as isize),
        "End" => n as isize,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps() -> Vec<String> {
        ["a", "b", "c"].map(str::to_owned).to_vec()
    }

    #[test]
    fn a_range_ends_at_its_later_end_whichever_was_chosen_first() {
        let (forth, back) =
            (ranged(&steps(), &Place::default(), 0, 2), ranged(&steps(), &Place::default(), 2, 0));
        assert_eq!(forth, back);
        assert_eq!(forth.revision.as_deref(), Some("c"));
        assert_eq!(forth.versus, Some(Bound::Revision("a".into())));
    }

    #[test]
    fn a_long_history_has_no_more_ticks_than_can_be_told_apart() {
        assert_eq!(ticks(3), [0, 1, 2]);
        assert!(ticks(3_000).len() <= MAX_TICKS);
        assert!(ticks(0).is_empty());
    }
}
