//! The names behind `AS` in a list of columns.

use super::super::expression::element as e;
use super::super::expression::label::{ColumnName, Named, is_named, is_of_table, name_of_column};
use super::super::fields::{make, of, same, text};
use super::Compiler;
use crate::python::value::Value;

impl Compiler<'_, '_> {
    /// The name that a column of a list is given, if it needs one. `in_from` tells lists of queries
    /// that other queries take their rows from: there whatever belongs to a table says its name.
    pub(super) fn label_of(
        &mut self,
        named: &mut Named,
        column: &Value,
        in_from: bool,
    ) -> Option<String> {
        if of(column, &e::LABEL).is_some() {
            let name = self.known_name(column)?;
            if named.get(&name).is_none() {
                named.insert(&name, column);
            }
            return Some(self.quote(&name));
        }
        if let Some(it) = of(column, &e::COLUMN_CLAUSE) {
            if !is_of_table(it) {
                return None;
            }
            let name = self.known_name(column).filter(|it| it != "*")?;
            return self.label_of_own(named, column, &name, in_from);
        }
        let is_shown = of(column, &e::UNARY)
            .is_none_or(|it| in_from || !is_named(&it.field("element").unwrap_or(Value::None)));
        if !is_shown {
            return None;
        }
        let name = self.known_name(column)?;
        let label = match named.get(&name) {
            Some(_) => match name_of_column(column) {
                ColumnName::Numbered(_, stem) => self.numbered(&format!("{stem}_")),
                _ => self.numbered(&format!("{name}_")),
            },
            None => {
                named.insert(&name, column);
                name
            }
        };
        Some(self.quote(&label))
    }

    /// A column of a table: it needs another name where its own one is taken.
    fn label_of_own(
        &mut self,
        named: &mut Named,
        column: &Value,
        name: &str,
        in_from: bool,
    ) -> Option<String> {
        match named.get(name) {
            None => {
                named.insert(name, column);
                in_from.then(|| self.quote(name))
            }
            Some(first) if same(first, column) => {
                let label = self.numbered(&format!("{name}_"));
                Some(self.quote(&label))
            }
            Some(_) => {
                let own = column.as_object()?;
                let label = self.anonymous_name(own, name);
                if named.get(&label).is_some() {
                    let label = self.numbered(&format!("{name}_"));
                    return Some(self.quote(&label));
                }
                named.insert(&label, column);
                Some(self.quote(&label))
            }
        }
    }

    /// What a column is called here.
    pub(super) fn known_name(&mut self, column: &Value) -> Option<String> {
        match name_of_column(column) {
            ColumnName::Own(name) | ColumnName::Wrapped(name) => Some(name),
            ColumnName::Numbered(object, stem) => Some(self.anonymous_name(&object, &stem)),
            ColumnName::Plain => None,
        }
    }

    /// A name that nothing else has, for a column that is there twice.
    fn numbered(&mut self, stem: &str) -> String {
        let nobody = make(self.vm, &e::NULL, [("name", Value::None)]);
        self.anonymous_name(&nobody, stem)
    }

    /// The name of a column, as what it belongs to gives it.
    pub(super) fn name_of_clause(&mut self, column: &Value) -> String {
        self.known_name(column)
            .or_else(|| column.as_object().and_then(|it| text(it, "name")))
            .unwrap_or_default()
    }
}
