//! Functions, procedures and aggregates: kept to the letter, told apart by their arguments.

use std::collections::BTreeSet;

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode};

use super::super::lowered::Lowered;
use super::syntax::{cascades, ident, line, name, parts, statement};
use super::types::{canonical, sql_type};
use crate::catalog::{Function, FunctionKey, FunctionShape, Privileges};
use crate::name::Name;
use crate::op::{AlterFunction, CreateFunction, DropFunction, FunctionChange};

pub(super) fn create(stmt: &ast::CreateFunction, out: &mut Lowered) -> Option<()> {
    let arguments = inputs(&stmt.param_list()?);
    let key = FunctionKey { name: name(&stmt.name()?)?, arguments };
    let shape = shape(stmt.param_list(), stmt.ret_type());
    let options = || stmt.option_list().into_iter().flat_map(|it| it.options());
    let language = options().find(|it| matches!(it, ast::FuncOption::LanguageFuncOption(_)));
    let is_plpgsql = language.as_ref().is_some_and(|it| line(it).ends_with("plpgsql"));
    let place = super::syntax::range(stmt.syntax());
    if language.is_none() && stmt.body().is_none() {
        out.problem(place.clone(), problem::no_language(&key.name));
    }
    if misses_default(stmt.param_list()) {
        out.problem(place.clone(), problem::misses_default(&key.name));
    }
    if ["trigger", "event_trigger"].contains(&&*shape.returns) && !key.arguments.is_empty() {
        out.problem(place.clone(), problem::takes_arguments(&key.name));
    }
    if let Some(twice) = said_twice(stmt.param_list(), stmt.ret_type(), is_plpgsql) {
        out.problem(place, problem::said_twice(&key.name, &twice));
    }
    push(key, "FUNCTION", shape, stmt, stmt.or_replace().is_some(), out);
    Some(())
}

/// What a later replacement must keep.
fn shape(params: Option<ast::ParamList>, returns: Option<ast::RetType>) -> FunctionShape {
    let params: Vec<ast::Param> = params.iter().flat_map(|it| it.all_params()).collect();
    let is_output = |it: &ast::Param| matches!(it.mode(), Some(ast::ParamMode::ParamOut(_)));
    let plain = |it: &ast::FuncType| match it {
        ast::FuncType::Type(it) => Some(sql_type(it)),
        ast::FuncType::PercentType(_) => None,
    };
    let given = returns.as_ref().and_then(|it| it.func_type()).as_ref().and_then(plain);
    let taken = params.iter().filter_map(|it| it.func_type()).filter_map(|it| plain(&it));
    let types = taken.chain(given.clone()).filter_map(|it| it.named).collect();
    let said = returns.map(|it| {
        let text = normal(it.syntax());
        match (given, text.contains("setof ")) {
            (Some(ty), true) => format!("setof {}", ty.canonical()),
            (Some(ty), false) => ty.canonical(),
            (None, _) => text,
        }
    });
    let names = params.iter().filter(|it| !is_output(it));
    FunctionShape {
        returns: returned(&params, said),
        names: names.map(|it| it.name().map(|it| ident(&it)).unwrap_or_default()).collect(),
        defaults: params.iter().filter(|it| it.param_default().is_some()).count(),
        types,
    }
}

/// What a routine gives, as it is said, or as its arguments tell: a row where several of them do.
fn returned(params: &[ast::Param], said: Option<String>) -> String {
    let tells = |it: &&ast::Param| {
        let mode = it.mode();
        matches!(mode, Some(ast::ParamMode::ParamOut(_) | ast::ParamMode::ParamInOut(_)))
    };
    let told: Vec<&ast::Param> = params.iter().filter(tells).collect();
    let gives_rows = said.as_ref().is_some_and(|it| it.starts_with("setof "));
    match (told.as_slice(), said) {
        ([] | [_], Some(said)) => said,
        ([only], None) => only.func_type().map(|it| normal(it.syntax())).unwrap_or_default(),
        (several, _) => {
            let named = several.iter().map(|it| {
                let name = it.name().map(|it| ident(&it)).unwrap_or_default();
                let ty = it.func_type().map(|it| normal(it.syntax())).unwrap_or_default();
                format!("{name} {ty}")
            });
            let row = named.collect::<Vec<_>>().join(", ");
            if gives_rows { format!("setof ({row})") } else { row }
        }
    }
}

/// Names and types the same however they are written.
fn normal(node: &SyntaxNode) -> String {
    if let Some(ty) = ast::Type::cast(node.clone()) {
        return sql_type(&ty).canonical();
    }
    let parts = node.children_with_tokens().filter(|it| !it.kind().is_trivia());
    let parts = parts.map(|it| match (it.as_node(), it.as_token()) {
        (Some(it), _) => normal(it),
        (None, Some(it)) => match it.text().strip_prefix('"') {
            Some(rest) => rest.trim_end_matches('"').to_owned(),
            None => it.text().to_lowercase(),
        },
        (None, None) => String::new(),
    });
    parts.collect::<Vec<_>>().join(" ")
}

fn params(list: Option<ast::ParamList>) -> impl Iterator<Item = ast::Param> {
    list.into_iter().flat_map(|it| it.all_params().collect::<Vec<_>>())
}

/// An argument that is said twice among those that a function is given, or those that it gives.
/// PL/pgSQL has one name for both.
fn said_twice(
    params: Option<ast::ParamList>,
    returns: Option<ast::RetType>,
    is_plpgsql: bool,
) -> Option<String> {
    let (mut given, mut gives) = (BTreeSet::new(), BTreeSet::new());
    for param in self::params(params) {
        let Some(name) = param.name().map(|it| ident(&it)) else { continue };
        let mode = param.mode();
        let is_output = matches!(mode, Some(ast::ParamMode::ParamOut(_)));
        let is_both = matches!(mode, Some(ast::ParamMode::ParamInOut(_))) || is_plpgsql;
        let is_new = match (is_both, is_output) {
            (true, _) => given.insert(name.clone()) & gives.insert(name.clone()),
            (false, true) => gives.insert(name.clone()),
            (false, false) => given.insert(name.clone()),
        };
        if !is_new {
            return Some(name);
        }
    }
    let table = returns.and_then(|it| it.return_table_arg_list());
    let mut columns = table.into_iter().flat_map(|it| it.args()).filter_map(|it| it.name());
    columns.find_map(|it| Some(ident(&it)).filter(|it| !gives.insert(it.clone())))
}

/// Whether an argument without a default follows one that has one.
fn misses_default(params: Option<ast::ParamList>) -> bool {
    let mut seen = false;
    for param in self::params(params) {
        let is_input = !matches!(
            param.mode(),
            Some(ast::ParamMode::ParamOut(_) | ast::ParamMode::ParamVariadic(_))
        );
        if seen && is_input && param.param_default().is_none() {
            return true;
        }
        seen |= param.param_default().is_some();
    }
    false
}

pub(super) fn create_procedure(stmt: &ast::CreateProcedure, out: &mut Lowered) -> Option<()> {
    let arguments = all(&stmt.param_list()?);
    let key = FunctionKey { name: name(&stmt.name()?)?, arguments };
    if let Some(twice) = said_twice(stmt.param_list(), None, false) {
        let place = super::syntax::range(stmt.syntax());
        out.problem(place, problem::said_twice(&key.name, &twice));
    }
    push(key, "PROCEDURE", shape(stmt.param_list(), None), stmt, stmt.or_replace().is_some(), out);
    Some(())
}

pub(super) fn create_aggregate(stmt: &ast::CreateAggregate, out: &mut Lowered) -> Option<()> {
    // The old form says its argument as an attribute: `(BASETYPE = int, …)`.
    let arguments = stmt.param_list().map(|it| inputs(&it)).unwrap_or_default();
    let key = FunctionKey { name: name(&stmt.aggregate_name()?)?, arguments };
    push(key, "AGGREGATE", FunctionShape::default(), stmt, stmt.or_replace().is_some(), out);
    Some(())
}

fn push(
    key: FunctionKey,
    kind: &str,
    shape: FunctionShape,
    stmt: &impl AstNode,
    replace: bool,
    out: &mut Lowered,
) {
    let definition = statement(stmt);
    let function = Function {
        key,
        kind: kind.to_owned(),
        definition,
        shape,
        comment: None,
        privileges: Privileges::default(),
    };
    out.push(CreateFunction { function, replace });
}

/// The types of the arguments that a function is called with.
fn inputs(list: &ast::ParamList) -> Vec<String> {
    let params = list.all_params();
    params
        .filter(|it| !matches!(it.mode(), Some(ast::ParamMode::ParamOut(_))))
        .filter_map(|it| param_type(&it))
        .collect()
}

/// The types of all arguments: those that a procedure gives back tell it from others, too.
fn all(list: &ast::ParamList) -> Vec<String> {
    list.all_params().filter_map(|it| param_type(&it)).collect()
}

fn param_type(param: &ast::Param) -> Option<String> {
    Some(match param.func_type()? {
        ast::FuncType::Type(it) => canonical(&it),
        ast::FuncType::PercentType(it) => line(&it),
    })
}

/// A function as `COMMENT ON`, `ALTER` and `DROP` name it.
pub(super) struct Signature {
    /// `FUNCTION`, `PROCEDURE`, `ROUTINE` or `AGGREGATE`.
    kind: &'static str,
    pub(super) name: Name,
    pub(super) arguments: Option<Vec<String>>,
}

impl Signature {
    /// The key, if the signature says its arguments.
    pub(super) fn key(self) -> FunctionKey {
        FunctionKey { name: self.name, arguments: self.arguments.unwrap_or_default() }
    }
}

pub(super) fn function(node: &ast::FunctionSig) -> Option<Signature> {
    let arguments = node.param_list().map(|it| inputs(&it));
    Some(Signature { kind: "FUNCTION", name: name(&node.function_name_ref()?)?, arguments })
}

pub(super) fn procedure(node: &ast::ProcedureSig) -> Option<Signature> {
    let arguments = node.param_list().map(|it| all(&it));
    Some(Signature { kind: "PROCEDURE", name: name(&node.procedure_name_ref()?)?, arguments })
}

pub(super) fn routine(node: &ast::RoutineSig) -> Option<Signature> {
    let arguments = node.param_list().map(|it| inputs(&it));
    Some(Signature { kind: "ROUTINE", name: name(&node.routine_name_ref()?)?, arguments })
}

pub(super) fn aggregate(node: &ast::Aggregate) -> Option<Signature> {
    let arguments = node.param_list().map(|it| inputs(&it));
    Some(Signature { kind: "AGGREGATE", name: name(&node.path_ref()?)?, arguments })
}

pub(super) fn alter(stmt: &ast::AlterFunction, out: &mut Lowered) -> Option<()> {
    let change = match stmt.action()? {
        ast::AlterFunctionAction::FunctionRenameTo(it) => rename(&it.function_name()?)?,
        ast::AlterFunctionAction::SetSchema(it) => FunctionChange::Schema(ident(&it.schema_ref()?)),
        other => FunctionChange::Option(line(&other)),
    };
    push_change(function(&stmt.function_sig()?)?, change, out);
    Some(())
}

pub(super) fn alter_procedure(stmt: &ast::AlterProcedure, out: &mut Lowered) -> Option<()> {
    use ast::AlterProcedureAction as Action;
    let change = match stmt.action()? {
        Action::ProcedureRenameTo(it) => rename(&it.procedure_name()?)?,
        Action::SetSchema(it) => FunctionChange::Schema(ident(&it.schema_ref()?)),
        other => FunctionChange::Option(line(&other)),
    };
    push_change(procedure(&stmt.procedure_sig()?)?, change, out);
    Some(())
}

pub(super) fn alter_routine(stmt: &ast::AlterRoutine, out: &mut Lowered) -> Option<()> {
    let change = match stmt.action()? {
        ast::AlterRoutineAction::RoutineRenameTo(it) => rename(&it.routine_name()?)?,
        ast::AlterRoutineAction::SetSchema(it) => FunctionChange::Schema(ident(&it.schema_ref()?)),
        other => FunctionChange::Option(line(&other)),
    };
    push_change(routine(&stmt.routine_sig()?)?, change, out);
    Some(())
}

pub(super) fn alter_aggregate(stmt: &ast::AlterAggregate, out: &mut Lowered) -> Option<()> {
    use ast::AlterAggregateAction as Action;
    let change = match stmt.action()? {
        Action::AggregateRenameTo(it) => rename(&it.aggregate_name()?)?,
        Action::SetSchema(it) => FunctionChange::Schema(ident(&it.schema_ref()?)),
        other => FunctionChange::Option(line(&other)),
    };
    push_change(aggregate(&stmt.aggregate()?)?, change, out);
    Some(())
}

fn rename(to: &impl AstNode) -> Option<FunctionChange> {
    Some(FunctionChange::Rename(parts(to.syntax()).pop()?))
}

fn push_change(signature: Signature, change: FunctionChange, out: &mut Lowered) {
    let Signature { kind, name, arguments } = signature;
    let kind = kind.to_owned();
    out.push(AlterFunction { name, kind, arguments, change });
}

pub(super) fn drop(stmt: &ast::DropFunction, out: &mut Lowered) -> Option<()> {
    let cascade = cascades(stmt.drop_behavior());
    for it in stmt.function_sig_list()?.function_sigs() {
        push_drop(function(&it)?, stmt.if_exists().is_some(), cascade, out);
    }
    Some(())
}

pub(super) fn drop_procedure(stmt: &ast::DropProcedure, out: &mut Lowered) -> Option<()> {
    let cascade = cascades(stmt.drop_behavior());
    for it in stmt.procedure_sig_list()?.procedure_sigs() {
        push_drop(procedure(&it)?, stmt.if_exists().is_some(), cascade, out);
    }
    Some(())
}

pub(super) fn drop_routine(stmt: &ast::DropRoutine, out: &mut Lowered) -> Option<()> {
    let cascade = cascades(stmt.drop_behavior());
    for it in stmt.routine_sig_list()?.routine_sigs() {
        push_drop(routine(&it)?, stmt.if_exists().is_some(), cascade, out);
    }
    Some(())
}

pub(super) fn drop_aggregate(stmt: &ast::DropAggregate, out: &mut Lowered) -> Option<()> {
    let cascade = cascades(stmt.drop_behavior());
    for it in stmt.aggregates() {
        push_drop(aggregate(&it)?, stmt.if_exists().is_some(), cascade, out);
    }
    Some(())
}

fn push_drop(signature: Signature, if_exists: bool, cascade: bool, out: &mut Lowered) {
    let Signature { kind, name, arguments } = signature;
    let kind = kind.to_owned();
    out.push(DropFunction { name, kind, arguments, if_exists, cascade });
}

mod problem {
    use crate::diagnostic::Problem;
    use crate::name::Name;

    pub(super) fn no_language(name: &Name) -> Problem {
        Problem::error("function-definition", format!("function `{name}` says no language"))
            .help("add `LANGUAGE sql` or `LANGUAGE plpgsql`")
    }

    pub(super) fn misses_default(name: &Name) -> Problem {
        let message =
            format!("function `{name}` has an argument without a default behind one with it");
        Problem::error("function-definition", message)
    }

    pub(super) fn said_twice(name: &Name, argument: &str) -> Problem {
        let message = format!("function `{name}` has two arguments `{argument}`");
        Problem::error("function-definition", message)
    }

    pub(super) fn takes_arguments(name: &Name) -> Problem {
        let message = format!("function `{name}` is for triggers, which give no arguments");
        Problem::error("function-definition", message)
            .help("leave the arguments out, and read `TG_ARGV`")
    }
}
