//! `MetaData`: a collection of tables, made and dropped together.

use std::rc::Rc;

use super::super::fields::{field, items, items_or_one, same};
use super::super::types::named::{self, Check};
use super::super::{engine, event};
use super::constraint::{FOREIGN_KEY_CONSTRAINT, target};
use super::declared::type_references;
use super::table::{emit_create, emit_drop, name_of};
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
    let Some(this) = args.get("self").as_object() else { return Ok(Vec::new()) };
    let is_of_script = field(this, FILE).as_int() == Some(vm.script().0.into());
    if !is_of_script && let Some(unknown) = vm.load_tables()? {
        vm.incomplete(&unknown);
    }
    if let Value::Unknown(unknown) = field(this, MORE) {
        vm.incomplete(&unknown);
    }
    Ok(tables_of(this))
}

fn create_all(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let check = Check::said(vm, args);
    if let Some(this) = args.get("self").as_object() {
        type_references(&tables_of(this));
    }
    tell(vm, args, "before_create")?;
    for table in in_order(chosen(vm, args)?) {
        if let Value::Object(table) = &table {
            emit_create(vm, table, check, "MetaData.create_all")?;
        }
    }
    tell(vm, args, "after_create")?;
    Ok(Value::None)
}

fn drop_all(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let check = Check::said(vm, args);
    let mut tables = in_order(chosen(vm, args)?);
    tables.reverse();
    tell(vm, args, "before_drop")?;
    for table in tables.iter().filter_map(Value::as_object) {
        emit_drop(vm, table, check, "MetaData.drop_all")?;
    }
    for table in tables.iter().filter_map(Value::as_object) {
        for column in items(table, "_columns").iter().filter_map(Value::as_object) {
            named::drop_shared(vm, &field(column, "type"), check)?;
        }
    }
    tell(vm, args, "after_drop")?;
    Ok(Value::None)
}

fn tell(vm: &mut Vm<'_>, args: &Args, identifier: &str) -> Eval<()> {
    args.get("self").as_object().map_or(Ok(()), |it| event::tell_defined(vm, it, identifier))
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
