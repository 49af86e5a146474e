//! What the value of a parameter has to be: the word behind a colon in a signature of ours.
//!
//! Libraries look at most of their arguments late, where they write them, and what Python says there
//! of a wrong one is not about the argument. The words below say what they come to.

use super::args::Args;
use super::lib::sqlalchemy::exc;
use super::lib::sqlalchemy::expression::element::{CLAUSE_ELEMENT, COLUMN_CLAUSE, TEXT_CLAUSE};
use super::lib::sqlalchemy::expression::from::TABLE_CLAUSE;
use super::operator::held;
use super::value::Value;
use super::vm::{Eval, Stop, Vm};
use crate::diagnostic::code;

/// What a library makes of a value, or that it refuses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Kept as it is given.
    Any,
    /// What Python takes it for: true or false. `None` says nothing.
    Flag,
    /// The name of a table: any value is written as its text.
    Table,
    /// The name of an index: any value is written as its text, and `None` names none.
    Index,
    /// A name that is whole: any value is written as its text, but none may be missing.
    Text,
    /// A name that has to be a text.
    Word,
    /// The name of a column, which has to be a text.
    Column,
    /// The name of a constraint: a text or `None`.
    Constraint,
    /// A schema: a text or `None`; an empty text says none.
    Schema,
    /// Words of SQL: a text or `None`.
    Phrase,
    /// The text of a clause: a text or `None`.
    Clause,
    /// A comment: a text or `None`; `False` where none is said.
    Comment,
    /// A part of a type, like its length: any value is written as its text, and one that Python
    /// takes for false says nothing.
    Part,
}

impl Shape {
    /// The shape that a signature means by a word.
    pub fn named(word: &str) -> Self {
        match word {
            "flag" => Self::Flag,
            "table" => Self::Table,
            "index" => Self::Index,
            "text" => Self::Text,
            "word" => Self::Word,
            "column" => Self::Column,
            "constraint" => Self::Constraint,
            "schema" => Self::Schema,
            "phrase" => Self::Phrase,
            "part" => Self::Part,
            "clause" => Self::Clause,
            "comment" => Self::Comment,
            _ => Self::Any,
        }
    }
}

impl Vm<'_> {
    /// Gives arguments the shapes of their parameters. A value that nobody can know has any.
    pub(super) fn shape_all(&mut self, args: &mut Args, params: &'static str) -> Eval<()> {
        for (name, shape, value) in args.shapes(params) {
            if !value.is_unknown() {
                let shaped = self.shaped(shape, &value)?;
                args.set(name, shaped);
            }
        }
        Ok(())
    }

    /// What a library makes of a value where it wants one of this shape.
    pub fn shaped(&mut self, shape: Shape, value: &Value) -> Eval {
        let text = text_of(value);
        if let Some(text) = &text
            && text.as_str() == Some("")
            && shape.is_name()
        {
            return Err(self.raise("IndexError", "string index out of range"));
        }
        let is_none = value.is_none();
        match (shape, text) {
            (Shape::Any, _) => Ok(value.clone()),
            (Shape::Flag, _) if is_none => Ok(Value::None),
            (Shape::Flag, _) => Ok(self.truth(value)?.map_or_else(|| value.clone(), Value::Bool)),
            (Shape::Table | Shape::Text, _) if is_none => {
                let message = "use quoted_name.construct() for None passthrough";
                Err(self.raise("AssertionError", message))
            }
            (Shape::Schema, Some(text)) if text.as_str() == Some("") => Ok(Value::None),
            (Shape::Phrase, Some(text)) if !is_phrase(&text) => {
                let message = format!("Unexpected SQL phrase: {}", self.repr(&text)?);
                Err(exc::raise(self, &exc::COMPILE_ERROR, message))
            }
            (_, Some(text)) => Ok(text),
            (Shape::Part, _) if matches!(value, Value::Int(_)) => Ok(value.clone()),
            (Shape::Part, _) => match self.truth(value)? {
                Some(false) => Ok(Value::None),
                _ => self.written(value),
            },
            (Shape::Comment, _) if is_none || matches!(value, Value::Bool(false)) => {
                Ok(value.clone())
            }
            (Shape::Table, _) => {
                self.key(value)?;
                self.written(value)
            }
            (Shape::Text, _) => self.written(value),
            (Shape::Index, _) if !is_none => self.written(value),
            (
                Shape::Index | Shape::Constraint | Shape::Schema | Shape::Phrase | Shape::Clause,
                _,
            ) if is_none => Ok(Value::None),
            (shape, _) => Err(self.no_text(shape, value)),
        }
    }

    /// The text of a value that is no text. What an object of a library is written as, nobody asks
    /// for but by mistake: it is known of columns and tables.
    fn written(&mut self, value: &Value) -> Eval {
        let text = self.to_text(value)?;
        let is_known = match value {
            Value::Object(it) if it.is(&CLAUSE_ELEMENT) => {
                [&COLUMN_CLAUSE, &TABLE_CLAUSE, &TEXT_CLAUSE].into_iter().any(|class| it.is(class))
            }
            _ => !text.starts_with('<') || matches!(value, Value::Class(_)),
        };
        Ok(match is_known {
            true => Value::str(text),
            false => self.unknown(code::UNFOLLOWED_CALL, format!("the text of `{text}`")),
        })
    }

    /// What a library raises where it needs a text and has something else.
    fn no_text(&mut self, shape: Shape, value: &Value) -> Stop {
        let ty = self.type_of(value).name.clone();
        let (class, message) = match shape {
            Shape::Column if !value.is_none() => {
                return match self.repr(value) {
                    Ok(shown) => exc::no_item(self, &shown),
                    Err(stop) => stop,
                };
            }
            Shape::Constraint => ("TypeError", format!("object of type '{ty}' has no len()")),
            Shape::Schema => {
                let message = format!("unsupported operand type(s) for +: '{ty}' and 'str'");
                ("TypeError", message)
            }
            Shape::Comment => {
                let shown = self.to_text(value).unwrap_or_default();
                let message = format!(
                    "Could not render literal value \"{shown}\" with datatype VARCHAR; see parent \
                     stack trace for more detail."
                );
                return exc::raise(self, &exc::COMPILE_ERROR, message);
            }
            Shape::Phrase | Shape::Clause => {
                ("TypeError", format!("expected string or bytes-like object, got '{ty}'"))
            }
            _ => ("AttributeError", format!("'{ty}' object has no attribute 'lower'")),
        };
        self.raise(class, message)
    }
}

impl Shape {
    fn is_name(self) -> bool {
        let names = [Self::Table, Self::Index, Self::Word, Self::Column, Self::Constraint];
        names.contains(&self)
    }
}

/// Whether a text is words of SQL, with a list of columns behind them at most.
fn is_phrase(text: &Value) -> bool {
    let text = text.as_str().unwrap_or_default();
    let words = text.split_once('(').map_or(text, |(words, _)| words);
    let is_word = |it: char| it.is_alphanumeric() || it == '_' || it.is_whitespace();
    words.starts_with(|it: char| is_word(it) && !it.is_whitespace()) && words.chars().all(is_word)
}

/// A text, or that of an object whose class inherits `str`.
fn text_of(value: &Value) -> Option<Value> {
    match value {
        Value::Str(_) => Some(value.clone()),
        _ => held(value).filter(|it| it.as_str().is_some()),
    }
}
