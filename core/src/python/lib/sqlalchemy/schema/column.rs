//! `Column`.

use std::rc::Rc;

use super::super::event;
use super::super::exc;
use super::super::expression::element::COLUMN_CLAUSE;
use super::super::fields::{choice, copy, entries, field, flag, items, object, push};
use super::super::orm::unit;
use super::super::quoting;
use super::super::types::base::{SCHEMA_TYPE, TYPE_DECORATOR, to_instance};
use super::super::types::{generic, named};
use super::constraint::{CHECK_CONSTRAINT, CONSTRAINT, FOREIGN_KEY};
use super::default::{
    COLUMN_DEFAULT, COMPUTED, DEFAULT_CLAUSE, FETCHED_VALUE, IDENTITY, check_server_default,
};
use super::sequence::SEQUENCE;
use super::{MODULE, SCHEMA_ITEM};
use crate::python::args::Args;
use crate::python::builtins::OBJECT;
use crate::python::class::{Native, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static COLUMN: NativeClass = NativeClass {
    name: "Column",
    module: MODULE,
    bases: &[&COLUMN_CLAUSE, &SCHEMA_ITEM],
    params: "*args, name=None, type_=None, autoincrement='auto', default=None, insert_default=None, doc=None, key=None, index=None, unique=None, info=None, nullable=None, onupdate=None, primary_key=False, server_default=None, server_onupdate=None, quote=None, system=False, comment=None, insert_sentinel=False, _omit_from_statements=False, _proxies=None, **kw",
    init: Some(init),
    methods: &[
        Native { name: "copy", params: "self, **kw", call: copied },
        Native { name: "_copy", params: "self, **kw", call: copied },
        Native { name: "__get__", params: "self, instance, owner=None", call: of_instance },
        Native { name: "references", params: "self, column", call: |_, _| Ok(Value::Bool(false)) },
        Native { name: "append_foreign_key", params: "self, fk", call: append_foreign_key },
    ],
    properties: &[
        Native {
            name: "foreign_keys",
            params: "self",
            call: |_, args| Ok(list_of(args, "_foreign_keys")),
        },
        Native {
            name: "constraints",
            params: "self",
            call: |_, args| Ok(list_of(args, "_constraints")),
        },
    ],
    ..NativeClass::EMPTY
};

fn init(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    let mut given = args.rest("args").to_vec();
    let of_dialects = entries(args.get("kw"));
    super::keywords::check(vm, this, &of_dialects)?;
    let own = args.iter().filter(|(name, _)| args.is_given(name));
    for (name, value) in own.map(|(name, value)| (name, value.clone())) {
        let value = if FLAGS.contains(&name) { decided(vm, name, value)? } else { value };
        this.set_field(name, value);
    }
    for (name, value) in of_dialects {
        this.set_field(&name, value);
    }
    if matches!(given.first(), Some(Value::Str(_) | Value::None))
        || given.first().is_some_and(Value::is_unknown)
    {
        refuse_twice(vm, this, "name")?;
        this.set_field("name", given.remove(0));
    }
    quoting::tell(vm, &field(this, "name"), &field(this, "quote"));
    let mut ty = field(this, "type_");
    if given.first().is_some_and(|it| {
        named::is_type(it) || it.is_unknown() || it.is_none() || is_foreign_type(it)
    }) {
        refuse_twice(vm, this, "type_")?;
        ty = given.remove(0);
    }
    this.set_field("type", if ty.is_unknown() { ty } else { to_instance(vm, &ty)? });
    for item in given {
        take(vm, this, item)?;
    }
    settle(vm, this)?;
    if let Some(ty) =
        object(this, "type").filter(|it| it.is(&TYPE_DECORATOR) || it.is(&SCHEMA_TYPE))
    {
        let column = Value::Object(this.clone());
        event::tell_attaching(vm, &ty, &column)?;
        event::tell_attached(vm, &ty, &column)?;
    }
    Ok(())
}

/// What is said of a column by what Python takes as true.
const FLAGS: &[&str] = &["index", "nullable", "primary_key", "quote", "system", "unique"];

/// A mark as true or false. Texts stay where they are refused later, and `None` says no.
fn decided(vm: &mut Vm<'_>, name: &str, value: Value) -> Eval {
    let is_open = value.is_none() && name != "nullable";
    let is_name = value.as_str().is_some() && ["index", "unique"].contains(&name);
    if is_open || is_name {
        return Ok(value);
    }
    Ok(vm.truth(&value)?.map_or(value, Value::Bool))
}

fn refuse_twice(vm: &mut Vm<'_>, this: &Rc<Object>, name: &str) -> Eval<()> {
    if field(this, name).is_none() {
        return Ok(());
    }
    let message = format!("May not pass {name} positionally and as a keyword.");
    Err(exc::raise(vm, &exc::ARGUMENT_ERROR, message))
}

/// An instance or class of something that is not here, in the place of a type.
fn is_foreign_type(value: &Value) -> bool {
    let class = match value {
        Value::Class(class) => class.clone(),
        Value::Object(it) => it.class.borrow().clone(),
        _ => return false,
    };
    class.mro.borrow().iter().all(|it| it.native.is_none_or(|it| std::ptr::eq(it, &OBJECT)))
}

/// A foreign key, constraint, default or the like given behind the type.
fn take(vm: &mut Vm<'_>, this: &Rc<Object>, item: Value) -> Eval<()> {
    let Some(it) = item.as_object().cloned() else {
        if item.is_unknown() {
            push(this, "_unknown", item);
            return Ok(());
        }
        if item.is_none() {
            return Ok(());
        }
        let shown = vm.repr(&item)?;
        return Err(exc::no_item(vm, &shown));
    };
    if it.is(&FOREIGN_KEY) {
        it.set_field("parent", Value::Object(this.clone()));
        push(this, "_foreign_keys", item);
    } else if it.is(&CHECK_CONSTRAINT) || it.is(&CONSTRAINT) {
        push(this, "_constraints", item);
    } else if it.is(&IDENTITY) || it.is(&COMPUTED) {
        take_generated(vm, this, &it)?;
    } else if it.is(&SEQUENCE) || it.is(&COLUMN_DEFAULT) {
        this.set_field("default", item);
    } else if it.is(&FETCHED_VALUE) {
        this.set_field("server_default", item);
    } else if !it.is(&SCHEMA_ITEM) && !it.is(&SCHEMA_TYPE) {
        let shown = vm.repr(&item)?;
        return Err(exc::no_item(vm, &shown));
    }
    Ok(())
}

/// Gives a column what makes its values, which leaves no room for another default.
fn take_generated(vm: &mut Vm<'_>, this: &Rc<Object>, it: &Rc<Object>) -> Eval<()> {
    let is_computed = it.is(&COMPUTED);
    let is_taken = |name| {
        let said = field(this, name);
        let is_same = said.as_object().is_some_and(|it| it.is(&COMPUTED));
        !(said.is_none() || said.is_unknown() || is_computed && is_same)
    };
    let is_itself = object(this, "server_default").is_some_and(|other| Rc::ptr_eq(&other, it));
    let computed = !is_computed && object(this, "computed").is_some();
    let message =
        if (is_taken("server_default") && !is_itself) || is_taken("server_onupdate") || computed {
            let subject =
                if is_computed { "A generated column" } else { "A column with an Identity object" };
            format!("{subject} cannot specify a server_default or a server_onupdate argument")
        } else if !is_computed && choice(this, "autoincrement") == Some(false) {
            "A column with an Identity object cannot specify autoincrement=False".to_owned()
        } else {
            let name = if is_computed { "computed" } else { "identity" };
            this.set_field(name, Value::Object(it.clone()));
            return Ok(());
        };
    Err(exc::raise(vm, &exc::ARGUMENT_ERROR, message))
}

fn settle(vm: &mut Vm<'_>, this: &Rc<Object>) -> Eval<()> {
    if this.field("key").is_none_or(|it| it.is_none()) {
        this.set_field("key", field(this, "name"));
    }
    let made = object(this, "server_default");
    if let Some(given) = made.filter(|it| it.is(&IDENTITY) || it.is(&COMPUTED)) {
        take_generated(vm, this, &given)?;
        this.set_field("server_default", Value::None);
    }
    let given = field(this, "server_default");
    let is_clause = given.as_object().is_some_and(|it| it.is(&FETCHED_VALUE));
    if !is_clause && !given.is_none() && !given.is_unknown() {
        check_server_default(vm, &given)?;
        let clause = vm.instance(&DEFAULT_CLAUSE, [("arg", given)]);
        this.set_field("server_default", Value::Object(clause));
    }
    for name in ["primary_key", "nullable"] {
        let said = field(this, name);
        if said.is_unknown() {
            push(this, "_unknown", said);
        }
    }
    let primary = flag(this, "primary_key");
    this.set_field("primary_key", Value::Bool(primary));
    this.set_field("said_nullable", Value::Bool(choice(this, "nullable").is_some()));
    if choice(this, "nullable").is_none() {
        let nullable = !primary && object(this, "identity").is_none();
        this.set_field("nullable", Value::Bool(nullable));
    }
    for name in
        ["index", "unique", "default", "server_default", "onupdate", "comment", "table", "doc"]
    {
        if this.field(name).is_none() {
            this.set_field(name, Value::None);
        }
    }
    if this.field("autoincrement").is_none() {
        this.set_field("autoincrement", Value::str("auto"));
    }
    if this.field("info").is_none() {
        this.set_field("info", Value::dict(crate::python::value::Dict::default()));
    }
    if field(this, "type").is_none() {
        let untyped = vm.instance(&generic::NULL_TYPE, []);
        this.set_field("type", Value::Object(untyped));
    }
    Ok(())
}

fn list_of(args: &Args, name: &str) -> Value {
    Value::list(args.get("self").as_object().map(|it| items(it, name)).unwrap_or_default())
}

fn append_foreign_key(_: &mut Vm<'_>, args: &Args) -> Eval {
    if let Some(this) = args.get("self").as_object() {
        push(this, "_foreign_keys", args.get("fk").clone());
    }
    Ok(Value::None)
}

/// A column of a mapped class, asked of one of its objects in which it is not set.
fn of_instance(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let this = args.get("self");
    let (Some(instance), Some(column)) = (args.get("instance").as_object(), this.as_object())
    else {
        return Ok(this.clone());
    };
    let unset = unit::unset(vm, instance, column);
    Ok(unset.unwrap_or_else(|| this.clone()))
}

fn copied(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object().cloned() else { return Ok(Value::None) };
    Ok(Value::Object(detached(vm, &this)))
}

/// Another column that is said in the same way, of no table yet. The foreign keys of a column that
/// has a table are that table's, and stay behind.
pub fn detached(vm: &mut Vm<'_>, column: &Rc<Object>) -> Rc<Object> {
    let other = copy(vm, column);
    other.set_field("table", Value::None);
    for name in ["_foreign_keys", "_constraints"] {
        if column.field(name).is_none() {
            continue;
        }
        let mut copies = Vec::new();
        for item in items(column, name).iter().filter_map(|it| it.as_object().cloned()) {
            if object(&item, "constraint").is_some() {
                continue;
            }
            let item = copy(vm, &item);
            let order = super::next_order(vm);
            item.set_field("_order", order);
            if item.is(&FOREIGN_KEY) {
                item.set_field("parent", Value::Object(other.clone()));
                item.set_field("constraint", Value::None);
            }
            copies.push(Value::Object(item));
        }
        other.set_field(name, Value::list(copies));
    }
    other
}
