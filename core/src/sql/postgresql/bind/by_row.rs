//! Clauses that are computed row by row: what makes one value of many rows, or rows of one, has no
//! place there.

use squawk_syntax::ast::{self, AstNode, SelectVariant};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::super::functions::{self, Gives};
use super::expression::called;
use super::grouping::column;
use super::{Binder, problem};
use crate::name::Name;

/// A clause in which each row counts alone.
#[derive(Clone, Copy)]
pub(super) struct ByRow {
    /// What it is, in front of a verb.
    pub(super) what: &'static str,
    /// Whether queries may stand within it.
    pub(super) asks: bool,
}

/// A clause that may ask queries.
pub(super) const fn asking(what: &'static str) -> ByRow {
    ByRow { what, asks: true }
}

/// A clause that knows nothing but its row.
pub(super) const fn alone(what: &'static str) -> ByRow {
    ByRow { what, asks: false }
}

impl Binder<'_> {
    /// Says what stands in a clause that has no place in it. Whether all may stand there.
    pub(super) fn by_row(&mut self, node: &SyntaxNode, clause: ByRow) -> bool {
        let what = clause.what;
        let is_query = |it: &SyntaxNode| SelectVariant::can_cast(it.kind());
        if !clause.asks && node.descendants().any(|it| is_query(&it)) {
            self.problem(node, problem::query_not_allowed(what));
            return false;
        }
        // An aggregate in an inner query may be one of the outer query's.
        let is_inner = node.ancestors().filter(is_query).nth(1).is_some();
        let own = node.descendants().filter(|it| {
            let mut between = it.ancestors().take_while(|it| it != node);
            !between.any(|it| is_query(&it))
        });
        for call in own.filter_map(ast::CallExpr::cast) {
            let found = match self.gives(&call) {
                Gives::OfRows if !is_inner => problem::aggregate(what),
                Gives::OfWindow => problem::window(what),
                Gives::Rows => problem::rows(what),
                Gives::OfRows | Gives::Value => continue,
            };
            self.problem(call.syntax(), found);
            return false;
        }
        true
    }

    /// An aggregate function takes no other, and no window; its filter is a clause of its own.
    pub(super) fn aggregate(&mut self, call: &ast::CallExpr) {
        if let Some(filter) = call.filter_clause() {
            self.by_row(filter.syntax(), asking("`FILTER`"));
        }
        if self.gives(call) != Gives::OfRows {
            return;
        }
        let Some(args) = call.arg_list() else { return };
        for inner in args.syntax().descendants().filter_map(ast::CallExpr::cast) {
            let mut between = inner.syntax().ancestors().take_while(|it| it != args.syntax());
            let is_inner = between.any(|it| SelectVariant::can_cast(it.kind()));
            let what = match self.gives(&inner) {
                Gives::OfRows if !is_inner => "another",
                Gives::OfWindow if !is_inner => "what a window function gives",
                _ => continue,
            };
            return self.problem(inner.syntax(), problem::aggregate_of(what));
        }
        if let Some(column) = strange_order(&args) {
            self.problem(args.syntax(), problem::order_of_distinct_values(&column));
        }
    }

    /// What a call gives.
    pub(super) fn gives(&self, call: &ast::CallExpr) -> Gives {
        let has = |kind| call.syntax().children().any(|it| it.kind() == kind);
        if has(SyntaxKind::OVER_CLAUSE) {
            return Gives::OfWindow;
        }
        // `rank(1) WITHIN GROUP (ORDER BY a)`
        if has(SyntaxKind::WITHIN_CLAUSE) {
            return Gives::OfRows;
        }
        call.expr().as_ref().and_then(called).map_or(Gives::Value, |it| self.given_by(&it))
    }

    /// What a function of this name gives.
    fn given_by(&self, name: &Name) -> Gives {
        let key = name.key();
        let own = self.catalog.functions.values().filter(|it| it.key.name.key() == key);
        let mut given = own.map(|it| match it.kind.as_str() {
            "AGGREGATE" => Gives::OfRows,
            _ if it.shape.gives_rows() => Gives::Rows,
            _ => Gives::Value,
        });
        match given.next() {
            Some(first) if given.all(|it| it == first) => first,
            Some(_) => Gives::Value,
            None => functions::gives(&key.name),
        }
    }
}

/// The column by which different values are ordered, though it is none of them:
/// `array_agg(DISTINCT a ORDER BY b)`.
fn strange_order(args: &ast::ArgList) -> Option<String> {
    if !matches!(args.all_or_distinct()?, ast::AllOrDistinct::Distinct(_)) {
        return None;
    }
    let given: Vec<String> = args.args().filter_map(|it| column(&it.expr()?)).collect();
    let order = args.args().find_map(|it| it.order_by_clause())?.sort_by_list()?;
    let mut columns = order.sort_bys().filter_map(|it| column(&it.expr()?));
    columns.find(|it| !given.contains(it))
}
