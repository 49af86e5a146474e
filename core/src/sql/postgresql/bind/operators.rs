//! Operators and conditions: whether the types that they stand between go together.

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode, BinOp};

use super::infer::{element_of, is_untold};
use super::scope::Scope;
use super::torn::is_torn;
use super::{Binder, problem};
use crate::catalog::{ConstraintKind, Expression, SqlType, Table, TypeKind, mentions};
use crate::op::Operation;

impl Binder<'_> {
    /// Says if there is no operator between what stands on both sides.
    pub(super) fn pair(&mut self, pair: &ast::BinExpr, scope: &Scope<'_>) {
        let (Some(left), Some(right), Some(op)) = (pair.lhs(), pair.rhs(), pair.op()) else {
            return;
        };
        if let BinOp::Escape(word) = &op
            && !is_pattern(pair)
        {
            let place = word.text_range().into();
            self.bound.problems.push((place, problem::unexpected(word.text())));
            return;
        }
        let sides = [self.side(&left, scope), self.other_side(&right, scope)];
        let lists = matches!(op, BinOp::In(_) | BinOp::NotIn(_));
        let is_other = lists && self.has_other(&sides, &right, scope);
        if is_other || is_refused(&op, pair, &sides) {
            let text = pair.syntax().text().to_string();
            self.problem(pair.syntax(), problem::unknown_operator(text.trim()));
        }
    }

    /// Whether a list, `(1, 'a')`, has values of another kind than what is looked for.
    fn has_other(&self, sides: &[Option<Side>; 2], list: &ast::Expr, scope: &Scope<'_>) -> bool {
        let ([Some(left), _], ast::Expr::TupleExpr(list)) = (sides, list) else { return false };
        let mut kinds = list.exprs().filter_map(|it| self.side(&it, scope));
        kinds.any(|it| it.kind != left.kind)
    }

    /// Says if a value is not compared with what it should be between.
    pub(super) fn between(&mut self, between: &ast::BetweenExpr, scope: &Scope<'_>) {
        if between.end().is_none() || is_torn(&ast::Expr::BetweenExpr(between.clone())) {
            return;
        }
        let kinds = [between.target(), between.start(), between.end()]
            .map(|it| it.and_then(|it| self.side(&it, scope)).map(|it| it.kind));
        let [target, start, end] = kinds;
        let differs = |it: &Option<String>| it.is_some() && target.is_some() && *it != target;
        if differs(&start) || differs(&end) {
            let text = between.syntax().text().to_string();
            self.problem(between.syntax(), problem::unknown_operator(text.trim()));
        }
    }

    /// What stands beside an operator; nothing if we cannot tell.
    fn side(&self, expr: &ast::Expr, scope: &Scope<'_>) -> Option<Side> {
        if is_untold(expr) {
            return None;
        }
        let ty = self.type_of(expr, scope)?;
        let is_date = ty.named.is_none() && ty.canonical() == "date";
        let is_json = ty.named.is_none() && ty.canonical() == "json";
        let kind = match ty.is_array() {
            true => self.kind_of_array(),
            false if is_json && self.has_operators_of_server() => Some("json".to_owned()),
            false => self.kind(&ty),
        };
        Some(Side { kind: kind?, is_date })
    }

    /// Arrays are of one kind, unless an extension adds operators for them.
    fn kind_of_array(&self) -> Option<String> {
        let adds = self.catalog.extensions.contains_key("intarray")
            || self.catalog.has_unknown_extension();
        (!adds && self.has_operators_of_server()).then(|| "array".to_owned())
    }

    /// As [`Self::side`]; of `ANY (…)` and `ALL (…)`, what their array holds.
    fn other_side(&self, expr: &ast::Expr, scope: &Scope<'_>) -> Option<Side> {
        let Some(array) = elements(expr) else { return self.side(expr, scope) };
        let element = element_of(&self.type_of(&array, scope)?)?;
        Some(Side { kind: self.kind(&element)?, is_date: false })
    }

    /// Says if a text that is compared with a value is none of the value's type.
    pub(super) fn texts_beside(&mut self, pair: &ast::BinExpr, scope: &Scope<'_>) {
        let (Some(left), Some(right), Some(op)) = (pair.lhs(), pair.rhs(), pair.op()) else {
            return;
        };
        let computes = computes(&op);
        if !computes && !compares(&op) {
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
                && (!computes || self.kind(&ty).as_deref() == Some("number"))
            {
                self.text_of(text, &ty);
            }
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

    /// Whether no operator or cast was made that could stand between any types.
    pub(super) fn has_operators_of_server(&self) -> bool {
        let makes = |it: &str| matches!(it, "CREATE OPERATOR" | "CREATE CAST");
        !self.catalog.opaque.iter().any(|it| makes(&it.kind))
    }

    /// The types that can be compared with each other have one kind; nothing if we cannot tell.
    pub(super) fn kind(&self, ty: &SqlType) -> Option<String> {
        if ty.spelling.contains('[') || !self.has_operators_of_server() {
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

/// What is known of a value beside an operator.
struct Side {
    kind: String,
    is_date: bool,
}

/// Whether there is no such operator, as far as both sides are known.
fn is_refused(op: &BinOp, pair: &ast::BinExpr, sides: &[Option<Side>; 2]) -> bool {
    let [left, right] = sides.each_ref().map(|it| it.as_ref().map(|it| it.kind.as_str()));
    let is_no_text = |it: Option<&str>| it.is_some_and(|it| it != "text");
    match op {
        BinOp::Plus(_) => is_not_computed("+", sides),
        BinOp::Minus(_) => is_not_computed("-", sides),
        BinOp::Star(_) => is_not_computed("*", sides),
        BinOp::Slash(_) => is_not_computed("/", sides),
        BinOp::Like(_) | BinOp::NotLike(_) | BinOp::Ilike(_) | BinOp::NotIlike(_) => {
            let is_other = |it: Option<&str>| is_no_text(it) && it != Some("bytea");
            is_other(left) || is_other(right)
        }
        // The parser groups a row of these otherwise than the server.
        BinOp::CustomOp(_) if is_in_a_row(pair) => false,
        BinOp::CustomOp(it) => match it.syntax().text().to_string().as_str() {
            "~" | "~*" | "!~" | "!~*" => is_no_text(left) || is_no_text(right),
            "->" | "->>" | "#>" | "#>>" => left.is_some_and(|it| !["json", "jsonb"].contains(&it)),
            "||" => left.zip(right).is_some_and(|both| {
                let is_joined = |it: &str| ["text", "array"].contains(&it);
                both.0 != both.1 && !is_joined(both.0) && !is_joined(both.1)
                    || both == ("number", "number")
            }),
            _ => false,
        },
        // Nothing compares texts in which the same is written in many ways.
        op if compares(op) => {
            left.zip(right).is_some_and(|(one, other)| one != other || one == "json")
        }
        _ => false,
    }
}

/// Whether it is what something is held against, or the end of it: `LIKE 'a#_' || n ESCAPE '#'`.
fn is_pattern(escaped: &ast::BinExpr) -> bool {
    let around = escaped.syntax().ancestors().skip(1).map_while(ast::BinExpr::cast);
    let mut ops = around.filter_map(|it| it.op());
    let outer = ops.find(|it| !matches!(it, BinOp::CustomOp(_)));
    matches!(
        outer,
        Some(
            BinOp::Like(_)
                | BinOp::NotLike(_)
                | BinOp::Ilike(_)
                | BinOp::NotIlike(_)
                | BinOp::SimilarTo(_)
                | BinOp::NotSimilarTo(_)
        )
    )
}

/// Whether nothing computes such a value of two.
fn is_not_computed(op: &str, sides: &[Option<Side>; 2]) -> bool {
    let [Some(left), Some(right)] = sides else { return false };
    let of_date = |moment: &Side, number: &Side| {
        moment.kind == "moment" && number.kind == "number" && moment.is_date
    };
    let known = COMPUTED
        .iter()
        .any(|(it, one, other)| it.contains(&op) && left.kind == *one && right.kind == *other);
    let with_date = match op {
        "+" => of_date(left, right) || of_date(right, left),
        "-" => of_date(left, right),
        _ => false,
    };
    !known && !with_date
}

/// Whether other operators of symbols stand beside this one.
fn is_in_a_row(pair: &ast::BinExpr) -> bool {
    let is_symbol = |it: &SyntaxNode| {
        let op = ast::BinExpr::cast(it.clone()).and_then(|it| it.op());
        matches!(op, Some(BinOp::CustomOp(_) | BinOp::OperatorCall(_)))
    };
    pair.syntax().parent().is_some_and(|it| is_symbol(&it))
        || pair.syntax().children().any(|it| is_symbol(&it))
}

/// The array in `= ANY (array)`, if it is one whose type is told.
fn elements(expr: &ast::Expr) -> Option<ast::Expr> {
    let ast::Expr::CallExpr(call) = expr else { return None };
    let array = call.any_fn().and_then(|it| it.expr());
    let array = array.or_else(|| call.some_fn()?.expr()).or_else(|| call.all_fn()?.expr())?;
    let is_told = matches!(
        array,
        ast::Expr::NameRef(_)
            | ast::Expr::FieldExpr(_)
            | ast::Expr::CastExpr(_)
            | ast::Expr::ArrayExpr(_)
    );
    is_told.then_some(array)
}

/// Whether an operator is one of arithmetic, which takes two numbers of a type.
fn computes(op: &BinOp) -> bool {
    matches!(
        op,
        BinOp::Plus(_) | BinOp::Minus(_) | BinOp::Star(_) | BinOp::Slash(_) | BinOp::Percent(_)
    )
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

/// What the operators of arithmetic stand between, by kinds; days go with whole numbers, too.
#[rustfmt::skip]
const COMPUTED: &[(&[&str], &str, &str)] = &[
    (&["+", "-", "*", "/"], "number", "number"),
    (&["+", "-"], "moment", "interval"),
    (&["+"], "interval", "moment"),
    (&["-"], "moment", "moment"),
    (&["+", "-"], "interval", "interval"),
    (&["*", "/"], "interval", "number"),
    (&["*"], "number", "interval"),
    (&["-"], "jsonb", "text"),
    (&["-"], "jsonb", "number"),
    (&["-"], "jsonb", "array"),
];

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
