//! Takes values apart without recursion: a chain of objects may be longer than the stack is deep.

use std::rc::Rc;

use super::class::{Function, Object};
use super::scope::Scope;
use super::value::{Dict, Value};

impl Drop for Object {
    fn drop(&mut self) {
        let fields = self.fields.get_mut();
        if fields.iter().any(|(_, it)| holds_others(it)) {
            release(std::mem::take(fields).into_values().collect());
        }
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        let mut waiting = Waiting::default();
        waiting.take_scope(self);
        waiting.release();
    }
}

/// Takes values apart that nobody refers to any more, and what they alone refer to.
fn release(values: Vec<Value>) {
    Waiting { values, scopes: Vec::new() }.release();
}

/// Whether dropping a value may drop others.
fn holds_others(value: &Value) -> bool {
    !matches!(
        value,
        Value::None
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Str(_)
            | Value::Bytes(_)
            | Value::Ellipsis
            | Value::NotImplemented
            | Value::Unknown(_)
    )
}

/// What is still to be taken apart.
#[derive(Default)]
struct Waiting {
    values: Vec<Value>,
    scopes: Vec<Rc<Scope>>,
}

impl Waiting {
    fn release(mut self) {
        loop {
            if let Some(value) = self.values.pop() {
                self.take(value);
            } else if let Some(scope) = self.scopes.pop() {
                if let Some(mut scope) = Rc::into_inner(scope) {
                    self.take_scope(&mut scope);
                }
            } else {
                return;
            }
        }
    }

    /// Takes out what a value holds, if nobody else refers to it.
    fn take(&mut self, value: Value) {
        match value {
            Value::List(list) => {
                self.extend(Rc::into_inner(list).map(|it| it.into_inner()).into_iter().flatten());
            }
            Value::Dict(dict) | Value::Set(dict) => {
                let entries =
                    Rc::into_inner(dict).map(|it| it.into_inner()).map(Dict::into_entries);
                for (key, value) in entries.into_iter().flatten() {
                    self.extend([key, value]);
                }
            }
            Value::Tuple(mut items) => {
                let own = Rc::get_mut(&mut items).into_iter().flatten();
                self.extend(own.map(|it| std::mem::replace(it, Value::None)));
            }
            Value::Object(object) => {
                if let Some(mut object) = Rc::into_inner(object) {
                    self.extend(std::mem::take(object.fields.get_mut()).into_values());
                }
            }
            Value::Function(function) => self.take_function(function),
            Value::Method(method) => {
                if let Some(method) = Rc::into_inner(method) {
                    self.take_function(method.function);
                    self.extend([method.receiver]);
                }
            }
            Value::Native(native) => {
                self.extend(Rc::into_inner(native).and_then(|it| it.receiver));
            }
            Value::Module(module) => {
                self.scopes.extend(Rc::into_inner(module).map(|it| it.scope));
            }
            _ => {}
        }
    }

    fn take_function(&mut self, function: Rc<Function>) {
        if let Some(function) = Rc::into_inner(function) {
            self.extend(function.defaults.into_iter().map(|(_, value)| value));
            self.extend(function.fields.into_inner().into_values());
            self.scopes.push(function.scope);
        }
    }

    fn take_scope(&mut self, scope: &mut Scope) {
        self.extend(std::mem::take(scope.names.get_mut()).into_values());
        self.extend(std::mem::take(scope.stars.get_mut()));
        self.scopes.extend(std::mem::take(scope.elsewhere.get_mut()).into_values());
        self.scopes.extend(scope.outer.take());
    }

    fn extend(&mut self, values: impl IntoIterator<Item = Value>) {
        self.values.extend(values.into_iter().filter(holds_others));
    }
}
