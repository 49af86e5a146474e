//! The expressions of `sqlalchemy.dialects.postgresql`: arrays, ordered aggregates, text search.

use super::super::fields::make;
use super::super::types::postgresql as p;
use super::element::{
    AGGREGATE_ORDER_BY, ARRAY_LITERAL, expression_of, operand, type_argument, type_of, unary,
};
use super::function;
use crate::python::args::Args;
use crate::python::class::Native;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

const fn searches(name: &'static str, call: fn(&mut Vm<'_>, &Args) -> Eval) -> Native {
    Native { name, params: "*args, **kwargs", call }
}

pub static FUNCTIONS: &[Native] = &[
    Native { name: "array", params: "clauses, *, type_=None, **kw", call: array },
    Native { name: "array_agg", params: "*arg, **kw", call: array_agg },
    Native { name: "aggregate_order_by", params: "target, *order_by", call: aggregate_order_by },
    Native {
        name: "Any",
        params: "other, arrexpr, operator=None",
        call: |vm, args| compared(vm, args, "any"),
    },
    Native {
        name: "All",
        params: "other, arrexpr, operator=None",
        call: |vm, args| compared(vm, args, "all"),
    },
    searches("to_tsvector", |vm, args| search(vm, args, "to_tsvector")),
    searches("to_tsquery", |vm, args| search(vm, args, "to_tsquery")),
    searches("plainto_tsquery", |vm, args| search(vm, args, "plainto_tsquery")),
    searches("phraseto_tsquery", |vm, args| search(vm, args, "phraseto_tsquery")),
    searches("websearch_to_tsquery", |vm, args| search(vm, args, "websearch_to_tsquery")),
    searches("ts_headline", |vm, args| search(vm, args, "ts_headline")),
];

/// `array([...])`.
fn array(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let given = vm.iterate(args.get("clauses"))?;
    let mut clauses = Vec::new();
    for it in &given {
        clauses.push(operand(vm, it, &Value::None)?);
    }
    let item = match args.get("type_") {
        Value::None => clauses.first().and_then(type_of).map_or(Value::None, Value::Object),
        ty => type_argument(vm, ty)?,
    };
    let ty = make(vm, &p::ARRAY, [("item_type", item)]);
    let fields = [("clauses", Value::list(clauses)), ("type", Value::Object(ty))];
    Ok(Value::Object(make(vm, &ARRAY_LITERAL, fields)))
}

fn array_agg(vm: &mut Vm<'_>, args: &Args) -> Eval {
    function::named(vm, "array_agg", args.rest("arg").to_vec())
}

fn aggregate_order_by(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let target = expression_of(vm, args.get("target"))?;
    let mut order = Vec::new();
    for it in args.rest("order_by") {
        order.push(expression_of(vm, it)?);
    }
    let ty = type_of(&target).map_or(Value::None, Value::Object);
    let fields = [("target", target), ("order_by", Value::list(order)), ("type", ty)];
    Ok(Value::Object(make(vm, &AGGREGATE_ORDER_BY, fields)))
}

/// `Any(value, array)`: `value = ANY (array)`.
fn compared(vm: &mut Vm<'_>, args: &Args, name: &str) -> Eval {
    let many = expression_of(vm, args.get("arrexpr"))?;
    let many = unary(vm, &many, name);
    super::methods::compared_with(vm, &many, args)
}

fn search(vm: &mut Vm<'_>, args: &Args, name: &str) -> Eval {
    let mut given = Vec::new();
    for it in args.rest("args") {
        given.push(operand(vm, it, &Value::None)?);
    }
    function::named(vm, name, given)
}
