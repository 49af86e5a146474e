//! Operations that a project makes itself: `Operations.register_operation` and its like.

use std::rc::Rc;

use super::op;
use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{BoundNative, Native, NativeClass};
use crate::python::lib::geoalchemy2;
use crate::python::lib::sqlalchemy::engine::{self, shared};
use crate::python::lib::sqlalchemy::fields::{field, items, items_of};
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

pub static CLASSES: &[&NativeClass] = &[&OPERATIONS, &MIGRATE_OPERATION, &super::batch::BATCH];

/// The object that custom operations are given: it has every operation.
pub static OPERATIONS: NativeClass = NativeClass {
    name: "Operations",
    module: "alembic.operations.base",
    params: "migration_context=None, impl=None",
    methods: &[
        Native::new("invoke", "self, operation", invoke),
        Native::new("get_bind", "self", |vm, _| engine::bind(vm)),
        Native::new("get_context", "self", |vm, _| super::context::migration_context(vm)),
    ],
    class_methods: &[
        Native::new("register_operation", "cls, name, sourcename=None", |vm, args| {
            decorator(vm, args, &REGISTER)
        }),
        Native::new("implementation_for", "cls, op_cls, replace=False", |vm, args| {
            decorator(vm, args, &IMPLEMENT)
        }),
        Native::new("context", "cls, migration_context", |vm, _| {
            Ok(Value::Object(vm.instance(&OPERATIONS, [])))
        }),
    ],
    properties: &[
        Native::new("migration_context", "self", |vm, _| super::context::migration_context(vm)),
        Native::new("impl", "self", |vm, _| super::context::implementation(vm)),
    ],
    attribute: Some(|vm, _, name| match op::function(name) {
        Some(native) => Ok(Some(Value::Native(Rc::new(BoundNative { native, receiver: None })))),
        None => operation(vm, name),
    }),
    ..NativeClass::EMPTY
};

pub static MIGRATE_OPERATION: NativeClass = NativeClass {
    name: "MigrateOperation",
    module: "alembic.operations.ops",
    methods: &[Native::new("reverse", "self", |vm, _| Err(vm.raise("NotImplementedError", "")))],
    ..NativeClass::EMPTY
};

/// What `@Operations.register_operation("name")` is before it has its class.
static REGISTER: NativeClass = NativeClass {
    name: "register",
    methods: &[Native::new("__call__", "self, op_cls", |vm, args| {
        let this =
            args.get("self").as_object().map(|it| (field(it, "name"), field(it, "sourcename")));
        let (name, source) = this.unwrap_or((Value::None, Value::None));
        let name = name.as_str().unwrap_or_default().to_owned();
        let source = source.as_str().unwrap_or(&name).to_owned();
        if let Value::Dict(known) = registered(vm)? {
            let entry = Value::tuple([args.get("op_cls").clone(), Value::str(source)]);
            known.borrow_mut().insert_str(&name, entry);
        }
        Ok(args.get("op_cls").clone())
    })],
    ..NativeClass::EMPTY
};

/// What `@Operations.implementation_for(Class)` is before it has its function.
static IMPLEMENT: NativeClass = NativeClass {
    name: "decorate",
    methods: &[Native::new("__call__", "self, fn", |vm, args| {
        let class = args.get("self").as_object().map_or(Value::None, |it| field(it, "op_cls"));
        if let Value::List(known) = implementations(vm)? {
            known.borrow_mut().push(Value::tuple([class, args.get("fn").clone()]));
        }
        Ok(args.get("fn").clone())
    })],
    ..NativeClass::EMPTY
};

/// A function of the script's own as a method of `op`.
static BOUND: NativeClass = NativeClass {
    name: "method",
    methods: &[Native::new("__call__", "self, *args, **kwargs", |vm, args| {
        let Some(this) = args.get("self").as_object().cloned() else { return Ok(Value::None) };
        let mut given = items(&this, "first");
        given.extend(args.rest("args").iter().cloned());
        let keywords = crate::python::lib::sqlalchemy::fields::entries(args.get("kwargs"));
        vm.call(&field(&this, "function"), given, keywords)
    })],
    ..NativeClass::EMPTY
};

/// An operation that is neither Alembic's nor the project's own, as far as we see.
static UNKNOWN_OPERATION: NativeClass = NativeClass {
    name: "method",
    methods: &[Native::new("__call__", "self, *args, **kwargs", |vm, args| {
        let name = args.get("self").as_object().map_or(Value::None, |it| field(it, "name"));
        let name = name.as_str().unwrap_or_default().to_owned();
        let unknown = vm.unknown(code::UNFOLLOWED_CALL, format!("the operation `{name}`"));
        if let Value::Unknown(unknown) = &unknown {
            vm.emit_unwritten(unknown);
        }
        Ok(unknown)
    })],
    ..NativeClass::EMPTY
};

/// A name of `alembic.op` that a project registered.
pub fn operation(vm: &mut Vm<'_>, name: &str) -> Eval<Option<Value>> {
    let Value::Dict(known) = registered(vm)? else { return Ok(None) };
    let is_there = known.borrow().get_str(name).is_some();
    if !is_there && !name.starts_with('_') {
        load_others(vm)?;
    }
    let Some(entry) = known.borrow().get_str(name).cloned() else {
        if let Some(native) = geoalchemy2::operation(name).and_then(op::function) {
            let native = BoundNative { native, receiver: None };
            return Ok(Some(Value::Native(Rc::new(native))));
        }
        return Ok((!name.starts_with('_')).then(|| {
            Value::Object(vm.instance(&UNKNOWN_OPERATION, [("name", Value::str(name))]))
        }));
    };
    let [class, source] = items_of(&entry).try_into().unwrap_or([Value::None, Value::None]);
    let function = vm.attribute(&class, source.as_str().unwrap_or_default())?;
    let operations = Value::Object(vm.instance(&OPERATIONS, []));
    let fields = [("function", function), ("first", Value::list(vec![operations]))];
    Ok(Some(Value::Object(vm.instance(&BOUND, fields))))
}

/// Runs an operation object through the function that the project gave for its class.
pub fn invoke(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let object = args.get("operation");
    if let Value::Unknown(unknown) = object {
        vm.emit_unwritten(unknown);
        return Ok(object.clone());
    }
    load_others(vm)?;
    let own = Value::Class(vm.type_of(object));
    for entry in items_of(&implementations(vm)?).iter().rev() {
        let [class, function] = items_of(entry).try_into().unwrap_or([Value::None, Value::None]);
        let (Value::Class(own), Value::Class(of)) = (&own, &class) else { continue };
        if own.inherits(of) {
            let operations = Value::Object(vm.instance(&OPERATIONS, []));
            return vm.call(&function, vec![operations, object.clone()], Vec::new());
        }
    }
    let unknown =
        vm.unknown(code::UNFOLLOWED_CALL, "what an operation without an implementation does");
    if let Value::Unknown(unknown) = &unknown {
        vm.emit_unwritten(unknown);
    }
    Ok(unknown)
}

/// Runs what other files make operations with, once: any of them may be loaded before this script.
fn load_others(vm: &mut Vm<'_>) -> Eval<()> {
    let loaded = shared(vm, "the operations of other files", |_| Ok(Value::list(Vec::new())))?;
    let Value::List(loaded) = loaded else { return Ok(()) };
    if loaded.borrow().is_empty() {
        loaded.borrow_mut().push(Value::Bool(true));
        vm.load_operations()?;
    }
    Ok(())
}

fn decorator(vm: &mut Vm<'_>, args: &Args, class: &'static NativeClass) -> Eval {
    let fields = ["name", "sourcename", "op_cls"].map(|it| (it, args.get(it).clone()));
    Ok(Value::Object(vm.instance(class, fields)))
}

fn registered(vm: &mut Vm<'_>) -> Eval {
    shared(vm, "the custom operations", |_| Ok(Value::dict(Dict::default())))
}

fn implementations(vm: &mut Vm<'_>) -> Eval {
    shared(vm, "the implementations", |_| Ok(Value::list(Vec::new())))
}
