//! Operations on whole tables.

use super::super::context::metadata;
use super::{emit, is_known, table_name};
use crate::catalog::ObjectRef;
use crate::op::{CreateTable, DropTable, RenameTable, SetComment};
use crate::python::args::Args;
use crate::python::lib::sqlalchemy::fields::{entries, field, items};
use crate::python::lib::sqlalchemy::schema;
use crate::python::lib::sqlalchemy::schema::attach::refuse_bare_targets;
use crate::python::lib::sqlalchemy::schema::column::COLUMN;
use crate::python::lib::sqlalchemy::schema::constraint::CONSTRAINT;
use crate::python::lib::sqlalchemy::schema::index::INDEX;
use crate::python::lib::sqlalchemy::schema::keywords;
use crate::python::lib::sqlalchemy::schema::rewritten;
use crate::python::lib::sqlalchemy::schema::statement::{CREATE_TABLE, DROP_TABLE};
use crate::python::lib::sqlalchemy::schema::table::TABLE;
use crate::python::lib::sqlalchemy::types::named::{self, Check};
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
    given.extend(args.rest("columns").iter().filter(is_part).cloned());
    let made = vm.construct(&TABLE, given, entries(args.get("kw")))?;
    let Some(table) = made.as_object() else { return Ok(made) };
    refuse_bare_targets(vm, table)?;
    for column in items(table, "_columns").iter().filter_map(Value::as_object) {
        named::create_for_table(vm, &field(column, "type"), Check::Never)?;
    }
    let holes = vm.holes();
    let lowered = schema::lower_table(vm, &made)?;
    let if_not_exists = args.flag("if_not_exists");
    let op = CreateTable { table: lowered, if_not_exists };
    rewritten::emit(vm, (&CREATE_TABLE, &made), holes, op.into(), "op.create_table")?;
    Ok(made)
}

pub(super) fn drop(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if is_known(vm, args) {
        let item = vm.instance(&TABLE, [("info", Value::dict(Dict::default()))]);
        keywords::check(vm, &item, &entries(args.get("kw")))?;
        let table = table_name(args, "table_name", "schema");
        item.set_field("name", Value::str(&table.name));
        item.set_field("schema", args.get("schema").clone());
        let drop = DropTable { table, if_exists: args.flag("if_exists"), cascade: false };
        let statement = (&DROP_TABLE, &Value::Object(item));
        rewritten::emit(vm, statement, vm.holes(), drop.into(), "op.drop_table")?;
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
