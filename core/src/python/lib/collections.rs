//! `collections`: dictionaries and tuples with extra powers.

use std::rc::Rc;

use crate::python::args::Args;
use crate::python::builtins::{DICT, LIST, TUPLE};
use crate::python::class::{Class, Fields, Library, Native, NativeClass};
use crate::python::instantiate::HELD;
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

pub const LIBRARY: Library = Library {
    name: "collections",
    functions: &[Native::new(
        "namedtuple",
        "typename, field_names, *, rename=False, defaults=None, module=None",
        named_tuple,
    )],
    classes: &[&DEFAULT_DICT, &ORDERED_DICT, &COUNTER, &DEQUE, &CHAIN_MAP],
    ..Library::EMPTY
};

/// `collections.abc`: names that only `isinstance` and type hints use.
pub const ABC: Library = Library {
    name: "collections.abc",
    classes: &[&MAPPING, &SEQUENCE, &ITERABLE, &CALLABLE],
    fallback: Some(|vm, name| Ok(Some(super::typing::hint(vm, name)))),
    ..Library::EMPTY
};

const fn told_by(name: &'static str, methods: &'static [Native]) -> NativeClass {
    NativeClass { name, module: "collections.abc", class_methods: methods, ..NativeClass::EMPTY }
}

static MAPPING: NativeClass = told_by(
    "Mapping",
    &[Native::new("__instancecheck__", "cls, value", |_, args| {
        Ok(Value::Bool(matches!(args.get("value"), Value::Dict(_))))
    })],
);
static SEQUENCE: NativeClass = told_by(
    "Sequence",
    &[Native::new("__instancecheck__", "cls, value", |_, args| {
        let value = args.get("value");
        Ok(Value::Bool(matches!(value, Value::List(_) | Value::Tuple(_) | Value::Str(_))))
    })],
);
static ITERABLE: NativeClass = told_by(
    "Iterable",
    &[Native::new("__instancecheck__", "cls, value", |vm, args| {
        let value = args.get("value");
        Ok(Value::Bool(match value {
            Value::Object(_) => vm.special(value, "__iter__")?.is_some(),
            Value::List(_) | Value::Tuple(_) | Value::Str(_) | Value::Dict(_) | Value::Set(_) => {
                true
            }
            _ => false,
        }))
    })],
);
static CALLABLE: NativeClass = told_by(
    "Callable",
    &[Native::new("__instancecheck__", "cls, value", |vm, args| {
        let value = args.get("value");
        Ok(Value::Bool(match value {
            Value::Function(_) | Value::Method(_) | Value::Native(_) | Value::Class(_) => true,
            value => vm.special(value, "__call__")?.is_some(),
        }))
    })],
);

static DEFAULT_DICT: NativeClass = NativeClass {
    name: "defaultdict",
    module: "collections",
    bases: &[&DICT],
    params: "default_factory=None, *args, **kwargs",
    new: Some(|vm, class, args| {
        let (positional, keywords) = vm.pass_on(args);
        let held = vm.construct(&DICT, positional, keywords)?;
        let object = vm.new_object(class);
        object.set_field(HELD, held);
        object.set_field("default_factory", args.get("default_factory").clone());
        Ok(Value::Object(object))
    }),
    methods: &[
        Native::new("__missing__", "self, key", |vm, args| {
            let factory = args.get("self").field("default_factory");
            if factory.is_none() {
                return Err(vm.raise_with("KeyError", args.get("key").clone()));
            }
            let value = vm.call(&factory, Vec::new(), Vec::new())?;
            vm.set_item(&args.get("self").field(HELD), args.get("key"), value.clone())?;
            Ok(value)
        }),
        Native::new("__repr__", "self", |vm, args| {
            let factory = vm.repr(&args.get("self").field("default_factory"))?;
            let held = vm.repr(&args.get("self").field(HELD))?;
            Ok(Value::str(format!("defaultdict({factory}, {held})")))
        }),
    ],
    ..NativeClass::EMPTY
};

static ORDERED_DICT: NativeClass = NativeClass {
    name: "OrderedDict",
    module: "collections",
    bases: &[&DICT],
    params: "*args, **kwargs",
    new: Some(holding_dict),
    methods: &[
        Native::new("__repr__", "self", |vm, args| {
            let pairs = vm.call_method(&args.get("self").field(HELD), "items", Vec::new())?;
            let shown = match vm.truth(&pairs)? {
                Some(false) => String::new(),
                _ => vm.repr(&pairs)?,
            };
            Ok(Value::str(format!("OrderedDict({shown})")))
        }),
        Native::new("move_to_end", "self, key, last=True", |vm, args| {
            let Value::Dict(dict) = args.get("self").field(HELD) else { return Ok(Value::None) };
            let hashed = vm.key(args.get("key"))?;
            let Some(value) = dict.borrow_mut().remove(&hashed) else {
                return Err(vm.raise_with("KeyError", args.get("key").clone()));
            };
            let mut moved = Dict::default();
            if !args.flag("last") {
                moved.insert(hashed.clone(), args.get("key").clone(), value.clone());
            }
            for (key, (shown, value)) in dict.borrow().keyed() {
                moved.insert(key.clone(), shown.clone(), value.clone());
            }
            moved.insert(hashed, args.get("key").clone(), value);
            dict.replace(moved);
            Ok(Value::None)
        }),
    ],
    ..NativeClass::EMPTY
};

fn holding_dict(vm: &mut Vm<'_>, class: &Rc<Class>, args: &Args) -> Eval {
    let (positional, keywords) = vm.pass_on(args);
    let held = vm.construct(&DICT, positional, keywords)?;
    if held.is_unknown() {
        return Ok(held);
    }
    let object = vm.new_object(class);
    object.set_field(HELD, held);
    Ok(Value::Object(object))
}

static COUNTER: NativeClass = NativeClass {
    name: "Counter",
    module: "collections",
    bases: &[&DICT],
    params: "iterable=(), **kwargs",
    new: Some(|vm, class, args| {
        let mut counts = Dict::default();
        match args.get("iterable") {
            unknown @ Value::Unknown(_) => return Ok(unknown.clone()),
            dict @ Value::Dict(_) => vm.update_dict(&mut counts, dict)?,
            iterable => {
                for item in vm.iterate(iterable)? {
                    count(vm, &mut counts, item, 1)?;
                }
            }
        }
        let object = vm.new_object(class);
        object.set_field(HELD, Value::dict(counts));
        Ok(Value::Object(object))
    }),
    methods: &[
        Native::new("__missing__", "self, key", |_, _| Ok(Value::Int(0))),
        Native::new("update", "self, iterable", |vm, args| {
            let Value::Dict(dict) = args.get("self").field(HELD) else { return Ok(Value::None) };
            let mut counts = dict.borrow().clone();
            for item in vm.iterate(args.get("iterable"))? {
                count(vm, &mut counts, item, 1)?;
            }
            dict.replace(counts);
            Ok(Value::None)
        }),
        Native::new("most_common", "self, n=None", |vm, args| {
            let Value::Dict(dict) = args.get("self").field(HELD) else { return Ok(Value::None) };
            let mut pairs: Vec<(i128, Value)> = dict
                .borrow()
                .iter()
                .map(|(key, it)| {
                    let pair = Value::tuple(vec![key.clone(), it.clone()]);
                    (it.as_int().unwrap_or(0), pair)
                })
                .collect();
            pairs.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
            let most = args.get("n").as_int().and_then(|it| usize::try_from(it).ok());
            vm.spend(pairs.len())?;
            let pairs = pairs.into_iter().take(most.unwrap_or(usize::MAX));
            Ok(Value::list(pairs.map(|(_, pair)| pair).collect()))
        }),
        Native::new("__repr__", "self", |vm, args| {
            let common = vm.call_method(args.get("self"), "most_common", Vec::new())?;
            let mut dict = Dict::default();
            vm.update_dict(&mut dict, &common)?;
            let shown = if dict.is_empty() { String::new() } else { vm.repr(&Value::dict(dict))? };
            Ok(Value::str(format!("Counter({shown})")))
        }),
    ],
    ..NativeClass::EMPTY
};

fn count(vm: &mut Vm<'_>, counts: &mut Dict, item: Value, by: i128) -> Eval<()> {
    let key = vm.key(&item)?;
    let old = counts.get(&key).and_then(Value::as_int).unwrap_or(0);
    counts.insert(key, item, Value::Int(old + by));
    Ok(())
}

static DEQUE: NativeClass = NativeClass {
    name: "deque",
    module: "collections",
    bases: &[&LIST],
    params: "iterable=(), maxlen=None",
    new: Some(|vm, class, args| {
        if args.get("iterable").is_unknown() {
            return Ok(args.get("iterable").clone());
        }
        let items = vm.iterate(args.get("iterable"))?;
        let object = vm.new_object(class);
        object.set_field(HELD, Value::list(items));
        object.set_field("maxlen", args.get("maxlen").clone());
        let made = Value::Object(object);
        shorten(&made, End::Left);
        Ok(made)
    }),
    methods: &[
        Native::new("append", "self, item", |vm, args| {
            add(vm, args, vec![args.get("item").clone()], End::Right)
        }),
        Native::new("appendleft", "self, item", |vm, args| {
            add(vm, args, vec![args.get("item").clone()], End::Left)
        }),
        Native::new("extend", "self, iterable", |vm, args| {
            let more = vm.iterate(args.get("iterable"))?;
            add(vm, args, more, End::Right)
        }),
        Native::new("extendleft", "self, iterable", |vm, args| {
            let more = vm.iterate(args.get("iterable"))?;
            add(vm, args, more, End::Left)
        }),
        Native::new("rotate", "self, n=1", |_, args| {
            if let (Value::List(items), Some(by)) =
                (args.get("self").field(HELD), args.get("n").as_int())
            {
                let mut items = items.borrow_mut();
                let length = i128::try_from(items.len()).unwrap_or(1).max(1);
                items.rotate_right(usize::try_from(by.rem_euclid(length)).unwrap_or(0));
            }
            Ok(Value::None)
        }),
        Native::new("popleft", "self", |vm, args| match args.get("self").field(HELD) {
            Value::List(items) if !items.borrow().is_empty() => Ok(items.borrow_mut().remove(0)),
            _ => Err(vm.raise("IndexError", "pop from an empty deque")),
        }),
        Native::new("__repr__", "self", |vm, args| {
            let held = vm.repr(&args.get("self").field(HELD))?;
            Ok(Value::str(match args.get("self").field("maxlen").as_int() {
                Some(most) => format!("deque({held}, maxlen={most})"),
                None => format!("deque({held})"),
            }))
        }),
    ],
    ..NativeClass::EMPTY
};

/// An end of a queue.
#[derive(Clone, Copy, PartialEq)]
enum End {
    Left,
    Right,
}

/// Adds items at one end of a queue, one after the other; the other end loses what is too many.
fn add(vm: &mut Vm<'_>, args: &Args, more: Vec<Value>, at: End) -> Eval {
    vm.spend(more.len())?;
    let Value::List(items) = args.get("self").field(HELD) else { return Ok(Value::None) };
    match at {
        End::Right => items.borrow_mut().extend(more),
        End::Left => {
            items.borrow_mut().splice(0..0, more.into_iter().rev());
        }
    }
    shorten(args.get("self"), if at == End::Left { End::Right } else { End::Left });
    Ok(Value::None)
}

/// Takes away at one end of a queue what it has no place for.
fn shorten(queue: &Value, at: End) {
    let most = queue.field("maxlen").as_int().and_then(|it| usize::try_from(it).ok());
    let (Value::List(items), Some(most)) = (queue.field(HELD), most) else { return };
    let mut items = items.borrow_mut();
    let over = items.len().saturating_sub(most);
    match at {
        End::Left => drop(items.drain(..over)),
        End::Right => items.truncate(most),
    }
}

static CHAIN_MAP: NativeClass = NativeClass {
    name: "ChainMap",
    module: "collections",
    bases: &[&DICT],
    params: "*maps",
    new: Some(|vm, class, args| {
        let mut merged = Dict::default();
        for map in args.rest("maps").iter().rev() {
            vm.update_dict(&mut merged, map)?;
        }
        let object = vm.new_object(class);
        object.set_field(HELD, Value::dict(merged));
        Ok(Value::Object(object))
    }),
    ..NativeClass::EMPTY
};

/// What `namedtuple(...)` and `typing.NamedTuple` make.
pub static NAMED_TUPLE: NativeClass = NativeClass {
    name: "NamedTuple",
    module: "typing",
    bases: &[&TUPLE],
    params: "*args, **kwargs",
    new: Some(|vm, class, args| {
        let (positional, keywords) = vm.pass_on(args);
        if class.native.is_some() {
            return class_of_fields(vm, &positional, keywords);
        }
        let names = field_names(class);
        let defaults = class.fields.borrow().get("_field_defaults").cloned();
        if positional.len() > names.len() {
            let message = format!(
                "{}.__new__() takes {} positional arguments but {} were given",
                class.name,
                names.len() + 1,
                positional.len() + 1
            );
            return Err(vm.raise("TypeError", message));
        }
        let object = vm.new_object(class);
        let mut items = Vec::new();
        for (idx, name) in names.iter().enumerate() {
            let given = positional
                .get(idx)
                .or_else(|| keywords.iter().find(|(it, _)| it == name).map(|(_, value)| value));
            let default = match &defaults {
                Some(Value::Dict(dict)) => dict.borrow().get_str(name).cloned(),
                _ => None,
            };
            let Some(value) = given.cloned().or(default) else {
                let message = format!(
                    "{}.__new__() missing 1 required positional argument: '{name}'",
                    class.name
                );
                return Err(vm.raise("TypeError", message));
            };
            object.set_field(name, value.clone());
            items.push(value);
        }
        object.set_field(HELD, Value::tuple(items));
        Ok(Value::Object(object))
    }),
    subclassed: Some(|_, class| {
        let mut fields = class.fields.borrow_mut();
        let Some(Value::Dict(hints)) = fields.get("__annotations__").cloned() else {
            return Ok(());
        };
        let names: Vec<Value> = hints.borrow().iter().map(|(name, _)| name.clone()).collect();
        let mut defaults = Dict::default();
        for name in names.iter().filter_map(Value::as_str) {
            if let Some(value) = fields.remove(name) {
                defaults.insert_str(name, value);
            }
        }
        fields.set("_fields", Value::tuple(names));
        fields.set("_field_defaults", Value::dict(defaults));
        Ok(())
    }),
    methods: &[
        Native::new("_asdict", "self", |_, args| {
            let mut dict = Dict::default();
            if let Value::Object(object) = args.get("self") {
                for name in field_names(&object.class.borrow()) {
                    dict.insert_str(&name, args.get("self").field(&name));
                }
            }
            Ok(Value::dict(dict))
        }),
        Native::new("_replace", "self, **kwargs", |vm, args| {
            let asdict = vm.call_method(args.get("self"), "_asdict", Vec::new())?;
            let mut dict = Dict::default();
            vm.update_dict(&mut dict, &asdict)?;
            vm.update_dict(&mut dict, args.get("kwargs"))?;
            let class = vm.type_of(args.get("self"));
            let given = dict.iter().map(|(_, value)| value.clone()).collect();
            vm.call(&Value::Class(class), given, Vec::new())
        }),
        Native::new("__repr__", "self", |vm, args| {
            let class = vm.type_of(args.get("self"));
            let mut parts = Vec::new();
            for name in field_names(&class) {
                parts.push(format!("{name}={}", vm.repr(&args.get("self").field(&name))?));
            }
            Ok(Value::str(format!("{}({})", class.name, parts.join(", "))))
        }),
    ],
    class_methods: &[Native::new("_make", "cls, iterable", |vm, args| {
        let items = vm.iterate(args.get("iterable"))?;
        vm.call(args.get("cls"), items, Vec::new())
    })],
    ..NativeClass::EMPTY
};

fn field_names(class: &Rc<Class>) -> Vec<String> {
    let fields =
        class.mro.borrow().iter().find_map(|it| it.fields.borrow().get("_fields").cloned());
    match fields {
        Some(Value::Tuple(names)) => {
            names.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect()
        }
        _ => Vec::new(),
    }
}

/// `NamedTuple("Point", [("x", int), ("y", int)])` and `NamedTuple("Point", x=int, y=int)`.
fn class_of_fields(vm: &mut Vm<'_>, positional: &[Value], keywords: Vec<(String, Value)>) -> Eval {
    let mut names: Vec<Value> = keywords.into_iter().map(|(name, _)| Value::str(name)).collect();
    if let [_, pairs, ..] = positional {
        for pair in vm.iterate(pairs)? {
            names.extend(vm.iterate(&pair)?.into_iter().next());
        }
    }
    let name = positional.first().and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut fields = Fields::default();
    fields.set("_fields", Value::tuple(names));
    let base = vm.class_of(&NAMED_TUPLE);
    Ok(Value::Class(vm.new_class(&name, &[base], fields)?))
}

fn named_tuple(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let names: Vec<Value> = match args.get("field_names") {
        Value::Str(names) => names.replace(',', " ").split_whitespace().map(Value::str).collect(),
        unknown @ Value::Unknown(_) => return Ok(unknown.clone()),
        names => vm.iterate(names)?,
    };
    let mut defaults = Dict::default();
    if !args.get("defaults").is_none() {
        let values = vm.iterate(args.get("defaults"))?;
        let skipped = names.len().saturating_sub(values.len());
        for (name, value) in names.iter().skip(skipped).zip(values) {
            defaults.insert_str(name.as_str().unwrap_or_default(), value);
        }
    }
    let mut fields = Fields::default();
    fields.set("_fields", Value::tuple(names));
    fields.set("_field_defaults", Value::dict(defaults));
    let base = vm.class_of(&NAMED_TUPLE);
    let name = args.str("typename").unwrap_or_default().to_owned();
    Ok(Value::Class(vm.new_class(&name, &[base], fields)?))
}
