//! Methods of `set` and `frozenset`.

use std::cell::RefCell;
use std::rc::Rc;

use crate::python::args::Args;
use crate::python::builtins::FROZEN_SET;
use crate::python::class::{Native, Operator};
use crate::python::operator::held;
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

pub const METHODS: &[Native] = &[
    Native::new("add", "self, item", |vm, args| {
        vm.spend(1)?;
        let key = vm.key(args.get("item"))?;
        own(args).borrow_mut().insert(key, args.get("item").clone(), Value::None);
        Ok(Value::None)
    }),
    Native::new("discard", "self, item", |vm, args| {
        vm.lose_track(args.get("item"));
        let key = vm.key(args.get("item"))?;
        own(args).borrow_mut().remove(&key);
        Ok(Value::None)
    }),
    Native::new("remove", "self, item", |vm, args| {
        vm.lose_track(args.get("item"));
        let key = vm.key(args.get("item"))?;
        let removed = own(args).borrow_mut().remove(&key);
        match removed {
            Some(_) => Ok(Value::None),
            None => Err(vm.raise_with("KeyError", args.get("item").clone())),
        }
    }),
    Native::new("pop", "self", |vm, args| {
        let set = own(args);
        let first = vm.items_of_set(&set.borrow()).into_iter().next();
        match first {
            Some(item) => {
                let key = vm.key(&item)?;
                set.borrow_mut().remove(&key);
                Ok(item)
            }
            None => Err(vm.raise("KeyError", "pop from an empty set")),
        }
    }),
    Native::new("clear", "self", |_, args| {
        own(args).replace(Dict::default());
        Ok(Value::None)
    }),
    Native::new("copy", "self", |_, args| Ok(Value::set(own(args).borrow().clone()))),
    Native::new("update", "self, *others", |vm, args| {
        let merged = combined(vm, args, Operator::BitOr)?;
        if let Value::Set(merged) = merged {
            let merged = merged.borrow().clone();
            own(args).replace(merged);
        }
        Ok(Value::None)
    }),
    Native::new("difference_update", "self, *others", |vm, args| {
        let left = combined(vm, args, Operator::Sub)?;
        if let Value::Set(left) = left {
            let left = left.borrow().clone();
            own(args).replace(left);
        }
        Ok(Value::None)
    }),
    Native::new("union", "self, *others", |vm, args| combined(vm, args, Operator::BitOr)),
    Native::new("intersection", "self, *others", |vm, args| combined(vm, args, Operator::BitAnd)),
    Native::new("difference", "self, *others", |vm, args| combined(vm, args, Operator::Sub)),
    Native::new("symmetric_difference", "self, *others", |vm, args| {
        combined(vm, args, Operator::BitXor)
    }),
    Native::new("issubset", "self, other", |vm, args| {
        related(vm, args, |one, other| one.keys().all(|it| other.get(it).is_some()))
    }),
    Native::new("issuperset", "self, other", |vm, args| {
        related(vm, args, |one, other| other.keys().all(|it| one.get(it).is_some()))
    }),
    Native::new("isdisjoint", "self, other", |vm, args| {
        related(vm, args, |one, other| !one.keys().any(|it| other.get(it).is_some()))
    }),
];

fn own(args: &Args) -> Rc<RefCell<Dict>> {
    match args.get("self") {
        Value::Set(set) => set.clone(),
        value => match held(value) {
            Some(Value::Set(set)) => set,
            _ => Rc::default(),
        },
    }
}

fn combined(vm: &mut Vm<'_>, args: &Args, operator: Operator) -> Eval {
    let mut res = Value::set(own(args).borrow().clone());
    for other in args.rest("others") {
        if other.is_unknown() {
            return Ok(other.clone());
        }
        let items = vm.iterate_in_any_order(other)?;
        let other = vm.set_of(items)?;
        res = vm.operate(operator, &res, &other)?;
    }
    let is_frozen = args.get("self").as_object().is_some_and(|it| it.is(&FROZEN_SET));
    match is_frozen {
        true => vm.construct(&FROZEN_SET, vec![res], Vec::new()),
        false => Ok(res),
    }
}

fn related(vm: &mut Vm<'_>, args: &Args, is: fn(&Dict, &Dict) -> bool) -> Eval {
    let other = args.get("other");
    if other.is_unknown() {
        return Ok(other.clone());
    }
    let items = vm.iterate_in_any_order(other)?;
    let Value::Set(other) = vm.set_of(items)? else { return Ok(Value::None) };
    let answer = is(&own(args).borrow(), &other.borrow());
    Ok(Value::Bool(answer))
}
