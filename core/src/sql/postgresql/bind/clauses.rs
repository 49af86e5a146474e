//! Clauses of a query: what may stand in each of them.

use std::collections::BTreeSet;

use squawk_syntax::ast::{self, AstNode, SelectVariant};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::super::functions::{self, Gives};
use super::super::syntax::ident;
use super::by_row::asking;
use super::expression::called;
use super::grouping::column;
use super::scope::{Found, Output, Scope};
use super::{Binder, problem};
use crate::catalog::{SqlType, mentions};

impl Binder<'_> {
    /// Says what stands in a clause that takes no such thing.
    pub(super) fn clauses(&mut self, select: &SyntaxNode, scope: &Scope<'_>) {
        self.sources_once(select, scope);
        for clause in select.children() {
            match clause.kind() {
                SyntaxKind::WHERE_CLAUSE => {
                    self.by_row(&clause, asking("`WHERE`"));
                }
                SyntaxKind::SELECT_CLAUSE => self.windows(&clause, select),
                SyntaxKind::LIMIT_CLAUSE | SyntaxKind::OFFSET_CLAUSE => {
                    self.without_columns(&clause, scope);
                    if let Some(count) = clause.children().find_map(ast::Expr::cast) {
                        self.text_of(&count, &SqlType::new("bigint"));
                    }
                }
                _ => {}
            }
        }
    }

    /// A window that is named is one of the query's.
    fn windows(&mut self, clause: &SyntaxNode, select: &SyntaxNode) {
        let windows = select.children().find_map(ast::WindowClause::cast);
        let windows = windows.into_iter().flat_map(|it| it.window_defs());
        let known: Vec<String> = windows.filter_map(|it| Some(ident(&it.window()?))).collect();
        let is_own = |it: &ast::WindowRef| {
            let mut above = it.syntax().ancestors().take_while(|it| it != clause);
            !above.any(|it| SelectVariant::can_cast(it.kind()))
        };
        let named = clause.descendants().filter_map(ast::WindowRef::cast).filter(is_own);
        for window in named.filter(|it| !known.contains(&ident(it))) {
            self.problem(window.syntax(), problem::unknown_window(&ident(&window)));
        }
    }

    /// Two sources of one name need aliases.
    pub(super) fn sources_once(&mut self, select: &SyntaxNode, scope: &Scope<'_>) {
        for (at, source) in scope.sources.iter().enumerate() {
            let same = |other: &&super::scope::Source| {
                other.name == source.name && other.relation == source.relation
            };
            if !source.name.is_empty() && scope.sources.iter().take(at).any(|it| same(&it)) {
                self.problem(select, problem::source_twice(&source.name));
            }
        }
    }

    /// How many rows are given hangs on none of them.
    fn without_columns(&mut self, clause: &SyntaxNode, scope: &Scope<'_>) {
        let mut names = clause.descendants().filter_map(ast::NameRef::cast);
        let of_row = |name: &ast::NameRef| {
            let column = ident(name);
            scope.sources.iter().any(|it| matches!(it.column(&column), Found::Column(..)))
        };
        if let Some(name) = names.find(of_row) {
            self.problem(name.syntax(), problem::column_in_limit(&ident(&name)));
        }
    }

    /// Where rows that are the same are given once, they are ordered by what is given.
    pub(super) fn distinct_order(
        &mut self,
        select: &SyntaxNode,
        outputs: &[Output],
        scope: &Scope<'_>,
    ) {
        let order = select.children().find_map(ast::OrderByClause::cast);
        let order = order.filter(|_| !is_part(select));
        let order = order.and_then(|it| it.sort_by_list());
        let clause = select.children().find_map(ast::SelectClause::cast);
        let (Some(order), Some(clause)) = (order, clause) else { return };
        let Some(ast::SelectQuantifier::DistinctClause(distinct)) = clause.select_quantifier()
        else {
            return;
        };
        let targets = clause.target_list().into_iter().flat_map(|it| it.targets());
        let targets: Vec<ast::Target> = targets.collect();
        let order = order.sort_bys().filter_map(|it| it.expr());
        let lost = match distinct.distinct_on() {
            Some(on) => lost_by_keys(&on, order, &targets, scope),
            None => order.filter_map(|it| column_of_row(&it, scope)).find(|name| {
                let shows = |it: &&ast::Target| !it.expr().is_some_and(|it| is_computed(&it));
                let mut texts =
                    targets.iter().filter(shows).map(|it| it.syntax().text().to_string());
                !outputs.iter().any(|it| it.name == *name) && !texts.any(|it| mentions(&it, name))
            }),
        };
        if let Some(column) = lost {
            self.problem(select, problem::order_of_distinct(&column));
        }
    }

    /// A function that looks at a window needs one.
    pub(super) fn window_function(&mut self, call: &ast::CallExpr) {
        let Some(name) = call.expr().as_ref().and_then(called) else { return };
        let has_window = call
            .syntax()
            .children()
            .any(|it| [SyntaxKind::OVER_CLAUSE, SyntaxKind::WITHIN_CLAUSE].contains(&it.kind()));
        let is_own = self.catalog.functions.keys().any(|it| it.name.name == name.name);
        let needs_window = functions::gives(&name.name) == Gives::OfWindow;
        if needs_window && !has_window && !is_own {
            let why = format!("`{name}` looks at a window, and there is no `OVER` behind it");
            self.problem(call.syntax(), problem::of_another_kind(why));
        }
    }

    /// A query that stands for one value has one column.
    pub(super) fn one_column_beside(&mut self, left: &ast::Expr, right: &ast::Expr) {
        let is_row = matches!(left, ast::Expr::TupleExpr(_));
        let ast::Expr::ParenExpr(inner) = right else { return };
        let query = inner.syntax().children().find_map(SelectVariant::cast);
        if let Some(SelectVariant::Select(select)) = query.filter(|_| !is_row) {
            let clause = select.syntax().children().find_map(ast::SelectClause::cast);
            let targets: Vec<ast::Target> = clause
                .and_then(|it| it.target_list())
                .into_iter()
                .flat_map(|it| it.targets())
                .collect();
            let is_star =
                |it: &ast::Target| it.syntax().text().to_string().trim_end().ends_with('*');
            if targets.len() > 1 && !targets.iter().any(is_star) {
                self.problem(select.syntax(), problem::uneven(1, targets.len()));
            }
        }
    }
}

/// Whether an expression surely is no column itself.
fn is_computed(expr: &ast::Expr) -> bool {
    matches!(expr, ast::Expr::BinExpr(_) | ast::Expr::CallExpr(_))
}

/// The column that an expression is, if it is one of the sources' own.
fn column_of_row(expr: &ast::Expr, scope: &Scope<'_>) -> Option<String> {
    let name = column(expr)?;
    let mut found = scope.sources.iter().map(|it| it.column(&name));
    found.any(|it| matches!(it, Found::Column(..))).then_some(name)
}

/// The column by which rows are ordered before all by which `DISTINCT ON` keeps one of each.
fn lost_by_keys(
    on: &ast::DistinctOn,
    order: impl Iterator<Item = ast::Expr>,
    targets: &[ast::Target],
    scope: &Scope<'_>,
) -> Option<String> {
    let keys = on.exprs().map(|it| column_of_row(&it, scope)).collect::<Option<Vec<_>>>()?;
    let names = targets.iter().filter_map(|it| it.as_name()?.name());
    let aliases: Vec<String> = names.map(|it| ident(&it)).collect();
    if keys.is_empty() || keys.iter().any(|it| aliases.contains(it)) {
        return None;
    }
    let mut seen = BTreeSet::new();
    for expr in order {
        let column = column_of_row(&expr, scope).filter(|it| !aliases.contains(it))?;
        if !keys.contains(&column) {
            return Some(column).filter(|_| keys.iter().any(|it| !seen.contains(it)));
        }
        seen.insert(column);
    }
    None
}

/// Whether a query is one of several that `UNION` joins: what is behind it orders them all.
pub(super) fn is_part(select: &SyntaxNode) -> bool {
    select.parent().is_some_and(|it| ast::CompoundSelect::can_cast(it.kind()))
}
