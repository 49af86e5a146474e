//! Partitions: what a table is parted by, and what its parts are said to hold.

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode};

use super::super::syntax::ident;
use super::grouping::outermost;
use super::scope::{SYSTEM_COLUMNS, Scope};
use super::table::{columns_read, stands_alone, stands_bare};
use super::{Binder, problem};
use crate::catalog::Column;

impl Binder<'_> {
    /// What a table is parted by is made of its columns, and stays as it is.
    pub(super) fn partition_key(
        &mut self,
        stmt: &ast::CreateTable,
        columns: &[Column],
        scope: &Scope<'_>,
    ) {
        const KEY: &str = "a partition key";
        let items = stmt.partition_by().and_then(|it| it.partition_item_list());
        for item in items.into_iter().flat_map(|it| it.partition_items()) {
            let Some(expr) = item.expr() else { continue };
            let read = columns_read(expr.syntax());
            let is_generated = |it: &String| {
                columns.iter().any(|column| column.name == *it && column.generated.is_some())
            };
            let why = if read.iter().any(is_generated) {
                Some("a partition key cannot be made of a generated column")
            } else if read.iter().any(|it| SYSTEM_COLUMNS.contains(&&**it)) {
                Some("a partition key cannot be made of a system column")
            } else {
                None
            };
            if let Some(why) = why {
                self.problem(expr.syntax(), problem::partition_key(why));
            } else if stands_bare(&expr) {
                let text = expr.syntax().text().to_string();
                self.problem(expr.syntax(), problem::bare_expression(text.trim()));
            } else if !stands_alone(&expr) {
                self.row_by_row(&expr, KEY, scope);
                self.immutable(expr.syntax(), KEY, scope);
            }
        }
    }

    /// What bounds a partition is computed once, without a row.
    pub(super) fn bounds(&mut self, node: &SyntaxNode) {
        for bound in node.descendants().filter_map(ast::PartitionType::cast) {
            for value in outermost(bound.syntax()).filter(|it| !is_limit(it)) {
                self.without_row(&value, "a bound");
            }
        }
    }
}

/// Whether it is the word for what is before or behind all values.
fn is_limit(expr: &ast::Expr) -> bool {
    matches!(expr, ast::Expr::NameRef(it) if ["minvalue", "maxvalue"].contains(&&*ident(it)))
}
