//! `MATCH`: the search for words, which each database writes in its own way.

use std::rc::Rc;

use super::super::exc;
use super::super::fields::{field, text};
use super::Compiler;
use crate::python::class::Object;
use crate::python::vm::Eval;

/// `column.match(words)`, or its opposite.
pub(super) fn written(
    compiler: &mut Compiler<'_, '_>,
    it: &Rc<Object>,
    name: &str,
) -> Eval<String> {
    let left = compiler.operand(&field(it, "left"), name)?;
    let right = compiler.operand(&field(it, "right"), name)?;
    let matched = match compiler.dialect().name {
        "postgresql" => match text(it, "postgresql_regconfig").filter(|it| !it.is_empty()) {
            Some(config) => {
                format!("{left} @@ plainto_tsquery({}, {right})", compiler.string(&config))
            }
            None => format!("{left} @@ plainto_tsquery({right})"),
        },
        "mysql" => format!("MATCH ({left}) AGAINST ({right}{})", modes(compiler, it)?),
        _ => format!("{left} MATCH {right}"),
    };
    Ok(if name == "match" { matched } else { format!("NOT {matched}") })
}

/// How `MySQL` is to search: by the marks in the words, if nothing else is said.
fn modes(compiler: &mut Compiler<'_, '_>, it: &Rc<Object>) -> Eval<&'static str> {
    let said = |name: &str| it.field(name).and_then(|it| it.plain_truth());
    let chosen = (
        said("mysql_boolean_mode").unwrap_or(true),
        said("mysql_natural_language").unwrap_or(false),
        said("mysql_query_expansion").unwrap_or(false),
    );
    Ok(match chosen {
        (false, false, false) => "",
        (true, false, false) => " IN BOOLEAN MODE",
        (false, true, false) => " IN NATURAL LANGUAGE MODE",
        (false, false, true) => " WITH QUERY EXPANSION",
        (false, true, true) => " IN NATURAL LANGUAGE MODE WITH QUERY EXPANSION",
        (boolean, natural, expansion) => {
            let python = |it: bool| if it { "True" } else { "False" };
            let message = format!(
                "Invalid MySQL match flags: in_boolean_mode={}, in_natural_language_mode={}, with_query_expansion={}",
                python(boolean),
                python(natural),
                python(expansion)
            );
            return Err(exc::raise(compiler.vm, &exc::COMPILE_ERROR, message));
        }
    })
}
