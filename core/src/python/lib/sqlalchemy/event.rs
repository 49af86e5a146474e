//! `sqlalchemy.event`: functions that hear of types, columns and constraints being attached, and of
//! tables being made.

use std::rc::Rc;

use super::fields::{items_of, make};
use crate::python::class::{Class, Fields, Library, Native, NativeClass, Object};
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

/// Remembers a function on the class or the object that it listens to.
fn attach(target: &Value, identifier: &Value, function: &Value) {
    let Some(identifier) = identifier.as_str() else { return };
    let fields = match target {
        Value::Class(class) => &class.fields,
        Value::Object(object) => &object.fields,
        _ => return,
    };
    let mut heard = match fields.borrow().get(LISTENERS) {
        Some(Value::Dict(dict)) => dict.borrow().clone(),
        _ => Dict::default(),
    };
    let mut functions = heard.get_str(identifier).map(items_of).unwrap_or_default();
    functions.push(function.clone());
    heard.insert_str(identifier, Value::list(functions));
    fields.borrow_mut().set(LISTENERS, Value::dict(heard));
}

/// The field with the functions that listen, by what they listen for.
const LISTENERS: &str = "_listeners";

/// Tells those who listen that an item of a schema is attached to what holds it; they may change
/// it.
pub fn tell_attached(vm: &mut Vm<'_>, item: &Rc<Object>, parent: &Value) -> Eval<()> {
    tell(vm, item, "after_parent_attach", parent)
}

/// Tells those who listen that an item of a schema is about to be attached.
pub fn tell_attaching(vm: &mut Vm<'_>, item: &Rc<Object>, parent: &Value) -> Eval<()> {
    tell(vm, item, "before_parent_attach", parent)
}

/// Tells those who listen that a table, or all of a metadata, is about to be made or dropped, or was.
pub fn tell_defined(vm: &mut Vm<'_>, item: &Rc<Object>, identifier: &str) -> Eval<()> {
    for function in listening(item, identifier) {
        let given = vec![Value::Object(item.clone()), super::engine::bind(vm)?];
        let keywords = [("checkfirst", Value::Bool(false)), ("tables", Value::None)];
        let keywords = keywords.map(|(name, value)| (name.to_owned(), value)).to_vec();
        if let Value::Unknown(unknown) = vm.call(&function, given, keywords)? {
            vm.incomplete(&unknown);
        }
    }
    Ok(())
}

fn tell(vm: &mut Vm<'_>, item: &Rc<Object>, identifier: &str, other: &Value) -> Eval<()> {
    for function in listening(item, identifier) {
        let given = vec![Value::Object(item.clone()), other.clone()];
        if let Value::Unknown(unknown) = vm.call(&function, given, Vec::new())? {
            vm.incomplete(&unknown);
        }
    }
    Ok(())
}

/// Whether anything of an object or one of its classes is listened to.
pub fn is_heard(object: &Rc<Object>, identifier: &str) -> bool {
    !listening(object, identifier).is_empty()
}

/// Whether anything of the objects of a class is listened to.
pub fn is_class_heard(class: &Rc<Class>, identifier: &str) -> bool {
    class.mro.borrow().iter().any(|it| !heard(&it.fields.borrow(), identifier).is_empty())
}

/// The functions that listen to an object or to one of its classes.
fn listening(object: &Rc<Object>, identifier: &str) -> Vec<Value> {
    let mut found = heard(&object.fields.borrow(), identifier);
    let class = object.class.borrow().clone();
    for it in class.mro.borrow().iter() {
        found.extend(heard(&it.fields.borrow(), identifier));
    }
    found
}

fn heard(fields: &Fields, identifier: &str) -> Vec<Value> {
    match fields.get(LISTENERS) {
        Some(Value::Dict(dict)) => {
            dict.borrow().get_str(identifier).map(items_of).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}
