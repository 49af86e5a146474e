//! Which of the server's functions of one name a call means, as the server itself finds it.

use squawk_syntax::ast::{self, AstNode};

use super::super::super::functions;
use super::super::super::signatures::{self, Signature};
use super::infer::{array_of, element_of, is_untold, without_precision};
use super::scope::Scope;
use super::{Binder, problem};
use crate::catalog::{SqlType, TypeKind};
use crate::name::Name;

/// What a call gives as one argument.
#[derive(Clone, Debug)]
enum Given {
    /// A text or null, which is read as what the function takes.
    Untold,
    /// We cannot tell, or not how it becomes another.
    Unsure,
    /// A value of a type of the server's own; it stands beside the one that it was said with.
    Of(String, SqlType),
    /// A value of an enum, or an array of such.
    Enum(SqlType),
}

impl Given {
    fn ty(&self) -> Option<&SqlType> {
        match self {
            Self::Of(_, ty) | Self::Enum(ty) => Some(ty),
            Self::Untold | Self::Unsure => None,
        }
    }
}

impl Binder<'_> {
    /// Says if the server has no function that takes what it is given.
    pub(super) fn call_fits(&mut self, name: &Name, call: &ast::CallExpr, scope: &Scope<'_>) {
        let Some(given) = self.given(call, scope) else { return };
        if let Some(all) = self.of_server(name)
            && fitting(all, &given).is_empty()
        {
            let why = problem::no_such_call(&name.to_string(), given.len());
            self.problem(call.syntax(), why);
        }
    }

    /// `EXTRACT(year FROM a)` is a call with a syntax of its own.
    pub(super) fn extract_fits(&mut self, call: &ast::CallExpr, scope: &Scope<'_>) {
        let Some(from) = call.extract_fn().and_then(|it| it.expr()) else { return };
        let given = [Given::Untold, self.given_as(&from, scope)];
        if fitting(signatures::of_name("date_part"), &given).is_empty() {
            self.problem(call.syntax(), problem::no_such_call("extract", given.len()));
        }
    }

    /// The type that a call of one of the server's functions gives, if that can be told.
    pub(super) fn type_of_server_call(
        &self,
        name: &Name,
        call: &ast::CallExpr,
        scope: &Scope<'_>,
    ) -> Option<SqlType> {
        let given = self.given(call, scope)?;
        let all = fitting(self.of_server(name)?, &given);
        let is_sure = !given.iter().any(|it| matches!(it, Given::Unsure));
        let meant = if is_sure { best(all, &given) } else { all };
        let mut types = meant.into_iter().map(|it| result(it, &given));
        let first = types.next()??;
        types.all(|it| it.as_ref() == Some(&first)).then_some(first)
    }

    /// The server's functions of a name, if a call by it can mean no others.
    fn of_server(&self, name: &Name) -> Option<&'static [Signature]> {
        let is_of_server = name.schema.as_deref().is_none_or(|it| it == "pg_catalog");
        let mut own = self.catalog.functions.keys();
        let is_hidden = own.any(|it| it.name.name == name.name)
            || self.catalog.has_unknown_extension()
            || functions::brought(self.catalog, name);
        let all = signatures::of_name(&name.name);
        (is_of_server && !is_hidden && !all.is_empty()).then_some(all)
    }

    /// The arguments of a call that names none and gives none as a list.
    fn given(&self, call: &ast::CallExpr, scope: &Scope<'_>) -> Option<Vec<Given>> {
        let list = call.arg_list()?;
        if call.within_clause().is_some() {
            return None;
        }
        let given = list.args().map(|it| match it.func_arg_expr()? {
            ast::FuncArgExpr::Expr(expr) if it.variadic_token().is_none() => {
                Some(self.given_as(&expr, scope))
            }
            _ => None,
        });
        given.collect()
    }

    fn given_as(&self, expr: &ast::Expr, scope: &Scope<'_>) -> Given {
        if is_untold(expr) {
            return Given::Untold;
        }
        let ty = self.type_of(expr, scope).filter(|_| self.has_operators_of_server());
        ty.map_or(Given::Unsure, |it| self.given_of(it))
    }

    fn given_of(&self, ty: SqlType) -> Given {
        let Some(name) = &ty.named else {
            let bare = without_precision(&ty.canonical());
            let bare = bare.replace("bpchar", "character");
            let element = bare.trim_end_matches("[]");
            return match signatures::is_known_type(element) {
                true => Given::Of(bare, ty),
                false => Given::Unsure,
            };
        };
        match self.catalog.type_named(name).map(|it| &it.kind) {
            Some(TypeKind::Enum(_)) => Given::Enum(ty),
            Some(TypeKind::Domain { base, .. }) if !ty.is_array() => self.given_of(base.clone()),
            _ => Given::Unsure,
        }
    }
}

/// The functions that take what is given, be it that it becomes another type by itself.
fn fitting<'a>(all: &'a [Signature], given: &[Given]) -> Vec<(&'a Signature, Vec<&'static str>)> {
    let fits = |it: &'a Signature| {
        let takes = it.arguments(given.len())?;
        takes.iter().zip(given).all(|(takes, given)| accepts(takes, given)).then_some((it, takes))
    };
    all.iter().filter_map(fits).collect()
}

fn accepts(takes: &str, given: &Given) -> bool {
    let ty = match given {
        Given::Untold | Given::Unsure => return true,
        Given::Of(_, ty) | Given::Enum(ty) => ty,
    };
    match takes {
        "\"any\"" | "anyelement" | "anycompatible" => true,
        "anynonarray" | "anycompatiblenonarray" => !ty.is_array(),
        any if is_array(any) => ty.is_array(),
        "anyenum" => matches!(given, Given::Enum(_)) && !ty.is_array(),
        _ => match given {
            Given::Of(bare, _) if takes.starts_with("any") => {
                let is_multiple = takes.ends_with("multirange");
                bare.ends_with("range") && bare.ends_with("multirange") == is_multiple
            }
            Given::Of(bare, _) => match (bare.strip_suffix("[]"), takes.strip_suffix("[]")) {
                (Some(from), Some(to)) => signatures::becomes(from, to),
                _ => signatures::becomes(bare, takes),
            },
            _ => false,
        },
    }
}

/// Those that take the most of what is given as it is, and of these those that take the most as
/// what the server would rather make of it.
fn best<'a>(
    all: Vec<(&'a Signature, Vec<&'static str>)>,
    given: &[Given],
) -> Vec<(&'a Signature, Vec<&'static str>)> {
    let is_exact = |(takes, given): (&&str, &Given)| match given {
        Given::Of(bare, _) => bare == *takes,
        _ => false,
    };
    let is_liked = |(takes, given): (&&str, &Given)| {
        is_exact((takes, given))
            || !matches!(given, Given::Untold) && signatures::is_preferred(takes)
    };
    let all = most(all, |takes| takes.iter().zip(given).filter(|it| is_exact(*it)).count());
    let all = most(all, |takes| takes.iter().zip(given).filter(|it| is_liked(*it)).count());
    // What may be a text is one.
    let is_read =
        |(takes, given): (&&str, &Given)| matches!(given, Given::Untold) && *takes == "text";
    most(all, |takes| takes.iter().zip(given).filter(|it| is_read(*it)).count())
}

fn most<'a>(
    all: Vec<(&'a Signature, Vec<&'static str>)>,
    count: impl Fn(&[&'static str]) -> usize,
) -> Vec<(&'a Signature, Vec<&'static str>)> {
    let most = all.iter().map(|(_, takes)| count(takes)).max().unwrap_or_default();
    all.into_iter().filter(|(_, takes)| count(takes) == most).collect()
}

/// What a function gives for what it is given.
fn result((signature, takes): (&Signature, Vec<&'static str>), given: &[Given]) -> Option<SqlType> {
    let gives = signature.gives?;
    let Some(kind) = gives.strip_prefix("any") else { return Some(SqlType::new(gives)) };
    // Values that only become one another may all become a third.
    let is_of_it = |takes: &str| {
        takes.starts_with("any") && takes.contains("compatible") == kind.contains("compatible")
    };
    let mut elements = takes.iter().zip(given).filter(|(it, _)| is_of_it(it)).map(|(it, given)| {
        let ty = given.ty()?.clone();
        if it.ends_with("range") || kind.ends_with("range") {
            return None;
        }
        let element = if is_array(it) { element_of(&ty)? } else { ty };
        Some(super::infer::without_modifier(&element))
    });
    let element = elements.next()??;
    if !elements.all(|it| it.as_ref() == Some(&element)) {
        return None;
    }
    Some(if is_array(gives) { array_of(&element) } else { element })
}

/// Whether it is the word for arrays of any type.
fn is_array(word: &str) -> bool {
    ["anyarray", "anycompatiblearray"].contains(&word)
}
