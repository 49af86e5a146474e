//! Time, always at hand: every revision in the order of upgrade, and where the reader is in it.

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::Div;
use leptos::prelude::*;
use migrascope_core::api::Overview;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::parts::{Counts, Go};
use crate::answers::Answers;
use crate::place::{Place, Tab};
use crate::range::Stops;
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
        Some(match session.range() {
            None => {
                let step = words::figure(row.step + 1);
                view! {
                    <span>{format!("{step} of {}", words::figure(n))}</span>
                    <Counts counts=row.counts />
                }
                .into_any()
            }
            Some((from, to)) => view! { <RangeSaid from=from.word().to_owned() to /> }.into_any(),
        })
    };
    view! { {said} }
}

/// From where to where, how many revisions, and what they change together.
#[component]
fn RangeSaid(from: String, to: String) -> impl IntoView {
    let session = Session::here();
    let range = Answers::here().range;
    let whole = format!("{from} → {to}");
    let ends = format!("{} → {}", words::short_id(&from), words::short_id(&to));
    let sum = move || {
        let known = range.value.get().filter(|_| !range.waiting.get())?;
        Some(view! {
            <span>{words::count(known.revisions.len(), "revision")}</span>
            <Counts counts=known.counts />
        })
    };
    view! {
        <span class="timeline__ends mono" title=whole>{ends}</span>
        {sum}
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
}

/// The stops of the history, the handles on them, and the hand that moves these.
#[component]
fn Track(overview: Arc<Overview>) -> impl IntoView {
    let session = Session::here();
    let track = NodeRef::<Div>::new();
    let stops = StoredValue::new(Stops::of(&overview));
    let n = overview.revisions.len();
    let held = StoredValue::new(None);
    let hand = Hand { session, track, stops, n, held };
    let end = Signal::derive(move || stops.read_value().end(&session.place.read()));
    let start = Signal::derive(move || stops.read_value().start(&session.place.read()));
    let on_key = move |event: KeyboardEvent| {
        let Some(by) = stride(&event.key(), n) else { return };
        event.prevent_default();
        event.stop_propagation();
        if event.shift_key() {
            session.extend(|_, at| at.saturating_add_signed(by));
        } else {
            let stop = end.get_untracked().saturating_add_signed(by).min(n);
            session.go(&stops.read_value().chosen(&session.place.get_untracked(), stop));
        }
    };
    let said = move || session.revision().map(|row| format!("{} {}", row.id, row.message));
    view! {
        <div
            node_ref=track
            class="track"
            title="Click for a revision, Shift-click for a range"
            on:pointerdown=move |event| hand.grab(&event)
            on:pointermove=move |event| hand.pull(&event)
            on:pointerup=move |_| hand.release()
            on:pointercancel=move |_| hand.release()
        >
            <div class="track__line"></div>
            {ticks(n).into_iter().map(|stop| view! {
                <span class="track__tick" style:left=percent(share(stop, n))></span>
            }).collect_view()}
            <Range start end stops n />
            <span
                class="track__handle"
                data-end="end"
                role="slider"
                tabindex="0"
                aria-label="Revision"
                aria-valuemin="1"
                aria-valuemax=n.to_string()
                aria-valuenow=move || end.get().to_string()
                aria-valuetext=said
                style:left=move || percent(share(end.get(), n))
                on:keydown=on_key
            ></span>
        </div>
    }
}

/// The part of the track between two stops, and the handle where it begins.
#[component]
fn Range(
    start: Signal<Option<usize>>,
    end: Signal<usize>,
    stops: StoredValue<Stops>,
    n: usize,
) -> impl IntoView {
    let session = Session::here();
    let at = Signal::derive(move || start.get().unwrap_or_default());
    let left = move || share(at.get(), n);
    let on_key = move |event: KeyboardEvent| {
        let Some(by) = stride(&event.key(), n) else { return };
        event.prevent_default();
        event.stop_propagation();
        let stop = at.get_untracked().saturating_add_signed(by);
        session.go(&End::Start.moved(&stops.read_value(), &session.place.get_untracked(), stop));
    };
    let said = move || match stops.read_value().revision(at.get()) {
        Some(id) => format!("after {id}"),
        None => "before the first revision".to_owned(),
    };
    view! {
        <Show when=move || start.get().is_some()>
            <div
                class="track__range"
                style:left=move || percent(left())
                style:width=move || percent(share(end.get(), n) - left())
            ></div>
            <span
                class="track__handle track__handle--from"
                data-end="start"
                role="slider"
                tabindex="0"
                aria-label="Beginning of the range"
                aria-valuemin="0"
                aria-valuemax=move || end.get().saturating_sub(1).to_string()
                aria-valuenow=move || at.get().to_string()
                aria-valuetext=said
                style:left=move || percent(left())
                on:keydown=on_key
            ></span>
        </Show>
    }
}

/// What a hand on the track moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// The chosen revision, out of any range.
    Alone,
    /// Where the range begins, and where it ends.
    Start,
    Finish,
    /// Whichever end is not at this stop.
    Other(usize),
}

impl End {
    fn moved(self, stops: &Stops, place: &Place, stop: usize) -> Place {
        let (start, end) = (stops.start(place), stops.end(place));
        match (self, start) {
            (Self::Other(stays), _) => stops.between(place, stays, stop),
            (Self::Start, Some(_)) => stops.between(place, stop.min(end.saturating_sub(1)), end),
            (Self::Finish, Some(start)) => stops.between(place, start, stop.max(start + 1)),
            (Self::Alone | Self::Start | Self::Finish, _) => stops.chosen(place, stop),
        }
    }
}

/// What the pointer has in its grip, and whether that has moved by now.
#[derive(Clone, Copy)]
struct Held {
    end: End,
    moved: bool,
}

/// A pointer on the track.
#[derive(Clone, Copy)]
struct Hand {
    session: Session,
    track: NodeRef<Div>,
    stops: StoredValue<Stops>,
    n: usize,
    held: StoredValue<Option<Held>>,
}

impl Hand {
    /// Takes the handle under the pointer; beside the handles, one jumps to the pointer: with Shift
    /// the end that makes a range.
    fn grab(self, event: &PointerEvent) {
        if let Some(track) = self.track.get_untracked() {
            // Without capture the drag ends at the edge of the track, which is no harm.
            let _ = track.set_pointer_capture(event.pointer_id());
        }
        let handle = handle_under(event).filter(|_| !event.shift_key());
        let end = handle.unwrap_or_else(|| match event.shift_key() {
            true => End::Other(self.session.staying_end()),
            false => End::Alone,
        });
        self.held.set_value(Some(Held { end, moved: false }));
        if handle.is_none() {
            self.pull(event);
        }
    }

    fn pull(self, event: &PointerEvent) {
        let (Some(held), Some(stop)) = (self.held.get_value(), self.stop_under(event)) else {
            return;
        };
        let place = self.session.place.get_untracked();
        let next = held.end.moved(&self.stops.read_value(), &place, stop);
        if next == place {
            return;
        }
        // The first step is the one to come back from.
        if held.moved {
            self.session.slide(&next);
        } else {
            self.session.go(&next);
        }
        self.held.set_value(Some(Held { moved: true, ..held }));
    }

    fn release(self) {
        self.held.set_value(None);
    }

    fn stop_under(self, event: &PointerEvent) -> Option<usize> {
        let area = self.track.get_untracked()?.get_bounding_client_rect();
        let part = (f64::from(event.client_x()) - area.left()) / area.width().max(1.0);
        Some((part.clamp(0.0, 1.0) * self.n as f64).round() as usize)
    }
}

/// The handle that a pointer is on.
fn handle_under(event: &PointerEvent) -> Option<End> {
    let target: Element = event.target()?.dyn_into().ok()?;
    match target.get_attribute("data-end")?.as_str() {
        "start" => Some(End::Start),
        _ => Some(End::Finish),
    }
}

/// How far along the track a stop is, in percent.
fn share(stop: usize, n: usize) -> f64 {
    stop.min(n) as f64 / n.max(1) as f64 * 100.0
}

fn percent(share: f64) -> String {
    format!("{share}%")
}

/// The stops that have a tick.
fn ticks(n: usize) -> Vec<usize> {
    (0..=n).step_by(n.div_ceil(MAX_TICKS).max(1)).collect()
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
    use migrascope_core::api::RevisionRow;

    use super::*;

    #[test]
    fn a_long_history_has_no_more_ticks_than_can_be_told_apart() {
        assert_eq!(ticks(3), [0, 1, 2, 3]);
        assert!(ticks(3_000).len() <= MAX_TICKS + 1);
    }

    #[test]
    fn a_handle_never_passes_the_other_one() {
        let row =
            |step: usize| RevisionRow { id: step.to_string(), step, ..RevisionRow::default() };
        let overview = Overview { revisions: (0..4).map(row).collect(), ..Overview::default() };
        let stops = Stops::of(&overview);
        let place = stops.between(&Place::default(), 1, 3);
        let ends = |it: &Place| (stops.start(it), stops.end(it));
        assert_eq!(ends(&End::Start.moved(&stops, &place, 4)), (Some(2), 3));
        assert_eq!(ends(&End::Finish.moved(&stops, &place, 0)), (Some(1), 2));
        assert_eq!(ends(&End::Other(3).moved(&stops, &place, 4)), (Some(3), 4));
        assert_eq!(ends(&End::Alone.moved(&stops, &place, 2)), (None, 2));
    }
}
