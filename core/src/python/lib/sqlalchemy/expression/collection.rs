//! The columns of something, by their names.

use std::rc::Rc;

use super::super::fields::{field, items, make, object, same};
use super::super::schema::reflect;
use super::super::schema::table::name_of;
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// The columns of something, by their names: `table.c.id`.
pub static COLUMN_COLLECTION: NativeClass = NativeClass {
    name: "ColumnCollection",
    module: "sqlalchemy.sql.base",
    params: "columns=None",
    methods: &[
        Native { name: "__getitem__", params: "self, key", call: at },
        Native {
            name: "__iter__",
            params: "self",
            call: |vm, args| {
                let it = items_of_self(vm, args);
                Ok(vm.iterator(it))
            },
        },
        Native {
            name: "__len__",
            params: "self",
            call: |vm, args| {
                let known = Value::Int(items_of_self(vm, args).len() as i128);
                Ok(rest(vm, args).unwrap_or(known))
            },
        },
        Native {
            name: "__bool__",
            params: "self",
            call: |vm, args| Ok(Value::Bool(!items_of_self(vm, args).is_empty())),
        },
        Native { name: "__contains__", params: "self, key", call: contains },
        Native {
            name: "keys",
            params: "self",
            call: |vm, args| Ok(Value::list(items_of_self(vm, args).iter().map(key_of).collect())),
        },
        Native {
            name: "values",
            params: "self",
            call: |vm, args| Ok(Value::list(items_of_self(vm, args))),
        },
        Native {
            name: "items",
            params: "self",
            call: |vm, args| {
                let items = items_of_self(vm, args);
                let pair = |it: &Value| Value::tuple([key_of(it), it.clone()]);
                Ok(Value::list(items.iter().map(pair).collect()))
            },
        },
        Native {
            name: "get",
            params: "self, key, default=None",
            call: |vm, args| Ok(found(vm, args)?.unwrap_or_else(|| args.get("default").clone())),
        },
        Native {
            name: "contains_column",
            params: "self, col",
            call: |vm, args| {
                let items = items_of_self(vm, args);
                Ok(Value::Bool(items.iter().any(|it| same(it, args.get("col")))))
            },
        },
    ],
    attribute: Some(named),
    ..NativeClass::EMPTY
};

/// A collection of columns.
pub fn collection(vm: &mut Vm<'_>, columns: Vec<Value>) -> Value {
    Value::Object(make(vm, &COLUMN_COLLECTION, [("columns", Value::list(columns))]))
}

/// The columns of a table that may have more than these.
pub fn open_collection(vm: &mut Vm<'_>, columns: Vec<Value>, table: Rc<Object>) -> Value {
    let fields = [("columns", Value::list(columns)), (OPEN, Value::Object(table))];
    Value::Object(make(vm, &COLUMN_COLLECTION, fields))
}

/// The field of a collection with the table that may have more columns.
const OPEN: &str = "_open";

/// The columns; behind them one that nobody can know, if there may be more.
fn items_of_self(vm: &mut Vm<'_>, args: &Args) -> Vec<Value> {
    let mut res = args.get("self").as_object().map(|it| items(it, "columns")).unwrap_or_default();
    res.extend(rest(vm, args));
    res
}

/// What else there may be.
fn rest(vm: &mut Vm<'_>, args: &Args) -> Option<Value> {
    let table = name_of(&object(args.get("self").as_object()?, OPEN)?);
    Some(reflect::rest_of(vm, &table))
}

/// The name by which a collection has a column.
pub(super) fn key_of(column: &Value) -> Value {
    let Some(object) = column.as_object() else { return column.clone() };
    match object.field("key") {
        Some(key @ Value::Str(_)) => key,
        _ => field(object, "name"),
    }
}

/// The column of this key.
pub fn column_named(columns: &[Value], name: &str) -> Option<Value> {
    columns.iter().find(|it| key_of(it).as_str() == Some(name)).cloned()
}

/// The column of this key, which a table may have that nobody describes.
fn named(vm: &mut Vm<'_>, this: &Rc<Object>, name: &str) -> Eval<Option<Value>> {
    let known = column_named(&items(this, "columns"), name);
    match object(this, OPEN).filter(|_| known.is_none() && !name.starts_with('_')) {
        Some(table) => reflect::assumed_column(vm, &table, name).map(Some),
        None => Ok(known),
    }
}

fn found(vm: &mut Vm<'_>, args: &Args) -> Eval<Option<Value>> {
    let Some(this) = args.get("self").as_object() else { return Ok(None) };
    match args.get("key") {
        Value::Int(at) => {
            let at = usize::try_from(*at).ok();
            Ok(at.and_then(|at| items_of_self(vm, args).get(at).cloned()))
        }
        key => key.as_str().map_or(Ok(None), |key| named(vm, this, key)),
    }
}

fn at(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if let keys @ Value::Tuple(_) = args.get("key") {
        let mut found = Vec::new();
        for key in vm.iterate(keys)? {
            found.push(vm.item(args.get("self"), &key)?);
        }
        return Ok(collection(vm, found));
    }
    match found(vm, args)? {
        Some(column) => Ok(column),
        None => {
            let key = vm.to_text(args.get("key"))?;
            Err(vm.raise("KeyError", key))
        }
    }
}

fn contains(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object() else { return Ok(Value::Bool(false)) };
    let key = args.get("key").as_str().unwrap_or_default();
    let is_known = column_named(&items(this, "columns"), key).is_some();
    Ok(rest(vm, args).filter(|_| !is_known).unwrap_or(Value::Bool(is_known)))
}
