//! Results of which the rows are known, since the catalog has them.

use std::rc::Rc;

use super::super::exc;
use super::super::fields::{field, items, items_of};
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Object, Operator};
use crate::python::host::Cell;
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

pub static CLASSES: &[&NativeClass] = &[&RESULT, &ROW];

pub static RESULT: NativeClass = NativeClass {
    name: "CursorResult",
    module: "sqlalchemy.engine.cursor",
    methods: &[
        Native::new("fetchall", "self", |_, args| Ok(Value::list(rest(args)))),
        Native::new("all", "self", |_, args| Ok(Value::list(rest(args)))),
        Native::new("fetchmany", "self, size=1", fetch_many),
        Native::new("fetchone", "self", |_, args| Ok(next(args).unwrap_or(Value::None))),
        Native::new("first", "self", |_, args| {
            Ok(rest(args).into_iter().next().unwrap_or(Value::None))
        }),
        Native::new("one", "self", |vm, args| only(vm, args, Missing::Raises)),
        Native::new("one_or_none", "self", |vm, args| only(vm, args, Missing::IsNone)),
        Native::new("scalar", "self", |vm, args| {
            let row = rest(args).into_iter().next();
            first_of(vm, row)
        }),
        Native::new("scalar_one", "self", |vm, args| {
            let row = only(vm, args, Missing::Raises)?;
            first_of(vm, Some(row))
        }),
        Native::new("scalar_one_or_none", "self", |vm, args| {
            let row = only(vm, args, Missing::IsNone)?;
            first_of(vm, Some(row))
        }),
        Native::new("scalars", "self, index=0", scalars),
        Native::new("mappings", "self", mappings),
        Native::new("keys", "self", |_, args| {
            Ok(args.get("self").as_object().map_or(Value::None, |it| field(it, "columns")))
        }),
        Native::new("unique", "self, strategy=None", |_, args| Ok(args.get("self").clone())),
        Native::new("execution_options", "self, **kw", |_, args| Ok(args.get("self").clone())),
        Native::new("yield_per", "self, num", |_, args| Ok(args.get("self").clone())),
        Native::new("close", "self", |_, _| Ok(Value::None)),
        Native::new("__iter__", "self", |vm, args| Ok(vm.iterator(rest(args)))),
        Native::new("__next__", "self", |vm, args| {
            next(args).ok_or_else(|| vm.raise("StopIteration", ""))
        }),
        Native::new("__enter__", "self", |_, args| Ok(args.get("self").clone())),
        Native::new("__exit__", "self, *args", |_, _| Ok(Value::None)),
    ],
    properties: &[
        Native::new("rowcount", "self", |_, args| Ok(Value::Int(count(args) as i128))),
        Native::new("returns_rows", "self", |_, _| Ok(Value::Bool(true))),
        Native::new("closed", "self", |_, _| Ok(Value::Bool(false))),
    ],
    ..NativeClass::EMPTY
};

/// A row: a tuple whose items have names.
pub static ROW: NativeClass = NativeClass {
    name: "Row",
    module: "sqlalchemy.engine.row",
    methods: &[
        Native::new("__iter__", "self", |vm, args| {
            let it = values(args.get("self"));
            Ok(vm.iterator(it))
        }),
        Native::new("__len__", "self", |_, args| {
            Ok(Value::Int(values(args.get("self")).len() as i128))
        }),
        Native::new("__getitem__", "self, key", row_item),
        Native::new("__contains__", "self, item", |vm, args| {
            vm.contains(&Value::list(values(args.get("self"))), args.get("item"))
        }),
        Native::new("__repr__", "self", |vm, args| {
            Ok(Value::str(vm.repr(&Value::tuple(values(args.get("self"))))?))
        }),
        Native::new("_asdict", "self", |_, args| Ok(mapping(args.get("self")))),
        Native::new("keys", "self", |_, args| {
            Ok(args.get("self").as_object().map_or(Value::None, |it| field(it, "columns")))
        }),
    ],
    properties: &[
        Native::new("_mapping", "self", |_, args| Ok(mapping(args.get("self")))),
        Native::new("_fields", "self", |_, args| {
            Ok(args.get("self").as_object().map_or(Value::None, |it| field(it, "columns")))
        }),
    ],
    attribute: Some(|_, row, name| Ok(named(row, name))),
    operator: Some(|vm, op, left, right| {
        let plain = |it: &Value| match it {
            Value::Object(row) if row.is(&ROW) => Value::tuple(values(it)),
            other => other.clone(),
        };
        let equal = vm.equal(&plain(left), &plain(right))?;
        Ok(match op {
            Operator::Eq => Some(Value::Bool(equal)),
            Operator::NotEq => Some(Value::Bool(!equal)),
            _ => None,
        })
    }),
    ..NativeClass::EMPTY
};

/// A result with these rows.
pub fn known(vm: &mut Vm<'_>, columns: Vec<String>, rows: Vec<Vec<Cell>>) -> Value {
    let columns = Value::list(columns.iter().map(Value::str).collect());
    let mut made = Vec::new();
    for row in rows {
        let cells = row.into_iter().map(value_of).collect();
        let fields = [("columns", columns.clone()), ("values", Value::list(cells))];
        made.push(Value::Object(vm.instance(&ROW, fields)));
    }
    result(vm, columns, made)
}

fn result(vm: &mut Vm<'_>, columns: Value, rows: Vec<Value>) -> Value {
    let fields = [("columns", columns), ("rows", Value::list(rows))];
    Value::Object(vm.instance(&RESULT, fields))
}

fn value_of(cell: Cell) -> Value {
    match cell {
        Cell::Null => Value::None,
        Cell::Bool(flag) => Value::Bool(flag),
        Cell::Int(number) => Value::Int(number.into()),
        Cell::Text(text) => Value::str(text),
    }
}

/// The rows that were not taken yet, which are taken with this.
fn rest(args: &Args) -> Vec<Value> {
    match args.get("self").as_object().and_then(|it| it.field("rows")) {
        Some(Value::List(rows)) => rows.take(),
        _ => Vec::new(),
    }
}

fn next(args: &Args) -> Option<Value> {
    let Some(Value::List(rows)) = args.get("self").as_object()?.field("rows") else { return None };
    let mut rows = rows.borrow_mut();
    if rows.is_empty() { None } else { Some(rows.remove(0)) }
}

fn count(args: &Args) -> usize {
    args.get("self").as_object().map_or(0, |it| items(it, "rows").len())
}

fn fetch_many(_: &mut Vm<'_>, args: &Args) -> Eval {
    let size = args.get("size").as_int().unwrap_or(1);
    let mut taken = Vec::new();
    while (taken.len() as i128) < size
        && let Some(row) = next(args)
    {
        taken.push(row);
    }
    Ok(Value::list(taken))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Missing {
    Raises,
    IsNone,
}

fn only(vm: &mut Vm<'_>, args: &Args, missing: Missing) -> Eval {
    match rest(args).as_slice() {
        [row] => Ok(row.clone()),
        [] if missing == Missing::IsNone => Ok(Value::None),
        [] => {
            let message = "No row was found when one was required";
            Err(exc::raise(vm, &exc::NO_RESULT_FOUND, message))
        }
        _ => {
            let message = "Multiple rows were found when exactly one was required";
            Err(exc::raise(vm, &exc::MULTIPLE_RESULTS_FOUND, message))
        }
    }
}

fn first_of(vm: &mut Vm<'_>, row: Option<Value>) -> Eval {
    match row {
        None | Some(Value::None) => Ok(Value::None),
        Some(row) => vm.item(&row, &Value::Int(0)),
    }
}

fn scalars(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let mut firsts = Vec::new();
    for row in rest(args) {
        firsts.push(vm.item(&row, args.get("index"))?);
    }
    Ok(result(vm, Value::None, firsts))
}

fn mappings(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let rows = rest(args).iter().map(mapping).collect();
    Ok(result(vm, Value::None, rows))
}

fn values(row: &Value) -> Vec<Value> {
    row.as_object().map(|it| items(it, "values")).unwrap_or_default()
}

fn mapping(row: &Value) -> Value {
    let Some(row) = row.as_object() else { return Value::None };
    let mut dict = Dict::default();
    for (name, value) in items_of(&field(row, "columns")).iter().zip(items(row, "values")) {
        dict.insert_str(name.as_str().unwrap_or_default(), value);
    }
    Value::dict(dict)
}

fn named(row: &Rc<Object>, name: &str) -> Option<Value> {
    let columns = items_of(&field(row, "columns"));
    let at = columns.iter().position(|it| it.as_str() == Some(name))?;
    items(row, "values").get(at).cloned()
}

fn row_item(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let row = args.get("self");
    if let (Some(name), Some(object)) = (args.str("key"), row.as_object()) {
        return match named(object, name) {
            Some(value) => Ok(value),
            None => Err(vm.raise("KeyError", name)),
        };
    }
    vm.item(&Value::tuple(values(row)), args.get("key"))
}
