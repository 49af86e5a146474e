//! Queries that group: each column that is shown must be grouped by, or told by what is.

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::super::functions::{self, Gives};
use super::super::syntax::ident;
use super::expression::{called, field_name};
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
        let targets = clause.descendants().filter_map(ast::Target::cast);
        let own = targets.filter(|it| it.syntax().ancestors().nth(2).as_ref() == Some(&clause));
        for target in own.collect::<Vec<_>>() {
            let Some(shown) = target.expr().as_ref().and_then(Shown::of) else { continue };
            let alias = target.as_name().and_then(|it| it.name()).map(|it| ident(&it));
            let is_alias = |it: &Shown| it.of.is_none() && alias.as_ref() == Some(&it.column);
            if grouped.iter().any(|it| it.may_be(&shown) || is_alias(it)) {
                continue;
            }
            let Some((source, relation)) = source_of(&shown, scope) else { continue };
            let key = self.catalog.table(&relation).map(|it| it.primary_key()).unwrap_or_default();
            let is_told = !key.is_empty()
                && key.iter().all(|it| {
                    let of_key = Shown { of: Some(source.to_owned()), column: it.clone() };
                    grouped.iter().any(|it| it.may_be(&of_key))
                });
            if is_told {
                self.grouped.insert(relation);
            } else if self.catalog.table(&relation).is_some() {
                self.problem(target.syntax(), problem::not_grouped(&shown.column));
            }
        }
    }
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
    outermost(clause).map(|it| Shown::of(&it)).collect()
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
