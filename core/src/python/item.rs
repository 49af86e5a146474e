//! Items and slices: `value[key]`, read, set and deleted.

use std::cell::RefCell;
use std::rc::Rc;

use ruff_python_ast as ast;

use super::builtins::{RANGE, SLICE};
use super::class::{Object, Operator};
use super::operator::held;
use super::scope::Frame;
use super::value::Value;
use super::vm::{Eval, Stop, Vm};

impl Vm<'_> {
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
}
