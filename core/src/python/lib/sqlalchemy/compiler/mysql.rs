//! What `MySQL` writes otherwise than the rest: `SQLAlchemy`'s `MySQLCompiler`.

use std::rc::Rc;

use super::super::expression::element as e;
use super::super::fields::{field, flag, int, of, text};
use super::super::types::generic as g;
use super::super::types::{base::TYPE_DECORATOR, mysql as m, named};
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
        "concat" => {
            let mut parts = Vec::new();
            flatten(&left, &mut parts);
            flatten(&right, &mut parts);
            format!("concat({})", compiler.list(&parts)?.join(", "))
        }
        "floordiv" => {
            let left = compiler.operand(&left, name)?;
            format!("FLOOR({left} / {})", compiler.operand(&right, name)?)
        }
        "is_distinct_from" => {
            format!("NOT ({} <=> {})", compiler.text(&left)?, compiler.text(&right)?)
        }
        "is_not_distinct_from" => {
            format!("{} <=> {}", compiler.text(&left)?, compiler.text(&right)?)
        }
        "json_getitem" | "json_path_getitem" => json_item(compiler, it)?,
        _ => return Ok(None),
    }))
}

/// The operands of a chain of concatenations.
fn flatten(operand: &Value, parts: &mut Vec<Value>) {
    match of(operand, &e::BINARY).filter(|it| text(it, "operator").as_deref() == Some("concat")) {
        Some(inner) => {
            flatten(&field(inner, "left"), parts);
            flatten(&field(inner, "right"), parts);
        }
        None => parts.push(operand.clone()),
    }
}

/// An item of JSON. One that is meant as something else says what JSON's `null` is there.
fn json_item(compiler: &mut Compiler<'_, '_>, it: &Rc<Object>) -> Eval<String> {
    let item = compiler.json_extract(it)?;
    let ty = e::type_of(&Value::Object(it.clone()));
    let Some(ty) = ty.filter(|it| !it.is(&g::JSON_TYPE)) else { return Ok(item) };
    let otherwise = if ty.is(&g::INTEGER_TYPE) {
        format!("ELSE CAST({item} AS SIGNED INTEGER)")
    } else if ty.is(&g::NUMERIC_TYPE) {
        match (int(&ty, "precision"), int(&ty, "scale")) {
            (Some(precision), Some(scale)) => {
                format!("ELSE CAST({item} AS DECIMAL({precision}, {scale}))")
            }
            _ => format!("ELSE {item}+0.0000000000000000000000"),
        }
    } else if ty.is(&g::BOOLEAN_TYPE) {
        "WHEN true THEN true ELSE false".to_owned()
    } else if ty.is(&g::STRING) {
        format!("ELSE JSON_UNQUOTE({item})")
    } else {
        format!("ELSE {item}")
    };
    Ok(format!("CASE {item} WHEN 'null' THEN NULL {otherwise} END"))
}

/// A function that is called otherwise here; nothing if it is not.
pub(super) fn function(
    compiler: &mut Compiler<'_, '_>,
    name: &str,
    clauses: &[Value],
) -> Eval<Option<String>> {
    Ok(Some(match (name, clauses) {
        ("sysdate", []) => "SYSDATE()".to_owned(),
        ("rollup", _) => format!("{} WITH ROLLUP", compiler.list(clauses)?.join(", ")),
        ("random", _) => format!("rand({})", compiler.list(clauses)?.join(", ")),
        ("aggregate_strings", [what, delimiter]) => {
            let what = compiler.text(what)?;
            format!("group_concat({what} SEPARATOR {})", compiler.text(delimiter)?)
        }
        _ => return Ok(None),
    }))
}

/// What a type is called inside `CAST`; nothing for one that can't be cast to.
pub(super) fn cast_type(compiler: &mut Compiler<'_, '_>, ty: &Value) -> Eval<Option<String>> {
    let Some(plain) = compiler.dialect_type(ty)? else { return Ok(Some(String::new())) };
    if plain.is(&TYPE_DECORATOR) {
        return cast_type(compiler, &field(&plain, "impl"));
    }
    let whole = [&g::DECIMAL, &g::DATE_TIME, &g::DATE_TYPE, &g::TIME_TYPE];
    let name = if plain.is(&g::INTEGER_TYPE) {
        if flag(&plain, "unsigned") { "UNSIGNED INTEGER" } else { "SIGNED INTEGER" }
    } else if plain.is(&g::TIMESTAMP) {
        "DATETIME"
    } else if whole.iter().any(|it| plain.is(it)) {
        return compiler.type_text(&Value::Object(plain)).map(Some);
    } else if plain.is(&g::STRING) && !plain.is(&named::ENUM) && !plain.is(&m::SET) {
        let names = ["length", "charset", "collation", "ascii", "binary", "unicode"];
        let kept = names.map(|name| (name, field(&plain, name)));
        let text = super::super::fields::make(compiler.vm, &m::CHAR, kept);
        return compiler.type_text(&Value::Object(text)).map(Some);
    } else if plain.is(&g::BINARY_BASE) {
        "BINARY"
    } else if plain.is(&g::JSON_TYPE) {
        "JSON"
    } else if plain.is(&g::NUMERIC_TYPE) && !plain.is(&g::FLOAT_TYPE) {
        let text = compiler.type_text(&Value::Object(plain))?;
        return Ok(Some(text.replace("NUMERIC", "DECIMAL")));
    } else {
        return Ok(None);
    };
    Ok(Some(name.to_owned()))
}

/// `UPDATE a, b SET a.x=…`: the tables that an UPDATE also reads stand beside the one it changes.
pub(super) fn updated_tables(
    compiler: &mut Compiler<'_, '_>,
    table: &str,
    others: &[Value],
) -> Eval<String> {
    let mut texts = vec![table.to_owned()];
    texts.extend(compiler.texts_of_froms(others)?);
    Ok(texts.join(", "))
}

/// LIMIT, with the offset before the number of rows.
pub(super) fn limit(
    compiler: &mut Compiler<'_, '_>,
    limit: Option<&Value>,
    offset: Option<&Value>,
) -> Eval<String> {
    let rows = match limit {
        Some(limit) => compiler.text(limit)?,
        None => "18446744073709551615".to_owned(),
    };
    Ok(match (limit, offset) {
        (None, None) => String::new(),
        (Some(_), None) => format!(" \n LIMIT {rows}"),
        (_, Some(offset)) => format!(" \n LIMIT {}, {rows}", compiler.text(offset)?),
    })
}

/// `FOR UPDATE` and its like, which older servers than the dialect expects know otherwise.
pub(super) fn lock(written: &str) -> String {
    written.replace("FOR SHARE", "LOCK IN SHARE MODE")
}

/// `ON DUPLICATE KEY UPDATE`.
pub(super) fn on_duplicate(
    compiler: &mut Compiler<'_, '_>,
    pairs: Vec<(String, Value)>,
) -> Eval<String> {
    let mut sets = Vec::new();
    for (name, value) in pairs {
        sets.push(format!("{} = {}", compiler.quote(&name), compiler.text(&value)?));
    }
    Ok(if sets.is_empty() {
        String::new()
    } else {
        format!(" ON DUPLICATE KEY UPDATE {}", sets.join(", "))
    })
}
