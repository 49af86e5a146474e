//! Modules whose answers differ from run to run: clocks, dice and the operating system.

use crate::python::class::{Library, Native};
use crate::python::value::Value;

/// `time`: sleeping takes no time here.
pub const TIME: Library = Library {
    name: "time",
    functions: &[Native::new("sleep", "seconds", |_, _| Ok(Value::None))],
    fallback: Some(|vm, name| {
        Ok(Some(vm.unknown("depends-on-clock", format!("what `time.{name}` gives when it runs"))))
    }),
    ..Library::EMPTY
};

/// `random`.
pub const RANDOM: Library = Library {
    name: "random",
    functions: &[Native::new("seed", "*args", |_, _| Ok(Value::None))],
    fallback: Some(|vm, name| {
        Ok(Some(vm.unknown("depends-on-chance", format!("what `random.{name}` gives"))))
    }),
    ..Library::EMPTY
};

/// `secrets`.
pub const SECRETS: Library = Library {
    name: "secrets",
    fallback: Some(|vm, name| {
        Ok(Some(vm.unknown("depends-on-chance", format!("what `secrets.{name}` gives"))))
    }),
    ..Library::EMPTY
};
