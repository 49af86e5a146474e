//! `os`, `os.path` and files: paths are followed, the environment is not here.

use std::rc::Rc;

use super::folders;
use crate::diagnostic::code;
use crate::project::universal_newlines;
use crate::python::Environment;
use crate::python::args::Args;
use crate::python::class::{Class, Library, Native, NativeClass, Operator};
use crate::python::exceptions::STOP_ITERATION;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub const LIBRARY: Library = Library {
    name: "os",
    functions: &[
        Native::new("getenv", "key, default=None", variable),
        Native::new("getcwd", "", |_, _| Ok(Value::str(""))),
        Native::new("fspath", "path", |vm, args| Ok(Value::str(text_of(vm, args.get("path"))?))),
        Native::new("listdir", "path='.'", folders::listdir),
    ],
    values: Some(|vm| {
        let environ = Value::Object(vm.instance(&ENVIRON, []));
        let linesep = Value::str("\n");
        vec![
            ("environ", environ),
            ("sep", Value::str("/")),
            ("linesep", linesep),
            ("name", Value::str("posix")),
            ("curdir", Value::str(".")),
        ]
    }),
    ..Library::EMPTY
};

/// `os.path`.
pub const PATH: Library = Library {
    name: "os.path",
    functions: &[
        Native::new("join", "a, *p", |vm, args| {
            if let Some(unknown) = args.unknown() {
                return Ok(unknown);
            }
            let mut path = text_of(vm, args.get("a"))?;
            for part in args.rest("p") {
                path = joined(&path, &text_of(vm, part)?);
            }
            Ok(Value::str(path))
        }),
        Native::new("dirname", "p", |vm, args| mapped(vm, args, |path| parent(&path).to_owned())),
        Native::new("basename", "p", |vm, args| mapped(vm, args, |path| name(&path).to_owned())),
        Native::new("abspath", "p", |vm, args| mapped(vm, args, |path| normal(&path))),
        Native::new("realpath", "p", |vm, args| mapped(vm, args, |path| normal(&path))),
        Native::new("normpath", "p", |vm, args| mapped(vm, args, |path| normal(&path))),
        Native::new("expanduser", "p", |vm, args| mapped(vm, args, |path| path)),
        Native::new("exists", "p", exists),
        Native::new("isfile", "p", |vm, args| is_file(vm, args.get("p"))),
        Native::new("isdir", "p", |vm, args| folders::is_folder(vm, args.get("p"))),
        Native::new("splitext", "p", |vm, args| {
            let path = text_of(vm, args.get("p"))?;
            let (stem, suffix) = split_suffix(&path);
            Ok(Value::tuple(vec![Value::str(stem), Value::str(suffix)]))
        }),
        Native::new("split", "p", |vm, args| {
            let path = text_of(vm, args.get("p"))?;
            Ok(Value::tuple(vec![Value::str(parent(&path)), Value::str(name(&path))]))
        }),
    ],
    values: Some(|_| vec![("sep", Value::str("/"))]),
    ..Library::EMPTY
};

/// `pathlib`.
pub const PATHLIB: Library = Library {
    name: "pathlib",
    classes: &[&PATH_CLASS, &PURE_PATH],
    values: Some(|vm| vec![("PosixPath", Value::Class(vm.class_of(&PATH_CLASS)))]),
    ..Library::EMPTY
};

/// `io`.
pub const IO: Library =
    Library { name: "io", functions: &[OPEN], classes: &[&STRING_IO], ..Library::EMPTY };

/// `codecs`: `open` leaves the ends of lines as they are.
pub const CODECS: Library = Library {
    name: "codecs",
    functions: &[Native::new(
        "open",
        "filename, mode='r', encoding=None, errors='strict', buffering=-1",
        |vm, args| open(vm, args.get("filename"), args.str("mode").unwrap_or("r"), Some("")),
    )],
    ..Library::EMPTY
};

/// The built-in `open`.
pub const OPEN: Native = Native::new(
    "open",
    "file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None",
    |vm, args| open(vm, args.get("file"), args.str("mode").unwrap_or("r"), args.str("newline")),
);

/// What `os.environ` is: a mapping of which nothing is known.
static ENVIRON: NativeClass = NativeClass {
    name: "_Environ",
    module: "os",
    methods: &[
        Native::new("get", "self, key, default=None", variable),
        Native::new("__getitem__", "self, key", |vm, args| {
            let key = vm.to_text(args.get("key"))?;
            match (vm.ask_variable(&key, None), vm.host.environment()) {
                (Value::Unknown(_), Environment::Bare) => Err(vm.raise("KeyError", key)),
                (value, _) => Ok(value),
            }
        }),
        Native::new("__contains__", "self, key", |vm, args| {
            let key = vm.to_text(args.get("key"))?;
            Ok(match (vm.ask_variable(&key, None), vm.host.environment()) {
                (Value::Unknown(_), Environment::Bare) => Value::Bool(false),
                (unknown @ Value::Unknown(_), _) => unknown,
                _ => Value::Bool(true),
            })
        }),
        Native::new("setdefault", "self, key, default=None", variable),
        Native::new("__setitem__", "self, key, value", |_, _| Ok(Value::None)),
        Native::new("__iter__", "self", |vm, _| {
            Ok(vm.unknown(code::DEPENDS_ON_ENVIRONMENT, "the environment"))
        }),
        Native::new("items", "self", |vm, _| {
            Ok(vm.unknown(code::DEPENDS_ON_ENVIRONMENT, "the environment"))
        }),
        Native::new("copy", "self", |_, args| Ok(args.get("self").clone())),
    ],
    ..NativeClass::EMPTY
};

/// A variable, or what the script falls back to for one that is not set.
fn variable(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let key = vm.to_text(args.get("key"))?;
    Ok(vm.ask_variable(&key, Some(args.get("default").clone())))
}

static PURE_PATH: NativeClass = NativeClass {
    name: "PurePath",
    module: "pathlib",
    bases: &[&PATH_CLASS],
    ..NativeClass::EMPTY
};

static PATH_CLASS: NativeClass = NativeClass {
    name: "Path",
    module: "pathlib",
    params: "*parts",
    new: Some(|vm, class, args| {
        if let Some(unknown) = args.unknown() {
            return Ok(unknown);
        }
        let mut path = String::new();
        for part in args.rest("parts") {
            path = joined(&path, &text_of(vm, part)?);
        }
        Ok(path_object(vm, class, &path))
    }),
    operator: Some(|vm, operator, left, right| {
        if operator != Operator::Div {
            return Ok(None);
        }
        let path = joined(&text_of(vm, left)?, &text_of(vm, right)?);
        let class = vm.class_of(&PATH_CLASS);
        Ok(Some(path_object(vm, &class, &path)))
    }),
    methods: &[
        Native::new("__str__", "self", |_, args| Ok(args.get("self").field("path"))),
        Native::new("__fspath__", "self", |_, args| Ok(args.get("self").field("path"))),
        Native::new("__repr__", "self", |vm, args| {
            let shown = vm.repr(&args.get("self").field("path"))?;
            Ok(Value::str(format!("PosixPath({shown})")))
        }),
        Native::new("__eq__", "self, other", |vm, args| {
            let other = args.get("other").field("path");
            Ok(Value::Bool(vm.equal(&args.get("self").field("path"), &other)?))
        }),
        Native::new("__hash__", "self", |_, args| Ok(args.get("self").field("path"))),
        Native::new("resolve", "self, strict=False", |vm, args| other(vm, args, normal)),
        Native::new("absolute", "self", |vm, args| other(vm, args, normal)),
        Native::new("expanduser", "self", |_, args| Ok(args.get("self").clone())),
        Native::new("joinpath", "self, *parts", |vm, args| {
            let mut path = text_of(vm, args.get("self"))?;
            for part in args.rest("parts") {
                path = joined(&path, &text_of(vm, part)?);
            }
            let class = vm.class_of(&PATH_CLASS);
            Ok(path_object(vm, &class, &path))
        }),
        Native::new("with_suffix", "self, suffix", |vm, args| {
            let path = text_of(vm, args.get("self"))?;
            let suffix = args.str("suffix").unwrap_or_default();
            let path = format!("{}{suffix}", split_suffix(&path).0);
            let class = vm.class_of(&PATH_CLASS);
            Ok(path_object(vm, &class, &path))
        }),
        Native::new("with_name", "self, name", |vm, args| {
            let path = text_of(vm, args.get("self"))?;
            let path = joined(parent(&path), args.str("name").unwrap_or_default());
            let class = vm.class_of(&PATH_CLASS);
            Ok(path_object(vm, &class, &path))
        }),
        Native::new("exists", "self", |vm, args| is_there(vm, args.get("self"))),
        Native::new("is_file", "self", |vm, args| is_file(vm, args.get("self"))),
        Native::new("is_dir", "self", |vm, args| folders::is_folder(vm, args.get("self"))),
        Native::new("iterdir", "self", folders::iterdir),
        Native::new("glob", "self, pattern, **kw", folders::glob),
        Native::new("rglob", "self, pattern, **kw", folders::rglob),
        Native::new("as_posix", "self", |_, args| Ok(args.get("self").field("path"))),
        Native::new("__lt__", "self, other", |vm, args| {
            let path = text_of(vm, args.get("self"))?;
            let other = text_of(vm, args.get("other"))?;
            Ok(Value::Bool(path.split('/').lt(other.split('/'))))
        }),
        Native::new(
            "open",
            "self, mode='r', buffering=-1, encoding=None, errors=None, newline=None",
            |vm, args| {
                open(vm, args.get("self"), args.str("mode").unwrap_or("r"), args.str("newline"))
            },
        ),
        Native::new("read_text", "self, *args, **kwargs", |vm, args| {
            let file = open(vm, args.get("self"), "r", None)?;
            vm.call_method(&file, "read", Vec::new())
        }),
        Native::new("read_bytes", "self", |vm, args| {
            let file = open(vm, args.get("self"), "rb", None)?;
            vm.call_method(&file, "read", Vec::new())
        }),
    ],
    properties: &[
        Native::new("parent", "self", |vm, args| other(vm, args, |it| parent(it).to_owned())),
        Native::new("name", "self", |vm, args| part(vm, args, |it| name(it).to_owned())),
        Native::new("stem", "self", |vm, args| {
            part(vm, args, |it| split_suffix(name(it)).0.to_owned())
        }),
        Native::new("suffix", "self", |vm, args| {
            part(vm, args, |it| split_suffix(name(it)).1.to_owned())
        }),
        Native::new("parts", "self", |vm, args| {
            let path = text_of(vm, args.get("self"))?;
            let parts: Vec<Value> = path.split('/').map(Value::str).collect();
            Ok(Value::tuple(parts))
        }),
        Native::new("parents", "self", |vm, args| {
            let mut path = text_of(vm, args.get("self"))?;
            let class = vm.class_of(&PATH_CLASS);
            let mut parents = Vec::new();
            while !path.is_empty() {
                path = parent(&path).to_owned();
                parents.push(path_object(vm, &class, &path));
            }
            Ok(Value::tuple(parents))
        }),
    ],
    has_more: true,
    class_methods: &[Native::new("cwd", "cls", |vm, _| {
        let class = vm.class_of(&PATH_CLASS);
        Ok(path_object(vm, &class, ""))
    })],
    ..NativeClass::EMPTY
};

fn path_object(vm: &mut Vm<'_>, class: &Rc<Class>, path: &str) -> Value {
    let object = vm.new_object(class);
    object.set_field("path", Value::str(path));
    Value::Object(object)
}

fn other(vm: &mut Vm<'_>, args: &Args, map: fn(&str) -> String) -> Eval {
    let path = text_of(vm, args.get("self"))?;
    let class = vm.class_of(&PATH_CLASS);
    Ok(path_object(vm, &class, &map(&path)))
}

fn part(vm: &mut Vm<'_>, args: &Args, map: fn(&str) -> String) -> Eval {
    Ok(Value::str(map(&text_of(vm, args.get("self"))?)))
}

fn mapped(vm: &mut Vm<'_>, args: &Args, map: fn(String) -> String) -> Eval {
    match args.get("p") {
        unknown @ Value::Unknown(_) => Ok(unknown.clone()),
        path => Ok(Value::str(map(text_of(vm, path)?))),
    }
}

fn exists(vm: &mut Vm<'_>, args: &Args) -> Eval {
    is_there(vm, args.get("p"))
}

fn is_there(vm: &mut Vm<'_>, path: &Value) -> Eval {
    if path.is_unknown() {
        return Ok(path.clone());
    }
    let path = normal(&text_of(vm, path)?);
    let is_there = vm.host.file(&path).is_some() || !vm.host.entries(&path).is_empty();
    Ok(Value::Bool(is_there))
}

fn is_file(vm: &mut Vm<'_>, path: &Value) -> Eval {
    if path.is_unknown() {
        return Ok(path.clone());
    }
    let path = normal(&text_of(vm, path)?);
    Ok(Value::Bool(vm.host.file(&path).is_some()))
}

/// Another path of the class that this one has.
pub(super) fn path_like(vm: &mut Vm<'_>, this: &Value, path: &str) -> Value {
    let class = vm.type_of(this);
    path_object(vm, &class, path)
}

pub(super) fn text_of(vm: &mut Vm<'_>, path: &Value) -> Eval<String> {
    vm.to_text(path)
}

pub(super) fn joined(one: &str, other: &str) -> String {
    match (one, other.starts_with('/')) {
        (_, true) | ("", _) => other.to_owned(),
        (one, _) if one.ends_with('/') => format!("{one}{other}"),
        (one, _) if other.is_empty() => format!("{one}/"),
        (one, _) => format!("{one}/{other}"),
    }
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(parent, _)| parent)
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn split_suffix(path: &str) -> (&str, &str) {
    let start = path.len() - name(path).len();
    match path.rfind('.') {
        Some(at) if at > start => path.split_at_checked(at).unwrap_or((path, "")),
        _ => (path, ""),
    }
}

/// A path without `.` and `..`.
pub(super) fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A file to read. What ends a line in a text is a line feed, but for `newline=""` and the like.
fn open(vm: &mut Vm<'_>, file: &Value, mode: &str, newline: Option<&str>) -> Eval {
    if file.is_unknown() {
        return Ok(file.clone());
    }
    let path = normal(&text_of(vm, file)?);
    if mode.contains(['w', 'a', 'x', '+']) {
        return Ok(
            vm.unknown(code::UNFOLLOWED_CALL, format!("the file `{path}`, which is written"))
        );
    }
    let Some(bytes) = vm.host.file(&path) else {
        // The script may be run where the file is; the project we have is without it.
        return Ok(vm.unknown("missing-file", format!("the file `{path}`")));
    };
    vm.spend(bytes.len())?;
    vm.allow_for(bytes.len());
    let content = match mode.contains('b') {
        true => Value::Bytes(bytes.iter().copied().collect()),
        false => {
            let text = String::from_utf8_lossy(&bytes);
            Value::str(if newline.is_some() { text } else { universal_newlines(text) })
        }
    };
    let fields = [("content", content), ("name", Value::str(path))];
    Ok(Value::Object(vm.instance(&FILE, fields)))
}

static FILE: NativeClass = NativeClass {
    name: "TextIOWrapper",
    module: "_io",
    methods: &[
        Native::new("__enter__", "self", |_, args| Ok(args.get("self").clone())),
        Native::new("__exit__", "self, *args", |_, _| Ok(Value::Bool(false))),
        Native::new("read", "self, size=-1", |_, args| Ok(take(args, |bytes| bytes.len()))),
        Native::new("readline", "self", |_, args| Ok(take_line(args))),
        Native::new("readlines", "self", |vm, args| {
            let mut lines = Vec::new();
            loop {
                let line = take_line(args);
                if vm.length(&line)?.as_int() == Some(0) {
                    return Ok(Value::list(lines));
                }
                vm.spend(1)?;
                lines.push(line);
            }
        }),
        Native::new("seek", "self, offset, whence=0", |_, args| {
            if let Value::Object(file) = args.get("self") {
                file.set_field(AT, args.get("offset").clone());
            }
            Ok(args.get("offset").clone())
        }),
        Native::new("__iter__", "self", |_, args| Ok(args.get("self").clone())),
        Native::new("__next__", "self", |vm, args| match take_line(args) {
            Value::Str(line) if !line.is_empty() => Ok(Value::Str(line)),
            Value::Bytes(line) if !line.is_empty() => Ok(Value::Bytes(line)),
            _ => Err(vm.raise_native(&STOP_ITERATION, Value::str(""))),
        }),
        Native::new("close", "self", |_, _| Ok(Value::None)),
    ],
    ..NativeClass::EMPTY
};

static STRING_IO: NativeClass = NativeClass {
    name: "StringIO",
    module: "_io",
    bases: &[&FILE],
    params: "content='', newline=None",
    methods: &[
        Native::new("write", "self, text", |vm, args| {
            let old = args.get("self").field("content");
            let new = vm.operate(Operator::Add, &old, args.get("text"))?;
            if let Value::Object(object) = args.get("self") {
                object.set_field("content", new);
            }
            vm.length(args.get("text"))
        }),
        Native::new("getvalue", "self", |_, args| Ok(args.get("self").field("content"))),
    ],
    ..NativeClass::EMPTY
};

/// The field of a file that says how much of it was read.
const AT: &str = "at";

/// The next line of a file, which is empty at its end.
fn take_line(args: &Args) -> Value {
    take(args, |bytes| bytes.iter().position(|it| *it == b'\n').map_or(bytes.len(), |it| it + 1))
}

/// Reads on in a file: as much as a function says of what was not read yet.
fn take(args: &Args, length: impl Fn(&[u8]) -> usize) -> Value {
    let file = args.get("self");
    let at = file.field(AT).as_int().and_then(|it| usize::try_from(it).ok()).unwrap_or(0);
    let content = file.field("content");
    let bytes = match &content {
        Value::Str(text) => text.as_bytes(),
        Value::Bytes(bytes) => bytes,
        _ => return content,
    };
    let rest = bytes.get(at..).unwrap_or_default();
    let taken = rest.get(..length(rest)).unwrap_or(rest);
    if let Value::Object(object) = file {
        object.set_field(AT, Value::Int((at + taken.len()) as i128));
    }
    match content {
        Value::Str(_) => Value::str(String::from_utf8_lossy(taken)),
        _ => Value::Bytes(taken.into()),
    }
}
