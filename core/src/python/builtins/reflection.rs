//! Built-in functions about classes, attributes and names.

use std::rc::Rc;

use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::builtins::{BOOL, INT, OBJECT};
use crate::python::class::Native;
use crate::python::scope::Scope;
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Stop, Vm};

pub const FUNCTIONS: &[Native] = &[
    Native::new("isinstance", "obj, class_or_tuple", |vm, args| {
        let (object, class) = (args.get("obj"), args.get("class_or_tuple"));
        Ok(match vm.is_instance(object, class)? {
            Some(answer) => Value::Bool(answer),
            None if object.is_unknown() => object.clone(),
            None if class.is_unknown() => class.clone(),
            None => vm.unknown(code::MISSING_MODULE, "the class of a value"),
        })
    }),
    Native::new("issubclass", "cls, class_or_tuple", |vm, args| {
        let Value::Class(class) = args.get("cls") else {
            return match args.get("cls") {
                unknown @ Value::Unknown(_) => Ok(unknown.clone()),
                _ => Err(vm.raise("TypeError", "issubclass() arg 1 must be a class")),
            };
        };
        let others = match args.get("class_or_tuple") {
            Value::Tuple(classes) => classes.to_vec(),
            other => vec![other.clone()],
        };
        Ok(Value::Bool(others.iter().any(|other| {
            matches!(other, Value::Class(other) if class.inherits(other) || other.native.is_some_and(|it| std::ptr::eq(it, &OBJECT)))
        })))
    }),
    Native::new("callable", "obj", |vm, args| {
        let value = args.get("obj");
        Ok(Value::Bool(match value {
            Value::Unknown(_) => return Ok(value.clone()),
            Value::Function(_) | Value::Method(_) | Value::Native(_) | Value::Class(_) => true,
            value => vm.special(value, "__call__")?.is_some(),
        }))
    }),
    Native::new("hasattr", "obj, name", |vm, args| {
        let value = args.get("obj");
        if value.is_unknown() {
            return Ok(value.clone());
        }
        let found = attribute(vm, value, args.str("name").unwrap_or_default())?;
        Ok(Value::Bool(found.is_some()))
    }),
    Native::new("getattr", "obj, name, *default", |vm, args| {
        let name = match args.get("name") {
            unknown @ Value::Unknown(_) => return Ok(unknown.clone()),
            name => vm.to_text(name)?,
        };
        match args.rest("default").first() {
            None => vm.attribute(args.get("obj"), &name),
            Some(default) => {
                Ok(attribute(vm, args.get("obj"), &name)?.unwrap_or_else(|| default.clone()))
            }
        }
    }),
    Native::new("setattr", "obj, name, value", |vm, args| {
        let name = vm.to_text(args.get("name"))?;
        vm.set_attribute(args.get("obj"), &name, args.get("value").clone())?;
        Ok(Value::None)
    }),
    Native::new("delattr", "obj, name", |vm, args| {
        let name = vm.to_text(args.get("name"))?;
        vm.delete_attribute(args.get("obj"), &name)?;
        Ok(Value::None)
    }),
    Native::new("id", "obj", |vm, _| {
        Ok(vm.unknown(code::UNFOLLOWED_CALL, "an address, which differs from run to run"))
    }),
    Native::new("vars", "*args", |vm, args| match args.rest("args").first() {
        Some(value) => vm.attribute(value, "__dict__"),
        None => Ok(locals(vm)),
    }),
    Native::new("locals", "", |vm, _| Ok(locals(vm))),
    Native::new("globals", "", |vm, _| {
        let Some(scope) = vm.running.last().map(|it| it.scope.globals()) else {
            return Ok(Value::dict(Dict::default()));
        };
        if let Some(source) = &scope.source {
            // Names of a module appear when asked for; here all of them are.
            for name in source.names() {
                vm.lookup_in(&scope, name)?;
            }
        }
        Ok(dict_of(&scope))
    }),
    Native::new("dir", "*args", |vm, args| {
        let Some(value) = args.rest("args").first() else {
            let names = locals(vm);
            return Ok(Value::list(vm.iterate(&names)?));
        };
        let dict = vm.attribute(value, "__dict__")?;
        let names = vm.iterate(&dict)?;
        Ok(match vm.sort(names, &Value::None, &Value::None)? {
            Ok(names) => Value::list(names),
            Err(unknown) => unknown,
        })
    }),
    Native::new("__import__", "name, *args, **kwargs", |vm, args| {
        let name = vm.to_text(args.get("name"))?;
        let top = name.split('.').next().unwrap_or_default().to_owned();
        let file = vm.span().file;
        vm.import_module(&name, file)?;
        vm.import_module(&top, file)
    }),
];

fn attribute(vm: &mut Vm<'_>, value: &Value, name: &str) -> Eval<Option<Value>> {
    match vm.attribute_if_any(value, name) {
        Err(Stop::Raise(exception)) if vm.is_exception(&exception, "AttributeError") => {
            vm.trail.clear();
            Ok(None)
        }
        res => res,
    }
}

fn locals(vm: &Vm<'_>) -> Value {
    match vm.running.last() {
        Some(running) => dict_of(&running.scope),
        None => Value::dict(Dict::default()),
    }
}

fn dict_of(scope: &Rc<Scope>) -> Value {
    let mut dict = Dict::default();
    for (name, value) in scope.names.borrow().iter() {
        dict.insert_str(name, value.clone());
    }
    Value::dict(dict)
}

impl Vm<'_> {
    /// Whether a value is of a class, or of one of several; nothing if nobody can know.
    pub fn is_instance(&mut self, value: &Value, class: &Value) -> Eval<Option<bool>> {
        match class {
            Value::Tuple(classes) => {
                let mut answer = Some(false);
                for class in classes.iter() {
                    match self.is_instance(value, class)? {
                        Some(true) => return Ok(Some(true)),
                        Some(false) => {}
                        None => answer = None,
                    }
                }
                Ok(answer)
            }
            Value::Class(class) => {
                if value.is_unknown() {
                    return Ok(None);
                }
                let is_root = class.native.is_some_and(|it| std::ptr::eq(it, &OBJECT));
                let is_bool_int = matches!(value, Value::Bool(_))
                    && class
                        .native
                        .is_some_and(|it| std::ptr::eq(it, &INT) || std::ptr::eq(it, &BOOL));
                if is_root || is_bool_int || self.type_of(value).inherits(class) {
                    return Ok(Some(true));
                }
                match self.special(&Value::Class(class.clone()), "__instancecheck__")? {
                    Some(method) => {
                        let answer = self.call(&method, vec![value.clone()], Vec::new())?;
                        self.truth(&answer)
                    }
                    None => Ok(self.open(value).is_none().then_some(false)),
                }
            }
            Value::Unknown(_) => Ok(match value {
                // What is not here can't be the class of a plain value.
                Value::Object(_) | Value::Unknown(_) => None,
                _ => Some(false),
            }),
            Value::None => Ok(Some(value.is_none())),
            Value::Object(_) => match super::super::lib::typing::alternatives(class).as_slice() {
                [] | [_] => Ok(Some(false)),
                several => self.is_instance(value, &Value::tuple(several.to_vec())),
            },
            _ => Ok(Some(false)),
        }
    }

    /// The arguments of a call to a `Native` taking `*args, **kwargs`, to pass on.
    pub(in crate::python) fn pass_on(&self, args: &Args) -> (Vec<Value>, Vec<(String, Value)>) {
        let keywords = match args.get("kwargs") {
            Value::Dict(dict) => dict
                .borrow()
                .iter()
                .map(|(key, value)| (key.as_str().unwrap_or_default().to_owned(), value.clone()))
                .collect(),
            _ => Vec::new(),
        };
        (args.rest("args").to_vec(), keywords)
    }
}
