//! The driver's own connection and cursors, for scripts that go around `SQLAlchemy`.

use super::super::compiler::Compiler;
use super::super::fields::{field, items_of};
use super::statement::{self, Written};
use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static DRIVER_CONNECTION: NativeClass = NativeClass {
    name: "connection",
    module: "psycopg2.extensions",
    methods: &[
        Native::new("cursor", "self, *args, **kw", |vm, _| {
            Ok(Value::Object(vm.instance(&CURSOR, [])))
        }),
        Native::new("commit", "self", |_, _| Ok(Value::None)),
        Native::new("rollback", "self", |_, _| Ok(Value::None)),
        Native::new("close", "self", |_, _| Ok(Value::None)),
        Native::new("set_isolation_level", "self, level", |_, _| Ok(Value::None)),
        Native::new("set_session", "self, **kw", |_, _| Ok(Value::None)),
        Native::new("execute", "self, sql, parameters=None", run),
        Native::new("create_function", "self, *args, **kw", |_, _| Ok(Value::None)),
        Native::new("__enter__", "self", |_, args| Ok(args.get("self").clone())),
        Native::new("__exit__", "self, *args", |_, _| Ok(Value::None)),
    ],
    properties: &[
        Native::new("connection", "self", |_, args| Ok(args.get("self").clone())),
        Native::new("dbapi_connection", "self", |_, args| Ok(args.get("self").clone())),
        Native::new("driver_connection", "self", |_, args| Ok(args.get("self").clone())),
        Native::new("autocommit", "self", |_, _| Ok(Value::Bool(false))),
        Native::new("isolation_level", "self", |_, _| Ok(Value::Int(1))),
        Native::new("server_version", "self", |vm, _| {
            Ok(vm.unknown("server-version", "the version of the server"))
        }),
    ],
    ..NativeClass::EMPTY
};

/// A cursor: `execute`, then `fetchall` and its like ask the result of it.
pub static CURSOR: NativeClass = NativeClass {
    name: "cursor",
    module: "psycopg2.extensions",
    methods: &[
        Native::new("execute", "self, sql, parameters=None", run),
        Native::new("executemany", "self, sql, parameters", run),
        Native::new("copy_expert", "self, sql, file, size=8192", |vm, args| {
            let unknown = vm.unknown(code::READS_DATA, "the rows that are copied");
            if let Value::Unknown(unknown) = &unknown {
                vm.emit_unwritten(unknown);
            }
            Ok(args.get("file").clone())
        }),
        Native::new("close", "self", |_, _| Ok(Value::None)),
        Native::new("__enter__", "self", |_, args| Ok(args.get("self").clone())),
        Native::new("__exit__", "self, *args", |_, _| Ok(Value::None)),
        Native::new("fetchall", "self", |vm, args| fetch(vm, args, "fetchall")),
        Native::new("fetchone", "self", |vm, args| fetch(vm, args, "fetchone")),
        Native::new("fetchmany", "self, size=1", |vm, args| fetch(vm, args, "fetchmany")),
        Native::new("__iter__", "self", |vm, args| fetch(vm, args, "fetchall")),
    ],
    properties: &[
        Native::new("rowcount", "self", |vm, args| {
            let result = args.get("self").as_object().map_or(Value::None, |it| field(it, "result"));
            vm.attribute(&result, "rowcount")
        }),
        Native::new("description", "self", |vm, _| {
            Ok(vm.unknown(code::READS_DATA, "the columns of a result"))
        }),
    ],
    ..NativeClass::EMPTY
};

fn run(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let result = match args.get("sql") {
        Value::Str(sql) => statement::run_text(vm, sql, args.get("parameters"), "cursor.execute")?,
        other => statement::run(vm, other, args.get("parameters"), "cursor.execute")?,
    };
    if let Some(this) = args.get("self").as_object() {
        this.set_field("result", result);
    }
    Ok(args.get("self").clone())
}

fn fetch(vm: &mut Vm<'_>, args: &Args, method: &str) -> Eval {
    let result = args.get("self").as_object().map_or(Value::None, |it| field(it, "result"));
    if result.is_none() {
        return Err(vm.raise("TypeError", "no results to fetch"));
    }
    vm.call_method(&result, method, Vec::new())
}

/// An SQL text with the driver's parameters written into it as literals.
///
/// Without any parameter a `%` is itself, as the drivers have it.
pub fn bound(vm: &mut Vm<'_>, sql: &str, parameters: &Value) -> Eval<Written> {
    let named = match parameters {
        Value::Unknown(unknown) => return Ok(Err((sql.to_owned(), unknown.clone()))),
        Value::Dict(dict) => Some(dict.borrow().clone()),
        _ => None,
    };
    let mut positional = items_of(parameters).into_iter();
    if parameters.is_none() {
        return Ok(Ok(sql.to_owned()));
    }
    let mut compiler = Compiler::new(vm);
    let mut out = String::new();
    let mut rest = sql;
    while let Some(at) = rest.find(['%', '?', '\'']) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let (taken, value) = match from.as_bytes() {
            [b'\'', ..] => {
                let inner = from.get(1..).and_then(|it| it.find('\''));
                let length = inner.map_or(from.len(), |it| it + 2);
                out.push_str(from.get(..length).unwrap_or_default());
                (length, None)
            }
            [b'%', b's', ..] => (2, positional.next()),
            [b'?', ..] => (1, positional.next()),
            [b'%', b'(', ..] => {
                let close = from.find(")s").unwrap_or(from.len());
                let name = from.get(2..close).unwrap_or_default();
                (close + 2, named.as_ref().and_then(|it| it.get_str(name).cloned()))
            }
            [b'%', b'%', ..] => {
                out.push('%');
                (2, None)
            }
            _ => {
                out.push_str(from.get(..1).unwrap_or_default());
                (1, None)
            }
        };
        if let Some(value) = value {
            out.push_str(&compiler.text(&value)?);
        }
        rest = from.get(taken..).unwrap_or_default();
    }
    out.push_str(rest);
    Ok(match compiler.missing.take() {
        Some(unknown) => Err((out, unknown)),
        None => Ok(out),
    })
}
