//! `date`, `time` and `datetime`.

use std::rc::Rc;

use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{Class, Native, NativeClass, Object, Operator};
use crate::python::operator::as_float;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

use super::calendar::{DAY, Moment};
use super::delta::{micros_of, timedelta};
use super::format;

pub static TZINFO: NativeClass =
    NativeClass { name: "tzinfo", module: "datetime", ..NativeClass::EMPTY };

pub static DATE: NativeClass = NativeClass {
    name: "date",
    module: "datetime",
    params: "year, month, day",
    new: Some(from_parts),
    methods: &[
        Native::new("isoformat", "self", |_, args| Ok(Value::str(format::date(own(args))))),
        Native::new("__str__", "self", |_, args| Ok(Value::str(format::date(own(args))))),
        Native::new("__repr__", "self", repr),
        Native::new("strftime", "self, format", strftime),
        Native::new("__format__", "self, format", |vm, args| match args.str("format") {
            Some("") | None => Ok(Value::str(vm.to_text(args.get("self"))?)),
            Some(_) => strftime(vm, args),
        }),
        Native::new("weekday", "self", |_, args| Ok(Value::Int(own(args).weekday()))),
        Native::new("isoweekday", "self", |_, args| Ok(Value::Int(own(args).weekday() + 1))),
        Native::new("toordinal", "self", |_, args| {
            Ok(Value::Int(own(args).since_epoch().div_euclid(DAY) + 719_163))
        }),
        Native::new("replace", "self, **kwargs", replace),
        Native::new("__hash__", "self", |_, args| Ok(Value::Int(own(args).since_epoch()))),
    ],
    properties: &[
        Native::new("year", "self", |_, args| Ok(Value::Int(own(args).year))),
        Native::new("month", "self", |_, args| Ok(Value::Int(own(args).month))),
        Native::new("day", "self", |_, args| Ok(Value::Int(own(args).day))),
    ],
    class_methods: &[
        Native::new("today", "cls", now),
        Native::new("fromisoformat", "cls, text", from_iso),
        Native::new("fromordinal", "cls, ordinal", |vm, args| {
            let days = args.get("ordinal").as_int().unwrap_or(1) - 719_163;
            made(vm, args, Moment::from_epoch(days.saturating_mul(DAY)), Value::None)
        }),
        Native::new("fromisocalendar", "cls, year, week, day", from_iso_calendar),
    ],
    operator: Some(operate),
    ..NativeClass::EMPTY
};

pub static DATETIME: NativeClass = NativeClass {
    name: "datetime",
    module: "datetime",
    bases: &[&DATE],
    params: "year, month, day, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, fold=0",
    new: Some(from_parts),
    methods: &[
        Native::new("isoformat", "self, sep='T', timespec='auto'", |_, args| {
            Ok(Value::str(iso(args, args.str("sep").unwrap_or("T"))))
        }),
        Native::new("__str__", "self", |_, args| Ok(Value::str(iso(args, " ")))),
        Native::new("date", "self", |vm, args| {
            let moment = Moment { micros: 0, ..own(args) };
            let class = vm.class_of(&DATE);
            Ok(object(vm, &class, moment, Value::None))
        }),
        Native::new("time", "self", |vm, args| {
            let moment = Moment { year: 1900, month: 1, day: 1, micros: own(args).micros };
            let class = vm.class_of(&TIME);
            Ok(object(vm, &class, moment, Value::None))
        }),
        Native::new("timestamp", "self", |vm, args| match zone(args.get("self")) {
            Some(zone) => Ok(Value::Float((own(args).since_epoch() - zone) as f64 / 1_000_000.0)),
            None => Ok(vm.unknown(code::DEPENDS_ON_ENVIRONMENT, "the local time zone")),
        }),
        Native::new("astimezone", "self, tz=None", |vm, args| {
            let target = args.get("tz");
            let (Some(from), Some(to)) = (zone(args.get("self")), offset_of(target)) else {
                return Ok(vm.unknown(code::DEPENDS_ON_ENVIRONMENT, "the local time zone"));
            };
            let moment = Moment::from_epoch(own(args).since_epoch() - from + to);
            let class = vm.class_of(&DATETIME);
            Ok(object(vm, &class, moment, target.clone()))
        }),
    ],
    properties: &[
        Native::new("hour", "self", |_, args| Ok(Value::Int(own(args).hour()))),
        Native::new("minute", "self", |_, args| Ok(Value::Int(own(args).minute()))),
        Native::new("second", "self", |_, args| Ok(Value::Int(own(args).second()))),
        Native::new("microsecond", "self", |_, args| Ok(Value::Int(own(args).microsecond()))),
    ],
    class_methods: &[
        Native::new("now", "cls, tz=None", now),
        Native::new("utcnow", "cls", now),
        Native::new("fromtimestamp", "cls, timestamp, tz=None", |vm, args| {
            let Some(zone) = offset_of(args.get("tz")) else {
                return Ok(vm.unknown(code::DEPENDS_ON_ENVIRONMENT, "the local time zone"));
            };
            from_timestamp(vm, args, zone)
        }),
        Native::new("utcfromtimestamp", "cls, timestamp", |vm, args| from_timestamp(vm, args, 0)),
        Native::new("strptime", "cls, text, format", |vm, args| {
            if let Some(unknown) = args.unknown() {
                return Ok(unknown);
            }
            let (Some(text), Some(format)) = (args.str("text"), args.str("format")) else {
                return Err(vm.raise("TypeError", "strptime() argument must be str"));
            };
            match format::strptime(text, format) {
                Some((moment, zone)) => {
                    let zone = zone_object(vm, zone);
                    made(vm, args, moment, zone)
                }
                None => {
                    let message = format!("time data '{text}' does not match format '{format}'");
                    Err(vm.raise("ValueError", message))
                }
            }
        }),
        Native::new("combine", "cls, date, time, tzinfo=None", |vm, args| {
            let (date, time) = (moment_of(args.get("date")), moment_of(args.get("time")));
            match (date, time) {
                (Some(date), Some(time)) => {
                    let moment = Moment { micros: time.micros, ..date };
                    made(vm, args, moment, args.get("tzinfo").clone())
                }
                _ => Ok(args.unknown().unwrap_or(Value::None)),
            }
        }),
    ],
    class_attribute: Some(|vm, class, name| {
        let (year, micros) = match name {
            "min" => (1, 0),
            "max" => (9999, DAY - 1),
            _ => return Ok(None),
        };
        let (month, day) = if year == 1 { (1, 1) } else { (12, 31) };
        Ok(Some(object(vm, class, Moment { year, month, day, micros }, Value::None)))
    }),
    ..NativeClass::EMPTY
};

pub static TIME: NativeClass = NativeClass {
    name: "time",
    module: "datetime",
    params: "hour=0, minute=0, second=0, microsecond=0, tzinfo=None",
    new: Some(from_parts),
    methods: &[
        Native::new("isoformat", "self", |_, args| Ok(Value::str(format::time(own(args))))),
        Native::new("__str__", "self", |_, args| Ok(Value::str(format::time(own(args))))),
        Native::new("__repr__", "self", repr),
        Native::new("strftime", "self, format", strftime),
        Native::new("replace", "self, **kwargs", replace),
        Native::new("__hash__", "self", |_, args| Ok(Value::Int(own(args).micros))),
    ],
    properties: DATETIME.properties,
    class_methods: &[Native::new("fromisoformat", "cls, text", |vm, args| {
        match args.str("text").and_then(format::parse_time) {
            Some((micros, _)) => {
                made(vm, args, Moment { year: 1900, month: 1, day: 1, micros }, Value::None)
            }
            None => Err(vm.raise("ValueError", "Invalid isoformat string")),
        }
    })],
    operator: Some(operate),
    ..NativeClass::EMPTY
};

/// The day of a week of a year, whose first week is the one with the fourth of January.
fn from_iso_calendar(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if let Some(unknown) = args.unknown() {
        return Ok(unknown);
    }
    let part = |name: &str| args.get(name).as_int().unwrap_or(1);
    for (name, most) in [("year", 9999), ("week", 53), ("day", 7)] {
        if !(1..=most).contains(&part(name)) {
            return Err(vm.raise("ValueError", format!("Invalid {name}: {}", part(name))));
        }
    }
    let fourth = Moment { year: part("year"), month: 1, day: 4, micros: 0 };
    let days = (part("week") - 1) * 7 + part("day") - 1 - fourth.weekday();
    made(vm, args, Moment::from_epoch(fourth.since_epoch() + days * DAY), Value::None)
}

/// The field that holds a moment: microseconds since the epoch.
const MOMENT: &str = "__moment__";

fn object(vm: &mut Vm<'_>, class: &Rc<Class>, moment: Moment, tzinfo: Value) -> Value {
    let object = vm.new_object(class);
    object.set_field(MOMENT, Value::Int(moment.since_epoch()));
    object.set_field("tzinfo", tzinfo);
    Value::Object(object)
}

fn made(vm: &mut Vm<'_>, args: &Args, moment: Moment, tzinfo: Value) -> Eval {
    match args.get("cls") {
        Value::Class(class) => Ok(object(vm, &class.clone(), moment, tzinfo)),
        _ => Ok(Value::None),
    }
}

fn moment_of(value: &Value) -> Option<Moment> {
    let object: &Rc<Object> = value.as_object()?;
    object.field(MOMENT).and_then(|it| it.as_int()).map(Moment::from_epoch)
}

fn own(args: &Args) -> Moment {
    moment_of(args.get("self")).unwrap_or(Moment { year: 1900, month: 1, day: 1, micros: 0 })
}

/// The UTC offset of a `datetime`, if it has one.
fn zone(value: &Value) -> Option<i128> {
    offset_of(&value.field("tzinfo"))
}

fn offset_of(tzinfo: &Value) -> Option<i128> {
    micros_of(&tzinfo.field("offset"))
}

fn zone_object(vm: &mut Vm<'_>, zone: Option<i128>) -> Value {
    match zone {
        None => Value::None,
        Some(0) => super::delta::utc(vm),
        Some(micros) => {
            let fields = [("offset", timedelta(vm, micros))];
            Value::Object(vm.instance(&super::TIMEZONE, fields))
        }
    }
}

fn from_parts(vm: &mut Vm<'_>, class: &Rc<Class>, args: &Args) -> Eval {
    if let Some(unknown) = args.unknown() {
        return Ok(unknown);
    }
    let part = |name: &str, default: i128| {
        args.get(name).as_int().unwrap_or(default).clamp(-1_000_000_000, 1_000_000_000)
    };
    let clock = (part("hour", 0) * 60 + part("minute", 0)) * 60 + part("second", 0);
    let is_time = class.is(&TIME);
    let moment = Moment {
        year: if is_time { 1900 } else { part("year", 0) },
        month: if is_time { 1 } else { part("month", 0) },
        day: if is_time { 1 } else { part("day", 0) },
        micros: clock * 1_000_000 + part("microsecond", 0),
    };
    if !format::is_valid(moment) {
        let what = match moment {
            Moment { year, .. } if !(1..=9999).contains(&year) => {
                format!("year {year} is out of range")
            }
            Moment { month, .. } if !(1..=12).contains(&month) => {
                "month must be in 1..12".to_owned()
            }
            _ => "day is out of range for month".to_owned(),
        };
        return Err(vm.raise("ValueError", what));
    }
    if !(0..24).contains(&part("hour", 0)) {
        return Err(vm.raise("ValueError", "hour must be in 0..23"));
    }
    Ok(object(vm, class, moment, args.get("tzinfo").clone()))
}

fn now(vm: &mut Vm<'_>, _args: &Args) -> Eval {
    Ok(vm.unknown("depends-on-clock", "the time when the migration runs"))
}

fn from_timestamp(vm: &mut Vm<'_>, args: &Args, zone: i128) -> Eval {
    let Some(seconds) = as_float(args.get("timestamp")) else {
        return Ok(args.get("timestamp").clone());
    };
    let moment = Moment::from_epoch(((seconds * 1_000_000.0).round() as i128).saturating_add(zone));
    made(vm, args, moment, args.get("tz").clone())
}

fn from_iso(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let text = match args.get("text") {
        Value::Str(text) => text.clone(),
        other => return Ok(other.clone()),
    };
    match format::parse_iso(&text) {
        Some((moment, zone)) => {
            let zone = zone_object(vm, zone);
            made(vm, args, moment, zone)
        }
        None => Err(vm.raise("ValueError", format!("Invalid isoformat string: '{text}'"))),
    }
}

fn iso(args: &Args, separator: &str) -> String {
    let moment = own(args);
    let zone = zone(args.get("self")).map(format::offset).unwrap_or_default();
    format!("{}{separator}{}{zone}", format::date(moment), format::time(moment))
}

fn repr(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let moment = own(args);
    let class = vm.type_of(args.get("self"));
    let mut parts = Vec::new();
    if !class.is(&TIME) {
        parts.extend([moment.year, moment.month, moment.day]);
    }
    if !class.is(&DATE) || class.is(&DATETIME) {
        parts.extend([moment.hour(), moment.minute()]);
        if moment.second() != 0 || moment.microsecond() != 0 {
            parts.push(moment.second());
        }
        if moment.microsecond() != 0 {
            parts.push(moment.microsecond());
        }
    }
    let mut shown: Vec<String> = parts.iter().map(ToString::to_string).collect();
    let tzinfo = args.get("self").field("tzinfo");
    if !tzinfo.is_none() {
        shown.push(format!("tzinfo={}", vm.repr(&tzinfo)?));
    }
    Ok(Value::str(format!("datetime.{}({})", class.name, shown.join(", "))))
}

fn strftime(_vm: &mut Vm<'_>, args: &Args) -> Eval {
    match args.get("format") {
        Value::Str(format) => {
            let zone = zone(args.get("self"));
            Ok(Value::str(format::strftime(own(args), zone, format)))
        }
        other => Ok(other.clone()),
    }
}

fn replace(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let moment = own(args);
    let part = |name: &str, old: i128| {
        args.keyword("kwargs", name)
            .and_then(|it| it.as_int())
            .unwrap_or(old)
            .clamp(-1_000_000_000, 1_000_000_000)
    };
    let clock = (part("hour", moment.hour()) * 60 + part("minute", moment.minute())) * 60
        + part("second", moment.second());
    let replaced = Moment {
        year: part("year", moment.year),
        month: part("month", moment.month),
        day: part("day", moment.day),
        micros: clock * 1_000_000 + part("microsecond", moment.microsecond()),
    };
    if !format::is_valid(replaced) {
        return Err(vm.raise("ValueError", "day is out of range for month"));
    }
    let old = args.get("self").field("tzinfo");
    let tzinfo = args.keyword("kwargs", "tzinfo").unwrap_or(old);
    let class = vm.type_of(args.get("self"));
    Ok(object(vm, &class, replaced, tzinfo))
}

fn operate(
    vm: &mut Vm<'_>,
    operator: Operator,
    left: &Value,
    right: &Value,
) -> Eval<Option<Value>> {
    let utc =
        |value: &Value| moment_of(value).map(|it| it.since_epoch() - zone(value).unwrap_or(0));
    let (moment, delta) = match (operator, micros_of(left), micros_of(right)) {
        (Operator::Add, None, Some(delta)) => (left, delta),
        (Operator::Add, Some(delta), None) => (right, delta),
        (Operator::Sub, None, Some(delta)) => (left, -delta),
        _ => {
            let (Some(one), Some(other)) = (utc(left), utc(right)) else { return Ok(None) };
            return Ok(Some(match operator {
                Operator::Sub => timedelta(vm, one - other),
                Operator::Eq => Value::Bool(one == other),
                Operator::NotEq => Value::Bool(one != other),
                Operator::Lt => Value::Bool(one < other),
                Operator::LtE => Value::Bool(one <= other),
                Operator::Gt => Value::Bool(one > other),
                Operator::GtE => Value::Bool(one >= other),
                _ => return Ok(None),
            }));
        }
    };
    let Some(start) = moment_of(moment) else { return Ok(None) };
    let class = vm.type_of(moment);
    let mut res = Moment::from_epoch(start.since_epoch().saturating_add(delta));
    if !class.is(&DATETIME) {
        res.micros = 0;
    }
    if !format::is_valid(res) {
        return Err(vm.raise("OverflowError", "date value out of range"));
    }
    Ok(Some(object(vm, &class, res, moment.field("tzinfo"))))
}
