//! `session.query(...)`: conditions are kept for `update` and `delete`; rows are not known.

use std::rc::Rc;

use super::super::engine::statement;
use super::super::expression::dml::{DELETE, UPDATE, column_meant};
use super::super::expression::element::comparison;
use super::super::expression::from::expression_of_from;
use super::super::expression::select::condition;
use super::super::fields::{copy, entries, field, items, items_of, make, object, push, text};
use super::super::schema::column::COLUMN;
use super::session::{SESSION, flush_new, note_read, refuse_offline};
use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static QUERY: NativeClass = NativeClass {
    name: "Query",
    module: "sqlalchemy.orm.query",
    methods: &[
        Native::new("filter", "self, *criterion", filter),
        Native::new("where", "self, *criterion", filter),
        Native::new("filter_by", "self, **kwargs", filter_by),
        Native::new("update", "self, values, synchronize_session='auto', update_args=None", update),
        Native::new("delete", "self, synchronize_session='auto', delete_args=None", delete),
        Native::new("options", "self, *args", |_, args| Ok(args.get("self").clone())),
        Native::new("execution_options", "self, **kw", |_, args| Ok(args.get("self").clone())),
        Native::new("yield_per", "self, count", |_, args| Ok(args.get("self").clone())),
        Native::new("order_by", "self, *clauses", |_, args| Ok(args.get("self").clone())),
        Native::new("populate_existing", "self", |_, args| Ok(args.get("self").clone())),
        Native::new("with_for_update", "self, **kw", |_, args| Ok(args.get("self").clone())),
        Native::new("__iter__", "self", |vm, args| asked(vm, args.get("self"))),
        Native::new("__getitem__", "self, key", |vm, args| asked(vm, args.get("self"))),
        Native::new("__call__", "self, *args, **kw", |_, args| Ok(args.get("self").clone())),
    ],
    attribute: Some(|vm, query, name| {
        if name.starts_with('_') {
            return Ok(None);
        }
        asked(vm, &Value::Object(query.clone())).map(Some)
    }),
    ..NativeClass::EMPTY
};

/// `session.query(Model)`.
pub fn of_session(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let entities = Value::list(args.rest("entities").to_vec());
    let fields = [("_session", args.get("self").clone()), ("_entities", entities)];
    Ok(Value::Object(make(vm, &QUERY, fields)))
}

/// `aliased(Model)`.
pub fn aliased(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let table = expression_of_from(vm, args.get("element"))?;
    if table.is_unknown() {
        return Ok(table);
    }
    super::super::expression::from::aliased(vm, &table, args.get("name").clone(), Vec::new())
}

/// The rows of an entity, which nobody can know.
pub fn rows(vm: &mut Vm<'_>, entity: &Value) -> Eval {
    if entity.is_unknown() {
        return Ok(entity.clone());
    }
    let table = expression_of_from(vm, entity)?;
    let table = match &table {
        Value::Object(it) if it.is(&COLUMN) => object(it, "table"),
        other => other.as_object().cloned(),
    };
    let name = table.and_then(|it| text(&it, "name"));
    let words =
        name.map_or("rows that a query asks for".to_owned(), |it| format!("the rows of `{it}`"));
    Ok(vm.unknown(code::READS_DATA, words))
}

fn asked(vm: &mut Vm<'_>, query: &Value) -> Eval {
    refuse_offline(vm)?;
    let Some(query) = query.as_object().cloned() else { return Ok(Value::None) };
    if let Some(session) = object(&query, "_session").filter(|it| it.is(&SESSION)) {
        flush_new(vm, &Value::Object(session.clone()))?;
        note_read(&session);
    }
    let entity = items(&query, "_entities").into_iter().next().unwrap_or(Value::None);
    rows(vm, &entity)
}

fn filter(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    for clause in args.rest("criterion") {
        let clause = condition(vm, clause)?;
        push(&other, "_where", clause);
    }
    Ok(Value::Object(other))
}

fn filter_by(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    let entity = items(&other, "_entities").into_iter().next().unwrap_or(Value::None);
    for (name, value) in entries(args.get("kwargs")) {
        let column = vm.attribute(&entity, &name)?;
        let clause = comparison(vm, &column, "eq", &value)?;
        push(&other, "_where", clause);
    }
    Ok(Value::Object(other))
}

fn changed(vm: &mut Vm<'_>, args: &Args) -> Option<Rc<Object>> {
    let this = args.get("self").as_object()?.clone();
    let other = copy(vm, &this);
    other.set_field("_where", Value::list(items(&this, "_where")));
    Some(other)
}

fn update(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let pairs: Vec<Value> = match args.get("values") {
        Value::Dict(dict) => {
            let dict = dict.borrow();
            dict.iter().map(|(key, value)| Value::tuple([key.clone(), value.clone()])).collect()
        }
        Value::Unknown(unknown) => {
            vm.emit_unwritten(unknown);
            return Ok(args.get("values").clone());
        }
        _ => Vec::new(),
    };
    change(vm, args, &UPDATE, ("_values", Value::list(pairs)))
}

fn delete(vm: &mut Vm<'_>, args: &Args) -> Eval {
    change(vm, args, &DELETE, ("_values", Value::None))
}

/// Runs a statement on the table of the query, under its conditions.
fn change(
    vm: &mut Vm<'_>,
    args: &Args,
    class: &'static NativeClass,
    values: (&'static str, Value),
) -> Eval {
    refuse_offline(vm)?;
    let Some(query) = args.get("self").as_object().cloned() else { return Ok(Value::None) };
    flush_new(vm, &field(&query, "_session"))?;
    let entity = items(&query, "_entities").into_iter().next().unwrap_or(Value::None);
    let table = expression_of_from(vm, &entity)?;
    if let Value::Unknown(unknown) = &table {
        vm.emit_unwritten(unknown);
        return Ok(table);
    }
    let fields = [("table", table), ("_where", field(&query, "_where")), values];
    let made = make(vm, class, fields);
    let pairs = items(&made, "_values").iter().map(items_of).collect::<Vec<_>>();
    if !pairs.is_empty() {
        let mut meant = Vec::new();
        for pair in pairs {
            let [column, value] = pair.try_into().unwrap_or([Value::None, Value::None]);
            let column = match column.as_str() {
                Some(name) => Value::str(column_meant(vm, &made, name)),
                None => column,
            };
            meant.push(Value::tuple([column, value]));
        }
        made.set_field("_values", Value::list(meant));
    }
    let made = Value::Object(made);
    statement::run(vm, &made, &Value::None, "session.query")
}
