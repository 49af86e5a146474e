//! Formatting: f-strings, `str.format` and the format specifications that they share with `%`.

mod percent;

use ruff_python_ast::{self as ast, InterpolatedStringElement};
use ruff_text_size::Ranged;

use super::operator::{as_float, held};
use super::scope::Frame;
use super::text::{float_text, quoted};
use super::value::Value;
use super::vm::{Eval, Vm};

impl Vm<'_> {
    pub(super) fn f_string(&mut self, frame: &mut Frame<'_>, expr: &ast::ExprFString) -> Eval {
        self.whole_text(|vm| vm.joined_parts(frame, expr))
    }

    fn joined_parts(&mut self, frame: &mut Frame<'_>, expr: &ast::ExprFString) -> Eval {
        let mut text = String::new();
        let mut unknown = None;
        for part in &expr.value {
            match part {
                ast::FStringPart::Literal(literal) => text.push_str(&literal.value),
                ast::FStringPart::FString(f_string) => {
                    self.interpolate(frame, &f_string.elements, &mut text, &mut unknown)?;
                }
            }
        }
        Ok(unknown.unwrap_or_else(|| Value::str(text)))
    }

    fn interpolate(
        &mut self,
        frame: &mut Frame<'_>,
        elements: &ast::InterpolatedStringElements,
        text: &mut String,
        unknown: &mut Option<Value>,
    ) -> Eval<()> {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => text.push_str(&literal.value),
                InterpolatedStringElement::Interpolation(it) => {
                    let value = self.expr(frame, &it.expression)?;
                    if let Some(debug) = &it.debug_text {
                        let file = frame.file;
                        let source = self.host.source(file).unwrap_or_default();
                        let range = it.expression.range();
                        let shown = source.get(range.start().to_usize()..range.end().to_usize());
                        text.push_str(debug.leading());
                        text.push_str(shown.unwrap_or_default());
                        text.push_str(debug.trailing());
                    }
                    let mut spec = String::new();
                    if let Some(format) = &it.format_spec {
                        self.interpolate(frame, &format.elements, &mut spec, unknown)?;
                    }
                    if value.is_unknown() {
                        unknown.get_or_insert(value);
                        continue;
                    }
                    let conversion = match it.conversion {
                        ast::ConversionFlag::None if it.debug_text.is_some() && spec.is_empty() => {
                            Some('r')
                        }
                        ast::ConversionFlag::None => None,
                        ast::ConversionFlag::Str => Some('s'),
                        ast::ConversionFlag::Ascii => Some('a'),
                        ast::ConversionFlag::Repr => Some('r'),
                    };
                    let part = self.converted(&value, conversion, &spec)?;
                    self.spend(part.len())?;
                    text.push_str(&part);
                }
            }
        }
        Ok(())
    }

    fn converted(&mut self, value: &Value, conversion: Option<char>, spec: &str) -> Eval<String> {
        match conversion {
            None => self.format_value(value, spec),
            Some('s') => {
                let text = self.to_text(value)?;
                self.format_value(&Value::str(text), spec)
            }
            Some(_) => {
                let text = self.repr(value)?;
                self.format_value(&Value::str(text), spec)
            }
        }
    }

    /// What `format(value, spec)` gives.
    pub(super) fn format_value(&mut self, value: &Value, spec: &str) -> Eval<String> {
        if let Some(method) = self.special(value, "__format__")? {
            let text = self.call(&method, vec![Value::str(spec)], Vec::new())?;
            return self.to_text(&text);
        }
        if spec.is_empty() {
            return self.to_text(value);
        }
        let Some(spec) = Spec::parse(spec) else {
            return Err(self.raise("ValueError", "Invalid format specifier"));
        };
        self.spend(spec.width)?;
        self.spend(spec.precision.unwrap_or(0))?;
        let held = held(value);
        let inner = held.as_ref().unwrap_or(value);
        match (inner, spec.kind) {
            (Value::Str(text), _) => Ok(spec.pad_text(text)),
            (Value::Int(_) | Value::Bool(_) | Value::Float(_), _) => match spec.number(inner) {
                Some(text) => Ok(text),
                None => {
                    let name = self.type_of(value).name.clone();
                    let message = format!(
                        "Unknown format code '{}' for object of type '{name}'",
                        spec.kind.unwrap_or(' ')
                    );
                    Err(self.raise("ValueError", message))
                }
            },
            _ => {
                let text = self.to_text(value)?;
                Ok(spec.pad_text(&text))
            }
        }
    }

    /// `text.format(*args, **kwargs)`. Unknown if some part of it is.
    pub(super) fn str_format(
        &mut self,
        text: &str,
        positional: &[Value],
        keywords: &Value,
    ) -> Eval {
        let mut next = 0;
        let mut unknown = None;
        self.whole_text(|vm| {
            let res = vm.format_fields(text, positional, keywords, &mut next, &mut unknown)?;
            Ok(unknown.unwrap_or_else(|| Value::str(res)))
        })
    }

    fn format_fields(
        &mut self,
        text: &str,
        positional: &[Value],
        keywords: &Value,
        next: &mut usize,
        unknown: &mut Option<Value>,
    ) -> Eval<String> {
        let mut res = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            res.push_str(rest.get(..at).unwrap_or_default());
            let tail = rest.get(at..).unwrap_or_default();
            if let Some(after) = tail.strip_prefix("{{").or_else(|| tail.strip_prefix("}}")) {
                res.push_str(tail.get(..1).unwrap_or_default());
                rest = after;
                continue;
            }
            let Some((field, after)) = replacement_field(tail) else {
                return Err(self.raise("ValueError", "Single '}' encountered in format string"));
            };
            rest = after;
            let (name, spec) = split_spec(field);
            let (name, conversion) = match name.rsplit_once('!') {
                Some((name, conversion)) => (name, conversion.chars().next()),
                None => (name, None),
            };
            let value = self.format_field(name, positional, keywords, next)?;
            let spec =
                self.deeper(|vm| vm.format_fields(spec, positional, keywords, next, unknown))?;
            if value.is_unknown() {
                unknown.get_or_insert(value);
                continue;
            }
            let part = self.converted(&value, conversion, &spec)?;
            self.spend(part.len())?;
            res.push_str(&part);
        }
        res.push_str(rest);
        self.spend(text.len())?;
        Ok(res)
    }

    fn format_field(
        &mut self,
        name: &str,
        positional: &[Value],
        keywords: &Value,
        next: &mut usize,
    ) -> Eval {
        let end = name.find(['.', '[']).unwrap_or(name.len());
        let (first, mut rest) = name.split_at_checked(end).unwrap_or((name, ""));
        let place = match first {
            "" => {
                *next += 1;
                Some(*next - 1)
            }
            first => first.parse().ok(),
        };
        let mut value = match place {
            Some(place) => match positional.get(place) {
                Some(value) => value.clone(),
                None => {
                    let message =
                        format!("Replacement index {place} out of range for positional args tuple");
                    return Err(self.raise("IndexError", message));
                }
            },
            None => self.item(keywords, &Value::str(first))?,
        };
        while !rest.is_empty() {
            if let Some(after) = rest.strip_prefix('.') {
                let end = after.find(['.', '[']).unwrap_or(after.len());
                value = self.attribute(&value, after.get(..end).unwrap_or_default())?;
                rest = after.get(end..).unwrap_or_default();
            } else if let Some((key, after)) = rest.get(1..).and_then(|it| it.split_once(']')) {
                let key = match key.parse() {
                    Ok(number) => Value::Int(number),
                    Err(_) => Value::str(key),
                };
                value = self.item(&value, &key)?;
                rest = after;
            } else {
                break;
            }
        }
        Ok(value)
    }
}

/// Digits after the point that are written at most; Rust's formatting takes no more than 65,535.
const MAX_PRECISION: usize = 10_000;

/// What stands between braces, and the text after them.
fn replacement_field(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('{')?;
    let mut depth = 1;
    for (at, char) in inner.char_indices() {
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((inner.get(..at)?, inner.get(at + 1..)?));
        }
    }
    None
}

/// The name of a field and its format specification.
fn split_spec(field: &str) -> (&str, &str) {
    let mut brackets = 0;
    for (at, char) in field.char_indices() {
        match char {
            '[' => brackets += 1,
            ']' => brackets -= 1,
            ':' if brackets == 0 => {
                let parts = (field.get(..at), field.get(at + 1..));
                return (parts.0.unwrap_or_default(), parts.1.unwrap_or_default());
            }
            _ => {}
        }
    }
    (field, "")
}

/// A format specification: `[[fill]align][sign][#][0][width][,][.precision][type]`.
#[derive(Clone, Debug, Default)]
struct Spec {
    fill: Option<char>,
    align: Option<char>,
    sign: Option<char>,
    alternate: bool,
    zero: bool,
    width: usize,
    group: Option<char>,
    precision: Option<usize>,
    kind: Option<char>,
}

impl Spec {
    fn parse(text: &str) -> Option<Self> {
        let mut spec = Self::default();
        let mut chars = text.chars().collect::<std::collections::VecDeque<char>>();
        let is_align = |char: Option<&char>| char.is_some_and(|it| "<>=^".contains(*it));
        if is_align(chars.get(1)) {
            spec.fill = chars.pop_front();
            spec.align = chars.pop_front();
        } else if is_align(chars.front()) {
            spec.align = chars.pop_front();
        }
        let mut next_if = |allowed: &str| match chars.front() {
            Some(char) if allowed.contains(*char) => chars.pop_front(),
            _ => None,
        };
        spec.sign = next_if("+- ");
        spec.alternate = next_if("#").is_some();
        spec.zero = next_if("0").is_some();
        let mut digits = String::new();
        while let Some(digit) = next_if("0123456789") {
            digits.push(digit);
        }
        spec.width = digits.parse().unwrap_or(0);
        spec.group = next_if(",_");
        if next_if(".").is_some() {
            let mut digits = String::new();
            while let Some(digit) = next_if("0123456789") {
                digits.push(digit);
            }
            spec.precision = Some(digits.parse::<usize>().ok()?.min(MAX_PRECISION));
        }
        spec.kind = next_if("bcdeEfFgGnosxX%");
        chars.is_empty().then_some(spec)
    }

    fn percent_flag(&mut self, flag: char) {
        match flag {
            '-' => self.align = Some('<'),
            '0' => self.zero = true,
            '#' => self.alternate = true,
            flag => self.sign = Some(flag),
        }
    }

    fn pad_text(&self, text: &str) -> String {
        let text: String = match self.precision {
            Some(precision) => text.chars().take(precision).collect(),
            None => text.into(),
        };
        let is_percent_default = self.align.is_none() && self.fill.is_none();
        self.pad(&text, if is_percent_default { '<' } else { self.align.unwrap_or('<') })
    }

    fn pad(&self, text: &str, align: char) -> String {
        let missing = self.width.saturating_sub(text.chars().count());
        let fill = self.fill.unwrap_or(' ').to_string();
        let (before, after) = match align {
            '<' => (0, missing),
            '^' => (missing / 2, missing - missing / 2),
            _ => (missing, 0),
        };
        format!("{}{text}{}", fill.repeat(before), fill.repeat(after))
    }

    /// A number in this format; nothing if the type does not fit.
    fn number(&self, value: &Value) -> Option<String> {
        let (is_negative, digits) = self.digits(value)?;
        let sign = match (is_negative, self.sign) {
            (true, _) => "-",
            (false, Some('+')) => "+",
            (false, Some(' ')) => " ",
            _ => "",
        };
        let prefix = match (self.alternate, self.kind) {
            (true, Some('x')) => "0x",
            (true, Some('X')) => "0X",
            (true, Some('o')) => "0o",
            (true, Some('b')) => "0b",
            _ => "",
        };
        let digits = self.grouped(&digits);
        let length = sign.len() + prefix.len() + digits.len();
        if (self.zero && self.align.is_none()) || self.align == Some('=') {
            let fill = if self.zero { '0' } else { self.fill.unwrap_or(' ') };
            let padding = fill.to_string().repeat(self.width.saturating_sub(length));
            return Some(format!("{sign}{prefix}{padding}{digits}"));
        }
        Some(self.pad(&format!("{sign}{prefix}{digits}"), self.align.unwrap_or('>')))
    }

    fn digits(&self, value: &Value) -> Option<(bool, String)> {
        let int = value.as_int();
        let kind = self.kind.filter(|it| *it != 'n');
        if let (Some(int), None | Some('d' | 'x' | 'X' | 'o' | 'b' | 'c')) = (int, kind)
            && !(kind.is_none() && self.precision.is_some())
        {
            let magnitude = int.unsigned_abs();
            return Some((
                int < 0,
                match kind {
                    Some('x') => format!("{magnitude:x}"),
                    Some('X') => format!("{magnitude:X}"),
                    Some('o') => format!("{magnitude:o}"),
                    Some('b') => format!("{magnitude:b}"),
                    Some('c') => char::from_u32(u32::try_from(magnitude).ok()?)?.to_string(),
                    _ => magnitude.to_string(),
                },
            ));
        }
        let number = as_float(value)?;
        let magnitude = number.abs();
        let precision = self.precision.unwrap_or(6);
        Some((
            number.is_sign_negative() && !number.is_nan(),
            match kind {
                Some('f' | 'F') => format!("{magnitude:.precision$}"),
                Some('%') => format!("{:.precision$}%", magnitude * 100.0),
                Some('e') => exponent_text(magnitude, precision),
                Some('E') => exponent_text(magnitude, precision).to_uppercase(),
                Some('g' | 'G') => general_text(magnitude, precision),
                None => match self.precision {
                    Some(precision) => general_text(magnitude, precision),
                    None => float_text(magnitude),
                },
                Some(_) => return None,
            },
        ))
    }

    fn grouped(&self, digits: &str) -> String {
        let Some(separator) = self.group else { return digits.into() };
        let (whole, rest) = match digits.find('.') {
            Some(at) => digits.split_at_checked(at).unwrap_or((digits, "")),
            None => (digits, ""),
        };
        let size = if matches!(self.kind, Some('x' | 'X' | 'o' | 'b')) { 4 } else { 3 };
        let length = whole.chars().count();
        let mut res = String::new();
        for (idx, digit) in whole.chars().enumerate() {
            if idx > 0 && (length - idx) % size == 0 {
                res.push(separator);
            }
            res.push(digit);
        }
        res + rest
    }
}

fn exponent_text(number: f64, precision: usize) -> String {
    let text = format!("{number:.precision$e}");
    let Some((digits, exponent)) = text.split_once('e') else { return text };
    match exponent.strip_prefix('-') {
        Some(exponent) => format!("{digits}e-{exponent:0>2}"),
        None => format!("{digits}e+{exponent:0>2}"),
    }
}

/// C's `%g`: so many significant digits, without trailing zeros.
fn general_text(number: f64, precision: usize) -> String {
    let precision = precision.max(1);
    if number == 0.0 {
        return "0".into();
    }
    let scientific = exponent_text(number, precision - 1);
    let exponent: i32 = scientific.split_once('e').and_then(|(_, it)| it.parse().ok()).unwrap_or(0);
    let trim = |text: &str| match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text.to_owned(),
    };
    if exponent < -4 || exponent >= precision as i32 {
        let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "+00"));
        return format!("{}e{exponent}", trim(digits));
    }
    let decimals = usize::try_from(precision as i32 - 1 - exponent).unwrap_or(0);
    trim(&format!("{number:.decimals$}"))
}

/// `ascii(value)` of a text.
pub(super) fn ascii(text: &str) -> String {
    let mut res = String::new();
    for char in quoted(text).chars() {
        match char as u32 {
            0..0x80 => res.push(char),
            code @ 0x80..0x100 => res.push_str(&format!("\\x{code:02x}")),
            code @ 0x100..0x1_0000 => res.push_str(&format!("\\u{code:04x}")),
            code => res.push_str(&format!("\\U{code:08x}")),
        }
    }
    res
}
