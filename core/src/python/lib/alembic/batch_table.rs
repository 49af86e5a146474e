//! What a batch says of its table besides operations: parts of the copy, and columns that are read
//! otherwise than they are.

use std::rc::Rc;

use super::batch::PLACES;
use super::copy;
use crate::catalog::{Constraint, ConstraintKind, Table};
use crate::diagnostic::code;
use crate::python::class::Object;
use crate::python::lib::sqlalchemy::fields::{entries, field, items, items_of, of, text};
use crate::python::lib::sqlalchemy::schema::column::COLUMN;
use crate::python::lib::sqlalchemy::schema::constraint::{CONSTRAINT, FOREIGN_KEY_CONSTRAINT};
use crate::python::lib::sqlalchemy::schema::lower_table;
use crate::python::lib::sqlalchemy::schema::table::TABLE;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// The constraints of `table_args=`, which the copy has before all others but the key.
pub(super) fn constraints(vm: &mut Vm<'_>, batch: &Rc<Object>) -> Eval<Vec<Constraint>> {
    // A foreign key would look for its table where the copy is made.
    let is_followed =
        |it: &Value| of(it, &CONSTRAINT).is_some_and(|it| !it.is(&FOREIGN_KEY_CONSTRAINT));
    let given = items(batch, "table_args");
    tell(vm, "table_args", given.iter().filter(|it| !is_followed(it)));
    let parts: Vec<Value> = given.into_iter().filter(is_followed).collect();
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    Ok(table_of(vm, batch, parts)?.constraints)
}

/// Puts the columns of `reflect_args=` in the place of those that the database has under their names.
pub(super) fn override_columns(vm: &mut Vm<'_>, batch: &Rc<Object>, table: &mut Table) -> Eval<()> {
    for (name, value) in entries(&field(batch, "reflect_kwargs")) {
        // What else is said of the reflection may change all of the copy.
        let said = [value];
        tell(vm, &name, said.iter().filter(|it| !it.is_none()));
    }
    let given = items(batch, "reflect_args");
    tell(vm, "reflect_args", given.iter().filter(|it| of(it, &COLUMN).is_none()));
    for column in given.into_iter().filter(|it| of(it, &COLUMN).is_some()) {
        let lowered = table_of(vm, batch, vec![column])?;
        let is_key = |it: &Constraint| matches!(it.kind, ConstraintKind::PrimaryKey { .. });
        let has_more = !lowered.constraints.iter().all(is_key) || !lowered.indexes.is_empty();
        for own in lowered.columns {
            let place = table.columns.iter_mut().find(|it| it.name == own.name);
            match place.filter(|_| !has_more) {
                Some(place) => *place = own,
                None => tell(vm, "reflect_args", [Value::str(&own.name)].iter()),
            }
        }
    }
    Ok(())
}

/// Tells of the options of the copy that are not followed.
pub(super) fn tell_options(vm: &mut Vm<'_>, batch: &Rc<Object>) {
    let own = format!("{}_", vm.host.dialect().name);
    for (name, value) in entries(&field(batch, "table_kwargs")) {
        let matters = name.starts_with(&own) || !name.contains('_');
        if matters && name != "sqlite_autoincrement" && name != "info" {
            tell(vm, &name, [value].iter());
        }
    }
}

/// The new columns that do not go to the end.
pub(super) fn places(batch: &Rc<Object>) -> Vec<copy::Place> {
    let text_of = |it: Option<&Value>| it.and_then(Value::as_str).map(str::to_owned);
    let place = |it: &Value| {
        let parts = items_of(it);
        let column = parts.first().and_then(|it| of(it, &COLUMN))?;
        Some(copy::Place {
            column: text(column, "name")?,
            before: text_of(parts.get(1)),
            after: text_of(parts.get(2)),
        })
    };
    items(batch, PLACES).iter().filter_map(place).collect()
}

/// The rows of columns that `partial_reordering=` puts in an order.
pub(super) fn partial_order(batch: &Rc<Object>) -> Vec<Vec<String>> {
    items(batch, "partial_reordering").iter().map(texts_of).collect()
}

fn texts_of(value: &Value) -> Vec<String> {
    items_of(value).iter().filter_map(|it| it.as_str().map(str::to_owned)).collect()
}

/// A table of the batch's name with these parts only.
fn table_of(vm: &mut Vm<'_>, batch: &Rc<Object>, parts: Vec<Value>) -> Eval<Table> {
    let mut given = vec![field(batch, "table_name"), Value::None];
    given.extend(parts);
    let schema = vec![("schema".to_owned(), field(batch, "schema"))];
    let made = vm.construct(&TABLE, given, schema)?;
    lower_table(vm, &made)
}

fn tell<'v>(vm: &mut Vm<'_>, name: &str, values: impl Iterator<Item = &'v Value>) {
    for _ in values {
        let words = format!("`{name}` of a batch");
        if let Value::Unknown(unknown) = vm.unknown(code::UNFOLLOWED_CALL, words) {
            vm.incomplete(&unknown);
        }
    }
}
