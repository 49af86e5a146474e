//! Methods of `str`.

use crate::python::args::Args;
use crate::python::class::Native;
use crate::python::operator::held;
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

pub const METHODS: &[Native] = &[
    Native::new("upper", "self", |_, args| mapped(args, str::to_uppercase)),
    Native::new("lower", "self", |_, args| mapped(args, str::to_lowercase)),
    Native::new("casefold", "self", |_, args| mapped(args, str::to_lowercase)),
    Native::new("title", "self", |_, args| mapped(args, title)),
    Native::new("capitalize", "self", |_, args| mapped(args, capitalize)),
    Native::new("swapcase", "self", |_, args| {
        mapped(args, |text| {
            text.chars()
                .flat_map(|it| match it.is_uppercase() {
                    true => it.to_lowercase().collect::<Vec<_>>(),
                    false => it.to_uppercase().collect(),
                })
                .collect()
        })
    }),
    Native::new("strip", "self, chars=None", |_, args| stripped(args, &[Side::Left, Side::Right])),
    Native::new("lstrip", "self, chars=None", |_, args| stripped(args, &[Side::Left])),
    Native::new("rstrip", "self, chars=None", |_, args| stripped(args, &[Side::Right])),
    Native::new("removeprefix", "self, prefix", |_, args| {
        with_part(args, "prefix", |text, part| Value::str(text.strip_prefix(part).unwrap_or(text)))
    }),
    Native::new("removesuffix", "self, suffix", |_, args| {
        with_part(args, "suffix", |text, part| Value::str(text.strip_suffix(part).unwrap_or(text)))
    }),
    Native::new("split", "self, sep=None, maxsplit=-1", split),
    Native::new("rsplit", "self, sep=None, maxsplit=-1", rsplit),
    Native::new("splitlines", "self, keepends=False", splitlines),
    Native::new("partition", "self, sep", |_, args| {
        with_part(args, "sep", |text, sep| match text.split_once(sep) {
            Some((before, after)) => triple(before, sep, after),
            None => triple(text, "", ""),
        })
    }),
    Native::new("rpartition", "self, sep", |_, args| {
        with_part(args, "sep", |text, sep| match text.rsplit_once(sep) {
            Some((before, after)) => triple(before, sep, after),
            None => triple("", "", text),
        })
    }),
    Native::new("join", "self, iterable", join),
    Native::new("replace", "self, old, new, count=-1", replace),
    Native::new("startswith", "self, prefix, start=0, end=None", |vm, args| {
        affix(vm, args, "prefix", |text, part| text.starts_with(part))
    }),
    Native::new("endswith", "self, suffix, start=0, end=None", |vm, args| {
        affix(vm, args, "suffix", |text, part| text.ends_with(part))
    }),
    Native::new("find", "self, sub, start=0, end=None", |_, args| found(args, Side::Left)),
    Native::new("rfind", "self, sub, start=0, end=None", |_, args| found(args, Side::Right)),
    Native::new("index", "self, sub, start=0, end=None", |vm, args| {
        match found(args, Side::Left)? {
            Value::Int(-1) => Err(vm.raise("ValueError", "substring not found")),
            place => Ok(place),
        }
    }),
    Native::new("count", "self, sub", |_, args| {
        with_part(args, "sub", |text, part| Value::Int(text.matches(part).count() as i128))
    }),
    Native::new("format", "self, *args, **kwargs", |vm, args| {
        let Some(text) = own(args) else { return Ok(Value::None) };
        vm.str_format(&text, args.rest("args"), args.get("kwargs"))
    }),
    Native::new("format_map", "self, mapping", |vm, args| {
        let Some(text) = own(args) else { return Ok(Value::None) };
        vm.str_format(&text, &[], args.get("mapping"))
    }),
    Native::new("encode", "self, encoding='utf-8', errors='strict'", |_, args| {
        Ok(Value::Bytes(own(args).unwrap_or_default().as_bytes().into()))
    }),
    Native::new("isdigit", "self", |_, args| every(args, |it| it.is_ascii_digit())),
    Native::new("isdecimal", "self", |_, args| every(args, |it| it.is_ascii_digit())),
    Native::new("isnumeric", "self", |_, args| every(args, char::is_numeric)),
    Native::new("isalpha", "self", |_, args| every(args, char::is_alphabetic)),
    Native::new("isalnum", "self", |_, args| every(args, char::is_alphanumeric)),
    Native::new("isspace", "self", |_, args| every(args, char::is_whitespace)),
    Native::new("isupper", "self", |_, args| cased(args, char::is_lowercase)),
    Native::new("islower", "self", |_, args| cased(args, char::is_uppercase)),
    Native::new("isascii", "self", |_, args| {
        Ok(Value::Bool(own(args).unwrap_or_default().is_ascii()))
    }),
    Native::new("isidentifier", "self", |_, args| {
        let text = own(args).unwrap_or_default();
        let starts = text.chars().next().is_some_and(|it| it.is_alphabetic() || it == '_');
        Ok(Value::Bool(starts && text.chars().all(|it| it.is_alphanumeric() || it == '_')))
    }),
    Native::new("center", "self, width, fillchar=' '", |vm, args| {
        padded(vm, args, |missing, width| {
            // CPython puts the odd one left only if the width is odd.
            let left = missing / 2 + (missing & width & 1);
            (left, missing - left)
        })
    }),
    Native::new("ljust", "self, width, fillchar=' '", |vm, args| {
        padded(vm, args, |missing, _| (0, missing))
    }),
    Native::new("rjust", "self, width, fillchar=' '", |vm, args| {
        padded(vm, args, |missing, _| (missing, 0))
    }),
    Native::new("zfill", "self, width", zfill),
    Native::new("expandtabs", "self, tabsize=8", |_, args| {
        let size = usize::try_from(args.get("tabsize").as_int().unwrap_or(8)).unwrap_or(8);
        mapped(args, |text| expand_tabs(text, size.min(64)))
    }),
    Native::new("translate", "self, table", translate),
];

/// The text a method was called on.
fn own(args: &Args) -> Option<std::rc::Rc<str>> {
    text_of(args.get("self"))
}

fn text_of(value: &Value) -> Option<std::rc::Rc<str>> {
    match value {
        Value::Str(text) => Some(text.clone()),
        value => match held(value) {
            Some(Value::Str(text)) => Some(text),
            _ => None,
        },
    }
}

fn mapped(args: &Args, map: impl Fn(&str) -> String) -> Eval {
    Ok(Value::str(map(&own(args).unwrap_or_default())))
}

fn with_part(args: &Args, name: &str, with: impl Fn(&str, &str) -> Value) -> Eval {
    if let Some(unknown) = args.unknown() {
        return Ok(unknown);
    }
    let part = text_of(args.get(name)).unwrap_or_default();
    Ok(with(&own(args).unwrap_or_default(), &part))
}

fn triple(one: &str, two: &str, three: &str) -> Value {
    Value::tuple(vec![Value::str(one), Value::str(two), Value::str(three)])
}

fn title(text: &str) -> String {
    let mut res = String::new();
    let mut inside = false;
    for char in text.chars() {
        match inside {
            true => res.extend(char.to_lowercase()),
            false => res.extend(char.to_uppercase()),
        }
        inside = char.is_alphabetic();
    }
    res
}

fn capitalize(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars.flat_map(char::to_lowercase)).collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

fn stripped(args: &Args, sides: &[Side]) -> Eval {
    if let Some(unknown) = args.unknown() {
        return Ok(unknown);
    }
    let chars = text_of(args.get("chars"));
    let drop = |char: char| match &chars {
        Some(chars) => chars.contains(char),
        None => char.is_whitespace(),
    };
    let text = own(args).unwrap_or_default();
    let mut rest = &*text;
    if sides.contains(&Side::Left) {
        rest = rest.trim_start_matches(drop);
    }
    if sides.contains(&Side::Right) {
        rest = rest.trim_end_matches(drop);
    }
    Ok(Value::str(rest))
}

fn parts<'t>(parts: impl Iterator<Item = &'t str>) -> Value {
    Value::list(parts.map(Value::str).collect())
}

/// How many parts a split makes at most.
fn most_parts(args: &Args) -> usize {
    let most = args.get("maxsplit").as_int().unwrap_or(-1);
    usize::try_from(most).map_or(usize::MAX, |it| it.saturating_add(1))
}

fn split(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if let Some(unknown) = args.unknown() {
        return Ok(unknown);
    }
    let text = own(args).unwrap_or_default();
    vm.spend(text.len())?;
    let most = most_parts(args);
    match text_of(args.get("sep")) {
        Some(sep) if sep.is_empty() => Err(vm.raise("ValueError", "empty separator")),
        Some(sep) => Ok(parts(text.splitn(most, &*sep))),
        None => {
            let mut found = Vec::new();
            let mut rest = text.trim_start();
            while !rest.is_empty() {
                if found.len() + 1 == most {
                    found.push(rest.trim_end());
                    break;
                }
                let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
                let (part, tail) = rest.split_at_checked(end).unwrap_or((rest, ""));
                found.push(part);
                rest = tail.trim_start();
            }
            Ok(parts(found.into_iter()))
        }
    }
}

fn rsplit(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let most = most_parts(args);
    match text_of(args.get("sep")) {
        Some(sep) if !sep.is_empty() && args.unknown().is_none() => {
            let text = own(args).unwrap_or_default();
            let mut found: Vec<&str> = text.rsplitn(most, &*sep).collect();
            found.reverse();
            Ok(parts(found.into_iter()))
        }
        None if most != usize::MAX => {
            let text = own(args).unwrap_or_default();
            let mut found = Vec::new();
            let mut rest = text.trim_end();
            while !rest.is_empty() {
                if found.len() + 1 == most {
                    found.push(rest.trim_start());
                    break;
                }
                let start = rest.rfind(char::is_whitespace).map_or(0, |at| {
                    at + rest.get(at..).and_then(|it| it.chars().next()).map_or(1, char::len_utf8)
                });
                let (head, part) = rest.split_at_checked(start).unwrap_or(("", rest));
                found.push(part);
                rest = head.trim_end();
            }
            found.reverse();
            Ok(parts(found.into_iter()))
        }
        _ => split(vm, args),
    }
}

fn splitlines(_vm: &mut Vm<'_>, args: &Args) -> Eval {
    let text = own(args).unwrap_or_default();
    Ok(match args.flag("keepends") {
        true => parts(text.split_inclusive('\n')),
        false => parts(text.lines()),
    })
}

fn join(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let iterable = args.get("iterable");
    if iterable.is_unknown() {
        return Ok(iterable.clone());
    }
    let separator = own(args).unwrap_or_default();
    let mut res = String::new();
    for (idx, item) in vm.iterate_at_once(iterable)?.iter().enumerate() {
        if item.is_unknown() {
            return Ok(item.clone());
        }
        if idx > 0 {
            res.push_str(&separator);
        }
        let Some(text) = text_of(item) else {
            if let Some(unknown) = vm.open(item) {
                return Ok(unknown);
            }
            let name = vm.type_of(item).name.clone();
            let message = format!("sequence item {idx}: expected str instance, {name} found");
            return Err(vm.raise("TypeError", message));
        };
        vm.spend(text.len() + separator.len())?;
        res.push_str(&text);
    }
    Ok(Value::str(res))
}

fn replace(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if let Some(unknown) = args.unknown() {
        return Ok(unknown);
    }
    let text = own(args).unwrap_or_default();
    let (Some(old), Some(new)) = (text_of(args.get("old")), text_of(args.get("new"))) else {
        return Err(vm.raise("TypeError", "replace() argument must be str"));
    };
    let count = usize::try_from(args.get("count").as_int().unwrap_or(-1)).unwrap_or(usize::MAX);
    let matches = text.matches(&*old).count().min(count);
    vm.spend(text.len().saturating_add(matches.saturating_mul(new.len())))?;
    Ok(Value::str(text.replacen(&*old, &new, count)))
}

fn affix(vm: &mut Vm<'_>, args: &Args, name: &str, has: fn(&str, &str) -> bool) -> Eval {
    if let Some(unknown) = args.unknown() {
        return Ok(unknown);
    }
    let text = own(args).unwrap_or_default();
    let Some((_, text)) = between(args, &text) else { return Ok(Value::Bool(false)) };
    let given = match args.get(name) {
        Value::Tuple(parts) => parts.to_vec(),
        other => vec![other.clone()],
    };
    for part in &given {
        let Some(part) = text_of(part) else {
            let message = "first arg must be str or a tuple of str";
            return Err(vm.raise("TypeError", message));
        };
        if has(text, &part) {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

/// The part of a text between `start` and `end`, and the place in characters where it begins.
fn between<'t>(args: &Args, text: &'t str) -> Option<(usize, &'t str)> {
    let length = text.chars().count() as i128;
    let place = |name: &str, default: i128| {
        let at = args.get(name).as_int().unwrap_or(default);
        let at = if at < 0 { at + length } else { at };
        usize::try_from(at.clamp(0, length)).unwrap_or(0)
    };
    let (start, end) = (place("start", 0), place("end", length));
    let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
    Some((start, text.get(byte(start)..byte(end))?))
}

fn found(args: &Args, side: Side) -> Eval {
    if let Some(unknown) = args.unknown() {
        return Ok(unknown);
    }
    let text = own(args).unwrap_or_default();
    let part = text_of(args.get("sub")).unwrap_or_default();
    let Some((start, text)) = between(args, &text) else { return Ok(Value::Int(-1)) };
    let byte = match side {
        Side::Left => text.find(&*part),
        Side::Right => text.rfind(&*part),
    };
    let chars = byte.and_then(|byte| text.get(..byte)).map(|it| it.chars().count());
    Ok(Value::Int(chars.map_or(-1, |chars| (start + chars) as i128)))
}

fn every(args: &Args, is: impl Fn(char) -> bool) -> Eval {
    let text = own(args).unwrap_or_default();
    Ok(Value::Bool(!text.is_empty() && text.chars().all(is)))
}

/// Whether a text has letters with a case, and none of the other case.
fn cased(args: &Args, is_other: fn(char) -> bool) -> Eval {
    let text = own(args).unwrap_or_default();
    let has_case = text.chars().any(|it| it.is_lowercase() || it.is_uppercase());
    Ok(Value::Bool(has_case && !text.chars().any(is_other)))
}

fn padded(vm: &mut Vm<'_>, args: &Args, divide: fn(usize, usize) -> (usize, usize)) -> Eval {
    if let Some(unknown) = args.unknown() {
        return Ok(unknown);
    }
    let text = own(args).unwrap_or_default();
    let width = usize::try_from(args.get("width").as_int().unwrap_or(0)).unwrap_or(0);
    vm.spend(width)?;
    let (left, right) = divide(width.saturating_sub(text.chars().count()), width);
    let fill = args.str("fillchar").unwrap_or(" ");
    Ok(Value::str(format!("{}{text}{}", fill.repeat(left), fill.repeat(right))))
}

fn zfill(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let text = own(args).unwrap_or_default();
    let width = usize::try_from(args.get("width").as_int().unwrap_or(0)).unwrap_or(0);
    vm.spend(width)?;
    let zeros = "0".repeat(width.saturating_sub(text.chars().count()));
    Ok(Value::str(match text.strip_prefix(['-', '+']) {
        Some(digits) => format!("{}{zeros}{digits}", text.get(..1).unwrap_or_default()),
        None => format!("{zeros}{text}"),
    }))
}

fn expand_tabs(text: &str, size: usize) -> String {
    let mut res = String::new();
    let mut column = 0;
    for char in text.chars() {
        match char {
            '\t' if size > 0 => {
                let spaces = size - column % size;
                res.push_str(&" ".repeat(spaces));
                column += spaces;
            }
            '\n' => {
                res.push(char);
                column = 0;
            }
            char => {
                res.push(char);
                column += 1;
            }
        }
    }
    res
}

/// `str.maketrans`: a dictionary from code points to what replaces them.
pub fn maketrans(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let mut table = Dict::default();
    let code = |char: char| Value::Int(i128::from(char as u32));
    match (args.get("x"), args.get("y")) {
        (Value::Str(from), Value::Str(to)) => {
            for (from, to) in from.chars().zip(to.chars()) {
                let key = code(from);
                table.insert(vm.key(&key)?, key, code(to));
            }
            for dropped in args.str("z").unwrap_or_default().chars() {
                let key = code(dropped);
                table.insert(vm.key(&key)?, key, Value::None);
            }
        }
        (Value::Dict(dict), _) => {
            for (key, value) in dict.borrow().iter() {
                let key = match key.as_str().and_then(|it| it.chars().next()) {
                    Some(char) => code(char),
                    None => key.clone(),
                };
                table.insert(vm.key(&key)?, key, value.clone());
            }
        }
        _ => return Err(vm.raise("TypeError", "maketrans() needs strings or a dict")),
    }
    Ok(Value::dict(table))
}

fn translate(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let mut res = String::new();
    let Value::Dict(table) = args.get("table") else { return Ok(args.get("self").clone()) };
    for char in own(args).unwrap_or_default().chars() {
        let key = vm.key(&Value::Int(i128::from(char as u32)))?;
        match table.borrow().get(&key) {
            None => res.push(char),
            Some(Value::None) => {}
            Some(Value::Str(text)) => {
                vm.spend(text.len())?;
                res.push_str(text);
            }
            Some(other) => {
                let code = other.as_int().and_then(|it| u32::try_from(it).ok());
                res.extend(code.and_then(char::from_u32));
            }
        }
    }
    Ok(Value::str(res))
}
