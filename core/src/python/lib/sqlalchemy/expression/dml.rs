//! `insert`, `update` and `delete`.

use std::rc::Rc;

use super::super::exc;
use super::super::fields::{copy, entries, field, items, items_of, make, object, push, text};
use super::super::orm::declarative::ATTRIBUTE;
use super::element::{CLAUSE_ELEMENT, expression_of};
use super::from::expression_of_from;
use super::select::condition;
use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Object};
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

const MODULE: &str = "sqlalchemy.sql.dml";

pub static UPDATE_BASE: NativeClass = NativeClass {
    name: "UpdateBase",
    module: MODULE,
    bases: &[&CLAUSE_ELEMENT],
    methods: &[
        Native { name: "returning", params: "self, *cols, **kw", call: returning },
        Native { name: "where", params: "self, *whereclause", call: filter },
        Native { name: "filter", params: "self, *whereclause", call: filter },
        Native { name: "values", params: "self, *args, **kwargs", call: values },
        Native {
            name: "inline",
            params: "self",
            call: |vm, args| {
                let Some(other) = changed(vm, args) else { return Ok(Value::None) };
                other.set_field("_inline", Value::Bool(true));
                Ok(Value::Object(other))
            },
        },
        Native { name: "prefix_with", params: "self, *prefixes, dialect=None", call: prefix },
        Native { name: "with_dialect_options", params: "self, **kw", call: dialect_options },
        Native { name: "execution_options", params: "self, **kw", call: super::element::itself },
        Native {
            name: "cte",
            params: "self, name=None, recursive=False, nesting=False",
            call: super::select::cte_of,
        },
        Native { name: "params", params: "self, *args, **kwargs", call: params },
        Native { name: "unique_params", params: "self, *args, **kwargs", call: params },
    ],
    properties: &[
        Native { name: "excluded", params: "self", call: |vm, args| new_row(vm, args, "excluded") },
        Native { name: "inserted", params: "self", call: |vm, args| new_row(vm, args, "inserted") },
    ],
    ..NativeClass::EMPTY
};

pub static INSERT: NativeClass = NativeClass {
    name: "Insert",
    module: MODULE,
    bases: &[&UPDATE_BASE],
    params: "table",
    init: Some(init),
    methods: &[
        Native {
            name: "from_select",
            params: "self, names, select, include_defaults=True",
            call: from_select,
        },
        Native {
            name: "on_conflict_do_nothing",
            params: "self, constraint=None, index_elements=None, index_where=None",
            call: on_conflict,
        },
        Native {
            name: "on_conflict_do_update",
            params: "self, constraint=None, index_elements=None, index_where=None, set_=None, where=None",
            call: on_conflict,
        },
        Native { name: "on_duplicate_key_update", params: "self, *args, **kw", call: on_duplicate },
    ],
    ..NativeClass::EMPTY
};

pub static UPDATE: NativeClass = NativeClass {
    name: "Update",
    module: MODULE,
    bases: &[&UPDATE_BASE],
    params: "table",
    init: Some(init),
    ..NativeClass::EMPTY
};

pub static DELETE: NativeClass = NativeClass {
    name: "Delete",
    module: MODULE,
    bases: &[&UPDATE_BASE],
    params: "table",
    init: Some(init),
    ..NativeClass::EMPTY
};

/// Every class of this file, as scripts import them.
pub static CLASSES: &[&NativeClass] = &[&UPDATE_BASE, &INSERT, &UPDATE, &DELETE];

pub static FUNCTIONS: &[Native] = &[
    Native {
        name: "insert",
        params: "table, *args, **kw",
        call: |vm, args| make_for(vm, &INSERT, args, "table"),
    },
    Native {
        name: "update",
        params: "table, *args, **kw",
        call: |vm, args| make_for(vm, &UPDATE, args, "table"),
    },
    Native {
        name: "delete",
        params: "table, *args, **kw",
        call: |vm, args| make_for(vm, &DELETE, args, "table"),
    },
];

/// `table.insert()`.
pub fn insert_into(vm: &mut Vm<'_>, args: &Args) -> Eval {
    make_for(vm, &INSERT, args, "self")
}

/// `table.update()`.
pub fn update_of(vm: &mut Vm<'_>, args: &Args) -> Eval {
    make_for(vm, &UPDATE, args, "self")
}

/// `table.delete()`.
pub fn delete_from(vm: &mut Vm<'_>, args: &Args) -> Eval {
    make_for(vm, &DELETE, args, "self")
}

/// The statement of a table. `SQLAlchemy` 2 takes nothing besides: not the old
/// `table.update(condition, values)`.
fn make_for(vm: &mut Vm<'_>, class: &'static NativeClass, args: &Args, table: &str) -> Eval {
    if !args.rest("args").is_empty() || !entries(args.get("kw")).is_empty() {
        let name = class.name.to_lowercase();
        let given = args.rest("args").len() + 2;
        let message = format!("{name}() takes 1 positional argument but {given} were given");
        return Err(vm.raise("TypeError", message));
    }
    if args.get(table).is_unknown() {
        return Ok(args.get(table).clone());
    }
    vm.construct(class, vec![args.get(table).clone()], Vec::new())
}

fn init(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    let table = expression_of_from(vm, args.get("table"))?;
    if !matches!(table, Value::Object(_) | Value::Unknown(_)) {
        let shown = vm.repr(&table)?;
        let message =
            format!("subject table for an INSERT, UPDATE or DELETE expected, got {shown}.");
        return Err(exc::raise(vm, &exc::ARGUMENT_ERROR, message));
    }
    this.set_field("table", table);
    Ok(())
}

fn changed(vm: &mut Vm<'_>, args: &Args) -> Option<Rc<Object>> {
    let this = args.get("self").as_object()?.clone();
    let other = copy(vm, &this);
    for name in ["_where", "_returning", "_values", "_rows", "_prefixes"] {
        if this.field(name).is_some() {
            other.set_field(name, Value::list(items(&this, name)));
        }
    }
    Some(other)
}

fn filter(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    for clause in args.rest("whereclause") {
        let clause = condition(vm, clause)?;
        push(&other, "_where", clause);
    }
    Ok(Value::Object(other))
}

fn returning(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    for column in args.rest("cols") {
        let column = expression_of(vm, column)?;
        push(&other, "_returning", column);
    }
    Ok(Value::Object(other))
}

/// What only a dialect knows: `mysql_limit`.
fn dialect_options(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    entries(args.get("kw")).into_iter().for_each(|(name, value)| other.set_field(&name, value));
    Ok(Value::Object(other))
}

fn prefix(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    if super::select::is_for_another(vm, args) {
        return Ok(Value::Object(other));
    }
    for prefix in args.rest("prefixes") {
        push(&other, "_prefixes", prefix.clone());
    }
    Ok(Value::Object(other))
}

/// `values(a=1)`, `values({"a": 1})`, and a list of rows.
fn values(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    match args.rest("args") {
        [Value::List(rows)]
            if rows
                .borrow()
                .iter()
                .any(|it| matches!(it, Value::Dict(_) | Value::Tuple(_) | Value::List(_))) =>
        {
            let rows = rows.borrow().clone();
            for row in rows {
                push(&other, "_rows", Value::list(pairs(vm, &other, &row)?));
            }
        }
        given => {
            for it in given {
                if it.is_unknown() {
                    return Ok(it.clone());
                }
                if let Value::Dict(row) = it
                    && row.borrow().iter().any(|(key, _)| name_of(key).is_none())
                {
                    let reason = "values for what is no column by itself";
                    return Ok(vm.unknown(code::UNFOLLOWED_CALL, reason));
                }
                for pair in pairs(vm, &other, it)? {
                    replace(&other, pair);
                }
            }
        }
    }
    other.set_field("_says_values", Value::Bool(true));
    for (name, value) in entries(args.get("kwargs")) {
        let name = column_meant(vm, &other, &name);
        replace(&other, Value::tuple([Value::str(name), value]));
    }
    Ok(Value::Object(other))
}

/// The column that a name in a statement's values means: the attribute of a mapped class, or a key.
pub fn column_meant(vm: &mut Vm<'_>, statement: &Rc<Object>, name: &str) -> String {
    let Some(table) = object(statement, "table") else { return name.to_owned() };
    let columns = super::from::columns_of(vm, &table);
    let said = |field: &str| {
        let columns = columns.iter().filter_map(Value::as_object);
        let mut columns = columns.filter(|it| text(it, field).as_deref() == Some(name));
        columns.next().and_then(|it| text(it, "name"))
    };
    let found = said("key").or_else(|| said(ATTRIBUTE)).or_else(|| said("name"));
    found.unwrap_or_else(|| name.to_owned())
}

/// Sets the value of a column, in place of an earlier one.
fn replace(statement: &Rc<Object>, pair: Value) {
    let key = |it: &Value| items_of(it).first().and_then(name_of);
    let mut kept = items(statement, "_values");
    match kept.iter_mut().find(|it| key(it) == key(&pair)) {
        Some(old) => *old = pair,
        None => kept.push(pair),
    }
    statement.set_field("_values", Value::list(kept));
}

/// The name of a column given as a text or as itself.
pub fn name_of(column: &Value) -> Option<String> {
    match column {
        Value::Str(name) => Some(name.to_string()),
        Value::Object(it) => text(it, "name"),
        _ => None,
    }
}

/// A row of values as pairs of column and value.
fn pairs(vm: &mut Vm<'_>, statement: &Rc<Object>, row: &Value) -> Eval<Vec<Value>> {
    Ok(match row {
        Value::Dict(dict) => {
            let given: Vec<(Value, Value)> =
                dict.borrow().iter().map(|(key, value)| (key.clone(), value.clone())).collect();
            let mut pairs = Vec::new();
            for (key, value) in given {
                let key = match key.as_str() {
                    Some(name) => Value::str(column_meant(vm, statement, name)),
                    None => key,
                };
                pairs.push(Value::tuple([key, value]));
            }
            pairs
        }
        Value::Tuple(_) | Value::List(_) => {
            let columns = match object(statement, "table") {
                Some(table) => super::from::columns_of(vm, &table),
                None => Vec::new(),
            };
            let values = items_of(row);
            columns
                .into_iter()
                .zip(values)
                .map(|(column, value)| Value::tuple([column, value]))
                .collect()
        }
        _ => Vec::new(),
    })
}

fn from_select(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    let names = vm.iterate(args.get("names"))?;
    other.set_field("_names", Value::list(names));
    other.set_field("_select", args.get("select").clone());
    Ok(Value::Object(other))
}

fn on_conflict(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    for name in ["constraint", "index_elements", "index_where", "set_", "where"] {
        other.set_field(&format!("_conflict_{name}"), args.get(name).clone());
    }
    other.set_field("_conflict", Value::Bool(true));
    Ok(Value::Object(other))
}

fn on_duplicate(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    let mut all = Dict::default();
    for more in args.rest("args").iter().chain([args.get("kw")]) {
        let mut pairs = Dict::default();
        vm.update_dict(&mut pairs, more)?;
        for (column, value) in pairs.iter() {
            all.insert_str(&name_of(column).unwrap_or_default(), value.clone());
        }
    }
    other.set_field("_duplicate", Value::dict(all));
    Ok(Value::Object(other))
}

/// `insert.excluded`, and `insert.inserted` of `MySQL`: the row that was to be inserted.
fn new_row(vm: &mut Vm<'_>, args: &Args, name: &str) -> Eval {
    let Some(this) = args.get("self").as_object() else { return Ok(Value::None) };
    let table = field(this, "table");
    let alias = super::from::aliased(vm, &table, Value::str(name), Vec::new())?;
    let columns = match alias.as_object().cloned() {
        Some(alias) => {
            alias.set_field("_inserted", Value::Bool(name == "inserted"));
            super::from::columns_of(vm, &alias)
        }
        None => Vec::new(),
    };
    Ok(super::collection::collection(vm, columns))
}

/// What every other statement has, and raises here.
fn params(vm: &mut Vm<'_>, _: &Args) -> Eval {
    let message = "params() is not supported for INSERT/UPDATE/DELETE statements. To set the values \
                   for an INSERT or UPDATE statement, use stmt.values(**parameters).";
    Err(vm.raise("NotImplementedError", message))
}

/// A row that is set to nothing, as an object of ours.
pub fn empty(vm: &mut Vm<'_>, table: &Value) -> Rc<Object> {
    make(vm, &INSERT, [("table", table.clone())])
}
