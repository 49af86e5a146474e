//! `text % values`.

use std::iter::Peekable;
use std::str::Chars;

use super::super::operator::held;
use super::super::value::Value;
use super::super::vm::{Eval, Vm};
use super::{MAX_PRECISION, Spec};

/// What is formatted, and what of it no directive has taken yet.
struct Operands<'a> {
    all: &'a Value,
    /// Last first.
    left: Vec<Value>,
    /// Whether one was asked for by its name, as in `%(name)s`.
    by_name: bool,
}

/// What a `%` begins: `%[(name)][flags][width][.precision]kind`.
struct Directive {
    name: Option<String>,
    spec: Spec,
    kind: char,
}

impl<'a> Operands<'a> {
    fn of(all: &'a Value) -> Self {
        let left = match all {
            Value::Tuple(items) => items.iter().rev().cloned().collect(),
            other => vec![other.clone()],
        };
        Self { all, left, by_name: false }
    }

    fn too_many(&self) -> bool {
        !self.left.is_empty() && !self.by_name && !matches!(self.all, Value::Dict(_))
    }
}

impl Directive {
    /// Reads what stands behind a `%`; nothing if the text ends before its kind.
    fn read(chars: &mut Peekable<Chars<'_>>, operands: &mut Operands<'_>) -> Option<Self> {
        let name = chars
            .next_if_eq(&'(')
            .map(|_| chars.by_ref().take_while(|it| *it != ')').collect::<String>());
        let mut spec = Spec::default();
        while let Some(flag) = chars.next_if(|it| "-+ #0".contains(*it)) {
            spec.percent_flag(flag);
        }
        if chars.next_if_eq(&'*').is_some() {
            let width = operands.left.pop().and_then(|it| it.as_int()).unwrap_or(0);
            spec.width = usize::try_from(width).unwrap_or(0);
        } else {
            spec.width = number(chars).unwrap_or(0);
        }
        if chars.next_if_eq(&'.').is_some() {
            spec.precision = Some(number(chars).unwrap_or(0).min(MAX_PRECISION));
        }
        Some(Self { name, spec, kind: chars.next()? })
    }
}

fn number(chars: &mut Peekable<Chars<'_>>) -> Option<usize> {
    let mut digits = String::new();
    while let Some(digit) = chars.next_if(char::is_ascii_digit) {
        digits.push(digit);
    }
    digits.parse().ok()
}

impl Vm<'_> {
    /// `text % values`. Unknown if some part of it is.
    pub(in crate::python) fn percent_format(&mut self, text: &str, values: &Value) -> Eval {
        self.whole_text(|vm| vm.percent_formatted(text, values))
    }

    fn percent_formatted(&mut self, text: &str, values: &Value) -> Eval {
        let mut operands = Operands::of(values);
        let mut res = String::new();
        let mut chars = text.chars().peekable();
        let mut unknown = None;
        while let Some(char) = chars.next() {
            if char != '%' {
                res.push(char);
                continue;
            }
            let Some(directive) = Directive::read(&mut chars, &mut operands) else {
                return Err(self.raise("ValueError", "incomplete format"));
            };
            if directive.kind == '%' {
                res.push('%');
                continue;
            }
            let value = self.percent_operand(directive.name.as_deref(), &mut operands)?;
            if value.is_unknown() {
                unknown.get_or_insert(value);
                continue;
            }
            self.spend(directive.spec.width)?;
            let part = self.percent_value(&value, directive.kind, directive.spec)?;
            self.spend(part.len())?;
            res.push_str(&part);
        }
        if operands.too_many() {
            let message = "not all arguments converted during string formatting";
            return Err(self.raise("TypeError", message));
        }
        self.spend(text.len())?;
        Ok(unknown.unwrap_or_else(|| Value::str(res)))
    }

    fn percent_operand(&mut self, name: Option<&str>, operands: &mut Operands<'_>) -> Eval {
        if let Some(name) = name {
            operands.by_name = true;
            return self.item(operands.all, &Value::str(name));
        }
        let message = "not enough arguments for format string";
        operands.left.pop().ok_or_else(|| self.raise("TypeError", message))
    }

    fn percent_value(&mut self, value: &Value, kind: char, mut spec: Spec) -> Eval<String> {
        match kind {
            's' | 'r' | 'a' => {
                let text = if kind == 's' { self.to_text(value)? } else { self.repr(value)? };
                Ok(spec.pad_text(&text))
            }
            'c' => {
                let text = match value.as_int().and_then(|it| u32::try_from(it).ok()) {
                    Some(code) => char::from_u32(code).map(String::from).unwrap_or_default(),
                    None => self.to_text(value)?,
                };
                Ok(spec.pad_text(&text))
            }
            _ => {
                spec.kind = Some(if matches!(kind, 'i' | 'u') { 'd' } else { kind });
                let held = held(value);
                let value = match (held.as_ref().unwrap_or(value), spec.kind) {
                    (Value::Float(number), Some('d')) => Value::Int(*number as i128),
                    (value, _) => value.clone(),
                };
                match spec.number(&value) {
                    Some(text) => Ok(text),
                    None => {
                        let name = self.type_of(&value).name.clone();
                        let message =
                            format!("%{kind} format: a real number is required, not {name}");
                        Err(self.raise("TypeError", message))
                    }
                }
            }
        }
    }
}
