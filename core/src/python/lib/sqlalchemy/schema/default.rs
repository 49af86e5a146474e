//! What a column has when a row does not say it: defaults, computed values, identities.

use std::rc::Rc;

use super::super::exc;
use super::super::expression::construct::text_clause;
use super::super::expression::element::CLAUSE_ELEMENT;
use super::super::fields::{field, flag, int};
use super::sequence::SEQUENCE;
use super::{MODULE, SCHEMA_ITEM};
use crate::catalog::Identity;
use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{NativeClass, Object};
use crate::python::host::Mode;
use crate::python::operator::held;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// A value that the database gives, nobody says how.
pub static FETCHED_VALUE: NativeClass = NativeClass {
    name: "FetchedValue",
    module: MODULE,
    bases: &[&SCHEMA_ITEM],
    params: "for_update=False",
    ..NativeClass::EMPTY
};

/// `DefaultClause("0")`: the default of the database.
pub static DEFAULT_CLAUSE: NativeClass = NativeClass {
    name: "DefaultClause",
    module: MODULE,
    bases: &[&FETCHED_VALUE],
    params: "arg, for_update=False, _reflected=False",
    init: Some(init_clause),
    ..NativeClass::EMPTY
};

/// A default that the application gives, so that the schema knows nothing of it.
pub static COLUMN_DEFAULT: NativeClass = NativeClass {
    name: "ColumnDefault",
    module: MODULE,
    bases: &[&SCHEMA_ITEM],
    params: "arg, for_update=False",
    ..NativeClass::EMPTY
};

/// `Computed("a + b", persisted=True)`.
pub static COMPUTED: NativeClass = NativeClass {
    name: "Computed",
    module: MODULE,
    bases: &[&FETCHED_VALUE],
    params: "sqltext, persisted=None",
    init: Some(init_computed),
    ..NativeClass::EMPTY
};

/// `Identity(start=10)`.
pub static IDENTITY: NativeClass = NativeClass {
    name: "Identity",
    module: MODULE,
    bases: &[&FETCHED_VALUE],
    params: "always=False, on_null=None, start=None, increment=None, minvalue=None, maxvalue=None, nominvalue=None, nomaxvalue=None, cycle=None, cache=None, order=None",
    ..NativeClass::EMPTY
};

fn init_clause(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    check_server_default(vm, args.get("arg"))?;
    for (name, value) in args.iter() {
        this.set_field(name, value.clone());
    }
    Ok(())
}

fn init_computed(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    let text = match args.get("sqltext") {
        it @ Value::Str(_) => text_clause(vm, it)?,
        other => other.clone(),
    };
    this.set_field("sqltext", text);
    this.set_field("persisted", args.get("persisted").clone());
    Ok(())
}

/// Refuses a default of the database that is neither a text nor an expression.
pub fn check_server_default(vm: &mut Vm<'_>, given: &Value) -> Eval<()> {
    let is_one = match given {
        Value::Str(_) | Value::Unknown(_) => true,
        Value::Object(it) => {
            let own = held(given);
            it.is(&CLAUSE_ELEMENT)
                || it.is(&FETCHED_VALUE)
                || vm.open(given).is_some()
                || own.is_some_and(|it| it.as_str().is_some())
        }
        _ => false,
    };
    if is_one {
        return Ok(());
    }
    let ty = vm.type_of(given).name.clone();
    let message = format!(
        "Argument 'arg' is expected to be one of type '<class 'str'>' or '<class \
         'sqlalchemy.sql.elements.ClauseElement'>' or '<class \
         'sqlalchemy.sql.elements.TextClause'>', got '<class '{ty}'>'"
    );
    Err(exc::raise(vm, &exc::ARGUMENT_ERROR, message))
}

/// What a column's `default` or `onupdate` comes to in a statement that does not say the column.
///
/// Alembic's offline mode writes NULL for all that the application itself would compute.
pub fn value_of(vm: &mut Vm<'_>, column: &str, given: &Value) -> Eval {
    match given {
        Value::Object(it) if it.is(&SEQUENCE) => vm.call_method(given, "next_value", Vec::new()),
        Value::Object(it) if it.is(&COLUMN_DEFAULT) => value_of(vm, column, &field(it, "arg")),
        Value::Object(it) if it.is(&CLAUSE_ELEMENT) => Ok(given.clone()),
        _ if vm.host.mode() == Mode::Offline => Ok(Value::None),
        Value::Function(_) | Value::Method(_) => {
            // What it hangs on is told, if it can be followed that far.
            if let Ok(unknown @ Value::Unknown(_)) = vm.call(given, Vec::new(), Vec::new()) {
                return Ok(unknown);
            }
            Ok(vm.unknown(
                code::UNFOLLOWED_CALL,
                format!("the default that is computed for `{column}`"),
            ))
        }
        Value::Native(_) | Value::Class(_) => vm.call(given, Vec::new(), Vec::new()),
        plain => Ok(plain.clone()),
    }
}

/// An identity for the catalog.
pub fn identity(this: &Rc<Object>) -> Identity {
    Identity { always: flag(this, "always"), options: sequence_options(this) }
}

/// `INCREMENT BY 2 START WITH 10`, in the order in which `SQLAlchemy` says them.
pub fn sequence_options(this: &Rc<Object>) -> String {
    let numbers = [
        ("increment", "INCREMENT BY"),
        ("start", "START WITH"),
        ("minvalue", "MINVALUE"),
        ("maxvalue", "MAXVALUE"),
    ];
    let mut words: Vec<String> = numbers
        .iter()
        .filter_map(|(name, words)| Some(format!("{words} {}", int(this, name)?)))
        .collect();
    for (name, word) in [("nominvalue", "NO MINVALUE"), ("nomaxvalue", "NO MAXVALUE")] {
        if int(this, name).is_some() {
            words.push(word.to_owned());
        }
    }
    words.extend(int(this, "cache").map(|it| format!("CACHE {it}")));
    words
        .extend(int(this, "cycle").map(|it| if it == 0 { "NO CYCLE" } else { "CYCLE" }.to_owned()));
    words.join(" ")
}
