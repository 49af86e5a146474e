//! `re`: regular expressions without look-around.

use regex_lite::{Captures, Regex, RegexBuilder};

use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{Library, Native, NativeClass};
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

pub const LIBRARY: Library = Library {
    name: "re",
    functions: &[
        Native::new("compile", "pattern, flags=0", |vm, args| {
            if let Value::Object(object) = args.get("pattern")
                && object.is(&PATTERN)
            {
                return Ok(args.get("pattern").clone());
            }
            let fields =
                [("pattern", args.get("pattern").clone()), ("flags", args.get("flags").clone())];
            Ok(Value::Object(vm.instance(&PATTERN, fields)))
        }),
        Native::new("search", "pattern, string, flags=0", |vm, args| find(vm, args, Where::Any)),
        Native::new("match", "pattern, string, flags=0", |vm, args| find(vm, args, Where::Start)),
        Native::new("fullmatch", "pattern, string, flags=0", |vm, args| {
            find(vm, args, Where::Whole)
        }),
        Native::new("findall", "pattern, string, flags=0", find_all),
        Native::new("finditer", "pattern, string, flags=0", find_each),
        Native::new("split", "pattern, string, maxsplit=0, flags=0", split),
        Native::new("sub", "pattern, repl, string, count=0, flags=0", |vm, args| {
            Ok(match substitute(vm, args)? {
                Ok((text, _)) => Value::str(text),
                Err(unknown) => unknown,
            })
        }),
        Native::new("subn", "pattern, repl, string, count=0, flags=0", |vm, args| {
            Ok(match substitute(vm, args)? {
                Ok((text, count)) => Value::tuple(vec![Value::str(text), Value::Int(count)]),
                Err(unknown) => unknown,
            })
        }),
        Native::new("escape", "pattern", |_, args| match args.get("pattern") {
            Value::Str(text) => Ok(Value::str(escape(text))),
            other => Ok(other.clone()),
        }),
    ],
    classes: &[&PATTERN, &MATCH],
    values: Some(|_| {
        let flags = [
            (["I", "IGNORECASE"], IGNORE_CASE),
            (["M", "MULTILINE"], MULTI_LINE),
            (["S", "DOTALL"], DOT_ALL),
            (["X", "VERBOSE"], VERBOSE),
            (["U", "UNICODE"], 0),
            (["A", "ASCII"], 0),
        ];
        let named = flags.iter().flat_map(|(names, flag)| names.map(|it| (it, Value::Int(*flag))));
        named.collect()
    }),
    ..Library::EMPTY
};

const IGNORE_CASE: i128 = 2;
const MULTI_LINE: i128 = 8;
const DOT_ALL: i128 = 16;
const VERBOSE: i128 = 64;

/// A compiled pattern: its methods are the functions of the module with it in front.
static PATTERN: NativeClass = NativeClass {
    name: "Pattern",
    module: "re",
    methods: &[
        Native::new("search", "pattern, string, pos=0, endpos=None", |vm, args| {
            find(vm, args, Where::Any)
        }),
        Native::new("match", "pattern, string, pos=0, endpos=None", |vm, args| {
            find(vm, args, Where::Start)
        }),
        Native::new("fullmatch", "pattern, string, pos=0, endpos=None", |vm, args| {
            find(vm, args, Where::Whole)
        }),
        Native::new("findall", "pattern, string", find_all),
        Native::new("finditer", "pattern, string", find_each),
        Native::new("split", "pattern, string, maxsplit=0", split),
        Native::new("sub", "pattern, repl, string, count=0", |vm, args| {
            Ok(match substitute(vm, args)? {
                Ok((text, _)) => Value::str(text),
                Err(unknown) => unknown,
            })
        }),
    ],
    ..NativeClass::EMPTY
};

/// What was found: the text, and where its groups are in characters.
static MATCH: NativeClass = NativeClass {
    name: "Match",
    module: "re",
    methods: &[
        Native::new("group", "self, *groups", |vm, args| match args.rest("groups") {
            [] => group(vm, args.get("self"), &Value::Int(0)),
            [only] => group(vm, args.get("self"), only),
            several => {
                let found: Eval<Vec<Value>> =
                    several.iter().map(|it| group(vm, args.get("self"), it)).collect();
                Ok(Value::tuple(found?))
            }
        }),
        Native::new("__getitem__", "self, key", |vm, args| {
            group(vm, args.get("self"), args.get("key"))
        }),
        Native::new("groups", "self, default=None", |vm, args| {
            let groups = vm.iterate(&args.get("self").field("texts"))?;
            Ok(Value::tuple(groups.into_iter().skip(1).collect::<Vec<_>>()))
        }),
        Native::new("groupdict", "self, default=None", |_, args| {
            Ok(args.get("self").field("named"))
        }),
        Native::new("start", "self, group=0", |vm, args| place(vm, args, 0)),
        Native::new("end", "self, group=0", |vm, args| place(vm, args, 1)),
        Native::new("span", "self, group=0", |vm, args| {
            vm.item(&args.get("self").field("spans"), args.get("group"))
        }),
    ],
    ..NativeClass::EMPTY
};

fn group(vm: &mut Vm<'_>, found: &Value, key: &Value) -> Eval {
    let groups = match key {
        Value::Str(_) => found.field("named"),
        _ => found.field("texts"),
    };
    match vm.item(&groups, key) {
        Ok(text) => Ok(text),
        Err(_) => Err(vm.raise("IndexError", "no such group")),
    }
}

fn place(vm: &mut Vm<'_>, args: &Args, end: i128) -> Eval {
    let span = vm.item(&args.get("self").field("spans"), args.get("group"))?;
    vm.item(&span, &Value::Int(end))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Any,
    Start,
    Whole,
    /// Anywhere, up to the end of the text.
    End,
}

/// The pattern and the text of a call; what nobody can know if it is one of those, or if the
/// pattern needs what we do not have.
fn given(vm: &mut Vm<'_>, args: &Args, at: Where) -> Eval<Result<(Regex, String), Value>> {
    let (pattern, flags) = match args.get("pattern") {
        compiled @ Value::Object(_) => (compiled.field("pattern"), compiled.field("flags")),
        pattern => (pattern.clone(), args.get("flags").clone()),
    };
    if let Some(unknown) = [&pattern, args.get("string")].into_iter().find(|it| it.is_unknown()) {
        return Ok(Err(unknown.clone()));
    }
    let (Some(pattern), Some(text)) = (pattern.as_str(), args.str("string")) else {
        return Err(vm.raise("TypeError", "expected string or bytes-like object"));
    };
    vm.spend(text.len().saturating_mul(pattern.len()) / 16)?;
    let pattern = pattern.replace("\\Z", "\\z");
    // The classes of the two differ outside ASCII.
    let knows = text.is_ascii()
        || !["\\w", "\\W", "\\d", "\\s", "\\b"].iter().any(|it| pattern.contains(it));
    let anchored = match at {
        Where::Any => pattern,
        Where::Start => format!("\\A(?:{pattern})"),
        Where::Whole => format!("\\A(?:{pattern})\\z"),
        Where::End => format!("(?:{pattern})\\z"),
    };
    let flags = flags.as_int().unwrap_or(0);
    let regex = RegexBuilder::new(&anchored)
        .case_insensitive(flags & IGNORE_CASE != 0)
        .multi_line(flags & MULTI_LINE != 0)
        .dot_matches_new_line(flags & DOT_ALL != 0)
        .ignore_whitespace(flags & VERBOSE != 0)
        .build();
    Ok(match regex {
        Ok(regex) if knows => Ok((regex, text.to_owned())),
        _ => Err(vm.unknown(code::UNFOLLOWED_CALL, "what a regular expression finds")),
    })
}

fn found(vm: &mut Vm<'_>, regex: &Regex, text: &str, captures: &Captures<'_>) -> Value {
    let chars = |byte: usize| text.get(..byte).map_or(0, |it| it.chars().count()) as i128;
    let mut texts = Vec::new();
    let mut spans = Vec::new();
    for group in captures.iter() {
        let (start, end) = group.map_or((-1, -1), |it| (chars(it.start()), chars(it.end())));
        texts.push(group.map_or(Value::None, |it| Value::str(it.as_str())));
        spans.push(Value::tuple(vec![Value::Int(start), Value::Int(end)]));
    }
    let mut named = Dict::default();
    for name in regex.capture_names().flatten() {
        let text = captures.name(name).map_or(Value::None, |it| Value::str(it.as_str()));
        named.insert_str(name, text);
    }
    let fields = [
        ("texts", Value::list(texts)),
        ("spans", Value::list(spans)),
        ("named", Value::dict(named)),
        ("string", Value::str(text)),
    ];
    Value::Object(vm.instance(&MATCH, fields))
}

fn find(vm: &mut Vm<'_>, args: &Args, at: Where) -> Eval {
    let from = args.get("pos").as_int().and_then(|it| usize::try_from(it).ok()).unwrap_or(0);
    let until = args.get("endpos").as_int().map(|it| usize::try_from(it).unwrap_or(0));
    // Where the search begins behind the start of the text, an anchor would say the wrong place.
    let anchored = match at {
        Where::Start if from > 0 => Where::Any,
        Where::Whole if from > 0 => Where::End,
        at => at,
    };
    let (regex, mut text) = match given(vm, args, anchored)? {
        Ok(given) => given,
        Err(unknown) => return Ok(unknown),
    };
    let place = |text: &str, at: usize| text.char_indices().nth(at).map(|(place, _)| place);
    if let Some(end) = until.and_then(|it| place(&text, it)) {
        text.truncate(end);
    }
    let Some(start) = place(&text, from).or((from == 0).then_some(0)) else {
        return Ok(Value::None);
    };
    let captures = regex.captures_at(&text, start);
    let is_there =
        |it: &Captures<'_>| at == Where::Any || it.get(0).is_some_and(|it| it.start() == start);
    Ok(match captures.filter(is_there) {
        Some(captures) => found(vm, &regex, &text, &captures),
        None => Value::None,
    })
}

fn find_each(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let (regex, text) = match given(vm, args, Where::Any)? {
        Ok(given) => given,
        Err(unknown) => return Ok(unknown),
    };
    let mut matches = Vec::new();
    for captures in regex.captures_iter(&text) {
        vm.spend(1)?;
        matches.push(found(vm, &regex, &text, &captures));
    }
    Ok(vm.iterator(matches))
}

/// The whole match, the only group, or a tuple of all groups, as the pattern has them.
fn find_all(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let (regex, text) = match given(vm, args, Where::Any)? {
        Ok(given) => given,
        Err(unknown) => return Ok(unknown),
    };
    let mut all = Vec::new();
    for captures in regex.captures_iter(&text) {
        vm.spend(captures.len())?;
        let group = |it: Option<regex_lite::Match<'_>>| Value::str(it.map_or("", |it| it.as_str()));
        let groups: Vec<Value> = captures.iter().map(group).collect();
        all.push(match groups.as_slice() {
            [whole] => whole.clone(),
            [_, only] => only.clone(),
            [_, several @ ..] => Value::tuple(several.to_vec()),
            [] => Value::None,
        });
    }
    Ok(Value::list(all))
}

fn split(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let (regex, text) = match given(vm, args, Where::Any)? {
        Ok(given) => given,
        Err(unknown) => return Ok(unknown),
    };
    let most = args.get("maxsplit").as_int().filter(|it| *it > 0);
    let most = most.and_then(|it| usize::try_from(it).ok()).unwrap_or(usize::MAX);
    let mut parts = Vec::new();
    let mut at = 0;
    for captures in regex.captures_iter(&text).take(most) {
        let Some(whole) = captures.get(0) else { continue };
        vm.spend(captures.len())?;
        parts.push(Value::str(text.get(at..whole.start()).unwrap_or_default()));
        let groups = captures.iter().skip(1);
        parts.extend(groups.map(|it| it.map_or(Value::None, |it| Value::str(it.as_str()))));
        at = whole.end();
    }
    parts.push(Value::str(text.get(at..).unwrap_or_default()));
    Ok(Value::list(parts))
}

fn substitute(vm: &mut Vm<'_>, args: &Args) -> Eval<Result<(String, i128), Value>> {
    let (regex, text) = match given(vm, args, Where::Any)? {
        Ok(given) => given,
        Err(unknown) => return Ok(Err(unknown)),
    };
    let most = args.get("count").as_int().filter(|it| *it > 0);
    let most = most.and_then(|it| usize::try_from(it).ok()).unwrap_or(usize::MAX);
    let (mut res, mut at, mut count) = (String::new(), 0, 0);
    for captures in regex.captures_iter(&text).take(most) {
        let Some(whole) = captures.get(0) else { continue };
        res.push_str(text.get(at..whole.start()).unwrap_or_default());
        match args.get("repl") {
            Value::Str(template) => expand(template, &captures, &mut res),
            unknown @ Value::Unknown(_) => return Ok(Err(unknown.clone())),
            function => {
                let object = found(vm, &regex, &text, &captures);
                match vm.call(function, vec![object], Vec::new())? {
                    Value::Str(part) => res.push_str(&part),
                    unknown @ Value::Unknown(_) => return Ok(Err(unknown)),
                    other => res.push_str(&vm.to_text(&other)?),
                }
            }
        }
        vm.spend(res.len().saturating_sub(at) / 16 + 1)?;
        at = whole.end();
        count += 1;
    }
    res.push_str(text.get(at..).unwrap_or_default());
    Ok(Ok((res, count)))
}

/// Writes a replacement, with `\1` and `\g<name>` in it.
fn expand(template: &str, captures: &Captures<'_>, res: &mut String) {
    let numbered =
        |at: usize| captures.get(at).map(|it| it.as_str().to_owned()).unwrap_or_default();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('\\') {
        res.push_str(before);
        if let Some((name, tail)) = after.strip_prefix("g<").and_then(|it| it.split_once('>')) {
            match name.parse() {
                Ok(at) => res.push_str(&numbered(at)),
                Err(_) => res.push_str(captures.name(name).map_or("", |it| it.as_str())),
            }
            rest = tail;
            continue;
        }
        let mut chars = after.chars();
        match chars.next() {
            Some(digit) if digit.is_ascii_digit() => {
                res.push_str(&numbered(digit.to_digit(10).unwrap_or(0) as usize));
            }
            Some('n') => res.push('\n'),
            Some('t') => res.push('\t'),
            Some(other) => res.push(other),
            None => res.push('\\'),
        }
        rest = chars.as_str();
    }
    res.push_str(rest);
}

fn escape(text: &str) -> String {
    let mut res = String::new();
    for char in text.chars() {
        if "()[]{}?*+-|^$\\.&~# \t\n\r\u{b}\u{c}".contains(char) {
            res.push('\\');
        }
        res.push(char);
    }
    res
}
