//! What a column of a query is called, where it has a name of its own and where it is given one.

use std::rc::Rc;

use super::super::fields::{field, flag, object, of, text};
use super::super::types::generic::BOOLEAN_TYPE;
use super::element::{
    CAST, COLUMN_CLAUSE, COLUMN_ELEMENT, LABEL, TEXT_CLAUSE, TYPE_COERCE, UNARY, type_of,
};
use super::from::TABLE_VALUED_COLUMN;
use super::function::{FUNCTION, qualified_name};
use crate::python::class::Object;
use crate::python::value::Value;

/// The name of something that is selected.
pub enum ColumnName {
    /// Its own: a column of a table, a label.
    Own(String),
    /// That of the column which it wraps, as casts do.
    Wrapped(String),
    /// None: it is called after this object, by the stem and a number.
    Numbered(Rc<Object>, String),
    /// It is written as it stands and never called anything.
    Plain,
}

/// What something that is selected is called.
pub fn name_of_column(column: &Value) -> ColumnName {
    let Some(it) = column.as_object() else { return ColumnName::Plain };
    if it.is(&COLUMN_CLAUSE) {
        return match object(it, "_stands_for") {
            Some(inner) => ColumnName::Numbered(inner, stem(it)),
            None => text(it, "name").map_or(ColumnName::Plain, ColumnName::Own),
        };
    }
    if it.is(&LABEL) {
        return match text(it, "name") {
            Some(name) => ColumnName::Own(name),
            None => ColumnName::Numbered(it.clone(), stem(it)),
        };
    }
    if it.is(&TEXT_CLAUSE) || it.is(&TABLE_VALUED_COLUMN) || !it.is(&COLUMN_ELEMENT) {
        return ColumnName::Plain;
    }
    match wrapped(it).map(|inner| name_of_column(&inner)) {
        Some(ColumnName::Own(name) | ColumnName::Wrapped(name)) => ColumnName::Wrapped(name),
        Some(numbered @ ColumnName::Numbered(..)) => numbered,
        Some(ColumnName::Plain) | None => ColumnName::Numbered(it.clone(), stem(it)),
    }
}

/// Whether something selected has a name that a result shows without `AS`.
pub fn is_named(column: &Value) -> bool {
    of(column, &COLUMN_CLAUSE).or_else(|| of(column, &LABEL)).is_some()
}

/// What is inside of something that takes its name from there.
fn wrapped(it: &Rc<Object>) -> Option<Value> {
    if it.is(&CAST) || it.is(&TYPE_COERCE) {
        return Some(field(it, "clause"));
    }
    let inner = field(it, "element");
    let negates = it.is(&UNARY)
        && text(it, "operator").as_deref() == Some("inv")
        && type_of(&inner).is_some_and(|it| it.is(&BOOLEAN_TYPE));
    negates.then_some(inner)
}

fn stem(it: &Rc<Object>) -> String {
    if it.is(&FUNCTION) {
        return qualified_name(it).1;
    }
    match object(it, "element").filter(|_| it.is(&LABEL)) {
        Some(inner) if inner.is(&FUNCTION) => qualified_name(&inner).1,
        _ => text(it, "_stem").unwrap_or_else(|| "anon".to_owned()),
    }
}

/// The columns of one list that have been named, so that no name is given twice.
#[derive(Default)]
pub struct Named {
    names: Vec<(String, Value)>,
}

impl Named {
    /// What has this name already.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.names.iter().find(|(it, _)| it == name).map(|(_, column)| column)
    }

    pub fn insert(&mut self, name: &str, column: &Value) {
        self.names.push((name.to_owned(), column.clone()));
    }
}

/// Whether a column belongs to a table, so that it is called by its name where rows come from.
pub fn is_of_table(column: &Rc<Object>) -> bool {
    !flag(column, "is_literal") && object(column, "table").is_some()
}
