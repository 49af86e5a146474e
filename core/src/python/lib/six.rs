//! `six`: what scripts of the years of both Pythons ask for, as Python 3 answers.

use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::builtins::{BYTES, INT, STR};
use crate::python::class::{Library, Native, NativeClass};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static LIBRARIES: &[&Library] = &[
    &Library {
        name: "six",
        functions: &[
            Native::new("iteritems", "d", |vm, args| of_dictionary(vm, args, "items")),
            Native::new("iterkeys", "d", |vm, args| of_dictionary(vm, args, "keys")),
            Native::new("itervalues", "d", |vm, args| of_dictionary(vm, args, "values")),
        ],
        values: Some(|vm| {
            let mut class = |it: &'static NativeClass| Value::Class(vm.class_of(it));
            let (text, bytes, integer) = (class(&STR), class(&BYTES), class(&INT));
            vec![
                ("PY2", Value::Bool(false)),
                ("PY3", Value::Bool(true)),
                ("string_types", Value::tuple(vec![text.clone()])),
                ("integer_types", Value::tuple(vec![integer])),
                ("text_type", text),
                ("binary_type", bytes),
            ]
        }),
        fallback: Some(|vm, name| {
            Ok(Some(vm.unknown(code::MISSING_MODULE, format!("`six.{name}`"))))
        }),
        ..Library::EMPTY
    },
    &Library {
        name: "six.moves",
        // `range`, `zip` and their like are built in by now; the others are modules.
        fallback: Some(|vm, name| {
            let name = if name == "xrange" { "range" } else { name };
            let built_in = vm.builtin(name);
            let missing = || vm.unknown(code::MISSING_MODULE, format!("`six.moves.{name}`"));
            Ok(Some(built_in.unwrap_or_else(missing)))
        }),
        ..Library::EMPTY
    },
];

fn of_dictionary(vm: &mut Vm<'_>, args: &Args, method: &str) -> Eval {
    vm.call_method(args.get("d"), method, Vec::new())
}
