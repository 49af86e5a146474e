//! The tables of all models, made in a database that has none of them yet.

use std::rc::Rc;

use super::super::fields::{field, items, items_of, object, text};
use super::super::types::generic::NULL_TYPE;
use super::super::types::named::Check;
use super::constraint::{FOREIGN_KEY_CONSTRAINT, column_names, target};
use super::metadata::{every, in_order, tables_of};
use super::table::{PLACE, create_parts, missing_name, name_of};
use crate::catalog::{Constraint, ConstraintKind};
use crate::diagnostic::{Problem, code};
use crate::name::Name;
use crate::op::{AddConstraint, CreateTable};
use crate::project::{FileId, Span};
use crate::python::class::Object;
use crate::python::value::Value;
use crate::python::vm::{Eval, Stop, Vm};

/// Makes the tables of every metadata; keys go after all tables where the dialect can add them.
pub fn create_every(vm: &mut Vm<'_>) -> Eval<()> {
    let mut keys = Vec::new();
    for metadata in items_of(&every(vm)?).iter().filter_map(Value::as_object) {
        let tables = in_order(tables_of(metadata));
        type_references(&tables);
        for table in tables.iter().filter_map(Value::as_object) {
            match create_declared(vm, table) {
                Ok(found) => keys.extend(found),
                // What cannot be made costs no other table.
                Err(Stop::Raise(exception)) => {
                    let text = vm.exception_line(&exception);
                    vm.host.report(problem::no_table(&name_of(table), &text).at(place_of(table)));
                }
                Err(stop) => return Err(stop),
            }
        }
    }
    for (place, key) in keys {
        vm.places.push(place);
        vm.emit(key.into(), "MetaData.create_all");
        vm.places.pop();
    }
    Ok(())
}

/// Gives columns without a type the type of the column that they refer to.
pub fn type_references(tables: &[Value]) {
    let tables: Vec<&Rc<Object>> = tables.iter().filter_map(Value::as_object).collect();
    // A column may refer to one that refers to another.
    let mut is_changed = true;
    while is_changed {
        is_changed = false;
        for table in &tables {
            for (column, target) in references(table).into_iter().filter(|it| is_untyped(&it.0)) {
                let referred = referred_column(&tables, &target).filter(|it| !is_untyped(it));
                if let Some(referred) = referred {
                    column.set_field("type", field(&referred, "type"));
                    is_changed = true;
                }
            }
        }
    }
}

/// Whether a table has a column that waits for the type of what it refers to.
pub fn lacks_types(table: &Rc<Object>) -> bool {
    references(table).iter().any(|(column, _)| is_untyped(column))
}

fn is_untyped(column: &Rc<Object>) -> bool {
    object(column, "type").is_none_or(|it| it.is(&NULL_TYPE))
}

/// The columns of a table that refer to others, each with what it refers to.
fn references(table: &Rc<Object>) -> Vec<(Rc<Object>, Value)> {
    let columns: Vec<Rc<Object>> =
        items(table, "_columns").iter().filter_map(Value::as_object).cloned().collect();
    let named = |name: &String| columns.iter().find(|it| text(it, "name").as_ref() == Some(name));
    let mut found = Vec::new();
    for key in items(table, "_constraints").iter().filter_map(Value::as_object) {
        if key.is(&FOREIGN_KEY_CONSTRAINT) {
            let names = column_names(&items(key, "_columns"));
            let pairs = names.iter().zip(items(key, "_referred"));
            found.extend(pairs.filter_map(|(it, target)| Some((named(it)?.clone(), target))));
        }
    }
    found
}

fn referred_column(tables: &[&Rc<Object>], value: &Value) -> Option<Rc<Object>> {
    if let Value::Object(column) = value {
        return Some(column.clone());
    }
    let (name, column) = target(value)?;
    let is_it = |it: &&&Rc<Object>| {
        let own = name_of(it);
        own.key() == name.key() || name.schema.is_none() && own.name == name.name
    };
    let table = tables.iter().find(is_it)?;
    let columns = items(table, "_columns");
    let named = |it: &&Rc<Object>| text(it, "name") == column;
    columns.iter().filter_map(Value::as_object).find(named).cloned()
}

/// Makes a table and its types at the place that declares it, and gives the foreign keys that are
/// to be added when all tables are there.
fn create_declared(vm: &mut Vm<'_>, table: &Rc<Object>) -> Eval<Vec<(Span, AddConstraint)>> {
    let place = place_of(table);
    vm.places.push(place);
    let made = create_without_keys(vm, table);
    vm.places.pop();
    Ok(made?.into_iter().map(|it| (place, it)).collect())
}

/// The statement that declares a table.
fn place_of(table: &Rc<Object>) -> Span {
    let place: Vec<u32> =
        items(table, PLACE).iter().filter_map(|it| it.as_int()?.try_into().ok()).collect();
    match place.as_slice() {
        [file, start, end] => Span { file: FileId(*file), start: *start, end: *end },
        _ => Span::file(FileId(0)),
    }
}

fn create_without_keys(vm: &mut Vm<'_>, table: &Rc<Object>) -> Eval<Vec<AddConstraint>> {
    if let Some(unknown) = missing_name(table) {
        vm.emit_unwritten(&unknown);
        return Ok(Vec::new());
    }
    if vm.host.catalog().table(&name_of(table)).is_some() {
        return Ok(Vec::new());
    }
    create_parts(vm, table, Check::First)?;
    for key in items(table, "_constraints").iter().filter_map(Value::as_object) {
        // A key that would wait for the other table has nothing to wait for.
        key.set_field("use_alter", Value::Bool(false));
    }
    let holes = vm.holes();
    let mut lowered = super::lower_table(vm, &Value::Object(table.clone()))?;
    let name = lowered.name.clone();
    let mut keys = Vec::new();
    if vm.host.dialect().alter_constraint {
        let is_key = |it: &Constraint| matches!(it.kind, ConstraintKind::ForeignKey(_));
        let (found, kept) = std::mem::take(&mut lowered.constraints).into_iter().partition(is_key);
        (keys, lowered.constraints) = (found, kept);
    }
    let op = CreateTable { table: lowered, if_not_exists: false };
    vm.emit_since(holes, op.into(), "MetaData.create_all");
    let add = |constraint| AddConstraint::to(name.clone(), constraint);
    Ok(keys.into_iter().map(add).collect())
}

mod problem {
    use super::{Name, Problem, code};

    pub(super) fn no_table(table: &Name, text: &str) -> Problem {
        Problem::error(code::SCRIPT_RAISED, format!("table `{table}` cannot be made: `{text}`"))
            .help("check the model: its application would stop here, too")
    }
}
