//! Iteration, items and slices.

use std::cell::RefCell;
use std::rc::Rc;

use ruff_python_ast as ast;

use super::builtins::{ITERATOR, RANGE, SLICE};
use super::class::{Object, Operator};
use super::operator::held;
use super::scope::Frame;
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

    pub(super) fn subscript(&mut self, frame: &mut Frame<'_>, expr: &ast::ExprSubscript) -> Eval {
        let object = self.expr(frame, &expr.value)?;
        let key = self.expr(frame, &expr.slice)?;
        self.item(&object, &key)
    }

    pub(super) fn slice_expr(&mut self, frame: &mut Frame<'_>, expr: &ast::ExprSlice) -> Eval {
        let mut part = |vm: &mut Self, expr: &Option<Box<ast::Expr>>| match expr {
            Some(expr) => vm.expr(frame, expr),
            None => Ok(Value::None),
        };
        let start = part(self, &expr.lower)?;
        let stop = part(self, &expr.upper)?;
        let step = part(self, &expr.step)?;
        if let Some(unknown) = [&start, &stop, &step].into_iter().find(|it| it.is_unknown()) {
            return Ok(unknown.clone());
        }
        let fields = [("start", start), ("stop", stop), ("step", step)];
        Ok(Value::Object(self.instance(&SLICE, fields)))
    }

    /// `value[key]`.
    pub fn item(&mut self, value: &Value, key: &Value) -> Eval {
        if let Value::Str(_) = value {
            self.weigh(value);
        }
        match value {
            Value::Unknown(unknown) => Ok(self.item_of_unknown(unknown, key)),
            Value::Dict(dict) => {
                if key.is_unknown() {
                    return Ok(key.clone());
                }
                let hashed = self.key(key)?;
                let found = {
                    let dict = dict.borrow();
                    dict.get(&hashed).cloned().or_else(|| dict.unknown_key())
                };
                match found {
                    Some(value) => Ok(value),
                    None => Err(self.raise_with("KeyError", key.clone())),
                }
            }
            Value::Object(_) => self.object_item(value, key),
            Value::Class(_) => match self.special(value, "__getitem__")? {
                Some(method) => self.call(&method, vec![key.clone()], Vec::new()),
                None => match self.attribute_if_any(value, "__class_getitem__")? {
                    Some(method) => self.call(&method, vec![key.clone()], Vec::new()),
                    // `list[int]` in a type hint.
                    None => Ok(value.clone()),
                },
            },
            value => self.sequence_item(value, key),
        }
    }

    fn object_item(&mut self, value: &Value, key: &Value) -> Eval {
        if let Some(found) = self.native_operator(value, Operator::Item, value, key)? {
            return Ok(found);
        }
        if let Some(method) = self.special(value, "__getitem__")? {
            return self.call(&method, vec![key.clone()], Vec::new());
        }
        match (held(value), value) {
            (Some(held @ Value::Dict(_)), _) => match self.special(value, "__missing__")? {
                Some(missing) if self.contains(&held, key)?.as_int() == Some(0) => {
                    self.call(&missing, vec![key.clone()], Vec::new())
                }
                _ => self.item(&held, key),
            },
            (Some(held), _) => self.item(&held, key),
            (None, Value::Object(object)) if object.is(&RANGE) => {
                let items = self.iterate(value)?;
                self.sequence_item(&Value::list(items), key)
            }
            _ => Err(self.not_subscriptable(value)),
        }
    }

    fn not_subscriptable(&mut self, value: &Value) -> Stop {
        let name = self.type_of(value).name.clone();
        self.raise("TypeError", format!("'{name}' object is not subscriptable"))
    }

    fn sequence_item(&mut self, value: &Value, key: &Value) -> Eval {
        let length = match value {
            Value::Str(text) => text.chars().count(),
            Value::Bytes(bytes) => bytes.len(),
            Value::Tuple(items) => items.len(),
            Value::List(items) => items.borrow().len(),
            value => return Err(self.not_subscriptable(value)),
        };
        if key.is_unknown() {
            return Ok(key.clone());
        }
        if let Value::Object(slice) = key
            && slice.is(&SLICE)
        {
            let places = self.slice_places(slice, length)?;
            return self.sequence_slice(value, &places);
        }
        let held = held(key);
        let Some(place) = held.as_ref().unwrap_or(key).as_int() else {
            let (sequence, name) =
                (self.type_of(value).name.clone(), self.type_of(key).name.clone());
            let kind = match &*sequence {
                "str" => "string",
                other => other,
            };
            let message = match kind {
                "string" => format!("string indices must be integers, not '{name}'"),
                kind => format!("{kind} indices must be integers or slices, not {name}"),
            };
            return Err(self.raise("TypeError", message));
        };
        let place = if place < 0 { place + length as i128 } else { place };
        let place = usize::try_from(place).unwrap_or(usize::MAX);
        let item = match value {
            Value::Str(text) => {
                text.chars().nth(place).map(|it| Value::str(it.encode_utf8(&mut [0; 4])))
            }
            Value::Bytes(bytes) => bytes.get(place).map(|it| Value::Int(i128::from(*it))),
            Value::Tuple(items) => items.get(place).cloned(),
            Value::List(items) => items.borrow().get(place).cloned(),
            _ => None,
        };
        match item {
            Some(item) => Ok(item),
            None => Err(self.out_of_range(value)),
        }
    }

    fn out_of_range(&mut self, value: &Value) -> Stop {
        let name = match value {
            Value::Str(_) => "string index",
            Value::Tuple(_) => "tuple index",
            Value::List(_) => "list index",
            _ => "index",
        };
        self.raise("IndexError", format!("{name} out of range"))
    }

    /// The places that a slice takes from a sequence, in order.
    fn slice_places(&mut self, slice: &Rc<Object>, length: usize) -> Eval<Vec<usize>> {
        let part = |name: &str| slice.field(name).and_then(|it| it.as_int());
        let step = part("step").unwrap_or(1);
        if step == 0 {
            return Err(self.raise("ValueError", "slice step cannot be zero"));
        }
        let length = length as i128;
        let clamp = |at: i128, low: i128, high: i128| {
            let at = if at < 0 { at + length } else { at };
            at.clamp(low, high)
        };
        let (mut at, stop) = if step > 0 {
            (
                part("start").map_or(0, |it| clamp(it, 0, length)),
                part("stop").map_or(length, |it| clamp(it, 0, length)),
            )
        } else {
            (
                part("start").map_or(length - 1, |it| clamp(it, -1, length - 1)),
                part("stop").map_or(-1, |it| clamp(it, -1, length - 1)),
            )
        };
        let mut places = Vec::new();
        while if step > 0 { at < stop } else { at > stop } {
            places.extend(usize::try_from(at));
            at = at.saturating_add(step);
        }
        self.spend(places.len())?;
        Ok(places)
    }

    fn sequence_slice(&mut self, value: &Value, places: &[usize]) -> Eval {
        Ok(match value {
            Value::Str(text) => {
                let chars: Vec<char> = text.chars().collect();
                let text: String = places.iter().filter_map(|at| chars.get(*at)).collect();
                Value::str(text)
            }
            Value::Bytes(bytes) => {
                Value::Bytes(places.iter().filter_map(|at| bytes.get(*at).copied()).collect())
            }
            Value::Tuple(items) => {
                let items: Vec<_> =
                    places.iter().filter_map(|at| items.get(*at).cloned()).collect();
                Value::tuple(items)
            }
            Value::List(items) => {
                let items = items.borrow();
                Value::list(places.iter().filter_map(|at| items.get(*at).cloned()).collect())
            }
            _ => Value::None,
        })
    }

    /// `value[key] = new`.
    pub fn set_item(&mut self, value: &Value, key: &Value, new: Value) -> Eval<()> {
        self.put(&new)?;
        match value {
            Value::Unknown(_) => Ok(()),
            Value::Dict(dict) => {
                let hashed = self.key(key)?;
                dict.borrow_mut().insert(hashed, key.clone(), new);
                Ok(())
            }
            Value::List(items) => self.set_list_item(items, key, new),
            Value::Object(_) => match self.special(value, "__setitem__")? {
                Some(method) => self.call(&method, vec![key.clone(), new], Vec::new()).map(|_| ()),
                None => match held(value) {
                    Some(held) => self.set_item(&held, key, new),
                    None => Err(self.no_item_assignment(value)),
                },
            },
            value => Err(self.no_item_assignment(value)),
        }
    }

    fn no_item_assignment(&mut self, value: &Value) -> Stop {
        let name = self.type_of(value).name.clone();
        self.raise("TypeError", format!("'{name}' object does not support item assignment"))
    }

    fn set_list_item(
        &mut self,
        items: &Rc<RefCell<Vec<Value>>>,
        key: &Value,
        new: Value,
    ) -> Eval<()> {
        let length = items.borrow().len();
        if let Value::Object(slice) = key
            && slice.is(&SLICE)
        {
            let places = self.slice_places(slice, length)?;
            let part = |name: &str| slice.field(name).and_then(|it| it.as_int());
            let more = self.iterate(&new)?;
            if part("step").unwrap_or(1) == 1 {
                let start = places.first().copied().unwrap_or_else(|| {
                    let start = part("start").unwrap_or(0);
                    let start = if start < 0 { start + length as i128 } else { start };
                    usize::try_from(start.max(0)).unwrap_or(length).min(length)
                });
                items.borrow_mut().splice(start..start + places.len(), more);
                return Ok(());
            }
            let mut items = items.borrow_mut();
            for (place, item) in places.iter().zip(more) {
                if let Some(slot) = items.get_mut(*place) {
                    *slot = item;
                }
            }
            return Ok(());
        }
        match self.place(key, length)? {
            Some(place) => {
                if let Some(slot) = items.borrow_mut().get_mut(place) {
                    *slot = new;
                }
                Ok(())
            }
            None => Err(self.raise("IndexError", "list assignment index out of range")),
        }
    }

    /// The place in a list that a key names, if it has one.
    fn place(&mut self, key: &Value, length: usize) -> Eval<Option<usize>> {
        let Some(place) = key.as_int() else {
            let name = self.type_of(key).name.clone();
            let message = format!("list indices must be integers or slices, not {name}");
            return Err(self.raise("TypeError", message));
        };
        let place = if place < 0 { place + length as i128 } else { place };
        Ok(usize::try_from(place).ok().filter(|it| *it < length))
    }

    pub(super) fn delete_item(&mut self, value: &Value, key: &Value) -> Eval<()> {
        match value {
            Value::Unknown(_) => Ok(()),
            Value::Dict(dict) => {
                let hashed = self.key(key)?;
                match dict.borrow_mut().remove(&hashed) {
                    Some(_) => Ok(()),
                    None => Err(self.raise_with("KeyError", key.clone())),
                }
            }
            Value::List(items) => {
                let length = items.borrow().len();
                if let Value::Object(slice) = key
                    && slice.is(&SLICE)
                {
                    let mut places = self.slice_places(slice, length)?;
                    places.sort_unstable();
                    let mut items = items.borrow_mut();
                    for place in places.into_iter().rev() {
                        items.remove(place);
                    }
                    return Ok(());
                }
                match self.place(key, length)? {
                    Some(place) => {
                        items.borrow_mut().remove(place);
                        Ok(())
                    }
                    None => Err(self.raise("IndexError", "list assignment index out of range")),
                }
            }
            Value::Object(_) => match self.special(value, "__delitem__")? {
                Some(method) => self.call(&method, vec![key.clone()], Vec::new()).map(|_| ()),
                None => match held(value) {
                    Some(held) => self.delete_item(&held, key),
                    None => Err(self.no_item_assignment(value)),
                },
            },
            value => Err(self.no_item_assignment(value)),
        }
    }

    /// A set of these items.
    pub(super) fn set_of(&mut self, items: Vec<Value>) -> Eval {
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
