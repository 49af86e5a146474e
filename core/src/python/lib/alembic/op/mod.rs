//! `alembic.op`: one row per operation.

mod column;
mod constraint;
mod data;
mod index;
mod table;

use std::rc::Rc;

use crate::diagnostic::code;
use crate::name::Name;
use crate::op::Operation;
use crate::python::args::Args;
use crate::python::class::Native;
use crate::python::lib::alembic_utils;
use crate::python::lib::sqlalchemy::engine;
use crate::python::lib::sqlalchemy::fields::{entries, items_of};
use crate::python::lib::sqlalchemy::schema::column::COLUMN;
use crate::python::lib::sqlalchemy::schema::naming::conv;
use crate::python::value::{Unknown, Value};
use crate::python::vm::{Eval, Vm};

/// Every operation, with the signature that Alembic documents.
pub static FUNCTIONS: &[Native] = &[
    Native::new("create_table", "table_name, *columns, if_not_exists=None, **kw", table::create),
    Native::new("drop_table", "table_name, schema=None, if_exists=None, **kw", table::drop),
    Native::new("rename_table", "old_table_name, new_table_name, schema=None", table::rename),
    Native::new(
        "create_table_comment",
        "table_name, comment, existing_comment=None, schema=None",
        table::comment,
    ),
    Native::new(
        "drop_table_comment",
        "table_name, existing_comment=None, schema=None",
        table::comment,
    ),
    Native::new(
        "add_column",
        "table_name, column, schema=None, if_not_exists=None, inline_references=None, inline_primary_key=None, **kw",
        column::add,
    ),
    Native::new(
        "drop_column",
        "table_name, column_name, schema=None, if_exists=None, **kw",
        column::drop,
    ),
    Native::new(
        "alter_column",
        "table_name, column_name, nullable=None, comment=False, server_default=False, new_column_name=None, type_=None, existing_type=None, existing_server_default=False, existing_nullable=None, existing_comment=None, schema=None, **kw",
        column::alter,
    ),
    Native::new(
        "create_index",
        "index_name, table_name, columns, schema=None, unique=False, if_not_exists=None, **kw",
        index::create,
    ),
    Native::new(
        "drop_index",
        "index_name, table_name=None, schema=None, if_exists=None, **kw",
        index::drop,
    ),
    Native::new(
        "create_foreign_key",
        "constraint_name, source_table, referent_table, local_cols, remote_cols, onupdate=None, ondelete=None, deferrable=None, initially=None, match=None, source_schema=None, referent_schema=None, **dialect_kw",
        constraint::foreign_key,
    ),
    Native::new(
        "create_unique_constraint",
        "constraint_name, table_name, columns, schema=None, **kw",
        constraint::unique,
    ),
    Native::new(
        "create_primary_key",
        "constraint_name, table_name, columns, schema=None, **kw",
        constraint::primary_key,
    ),
    Native::new(
        "create_check_constraint",
        "constraint_name, table_name, condition, schema=None, **kw",
        constraint::check,
    ),
    Native::new(
        "create_exclude_constraint",
        "constraint_name, table_name, *elements, **kw",
        constraint::exclude,
    ),
    Native::new(
        "drop_constraint",
        "constraint_name, table_name, type_=None, schema=None, if_exists=None",
        constraint::drop,
    ),
    Native::new("execute", "sqltext, execution_options=None", data::execute),
    Native::new("bulk_insert", "table, rows, multiinsert=True", data::bulk_insert),
    Native::new("inline_literal", "value, type_=None", data::inline_literal),
    Native::new("f", "name", conv),
    Native::new("get_bind", "", |vm, _| engine::bind(vm)),
    Native::new("get_context", "", |vm, _| super::context::migration_context(vm)),
    Native::new(
        "batch_alter_table",
        "table_name, schema=None, recreate='auto', partial_reordering=None, copy_from=None, table_args=(), table_kwargs=None, reflect_args=(), reflect_kwargs=None, naming_convention=None",
        super::batch::open,
    ),
    Native::new("invoke", "operation", super::custom::invoke),
    Native::new("create_entity", "target", alembic_utils::create),
    Native::new("drop_entity", "target, cascade=False", alembic_utils::drop),
    Native::new("replace_entity", "target", alembic_utils::replace),
    Native::new("sync_enum_values", "*args, **kw", super::enum_values::sync),
    Native::new("run_async", "async_function, *args, **kw_args", |vm, _| {
        Ok(vm.unknown(code::UNFOLLOWED_CALL, "what an asynchronous function does"))
    }),
];

/// The operation of this name.
pub fn function(name: &str) -> Option<&'static Native> {
    FUNCTIONS.iter().find(|it| it.name == name)
}

/// Emits an operation that a script said as `op.name`.
fn emit(vm: &mut Vm<'_>, operation: impl Into<Operation>, name: &str) {
    vm.emit(operation.into(), format!("op.{name}"));
}

/// The first argument that nobody can know, be it in a list or dictionary.
pub fn missing(args: &Args) -> Option<Rc<Unknown>> {
    let nested = |value: &Value| match value {
        Value::Dict(_) => entries(value).into_iter().map(|(_, it)| it).collect(),
        other => items_of(other),
    };
    let mut all = args.iter().flat_map(|(_, value)| {
        let mut them = nested(value);
        them.insert(0, value.clone());
        them
    });
    all.find_map(|it| match it {
        Value::Unknown(unknown) => Some(unknown),
        _ => None,
    })
}

/// Whether all arguments are known; if not, the operation is told to be one that cannot be
/// written.
fn is_known(vm: &mut Vm<'_>, args: &Args) -> bool {
    match missing(args) {
        Some(unknown) => {
            vm.emit_unwritten(&unknown);
            false
        }
        None => true,
    }
}

/// The name of a table, with its schema if one is said.
fn table_name(args: &Args, table: &str, schema: &str) -> Name {
    Name::new(args.str(schema), args.str(table).unwrap_or_default())
}

/// Columns of which only the names are known, as a table holds them.
fn columns_named(vm: &mut Vm<'_>, names: impl IntoIterator<Item = Value>) -> Value {
    let column = |name| Value::Object(vm.instance(&COLUMN, [("name", name)]));
    Value::list(names.into_iter().map(column).collect())
}

/// The texts of a list, or of one text.
fn texts(vm: &mut Vm<'_>, value: &Value) -> Eval<Vec<String>> {
    if let Value::Str(only) = value {
        return Ok(vec![only.to_string()]);
    }
    let items = vm.iterate(value)?;
    let named = |it: &Value| match it {
        Value::Object(column) => crate::python::lib::sqlalchemy::fields::text(column, "name"),
        other => other.as_str().map(str::to_owned),
    };
    Ok(items.iter().filter_map(named).collect())
}
