//! Iteration, and what goes with it: lengths, ranges, sets and dictionaries made of what was iterated.

use std::cell::RefCell;
use std::rc::Rc;

use super::builtins::{ITERATOR, RANGE};
use super::class::{Object, Operator};
use super::methods::view;
use super::operator::held;
use super::value::{Dict, Value};
use super::vm::{Eval, Stop, Vm};

/// Items that are asked for one by one.
pub enum Iteration {
    Items(std::vec::IntoIter<Value>),
    /// A list may grow or shrink while a loop is over it.
    List(Rc<RefCell<Vec<Value>>>, usize),
    /// A dictionary or set may not, and had `len` items at first.
    Sized {
        items: std::vec::IntoIter<Value>,
        of: Value,
        len: usize,
    },
    Range {
        next: i128,
        stop: i128,
        step: i128,
    },
    /// An iterator that others may take from as well.
    Shared(Rc<Object>),
    /// An object of the script with a `__next__`.
    Next(Value),
}

impl Vm<'_> {
    /// Every item of a value.
    ///
    /// # Errors
    /// `TypeError` for what has no items. A value nobody can know has one item, itself; ask first.
    pub fn iterate(&mut self, value: &Value) -> Eval<Vec<Value>> {
        self.weigh(value);
        if let Some(items) = view::items(value) {
            self.spend(items.len())?;
            return Ok(items);
        }
        let mut iteration = match value {
            Value::List(items) => return Ok(items.borrow().clone()),
            Value::Tuple(items) => return Ok(items.to_vec()),
            Value::Dict(dict) => {
                return Ok(dict.borrow().iter().map(|(key, _)| key.clone()).collect());
            }
            Value::Set(set) => return Ok(self.items_of_set(&set.borrow())),
            Value::Unknown(_) => return Ok(vec![value.clone()]),
            value => self.iteration(value)?,
        };
        if let Iteration::Range { next, stop, step } = iteration {
            self.spend(usize::try_from(range_len(next, stop, step)).unwrap_or(usize::MAX))?;
        }
        let mut items = Vec::new();
        while let Some(item) = self.next_item(&mut iteration)? {
            self.spend(1)?;
            items.push(item);
        }
        Ok(items)
    }

    pub(super) fn iteration(&mut self, value: &Value) -> Eval<Iteration> {
        if let Some(mapping) = view::mapping(value) {
            let items = self.iterate(value)?.into_iter();
            return Ok(Iteration::Sized { len: items.len(), items, of: Value::Dict(mapping) });
        }
        match value {
            Value::List(items) => Ok(Iteration::List(items.clone(), 0)),
            Value::Str(text) => {
                self.spend(text.len())?;
                let chars: Vec<Value> =
                    text.chars().map(|it| Value::str(it.encode_utf8(&mut [0; 4]))).collect();
                Ok(Iteration::Items(chars.into_iter()))
            }
            Value::Bytes(bytes) => {
                let items: Vec<_> = bytes.iter().map(|it| Value::Int(i128::from(*it))).collect();
                Ok(Iteration::Items(items.into_iter()))
            }
            Value::Tuple(_) | Value::Unknown(_) => {
                Ok(Iteration::Items(self.iterate(value)?.into_iter()))
            }
            Value::Dict(_) | Value::Set(_) => {
                let items = self.iterate(value)?.into_iter();
                Ok(Iteration::Sized { len: items.len(), items, of: value.clone() })
            }
            Value::Object(object) if object.is(&RANGE) => {
                let (start, stop, step) = range_of(object);
                Ok(Iteration::Range { next: start, stop, step })
            }
            Value::Object(object) if object.is(&ITERATOR) => Ok(Iteration::Shared(object.clone())),
            Value::Object(_) | Value::Class(_) => self.object_iteration(value),
            value => Err(self.not_iterable(value)),
        }
    }

    fn not_iterable(&mut self, value: &Value) -> Stop {
        let name = self.type_of(value).name.clone();
        self.raise("TypeError", format!("'{name}' object is not iterable"))
    }

    fn object_iteration(&mut self, value: &Value) -> Eval<Iteration> {
        if let Some(method) = self.special(value, "__iter__")? {
            let iterator = self.call(&method, Vec::new(), Vec::new())?;
            return match &iterator {
                Value::Object(_) if self.special(&iterator, "__next__")?.is_some() => {
                    Ok(Iteration::Next(iterator))
                }
                Value::Object(object) if object.is(&ITERATOR) => {
                    Ok(Iteration::Shared(object.clone()))
                }
                Value::Object(_) if super::operator::same(&iterator, value) => {
                    Err(self.not_iterable(value))
                }
                _ => self.deeper(|vm| vm.iteration(&iterator)),
            };
        }
        if let Some(held) = held(value) {
            return self.iteration(&held);
        }
        if self.special(value, "__getitem__")?.is_none() {
            return Err(self.not_iterable(value));
        }
        let mut items = Vec::new();
        loop {
            self.spend(1)?;
            match self.item(value, &Value::Int(items.len() as i128)) {
                Ok(item) => items.push(item),
                Err(Stop::Raise(exception)) if self.is_exception(&exception, "IndexError") => {
                    self.trail.clear();
                    return Ok(Iteration::Items(items.into_iter()));
                }
                Err(stop) => return Err(stop),
            }
        }
    }

    pub(super) fn next_item(&mut self, iteration: &mut Iteration) -> Eval<Option<Value>> {
        match iteration {
            Iteration::Items(items) => Ok(items.next()),
            Iteration::Sized { items, of, len } => {
                let changed = match of {
                    Value::Dict(dict) if dict.borrow().len() != *len => "dictionary",
                    Value::Set(set) if set.borrow().len() != *len => "Set",
                    _ => return Ok(items.next()),
                };
                let message = format!("{changed} changed size during iteration");
                Err(self.raise("RuntimeError", message))
            }
            Iteration::List(items, at) => {
                let item = items.borrow().get(*at).cloned();
                *at += 1;
                Ok(item)
            }
            Iteration::Range { next, stop, step } => {
                let more = if *step > 0 { *next < *stop } else { *next > *stop };
                if !more {
                    return Ok(None);
                }
                let item = Value::Int(*next);
                *next = next.saturating_add(*step);
                Ok(Some(item))
            }
            Iteration::Shared(object) => self.take_next(&object.clone()),
            Iteration::Next(iterator) => {
                let iterator = iterator.clone();
                match self.call_method(&iterator, "__next__", Vec::new()) {
                    Ok(item) => Ok(Some(item)),
                    Err(Stop::Raise(exception))
                        if self.is_exception(&exception, "StopIteration") =>
                    {
                        self.trail.clear();
                        Ok(None)
                    }
                    Err(stop) => Err(stop),
                }
            }
        }
    }

    /// An iterator over items that were made in advance.
    pub fn iterator(&mut self, items: Vec<Value>) -> Value {
        let fields = [("items", Value::list(items)), ("at", Value::Int(0))];
        Value::Object(self.instance(&ITERATOR, fields))
    }

    /// The next item of an iterator; nothing at its end. One with a `step` counts for ever.
    pub(super) fn take_next(&mut self, iterator: &Rc<Object>) -> Eval<Option<Value>> {
        self.step()?;
        self.wake(iterator)?;
        self.tell_effects(iterator);
        let at = iterator.field("at").and_then(|it| it.as_int()).unwrap_or(0);
        if let Some(step) = iterator.field("step") {
            let current = iterator.field("next").unwrap_or(Value::Int(0));
            let next = self.operate(Operator::Add, &current, &step)?;
            iterator.set_field("next", next);
            return Ok(Some(current));
        }
        let Some(Value::List(items)) = iterator.field("items") else { return Ok(None) };
        let length = items.borrow().len();
        let idx = usize::try_from(at).unwrap_or(usize::MAX);
        let idx = match iterator.field("cycles") {
            Some(_) if length > 0 => idx % length,
            _ => idx,
        };
        let item = items.borrow().get(idx).cloned();
        if item.is_some() {
            iterator.set_field("at", Value::Int(at + 1));
        }
        Ok(item)
    }

    /// A set of these items.
    pub(in crate::python) fn set_of(&mut self, items: Vec<Value>) -> Eval {
        self.spend(items.len())?;
        let mut set = Dict::default();
        for item in items {
            let key = self.key(&item)?;
            if set.get(&key).is_none() {
                set.insert(key, item, Value::None);
            }
        }
        Ok(Value::set(set))
    }

    /// Adds what `dict.update(value)` adds: entries of a mapping, or pairs.
    pub(super) fn update_dict(&mut self, dict: &mut Dict, value: &Value) -> Eval<()> {
        let held = held(value);
        let value = held.as_ref().unwrap_or(value);
        match value {
            Value::Dict(more) => {
                let more = more.borrow();
                self.spend(more.len())?;
                for (hashed, (key, value)) in more.keyed() {
                    dict.insert(hashed.clone(), key.clone(), value.clone());
                }
                Ok(())
            }
            Value::Object(_) if self.attribute_if_any(value, "keys")?.is_some() => {
                let keys = self.call_method(value, "keys", Vec::new())?;
                for key in self.iterate(&keys)? {
                    let item = self.item(value, &key)?;
                    dict.insert(self.key(&key)?, key, item);
                }
                Ok(())
            }
            value => {
                for pair in self.iterate(value)? {
                    let pair = self.iterate(&pair)?;
                    let [key, value] = pair.as_slice() else {
                        let message = "dictionary update sequence element is no pair";
                        return Err(self.raise("ValueError", message));
                    };
                    dict.insert(self.key(key)?, key.clone(), value.clone());
                }
                Ok(())
            }
        }
    }

    /// `len(value)`, if it has one.
    pub(super) fn length(&mut self, value: &Value) -> Eval {
        let length = match value {
            Value::Str(text) => text.chars().count(),
            Value::Bytes(bytes) => bytes.len(),
            Value::Tuple(items) => items.len(),
            Value::List(items) => items.borrow().len(),
            Value::Dict(dict) | Value::Set(dict) => dict.borrow().len(),
            Value::Unknown(_) => return Ok(value.clone()),
            Value::Object(object) if object.is(&RANGE) => {
                let (start, stop, step) = range_of(object);
                return Ok(Value::Int(range_len(start, stop, step)));
            }
            _ => {
                if let Some(method) = self.special(value, "__len__")? {
                    return self.call(&method, Vec::new(), Vec::new());
                }
                if let Some(held) = held(value) {
                    return self.length(&held);
                }
                let name = self.type_of(value).name.clone();
                return Err(
                    self.raise("TypeError", format!("object of type '{name}' has no len()"))
                );
            }
        };
        Ok(Value::Int(length as i128))
    }
}

/// Start, stop and step of a `range` object.
pub(super) fn range_of(range: &Rc<Object>) -> (i128, i128, i128) {
    let part = |name: &str| range.field(name).and_then(|it| it.as_int()).unwrap_or(0);
    (part("start"), part("stop"), part("step"))
}

/// How many numbers a range has.
pub(super) fn range_len(start: i128, stop: i128, step: i128) -> i128 {
    match step.signum() {
        1 if stop > start => (stop.saturating_sub(start) - 1) / step + 1,
        -1 if stop < start => (start.saturating_sub(stop) - 1) / step.saturating_neg() + 1,
        _ => 0,
    }
}
