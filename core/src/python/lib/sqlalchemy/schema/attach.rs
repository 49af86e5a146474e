//! How its parts come to a table: columns with their keys and checks, constraints, indexes.

use std::rc::Rc;

use super::super::event;
use super::super::exc;
use super::super::expression::collection::column_named;
use super::super::expression::function;
use super::super::fields::{choice, copy, field, flag, items, object, of, push, same, text};
use super::super::types::generic::NULL_TYPE;
use super::super::types::named::{self};
use super::column::{COLUMN, detached};
use super::constraint::{CONSTRAINT, FOREIGN_KEY_CONSTRAINT, UNIQUE_CONSTRAINT, of_foreign_key};
use super::index::{INDEX, of_column};
use super::next_order;
use super::sequence::SEQUENCE;
use crate::python::class::Object;
use crate::python::lib::geoalchemy2::{RASTER, SPATIAL, index_name};
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Stop, Vm};
/// Gives a table its columns first and then the rest, as Alembic does.
pub fn attach_all(vm: &mut Vm<'_>, table: &Rc<Object>, parts: &[Value]) -> Eval<()> {
    for part in parts {
        attach(vm, table, part)?;
    }
    Ok(())
}

/// Gives a table one more part.
pub fn attach(vm: &mut Vm<'_>, table: &Rc<Object>, part: &Value) -> Eval<()> {
    if part.is_none() {
        return Ok(());
    }
    let Some(it) = part.as_object().cloned() else {
        push(table, "_unknown", part.clone());
        return Ok(());
    };
    if it.is(&COLUMN) {
        return attach_column(vm, table, &it);
    }
    if it.is(&INDEX) {
        it.set_field("table", Value::Object(table.clone()));
        if !items(table, "_indexes").iter().any(|other| same(other, part)) {
            push(table, "_indexes", part.clone());
        }
        return Ok(());
    }
    if it.is(&CONSTRAINT) {
        it.set_field("table", Value::Object(table.clone()));
        if !items(table, "_constraints").iter().any(|other| same(other, part)) {
            push(table, "_constraints", part.clone());
        }
        if table.field(SET).is_some() {
            constraints_of(vm, table)?;
        }
        return Ok(());
    }
    let shown = vm.repr(part)?;
    Err(exc::no_item(vm, &shown))
}

/// The constraints of a table as the set that it has itself: whoever goes through it sees it change.
pub fn constraints_of(vm: &mut Vm<'_>, table: &Rc<Object>) -> Eval {
    let now = vm.set_of(items(table, "_constraints"))?;
    if let (Some(Value::Set(shown)), Value::Set(now)) = (table.field(SET), &now) {
        shown.borrow_mut().clone_from(&now.borrow());
        return Ok(Value::Set(shown));
    }
    table.set_field(SET, now.clone());
    Ok(now)
}

/// The field with the set of constraints that a script was shown.
const SET: &str = "_constraint_set";

/// The field that marks what a column brings to its table by itself: the index of `index=True`, the
/// check of an enum.
pub const OF_COLUMN: &str = "_of_column";

/// Another part that is said in the same way, of no table yet; nothing for one that the columns
/// bring along.
pub fn part_copied(vm: &mut Vm<'_>, part: &Rc<Object>) -> Option<Rc<Object>> {
    if flag(part, OF_COLUMN) {
        return None;
    }
    let other = copy(vm, part);
    other.set_field("table", Value::None);
    Some(other)
}

/// What `SQLAlchemy` adds where a column is appended to a table.
pub const APPENDED: &str =
    " Specify replace_existing=True to Table.append_column() to replace an existing column.";

/// Refuses another column of a name that the table has a column of.
pub(super) fn refuse_second(
    vm: &mut Vm<'_>,
    table: &Rc<Object>,
    part: &Value,
    help: &str,
) -> Eval<()> {
    let Some(column) = part.as_object().filter(|it| it.is(&COLUMN)) else { return Ok(()) };
    let Some(name) = text(column, "name") else { return Ok(()) };
    let columns = items(table, "_columns");
    let mut columns = columns.iter().filter_map(Value::as_object);
    if !columns.any(|it| text(it, "name").as_ref() == Some(&name) && !Rc::ptr_eq(it, column)) {
        return Ok(());
    }
    let table = text(table, "name").unwrap_or_default();
    Err(doubled(vm, &name, &table, help))
}

/// The error of a column of a name that the table has a column of.
pub fn doubled(vm: &mut Vm<'_>, name: &str, table: &str, help: &str) -> Stop {
    let message =
        format!("A column with name '{name}' is already present in table '{table}'.{help}");
    exc::raise(vm, &exc::DUPLICATE_COLUMN_ERROR, message)
}

fn attach_column(vm: &mut Vm<'_>, table: &Rc<Object>, column: &Rc<Object>) -> Eval<()> {
    let taken = object(column, "table").is_some();
    let column = if taken { detached(vm, column) } else { column.clone() };
    event::tell_attaching(vm, &column, &Value::Object(table.clone()))?;
    refuse_nameless(vm, &column)?;
    column.set_field("table", Value::Object(table.clone()));
    let mut columns = items(table, "_columns");
    let name = text(&column, "name");
    let place = columns
        .iter()
        .position(|it| it.as_object().and_then(|it| text(it, "name")) == name && name.is_some());
    match place.and_then(|at| columns.get_mut(at)) {
        Some(old) => *old = Value::Object(column.clone()),
        None => columns.push(Value::Object(column.clone())),
    }
    table.set_field("_columns", Value::list(columns));
    attach_flags(vm, table, &column)?;
    // A type that a column has of its own brings its check first.
    let own = object(&column, "type").is_some_and(|it| !it.is(&NULL_TYPE));
    if own {
        attach_type_check(vm, table, &column)?;
    }
    for key in items(&column, "_foreign_keys").iter().filter_map(Value::as_object) {
        take_type(&column, &field(key, "_target"));
        let made = of_foreign_key(vm, key, &column);
        made.set_field("table", Value::Object(table.clone()));
        push(table, "_constraints", Value::Object(made));
    }
    if !own {
        attach_type_check(vm, table, &column)?;
    }
    attach_spatial_index(vm, table, &column)?;
    refuse_counted_twice(vm, &column)?;
    event::tell_attached(vm, &column, &Value::Object(table.clone()))
}

/// Refuses foreign keys that name a table and no column of it, which only find their column in a
/// table that is known: to an operation, none is but the new one.
pub fn refuse_bare_targets(vm: &mut Vm<'_>, table: &Rc<Object>) -> Eval<()> {
    let columns = items(table, "_columns");
    let mut keys = Vec::new();
    for column in columns.iter().filter_map(Value::as_object) {
        let of_column = items(column, "_foreign_keys");
        let targets = of_column.iter().filter_map(|it| text(it.as_object()?, "_target"));
        keys.extend(targets.map(|it| (text(column, "name").unwrap_or_default(), it)));
    }
    for key in items(table, "_constraints").iter().filter_map(|it| of(it, &FOREIGN_KEY_CONSTRAINT))
    {
        let pairs = items(key, "_columns").into_iter().zip(items(key, "_referred"));
        keys.extend(pairs.filter_map(|(column, referred)| {
            Some((column.as_str()?.to_owned(), referred.as_str()?.to_owned()))
        }));
    }
    let name = text(table, "name").unwrap_or_default();
    let is_own =
        |column: &str, bare: &str| bare == name && column_named(&columns, column).is_some();
    let lost = keys.iter().find(|(column, it)| !it.contains('.') && !is_own(column, it));
    let Some((column, bare)) = lost else { return Ok(()) };
    let message = format!(
        "Could not initialize target column for ForeignKey '{bare}' on table '{name}': table \
         '{bare}' has no column named '{column}'"
    );
    Err(exc::raise(vm, &exc::NO_REFERENCED_COLUMN_ERROR, message))
}

/// Refuses a constraint or index over columns that a new table does not have.
pub(super) fn refuse_missing(vm: &mut Vm<'_>, table: &Rc<Object>) -> Eval<()> {
    if !items(table, "_unknown").is_empty() {
        return Ok(());
    }
    let columns = items(table, "_columns");
    for (parts, names) in [("_constraints", "_columns"), ("_indexes", "expressions")] {
        for part in items(table, parts).iter().filter_map(Value::as_object) {
            let named = items(part, names);
            let mut named = named.iter().filter_map(Value::as_str);
            let Some(name) = named.find(|it| column_named(&columns, it).is_none()) else {
                continue;
            };
            let class = part.class.borrow().name.clone();
            let message = format!(
                "Can't create {class} on table '{}': no column named '{name}' is present.",
                text(table, "name").unwrap_or_default()
            );
            return Err(exc::raise(vm, &exc::CONSTRAINT_COLUMN_NOT_FOUND_ERROR, message));
        }
    }
    Ok(())
}

fn refuse_nameless(vm: &mut Vm<'_>, column: &Rc<Object>) -> Eval<()> {
    if !matches!(field(column, "name"), Value::None | Value::Bool(false))
        && text(column, "name").is_none_or(|it| !it.is_empty())
    {
        return Ok(());
    }
    Err(exc::raise(vm, &exc::ARGUMENT_ERROR, NAMELESS))
}

fn refuse_counted_twice(vm: &mut Vm<'_>, column: &Rc<Object>) -> Eval<()> {
    let by_sequence =
        ["default", "onupdate"].iter().any(|it| of(&field(column, it), &SEQUENCE).is_some());
    if object(column, "identity").is_none() || !by_sequence {
        return Ok(());
    }
    let message = "An column cannot specify both Identity and Sequence.";
    Err(exc::raise(vm, &exc::ARGUMENT_ERROR, message))
}

/// What is said of a column without a name.
pub const NAMELESS: &str = "Column must be constructed with a non-blank name or assign a non-blank \
                            .name before adding to a Table.";

/// Gives a column without a type the type of the column object that it refers to.
fn take_type(column: &Rc<Object>, referred: &Value) {
    let is_null = |it: &Rc<Object>| object(it, "type").is_some_and(|it| it.is(&NULL_TYPE));
    if let Some(referred) = referred.as_object()
        && is_null(column)
        && !is_null(referred)
    {
        column.set_field("type", field(referred, "type"));
    }
}

/// The index that a spatial type asks for, unless it is told not to.
fn attach_spatial_index(vm: &mut Vm<'_>, table: &Rc<Object>, column: &Rc<Object>) -> Eval<()> {
    let own = object(column, "type");
    let kept = own.as_ref().and_then(|it| object(it, "impl"));
    let Some(ty) = [own, kept].into_iter().flatten().find(|it| it.is(&SPATIAL)) else {
        return Ok(());
    };
    match choice(&ty, "nullable") {
        Some(false) => column.set_field("nullable", Value::Bool(false)),
        _ => ty.set_field("nullable", field(column, "nullable")),
    }
    if !flag(&ty, "spatial_index") {
        return Ok(());
    }
    let name = |it: &Rc<Object>| text(it, "name").unwrap_or_default();
    let label = index_name(&name(table), &name(column));
    let indexed = match ty.is(&RASTER) {
        true => function::named(vm, "ST_ConvexHull", vec![Value::Object(column.clone())])?,
        false => Value::Object(column.clone()),
    };
    let mut fields = vec![
        ("name", Value::str(label)),
        ("unique", Value::Bool(false)),
        ("expressions", Value::list(vec![indexed])),
        ("table", Value::Object(table.clone())),
        ("postgresql_using", Value::str("gist")),
        (OF_COLUMN, Value::Bool(true)),
    ];
    if flag(&ty, "use_N_D_index") {
        let mut classes = Dict::default();
        classes.insert_str(&name(column), Value::str("gist_geometry_ops_nd"));
        fields.push(("postgresql_ops", Value::dict(classes)));
    }
    let made = vm.instance(&INDEX, fields);
    push(table, "_indexes", Value::Object(made));
    Ok(())
}

/// `index=True` and `unique=True`.
fn attach_flags(vm: &mut Vm<'_>, table: &Rc<Object>, column: &Rc<Object>) -> Eval<()> {
    let (index, unique) = (flag(column, "index"), flag(column, "unique"));
    let looked_at = NO_TEXTS.iter().find(|(it, _)| flag(column, it));
    if let Some((name, instead)) = looked_at.filter(|(it, _)| text(column, it).is_some()) {
        let message = format!(
            "The '{name}' keyword argument on Column is boolean only. To create {instead} object \
             external to the Table."
        );
        return Err(exc::raise(vm, &exc::ARGUMENT_ERROR, message));
    }
    if index {
        let made = of_column(vm, column, unique);
        made.set_field("table", Value::Object(table.clone()));
        made.set_field(OF_COLUMN, Value::Bool(true));
        push(table, "_indexes", Value::Object(made));
    } else if unique {
        let order = next_order(vm);
        let columns = Value::list(vec![Value::Object(column.clone())]);
        let fields = [
            ("name", Value::None),
            ("_columns", columns),
            ("_order", order),
            (OF_COLUMN, Value::Bool(true)),
        ];
        let made = vm.instance(&UNIQUE_CONSTRAINT, fields);
        made.set_field("table", Value::Object(table.clone()));
        push(table, "_constraints", Value::Object(made));
    }
    Ok(())
}

/// Marks of a column that may be no text, and what is to be made where a name was meant.
const NO_TEXTS: [(&str, &str); 2] = [
    ("index", "indexes with a specific name, create an explicit Index"),
    (
        "unique",
        "unique constraints or indexes with a specific name, append an explicit UniqueConstraint \
         to the Table's list of elements, or create an explicit Index",
    ),
];

/// The check that an enum or a truth value asks for where the database has no such type.
fn attach_type_check(vm: &mut Vm<'_>, table: &Rc<Object>, column: &Rc<Object>) -> Eval<()> {
    let ty = object(column, "type");
    let Some(ty) = ty.filter(|it| flag(it, "create_constraint")) else { return Ok(()) };
    let dialect = vm.host.dialect();
    let native = dialect.named_types;
    let condition = if ty.is(&named::ENUM) {
        if dialect.enums && choice(&ty, "native_enum") != Some(false) {
            return Ok(());
        }
        let labels: Vec<Value> = named::labels(&ty).into_iter().map(Value::str).collect();
        vm.call_method(&Value::Object(column.clone()), "in_", vec![Value::list(labels)])?
    } else {
        if native {
            return Ok(());
        }
        let both = vec![Value::list(vec![Value::Int(0), Value::Int(1)])];
        vm.call_method(&Value::Object(column.clone()), "in_", both)?
    };
    let order = next_order(vm);
    let fields = [
        ("sqltext", condition),
        ("name", field(&ty, "name")),
        ("_order", order),
        (OF_COLUMN, Value::Bool(true)),
    ];
    let made = vm.instance(&super::constraint::CHECK_CONSTRAINT, fields);
    made.set_field("table", Value::Object(table.clone()));
    push(table, "_constraints", Value::Object(made));
    Ok(())
}
