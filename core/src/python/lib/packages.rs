//! Packages of which migrations use little more than a type.

use std::rc::Rc;

use super::sqlalchemy::fields::make;
use super::sqlalchemy::types::base::TYPE_DECORATOR;
use super::sqlalchemy::types::generic::TEXT_TYPE;
use super::sqlalchemy::types::mysql::{LONGTEXT, MEDIUMTEXT};
use super::sqlalchemy::types::postgresql::CITEXT;
use crate::python::args::Args;
use crate::python::class::{Library, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static LIBRARIES: &[&Library] = &[
    &Library { name: "citext", classes: &[&CI_TEXT], ..Library::EMPTY },
    &Library {
        name: "oslo_db.sqlalchemy.types",
        classes: &[&JSON_ENCODED, &JSON_ENCODED_DICT, &JSON_ENCODED_LIST],
        ..Library::EMPTY
    },
];

static CI_TEXT: NativeClass =
    NativeClass { name: "CIText", module: "citext", bases: &[&CITEXT], ..NativeClass::EMPTY };

/// Dictionaries and lists kept as text.
static JSON_ENCODED: NativeClass = NativeClass {
    name: "JsonEncodedType",
    module: "oslo_db.sqlalchemy.types",
    bases: &[&TYPE_DECORATOR],
    params: "mysql_as_long=False, mysql_as_medium=False",
    init: Some(init_json),
    // What the class itself keeps its values as, which its objects override.
    class_attribute: Some(|vm, _, name| {
        Ok((name == "impl").then(|| Value::Class(vm.class_of(&TEXT_TYPE))))
    }),
    ..NativeClass::EMPTY
};

static JSON_ENCODED_DICT: NativeClass = encoded("JsonEncodedDict");
static JSON_ENCODED_LIST: NativeClass = encoded("JsonEncodedList");

const fn encoded(name: &'static str) -> NativeClass {
    NativeClass { name, module: "oslo_db.sqlalchemy.types", bases: ENCODED, ..NativeClass::EMPTY }
}

static ENCODED: &[&NativeClass] = &[&JSON_ENCODED];

fn init_json(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    let is_mysql = vm.host.dialect().name == "mysql";
    let class = match (is_mysql, args.flag("mysql_as_long"), args.flag("mysql_as_medium")) {
        (true, true, _) => &LONGTEXT,
        (true, false, true) => &MEDIUMTEXT,
        _ => &TEXT_TYPE,
    };
    let kept = make(vm, class, []);
    this.set_field("impl", Value::Object(kept));
    Ok(())
}
