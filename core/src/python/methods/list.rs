//! Methods of `list`.

use std::cell::RefCell;
use std::rc::Rc;

use crate::python::args::Args;
use crate::python::class::Native;
use crate::python::operator::held;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub const METHODS: &[Native] = &[
    Native::new("append", "self, object", |vm, args| {
        vm.put(args.get("object"))?;
        own(args).borrow_mut().push(args.get("object").clone());
        Ok(Value::None)
    }),
    Native::new("extend", "self, iterable", |vm, args| {
        let more = vm.iterate(args.get("iterable"))?;
        vm.spend(more.len())?;
        own(args).borrow_mut().extend(more);
        Ok(Value::None)
    }),
    Native::new("insert", "self, index, object", |vm, args| {
        vm.lose_track(args.get("index"));
        vm.put(args.get("object"))?;
        let list = own(args);
        let at = place(args.get("index"), list.borrow().len());
        list.borrow_mut().insert(at, args.get("object").clone());
        Ok(Value::None)
    }),
    Native::new("remove", "self, value", |vm, args| {
        let list = own(args);
        let items = list.borrow().clone();
        match position(vm, &items, args.get("value"))? {
            Some(at) => {
                list.borrow_mut().remove(at);
                Ok(Value::None)
            }
            None => Err(vm.raise("ValueError", "list.remove(x): x not in list")),
        }
    }),
    Native::new("pop", "self, index=-1", |vm, args| {
        vm.lose_track(args.get("index"));
        let list = own(args);
        let length = list.borrow().len();
        if length == 0 {
            return Err(vm.raise("IndexError", "pop from empty list"));
        }
        let at = args.get("index").as_int().unwrap_or(-1);
        let at = if at < 0 { at + length as i128 } else { at };
        match usize::try_from(at).ok().filter(|it| *it < length) {
            Some(at) => Ok(list.borrow_mut().remove(at)),
            None => Err(vm.raise("IndexError", "pop index out of range")),
        }
    }),
    Native::new("clear", "self", |_, args| {
        own(args).borrow_mut().clear();
        Ok(Value::None)
    }),
    Native::new("copy", "self", |vm, args| {
        let items = own(args).borrow().clone();
        vm.spend(items.len())?;
        Ok(Value::list(items))
    }),
    Native::new("reverse", "self", |_, args| {
        own(args).borrow_mut().reverse();
        Ok(Value::None)
    }),
    Native::new("sort", "self, *, key=None, reverse=False", |vm, args| {
        let list = own(args);
        let items = list.borrow().clone();
        match vm.sort(items, args.get("key"), args.get("reverse"))? {
            Ok(sorted) => *list.borrow_mut() = sorted,
            Err(unknown) => {
                let length = list.borrow().len();
                *list.borrow_mut() = vec![unknown; length];
            }
        }
        Ok(Value::None)
    }),
    Native::new("index", "self, value, start=0, stop=None", index),
    Native::new("count", "self, value", count),
];

fn own(args: &Args) -> Rc<RefCell<Vec<Value>>> {
    match args.get("self") {
        Value::List(items) => items.clone(),
        value => match held(value) {
            Some(Value::List(items)) => items,
            _ => Rc::default(),
        },
    }
}

/// Where `insert` puts something.
fn place(index: &Value, length: usize) -> usize {
    let at = index.as_int().unwrap_or(0);
    let at = if at < 0 { at + length as i128 } else { at };
    usize::try_from(at.max(0)).unwrap_or(length).min(length)
}

fn position(vm: &mut Vm<'_>, items: &[Value], wanted: &Value) -> Eval<Option<usize>> {
    for (idx, item) in items.iter().enumerate() {
        if vm.equal(item, wanted)? {
            return Ok(Some(idx));
        }
    }
    Ok(None)
}

pub fn index(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let items = vm.iterate(args.get("self"))?;
    let start = place(args.get("start"), items.len());
    let rest = items.get(start..).unwrap_or_default();
    match position(vm, rest, args.get("value"))? {
        Some(at) => Ok(Value::Int((start + at) as i128)),
        None => {
            let shown = vm.repr(args.get("value"))?;
            let kind = vm.type_of(args.get("self")).name.clone();
            let message = match &*kind {
                "list" => format!("{shown} is not in list"),
                kind => format!("{kind}.index(x): x not in {kind}"),
            };
            Err(vm.raise("ValueError", message))
        }
    }
}

pub fn count(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let mut count = 0;
    for item in vm.iterate(args.get("self"))? {
        count += i128::from(vm.equal(&item, args.get("value"))?);
    }
    Ok(Value::Int(count))
}
