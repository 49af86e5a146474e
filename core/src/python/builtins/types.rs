//! The built-in types: what calling them makes, and where their methods are.

use std::rc::Rc;

use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{Class, Fields, Native, NativeClass, Object};
use crate::python::instantiate::HELD;
use crate::python::methods;
use crate::python::operator::{as_float, held};
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

/// Every type that has a name of its own.
pub static TYPES: &[&NativeClass] = &[
    &OBJECT,
    &TYPE,
    &BOOL,
    &INT,
    &FLOAT,
    &STR,
    &BYTES,
    &LIST,
    &TUPLE,
    &DICT,
    &SET,
    &FROZEN_SET,
    &RANGE,
    &SLICE,
    &PROPERTY,
    &CLASS_METHOD,
    &STATIC_METHOD,
    &SUPER,
];

/// Makes a type whose values are no objects.
const fn plain(
    name: &'static str,
    params: &'static str,
    new: fn(&mut Vm<'_>, &Rc<Class>, &Args) -> Eval,
    methods: &'static [Native],
) -> NativeClass {
    NativeClass { name, params, new: Some(new), methods, ..NativeClass::EMPTY }
}

const fn unnamed(name: &'static str) -> NativeClass {
    NativeClass { name, ..NativeClass::EMPTY }
}

pub static OBJECT: NativeClass = unnamed("object");
pub static NONE_TYPE: NativeClass = unnamed("NoneType");
pub static ELLIPSIS_TYPE: NativeClass = unnamed("ellipsis");
pub static FUNCTION: NativeClass = unnamed("function");
pub static METHOD: NativeClass = unnamed("method");
pub static NATIVE_FUNCTION: NativeClass = unnamed("builtin_function_or_method");
pub static MODULE: NativeClass = unnamed("module");

pub static INT: NativeClass = NativeClass {
    class_methods: &[Native::new(
        "from_bytes",
        "cls, bytes, byteorder='big', signed=False",
        int_from_bytes,
    )],
    properties: methods::number::PROPERTIES,
    ..plain("int", "x=0, base=10", int, methods::number::INT)
};
pub static BOOL: NativeClass =
    NativeClass { bases: &[&INT], ..plain("bool", "x=False", bool, &[]) };
pub static FLOAT: NativeClass = plain("float", "x=0", float, methods::number::FLOAT);
pub static STR: NativeClass = NativeClass {
    class_methods: &[Native::new("maketrans", "cls, x, y=None, z=None", methods::str::maketrans)],
    ..plain("str", "object='', encoding=None, errors=None", str, methods::str::METHODS)
};
pub static BYTES: NativeClass = NativeClass {
    class_methods: &[Native::new("fromhex", "cls, string", methods::bytes::from_hex)],
    ..plain("bytes", "source=(), encoding=None, errors=None", bytes, methods::bytes::METHODS)
};
pub static LIST: NativeClass = plain("list", "iterable=()", list, methods::list::METHODS);
pub static TUPLE: NativeClass = plain("tuple", "iterable=()", tuple, methods::tuple::METHODS);
pub static DICT: NativeClass = NativeClass {
    class_methods: &[Native::new("fromkeys", "cls, iterable, value=None", methods::dict::fromkeys)],
    ..plain("dict", "*args, **kwargs", dict, methods::dict::METHODS)
};
pub static SET: NativeClass = plain("set", "iterable=()", set, methods::set::METHODS);
pub static FROZEN_SET: NativeClass =
    plain("frozenset", "iterable=()", frozen_set, methods::set::METHODS);
pub static RANGE: NativeClass = plain("range", "*args", range, &[]);
pub static TYPE: NativeClass = plain("type", "*args, **kwargs", type_call, &[]);
pub static SUPER: NativeClass = plain("super", "*args", super_call, &[]);

pub static SLICE: NativeClass = NativeClass {
    name: "slice",
    params: "*args",
    init: Some(|_, object, args| {
        let given = args.rest("args");
        let (start, stop, step) = match given {
            [stop] => (&Value::None, stop, &Value::None),
            [start, stop] => (start, stop, &Value::None),
            [start, stop, step, ..] => (start, stop, step),
            [] => (&Value::None, &Value::None, &Value::None),
        };
        for (name, value) in [("start", start), ("stop", stop), ("step", step)] {
            object.set_field(name, value.clone());
        }
        Ok(())
    }),
    ..NativeClass::EMPTY
};

/// Items made in advance, of which others may have taken some: what `iter`, `zip`, `map` and
/// calls of generators give.
pub static ITERATOR: NativeClass = NativeClass {
    name: "generator",
    methods: &[
        Native::new("__next__", "self", |vm, args| vm.next_or_stop(args.get("self"))),
        Native::new("send", "self, value", |vm, args| vm.next_or_stop(args.get("self"))),
        Native::new("close", "self", |_, args| {
            if let Some(object) = args.get("self").as_object() {
                object.set_field("items", Value::list(Vec::new()));
            }
            Ok(Value::None)
        }),
    ],
    ..NativeClass::EMPTY
};

pub static PROPERTY: NativeClass = NativeClass {
    name: "property",
    params: "fget=None, fset=None, fdel=None, doc=None",
    methods: &[
        Native::new("setter", "self, function", |vm, args| with_accessor(vm, args, "fset")),
        Native::new("getter", "self, function", |vm, args| with_accessor(vm, args, "fget")),
        Native::new("deleter", "self, function", |vm, args| with_accessor(vm, args, "fdel")),
    ],
    ..NativeClass::EMPTY
};

pub static CLASS_METHOD: NativeClass = NativeClass {
    name: "classmethod",
    params: "function",
    properties: WRAPPED,
    ..NativeClass::EMPTY
};
pub static STATIC_METHOD: NativeClass = NativeClass {
    name: "staticmethod",
    params: "function",
    properties: WRAPPED,
    ..NativeClass::EMPTY
};

/// What such an object was made of.
static WRAPPED: &[Native] =
    &[Native::new("__func__", "self", |_, args| Ok(args.get("self").field("function")))];

fn with_accessor(vm: &mut Vm<'_>, args: &Args, which: &'static str) -> Eval {
    let property = vm.instance(&PROPERTY, []);
    if let Some(old) = args.get("self").as_object() {
        for name in ["fget", "fset", "fdel"] {
            property.set_field(name, old.field(name).unwrap_or(Value::None));
        }
    }
    property.set_field(which, args.get("function").clone());
    Ok(Value::Object(property))
}

fn int(vm: &mut Vm<'_>, _class: &Rc<Class>, args: &Args) -> Eval {
    if let Some(unknown) = args.unknown() {
        return Ok(unknown);
    }
    let given = args.get("x");
    let held = held(given);
    let value = held.as_ref().unwrap_or(given);
    match value {
        Value::Int(_) | Value::Bool(_) => Ok(Value::Int(value.as_int().unwrap_or(0))),
        Value::Float(number) if number.is_finite() => Ok(Value::Int(number.trunc() as i128)),
        Value::Str(text) => {
            let base = args.get("base").as_int().and_then(|it| u32::try_from(it).ok());
            match parse_int(text, base.unwrap_or(10)) {
                Some(number) => Ok(Value::Int(number)),
                None => {
                    let shown = vm.repr(value)?;
                    let base = base.unwrap_or(10);
                    let message = format!("invalid literal for int() with base {base}: {shown}");
                    Err(vm.raise("ValueError", message))
                }
            }
        }
        value => match vm.special(value, "__int__")? {
            Some(method) => vm.call(&method, Vec::new(), Vec::new()),
            None => {
                let name = vm.type_of(value).name.clone();
                let message = format!(
                    "int() argument must be a string, a bytes-like object or a real number, \
                     not '{name}'"
                );
                Err(vm.raise("TypeError", message))
            }
        },
    }
}

fn parse_int(text: &str, base: u32) -> Option<i128> {
    let text = text.trim().replace('_', "").to_ascii_lowercase();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (base, digits) = match (base, digits.get(..2)) {
        (0 | 16, Some("0x")) => (16, digits.get(2..)?),
        (0 | 8, Some("0o")) => (8, digits.get(2..)?),
        (0 | 2, Some("0b")) => (2, digits.get(2..)?),
        (0, _) => (10, digits),
        (base @ 2..=36, _) => (base, digits),
        _ => return None,
    };
    if digits.starts_with(['+', '-']) {
        return None;
    }
    i128::from_str_radix(digits, base).ok().map(|it| sign * it)
}

fn int_from_bytes(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Value::Bytes(bytes) = args.get("bytes") else {
        return match args.get("bytes") {
            unknown @ Value::Unknown(_) => Ok(unknown.clone()),
            other => {
                let message =
                    format!("cannot convert '{}' object to bytes", vm.type_of(other).name);
                Err(vm.raise("TypeError", message))
            }
        };
    };
    if bytes.len() > 15 {
        return Ok(vm.unknown(code::UNFOLLOWED_CALL, "a number beyond 128 bits"));
    }
    let fold = |number: i128, byte: &u8| (number << 8) | i128::from(*byte);
    let number = match args.str("byteorder") {
        Some("little") => bytes.iter().rev().fold(0, fold),
        _ => bytes.iter().fold(0, fold),
    };
    let (bits, half) = (bytes.len() * 8, (bytes.len() * 8).saturating_sub(1));
    let is_negative = args.flag("signed") && bits > 0 && number >> half == 1;
    Ok(Value::Int(if is_negative { number - (1 << bits) } else { number }))
}

fn bool(vm: &mut Vm<'_>, _class: &Rc<Class>, args: &Args) -> Eval {
    let value = args.get("x");
    Ok(match vm.truth_or_why(value)? {
        Ok(truth) => Value::Bool(truth),
        Err(unknown) => Value::Unknown(unknown),
    })
}

fn float(vm: &mut Vm<'_>, _class: &Rc<Class>, args: &Args) -> Eval {
    let given = args.get("x");
    let held = held(given);
    let value = held.as_ref().unwrap_or(given);
    if let Some(number) = as_float(value) {
        return Ok(Value::Float(number));
    }
    match value {
        Value::Unknown(_) => Ok(value.clone()),
        Value::Str(text) => match text.trim().replace('_', "").parse() {
            Ok(number) => Ok(Value::Float(number)),
            Err(_) => {
                let shown = vm.repr(value)?;
                Err(vm.raise("ValueError", format!("could not convert string to float: {shown}")))
            }
        },
        value => match vm.special(value, "__float__")? {
            Some(method) => vm.call(&method, Vec::new(), Vec::new()),
            None => {
                let name = vm.type_of(value).name.clone();
                let message =
                    format!("float() argument must be a string or a real number, not '{name}'");
                Err(vm.raise("TypeError", message))
            }
        },
    }
}

fn str(vm: &mut Vm<'_>, _class: &Rc<Class>, args: &Args) -> Eval {
    let value = args.get("object");
    match value {
        Value::Unknown(_) => Ok(value.clone()),
        Value::Bytes(bytes) if args.is_given("encoding") => {
            Ok(Value::str(String::from_utf8_lossy(bytes)))
        }
        value => {
            let text = vm.whole_text(|vm| vm.to_text(value).map(Value::str))?;
            vm.spend(text.as_str().map_or(0, str::len))?;
            Ok(text)
        }
    }
}

fn bytes(vm: &mut Vm<'_>, _class: &Rc<Class>, args: &Args) -> Eval {
    let value = args.get("source");
    match value {
        Value::Unknown(_) | Value::Bytes(_) => Ok(value.clone()),
        Value::Str(text) => Ok(Value::Bytes(text.as_bytes().into())),
        Value::Int(length) => {
            let length = usize::try_from((*length).max(0)).unwrap_or(usize::MAX);
            vm.spend(length)?;
            Ok(Value::Bytes(vec![0; length].into()))
        }
        value => {
            let items = vm.iterate(value)?;
            Ok(Value::Bytes(
                items.iter().filter_map(|it| u8::try_from(it.as_int()?).ok()).collect(),
            ))
        }
    }
}

/// The items that `list(...)` and the like are filled with; nothing if nobody can know them.
fn items(vm: &mut Vm<'_>, args: &Args) -> Eval<Result<Vec<Value>, Value>> {
    let value = args.get("iterable");
    match value.is_unknown() {
        true => Ok(Err(value.clone())),
        false => Ok(Ok(vm.iterate_at_once(value)?)),
    }
}

fn list(vm: &mut Vm<'_>, _class: &Rc<Class>, args: &Args) -> Eval {
    Ok(match items(vm, args)? {
        Ok(items) => {
            vm.spend(items.len())?;
            Value::list(items)
        }
        Err(unknown) => unknown,
    })
}

fn tuple(vm: &mut Vm<'_>, _class: &Rc<Class>, args: &Args) -> Eval {
    Ok(match items(vm, args)? {
        Ok(items) => {
            vm.spend(items.len())?;
            Value::tuple(items)
        }
        Err(unknown) => unknown,
    })
}

fn set(vm: &mut Vm<'_>, _class: &Rc<Class>, args: &Args) -> Eval {
    match items(vm, args)? {
        Ok(items) => vm.set_of(items),
        Err(unknown) => Ok(unknown),
    }
}

fn frozen_set(vm: &mut Vm<'_>, class: &Rc<Class>, args: &Args) -> Eval {
    match items(vm, args)? {
        Ok(items) => {
            let set = vm.set_of(items)?;
            let object = vm.new_object(class);
            object.set_field(HELD, set);
            Ok(Value::Object(object))
        }
        Err(unknown) => Ok(unknown),
    }
}

fn dict(vm: &mut Vm<'_>, _class: &Rc<Class>, args: &Args) -> Eval {
    let mut dict = Dict::default();
    if let Some(first) = args.rest("args").first() {
        if first.is_unknown() {
            return Ok(first.clone());
        }
        vm.update_dict(&mut dict, first)?;
    }
    vm.update_dict(&mut dict, args.get("kwargs"))?;
    vm.spend(dict.len())?;
    Ok(Value::dict(dict))
}

fn range(vm: &mut Vm<'_>, class: &Rc<Class>, args: &Args) -> Eval {
    if let Some(unknown) = args.unknown() {
        return Ok(unknown);
    }
    let mut numbers = Vec::new();
    for argument in args.rest("args") {
        let Some(number) = argument.as_int() else {
            let name = vm.type_of(argument).name.clone();
            let message = format!("'{name}' object cannot be interpreted as an integer");
            return Err(vm.raise("TypeError", message));
        };
        numbers.push(number);
    }
    let (start, stop, step) = match numbers.as_slice() {
        [stop] => (0, *stop, 1),
        [start, stop] => (*start, *stop, 1),
        [start, stop, step] => (*start, *stop, *step),
        given => {
            let message = format!("range expected at least 1 argument, got {}", given.len());
            return Err(vm.raise("TypeError", message));
        }
    };
    if step == 0 {
        return Err(vm.raise("ValueError", "range() arg 3 must not be zero"));
    }
    let range = vm.new_object(class);
    for (name, value) in [("start", start), ("stop", stop), ("step", step)] {
        range.set_field(name, Value::Int(value));
    }
    Ok(Value::Object(range))
}

fn type_call(vm: &mut Vm<'_>, _class: &Rc<Class>, args: &Args) -> Eval {
    match args.rest("args") {
        [value @ Value::Unknown(_)] => Ok(value.clone()),
        [value] => Ok(Value::Class(vm.type_of(value))),
        [name, bases, Value::Dict(dict), ..] => {
            let bases = vm.iterate(bases)?;
            let bases: Vec<Rc<Class>> = bases
                .iter()
                .filter_map(|it| match it {
                    Value::Class(class) => Some(class.clone()),
                    _ => None,
                })
                .collect();
            let mut fields = Fields::default();
            for (key, value) in dict.borrow().iter() {
                fields.set(key.as_str().unwrap_or_default(), value.clone());
            }
            let class = vm.new_class(name.as_str().unwrap_or_default(), &bases, fields)?;
            Ok(Value::Class(class))
        }
        _ => Err(vm.raise("TypeError", "type() takes 1 or 3 arguments")),
    }
}

fn super_call(vm: &mut Vm<'_>, class: &Rc<Class>, args: &Args) -> Eval {
    let (this, receiver) = match args.rest("args") {
        [this, receiver, ..] => (Some(this.clone()), Some(receiver.clone())),
        _ => match vm.running.iter().rev().find(|it| it.class.is_some()) {
            Some(running) => (running.class.clone().map(Value::Class), running.receiver.clone()),
            None => (None, None),
        },
    };
    let (Some(this), Some(receiver)) = (this, receiver) else {
        return Err(vm.raise("RuntimeError", "super(): no arguments"));
    };
    let proxy: Rc<Object> = vm.new_object(class);
    proxy.set_field("__thisclass__", this);
    proxy.set_field("__self__", receiver);
    Ok(Value::Object(proxy))
}
