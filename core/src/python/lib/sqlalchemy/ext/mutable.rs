//! `sqlalchemy.ext.mutable`: types that notice changes are the types they are made of.

use super::super::types::base::to_instance;
use crate::python::args::Args;
use crate::python::class::{Library, Native, NativeClass};
use crate::python::vm::{Eval, Vm};

pub static LIBRARY: Library = Library {
    name: "sqlalchemy.ext.mutable",
    classes: &[&MUTABLE, &MUTABLE_DICT, &MUTABLE_LIST, &MUTABLE_SET],
    ..Library::EMPTY
};

static MUTABLE: NativeClass = NativeClass {
    name: "Mutable",
    module: "sqlalchemy.ext.mutable",
    class_methods: &[
        Native { name: "as_mutable", params: "cls, sqltype", call: as_mutable },
        Native {
            name: "associate_with",
            params: "cls, sqltype",
            call: |_, _| Ok(crate::python::value::Value::None),
        },
    ],
    ..NativeClass::EMPTY
};
static MUTABLE_DICT: NativeClass = mutable("MutableDict");
static MUTABLE_LIST: NativeClass = mutable("MutableList");
static MUTABLE_SET: NativeClass = mutable("MutableSet");

const fn mutable(name: &'static str) -> NativeClass {
    NativeClass { name, module: "sqlalchemy.ext.mutable", bases: BASES, ..NativeClass::EMPTY }
}

static BASES: &[&NativeClass] = &[&MUTABLE];

fn as_mutable(vm: &mut Vm<'_>, args: &Args) -> Eval {
    to_instance(vm, args.get("sqltype"))
}
