//! `MetaData`: a collection of tables, made and dropped together.

use std::rc::Rc;

use super::super::fields::{field, items, items_or_one, same};
use super::super::types::named::{self, Check};
use super::super::{engine, event};
use super::constraint::{FOREIGN_KEY_CONSTRAINT, target};
use super::declared::{lacks_types, type_references};
use super::table::{By, emit_create, emit_drop, name_of};
use super::{MODULE, SCHEMA_ITEM};
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Object};
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

pub static META_DATA: NativeClass = NativeClass {
    name: "MetaData",
    module: MODULE,
    bases: &[&SCHEMA_ITEM],
    params: "schema=None, quote_schema=None, naming_convention=None, info=None",
    init: Some(init),
    methods: &[
        Native {
            name: "create_all",
            params: "self, bind, tables=None, checkfirst=True",
            call: create_all,
        },
        Native {
            name: "drop_all",
            params: "self, bind, tables=None, checkfirst=True",
            call: drop_all,
        },
        Native {
            name: "reflect",
            params: "self, bind=None, schema=None, views=False, only=None, extend_existing=False, autoload_replace=True, resolve_fks=True, **kw",
            call: super::reflect::reflect_all,
        },
        Native { name: "clear", params: "self", call: clear },
        Native { name: "remove", params: "self, table", call: remove },
        Native { name: "__contains__", params: "self, name", call: contains },
    ],
    properties: &[
        Native { name: "sorted_tables", params: "self", call: sorted_tables },
        Native {
            name: "tables",
            params: "self",
            call: |vm, args| {
                all_tables(vm, args)?;
                Ok(args.get("self").as_object().map_or(Value::None, |it| field(it, TABLES)))
            },
        },
    ],
    ..NativeClass::EMPTY
};

/// The field with the tables by their names.
pub const TABLES: &str = "_tables";
/// The field with the file that made the metadata, if its place is known.
pub const FILE: &str = "_file";

/// The field that says why the metadata may have more tables than are known.
pub const MORE: &str = "_more";

fn init(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    for (name, value) in args.iter() {
        this.set_field(name, value.clone());
    }
    this.set_field(TABLES, Value::dict(Dict::default()));
    this.set_field(FILE, Value::Int(vm.span().file.0.into()));
    if let Value::List(every) = every(vm)? {
        every.borrow_mut().push(Value::Object(this.clone()));
    }
    Ok(())
}

/// Every metadata of a run, in the order in which they were made.
pub(super) fn every(vm: &mut Vm<'_>) -> Eval {
    engine::shared(vm, "every metadata", |_| Ok(Value::list(Vec::new())))
}

/// The tables of a metadata, in the order they were added.
pub fn tables_of(metadata: &Rc<Object>) -> Vec<Value> {
    match field(metadata, TABLES) {
        Value::Dict(tables) => tables.borrow().iter().map(|(_, table)| table.clone()).collect(),
        _ => Vec::new(),
    }
}

fn chosen(vm: &mut Vm<'_>, args: &Args) -> Eval<Vec<Value>> {
    Ok(match args.get("tables") {
        Value::None => all_tables(vm, args)?,
        given => items_or_one(given),
    })
}

/// The tables of a metadata, those of modules included that were imported and not yet run.
fn all_tables(vm: &mut Vm<'_>, args: &Args) -> Eval<Vec<Value>> {
    match args.get("self").as_object() {
        Some(this) => loaded_tables(vm, this),
        None => Ok(Vec::new()),
    }
}

fn loaded_tables(vm: &mut Vm<'_>, this: &Rc<Object>) -> Eval<Vec<Value>> {
    let is_of_script = field(this, FILE).as_int() == Some(vm.script().0.into());
    if !is_of_script && let Some(unknown) = vm.load_tables()? {
        vm.incomplete(&unknown);
    }
    if let Value::Unknown(unknown) = field(this, MORE) {
        vm.incomplete(&unknown);
    }
    Ok(tables_of(this))
}

/// Gives the columns of these tables that have no type that of what they refer to, which may be in a
/// module that was imported and not yet run.
pub fn settle_types(vm: &mut Vm<'_>, this: &Rc<Object>, tables: &[Value]) -> Eval<()> {
    type_references(&tables_of(this));
    if tables.iter().filter_map(Value::as_object).any(lacks_types) {
        type_references(&loaded_tables(vm, this)?);
    }
    Ok(())
}

fn create_all(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let check = Check::said(vm, args);
    let Some(this) = args.get("self").as_object() else { return Ok(Value::None) };
    let tables = in_order(chosen(vm, args)?);
    settle_types(vm, this, &tables)?;
    event::tell_defined(vm, this, "before_create")?;
    engine::with_own_types(vm, |vm| {
        for ty in types_of(vm, this)? {
            named::create_for_metadata(vm, this, &ty, check)?;
        }
        for table in tables.iter().filter_map(Value::as_object) {
            emit_create(vm, table, check, By::MetaData)?;
        }
        Ok(())
    })?;
    event::tell_defined(vm, this, "after_create")?;
    Ok(Value::None)
}

fn drop_all(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let check = Check::said(vm, args);
    let Some(this) = args.get("self").as_object() else { return Ok(Value::None) };
    let mut tables = in_order(chosen(vm, args)?);
    tables.reverse();
    event::tell_defined(vm, this, "before_drop")?;
    engine::with_own_types(vm, |vm| {
        for table in tables.iter().filter_map(Value::as_object) {
            emit_drop(vm, table, check, By::MetaData)?;
        }
        for ty in types_of(vm, this)? {
            named::drop_for_metadata(vm, this, &ty, check)?;
        }
        Ok(())
    })?;
    event::tell_defined(vm, this, "after_drop")?;
    Ok(Value::None)
}

/// The types of all columns of a metadata, in the order in which its tables were defined.
fn types_of(vm: &mut Vm<'_>, this: &Rc<Object>) -> Eval<Vec<Value>> {
    let tables = loaded_tables(vm, this)?;
    let columns = tables.iter().filter_map(Value::as_object).flat_map(|it| items(it, "_columns"));
    Ok(columns.filter_map(|it| it.as_object().map(|it| field(it, "type"))).collect())
}

fn sorted_tables(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let mut tables = all_tables(vm, args)?;
    tables.sort_by_key(|it| it.as_object().map(name_of));
    Ok(Value::list(in_order(tables)))
}

/// Tables after those that they refer to, level by level; a cycle is left in its order.
pub fn in_order(tables: Vec<Value>) -> Vec<Value> {
    let mut todo = tables;
    let mut done = Vec::new();
    while !todo.is_empty() {
        let waits = |table: &Value| {
            let referred = referred_tables(table);
            todo.iter().any(|other| {
                !same(other, table)
                    && other.as_object().is_some_and(|it| referred.contains(&name_of(it).key()))
            })
        };
        let ready: Vec<Value> = todo.iter().filter(|it| !waits(it)).cloned().collect();
        if ready.is_empty() {
            done.append(&mut todo);
            break;
        }
        todo.retain(|it| !ready.iter().any(|other| same(it, other)));
        done.extend(ready);
    }
    done
}

fn referred_tables(table: &Value) -> Vec<crate::name::Name> {
    let Some(table) = table.as_object() else { return Vec::new() };
    let constraints = items(table, "_constraints");
    let keys = constraints.iter().filter_map(Value::as_object);
    keys.filter(|it| it.is(&FOREIGN_KEY_CONSTRAINT))
        .flat_map(|it| items(it, "_referred"))
        .filter_map(|it| target(&it).map(|(table, _)| table.key()))
        .collect()
}

fn clear(_: &mut Vm<'_>, args: &Args) -> Eval {
    if let Some(this) = args.get("self").as_object() {
        this.set_field(TABLES, Value::dict(Dict::default()));
    }
    Ok(Value::None)
}

fn remove(_: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object() else { return Ok(Value::None) };
    let mut kept = Dict::default();
    for table in tables_of(this).iter().filter(|it| !same(it, args.get("table"))) {
        if let Some(it) = table.as_object() {
            kept.insert_str(&name_of(it).to_string(), table.clone());
        }
    }
    this.set_field(TABLES, Value::dict(kept));
    Ok(Value::None)
}

fn contains(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object() else { return Ok(Value::None) };
    all_tables(vm, args)?;
    let name = args.str("name").unwrap_or_default();
    Ok(Value::Bool(super::super::fields::entry(this, TABLES, name).is_some()))
}
