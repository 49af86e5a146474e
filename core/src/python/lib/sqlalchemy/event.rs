//! `sqlalchemy.event`: functions that hear of constraints being attached to a table.

use std::rc::Rc;

use super::fields::{entries, items_of, make};
use crate::python::class::{Library, Native, NativeClass, Object};
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

pub static LIBRARY: Library = Library {
    name: "sqlalchemy.event",
    functions: &[
        Native::new("listens_for", "target, identifier, *args, **kw", |vm, args| {
            let fields = ["target", "identifier"].map(|name| (name, args.get(name).clone()));
            Ok(Value::Object(make(vm, &DECORATOR, fields)))
        }),
        Native::new("listen", "target, identifier, fn, *args, **kw", |_, args| {
            attach(args.get("target"), args.get("identifier"), args.get("fn"));
            Ok(Value::None)
        }),
        Native::new("remove", "target, identifier, fn", |_, _| Ok(Value::None)),
        Native::new("contains", "target, identifier, fn", |_, _| Ok(Value::Bool(false))),
    ],
    ..Library::EMPTY
};

static DECORATOR: NativeClass = NativeClass {
    name: "decorate",
    module: "sqlalchemy.event.api",
    methods: &[Native::new("__call__", "self, function", |_, args| {
        let this = args.get("self");
        attach(&this.field("target"), &this.field("identifier"), args.get("function"));
        Ok(args.get("function").clone())
    })],
    ..NativeClass::EMPTY
};

/// Remembers a function on the class it listens to.
fn attach(target: &Value, identifier: &Value, function: &Value) {
    let (Value::Class(class), Some(identifier)) = (target, identifier.as_str()) else { return };
    let mut heard = match class.fields.borrow().get("_listeners") {
        Some(Value::Dict(dict)) => dict.borrow().clone(),
        _ => Dict::default(),
    };
    let mut functions = heard.get_str(identifier).map(items_of).unwrap_or_default();
    functions.push(function.clone());
    heard.insert_str(identifier, Value::list(functions));
    class.fields.borrow_mut().set("_listeners", Value::dict(heard));
}

/// Tells those who listen that a constraint is attached to a table; they may change it.
pub fn tell_attached(vm: &mut Vm<'_>, constraint: &Rc<Object>, table: &Value) -> Eval<()> {
    for function in listening(vm, constraint, "after_parent_attach") {
        let given = vec![Value::Object(constraint.clone()), table.clone()];
        if let Value::Unknown(unknown) = vm.call(&function, given, Vec::new())? {
            vm.incomplete(&unknown);
        }
    }
    Ok(())
}

fn listening(vm: &mut Vm<'_>, object: &Rc<Object>, identifier: &str) -> Vec<Value> {
    let class = object.class.borrow().clone();
    let natives: Vec<_> = class.mro.borrow().iter().filter_map(|it| it.native).collect();
    let mut found = Vec::new();
    for native in natives {
        let heard = vm.class_of(native).fields.borrow().get("_listeners").cloned();
        let heard = heard.map(|it| entries(&it)).unwrap_or_default();
        let functions = heard.into_iter().filter(|(name, _)| name == identifier);
        found.extend(functions.flat_map(|(_, them)| items_of(&them)));
    }
    found
}
