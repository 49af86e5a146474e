//! `json`: text of values and values of text.

use serde_json::Value as Json;

use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{Library, Native, NativeClass};
use crate::python::exceptions::VALUE_ERROR;
use crate::python::operator::held;
use crate::python::text::float_text;
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

/// `simplejson`, which has the same names.
pub const SIMPLE: Library = Library { name: "simplejson", ..LIBRARY };

pub const LIBRARY: Library = Library {
    name: "json",
    functions: &[
        Native::new(
            "dumps",
            "obj, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True, \
             cls=None, indent=None, separators=None, default=None, sort_keys=False, **kw",
            dumps,
        ),
        Native::new("loads", "s, **kw", |vm, args| loads(vm, args.get("s"))),
        Native::new("load", "fp, **kw", |vm, args| {
            let text = vm.call_method(args.get("fp"), "read", Vec::new())?;
            match &text {
                Value::Str(_) | Value::Bytes(_) => loads(vm, &text),
                _ => Ok(vm.unknown(code::UNFOLLOWED_CALL, "the contents of a file")),
            }
        }),
    ],
    classes: &[&DECODE_ERROR, &ENCODER],
    ..Library::EMPTY
};

static DECODE_ERROR: NativeClass = NativeClass {
    name: "JSONDecodeError",
    module: "json.decoder",
    bases: &[&VALUE_ERROR],
    ..NativeClass::EMPTY
};
static ENCODER: NativeClass = NativeClass {
    name: "JSONEncoder",
    module: "json.encoder",
    params: "**kw",
    ..NativeClass::EMPTY
};

/// The value that a text says.
pub(super) fn loads(vm: &mut Vm<'_>, given: &Value) -> Eval {
    match given {
        Value::Str(text) => read(vm, text),
        Value::Bytes(bytes) => read(vm, &String::from_utf8_lossy(bytes)),
        unknown @ Value::Unknown(_) => Ok(unknown.clone()),
        other => {
            let name = vm.type_of(other).name.clone();
            let message = format!("the JSON object must be str, bytes or bytearray, not {name}");
            Err(vm.raise("TypeError", message))
        }
    }
}

fn read(vm: &mut Vm<'_>, text: &str) -> Eval {
    vm.spend(text.len())?;
    match serde_json::from_str::<Json>(text) {
        Ok(json) => Ok(value_of(json)),
        Err(error) => {
            let message =
                format!("Expecting value: line {} column {}", error.line(), error.column());
            Err(vm.raise_native(&DECODE_ERROR, Value::str(message)))
        }
    }
}

fn value_of(json: Json) -> Value {
    match json {
        Json::Null => Value::None,
        Json::Bool(flag) => Value::Bool(flag),
        Json::Number(number) => match number.to_string().parse() {
            Ok(int) => Value::Int(int),
            Err(_) => Value::Float(number.as_f64().unwrap_or(0.0)),
        },
        Json::String(text) => Value::str(text),
        Json::Array(items) => Value::list(items.into_iter().map(value_of).collect()),
        Json::Object(entries) => {
            let mut dict = Dict::default();
            for (key, value) in entries {
                dict.insert_str(&key, value_of(value));
            }
            Value::dict(dict)
        }
    }
}

/// How JSON is written.
struct Style {
    indent: Option<String>,
    item: String,
    key: String,
    is_ascii: bool,
    is_sorted: bool,
    default: Value,
}

pub(super) fn dumps(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let indent = match args.get("indent") {
        Value::Str(text) => Some(text.to_string()),
        other => other.as_int().map(|it| " ".repeat(usize::try_from(it.clamp(0, 40)).unwrap_or(0))),
    };
    let (item, key) = match args.get("separators") {
        Value::Tuple(pair) => {
            let part = |at: usize| pair.get(at).and_then(Value::as_str).unwrap_or_default();
            (part(0).to_owned(), part(1).to_owned())
        }
        _ if indent.is_some() => (",".to_owned(), ": ".to_owned()),
        _ => (", ".to_owned(), ": ".to_owned()),
    };
    let style = Style {
        indent,
        item,
        key,
        is_ascii: !matches!(args.get("ensure_ascii"), Value::Bool(false)),
        is_sorted: args.flag("sort_keys"),
        default: match args.get("cls") {
            Value::Class(class) => {
                let encoder = vm.instantiate(&class.clone(), Vec::new(), Vec::new())?;
                vm.attribute_if_any(&encoder, "default")?.unwrap_or(Value::None)
            }
            _ => args.get("default").clone(),
        },
    };
    let mut text = String::new();
    match write(vm, args.get("obj"), &style, 0, &mut text)? {
        Some(unknown) => Ok(unknown),
        None => {
            vm.spend(text.len())?;
            Ok(Value::str(text))
        }
    }
}

/// Writes a value; gives what nobody can know if there is such a part.
fn write(
    vm: &mut Vm<'_>,
    value: &Value,
    style: &Style,
    level: usize,
    text: &mut String,
) -> Eval<Option<Value>> {
    match value {
        Value::None => text.push_str("null"),
        Value::Bool(flag) => text.push_str(if *flag { "true" } else { "false" }),
        Value::Int(number) => text.push_str(&number.to_string()),
        Value::Float(number) => text.push_str(&float_text(*number)),
        Value::Str(it) => write_text(it, style.is_ascii, text),
        Value::Unknown(_) => return Ok(Some(value.clone())),
        Value::List(_) | Value::Tuple(_) => {
            let items = vm.iterate(value)?;
            let items: Vec<_> = items.into_iter().map(|it| (None, it)).collect();
            return write_items(vm, &items, style, level, text, ('[', ']'));
        }
        Value::Dict(dict) => {
            let dict = dict.borrow().clone();
            let mut items = Vec::new();
            for (key, value) in dict.iter() {
                items.push((Some(key_text(vm, key)?), value.clone()));
            }
            if style.is_sorted {
                items.sort_by(|(one, _), (other, _)| one.cmp(other));
            }
            return write_items(vm, &items, style, level, text, ('{', '}'));
        }
        other => {
            if let Some(held) = held(other) {
                return write(vm, &held, style, level, text);
            }
            if style.default.is_none() {
                let name = vm.type_of(other).name.clone();
                let message = format!("Object of type {name} is not JSON serializable");
                return Err(vm.raise("TypeError", message));
            }
            let plain = vm.call(&style.default, vec![other.clone()], Vec::new())?;
            return vm.deeper(|vm| write(vm, &plain, style, level, text));
        }
    }
    Ok(None)
}

fn key_text(vm: &mut Vm<'_>, key: &Value) -> Eval<String> {
    Ok(match key {
        Value::None => "null".to_owned(),
        Value::Bool(true) => "true".to_owned(),
        Value::Bool(false) => "false".to_owned(),
        key => vm.to_text(held(key).as_ref().unwrap_or(key))?,
    })
}

fn write_items(
    vm: &mut Vm<'_>,
    items: &[(Option<String>, Value)],
    style: &Style,
    level: usize,
    text: &mut String,
    (open, close): (char, char),
) -> Eval<Option<Value>> {
    text.push(open);
    let new_line = |level: usize| match &style.indent {
        Some(indent) => format!("\n{}", indent.repeat(level)),
        None => String::new(),
    };
    for (idx, (key, value)) in items.iter().enumerate() {
        if idx > 0 {
            text.push_str(&style.item);
        }
        text.push_str(&new_line(level + 1));
        if let Some(key) = key {
            write_text(key, style.is_ascii, text);
            text.push_str(&style.key);
        }
        let unknown = vm.deeper(|vm| write(vm, value, style, level + 1, text))?;
        if unknown.is_some() {
            return Ok(unknown);
        }
    }
    if !items.is_empty() {
        text.push_str(&new_line(level));
    }
    text.push(close);
    Ok(None)
}

fn write_text(value: &str, is_ascii: bool, text: &mut String) {
    text.push('"');
    for char in value.chars() {
        match char {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            char if (char as u32) < 0x20 || (is_ascii && !char.is_ascii()) => {
                for unit in char.encode_utf16(&mut [0; 2]) {
                    text.push_str(&format!("\\u{unit:04x}"));
                }
            }
            char => text.push(char),
        }
    }
    text.push('"');
}
