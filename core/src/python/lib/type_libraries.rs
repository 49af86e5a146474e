//! Libraries that migrations import for a column type or two: identifiers, JSON.

use std::rc::Rc;

use super::sqlalchemy::fields::make;
use super::sqlalchemy::types::base::TYPE_DECORATOR;
use super::sqlalchemy::types::generic as g;
use crate::python::class::{Init, Library, Native, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

#[rustfmt::skip]
pub static LIBRARIES: &[&Library] = &[
    &types("fastapi_users_db_sqlalchemy", &[]),
    &types("fastapi_users_db_sqlalchemy.generics", FASTAPI_USERS),
    &types("fastapi_users_db_sqlalchemy.guid", FASTAPI_USERS),
    &types("sqlalchemy_json", &[&MUTABLE_JSON, &NESTED_MUTABLE_JSON]),
    &Library { name: "lazy_object_proxy", functions: &[PROXY], ..Library::EMPTY },
];

static FASTAPI_USERS: &[&NativeClass] = &[&FASTAPI_GUID, &TIMESTAMP_AWARE];

static FASTAPI_GUID: NativeClass = stands_for("GUID", "*args, **kwargs", |vm, this, _| {
    if vm.host.dialect().name == "postgresql" {
        return keep(vm, this, &g::UUID, []);
    }
    keep(vm, this, &g::CHAR, [("length", Value::Int(36))])
});
static TIMESTAMP_AWARE: NativeClass =
    stands_for("TIMESTAMPAware", "timezone=False, **kwargs", |vm, this, args| {
        keep(vm, this, &g::TIMESTAMP, [("timezone", args.get("timezone").clone())])
    });
static MUTABLE_JSON: NativeClass =
    stands_for("MutableJson", "*args, **kwargs", |vm, this, _| keep(vm, this, &g::JSON_TYPE, []));
static NESTED_MUTABLE_JSON: NativeClass =
    stands_for("NestedMutableJson", "*args, **kwargs", |vm, this, _| {
        keep(vm, this, &g::JSON_TYPE, [])
    });

/// A proxy is what its factory makes, made at once.
const PROXY: Native = Native::new("Proxy", "factory", |vm, args| {
    vm.call(args.get("factory"), Vec::new(), Vec::new())
});

/// A type that keeps its values in another one.
const fn stands_for(name: &'static str, params: &'static str, init: Init) -> NativeClass {
    NativeClass { name, bases: DECORATORS, params, init: Some(init), ..NativeClass::EMPTY }
}

static DECORATORS: &[&NativeClass] = &[&TYPE_DECORATOR];

const fn types(name: &'static str, classes: &'static [&'static NativeClass]) -> Library {
    Library { name, classes, ..Library::EMPTY }
}

fn keep<const N: usize>(
    vm: &mut Vm<'_>,
    this: &Rc<Object>,
    class: &'static NativeClass,
    fields: [(&'static str, Value); N],
) -> Eval<()> {
    let kept = make(vm, class, fields);
    this.set_field("impl", Value::Object(kept));
    Ok(())
}
