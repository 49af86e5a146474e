//! Modules of which scripts use a name or two.

use crate::diagnostic::code;
use crate::python::class::{Library, Native, NativeClass};
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

/// `__future__`: features that are always there.
pub const FUTURE: Library =
    Library { name: "__future__", fallback: Some(|_, _| Ok(Some(Value::None))), ..Library::EMPTY };

/// `abc`: abstractness is for people; calling an abstract class is not refused.
pub const ABC: Library = Library {
    name: "abc",
    functions: &[
        Native::new("abstractmethod", "funcobj", |_, args| Ok(args.get("funcobj").clone())),
        Native::new("abstractproperty", "funcobj", |vm, args| {
            vm.construct(
                &crate::python::builtins::PROPERTY,
                vec![args.get("funcobj").clone()],
                Vec::new(),
            )
        }),
    ],
    classes: &[&ABC_CLASS, &ABC_META],
    ..Library::EMPTY
};

static ABC_CLASS: NativeClass = NativeClass { name: "ABC", module: "abc", ..NativeClass::EMPTY };
static ABC_META: NativeClass = NativeClass { name: "ABCMeta", module: "abc", ..NativeClass::EMPTY };

/// `copy`.
pub const COPY: Library = Library {
    name: "copy",
    functions: &[
        Native::new("copy", "x", |vm, args| copy(vm, args.get("x"), Depth::Shallow)),
        Native::new("deepcopy", "x, memo=None", |vm, args| copy(vm, args.get("x"), Depth::Deep)),
    ],
    ..Library::EMPTY
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    Shallow,
    Deep,
}

fn copy(vm: &mut Vm<'_>, value: &Value, depth: Depth) -> Eval {
    let inner = |vm: &mut Vm<'_>, value: &Value| match depth {
        Depth::Shallow => Ok(value.clone()),
        Depth::Deep => vm.deeper(|vm| copy(vm, value, depth)),
    };
    Ok(match value {
        Value::List(items) => {
            let items = items.borrow().clone();
            vm.spend(items.len())?;
            let items: Eval<Vec<Value>> = items.iter().map(|it| inner(vm, it)).collect();
            Value::list(items?)
        }
        Value::Tuple(items) => {
            let items: Eval<Vec<Value>> = items.iter().map(|it| inner(vm, it)).collect();
            Value::tuple(items?)
        }
        Value::Dict(dict) => {
            let mut copied = Dict::default();
            let dict = dict.borrow().clone();
            vm.spend(dict.len())?;
            for (hashed, (key, value)) in dict.keyed() {
                copied.insert(hashed.clone(), key.clone(), inner(vm, value)?);
            }
            Value::dict(copied)
        }
        Value::Set(set) => Value::set(set.borrow().clone()),
        Value::Object(object) => {
            let class = object.class.borrow().clone();
            if let Some(method) = vm.special(value, "__copy__")? {
                return vm.call(&method, Vec::new(), Vec::new());
            }
            if class.is(&super::enumeration::ENUM) {
                return Ok(value.clone());
            }
            let copied = vm.new_object(&class);
            let fields = object.fields.borrow().clone();
            for (name, value) in fields.iter() {
                let value = inner(vm, value)?;
                copied.set_field(name, value);
            }
            Value::Object(copied)
        }
        other => other.clone(),
    })
}

/// `sys`.
pub const SYS: Library = Library {
    name: "sys",
    functions: &[
        Native::new("exit", "code=None", |vm, args| {
            Err(vm.raise_with("SystemExit", args.get("code").clone()))
        }),
        Native::new("getrecursionlimit", "", |_, _| Ok(Value::Int(1000))),
        Native::new("setrecursionlimit", "n", |_, _| Ok(Value::None)),
        Native::new("exc_info", "", |vm, _| {
            let exception = vm.handling.last().cloned().unwrap_or(Value::None);
            let class = match &exception {
                Value::None => Value::None,
                exception => Value::Class(vm.type_of(exception)),
            };
            Ok(Value::tuple(vec![class, exception, Value::None]))
        }),
    ],
    values: Some(|vm| {
        let stream = Value::Object(vm.instance(&STREAM, []));
        let numbers = [3, 12, 0].map(Value::Int).to_vec();
        let mut modules = Dict::default();
        modules
            .insert_str("__main__", vm.unknown(code::UNFOLLOWED_CALL, "the program that migrates"));
        vec![
            ("path", Value::list(Vec::new())),
            ("modules", Value::dict(modules)),
            ("argv", Value::list(vec![Value::str("alembic")])),
            ("version_info", Value::tuple(numbers)),
            ("version", Value::str("3.12.0")),
            ("platform", Value::str("linux")),
            ("maxsize", Value::Int(i128::from(i64::MAX))),
            ("stdout", stream.clone()),
            ("stderr", stream.clone()),
            ("stdin", stream),
        ]
    }),
    ..Library::EMPTY
};

/// What `sys.stdout` is: it takes everything and shows nothing.
static STREAM: NativeClass = NativeClass {
    name: "TextIOWrapper",
    methods: &[
        Native::new("write", "self, text", |vm, args| vm.length(args.get("text"))),
        Native::new("flush", "self", |_, _| Ok(Value::None)),
        Native::new("isatty", "self", |_, _| Ok(Value::Bool(false))),
    ],
    ..NativeClass::EMPTY
};

/// `math`.
pub const MATH: Library = Library {
    name: "math",
    functions: &[
        Native::new("floor", "x", |vm, args| whole(vm, args.get("x"), f64::floor)),
        Native::new("ceil", "x", |vm, args| whole(vm, args.get("x"), f64::ceil)),
        Native::new("trunc", "x", |vm, args| whole(vm, args.get("x"), f64::trunc)),
        Native::new("sqrt", "x", |vm, args| real(vm, args.get("x"), f64::sqrt)),
        Native::new("log2", "x", |vm, args| real(vm, args.get("x"), f64::log2)),
        Native::new("log10", "x", |vm, args| real(vm, args.get("x"), f64::log10)),
        Native::new("exp", "x", |vm, args| real(vm, args.get("x"), f64::exp)),
        Native::new("fabs", "x", |vm, args| real(vm, args.get("x"), f64::abs)),
        Native::new("isnan", "x", |_, args| match args.get("x") {
            Value::Float(number) => Ok(Value::Bool(number.is_nan())),
            unknown @ Value::Unknown(_) => Ok(unknown.clone()),
            _ => Ok(Value::Bool(false)),
        }),
    ],
    values: Some(|_| {
        vec![
            ("pi", Value::Float(std::f64::consts::PI)),
            ("e", Value::Float(std::f64::consts::E)),
            ("inf", Value::Float(f64::INFINITY)),
            ("nan", Value::Float(f64::NAN)),
        ]
    }),
    ..Library::EMPTY
};

fn whole(vm: &mut Vm<'_>, value: &Value, round: fn(f64) -> f64) -> Eval {
    match value {
        Value::Float(number) => Ok(Value::Int(round(*number) as i128)),
        Value::Int(_) | Value::Bool(_) | Value::Unknown(_) => Ok(value.clone()),
        _ => Err(vm.raise("TypeError", "must be real number")),
    }
}

fn real(vm: &mut Vm<'_>, value: &Value, function: fn(f64) -> f64) -> Eval {
    match crate::python::operator::as_float(value) {
        Some(number) => Ok(Value::Float(function(number))),
        None if value.is_unknown() => Ok(value.clone()),
        None => Err(vm.raise("TypeError", "must be real number")),
    }
}

/// `string`.
pub const STRING: Library = Library {
    name: "string",
    classes: &[&TEMPLATE],
    values: Some(|_| {
        let lower = "abcdefghijklmnopqrstuvwxyz";
        let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        vec![
            ("ascii_lowercase", Value::str(lower)),
            ("ascii_uppercase", Value::str(upper)),
            ("ascii_letters", Value::str(format!("{lower}{upper}"))),
            ("digits", Value::str("0123456789")),
            ("hexdigits", Value::str("0123456789abcdefABCDEF")),
            ("punctuation", Value::str("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")),
            ("whitespace", Value::str(" \t\n\r\u{b}\u{c}")),
        ]
    }),
    ..Library::EMPTY
};

static TEMPLATE: NativeClass = NativeClass {
    name: "Template",
    module: "string",
    params: "template",
    methods: &[
        Native::new("substitute", "self, mapping=(), **kwds", |vm, args| {
            template(vm, args, |vm, name, _| Err(vm.raise("KeyError", name)))
        }),
        Native::new("safe_substitute", "self, mapping=(), **kwds", |vm, args| {
            template(vm, args, |_, _, written| Ok(Value::str(written)))
        }),
    ],
    ..NativeClass::EMPTY
};

/// Fills a template in; `missing` says what stands for a name without a value, given that and its
/// place as written.
fn template(
    vm: &mut Vm<'_>,
    args: &crate::python::args::Args,
    missing: fn(&mut Vm<'_>, &str, &str) -> Eval,
) -> Eval {
    let template = vm.to_text(&args.get("self").field("template"))?;
    let mut values = Dict::default();
    vm.update_dict(&mut values, args.get("mapping"))?;
    vm.update_dict(&mut values, args.get("kwds"))?;
    let mut text = String::new();
    let mut rest = template.as_str();
    while let Some((before, after)) = rest.split_once('$') {
        text.push_str(before);
        if let Some(after) = after.strip_prefix('$') {
            text.push('$');
            rest = after;
            continue;
        }
        let (name, tail) = match after.strip_prefix('{').and_then(|it| it.split_once('}')) {
            Some(parts) => parts,
            None => {
                let end = after.find(|it: char| !it.is_alphanumeric() && it != '_');
                after.split_at_checked(end.unwrap_or(after.len())).unwrap_or((after, ""))
            }
        };
        let value = match values.get_str(name).cloned() {
            Some(value) => value,
            None => {
                let length = 1 + after.len() - tail.len();
                let at = rest.len() - after.len() - 1;
                let written = rest.get(at..at + length).unwrap_or_default().to_owned();
                missing(vm, name, &written)?
            }
        };
        if value.is_unknown() {
            return Ok(value);
        }
        text.push_str(&vm.to_text(&value)?);
        rest = tail;
    }
    text.push_str(rest);
    Ok(Value::str(text))
}

/// `textwrap`.
pub const TEXTWRAP: Library = Library {
    name: "textwrap",
    functions: &[
        Native::new("dedent", "text", |_, args| match args.get("text") {
            Value::Str(text) => Ok(Value::str(dedent(text))),
            other => Ok(other.clone()),
        }),
        Native::new("indent", "text, prefix, predicate=None", |vm, args| {
            let (Some(text), Some(prefix)) = (args.str("text"), args.str("prefix")) else {
                return Ok(args.unknown().unwrap_or(Value::None));
            };
            vm.spend(text.lines().count().saturating_mul(prefix.len()))?;
            let line = |line: &str| match line.trim().is_empty() {
                true => line.to_owned(),
                false => format!("{prefix}{line}"),
            };
            Ok(Value::str(text.split_inclusive('\n').map(line).collect::<String>()))
        }),
    ],
    ..Library::EMPTY
};

/// Takes away the white space that all lines with text begin with.
pub fn dedent(text: &str) -> String {
    let mut margin: Option<&str> = None;
    for line in text.lines().filter(|it| !it.trim().is_empty()) {
        let indent = line.get(..line.len() - line.trim_start().len()).unwrap_or_default();
        margin = Some(match margin {
            None => indent,
            Some(margin) => {
                let common = margin.bytes().zip(indent.bytes()).take_while(|(a, b)| a == b).count();
                margin.get(..common).unwrap_or_default()
            }
        });
    }
    let margin = margin.unwrap_or_default();
    let line = |line: &str| match line.trim().is_empty() {
        true => line.get(line.trim_end_matches('\n').len()..).unwrap_or_default().to_owned(),
        false => line.strip_prefix(margin).unwrap_or(line).to_owned(),
    };
    text.split_inclusive('\n').map(line).collect()
}

/// `inspect`: docstrings are cleaned; what looks at frames is not followed.
pub const INSPECT: Library = Library {
    name: "inspect",
    functions: &[
        Native::new("cleandoc", "doc", |_, args| {
            Ok(Value::str(dedent(args.str("doc").unwrap_or_default()).trim()))
        }),
        Native::new("isclass", "object", |_, args| {
            Ok(Value::Bool(matches!(args.get("object"), Value::Class(_))))
        }),
        Native::new("isfunction", "object", |_, args| {
            Ok(Value::Bool(matches!(args.get("object"), Value::Function(_))))
        }),
    ],
    ..Library::EMPTY
};

/// `types`.
pub const TYPES: Library = Library {
    name: "types",
    classes: &[&NAMESPACE],
    functions: &[Native::new("MappingProxyType", "mapping", |_, args| {
        Ok(args.get("mapping").clone())
    })],
    fallback: Some(|vm, name| Ok(Some(super::typing::hint(vm, name)))),
    ..Library::EMPTY
};

static NAMESPACE: NativeClass = NativeClass {
    name: "SimpleNamespace",
    module: "types",
    params: "**kwargs",
    init: Some(|_, object, args| {
        if let Value::Dict(fields) = args.get("kwargs") {
            for (name, value) in fields.borrow().iter() {
                object.set_field(name.as_str().unwrap_or_default(), value.clone());
            }
        }
        Ok(())
    }),
    ..NativeClass::EMPTY
};

/// `traceback`: texts that only people read.
pub const TRACEBACK: Library = Library {
    name: "traceback",
    functions: &[
        Native::new("print_exc", "*args, **kwargs", |_, _| Ok(Value::None)),
        Native::new("format_exc", "*args, **kwargs", |_, _| Ok(Value::str(""))),
    ],
    ..Library::EMPTY
};

/// `warnings`: nobody is warned.
pub const WARNINGS: Library = Library {
    name: "warnings",
    functions: &[
        Native::new("warn", "*args, **kwargs", |_, _| Ok(Value::None)),
        Native::new("filterwarnings", "*args, **kwargs", |_, _| Ok(Value::None)),
        Native::new("simplefilter", "*args, **kwargs", |_, _| Ok(Value::None)),
    ],
    classes: &[&CATCH_WARNINGS],
    ..Library::EMPTY
};

static CATCH_WARNINGS: NativeClass = NativeClass {
    name: "catch_warnings",
    module: "warnings",
    params: "*args, **kwargs",
    methods: &[
        Native::new("__enter__", "self", |_, _| Ok(Value::list(Vec::new()))),
        Native::new("__exit__", "self, *args", |_, _| Ok(Value::Bool(false))),
    ],
    ..NativeClass::EMPTY
};
