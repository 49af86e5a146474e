//! Methods of `dict`.

use std::cell::RefCell;
use std::rc::Rc;

use super::view;
use crate::python::args::Args;
use crate::python::class::Native;
use crate::python::operator::held;
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

pub const METHODS: &[Native] = &[
    Native::new("get", "self, key, default=None", |vm, args| {
        let key = args.get("key");
        if key.is_unknown() {
            return Ok(key.clone());
        }
        let hashed = vm.key(key)?;
        let dict = own(args);
        let dict = dict.borrow();
        let found = dict.get(&hashed).cloned().or_else(|| dict.unknown_key());
        Ok(found.unwrap_or_else(|| args.get("default").clone()))
    }),
    Native::new("keys", "self", |vm, args| Ok(view::of(vm, own(args), &view::KEYS))),
    Native::new("values", "self", |vm, args| Ok(view::of(vm, own(args), &view::VALUES))),
    Native::new("items", "self", |vm, args| Ok(view::of(vm, own(args), &view::ITEMS))),
    Native::new("update", "self, *args, **kwargs", |vm, args| {
        let dict = own(args);
        let mut merged = dict.borrow().clone();
        for more in args.rest("args").iter().chain([args.get("kwargs")]) {
            if more.is_unknown() {
                merged.insert(vm.key(more)?, more.clone(), more.clone());
                continue;
            }
            vm.update_dict(&mut merged, more)?;
        }
        vm.spend(merged.len())?;
        dict.replace(merged);
        Ok(Value::None)
    }),
    Native::new("setdefault", "self, key, default=None", |vm, args| {
        let hashed = vm.key(args.get("key"))?;
        let dict = own(args);
        if let Some(found) = dict.borrow().get(&hashed) {
            return Ok(found.clone());
        }
        let default = args.get("default").clone();
        dict.borrow_mut().insert(hashed, args.get("key").clone(), default.clone());
        Ok(default)
    }),
    Native::new("pop", "self, key, *default", |vm, args| {
        vm.lose_track(args.get("key"));
        let hashed = vm.key(args.get("key"))?;
        let removed = own(args).borrow_mut().remove(&hashed);
        let removed = removed.or_else(|| own(args).borrow().unknown_key());
        match removed.or_else(|| args.rest("default").first().cloned()) {
            Some(value) => Ok(value),
            None => Err(vm.raise_with("KeyError", args.get("key").clone())),
        }
    }),
    Native::new("popitem", "self", |vm, args| {
        let dict = own(args);
        let last = dict.borrow().iter().next_back().map(|(k, v)| (k.clone(), v.clone()));
        match last {
            Some((key, value)) => {
                let hashed = vm.key(&key)?;
                dict.borrow_mut().remove(&hashed);
                Ok(Value::tuple(vec![key, value]))
            }
            None => Err(vm.raise("KeyError", "popitem(): dictionary is empty")),
        }
    }),
    Native::new("clear", "self", |_, args| {
        own(args).replace(Dict::default());
        Ok(Value::None)
    }),
    Native::new("copy", "self", |vm, args| {
        let dict = own(args).borrow().clone();
        vm.spend(dict.len())?;
        Ok(Value::dict(dict))
    }),
];

fn own(args: &Args) -> Rc<RefCell<Dict>> {
    match args.get("self") {
        Value::Dict(dict) => dict.clone(),
        value => match held(value) {
            Some(Value::Dict(dict)) => dict,
            _ => Rc::default(),
        },
    }
}

/// `dict.fromkeys`.
pub fn fromkeys(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if args.get("iterable").is_unknown() {
        return Ok(args.get("iterable").clone());
    }
    let mut dict = Dict::default();
    for key in vm.iterate(args.get("iterable"))? {
        dict.insert(vm.key(&key)?, key, args.get("value").clone());
    }
    Ok(Value::dict(dict))
}
