//! `logging`: nothing is logged.

use crate::python::class::{Library, Native, NativeClass};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// `logging`.
pub const LIBRARY: Library = Library {
    name: "logging",
    functions: &[
        Native::new("getLogger", "name=None", |vm, _| Ok(Value::Object(vm.instance(&LOGGER, [])))),
        Native::new("basicConfig", "*args, **kwargs", |_, _| Ok(Value::None)),
        Native::new("debug", "*args, **kwargs", |_, _| Ok(Value::None)),
        Native::new("info", "*args, **kwargs", |_, _| Ok(Value::None)),
        Native::new("warning", "*args, **kwargs", |_, _| Ok(Value::None)),
        Native::new("warn", "*args, **kwargs", |_, _| Ok(Value::None)),
        Native::new("error", "*args, **kwargs", |_, _| Ok(Value::None)),
        Native::new("exception", "*args, **kwargs", |_, _| Ok(Value::None)),
        Native::new("critical", "*args, **kwargs", |_, _| Ok(Value::None)),
        Native::new("log", "*args, **kwargs", |_, _| Ok(Value::None)),
    ],
    classes: &[&LOGGER, &HANDLER],
    fallback: Some(quiet),
    values: Some(|_| {
        let levels = [
            ("DEBUG", 10),
            ("INFO", 20),
            ("WARNING", 30),
            ("WARN", 30),
            ("ERROR", 40),
            ("CRITICAL", 50),
        ];
        levels.map(|(name, level)| (name, Value::Int(level))).to_vec()
    }),
    ..Library::EMPTY
};

/// A logger: every method takes everything and does nothing.
static LOGGER: NativeClass = NativeClass {
    name: "Logger",
    module: "logging",
    methods: &[
        Native::new("__getattr__", "self, name", |vm, _| {
            Ok(Value::Object(vm.instance(&SILENT, [])))
        }),
        Native::new("getEffectiveLevel", "self", |_, _| Ok(Value::Int(30))),
        Native::new("isEnabledFor", "self, level", |_, _| Ok(Value::Bool(false))),
    ],
    ..NativeClass::EMPTY
};

static SILENT: NativeClass = NativeClass {
    name: "method",
    methods: &[Native::new("__call__", "self, *args, **kwargs", |_, _| Ok(Value::None))],
    ..NativeClass::EMPTY
};

/// `logging.config`: nothing is set up.
pub const CONFIG: Library =
    Library { name: "logging.config", fallback: Some(quiet), ..Library::EMPTY };

/// `logging.handlers`.
pub const HANDLERS: Library =
    Library { name: "logging.handlers", fallback: Some(quiet), ..Library::EMPTY };

/// Handlers, formatters and filters: whatever is done with them shows nothing.
static HANDLER: NativeClass = NativeClass {
    name: "Handler",
    module: "logging",
    params: "*args, **kwargs",
    methods: &[Native::new("__getattr__", "self, name", |vm, _| {
        Ok(Value::Object(vm.instance(&SILENT, [])))
    })],
    ..NativeClass::EMPTY
};

/// A class for a name in capitals, a function for others: neither does anything.
fn quiet(vm: &mut Vm<'_>, name: &str) -> Eval<Option<Value>> {
    Ok(match name.chars().next() {
        None | Some('_') => None,
        Some(first) if first.is_uppercase() => Some(Value::Class(vm.class_of(&HANDLER))),
        Some(_) => Some(Value::Object(vm.instance(&SILENT, []))),
    })
}
