//! What comes out otherwise where sets give their items in another order.

use std::collections::BTreeSet;

use super::run::Statement;
use crate::diagnostic::Diagnostic;
use crate::project::Span;

/// Tells of each place where two runs of the same script, which differ in the order of sets, say
/// different things.
pub(super) fn told(one: &[Statement], other: &[Statement]) -> impl Iterator<Item = Diagnostic> {
    let same = one.len().min(other.len());
    let pairs = one.iter().zip(other).filter(|(one, other)| one.sql != other.sql);
    let longer = one.iter().skip(same).chain(other.iter().skip(same));
    let spans: BTreeSet<Span> = pairs.map(|(it, _)| it).chain(longer).map(|it| it.span).collect();
    spans.into_iter().map(|it| problem::by_chance().at(it))
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn by_chance() -> Problem {
        let message = "this goes by the order of a set, which Python chooses";
        Problem::note("order-by-chance", message).help("sort the items, or write them as a list")
    }
}
