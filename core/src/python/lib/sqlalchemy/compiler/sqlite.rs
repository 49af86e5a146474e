//! What `SQLite` writes otherwise than the rest: `SQLAlchemy`'s `SQLiteCompiler`.

use std::rc::Rc;

use super::super::expression::element as e;
use super::super::fields::field;
use super::super::types::generic as g;
use super::Compiler;
use crate::python::class::Object;
use crate::python::value::Value;
use crate::python::vm::Eval;

/// An operator between two operands; nothing if it is written as everywhere.
pub(super) fn binary(
    compiler: &mut Compiler<'_, '_>,
    it: &Rc<Object>,
    name: &str,
) -> Eval<Option<String>> {
    let (left, right) = (field(it, "left"), field(it, "right"));
    Ok(Some(match name {
        "truediv" => {
            let left = compiler.operand(&left, name)?;
            format!("{left} / ({} + 0.0)", compiler.operand(&right, name)?)
        }
        "bitwise_xor" => {
            let (left, right) = (compiler.operand(&left, name)?, compiler.operand(&right, name)?);
            format!("({left} | {right} - {left} & {right})")
        }
        "json_getitem" | "json_path_getitem" => {
            let item = compiler.json_extract(it)?;
            let ty = e::type_of(&Value::Object(it.clone()));
            match ty.is_none_or(|it| it.is(&g::JSON_TYPE)) {
                true => format!("JSON_QUOTE({item})"),
                false => item,
            }
        }
        _ => return Ok(None),
    }))
}

/// A function that is called otherwise here; nothing if it is not.
pub(super) fn function(
    compiler: &mut Compiler<'_, '_>,
    name: &str,
    clauses: &[Value],
) -> Eval<Option<String>> {
    let other = match (name, clauses) {
        ("now", _) => return Ok(Some("CURRENT_TIMESTAMP".to_owned())),
        ("localtimestamp", _) => {
            return Ok(Some("DATETIME(CURRENT_TIMESTAMP, 'localtime')".to_owned()));
        }
        ("char_length", _) => "length",
        ("aggregate_strings", _) => "group_concat",
        _ => return Ok(None),
    };
    Ok(Some(format!("{other}({})", compiler.list(clauses)?.join(", "))))
}

/// A part of a date, by the letter that `STRFTIME` knows it by.
pub(super) fn extract(compiler: &mut Compiler<'_, '_>, part: &str, of: &str) -> Eval<String> {
    const LETTERS: &[(&str, &str)] = &[
        ("month", "%m"),
        ("day", "%d"),
        ("year", "%Y"),
        ("second", "%S"),
        ("hour", "%H"),
        ("doy", "%j"),
        ("minute", "%M"),
        ("epoch", "%s"),
        ("dow", "%w"),
        ("week", "%W"),
    ];
    let Some((_, letter)) = LETTERS.iter().find(|(it, _)| *it == part) else {
        return Err(compiler.refuse(format!("{part} is not a valid extract argument.")));
    };
    Ok(format!("CAST(STRFTIME('{letter}', {of}) AS INTEGER)"))
}

/// LIMIT, which always says an offset.
pub(super) fn limit(
    compiler: &mut Compiler<'_, '_>,
    limit: Option<&Value>,
    offset: Option<&Value>,
) -> Eval<String> {
    let rows = match limit {
        Some(limit) => compiler.text(limit)?,
        None if offset.is_none() => return Ok(String::new()),
        None => "-1".to_owned(),
    };
    let start = match offset {
        Some(offset) => compiler.text(offset)?,
        None => "0".to_owned(),
    };
    Ok(format!("\n LIMIT {rows} OFFSET {start}"))
}

/// A date and time, or a time, as it is stored: always with its microseconds, never with a zone.
pub(super) fn moment(
    compiler: &mut Compiler<'_, '_>,
    value: &Value,
    ty: &Rc<Object>,
) -> Eval<Option<String>> {
    let class = value.as_object().map(|it| it.class.borrow().name.clone());
    let format = match class.as_deref() {
        Some("datetime") if ty.is(&g::DATE_TIME) => "%Y-%m-%d %H:%M:%S.%f",
        Some("date") if ty.is(&g::DATE_TIME) => "%Y-%m-%d 00:00:00.000000",
        Some("datetime" | "time") if ty.is(&g::TIME_TYPE) => "%H:%M:%S.%f",
        Some("datetime") if ty.is(&g::DATE_TYPE) => "%Y-%m-%d",
        _ => return Ok(None),
    };
    let text = compiler.vm.call_method(value, "strftime", vec![Value::str(format)])?;
    compiler.quoted(&text).map(Some)
}
