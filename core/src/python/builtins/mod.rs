//! The names that every script has without an import.

pub mod functions;
pub mod gathering;
pub mod reflection;
pub mod types;

pub use types::{
    BOOL, BYTES, CLASS_METHOD, DICT, FLOAT, FROZEN_SET, INT, ITERATOR, LIST, OBJECT, PROPERTY,
    RANGE, SET, SLICE, STATIC_METHOD, STR, SUPER, TUPLE, TYPE,
};

use std::rc::Rc;

use super::class::{BoundNative, Class, Native, NativeClass};
use super::exceptions::EXCEPTIONS;
use super::value::Value;
use super::vm::Vm;
use types::{ELLIPSIS_TYPE, FUNCTION, METHOD, MODULE, NATIVE_FUNCTION, NONE_TYPE, TYPES};

/// The tables of functions.
const FUNCTIONS: &[&[Native]] =
    &[functions::FUNCTIONS, gathering::FUNCTIONS, reflection::FUNCTIONS];

impl Vm<'_> {
    /// What a built-in name stands for.
    pub(super) fn builtin(&mut self, name: &str) -> Option<Value> {
        if let Some(native) = FUNCTIONS.iter().copied().flatten().find(|it| it.name == name) {
            return Some(Value::Native(Rc::new(BoundNative { native, receiver: None })));
        }
        let mut classes = TYPES.iter().chain(EXCEPTIONS);
        if let Some(class) = classes.find(|it| it.name == name) {
            return Some(Value::Class(self.class_of(class)));
        }
        match name {
            "NotImplemented" => Some(Value::NotImplemented),
            "Ellipsis" => Some(Value::Ellipsis),
            "__debug__" => Some(Value::Bool(true)),
            "IOError" | "EnvironmentError" => self.builtin("OSError"),
            "__builtins__" => Some(Value::None),
            _ => None,
        }
    }

    /// The class of a value, as `type(value)` gives it.
    pub fn type_of(&mut self, value: &Value) -> Rc<Class> {
        let native: &'static NativeClass = match value {
            Value::Object(object) => return object.class.borrow().clone(),
            Value::None => &NONE_TYPE,
            Value::Bool(_) => &BOOL,
            Value::Int(_) => &INT,
            Value::Float(_) => &FLOAT,
            Value::Str(_) => &STR,
            Value::Bytes(_) => &BYTES,
            Value::Tuple(_) => &TUPLE,
            Value::List(_) => &LIST,
            Value::Dict(_) => &DICT,
            Value::Set(_) => &SET,
            Value::Ellipsis | Value::NotImplemented => &ELLIPSIS_TYPE,
            Value::Function(_) => &FUNCTION,
            Value::Method(_) => &METHOD,
            Value::Native(_) => &NATIVE_FUNCTION,
            Value::Class(_) => &TYPE,
            Value::Module(_) => &MODULE,
            Value::Unknown(_) => &OBJECT,
        };
        self.class_of(native)
    }
}

impl NativeClass {
    /// Whether its objects are plain values, which objects of inheriting classes hold.
    pub(super) fn is_builtin_value(&self) -> bool {
        let values = [&INT, &FLOAT, &STR, &BYTES, &TUPLE, &LIST, &DICT, &SET, &FROZEN_SET];
        values.into_iter().any(|it| std::ptr::eq(it, self))
    }

    /// Whether it is filled by its `__init__`, not by its `__new__`.
    pub(super) fn is_container(&self) -> bool {
        [&LIST, &DICT, &SET].into_iter().any(|it| std::ptr::eq(it, self))
    }
}
