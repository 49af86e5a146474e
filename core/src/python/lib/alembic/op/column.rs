//! Operations on columns.

use std::rc::Rc;

use super::super::context::metadata;
use super::{emit, emit_since, is_known, missing, refuse_name, table_name};
use crate::catalog::{Constraint, ConstraintKind, Table};
use crate::dialect;
use crate::op::{
    AddColumn, AddConstraint, AlterColumn, ColumnChanges, DropColumn, DropConstraint, Existing,
};
use crate::python::args::Args;
use crate::python::class::Object;
use crate::python::lib::sqlalchemy::compiler::Compiler;
use crate::python::lib::sqlalchemy::fields::{entries, field, flag, int, items, make, object, of};
use crate::python::lib::sqlalchemy::schema::attach::refuse_bare_targets;
use crate::python::lib::sqlalchemy::schema::column::COLUMN;
use crate::python::lib::sqlalchemy::schema::default::{self, COMPUTED, IDENTITY};
use crate::python::lib::sqlalchemy::schema::table::TABLE;
use crate::python::lib::sqlalchemy::schema::{lower_table, lower_type};
use crate::python::lib::sqlalchemy::types::base::TYPE_DECORATOR;
use crate::python::lib::sqlalchemy::types::generic::DATE_TIME;
use crate::python::lib::sqlalchemy::{exc, schema};
use crate::python::shape::Shape;
use crate::python::value::Value;
use crate::python::vm::{Eval, Stop, Vm};

pub(super) fn add(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if !is_known(vm, args) {
        return Ok(Value::None);
    }
    let Some(column) = of(args.get("column"), &COLUMN).cloned() else {
        let shown = vm.repr(args.get("column"))?;
        return Err(vm.raise("AttributeError", format!("{shown} is no column")));
    };
    let is_taken = object(&column, "table").is_some();
    let column = if is_taken { schema::column::detached(vm, &column) } else { column };
    for key in items(&column, "_foreign_keys").iter().filter_map(Value::as_object) {
        // There is nothing that such a key would have to wait for.
        key.set_field("use_alter", Value::Bool(false));
    }
    let holes = vm.holes();
    let table = holding(vm, args, Value::Object(column))?;
    let mut constraints = table.constraints;
    let is_key = |it: &&Constraint| matches!(it.kind, ConstraintKind::ForeignKey(_));
    // Of several keys none stands behind the column.
    let one = constraints.iter().filter(is_key).count() == 1;
    let inline_references = args.flag("inline_references") && one;
    if !vm.host.dialect().alter_constraint {
        // The check that the column's type brings along is left out.
        let is_of_type =
            |it: &Constraint| matches!(&it.kind, ConstraintKind::Check(it) if it.column.is_none());
        constraints.retain(|it| !is_of_type(it));
    }
    let (inline, constraints) = constraints.into_iter().partition(|it| match &it.kind {
        ConstraintKind::PrimaryKey { .. } => true,
        ConstraintKind::ForeignKey(_) => inline_references,
        ConstraintKind::Check(check) => check.column.is_some(),
        _ => false,
    });
    let Some(column) = table.columns.into_iter().next() else { return Ok(Value::None) };
    let mut inline: Vec<Constraint> = inline;
    if !args.flag("inline_primary_key") {
        inline.retain(|it| !matches!(it.kind, ConstraintKind::PrimaryKey { .. }));
    }
    let op = AddColumn {
        table: table_name(args, "table_name", "schema"),
        column,
        if_not_exists: args.flag("if_not_exists"),
        inline,
        constraints,
        indexes: table.indexes,
    };
    emit_since(vm, holes, op, "add_column");
    Ok(Value::None)
}

/// A table of the operation's name that has only this column, as Alembic makes one.
fn holding(vm: &mut Vm<'_>, args: &Args, column: Value) -> Eval<Table> {
    let metadata = metadata(vm)?;
    let given = vec![args.get("table_name").clone(), metadata, column];
    let keywords = vec![("schema".to_owned(), args.get("schema").clone())];
    let table = vm.construct(&TABLE, given, keywords)?;
    if let Some(table) = table.as_object() {
        refuse_bare_targets(vm, table)?;
    }
    lower_table(vm, &table)
}

pub(super) fn drop(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if is_known(vm, args) {
        let op = DropColumn {
            table: table_name(args, "table_name", "schema"),
            column: args.str("column_name").unwrap_or_default().to_owned(),
            if_exists: args.flag("if_exists"),
            cascade: false,
            only: false,
        };
        emit(vm, op, "drop_column");
    }
    Ok(Value::None)
}

pub(super) fn alter(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if let Some(unknown) = missing(args) {
        vm.emit_unwritten(&unknown);
        return Ok(Value::None);
    }
    refuse_name(vm, &entries(args.get("kw")))?;
    let table = table_name(args, "table_name", "schema");
    let holes = vm.holes();
    let Some(changes) = changes(vm, args)? else { return Ok(Value::None) };
    let name = args.get("column_name");
    if changes == ColumnChanges::default() && name.as_str().is_none() {
        // Where nothing changes, nobody asks how the column is called.
        return Ok(Value::None);
    }
    let column = vm.shaped(Shape::Column, name)?.as_str().unwrap_or_default().to_owned();
    let existing = existing(vm, args, &changes)?;
    let (given, was) = (args.get("type_"), args.get("existing_type"));
    // Only `PostgreSQL` drops the checks of a type, and only `SQLite` adds none.
    let dialect = vm.host.dialect();
    let drops = dialect.alter_column == dialect::AlterColumn::Clauses;
    if drops && !given.is_none() && !was.is_none() {
        for check in checks_of_type(vm, args, was)? {
            let Some(name) = check.name else { continue };
            let drop = DropConstraint {
                table: table.clone(),
                name,
                kind: Some("check".to_owned()),
                if_exists: false,
                cascade: false,
            };
            emit(vm, drop, "alter_column");
        }
    }
    // What changes nothing sends nothing, so that nobody misses a column that is not there.
    if !drops || changes != ColumnChanges::default() || vm.holes() > holes {
        let alter = AlterColumn { table: table.clone(), column, changes, existing, only: false };
        emit_since(vm, holes, alter, "alter_column");
    }
    if dialect.alter_constraint && !given.is_none() {
        for constraint in checks_of_type(vm, args, given)? {
            emit(vm, AddConstraint::to(table.clone(), constraint), "alter_column");
        }
    }
    Ok(Value::None)
}

/// The checks that a type brings along.
fn checks_of_type(vm: &mut Vm<'_>, args: &Args, ty: &Value) -> Eval<Vec<Constraint>> {
    let given = vec![args.get("column_name").clone(), ty.clone()];
    let column = vm.construct(&COLUMN, given, Vec::new())?;
    let ty = column.as_object().and_then(|it| object(it, "type"));
    if !ty.is_some_and(|it| flag(&it, "create_constraint")) {
        return Ok(Vec::new());
    }
    let table = holding(vm, args, column)?;
    let checks = table.constraints.into_iter();
    Ok(checks.filter(|it| matches!(it.kind, ConstraintKind::Check(_))).collect())
}

/// What is changed; nothing where a part of it cannot be known, which is told.
fn changes(vm: &mut Vm<'_>, args: &Args) -> Eval<Option<ColumnChanges>> {
    let mut changes = ColumnChanges {
        name: args.str("new_column_name").map(str::to_owned),
        nullable: args.get("nullable").choice(),
        // Only `MySQL` says again of a column whether it counts up.
        autoincrement: args
            .keyword("kw", "autoincrement")
            .filter(|_| vm.host.dialect().alter_column == dialect::AlterColumn::Modify)
            .and_then(|it| it.choice()),
        ..ColumnChanges::default()
    };
    if !args.get("type_").is_none() {
        changes.ty = Some(lower_type(vm, args.get("type_"))?);
    }
    match args.keyword("kw", "postgresql_using") {
        Some(using) if !using.is_none() => {
            changes.using = Some(vm.to_text(&using)?);
            // The others pass it over.
            let is_read = vm.host.dialect().alter_column == dialect::AlterColumn::Clauses;
            if changes.ty.is_none() && is_read {
                let message = "postgresql_using must be used with the type_ parameter";
                return Err(exc::raise(vm, &exc::SQLALCHEMY_ERROR, message));
            }
        }
        _ => {}
    }
    match args.get("comment") {
        Value::Str(text) => changes.comment = Some(Some(text.to_string())),
        Value::None => changes.comment = Some(None),
        _ => {}
    }
    set_default(vm, args, &mut changes)?;
    Ok(Some(changes))
}

/// The new default: a value, an identity, or none.
fn set_default(vm: &mut Vm<'_>, args: &Args, changes: &mut ColumnChanges) -> Eval<()> {
    let given = args.get("server_default");
    let was = args.get("existing_server_default");
    if matches!(given, Value::Bool(false)) {
        return Ok(());
    }
    if of(given, &COMPUTED).is_some() || of(was, &COMPUTED).is_some() {
        let message = "Adding or removing a \"computed\" construct, e.g. GENERATED ALWAYS AS, to \
                       or from an existing column is not supported.";
        return Err(exc::raise(vm, &exc::COMPILE_ERROR, message));
    }
    if let (Some(new), Some(old)) = (of(given, &IDENTITY), of(was, &IDENTITY)) {
        changes.options.push(identity_change(vm, new, old));
    } else if let Some(identity) = of(given, &IDENTITY) {
        changes.identity = Some(Some(default::identity(identity)));
    } else if of(was, &IDENTITY).is_some() {
        changes.identity = Some(None);
    } else {
        if !given.is_none() {
            default::check_server_default(vm, given)?;
        }
        changes.default = Some(default_text(vm, given)?);
    }
    Ok(())
}

/// What makes one identity the other: all that the new one says and the old one does not.
fn identity_change(vm: &mut Vm<'_>, new: &Rc<Object>, old: &Rc<Object>) -> String {
    let mut clauses = Vec::new();
    if flag(new, "always") != flag(old, "always") {
        let when = if flag(new, "always") { "ALWAYS" } else { "BY DEFAULT" };
        clauses.push(format!("SET GENERATED {when}"));
    }
    for name in IDENTITY_OPTIONS {
        let value = field(new, name);
        if !value.is_none() && int(new, name) != int(old, name) {
            let only = make(vm, &IDENTITY, [(*name, value)]);
            clauses.push(format!("SET {}", default::sequence_options(&only)));
        }
    }
    clauses.join(" ")
}

/// The options of an identity, in the order in which Alembic compares them.
const IDENTITY_OPTIONS: &[&str] =
    &["cache", "cycle", "increment", "maxvalue", "minvalue", "nomaxvalue", "nominvalue", "start"];

/// A default as SQL.
fn default_text(vm: &mut Vm<'_>, value: &Value) -> Eval<Option<String>> {
    let mut compiler = Compiler::new(vm);
    let text = compiler.default_text(value)?;
    if let Some(unknown) = compiler.missing.take() {
        vm.incomplete(&unknown);
    }
    Ok(text)
}

fn existing(vm: &mut Vm<'_>, args: &Args, changes: &ColumnChanges) -> Eval<Existing> {
    // A default alone is set without the rest of the column.
    let is_default = ColumnChanges { default: None, ..changes.clone() } == ColumnChanges::default();
    let repeats = vm.host.dialect().alter_column == dialect::AlterColumn::Modify && !is_default;
    let flag_of = |value: &Value| value.choice();
    let ty = match args.get("existing_type") {
        Value::None => None,
        // It is looked at only by a database that wants the whole column again, and no new type.
        ty => match lower_type(vm, ty) {
            Ok(ty) => Some(ty),
            Err(Stop::Raise(_)) if !repeats || !args.get("type_").is_none() => None,
            Err(stop) => return Err(stop),
        },
    };
    let default = match args.get("existing_server_default") {
        Value::Bool(false) => None,
        Value::None => Some(None),
        it if of(it, &IDENTITY).is_some() || of(it, &COMPUTED).is_some() => None,
        it => Some(default_text(vm, it)?),
    };
    Ok(Existing {
        ty,
        is_moment: is_moment(args),
        nullable: flag_of(args.get("existing_nullable")),
        default,
        comment: args.str("existing_comment").map(str::to_owned),
        autoincrement: args.keyword("kw", "existing_autoincrement").as_ref().and_then(flag_of),
    })
}

/// Whether the column is a date and time, by a type that is given as an object: Alembic looks
/// through no class.
fn is_moment(args: &Args) -> bool {
    let given = args.get("type_");
    let ty = if given.is_none() { args.get("existing_type") } else { given };
    ty.as_object().is_some_and(is_date_time)
}

fn is_date_time(ty: &Rc<Object>) -> bool {
    if ty.is(&TYPE_DECORATOR) {
        return object(ty, "impl").is_some_and(|it| is_date_time(&it));
    }
    ty.is(&DATE_TIME)
}
