//! `sqlmodel`: the types that its generated migrations use, and what it hands on.

use std::rc::Rc;

use super::sqlalchemy::engine::shared;
use super::sqlalchemy::fields::make;
use super::sqlalchemy::schema::metadata::{META_DATA, MORE};
use super::sqlalchemy::types::base::TYPE_DECORATOR;
use super::sqlalchemy::types::generic::{CHAR, STRING, UUID};
use crate::diagnostic::code;
use crate::project::FileId;
use crate::python::args::Args;
use crate::python::class::{Fields, Library, NativeClass, Object};
use crate::python::define::UNKNOWN_BASE;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static LIBRARIES: &[&Library] = &[
    &Library { values: Some(model), fallback: Some(of_sqlalchemy), ..module("sqlmodel") },
    &Library { values: Some(model), ..module("sqlmodel.main") },
    &module("sqlmodel.sql"),
    &Library { values: Some(types), ..module("sqlmodel.sql.sqltypes") },
];

static CLASSES: &[&NativeClass] = &[&AUTO_STRING, &GUID];

static AUTO_STRING: NativeClass = NativeClass {
    name: "AutoString",
    module: "sqlmodel.sql.sqltypes",
    bases: &[&TYPE_DECORATOR],
    params: "length=None, collation=None",
    init: Some(init),
    ..NativeClass::EMPTY
};

/// The identifier of early releases: a text where the database has no such type.
static GUID: NativeClass = NativeClass {
    name: "GUID",
    module: "sqlmodel.sql.sqltypes",
    bases: &[&TYPE_DECORATOR],
    params: "*args, **kwargs",
    init: Some(|vm, this, _| {
        let kept = match vm.host.dialect().name {
            "postgresql" => make(vm, &UUID, []),
            _ => make(vm, &CHAR, [("length", Value::Int(32))]),
        };
        this.set_field("impl", Value::Object(kept));
        Ok(())
    }),
    ..NativeClass::EMPTY
};

/// MySQL has no text without a length that can be in a key, so the library gives it one.
const MYSQL_LENGTH: i128 = 255;

const fn module(name: &'static str) -> Library {
    Library { name, classes: CLASSES, ..Library::EMPTY }
}

/// `sqlmodel` hands on what `SQLAlchemy` has.
fn of_sqlalchemy(vm: &mut Vm<'_>, name: &str) -> Eval<Option<Value>> {
    for module in ["sqlalchemy", "sqlalchemy.orm"] {
        let module = vm.import_module(module, FileId(0))?;
        if let Some(found) = vm.attribute_if_any(&module, name)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// `SQLModel`, of which only the metadata is known: what its subclasses make of their annotations is
/// not followed.
fn model(vm: &mut Vm<'_>) -> Vec<(&'static str, Value)> {
    let made = shared(vm, "SQLModel", |vm| {
        let unfollowed = vm.unknown(code::UNFOLLOWED_CALL, "what `SQLModel` makes of a class");
        let metadata = vm.construct(&META_DATA, Vec::new(), Vec::new())?;
        if let Some(metadata) = metadata.as_object() {
            metadata.set_field(MORE, unfollowed.clone());
        }
        let mut fields = Fields::default();
        fields.set("metadata", metadata);
        fields.set(UNKNOWN_BASE, unfollowed);
        vm.new_class("SQLModel", &[], fields).map(Value::Class)
    });
    made.map(|it| vec![("SQLModel", it)]).unwrap_or_default()
}

fn types(vm: &mut Vm<'_>) -> Vec<(&'static str, Value)> {
    let types = vm.import_module("sqlalchemy.types", FileId(0));
    types.map(|it| vec![("types", it)]).unwrap_or_default()
}

fn init(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    let length = match args.get("length") {
        Value::None if vm.host.dialect().name == "mysql" => Value::Int(MYSQL_LENGTH),
        given => given.clone(),
    };
    let kept =
        make(vm, &STRING, [("length", length), ("collation", args.get("collation").clone())]);
    this.set_field("impl", Value::Object(kept));
    Ok(())
}
