//! `hybrid_property`: a property of rows that is an expression when it is asked of the class.

use super::super::fields::{copy, field};
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static HYBRID_PROPERTY: NativeClass = NativeClass {
    name: "hybrid_property",
    module: "sqlalchemy.ext.hybrid",
    params: "fget, fset=None, fdel=None, expr=None, custom_comparator=None, update_expr=None",
    methods: &[
        Native::new("__get__", "self, instance, owner=None", get),
        Native::new("__set__", "self, instance, value", set),
        Native::new("getter", "self, fn", |vm, args| with(vm, args, "fget")),
        Native::new("setter", "self, fn", |vm, args| with(vm, args, "fset")),
        Native::new("deleter", "self, fn", |vm, args| with(vm, args, "fdel")),
        Native::new("expression", "self, fn", |vm, args| with(vm, args, "expr")),
        Native::new("update_expression", "self, fn", |vm, args| with(vm, args, "update_expr")),
        Native::new("comparator", "self, fn", |vm, args| with(vm, args, "custom_comparator")),
    ],
    properties: &[
        Native::new("inplace", "self", |_, args| Ok(args.get("self").clone())),
        Native::new("overrides", "self", |_, args| Ok(args.get("self").clone())),
    ],
    ..NativeClass::EMPTY
};

pub static HYBRID_METHOD: NativeClass = NativeClass {
    name: "hybrid_method",
    module: "sqlalchemy.ext.hybrid",
    params: "func, expr=None",
    methods: &[
        Native::new("__get__", "self, instance, owner=None", |vm, args| {
            let function = chosen(args, "func");
            let receiver = receiver(args);
            Ok(vm.bound(&function, receiver))
        }),
        Native::new("expression", "self, fn", |vm, args| with(vm, args, "expr")),
    ],
    ..NativeClass::EMPTY
};

fn get(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let function = chosen(args, "fget");
    vm.call(&function, vec![receiver(args)], Vec::new())
}

fn set(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let function = args.get("self").as_object().map_or(Value::None, |it| field(it, "fset"));
    if function.is_none() {
        return Err(vm.raise("AttributeError", "can't set attribute"));
    }
    let given = vec![args.get("instance").clone(), args.get("value").clone()];
    vm.call(&function, given, Vec::new())
}

/// The row, or the class if there is none.
fn receiver(args: &Args) -> Value {
    match args.get("instance") {
        Value::None => args.get("owner").clone(),
        row => row.clone(),
    }
}

/// The function for a row, or the one for the class.
fn chosen(args: &Args, plain: &str) -> Value {
    let Some(this) = args.get("self").as_object() else { return Value::None };
    match (args.get("instance"), field(this, "expr")) {
        (Value::None, expression) if !expression.is_none() => expression,
        _ => field(this, plain),
    }
}

/// The same property with one more function.
fn with(vm: &mut Vm<'_>, args: &Args, name: &str) -> Eval {
    let Some(this) = args.get("self").as_object() else { return Ok(Value::None) };
    let other = copy(vm, this);
    // A function for the class may be marked as a method of it.
    let function = match args.get("fn") {
        Value::Object(it) => field(it, "function"),
        function => function.clone(),
    };
    other.set_field(name, function);
    Ok(Value::Object(other))
}
