//! Truth, equality, order and what can be a key.

use std::cmp::Ordering;
use std::rc::Rc;

use ruff_python_ast::CmpOp;

use super::beginning;
use super::budget::Limit;
use super::builtins::FROZEN_SET;
use super::class::Operator;
use super::operator::{as_float, held, same};
use super::value::{Dict, Key, Unknown, Value};
use super::vm::{Eval, Vm};

impl Vm<'_> {
    /// Whether a value is true; nothing if nobody can know.
    pub fn truth(&mut self, value: &Value) -> Eval<Option<bool>> {
        Ok(self.truth_or_why(value)?.ok())
    }

    /// Whether a value is true, or why nobody can know.
    pub(super) fn truth_or_why(&mut self, value: &Value) -> Eval<Result<bool, Rc<Unknown>>> {
        match value {
            Value::Unknown(unknown) => Ok(Err(unknown.clone())),
            Value::Object(_) => self.object_truth(value),
            value => Ok(Ok(value.plain_truth().unwrap_or(true))),
        }
    }

    fn object_truth(&mut self, value: &Value) -> Eval<Result<bool, Rc<Unknown>>> {
        for name in ["__bool__", "__len__"] {
            if let Some(method) = self.special(value, name)? {
                let answer = self.call(&method, Vec::new(), Vec::new())?;
                return match answer {
                    Value::Object(_) => Ok(Ok(true)),
                    answer => self.truth_or_why(&answer),
                };
            }
        }
        match held(value) {
            Some(held) => self.truth_or_why(&held),
            None => Ok(Ok(true)),
        }
    }

    /// Whether two values are one or equal each other, as `in` and dictionaries ask. What nobody
    /// can know equals only itself.
    pub fn equal(&mut self, left: &Value, right: &Value) -> Eval<bool> {
        if same(left, right) {
            return Ok(true);
        }
        let answer = self.compare(CmpOp::Eq, left, right)?;
        Ok(self.truth(&answer)? == Some(true))
    }

    /// `left op right` for one of the comparisons.
    pub(super) fn compare(&mut self, op: CmpOp, left: &Value, right: &Value) -> Eval {
        if let Value::Str(_) | Value::Bytes(_) = right {
            self.weigh(right);
        }
        match op {
            CmpOp::Is | CmpOp::IsNot => return Ok(identity(op, left, right)),
            CmpOp::In => return self.contains(right, left),
            CmpOp::NotIn => {
                let inside = self.contains(right, left)?;
                return Ok(match self.truth_or_why(&inside)? {
                    Ok(truth) => Value::Bool(!truth),
                    Err(unknown) => Value::Unknown(unknown),
                });
            }
            _ => {}
        }
        for side in [left, right] {
            if side.is_unknown() {
                return Ok(side.clone());
            }
        }
        let has_object = matches!(left, Value::Object(_)) || matches!(right, Value::Object(_));
        if has_object {
            return self.compare_objects(op, left, right);
        }
        match op {
            CmpOp::Eq => self.plain_equal(left, right),
            CmpOp::NotEq => {
                let equal = self.plain_equal(left, right)?;
                Ok(match equal {
                    Value::Bool(equal) => Value::Bool(!equal),
                    unknown => unknown,
                })
            }
            _ => self.plain_order(op, left, right),
        }
    }

    fn compare_objects(&mut self, op: CmpOp, left: &Value, right: &Value) -> Eval {
        let operator = match op {
            CmpOp::NotEq => Operator::NotEq,
            CmpOp::Lt => Operator::Lt,
            CmpOp::LtE => Operator::LtE,
            CmpOp::Gt => Operator::Gt,
            CmpOp::GtE => Operator::GtE,
            _ => Operator::Eq,
        };
        for side in [left, right] {
            if let Some(value) = self.native_operator(side, operator, left, right)? {
                return Ok(value);
            }
        }
        if let Some(value) = self.compare_by_method(op, left, right)? {
            return Ok(value);
        }
        let (one, other) = (held(left), held(right));
        if one.is_some() || other.is_some() {
            let left = one.as_ref().unwrap_or(left);
            let right = other.as_ref().unwrap_or(right);
            return self.compare(op, left, right);
        }
        match op {
            CmpOp::Eq => Ok(Value::Bool(same(left, right))),
            CmpOp::NotEq => Ok(Value::Bool(!same(left, right))),
            _ => self.unordered(op, left, right),
        }
    }

    fn compare_by_method(&mut self, op: CmpOp, left: &Value, right: &Value) -> Eval<Option<Value>> {
        let (name, reflected) = match op {
            CmpOp::NotEq => ("__ne__", "__ne__"),
            CmpOp::Lt => ("__lt__", "__gt__"),
            CmpOp::LtE => ("__le__", "__ge__"),
            CmpOp::Gt => ("__gt__", "__lt__"),
            CmpOp::GtE => ("__ge__", "__le__"),
            _ => ("__eq__", "__eq__"),
        };
        for (side, other, name) in [(left, right, name), (right, left, reflected)] {
            if let Some(method) = self.special(side, name)? {
                let value = self.call(&method, vec![other.clone()], Vec::new())?;
                if !matches!(value, Value::NotImplemented) {
                    return Ok(Some(value));
                }
            }
        }
        if op != CmpOp::NotEq {
            return Ok(None);
        }
        let Some(equal) = self.compare_by_method(CmpOp::Eq, left, right)? else { return Ok(None) };
        Ok(Some(match self.truth_or_why(&equal)? {
            Ok(truth) => Value::Bool(!truth),
            Err(unknown) => Value::Unknown(unknown),
        }))
    }

    fn unordered(&mut self, op: CmpOp, left: &Value, right: &Value) -> Eval {
        let (left, right) = (self.type_of(left).name.clone(), self.type_of(right).name.clone());
        let message =
            format!("'{}' not supported between instances of '{left}' and '{right}'", op.as_str());
        Err(self.raise("TypeError", message))
    }

    /// Equality of values that are no objects; unknown if it hangs on a part nobody can know.
    fn plain_equal(&mut self, left: &Value, right: &Value) -> Eval {
        self.step()?;
        self.weigh(left);
        if let (Some(one), Some(other)) = (as_float(left), as_float(right)) {
            let ints = (left.as_int(), right.as_int());
            return Ok(Value::Bool(match ints {
                (Some(one), Some(other)) => one == other,
                _ => one == other,
            }));
        }
        match (left, right) {
            (Value::Str(one), Value::Str(other)) => Ok(Value::Bool(one == other)),
            (Value::Bytes(one), Value::Bytes(other)) => Ok(Value::Bool(one == other)),
            (Value::Tuple(one), Value::Tuple(other)) => self.items_equal(one, other),
            (Value::List(one), Value::List(other)) => {
                let (one, other) = (one.borrow().clone(), other.borrow().clone());
                self.items_equal(&one, &other)
            }
            (Value::Dict(one), Value::Dict(other)) => {
                let (one, other) = (one.borrow().clone(), other.borrow().clone());
                self.dicts_equal(&one, &other)
            }
            (Value::Set(one), Value::Set(other)) => {
                let (one, other) = (one.borrow(), other.borrow());
                Ok(Value::Bool(
                    one.len() == other.len() && one.keys().all(|it| other.get(it).is_some()),
                ))
            }
            _ => Ok(Value::Bool(same(left, right))),
        }
    }

    fn items_equal(&mut self, one: &[Value], other: &[Value]) -> Eval {
        if one.len() != other.len() {
            return Ok(Value::Bool(false));
        }
        let mut unknown = None;
        for (one, other) in one.iter().zip(other) {
            if same(one, other) {
                continue;
            }
            let equal = self.deeper(|vm| vm.compare(CmpOp::Eq, one, other))?;
            match self.truth_or_why(&equal)? {
                Ok(true) => {}
                Ok(false) => return Ok(Value::Bool(false)),
                Err(why) => unknown = Some(Value::Unknown(why)),
            }
        }
        Ok(unknown.unwrap_or(Value::Bool(true)))
    }

    fn dicts_equal(&mut self, one: &Dict, other: &Dict) -> Eval {
        if one.len() != other.len() {
            return Ok(Value::Bool(false));
        }
        let (mut left, mut right) = (Vec::new(), Vec::new());
        for (key, value) in one.entries() {
            let Some(found) = other.get(key) else { return Ok(Value::Bool(false)) };
            left.push(value.clone());
            right.push(found.clone());
        }
        self.items_equal(&left, &right)
    }

    fn plain_order(&mut self, op: CmpOp, left: &Value, right: &Value) -> Eval {
        if let (Value::Set(one), Value::Set(other)) = (left, right) {
            let (one, other) = (one.borrow(), other.borrow());
            let within = |a: &Dict, b: &Dict| a.keys().all(|it| b.get(it).is_some());
            return Ok(Value::Bool(match op {
                CmpOp::Lt => within(&one, &other) && one.len() < other.len(),
                CmpOp::LtE => within(&one, &other),
                CmpOp::Gt => within(&other, &one) && one.len() > other.len(),
                _ => within(&other, &one),
            }));
        }
        match self.order(left, right)? {
            Order::Known(ordering) => Ok(Value::Bool(match op {
                CmpOp::Lt => ordering == Some(Ordering::Less),
                CmpOp::LtE => matches!(ordering, Some(Ordering::Less | Ordering::Equal)),
                CmpOp::Gt => ordering == Some(Ordering::Greater),
                _ => matches!(ordering, Some(Ordering::Greater | Ordering::Equal)),
            })),
            Order::Unknown(unknown) => Ok(unknown),
            Order::None => self.unordered(op, left, right),
        }
    }

    fn order(&mut self, left: &Value, right: &Value) -> Eval<Order> {
        if let (Some(one), Some(other)) = (left.as_int(), right.as_int()) {
            return Ok(Order::Known(Some(one.cmp(&other))));
        }
        if let (Some(one), Some(other)) = (as_float(left), as_float(right)) {
            return Ok(Order::Known(one.partial_cmp(&other)));
        }
        match (left, right) {
            (Value::Str(one), Value::Str(other)) => Ok(Order::Known(Some(one.cmp(other)))),
            (Value::Bytes(one), Value::Bytes(other)) => Ok(Order::Known(Some(one.cmp(other)))),
            (Value::Tuple(one), Value::Tuple(other)) => self.order_items(one, other),
            (Value::List(one), Value::List(other)) => {
                let (one, other) = (one.borrow().clone(), other.borrow().clone());
                self.order_items(&one, &other)
            }
            _ => Ok(Order::None),
        }
    }

    fn order_items(&mut self, one: &[Value], other: &[Value]) -> Eval<Order> {
        for (left, right) in one.iter().zip(other) {
            for side in [left, right] {
                if side.is_unknown() {
                    return Ok(Order::Unknown(side.clone()));
                }
            }
            if self.equal(left, right)? {
                continue;
            }
            let less = self.deeper(|vm| vm.compare(CmpOp::Lt, left, right))?;
            let less = self.truth(&less)? == Some(true);
            let ordering = if less { Ordering::Less } else { Ordering::Greater };
            return Ok(Order::Known(Some(ordering)));
        }
        Ok(Order::Known(Some(one.len().cmp(&other.len()))))
    }

    /// Whether one value comes before another when sorted.
    pub(super) fn is_less(&mut self, left: &Value, right: &Value) -> Eval<bool> {
        let less = self.compare(CmpOp::Lt, left, right)?;
        Ok(self.truth(&less)? == Some(true))
    }

    /// `item in container`.
    pub fn contains(&mut self, container: &Value, item: &Value) -> Eval {
        match container {
            Value::Unknown(unknown) => Ok(beginning::contains(unknown, item)),
            Value::Str(text) => match item {
                Value::Unknown(_) => Ok(item.clone()),
                item => match held(item).as_ref().unwrap_or(item).as_str() {
                    Some(part) => Ok(Value::Bool(text.contains(part))),
                    None => {
                        let name = self.type_of(item).name.clone();
                        let message =
                            format!("'in <string>' requires string as left operand, not {name}");
                        Err(self.raise("TypeError", message))
                    }
                },
            },
            Value::Dict(dict) | Value::Set(dict) => {
                if item.is_unknown() && !dict.borrow().is_empty() {
                    return Ok(item.clone());
                }
                let key = self.key(item)?;
                let dict = dict.borrow();
                Ok(match dict.get(&key) {
                    Some(_) => Value::Bool(true),
                    None => dict.unknown_key().unwrap_or(Value::Bool(false)),
                })
            }
            Value::Object(_) | Value::Class(_) => self.object_contains(container, item),
            _ => {
                let items = self.iterate(container)?;
                self.any_equal(&items, item)
            }
        }
    }

    fn object_contains(&mut self, container: &Value, item: &Value) -> Eval {
        if let Some(value) = self.native_operator(container, Operator::In, item, container)? {
            return Ok(value);
        }
        if let Some(method) = self.special(container, "__contains__")? {
            let answer = self.call(&method, vec![item.clone()], Vec::new())?;
            return Ok(match self.truth_or_why(&answer)? {
                Ok(truth) => Value::Bool(truth),
                Err(unknown) => Value::Unknown(unknown),
            });
        }
        if let Some(held) = held(container) {
            return self.contains(&held, item);
        }
        let items = self.iterate(container)?;
        self.any_equal(&items, item)
    }

    fn any_equal(&mut self, items: &[Value], item: &Value) -> Eval {
        let mut unknown = None;
        for candidate in items {
            self.step()?;
            if same(candidate, item) {
                return Ok(Value::Bool(true));
            }
            let equal = self.compare(CmpOp::Eq, candidate, item)?;
            match self.truth_or_why(&equal)? {
                Ok(true) => return Ok(Value::Bool(true)),
                Ok(false) => {}
                Err(why) => unknown = Some(Value::Unknown(why)),
            }
        }
        Ok(unknown.unwrap_or(Value::Bool(false)))
    }

    /// A value as a key of a dictionary or a member of a set.
    ///
    /// # Errors
    /// `TypeError` for lists and the like, which cannot be one.
    pub fn key(&mut self, value: &Value) -> Eval<Key> {
        Ok(match value {
            Value::None => Key::None,
            Value::Bool(flag) => Key::Number(0, i128::from(*flag)),
            Value::Int(number) => Key::Number(0, *number),
            Value::Float(number) => match number.fract() == 0.0 && number.abs() < 1e38 {
                true => Key::Number(0, *number as i128),
                false => Key::Number(number.to_bits(), 0),
            },
            Value::Str(text) => {
                self.weigh(value);
                Key::Str(text.clone())
            }
            Value::Bytes(bytes) => Key::Bytes(bytes.clone()),
            Value::Tuple(items) => {
                let keys: Eval<Vec<Key>> =
                    items.iter().map(|it| self.deeper(|vm| vm.key(it))).collect();
                Key::Tuple(keys?)
            }
            Value::Ellipsis => Key::Identity(0),
            Value::NotImplemented => Key::Identity(1),
            Value::Function(it) => Key::Identity(Rc::as_ptr(it) as usize),
            Value::Method(it) => Key::Identity(Rc::as_ptr(&it.function) as usize),
            Value::Native(it) => Key::Identity(std::ptr::from_ref(it.native) as usize),
            Value::Class(it) => Key::Identity(Rc::as_ptr(it) as usize),
            Value::Module(it) => Key::Identity(Rc::as_ptr(it) as usize),
            Value::Unknown(it) => Key::Identity(Rc::as_ptr(it) as usize),
            Value::Object(_) => return self.object_key(value),
            Value::List(_) | Value::Dict(_) | Value::Set(_) => {
                let name = self.type_of(value).name.clone();
                return Err(self.raise("TypeError", format!("unhashable type: '{name}'")));
            }
        })
    }

    fn object_key(&mut self, value: &Value) -> Eval<Key> {
        let Value::Object(object) = value else { return Ok(Key::None) };
        if let Some(method) = self.special(value, "__hash__")? {
            let hash = self.call(&method, Vec::new(), Vec::new())?;
            let class = Rc::as_ptr(&object.class.borrow()) as usize;
            return Ok(Key::Tuple(vec![Key::Identity(class), self.key(&hash)?]));
        }
        match held(value) {
            Some(Value::Set(set)) if object.is(&FROZEN_SET) => {
                let keys: Vec<Key> = set.borrow().keys().cloned().collect();
                let key = Key::Tuple(keys);
                let (count, depth) = key.size();
                self.spend(count)?;
                if depth > MAX_KEY_DEPTH {
                    return Err(self.exhausted(Limit::Nesting));
                }
                Ok(key)
            }
            Some(held) => self.key(&held),
            None => Ok(Key::Identity(Rc::as_ptr(object) as usize)),
        }
    }
}

/// How deep sets may hold each other.
const MAX_KEY_DEPTH: usize = 100;

enum Order {
    /// Nothing: floats that are no numbers.
    Known(Option<Ordering>),
    Unknown(Value),
    /// Python raises a `TypeError`.
    None,
}

/// `is`. What nobody can know may be `None` or not.
fn identity(op: CmpOp, left: &Value, right: &Value) -> Value {
    let is = same(left, right);
    if !is && let Some(unknown) = [left, right].into_iter().find(|it| it.is_unknown()) {
        return unknown.clone();
    }
    Value::Bool(is == (op == CmpOp::Is))
}
