//! Cards on their seats: the union of all revisions laid out once, and one revision shown on it.

use std::collections::BTreeMap;

use super::card::{self, Card};
use super::er::{Atlas, Edge, Ends, Graph, Link, Node};
use super::geometry::{Point, Rect};

/// The seats of every card that any revision has.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    pub atlas: Atlas,
    seats: BTreeMap<String, Seat>,
    /// The number of each reference: from card, row and card.
    references: BTreeMap<(usize, String, usize), usize>,
}

#[derive(Clone, Debug, Default)]
struct Seat {
    node: usize,
    rows: usize,
}

/// One revision on the map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagram {
    pub cards: Vec<Placed>,
    pub references: Vec<Reference>,
    pub groups: Vec<Region>,
    /// The points of all lines.
    pub points: Vec<Point>,
}

/// A card and its place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placed {
    pub card: Card,
    pub rect: Rect,
    /// The number of its group in [`Diagram::groups`].
    pub group: usize,
}

/// A reference, by the numbers of its cards and rows in the diagram.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    pub from: usize,
    pub row: usize,
    pub to: usize,
    pub to_row: usize,
    pub link: Link,
}

/// A named group that has cards at this revision.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Region {
    pub name: String,
    pub rect: Rect,
    pub cards: usize,
}

impl Scene {
    /// Gives every card a seat, for a window that is `aspect` times as wide as it is high.
    ///
    /// A card that several revisions have comes once, with every row that any of them has.
    pub fn new(cards: &[Card], aspect: f64) -> Self {
        let cards = &*union(&[], cards);
        let mut res = Self::default();
        let mut graph = Graph::default();
        for card in cards {
            let seat = Seat { node: graph.nodes.len(), rows: card.rows.len() };
            res.seats.extend(card.names().map(|it| (it.clone(), seat.clone())));
            let schema = card.schema().map(str::to_owned);
            graph.nodes.push(Node { name: card.bare().to_owned(), schema, size: card.size() });
        }
        for (from, card) in cards.iter().enumerate() {
            for (to, ends, row) in ends(card, |name| res.seat_of(name, cards)) {
                res.references.entry((from, row.to_owned(), to)).or_insert_with(|| {
                    graph.edges.push(Edge { from, to, ends });
                    graph.edges.len() - 1
                });
            }
        }
        res.atlas = Atlas::new(&graph, aspect);
        res
    }

    fn seat_of<'a>(&self, name: &str, cards: &'a [Card]) -> Option<(usize, &'a Card)> {
        let node = self.seats.get(name)?.node;
        Some((node, cards.get(node)?))
    }

    /// Whether all of `cards` and their references have their places here.
    pub fn covers(&self, cards: &[Card]) -> bool {
        let by_name = by_name(cards);
        cards.iter().all(|card| {
            let Some(seat) = self.seats.get(&card.name) else { return false };
            let known = |(to, _, row): (usize, Ends, &str)| {
                self.references.contains_key(&(seat.node, row.to_owned(), to))
            };
            let node = |name: &str| Some((self.seats.get(name)?.node, *by_name.get(name)?));
            seat.rows >= card.rows.len() && ends(card, node).into_iter().all(known)
        })
    }

    /// Puts the cards of one revision on their seats. A card without a seat is left out, so ask
    /// [`Scene::covers`] first.
    pub fn show(&self, cards: &[Card]) -> Diagram {
        let by_name = by_name(cards);
        let mut res = Diagram::default();
        let mut number_of: BTreeMap<usize, usize> = BTreeMap::new();
        let mut regions = Regions::new(self);
        for card in cards {
            let Some(seat) = self.seats.get(&card.name) else { continue };
            let place = self.atlas.seats.get(seat.node).copied().unwrap_or_default();
            let rect = Rect { height: card::height(card.rows.len()), ..place };
            number_of.insert(seat.node, res.cards.len());
            let group = regions.of(seat.node, &mut res.groups);
            res.cards.push(Placed { card: card.clone(), rect, group });
        }
        let mut live = vec![None; self.atlas.edges().len()];
        let mut references = Vec::new();
        for (from, placed) in res.cards.iter().enumerate() {
            let node = |name: &str| Some((self.seats.get(name)?.node, *by_name.get(name)?));
            let Some(own) = self.seats.get(&placed.card.name) else { continue };
            for (to, ends, row) in ends(&placed.card, node) {
                let key = (own.node, row.to_owned(), to);
                let (Some(edge), Some(target)) = (self.references.get(&key), number_of.get(&to))
                else {
                    continue;
                };
                if let Some(it) = live.get_mut(*edge) {
                    *it = Some(ends);
                }
                let row = placed.card.row(row).unwrap_or_default();
                let to_row = ((ends.to - card::HEAD) / card::ROW) as usize;
                references.push((
                    *edge,
                    Reference { from, row, to: *target, to_row, link: Link::Absent },
                ));
            }
        }
        let routes = self.atlas.routes(&live);
        let linked = |(edge, it): (usize, Reference)| Reference {
            link: routes.links.get(edge).copied().unwrap_or_default(),
            ..it
        };
        res.references = references.into_iter().map(linked).collect();
        res.points = routes.points;
        res
    }
}

/// The references of a card: the node it refers to, the ends, and the referring row.
fn ends<'a>(
    card: &'a Card,
    node: impl Fn(&str) -> Option<(usize, &'a Card)>,
) -> Vec<(usize, Ends, &'a str)> {
    let mut res = Vec::new();
    for (number, row) in card.rows.iter().enumerate() {
        let Some((name, to_row)) = &row.refers else { continue };
        let Some((to, target)) = node(name) else { continue };
        let to_row = target.row(to_row).unwrap_or_else(|| target.key_row());
        let ends = Ends { from: card::row_y(number), to: card::row_y(to_row) };
        res.push((to, ends, row.name.as_str()));
    }
    res
}

fn by_name(cards: &[Card]) -> BTreeMap<&str, &Card> {
    cards.iter().map(|it| (it.name.as_str(), it)).collect()
}

/// The groups that are shown, numbered as they come up.
struct Regions<'a> {
    scene: &'a Scene,
    group_of: BTreeMap<usize, usize>,
    number: BTreeMap<usize, usize>,
}

impl<'a> Regions<'a> {
    fn new(scene: &'a Scene) -> Self {
        let mut group_of = BTreeMap::new();
        for (group, it) in scene.atlas.groups.iter().enumerate() {
            group_of.extend(it.nodes.iter().map(|node| (*node, group)));
        }
        Self { scene, group_of, number: BTreeMap::new() }
    }

    fn of(&mut self, node: usize, regions: &mut Vec<Region>) -> usize {
        let group = self.group_of.get(&node).copied().unwrap_or_default();
        let number = *self.number.entry(group).or_insert_with(|| {
            let it = self.scene.atlas.groups.get(group).cloned().unwrap_or_default();
            regions.push(Region { name: it.name, rect: it.rect, cards: 0 });
            regions.len() - 1
        });
        if let Some(it) = regions.get_mut(number) {
            it.cards += 1;
        }
        number
    }
}

/// One list of cards with everything that any of two lists has: a union over time, step by step.
pub fn union(older: &[Card], newer: &[Card]) -> Vec<Card> {
    let mut res = older.to_vec();
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    for (number, card) in older.iter().enumerate() {
        numbers.extend(card.names().map(|it| (it.clone(), number)));
    }
    for card in newer {
        let number = *numbers.entry(card.name.clone()).or_insert(res.len());
        let Some(known) = res.get_mut(number) else {
            res.push(card.clone());
            continue;
        };
        for row in &card.rows {
            let changed = |it: &&mut card::Row| it.name == row.name && it.refers == row.refers;
            match known.rows.iter_mut().find(changed) {
                // The wider type decides how wide the card is.
                Some(it) if it.ty.len() < row.ty.len() => it.ty.clone_from(&row.ty),
                Some(_) => {}
                None => known.rows.push(row.clone()),
            }
        }
    }
    res
}

#[cfg(test)]
mod tests {
    use super::super::card::Row;
    use super::*;

    fn card(name: &str, rows: &[(&str, Option<&str>)]) -> Card {
        let row = |(name, to): &(&str, Option<&str>)| Row {
            name: (*name).to_owned(),
            ty: "bigint".to_owned(),
            primary: *name == "id",
            refers: to.map(|it| (it.to_owned(), "id".to_owned())),
            ..Row::default()
        };
        Card { name: name.to_owned(), rows: rows.iter().map(row).collect(), ..Card::default() }
    }

    #[test]
    fn a_card_keeps_its_seat_when_others_come() {
        let before = [card("a", &[("id", None)]), card("b", &[("id", None), ("a_id", Some("a"))])];
        let after = [before[0].clone(), before[1].clone(), card("c", &[("b_id", Some("b"))])];
        let all = union(&before, &after);
        let scene = Scene::new(&all, 1.6);
        assert!(scene.covers(&before) && scene.covers(&after));
        let (one, two) = (scene.show(&before), scene.show(&after));
        assert_eq!(one.cards[0].rect, two.cards[0].rect);
        assert_eq!(one.cards[1].rect, two.cards[1].rect);
        assert_eq!(two.references.len(), 2);
        assert!(matches!(two.references[1].link, Link::Line(_)));
    }

    #[test]
    fn a_card_keeps_its_seat_under_another_name() {
        let (old, new) = (card("old", &[("id", None)]), card("new", &[("id", None)]));
        let of = |name| card("b", &[("id", None), ("a_id", Some(name))]);
        let all = [Card { formerly: vec!["old".into()], ..new.clone() }, of("old")];
        let scene = Scene::new(&all, 1.6);
        let (before, after) = ([of("old"), old], [of("new"), new]);
        assert!(scene.covers(&before) && scene.covers(&after));
        let (before, after) = (scene.show(&before), scene.show(&after));
        assert_eq!(before.cards[1].rect, after.cards[1].rect);
        assert!(matches!(after.references[0].link, Link::Line(_)));
    }

    #[test]
    fn a_card_or_a_row_that_is_new_is_not_covered() {
        let scene = Scene::new(&[card("a", &[("id", None)])], 1.6);
        assert!(!scene.covers(&[card("b", &[])]));
        assert!(!scene.covers(&[card("a", &[("id", None), ("x", None)])]));
    }

    #[test]
    fn a_line_ends_at_the_row_where_it_is_at_this_revision() {
        let old = [
            card("a", &[("id", None)]),
            card("b", &[("id", None), ("x", None), ("a_id", Some("a"))]),
        ];
        let new = [card("a", &[("id", None)]), card("b", &[("id", None), ("a_id", Some("a"))])];
        let scene = Scene::new(&union(&old, &new), 1.6);
        let diagram = scene.show(&new);
        let Link::Line(path) = diagram.references[0].link else { panic!("no line") };
        assert_eq!(path.of(&diagram.points)[0].y, diagram.cards[1].rect.y + card::row_y(1));
    }
}
