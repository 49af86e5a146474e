//! The picture's state outside of everything reactive, and the frames that show it.
//!
//! A frame is asked for when something changed, and painted when the browser is ready. Signals
//! hear only what the page around the picture needs: the zoom, which cards are near, and
//! whether anything is in view.

use std::sync::Arc;

use leptos::leptos_dom::helpers::request_animation_frame;
use leptos::prelude::*;
use migrascope_core::api::{AtlasView, SchemaView};
use migrascope_core::layout::card::Mark;
use migrascope_core::layout::display::{self, Detail, DisplayList, Hit};
use migrascope_core::layout::geometry::{Point, Rect, Size};
use migrascope_core::layout::scene::{Diagram, Placed};
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

use super::camera::Camera;
use super::light::Lights;
use super::model::Atlas;
use super::paint::{self, Frame, Inks};

/// At most so many cards are made of elements; more are painted only.
const MOST_NEAR: usize = 80;

/// How long a flight to another view takes, in milliseconds.
const FLIGHT: f64 = 180.0;

/// The zoom at which a table that was asked for is shown.
const READING: f64 = 1.0;

/// A handle to the picture; cheap to copy.
#[derive(Clone, Copy)]
pub struct Stage {
    inner: StoredValue<Inner, LocalStorage>,
    /// The diagram that is shown.
    pub diagram: RwSignal<Arc<Diagram>>,
    /// The cards that are near enough to read, by number.
    pub near: RwSignal<Vec<usize>>,
    /// The zoom in percent.
    pub percent: RwSignal<u32>,
    /// Whether nothing of the picture is in view.
    pub lost: RwSignal<bool>,
    /// The card whose references are lit.
    pub lit: RwSignal<Option<usize>>,
}

#[derive(Default)]
struct Inner {
    elements: Option<Elements>,
    atlas: Atlas,
    list: DisplayList,
    lights: Lights,
    inks: Inks,
    camera: Camera,
    flight: Option<Flight>,
    window: Size,
    /// Whether a frame is on its way.
    asked: bool,
    /// Whether the picture was shown before, so that the reader has a view to keep.
    seen: bool,
}

/// What is painted on, and what is moved along.
#[derive(Clone)]
pub struct Elements {
    pub canvas: HtmlCanvasElement,
    pub layer: HtmlElement,
    pub probe: HtmlElement,
}

/// A movement of the camera.
#[derive(Clone, Copy)]
struct Flight {
    from: Camera,
    to: Camera,
    since: f64,
}

impl Default for Stage {
    fn default() -> Self {
        Self::new()
    }
}

impl Stage {
    pub fn new() -> Self {
        Self {
            inner: StoredValue::new_local(Inner::default()),
            diagram: RwSignal::new(Arc::default()),
            near: RwSignal::new(Vec::new()),
            percent: RwSignal::new(100),
            lost: RwSignal::new(false),
            lit: RwSignal::new(None),
        }
    }

    /// Takes the elements that the picture lives in.
    pub fn furnish(self, elements: Elements) {
        self.change(|it| {
            it.inks = Inks::of(&elements.probe);
            it.elements = Some(elements);
        });
    }

    /// Reads the page's colors again.
    pub fn recolor(self) {
        self.change(|it| {
            if let Some(elements) = &it.elements {
                it.inks = Inks::of(&elements.probe);
            }
        });
    }

    /// The window has another size now.
    pub fn resize(self, window: Size) {
        self.change(|it| {
            // What was in the middle stays in the middle.
            let middle = it.camera.view(it.window).center();
            if it.seen {
                it.camera = Camera::centered(middle, it.camera.zoom, window);
            }
            it.window = window;
        });
        self.first_look();
    }

    /// Takes the seats of every table that will come.
    pub fn seat(self, all: &AtlasView) {
        self.change(|it| {
            it.atlas = Atlas::of(all);
            it.seen = false;
        });
    }

    /// Shows another schema. The view stays, because tables keep their places.
    pub fn show(self, schema: &SchemaView) {
        let mut diagram = Diagram::default();
        self.change(|it| {
            let aspect = it.window.width / it.window.height.max(1.0);
            let aspect = if aspect > 0.0 { aspect.clamp(0.6, 2.4) } else { 1.6 };
            diagram = it.atlas.show(schema, aspect);
            it.list = display::list(&diagram);
            it.lights = Lights::default();
        });
        self.lit.set(None);
        self.diagram.set(Arc::new(diagram));
        self.first_look();
    }

    /// Lights a card with its references and neighbors.
    pub fn light(self, card: Option<usize>) {
        if self.lit.get_untracked() == card {
            return;
        }
        let lights = Lights::around(&self.diagram.read_untracked(), card);
        self.change(|it| it.lights = lights);
        self.lit.set(card);
    }

    /// Moves the camera at once.
    pub fn look(self, change: impl FnOnce(&Camera) -> Camera) {
        self.change(|it| {
            it.flight = None;
            it.camera = change(&it.camera);
        });
    }

    /// Enlarges around the middle of the window.
    pub fn zoom(self, factor: f64) {
        self.fly(|camera, window| {
            camera.zoomed(factor, Point::new(window.width / 2.0, window.height / 2.0))
        });
    }

    pub fn zoom_to(self, zoom: f64) {
        self.fly(|camera, window| Camera::centered(camera.view(window).center(), zoom, window));
    }

    /// Shows the whole picture.
    pub fn fit(self) {
        let bounds = self.bounds();
        self.fly(|_, window| Camera::fitting(bounds, window, 1.0));
    }

    /// Shows a group as large as the window allows.
    pub fn dive(self, group: usize) {
        let rect = self.diagram.read_untracked().groups.get(group).map(|it| it.rect);
        if let Some(rect) = rect {
            self.fly(|_, window| Camera::fitting(rect, window, 1.0));
        }
    }

    /// Brings a table into view, at a zoom at which it can be read.
    pub fn find(self, card: usize) {
        let Some(rect) = self.rect(card) else { return };
        let readable = |camera: &Camera, window: Size| {
            let view = camera.view(window);
            camera.zoom >= READING * 0.75 && view.union(rect) == view
        };
        self.fly(|camera, window| {
            if readable(camera, window) {
                return *camera;
            }
            let center = rect.center();
            // Of a table that is taller than the window, the head is shown.
            let highest = rect.y + window.height / READING / 2.0 - 24.0;
            let y = if rect.height > window.height - 48.0 { highest } else { center.y };
            Camera::centered(Point::new(center.x, y), READING, window)
        });
    }

    /// What is at a point of the window.
    pub fn hit(self, at: Point) -> Option<Hit> {
        let camera = self.inner.with_value(|it| it.camera);
        let detail = display::detail(camera.zoom);
        display::hit(&self.diagram.read_untracked(), camera.under(at), detail)
    }

    /// The whole picture as it is painted: the list, and the colors.
    pub fn with_picture<T>(self, with: impl FnOnce(&DisplayList, &Inks) -> T) -> T {
        self.inner.with_value(|it| with(&it.list, &it.inks))
    }

    /// The cards that the revision changed, in reading order.
    pub fn changes(diagram: &Diagram) -> Vec<usize> {
        let changed = |it: &Placed| {
            it.card.mark != Mark::Same || it.card.rows.iter().any(|row| row.mark != Mark::Same)
        };
        let cards = diagram.cards.iter().enumerate();
        cards.filter(|(_, it)| changed(it)).map(|(number, _)| number).collect()
    }

    fn rect(self, card: usize) -> Option<Rect> {
        self.diagram.read_untracked().cards.get(card).map(|it| it.rect)
    }

    /// What there is to see.
    fn bounds(self) -> Rect {
        self.inner.with_value(|it| it.list.bounds)
    }

    /// The first view: everything.
    fn first_look(self) {
        let bounds = self.bounds();
        self.change(|it| {
            if !it.seen && it.window.width > 0.0 && bounds.width > 0.0 {
                it.camera = Camera::fitting(bounds, it.window, 1.0);
                it.seen = true;
            }
        });
    }

    /// Flies to another view, or is there at once where motion is not wanted.
    fn fly(self, to: impl FnOnce(&Camera, Size) -> Camera) {
        self.change(|it| {
            let to = to(&it.camera, it.window);
            if wants_stillness() {
                it.camera = to;
            } else {
                it.flight = Some(Flight { from: it.camera, to, since: now() });
            }
        });
    }

    /// Changes the picture and asks for a frame.
    fn change(self, change: impl FnOnce(&mut Inner)) {
        let ask = self.inner.try_update_value(|it| {
            change(it);
            !std::mem::replace(&mut it.asked, true)
        });
        if ask == Some(true) {
            request_animation_frame(move || self.frame());
        }
    }

    /// Paints a frame and tells the page what changed for it.
    fn frame(self) {
        // The frame may come after the reader has left the screen.
        let kept = (self.diagram.try_get_untracked(), self.near.try_get_untracked());
        let (Some(diagram), Some(near_before)) = kept else { return };
        let told = self.inner.try_update_value(|it| {
            it.asked = false;
            let flying = it.advance();
            let view = it.camera.view(it.window);
            let near = near(&diagram, view, display::detail(it.camera.zoom));
            it.paint(&near_before);
            let lost = !diagram.cards.is_empty() && !view.overlaps(it.list.bounds);
            (flying, near, lost, (it.camera.zoom * 100.0).round() as u32)
        });
        let Some((flying, near, lost, percent)) = told else { return };
        let appeared = near.iter().any(|it| !near_before.contains(it));
        self.near.maybe_update(|it| std::mem::replace(it, near.clone()) != near);
        self.lost.maybe_update(|it| std::mem::replace(it, lost) != lost);
        self.percent.maybe_update(|it| std::mem::replace(it, percent) != percent);
        if flying || appeared {
            self.change(|_| ());
        }
    }
}

impl Inner {
    /// Moves the camera on its flight; tells whether it is still flying.
    fn advance(&mut self) -> bool {
        let Some(flight) = self.flight else { return false };
        let done = ((now() - flight.since) / FLIGHT).clamp(0.0, 1.0);
        // Fast first, then slower: the eye sees at once where it goes.
        let eased = 1.0 - (1.0 - done).powi(3);
        self.camera = flight.from.towards(&flight.to, eased, self.window);
        if done >= 1.0 {
            (self.camera, self.flight) = (flight.to, None);
        }
        self.flight.is_some()
    }

    fn paint(&self, elsewhere: &[usize]) {
        let Some(elements) = &self.elements else { return };
        let density = web_sys::window().map_or(1.0, |it| it.device_pixel_ratio());
        let Size { width, height } = self.window;
        let canvas = &elements.canvas;
        let (across, down) = ((width * density).round() as u32, (height * density).round() as u32);
        if canvas.width() != across || canvas.height() != down {
            canvas.set_width(across);
            canvas.set_height(down);
        }
        let Camera { corner, zoom } = self.camera;
        let (x, y) = (-corner.x * zoom, -corner.y * zoom);
        let transform = format!("translate({x}px, {y}px) scale({zoom})");
        let moved = elements.layer.style().set_property("transform", &transform);
        debug_assert!(moved.is_ok());
        let context = canvas.get_context("2d").ok().flatten();
        let Some(context) = context.and_then(|it| it.dyn_into::<CanvasRenderingContext2d>().ok())
        else {
            return;
        };
        let detail = display::detail(zoom);
        let elsewhere = if detail == Detail::All { elsewhere } else { &[] };
        let view = self.camera.view(self.window);
        let (list, lights, inks) = (&self.list, &self.lights, &self.inks);
        paint::paint(
            &context,
            &Frame { list, lights, inks, view, zoom, density, detail, elsewhere },
        );
    }
}

/// The cards that are made of elements in this view.
fn near(diagram: &Diagram, view: Rect, detail: Detail) -> Vec<usize> {
    if detail != Detail::All {
        return Vec::new();
    }
    let cards = diagram.cards.iter().enumerate();
    let visible = cards.filter(|(_, it)| it.rect.overlaps(view)).map(|(number, _)| number);
    visible.take(MOST_NEAR).collect()
}

fn now() -> f64 {
    js_sys::Date::now()
}

fn wants_stillness() -> bool {
    let window = web_sys::window();
    let query =
        window.and_then(|it| it.match_media("(prefers-reduced-motion: reduce)").ok().flatten());
    query.is_some_and(|it| it.matches())
}
