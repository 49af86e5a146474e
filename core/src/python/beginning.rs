//! Texts of which only the beginning is known: the address of a database, by which scripts tell
//! one kind of database from another.

use std::rc::Rc;

use super::args::Args;
use super::class::{BoundNative, Native};
use super::value::{Unknown, Value};
use super::vm::{Eval, Vm};

/// The same value, known to be a text that begins like this.
pub fn beginning_with(value: Value, begins: &'static str) -> Value {
    match value {
        Value::Unknown(it) => {
            Value::Unknown(Rc::new(Unknown { begins: Some(begins), ..Unknown::clone(&it) }))
        }
        known => known,
    }
}

/// What an attribute of a value nobody can know gives: a text with a known beginning can be asked
/// for it, all else is as little known.
pub(super) fn attribute(unknown: &Rc<Unknown>, name: &str) -> Value {
    let value = Value::Unknown(unknown.clone());
    let method = METHODS.iter().find(|it| it.name == name).filter(|_| unknown.begins.is_some());
    let Some(native) = method else { return value };
    Value::Native(Rc::new(BoundNative { native, receiver: Some(value) }))
}

/// `item in text`. An address names its own kind of database and, in all that is known, no other.
pub(super) fn contains(text: &Rc<Unknown>, item: &Value) -> Value {
    match (text.begins, item) {
        (Some(begins), Value::Str(item)) if begins.contains(&**item) => Value::Bool(true),
        (Some(_), Value::Str(item)) if BACKENDS.contains(&&**item) => Value::Bool(false),
        _ => Value::Unknown(text.clone()),
    }
}

/// The databases that addresses begin with.
const BACKENDS: &[&str] =
    &["mariadb", "mssql", "mysql", "oracle", "postgres", "postgresql", "sqlite"];

static METHODS: &[Native] = &[
    Native::new("startswith", "self, prefix, *args", starts_with),
    Native::new("lower", "self", |_, args| Ok(args.get("self").clone())),
    Native::new("strip", "self", |_, args| Ok(args.get("self").clone())),
    Native::new("render_as_string", "self, hide_password=True", |_, args| {
        Ok(args.get("self").clone())
    }),
    Native::new("get_backend_name", "self", |_, args| Ok(Value::str(begins(args)))),
];

fn begins(args: &Args) -> &'static str {
    match args.get("self") {
        Value::Unknown(it) => it.begins.unwrap_or_default(),
        _ => "",
    }
}

fn starts_with(_: &mut Vm<'_>, args: &Args) -> Eval {
    let known = begins(args);
    let prefixes = match args.get("prefix") {
        Value::Tuple(items) => items.to_vec(),
        one => vec![one.clone()],
    };
    let prefixes: Vec<_> = prefixes.iter().map(Value::as_str).collect();
    if prefixes.iter().flatten().any(|it| known.starts_with(it)) {
        return Ok(Value::Bool(true));
    }
    let is_open = |it: &Option<&str>| it.is_none_or(|it| it.starts_with(known));
    Ok(match prefixes.iter().any(is_open) {
        true => args.get("self").clone(),
        false => Value::Bool(false),
    })
}
