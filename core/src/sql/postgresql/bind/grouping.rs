//! Queries that group: each column that is shown must be grouped by, or told by what is.

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::syntax::ident;
use super::expression::{called, field_name};
use super::scope::{Found, Scope};
use super::{Binder, problem};

/// Functions that make one value of many rows.
pub(super) const AGGREGATES: &[&str] = &[
    "array_agg",
    "avg",
    "bool_and",
    "bool_or",
    "count",
    "every",
    "json_agg",
    "json_object_agg",
    "jsonb_agg",
    "jsonb_object_agg",
    "max",
    "min",
    "string_agg",
    "sum",
];

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
            let Some(column) = target.expr().as_ref().and_then(column) else { continue };
            let alias = target.as_name().and_then(|it| it.name()).map(|it| ident(&it));
            let is_named =
                grouped.contains(&column) || alias.is_some_and(|it| grouped.contains(&it));
            let found = scope.sources.iter().map(|it| it.column(&column));
            let relation = found.into_iter().find_map(|it| match it {
                Found::Column(relation, _) => relation,
                _ => None,
            });
            let Some(relation) = relation.filter(|_| !is_named) else { continue };
            let key = self.catalog.table(&relation).map(|it| it.primary_key()).unwrap_or_default();
            let is_told = !key.is_empty() && key.iter().all(|it| grouped.contains(it));
            if is_told {
                self.grouped.insert(relation);
            } else if self.catalog.table(&relation).is_some() {
                self.problem(target.syntax(), problem::not_grouped(&column));
            }
        }
    }
}

/// The columns that a query groups by; nothing if it groups by anything else.
fn columns_of(clause: &SyntaxNode) -> Option<Vec<String>> {
    let text = clause.text().to_string().to_lowercase();
    if ["rollup", "cube", "sets", " all", "distinct"].iter().any(|it| text.contains(it)) {
        return None;
    }
    let expressions = clause.descendants().filter_map(ast::Expr::cast);
    let outermost = expressions.filter(|it| {
        let mut above = it.syntax().ancestors().skip(1).take_while(|it| it != clause);
        !above.any(|it| ast::Expr::can_cast(it.kind()))
    });
    outermost.map(|it| column(&it)).collect()
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
    !is_inner && !over && AGGREGATES.contains(&&*name)
}
