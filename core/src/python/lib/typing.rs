//! `typing`: hints are kept as they are written and mean nothing to a running script.

use crate::python::class::{Library, Native, NativeClass, Operator};
use crate::python::value::Value;
use crate::python::vm::Vm;

use super::collections::NAMED_TUPLE;

pub const LIBRARY: Library = Library {
    name: "typing",
    functions: &[
        Native::new("cast", "typ, val", |_, args| Ok(args.get("val").clone())),
        Native::new("overload", "func", |_, args| Ok(args.get("func").clone())),
        Native::new("final", "f", |_, args| Ok(args.get("f").clone())),
        Native::new("no_type_check", "arg", |_, args| Ok(args.get("arg").clone())),
        Native::new("runtime_checkable", "cls", |_, args| Ok(args.get("cls").clone())),
        Native::new("NewType", "name, tp", |_, args| Ok(args.get("tp").clone())),
        Native::new("TypeVar", "name, *args, **kwargs", |vm, args| {
            Ok(hint(vm, args.str("name").unwrap_or_default()))
        }),
        Native::new("ParamSpec", "name, *args, **kwargs", |vm, args| {
            Ok(hint(vm, args.str("name").unwrap_or_default()))
        }),
        Native::new("get_args", "tp", |_, args| {
            Ok(match args.get("tp").field("args") {
                Value::Tuple(items) => Value::Tuple(items),
                Value::None => Value::tuple([]),
                only => Value::tuple(vec![only]),
            })
        }),
        Native::new("get_origin", "tp", |_, args| Ok(args.get("tp").field("origin"))),
    ],
    classes: &[&GENERIC, &PROTOCOL, &TYPED_DICT, &NAMED_TUPLE],
    values: Some(|_| vec![("TYPE_CHECKING", Value::Bool(false))]),
    fallback: Some(|vm, name| Ok(Some(hint(vm, name)))),
    ..Library::EMPTY
};

/// `typing_extensions`: the same names.
pub const EXTENSIONS: Library = Library { name: "typing_extensions", ..LIBRARY };

/// A type hint: its `name`, what it is an item of (`origin`) and with what (`args`).
pub static HINT: NativeClass = NativeClass {
    name: "_GenericAlias",
    module: "typing",
    methods: &[
        Native::new("__getitem__", "self, item", |vm, args| {
            let fields = [
                ("name", args.get("self").field("name")),
                ("origin", args.get("self").clone()),
                ("args", args.get("item").clone()),
            ];
            Ok(Value::Object(vm.instance(&HINT, fields)))
        }),
        Native::new("__call__", "self, *args, **kwargs", |_, args| {
            Ok(args.rest("args").first().unwrap_or(args.get("self")).clone())
        }),
        Native::new("__repr__", "self", |vm, args| {
            let name = vm.to_text(&args.get("self").field("name"))?;
            Ok(Value::str(format!("typing.{name}")))
        }),
        // `Literal["a", "b"]` is asked for its arguments.
        Native::new("__getattr__", "self, name", |vm, args| match args.str("name") {
            Some(name) => {
                let message = format!("'_GenericAlias' object has no attribute '{name}'");
                Err(vm.raise("AttributeError", message))
            }
            None => Ok(Value::None),
        }),
    ],
    properties: &[Native::new("__args__", "self", |_, args| {
        Ok(match args.get("self").field("args") {
            Value::Tuple(items) => Value::Tuple(items),
            Value::None => Value::tuple([]),
            only => Value::tuple(vec![only]),
        })
    })],
    operator: Some(|vm, operator, left, right| {
        Ok((operator == Operator::BitOr).then(|| union(vm, left, right)))
    }),
    ..NativeClass::EMPTY
};

static GENERIC: NativeClass =
    NativeClass { name: "Generic", module: "typing", ..NativeClass::EMPTY };
static PROTOCOL: NativeClass =
    NativeClass { name: "Protocol", module: "typing", ..NativeClass::EMPTY };
static TYPED_DICT: NativeClass = NativeClass {
    name: "TypedDict",
    module: "typing",
    params: "**fields",
    new: Some(|_, _, args| Ok(args.get("fields").clone())),
    ..NativeClass::EMPTY
};

/// A hint with this name and no arguments.
pub fn hint(vm: &mut Vm<'_>, name: &str) -> Value {
    Value::Object(vm.instance(&HINT, [("name", Value::str(name))]))
}

/// `left | right`: a hint that either is meant.
pub fn union(vm: &mut Vm<'_>, left: &Value, right: &Value) -> Value {
    let args = Value::tuple([alternatives(left), alternatives(right)].concat());
    let fields = [("name", Value::str(UNION)), ("args", args)];
    Value::Object(vm.instance(&HINT, fields))
}

const UNION: &str = "Union";

/// The hints of which one is meant: those of a union, and nothing besides of an optional one.
pub fn alternatives(hint: &Value) -> Vec<Value> {
    let Some(it) = hint.as_object().filter(|it| it.is(&HINT)) else { return vec![hint.clone()] };
    let name = it.field("name");
    let args = it.field("args").unwrap_or(Value::None);
    match (name.as_ref().and_then(Value::as_str), &args) {
        (Some(UNION), Value::Tuple(items)) => items.iter().flat_map(alternatives).collect(),
        (Some("Optional"), Value::None) => vec![hint.clone()],
        (Some("Optional"), one) => [alternatives(one), vec![Value::None]].concat(),
        _ => vec![hint.clone()],
    }
}

/// What `Annotated[hint, ...]` is about, and what it says besides.
pub fn annotated(hint: &Value) -> Option<(Value, Vec<Value>)> {
    let it = hint.as_object().filter(|it| it.is(&HINT))?;
    let name = it.field("name");
    if name.as_ref().and_then(Value::as_str) != Some("Annotated") {
        return None;
    }
    let Some(Value::Tuple(items)) = it.field("args") else { return None };
    let (first, rest) = items.split_first()?;
    Some((first.clone(), rest.to_vec()))
}
