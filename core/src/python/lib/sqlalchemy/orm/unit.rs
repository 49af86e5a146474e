//! What a session writes: the rows that were added to it, as `SQLAlchemy`'s unit of work does.

use std::rc::Rc;

use super::super::engine::statement;
use super::super::event;
use super::super::expression::dml::INSERT;
use super::super::expression::element::CLAUSE_ELEMENT;
use super::super::expression::from;
use super::super::fields::{entries, field, flag, items, items_of, make, of, push, same, text};
use super::super::schema::column::COLUMN;
use super::super::schema::metadata::in_order;
use super::super::schema::table::TABLE;
use super::super::types::generic::JSON_TYPE;
use super::declarative::{ATTRIBUTE, VALIDATOR};
use super::session::refuse_offline;
use crate::diagnostic::code;
use crate::project::{FileId, Span};
use crate::python::class::{Class, Object};
use crate::python::value::{Unknown, Value};
use crate::python::vm::{Eval, Vm};

/// Remembers a new object, which the next flush writes; gives false for what is none, or is only
/// perhaps added.
pub fn add(vm: &mut Vm<'_>, session: &Rc<Object>, instance: &Value) -> bool {
    let Some(object) = instance.as_object().filter(|it| mapped_table(it).is_some()) else {
        return false;
    };
    if vm.is_in_doubt() {
        return false;
    }
    if field(object, STATE).is_none() {
        object.set_field(STATE, Value::Bool(false));
        let place = vm.span();
        let place = [place.file.0, place.start, place.end].map(|it| Value::Int(it.into()));
        push(session, NEW, Value::tuple([instance.clone(), Value::tuple(place)]));
    }
    true
}

/// Forgets what was added and not written yet.
pub fn forget(session: &Rc<Object>) {
    for pending in items(session, NEW).iter().map(items_of) {
        if let Some(object) = pending.first().and_then(Value::as_object) {
            object.set_field(STATE, Value::None);
        }
    }
    session.set_field(NEW, Value::None);
}

/// Writes what was added, after the tables that it refers to, and tells of changes since.
pub fn flush(vm: &mut Vm<'_>, session: &Rc<Object>) -> Eval<()> {
    tell_changes(vm, session)?;
    if let Value::Unknown(unknown) = field(session, NEW) {
        vm.emit_unwritten(&unknown);
    }
    let pending = items(session, NEW);
    if !pending.is_empty() {
        refuse_offline(vm)?;
    }
    session.set_field(NEW, Value::None);
    let mut rows = Vec::new();
    for it in &pending {
        let parts = items_of(it);
        let [Value::Object(object), place] = parts.as_slice() else { continue };
        let given = set_in(object);
        let class = object.class.borrow().clone();
        let told = event::is_heard(session, "before_flush");
        rows.push(row_of(vm, &class, given, Manner::Flush, told, place_of(place))?);
    }
    let mut tables: Vec<Value> = Vec::new();
    for row in &rows {
        let table = Value::Object(row.table.clone());
        if !tables.iter().any(|it| same(it, &table)) {
            tables.push(table);
        }
    }
    for table in in_order(tables) {
        let own: Vec<&Row> =
            rows.iter().filter(|it| same(&Value::Object(it.table.clone()), &table)).collect();
        write(vm, &own, Manner::Flush)?;
    }
    for object in pending.iter().filter_map(|it| items_of(it).first()?.as_object().cloned()) {
        object.set_field(STATE, Value::Bool(true));
        let fields = object.fields.borrow().clone();
        let kept = vm.new_object(&object.class.borrow().clone());
        *kept.fields.borrow_mut() = fields;
        push(session, WRITTEN, Value::tuple([Value::Object(object), Value::Object(kept)]));
    }
    Ok(())
}

/// Writes objects at once, as `bulk_save_objects` does; gives false if one is no new object.
pub fn save(vm: &mut Vm<'_>, instances: &[Value]) -> Eval<bool> {
    let is_new = |it: &Value| {
        it.as_object().is_some_and(|it| mapped_table(it).is_some() && field(it, STATE).is_none())
    };
    if !instances.iter().all(is_new) {
        return Ok(false);
    }
    let mut rows = Vec::new();
    for object in instances.iter().filter_map(Value::as_object) {
        let given = set_in(object);
        let class = object.class.borrow().clone();
        let place = vm.span();
        rows.push(row_of(vm, &class, given, Manner::Bulk, false, place)?);
    }
    write_by_table(vm, &rows)?;
    Ok(true)
}

/// Writes rows said by dictionaries, as `bulk_insert_mappings` does; gives false if it is no class
/// with a table, or a row is no dictionary.
pub fn insert(vm: &mut Vm<'_>, class: &Value, mappings: &[Value]) -> Eval<bool> {
    let Value::Class(class) = class else { return Ok(false) };
    let is_row = |it: &Value| matches!(it, Value::Dict(_));
    if table_of(class).is_none() || !mappings.iter().all(is_row) {
        return Ok(false);
    }
    let mut rows = Vec::new();
    for mapping in mappings {
        let given = entries(mapping);
        let place = vm.span();
        rows.push(row_of(vm, class, given, Manner::Bulk, false, place)?);
    }
    write_by_table(vm, &rows)?;
    Ok(true)
}

/// What an object has in a column that was not set: nothing, until the database gave it something.
pub fn unset(vm: &mut Vm<'_>, object: &Rc<Object>, column: &Rc<Object>) -> Option<Value> {
    mapped_table(object)?;
    if !flag(object, STATE) {
        return Some(Value::None);
    }
    let name = text(column, "name").unwrap_or_default();
    let class = object.class.borrow().name.clone();
    Some(
        vm.unknown(code::READS_DATA, format!("the `{name}` that the database gave to a `{class}`")),
    )
}

/// Whether an object was added to a session, and whether that wrote it.
const STATE: &str = "_sa_instance_state";
/// The objects that a session has to write, each with the place that added it.
const NEW: &str = "_new";
/// The objects that a session wrote, each with what it was then.
const WRITTEN: &str = "_written";

/// How rows are written: by a flush, which says every column, or at once, as they are said.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    Flush,
    Bulk,
}

/// A row to write, or why it cannot be known.
struct Row {
    table: Rc<Object>,
    place: Span,
    /// Pairs of column and value.
    values: Result<Vec<(Rc<Object>, Value)>, Rc<Unknown>>,
}

impl Row {
    /// Whether two rows say the same columns, so that one statement can write both.
    fn is_like(&self, other: &Self) -> bool {
        let (Ok(own), Ok(others)) = (&self.values, &other.values) else { return false };
        let is_plain = |it: &(Rc<Object>, Value)| of(&it.1, &CLAUSE_ELEMENT).is_none();
        own.len() == others.len()
            && own.iter().zip(others).all(|((left, _), (right, _))| Rc::ptr_eq(left, right))
            && own.iter().chain(others).all(is_plain)
    }
}

fn row_of(
    vm: &mut Vm<'_>,
    class: &Rc<Class>,
    given: Vec<(String, Value)>,
    manner: Manner,
    is_heard: bool,
    place: Span,
) -> Eval<Row> {
    let table = table_of(class).unwrap_or_else(|| make(vm, &TABLE, []));
    vm.places.push(place);
    let hindrance = if is_heard { Some(unfollowed(vm, class)) } else { None };
    let hindrance = hindrance.or_else(|| hindrance_of(vm, class, &table, &given));
    vm.places.pop();
    if let Some(Value::Unknown(unknown)) = hindrance {
        return Ok(Row { table, place, values: Err(unknown) });
    }
    let mut values = Vec::new();
    for column in from::columns_of(vm, &table).iter().filter_map(Value::as_object) {
        let key = key_of(class, column);
        let said = given.iter().find(|(name, _)| *name == key).map(|(_, value)| value.clone());
        values.extend(written_value(column, said, manner).map(|it| (column.clone(), it)));
    }
    Ok(Row { table, place, values: Ok(values) })
}

/// What was set in an object, by attribute.
fn set_in(object: &Rc<Object>) -> Vec<(String, Value)> {
    let fields = object.fields.borrow();
    fields.iter().map(|(name, value)| (name.to_owned(), value.clone())).collect()
}

/// What is written to a column, if the statement says it at all.
fn written_value(column: &Rc<Object>, said: Option<Value>, manner: Manner) -> Option<Value> {
    let is_json = field(column, "type")
        .as_object()
        .is_some_and(|it| it.is(&JSON_TYPE) && !flag(it, "none_as_null"));
    match said {
        Some(Value::None) if is_json => Some(Value::str("JSON_NULL")),
        Some(value) if !value.is_none() => Some(value),
        _ if manner == Manner::Bulk || is_json || flag(column, "primary_key") => None,
        _ if !field(column, "default").is_none() || is_filled(column) => None,
        _ => Some(Value::None),
    }
}

/// Whether the database itself gives a column something that is not NULL.
fn is_filled(column: &Rc<Object>) -> bool {
    ["server_default", "computed", "identity"].iter().any(|it| !field(column, it).is_none())
}

/// The attribute of a class that stands for a column.
fn key_of(class: &Rc<Class>, column: &Rc<Object>) -> String {
    let key = text(column, ATTRIBUTE).or_else(|| text(column, "key")).unwrap_or_default();
    let column = Value::Object(column.clone());
    for it in class.mro.borrow().iter() {
        let fields = it.fields.borrow();
        if fields.get(&key).is_some_and(|it| same(it, &column)) {
            return key;
        }
        if let Some((name, _)) = fields.iter().find(|(_, value)| same(value, &column)) {
            return name.to_owned();
        }
    }
    key
}

/// What nobody can know of a row, if there is such: what else runs, or is written with it.
fn hindrance_of(
    vm: &mut Vm<'_>,
    class: &Rc<Class>,
    table: &Rc<Object>,
    given: &[(String, Value)],
) -> Option<Value> {
    if let Some(unknown) = items(table, "_unknown").into_iter().next() {
        return Some(unknown);
    }
    if let Some(unknown) = vm.unknown_base(class) {
        return Some(unknown);
    }
    let mro = class.mro.borrow().clone();
    let own = |name: &str| mro.iter().find_map(|it| it.fields.borrow().get(name).cloned());
    let tables = mro.iter().filter(|it| it.fields.borrow().get("__table__").is_some()).count();
    let validates = mro.iter().any(|it| {
        let fields = it.fields.borrow();
        fields.iter().any(|(_, value)| of(value, &VALIDATOR).is_some())
    });
    let is_heard = EVENTS.iter().any(|it| event::is_class_heard(class, it))
        || from::columns_of(vm, table)
            .iter()
            .filter_map(Value::as_object)
            .any(|it| event::is_heard(it, "set"));
    let said = own("__mapper_args__").unwrap_or(Value::None);
    let is_plain = said.is_none() || matches!(said, Value::Dict(_)) && mapped_plainly(&said);
    if tables > 1 || !is_plain || validates || is_heard {
        return Some(unfollowed(vm, class));
    }
    let is_more = |(name, value): &&(String, Value)| {
        let is_column = |it: &Value| of(it, &COLUMN).is_some();
        match own(name) {
            Some(it @ (Value::Object(_) | Value::Unknown(_))) => {
                !is_column(&it) && !value.is_none() && !is_empty(value)
            }
            _ => holds_mapped(value),
        }
    };
    let related = given.iter().filter(|(name, _)| name != STATE).find(is_more);
    related.map(|(name, _)| {
        vm.unknown(
            "session-writes",
            format!("the rows that come with `{name}` of a `{}`", class.name),
        )
    })
}

/// What a class can listen to that changes what is written of its objects.
const EVENTS: &[&str] = &["init", "before_insert", "after_insert", "before_attach"];

/// Whether a class is mapped with nothing that changes what is written of its objects.
fn mapped_plainly(arguments: &Value) -> bool {
    let is_plain = |name: &str| matches!(name, "eager_defaults" | "confirm_deleted_rows");
    entries(arguments).iter().all(|(name, _)| is_plain(name))
}

/// Whether a value is an object of a mapped class, or has such.
fn holds_mapped(value: &Value) -> bool {
    let is_mapped = |it: &Value| it.as_object().is_some_and(|it| mapped_table(it).is_some());
    is_mapped(value) || items_of(value).iter().any(is_mapped)
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::List(items) => items.borrow().is_empty(),
        _ => false,
    }
}

fn unfollowed(vm: &Vm<'_>, class: &Rc<Class>) -> Value {
    vm.unknown("session-writes", format!("the rows that a session writes for a `{}`", class.name))
}

/// Writes rows table by table, as they come.
fn write_by_table(vm: &mut Vm<'_>, rows: &[Row]) -> Eval<()> {
    for run in rows.chunk_by(|left, right| Rc::ptr_eq(&left.table, &right.table)) {
        write(vm, &run.iter().collect::<Vec<_>>(), Manner::Bulk)?;
    }
    Ok(())
}

/// Writes rows of a table. Rows that one statement could write need no answer each.
fn write(vm: &mut Vm<'_>, rows: &[&Row], manner: Manner) -> Eval<()> {
    for run in rows.chunk_by(|left, right| left.is_like(right)) {
        for row in run {
            vm.places.push(row.place);
            let res = write_row(vm, row, manner, run.len() > 1);
            vm.places.pop();
            res?;
        }
    }
    Ok(())
}

fn write_row(vm: &mut Vm<'_>, row: &Row, manner: Manner, is_of_many: bool) -> Eval<()> {
    let values = match &row.values {
        Ok(values) => values,
        Err(unknown) => {
            vm.emit_unwritten(unknown);
            return Ok(());
        }
    };
    let pairs = values
        .iter()
        .map(|(column, value)| Value::tuple([field(column, "name"), value.clone()]))
        .collect();
    let fields = [
        ("table", Value::Object(row.table.clone())),
        ("_values", Value::list(pairs)),
        ("_says_values", Value::Bool(true)),
        ("_inline", Value::Bool(is_of_many)),
        ("_is_flushed", Value::Bool(manner == Manner::Flush)),
    ];
    let insert = Value::Object(make(vm, &INSERT, fields));
    statement::run(vm, &insert, &Value::None, "session.add").map(|_| ())
}

/// Tells of objects that were changed after they had been written: of each, which row it is nobody
/// says.
fn tell_changes(vm: &mut Vm<'_>, session: &Rc<Object>) -> Eval<()> {
    let mut kept = Vec::new();
    for it in items(session, WRITTEN) {
        let parts = items_of(&it);
        let [Value::Object(object), Value::Object(before)] = parts.as_slice() else { continue };
        if is_changed(vm, object, before)? {
            let class = object.class.borrow().clone();
            let reason = format!("which row a session wrote for a `{}` that changes", class.name);
            if let Value::Unknown(unknown) = vm.unknown("session-writes", reason) {
                vm.emit_unwritten(&unknown);
            }
        } else {
            kept.push(it);
        }
    }
    session.set_field(WRITTEN, Value::list(kept));
    Ok(())
}

fn is_changed(vm: &mut Vm<'_>, object: &Rc<Object>, before: &Rc<Object>) -> Eval<bool> {
    let fields = object.fields.borrow().clone();
    for (name, value) in fields.iter().filter(|(name, _)| *name != STATE) {
        let old = field(before, name);
        if same(value, &old) || value.is_unknown() && old.is_unknown() {
            continue;
        }
        if !vm.equal(value, &old)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The table of an object of a mapped class.
fn mapped_table(object: &Rc<Object>) -> Option<Rc<Object>> {
    table_of(&object.class.borrow().clone())
}

fn table_of(class: &Rc<Class>) -> Option<Rc<Object>> {
    let mro = class.mro.borrow();
    let table = mro.iter().find_map(|it| it.fields.borrow().get("__table__").cloned())?;
    of(&table, &TABLE).cloned()
}

fn place_of(value: &Value) -> Span {
    let place: Vec<u32> =
        items_of(value).iter().filter_map(|it| it.as_int()?.try_into().ok()).collect();
    match place.as_slice() {
        [file, start, end] => Span { file: FileId(*file), start: *start, end: *end },
        _ => Span::file(FileId(0)),
    }
}
