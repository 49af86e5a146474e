//! Queries that group: each column that is shown must be grouped by, or told by what is.

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::super::functions::{self, Gives};
use super::super::syntax::ident;
use super::clauses::is_part;
use super::expression::{NAMES_NO_COLUMN, called, field_name};
use super::scope::{Found, Scope, Source};
use super::{Binder, problem};
use crate::name::Name;

impl Binder<'_> {
    /// Says which plain column of a grouping query is not grouped by.
    pub(super) fn grouping(&mut self, select: &SyntaxNode, scope: &Scope<'_>) {
        let child = |kind: SyntaxKind| select.children().find(|it| it.kind() == kind);
        let Some(clause) = child(SyntaxKind::SELECT_CLAUSE) else { return };
        let groups = child(SyntaxKind::GROUP_BY_CLAUSE);
        let Some(grouped) = groups.as_ref().map_or(Some(Vec::new()), columns_of) else { return };
        let is_grouping = groups.is_some()
            || child(SyntaxKind::HAVING_CLAUSE).is_some()
            || clause.descendants().any(|it| is_aggregate(&it, &clause));
        if !is_grouping {
            return;
        }
        let groups = Groups { by: grouped, scope };
        let targets = clause.descendants().filter_map(ast::Target::cast);
        let own = targets.filter(|it| it.syntax().ancestors().nth(2).as_ref() == Some(&clause));
        let own: Vec<ast::Target> = own.collect();
        let aliases: Vec<String> = own.iter().filter_map(alias).collect();
        for target in &own {
            if !alias(target).is_some_and(|it| groups.has_alias(&it)) {
                self.grouped_within(target.syntax(), &groups);
            }
        }
        // What is grouped by under another name may stand there in full.
        if aliases.iter().any(|it| groups.has_alias(it)) {
            return;
        }
        if let Some(condition) = child(SyntaxKind::HAVING_CLAUSE) {
            self.grouped_within(&condition, &groups);
        }
        let order = child(SyntaxKind::ORDER_BY_CLAUSE);
        let order = order.filter(|_| !is_part(select)).and_then(ast::OrderByClause::cast);
        let order = order.and_then(|it| it.sort_by_list()).into_iter();
        for expr in order.flat_map(|it| it.sort_bys()).filter_map(|it| it.expr()) {
            if !column(&expr).is_some_and(|it| aliases.contains(&it)) {
                self.grouped_within(expr.syntax(), &groups);
            }
        }
    }

    /// Says which column in a node is neither grouped by nor within an aggregate function.
    fn grouped_within(&mut self, node: &SyntaxNode, groups: &Groups<'_>) {
        let mut shown = Vec::new();
        self.bare(node, &mut shown);
        for (it, place) in shown {
            if !groups.by.iter().any(|by| by.may_be(&it)) {
                self.told(&it, &place, groups);
            }
        }
    }

    /// A column that is not grouped by must be told by a key that is.
    fn told(&mut self, shown: &Shown, place: &SyntaxNode, groups: &Groups<'_>) {
        let Some((source, relation)) = source_of(shown, groups.scope) else { return };
        let Some(table) = self.catalog.table(&relation) else { return };
        let key = table.primary_key();
        let is_told = !key.is_empty()
            && key.iter().all(|it| {
                let of_key = Shown { of: Some(source.to_owned()), column: it.clone() };
                groups.by.iter().any(|it| it.may_be(&of_key))
            });
        if is_told {
            self.grouped.insert(relation);
        } else {
            self.problem(place, problem::not_grouped(&shown.column));
        }
    }

    /// The columns in a node that no aggregate function and no inner query has.
    fn bare(&self, node: &SyntaxNode, found: &mut Vec<(Shown, SyntaxNode)>) {
        if ast::SelectVariant::can_cast(node.kind()) || NAMES_NO_COLUMN.contains(&node.kind()) {
            return;
        }
        let expr = ast::Expr::cast(node.clone());
        if let Some(shown) = expr.as_ref().and_then(Shown::of) {
            return found.push((shown, node.clone()));
        }
        let call = ast::CallExpr::cast(node.clone());
        if call.as_ref().is_some_and(|it| self.gives(it) == Gives::OfRows) {
            return;
        }
        let callee = call.and_then(|it| it.expr()).map(|it| it.syntax().clone());
        for child in node.children().filter(|it| Some(it) != callee.as_ref()) {
            self.bare(&child, found);
        }
    }
}

/// What a query groups by, and what it reads.
struct Groups<'s> {
    by: Vec<Shown>,
    scope: &'s Scope<'s>,
}

impl Groups<'_> {
    /// Whether rows are grouped by a result of this name.
    fn has_alias(&self, alias: &str) -> bool {
        self.by.iter().any(|it| it.of.is_none() && it.column == alias)
    }
}

/// The name that a query gives a result.
fn alias(target: &ast::Target) -> Option<String> {
    Some(ident(&target.as_name()?.name()?))
}

/// A column, with the source that it is said to be of.
struct Shown {
    of: Option<String>,
    column: String,
}

impl Shown {
    fn of(expr: &ast::Expr) -> Option<Self> {
        let of = match expr {
            ast::Expr::FieldExpr(it) => match it.base()? {
                ast::Expr::NameRef(it) => Some(ident(&it)),
                _ => None,
            },
            _ => None,
        };
        Some(Self { of, column: column(expr)? })
    }

    /// Whether both may be one column: where one says no source, it may be the other's.
    fn may_be(&self, other: &Self) -> bool {
        let same_source = self.of.is_none() || other.of.is_none() || self.of == other.of;
        self.column == other.column && same_source
    }
}

/// The source that a column is of, and the relation that this is.
fn source_of<'s>(shown: &Shown, scope: &'s Scope<'_>) -> Option<(&'s str, Name)> {
    let is_said = |it: &&Source| shown.of.as_ref().is_none_or(|of| *of == it.name);
    scope.sources.iter().filter(is_said).find_map(|source| match source.column(&shown.column) {
        Found::Column(relation, _) => Some((source.name.as_str(), relation?)),
        _ => None,
    })
}

/// The columns that a query groups by; nothing if it groups by anything else.
fn columns_of(clause: &SyntaxNode) -> Option<Vec<Shown>> {
    let text = clause.text().to_string().to_lowercase();
    if ["rollup", "cube", "sets", " all", "distinct"].iter().any(|it| text.contains(it)) {
        return None;
    }
    keys(clause).iter().map(Shown::of).collect()
}

/// What a clause groups or orders by: `GROUP BY (a, b)` is as `GROUP BY a, b`.
pub(super) fn keys(clause: &SyntaxNode) -> Vec<ast::Expr> {
    let is_grouping = clause.kind() == SyntaxKind::GROUP_BY_CLAUSE;
    let mut found = Vec::new();
    let mut left: Vec<ast::Expr> = outermost(clause).collect();
    while let Some(expr) = left.pop() {
        match &expr {
            ast::Expr::ParenExpr(it) if it.expr().is_some() => left.extend(it.expr()),
            ast::Expr::TupleExpr(it) if is_grouping && it.row_token().is_none() => {
                left.extend(it.exprs());
            }
            _ => found.push(expr),
        }
    }
    found
}

/// The expressions in a clause that are not parts of others.
pub(super) fn outermost(clause: &SyntaxNode) -> impl Iterator<Item = ast::Expr> {
    clause.descendants().filter_map(ast::Expr::cast).filter(move |it| {
        let mut above = it.syntax().ancestors().skip(1).take_while(|it| it != clause);
        !above.any(|it| ast::Expr::can_cast(it.kind()))
    })
}

/// The column that an expression is.
pub(super) fn column(expr: &ast::Expr) -> Option<String> {
    match expr {
        ast::Expr::NameRef(it) => Some(ident(it)),
        ast::Expr::FieldExpr(it) => match it.base()? {
            ast::Expr::NameRef(_) => field_name(it),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a node calls an aggregate function for the query of this clause itself.
pub(super) fn is_aggregate(node: &SyntaxNode, clause: &SyntaxNode) -> bool {
    let Some(call) = ast::CallExpr::cast(node.clone()) else { return false };
    let mut between = node.ancestors().skip(1).take_while(|it| it != clause);
    let is_inner = between.any(|it| ast::SelectVariant::can_cast(it.kind()));
    let over = node.children().any(|it| it.kind() == SyntaxKind::OVER_CLAUSE);
    let name = call.expr().as_ref().and_then(called).map(|it| it.name).unwrap_or_default();
    !is_inner && !over && functions::gives(&name) == Gives::OfRows
}
