//! Values that must become one type: what is cast, and what stands side by side in one column.

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode, SelectVariant};

use super::super::syntax::range;
use super::super::types::sql_type;
use super::infer::{is_untold, subscripted};
use super::scope::{Output, Scope};
use super::{Binder, problem};
use crate::catalog::{ObjectRef, SqlType, accepts};
use crate::name::Name;
use crate::op::{assigns, has_no_collation};

impl Binder<'_> {
    /// Says if nothing makes the one type of the other, even where it is asked for.
    pub(super) fn cast(&mut self, cast: &ast::CastExpr, scope: &Scope<'_>) {
        let (Some(expr), Some(ty)) = (cast.expr(), cast.ty()) else { return };
        let to = sql_type(&ty);
        if let Some(name) = to.named.as_ref().filter(|it| !self.has_type(it)) {
            self.bound.missing.push((range(ty.syntax()), ObjectRef::Type(name.key())));
        }
        if is_untold(&expr) {
            return self.text_of(&expr, &to);
        }
        let Some(from) = self.type_of(&expr, scope) else { return };
        if self.is_of_one(&from, &to) {
            let why = problem::cannot_cast(&from.canonical(), &to.canonical());
            return self.problem(cast.syntax(), why);
        }
        if let (Some(one), Some(other)) = (self.cast_kind(&from), self.cast_kind(&to))
            && !is_castable(&one, &other)
        {
            self.problem(cast.syntax(), problem::cannot_cast(&from.canonical(), &to.canonical()));
        }
    }

    /// Says if a value is given a collation and can have none.
    pub(super) fn collated(&mut self, value: &ast::Collate, scope: &Scope<'_>) {
        let expr = value.syntax().children().find_map(ast::Expr::cast);
        let ty = expr.filter(|it| !is_untold(it)).and_then(|it| self.type_of(&it, scope));
        if let Some(ty) = ty.filter(|it| has_no_collation(self.catalog, it)) {
            self.problem(value.syntax(), problem::no_collation(&ty.canonical()));
        }
    }

    /// As [`Self::collated`], of a type that is said with a collation.
    pub(super) fn type_with_collation(
        &mut self,
        ty: Option<ast::Type>,
        collate: Option<ast::Collate>,
    ) {
        let (Some(ty), Some(collate)) = (ty.map(|it| sql_type(&it)), collate) else { return };
        if has_no_collation(self.catalog, &ty) {
            self.problem(collate.syntax(), problem::no_collation(&ty.canonical()));
        }
    }

    /// `a[1]`: only arrays and JSON have elements.
    pub(super) fn subscript(&mut self, element: &ast::IndexExpr, scope: &Scope<'_>) {
        let mut parts = element.syntax().children().filter_map(ast::Expr::cast);
        parts.next();
        let Some(index) = parts.next() else {
            return self.problem(element.syntax(), problem::unexpected("]"));
        };
        let Some((base, _)) = subscripted(element.syntax()) else { return };
        let Some(ty) = self.type_of(&base, scope) else { return };
        if ty.is_array() {
            if is_untold(&index) {
                self.text_of(&index, &SqlType::new("integer"));
            }
            if let Some(kind) = self.kind_of(&index, scope).filter(|it| it != "number") {
                self.problem(element.syntax(), problem::no_index_of_element(&kind));
            }
            return;
        }
        let kind = self.cast_kind(&ty).filter(|it| it != "jsonb");
        if kind.is_some() && ty.canonical() != "name" {
            self.problem(element.syntax(), problem::no_elements(&ty.canonical()));
        }
    }

    /// Whether one of two types is an array, and the other a plain value that is no text.
    fn is_of_one(&self, from: &SqlType, to: &SqlType) -> bool {
        let is_plain = |it: &SqlType| self.cast_kind(it).is_some_and(|it| it != "text");
        from.is_array() && is_plain(to) || to.is_array() && is_plain(from)
    }

    /// Whether a type is there: one that was made, the server's own, or that of a relation's rows.
    fn has_type(&self, name: &Name) -> bool {
        // The types of arrays are called after those of their elements.
        name.name.starts_with('_')
            || self.catalog.has(&ObjectRef::Type(name.clone()))
            || self.is_beyond(&name.key())
    }

    /// Says if a text whose type is told by what it stands beside is no value of it.
    pub(super) fn text_of(&mut self, expr: &ast::Expr, ty: &SqlType) {
        if let Some(text) = plain_text(expr)
            && accepts(self.catalog, ty, &text) == Some(false)
        {
            self.problem(expr.syntax(), problem::no_value(&text, &ty.canonical()));
        }
    }

    /// Says if a column of this type cannot hold what it is given.
    pub(super) fn assigned(&mut self, expr: &ast::Expr, ty: &SqlType, scope: &Scope<'_>) {
        let ty = &ty.behind_serial().unwrap_or_else(|| ty.clone());
        if is_untold(expr) {
            self.text_of(expr, ty);
            if let Some(text) = plain_text(expr).filter(|it| is_too_long(it, ty)) {
                self.problem(expr.syntax(), problem::too_long(&text, &ty.canonical()));
            }
            return;
        }
        if let Some(from) = self.type_of(expr, scope) {
            self.holds(&from, ty, expr.syntax());
        }
        let number = expr.syntax().text().to_string();
        if is_too_large(number.trim(), ty) {
            self.problem(expr.syntax(), problem::too_long(number.trim(), &ty.canonical()));
        }
    }

    /// Says if values of one type are not put into a column of another by themselves.
    pub(super) fn holds(&mut self, from: &SqlType, to: &SqlType, place: &SyntaxNode) {
        if assigns(self.catalog, from, to) == Some(false) {
            let why = problem::cannot_hold(&from.canonical(), &to.canonical());
            self.problem(place, why);
        }
    }

    /// The columns that a query gives must fit the columns that they are written to.
    pub(super) fn all_hold(&mut self, query: &SelectVariant, given: &[Output], types: &[SqlType]) {
        let told = are_told(query);
        for ((output, told), to) in given.iter().zip(told).zip(types) {
            if let Some(from) = output.ty.as_ref().filter(|_| told) {
                self.holds(from, to, query.syntax());
            }
        }
    }

    /// Says if several values have no type in common: those of `CASE`, `COALESCE`, a `UNION`.
    pub(super) fn agree(&mut self, exprs: &[ast::Expr], scope: &Scope<'_>, place: &SyntaxNode) {
        let told = exprs.iter().filter(|it| !is_untold(it));
        let types: Vec<SqlType> = told.filter_map(|it| self.type_of(it, scope)).collect();
        let Some(first) = types.first() else { return };
        for other in types.iter().skip(1) {
            if self.have_nothing_in_common(first, other) {
                let differ = problem::types_differ(&first.canonical(), &other.canonical());
                return self.problem(place, differ);
            }
        }
        for text in exprs.iter().filter(|it| is_untold(it)) {
            self.text_of(text, first);
        }
    }

    /// Whether no type takes the values of both: they are of different kinds, or one is an array.
    fn have_nothing_in_common(&self, one: &SqlType, other: &SqlType) -> bool {
        match (self.kind(one), self.kind(other)) {
            (Some(one), Some(other)) => one != other,
            (Some(_), None) => other.is_array(),
            (None, Some(_)) => one.is_array(),
            (None, None) => false,
        }
    }

    /// A column of rows that are written out has one type.
    pub(super) fn rows_agree(&mut self, rows: &ast::RowList, scope: &Scope<'_>) {
        let is_inserted =
            rows.syntax().ancestors().nth(2).is_some_and(|it| ast::Insert::can_cast(it.kind()));
        if is_inserted {
            return;
        }
        let rows: Vec<Vec<ast::Expr>> = rows.rows().map(|it| it.exprs().collect()).collect();
        let width = rows.first().map(Vec::len).unwrap_or_default();
        for at in 0..width {
            let column: Vec<_> = rows.iter().filter_map(|it| it.get(at)).cloned().collect();
            if let Some(place) = column.last().map(|it| it.syntax().clone()) {
                self.agree(&column, scope, &place);
            }
        }
    }

    /// The columns by which two sides are joined can be compared.
    pub(super) fn sides_agree(
        &mut self,
        place: &SyntaxNode,
        scope: &Scope<'_>,
        columns: &[String],
        left: std::ops::Range<usize>,
    ) {
        for column in columns {
            let of = |sources: &[super::scope::Source]| {
                sources.iter().find_map(|it| match it.column(column) {
                    super::scope::Found::Column(_, ty) => ty,
                    _ => None,
                })
            };
            let one = scope.sources.get(left.clone()).and_then(of);
            let other = scope.sources.get(left.end..).and_then(of);
            let Some((one, other)) = one.zip(other) else { continue };
            if let (Some(left), Some(right)) = (self.kind(&one), self.kind(&other))
                && left != right
            {
                let differ = problem::cannot_join(column, &one.canonical(), &other.canonical());
                return self.problem(place, differ);
            }
        }
    }

    /// The columns of both parts of a `UNION` have one type.
    pub(super) fn parts_agree(&mut self, parts: [(&SelectVariant, &[Output]); 2]) {
        let [(one, left), (other, right)] = parts;
        let part = other;
        let (firsts, seconds) = (columns_of(one, left), columns_of(other, right));
        let exprs = firsts.iter().zip(&seconds);
        for ((one, other), (first, second)) in left.iter().zip(right).zip(exprs) {
            let (Some(one), Some(other)) = (&one.ty, &other.ty) else { continue };
            let untold = |it: &Option<ast::Expr>| it.clone().filter(is_untold);
            match (untold(first), untold(second)) {
                (None, None) => {}
                (Some(text), None) => {
                    self.text_of(&text, other);
                    continue;
                }
                (None, Some(text)) => {
                    self.text_of(&text, one);
                    continue;
                }
                _ => continue,
            }
            if self.have_nothing_in_common(one, other) {
                let differ = problem::types_differ(&one.canonical(), &other.canonical());
                return self.problem(part.syntax(), differ);
            }
        }
    }

    /// The kind of a type as casts tell them apart; nothing if we cannot tell.
    fn cast_kind(&self, ty: &SqlType) -> Option<String> {
        let kind = self.kind(ty);
        if kind.is_some() && ty.named.is_some() {
            return kind.filter(|it| it.starts_with("enum "));
        }
        let canonical = ty.canonical();
        let is_made = self.catalog.opaque.iter().any(|it| it.kind == "CREATE CAST");
        if ty.named.is_some() || canonical.ends_with(']') || is_made {
            return None;
        }
        let bare = canonical.split('(').next().unwrap_or_default().trim_end();
        let word = bare.split(' ').next().unwrap_or_default();
        let (_, kind) = KINDS.iter().find(|(it, _)| *it == bare || *it == word)?;
        Some((*kind).to_owned())
    }
}

/// Of which columns of a query the type hangs on nothing around it; none where a `*` stands for
/// several.
fn are_told(query: &SelectVariant) -> Vec<bool> {
    let told = targets_of(query).unwrap_or_default();
    told.iter().map(|it| !is_untold(it)).collect()
}

/// What each column of a query is computed by, where that stands in it; none of them if we cannot
/// tell.
fn columns_of(query: &SelectVariant, outputs: &[Output]) -> Vec<Option<ast::Expr>> {
    match query {
        SelectVariant::Select(_) => {
            targets_of(query).unwrap_or_default().into_iter().map(Some).collect()
        }
        // Its own parts have told what its columns are.
        SelectVariant::CompoundSelect(_) => vec![None; outputs.len()],
        _ => Vec::new(),
    }
}

/// The expressions that a query gives, where no `*` stands for several.
fn targets_of(query: &SelectVariant) -> Option<Vec<ast::Expr>> {
    let SelectVariant::Select(select) = query else { return None };
    let clause = select.syntax().children().find_map(ast::SelectClause::cast);
    let targets = clause.and_then(|it| it.target_list()).into_iter().flat_map(|it| it.targets());
    let expr = |it: ast::Target| {
        let is_star = it.syntax().text().to_string().trim_end().ends_with('*');
        it.expr().filter(|_| !is_star)
    };
    targets.map(expr).collect()
}

/// Whether a text is longer than a column of this type takes; spaces at its end are cut off.
fn is_too_long(text: &str, ty: &SqlType) -> bool {
    let canonical = ty.canonical();
    let length = canonical.strip_prefix("character").and_then(|it| {
        let (_, rest) = it.split_once('(')?;
        rest.strip_suffix(')')?.parse::<usize>().ok()
    });
    ty.named.is_none() && length.is_some_and(|it| text.trim_end().chars().count() > it)
}

/// Whether a number is beyond what a column of this type takes.
fn is_too_large(number: &str, ty: &SqlType) -> bool {
    let Ok(number) = number.parse::<i64>() else { return false };
    match ty.canonical().as_str() {
        "smallint" => i16::try_from(number).is_err(),
        "integer" => i32::try_from(number).is_err(),
        _ => false,
    }
}

/// The text of a literal without escapes.
fn plain_text(expr: &ast::Expr) -> Option<String> {
    match expr {
        ast::Expr::Literal(it) => {
            let is_plain = it.syntax().text().to_string().trim().starts_with('\'');
            it.string_value().filter(|_| is_plain)
        }
        ast::Expr::ParenExpr(it) => plain_text(&it.expr()?),
        _ => None,
    }
}

/// All types are written as text and read from it; of the others only some become each other.
fn is_castable(from: &str, to: &str) -> bool {
    from == to || from == "text" || to == "text" || CASTS.contains(&(from, to))
}

/// Types by their first word, and what they are to casts.
const KINDS: &[(&str, &str)] = &[
    ("smallint", "number"),
    ("integer", "integer"),
    ("bigint", "number"),
    ("numeric", "number"),
    ("real", "number"),
    ("double", "number"),
    ("text", "text"),
    ("character", "text"),
    ("boolean", "boolean"),
    ("uuid", "uuid"),
    ("json", "json"),
    ("jsonb", "jsonb"),
    ("date", "date"),
    ("timestamp", "timestamp"),
    ("time", "time"),
    ("interval", "interval"),
    ("bytea", "bytea"),
    ("cidr", "network"),
    ("inet", "network"),
    ("macaddr", "device"),
    ("macaddr8", "device"),
    ("tsquery", "tsquery"),
    ("tsvector", "tsvector"),
];

const CASTS: &[(&str, &str)] = &[
    // Since version 18.
    ("bytea", "integer"),
    ("bytea", "number"),
    ("integer", "bytea"),
    ("number", "bytea"),
    ("integer", "number"),
    ("number", "integer"),
    ("integer", "boolean"),
    ("boolean", "integer"),
    ("jsonb", "integer"),
    ("jsonb", "number"),
    ("jsonb", "boolean"),
    ("jsonb", "json"),
    ("json", "jsonb"),
    ("date", "timestamp"),
    ("timestamp", "date"),
    ("timestamp", "time"),
    ("time", "interval"),
    ("interval", "time"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_plain_integer_is_cast_to_a_truth_value() {
        assert!(is_castable("integer", "boolean") && !is_castable("number", "boolean"));
        assert!(is_castable("number", "text") && is_castable("text", "uuid"));
        assert!(!is_castable("number", "timestamp") && !is_castable("uuid", "integer"));
    }
}
