//! Expressions: the columns and functions that they name, and their types where these are plain.

use squawk_syntax::ast::{self, AstNode, SelectVariant};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::super::functions;
use super::super::super::search_path::OF_SESSION;
use super::super::since;
use super::super::syntax::{ident, name, range};
use super::super::types::sql_type;
use super::grouping::column;
use super::infer::results_of;
use super::scope::{Found, Scope, Source};
use super::{Binder, problem};
use crate::catalog::{
    Function, ObjectRef, Relation, SqlType, TypeKind, extension_contents, extension_with_function,
};
use crate::name::Name;

impl Binder<'_> {
    /// Looks up all that stands in a node, be it one expression or a clause of several.
    pub(super) fn expression(&mut self, node: &SyntaxNode, scope: &Scope<'_>) {
        if let Some(query) = SelectVariant::cast(node.clone()) {
            self.query(&query, Some(scope));
            return;
        }
        match ast::Expr::cast(node.clone()) {
            Some(ast::Expr::NameRef(it)) => {
                if it.ident_token().is_some() || is_plain(&it) {
                    let column = ident(&it);
                    self.take(scope.column(&column), &column, node);
                }
                return;
            }
            Some(ast::Expr::FieldExpr(it)) => return self.field(&it, scope),
            Some(ast::Expr::CallExpr(it)) => return self.call_in(&it, scope),
            Some(ast::Expr::CastExpr(it)) => {
                self.object_in(&it);
                self.cast(&it, scope);
            }
            Some(ast::Expr::BinExpr(it)) => {
                self.pair(&it, scope);
                if let (Some(left), Some(right)) = (it.lhs(), it.rhs()) {
                    self.one_column_beside(&left, &right);
                }
                self.texts_beside(&it, scope);
            }
            Some(ast::Expr::BetweenExpr(it)) => self.between(&it, scope),
            Some(ast::Expr::Collate(it)) => self.collated(&it, scope),
            Some(ast::Expr::IndexExpr(it)) => self.subscript(&it, scope),
            Some(ast::Expr::ArrayExpr(it)) => {
                self.agree(&it.exprs().collect::<Vec<_>>(), scope, node);
            }
            Some(ast::Expr::CaseExpr(it)) => {
                self.agree(&results_of(&it), scope, node);
                self.cases(&it, scope);
            }
            _ => {}
        }
        self.conditions(node, scope);
        if NAMES_NO_COLUMN.contains(&node.kind()) {
            return;
        }
        for child in node.children() {
            self.expression(&child, scope);
        }
    }

    /// `t.a`, `s.t.a`, `(t.row).a`.
    fn field(&mut self, field: &ast::FieldExpr, scope: &Scope<'_>) {
        let source = match field.base() {
            Some(ast::Expr::NameRef(it)) => ident(&it),
            Some(ast::Expr::FieldExpr(it)) => {
                let Some(name) = it.field() else { return };
                let schema = it.base().as_ref().and_then(column);
                let own = scope.relation(&Name::new(schema, ident(&name)));
                if let (Some(source), Some(column)) = (own, field_name(field)) {
                    return self.take(source.column(&column), &column, field.syntax());
                }
                if scope.source(&ident(&name)).is_none() {
                    return self.expression(it.syntax(), scope);
                }
                ident(&name)
            }
            Some(other) => {
                self.part(field, &other, scope);
                return self.expression(other.syntax(), scope);
            }
            None => return,
        };
        let Some(column) = field_name(field) else {
            if scope.source(&source).is_none() {
                self.problem(field.syntax(), problem::unknown_source(&source));
            }
            return;
        };
        match scope.qualified(&source, &column) {
            Some(Found::Missing) if self.takes_row(&column, scope.source(&source)) => {}
            Some(found) => self.take(found, &column, field.syntax()),
            None => self.problem(field.syntax(), problem::unknown_source(&source)),
        }
    }

    /// Whether a function of this name takes a row of a source: `p.full_name` calls it.
    fn takes_row(&self, function: &str, source: Option<&Source>) -> bool {
        let Some(row) = source.and_then(|it| it.relation.as_ref()) else { return false };
        let mut own = self.catalog.functions.keys().filter(|it| it.name.name == function);
        own.any(|it| {
            let first = it.arguments.first().map(|it| SqlType::new(it.as_str()).canonical());
            first.is_some_and(|it| it.rsplit('.').next() == Some(row.name.as_str()))
        })
    }

    /// `(t.home).street`: a value of a composite type has the parts that its type has.
    fn part(&mut self, field: &ast::FieldExpr, whole: &ast::Expr, scope: &Scope<'_>) {
        let Some(part) = field_name(field) else { return };
        let ty = self.type_of(whole, scope).filter(|it| !it.spelling.contains('['));
        let ty = ty.and_then(|it| self.catalog.type_named(it.named.as_ref()?));
        let Some(TypeKind::Composite(parts)) = ty.map(|it| &it.kind) else { return };
        let is_called = self.catalog.functions.keys().any(|it| it.name.name == part);
        if !parts.iter().any(|(it, _)| *it == part) && !is_called {
            self.problem(field.syntax(), problem::unknown_part(&part));
        }
    }

    fn call_in(&mut self, call: &ast::CallExpr, scope: &Scope<'_>) {
        let callee = call.expr();
        if let Some(name) = callee.as_ref().and_then(called) {
            if is_word(&name, call) {
                let why = problem::word_is_called(&name.name);
                return self.problem(call.syntax(), why);
            }
            if !takes_precision(&name) {
                self.function(&name, call.syntax());
            }
            let given = call.arg_list().map_or(0, |it| it.args().count());
            if given != 1 && functions::is_conversion(self.catalog, &name) {
                self.problem(call.syntax(), problem::unknown_function(&name.to_string()));
            }
            self.own_function(&name, call, scope);
            self.call_fits(&name, call, scope);
            self.window_function(call);
            self.aggregate(call);
            self.sequence_in(&name.name, call);
            self.column_in(&name.name, call);
            self.setting_in(&name.name, call);
            if ["coalesce", "greatest", "least"].contains(&&*name.name) {
                let args = call.arg_list().into_iter().flat_map(|it| it.args());
                let args: Vec<ast::Expr> = args.filter_map(|it| it.expr()).collect();
                self.agree(&args, scope, call.syntax());
            }
        }
        self.extract_fits(call, scope);
        for child in call.syntax().children() {
            if callee.as_ref().is_some_and(|it| *it.syntax() == child) {
                continue;
            }
            self.expression(&child, scope);
        }
    }

    /// A procedure is none for expressions, and of several functions only one may fit.
    fn own_function(&mut self, name: &Name, call: &ast::CallExpr, scope: &Scope<'_>) {
        let key = name.key();
        let of_name = self.catalog.functions.values().filter(|it| it.key.name.key() == key);
        let own: Vec<&Function> = of_name.map(|it| &**it).collect();
        if own.is_empty() || functions::is_built_in(&key.name) {
            return;
        }
        if own.iter().all(|it| it.kind == "PROCEDURE") {
            let why = format!("`{name}` is a procedure, which only `CALL` runs");
            return self.problem(call.syntax(), problem::of_another_kind(why));
        }
        let args = call.arg_list().into_iter().flat_map(|it| it.args());
        let args: Vec<ast::Arg> = args.collect();
        let given = args.len();
        let is_plain = own.iter().all(|it| {
            it.kind == "FUNCTION" && !it.definition.to_ascii_lowercase().contains("variadic")
        });
        let takes = |it: &&Function| {
            let all = it.key.arguments.len();
            (all - it.shape.defaults.min(all)..=all).contains(&given)
        };
        let fitting: Vec<&[String]> = own
            .iter()
            .copied()
            .filter(takes)
            .filter_map(|it| it.key.arguments.get(..given))
            .collect();
        let exprs: Vec<ast::Expr> = args.iter().filter_map(|it| it.expr()).collect();
        let named = args.iter().filter_map(|it| match it.func_arg_expr()? {
            ast::FuncArgExpr::NamedArg(it) => Some(ident(&it.name()?)),
            ast::FuncArgExpr::Expr(_) => None,
        });
        let takes_name = |name: &String| own.iter().any(|it| it.shape.names.contains(name));
        if is_plain && !named.collect::<Vec<_>>().iter().all(takes_name) {
            return self.problem(call.syntax(), problem::no_such_call(&name.to_string(), given));
        }
        let is_known = is_plain && exprs.len() == given;
        let fits = |types: &&[String]| {
            types.iter().zip(&exprs).all(|(ty, expr)| {
                let kinds = self.kind(&SqlType::new(&**ty)).zip(self.kind_of(expr, scope));
                kinds.is_none_or(|(one, other)| one == other)
            })
        };
        if is_known && !fitting.iter().any(fits) {
            return self.problem(call.syntax(), problem::no_such_call(&name.to_string(), given));
        }
        let same = |it: &[String]| fitting.first().is_some_and(|one| *one == it);
        if given > 0 && fitting.len() > 1 && fitting.iter().all(|it| same(it)) {
            self.problem(call.syntax(), problem::ambiguous_call(&name.to_string()));
        }
    }

    /// `nextval('s')` and its kind name a sequence in a text.
    fn sequence_in(&mut self, function: &str, call: &ast::CallExpr) {
        if !["nextval", "setval", "currval"].contains(&function) {
            return;
        }
        let first = call.arg_list().and_then(|it| it.args().next()).and_then(|it| it.expr());
        let Some(ast::Expr::Literal(literal)) = first else { return };
        let text = literal.string_value();
        // A number is that by which the server itself knows an object.
        let text = text.filter(|it| it.bytes().any(|it| !it.is_ascii_digit()));
        let Some(name) = text.map(|it| named(&it)) else { return };
        let of_session = Name::new(Some(OF_SESSION), &*name.name);
        let may_be_there = self.catalog.takes_tables_for_granted()
            || self.catalog.relation(&name).is_some()
            || name.schema.is_none() && self.catalog.relation(&of_session).is_some()
            || self.is_beyond(&name.key())
            || self.counters.contains(&name.key());
        if !may_be_there {
            self.problem(call.syntax(), problem::unknown_sequence(&name.to_string()));
        }
        if runs_now(call.syntax()) {
            self.is_meant_for(&[Relation::Sequence], &name, call.syntax());
        }
    }

    /// `pg_get_serial_sequence('t', 'c')` names a table as SQL does, and a column to the letter.
    fn column_in(&mut self, function: &str, call: &ast::CallExpr) {
        if function != "pg_get_serial_sequence" {
            return;
        }
        let arguments = call.arg_list().into_iter().flat_map(|it| it.args());
        let texts = arguments.filter_map(|it| match it.expr()? {
            ast::Expr::Literal(it) => it.string_value(),
            _ => None,
        });
        let texts = texts.collect::<Vec<_>>();
        let [table, column] = texts.as_slice() else { return };
        let name = named(table);
        let Some(table) = self.catalog.table(&name) else {
            let may_be_there = self.catalog.takes_tables_for_granted()
                || self.catalog.relation(&name).is_some()
                || self.is_beyond(&name.key());
            if !may_be_there {
                self.problem(call.syntax(), problem::unknown_relation(&name.to_string()));
            }
            return;
        };
        if !table.assumed && table.column(column).is_none() {
            self.problem(call.syntax(), problem::unknown_column(column));
        }
    }

    /// `'t'::regclass` names a relation in a text, and is looked up at once.
    fn object_in(&mut self, cast: &ast::CastExpr) {
        let (Some(ast::Expr::Literal(literal)), Some(ty)) = (cast.expr(), cast.ty()) else {
            return;
        };
        let text = literal.string_value().filter(|it| it.starts_with(|it: char| !it.is_numeric()));
        let Some(name) = text.map(|it| named(&it)) else { return };
        let may_be_there = || {
            self.catalog.relation(&name).is_some()
                || self.is_beyond(&name.key())
                || self.catalog.takes_tables_for_granted()
        };
        if sql_type(&ty).canonical() == "regclass" && !may_be_there() {
            self.problem(cast.syntax(), problem::unknown_relation(&name.to_string()));
        }
    }

    /// Says if nothing of this name can be called.
    pub(super) fn function(&mut self, name: &Name, place: &SyntaxNode) {
        let is_there = functions::may_be_there(self.catalog, name);
        let lacking = name.key().schema.filter(|it| self.lacks_schema(it));
        if self.in_body
            && (!is_there || lacking.is_some())
            && let Some(extension) = extension_with_function(&name.name)
        {
            let why = problem::extension_elsewhere(&name.to_string(), extension);
            return self.problem(place, why);
        }
        if !is_there {
            let server = self.catalog.server;
            let problem = match functions::too_new(name, server) {
                Some(since) => since::problem::too_new(&format!("`{name}()`"), since, server),
                None => problem::unknown_function(&name.to_string()),
            };
            self.problem(place, problem);
        } else if let Some(schema) = lacking {
            self.bound.missing.push((range(place), ObjectRef::Schema(schema)));
        }
    }

    /// Whether a schema is surely missing: neither the server nor an extension brings it.
    fn lacks_schema(&self, schema: &str) -> bool {
        let is_known = |it: &String| it == "plpgsql" || extension_contents(it).is_some();
        !self.catalog.schemas.contains(schema)
            && !["pg_catalog", "information_schema", "pg_temp"].contains(&schema)
            && self.catalog.extensions.keys().all(is_known)
    }
}

/// Whether what stands here is computed when the statement runs, not when rows come later.
fn runs_now(node: &SyntaxNode) -> bool {
    let waits = |it: SyntaxNode| {
        ast::DefaultConstraint::can_cast(it.kind())
            || ast::SetDefault::can_cast(it.kind())
            || ast::CreateView::can_cast(it.kind())
    };
    !node.ancestors().any(waits)
}

/// The name behind the dot, which `t.*` has none of.
pub(super) fn field_name(field: &ast::FieldExpr) -> Option<String> {
    let is_star = field.star_token().is_some();
    field.field().filter(|_| !is_star).map(|it| ident(&it))
}

/// The object that a text names: `app."T"`.
pub(in super::super) fn named(text: &str) -> Name {
    let part = |it: &str| match it.strip_prefix('"') {
        Some(quoted) => quoted.trim_end_matches('"').to_owned(),
        None => it.to_lowercase(),
    };
    match text.split_once('.') {
        Some((schema, name)) => Name::new(Some(part(schema)), part(name)),
        None => Name::plain(part(text)),
    }
}

/// The function that is called, where it is called by its name.
pub(in super::super) fn called(callee: &ast::Expr) -> Option<Name> {
    match callee {
        ast::Expr::NameRef(it) => Some(Name::plain(ident(it))),
        ast::Expr::FieldExpr(it) => match it.base()? {
            ast::Expr::NameRef(schema) => {
                Some(Name::new(Some(ident(&schema)), ident(&it.field()?)))
            }
            _ => None,
        },
        _ => name(callee),
    }
}

/// Whether it is a word for a moment, behind which a precision may stand.
fn takes_precision(name: &Name) -> bool {
    let words = ["current_time", "current_timestamp", "localtime", "localtimestamp"];
    name.schema.is_none() && words.contains(&&*name.name)
}

/// Whether a call is of a word that stands for a value, and takes no parentheses like these.
fn is_word(name: &Name, call: &ast::CallExpr) -> bool {
    let is_constant = CONSTANTS.iter().any(|(it, _)| *it == name.name);
    let args = call.arg_list().into_iter().flat_map(|it| it.args()).count();
    let may_be_called = name.name == "current_schema"
        || args > 0 && takes_precision(name)
        || call.syntax().text().to_string().trim_start().starts_with('"');
    name.schema.is_none() && is_constant && !may_be_called
}

/// Whether a name is none of the words that stand for a value: `current_date`.
fn is_plain(name: &ast::NameRef) -> bool {
    constant(name).is_none()
        && !OTHER_VALUES.contains(&&*ident(name))
        && !is_tested_for(name)
        && !is_form(name)
}

/// Whether it is the form of `normalize(text, NFKC)`.
fn is_form(name: &ast::NameRef) -> bool {
    let call = name.syntax().ancestors().nth(3).and_then(ast::CallExpr::cast);
    let called = call.and_then(|it| called(&it.expr()?));
    called.is_some_and(|it| it.name == "normalize")
        && ["nfc", "nfd", "nfkc", "nfkd"].contains(&&*ident(name))
}

/// Whether it is the word behind `IS`: `IS NOT UNKNOWN`, `IS DOCUMENT`.
fn is_tested_for(name: &ast::NameRef) -> bool {
    let words = std::iter::successors(name.syntax().first_token(), |it| it.prev_token());
    let mut words = words.map(|it| it.kind()).filter(|it| !it.is_trivia());
    let is_test =
        [SyntaxKind::UNKNOWN_KW, SyntaxKind::DOCUMENT_KW].map(Some).contains(&words.next());
    is_test && words.find(|it| *it != SyntaxKind::NOT_KW) == Some(SyntaxKind::IS_KW)
}

const OTHER_VALUES: &[&str] = &["default"];

pub(super) fn constant(name: &ast::NameRef) -> Option<&'static str> {
    let word = ident(name);
    let row = CONSTANTS.iter().find(|(it, _)| *it == word)?;
    Some(row.1)
}

/// Words that stand for a value, and its type.
const CONSTANTS: &[(&str, &str)] = &[
    ("current_catalog", "name"),
    ("current_date", "date"),
    ("current_role", "name"),
    ("current_schema", "name"),
    ("current_time", "time with time zone"),
    ("current_timestamp", "timestamp with time zone"),
    ("current_user", "name"),
    ("localtime", "time without time zone"),
    ("localtimestamp", "timestamp without time zone"),
    ("session_user", "name"),
    ("system_user", "text"),
    ("user", "name"),
];

pub(super) fn literal(literal: &ast::Literal) -> Option<&'static str> {
    let text = literal.syntax().text().to_string();
    let lower = text.trim().to_ascii_lowercase();
    match lower.as_str() {
        "true" | "false" => Some("boolean"),
        it if it.starts_with("b'") || it.starts_with("x'") => Some("bit"),
        it if it.chars().all(|it| it.is_ascii_digit()) && !it.is_empty() => Some("integer"),
        it if it.starts_with(|it: char| it.is_ascii_digit()) => Some("numeric"),
        _ => None,
    }
}

/// Nodes in which names are none of columns.
pub(super) const NAMES_NO_COLUMN: &[SyntaxKind] =
    &[SyntaxKind::EXTRACT_FIELD_NAME, SyntaxKind::LOCKING_CLAUSE];
