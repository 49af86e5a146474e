//! The columns of something, by their names.

use super::super::fields::{field, items, make, same};
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass};
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
                let it = items_of_self(args);
                Ok(vm.iterator(it))
            },
        },
        Native {
            name: "__len__",
            params: "self",
            call: |_, args| Ok(Value::Int(items_of_self(args).len() as i128)),
        },
        Native {
            name: "__bool__",
            params: "self",
            call: |_, args| Ok(Value::Bool(!items_of_self(args).is_empty())),
        },
        Native { name: "__contains__", params: "self, key", call: contains },
        Native {
            name: "keys",
            params: "self",
            call: |_, args| Ok(Value::list(items_of_self(args).iter().map(key_of).collect())),
        },
        Native {
            name: "values",
            params: "self",
            call: |_, args| Ok(Value::list(items_of_self(args))),
        },
        Native {
            name: "items",
            params: "self",
            call: |_, args| {
                Ok(Value::list(
                    items_of_self(args)
                        .iter()
                        .map(|it| Value::tuple([key_of(it), it.clone()]))
                        .collect(),
                ))
            },
        },
        Native {
            name: "get",
            params: "self, key, default=None",
            call: |_, args| Ok(found(args).unwrap_or_else(|| args.get("default").clone())),
        },
        Native {
            name: "contains_column",
            params: "self, col",
            call: |_, args| {
                Ok(Value::Bool(items_of_self(args).iter().any(|it| same(it, args.get("col")))))
            },
        },
    ],
    attribute: Some(|_, this, name| Ok(column_named(&items(this, "columns"), name))),
    ..NativeClass::EMPTY
};

/// A collection of columns.
pub fn collection(vm: &mut Vm<'_>, columns: Vec<Value>) -> Value {
    Value::Object(make(vm, &COLUMN_COLLECTION, [("columns", Value::list(columns))]))
}

fn items_of_self(args: &Args) -> Vec<Value> {
    args.get("self").as_object().map(|it| items(it, "columns")).unwrap_or_default()
}

/// The name by which a collection has a column.
pub(super) fn key_of(column: &Value) -> Value {
    let Some(object) = column.as_object() else { return Value::None };
    match object.field("key") {
        Some(key @ Value::Str(_)) => key,
        _ => field(object, "name"),
    }
}

/// The column of this key.
pub fn column_named(columns: &[Value], name: &str) -> Option<Value> {
    columns.iter().find(|it| key_of(it).as_str() == Some(name)).cloned()
}

fn found(args: &Args) -> Option<Value> {
    let columns = items_of_self(args);
    match args.get("key") {
        Value::Int(at) => columns.get(usize::try_from(*at).ok()?).cloned(),
        key => column_named(&columns, key.as_str()?),
    }
}

fn at(vm: &mut Vm<'_>, args: &Args) -> Eval {
    match found(args) {
        Some(column) => Ok(column),
        None => {
            let key = vm.to_text(args.get("key"))?;
            Err(vm.raise("KeyError", key))
        }
    }
}

fn contains(_: &mut Vm<'_>, args: &Args) -> Eval {
    Ok(Value::Bool(found(args).is_some()))
}
