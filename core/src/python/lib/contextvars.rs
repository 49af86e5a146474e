//! `contextvars`: variables of a context, of which a migration has only one.

use std::rc::Rc;

use crate::python::args::Args;
use crate::python::class::{Library, Native, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub const LIBRARY: Library =
    Library { name: "contextvars", classes: &[&CONTEXT_VAR, &TOKEN], ..Library::EMPTY };

static CONTEXT_VAR: NativeClass = NativeClass {
    name: "ContextVar",
    module: "contextvars",
    params: "name, **kw",
    init: Some(init),
    methods: &[
        Native::new("get", "self, *default", get),
        Native::new("set", "self, value", set),
        Native::new("reset", "self, token", reset),
    ],
    ..NativeClass::EMPTY
};

/// What a variable had before it was set.
static TOKEN: NativeClass = NativeClass {
    name: "Token",
    module: "contextvars",
    params: "var, old_value",
    ..NativeClass::EMPTY
};

/// The field of a variable with its value, if it has one.
const VALUE: &str = "__value_in_context__";

fn init(_: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    this.set_field("name", args.get("name").clone());
    if let Value::Dict(kw) = args.get("kw")
        && let Some(default) = kw.borrow().get_str("default")
    {
        this.set_field("default", default.clone());
    }
    Ok(())
}

fn get(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let this = args.get("self").as_object();
    let own = |name: &str| this.and_then(|it| it.field(name));
    let given = || args.rest("default").first().cloned();
    match own(VALUE).or_else(given).or_else(|| own("default")) {
        Some(value) => Ok(value),
        None => Err(vm.raise_with("LookupError", args.get("self").clone())),
    }
}

fn set(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let variable = args.get("self");
    let Some(this) = variable.as_object() else { return Ok(Value::None) };
    let token = vm.instance(&TOKEN, [("var", variable.clone())]);
    if let Some(old) = this.field(VALUE) {
        token.set_field("old_value", old);
    }
    this.set_field(VALUE, args.get("value").clone());
    Ok(Value::Object(token))
}

fn reset(_: &mut Vm<'_>, args: &Args) -> Eval {
    if let Some(this) = args.get("self").as_object() {
        match args.get("token").as_object().and_then(|it| it.field("old_value")) {
            Some(old) => this.set_field(VALUE, old),
            None => {
                this.fields.borrow_mut().remove(VALUE);
            }
        }
    }
    Ok(Value::None)
}
