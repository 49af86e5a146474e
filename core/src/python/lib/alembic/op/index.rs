//! Operations on indexes.

use super::super::context::metadata;
use super::{columns_named, is_known, refuse_doubled};
use crate::name::Name;
use crate::op::{CreateIndex, DropIndex};
use crate::python::args::Args;
use crate::python::lib::sqlalchemy::expression::element::{CLAUSE_ELEMENT, TEXT_CLAUSE};
use crate::python::lib::sqlalchemy::fields::{copy, entries, field, items, of};
use crate::python::lib::sqlalchemy::schema::attach::APPENDED;
use crate::python::lib::sqlalchemy::schema::index::INDEX;
use crate::python::lib::sqlalchemy::schema::naming::name_for;
use crate::python::lib::sqlalchemy::schema::rewritten;
use crate::python::lib::sqlalchemy::schema::statement::{CREATE_INDEX, DROP_INDEX};
use crate::python::lib::sqlalchemy::schema::table::TABLE;
use crate::python::lib::sqlalchemy::schema::{keywords, lower_index};
use crate::python::shape::Shape;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// What Alembic calls the table of an index of which none is said.
const NO_TABLE: &str = "no_table";

pub(super) fn create(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if !is_known(vm, args) {
        return Ok(Value::None);
    }
    let metadata = metadata(vm)?;
    let keywords = vec![("schema".to_owned(), args.get("schema").clone())];
    let name = match args.get("table_name") {
        it if it.plain_truth() == Some(false) => Value::str(NO_TABLE),
        it => vm.shaped(Shape::Table, it)?,
    };
    let table = vm.construct(&TABLE, vec![name, metadata], keywords)?;
    let mut given = vec![args.get("index_name").clone()];
    given.extend(vm.iterate(args.get("columns"))?);
    for key in given.iter().skip(1) {
        let is_key = match key {
            Value::Str(_) | Value::Unknown(_) => true,
            Value::Object(it) => it.is(&CLAUSE_ELEMENT) || vm.open(key).is_some(),
            _ => false,
        };
        if !is_key {
            return Err(vm.raise("ValueError", "String or text() construct expected"));
        }
    }
    let names = given.iter().skip(1).filter_map(Value::as_str);
    refuse_doubled(vm, args, names, APPENDED)?;
    for expression in &mut given {
        // Operator classes are said by the text that the index has for a key.
        if let Some(text) = of(expression, &TEXT_CLAUSE).cloned() {
            let named = copy(vm, &text);
            named.set_field("key", field(&text, "text"));
            *expression = Value::Object(named);
        }
    }
    let mut keywords = entries(args.get("kw"));
    keywords.push(("unique".to_owned(), args.get("unique").clone()));
    let index = vm.construct(&INDEX, given, keywords)?;
    if let (Some(index), Some(table)) = (index.as_object(), table.as_object()) {
        let named = items(index, "expressions").into_iter().filter(|it| it.as_str().is_some());
        table.set_field("_columns", columns_named(vm, named)?);
        index.set_field("table", Value::Object(table.clone()));
    }
    let holes = vm.holes();
    let statement = (&CREATE_INDEX, &index);
    let (table, index) = lower_index(vm, &index)?;
    let op = CreateIndex {
        table,
        index,
        concurrently: concurrently(vm, args),
        if_not_exists: args.flag("if_not_exists"),
    };
    rewritten::emit(vm, statement, holes, op.into(), "op.create_index")?;
    Ok(Value::None)
}

pub(super) fn drop(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if !is_known(vm, args) {
        return Ok(Value::None);
    }
    let schema = args.str("schema");
    let said = match args.get("table_name") {
        it if it.plain_truth() == Some(false) => Value::None,
        it => vm.shaped(Shape::Index, it)?,
    };
    let table = said.as_str().unwrap_or(NO_TABLE);
    let fields = [("name", Value::str(table)), ("metadata", metadata(vm)?)];
    let table = vm.instance(&TABLE, fields);
    let fields = [
        ("name", args.get("index_name").clone()),
        ("expressions", Value::list(vec![Value::str("x")])),
    ];
    let index = vm.instance(&INDEX, fields);
    keywords::check(vm, &index, &entries(args.get("kw")))?;
    let Some(name) = name_for(vm, &index, &table)? else {
        return Err(vm.raise("AssertionError", ""));
    };
    let op = DropIndex {
        name: Name::new(schema, name),
        table: said.as_str().map(|it| Name::new(schema, it)),
        concurrently: concurrently(vm, args),
        if_exists: args.flag("if_exists"),
        cascade: false,
    };
    index.set_field("name", Value::str(&op.name.name));
    index.set_field("table", Value::Object(table));
    let statement = (&DROP_INDEX, &Value::Object(index));
    rewritten::emit(vm, statement, vm.holes(), op.into(), "op.drop_index")?;
    Ok(Value::None)
}

fn concurrently(vm: &Vm<'_>, args: &Args) -> bool {
    let said = args.keyword("kw", "postgresql_concurrently");
    vm.host.dialect().name == "postgresql" && said.is_some_and(|it| it.plain_truth() == Some(true))
}
