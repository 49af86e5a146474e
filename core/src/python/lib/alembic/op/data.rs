//! Operations on rows: SQL as it is, and inserts.

use std::rc::Rc;

use crate::python::args::Args;
use crate::python::class::Object;
use crate::python::lib::sqlalchemy::engine::statement;
use crate::python::lib::sqlalchemy::expression::collection::column_named;
use crate::python::lib::sqlalchemy::expression::dml::{INSERT, name_of};
use crate::python::lib::sqlalchemy::expression::element::{
    BIND_PARAMETER, bind, type_argument, type_of,
};
use crate::python::lib::sqlalchemy::expression::from::columns_of;
use crate::python::lib::sqlalchemy::fields::{make, of};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// `op.execute(...)`: whatever it answers is thrown away.
pub(super) fn execute(vm: &mut Vm<'_>, args: &Args) -> Eval {
    statement::print(vm, args.get("sqltext"), "op.execute")?;
    Ok(Value::None)
}

pub(super) fn inline_literal(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let ty = match args.get("type_") {
        Value::None => None,
        ty => type_argument(vm, ty)?.as_object().cloned(),
    };
    Ok(Value::Object(bind(vm, args.get("value").clone(), ty)))
}

/// One INSERT a row, with the values written into it.
pub(super) fn bulk_insert(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if let Some(unknown) = super::missing(args) {
        vm.emit_unwritten(&unknown);
        return Ok(Value::None);
    }
    let Value::List(rows) = args.get("rows") else {
        return Err(vm.raise("TypeError", "List expected"));
    };
    let rows = rows.borrow().clone();
    if rows.is_empty() {
        return Ok(Value::None);
    }
    // A mapped class is no table: it has no `insert`.
    if let Value::Unknown(unknown) = vm.attribute(args.get("table"), "insert")? {
        vm.emit_unwritten(&unknown);
        return Ok(Value::None);
    }
    let Some(table) = args.get("table").as_object().cloned() else { return Ok(Value::None) };
    for row in &rows {
        let Value::Dict(_) = row else {
            return Err(vm.raise("TypeError", "List of dictionaries expected"));
        };
        insert(vm, &table, row)?;
    }
    Ok(Value::None)
}

fn insert(vm: &mut Vm<'_>, table: &Rc<Object>, row: &Value) -> Eval<()> {
    let columns = columns_of(vm, table);
    let Value::Dict(dict) = row else { return Ok(()) };
    let given: Vec<(Value, Value)> =
        dict.borrow().iter().map(|(key, value)| (key.clone(), value.clone())).collect();
    let mut pairs = Vec::new();
    for (key, value) in given {
        let name = key.as_str().unwrap_or_default().to_owned();
        let Some(column) = column_named(&columns, &name) else {
            return Err(vm.raise("KeyError", name));
        };
        let value = match of(&value, &BIND_PARAMETER) {
            Some(_) => value,
            None => Value::Object(bind(vm, value, type_of(&column))),
        };
        let name = name_of(&column).map_or(key, Value::str);
        pairs.push(Value::tuple([name, value]));
    }
    let fields = [
        ("table", Value::Object(table.clone())),
        ("_values", Value::list(pairs)),
        ("_inline", Value::Bool(true)),
    ];
    let statement = Value::Object(make(vm, &INSERT, fields));
    statement::print(vm, &statement, "op.bulk_insert")
}
