//! `sqlalchemy.ext.compiler`: constructs and types that a script writes itself.

use super::super::compiler::Compiler;
use super::super::dialect::{IDENTIFIER_PREPARER, dialect_object};
use super::super::fields::make;
use crate::python::args::Args;
use crate::python::class::{Library, Native, NativeClass};
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

pub static LIBRARY: Library = Library {
    name: "sqlalchemy.ext.compiler",
    functions: &[
        Native { name: "compiles", params: "class_, *specs", call: compiles },
        Native { name: "deregister", params: "class_", call: |_, _| Ok(Value::None) },
    ],
    ..Library::EMPTY
};

/// What a function marked with `@compiles` is given to write with.
pub static COMPILER: NativeClass = NativeClass {
    name: "SQLCompiler",
    module: "sqlalchemy.sql.compiler",
    methods: &[
        Native { name: "process", params: "self, obj, **kw", call: process },
        Native {
            name: "get_identifier",
            params: "self, name",
            call: |_, args| Ok(args.get("name").clone()),
        },
        Native { name: "render_literal_value", params: "self, value, type_=None", call: literal },
    ],
    properties: &[
        Native { name: "dialect", params: "self", call: |vm, _| Ok(dialect_object(vm)) },
        Native {
            name: "preparer",
            params: "self",
            call: |vm, _| Ok(Value::Object(make(vm, &IDENTIFIER_PREPARER, []))),
        },
        Native {
            name: "sql_compiler",
            params: "self",
            call: |_, args| Ok(args.get("self").clone()),
        },
        Native {
            name: "type_compiler",
            params: "self",
            call: |_, args| Ok(args.get("self").clone()),
        },
    ],
    attribute: Some(|_, this, name| {
        // `compiler.visit_table(element)` and its like write the element as it is without us.
        let visits = name.starts_with("visit_");
        Ok(visits.then(|| {
            let receiver = Some(Value::Object(this.clone()));
            Value::Native(std::rc::Rc::new(crate::python::class::BoundNative {
                native: &VISIT,
                receiver,
            }))
        }))
    }),
    ..NativeClass::EMPTY
};

static VISIT: Native = Native { name: "visit", params: "self, obj, **kw", call: visit };

/// What stands between `@compiles(Class, "postgresql")` and its function.
static DECORATOR: NativeClass = NativeClass {
    name: "compiles",
    module: "sqlalchemy.ext.compiler",
    methods: &[Native { name: "__call__", params: "self, function", call: decorate }],
    ..NativeClass::EMPTY
};

fn compiles(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let specs = Value::list(args.rest("specs").to_vec());
    Ok(Value::Object(make(
        vm,
        &DECORATOR,
        [("class", args.get("class_").clone()), ("specs", specs)],
    )))
}

fn decorate(_: &mut Vm<'_>, args: &Args) -> Eval {
    let function = args.get("function").clone();
    let Some(this) = args.get("self").as_object() else { return Ok(function) };
    if let Some(Value::Class(class)) = this.field("class") {
        let mut by_dialect = match class.fields.borrow().get("_compiles") {
            Some(Value::Dict(dict)) => dict.borrow().clone(),
            _ => Dict::default(),
        };
        let specs = super::super::fields::items(this, "specs");
        if specs.is_empty() {
            by_dialect.insert_str("", function.clone());
        }
        for dialect in specs.iter().filter_map(Value::as_str) {
            by_dialect.insert_str(dialect, function.clone());
        }
        class.fields.borrow_mut().set("_compiles", Value::dict(by_dialect));
    }
    Ok(function)
}

fn written(
    vm: &mut Vm<'_>,
    value: &Value,
    run: impl FnOnce(&mut Compiler<'_, '_>) -> Eval<String>,
) -> Eval {
    debug_assert!(!value.is_none());
    let mut compiler = Compiler::new(vm);
    let text = run(&mut compiler)?;
    Ok(match compiler.missing.take() {
        Some(unknown) => Value::Unknown(unknown),
        None => Value::str(text),
    })
}

fn process(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let value = args.get("obj").clone();
    if super::super::types::named::is_type(&value) {
        return written(vm, &value, |it| it.type_text(&value));
    }
    // The arguments of a function are a list, which is written as one.
    if let Value::List(items) = &value {
        let items = items.borrow().clone();
        return written(vm, &value, |it| it.list(&items).map(|it| it.join(", ")));
    }
    written(vm, &value, |it| it.text(&value))
}

/// The construct as it is written without the script's own function.
fn visit(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let value = args.get("obj").clone();
    let Some(object) = value.as_object().cloned() else { return Ok(Value::None) };
    if super::super::types::named::is_type(&value) {
        // A decorator has the attributes of the type that it stands for.
        return written(vm, &value, |it| {
            let plain = it.dialect_type(&value)?.unwrap_or(object);
            super::super::types::spelling::spell(it, &plain)
        });
    }
    written(vm, &value, |it| it.plainly(&object))
}

fn literal(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let value = args.get("value").clone();
    let ty = args.get("type_").as_object().cloned();
    written(vm, &Value::Bool(true), |it| it.literal(&value, ty.as_ref()))
}
