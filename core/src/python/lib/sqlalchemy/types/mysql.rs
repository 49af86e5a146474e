//! The types of `sqlalchemy.dialects.mysql`.

use std::rc::Rc;

use super::super::exc;
use super::super::fields::field;
use super::base::TYPE_ENGINE;
use super::generic;
use crate::python::args::Args;
use crate::python::class::{NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

const MODULE: &str = "sqlalchemy.dialects.mysql";

/// Every class of this file.
pub static CLASSES: &[&NativeClass] = &[
    &NUMERIC,
    &DECIMAL,
    &DOUBLE,
    &REAL,
    &FLOAT,
    &INTEGER,
    &BIGINT,
    &SMALLINT,
    &MEDIUMINT,
    &TINYINT,
    &VARCHAR,
    &CHAR,
    &NVARCHAR,
    &NCHAR,
    &TEXT,
    &TINYTEXT,
    &MEDIUMTEXT,
    &LONGTEXT,
    &TINYBLOB,
    &MEDIUMBLOB,
    &LONGBLOB,
    &BIT,
    &YEAR,
    &DATETIME,
    &TIME,
    &TIMESTAMP,
    &SET,
    &INET4,
    &INET6,
];

pub static NUMERIC: NativeClass = NativeClass {
    init: Some(init),
    ..ty(
        "NUMERIC",
        &[&generic::NUMERIC],
        "precision: part=None, scale: part=None, asdecimal: flag=True, **kw",
    )
};
pub static DECIMAL: NativeClass = NativeClass {
    init: Some(init),
    ..ty(
        "DECIMAL",
        &[&generic::DECIMAL],
        "precision: part=None, scale: part=None, asdecimal: flag=True, **kw",
    )
};
pub static DOUBLE: NativeClass = NativeClass {
    init: Some(init_double),
    ..ty(
        "DOUBLE",
        &[&generic::DOUBLE],
        "precision: part=None, scale: part=None, asdecimal: flag=True, **kw",
    )
};
pub static REAL: NativeClass = NativeClass {
    init: Some(init_double),
    ..ty(
        "REAL",
        &[&generic::REAL],
        "precision: part=None, scale: part=None, asdecimal: flag=True, **kw",
    )
};
pub static FLOAT: NativeClass = NativeClass {
    init: Some(init),
    ..ty(
        "FLOAT",
        &[&generic::FLOAT],
        "precision: part=None, scale: part=None, asdecimal: flag=True, **kw",
    )
};
pub static INTEGER: NativeClass = NativeClass {
    init: Some(init),
    ..ty("INTEGER", &[&generic::INTEGER], "display_width: part=None, **kw")
};
pub static BIGINT: NativeClass = NativeClass {
    init: Some(init),
    ..ty("BIGINT", &[&generic::BIGINT], "display_width: part=None, **kw")
};
pub static SMALLINT: NativeClass = NativeClass {
    init: Some(init),
    ..ty("SMALLINT", &[&generic::SMALLINT], "display_width: part=None, **kw")
};
pub static MEDIUMINT: NativeClass = NativeClass {
    init: Some(init),
    ..ty("MEDIUMINT", &[&generic::INTEGER_TYPE], "display_width: part=None, **kw")
};
pub static TINYINT: NativeClass = NativeClass {
    init: Some(init),
    ..ty("TINYINT", &[&generic::INTEGER_TYPE], "display_width: part=None, **kw")
};
pub static VARCHAR: NativeClass = NativeClass {
    init: Some(init),
    ..ty("VARCHAR", &[&generic::VARCHAR], "length: part=None, **kw")
};
pub static CHAR: NativeClass =
    NativeClass { init: Some(init), ..ty("CHAR", &[&generic::CHAR], "length: part=None, **kw") };
pub static NVARCHAR: NativeClass = NativeClass {
    init: Some(init),
    ..ty("NVARCHAR", &[&generic::NVARCHAR], "length: part=None, **kw")
};
pub static NCHAR: NativeClass =
    NativeClass { init: Some(init), ..ty("NCHAR", &[&generic::NCHAR], "length: part=None, **kw") };
pub static TEXT: NativeClass =
    NativeClass { init: Some(init), ..ty("TEXT", &[&generic::TEXT], "length: part=None, **kw") };
pub static TINYTEXT: NativeClass =
    NativeClass { init: Some(init), ..ty("TINYTEXT", &[&generic::STRING], "**kw") };
pub static MEDIUMTEXT: NativeClass =
    NativeClass { init: Some(init), ..ty("MEDIUMTEXT", &[&generic::STRING], "**kw") };
pub static LONGTEXT: NativeClass =
    NativeClass { init: Some(init), ..ty("LONGTEXT", &[&generic::STRING], "**kw") };
pub static TINYBLOB: NativeClass = ty("TINYBLOB", &[&generic::BINARY_BASE], "length: part=None");
pub static MEDIUMBLOB: NativeClass =
    ty("MEDIUMBLOB", &[&generic::BINARY_BASE], "length: part=None");
pub static LONGBLOB: NativeClass = ty("LONGBLOB", &[&generic::BINARY_BASE], "length: part=None");
pub static BIT: NativeClass = ty("BIT", &[&TYPE_ENGINE], "length: part=None");
pub static YEAR: NativeClass = ty("YEAR", &[&TYPE_ENGINE], "display_width: part=None");
pub static DATETIME: NativeClass =
    ty("DATETIME", &[&generic::DATETIME], "timezone: flag=False, fsp: part=None");
pub static TIME: NativeClass =
    ty("TIME", &[&generic::TIME], "timezone: flag=False, fsp: part=None");
pub static TIMESTAMP: NativeClass =
    ty("TIMESTAMP", &[&generic::TIMESTAMP], "timezone: flag=False, fsp: part=None");
pub static SET: NativeClass =
    NativeClass { init: Some(init), ..ty("SET", &[&generic::STRING], "*values, **kw") };
pub static INET4: NativeClass = ty("INET4", &[&TYPE_ENGINE], "");
pub static INET6: NativeClass = ty("INET6", &[&TYPE_ENGINE], "");

/// A row of this file.
const fn ty(
    name: &'static str,
    bases: &'static [&'static NativeClass],
    params: &'static str,
) -> NativeClass {
    NativeClass { name, module: MODULE, bases, params, ..NativeClass::EMPTY }
}

/// Keeps `unsigned`, `charset`, `collation` and their like beside the arguments that have a place.
fn init(_: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    for (name, value) in args.iter().filter(|(name, _)| *name != "kw") {
        this.set_field(name, value.clone());
    }
    if let Value::Dict(rest) = args.get("kw") {
        for (name, value) in rest.borrow().iter() {
            let name = name.as_str().unwrap_or_default();
            this.set_field(if name == "collate" { "collation" } else { name }, value.clone());
        }
    }
    Ok(())
}

fn init_double(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    init(vm, this, args)?;
    both_or_neither(vm, this)
}

/// A double number of `MySQL` has both a precision and a scale, or neither. `SQLAlchemy` makes one of
/// every such type of a column, whatever it is written as.
pub fn check_double(vm: &mut Vm<'_>, ty: &Rc<Object>) -> Eval<()> {
    match ty.is(&generic::DOUBLE_TYPE) && vm.host.dialect().name == "mysql" {
        true => both_or_neither(vm, ty),
        false => Ok(()),
    }
}

fn both_or_neither(vm: &mut Vm<'_>, ty: &Rc<Object>) -> Eval<()> {
    if field(ty, "precision").is_none() == field(ty, "scale").is_none() {
        return Ok(());
    }
    let message = "You must specify both precision and scale or omit both altogether.";
    Err(exc::raise(vm, &exc::ARGUMENT_ERROR, message))
}
