//! Operations on constraints.

use std::rc::Rc;

use super::super::context::metadata;
use super::{
    column_texts, columns_named, emit, emit_since, is_known, refuse_doubled, refuse_name,
    table_name,
};
use crate::catalog::{Check, Constraint, ConstraintKind, ForeignKey};
use crate::name::Name;
use crate::op::{AddConstraint, DropConstraint};
use crate::python::args::Args;
use crate::python::class::Object;
use crate::python::lib::sqlalchemy::compiler::Compiler;
use crate::python::lib::sqlalchemy::expression::from::TABLE_CLAUSE;
use crate::python::lib::sqlalchemy::fields::{entries, items, items_or_one, text};
use crate::python::lib::sqlalchemy::schema::constraint::{
    CHECK_CONSTRAINT, CONSTRAINT, EXCLUDE_CONSTRAINT, FOREIGN_KEY_CONSTRAINT,
    PRIMARY_KEY_CONSTRAINT, UNIQUE_CONSTRAINT, column_names, refuse_uneven,
};
use crate::python::lib::sqlalchemy::schema::keywords;
use crate::python::lib::sqlalchemy::schema::lower_constraint;
use crate::python::lib::sqlalchemy::schema::naming::name_value;
use crate::python::lib::sqlalchemy::{event, exc};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub(super) fn foreign_key(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if !is_known(vm, args) {
        return Ok(Value::None);
    }
    let words = |name: &str| args.str(name).map(str::to_owned);
    let key = ForeignKey {
        columns: column_texts(vm, args.get("local_cols"))?,
        table: table_name(args, "referent_table", "referent_schema"),
        referred: column_texts(vm, args.get("remote_cols"))?,
        on_delete: words("ondelete"),
        on_update: words("onupdate"),
        matching: words("match"),
        ..ForeignKey::default()
    };
    refuse_uneven(vm, &key.columns, key.referred.len())?;
    let table = table_name(args, "source_table", "source_schema");
    let mut constraint = named(vm, args, &table, ConstraintKind::ForeignKey(key))?;
    constraint.deferrable = args.get("deferrable").choice();
    constraint.initially = words("initially");
    constraint.validated = is_validated(vm, args, "dialect_kw");
    emit(vm, AddConstraint::to(table, constraint), "create_foreign_key");
    Ok(Value::None)
}

pub(super) fn unique(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if !is_known(vm, args) {
        return Ok(Value::None);
    }
    let include = args.keyword("kw", "postgresql_include").unwrap_or(Value::None);
    let include = column_names(&items_or_one(&include));
    let kind = ConstraintKind::Unique {
        columns: distinct_columns(vm, args)?,
        include,
        nulls_not_distinct: args
            .keyword("kw", "postgresql_nulls_not_distinct")
            .filter(|_| vm.host.dialect().index_options)
            .and_then(|it| it.choice()),
    };
    add(vm, args, kind, "create_unique_constraint")?;
    Ok(Value::None)
}

pub(super) fn primary_key(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if !is_known(vm, args) {
        return Ok(Value::None);
    }
    let columns = distinct_columns(vm, args)?;
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
    let op = AddConstraint::to(table, constraint);
    emit_since(vm, holes, op, "create_exclude_constraint");
    Ok(Value::None)
}

pub(super) fn drop(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if !is_known(vm, args) {
        let table = args.str("table_name").filter(|_| args.str("type_") != Some("foreignkey"));
        vm.host.leave_keys_unclear(table);
        return Ok(Value::None);
    }
    let kind = args.str("type_");
    let is_known = match kind {
        Some(kind) => ["foreignkey", "primary", "unique", "check"].contains(&kind),
        None => args.get("type_").is_none(),
    };
    if !is_known {
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
    let constraint = vm.instance(class, []);
    let Some(name) = attached_name(vm, args, &table, &constraint)? else {
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

/// The columns of a key, which `SQLAlchemy` gives a table of their own: each only once.
fn distinct_columns(vm: &mut Vm<'_>, args: &Args) -> Eval<Vec<String>> {
    let columns = column_texts(vm, args.get("columns"))?;
    refuse_doubled(vm, args, columns.iter().map(String::as_str), "")?;
    Ok(columns)
}

fn add(vm: &mut Vm<'_>, args: &Args, kind: ConstraintKind, name: &str) -> Eval<()> {
    let table = table_name(args, "table_name", "schema");
    let mut constraint = named(vm, args, &table, kind)?;
    constraint.deferrable = args.keyword("kw", "deferrable").and_then(|it| it.choice());
    constraint.initially =
        args.keyword("kw", "initially").and_then(|it| it.as_str().map(str::to_owned));
    constraint.validated = is_validated(vm, args, "kw");
    emit(vm, AddConstraint::to(table, constraint), name);
    Ok(())
}

/// Whether the rows that are there are checked: scripts say it for one database.
fn is_validated(vm: &Vm<'_>, args: &Args, keywords: &str) -> bool {
    let word = format!("{}_not_valid", vm.host.dialect().name);
    !is_true(args.keyword(keywords, &word))
}

fn named(vm: &mut Vm<'_>, args: &Args, table: &Name, kind: ConstraintKind) -> Eval<Constraint> {
    let (class, columns) = match &kind {
        ConstraintKind::PrimaryKey { columns, .. } => (&PRIMARY_KEY_CONSTRAINT, columns.as_slice()),
        ConstraintKind::Unique { columns, .. } => (&UNIQUE_CONSTRAINT, columns.as_slice()),
        ConstraintKind::ForeignKey(key) => (&FOREIGN_KEY_CONSTRAINT, key.columns.as_slice()),
        _ => (&CHECK_CONSTRAINT, [].as_slice()),
    };
    let referred = match &kind {
        ConstraintKind::ForeignKey(key) => {
            key.referred.iter().map(|it| format!("{}.{it}", key.table)).collect()
        }
        _ => Vec::new(),
    };
    let fields = [
        ("sqltext", args.get("condition").clone()),
        ("_columns", Value::list(columns.iter().map(Value::str).collect())),
        ("_referred", Value::list(referred.iter().map(Value::str).collect())),
    ];
    let constraint = vm.instance(class, fields);
    for keywords in ["kw", "dialect_kw"] {
        let keywords = entries(args.get(keywords));
        refuse_name(vm, &keywords)?;
        keywords::check(vm, &constraint, &keywords)?;
    }
    Ok(Constraint::new(attached_name(vm, args, table, &constraint)?, kind))
}

/// The name of a constraint by the convention of the project, and once those who listen for it have
/// heard of it.
fn attached_name(
    vm: &mut Vm<'_>,
    args: &Args,
    table: &Name,
    constraint: &Rc<Object>,
) -> Eval<Option<String>> {
    let schema = table.schema.as_ref().map_or(Value::None, Value::str);
    let metadata = metadata(vm)?;
    let fields = [("name", Value::str(&table.name)), ("schema", schema), ("metadata", metadata)];
    let table = vm.instance(&TABLE_CLAUSE, fields);
    // Tokens of a project's own look at the columns, which a constraint finds in its table.
    table.set_field("_columns", columns_named(vm, items(constraint, "_columns"))?);
    constraint.set_field("table", Value::Object(table.clone()));
    constraint.set_field("name", args.get("constraint_name").clone());
    let name = name_value(vm, constraint, &table)?;
    constraint.set_field("name", name);
    event::tell_attached(vm, constraint, &Value::Object(table))?;
    Ok(text(constraint, "name"))
}

fn is_true(value: Option<Value>) -> bool {
    value.and_then(|it| it.plain_truth()).unwrap_or(false)
}
