//! `pgvector.sqlalchemy`: vectors as column types.

use super::sqlalchemy::fields::int;
use super::sqlalchemy::types::generic::USER_DEFINED_TYPE;
use crate::python::args::Args;
use crate::python::class::{Library, Native, NativeClass};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static LIBRARIES: &[&Library] = &[
    &Library {
        name: "pgvector",
        fallback: Some(|vm, name| Ok(Some(vm.ask_module(&format!("pgvector.{name}"))))),
        ..Library::EMPTY
    },
    &module("pgvector.sqlalchemy"),
    &module("pgvector.sqlalchemy.bit"),
    &module("pgvector.sqlalchemy.halfvec"),
    &module("pgvector.sqlalchemy.sparsevec"),
    &module("pgvector.sqlalchemy.vector"),
];

static CLASSES: &[&NativeClass] = &[&VECTOR_OLD_NAME, &VECTOR, &HALFVEC, &SPARSEVEC, &BIT];

pub static VECTOR: NativeClass = ty("VECTOR", "dim=None");
/// The name that most scripts use.
static VECTOR_OLD_NAME: NativeClass = ty("Vector", "dim=None");
static HALFVEC: NativeClass = ty("HALFVEC", "dim=None");
static SPARSEVEC: NativeClass = ty("SPARSEVEC", "dim=None");
static BIT: NativeClass = ty("BIT", "length=None");

const fn module(name: &'static str) -> Library {
    Library { name, classes: CLASSES, ..Library::EMPTY }
}

const fn ty(name: &'static str, params: &'static str) -> NativeClass {
    NativeClass {
        name,
        module: "pgvector.sqlalchemy",
        bases: BASES,
        params,
        methods: SPELLED,
        ..NativeClass::EMPTY
    }
}

static BASES: &[&NativeClass] = &[&USER_DEFINED_TYPE];
static SPELLED: &[Native] = &[Native::new("get_col_spec", "self, **kw", spelling)];

/// The type's name, with its size if it has one: `VECTOR(1536)`.
fn spelling(_: &mut Vm<'_>, args: &Args) -> Eval {
    let Value::Object(ty) = args.get("self") else { return Ok(Value::str("")) };
    let native = CLASSES.iter().find(|it| ty.is(it));
    let name = native.map(|it| it.name.to_uppercase()).unwrap_or_default();
    let size = int(ty, "dim").or_else(|| int(ty, "length"));
    Ok(Value::str(size.map_or_else(|| name.clone(), |size| format!("{name}({size})"))))
}
