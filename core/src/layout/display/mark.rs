//! The marks at the ends of a reference: a crow's foot for many, a bar for one, a ring for none.

use super::{Class, Detail, DisplayList, Item, Shape, from};
use crate::layout::geometry::Point;

/// How long the toes of a crow's foot are, how far they spread, and where bars and rings stand.
const LENGTH: f64 = 10.0;
const SPREAD: f64 = 5.0;
const BAR: f64 = 6.0;
const SECOND_BAR: f64 = 10.0;
const RING: f64 = 3.0;

/// The mark where the reference leaves: any number of rows, or at most one, may refer.
pub(super) fn referring(
    list: &mut DisplayList,
    at: Point,
    towards: Point,
    many: bool,
) -> Vec<Item> {
    let side = (towards.x - at.x).signum();
    if many {
        let tip = Point::new(at.x + side * LENGTH, at.y);
        let toe = |spread: f64| Point::new(at.x, at.y + spread);
        return vec![line(list, &[toe(-SPREAD), tip, toe(SPREAD)]), ring(tip, side)];
    }
    let bar = bar(list, at, side * BAR);
    vec![bar, ring(Point::new(at.x + side * BAR, at.y), side)]
}

/// The mark where the reference arrives: exactly one row, or none, is referred to.
pub(super) fn referred(
    list: &mut DisplayList,
    at: Point,
    towards: Point,
    optional: bool,
) -> Vec<Item> {
    let side = (towards.x - at.x).signum();
    let first = bar(list, at, side * BAR);
    if optional {
        return vec![first, ring(Point::new(at.x + side * BAR, at.y), side)];
    }
    vec![first, bar(list, at, side * SECOND_BAR)]
}

fn bar(list: &mut DisplayList, at: Point, away: f64) -> Item {
    let point = |spread: f64| Point::new(at.x + away, at.y + spread);
    line(list, &[point(-SPREAD), point(SPREAD)])
}

/// A ring just beyond `tip`.
fn ring(tip: Point, side: f64) -> Item {
    let center = Point::new(tip.x + side * RING, tip.y);
    from(Detail::Rows, Shape::Circle { center, radius: RING }, Class::EdgeRing)
}

fn line(list: &mut DisplayList, points: &[Point]) -> Item {
    let path = list.path(points);
    from(Detail::Rows, Shape::Line { path, radius: 0.0 }, Class::EdgeMark)
}
