//! Tables, columns, constraints and indexes of a script as those of the catalog.

mod constraint;
mod index;
mod options;

pub use constraint::lower_constraint;
pub use index::lower_index;

use std::rc::Rc;

use self::constraint::{
    OF_COLUMN, constraint_of, deferrability, ordered_constraints, tell_conflict,
};
use self::index::index_of;
use self::options::table_options;
use super::super::compiler::Compiler;
use super::super::exc;
use super::super::fields::{choice, field, flag, items, items_or_one, object, of, text};
use super::super::types::{generic as g, mysql};
use super::column::COLUMN;
use super::constraint::{FOREIGN_KEY_CONSTRAINT, PRIMARY_KEY_CONSTRAINT, column_names};
use super::default;
use super::naming::name_for;
use super::sequence::SEQUENCE;
use super::table::{TABLE, name_of, primary_columns};
use crate::catalog::{Column, Constraint, ConstraintKind, Generated, SqlType, Table};
use crate::dialect::Autoincrement;
use crate::python::class::Object;
use crate::python::shape::Shape;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// A type for the catalog.
pub fn lower_type(vm: &mut Vm<'_>, ty: &Value) -> Eval<SqlType> {
    let mut compiler = Compiler::new(vm);
    let ty = compiler.sql_type(ty)?;
    settle(compiler);
    Ok(ty)
}

/// Tells the host what could not be known.
fn settle(mut compiler: Compiler<'_, '_>) {
    if let Some(unknown) = compiler.missing.take() {
        compiler.vm.incomplete(&unknown);
    }
}

/// A table with its columns, constraints, indexes and comments.
pub fn lower_table(vm: &mut Vm<'_>, table: &Value) -> Eval<Table> {
    let Some(this) = of(table, &TABLE).cloned() else {
        return Err(exc::raise(vm, &exc::ARGUMENT_ERROR, "a Table is expected"));
    };
    tell_unknown(vm, &this);
    name_columns(&this);
    let mut res = Table::new(name_of(&this));
    // Parts that nobody knows may be any that are asked for later.
    res.assumed = !items(&this, "_unknown").is_empty();
    let key = primary_columns(&this);
    let counting = autoincrement_column(&this, &key);
    check_counting(vm, &key)?;
    for column in items(&this, "_columns") {
        let Some(it) = of(&column, &COLUMN).cloned() else { continue };
        if flag(&it, "system") {
            continue;
        }
        let counts = counting.as_ref().is_some_and(|other| Rc::ptr_eq(other, &it));
        let in_key = key.iter().any(|other| Rc::ptr_eq(other, &it));
        let Some(lowered) = column_of(vm, &it, Place { counts, in_key })? else { continue };
        for check in inline_checks(vm, &it, &this)? {
            res.constraints.push(check);
        }
        res.columns.push(lowered);
    }
    if let Some(constraint) = primary_key(vm, &this, &key, counting.as_ref())? {
        res.constraints.insert(0, constraint);
    }
    for item in ordered_constraints(&this) {
        if flag(&item, "use_alter") && vm.host.dialect().alter_constraint {
            continue;
        }
        res.constraints.extend(constraint_of(vm, &item, &this)?);
    }
    if let [only] = res.constraints.as_slice()
        && only.is_empty()
    {
        // An empty clause that is the only one is left out.
        res.constraints.clear();
    }
    for index in items(&this, "_indexes").iter().filter_map(Value::as_object) {
        res.indexes.push(index_of(vm, index, &this)?);
    }
    res.comment = text(&this, "comment");
    res.prefixes =
        items(&this, "prefixes").iter().filter_map(|it| it.as_str().map(str::to_owned)).collect();
    table_options(vm, &this, &mut res)?;
    Ok(res)
}

/// Calls the columns of constraints and indexes by their names where they are meant by their keys.
fn name_columns(table: &Rc<Object>) {
    let columns = items(table, "_columns");
    let keys: Vec<(Value, Value)> = columns
        .iter()
        .filter_map(|it| Some((field(it.as_object()?, "key"), field(it.as_object()?, "name"))))
        .filter(|(key, name)| key.as_str().is_some() && key.as_str() != name.as_str())
        .collect();
    if keys.is_empty() {
        return;
    }
    let named = |it: &Value| match keys.iter().find(|(key, _)| it.as_str() == key.as_str()) {
        Some((_, name)) if it.as_str().is_some() => name.clone(),
        _ => it.clone(),
    };
    for (parts, names) in [("_constraints", "_columns"), ("_indexes", "expressions")] {
        // The columns of a primary key are looked up by what they are called here.
        let parts = items(table, parts);
        let parts = parts.iter().filter_map(Value::as_object);
        for part in parts.filter(|it| !it.is(&PRIMARY_KEY_CONSTRAINT)) {
            part.set_field(names, Value::list(items(part, names).iter().map(named).collect()));
        }
    }
}

/// Tells of all that is said of an item and nobody can know, besides what its compiler tells.
fn tell_unknown(vm: &mut Vm<'_>, item: &Rc<Object>) {
    let dialect = vm.host.dialect().name;
    let is_of_other = |name: &str| {
        let own = name.split_once('_').map(|(it, _)| it);
        own.is_some_and(|it| DIALECTS.contains(&it) && it != dialect)
    };
    let is_column = item.is(&COLUMN);
    let matters = |name: &str| {
        let is_value = is_column && name == "onupdate";
        let told = BY_COMPILER.contains(&name) || NOT_OF_THE_DATABASE.contains(&name);
        !(name.starts_with('_') || is_value || told || is_of_other(name))
    };
    let fields = item.fields.borrow().clone();
    let said = fields.iter().filter(|(name, it)| matters(name) && it.is_unknown());
    let said: Vec<Value> = said.map(|(_, it)| it.clone()).collect();
    for it in said.into_iter().chain(items_or_one(&field(item, "_unknown"))) {
        if let Value::Unknown(unknown) = it {
            vm.incomplete(&unknown);
        }
    }
}

/// What scripts say of a column that the database does not see.
const NOT_OF_THE_DATABASE: &[&str] =
    &["default", "doc", "info", "insert_default", "key", "server_onupdate"];

/// The dialects that scripts say something for.
const DIALECTS: &[&str] = &["mariadb", "mssql", "mysql", "oracle", "postgresql", "sqlite"];

/// What is told where it is written.
const BY_COMPILER: &[&str] = &["server_default", "sqltext", "type", "type_"];

/// What a column's place in its table says about it.
#[derive(Clone, Copy)]
struct Place {
    /// It is the one that the database counts up.
    counts: bool,
    in_key: bool,
}

fn column_of(vm: &mut Vm<'_>, this: &Rc<Object>, place: Place) -> Eval<Option<Column>> {
    tell_unknown(vm, this);
    tell_conflict(vm, this, OF_COLUMN);
    let Some(name) = text(this, "name") else { return Ok(None) };
    let mut res = Column { name, ..Column::default() };
    let said = flag(this, "said_nullable");
    res.nullable = choice(this, "nullable").unwrap_or(true) && (said || !place.in_key);
    // Whether it is a text, nobody asks before.
    let comment = Some(field(this, "comment")).filter(|it| !it.is_unknown()).unwrap_or(Value::None);
    res.comment = vm.shaped(Shape::Comment, &comment)?.as_str().map(str::to_owned);
    let ty = field(this, "type");
    let mut compiler = Compiler::new(vm);
    if let Some(plain) = compiler.dialect_type(&ty)? {
        mysql::check_double(compiler.vm, &plain)?;
    }
    let dialect = compiler.dialect();
    let serial = if place.counts { serial_type(&mut compiler, this, &ty)? } else { None };
    let is_serial = serial.is_some();
    res.ty = match serial {
        Some(spelling) => SqlType::new(spelling),
        None => compiler.sql_type(&ty)?,
    };
    if !is_serial {
        let default = compiler.unqualified(|it| it.default_text(&field(this, "server_default")))?;
        res.default = default.filter(|it| !it.is_empty());
    }
    let identity = object(this, "identity").filter(|_| dialect.identity_columns);
    res.identity = identity.map(|it| default::identity(&it));
    if let Some(computed) = object(this, "computed") {
        let expression = compiler.ddl_expression(&field(&computed, "sqltext"))?;
        res.generated = Some(Generated { expression, stored: choice(&computed, "persisted") });
    }
    res.autoincrement = place.counts
        && match dialect.autoincrement {
            Autoincrement::Type => false,
            Autoincrement::Word(_) => res.default.is_none(),
            Autoincrement::Key(_) => {
                object(this, "table").is_some_and(|it| flag(&it, "sqlite_autoincrement"))
                    && object(this, "type").is_some_and(|it| it.is(&g::INTEGER_TYPE))
            }
        };
    settle(compiler);
    Ok(Some(res))
}

/// `SERIAL` and its like, for the column that `PostgreSQL` counts up.
fn serial_type(
    compiler: &mut Compiler<'_, '_>,
    this: &Rc<Object>,
    ty: &Value,
) -> Eval<Option<&'static str>> {
    let identity = object(this, "identity").is_some();
    let default = field(this, "default");
    let counted = match &default {
        Value::None => true,
        Value::Object(it) => it.is(&SEQUENCE) && flag(it, "optional"),
        _ => false,
    };
    if identity || !counted || compiler.dialect().autoincrement != Autoincrement::Type {
        return Ok(None);
    }
    let plain = compiler.dialect_type(ty)?;
    Ok(plain.map(|it| {
        if it.is(&g::BIG_INTEGER) {
            "BIGSERIAL"
        } else if it.is(&g::SMALL_INTEGER) {
            "SMALLSERIAL"
        } else {
            "SERIAL"
        }
    }))
}

/// The column that the database counts up, by `SQLAlchemy`'s rules: the only one of the primary
/// key if it is a number without a default and without a foreign key.
pub fn autoincrement_column(table: &Rc<Object>, key: &[Rc<Object>]) -> Option<Rc<Object>> {
    let wanted = |it: &&Rc<Object>| matches!(field(it, "autoincrement"), Value::Bool(true));
    let [only] = key else { return key.iter().find(wanted).cloned() };
    let said = field(only, "autoincrement");
    let explicit = matches!(said, Value::Bool(true));
    if matches!(said, Value::Bool(false)) {
        return None;
    }
    let number = object(only, "type").is_some_and(|it| is_number(&it));
    let defaulted = match field(only, "default") {
        Value::None => false,
        Value::Object(it) => !it.is(&SEQUENCE),
        _ => true,
    };
    let served = !field(only, "server_default").is_none();
    let refers = refers(table, only) && said.as_str() != Some("ignore_fk");
    let counts = number && (explicit || !defaulted && !served && !refers);
    counts.then(|| only.clone())
}

/// Only numbers count up, and `SQLite` counts up no key of several columns.
fn check_counting(vm: &mut Vm<'_>, key: &[Rc<Object>]) -> Eval<()> {
    let is_told = |it: &&Rc<Object>| matches!(field(it, "autoincrement"), Value::Bool(true));
    let told = key.iter().find(is_told);
    if let Some(column) = told
        && let Some(ty) = object(column, "type")
        && !is_number(&ty)
        && ty.class.borrow().native.is_some_and(|it| !std::ptr::eq(it, &g::NULL_TYPE))
    {
        let shown = Compiler::new(vm).type_text(&Value::Object(ty))?;
        let name = text(column, "name").unwrap_or_default();
        let message = format!(
            "Column type {shown} on column '{name}' is not compatible with autoincrement=True"
        );
        return Err(exc::raise(vm, &exc::ARGUMENT_ERROR, message));
    }
    let said = told.is_some();
    let in_key = matches!(vm.host.dialect().autoincrement, Autoincrement::Key(_));
    if !in_key || key.len() == 1 || !said {
        return Ok(());
    }
    let message = "SQLite does not support autoincrement for composite primary keys";
    Err(exc::raise(vm, &exc::COMPILE_ERROR, message))
}

/// Whether a column is in a foreign key: its own, or one of the table.
fn refers(table: &Rc<Object>, column: &Rc<Object>) -> bool {
    let name = text(column, "name");
    let has_it = |key: &Rc<Object>| {
        key.is(&FOREIGN_KEY_CONSTRAINT)
            && column_names(&items(key, "_columns")).iter().any(|it| Some(it) == name.as_ref())
    };
    !items(column, "_foreign_keys").is_empty()
        || items(table, "_constraints").iter().filter_map(Value::as_object).any(has_it)
}

/// Whether a type is a number; one that decorates another is what that is.
fn is_number(ty: &Rc<Object>) -> bool {
    if ty.is(&super::super::types::base::TYPE_DECORATOR) {
        return object(ty, "impl").is_some_and(|it| is_number(&it));
    }
    ty.is(&g::INTEGER_TYPE) || ty.is(&g::NUMERIC_TYPE)
}

/// Checks given inside `Column(...)`, which stand in its clause.
fn inline_checks(
    vm: &mut Vm<'_>,
    column: &Rc<Object>,
    table: &Rc<Object>,
) -> Eval<Vec<Constraint>> {
    let mut res = Vec::new();
    for item in items(column, "_constraints").iter().filter_map(Value::as_object) {
        for mut constraint in constraint_of(vm, item, table)? {
            if let ConstraintKind::Check(check) = &mut constraint.kind {
                check.column = text(column, "name");
            }
            res.push(constraint);
        }
    }
    Ok(res)
}

fn primary_key(
    vm: &mut Vm<'_>,
    table: &Rc<Object>,
    key: &[Rc<Object>],
    counting: Option<&Rc<Object>>,
) -> Eval<Option<Constraint>> {
    let mut columns: Vec<String> = key.iter().filter_map(|it| text(it, "name")).collect();
    let own = items(table, "_constraints")
        .iter()
        .filter_map(|it| it.as_object().cloned())
        .rfind(|it| it.is(&PRIMARY_KEY_CONSTRAINT));
    if columns.is_empty() {
        return Ok(None);
    }
    let mut include = Vec::new();
    let name = match &own {
        Some(it) => {
            include = column_names(&items_or_one(&field(it, "postgresql_include")));
            name_for(vm, it, table)?
        }
        None => {
            // The counted column of a key that nobody named comes first.
            if let Some(name) = counting.and_then(|it| text(it, "name")) {
                columns.sort_by_key(|it| *it != name);
            }
            implicit_key_name(vm, table, &columns)?
        }
    };
    let mut res = Constraint::new(name, ConstraintKind::PrimaryKey { columns, include });
    if let Some(own) = own {
        deferrability(vm.host.dialect(), &own, &mut res);
    }
    Ok(Some(res))
}

/// The name that the convention gives to a key that is only marked on its columns.
fn implicit_key_name(
    vm: &mut Vm<'_>,
    table: &Rc<Object>,
    columns: &[String],
) -> Eval<Option<String>> {
    let columns = columns.iter().map(Value::str).collect();
    let key = vm.instance(&PRIMARY_KEY_CONSTRAINT, [("_columns", Value::list(columns))]);
    name_for(vm, &key, table)
}
