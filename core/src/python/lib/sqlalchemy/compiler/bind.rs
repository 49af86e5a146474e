//! Parameters: the values that a statement is written with, and the names that it leaves open.

use std::rc::Rc;

use super::super::exc;
use super::super::expression::element as e;
use super::super::fields::{flag, items_of, items_or_one, text};
use super::super::types::generic as g;
use super::{Compiler, Unbound};
use crate::diagnostic::code;
use crate::python::class::Object;
use crate::python::host::Mode;
use crate::python::value::Value;
use crate::python::vm::Eval;

/// A piece of what `text()` is given.
enum Piece {
    Written(String),
    Parameter(String),
}

/// The names of the parameters of what `text()` is given.
pub fn parameters(written: &str) -> Vec<String> {
    let name = |it: Piece| match it {
        Piece::Parameter(name) => Some(name),
        Piece::Written(_) => None,
    };
    pieces(written).into_iter().filter_map(name).collect()
}

/// `:name` is a parameter, `\:` a colon, and `::` stays.
fn pieces(written: &str) -> Vec<Piece> {
    let (mut all, mut out) = (Vec::new(), String::with_capacity(written.len()));
    let mut before = ' ';
    let mut rest = written;
    while let Some(it) = rest.chars().next() {
        let behind = rest.get(it.len_utf8()..).unwrap_or_default();
        if it == '\\' && behind.starts_with(':') {
            // `\:` is a colon, unless `::` makes it part of a cast.
            let word: String = behind.chars().skip(1).take_while(|it| is_word(*it)).collect();
            let after = behind.get(1 + word.len()..).unwrap_or_default();
            if !after.starts_with(':') {
                out.push(':');
                out.push_str(&word);
                before = 'x';
                rest = after;
                continue;
            }
        }
        if it == ':' && before != ':' && before != '\\' && !is_word(before) {
            let word: String = behind.chars().take_while(|it| is_word(*it)).collect();
            let after = behind.get(word.len()..).unwrap_or_default();
            if !word.is_empty() && !after.starts_with(':') {
                all.push(Piece::Written(std::mem::take(&mut out)));
                all.push(Piece::Parameter(word));
                before = 'x';
                rest = after;
                continue;
            }
        }
        out.push(it);
        before = it;
        rest = behind;
    }
    all.push(Piece::Written(out));
    all
}

impl Compiler<'_, '_> {
    pub(super) fn with_binds(&mut self, written: &str, binds: &Value) -> Eval<String> {
        let mut out = String::with_capacity(written.len());
        for piece in pieces(written) {
            match piece {
                Piece::Written(text) => out.push_str(&text),
                Piece::Parameter(name) => {
                    let value = match binds {
                        Value::Dict(dict) => dict.borrow().get_str(&name).cloned(),
                        _ => None,
                    };
                    out.push_str(&self.named_parameter(&name, value)?);
                }
            }
        }
        Ok(out)
    }

    /// A parameter of the statement: its value, or what stands for one that is missing.
    fn named_parameter(&mut self, name: &str, bound: Option<Value>) -> Eval<String> {
        if !self.literal {
            return Ok(format!(":{name}"));
        }
        let given = self.parameters.iter().find(|(it, _)| it == name).map(|(_, it)| it.clone());
        match (given, bound) {
            (Some(value), Some(Value::Object(bind))) if bind.is(&e::BIND_PARAMETER) => {
                if flag(&bind, "expanding") {
                    return self.expanded(&items_or_one(&value));
                }
                let ty = super::super::fields::object(&bind, "type");
                self.literal(&value, ty.as_ref())
            }
            (Some(value), _) => self.literal(&value, None),
            (None, Some(Value::Object(bind))) if bind.is(&e::BIND_PARAMETER) => {
                self.bind_parameter(&bind)
            }
            (None, Some(value)) => self.literal(&value, None),
            (None, None) if self.unbound == Unbound::Refused => {
                let message = format!(
                    "(sqlalchemy.exc.InvalidRequestError) A value is required for bind parameter \
                     '{name}'"
                );
                Err(exc::raise(self.vm, &exc::STATEMENT_ERROR, message))
            }
            (None, None) => Ok(self.without_value("NULL")),
        }
    }

    /// What stands for a parameter that was given no value.
    fn without_value(&mut self, text: &str) -> String {
        if let Some(unknown) = self.unknown_parameters.clone() {
            self.note(&unknown);
        }
        text.to_owned()
    }

    /// What stands for a parameter that Alembic's offline mode prints by its name. A database is
    /// never sent that: it is given the value with the rows to write.
    fn unbound_name(&mut self, name: &str) -> String {
        if self.vm.host.mode() == Mode::Online {
            let words = format!("the value of `{name}` in the rows that are written");
            if let Value::Unknown(unknown) = self.vm.unknown(code::READS_DATA, words) {
                self.note(&unknown);
            }
        }
        format!(":{name}")
    }

    pub(super) fn bind_parameter(&mut self, bind: &Rc<Object>) -> Eval<String> {
        if flag(bind, "expanding") {
            let key = text(bind, "key");
            let given = self.parameters.iter().find(|(it, _)| Some(it) == key.as_ref()).cloned();
            if let Some((_, value)) = given {
                return self.expanded(&items_or_one(&value));
            }
            return match (bind.field("expanded"), bind.field("value")) {
                (Some(values), _) => self.expanded(&items_of(&values)),
                (None, Some(values)) => self.expanded(&items_or_one(&values)),
                (None, None) => Ok(self.without_value("(NULL)")),
            };
        }
        let key = text(bind, "key");
        if let Some(key) = &key
            && let Some((_, value)) = self.parameters.iter().find(|(it, _)| it == key).cloned()
        {
            let ty = super::super::fields::object(bind, "type");
            return self.literal(&value, ty.as_ref());
        }
        let Some(value) = bind.field("value") else {
            let (Unbound::Name, Some(key)) = (self.unbound, key) else {
                return Ok(self.without_value("NULL"));
            };
            let name = self.unbound_name(&key);
            return Ok(match flag(bind, "of_column") {
                true => name + &self.bind_cast(bind)?,
                false => "NULL".to_owned(),
            });
        };
        let ty = super::super::fields::object(bind, "type");
        self.literal(&value, ty.as_ref())
    }

    /// What `PostgreSQL`'s drivers are told of a parameter that they can't know the type of.
    fn bind_cast(&mut self, bind: &Rc<Object>) -> Eval<String> {
        let Some(ty) = super::super::fields::object(bind, "type") else {
            return Ok(String::new());
        };
        let told = [&g::JSON_TYPE, &g::ARRAY_TYPE].iter().any(|it| ty.is(it));
        match told && self.dialect().name == "postgresql" {
            true => Ok(format!("::{}", self.type_text(&Value::Object(ty))?)),
            false => Ok(String::new()),
        }
    }

    pub(super) fn expanded(&mut self, values: &[Value]) -> Eval<String> {
        let texts = self.list(values)?;
        let are_rows = matches!(values.first(), Some(Value::Tuple(_)));
        let word = if are_rows && self.dialect().name == "sqlite" { "VALUES " } else { "" };
        Ok(format!("({word}{})", texts.join(", ")))
    }
}

fn is_word(it: char) -> bool {
    it.is_alphanumeric() || it == '_'
}
