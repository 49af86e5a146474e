//! `alembic.op`: one row per operation.

mod column;
mod constraint;
mod data;
mod index;
mod table;

use std::collections::BTreeSet;
use std::rc::Rc;

use super::ddl;
use crate::diagnostic::code;
use crate::name::Name;
use crate::op::Operation;
use crate::python::args::Args;
use crate::python::class::Native;
use crate::python::lib::alembic_utils;
use crate::python::lib::sqlalchemy::engine;
use crate::python::lib::sqlalchemy::exc;
use crate::python::lib::sqlalchemy::fields::{entries, items_of};
use crate::python::lib::sqlalchemy::schema::attach::{self, NAMELESS};
use crate::python::lib::sqlalchemy::schema::column::COLUMN;
use crate::python::lib::sqlalchemy::schema::naming::conv;
use crate::python::operator::held;
use crate::python::value::{Unknown, Value};
use crate::python::vm::{Eval, Vm};

/// Every operation, with the signature that Alembic documents.
pub static FUNCTIONS: &[Native] = &[
    Native::new(
        "create_table",
        "table_name: table, *columns, if_not_exists: flag=None, **kw",
        table::create,
    ),
    Native::new(
        "drop_table",
        "table_name: table, *, schema: schema=None, if_exists: flag=None, **kw",
        table::drop,
    ),
    Native::new(
        "rename_table",
        "old_table_name: word, new_table_name: word, *, schema: schema=None",
        table::rename,
    ),
    Native::new(
        "create_table_comment",
        "table_name: table, comment: comment, *, existing_comment=None, schema: schema=None",
        table::comment,
    ),
    Native::new(
        "drop_table_comment",
        "table_name: table, *, existing_comment=None, schema: schema=None",
        table::comment,
    ),
    Native::new(
        "add_column",
        "table_name: word, column, *, schema: schema=None, if_not_exists: flag=None, inline_references: flag=None, inline_primary_key: flag=None",
        column::add,
    ),
    Native::new(
        "drop_column",
        "table_name: word, column_name: column, *, schema: schema=None, if_exists: flag=None, **kw",
        column::drop,
    ),
    Native::new(
        "alter_column",
        "table_name: word, column_name, *, nullable: flag=None, comment: comment=False, server_default=False, new_column_name: word=None, type_=None, existing_type=None, existing_server_default=False, existing_nullable: flag=None, existing_comment=None, schema: schema=None, **kw",
        column::alter,
    ),
    Native::new(
        "create_index",
        "index_name: index, table_name, columns, *, schema: schema=None, unique: flag=False, if_not_exists: flag=None, **kw",
        index::create,
    ),
    Native::new(
        "drop_index",
        "index_name: index, table_name=None, *, schema: schema=None, if_exists: flag=None, **kw",
        index::drop,
    ),
    Native::new(
        "create_foreign_key",
        "constraint_name: constraint, source_table: table, referent_table: table, local_cols, remote_cols, *, onupdate: phrase=None, ondelete: phrase=None, deferrable: flag=None, initially: phrase=None, match: phrase=None, source_schema: schema=None, referent_schema: schema=None, **dialect_kw",
        constraint::foreign_key,
    ),
    Native::new(
        "create_unique_constraint",
        "constraint_name: constraint, table_name: table, columns, *, schema: schema=None, **kw",
        constraint::unique,
    ),
    Native::new(
        "create_primary_key",
        "constraint_name: constraint, table_name: table, columns, *, schema: schema=None",
        constraint::primary_key,
    ),
    Native::new(
        "create_check_constraint",
        "constraint_name: constraint, table_name: table, condition, *, schema: schema=None, **kw",
        constraint::check,
    ),
    Native::new(
        "create_exclude_constraint",
        "constraint_name: constraint, table_name: table, *elements, **kw",
        constraint::exclude,
    ),
    Native::new(
        "drop_constraint",
        "constraint_name: constraint, table_name: table, type_=None, *, schema: schema=None, if_exists: flag=None",
        constraint::drop,
    ),
    Native::new("execute", "sqltext, *, execution_options=None", data::execute),
    Native::new("bulk_insert", "table, rows, *, multiinsert=True", data::bulk_insert),
    Native::new("inline_literal", "value, type_=None", data::inline_literal),
    Native::new("f", "name: text", conv),
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
    emit_since(vm, vm.holes(), operation, name);
}

/// As [`emit`], for an operation that was made since `holes` were counted.
fn emit_since(vm: &mut Vm<'_>, holes: usize, operation: impl Into<Operation>, name: &str) {
    let operation = operation.into();
    ddl::tell_own(vm, &operation);
    vm.emit_since(holes, operation, format!("op.{name}"));
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
fn columns_named(vm: &mut Vm<'_>, names: impl IntoIterator<Item = Value>) -> Eval {
    let mut columns = Vec::new();
    for name in names {
        if name.as_str() == Some("") {
            return Err(exc::raise(vm, &exc::ARGUMENT_ERROR, NAMELESS));
        }
        columns.push(Value::Object(vm.instance(&COLUMN, [("name", name)])));
    }
    Ok(Value::list(columns))
}

/// Refuses a keyword for what Alembic itself says by its name.
fn refuse_name(vm: &mut Vm<'_>, keywords: &[(String, Value)]) -> Eval<()> {
    if keywords.iter().any(|(name, _)| name == "name") {
        return Err(vm.raise("TypeError", "got multiple values for keyword argument 'name'"));
    }
    Ok(())
}

/// Refuses to give a table of the operation's own the same column twice: a text taken for a list
/// is one of letters.
fn refuse_doubled<'n>(
    vm: &mut Vm<'_>,
    args: &Args,
    names: impl Iterator<Item = &'n str>,
    help: &str,
) -> Eval<()> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            let table = args.str("table_name").unwrap_or_default();
            return Err(attach::doubled(vm, name, table, help));
        }
    }
    Ok(())
}

/// The names of columns, each of which has to be a text. A text in place of a list is one of its
/// characters, as Python goes through it.
fn column_texts(vm: &mut Vm<'_>, value: &Value) -> Eval<Vec<String>> {
    let mut names = Vec::new();
    for item in vm.iterate(value)? {
        let held = held(&item);
        match held.as_ref().unwrap_or(&item).as_str() {
            Some("") => return Err(exc::raise(vm, &exc::ARGUMENT_ERROR, NAMELESS)),
            Some(name) => names.push(name.to_owned()),
            None if item.is_none() => {
                return Err(exc::raise(vm, &exc::ARGUMENT_ERROR, NAMELESS));
            }
            None => {
                let shown = vm.repr(&item)?;
                return Err(exc::no_item(vm, &shown));
            }
        }
    }
    Ok(names)
}
