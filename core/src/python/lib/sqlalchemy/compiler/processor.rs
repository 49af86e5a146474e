//! What `SQLAlchemy`'s types make of a value where no driver does: this is what Alembic's offline
//! mode prints.

use std::rc::Rc;

use super::super::types::generic as g;
use super::super::types::postgresql as p;
use super::Compiler;
use crate::python::builtins::INT;
use crate::python::class::Object;
use crate::python::value::Value;
use crate::python::vm::{Eval, Stop};

/// A value that its type spells in a way of its own: numbers for a number's text, the day of a
/// moment, the text of bytes. A value that the type can't spell is refused.
pub(super) fn rendered(
    compiler: &mut Compiler<'_, '_>,
    value: &Value,
    ty: &Rc<Object>,
) -> Eval<Option<String>> {
    if ty.is(&g::INTEGER_TYPE) {
        return match compiler.vm.construct(&INT, vec![value.clone()], Vec::new()) {
            Ok(number) => Ok(Some(compiler.vm.to_text(&number)?.to_string())),
            Err(Stop::Raise(_)) => Err(compiler.not_rendered(value, ty)?),
            Err(stop) => Err(stop),
        };
    }
    if ty.is(&g::FLOAT_TYPE) || ty.is(&g::NUMERIC_TYPE) {
        return Ok(Some(compiler.vm.to_text(value)?.to_string()));
    }
    if let Value::Bytes(bytes) = value
        && (ty.is(&p::BYTEA) || ty.is(&g::BINARY_BASE))
    {
        return match std::str::from_utf8(bytes) {
            Ok(text) => Ok(Some(format!("'{}'", text.replace('\'', "''")))),
            Err(_) => Err(compiler.not_rendered(value, ty)?),
        };
    }
    let class = value.as_object().map(|it| it.class.borrow().name.clone());
    let part = match class.as_deref() {
        Some("datetime") if ty.is(&g::DATE_TYPE) => "date",
        Some("datetime") if ty.is(&g::TIME_TYPE) => "time",
        _ => return Ok(None),
    };
    let part = compiler.vm.call_method(value, part, Vec::new())?;
    let text = compiler.vm.to_text(&part)?;
    compiler.quoted(&Value::str(text)).map(Some)
}
