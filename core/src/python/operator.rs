//! What operators do.

use crate::diagnostic::code;
use std::rc::Rc;

use ruff_python_ast as ast;

use super::class::Operator;
use super::given::made_of;
use super::instantiate::HELD;
use super::value::Value;
use super::vm::{Eval, Stop, Vm};

pub(super) fn binary_operator(op: ast::Operator) -> Operator {
    match op {
        ast::Operator::Add => Operator::Add,
        ast::Operator::Sub => Operator::Sub,
        ast::Operator::Mult => Operator::Mul,
        ast::Operator::MatMult => Operator::MatMul,
        ast::Operator::Div => Operator::Div,
        ast::Operator::Mod => Operator::Mod,
        ast::Operator::Pow => Operator::Pow,
        ast::Operator::LShift => Operator::LShift,
        ast::Operator::RShift => Operator::RShift,
        ast::Operator::BitOr => Operator::BitOr,
        ast::Operator::BitXor => Operator::BitXor,
        ast::Operator::BitAnd => Operator::BitAnd,
        ast::Operator::FloorDiv => Operator::FloorDiv,
    }
}

/// The operator, or nothing for `not`, which is no operator of the operand's.
pub(super) fn unary_operator(op: ast::UnaryOp) -> Option<Operator> {
    match op {
        ast::UnaryOp::Invert => Some(Operator::Invert),
        ast::UnaryOp::UAdd => Some(Operator::Positive),
        ast::UnaryOp::USub => Some(Operator::Negative),
        ast::UnaryOp::Not => None,
    }
}

impl Operator {
    /// How it is written, the special method for it, and that of the right operand.
    fn names(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Add => ("+", "__add__", "__radd__"),
            Self::Sub => ("-", "__sub__", "__rsub__"),
            Self::Mul => ("*", "__mul__", "__rmul__"),
            Self::MatMul => ("@", "__matmul__", "__rmatmul__"),
            Self::Div => ("/", "__truediv__", "__rtruediv__"),
            Self::FloorDiv => ("//", "__floordiv__", "__rfloordiv__"),
            Self::Mod => ("%", "__mod__", "__rmod__"),
            Self::Pow => ("** or pow()", "__pow__", "__rpow__"),
            Self::LShift => ("<<", "__lshift__", "__rlshift__"),
            Self::RShift => (">>", "__rshift__", "__rrshift__"),
            Self::BitAnd => ("&", "__and__", "__rand__"),
            Self::BitOr => ("|", "__or__", "__ror__"),
            Self::BitXor => ("^", "__xor__", "__rxor__"),
            Self::Eq => ("==", "__eq__", "__eq__"),
            Self::NotEq => ("!=", "__ne__", "__ne__"),
            Self::Lt => ("<", "__lt__", "__gt__"),
            Self::LtE => ("<=", "__le__", "__ge__"),
            Self::Gt => (">", "__gt__", "__lt__"),
            Self::GtE => (">=", "__ge__", "__le__"),
            Self::In => ("in", "__contains__", ""),
            Self::Item => ("[]", "__getitem__", ""),
            Self::Negative => ("-", "__neg__", ""),
            Self::Positive => ("+", "__pos__", ""),
            Self::Invert => ("~", "__invert__", ""),
        }
    }
}

impl Vm<'_> {
    /// `left operator right`; for unary operators the right side is `None`.
    pub fn operate(&mut self, operator: Operator, left: &Value, right: &Value) -> Eval {
        self.weigh(left);
        self.weigh(right);
        if left.is_unknown() {
            return Ok(made_of(left.clone()));
        }
        // `"..." % unknown` and the like: nobody can know the whole.
        if right.is_unknown() {
            return Ok(made_of(right.clone()));
        }
        if let Some(value) = self.operate_plain(operator, left, right)? {
            return Ok(value);
        }
        if let Some(value) = self.operate_overloaded(operator, left, right)? {
            return Ok(value);
        }
        let (held_left, held_right) = (held(left), held(right));
        if held_left.is_some() || held_right.is_some() {
            let left = held_left.as_ref().unwrap_or(left);
            let right = held_right.as_ref().unwrap_or(right);
            return self.operate(operator, left, right);
        }
        Err(self.unsupported(operator, left, right))
    }

    /// `left operator= right`: lists, sets and dictionaries change in place.
    pub(super) fn operate_in_place(
        &mut self,
        operator: Operator,
        left: &Value,
        right: &Value,
    ) -> Eval {
        match (operator, left) {
            (Operator::Add, Value::List(items)) => {
                if right.is_unknown() {
                    return Ok(right.clone());
                }
                let more = self.iterate(right)?;
                self.spend(more.len())?;
                items.borrow_mut().extend(more);
                Ok(left.clone())
            }
            (Operator::BitOr, Value::Set(set)) if matches!(right, Value::Set(_)) => {
                let Value::Set(more) = self.operate(operator, left, right)? else {
                    return Ok(left.clone());
                };
                set.replace(more.take());
                Ok(left.clone())
            }
            (Operator::BitOr, Value::Dict(dict)) if !right.is_unknown() => {
                let mut merged = dict.borrow().clone();
                self.update_dict(&mut merged, right)?;
                dict.replace(merged);
                Ok(left.clone())
            }
            (_, Value::Object(_)) => {
                let name = operator.names().1.replacen("__", "__i", 1);
                match self.special(left, &name)? {
                    Some(method) => self.call(&method, vec![right.clone()], Vec::new()),
                    None => self.operate(operator, left, right),
                }
            }
            _ => self.operate(operator, left, right),
        }
    }

    fn unsupported(&mut self, operator: Operator, left: &Value, right: &Value) -> Stop {
        let (text, _, _) = operator.names();
        let left_name = self.type_of(left).name.clone();
        let right_name = self.type_of(right).name.clone();
        let message = match (operator, left, right) {
            (Operator::Negative | Operator::Positive | Operator::Invert, _, _) => {
                format!("bad operand type for unary {text}: '{left_name}'")
            }
            (Operator::Add, Value::Str(_), _) => {
                format!("can only concatenate str (not \"{right_name}\") to str")
            }
            (Operator::Add, Value::List(_), _) => {
                format!("can only concatenate list (not \"{right_name}\") to list")
            }
            (Operator::Lt | Operator::LtE | Operator::Gt | Operator::GtE, _, _) => format!(
                "'{text}' not supported between instances of '{left_name}' and '{right_name}'"
            ),
            _ => {
                format!("unsupported operand type(s) for {text}: '{left_name}' and '{right_name}'")
            }
        };
        self.raise("TypeError", message)
    }

    /// Operators of objects: those of our classes, then special methods.
    fn operate_overloaded(
        &mut self,
        operator: Operator,
        left: &Value,
        right: &Value,
    ) -> Eval<Option<Value>> {
        let (_, method, reflected) = operator.names();
        if let Some(value) = self.native_operator(left, operator, left, right)? {
            return Ok(Some(value));
        }
        if let Some(method) = self.special(left, method)? {
            let given = match operator {
                Operator::Negative | Operator::Positive | Operator::Invert => Vec::new(),
                _ => vec![right.clone()],
            };
            let value = self.call(&method, given, Vec::new())?;
            if !matches!(value, Value::NotImplemented) {
                return Ok(Some(value));
            }
        }
        if let Some(value) = self.native_operator(right, operator, left, right)? {
            return Ok(Some(value));
        }
        if !reflected.is_empty()
            && let Some(method) = self.special(right, reflected)?
        {
            let value = self.call(&method, vec![left.clone()], Vec::new())?;
            if !matches!(value, Value::NotImplemented) {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    pub(super) fn native_operator(
        &mut self,
        side: &Value,
        operator: Operator,
        left: &Value,
        right: &Value,
    ) -> Eval<Option<Value>> {
        let Value::Object(object) = side else { return Ok(None) };
        let class = object.class.borrow().clone();
        let hooks: Vec<_> = class.mro.borrow().iter().filter_map(|it| it.native).collect();
        for hook in hooks.iter().filter_map(|it| it.operator) {
            if let Some(value) = hook(self, operator, left, right)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    fn operate_plain(
        &mut self,
        operator: Operator,
        left: &Value,
        right: &Value,
    ) -> Eval<Option<Value>> {
        if let Some(operator) = comparison(operator) {
            return match matches!(left, Value::Object(_)) || matches!(right, Value::Object(_)) {
                true => Ok(None),
                false => self.compare(operator, left, right).map(Some),
            };
        }
        match (left, right) {
            (Value::Str(text), _) if operator == Operator::Mod => {
                self.percent_format(text, right).map(Some)
            }
            (Value::Int(_) | Value::Bool(_), Value::Int(_) | Value::Bool(_) | Value::None) => {
                self.operate_ints(operator, left, right)
            }
            (Value::Float(_) | Value::Int(_) | Value::Bool(_), _)
                if as_float(right).is_some() || right.is_none() =>
            {
                self.operate_floats(operator, left, right)
            }
            (Value::Set(_), Value::Set(_)) => self.operate_sets(operator, left, right),
            (Value::Dict(one), Value::Dict(_)) if operator == Operator::BitOr => {
                let mut merged = one.borrow().clone();
                self.update_dict(&mut merged, right)?;
                Ok(Some(Value::dict(merged)))
            }
            // `int | None` in a type hint.
            (Value::Class(_), Value::Class(_) | Value::None | Value::Object(_))
            | (Value::None, Value::Class(_))
                if operator == Operator::BitOr =>
            {
                Ok(Some(super::lib::typing::union(self, left, right)))
            }
            _ => self.operate_sequences(operator, left, right),
        }
    }

    fn operate_sequences(
        &mut self,
        operator: Operator,
        left: &Value,
        right: &Value,
    ) -> Eval<Option<Value>> {
        let value = match (operator, left, right) {
            (Operator::Add, Value::Str(one), Value::Str(other)) => {
                self.spend(one.len() + other.len())?;
                Value::str(format!("{one}{other}"))
            }
            (Operator::Add, Value::Bytes(one), Value::Bytes(other)) => {
                self.spend(one.len() + other.len())?;
                Value::Bytes(one.iter().chain(other.iter()).copied().collect())
            }
            (Operator::Add, Value::List(one), Value::List(other)) => {
                self.spend(one.borrow().len() + other.borrow().len())?;
                Value::list([one.borrow().as_slice(), other.borrow().as_slice()].concat())
            }
            (Operator::Add, Value::Tuple(one), Value::Tuple(other)) => {
                self.spend(one.len() + other.len())?;
                Value::tuple([&**one, &**other].concat())
            }
            (Operator::Mul, sequence, Value::Int(_) | Value::Bool(_)) => {
                return self.repeat(sequence, right.as_int().unwrap_or(0));
            }
            (Operator::Mul, Value::Int(_) | Value::Bool(_), sequence) => {
                return self.repeat(sequence, left.as_int().unwrap_or(0));
            }
            _ => return Ok(None),
        };
        Ok(Some(value))
    }

    fn repeat(&mut self, sequence: &Value, times: i128) -> Eval<Option<Value>> {
        let times = usize::try_from(times.max(0)).unwrap_or(usize::MAX);
        let length = match sequence {
            Value::Str(text) => text.len(),
            Value::Bytes(bytes) => bytes.len(),
            Value::List(items) => items.borrow().len(),
            Value::Tuple(items) => items.len(),
            _ => return Ok(None),
        };
        self.spend(length.saturating_mul(times))?;
        let times = if length == 0 { 0 } else { times };
        Ok(Some(match sequence {
            Value::Str(text) => Value::str(text.repeat(times)),
            Value::Bytes(bytes) => Value::Bytes(bytes.repeat(times).into()),
            Value::List(items) => Value::list(repeated(&items.borrow(), times)),
            Value::Tuple(items) => Value::tuple(repeated(items, times)),
            _ => return Ok(None),
        }))
    }

    fn operate_ints(
        &mut self,
        operator: Operator,
        left: &Value,
        right: &Value,
    ) -> Eval<Option<Value>> {
        let is_unary =
            matches!(operator, Operator::Negative | Operator::Positive | Operator::Invert);
        let right_int = right.as_int().or(is_unary.then_some(0));
        let (Some(one), Some(other)) = (left.as_int(), right_int) else { return Ok(None) };
        let both_bools = matches!((left, right), (Value::Bool(_), Value::Bool(_)));
        let res = match operator {
            Operator::Add => one.checked_add(other),
            Operator::Sub => one.checked_sub(other),
            Operator::Mul => one.checked_mul(other),
            Operator::Div | Operator::FloorDiv | Operator::Mod if other == 0 => {
                let message = match operator {
                    Operator::Div => "division by zero",
                    _ => "integer modulo by zero",
                };
                let message = match operator {
                    Operator::FloorDiv => "integer division or modulo by zero",
                    _ => message,
                };
                return Err(self.raise("ZeroDivisionError", message));
            }
            Operator::Div => return Ok(Some(Value::Float(one as f64 / other as f64))),
            Operator::FloorDiv => floor_div(one, other),
            Operator::Mod => floor_div(one, other)
                .and_then(|quotient| quotient.checked_mul(other))
                .and_then(|whole| one.checked_sub(whole)),
            Operator::Pow if other < 0 => {
                return Ok(Some(Value::Float((one as f64).powf(other as f64))));
            }
            Operator::Pow => u32::try_from(other).ok().and_then(|it| one.checked_pow(it)),
            Operator::LShift => {
                let factor = u32::try_from(other).ok().and_then(|it| 2_i128.checked_pow(it));
                factor.and_then(|factor| one.checked_mul(factor))
            }
            Operator::RShift => Some(one >> other.clamp(0, 127)),
            Operator::BitAnd if both_bools => return Ok(Some(Value::Bool(one & other != 0))),
            Operator::BitOr if both_bools => return Ok(Some(Value::Bool(one | other != 0))),
            Operator::BitXor if both_bools => return Ok(Some(Value::Bool(one ^ other != 0))),
            Operator::BitAnd => Some(one & other),
            Operator::BitOr => Some(one | other),
            Operator::BitXor => Some(one ^ other),
            Operator::Negative => one.checked_neg(),
            Operator::Positive => Some(one),
            Operator::Invert => Some(!one),
            _ => return Ok(None),
        };
        Ok(Some(match res {
            Some(number) => Value::Int(number),
            None => self.unknown(code::UNFOLLOWED_CALL, "a number beyond 128 bits"),
        }))
    }

    fn operate_floats(
        &mut self,
        operator: Operator,
        left: &Value,
        right: &Value,
    ) -> Eval<Option<Value>> {
        let (Some(one), Some(other)) = (as_float(left), as_float(right).or(Some(0.0))) else {
            return Ok(None);
        };
        let res = match operator {
            Operator::Negative => -one,
            Operator::Positive => one,
            _ if right.is_none() => return Ok(None),
            Operator::Add => one + other,
            Operator::Sub => one - other,
            Operator::Mul => one * other,
            Operator::Div | Operator::FloorDiv | Operator::Mod if other == 0.0 => {
                let message = match operator {
                    Operator::Div => "float division by zero",
                    Operator::FloorDiv => "float floor division by zero",
                    _ => "float modulo by zero",
                };
                return Err(self.raise("ZeroDivisionError", message));
            }
            Operator::Div => one / other,
            Operator::FloorDiv => (one / other).floor(),
            Operator::Mod => one - other * (one / other).floor(),
            Operator::Pow => one.powf(other),
            _ => return Ok(None),
        };
        Ok(Some(Value::Float(res)))
    }

    fn operate_sets(
        &mut self,
        operator: Operator,
        left: &Value,
        right: &Value,
    ) -> Eval<Option<Value>> {
        let one = self.iterate_in_any_order(left)?;
        let other = self.iterate_in_any_order(right)?;
        let items: Vec<Value> = match operator {
            Operator::BitOr => one.into_iter().chain(other).collect(),
            Operator::BitAnd => self.keep_in(one, right, Keep::Inside)?,
            Operator::Sub => self.keep_in(one, right, Keep::Outside)?,
            Operator::BitXor => {
                let mut items = self.keep_in(one, right, Keep::Outside)?;
                items.extend(self.keep_in(other, left, Keep::Outside)?);
                items
            }
            _ => return Ok(None),
        };
        self.set_of(items).map(Some)
    }

    /// The items that are in a set, or those that are not.
    fn keep_in(&mut self, items: Vec<Value>, set: &Value, keep: Keep) -> Eval<Vec<Value>> {
        let Value::Set(set) = set else { return Ok(items) };
        let mut kept = Vec::new();
        for item in items {
            let key = self.key(&item)?;
            if set.borrow().get(&key).is_some() == (keep == Keep::Inside) {
                kept.push(item);
            }
        }
        Ok(kept)
    }
}

fn repeated(items: &[Value], times: usize) -> Vec<Value> {
    std::iter::repeat_n(items, times).flatten().cloned().collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Inside,
    Outside,
}

fn comparison(operator: Operator) -> Option<ast::CmpOp> {
    Some(match operator {
        Operator::Eq => ast::CmpOp::Eq,
        Operator::NotEq => ast::CmpOp::NotEq,
        Operator::Lt => ast::CmpOp::Lt,
        Operator::LtE => ast::CmpOp::LtE,
        Operator::Gt => ast::CmpOp::Gt,
        Operator::GtE => ast::CmpOp::GtE,
        _ => return None,
    })
}

/// The value that an object of a class inheriting `str` or the like holds.
pub fn held(value: &Value) -> Option<Value> {
    value.as_object().and_then(|it| it.field(HELD))
}

pub fn as_float(value: &Value) -> Option<f64> {
    match value {
        Value::Float(number) => Some(*number),
        value => value.as_int().map(|it| it as f64),
    }
}

fn floor_div(one: i128, other: i128) -> Option<i128> {
    let quotient = one.checked_div(other)?;
    let has_rest = one.checked_rem(other)? != 0;
    Some(if has_rest && (one < 0) != (other < 0) { quotient - 1 } else { quotient })
}

/// Two names for one thing.
pub(super) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::None, Value::None)
        | (Value::Ellipsis, Value::Ellipsis)
        | (Value::NotImplemented, Value::NotImplemented) => true,
        (Value::Bool(one), Value::Bool(other)) => one == other,
        (Value::Int(one), Value::Int(other)) => one == other,
        (Value::Float(one), Value::Float(other)) => one.to_bits() == other.to_bits(),
        (Value::Str(one), Value::Str(other)) => one == other,
        (Value::Bytes(one), Value::Bytes(other)) => Rc::ptr_eq(one, other),
        (Value::Tuple(one), Value::Tuple(other)) => {
            Rc::ptr_eq(one, other) || (one.is_empty() && other.is_empty())
        }
        (Value::List(one), Value::List(other)) => Rc::ptr_eq(one, other),
        (Value::Dict(one), Value::Dict(other)) | (Value::Set(one), Value::Set(other)) => {
            Rc::ptr_eq(one, other)
        }
        (Value::Function(one), Value::Function(other)) => Rc::ptr_eq(one, other),
        (Value::Class(one), Value::Class(other)) => Rc::ptr_eq(one, other),
        (Value::Object(one), Value::Object(other)) => Rc::ptr_eq(one, other),
        (Value::Module(one), Value::Module(other)) => Rc::ptr_eq(one, other),
        (Value::Unknown(one), Value::Unknown(other)) => Rc::ptr_eq(one, other),
        (Value::Native(one), Value::Native(other)) => {
            std::ptr::eq(one.native, other.native)
                && match (&one.receiver, &other.receiver) {
                    (None, None) => true,
                    (Some(one), Some(other)) => same(one, other),
                    _ => false,
                }
        }
        (Value::Method(one), Value::Method(other)) => {
            Rc::ptr_eq(&one.function, &other.function) && same(&one.receiver, &other.receiver)
        }
        _ => false,
    }
}
