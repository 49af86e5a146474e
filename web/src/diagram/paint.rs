//! Paints a display list on a canvas.

use migrascope_core::layout::display::label::{self, Label};
use migrascope_core::layout::display::look::{self, Look, TOKENS, Token};
use migrascope_core::layout::display::{
    Class, Cluster, Detail, DisplayList, Face, Item, Shape, Size, Subject,
};
use migrascope_core::layout::geometry::{Path, Point, Rect};
use migrascope_core::layout::measure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, Element, HtmlElement};

use super::light::{Light, Lights};

/// How visible things are that another one outshines.
const FADED: f64 = 0.3;

/// The height of a line of text, in sizes of its letters.
const LEADING: f64 = 1.15;

/// The colors and faces of the page, as they are just now.
#[derive(Clone, Debug, Default)]
pub struct Inks {
    colors: Vec<String>,
    mono: String,
    sans: String,
}

impl Inks {
    /// Reads the page's tokens as `probe` sees them.
    pub fn of(probe: &HtmlElement) -> Self {
        let Some(window) = web_sys::window() else { return Self::default() };
        let read = |property: &str, value: &str| -> String {
            // A token may be a function of the theme; only a real property says what it comes to.
            let set = probe.style().set_property(property, value);
            debug_assert!(set.is_ok());
            let style = window.get_computed_style(probe.unchecked_ref::<Element>());
            let style = style.ok().flatten();
            style.and_then(|it| it.get_property_value(property).ok()).unwrap_or_default()
        };
        let colors =
            TOKENS.iter().map(|it| read("color", &format!("var(--{})", it.name))).collect();
        let mono = read("font-family", "var(--mono)");
        let sans = read("font-family", "var(--sans)");
        Self { colors, mono, sans }
    }

    /// Whether the page is dark now.
    pub fn are_dark(&self) -> bool {
        // A dark ground has light letters.
        brightness(self.color(Token::Canvas)) < brightness(self.color(Token::Text))
    }

    fn color(&self, token: Token) -> &str {
        self.colors.get(token as usize).map_or("black", String::as_str)
    }

    fn face(&self, face: Face) -> &str {
        match face {
            Face::Mono => &self.mono,
            Face::Sans => &self.sans,
        }
    }
}

/// A frame: what is painted, from where, in which light.
pub struct Frame<'a> {
    pub list: &'a DisplayList,
    pub lights: &'a Lights,
    pub inks: &'a Inks,
    pub view: Rect,
    pub zoom: f64,
    /// Pixels of the device in one of the page.
    pub density: f64,
    pub detail: Detail,
    /// The cards that the page itself shows, so the canvas leaves them out.
    pub elsewhere: &'a [usize],
}

/// Paints the frame on a canvas of the view's size.
pub fn paint(context: &CanvasRenderingContext2d, frame: &Frame<'_>) {
    let scale = frame.zoom * frame.density;
    let mut painter = Painter { context, frame, class: None, font: String::new(), alpha: 1.0 };
    let (x, y) = (-frame.view.x * scale, -frame.view.y * scale);
    painter.sure(context.set_transform(1.0, 0.0, 0.0, 1.0, 0.0, 0.0));
    context.set_global_alpha(1.0);
    context.set_fill_style_str(frame.inks.color(Token::Canvas));
    context.fill_rect(0.0, 0.0, frame.view.width * scale, frame.view.height * scale);
    painter.sure(context.set_transform(scale, 0.0, 0.0, scale, x, y));
    context.set_text_baseline("middle");
    let visible = |it: &&Cluster| it.bounds.overlaps(frame.view.grown(16.0));
    // The list is in the right order, but lines that are lit lie above those that are not.
    let mut lit = Vec::new();
    for cluster in frame.list.clusters.iter().filter(visible) {
        let light = frame.lights.of(cluster.subject);
        match cluster.subject {
            Subject::Reference(_) if light == Light::Lit => lit.push(cluster),
            Subject::Card(card) => {
                for it in lit.drain(..) {
                    painter.cluster(it, Light::Lit);
                }
                if !frame.elsewhere.contains(&card) {
                    painter.cluster(cluster, light);
                }
            }
            Subject::Reference(_) | Subject::Group(_) => painter.cluster(cluster, light),
        }
    }
    for it in lit {
        painter.cluster(it, Light::Lit);
    }
}

struct Painter<'a> {
    context: &'a CanvasRenderingContext2d,
    frame: &'a Frame<'a>,
    /// The class whose inks are set.
    class: Option<(Class, bool)>,
    font: String,
    alpha: f64,
}

impl Painter<'_> {
    fn cluster(&mut self, cluster: &Cluster, light: Light) {
        let far = match (cluster.subject, self.frame.detail) {
            // From afar many lines are one dark area, so each is lighter.
            (Subject::Reference(_), Detail::Groups) => 0.35,
            (Subject::Reference(_), Detail::Names) => 0.6,
            _ => 1.0,
        };
        let alpha = match light {
            Light::Plain => far,
            Light::Lit => 1.0,
            Light::Faded => FADED * far,
        };
        if alpha != self.alpha {
            self.context.set_global_alpha(alpha);
            self.alpha = alpha;
        }
        let detail = self.frame.detail;
        for item in cluster.items.iter().filter(|it| it.from <= detail && detail <= it.to) {
            self.item(item, light == Light::Lit);
        }
    }

    fn item(&mut self, item: &Item, lit: bool) {
        let look = look::look(item.class);
        self.ink(item.class, look, lit);
        match &item.shape {
            Shape::Rect { rect, radius } => self.rect(*rect, *radius, look),
            Shape::Line { path, radius } => self.line(*path, *radius),
            Shape::Circle { center, radius } => self.circle(*center, *radius, look),
            Shape::Text { at, text, size, face, room } => {
                self.text((*at, text), (*size, *face, *room), look);
            }
            Shape::Label { rect, label } => self.label(label, *rect, item.class),
        }
    }

    fn ink(&mut self, class: Class, look: Look, lit: bool) {
        if self.class == Some((class, lit)) {
            return;
        }
        self.class = Some((class, lit));
        if let Some(token) = look.fill {
            self.context.set_fill_style_str(self.frame.inks.color(token));
        }
        let Some(token) = look.stroke else { return };
        let accent =
            lit && matches!(class, Class::Edge | Class::EdgeMark | Class::EdgeRing | Class::Card);
        let token = if accent { Token::Accent } else { token };
        self.context.set_stroke_style_str(self.frame.inks.color(token));
        // A line is never thinner than it would be seen.
        let width = if accent { look.width * 1.6 } else { look.width };
        self.context.set_line_width(width.max(0.75 / self.frame.zoom));
        let dash: js_sys::Array = look.dash.iter().map(|it| JsValue::from_f64(*it)).collect();
        self.sure(self.context.set_line_dash(&dash));
    }

    fn rect(&self, rect: Rect, radius: f64, look: Look) {
        let radius = radius.min(rect.height / 2.0);
        if radius * self.frame.zoom < 1.0 {
            if look.fill.is_some() {
                self.context.fill_rect(rect.x, rect.y, rect.width, rect.height);
            }
            if look.stroke.is_some() {
                self.context.stroke_rect(rect.x, rect.y, rect.width, rect.height);
            }
            return;
        }
        self.context.begin_path();
        let (right, bottom) = (rect.right(), rect.bottom());
        self.context.move_to(rect.x + radius, rect.y);
        self.sure(self.context.arc_to(right, rect.y, right, bottom, radius));
        self.sure(self.context.arc_to(right, bottom, rect.x, bottom, radius));
        self.sure(self.context.arc_to(rect.x, bottom, rect.x, rect.y, radius));
        self.sure(self.context.arc_to(rect.x, rect.y, right, rect.y, radius));
        self.context.close_path();
        self.finish(look);
    }

    fn line(&self, path: Path, radius: f64) {
        let points = path.of(&self.frame.list.points);
        self.context.begin_path();
        let round = radius * self.frame.zoom >= 1.0;
        for (number, point) in points.iter().enumerate() {
            let around = number
                .checked_sub(1)
                .and_then(|it| Some((points.get(it)?, points.get(number + 1)?)));
            match around {
                _ if number == 0 => self.context.move_to(point.x, point.y),
                Some((before, after)) if round => {
                    let room = length(*before, *point).min(length(*point, *after)) / 2.0;
                    self.sure(self.context.arc_to(
                        point.x,
                        point.y,
                        after.x,
                        after.y,
                        radius.min(room),
                    ));
                }
                _ => self.context.line_to(point.x, point.y),
            }
        }
        self.context.stroke();
    }

    fn circle(&self, center: Point, radius: f64, look: Look) {
        self.context.begin_path();
        self.sure(self.context.arc(center.x, center.y, radius, 0.0, std::f64::consts::TAU));
        self.finish(look);
    }

    fn finish(&self, look: Look) {
        if look.fill.is_some() {
            self.context.fill();
        }
        if look.stroke.is_some() {
            self.context.stroke();
        }
    }

    fn text(
        &mut self,
        (at, text): (Point, &str),
        (size, face, room): (Size, Face, f64),
        look: Look,
    ) {
        let zoom = self.frame.zoom;
        let (size, above) = match size {
            Size::Picture(size) => (size, false),
            Size::Screen(size) => (size / zoom, false),
            Size::Above(size) => (size / zoom, true),
        };
        // Under three letters nobody recognizes a name.
        if room < 3.0 * measure::mono("m", size) && measure::mono(text, size) > room {
            return;
        }
        self.set_font(size, face, look);
        let text = measure::fit_mono(text, size, room);
        let mut at = at;
        if above {
            at.y -= size * LEADING / 2.0;
            self.halo(at, &text);
        }
        self.line_of_text(at, &text, size, look);
    }

    /// What of a label has room on its card at this zoom.
    fn label(&mut self, label: &Label, rect: Rect, class: Class) {
        let lines = label.lines(rect, self.frame.zoom);
        let look = look::look(label.head);
        self.ink(label.head, look, false);
        self.rect(label::head(rect, &lines, self.frame.zoom), 0.0, look);
        for line in lines {
            let class = line.class.unwrap_or(class);
            let look = look::look(class);
            let size = line.size / self.frame.zoom;
            self.ink(class, look, false);
            self.set_font(size, Face::Mono, look);
            self.line_of_text(line.at, &line.text, size, look);
        }
    }

    fn set_font(&mut self, size: f64, face: Face, look: Look) {
        let weight = if look.bold { "600" } else { "400" };
        let font = format!("{weight} {size}px {}", self.frame.inks.face(face));
        if font != self.font {
            self.context.set_font(&font);
            self.font = font;
        }
    }

    /// A rim around a text that lies on lines.
    fn halo(&mut self, at: Point, text: &str) {
        self.context.set_stroke_style_str(self.frame.inks.color(Token::Canvas));
        self.context.set_line_width(4.0 / self.frame.zoom);
        self.context.set_line_join("round");
        self.sure(self.context.stroke_text(text, at.x, at.y));
        self.class = None;
    }

    fn line_of_text(&self, at: Point, text: &str, size: f64, look: Look) {
        self.sure(self.context.fill_text(text, at.x, at.y));
        if look.struck {
            let width = self.context.measure_text(text).map_or(0.0, |it| it.width());
            self.context.fill_rect(at.x, at.y, width, (size / 12.0).max(1.0));
        }
    }

    /// The calls that can fail do so only for numbers that are not finite, and ours are.
    fn sure(&self, drawn: Result<(), JsValue>) {
        debug_assert!(drawn.is_ok(), "{drawn:?}");
    }
}

/// The sum of what a computed color says of its channels: `rgb(14, 19, 24)`.
fn brightness(color: &str) -> f64 {
    let channels = color.split(|it: char| !(it.is_ascii_digit() || it == '.'));
    channels.filter_map(|it| it.parse::<f64>().ok()).take(3).sum()
}

fn length(a: Point, b: Point) -> f64 {
    (a.x - b.x).abs() + (a.y - b.y).abs()
}
