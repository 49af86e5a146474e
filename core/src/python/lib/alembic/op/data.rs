//! Operations on rows: SQL as it is, and inserts.

use std::rc::Rc;

use crate::python::Mode;
use crate::python::args::Args;
use crate::python::class::Object;
use crate::python::lib::sqlalchemy::compiler::type_of_value;
use crate::python::lib::sqlalchemy::engine::statement;
use crate::python::lib::sqlalchemy::exc;
use crate::python::lib::sqlalchemy::expression::collection::column_named;
use crate::python::lib::sqlalchemy::expression::dml::{INSERT, name_of};
use crate::python::lib::sqlalchemy::expression::element::{
    BIND_PARAMETER, CLAUSE_ELEMENT, bind, type_argument, type_of,
};
use crate::python::lib::sqlalchemy::expression::from::columns_of;
use crate::python::lib::sqlalchemy::fields::{entries, make, of};
use crate::python::lib::sqlalchemy::types::base::TYPE_DECORATOR;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// `op.execute(...)`: whatever it answers is thrown away.
pub(super) fn execute(vm: &mut Vm<'_>, args: &Args) -> Eval {
    statement::print(vm, args.get("sqltext"), "op.execute")?;
    Ok(Value::None)
}

pub(super) fn inline_literal(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let ty = match args.get("type_") {
        Value::None => Some(type_of_value(vm, args.get("value"))),
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
    let columns = columns_of(vm, &table);
    let mut said = Vec::new();
    for row in &rows {
        let Value::Dict(_) = row else {
            return Err(vm.raise("TypeError", "List of dictionaries expected"));
        };
        said.push(entries(row));
    }
    if vm.host.mode() == Mode::Online && args.flag("multiinsert") {
        // One statement goes out for all rows.
        for row in &mut said {
            row.retain(|(name, _)| column_named(&columns, name).is_some());
        }
        let names = said.first().into_iter().flatten().map(|(name, _)| name.clone());
        let names: Vec<String> = names.collect();
        statement::as_the_first(vm, &names, &mut said)?;
    }
    for row in said {
        refuse_expressions(vm, &columns, &row, args.flag("multiinsert"))?;
        insert(vm, &table, &columns, row)?;
    }
    Ok(Value::None)
}

/// Refuses what is computed by the database among values that go to the driver, as those of several
/// rows at once do, and among those that are printed. What a type of the script's own makes of it,
/// the driver may take.
fn refuse_expressions(
    vm: &mut Vm<'_>,
    columns: &[Value],
    row: &statement::Row,
    at_once: bool,
) -> Eval<()> {
    let is_offline = vm.host.mode() == Mode::Offline;
    let is_refused = |it: &Rc<Object>| match is_offline {
        true => it.is(&CLAUSE_ELEMENT) && !it.is(&BIND_PARAMETER),
        false => it.is(&CLAUSE_ELEMENT) && at_once,
    };
    let is_plain = |name: &str| {
        let ty = column_named(columns, name).and_then(|it| type_of(&it));
        ty.is_none_or(|it| !it.is(&TYPE_DECORATOR))
    };
    let mut plain = row.iter().filter(|(name, _)| is_plain(name));
    let refused = plain.find_map(|(_, it)| it.as_object().filter(|it| is_refused(it)));
    let Some(refused) = refused else { return Ok(()) };
    let class = refused.class.borrow().name.clone();
    Err(match is_offline {
        true => exc::raise(
            vm,
            &exc::COMPILE_ERROR,
            format!("Could not render literal value of type '{class}'"),
        ),
        false => exc::raise(
            vm,
            &exc::PROGRAMMING_ERROR,
            format!("the driver takes no '{class}' for a value; multiinsert=False writes it"),
        ),
    })
}

fn insert(vm: &mut Vm<'_>, table: &Rc<Object>, columns: &[Value], row: statement::Row) -> Eval<()> {
    let mut pairs = Vec::new();
    for (name, value) in row {
        let Some(column) = column_named(columns, &name) else {
            return Err(vm.raise("KeyError", name));
        };
        let value = match of(&value, &BIND_PARAMETER) {
            Some(_) => value,
            None => Value::Object(bind(vm, value, type_of(&column))),
        };
        let name = name_of(&column).unwrap_or(name);
        pairs.push(Value::tuple([Value::str(name), value]));
    }
    let fields = [
        ("table", Value::Object(table.clone())),
        ("_values", Value::list(pairs)),
        ("_inline", Value::Bool(true)),
    ];
    let statement = Value::Object(make(vm, &INSERT, fields));
    statement::print(vm, &statement, "op.bulk_insert")
}
