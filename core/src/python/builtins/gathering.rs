//! Built-in functions over items: `len`, `sorted`, `zip` and their like.

use std::rc::Rc;

use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::builtins::ITERATOR;
use crate::python::class::{Native, Object, Operator};
use crate::python::exceptions::STOP_ITERATION;
use crate::python::generator::RETURNED;
use crate::python::value::Value;
use crate::python::vm::{Eval, Stop, Vm};

pub const FUNCTIONS: &[Native] = &[
    Native::new("len", "obj", |vm, args| vm.length(args.get("obj"))),
    Native::new("iter", "object, sentinel=None", |vm, args| {
        iterated(vm, args.get("object"), |vm, items| Ok(vm.iterator(items)))
    }),
    Native::new("next", "iterator, *default", next),
    Native::new("enumerate", "iterable, start=0", |vm, args| {
        let start = args.get("start").as_int().unwrap_or(0);
        iterated(vm, args.get("iterable"), |vm, items| {
            let pairs = (start..).zip(items);
            let pairs = pairs.map(|(n, it)| Value::tuple(vec![Value::Int(n), it])).collect();
            Ok(vm.iterator(pairs))
        })
    }),
    Native::new("zip", "*iterables, strict=False", zip),
    Native::new("map", "function, *iterables", map),
    Native::new("filter", "function, iterable", filter),
    Native::new("sorted", "iterable, *, key=None, reverse=False", |vm, args| {
        let iterable = match (args.get("key"), args.get("iterable")) {
            (Value::None, set @ Value::Set(_)) => &Value::list(vm.iterate_in_any_order(set)?),
            (_, unknown @ Value::Unknown(_)) => unknown,
            (_, iterable) => &Value::list(vm.iterate_at_once(iterable)?),
        };
        iterated(vm, iterable, |vm, items| {
            match vm.sort(items, args.get("key"), args.get("reverse"))? {
                Ok(items) => Ok(Value::list(items)),
                Err(unknown) => Ok(unknown),
            }
        })
    }),
    Native::new("reversed", "sequence", |vm, args| {
        iterated(vm, args.get("sequence"), |vm, mut items| {
            items.reverse();
            Ok(vm.iterator(items))
        })
    }),
    Native::new("sum", "iterable, start=0", |vm, args| {
        let start = args.get("start").clone();
        iterated(vm, args.get("iterable"), |vm, items| {
            items.iter().try_fold(start, |sum, it| vm.operate(Operator::Add, &sum, it))
        })
    }),
    Native::new("min", "*args, key=None, default=...", |vm, args| {
        extreme(vm, args, Extreme::Least)
    }),
    Native::new("max", "*args, key=None, default=...", |vm, args| extreme(vm, args, Extreme::Most)),
    Native::new("any", "iterable", |vm, args| {
        iterated(vm, args.get("iterable"), |vm, items| decide(vm, items, true))
    }),
    Native::new("all", "iterable", |vm, args| {
        iterated(vm, args.get("iterable"), |vm, items| decide(vm, items, false))
    }),
];

/// Does something with the items of a value; what nobody can know stays that.
fn iterated<'h>(
    vm: &mut Vm<'h>,
    value: &Value,
    with: impl FnOnce(&mut Vm<'h>, Vec<Value>) -> Eval,
) -> Eval {
    if value.is_unknown() {
        return Ok(value.clone());
    }
    if let Value::Object(object) = value
        && object.is(&ITERATOR)
        && object.field("step").is_some()
    {
        return Ok(value.clone());
    }
    let items = vm.iterate(value)?;
    vm.spend(items.len())?;
    with(vm, items)
}

/// `any` and `all`: the first item of this truth decides.
fn decide(vm: &mut Vm<'_>, items: Vec<Value>, truth: bool) -> Eval {
    let mut unknown = None;
    for item in items {
        match vm.truth_or_why(&item)? {
            Ok(found) if found == truth => return Ok(Value::Bool(truth)),
            Ok(_) => {}
            Err(why) => unknown = Some(Value::Unknown(why)),
        }
    }
    Ok(unknown.unwrap_or(Value::Bool(!truth)))
}

fn next(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let iterator = args.get("iterator");
    let item = match iterator {
        Value::Unknown(_) => return Ok(iterator.clone()),
        Value::Object(object) if object.is(&ITERATOR) => vm.take_next(&object.clone())?,
        other => match vm.special(other, "__next__")? {
            Some(method) => {
                let res = vm.call(&method, Vec::new(), Vec::new());
                return match (res, args.rest("default").first()) {
                    (Err(Stop::Raise(exception)), Some(default))
                        if vm.is_exception(&exception, "StopIteration") =>
                    {
                        Ok(default.clone())
                    }
                    (res, _) => res,
                };
            }
            None => {
                let name = vm.type_of(other).name.clone();
                return Err(vm.raise("TypeError", format!("'{name}' object is not an iterator")));
            }
        },
    };
    match item.or_else(|| args.rest("default").first().cloned()) {
        Some(item) => Ok(item),
        None => Err(vm.stop_iteration(iterator.field(RETURNED))),
    }
}

fn endless(value: &Value) -> Option<Rc<Object>> {
    let object = value.as_object()?;
    let is_endless = object.is(&ITERATOR)
        && (object.field("step").is_some() || object.field("cycles").is_some());
    is_endless.then(|| object.clone())
}

/// The items of several iterables side by side, as long as the shortest.
fn side_by_side(vm: &mut Vm<'_>, iterables: &[Value]) -> Eval<Result<Vec<Vec<Value>>, Value>> {
    if let Some(unknown) = iterables.iter().find(|it| it.is_unknown()) {
        return Ok(Err(unknown.clone()));
    }
    let mut columns = Vec::new();
    for iterable in iterables {
        columns.push(match endless(iterable) {
            Some(_) => None,
            None => Some(vm.iterate(iterable)?),
        });
    }
    let Some(length) = columns.iter().flatten().map(Vec::len).min() else {
        return Ok(Ok(Vec::new()));
    };
    let mut rows: Vec<Vec<Value>> = vec![Vec::new(); length];
    for (column, iterable) in columns.into_iter().zip(iterables) {
        let mut given = column.into_iter().flatten();
        let endless = endless(iterable);
        for row in &mut rows {
            vm.spend(1)?;
            let item = match &endless {
                Some(object) => vm.take_next(object)?,
                None => given.next(),
            };
            row.extend(item);
        }
    }
    Ok(Ok(rows))
}

fn zip(vm: &mut Vm<'_>, args: &Args) -> Eval {
    Ok(match side_by_side(vm, args.rest("iterables"))? {
        Ok(rows) => vm.iterator(rows.into_iter().map(Value::tuple).collect()),
        Err(unknown) => unknown,
    })
}

fn map(vm: &mut Vm<'_>, args: &Args) -> Eval {
    match side_by_side(vm, args.rest("iterables"))? {
        Ok(rows) => Ok(vm.mapping(args.get("function"), rows)),
        Err(unknown) => {
            let count = args.rest("iterables").len();
            call_for_some(vm, args.get("function"), &unknown, count)?;
            Ok(unknown)
        }
    }
}

/// Calls a function as for one of the items that nobody can know: it may be there for what it does,
/// which is told then. Of rows there are none in an empty database.
fn call_for_some(vm: &mut Vm<'_>, function: &Value, unknown: &Value, count: usize) -> Eval<()> {
    if matches!(unknown, Value::Unknown(it) if it.code == code::READS_DATA) {
        return Ok(());
    }
    match vm.call(function, vec![unknown.clone(); count], Vec::new()) {
        Ok(_) | Err(Stop::Raise(_)) => Ok(()),
        Err(stop) => Err(stop),
    }
}

fn filter(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let function = args.get("function");
    if args.get("iterable").is_unknown() && !function.is_none() {
        call_for_some(vm, function, args.get("iterable"), 1)?;
    }
    iterated(vm, args.get("iterable"), |vm, items| {
        let mut kept = Vec::new();
        for item in items {
            let answer = match function {
                Value::None => item.clone(),
                function => vm.call(function, vec![item.clone()], Vec::new())?,
            };
            match vm.truth_or_why(&answer)? {
                Ok(true) => kept.push(item),
                Ok(false) => {}
                Err(unknown) => return Ok(Value::Unknown(unknown)),
            }
        }
        Ok(vm.iterator(kept))
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Extreme {
    Least,
    Most,
}

fn extreme(vm: &mut Vm<'_>, args: &Args, which: Extreme) -> Eval {
    let items = match args.rest("args") {
        [only @ Value::Unknown(_)] => return Ok(only.clone()),
        [only] => vm.iterate(only)?,
        several => several.to_vec(),
    };
    let mut best: Option<(Value, Value)> = None;
    for item in items {
        let rank = match args.get("key") {
            Value::None => item.clone(),
            key => vm.call(key, vec![item.clone()], Vec::new())?,
        };
        if rank.is_unknown() {
            return Ok(rank);
        }
        let is_better = match &best {
            None => true,
            Some((best, _)) if which == Extreme::Least => vm.is_less(&rank, best)?,
            Some((best, _)) => vm.is_less(best, &rank)?,
        };
        if is_better {
            best = Some((rank, item));
        }
    }
    match best {
        Some((_, item)) => Ok(item),
        None if args.is_given("default") => Ok(args.get("default").clone()),
        None => {
            let name = if which == Extreme::Least { "min" } else { "max" };
            Err(vm.raise("ValueError", format!("{name}() iterable argument is empty")))
        }
    }
}

impl Vm<'_> {
    /// Sorts as `sorted` does, keeping the order of equals. What nobody can know has no order.
    pub(in crate::python) fn sort(
        &mut self,
        items: Vec<Value>,
        key: &Value,
        reverse: &Value,
    ) -> Eval<Result<Vec<Value>, Value>> {
        let mut ranked = Vec::with_capacity(items.len());
        for item in items {
            let rank = match key {
                Value::None => item.clone(),
                key => self.call(key, vec![item.clone()], Vec::new())?,
            };
            if rank.is_unknown() {
                return Ok(Err(rank));
            }
            ranked.push((rank, item));
        }
        let is_reversed = self.truth(reverse)? == Some(true);
        if is_reversed {
            ranked.reverse();
        }
        let mut sorted = self.merge_sort(ranked)?;
        if is_reversed {
            sorted.reverse();
        }
        Ok(Ok(sorted.into_iter().map(|(_, item)| item).collect()))
    }

    fn merge_sort(&mut self, mut items: Vec<(Value, Value)>) -> Eval<Vec<(Value, Value)>> {
        if items.len() < 2 {
            return Ok(items);
        }
        let right = items.split_off(items.len() / 2);
        let mut left = self.merge_sort(items)?.into_iter().peekable();
        let mut right = self.merge_sort(right)?.into_iter().peekable();
        let mut merged = Vec::new();
        while let (Some((one, _)), Some((other, _))) = (left.peek(), right.peek()) {
            self.step()?;
            let take_right = self.is_less(other, one)?;
            merged.extend(if take_right { right.next() } else { left.next() });
        }
        merged.extend(left);
        merged.extend(right);
        Ok(merged)
    }

    pub(in crate::python) fn next_or_stop(&mut self, iterator: &Value) -> Eval {
        let item = match iterator {
            Value::Object(object) => self.take_next(object)?,
            _ => None,
        };
        match item {
            Some(item) => Ok(item),
            None => {
                let returned = iterator.field(RETURNED);
                Err(self.stop_iteration(returned))
            }
        }
    }

    /// The end of an iterator, with what a generator returns.
    fn stop_iteration(&mut self, returned: Value) -> Stop {
        let stop = self.raise_native(&STOP_ITERATION, Value::str(""));
        if let Stop::Raise(Value::Object(exception)) = &stop {
            exception.set_field("value", returned);
        }
        stop
    }
}
