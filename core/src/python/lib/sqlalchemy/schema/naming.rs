//! The names that constraints and indexes get when they have none: naming conventions.

use std::rc::Rc;

use super::super::fields::{entry, field, items, object, text};
use super::constraint::{
    CHECK_CONSTRAINT, FOREIGN_KEY_CONSTRAINT, PRIMARY_KEY_CONSTRAINT, UNIQUE_CONSTRAINT,
    column_names, target,
};
use super::index::INDEX;
use crate::python::class::Object;
use crate::python::value::Value;

/// The name of a constraint or index of a table: its own, or as the convention makes it.
pub fn name_for(item: &Rc<Object>, table: &Rc<Object>) -> Option<String> {
    let own = text(item, "name");
    let convention = convention_for(item, table);
    let name = match convention {
        Some(pattern) if own.is_none() || pattern.contains("%(constraint_name)s") => {
            let given = own.clone();
            fill(&pattern, item, table, given.as_deref())?
        }
        _ => own?,
    };
    Some(name)
}

/// What the metadata of a table says; without anything, only indexes get names.
fn convention_for(item: &Rc<Object>, table: &Rc<Object>) -> Option<String> {
    let kinds = [
        (&INDEX, "ix"),
        (&PRIMARY_KEY_CONSTRAINT, "pk"),
        (&CHECK_CONSTRAINT, "ck"),
        (&UNIQUE_CONSTRAINT, "uq"),
        (&FOREIGN_KEY_CONSTRAINT, "fk"),
    ];
    let (_, kind) = kinds.iter().find(|(class, _)| item.is(class))?;
    let metadata = object(table, "metadata");
    let said = metadata.as_ref().and_then(|it| entry(it, "naming_convention", kind));
    match said {
        Some(Value::Str(pattern)) => Some(pattern.to_string()),
        _ if *kind == "ix" => Some("ix_%(column_0_label)s".to_owned()),
        _ => None,
    }
}

fn fill(pattern: &str, item: &Rc<Object>, table: &Rc<Object>, own: Option<&str>) -> Option<String> {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((plain, behind)) = rest.split_once("%(") {
        out.push_str(plain);
        let (token, behind) = behind.split_once(")s")?;
        out.push_str(&token_text(token, item, table, own)?);
        rest = behind;
    }
    out.push_str(rest);
    Some(out)
}

fn token_text(
    token: &str,
    item: &Rc<Object>,
    table: &Rc<Object>,
    own: Option<&str>,
) -> Option<String> {
    let referred: Vec<_> = items(item, "_referred").iter().filter_map(target).collect();
    match token {
        "table_name" => return text(table, "name"),
        "constraint_name" => return own.map(str::to_owned),
        "referred_table_name" => return referred.first().map(|(table, _)| table.name.clone()),
        _ => {}
    }
    let names = match token.strip_prefix("referred_") {
        Some(_) => referred.iter().filter_map(|(_, column)| column.clone()).collect(),
        None => own_columns(item),
    };
    let rest = token.strip_prefix("referred_").unwrap_or(token).strip_prefix("column_")?;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let tail = rest.get(digits.len()..)?;
    let label = |name: &String| match tail.ends_with("label") {
        true => labelled(table, name),
        false => name.clone(),
    };
    if tail.starts_with("_N_") || tail.starts_with('N') {
        let between = if tail.starts_with('_') { "_" } else { "" };
        return Some(names.iter().map(label).collect::<Vec<_>>().join(between));
    }
    let at: usize = digits.parse().ok()?;
    Some(names.get(at).map(label).unwrap_or_default())
}

/// The columns of a constraint or index, those of a check by its condition.
fn own_columns(item: &Rc<Object>) -> Vec<String> {
    if item.is(&INDEX) {
        let expressions = items(item, "expressions");
        return expressions.iter().filter_map(first_column).collect();
    }
    column_names(&items(item, "_columns"))
}

fn first_column(expression: &Value) -> Option<String> {
    match expression {
        Value::Str(name) => Some(name.to_string()),
        Value::Object(it) => text(it, "name").or_else(|| first_column(&field(it, "element"))),
        _ => None,
    }
}

/// A column's name behind its table's, and that behind its schema's.
fn labelled(table: &Rc<Object>, column: &str) -> String {
    let name = text(table, "name").unwrap_or_default();
    match text(table, "schema") {
        Some(schema) => format!("{}_{name}_{column}", schema.replace('.', "_")),
        None => format!("{name}_{column}"),
    }
}

/// A name that is too long for the database, cut as `SQLAlchemy` cuts it.
pub fn shortened(name: String, longest: usize) -> String {
    if name.chars().count() <= longest {
        return name;
    }
    let digest = super::super::md5::hex(name.as_bytes());
    let kept: String = name.chars().take(longest.saturating_sub(8)).collect();
    let end = digest.get(digest.len().saturating_sub(4)..).unwrap_or_default();
    format!("{kept}_{end}")
}
