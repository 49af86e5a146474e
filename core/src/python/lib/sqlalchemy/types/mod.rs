//! Column types: every class that `SQLAlchemy` and its dialects have, and how databases spell them.

pub mod base;
pub mod generic;
pub mod mysql;
pub mod named;
pub mod postgresql;
pub mod spelling;
pub mod sqlite;

use crate::python::args::Args;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

use super::compiler::Compiler;
use super::dialect;
use super::fields::field;

/// `type.compile(dialect)` and `str(type)`: for no database unless one is said.
fn compile(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let dialect = dialect::asked_for(vm, args.get("dialect"), &Value::None);
    let text = Compiler::new(vm).of(dialect, true).type_text(args.get("self"))?;
    Ok(Value::str(text))
}

/// `repr(type)`: the class with the arguments that were given.
fn represent(_: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object() else { return Ok(Value::None) };
    let length = match field(this, "length") {
        Value::Int(length) => format!("length={length}"),
        _ => String::new(),
    };
    Ok(Value::str(format!("{}({length})", this.class.borrow().name)))
}
