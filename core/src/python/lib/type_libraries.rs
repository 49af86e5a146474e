//! Libraries that migrations import for a column type or two: identifiers, JSON.

use std::rc::Rc;

use super::sqlalchemy::fields::make;
use super::sqlalchemy::types::base::{TYPE_DECORATOR, to_instance};
use super::sqlalchemy::types::generic as g;
use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{Init, Library, Native, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

#[rustfmt::skip]
pub static LIBRARIES: &[&Library] = &[
    &types("fastapi_users_db_sqlalchemy", &[]),
    &types("fastapi_users_db_sqlalchemy.generics", FASTAPI_USERS),
    &types("fastapi_users_db_sqlalchemy.guid", FASTAPI_USERS),
    &types("sqlalchemy_json", &[&MUTABLE_JSON, &NESTED_MUTABLE_JSON]),
    &types("sqlalchemy_jsonfield", &[&JSON_FIELD]),
    &types("sqlalchemy_jsonfield.jsonfield", &[&JSON_FIELD]),
    &types("sqlalchemy_utc", &[&UTC_DATE_TIME]),
    &types("sqlalchemy_utc.sqltypes", &[&UTC_DATE_TIME]),
    &Library { name: "lazy_object_proxy", functions: &[PROXY], ..Library::EMPTY },
];

static FASTAPI_USERS: &[&NativeClass] = &[&FASTAPI_GUID, &TIMESTAMP_AWARE];

static FASTAPI_GUID: NativeClass = identifies("GUID", "*args, **kwargs", |vm, this, _| {
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

static JSON_FIELD: NativeClass = stands_for(
    "JSONField",
    "enforce_string=False, enforce_unicode=False, json=None, json_type=None, *args, **kwargs",
    |vm, this, args| {
        if args.flag("enforce_string") {
            return keep(vm, this, &g::UNICODE_TEXT, []);
        }
        match args.get("json_type") {
            Value::None => keep(vm, this, &g::JSON_TYPE, []),
            given => {
                let kept = to_instance(vm, given)?;
                this.set_field("impl", kept);
                Ok(())
            }
        }
    },
);
static UTC_DATE_TIME: NativeClass = changes("UtcDateTime", "*args, **kwargs", |vm, this, _| {
    keep(vm, this, &g::DATE_TIME, [("timezone", Value::Bool(true))])
});

/// A proxy is what its factory makes, made at once.
const PROXY: Native = Native::new("Proxy", "factory", |vm, args| {
    vm.call(args.get("factory"), Vec::new(), Vec::new())
});

/// A type that keeps its values in another one.
pub(super) const fn stands_for(
    name: &'static str,
    params: &'static str,
    init: Init,
) -> NativeClass {
    NativeClass { name, bases: DECORATORS, params, init: Some(init), ..NativeClass::EMPTY }
}

/// The same of a type that changes values on their way, in which we don't follow it.
pub(super) const fn changes(name: &'static str, params: &'static str, init: Init) -> NativeClass {
    NativeClass { methods: CHANGED, ..stands_for(name, params, init) }
}

/// A type that keeps identifiers: where the database has such a type, they go there as they are.
pub(super) const fn identifies(
    name: &'static str,
    params: &'static str,
    init: Init,
) -> NativeClass {
    NativeClass { methods: IDENTIFIED, ..stands_for(name, params, init) }
}

static CHANGED: &[Native] = &[Native::new("process_bind_param", "self, value, dialect", changed)];
static IDENTIFIED: &[Native] =
    &[Native::new("process_bind_param", "self, value, dialect", |vm, args| {
        match vm.host.dialect().name {
            "postgresql" => Ok(args.get("value").clone()),
            _ => changed(vm, args),
        }
    })];

/// What a type makes of a value before it is sent: nothing of none.
pub(super) fn changed(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let (Value::Object(this), value) = (args.get("self"), args.get("value")) else {
        return Ok(args.get("value").clone());
    };
    if value.is_none() || value.is_unknown() {
        return Ok(value.clone());
    }
    let words = format!("what `{}` makes of a value", this.class.borrow().name);
    Ok(vm.unknown(code::UNFOLLOWED_CALL, words))
}

static DECORATORS: &[&NativeClass] = &[&TYPE_DECORATOR];

const fn types(name: &'static str, classes: &'static [&'static NativeClass]) -> Library {
    Library { name, classes, ..Library::EMPTY }
}

/// Says in which type the values are kept.
pub(super) fn keep<const N: usize>(
    vm: &mut Vm<'_>,
    this: &Rc<Object>,
    class: &'static NativeClass,
    fields: [(&'static str, Value); N],
) -> Eval<()> {
    let kept = make(vm, class, fields);
    this.set_field("impl", Value::Object(kept));
    Ok(())
}
