//! Operations on whole tables.

use super::super::context::metadata;
use super::{emit, is_known, table_name};
use crate::catalog::ObjectRef;
use crate::op::{CreateIndex, CreateTable, DropTable, RenameTable, SetComment};
use crate::python::args::Args;
use crate::python::lib::geoalchemy2::behind_table;
use crate::python::lib::sqlalchemy::fields::{entries, field, items, object};
use crate::python::lib::sqlalchemy::schema;
use crate::python::lib::sqlalchemy::schema::attach::refuse_bare_targets;
use crate::python::lib::sqlalchemy::schema::column::COLUMN;
use crate::python::lib::sqlalchemy::schema::constraint::CONSTRAINT;
use crate::python::lib::sqlalchemy::schema::index::INDEX;
use crate::python::lib::sqlalchemy::schema::keywords;
use crate::python::lib::sqlalchemy::schema::rewritten;
use crate::python::lib::sqlalchemy::schema::statement::{CREATE_TABLE, DROP_TABLE};
use crate::python::lib::sqlalchemy::schema::table::{TABLE, part_moved};
use crate::python::lib::sqlalchemy::types::named::{self, Check};
use crate::python::lib::sqlalchemy::{engine, event};
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

pub(super) fn create(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if let Value::Unknown(unknown) = args.get("table_name") {
        vm.emit_unwritten(unknown);
        return Ok(args.get("table_name").clone());
    }
    if let Some(Value::Unknown(unknown)) = args.keyword("kw", "schema") {
        vm.emit_unwritten(&unknown);
        return Ok(Value::Unknown(unknown));
    }
    let metadata = metadata(vm)?;
    let mut given = vec![args.get("table_name").clone(), metadata];
    // Alembic passes over what is neither column, constraint nor index.
    let is_part = |it: &&Value| match it {
        Value::Object(it) => [&COLUMN, &CONSTRAINT, &INDEX].into_iter().any(|class| it.is(class)),
        other => other.is_unknown(),
    };
    for part in args.rest("columns").iter().filter(is_part) {
        given.extend(own_part(vm, part, args.get("table_name")));
    }
    let made = vm.construct(&TABLE, given, entries(args.get("kw")))?;
    let Some(table) = made.as_object() else { return Ok(made) };
    refuse_bare_targets(vm, table)?;
    for column in items(table, "_columns").iter().filter_map(Value::as_object) {
        named::create_for_table(vm, &field(column, "type"), Check::Never)?;
    }
    event::tell_defined(vm, table, "before_create")?;
    let texts = behind_table(vm, table);
    let holes = vm.holes();
    let mut lowered = schema::lower_table(vm, &made)?;
    let name = lowered.name.clone();
    // What is sent right behind the table comes before its indexes.
    let is_apart = !texts.is_empty() || event::is_heard(table, "after_create");
    let indexes = if is_apart { std::mem::take(&mut lowered.indexes) } else { Vec::new() };
    let if_not_exists = args.flag("if_not_exists");
    let op = CreateTable { table: lowered, if_not_exists };
    rewritten::emit(vm, (&CREATE_TABLE, &made), holes, op.into(), "op.create_table")?;
    for text in texts {
        engine::statement::emit(vm, &text, "op.create_table");
    }
    event::tell_defined(vm, table, "after_create")?;
    for index in indexes {
        let op =
            CreateIndex { table: name.clone(), index, concurrently: false, if_not_exists: false };
        vm.emit_since(holes, op.into(), "op.create_table");
    }
    Ok(made)
}

/// A part of the new table: what belongs to another table is copied, and what a column of that one
/// brought along is left to the column. What referred to that table itself refers to the new one.
fn own_part(vm: &mut Vm<'_>, part: &Value, name: &Value) -> Option<Value> {
    let other = part.as_object().filter(|it| !it.is(&COLUMN));
    match other.and_then(|it| Some((it, object(it, "table")?))) {
        Some((it, table)) => {
            part_moved(vm, it, &table, (name, &field(&table, "schema"))).map(Value::Object)
        }
        None => Some(part.clone()),
    }
}

pub(super) fn drop(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if is_known(vm, args) {
        let item = vm.instance(&TABLE, [("info", Value::dict(Dict::default()))]);
        keywords::check(vm, &item, &entries(args.get("kw")))?;
        let table = table_name(args, "table_name", "schema");
        item.set_field("name", Value::str(&table.name));
        item.set_field("schema", args.get("schema").clone());
        let drop = DropTable { table, if_exists: args.flag("if_exists"), cascade: false };
        event::tell_defined(vm, &item, "before_drop")?;
        let statement = (&DROP_TABLE, &Value::Object(item.clone()));
        rewritten::emit(vm, statement, vm.holes(), drop.into(), "op.drop_table")?;
        event::tell_defined(vm, &item, "after_drop")?;
    }
    Ok(Value::None)
}

pub(super) fn rename(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if is_known(vm, args) {
        let table = table_name(args, "old_table_name", "schema");
        let to = args.str("new_table_name").unwrap_or_default().to_owned();
        emit(vm, RenameTable { table, to }, "rename_table");
    }
    Ok(Value::None)
}

/// Sets a table's comment, or takes it away.
pub(super) fn comment(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if is_known(vm, args) {
        let on = ObjectRef::Table(table_name(args, "table_name", "schema"));
        let comment = args.str("comment").map(str::to_owned);
        let name = if comment.is_some() { "create_table_comment" } else { "drop_table_comment" };
        emit(vm, SetComment { on, comment }, name);
    }
    Ok(Value::None)
}
