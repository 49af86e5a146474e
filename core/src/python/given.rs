//! Values that the user gives for what the files don't say: variables of the environment, options
//! of the configuration, and what is in modules that are not here.
//!
//! A value that nobody can know remembers the name under which it may be given, `DB_SCHEMA` or
//! `app.settings.db.schema`; what is asked of it, asks for a longer name.

use crate::diagnostic::code;
use std::rc::Rc;

use super::host::Environment;
use super::methods;
use super::value::{Unknown, Value};
use super::vm::Vm;

/// The value that names Alembic's version table: `alembic_version`, `app.alembic_version`.
pub const VERSION_TABLE: &str = "version_table";

/// A name that the user may give a value for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Of a text, such as a variable of the environment.
    Text(Rc<str>),
    /// Of anything: what is inside has names of its own.
    Any(Rc<str>),
}

impl Asked {
    pub fn name(&self) -> &str {
        match self {
            Self::Text(name) | Self::Any(name) => name,
        }
    }
}

impl Vm<'_> {
    /// A variable of the environment; where none is set, what the script falls back to.
    pub fn ask_variable(&mut self, name: &str, default: Option<Value>) -> Value {
        self.ask_setting(name, format!("the environment's `{name}`"), default)
    }

    /// A text that the environment or the configuration holds under this name; where nothing is
    /// set, what the script falls back to.
    pub fn ask_setting(&mut self, name: &str, reason: String, default: Option<Value>) -> Value {
        let default = default.filter(|_| self.host.environment() == Environment::Bare);
        match (self.host.given(name), default) {
            (Some(text), _) => Value::str(text),
            (None, Some(default)) => default,
            (None, None) => {
                let value = self.unknown(code::DEPENDS_ON_ENVIRONMENT, reason);
                asking(value, Some(Asked::Text(Rc::from(name))))
            }
        }
    }

    /// What only a run could tell, whose parts have names of their own.
    pub fn ask_whole(&mut self, name: &str, reason: &str) -> Value {
        let value = self.unknown(code::DEPENDS_ON_ENVIRONMENT, reason);
        asking(value, Some(Asked::Any(Rc::from(name))))
    }

    /// A module that is not here, or something in one, by its dotted name.
    pub(super) fn ask_module(&mut self, dotted: &str) -> Value {
        let name = dotted.trim_start_matches('.');
        match self.host.given(name) {
            Some(text) => literal(&text),
            None => {
                let value = self.unknown(code::MISSING_MODULE, format!("the module `{dotted}`"));
                asking(value, Some(Asked::Any(Rc::from(name))))
            }
        }
    }

    /// An attribute of a value nobody can know.
    pub(super) fn attribute_of_unknown(&mut self, unknown: &Rc<Unknown>, name: &str) -> Value {
        self.part_of(unknown, &format!(".{name}"))
    }

    /// An item of a value nobody can know.
    pub(super) fn item_of_unknown(&mut self, unknown: &Rc<Unknown>, key: &Value) -> Value {
        match key.as_str() {
            Some(key) => self.part_of(unknown, &format!(".{key}")),
            None => Value::Unknown(unknown.clone()),
        }
    }

    /// What a function gives that nobody can know: `settings()`, `settings.get("schema")`.
    pub(super) fn call_of_unknown(&mut self, unknown: &Rc<Unknown>, given: &[Value]) -> Value {
        let Some(Asked::Any(name)) = &unknown.asked else { return Value::Unknown(unknown.clone()) };
        match (name.rsplit_once('.'), given) {
            (Some((mapping, "get")), [key, ..]) => {
                let asked = Asked::Any(Rc::from(mapping));
                self.item_of_unknown(&Rc::new(named(unknown, asked)), key)
            }
            // Of a text, so that the text itself is asked for.
            (Some((text, method)), _)
                if methods::str::METHODS.iter().any(|it| it.name == method) =>
            {
                Value::Unknown(Rc::new(named(unknown, Asked::Text(Rc::from(text)))))
            }
            (_, []) => self.part_of(unknown, "()"),
            // What it gives hangs on what it is given, and no name stands for that.
            _ => asking(Value::Unknown(unknown.clone()), None),
        }
    }

    fn part_of(&mut self, unknown: &Rc<Unknown>, part: &str) -> Value {
        let Some(Asked::Any(whole)) = &unknown.asked else {
            return Value::Unknown(unknown.clone());
        };
        let name = format!("{whole}{part}");
        match self.host.given(&name) {
            Some(text) => literal(&text),
            None if name.len() > LONGEST => Value::Unknown(unknown.clone()),
            None => Value::Unknown(Rc::new(named(unknown, Asked::Any(Rc::from(name))))),
        }
    }
}

/// The longest name that is asked for, in bytes.
const LONGEST: usize = 200;

/// What is in a value that nobody can know, under a name of its own.
fn named(unknown: &Unknown, asked: Asked) -> Unknown {
    let reason = format!("`{}`, which no file here tells", asked.name());
    Unknown { reason, asked: Some(asked), ..unknown.clone() }
}

/// What is made of a value: if nobody can know that, it is asked for as a whole, and what is in the
/// one made of it has no name.
pub(super) fn made_of(value: Value) -> Value {
    let Value::Unknown(unknown) = &value else { return value };
    let Some(Asked::Any(name)) = &unknown.asked else { return value };
    let asked = Some(Asked::Text(name.clone()));
    asking(value, asked)
}

/// The same value, asked for under this name.
pub(super) fn asking(value: Value, asked: Option<Asked>) -> Value {
    match value {
        Value::Unknown(it) => Value::Unknown(Rc::new(Unknown { asked, ..Unknown::clone(&it) })),
        known => known,
    }
}

/// What a user means by a text: `True`, `None`, `2056`, else the text, with or without quotes.
pub(super) fn literal(text: &str) -> Value {
    match text {
        "None" => return Value::None,
        "True" => return Value::Bool(true),
        "False" => return Value::Bool(false),
        _ => {}
    }
    if let Ok(number) = text.parse() {
        return Value::Int(number);
    }
    let unquoted = ['\'', '"'].iter().find_map(|it| text.strip_prefix(*it)?.strip_suffix(*it));
    Value::str(unquoted.unwrap_or(text))
}
