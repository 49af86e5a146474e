//! The standard module `decimal`: exact numbers, as defaults and rows of tables have them.

use std::rc::Rc;

use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{Library, Native, NativeClass, Object, Operator};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static LIBRARY: Library = Library { name: "decimal", classes: &[&DECIMAL], ..Library::EMPTY };

/// Digits that a result of arithmetic has at most; more would have to be rounded.
const PRECISION: u32 = 28;

pub static DECIMAL: NativeClass = NativeClass {
    name: "Decimal",
    module: "decimal",
    params: "value='0', context=None",
    new: Some(|vm, _, args| new(vm, args)),
    methods: &[
        Native::new("__str__", "self", |_, args| Ok(Value::str(own(args).text()))),
        Native::new("__repr__", "self", |_, args| {
            Ok(Value::str(format!("Decimal('{}')", own(args).text())))
        }),
        Native::new("__bool__", "self", |_, args| Ok(Value::Bool(own(args).digits != 0))),
        Native::new("__hash__", "self", |_, args| Ok(Value::str(own(args).plainest().text()))),
        Native::new("__int__", "self", |_, args| Ok(Value::Int(own(args).whole()))),
        Native::new("__float__", "self", |_, args| {
            Ok(Value::Float(own(args).text().parse().unwrap_or(0.0)))
        }),
        Native::new("is_nan", "self", |_, _| Ok(Value::Bool(false))),
        Native::new("normalize", "self, context=None", |vm, args| {
            Ok(own(args).plainest().value(vm))
        }),
    ],
    operator: Some(operate),
    ..NativeClass::EMPTY
};

/// `digits` times ten to the power of minus `scale`.
#[derive(Clone, Copy, Debug, Default)]
struct Exact {
    digits: i128,
    scale: u32,
}

impl Exact {
    /// Reads digits with a sign and a point; exponents and the like are not read.
    fn read(written: &str) -> Option<Self> {
        let written = written.trim().replace('_', "");
        let (whole, fraction) = written.split_once('.').unwrap_or((&written, ""));
        let plain = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
        let unsigned = whole.strip_prefix(['-', '+']).unwrap_or(whole);
        if !plain(unsigned) || !plain(fraction) || unsigned.is_empty() && fraction.is_empty() {
            return None;
        }
        let scale = u32::try_from(fraction.len()).ok()?;
        let digits = format!("{whole}{fraction}").parse().ok()?;
        Some(Self { digits, scale })
    }

    fn text(self) -> String {
        let sign = if self.digits < 0 { "-" } else { "" };
        let digits = self.digits.unsigned_abs().to_string();
        let scale = self.scale as usize;
        let digits = format!("{digits:0>width$}", width = scale + 1);
        match digits.split_at_checked(digits.len() - scale) {
            Some((whole, fraction)) if scale > 0 => format!("{sign}{whole}.{fraction}"),
            _ => format!("{sign}{digits}"),
        }
    }

    fn whole(self) -> i128 {
        10_i128.checked_pow(self.scale).map_or(0, |it| self.digits / it)
    }

    /// The same number without zeros at its end.
    fn plainest(mut self) -> Self {
        while self.scale > 0 && self.digits % 10 == 0 {
            self = Self { digits: self.digits / 10, scale: self.scale - 1 };
        }
        self
    }

    fn at_scale(self, scale: u32) -> Option<i128> {
        self.digits.checked_mul(10_i128.checked_pow(scale.checked_sub(self.scale)?)?)
    }

    fn value(self, vm: &mut Vm<'_>) -> Value {
        let fields =
            [("_digits", Value::Int(self.digits)), ("_scale", Value::Int(self.scale.into()))];
        Value::Object(vm.instance(&DECIMAL, fields))
    }

    fn of(object: &Rc<Object>) -> Self {
        let number = |name: &str| object.field(name).and_then(|it| it.as_int()).unwrap_or(0);
        Self { digits: number("_digits"), scale: u32::try_from(number("_scale")).unwrap_or(0) }
    }

    fn of_value(value: &Value) -> Option<Self> {
        match value {
            Value::Object(it) if it.is(&DECIMAL) => Some(Self::of(it)),
            value => value.as_int().map(|digits| Self { digits, scale: 0 }),
        }
    }
}

fn own(args: &Args) -> Exact {
    args.get("self").as_object().map(Exact::of).unwrap_or_default()
}

fn new(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let given = args.get("value");
    if given.is_unknown() {
        return Ok(given.clone());
    }
    let read = match given {
        Value::Str(written) => Exact::read(written),
        Value::Float(_) => None,
        value => Exact::of_value(value),
    };
    match read {
        Some(read) => Ok(read.value(vm)),
        None => {
            let shown = vm.repr(given)?;
            Ok(vm.unknown(code::UNFOLLOWED_CALL, format!("what `Decimal({shown})` is")))
        }
    }
}

fn operate(vm: &mut Vm<'_>, op: Operator, left: &Value, right: &Value) -> Eval<Option<Value>> {
    let Some(one) = Exact::of_value(left) else { return Ok(None) };
    if matches!(op, Operator::Negative) {
        return Ok(Some(Exact { digits: -one.digits, ..one }.value(vm)));
    }
    let Some(other) = Exact::of_value(right) else { return Ok(None) };
    let scale = one.scale.max(other.scale);
    let (Some(first), Some(second)) = (one.at_scale(scale), other.at_scale(scale)) else {
        return Ok(Some(vm.unknown(code::UNFOLLOWED_CALL, "arithmetic on a long `Decimal`")));
    };
    let compared = match op {
        Operator::Eq => Some(first == second),
        Operator::NotEq => Some(first != second),
        Operator::Lt => Some(first < second),
        Operator::LtE => Some(first <= second),
        Operator::Gt => Some(first > second),
        Operator::GtE => Some(first >= second),
        _ => None,
    };
    if let Some(answer) = compared {
        return Ok(Some(Value::Bool(answer)));
    }
    let result = match op {
        Operator::Add => first.checked_add(second).map(|digits| Exact { digits, scale }),
        Operator::Sub => first.checked_sub(second).map(|digits| Exact { digits, scale }),
        Operator::Mul => one
            .digits
            .checked_mul(other.digits)
            .map(|digits| Exact { digits, scale: one.scale + other.scale }),
        _ => None,
    };
    let short = |it: &Exact| it.digits.unsigned_abs().to_string().len() <= PRECISION as usize;
    Ok(Some(match result.filter(short) {
        Some(result) => result.value(vm),
        None => vm.unknown(code::UNFOLLOWED_CALL, "arithmetic on a `Decimal`"),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_with_the_digits_it_was_given_with() {
        for written in ["1.50", "0", "-0.05", "12", "-3.000"] {
            assert_eq!(Exact::read(written).map(Exact::text).as_deref(), Some(written));
        }
        assert!(Exact::read("1e5").is_none());
    }
}
