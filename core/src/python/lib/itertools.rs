//! `itertools`.

use crate::python::args::Args;
use crate::python::builtins::ITERATOR;
use crate::python::class::{Library, Native, NativeClass, Operator};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub const LIBRARY: Library = Library {
    name: "itertools",
    functions: &[
        Native::new("count", "start=0, step=1", |vm, args| {
            let fields = [("next", args.get("start").clone()), ("step", args.get("step").clone())];
            Ok(Value::Object(vm.instance(&ITERATOR, fields)))
        }),
        Native::new("cycle", "iterable", |vm, args| {
            with_items(vm, args, |vm, items| {
                let fields = [
                    ("items", Value::list(items)),
                    ("at", Value::Int(0)),
                    ("cycles", Value::Bool(true)),
                ];
                Ok(Value::Object(vm.instance(&ITERATOR, fields)))
            })
        }),
        Native::new("repeat", "object, times=None", |vm, args| {
            let object = args.get("object").clone();
            match args.get("times").as_int() {
                Some(times) => {
                    let times = usize::try_from(times.max(0)).unwrap_or(usize::MAX);
                    vm.spend(times)?;
                    Ok(vm.iterator(vec![object; times]))
                }
                None => {
                    let fields = [
                        ("items", Value::list(vec![object])),
                        ("at", Value::Int(0)),
                        ("cycles", Value::Bool(true)),
                    ];
                    Ok(Value::Object(vm.instance(&ITERATOR, fields)))
                }
            }
        }),
        Native::new("islice", "iterable, *args", islice),
        Native::new("product", "*iterables, repeat=1", product),
        Native::new("combinations", "iterable, r", |vm, args| chosen(vm, args, Order::Ascending)),
        Native::new("combinations_with_replacement", "iterable, r", |vm, args| {
            chosen(vm, args, Order::Repeating)
        }),
        Native::new("permutations", "iterable, r=None", |vm, args| chosen(vm, args, Order::Any)),
        Native::new("groupby", "iterable, key=None", groupby),
        Native::new("zip_longest", "*iterables, fillvalue=None", zip_longest),
        Native::new("accumulate", "iterable, func=None, *, initial=None", accumulate),
        Native::new("starmap", "function, iterable", |vm, args| {
            with_items(vm, args, |vm, items| {
                let mut res = Vec::new();
                for item in items {
                    let given = vm.iterate(&item)?;
                    res.push(vm.call(args.get("function"), given, Vec::new())?);
                }
                Ok(vm.iterator(res))
            })
        }),
        Native::new("takewhile", "predicate, iterable", |vm, args| {
            with_items(vm, args, |vm, items| {
                let at = first_failing(vm, args, &items)?;
                Ok(vm.iterator(items.into_iter().take(at).collect()))
            })
        }),
        Native::new("dropwhile", "predicate, iterable", |vm, args| {
            with_items(vm, args, |vm, items| {
                let at = first_failing(vm, args, &items)?;
                Ok(vm.iterator(items.into_iter().skip(at).collect()))
            })
        }),
        Native::new("filterfalse", "predicate, iterable", |vm, args| {
            with_items(vm, args, |vm, items| {
                let mut kept = Vec::new();
                for item in items {
                    if !holds(vm, args.get("predicate"), &item)? {
                        kept.push(item);
                    }
                }
                Ok(vm.iterator(kept))
            })
        }),
        Native::new("compress", "iterable, selectors", |vm, args| {
            if args.get("selectors").is_unknown() {
                return Ok(args.get("selectors").clone());
            }
            let selectors = vm.iterate(args.get("selectors"))?;
            with_items(vm, args, |vm, items| {
                let mut kept = Vec::new();
                for (item, selector) in items.into_iter().zip(&selectors) {
                    match vm.truth_or_why(selector)? {
                        Ok(true) => kept.push(item),
                        Ok(false) => {}
                        Err(unknown) => return Ok(Value::Unknown(unknown)),
                    }
                }
                Ok(vm.iterator(kept))
            })
        }),
        Native::new("pairwise", "iterable", |vm, args| {
            with_items(vm, args, |vm, items| {
                let pairs = items.windows(2).map(|it| Value::tuple(it.to_vec())).collect();
                Ok(vm.iterator(pairs))
            })
        }),
        Native::new("batched", "iterable, n", |vm, args| {
            with_items(vm, args, |vm, items| {
                let size = usize::try_from(args.get("n").as_int().unwrap_or(1)).unwrap_or(1);
                let batches = items.chunks(size.max(1));
                let batches = batches.map(|it| Value::tuple(it.to_vec())).collect();
                Ok(vm.iterator(batches))
            })
        }),
        Native::new("tee", "iterable, n=2", |vm, args| {
            with_items(vm, args, |vm, items| {
                let count = args.get("n").as_int().unwrap_or(2).clamp(0, 100);
                let copies = (0..count).map(|_| vm.iterator(items.clone())).collect::<Vec<_>>();
                Ok(Value::tuple(copies))
            })
        }),
    ],
    classes: &[&CHAIN],
    ..Library::EMPTY
};

static CHAIN: NativeClass = NativeClass {
    name: "chain",
    module: "itertools",
    params: "*iterables",
    new: Some(|vm, _, args| chained(vm, args.rest("iterables"))),
    class_methods: &[Native::new("from_iterable", "cls, iterable", |vm, args| {
        with_items(vm, args, |vm, items| chained(vm, &items))
    })],
    ..NativeClass::EMPTY
};

fn chained(vm: &mut Vm<'_>, iterables: &[Value]) -> Eval {
    let mut items = Vec::new();
    for iterable in iterables {
        if iterable.is_unknown() {
            return Ok(iterable.clone());
        }
        items.extend(vm.iterate(iterable)?);
        vm.spend(items.len())?;
    }
    Ok(vm.iterator(items))
}

/// Does something with the items of the parameter `iterable`.
fn with_items<'h>(
    vm: &mut Vm<'h>,
    args: &Args,
    with: impl FnOnce(&mut Vm<'h>, Vec<Value>) -> Eval,
) -> Eval {
    let iterable = args.get("iterable");
    if iterable.is_unknown() {
        return Ok(iterable.clone());
    }
    let items = vm.iterate(iterable)?;
    vm.spend(items.len())?;
    with(vm, items)
}

fn holds(vm: &mut Vm<'_>, predicate: &Value, item: &Value) -> Eval<bool> {
    let answer = match predicate {
        Value::None => item.clone(),
        predicate => vm.call(predicate, vec![item.clone()], Vec::new())?,
    };
    Ok(vm.truth(&answer)? == Some(true))
}

fn first_failing(vm: &mut Vm<'_>, args: &Args, items: &[Value]) -> Eval<usize> {
    for (idx, item) in items.iter().enumerate() {
        if !holds(vm, args.get("predicate"), item)? {
            return Ok(idx);
        }
    }
    Ok(items.len())
}

fn islice(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let iterable = args.get("iterable");
    if iterable.is_unknown() {
        return Ok(iterable.clone());
    }
    let number = |it: &Value| it.as_int().and_then(|it| usize::try_from(it).ok());
    let (start, stop, step) = match args.rest("args") {
        [stop] => (0, number(stop), 1),
        [start, stop] => (number(start).unwrap_or(0), number(stop), 1),
        [start, stop, step, ..] => {
            (number(start).unwrap_or(0), number(stop), number(step).unwrap_or(1))
        }
        [] => (0, None, 1),
    };
    let mut iteration = vm.iteration(iterable)?;
    let mut items = Vec::new();
    let mut at = 0;
    while stop.is_none_or(|stop| at < stop) {
        let Some(item) = vm.next_item(&mut iteration)? else { break };
        vm.spend(1)?;
        if at >= start && (at - start) % step.max(1) == 0 {
            items.push(item);
        }
        at += 1;
    }
    Ok(vm.iterator(items))
}

fn product(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if let Some(unknown) = args.unknown() {
        return Ok(unknown);
    }
    let mut columns = Vec::new();
    for iterable in args.rest("iterables") {
        columns.push(vm.iterate(iterable)?);
    }
    let repeat = usize::try_from(args.get("repeat").as_int().unwrap_or(1)).unwrap_or(0);
    let columns: Vec<_> = std::iter::repeat_n(columns, repeat.min(64)).flatten().collect();
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    for column in columns {
        vm.spend(rows.len().saturating_mul(column.len()))?;
        rows = rows
            .iter()
            .flat_map(|row| {
                column.iter().map(|item| {
                    let mut row = row.clone();
                    row.push(item.clone());
                    row
                })
            })
            .collect();
    }
    Ok(vm.iterator(rows.into_iter().map(Value::tuple).collect()))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    Ascending,
    Repeating,
    Any,
}

fn chosen(vm: &mut Vm<'_>, args: &Args, order: Order) -> Eval {
    with_items(vm, args, |vm, items| {
        let size =
            args.get("r").as_int().map_or(items.len(), |it| usize::try_from(it).unwrap_or(0));
        let mut picks: Vec<Vec<usize>> = vec![Vec::new()];
        if size > 64 {
            return Ok(vm.iterator(Vec::new()));
        }
        for _ in 0..size {
            let mut longer = Vec::new();
            for pick in picks {
                for idx in 0..items.len() {
                    let fits = match order {
                        Order::Ascending => pick.last().is_none_or(|last| *last < idx),
                        Order::Repeating => pick.last().is_none_or(|last| *last <= idx),
                        Order::Any => !pick.contains(&idx),
                    };
                    if fits {
                        vm.spend(1)?;
                        longer.push(pick.iter().copied().chain([idx]).collect());
                    }
                }
            }
            picks = longer;
        }
        let row = |pick: Vec<usize>| {
            let row: Vec<Value> = pick.iter().filter_map(|at| items.get(*at).cloned()).collect();
            Value::tuple(row)
        };
        let rows = picks.into_iter().map(row).collect();
        Ok(vm.iterator(rows))
    })
}

fn groupby(vm: &mut Vm<'_>, args: &Args) -> Eval {
    with_items(vm, args, |vm, items| {
        let mut groups: Vec<(Value, Vec<Value>)> = Vec::new();
        for item in items {
            let key = match args.get("key") {
                Value::None => item.clone(),
                key => vm.call(key, vec![item.clone()], Vec::new())?,
            };
            let continues = match groups.last() {
                Some((last, _)) => vm.equal(&last.clone(), &key)?,
                None => false,
            };
            match groups.last_mut() {
                Some((_, group)) if continues => group.push(item),
                _ => groups.push((key, vec![item])),
            }
        }
        let mut pairs = Vec::new();
        for (key, group) in groups {
            let group = vm.iterator(group);
            pairs.push(Value::tuple(vec![key, group]));
        }
        Ok(vm.iterator(pairs))
    })
}

fn zip_longest(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if let Some(unknown) = args.unknown() {
        return Ok(unknown);
    }
    let mut columns = Vec::new();
    for iterable in args.rest("iterables") {
        columns.push(vm.iterate(iterable)?);
    }
    let length = columns.iter().map(Vec::len).max().unwrap_or(0);
    vm.spend(length.saturating_mul(columns.len()))?;
    let fill = args.get("fillvalue");
    let row = |at: usize| {
        let items = columns.iter().map(|it| it.get(at).unwrap_or(fill).clone());
        Value::tuple(items.collect::<Vec<_>>())
    };
    let rows = (0..length).map(row).collect();
    Ok(vm.iterator(rows))
}

fn accumulate(vm: &mut Vm<'_>, args: &Args) -> Eval {
    with_items(vm, args, |vm, items| {
        let mut res: Vec<Value> = Vec::new();
        res.extend((!args.get("initial").is_none()).then(|| args.get("initial").clone()));
        for item in items {
            let next = match (res.last().cloned(), args.get("func")) {
                (None, _) => item,
                (Some(last), Value::None) => vm.operate(Operator::Add, &last, &item)?,
                (Some(last), function) => vm.call(function, vec![last, item], Vec::new())?,
            };
            res.push(next);
        }
        Ok(vm.iterator(res))
    })
}
