//! A diagram as a list of primitives with style classes, which every painter understands.
//!
//! Canvas, SVG and hit test read the same list, so an export equals the screen. Primitives come in
//! clusters: what belongs to one group, card or reference, with its bounds. A painter leaves out
//! clusters that are not in view, and primitives of another level of detail.

use std::collections::{BTreeMap, BTreeSet};

use super::card::{self, Card, Mark, Row};
use super::er::Link;
use super::geometry::{Path, Point, Rect};
use super::measure;
use super::scene::{Diagram, Placed, Reference, Region};

pub mod label;
pub mod look;
mod mark;

use label::Label;

/// How much is drawn; more from top to bottom.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Groups with their names; cards are plain boxes.
    Groups,
    /// Cards with their names, and as many of their rows as have room.
    Names,
    /// Cards with the names of all their rows.
    Rows,
    #[default]
    All,
}

/// What a primitive is, for whoever gives it colors and strokes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    #[default]
    Ground,
    GroupName,
    Card,
    CardAdded,
    CardChanged,
    CardRemoved,
    CardAssumed,
    Head,
    HeadAdded,
    HeadChanged,
    HeadRemoved,
    Name,
    NameRemoved,
    Key,
    Row,
    /// A row among more telling ones.
    RowQuiet,
    RowRemoved,
    Type,
    Bar,
    BarAdded,
    BarChanged,
    BarRemoved,
    Added,
    Changed,
    Removed,
    NotNull,
    Nullable,
    Chip,
    ChipText,
    Edge,
    EdgeMark,
    EdgeRing,
}

/// Something to draw.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Rect {
        rect: Rect,
        radius: f64,
    },
    /// A line through points of the list, with rounded corners of this radius.
    Line {
        path: Path,
        radius: f64,
    },
    Circle {
        center: Point,
        radius: f64,
    },
    Text {
        at: Point,
        text: String,
        size: Size,
        face: Face,
        room: f64,
    },
    /// What of these words has room on a box, whatever the zoom.
    Label {
        rect: Rect,
        label: Label,
    },
}

/// How big a text is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Size {
    /// In pixels at 100 %: it grows with the picture.
    Picture(f64),
    /// In pixels of the screen, whatever the zoom.
    Screen(f64),
    /// The same, standing above its point, with a rim around it: it lies on whatever is there.
    Above(f64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    Mono,
    Sans,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub shape: Shape,
    pub class: Class,
    /// The levels of detail at which it is drawn, both included.
    pub from: Detail,
    pub to: Detail,
}

/// What a cluster is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    Group(usize),
    Reference(usize),
    Card(usize),
}

/// Primitives about one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Cluster {
    pub subject: Subject,
    pub bounds: Rect,
    pub items: Vec<Item>,
}

/// A diagram, ready to be painted: grounds, then lines, then cards, then names of groups.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DisplayList {
    pub clusters: Vec<Cluster>,
    pub points: Vec<Point>,
    pub bounds: Rect,
}

/// What a point of the diagram belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    Group(usize),
    Card(usize),
    /// A card and one of its rows.
    Row(usize, usize),
}

impl Hit {
    /// The card, if it is one or in one.
    pub fn card(self) -> Option<usize> {
        match self {
            Self::Card(card) | Self::Row(card, _) => Some(card),
            Self::Group(_) => None,
        }
    }
}

/// How far lines turn before and after their corners.
const CORNER: f64 = 6.0;
const CARD_RADIUS: f64 = 6.0;
const GROUP_RADIUS: f64 = 16.0;

/// Texts of constant size on the screen.
const FAR_NAME: f64 = 10.0;
const NEAR_ROW: f64 = 9.0;
const GROUP_NAME: f64 = 13.0;

/// The list of a diagram.
pub fn list(diagram: &Diagram) -> DisplayList {
    let mut res = DisplayList {
        clusters: Vec::new(),
        points: diagram.points.clone(),
        bounds: Rect::default(),
    };
    // One group alone needs no frame around the whole picture.
    if diagram.groups.len() > 1 {
        let grounds = diagram.groups.iter().enumerate();
        res.clusters.extend(grounds.map(|(number, it)| ground(number, it)));
    }
    let mut marked = BTreeSet::new();
    for (number, reference) in diagram.references.iter().enumerate() {
        res.reference(number, reference, diagram, &mut marked);
    }
    let mut links: BTreeMap<usize, Vec<(usize, Link)>> = BTreeMap::new();
    for it in diagram.references.iter().filter(|it| it.link != Link::Absent) {
        links.entry(it.from).or_default().push((it.row, it.link));
    }
    for (number, placed) in diagram.cards.iter().enumerate() {
        let links = links.get(&number).map(Vec::as_slice).unwrap_or_default();
        res.clusters.push(card_cluster(number, placed, links));
    }
    if diagram.groups.len() > 1 {
        let names = diagram.groups.iter().enumerate();
        res.clusters.extend(names.map(|(number, it)| group_name(number, it)));
    }
    // The seats that are empty now are nothing to see.
    res.bounds = res.clusters.iter().map(|it| it.bounds).reduce(Rect::union).unwrap_or_default();
    res
}

/// What of a diagram is at `point`, when it is drawn in this detail.
pub fn hit(diagram: &Diagram, point: Point, detail: Detail) -> Option<Hit> {
    let cards = diagram.cards.iter().enumerate();
    if let Some((number, placed)) = cards.into_iter().find(|(_, it)| it.rect.contains(point)) {
        let below = point.y - placed.rect.y - card::HEAD;
        let row = (below / card::ROW) as usize;
        let on_row = detail >= Detail::Rows && below >= 0.0 && row < placed.card.rows.len();
        return Some(if on_row { Hit::Row(number, row) } else { Hit::Card(number) });
    }
    let group = diagram.groups.iter().position(|it| it.rect.contains(point))?;
    Some(Hit::Group(group))
}

/// The level of detail at a zoom: no text is ever under 9 pixels.
pub fn detail(zoom: f64) -> Detail {
    match zoom {
        it if it >= 0.75 => Detail::All,
        it if it >= 0.5 => Detail::Rows,
        it if it >= 0.14 => Detail::Names,
        _ => Detail::Groups,
    }
}

fn ground(number: usize, region: &Region) -> Cluster {
    let shape = Shape::Rect { rect: region.rect, radius: GROUP_RADIUS };
    let items = vec![always(shape, Class::Ground)];
    Cluster { subject: Subject::Group(number), bounds: region.rect, items }
}

/// The name of a group lies above everything: it is what a map is read by.
fn group_name(number: usize, region: &Region) -> Cluster {
    let rect = region.rect;
    let count = if region.cards == 1 { "table" } else { "tables" };
    let name = |size, y, from, to| Item {
        shape: Shape::Text {
            at: Point::new(rect.x + 24.0, rect.y + y),
            text: format!("{}  {} {count}", region.name, region.cards),
            size,
            face: Face::Sans,
            room: rect.width - 32.0,
        },
        class: Class::GroupName,
        from,
        to,
    };
    let items = vec![
        name(Size::Picture(GROUP_NAME), 22.0, Detail::Rows, Detail::All),
        name(Size::Above(GROUP_NAME), 0.0, Detail::Groups, Detail::Names),
    ];
    Cluster { subject: Subject::Group(number), bounds: rect, items }
}

impl DisplayList {
    /// The line of a reference, and the marks at its ends.
    fn reference(
        &mut self,
        number: usize,
        reference: &Reference,
        diagram: &Diagram,
        marked: &mut BTreeSet<(usize, usize, bool)>,
    ) {
        let Link::Line(path) = reference.link else { return };
        let points = path.of(&self.points).to_vec();
        let Some((first, rest)) = points.split_first() else { return };
        let start = Rect::new(first.x, first.y, 0.0, 0.0);
        let grow = |rect: Rect, it: &Point| rect.union(Rect::new(it.x, it.y, 0.0, 0.0));
        let bounds = rest.iter().fold(start, grow).grown(8.0);
        let line = Shape::Line { path, radius: CORNER };
        let mut items = vec![always(line, Class::Edge)];
        let row = |card: usize, row: usize| -> Option<&Row> {
            diagram.cards.get(card)?.card.rows.get(row)
        };
        let referring = row(reference.from, reference.row);
        if let [start, second, ..] = points.as_slice() {
            let many = !referring.is_some_and(|it| it.unique);
            items.extend(mark::referring(self, *start, *second, many));
        }
        // Where several references arrive at one side of a row, one mark stands for all.
        if let [.., before, end] = points.as_slice()
            && marked.insert((reference.to, reference.to_row, before.x < end.x))
        {
            let optional = referring.is_some_and(|it| it.nullable);
            items.extend(mark::referred(self, *end, *before, optional));
        }
        self.clusters.push(Cluster { subject: Subject::Reference(number), bounds, items });
    }

    /// Adds a path of its own points.
    fn path(&mut self, points: &[Point]) -> Path {
        let first = self.points.len();
        self.points.extend_from_slice(points);
        Path { first, len: points.len() }
    }
}

fn card_cluster(number: usize, placed: &Placed, links: &[(usize, Link)]) -> Cluster {
    let Placed { card, rect, .. } = placed;
    let mut items =
        vec![always(Shape::Rect { rect: *rect, radius: CARD_RADIUS }, card_class(card))];
    head(card, *rect, &mut items);
    for (number, row) in card.rows.iter().enumerate() {
        let y = rect.y + card::row_y(number);
        let link = links.iter().find(|(it, _)| *it == number).map(|(_, link)| *link);
        row_items(card, row, *rect, y, link, &mut items);
    }
    Cluster { subject: Subject::Card(number), bounds: *rect, items }
}

fn head(card: &Card, rect: Rect, items: &mut Vec<Item>) {
    let bar = Rect::new(rect.x, rect.y, rect.width, card::HEAD.min(rect.height));
    let bar = Shape::Rect { rect: bar, radius: CARD_RADIUS };
    let near = from(Detail::Rows, bar.clone(), head_class(card.mark));
    let far = Item { to: Detail::Groups, ..always(bar, head_class(card.mark)) };
    items.extend([near, far]);
    let glyph = card.mark.glyph();
    let indent = if glyph.is_empty() { 12.0 } else { 28.0 };
    let room = rect.width - indent - 8.0;
    let class = if card.mark == Mark::Removed { Class::NameRemoved } else { Class::Name };
    let y = rect.y + card::HEAD / 2.0;
    let part = |x: f64, text: &str, room: f64, class: Class| {
        let (at, text) = (Point::new(rect.x + x, y), text.to_owned());
        let item = |size, detail| Item {
            shape: Shape::Text { at, text: text.clone(), size, face: Face::Mono, room },
            class,
            from: detail,
            to: detail,
        };
        [
            item(Size::Picture(card::NAME_SIZE), Detail::All),
            item(Size::Screen(FAR_NAME), Detail::Rows),
        ]
    };
    let label = Shape::Label { rect, label: Label::of(card) };
    items.extend(part(indent, &card.name, room, class));
    items.push(Item { shape: label, class, from: Detail::Names, to: Detail::Names });
    if !glyph.is_empty() {
        items.extend(part(10.0, glyph, indent - 10.0, mark_class(card.mark)));
        let side = Rect::new(rect.x, rect.y, 4.0, rect.height);
        items.push(always(Shape::Rect { rect: side, radius: 2.0 }, bar_class(card.mark)));
    }
}

fn row_items(
    card: &Card,
    row: &Row,
    rect: Rect,
    y: f64,
    link: Option<Link>,
    items: &mut Vec<Item>,
) {
    let at = |x: f64| Point::new(rect.x + x, y);
    // In a table that is new or gone as a whole, each of its columns is.
    let is_news = row.mark != Mark::Same && (row.mark != card.mark || card.mark == Mark::Changed);
    if is_news {
        let bar = Rect::new(rect.x, y - card::ROW / 2.0, rect.width, card::ROW);
        items.push(from(
            Detail::Rows,
            Shape::Rect { rect: bar, radius: 0.0 },
            head_class(row.mark),
        ));
        let side = Rect::new(rect.x, y - card::ROW / 2.0, 4.0, card::ROW);
        items.push(from(
            Detail::Rows,
            Shape::Rect { rect: side, radius: 0.0 },
            bar_class(row.mark),
        ));
        items.push(text(at(card::GLYPH_X), row.mark.glyph(), card::ROW_SIZE, mark_class(row.mark)));
    } else {
        let center = at(card::GLYPH_X + 4.0);
        let class = if row.nullable { Class::Nullable } else { Class::NotNull };
        items.push(from(Detail::All, Shape::Circle { center, radius: 2.5 }, class));
    }
    if !row.badge().is_empty() {
        items.push(text(at(card::KEY_X), row.badge(), card::MARK_SIZE, Class::Key));
    }
    let removed = row.mark == Mark::Removed || card.mark == Mark::Removed;
    let class = if removed { Class::RowRemoved } else { Class::Row };
    items.push(text(at(card::ROW_X), &row.shown_name(), card::ROW_SIZE, class));
    let near = Shape::Text {
        at: at(12.0),
        text: if is_news { label::signed(row) } else { row.name.clone() },
        size: Size::Screen(NEAR_ROW),
        face: Face::Mono,
        room: rect.width - 20.0,
    };
    let tells = removed || row.is_key() || row.mark != Mark::Same;
    let class = if tells { class } else { Class::RowQuiet };
    items.push(Item { shape: near, class, from: Detail::Rows, to: Detail::Rows });
    items.push(text(at(card.type_x()), &row.shown_type(), card::ROW_SIZE, Class::Type));
    let chip = match link {
        Some(Link::Chip) => row.chip(),
        Some(Link::Loop) => Some("↺ itself".to_owned()),
        _ => None,
    };
    if let Some(chip) = chip {
        chip_items(&chip, rect, y, items);
    }
}

/// A chip at the right side of a row.
fn chip_items(chip: &str, rect: Rect, y: f64, items: &mut Vec<Item>) {
    let width = card::chip_width(chip);
    let x = rect.right() - width - 6.0;
    let ground = Rect::new(x, y - 8.0, width, 16.0);
    items.push(from(Detail::All, Shape::Rect { rect: ground, radius: 8.0 }, Class::Chip));
    items.push(text(Point::new(x + 6.0, y), chip, card::MARK_SIZE + 1.0, Class::ChipText));
}

fn always(shape: Shape, class: Class) -> Item {
    from(Detail::Groups, shape, class)
}

fn from(from: Detail, shape: Shape, class: Class) -> Item {
    Item { shape, class, from, to: Detail::All }
}

/// A text in the monospaced face, which is there only where everything is.
fn text(at: Point, text: &str, size: f64, class: Class) -> Item {
    let room = measure::mono(text, size) + 1.0;
    let text = text.to_owned();
    let shape = Shape::Text { at, text, size: Size::Picture(size), face: Face::Mono, room };
    Item { shape, class, from: Detail::All, to: Detail::All }
}

fn card_class(card: &Card) -> Class {
    match card.mark {
        Mark::Same if card.assumed => Class::CardAssumed,
        Mark::Same => Class::Card,
        Mark::Added => Class::CardAdded,
        Mark::Changed => Class::CardChanged,
        Mark::Removed => Class::CardRemoved,
    }
}

fn head_class(mark: Mark) -> Class {
    match mark {
        Mark::Same => Class::Head,
        Mark::Added => Class::HeadAdded,
        Mark::Changed => Class::HeadChanged,
        Mark::Removed => Class::HeadRemoved,
    }
}

fn bar_class(mark: Mark) -> Class {
    match mark {
        Mark::Same => Class::Bar,
        Mark::Added => Class::BarAdded,
        Mark::Changed => Class::BarChanged,
        Mark::Removed => Class::BarRemoved,
    }
}

fn mark_class(mark: Mark) -> Class {
    match mark {
        Mark::Same => Class::Type,
        Mark::Added => Class::Added,
        Mark::Changed => Class::Changed,
        Mark::Removed => Class::Removed,
    }
}

#[cfg(test)]
mod tests {
    use super::super::scene::Scene;
    use super::*;

    fn diagram() -> Diagram {
        let row = |name: &str, to: Option<&str>| Row {
            name: name.to_owned(),
            ty: "bigint".to_owned(),
            primary: name == "id",
            refers: to.map(|it| (it.to_owned(), "id".to_owned())),
            ..Row::default()
        };
        let cards = [
            Card { name: "users".into(), rows: vec![row("id", None)], ..Card::default() },
            Card {
                name: "orders".into(),
                rows: vec![
                    row("id", None),
                    row("user_id", Some("users")),
                    row("parent_id", Some("orders")),
                ],
                mark: Mark::Changed,
                ..Card::default()
            },
        ];
        Scene::new(&cards, 1.6).show(&cards)
    }

    #[test]
    fn every_point_of_a_card_belongs_to_it_or_to_its_row() {
        let diagram = diagram();
        let rect = diagram.cards[1].rect;
        let at = |x, y| hit(&diagram, Point::new(x, y), Detail::All);
        assert_eq!(at(rect.x + 5.0, rect.y + 5.0), Some(Hit::Card(1)));
        let second = Point::new(rect.x + 5.0, rect.y + card::row_y(1));
        assert_eq!(hit(&diagram, second, Detail::Rows), Some(Hit::Row(1, 1)));
        // From afar a row is not drawn at its place.
        assert_eq!(hit(&diagram, second, Detail::Names), Some(Hit::Card(1)));
        assert_eq!(at(-500.0, 0.0), None);
    }

    #[test]
    fn a_reference_to_its_own_table_is_a_chip_and_one_to_another_is_a_line() {
        let list = list(&diagram());
        let lines = list.clusters.iter().filter(|it| matches!(it.subject, Subject::Reference(_)));
        assert_eq!(lines.count(), 1);
        let texts =
            list.clusters.iter().flat_map(|it| &it.items).filter_map(|it| match &it.shape {
                Shape::Text { text, .. } => Some(text.as_str()),
                _ => None,
            });
        assert!(texts.into_iter().any(|it| it == "↺ itself"));
    }

    #[test]
    fn a_column_that_is_new_in_a_table_has_its_sign_and_those_of_a_new_table_have_none() {
        let row = Row { name: "mail".to_owned(), mark: Mark::Added, ..Row::default() };
        let signs = |mark: Mark| {
            let cards = [Card { rows: vec![row.clone()], mark, ..Card::default() }];
            let list = list(&Scene::new(&cards, 1.6).show(&cards));
            let items = list.clusters.into_iter().flat_map(|it| it.items);
            let is_sign = |it: &Item| match &it.shape {
                Shape::Text { text, .. } => text == "+ mail",
                _ => it.class == Class::BarAdded,
            };
            items.filter(is_sign).count()
        };
        assert_eq!(signs(Mark::Changed), 2);
        // The bar is that of the whole table.
        assert_eq!(signs(Mark::Added), 1);
    }

    #[test]
    fn texts_stay_inside_their_cards() {
        let list = list(&diagram());
        for cluster in list.clusters.iter().filter(|it| matches!(it.subject, Subject::Card(_))) {
            for item in &cluster.items {
                if let Shape::Text { at, text, size: Size::Picture(size), .. } = &item.shape {
                    assert!(at.x + measure::mono(text, *size) <= cluster.bounds.right(), "{text}");
                }
            }
        }
    }
}
