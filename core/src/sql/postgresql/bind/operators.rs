//! Operators and conditions: whether the types that they stand between go together.

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode, BinOp};

use super::infer::{element_of, is_untold};
use super::scope::Scope;
use super::{Binder, problem};
use crate::catalog::{ConstraintKind, Expression, SqlType, Table, TypeKind, mentions};
use crate::op::Operation;

impl Binder<'_> {
    /// Says if no operator compares what stands on both sides.
    pub(super) fn pair(&mut self, pair: &ast::BinExpr, scope: &Scope<'_>) {
        let (Some(left), Some(right), Some(op)) = (pair.lhs(), pair.rhs(), pair.op()) else {
            return;
        };
        let of_right = elements(&right).map_or_else(
            || self.kind_of(&right, scope),
            |all| self.kind(&element_of(&self.type_of(&all, scope)?)?),
        );
        let types = (self.kind_of(&left, scope), of_right);
        let is_refused = match op {
            BinOp::In(_) | BinOp::NotIn(_) => false,
            BinOp::Plus(_) | BinOp::Minus(_) | BinOp::Star(_) | BinOp::Slash(_) => {
                let both = [types.0.as_deref(), types.1.as_deref()];
                let only = |it: &Option<&str>| matches!(it, Some("number" | "text" | "boolean"));
                both.iter().all(only) && both != [Some("number"), Some("number")]
            }
            op if compares(&op) => types.0.zip(types.1).is_some_and(|(one, other)| one != other),
            BinOp::Like(_) | BinOp::NotLike(_) | BinOp::Ilike(_) | BinOp::NotIlike(_) => {
                types.0.as_ref().is_some_and(|it| it != "text")
            }
            BinOp::CustomOp(it)
                if ["~", "~*", "!~", "!~*"].contains(&&*it.syntax().text().to_string()) =>
            {
                types.0.as_ref().is_some_and(|it| it != "text")
            }
            _ => false,
        };
        if is_refused {
            let text = pair.syntax().text().to_string();
            self.problem(pair.syntax(), problem::unknown_operator(text.trim()));
        }
    }

    /// Says if a text that is compared with a value is none of the value's type.
    pub(super) fn texts_beside(&mut self, pair: &ast::BinExpr, scope: &Scope<'_>) {
        let (Some(left), Some(right), Some(op)) = (pair.lhs(), pair.rhs(), pair.op()) else {
            return;
        };
        if !compares(&op) {
            return;
        }
        let listed = match &right {
            ast::Expr::TupleExpr(it) => it.exprs().collect(),
            ast::Expr::ParenExpr(it) => it.expr().into_iter().collect(),
            other => vec![other.clone()],
        };
        for (value, text) in listed.iter().flat_map(|it| [(&left, it), (it, &left)]) {
            if is_untold(text)
                && !is_untold(value)
                && let Some(ty) = self.type_of(value, scope)
            {
                self.text_of(text, &ty);
            }
        }
    }

    /// Says if a condition is none.
    pub(super) fn condition(&mut self, expr: &ast::Expr, scope: &Scope<'_>) {
        if let Some(ty) = self.kind_of(expr, scope)
            && ty != "boolean"
        {
            self.problem(expr.syntax(), problem::not_a_condition(&ty));
        }
    }

    /// Says if a generated column cannot hold what it is made of.
    pub(super) fn generated(&mut self, expr: &ast::Expr, ty: &SqlType, scope: &Scope<'_>) {
        let (Some(from), Some(to)) = (self.kind_of(expr, scope), self.kind(ty)) else { return };
        if from != to && to != "text" {
            self.problem(expr.syntax(), problem::generated_differs(&from, &ty.canonical()));
        }
    }

    /// The expressions of a table that read a column must still hold when its type changes.
    pub(super) fn with_types(
        &mut self,
        node: &SyntaxNode,
        table: &Table,
        operations: &[Operation],
    ) {
        let mut after = table.clone();
        let mut changed: Vec<&str> = Vec::new();
        for operation in operations {
            if let Operation::AlterColumn(alter) = operation
                && let Some(ty) = &alter.changes.ty
                && let Some(column) = after.column_mut(&alter.column)
            {
                column.ty = ty.clone();
                changed.push(&alter.column);
            }
        }
        let checks = table.constraints.iter().filter_map(|it| match &it.kind {
            ConstraintKind::Check(check) => Some(check.condition.as_str()),
            _ => None,
        });
        let predicates = table.indexes.iter().filter_map(|it| it.predicate.as_deref());
        let scope = super::table::scope_over(&after);
        let before = super::table::scope_over(table);
        for text in checks.chain(predicates) {
            if !changed.iter().any(|it| mentions(text, it)) {
                continue;
            }
            let text = in_full(text, table, &changed);
            let parse = squawk_syntax::SourceFile::parse(&format!("SELECT {text}"));
            let mut inner = Binder::new(self.catalog, self.session);
            for pair in parse.tree().syntax().descendants().filter_map(ast::BinExpr::cast) {
                inner.pair(&pair, &scope);
                if inner.was_read_as(&pair, &before) != inner.was_read_as(&pair, &scope) {
                    let text = pair.syntax().text().to_string();
                    inner.problem(pair.syntax(), problem::unknown_operator(text.trim()));
                }
            }
            if let Some((_, found)) = inner.bound.problems.into_iter().next() {
                self.problem(node, found);
            }
        }
    }

    /// The kind that a text beside an operator was read as, which it keeps.
    fn was_read_as(&self, pair: &ast::BinExpr, scope: &Scope<'_>) -> Option<String> {
        let (left, right) = (pair.lhs()?, pair.rhs()?);
        // Null is of no type: `a IS NULL`.
        let is_null = |it: &ast::Expr| it.syntax().text().to_string().eq_ignore_ascii_case("null");
        if is_null(&left) || is_null(&right) {
            return None;
        }
        match (is_untold(&left), is_untold(&right)) {
            (true, false) => self.kind_of(&right, scope),
            (false, true) => self.kind_of(&left, scope),
            _ => None,
        }
    }

    pub(super) fn kind_of(&self, expr: &ast::Expr, scope: &Scope<'_>) -> Option<String> {
        if is_untold(expr) {
            return None;
        }
        self.kind(&self.type_of(expr, scope)?)
    }

    /// The types that can be compared with each other have one kind; nothing if we cannot tell.
    pub(super) fn kind(&self, ty: &SqlType) -> Option<String> {
        let own = |it: &str| self.catalog.opaque.iter().any(|made| made.kind == it);
        if own("CREATE OPERATOR") || own("CREATE CAST") {
            return None;
        }
        if ty.spelling.contains('[') {
            return None;
        }
        if let Some(name) = &ty.named {
            return match &self.catalog.type_named(name)?.kind {
                TypeKind::Domain { base, .. } => self.kind(base),
                TypeKind::Enum(_) => Some(format!("enum {}", name.key())),
                TypeKind::Composite(_) | TypeKind::Other(_) => None,
            };
        }
        let canonical = ty.canonical();
        let bare = canonical.split('(').next().unwrap_or_default().trim_end();
        let kind = KINDS.iter().find(|(_, types)| types.contains(&bare));
        let with_zone = canonical.starts_with("timestamp").then_some("moment");
        kind.map(|(it, _)| *it).or(with_zone).map(str::to_owned)
    }
}

/// An expression of a table as the server writes it out, as far as columns that have no operators
/// of their own are concerned.
fn in_full(text: &str, table: &Table, columns: &[&str]) -> String {
    let is_varying = |it: &&&str| {
        table.column(it).is_some_and(|it| it.ty.canonical().starts_with("character varying"))
    };
    let varying = columns.iter().filter(is_varying);
    varying.fold(text.to_owned(), |text, it| Expression(&text).compared_as_text(it))
}

/// The array in `= ANY (array)`, if it is one whose type is told.
fn elements(expr: &ast::Expr) -> Option<ast::Expr> {
    let ast::Expr::CallExpr(call) = expr else { return None };
    let array = call.any_fn().and_then(|it| it.expr());
    let array = array.or_else(|| call.some_fn()?.expr()).or_else(|| call.all_fn()?.expr())?;
    let is_told =
        matches!(array, ast::Expr::NameRef(_) | ast::Expr::FieldExpr(_) | ast::Expr::CastExpr(_));
    is_told.then_some(array)
}

/// Whether an operator is one of equality or order.
fn compares(op: &BinOp) -> bool {
    matches!(
        op,
        BinOp::Eq(_)
            | BinOp::Neq(_)
            | BinOp::Neqb(_)
            | BinOp::LAngle(_)
            | BinOp::RAngle(_)
            | BinOp::Lteq(_)
            | BinOp::Gteq(_)
            | BinOp::In(_)
            | BinOp::NotIn(_)
            | BinOp::IsDistinctFrom(_)
            | BinOp::IsNotDistinctFrom(_)
    )
}

#[rustfmt::skip]
const KINDS: &[(&str, &[&str])] = &[
    ("number", &["smallint", "integer", "bigint", "numeric", "real", "double precision"]),
    ("text", &["text", "character varying", "character", "bpchar", "name"]),
    ("boolean", &["boolean"]),
    ("uuid", &["uuid"]),
    ("jsonb", &["jsonb"]),
    ("bytea", &["bytea"]),
    ("moment", &["date"]),
    ("interval", &["interval"]),
];
