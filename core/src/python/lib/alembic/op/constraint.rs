//! Operations on constraints.

use super::{emit, is_known, object_name, table_name, texts};
use crate::catalog::{Check, Constraint, ConstraintKind, ForeignKey};
use crate::name::Name;
use crate::op::{AddConstraint, DropConstraint};
use crate::python::args::Args;
use crate::python::class::NativeClass;
use crate::python::lib::sqlalchemy::compiler::Compiler;
use crate::python::lib::sqlalchemy::expression::from::TABLE_CLAUSE;
use crate::python::lib::sqlalchemy::fields::{entries, text};
use crate::python::lib::sqlalchemy::schema::constraint::{
    CHECK_CONSTRAINT, CONSTRAINT, EXCLUDE_CONSTRAINT, FOREIGN_KEY_CONSTRAINT,
    PRIMARY_KEY_CONSTRAINT, UNIQUE_CONSTRAINT,
};
use crate::python::lib::sqlalchemy::schema::lower_constraint;
use crate::python::lib::sqlalchemy::{event, exc};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub(super) fn foreign_key(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if !is_known(vm, args) {
        return Ok(Value::None);
    }
    let words = |name: &str| args.str(name).map(str::to_owned);
    let key = ForeignKey {
        columns: texts(vm, args.get("local_cols"))?,
        table: table_name(args, "referent_table", "referent_schema"),
        referred: texts(vm, args.get("remote_cols"))?,
        on_delete: words("ondelete"),
        on_update: words("onupdate"),
        matching: words("match"),
    };
    let table = table_name(args, "source_table", "source_schema");
    let mut constraint = named(vm, args, &table, ConstraintKind::ForeignKey(key))?;
    constraint.deferrable = args.get("deferrable").as_int().map(|it| it != 0);
    constraint.initially = words("initially");
    let not_valid = args.keyword("dialect_kw", "postgresql_not_valid");
    constraint.validated = !is_true(not_valid);
    emit(vm, AddConstraint { table, constraint }, "create_foreign_key");
    Ok(Value::None)
}

pub(super) fn unique(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if !is_known(vm, args) {
        return Ok(Value::None);
    }
    let include = match args.keyword("kw", "postgresql_include") {
        Some(given) if !given.is_none() => texts(vm, &given)?,
        _ => Vec::new(),
    };
    let kind = ConstraintKind::Unique {
        columns: texts(vm, args.get("columns"))?,
        include,
        nulls_not_distinct: args
            .keyword("kw", "postgresql_nulls_not_distinct")
            .filter(|_| vm.host.dialect().index_options)
            .and_then(|it| it.as_int())
            .map(|it| it != 0),
    };
    add(vm, args, kind, "create_unique_constraint")?;
    Ok(Value::None)
}

pub(super) fn primary_key(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if !is_known(vm, args) {
        return Ok(Value::None);
    }
    let columns = texts(vm, args.get("columns"))?;
    let kind = ConstraintKind::PrimaryKey { columns, include: Vec::new() };
    add(vm, args, kind, "create_primary_key")?;
    Ok(Value::None)
}

pub(super) fn check(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if !is_known(vm, args) {
        return Ok(Value::None);
    }
    let mut compiler = Compiler::new(vm);
    let condition = compiler.ddl_expression(args.get("condition"))?;
    if let Some(unknown) = compiler.missing.take() {
        vm.emit_unwritten(&unknown);
        return Ok(Value::None);
    }
    let kind = ConstraintKind::Check(Check { condition, ..Check::default() });
    add(vm, args, kind, "create_check_constraint")?;
    Ok(Value::None)
}

pub(super) fn exclude(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if !is_known(vm, args) {
        return Ok(Value::None);
    }
    let mut keywords = entries(args.get("kw"));
    keywords.retain(|(name, _)| name != "schema");
    keywords.push(("name".to_owned(), args.get("constraint_name").clone()));
    let made = vm.construct(&EXCLUDE_CONSTRAINT, args.rest("elements").to_vec(), keywords)?;
    let fields = [("name", args.get("table_name").clone())];
    let table = vm.instance(&TABLE_CLAUSE, fields);
    let holes = vm.holes();
    let Some(constraint) = lower_constraint(vm, &made, &table)? else { return Ok(Value::None) };
    let schema = args.keyword("kw", "schema");
    let schema = schema.as_ref().and_then(Value::as_str);
    let table = Name::new(schema, args.str("table_name").unwrap_or_default());
    let op = AddConstraint { table, constraint };
    vm.emit_since(holes, op.into(), "op.create_exclude_constraint");
    Ok(Value::None)
}

pub(super) fn drop(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if !is_known(vm, args) {
        return Ok(Value::None);
    }
    let kind = args.str("type_");
    if kind.is_some_and(|it| !["foreignkey", "primary", "unique", "check"].contains(&it)) {
        let message = "'type' can be one of 'check', 'foreignkey', 'primary', 'unique', None";
        return Err(vm.raise("TypeError", message));
    }
    let table = table_name(args, "table_name", "schema");
    let class = match kind {
        Some("primary") => &PRIMARY_KEY_CONSTRAINT,
        Some("unique") => &UNIQUE_CONSTRAINT,
        Some("foreignkey") => &FOREIGN_KEY_CONSTRAINT,
        Some("check") => &CHECK_CONSTRAINT,
        _ => &CONSTRAINT,
    };
    let Some(name) = attached_name(vm, args, &table, class)? else {
        let message = "Can't emit DROP CONSTRAINT for a constraint that has no name";
        return Err(exc::raise(vm, &exc::COMPILE_ERROR, message));
    };
    let op = DropConstraint {
        table,
        name,
        kind: kind.map(str::to_owned),
        if_exists: args.flag("if_exists"),
        cascade: false,
    };
    emit(vm, op, "drop_constraint");
    Ok(Value::None)
}

fn add(vm: &mut Vm<'_>, args: &Args, kind: ConstraintKind, name: &str) -> Eval<()> {
    let table = table_name(args, "table_name", "schema");
    let mut constraint = named(vm, args, &table, kind)?;
    constraint.deferrable =
        args.keyword("kw", "deferrable").and_then(|it| it.as_int()).map(|it| it != 0);
    constraint.initially =
        args.keyword("kw", "initially").and_then(|it| it.as_str().map(str::to_owned));
    constraint.validated = !is_true(args.keyword("kw", "postgresql_not_valid"));
    emit(vm, AddConstraint { table, constraint }, name);
    Ok(())
}

fn named(vm: &mut Vm<'_>, args: &Args, table: &Name, kind: ConstraintKind) -> Eval<Constraint> {
    let class = match &kind {
        ConstraintKind::PrimaryKey { .. } => &PRIMARY_KEY_CONSTRAINT,
        ConstraintKind::Unique { .. } => &UNIQUE_CONSTRAINT,
        ConstraintKind::ForeignKey(_) => &FOREIGN_KEY_CONSTRAINT,
        _ => &CHECK_CONSTRAINT,
    };
    Ok(Constraint::new(attached_name(vm, args, table, class)?, kind))
}

/// The name of a constraint once those who listen for it have heard of it.
fn attached_name(
    vm: &mut Vm<'_>,
    args: &Args,
    table: &Name,
    class: &'static NativeClass,
) -> Eval<Option<String>> {
    let name = object_name(vm, args, "constraint_name");
    let said = name.map_or(Value::None, Value::str);
    let constraint = vm.instance(class, [("name", said)]);
    let schema = table.schema.as_ref().map_or(Value::None, Value::str);
    let fields = [("name", Value::str(&table.name)), ("schema", schema)];
    let table = Value::Object(vm.instance(&TABLE_CLAUSE, fields));
    event::tell_attached(vm, &constraint, &table)?;
    Ok(text(&constraint, "name"))
}

fn is_true(value: Option<Value>) -> bool {
    value.and_then(|it| it.as_int()).is_some_and(|it| it != 0)
}
