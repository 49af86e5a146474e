//! Hands on the picture: dragging, pinching, the wheel and the keys.

use leptos::ev::{KeyboardEvent, PointerEvent, WheelEvent};
use leptos::prelude::*;
use migrascope_core::layout::geometry::Point;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::stage::Stage;

/// A hand that moves less than this is still.
const STILL: f64 = 4.0;

/// How far an arrow key moves the picture, and how much a key or a button enlarges it.
const STEP: f64 = 96.0;
pub const ZOOM_STEP: f64 = 1.25;

/// The pointers that are down.
#[derive(Clone, Copy)]
pub struct Hands(StoredValue<Down, LocalStorage>);

#[derive(Default)]
struct Down {
    pointers: Vec<(i32, Point)>,
    /// How far the pointer went since it came down.
    moved: f64,
}

impl Default for Hands {
    fn default() -> Self {
        Self::new()
    }
}

impl Hands {
    pub fn new() -> Self {
        Self(StoredValue::new_local(Down::default()))
    }

    /// Whether the last pointer moved the picture, so that its click means nothing.
    pub fn dragged(self) -> bool {
        self.0.with_value(|it| it.moved > STILL)
    }

    pub fn down(self, event: &PointerEvent, root: &HtmlElement) {
        if event.button() > 1 || is_text(event) {
            return;
        }
        let at = place(event, root);
        self.0.update_value(|it| {
            if it.pointers.is_empty() {
                it.moved = 0.0;
            }
            it.pointers.retain(|(id, _)| *id != event.pointer_id());
            it.pointers.push((event.pointer_id(), at));
        });
    }

    /// Moves the picture with the hands; tells whether they hold it.
    pub fn moved(self, event: &PointerEvent, root: &HtmlElement, stage: Stage) -> bool {
        let at = place(event, root);
        let id = event.pointer_id();
        let change = self.0.try_update_value(|it| {
            let before = it.pointers.clone();
            let held = it.pointers.iter_mut().find(|(pointer, _)| *pointer == id)?;
            it.moved += (held.1.x - at.x).abs() + (held.1.y - at.y).abs();
            held.1 = at;
            Some((before, it.pointers.clone(), it.moved))
        });
        let Some((before, after, way)) = change.flatten() else { return false };
        if way > STILL {
            // From now on the picture hears this pointer wherever it goes; one that is gone
            // already needs no capture.
            let _ = root.set_pointer_capture(id);
        }
        match (before.as_slice(), after.as_slice()) {
            ([(_, a), (_, b), ..], [(_, c), (_, d), ..]) => pinch(stage, (*a, *b), (*c, *d)),
            ([(_, a), ..], [(_, b), ..]) if way > STILL => {
                stage.look(|it| it.dragged(Point::new(b.x - a.x, b.y - a.y)));
            }
            _ => {}
        }
        true
    }

    pub fn up(self, event: &PointerEvent) {
        self.0.update_value(|it| it.pointers.retain(|(id, _)| *id != event.pointer_id()));
    }
}

fn pinch(stage: Stage, from: (Point, Point), to: (Point, Point)) {
    let spread = |(a, b): (Point, Point)| (a.x - b.x).hypot(a.y - b.y).max(1.0);
    let middle = |(a, b): (Point, Point)| Point::new((a.x + b.x) / 2.0, (a.y + b.y) / 2.0);
    let (before, after) = (middle(from), middle(to));
    let by = Point::new(after.x - before.x, after.y - before.y);
    stage.look(|it| it.dragged(by).zoomed(spread(to) / spread(from), after));
}

/// As much as one event of a wheel enlarges, at most, as an exponent: a mouse with Ctrl sends a
/// whole notch where a touchpad sends a hundredth of it.
const NOTCH: f64 = 0.25;

/// The wheel enlarges at the pointer; with Shift, or sideways, it moves the picture.
pub fn wheel(event: &WheelEvent, root: &HtmlElement, stage: Stage) {
    event.prevent_default();
    // Some wheels count in lines or pages.
    let unit = match event.delta_mode() {
        1 => 16.0,
        2 => 400.0,
        _ => 1.0,
    };
    let (x, y) = (event.delta_x() * unit, event.delta_y() * unit);
    if event.shift_key() || x.abs() > y.abs() {
        stage.look(|it| it.dragged(Point::new(-x - if x == 0.0 { y } else { 0.0 }, 0.0)));
        return;
    }
    // A pinch on a touchpad comes as a wheel with Ctrl, in small steps.
    let speed = if event.ctrl_key() { 0.01 } else { 0.0016 };
    let at = place(event, root);
    stage.look(|it| it.zoomed((-y * speed).clamp(-NOTCH, NOTCH).exp(), at));
}

/// Does what a key says; tells whether it said anything.
pub fn key(event: &KeyboardEvent, stage: Stage, step: impl Fn(isize)) -> bool {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return false;
    }
    let push = |x: f64, y: f64| stage.look(|it| it.dragged(Point::new(x, y)));
    match event.key().as_str() {
        "ArrowLeft" => push(STEP, 0.0),
        "ArrowRight" => push(-STEP, 0.0),
        "ArrowUp" => push(0.0, STEP),
        "ArrowDown" => push(0.0, -STEP),
        "+" | "=" => stage.zoom(ZOOM_STEP),
        "-" | "_" => stage.zoom(1.0 / ZOOM_STEP),
        "f" => stage.fit(),
        "0" => stage.zoom_to(1.0),
        "n" => step(1),
        "p" => step(-1),
        _ => return false,
    }
    true
}

/// Where an event is in the picture's window.
pub fn place(event: &web_sys::MouseEvent, root: &HtmlElement) -> Point {
    let rect = root.get_bounding_client_rect();
    Point::new(f64::from(event.client_x()) - rect.x(), f64::from(event.client_y()) - rect.y())
}

/// Whether the pointer is on text that one may want to select.
fn is_text(event: &PointerEvent) -> bool {
    let mouse = event.pointer_type() == "mouse" && event.button() == 0;
    let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
    let text = target.and_then(|it| it.closest("[data-text], button").ok().flatten());
    mouse && text.is_some()
}
