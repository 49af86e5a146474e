//! What must be true or false: where a query filters, what `AND` and `NOT` join, what `CASE` asks.

use squawk_syntax::ast::{self, AstNode, BinOp, PrefixOp};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::infer::is_untold;
use super::scope::Scope;
use super::{Binder, problem};
use crate::catalog::SqlType;

impl Binder<'_> {
    /// Says if a condition in this node, not in those within it, is none.
    pub(super) fn conditions(&mut self, node: &SyntaxNode, scope: &Scope<'_>) {
        for condition in conditions_of(node) {
            self.condition(&condition, scope);
        }
    }

    /// Says if a value of `CASE value WHEN …` cannot be compared with it.
    pub(super) fn cases(&mut self, case: &ast::CaseExpr, scope: &Scope<'_>) {
        let Some(value) = case.expr() else { return };
        let (ty, kind) = (self.type_of(&value, scope), self.kind_of(&value, scope));
        let clauses = case.when_clause_list().into_iter().flat_map(|it| it.when_clauses());
        let asked = clauses.filter_map(|it| it.syntax().children().find_map(ast::Expr::cast));
        for asked in asked.collect::<Vec<_>>() {
            match &ty {
                Some(ty) if is_untold(&asked) => self.text_of(&asked, ty),
                _ => {
                    let other = self.kind_of(&asked, scope);
                    if other.zip(kind.as_ref()).is_some_and(|(one, other)| one != *other) {
                        let text = asked.syntax().text().to_string();
                        self.problem(asked.syntax(), problem::unknown_operator(text.trim()));
                    }
                }
            }
        }
    }

    /// Says if a condition is none.
    pub(super) fn condition(&mut self, expr: &ast::Expr, scope: &Scope<'_>) {
        let array = || self.type_of(expr, scope).filter(SqlType::is_array);
        let other = self.kind_of(expr, scope).filter(|it| it != "boolean");
        if let Some(ty) = other.or_else(|| Some(array()?.canonical())) {
            self.problem(expr.syntax(), problem::not_a_condition(&ty));
        }
    }
}

fn conditions_of(node: &SyntaxNode) -> Vec<ast::Expr> {
    let mut exprs = node.children().filter_map(ast::Expr::cast);
    match node.kind() {
        SyntaxKind::WHERE_CLAUSE
        | SyntaxKind::HAVING_CLAUSE
        | SyntaxKind::FILTER_CLAUSE
        | SyntaxKind::MERGE_CONDITION
        | SyntaxKind::ON_CLAUSE => exprs.next().into_iter().collect(),
        SyntaxKind::WHEN_CLAUSE if asks_by_itself(node) => exprs.next().into_iter().collect(),
        SyntaxKind::BIN_EXPR => match ast::BinExpr::cast(node.clone()).and_then(|it| it.op()) {
            Some(BinOp::And(_) | BinOp::Or(_)) => exprs.collect(),
            _ => Vec::new(),
        },
        SyntaxKind::PREFIX_EXPR => {
            match ast::PrefixExpr::cast(node.clone()).and_then(|it| it.op()) {
                Some(PrefixOp::Not(_)) => exprs.collect(),
                _ => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

/// Whether a `WHEN` is that of `CASE WHEN …`, which is compared with nothing.
fn asks_by_itself(when: &SyntaxNode) -> bool {
    let case = when.ancestors().find_map(ast::CaseExpr::cast);
    case.is_some_and(|it| it.expr().is_none())
}
