//! Calls of functions with values that are written out: what the bodies of the project's own do, and
//! what an extension's are known to do.

use std::ops::Range;

use squawk_syntax::SourceFile;
use squawk_syntax::ast::{self, AstNode, Stmt};

use super::super::Names;
use super::super::lowered::Lowered;
use super::bind::{self, expression::called, may_change_schema};
use super::known::Known;
use super::syntax::{ident, line, name};
use super::{block, extension, path, rest};
use crate::catalog::{Catalog, Function};
use crate::name::Name;

/// What the calls of a statement do to the schema that they run over; nothing if it queries and
/// calls no function that changes one, or if what one does is not known.
pub(super) fn follow(stmt: &Stmt, catalog: &Catalog) -> Option<Lowered> {
    let mut out = Lowered::default();
    let changes = run_all(stmt, &mut Known::over(catalog, Names::Trusted), &mut out)?;
    (changes || matches!(stmt, Stmt::Call(_))).then_some(out)
}

/// What the procedure does that a block calls, or that it is not known.
pub(super) fn call(text: &str, place: &Range<usize>, known: &Known, out: &mut Lowered) {
    if run_in_block(text, place, known, out).is_none() {
        out.problem(place.clone(), rest::problem::call());
    }
}

/// What the functions do that `PERFORM` calls in a block, or that it is not known.
pub(super) fn perform(query: &str, place: &Range<usize>, known: &Known, out: &mut Lowered) {
    let Some(catalog) = known.catalog() else { return };
    let changing = catalog.functions.values().find(|it| {
        crate::catalog::calls(query, &it.key.name.name) && may_change_schema(it, catalog)
    });
    let own = changing.map(|it| it.key.name.to_string());
    let Some(name) = own.or_else(|| extension::called(query, catalog).map(str::to_owned)) else {
        return;
    };
    let mut inner = Lowered::default();
    if run_in_block(query, place, known, &mut inner) == Some(true) {
        block::take(inner, out);
    } else {
        out.problem(place.clone(), bind::problem::unfollowed_call(&name));
    }
}

/// Runs the functions that a statement of a block calls, with what is said of them at its place.
/// Whether they may change the schema; nothing, and nothing is done, if that is not known.
fn run_in_block(
    text: &str,
    place: &Range<usize>,
    known: &Known,
    out: &mut Lowered,
) -> Option<bool> {
    let mut inner = Lowered::default();
    let stmt = SourceFile::parse(text).tree().stmts().next()?;
    let changes = run_all(&stmt, &mut known.clone(), &mut inner)?;
    inner.problems.iter_mut().for_each(|it| it.0 = place.clone());
    block::take(inner, out);
    Some(changes)
}

/// What `EXECUTE f(…)` does where `f` is the project's own and gives nothing: the call itself, of
/// which then an empty text is run. Whether it is such a call.
pub(super) fn execute(call: &str, place: &Range<usize>, known: &Known, out: &mut Lowered) -> bool {
    let Some(catalog) = known.catalog() else { return false };
    let query = format!("select {call}");
    let stmt = SourceFile::parse(&query).tree().stmts().next();
    let callees = stmt.as_ref().and_then(calls).unwrap_or_default();
    let [(callee, _)] = callees.as_slice() else { return false };
    let own = catalog.functions.values().filter(|it| it.key.name.key() == callee.key());
    let own: Vec<_> = own.collect();
    let gives_nothing = !own.is_empty() && own.iter().all(|it| it.shape.returns == "void");
    if gives_nothing {
        perform(&query, place, known, out);
    }
    gives_nothing
}

/// Runs the functions that a statement calls. Whether they may change the schema; nothing if what
/// they do is not known.
fn run_all(stmt: &Stmt, known: &mut Known, out: &mut Lowered) -> Option<bool> {
    let mut changes = false;
    let is_call = matches!(stmt, Stmt::Call(_));
    for (callee, list) in calls(stmt)? {
        let catalog = known.catalog()?.clone();
        let given: Vec<ast::Arg> = list.iter().flat_map(|it| it.args()).collect();
        let Some(function) = of_name(&catalog, &callee, &given)? else {
            if let Some(operations) = extension::operations(&callee, list.as_ref(), &catalog) {
                changes = true;
                known.run(&operations);
                out.operations.extend(operations);
            } else if is_call && !extension::changes_nothing(&callee) {
                return None;
            }
            continue;
        };
        let may_change = may_change_schema(function, &catalog);
        // A procedure may run a text that its words do not show.
        if may_change || is_call {
            run(function, list.as_ref(), known, out)?;
        }
        changes |= may_change;
    }
    let is_known = out.problems.iter().all(|(_, it)| !it.is_unknown());
    is_known.then_some(changes)
}

/// The functions that a statement does no more than call, each with what it gives them.
fn calls(stmt: &Stmt) -> Option<Vec<Callee>> {
    match stmt {
        Stmt::Call(it) => Some(vec![(name(&it.procedure_name_ref()?)?, it.arg_list())]),
        Stmt::Select(it) => {
            let is_plain = it.where_clause().is_none() && it.with_clause().is_none();
            let targets = it.select_clause().filter(|_| is_plain)?.target_list()?.targets();
            match it.from_clause() {
                None => targets.map(|it| callee(&it.expr()?)).collect(),
                Some(from) => calls_in_from(&from, targets),
            }
        }
        _ => None,
    }
}

/// A function that is called, and what it is given.
type Callee = (Name, Option<ast::ArgList>);

fn callee(expr: &ast::Expr) -> Option<Callee> {
    match expr {
        ast::Expr::CallExpr(it) => Some((called(&it.expr()?)?, it.arg_list())),
        _ => None,
    }
}

/// The only function that a query reads from, where the rest does no more than show what it gives.
fn calls_in_from(
    from: &ast::FromClause,
    mut targets: impl Iterator<Item = ast::Target>,
) -> Option<Vec<Callee>> {
    let mut items = from.items();
    let (Some(only), None) = (items.next(), items.next()) else { return None };
    let ast::FromListItem::FromItem(ast::FromItem::FunctionFromItem(it)) = only else {
        return None;
    };
    let calls =
        |it: ast::Target| it.syntax().descendants().any(|it| ast::CallExpr::can_cast(it.kind()));
    if targets.any(calls) {
        return None;
    }
    Some(vec![callee(&ast::Expr::CallExpr(it.call_expr()?))?])
}

/// The function of this name, if there is one, or the only one of several that takes what is
/// given; nothing if several do.
#[expect(clippy::option_option, reason = "none is not the same as several")]
fn of_name<'a>(
    catalog: &'a Catalog,
    name: &Name,
    given: &[ast::Arg],
) -> Option<Option<&'a Function>> {
    let key = name.key();
    let all: Vec<&Function> =
        catalog.functions.values().filter(|it| it.key.name.key() == key).map(|it| &**it).collect();
    if let [] | [_] = all.as_slice() {
        return Some(all.first().copied());
    }
    let mut fitting = all.into_iter().filter(|it| may_take(it, given));
    let first = fitting.next()?;
    fitting.next().is_none().then_some(Some(first))
}

/// Whether a function may be meant by these values: by how many, by their names, and by whether each
/// is an array.
fn may_take(function: &Function, given: &[ast::Arg]) -> bool {
    let Some(params) = parameters(function) else { return true };
    let is_output = |it: &ast::Param| matches!(it.mode(), Some(ast::ParamMode::ParamOut(_)));
    let params: Vec<ast::Param> = params.all_params().filter(|it| !is_output(it)).collect();
    let mut taken = Vec::new();
    for (at, arg) in given.iter().enumerate() {
        let (param, value) = match arg.func_arg_expr() {
            Some(ast::FuncArgExpr::NamedArg(it)) => {
                let name = it.name().map(|it| ident(&it));
                let of_name = |it: &ast::Param| it.name().map(|it| ident(&it)) == name;
                (params.iter().position(of_name), it.expr())
            }
            Some(ast::FuncArgExpr::Expr(it)) => {
                (Some(at).filter(|it| *it < params.len()), Some(it))
            }
            None => return true,
        };
        let Some(place) = param else { return false };
        taken.push(place);
        let is_array = function.key.arguments.get(place).is_some_and(|it| it.ends_with(']'));
        let text = value.map(|it| line(&it).to_ascii_lowercase()).unwrap_or_default();
        let is_other = if is_array {
            text.starts_with('\'') && !text.starts_with("'{")
        } else {
            text.starts_with("array[")
        };
        if is_other {
            return false;
        }
    }
    let is_given = |at: &usize, it: &ast::Param| taken.contains(at) || it.param_default().is_some();
    params.iter().enumerate().all(|(at, it)| is_given(&at, it))
}

/// The parameters of a function.
pub(super) fn parameters(function: &Function) -> Option<ast::ParamList> {
    match SourceFile::parse(&function.definition).tree().stmts().next()? {
        Stmt::CreateFunction(it) => it.param_list(),
        Stmt::CreateProcedure(it) => it.param_list(),
        _ => None,
    }
}

/// Follows the body of a function; nothing if it cannot be followed.
fn run(
    function: &Function,
    given: Option<&ast::ArgList>,
    known: &mut Known,
    out: &mut Lowered,
) -> Option<()> {
    let parse = SourceFile::parse(&function.definition);
    let (params, options) = match parse.tree().stmts().next()? {
        Stmt::CreateFunction(it) => (it.param_list()?, it.option_list()?),
        Stmt::CreateProcedure(it) => (it.param_list()?, it.option_list()?),
        _ => return None,
    };
    if path::of_setting(options.syntax()).is_some() {
        return None;
    }
    let mut body = None;
    let mut is_block = false;
    for option in options.options() {
        match option {
            ast::FuncOption::LanguageFuncOption(it) => {
                is_block = line(&it).to_ascii_lowercase().trim_matches('\'').ends_with("plpgsql");
            }
            ast::FuncOption::AsFuncOption(it) => {
                body = it.syntax().descendants().find_map(ast::Literal::cast);
            }
            _ => {}
        }
    }
    let body = body?.string_value().filter(|_| is_block)?;
    let mut inner = known.inside_call()?;
    pass(&params, given, known, &mut inner)?;
    let text = format!("DO $of_function${body}$of_function$");
    let block = match SourceFile::parse(&text).tree().stmts().next()? {
        Stmt::Do(it) => it,
        _ => return None,
    };
    let mut lowered = Lowered::default();
    block::run(&block, &mut inner, &mut lowered)?;
    known.run(&lowered.operations);
    block::take(lowered, out);
    Some(())
}

/// Lets the parameters hold what they are given, or else their defaults.
fn pass(
    params: &ast::ParamList,
    given: Option<&ast::ArgList>,
    outside: &Known,
    inside: &mut Known,
) -> Option<()> {
    let mut by_place = Vec::new();
    let mut by_name = Vec::new();
    for arg in given.into_iter().flat_map(|it| it.args()) {
        match arg.func_arg_expr()? {
            ast::FuncArgExpr::NamedArg(it) => by_name.push((ident(&it.name()?), it.expr()?)),
            ast::FuncArgExpr::Expr(it) => by_place.push(it),
        }
    }
    let mut by_place = by_place.into_iter();
    for (at, param) in params.all_params().enumerate() {
        if matches!(param.mode(), Some(ast::ParamMode::ParamOut(_))) {
            continue;
        }
        let named = param.name().map(|it| ident(&it));
        let said = by_name.iter().find(|(name, _)| Some(name) == named.as_ref());
        let said = by_place.next().or_else(|| said.map(|(_, it)| it.clone()));
        let value = said.or_else(|| param.param_default()?.expr())?;
        let texts = outside.texts(&line(&value));
        let value = outside.evaluate(&line(&value));
        let names = named.into_iter().chain([format!("${}", at + 1)]);
        for name in names {
            inside.hold(&name, value.clone());
            inside.hold_texts(&name, texts.clone());
        }
    }
    Some(())
}
