//! Built-in functions about numbers, text and output.

use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Operator};
use crate::python::format::ascii;
use crate::python::lib::os::OPEN;
use crate::python::operator::as_float;
use crate::python::value::{Key, Value};
use crate::python::vm::{Eval, Vm};

pub const FUNCTIONS: &[Native] = &[
    OPEN,
    Native::new("print", "*args, sep=' ', end=None, file=None, flush=False", print),
    Native::new("repr", "object", |vm, args| text_of(vm, args, |vm, value| vm.repr(value))),
    Native::new("ascii", "object", |vm, args| {
        text_of(vm, args, |vm, value| match value {
            Value::Str(text) => Ok(ascii(text)),
            value => vm.repr(value),
        })
    }),
    Native::new("format", "value, format_spec=''", |vm, args| {
        if let Some(unknown) = args.unknown() {
            return Ok(unknown);
        }
        let spec = args.str("format_spec").unwrap_or("");
        vm.whole_text(|vm| vm.format_value(args.get("value"), spec).map(Value::str))
    }),
    Native::new("abs", "x", abs),
    Native::new("round", "number, ndigits=None", round),
    Native::new("divmod", "a, b", |vm, args| {
        let quotient = vm.operate(Operator::FloorDiv, args.get("a"), args.get("b"))?;
        let rest = vm.operate(Operator::Mod, args.get("a"), args.get("b"))?;
        Ok(Value::tuple(vec![quotient, rest]))
    }),
    Native::new("pow", "base, exp, mod=None", |vm, args| {
        let power = vm.operate(Operator::Pow, args.get("base"), args.get("exp"))?;
        match args.get("mod") {
            Value::None => Ok(power),
            modulus => vm.operate(Operator::Mod, &power, modulus),
        }
    }),
    Native::new("ord", "c", |vm, args| match args.get("c") {
        Value::Str(text) if text.chars().count() == 1 => {
            Ok(Value::Int(text.chars().next().map_or(0, |it| i128::from(it as u32))))
        }
        value @ Value::Unknown(_) => Ok(value.clone()),
        _ => Err(vm.raise("TypeError", "ord() expected a character")),
    }),
    Native::new("chr", "i", |vm, args| {
        let code = args.get("i").as_int().and_then(|it| u32::try_from(it).ok());
        match code.and_then(char::from_u32) {
            Some(char) => Ok(Value::str(char.to_string())),
            None => Err(vm.raise("ValueError", "chr() arg not in range(0x110000)")),
        }
    }),
    Native::new("hex", "number", |vm, args| in_base(vm, args, "0x", |it| format!("{it:x}"))),
    Native::new("oct", "number", |vm, args| in_base(vm, args, "0o", |it| format!("{it:o}"))),
    Native::new("bin", "number", |vm, args| in_base(vm, args, "0b", |it| format!("{it:b}"))),
    Native::new("hash", "object", |vm, args| {
        let key = vm.key(args.get("object"))?;
        match key {
            Key::Number(0, number) => Ok(Value::Int(number)),
            _ => {
                let fields = [("of", args.get("object").clone())];
                Ok(Value::Object(vm.instance(&HASH, fields)))
            }
        }
    }),
    Native::new("input", "prompt=''", |vm, _| {
        Ok(vm.unknown(code::UNFOLLOWED_CALL, "what someone types"))
    }),
    Native::new("eval", "source, globals=None, locals=None", |vm, _| {
        Ok(vm.unknown(code::UNFOLLOWED_CALL, "the value of source made at run time"))
    }),
    Native::new("exec", "source, globals=None, locals=None", |vm, _| {
        let unknown = vm.unknown(code::UNFOLLOWED_CALL, "what source made at run time does");
        if let Value::Unknown(unknown) = &unknown {
            vm.incomplete(unknown);
        }
        Ok(unknown)
    }),
    Native::new("exit", "code=None", |vm, _| Err(vm.raise("SystemExit", ""))),
    Native::new("quit", "code=None", |vm, _| Err(vm.raise("SystemExit", ""))),
];

/// The hash of a value: equal for equal values, and otherwise different from run to run.
static HASH: NativeClass = NativeClass {
    name: "int",
    methods: &[Native::new("__hash__", "self", |_, args| Ok(args.get("self").field("of")))],
    operator: Some(|vm, operator, left, right| match operator {
        Operator::Eq | Operator::NotEq => {
            let equal = vm.equal(&left.field("of"), &right.field("of"))?;
            Ok(Some(Value::Bool(equal == (operator == Operator::Eq))))
        }
        _ => Ok(Some(vm.unknown("depends-on-chance", "a hash, which differs from run to run"))),
    }),
    ..NativeClass::EMPTY
};

fn print(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let mut text = String::new();
    for (idx, value) in args.rest("args").iter().enumerate() {
        if idx > 0 {
            text.push_str(args.str("sep").unwrap_or(" "));
        }
        text.push_str(&vm.to_text(value)?);
    }
    text.push_str(args.str("end").unwrap_or("\n"));
    vm.spend(text.len())?;
    let is_elsewhere = !args.get("file").is_none();
    if !is_elsewhere && !vm.doubts.iter().any(|it| it.is_dry) {
        vm.host.print(&text);
    }
    Ok(Value::None)
}

fn text_of(vm: &mut Vm<'_>, args: &Args, text: fn(&mut Vm<'_>, &Value) -> Eval<String>) -> Eval {
    match args.get("object") {
        value @ Value::Unknown(_) => Ok(value.clone()),
        value => vm.whole_text(|vm| text(vm, value).map(Value::str)),
    }
}

fn in_base(vm: &mut Vm<'_>, args: &Args, prefix: &str, digits: fn(u128) -> String) -> Eval {
    match args.get("number") {
        value @ Value::Unknown(_) => Ok(value.clone()),
        value => match value.as_int() {
            Some(number) => {
                let sign = if number < 0 { "-" } else { "" };
                Ok(Value::str(format!("{sign}{prefix}{}", digits(number.unsigned_abs()))))
            }
            None => Err(vm.raise("TypeError", "object cannot be interpreted as an integer")),
        },
    }
}

fn abs(vm: &mut Vm<'_>, args: &Args) -> Eval {
    match args.get("x") {
        Value::Float(number) => Ok(Value::Float(number.abs())),
        value @ (Value::Int(_) | Value::Bool(_)) => {
            Ok(Value::Int(value.as_int().and_then(i128::checked_abs).unwrap_or(i128::MAX)))
        }
        value @ Value::Unknown(_) => Ok(value.clone()),
        value => match vm.special(value, "__abs__")? {
            Some(method) => vm.call(&method, Vec::new(), Vec::new()),
            None => {
                let name = vm.type_of(value).name.clone();
                Err(vm.raise("TypeError", format!("bad operand type for abs(): '{name}'")))
            }
        },
    }
}

/// Rounds to even, as Python does.
fn round(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let value = args.get("number");
    let digits = args.get("ndigits").as_int();
    match (value, digits) {
        (Value::Unknown(_), _) => Ok(value.clone()),
        (Value::Int(_) | Value::Bool(_), _) => Ok(Value::Int(value.as_int().unwrap_or(0))),
        (Value::Float(number), None) => Ok(Value::Int(number.round_ties_even() as i128)),
        (Value::Float(number), Some(digits)) => {
            // The decimal text of the exact binary value rounds the way Python does.
            let places = usize::try_from(digits.clamp(0, 30)).unwrap_or(0);
            let text = format!("{number:.places$}");
            Ok(Value::Float(text.parse().unwrap_or(*number)))
        }
        _ => match vm.special(value, "__round__")? {
            Some(method) => vm.call(&method, vec![args.get("ndigits").clone()], Vec::new()),
            None => match as_float(value) {
                Some(number) => Ok(Value::Float(number)),
                None => {
                    let name = vm.type_of(value).name.clone();
                    let message = format!("type {name} doesn't define __round__ method");
                    Err(vm.raise("TypeError", message))
                }
            },
        },
    }
}
