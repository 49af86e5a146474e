//! Writes a display list as an SVG file that stands alone: its colors, text as text, titles, no
//! scripts. Every viewer shows it alike, so it asks for nothing that only browsers know.

use std::fmt::Write;

use super::display::look::{self, Look, TOKENS, Token};
use super::display::{Class, Cluster, Detail, DisplayList, Face, Item, Shape, Size, Subject};
use super::geometry::{Path, Point, Rect};
use super::measure;
use super::scene::Diagram;

/// The room around the picture.
const MARGIN: f64 = 48.0;

/// How far the line that letters stand on is below their middle, in sizes of the letters.
const BASELINE: f64 = 0.35;

/// What holds for all texts and lines.
const STYLE: &str = "\
path{fill:none}\
.mono{font-family:ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace}\
.sans{font-family:system-ui,-apple-system,'Segoe UI',sans-serif}";

/// The theme whose colors a file has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    #[default]
    Light,
    Dark,
}

impl Theme {
    fn color(self, token: Token) -> &'static str {
        TOKENS.get(token as usize).map_or("gray", |it| match self {
            Self::Light => it.light,
            Self::Dark => it.dark,
        })
    }

    /// The declarations of a class.
    fn declarations(self, look: Look) -> String {
        let mut out = match look.fill {
            Some(token) => format!("fill:{}", self.color(token)),
            None => "fill:none".to_owned(),
        };
        if let Some(token) = look.stroke {
            let color = self.color(token);
            push(&mut out, format_args!(";stroke:{color};stroke-width:{}", look.width));
        }
        if !look.dash.is_empty() {
            let dash: Vec<String> = look.dash.iter().map(f64::to_string).collect();
            push(&mut out, format_args!(";stroke-dasharray:{}", dash.join(" ")));
        }
        out.push_str(if look.bold { ";font-weight:600" } else { "" });
        out.push_str(if look.struck { ";text-decoration:line-through" } else { "" });
        out
    }
}

/// The whole diagram at 100 %, with every detail, under a title that says what it is.
pub fn write(diagram: &Diagram, list: &DisplayList, title: &str, theme: Theme) -> String {
    let Rect { x, y, width, height } = list.bounds.grown(MARGIN);
    let mut out = String::new();
    push(
        &mut out,
        format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"{x} {y} {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n"
        ),
    );
    push(&mut out, format_args!("<title>{}</title>\n<style>{STYLE}", escaped(title)));
    let classes = used(list);
    for (number, class) in classes.iter().enumerate() {
        let declarations = theme.declarations(look::look(*class));
        push(&mut out, format_args!(".c{number}{{{declarations}}}"));
    }
    out.push_str("</style>\n");
    let ground = theme.color(Token::Canvas);
    push(
        &mut out,
        format_args!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{ground}\"/>\n"
        ),
    );
    let mut writer = Writer { out, list, classes };
    for cluster in &list.clusters {
        writer.cluster(cluster, diagram);
    }
    writer.out.push_str("</svg>\n");
    writer.out
}

/// Writing to a string cannot fail, so there is nothing to report.
fn push(out: &mut String, text: std::fmt::Arguments<'_>) {
    let written = out.write_fmt(text);
    debug_assert!(written.is_ok());
}

fn used(list: &DisplayList) -> Vec<Class> {
    let items = list.clusters.iter().flat_map(|it| &it.items).filter(|it| is_shown(it));
    let mut res: Vec<Class> = items.map(|it| it.class).collect();
    res.sort_unstable();
    res.dedup();
    res
}

/// A file has room for everything, and so nothing that stands for it.
fn is_shown(item: &Item) -> bool {
    item.to == Detail::All
}

struct Writer<'a> {
    out: String,
    list: &'a DisplayList,
    classes: Vec<Class>,
}

impl Writer<'_> {
    fn cluster(&mut self, cluster: &Cluster, diagram: &Diagram) {
        self.out.push_str("<g>");
        if let Some(title) = title(cluster.subject, diagram) {
            push(&mut self.out, format_args!("<title>{}</title>", escaped(&title)));
        }
        for item in cluster.items.iter().filter(|it| is_shown(it)) {
            self.item(item);
        }
        self.out.push_str("</g>\n");
    }

    fn item(&mut self, item: &Item) {
        let class = self.classes.binary_search(&item.class).unwrap_or_default();
        match &item.shape {
            Shape::Rect { rect, radius } => {
                let Rect { x, y, width, height } = rect;
                push(
                    &mut self.out,
                    format_args!(
                        "<rect class=\"c{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\"/>"
                    ),
                );
            }
            Shape::Line { path, radius } => {
                let d = rounded(*path, &self.list.points, *radius);
                push(&mut self.out, format_args!("<path class=\"c{class}\" d=\"{d}\"/>"));
            }
            Shape::Circle { center: Point { x, y }, radius } => {
                push(
                    &mut self.out,
                    format_args!(
                        "<circle class=\"c{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"
                    ),
                );
            }
            Shape::Text { at, text, size, face, room } => {
                self.text(class, *at, text, (*size, *face, *room));
            }
            // It stands for what has no room on a screen.
            Shape::Label { .. } => {}
        }
    }

    fn text(&mut self, class: usize, at: Point, text: &str, (size, face, room): (Size, Face, f64)) {
        let (Size::Picture(size) | Size::Screen(size) | Size::Above(size)) = size;
        let shown = measure::fit_mono(text, size, room);
        let face = match face {
            Face::Mono => "mono",
            Face::Sans => "sans",
        };
        let (x, y) = (at.x, at.y + size * BASELINE);
        push(
            &mut self.out,
            format_args!(
                "<text class=\"c{class} {face}\" x=\"{x}\" y=\"{y}\" font-size=\"{size}\" xml:space=\"preserve\">{}</text>",
                escaped(&shown)
            ),
        );
    }
}

/// What a reader without eyes, or with a pointer, hears of a cluster.
fn title(subject: Subject, diagram: &Diagram) -> Option<String> {
    match subject {
        Subject::Group(it) => {
            diagram.groups.get(it).map(|it| format!("{}, {} tables", it.name, it.cards))
        }
        Subject::Card(it) => diagram.cards.get(it).map(|it| it.card.name.clone()),
        Subject::Reference(it) => {
            let reference = diagram.references.get(it)?;
            let (from, to) = (diagram.cards.get(reference.from)?, diagram.cards.get(reference.to)?);
            let row = from.card.rows.get(reference.row)?;
            let to_row = to.card.rows.get(reference.to_row)?;
            Some(format!("{}.{} → {}.{}", from.card.name, row.name, to.card.name, to_row.name))
        }
    }
}

/// Path data through the points, each corner cut by a quarter of a circle where there is room.
pub fn rounded(path: Path, points: &[Point], radius: f64) -> String {
    let mut out = String::new();
    let points = path.of(points);
    for (number, point) in points.iter().enumerate() {
        let command = if number == 0 { 'M' } else { 'L' };
        let around =
            number.checked_sub(1).and_then(|it| Some((points.get(it)?, points.get(number + 1)?)));
        let Some((before, after)) = around.filter(|_| radius > 0.0) else {
            push(&mut out, format_args!("{command}{} {}", point.x, point.y));
            continue;
        };
        let (into, out_of) = (nearer(*point, *before, radius), nearer(*point, *after, radius));
        push(
            &mut out,
            format_args!(
                "L{} {}Q{} {} {} {}",
                into.x, into.y, point.x, point.y, out_of.x, out_of.y
            ),
        );
    }
    out
}

/// The point `radius` from `corner` on the way to `end`, or half-way if that is nearer.
fn nearer(corner: Point, end: Point, radius: f64) -> Point {
    let length = (end.x - corner.x).abs() + (end.y - corner.y).abs();
    let share = if length > 0.0 { (radius / length).min(0.5) } else { 0.0 };
    Point::new(corner.x + (end.x - corner.x) * share, corner.y + (end.y - corner.y) * share)
}

/// Text as XML holds it; characters that XML cannot hold are shown as a replacement.
fn escaped(text: &str) -> String {
    let mut res = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => res.push_str("&amp;"),
            '<' => res.push_str("&lt;"),
            '>' => res.push_str("&gt;"),
            '"' => res.push_str("&quot;"),
            '\'' => res.push_str("&#39;"),
            it if it.is_control() || matches!(it, '\u{FFFE}' | '\u{FFFF}') => res.push('\u{FFFD}'),
            it => res.push(it),
        }
    }
    res
}

#[cfg(test)]
mod tests {
    use super::super::card::{Card, Row};
    use super::super::display;
    use super::super::scene::Scene;
    use super::*;

    #[test]
    fn names_cannot_leave_their_text() {
        let row = Row { name: "<b>&\u{1}".into(), ty: "text".into(), ..Row::default() };
        let cards = [Card { name: "</svg><script>".into(), rows: vec![row], ..Card::default() }];
        let diagram = Scene::new(&cards, 1.6).show(&cards);
        let svg = write(&diagram, &display::list(&diagram), "<b>", Theme::Light);
        assert!(!svg.contains("<script"));
        assert!(svg.contains("&lt;/svg&gt;&lt;script&gt;"));
        assert!(svg.contains("&lt;b&gt;&amp;\u{FFFD}"));
        assert!(svg.contains("<title>&lt;b&gt;</title>"));
        assert!(svg.ends_with("</svg>\n"));
    }

    #[test]
    fn a_file_has_the_colors_of_its_theme_and_needs_no_others() {
        let cards = [Card { name: "a".into(), ..Card::default() }];
        let diagram = Scene::new(&cards, 1.6).show(&cards);
        let of = |theme| write(&diagram, &display::list(&diagram), "a", theme);
        let (light, dark) = (of(Theme::Light), of(Theme::Dark));
        assert!(light.contains("fill=\"#F7F8FA\"") && dark.contains("fill=\"#0E1318\""));
        for svg in [light, dark] {
            assert!(!svg.contains("var(") && !svg.contains("@media") && !svg.contains("url("));
        }
    }

    #[test]
    fn corners_are_rounded_only_as_far_as_there_is_room() {
        let points = [Point::new(0.0, 0.0), Point::new(10.0, 0.0), Point::new(10.0, 4.0)];
        let path = Path { first: 0, len: 3 };
        assert_eq!(rounded(path, &points, 6.0), "M0 0L5 0Q10 0 10 2L10 4");
    }
}
