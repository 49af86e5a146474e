//! What comes out otherwise where sets give their items in another order.

use std::collections::BTreeSet;

use super::run::Statement;
use crate::diagnostic::Diagnostic;
use crate::project::Span;

/// Tells of each place where two runs of the same script, which differ in the order of sets, say
/// different things.
///
/// Where rows are taken in some order, other statements are other changes; of a set, mostly a text
/// that lists its items.
pub(super) fn told(
    one: &[Statement],
    other: &[Statement],
    of_rows: bool,
) -> impl Iterator<Item = Diagnostic> {
    let same = one.len().min(other.len());
    let pairs = one.iter().zip(other).filter(|(one, other)| one.sql != other.sql);
    let longer = one.iter().skip(same).chain(other.iter().skip(same));
    let spans: BTreeSet<Span> = pairs.map(|(it, _)| it).chain(longer).map(|it| it.span).collect();
    let sorted = |all: &[Statement]| {
        let mut all: Vec<String> = all.iter().map(|it| it.sql.clone()).collect();
        all.sort();
        all
    };
    let differs = of_rows && sorted(one) != sorted(other);
    spans.into_iter().map(move |it| problem::by_chance(differs).at(it))
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn by_chance(differs: bool) -> Problem {
        let message = "this goes by the order of a set or of rows, which nothing fixes";
        let problem = match differs {
            true => Problem::warning("order-by-chance", message),
            false => Problem::note("order-by-chance", message),
        };
        problem.help("sort the items, or ask for the rows in an order")
    }
}
