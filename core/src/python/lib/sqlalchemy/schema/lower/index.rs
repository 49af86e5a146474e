//! Indexes, as the catalog keeps them.

use std::rc::Rc;

use super::super::super::compiler::Compiler;
use super::super::super::expression::collection::column_named;
use super::super::super::expression::element::{COLUMN_CLAUSE, LABEL, TEXT_CLAUSE, UNARY};
use super::super::super::fields::{
    choice, entries, field, flag, items, items_or_one, object, of, text,
};
use super::super::constraint::column_names;
use super::super::naming::name_for;
use super::super::table::{TABLE, name_of};
use super::{settle, tell_unknown};
use crate::catalog::{Index, IndexKey};
use crate::name::Name;
use crate::python::class::Object;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// An index for the catalog, with the table it is on.
pub fn lower_index(vm: &mut Vm<'_>, index: &Value) -> Eval<(Name, Index)> {
    let Some(this) = index.as_object().cloned() else { return Ok(Default::default()) };
    let table = match object(&this, "table") {
        Some(table) => table,
        None => vm.instance(&TABLE, [("name", Value::str("no_table"))]),
    };
    let lowered = index_of(vm, &this, &table)?;
    Ok((name_of(&table), lowered))
}

pub(super) fn index_of(vm: &mut Vm<'_>, this: &Rc<Object>, table: &Rc<Object>) -> Eval<Index> {
    tell_unknown(vm, this);
    let name = name_for(vm, this, table)?;
    if name.is_none() && !field(this, "name").is_unknown() {
        return Err(vm.raise("AssertionError", ""));
    }
    let dialect = vm.host.dialect();
    let own = |option: &str| field(this, &format!("{}_{option}", dialect.name));
    let mut res = Index { name, unique: flag(this, "unique"), ..Index::default() };
    res.method = own("using").as_str().map(|it| match dialect.index_options {
        true => it.to_lowercase(),
        false => it.to_owned(),
    });
    res.include = column_names(&items_or_one(&own("include")));
    res.nulls_not_distinct = choice(this, &format!("{}_nulls_not_distinct", dialect.name));
    res.tablespace = own("tablespace").as_str().map(str::to_owned);
    res.prefix = own("prefix").as_str().map(str::to_owned);
    let classes = entries(&own("ops"));
    let lengths = own("length");
    let mut compiler = Compiler::new(vm);
    if let Some(parser) = own("with_parser").as_str() {
        res.with.push(("PARSER".to_owned(), parser.to_owned()));
    }
    for (name, value) in entries(&own("with")) {
        let value = compiler.vm.to_text(&value)?;
        res.with.push((name, value));
    }
    for expression in items(this, "expressions") {
        if matches!(lengths, Value::Dict(_)) {
            refuse_nameless(compiler.vm, &expression)?;
        }
        let mut key = index_key(&mut compiler, &expression)?;
        let named = key_name(&expression, &items(table, "_columns"));
        if let Some((_, class)) = classes.iter().find(|(it, _)| Some(it) == named.as_ref()) {
            let (class, order) = class_and_order(class.as_str().unwrap_or_default());
            key.operator_class = class;
            key.order = [order, key.order].into_iter().flatten().reduce(|a, b| a + " " + &b);
        }
        key.length = match &lengths {
            Value::Int(length) => u32::try_from(*length).ok(),
            Value::Dict(dict) => [&key.what, &dialect.quote_name(&key.what)]
                .into_iter()
                .find_map(|it| dict.borrow().get_str(it).cloned())
                .as_ref()
                .and_then(Value::as_int)
                .and_then(|it| u32::try_from(it).ok()),
            _ => None,
        };
        res.keys.push(key);
    }
    res.predicate = match own("where") {
        Value::None => None,
        condition => Some(compiler.ddl_expression(&condition)?),
    };
    settle(compiler);
    Ok(res)
}

/// Lengths by names are looked for by the name of each key, which an order or a text has not.
fn refuse_nameless(vm: &mut Vm<'_>, expression: &Value) -> Eval<()> {
    let class = if of(expression, &UNARY).is_some() {
        "UnaryExpression"
    } else if of(expression, &TEXT_CLAUSE).is_some() {
        "_textual_index_element"
    } else {
        return Ok(());
    };
    let message =
        format!("Neither '{class}' object nor 'Comparator' object has an attribute 'name'");
    Err(vm.raise("AttributeError", message))
}

/// `text_pattern_ops DESC` in its two parts. What is written behind a key goes there to the letter,
/// so scripts put its order there, too.
fn class_and_order(written: &str) -> (Option<String>, Option<String>) {
    let words: Vec<&str> = written.split_whitespace().collect();
    let is_order =
        |it: &&str| ["ASC", "DESC", "NULLS"].iter().any(|word| it.eq_ignore_ascii_case(word));
    let class = words.iter().position(is_order).unwrap_or(words.len());
    let (class, order) = words.split_at(class);
    let text = |words: &[&str]| (!words.is_empty()).then(|| words.join(" "));
    (text(class), text(order))
}

/// The name that operator classes are given by: a column's key, or that of a label.
fn key_name(expression: &Value, columns: &[Value]) -> Option<String> {
    let column = match expression {
        Value::Str(name) => column_named(columns, name),
        other => Some(other.clone()),
    };
    let Some(column) = column else { return expression.as_str().map(str::to_owned) };
    let it = column.as_object()?;
    let is_named = it.is(&COLUMN_CLAUSE) || it.is(&LABEL);
    text(it, "key").or_else(|| text(it, "name").filter(|_| is_named))
}

/// A key of an index: a column with its order, or an expression.
fn index_key(compiler: &mut Compiler<'_, '_>, expression: &Value) -> Eval<IndexKey> {
    if let Value::Str(name) = expression {
        return Ok(IndexKey { what: name.to_string(), ..IndexKey::default() });
    }
    if let Some((name, order)) = ordered_column(expression) {
        return Ok(IndexKey { what: name, order, ..IndexKey::default() });
    }
    let written = compiler.unqualified(|it| it.index_expression(expression))?;
    if of(expression, &TEXT_CLAUSE).is_some()
        && let Some(key) = plain_key(compiler, &written)
    {
        return Ok(key);
    }
    Ok(IndexKey { what: written, is_expression: true, ..IndexKey::default() })
}

/// A column, with `DESC` and `NULLS LAST` behind it.
fn ordered_column(expression: &Value) -> Option<(String, Option<String>)> {
    let it = expression.as_object()?;
    if it.is(&COLUMN_CLAUSE) && !flag(it, "is_literal") {
        return Some((text(it, "name")?, None));
    }
    if !it.is(&UNARY) {
        return None;
    }
    let word = match text(it, "modifier")?.as_str() {
        "desc" => "DESC",
        "asc" => "ASC",
        "nulls_first" => "NULLS FIRST",
        "nulls_last" => "NULLS LAST",
        _ => return None,
    };
    let (name, order) = ordered_column(&field(it, "element"))?;
    Some((name, Some(order.map_or(word.to_owned(), |it| format!("{it} {word}")))))
}

/// `text("created_at DESC")` is a column and its order, where that is written in the same way.
fn plain_key(compiler: &Compiler<'_, '_>, written: &str) -> Option<IndexKey> {
    let (name, order) = match written.split_once(' ') {
        Some((name, order)) => (name, Some(order.to_owned())),
        None => (written, None),
    };
    let orders = [
        "ASC",
        "DESC",
        "NULLS FIRST",
        "NULLS LAST",
        "DESC NULLS FIRST",
        "DESC NULLS LAST",
        "ASC NULLS FIRST",
        "ASC NULLS LAST",
    ];
    let known = order.as_deref().is_none_or(|it| orders.contains(&it));
    let is_word =
        !name.is_empty() && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_');
    let same = is_word && known && compiler.dialect().quote_name(name) == name;
    same.then(|| IndexKey { what: name.to_owned(), order, ..IndexKey::default() })
}
