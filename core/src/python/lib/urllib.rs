//! `urllib.parse`: texts as parts of addresses and back.

use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{Library, Native};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static LIBRARIES: &[&Library] = &[
    &Library { name: "urllib", ..Library::EMPTY },
    &Library {
        name: "urllib.parse",
        functions: &[
            Native::new("quote", "string, safe='/', **kw", |vm, args| {
                mapped(vm, args, |it, safe| quoted(it, safe, "%20"))
            }),
            Native::new("quote_plus", "string, safe='', **kw", |vm, args| {
                mapped(vm, args, |it, safe| quoted(it, safe, "+"))
            }),
            Native::new("unquote", "string, **kw", |vm, args| {
                mapped(vm, args, |it, _| unquoted(it))
            }),
            Native::new("unquote_plus", "string, **kw", |vm, args| {
                mapped(vm, args, |it, _| unquoted(&it.replace('+', " ")))
            }),
        ],
        ..Library::EMPTY
    },
];

fn mapped(vm: &mut Vm<'_>, args: &Args, map: fn(&str, &str) -> String) -> Eval {
    match args.get("string") {
        unknown @ Value::Unknown(_) => Ok(unknown.clone()),
        Value::Str(text) => {
            vm.spend(text.len())?;
            Ok(Value::str(map(text, args.str("safe").unwrap_or_default())))
        }
        _ => Ok(vm.unknown(code::UNFOLLOWED_CALL, "a quoted value that is no text")),
    }
}

/// A text with all but letters, digits and what is `safe` as numbers.
pub fn quoted(text: &str, safe: &str, space: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        let it = char::from(byte);
        if it.is_ascii_alphanumeric() || "_.-~".contains(it) || it.is_ascii() && safe.contains(it) {
            out.push(it);
        } else if it == ' ' {
            out.push_str(space);
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// A text with the numbers of its characters as these.
pub fn unquoted(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        let code = behind.get(..2).and_then(|it| std::str::from_utf8(it).ok());
        let code = code.and_then(|it| u8::from_str_radix(it, 16).ok());
        (rest, _) = match code.filter(|_| *first == b'%') {
            Some(byte) => (behind.get(2..).unwrap_or_default(), bytes.push(byte)),
            None => (behind, bytes.push(*first)),
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_is_read_back() {
        assert_eq!(quoted("a b/c?é", "/", "%20"), "a%20b/c%3F%C3%A9");
        assert_eq!(quoted("a b/c", "", "+"), "a+b%2Fc");
        assert_eq!(unquoted("a%20b%2Fc%C3%A9%"), "a b/cé%");
    }
}
