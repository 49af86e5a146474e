//! A query within an expression: one value, and EXISTS.

use super::super::fields::{copy, field, make};
use super::element::{COLUMN_ELEMENT, TEXT_CLAUSE, UNARY};
use super::select::{SELECT_BASE, of_columns, selected};
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

const MODULE: &str = "sqlalchemy.sql.selectable";

/// A query that is one value.
pub static SCALAR_SELECT: NativeClass = NativeClass {
    name: "ScalarSelect",
    module: MODULE,
    bases: &[&COLUMN_ELEMENT],
    params: "element",
    methods: &[
        Native { name: "where", params: "self, *clauses", call: inner_where },
        CORRELATE,
        CORRELATE_EXCEPT,
    ],
    ..NativeClass::EMPTY
};

pub static EXISTS: NativeClass = NativeClass {
    name: "Exists",
    module: MODULE,
    bases: &[&UNARY],
    params: "element=None, operator=None",
    methods: &[
        Native { name: "where", params: "self, *clauses", call: inner_where },
        Native { name: "select_from", params: "self, *froms", call: inner_select_from },
        Native {
            name: "select",
            params: "self",
            call: |vm, args| of_columns(vm, std::slice::from_ref(args.get("self"))),
        },
        CORRELATE,
        CORRELATE_EXCEPT,
    ],
    ..NativeClass::EMPTY
};

/// What a query within another one takes from around it.
const CORRELATE: Native = Native {
    name: "correlate",
    params: "self, *froms",
    call: |vm, args| inner(vm, args, "correlate", "froms"),
};

const CORRELATE_EXCEPT: Native = Native {
    name: "correlate_except",
    params: "self, *froms",
    call: |vm, args| inner(vm, args, "correlate_except", "froms"),
};

/// The query as one value, of the type of its first column.
pub(super) fn scalar(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let ty = match args.get("self").as_object().cloned() {
        Some(this) => selected(vm, &this)
            .first()
            .and_then(super::element::type_of)
            .map_or(Value::None, Value::Object),
        None => Value::None,
    };
    let fields = [("element", args.get("self").clone()), ("type", ty)];
    Ok(Value::Object(make(vm, &SCALAR_SELECT, fields)))
}

/// `exists(select(...))`, and `exists()` to be given its condition.
pub(super) fn exists(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let query = match args.rest("args") {
        [query @ Value::Object(it)] if it.is(&SELECT_BASE) => query.clone(),
        [Value::Object(it)] if it.is(&SCALAR_SELECT) => field(it, "element"),
        [] => {
            let star = make(vm, &TEXT_CLAUSE, [("text", Value::str("*"))]);
            of_columns(vm, &[Value::Object(star)])?
        }
        entities => of_columns(vm, entities)?,
    };
    Ok(exists_of(vm, query))
}

/// EXISTS over a query.
pub(super) fn exists_of(vm: &mut Vm<'_>, query: Value) -> Value {
    super::construct::prefixed(vm, &EXISTS, query, "exists")
}

fn inner_where(vm: &mut Vm<'_>, args: &Args) -> Eval {
    inner(vm, args, "where", "clauses")
}

fn inner_select_from(vm: &mut Vm<'_>, args: &Args) -> Eval {
    inner(vm, args, "select_from", "froms")
}

fn inner(vm: &mut Vm<'_>, args: &Args, method: &str, rest: &str) -> Eval {
    let Some(this) = args.get("self").as_object().cloned() else { return Ok(Value::None) };
    let query = vm.call_method(&field(&this, "element"), method, args.rest(rest).to_vec())?;
    let other = copy(vm, &this);
    other.set_field("element", query);
    Ok(Value::Object(other))
}
