//! Expressions that the parser takes apart in another place than the server does.
//!
//! `BETWEEN` and the tests behind a value, like `ISNULL`, bind more loosely than operators that
//! compute, and more tightly than those that compare. The parser gives them the one word before
//! them, and gives `BETWEEN` all behind its `AND`: `a + b BETWEEN 1 AND 2 OR c` becomes
//! `a + (b BETWEEN 1 AND (2 OR c))`. What such an expression is nobody can tell from the tree.

use squawk_syntax::ast::{self, AstNode, BinOp};
use squawk_syntax::{SyntaxKind, SyntaxNode};

/// Whether an expression of the tree is none of the statement.
pub(super) fn is_torn(expr: &ast::Expr) -> bool {
    let node = expr.syntax();
    loses_its_test(node) || ends_in_test_of_more(node) || stands_behind_and(node)
}

/// `a::int BETWEEN 1 AND 2`: the parser puts the test beside the value.
fn loses_its_test(node: &SyntaxNode) -> bool {
    let mut next = node.next_sibling();
    while let Some(it) = next {
        if is_test(&it) {
            return it.children().filter_map(ast::Expr::cast).count() < 3;
        }
        next = it.first_child().filter(|_| it.kind() == SyntaxKind::BIN_EXPR);
    }
    false
}

/// `a + b BETWEEN 1 AND 2`: an operand's test is one of the whole.
fn ends_in_test_of_more(node: &SyntaxNode) -> bool {
    let is_inner = is_test(node) && node.parent().is_some_and(|it| is_operand(node, &it));
    is_inner
        || computes(node) && last(node).is_some_and(|it| is_test(&it) || ends_in_test_of_more(&it))
}

/// `a BETWEEN 1 AND 2 OR c`: what stands behind `AND` is the bound only up to what compares.
fn stands_behind_and(node: &SyntaxNode) -> bool {
    let mut node = node.clone();
    while let Some(parent) = node.parent() {
        match parent.kind() {
            SyntaxKind::BETWEEN_EXPR => {
                let is_bound = last(&parent).as_ref() == Some(&node);
                return is_bound && node.kind() == SyntaxKind::BIN_EXPR && !computes(&node);
            }
            SyntaxKind::BIN_EXPR => node = parent,
            _ => return false,
        }
    }
    false
}

/// Whether a node is what the one above it computes with, at its end.
fn is_operand(node: &SyntaxNode, parent: &SyntaxNode) -> bool {
    computes(parent) && last(parent).as_ref() == Some(node)
}

fn last(node: &SyntaxNode) -> Option<SyntaxNode> {
    node.children().filter(|it| ast::Expr::can_cast(it.kind())).last()
}

fn is_test(node: &SyntaxNode) -> bool {
    matches!(node.kind(), SyntaxKind::BETWEEN_EXPR | SyntaxKind::POSTFIX_EXPR)
}

/// Whether an operator binds more tightly than those that compare.
fn computes(node: &SyntaxNode) -> bool {
    match ast::BinExpr::cast(node.clone()).map(|it| it.op()) {
        Some(op) => op.is_some_and(|it| {
            matches!(
                it,
                BinOp::AtTimeZone(_)
                    | BinOp::Caret(_)
                    | BinOp::CustomOp(_)
                    | BinOp::Minus(_)
                    | BinOp::OperatorCall(_)
                    | BinOp::Percent(_)
                    | BinOp::Plus(_)
                    | BinOp::Slash(_)
                    | BinOp::Star(_)
            )
        }),
        None => {
            let op = ast::PrefixExpr::cast(node.clone()).and_then(|it| it.op());
            op.is_some_and(|it| !matches!(it, ast::PrefixOp::Not(_)))
        }
    }
}
