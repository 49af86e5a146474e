//! Values as text: `str()` and `repr()`.

use std::rc::Rc;

use super::builtins::{FROZEN_SET, RANGE};
use super::class::Object;
use super::given::made_of;
use super::instantiate::HELD;
use super::iterate::range_of;
use super::value::{Dict, Unknown, Value};
use super::vm::{Eval, Vm};

impl Vm<'_> {
    /// What `str(value)` gives. A value nobody can know is shown as such; ask first.
    pub fn to_text(&mut self, value: &Value) -> Eval<String> {
        match value {
            Value::Str(text) => Ok(text.to_string()),
            Value::Object(object) => {
                if let Some(method) = self.special(value, "__str__")? {
                    return self.text_by(&method);
                }
                match object.field(HELD).filter(|_| !object.is(&FROZEN_SET)) {
                    Some(held) if self.special(value, "__repr__")?.is_none() => self.to_text(&held),
                    _ => self.repr(value),
                }
            }
            value => self.repr(value),
        }
    }

    /// A text made of values; a value nobody can know if a part of one is such, however deep.
    pub(super) fn whole_text(&mut self, make: impl FnOnce(&mut Self) -> Eval) -> Eval {
        let outer = self.unread.take();
        let made = make(self);
        let part = std::mem::replace(&mut self.unread, outer);
        match (made, part) {
            (Ok(Value::Str(_)), Some(unknown)) => Ok(made_of(Value::Unknown(unknown))),
            (made, _) => made.map(made_of),
        }
    }

    /// What stands for a value nobody can know in a message, the only text that may show it.
    fn unreadable(&mut self, unknown: &Rc<Unknown>) -> String {
        self.unread.get_or_insert_with(|| unknown.clone());
        format!("<unknown: {}>", unknown.reason)
    }

    fn text_by(&mut self, method: &Value) -> Eval<String> {
        match self.call(method, Vec::new(), Vec::new())? {
            Value::Str(text) => Ok(text.to_string()),
            Value::Unknown(unknown) => Ok(self.unreadable(&unknown)),
            other => self.deeper(|vm| vm.to_text(&other)),
        }
    }

    /// What `repr(value)` gives.
    pub fn repr(&mut self, value: &Value) -> Eval<String> {
        Ok(match value {
            Value::None => "None".into(),
            Value::Bool(true) => "True".into(),
            Value::Bool(false) => "False".into(),
            Value::Int(number) => number.to_string(),
            Value::Float(number) => float_text(*number),
            Value::Str(text) => quoted(text),
            Value::Bytes(bytes) => quoted_bytes(bytes),
            Value::Tuple(items) => match &**items {
                [only] => format!("({},)", self.inner_repr(only)?),
                items => format!("({})", self.repr_items(items)?),
            },
            Value::List(items) => {
                let items = items.borrow().clone();
                format!("[{}]", self.repr_items(&items)?)
            }
            Value::Dict(dict) => {
                let dict = dict.borrow().clone();
                format!("{{{}}}", self.repr_entries(&dict)?)
            }
            Value::Set(set) => {
                let items = self.iterate(&Value::Set(set.clone()))?;
                match items.is_empty() {
                    true => "set()".into(),
                    false => format!("{{{}}}", self.repr_items(&items)?),
                }
            }
            Value::Ellipsis => "Ellipsis".into(),
            Value::NotImplemented => "NotImplemented".into(),
            Value::Function(function) => format!("<function {}>", function.name),
            Value::Method(method) => format!("<bound method {}>", method.function.name),
            Value::Native(native) => format!("<built-in function {}>", native.native.name),
            Value::Class(class) => {
                let module = class.native.map_or("__main__", |it| it.module);
                match module {
                    "builtins" => format!("<class '{}'>", class.name),
                    module => format!("<class '{module}.{}'>", class.name),
                }
            }
            Value::Module(module) => format!("<module '{}'>", module.name),
            Value::Unknown(unknown) => self.unreadable(unknown),
            Value::Object(object) => return self.object_repr(value, object),
        })
    }

    fn object_repr(&mut self, value: &Value, object: &Rc<Object>) -> Eval<String> {
        if let Some(method) = self.special(value, "__repr__")? {
            return self.text_by(&method);
        }
        if object.is(&RANGE) {
            let (start, stop, step) = range_of(object);
            return Ok(match step {
                1 => format!("range({start}, {stop})"),
                step => format!("range({start}, {stop}, {step})"),
            });
        }
        if object.is(&FROZEN_SET) {
            let items = self.iterate(value)?;
            return Ok(match items.is_empty() {
                true => "frozenset()".into(),
                false => format!("frozenset({{{}}})", self.repr_items(&items)?),
            });
        }
        if let Some(held) = object.field(HELD) {
            return self.repr(&held);
        }
        Ok(format!("<{} object>", object.class.borrow().name))
    }

    fn inner_repr(&mut self, value: &Value) -> Eval<String> {
        self.deeper(|vm| vm.repr(value))
    }

    fn repr_items(&mut self, items: &[Value]) -> Eval<String> {
        let mut text = String::new();
        for (idx, item) in items.iter().enumerate() {
            if idx > 0 {
                text.push_str(", ");
            }
            text.push_str(&self.inner_repr(item)?);
        }
        self.spend(text.len())?;
        Ok(text)
    }

    fn repr_entries(&mut self, dict: &Dict) -> Eval<String> {
        let mut text = String::new();
        for (idx, (key, value)) in dict.iter().enumerate() {
            if idx > 0 {
                text.push_str(", ");
            }
            text.push_str(&self.inner_repr(key)?);
            text.push_str(": ");
            text.push_str(&self.inner_repr(value)?);
        }
        self.spend(text.len())?;
        Ok(text)
    }
}

/// A float as Python writes it: the shortest text that reads back as the same number.
pub(super) fn float_text(number: f64) -> String {
    if number.is_nan() {
        return "nan".into();
    }
    if number.is_infinite() {
        return if number > 0.0 { "inf".into() } else { "-inf".into() };
    }
    let magnitude = number.abs();
    if magnitude != 0.0 && !(1e-4..1e16).contains(&magnitude) {
        let text = format!("{number:e}");
        let Some((digits, exponent)) = text.split_once('e') else { return text };
        let (sign, exponent) = match exponent.strip_prefix('-') {
            Some(exponent) => ('-', exponent),
            None => ('+', exponent),
        };
        return format!("{digits}e{sign}{exponent:0>2}");
    }
    let text = number.to_string();
    if text.contains('.') { text } else { format!("{text}.0") }
}

/// A text as a Python literal.
pub(super) fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut res = String::with_capacity(text.len() + 2);
    res.push(quote);
    for char in text.chars() {
        match char {
            '\\' => res.push_str("\\\\"),
            '\n' => res.push_str("\\n"),
            '\r' => res.push_str("\\r"),
            '\t' => res.push_str("\\t"),
            char if char == quote => {
                res.push('\\');
                res.push(char);
            }
            char if char.is_control() && (char as u32) < 0x100 => {
                res.push_str(&format!("\\x{:02x}", char as u32));
            }
            char => res.push(char),
        }
    }
    res.push(quote);
    res
}

fn quoted_bytes(bytes: &[u8]) -> String {
    let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') { b'"' } else { b'\'' };
    let mut res = String::from("b");
    res.push(quote as char);
    for byte in bytes {
        match byte {
            b'\\' => res.push_str("\\\\"),
            b'\n' => res.push_str("\\n"),
            b'\r' => res.push_str("\\r"),
            b'\t' => res.push_str("\\t"),
            byte if *byte == quote => {
                res.push('\\');
                res.push(*byte as char);
            }
            0x20..0x7f => res.push(*byte as char),
            byte => res.push_str(&format!("\\x{byte:02x}")),
        }
    }
    res.push(quote as char);
    res
}
