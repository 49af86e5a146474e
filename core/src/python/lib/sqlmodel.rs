//! `sqlmodel`: the one type that its generated migrations use.

use std::rc::Rc;

use super::sqlalchemy::fields::make;
use super::sqlalchemy::types::base::TYPE_DECORATOR;
use super::sqlalchemy::types::generic::STRING;
use crate::python::args::Args;
use crate::python::class::{Library, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static LIBRARIES: &[&Library] =
    &[&module("sqlmodel"), &module("sqlmodel.sql"), &module("sqlmodel.sql.sqltypes")];

static CLASSES: &[&NativeClass] = &[&AUTO_STRING];

static AUTO_STRING: NativeClass = NativeClass {
    name: "AutoString",
    module: "sqlmodel.sql.sqltypes",
    bases: &[&TYPE_DECORATOR],
    params: "length=None, collation=None",
    init: Some(init),
    ..NativeClass::EMPTY
};

/// MySQL has no text without a length that can be in a key, so the library gives it one.
const MYSQL_LENGTH: i128 = 255;

const fn module(name: &'static str) -> Library {
    Library { name, classes: CLASSES, ..Library::EMPTY }
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
