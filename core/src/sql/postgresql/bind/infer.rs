//! The types of expressions, as far as the schema and the words of a query tell them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use squawk_syntax::ast::{self, AstNode, BinOp, SelectVariant};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::syntax::{ident, line_of, range};
use super::super::types::sql_type;
use super::Binder;
use super::expression::{called, constant, field_name, literal};
use super::scope::{Found, Scope};
use super::torn::is_torn;
use crate::catalog::{Function, SqlType, TypeKind};
use crate::name::Name;

/// The types of the queries within expressions that were asked for, each looked at once: where one
/// stands within the other, each asks for all that are within it.
#[derive(Clone, Default)]
pub(super) struct QueryTypes(Rc<RefCell<BTreeMap<usize, Vec<Told>>>>);

/// A query, and the type that it gives, if we can tell.
type Told = (SyntaxNode, Option<SqlType>);

impl QueryTypes {
    fn of(&self, query: &SyntaxNode) -> Option<Option<SqlType>> {
        let known = self.0.borrow();
        let here = known.get(&range(query).start)?;
        here.iter().find(|(it, _)| it == query).map(|(_, ty)| ty.clone())
    }

    fn keep(&self, query: &SyntaxNode, ty: Option<SqlType>) {
        let mut known = self.0.borrow_mut();
        known.entry(range(query).start).or_default().push((query.clone(), ty));
    }
}

impl Binder<'_> {
    /// The type of a query's column. A text or null whose type nothing tells becomes `text`.
    pub(super) fn result_type(&self, expr: &ast::Expr, scope: &Scope<'_>) -> Option<SqlType> {
        let untold = is_untold(expr).then(|| SqlType::new("text"));
        self.type_of(expr, scope).or(untold)
    }

    /// The type of an expression; nothing if we cannot tell.
    pub(super) fn type_of(&self, expr: &ast::Expr, scope: &Scope<'_>) -> Option<SqlType> {
        if is_torn(expr) {
            return None;
        }
        match expr {
            ast::Expr::ParenExpr(it) => {
                match it.syntax().children().find_map(SelectVariant::cast) {
                    Some(query) => self.type_of_query(&query, scope),
                    None => self.type_of(&it.expr()?, scope),
                }
            }
            ast::Expr::CastExpr(it) => Some(sql_type(&it.ty()?)),
            ast::Expr::NameRef(it) => self.type_of_name(it, scope),
            ast::Expr::FieldExpr(it) => {
                // `t.a`, and `(t).a` of the row.
                let base = match it.base()? {
                    ast::Expr::ParenExpr(it) => it.expr()?,
                    base => base,
                };
                let ast::Expr::NameRef(source) = base else { return None };
                match scope.qualified(&ident(&source), &field_name(it)?)? {
                    Found::Column(_, ty) => ty,
                    _ => None,
                }
            }
            ast::Expr::CallExpr(it) => self.type_of_call(it, scope),
            ast::Expr::Literal(it) => literal(it).map(SqlType::new),
            ast::Expr::BinExpr(it) => self.type_of_pair(it, scope),
            ast::Expr::PrefixExpr(it) => {
                let is_not = line_of(it.syntax()).to_ascii_lowercase().starts_with("not");
                if is_not {
                    Some(SqlType::new("boolean"))
                } else {
                    Some(self.plain(&self.type_of(&it.expr()?, scope)?))
                }
            }
            ast::Expr::BetweenExpr(_) | ast::Expr::PostfixExpr(_) => Some(SqlType::new("boolean")),
            ast::Expr::CaseExpr(it) => {
                let common = self.common(&results_of(it), scope)?;
                // What is null where no branch holds takes part.
                Some(if it.else_clause().is_none() { self.plain(&common) } else { common })
            }
            ast::Expr::ArrayExpr(it) => {
                let element = match it.select_variant() {
                    Some(query) => self.type_of_query(&query, scope),
                    None => self.common(&it.exprs().collect::<Vec<_>>(), scope),
                };
                Some(array_of(&element?))
            }
            ast::Expr::IndexExpr(it) => {
                let (base, is_sliced) = subscripted(it.syntax())?;
                let ty = self.type_of(&base, scope)?;
                if is_sliced { Some(ty) } else { element_of(&ty) }
            }
            ast::Expr::Collate(it) => {
                let base = it.syntax().children().find_map(ast::Expr::cast)?;
                self.result_type(&base, scope)
            }
            ast::Expr::SliceExpr(it) => self.type_of(&subscripted(it.syntax())?.0, scope),
            ast::Expr::TupleExpr(_) => None,
        }
    }

    fn type_of_name(&self, name: &ast::NameRef, scope: &Scope<'_>) -> Option<SqlType> {
        match scope.column(&ident(name)) {
            Found::Column(_, ty) => ty,
            Found::Maybe => {
                // The name of a table alone is one of its rows.
                let source = scope.source(&ident(name))?;
                source.outputs.as_ref()?;
                let row = source.relation.clone()?;
                Some(SqlType::named(row.clone(), crate::dialect::POSTGRESQL.quote(&row)))
            }
            _ => constant(name).map(SqlType::new),
        }
    }

    fn type_of_query(&self, query: &SelectVariant, scope: &Scope<'_>) -> Option<SqlType> {
        if let Some(known) = self.types.of(query.syntax()) {
            return known;
        }
        let mut inner = Binder::new(self.catalog, self.session);
        inner.types = self.types.clone();
        let outputs = inner.query(query, Some(scope)).unwrap_or_default();
        let ty = outputs.first().and_then(|it| it.ty.clone());
        self.types.keep(query.syntax(), ty.clone());
        ty
    }

    /// The type that several values have in common.
    fn common(&self, exprs: &[ast::Expr], scope: &Scope<'_>) -> Option<SqlType> {
        let told = exprs.iter().filter(|it| !is_untold(it));
        let types: Vec<SqlType> = told.map(|it| self.type_of(it, scope)).collect::<Option<_>>()?;
        let Some((first, rest)) = types.split_first() else { return Some(SqlType::new("text")) };
        if rest.iter().all(|it| it == first) {
            let is_whole = types.len() == exprs.len();
            return Some(if is_whole { first.clone() } else { self.plain(first) });
        }
        let first = self.behind_domain(first);
        rest.iter().try_fold(first, |first, next| united(&first, &self.behind_domain(next)))
    }

    /// What stands behind a domain.
    fn behind_domain(&self, ty: &SqlType) -> SqlType {
        let own = ty.named.as_ref().filter(|_| !ty.is_array());
        match own.and_then(|it| self.catalog.type_named(it)).map(|it| &it.kind) {
            Some(TypeKind::Domain { base, .. }) => self.behind_domain(base),
            _ => ty.clone(),
        }
    }

    /// A type as most functions give it: of any length or precision, and no domain.
    fn plain(&self, ty: &SqlType) -> SqlType {
        without_modifier(&self.behind_domain(ty))
    }

    fn type_of_pair(&self, pair: &ast::BinExpr, scope: &Scope<'_>) -> Option<SqlType> {
        let (left, right) = (pair.lhs()?, pair.rhs()?);
        let word = match pair.op()? {
            BinOp::Plus(_) => "+",
            BinOp::Minus(_) => "-",
            BinOp::Star(_) => "*",
            BinOp::Slash(_) => "/",
            BinOp::Percent(_) => "%",
            BinOp::Caret(_) => "^",
            BinOp::CustomOp(it) => {
                let both_untold = is_untold(&left) && is_untold(&right);
                if both_untold && line_of(it.syntax()) == "||" {
                    return Some(SqlType::new("text"));
                }
                let left = self.type_of(&left, scope);
                return self.type_of_operator(&line_of(it.syntax()), left, &right, scope);
            }
            BinOp::AtTimeZone(_) => {
                let moment = without_precision(&self.type_of(&left, scope)?.canonical());
                let other = match moment.as_str() {
                    "timestamp with time zone" | "date" => "timestamp without time zone",
                    "timestamp without time zone" => "timestamp with time zone",
                    _ => return None,
                };
                return Some(SqlType::new(other));
            }
            // What stands behind it only says how the pattern is written.
            BinOp::Escape(_) if is_untold(&left) => return Some(SqlType::new("text")),
            BinOp::Escape(_) => return self.type_of(&left, scope),
            BinOp::ColonColon(_)
            | BinOp::ColonEq(_)
            | BinOp::FatArrow(_)
            | BinOp::OperatorCall(_) => {
                return None;
            }
            _ => return Some(SqlType::new("boolean")),
        };
        let types = (self.type_of(&left, scope), self.type_of(&right, scope));
        let (left, right) = match types {
            (Some(left), Some(right)) => (left, right),
            // A text beside a number is read as one.
            (Some(one), None) if is_untold(&right) => (one.clone(), one),
            (None, Some(one)) if is_untold(&left) => (one.clone(), one),
            _ => return None,
        };
        computed(word, &self.plain(&left), &self.plain(&right))
    }

    fn type_of_operator(
        &self,
        operator: &str,
        left: Option<SqlType>,
        right: &ast::Expr,
        scope: &Scope<'_>,
    ) -> Option<SqlType> {
        // The parser groups a row of these from the right, the server from the left.
        if let ast::Expr::BinExpr(pair) = right
            && let (Some(BinOp::CustomOp(next)), Some(first), Some(last)) =
                (pair.op(), pair.lhs(), pair.rhs())
        {
            let both = self.type_of_operator(operator, left, &first, scope);
            return self.type_of_operator(&line_of(next.syntax()), both, &last, scope);
        }
        match operator {
            "->>" | "#>>" => Some(SqlType::new("text")),
            "->" | "#>" | "#-" => left,
            "||" => {
                let types = (left, self.type_of(right, scope));
                let known: Vec<String> =
                    [types.0, types.1].into_iter().flatten().map(|it| it.canonical()).collect();
                let special = known.iter().find(|it| {
                    it.ends_with("[]") || ["jsonb", "bytea", "tsvector", "bit"].contains(&&***it)
                });
                match special {
                    Some(it) => Some(SqlType::new(it.as_str())),
                    None if known.is_empty() => None,
                    None => Some(SqlType::new("text")),
                }
            }
            "<->" => Some(SqlType::new("double precision")),
            "@>" | "<@" | "?" | "?|" | "?&" | "&&" | "~" | "~*" | "!~" | "!~*" | "@@" | "@?" => {
                Some(SqlType::new("boolean"))
            }
            _ => None,
        }
    }

    fn type_of_call(&self, call: &ast::CallExpr, scope: &Scope<'_>) -> Option<SqlType> {
        if let Some(special) = call.syntax().children().find_map(|it| special(it.kind())) {
            return Some(SqlType::new(special));
        }
        let name = called(&call.expr()?)?;
        let mut own = self.catalog.functions.values().filter(|it| it.key.name.key() == name.key());
        if let Some(first) = own.next() {
            return own.next().is_none().then(|| self.returned(first)).flatten();
        }
        let args = call.arg_list().into_iter().flat_map(|it| it.args());
        let args: Vec<ast::Expr> = args.filter_map(|it| it.expr()).collect();
        let first = || self.type_of(args.first()?, scope);
        match name.name.as_str() {
            "coalesce" | "greatest" | "least" => self.common(&args, scope),
            "nullif" => Some(as_text(self.behind_domain(&first()?))),
            _ if name.name.starts_with("uuid_generate_v") => Some(SqlType::new("uuid")),
            _ => self.type_of_server_call(&name, call, scope),
        }
    }

    /// What a function of the project's own gives, if that is one value.
    fn returned(&self, function: &Function) -> Option<SqlType> {
        let returns = function.shape.row();
        if POLYMORPHIC.contains(&returns) {
            return None;
        }
        let ty = SqlType::new(returns);
        if ty.is_builtin() && !returns.contains('(') {
            return Some(ty);
        }
        let name = match returns.split_once('.') {
            Some((schema, name)) => Name::new(Some(schema), name),
            None => Name::plain(returns),
        };
        let is_there = self.catalog.has_own_type(&name);
        is_there.then(|| SqlType::named(name.clone(), crate::dialect::POSTGRESQL.quote(&name)))
    }
}

/// What all subscripts that follow one another are of, and whether one of them is a slice: `a[1][2]`
/// is one element of `a`, however many dimensions it has, and `a[1:2][3]` an array.
pub(super) fn subscripted(node: &SyntaxNode) -> Option<(ast::Expr, bool)> {
    let base = node.children().find_map(ast::Expr::cast)?;
    let is_slice = ast::SliceExpr::can_cast(node.kind());
    match &base {
        ast::Expr::IndexExpr(_) | ast::Expr::SliceExpr(_) => {
            let (root, is_sliced) = subscripted(base.syntax())?;
            Some((root, is_slice || is_sliced))
        }
        _ => Some((base, is_slice)),
    }
}

/// Whether nothing but what stands around it tells the expression's type: `'x'`, `NULL`.
pub(super) fn is_untold(expr: &ast::Expr) -> bool {
    match expr {
        ast::Expr::Literal(it) => {
            let text = it.syntax().text().to_string().trim().to_ascii_lowercase();
            let is_text = it.string_value().is_some() && text.ends_with(['\'', '$']);
            // Those before digits tell what they are.
            text == "null" || is_text && !text.starts_with(['b', 'x'])
        }
        ast::Expr::ParenExpr(it) => it.expr().is_some_and(|it| is_untold(&it)),
        _ => false,
    }
}

/// What `CASE` may give.
pub(super) fn results_of(case: &ast::CaseExpr) -> Vec<ast::Expr> {
    let clauses = case.when_clause_list().into_iter().flat_map(|it| it.when_clauses());
    let otherwise = case.else_clause().and_then(|it| it.expr());
    clauses.filter_map(|it| last_expr(it.syntax())).chain(otherwise).collect()
}

fn last_expr(node: &SyntaxNode) -> Option<ast::Expr> {
    node.children().filter_map(ast::Expr::cast).last()
}

/// Calls that have a syntax of their own, and what they give.
fn special(kind: SyntaxKind) -> Option<&'static str> {
    SPECIAL.iter().find(|(it, _)| *it == kind).map(|(_, ty)| *ty)
}

const SPECIAL: &[(SyntaxKind, &str)] = &[
    (SyntaxKind::EXISTS_FN, "boolean"),
    (SyntaxKind::EXTRACT_FN, "numeric"),
    (SyntaxKind::OVERLAY_FN, "text"),
    (SyntaxKind::POSITION_FN, "integer"),
    (SyntaxKind::SUBSTRING_FN, "text"),
    (SyntaxKind::TRIM_FN, "text"),
];

pub(super) fn array_of(ty: &SqlType) -> SqlType {
    if ty.is_array() {
        return ty.clone();
    }
    SqlType { spelling: format!("{}[]", ty.spelling), named: ty.named.clone() }
}

pub(super) fn element_of(ty: &SqlType) -> Option<SqlType> {
    let (element, _) = ty.spelling.split_once('[')?;
    Some(SqlType { spelling: element.trim_end().to_owned(), named: ty.named.clone() })
}

/// What stands for a type that the arguments of each call tell.
const POLYMORPHIC: &[&str] = &["anyarray", "anyelement"];

/// Numbers from the smaller to the wider type.
const NUMBERS: &[&str] = &["smallint", "integer", "bigint", "numeric", "real", "double precision"];

fn rank(ty: &str) -> Option<usize> {
    let bare = ty.split('(').next().unwrap_or(ty).trim_end();
    NUMBERS.iter().position(|it| *it == bare)
}

/// The type of a `UNION` of two, or of what `CASE` gives.
pub(super) fn united(first: &SqlType, second: &SqlType) -> Option<SqlType> {
    if first == second {
        return Some(first.clone());
    }
    let (one, other) = (first.canonical(), second.canonical());
    if let (Some(one), Some(other)) = (rank(&one), rank(&other)) {
        return NUMBERS.get(one.max(other)).map(|it| SqlType::new(*it));
    }
    let is_text =
        |it: &str| it == "text" || it.starts_with("character varying") && !it.ends_with(']');
    if is_text(&one) && is_text(&other) && first.named.is_none() && second.named.is_none() {
        return Some(SqlType::new(if one == "text" || other == "text" {
            "text"
        } else {
            "character varying"
        }));
    }
    let same = first.named == second.named && one == other;
    same.then(|| first.clone())
}

/// What an operator of arithmetic gives.
fn computed(operator: &str, left: &SqlType, right: &SqlType) -> Option<SqlType> {
    let (one, other) = (left.canonical(), right.canonical());
    if rank(&one).is_some() && rank(&other).is_some() {
        // Nothing computes a short number of this kind with one of another.
        let is_short = one != other && (one == "real" || other == "real");
        let both = united(left, right)?;
        let is_exact = operator != "^" || both.canonical() == "numeric";
        return Some(if is_short || !is_exact { SqlType::new("double precision") } else { both });
    }
    let is_moment = |it: &str| it.starts_with("timestamp") || it == "date";
    let ty = match (one.as_str(), operator, other.as_str()) {
        ("date", "-", "date") => "integer",
        ("date", "+" | "-", "integer") => "date",
        ("date", "+" | "-", "interval") => "timestamp without time zone",
        (moment, "+" | "-", "interval") if is_moment(moment) => moment,
        ("interval", "+", moment) if is_moment(moment) && moment != "date" => moment,
        (moment, "-", until) if is_moment(moment) && is_moment(until) => "interval",
        ("interval", "+" | "-", "interval") => "interval",
        ("interval", "*" | "/", number) if rank(number).is_some() => "interval",
        (number, "*", "interval") if rank(number).is_some() => "interval",
        ("jsonb", "-", _) => "jsonb",
        _ => return None,
    };
    Some(SqlType::new(ty))
}

/// A type of any length or precision.
pub(super) fn without_modifier(ty: &SqlType) -> SqlType {
    let canonical = ty.canonical();
    match canonical.as_str() {
        _ if ty.named.is_some() || !canonical.contains('(') => ty.clone(),
        it if it.starts_with("character(") => SqlType::new("bpchar"),
        // The word alone is one of length one.
        it if it.starts_with("bit(") => ty.clone(),
        it => SqlType::new(without_precision(it)),
    }
}

/// What functions that know no `varchar` give in its place.
fn as_text(ty: SqlType) -> SqlType {
    let is_varying = ty.named.is_none() && !ty.is_array();
    match is_varying && ty.canonical().starts_with("character varying") {
        true => SqlType::new("text"),
        false => ty,
    }
}

/// `timestamp with time zone` of `timestamp(3) with time zone`.
pub(super) fn without_precision(ty: &str) -> String {
    match (ty.split_once('('), ty.split_once(')')) {
        (Some((before, _)), Some((_, behind))) => format!("{}{behind}", before.trim_end()),
        _ => ty.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_of_one_type_have_it_in_common() {
        let of = |it: &str| SqlType::new(it);
        let arrays = united(&of("varchar(9)[]"), &of("VARCHAR(9)[]"));
        assert_eq!(arrays.map(|it| it.canonical()).as_deref(), Some("character varying(9)[]"));
        assert_eq!(united(&of("varchar(9)"), &of("text")), Some(of("text")));
    }
}
