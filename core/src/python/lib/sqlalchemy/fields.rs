//! Reading the fields of our constructs, and making constructs from fields.

use std::rc::Rc;

use crate::python::class::{NativeClass, Object};
use crate::python::methods::view;
use crate::python::value::Value;
use crate::python::vm::Vm;

/// A field's value; a missing one is Python's `None`.
pub fn field(object: &Rc<Object>, name: &str) -> Value {
    object.field(name).unwrap_or(Value::None)
}

/// A field's text, if it is one.
pub fn text(object: &Rc<Object>, name: &str) -> Option<String> {
    object.field(name).and_then(|it| it.as_str().map(str::to_owned))
}

/// A field's whole number, if it is one.
pub fn int(object: &Rc<Object>, name: &str) -> Option<i128> {
    object.field(name).and_then(|it| it.as_int())
}

/// Whether a field is true.
pub fn flag(object: &Rc<Object>, name: &str) -> bool {
    object.field(name).and_then(|it| it.plain_truth()).unwrap_or(false)
}

/// A field that may be left open: true, false or not said.
pub fn choice(object: &Rc<Object>, name: &str) -> Option<bool> {
    object.field(name).and_then(|it| it.choice())
}

/// A field's object, if it is one.
pub fn object(object: &Rc<Object>, name: &str) -> Option<Rc<Object>> {
    match object.field(name) {
        Some(Value::Object(it)) => Some(it),
        _ => None,
    }
}

/// The items of a field that is a list or tuple.
pub fn items(object: &Rc<Object>, name: &str) -> Vec<Value> {
    object.field(name).map(|it| items_of(&it)).unwrap_or_default()
}

/// The items of a list, tuple, set or view of a dictionary; anything else has none.
pub fn items_of(value: &Value) -> Vec<Value> {
    match value {
        Value::List(items) => items.borrow().clone(),
        Value::Tuple(items) => items.to_vec(),
        Value::Set(items) => items.borrow().iter().map(|(key, _)| key.clone()).collect(),
        other => view::items(other).unwrap_or_default(),
    }
}

/// The items of a list, tuple, set or view of a dictionary; anything else is its own only item.
pub fn items_or_one(value: &Value) -> Vec<Value> {
    match value {
        Value::List(_) | Value::Tuple(_) | Value::Set(_) => items_of(value),
        Value::None => Vec::new(),
        one => view::items(one).unwrap_or_else(|| vec![one.clone()]),
    }
}

/// Adds an item to a field that is a list.
pub fn push(object: &Rc<Object>, name: &str, item: Value) {
    match object.field(name) {
        Some(Value::List(items)) => items.borrow_mut().push(item),
        _ => object.set_field(name, Value::list(vec![item])),
    }
}

/// An entry of a field that is a dictionary.
pub fn entry(object: &Rc<Object>, name: &str, key: &str) -> Option<Value> {
    match object.field(name) {
        Some(Value::Dict(dict)) => dict.borrow().get_str(key).cloned(),
        _ => None,
    }
}

/// The entries of a dictionary whose keys are texts.
pub fn entries(value: &Value) -> Vec<(String, Value)> {
    let Value::Dict(dict) = value else { return Vec::new() };
    let dict = dict.borrow();
    dict.iter().filter_map(|(key, value)| Some((key.as_str()?.to_owned(), value.clone()))).collect()
}

/// An object of a class of ours with these fields; its constructor does not run.
pub fn make(
    vm: &mut Vm<'_>,
    class: &'static NativeClass,
    fields: impl IntoIterator<Item = (&'static str, Value)>,
) -> Rc<Object> {
    vm.instance(class, fields)
}

/// Another object of the same class with the same fields.
pub fn copy(vm: &mut Vm<'_>, object: &Rc<Object>) -> Rc<Object> {
    let class = object.class.borrow().clone();
    let other = vm.new_object(&class);
    *other.fields.borrow_mut() = object.fields.borrow().clone();
    other
}

/// The object of a value, if it is of this class.
pub fn of<'v>(value: &'v Value, class: &'static NativeClass) -> Option<&'v Rc<Object>> {
    value.as_object().filter(|it| it.is(class))
}

/// Whether two values are one and the same object.
pub fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Object(left), Value::Object(right)) => Rc::ptr_eq(left, right),
        _ => false,
    }
}
