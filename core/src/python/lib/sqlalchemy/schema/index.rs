//! `Index`.

use std::rc::Rc;

use super::super::expression::collection::{collection, column_named};
use super::super::expression::element::COLUMN_CLAUSE;
use super::super::fields::{entries, items, make, object, of};
use super::super::quoting;
use super::super::types::named::Check;
use super::attach::attach;
use super::constraint::{attach_to_table_of, first_column_in};
use super::table::{TABLE, name_of};
use super::{MODULE, SCHEMA_ITEM};
use crate::op;
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static INDEX: NativeClass = NativeClass {
    name: "Index",
    module: MODULE,
    bases: &[&SCHEMA_ITEM],
    params: "name, *expressions, unique: flag=False, quote=None, info=None, _table=None, _column_flag=False, **kw",
    init: Some(init),
    methods: &[
        Native { name: "create", params: "self, bind, checkfirst=False", call: create },
        Native { name: "drop", params: "self, bind, checkfirst=False", call: drop },
    ],
    properties: &[Native {
        name: "columns",
        params: "self",
        call: |vm, args| {
            let Some(this) = args.get("self").as_object() else { return Ok(Value::None) };
            let of_table = object(this, "table").map(|it| items(&it, "_columns"));
            let of_table = of_table.unwrap_or_default();
            let named = items(this, "expressions").into_iter().filter_map(|it| match &it {
                Value::Str(name) => column_named(&of_table, name),
                Value::Object(column) if column.is(&COLUMN_CLAUSE) => Some(it),
                _ => None,
            });
            let found = named.collect();
            Ok(collection(vm, found))
        },
    }],
    ..NativeClass::EMPTY
};

fn init(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    this.set_field("name", args.get("name").clone());
    quoting::tell(vm, args.get("name"), args.get("quote"));
    this.set_field("unique", args.get("unique").clone());
    this.set_field("expressions", Value::list(args.rest("expressions").to_vec()));
    let keywords = entries(args.get("kw"));
    super::keywords::check(vm, this, &keywords)?;
    for (name, value) in keywords {
        this.set_field(&name, value);
    }
    if let Some(table) = of(args.get("_table"), &TABLE).cloned() {
        return attach(vm, &table, &Value::Object(this.clone()));
    }
    let columns: Vec<_> = args.rest("expressions").iter().filter_map(first_column_in).collect();
    attach_to_table_of(vm, this, &columns)
}

/// An index of some columns of a table, as `index=True` asks for.
pub fn of_column(vm: &mut Vm<'_>, column: &Rc<Object>, unique: bool) -> Rc<Object> {
    let expressions = Value::list(vec![Value::Object(column.clone())]);
    let fields =
        [("name", Value::None), ("unique", Value::Bool(unique)), ("expressions", expressions)];
    make(vm, &INDEX, fields)
}

fn create(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let check = Check::said(vm, args);
    let Some(this) = args.get("self").as_object().cloned() else { return Ok(Value::None) };
    let (table, index) = super::lower_index(vm, &Value::Object(this.clone()))?;
    let name = index.name.clone().unwrap_or_default();
    let there = vm.host.catalog().table(&table).is_some_and(|it| it.index(&name).is_some());
    if check == Check::Never || !there {
        let concurrently = super::super::fields::flag(&this, "postgresql_concurrently");
        let make = op::CreateIndex { table, index, concurrently, if_not_exists: false };
        vm.emit(make.into(), "Index.create");
    }
    Ok(args.get("self").clone())
}

fn drop(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let check = Check::said(vm, args);
    let Some(this) = args.get("self").as_object().cloned() else { return Ok(Value::None) };
    let (table, index) = super::lower_index(vm, &Value::Object(this.clone()))?;
    let table = object(&this, "table").map_or(table, |it| name_of(&it));
    let name = index.name.unwrap_or_default();
    let there = vm.host.catalog().table(&table).is_some_and(|it| it.index(&name).is_some());
    if check == Check::Never || there {
        let drop = op::DropIndex {
            name: table.renamed(name),
            table: Some(table),
            concurrently: super::super::fields::flag(&this, "postgresql_concurrently"),
            if_exists: false,
            cascade: false,
        };
        vm.emit(drop.into(), "Index.drop");
    }
    Ok(Value::None)
}
