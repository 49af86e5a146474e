//! What `SQLAlchemy`'s types make of a value where no driver does: this is what Alembic's offline
//! mode prints.

use std::rc::Rc;

use super::super::fields::choice;
use super::super::types::base::{self, TYPE_ENGINE};
use super::super::types::generic as g;
use super::super::types::named;
use super::super::types::postgresql as p;
use super::Compiler;
use crate::python::builtins::INT;
use crate::python::class::{NativeClass, Object};
use crate::python::operator::held;
use crate::python::value::Value;
use crate::python::vm::{Eval, Stop};

/// Refuses a value of a type that has no text for any, as most of those of one database.
pub(super) fn check_renderer(
    compiler: &mut Compiler<'_, '_>,
    value: &Value,
    ty: &Rc<Object>,
) -> Eval<()> {
    let native = ty.class.borrow().native;
    let has_one = native.is_none_or(|it| !it.module.starts_with("sqlalchemy."))
        || ty.is(&g::USER_DEFINED_TYPE)
        || ty.is(&g::NULL_TYPE)
        || RENDERED.iter().any(|it| ty.is(it))
        || !ty.is(&TYPE_ENGINE);
    if has_one {
        return Ok(());
    }
    let name = native.map(|it| it.name.to_uppercase()).unwrap_or_default();
    Err(compiler.no_renderer(value, &name)?)
}

/// The types of `SQLAlchemy` whose values have a text.
static RENDERED: &[&NativeClass] = &[
    &g::STRING,
    &g::INTEGER_TYPE,
    &g::NUMERIC_TYPE,
    &g::FLOAT_TYPE,
    &g::DATE_TIME,
    &g::DATE_TYPE,
    &g::TIME_TYPE,
    &g::BINARY_BASE,
    &g::BOOLEAN_TYPE,
    &g::ARRAY_TYPE,
    &g::UUID_TYPE,
    &base::INTERVAL,
    &base::TYPE_DECORATOR,
    &p::INTERVAL,
    &p::JSONPATH,
    &named::ENUM,
    &named::NAMED_TYPE,
];

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
    let kind = Kind::of(compiler, value)?;
    if kind.is_some_and(|it| !takes(compiler, ty, it, value)) {
        return Err(compiler.not_rendered(value, ty)?);
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

/// What a value is, to the types that write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Bytes,
    Moment,
    Span,
    Identifier,
    Other,
}

impl Kind {
    /// Nothing for an object that nobody knows here.
    fn of(compiler: &mut Compiler<'_, '_>, value: &Value) -> Eval<Option<Self>> {
        let plain = held(value).unwrap_or_else(|| value.clone());
        Ok(Some(match &plain {
            Value::Str(_) => Self::Text,
            Value::Bool(_) | Value::Int(_) | Value::Float(_) => Self::Number,
            Value::Bytes(_) => Self::Bytes,
            Value::List(_) | Value::Tuple(_) | Value::Set(_) | Value::Dict(_) => Self::Other,
            Value::Object(object) => {
                let name = object.class.borrow().name.clone();
                match &*name {
                    "datetime" | "date" | "time" => Self::Moment,
                    "timedelta" => Self::Span,
                    "Decimal" => Self::Number,
                    "UUID" => Self::Identifier,
                    _ if compiler.vm.attribute_if_any(value, "_value_")?.is_some() => Self::Other,
                    _ => return Ok(None),
                }
            }
            _ => return Ok(None),
        }))
    }
}

/// Whether a type writes values of a kind; of the types that are not named here nobody asks.
fn takes(compiler: &Compiler<'_, '_>, ty: &Rc<Object>, kind: Kind, value: &Value) -> bool {
    let is = |classes: &[&'static NativeClass]| classes.iter().any(|it| ty.is(it));
    if is(&[&g::STRING]) {
        return kind == Kind::Text;
    }
    if is(&[&g::DATE_TIME, &g::DATE_TYPE, &g::TIME_TYPE]) {
        // What is added to a moment or taken from it is said with the moment's type.
        return matches!(kind, Kind::Moment | Kind::Span);
    }
    if is(&[&base::INTERVAL, &p::INTERVAL]) {
        return kind == Kind::Span;
    }
    if is(&[&g::BINARY_BASE]) {
        return kind == Kind::Bytes;
    }
    if is(&[&g::FLOAT_TYPE, &g::NUMERIC_TYPE]) {
        let is_number = |it: &str| it.trim().replace('_', "").parse::<f64>().is_ok();
        return kind == Kind::Number || value.as_str().is_some_and(is_number);
    }
    if is(&[&g::UUID_TYPE]) {
        if choice(ty, "as_uuid") == Some(false) {
            return kind == Kind::Text;
        }
        return compiler.dialect().name == "postgresql" || kind == Kind::Identifier;
    }
    true
}
