//! Savepoints: the transactions that `begin_nested()` opens inside the migration's own.

use super::super::fields::{flag, text};
use super::{bind, statement};
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

static NESTED_TRANSACTION: NativeClass = NativeClass {
    name: "NestedTransaction",
    module: "sqlalchemy.engine.base",
    methods: &[
        Native::new("commit", "self", |vm, args| end(vm, args, "RELEASE SAVEPOINT")),
        Native::new("rollback", "self", |vm, args| end(vm, args, "ROLLBACK TO SAVEPOINT")),
        Native::new("close", "self", |vm, args| end(vm, args, "ROLLBACK TO SAVEPOINT")),
        Native::new("__enter__", "self", |_, args| Ok(args.get("self").clone())),
        Native::new("__exit__", "self, type_, value, traceback", |vm, args| {
            let failed = !args.get("type_").is_none();
            end(vm, args, if failed { "ROLLBACK TO SAVEPOINT" } else { "RELEASE SAVEPOINT" })?;
            Ok(Value::Bool(false))
        }),
    ],
    properties: &[
        Native::new("is_active", "self", |_, args| Ok(args.get("self").field("_active"))),
        Native::new("is_valid", "self", |_, args| Ok(args.get("self").field("_active"))),
        Native::new("connection", "self", |vm, _| bind(vm)),
    ],
    ..NativeClass::EMPTY
};

/// Opens a savepoint; `SQLAlchemy` counts those of a connection.
pub fn begin(vm: &mut Vm<'_>, _: &Args) -> Eval {
    let class = vm.class_of(&NESTED_TRANSACTION);
    let last = class.fields.borrow().get("_made").and_then(Value::as_int).unwrap_or(0);
    class.fields.borrow_mut().set("_made", Value::Int(last + 1));
    let name = format!("sa_savepoint_{}", last + 1);
    statement::emit(vm, &format!("SAVEPOINT {name}"), "bind.begin_nested");
    let fields = [("_name", Value::str(name)), ("_active", Value::Bool(true))];
    Ok(Value::Object(vm.instance(&NESTED_TRANSACTION, fields)))
}

/// Ends a savepoint that is still open.
fn end(vm: &mut Vm<'_>, args: &Args, words: &str) -> Eval {
    let Some(this) = args.get("self").as_object().filter(|it| flag(it, "_active")) else {
        return Ok(Value::None);
    };
    this.set_field("_active", Value::Bool(false));
    let name = text(this, "_name").unwrap_or_default();
    statement::emit(vm, &format!("{words} {name}"), "bind.begin_nested");
    Ok(Value::None)
}
