//! `distutils.util`, as far as scripts still ask it for something.

use crate::python::args::Args;
use crate::python::class::{Library, Native};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub const LIBRARY: Library = Library {
    name: "distutils.util",
    functions: &[Native::new("strtobool", "val", strtobool)],
    ..Library::EMPTY
};

/// A text for people as 1 or 0.
fn strtobool(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let given = args.get("val");
    if given.is_unknown() {
        return Ok(given.clone());
    }
    let lower = vm.call_method(given, "lower", Vec::new())?;
    match lower.as_str() {
        Some("y" | "yes" | "t" | "true" | "on" | "1") => Ok(Value::Int(1)),
        Some("n" | "no" | "f" | "false" | "off" | "0") => Ok(Value::Int(0)),
        _ if lower.is_unknown() => Ok(lower),
        _ => {
            let shown = vm.repr(&lower)?;
            Err(vm.raise("ValueError", format!("invalid truth value {shown}")))
        }
    }
}
