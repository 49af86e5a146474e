//! `timedelta` and `timezone`.

use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Operator};
use crate::python::operator::as_float;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

use super::calendar::DAY;

pub static TIMEDELTA: NativeClass = NativeClass {
    name: "timedelta",
    module: "datetime",
    params: "days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0",
    new: Some(|vm, _, args| {
        if let Some(unknown) = args.unknown() {
            return Ok(unknown);
        }
        let units = [
            ("weeks", 7 * DAY),
            ("days", DAY),
            ("hours", 3_600_000_000),
            ("minutes", 60_000_000),
            ("seconds", 1_000_000),
            ("milliseconds", 1000),
            ("microseconds", 1),
        ];
        let micros = units.iter().map(|(name, unit)| match args.get(name) {
            Value::Float(number) => (number * *unit as f64).round() as i128,
            value => value.as_int().unwrap_or(0).saturating_mul(*unit),
        });
        let micros = micros.sum();
        Ok(timedelta(vm, micros))
    }),
    methods: &[
        Native::new("total_seconds", "self", |_, args| {
            Ok(Value::Float(own(args) as f64 / 1_000_000.0))
        }),
        Native::new("__str__", "self", |_, args| Ok(Value::str(text(own(args))))),
        Native::new("__repr__", "self", |_, args| {
            let micros = own(args);
            let parts = [
                ("days", micros.div_euclid(DAY)),
                ("seconds", micros.rem_euclid(DAY) / 1_000_000),
                ("microseconds", micros.rem_euclid(1_000_000)),
            ];
            let parts: Vec<String> = parts
                .iter()
                .filter(|(_, value)| *value != 0)
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            let shown = if parts.is_empty() { "0".to_owned() } else { parts.join(", ") };
            Ok(Value::str(format!("datetime.timedelta({shown})")))
        }),
        Native::new("__bool__", "self", |_, args| Ok(Value::Bool(own(args) != 0))),
        Native::new("__hash__", "self", |_, args| Ok(Value::Int(own(args)))),
    ],
    properties: &[
        Native::new("days", "self", |_, args| Ok(Value::Int(own(args).div_euclid(DAY)))),
        Native::new("seconds", "self", |_, args| {
            Ok(Value::Int(own(args).rem_euclid(DAY) / 1_000_000))
        }),
        Native::new("microseconds", "self", |_, args| {
            Ok(Value::Int(own(args).rem_euclid(1_000_000)))
        }),
    ],
    operator: Some(operate),
    ..NativeClass::EMPTY
};

pub static TIMEZONE: NativeClass = NativeClass {
    name: "timezone",
    module: "datetime",
    params: "offset, name=None",
    methods: &[
        Native::new("utcoffset", "self, dt", |_, args| Ok(args.get("self").field("offset"))),
        Native::new("__str__", "self", |_, args| {
            let micros = micros_of(&args.get("self").field("offset")).unwrap_or(0);
            Ok(Value::str(match micros {
                0 => "UTC".to_owned(),
                micros => format!("UTC{}", super::format::offset(micros)),
            }))
        }),
        Native::new("__repr__", "self", |_, _| Ok(Value::str("datetime.timezone.utc"))),
        Native::new("__eq__", "self, other", |_, args| {
            let offset = |name: &str| micros_of(&args.get(name).field("offset"));
            Ok(Value::Bool(offset("self") == offset("other")))
        }),
    ],
    class_attribute: Some(|vm, _, name| Ok((name == "utc").then(|| utc(vm)))),
    ..NativeClass::EMPTY
};

/// `timezone.utc`.
pub fn utc(vm: &mut Vm<'_>) -> Value {
    let offset = timedelta(vm, 0);
    Value::Object(vm.instance(&TIMEZONE, [("offset", offset), ("name", Value::str("UTC"))]))
}

pub fn timedelta(vm: &mut Vm<'_>, micros: i128) -> Value {
    Value::Object(vm.instance(&TIMEDELTA, [("__micros__", Value::Int(micros))]))
}

/// The length of a `timedelta` in microseconds.
pub fn micros_of(value: &Value) -> Option<i128> {
    let object = value.as_object().filter(|it| it.is(&TIMEDELTA))?;
    object.field("__micros__").and_then(|it| it.as_int())
}

fn own(args: &Args) -> i128 {
    micros_of(args.get("self")).unwrap_or(0)
}

fn text(micros: i128) -> String {
    let (days, rest) = (micros.div_euclid(DAY), micros.rem_euclid(DAY));
    let clock = format!(
        "{}:{:02}:{:02}",
        rest / 3_600_000_000,
        rest / 60_000_000 % 60,
        rest / 1_000_000 % 60
    );
    let fraction = match rest % 1_000_000 {
        0 => String::new(),
        micros => format!(".{micros:06}"),
    };
    match days {
        0 => format!("{clock}{fraction}"),
        1 | -1 => format!("{days} day, {clock}{fraction}"),
        days => format!("{days} days, {clock}{fraction}"),
    }
}

fn operate(
    vm: &mut Vm<'_>,
    operator: Operator,
    left: &Value,
    right: &Value,
) -> Eval<Option<Value>> {
    let micros = match (operator, micros_of(left), micros_of(right)) {
        (Operator::Add, Some(one), Some(other)) => one.saturating_add(other),
        (Operator::Sub, Some(one), Some(other)) => one.saturating_sub(other),
        (Operator::Negative, Some(one), _) => -one,
        (Operator::Mul, Some(one), None) | (Operator::Div, Some(one), None) => {
            let Some(factor) = as_float(right) else { return Ok(None) };
            match (operator, right.as_int()) {
                (Operator::Mul, Some(factor)) => one.saturating_mul(factor),
                (Operator::Mul, None) => (one as f64 * factor) as i128,
                _ if factor == 0.0 => return Ok(None),
                _ => (one as f64 / factor).round_ties_even() as i128,
            }
        }
        (Operator::Mul, None, Some(other)) => match left.as_int() {
            Some(factor) => other.saturating_mul(factor),
            None => return Ok(None),
        },
        (Operator::Div, Some(one), Some(other)) if other != 0 => {
            return Ok(Some(Value::Float(one as f64 / other as f64)));
        }
        (Operator::Eq, Some(one), Some(other)) => return Ok(Some(Value::Bool(one == other))),
        (Operator::NotEq, Some(one), Some(other)) => return Ok(Some(Value::Bool(one != other))),
        (Operator::Lt, Some(one), Some(other)) => return Ok(Some(Value::Bool(one < other))),
        (Operator::LtE, Some(one), Some(other)) => return Ok(Some(Value::Bool(one <= other))),
        (Operator::Gt, Some(one), Some(other)) => return Ok(Some(Value::Bool(one > other))),
        (Operator::GtE, Some(one), Some(other)) => return Ok(Some(Value::Bool(one >= other))),
        _ => return Ok(None),
    };
    Ok(Some(timedelta(vm, micros)))
}
