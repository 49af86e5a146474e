//! The types of `sqlalchemy.types`: generic ones, and those spelled in capitals.

use std::rc::Rc;

use super::base::{SCHEMA_TYPE, TYPE_ENGINE, to_instance};
use crate::python::args::Args;
use crate::python::class::{Class, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

const MODULE: &str = "sqlalchemy.sql.sqltypes";

/// Every class of this file.
pub static CLASSES: &[&NativeClass] = &[
    &STRING,
    &UNICODE,
    &TEXT_TYPE,
    &UNICODE_TEXT,
    &VARCHAR,
    &CHAR,
    &NVARCHAR,
    &NCHAR,
    &TEXT,
    &CLOB,
    &INTEGER_TYPE,
    &SMALL_INTEGER,
    &BIG_INTEGER,
    &INTEGER,
    &SMALLINT,
    &BIGINT,
    &NUMERIC_TYPE,
    &NUMERIC,
    &DECIMAL,
    &FLOAT_TYPE,
    &DOUBLE_TYPE,
    &FLOAT,
    &REAL,
    &DOUBLE,
    &DOUBLE_PRECISION,
    &DATE_TIME,
    &DATE_TYPE,
    &TIME_TYPE,
    &DATETIME,
    &TIMESTAMP,
    &DATE,
    &TIME,
    &BINARY_BASE,
    &LARGE_BINARY,
    &BLOB,
    &BINARY,
    &VARBINARY,
    &BOOLEAN_TYPE,
    &BOOLEAN,
    &JSON_TYPE,
    &ARRAY_TYPE,
    &UUID_TYPE,
    &UUID,
    &NULL_TYPE,
    &TUPLE_TYPE,
    &MATCH_TYPE,
    &USER_DEFINED_TYPE,
];

pub static STRING: NativeClass =
    ty("String", &[&TYPE_ENGINE], "length: part=None, collation: part=None");
pub static UNICODE: NativeClass = ty("Unicode", &[&STRING], "");
pub static TEXT_TYPE: NativeClass = ty("Text", &[&STRING], "");
pub static UNICODE_TEXT: NativeClass = ty("UnicodeText", &[&TEXT_TYPE], "");
pub static VARCHAR: NativeClass = ty("VARCHAR", &[&STRING], "");
pub static CHAR: NativeClass = ty("CHAR", &[&STRING], "");
pub static NVARCHAR: NativeClass = ty("NVARCHAR", &[&UNICODE], "");
pub static NCHAR: NativeClass = ty("NCHAR", &[&UNICODE], "");
pub static TEXT: NativeClass = ty("TEXT", &[&TEXT_TYPE], "");
pub static CLOB: NativeClass = ty("CLOB", &[&TEXT_TYPE], "");
pub static INTEGER_TYPE: NativeClass = ty("Integer", &[&TYPE_ENGINE], "");
pub static SMALL_INTEGER: NativeClass = ty("SmallInteger", &[&INTEGER_TYPE], "");
pub static BIG_INTEGER: NativeClass = ty("BigInteger", &[&INTEGER_TYPE], "");
pub static INTEGER: NativeClass = ty("INTEGER", &[&INTEGER_TYPE], "");
pub static SMALLINT: NativeClass = ty("SMALLINT", &[&SMALL_INTEGER], "");
pub static BIGINT: NativeClass = ty("BIGINT", &[&BIG_INTEGER], "");
pub static NUMERIC_TYPE: NativeClass = ty(
    "Numeric",
    &[&TYPE_ENGINE],
    "precision: part=None, scale: part=None, decimal_return_scale=None, asdecimal: flag=True",
);
pub static NUMERIC: NativeClass = ty("NUMERIC", &[&NUMERIC_TYPE], "");
pub static DECIMAL: NativeClass = ty("DECIMAL", &[&NUMERIC_TYPE], "");
pub static FLOAT_TYPE: NativeClass = ty(
    "Float",
    &[&NUMERIC_TYPE],
    "precision: part=None, asdecimal: flag=False, decimal_return_scale=None",
);
pub static DOUBLE_TYPE: NativeClass = ty("Double", &[&FLOAT_TYPE], "");
pub static FLOAT: NativeClass = ty("FLOAT", &[&FLOAT_TYPE], "");
pub static REAL: NativeClass = ty("REAL", &[&FLOAT_TYPE], "");
pub static DOUBLE: NativeClass = ty("DOUBLE", &[&DOUBLE_TYPE], "");
pub static DOUBLE_PRECISION: NativeClass = ty("DOUBLE_PRECISION", &[&DOUBLE_TYPE], "");
pub static DATE_TIME: NativeClass = ty("DateTime", &[&TYPE_ENGINE], "timezone: flag=False");
pub static DATE_TYPE: NativeClass = ty("Date", &[&TYPE_ENGINE], "");
pub static TIME_TYPE: NativeClass = ty("Time", &[&TYPE_ENGINE], "timezone: flag=False");
pub static DATETIME: NativeClass = ty("DATETIME", &[&DATE_TIME], "");
pub static TIMESTAMP: NativeClass = ty("TIMESTAMP", &[&DATE_TIME], "");
pub static DATE: NativeClass = ty("DATE", &[&DATE_TYPE], "");
pub static TIME: NativeClass = ty("TIME", &[&TIME_TYPE], "");
pub static BINARY_BASE: NativeClass = ty("_Binary", &[&TYPE_ENGINE], "length: part=None");
pub static LARGE_BINARY: NativeClass = ty("LargeBinary", &[&BINARY_BASE], "");
pub static BLOB: NativeClass = ty("BLOB", &[&LARGE_BINARY], "");
pub static BINARY: NativeClass = ty("BINARY", &[&BINARY_BASE], "");
pub static VARBINARY: NativeClass = ty("VARBINARY", &[&BINARY_BASE], "");
pub static BOOLEAN_TYPE: NativeClass = ty(
    "Boolean",
    &[&SCHEMA_TYPE],
    "create_constraint: flag=False, name=None, _create_events=True, _adapted_from=None",
);
pub static BOOLEAN: NativeClass = ty("BOOLEAN", &[&BOOLEAN_TYPE], "");
pub static JSON_TYPE: NativeClass = NativeClass {
    class_attribute: Some(json_constant),
    ..ty("JSON", &[&TYPE_ENGINE], "none_as_null: flag=False")
};
pub static ARRAY_TYPE: NativeClass = NativeClass {
    init: Some(init_array),
    ..ty("ARRAY", &[&TYPE_ENGINE], "item_type, as_tuple=False, dimensions=None, zero_indexes=False")
};
pub static UUID_TYPE: NativeClass =
    ty("Uuid", &[&TYPE_ENGINE], "as_uuid: flag=True, native_uuid: flag=True");
pub static UUID: NativeClass = ty("UUID", &[&UUID_TYPE], "as_uuid: flag=True");
pub static NULL_TYPE: NativeClass = ty("NullType", &[&TYPE_ENGINE], "");
pub static TUPLE_TYPE: NativeClass = ty("TupleType", &[&TYPE_ENGINE], "*types");
pub static MATCH_TYPE: NativeClass = ty("MatchType", &[&BOOLEAN_TYPE], "");
pub static USER_DEFINED_TYPE: NativeClass = ty("UserDefinedType", &[&TYPE_ENGINE], "");

/// A row of this file.
const fn ty(
    name: &'static str,
    bases: &'static [&'static NativeClass],
    params: &'static str,
) -> NativeClass {
    NativeClass { name, module: MODULE, bases, params, ..NativeClass::EMPTY }
}

/// `JSON.NULL` and `JSON.NONE` mean JSON's `null`.
fn json_constant(_: &mut Vm<'_>, _: &Rc<Class>, name: &str) -> Eval<Option<Value>> {
    Ok(matches!(name, "NULL" | "NONE").then(|| Value::str("JSON_NULL")))
}

/// `ARRAY(Integer)`: the items' type may be a class, and no array.
pub fn init_array(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    let item = to_instance(vm, args.get("item_type"))?;
    if item.as_object().is_some_and(|it| it.is(&ARRAY_TYPE)) {
        let message = "Do not nest ARRAY types; ARRAY(basetype) handles multi-dimensional arrays \
                       of basetype";
        return Err(vm.raise("ValueError", message));
    }
    for (name, value) in args.iter() {
        this.set_field(name, value.clone());
    }
    this.set_field("item_type", item);
    Ok(())
}
