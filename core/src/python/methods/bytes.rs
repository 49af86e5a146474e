//! Methods of `bytes`.

use crate::python::args::Args;
use crate::python::class::Native;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub const METHODS: &[Native] = &[
    Native::new("decode", "self, encoding='utf-8', errors='strict'", |vm, args| {
        match (std::str::from_utf8(&own(args)), args.str("errors")) {
            (Ok(text), _) => Ok(Value::str(text)),
            (Err(_), Some("ignore" | "replace")) => {
                Ok(Value::str(String::from_utf8_lossy(&own(args))))
            }
            (Err(_), _) => Err(vm.raise("UnicodeDecodeError", "invalid start byte")),
        }
    }),
    Native::new("hex", "self", |_, args| {
        let digits: Vec<String> = own(args).iter().map(|it| format!("{it:02x}")).collect();
        Ok(Value::str(digits.concat()))
    }),
    Native::new("startswith", "self, prefix", |_, args| {
        Ok(match args.get("prefix") {
            Value::Bytes(prefix) => Value::Bool(own(args).starts_with(prefix)),
            _ => Value::Bool(false),
        })
    }),
];

fn own(args: &Args) -> std::rc::Rc<[u8]> {
    match args.get("self") {
        Value::Bytes(bytes) => bytes.clone(),
        _ => std::rc::Rc::from([]),
    }
}

/// `bytes.fromhex`.
pub fn from_hex(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let text: Vec<char> =
        args.str("string").unwrap_or_default().chars().filter(|it| !it.is_whitespace()).collect();
    let bytes: Option<Vec<u8>> = text
        .chunks(2)
        .map(|pair| u8::from_str_radix(&pair.iter().collect::<String>(), 16).ok())
        .collect();
    match bytes {
        Some(bytes) => Ok(Value::Bytes(bytes.into())),
        None => Err(vm.raise("ValueError", "non-hexadecimal number found in fromhex() arg")),
    }
}
