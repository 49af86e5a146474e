//! What stands behind the conditions of a query: the order of its rows, and how many it gives.

use super::super::postgresql::question::{Token, outside, split_list};
use super::is_word;
use super::source::{CatalogTable, Role};

/// The end of a query.
#[derive(Default)]
pub(super) struct Tail<'t> {
    order: Option<&'t [Token]>,
    limit: Option<usize>,
}

/// Columns that count what our rows come in the order of.
const COUNTERS: &[&str] = &["attnum", "enumsortorder", "ordinal_position"];

impl<'t> Tail<'t> {
    /// A query without its tail, and that; nothing for a tail that we do not know.
    pub(super) fn of(tokens: &'t [Token]) -> Option<(&'t [Token], Self)> {
        let at =
            |word| outside(tokens).find(|at| tokens.get(*at).is_some_and(|it| is_word(it, word)));
        if at("fetch").or_else(|| at("offset")).is_some() {
            return None;
        }
        let limit_at = at("limit");
        let limit = match limit_at.and_then(|it| tokens.get(it + 1..)) {
            None => None,
            Some([Token::Word(count)]) => Some(count.parse().ok()?),
            Some(_) => return None,
        };
        let end = limit_at.unwrap_or(tokens.len());
        let start = at("order").filter(|it| *it < end);
        let order = start.and_then(|it| tokens.get(it + 2..end));
        Some((tokens.get(..start.unwrap_or(end))?, Self { order, limit }))
    }

    /// Puts rows in the order that the query asks for. Whether they are in it, or in the only one
    /// that there is.
    pub(super) fn sort(&self, table: &CatalogTable, rows: &mut [Vec<String>]) -> bool {
        // Labels come as they were added.
        if rows.len() < 2 || table.name == "pg_enum" {
            return true;
        }
        let Some(order) = self.order else { return false };
        let keys = split_list(order);
        let columns: Option<Vec<(usize, bool)>> = keys.iter().map(|it| key(table, it)).collect();
        if let Some(columns) = columns {
            rows.sort_by(|one, other| {
                let compared = columns.iter().map(|(at, is_down)| {
                    let order = one.get(*at).cmp(&other.get(*at));
                    if *is_down { order.reverse() } else { order }
                });
                compared.fold(std::cmp::Ordering::Equal, std::cmp::Ordering::then)
            });
            return true;
        }
        matches!(keys.as_slice(), [[.., Token::Word(it)]] if COUNTERS.contains(&it.as_str()))
    }

    /// As many rows as the query gives; nothing if it hangs on an order that is not known which.
    pub(super) fn first<T>(&self, mut rows: Vec<T>, in_order: bool) -> Option<Vec<T>> {
        if let Some(limit) = self.limit.filter(|it| *it < rows.len()) {
            in_order.then_some(())?;
            rows.truncate(limit);
        }
        Some(rows)
    }
}

/// The column that rows are sorted by, and whether backwards; nothing for what is no name.
fn key(table: &CatalogTable, tokens: &[Token]) -> Option<(usize, bool)> {
    let (column, is_down) = match tokens {
        [column @ .., down] if is_word(down, "desc") => (column, true),
        [column @ .., up] if is_word(up, "asc") => (column, false),
        column => (column, false),
    };
    let ([Token::Word(name)] | [_, Token::Mark('.'), Token::Word(name)]) = column else {
        return None;
    };
    let at = table.columns.iter().position(|it| it == name)?;
    let is_name = matches!(table.roles.get(at)?, Role::Name | Role::Schema | Role::Table);
    is_name.then_some((at, is_down))
}
