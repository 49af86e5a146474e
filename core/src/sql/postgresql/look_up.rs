//! Looks up what the statements of a block name in the schema that they run over.

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode};

use super::super::lowered::Lowered;
use super::known::Known;
use super::{bind, variable};
use crate::diagnostic::code;
use crate::op::Operation;

/// Tells a view or table of a query its columns, and says what a statement names in vain.
pub(super) fn statement(stmt: &ast::Stmt, node: &SyntaxNode, known: &Known, out: &mut Lowered) {
    let Some(catalog) = known.catalog() else { return };
    let makes = matches!(
        stmt,
        ast::Stmt::CreateView(_)
            | ast::Stmt::CreateMaterializedView(_)
            | ast::Stmt::CreateTableAs(_)
    );
    if !makes && sets_variables(stmt) {
        return tables(stmt.syntax(), known, out);
    }
    if !makes && !known.looks_up() {
        return;
    }
    let bound = bind::in_block(stmt, catalog, &variable::all(node), &mut out.operations);
    out.refused.extend(bound.problems);
    let is_known = |it: &Operation| match it {
        Operation::CreateTable(it) => it.table.columns.iter().all(|it| !it.ty.is_unknown()),
        _ => true,
    };
    if bound.missing.is_empty() && out.operations.iter().all(is_known) {
        out.problems.retain(|(_, it)| it.code != code::UNKNOWN_COLUMNS);
    }
    if known.looks_up() {
        out.missing.extend(bound.missing);
    }
}

/// Says which tables the queries in a node read in vain. Their columns may be those of variables.
pub(super) fn tables(node: &SyntaxNode, known: &Known, out: &mut Lowered) {
    if let Some(catalog) = known.catalog().filter(|_| known.looks_up()) {
        out.missing.extend(bind::missing_tables(node, catalog));
    }
}

/// Whether a statement may be one that sets variables, or runs others.
fn sets_variables(stmt: &ast::Stmt) -> bool {
    ast::SelectVariant::can_cast(stmt.syntax().kind())
        || matches!(stmt, ast::Stmt::Merge(_) | ast::Stmt::Call(_) | ast::Stmt::Do(_))
}
