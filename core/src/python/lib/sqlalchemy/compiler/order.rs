//! What `ORDER BY`, `GROUP BY` and `DISTINCT ON` name of a query: its results and its columns.

use std::rc::Rc;

use super::super::expression::collection::column_named;
use super::super::expression::element as e;
use super::super::expression::from;
use super::super::expression::select::{COMPOUND_SELECT, selected};
use super::super::fields::{field, of, same, text};
use super::Compiler;
use crate::python::class::Object;
use crate::python::value::Value;
use crate::python::vm::Eval;

/// A query whose results and columns texts may name.
#[derive(Clone)]
pub(super) struct Nameable {
    pub(super) query: Rc<Object>,
    pub(super) froms: Vec<Value>,
}

impl Compiler<'_, '_> {
    /// A text that names a result of the query or a column that it reads; what names neither stays
    /// as it is. Among the columns of the query only what it reads can be named.
    pub(super) fn reference(&mut self, reference: &Rc<Object>) -> Eval<String> {
        let name = text(reference, "element").unwrap_or_default();
        let Some(Nameable { query, froms }) = self.nameable.last().cloned() else {
            return Ok(self.plain_text(&name));
        };
        if !self.in_columns {
            for column in selected(self.vm, &query) {
                let is_it = text_of_name(&column).as_ref() == Some(&name);
                let of_query = of(&column, &e::LABEL).is_some() || query.is(&COMPOUND_SELECT);
                if is_it && of_query {
                    return Ok(self.quote(&name));
                }
                if is_it {
                    return self.text(&column);
                }
            }
        }
        for from in froms.iter().rev().filter_map(|it| it.as_object().cloned()) {
            let columns = from::columns_of(self.vm, &from);
            if let Some(column) = column_named(&columns, &name) {
                return self.text(&column);
            }
        }
        Ok(self.plain_text(&name))
    }

    /// What a query is ordered by: a label that it gives is named, and not written again.
    pub(super) fn ordered(&mut self, query: &Rc<Object>, by: &Value) -> Eval<String> {
        if let Some(it) = of(by, &e::UNARY).cloned()
            && let Some(modifier) = text(&it, "modifier")
        {
            let element = field(&it, "element");
            let is_label = of(&element, &e::LABEL).is_some() || of(&element, &e::UNARY).is_some();
            if !is_label {
                return self.text(by);
            }
            let words = self.operator_text(&modifier);
            return Ok(self.ordered(query, &element)? + &words);
        }
        let Some(label) = of(by, &e::LABEL) else { return self.text(by) };
        let element = field(label, "element");
        let is_given = |it: &Value| {
            let other = of(it, &e::LABEL);
            other.is_some_and(|other| {
                same(it, by)
                    || text(other, "name").is_some()
                        && text(other, "name") == text(label, "name")
                        && same(&field(other, "element"), &element)
            })
        };
        let given = selected(self.vm, query).into_iter().find(is_given);
        match given.and_then(|it| self.known_name(&it)) {
            Some(name) => Ok(self.quote(&name)),
            None => self.text(by),
        }
    }
}

/// What a result is called, or a column by its key.
fn text_of_name(column: &Value) -> Option<String> {
    let it = column.as_object()?;
    let key = text(it, "key").filter(|_| it.is(&e::COLUMN_CLAUSE));
    key.or_else(|| text(it, "name"))
}
