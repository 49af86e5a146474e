//! Libraries through which applications read their settings from the environment: `pydantic`'s
//! `BaseSettings`, `decouple`, `environs`, and Starlette's `Config`.

use std::rc::Rc;

use crate::python::args::Args;
use crate::python::class::{Class, Library, Native, NativeClass, Object};
use crate::python::given::literal;
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

pub static LIBRARIES: &[&Library] = &[
    &Library {
        name: "pydantic",
        classes: &[&BASE_SETTINGS],
        fallback: Some(|vm, name| Ok(Some(vm.ask_module(&format!("pydantic.{name}"))))),
        ..Library::EMPTY
    },
    &Library {
        name: "pydantic_settings",
        functions: &[Native::new("SettingsConfigDict", "**kwargs", |_, args| {
            Ok(args.get("kwargs").clone())
        })],
        classes: &[&BASE_SETTINGS],
        fallback: Some(|vm, name| Ok(Some(vm.ask_module(&format!("pydantic_settings.{name}"))))),
        ..Library::EMPTY
    },
    &Library {
        name: "decouple",
        functions: &[Native::new("config", "name, default=..., cast=None", variable)],
        ..Library::EMPTY
    },
    &Library { name: "starlette.config", classes: &[&CONFIG], ..Library::EMPTY },
    &Library { name: "environs", classes: &[&ENV], ..Library::EMPTY },
];

/// Its fields are variables of the environment, called as the field is, whatever the case.
static BASE_SETTINGS: NativeClass = NativeClass {
    name: "BaseSettings",
    module: "pydantic_settings.main",
    params: "**kwargs",
    init: Some(read),
    has_more: true,
    ..NativeClass::EMPTY
};

static CONFIG: NativeClass = NativeClass {
    name: "Config",
    module: "starlette.config",
    params: "env_file=None, environ=None, env_prefix=''",
    methods: &[
        Native::new("__call__", "self, name, cast=None, default=...", variable),
        Native::new("get", "self, name, cast=None, default=...", variable),
    ],
    ..NativeClass::EMPTY
};

static ENV: NativeClass = NativeClass {
    name: "Env",
    module: "environs",
    params: "*args, **kwargs",
    methods: &[
        Native::new("__call__", "self, name, default=..., **kwargs", variable),
        Native::new("str", "self, name, default=..., **kwargs", variable),
        Native::new("int", "self, name, default=..., **kwargs", number),
        Native::new("float", "self, name, default=..., **kwargs", number),
        Native::new("bool", "self, name, default=..., **kwargs", flag),
        Native::new("read_env", "self, *args, **kwargs", |_, _| Ok(Value::Bool(true))),
    ],
    has_more: true,
    ..NativeClass::EMPTY
};

/// Sets every field that the class, or one that it inherits, has a hint for.
fn read(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    let class = this.class.borrow().clone();
    let lineage: Vec<Rc<Class>> = class.mro.borrow().iter().rev().cloned().collect();
    let prefix = prefix_of(&class);
    for base in lineage {
        let hints = base.fields.borrow().get("__annotations__").cloned();
        let Some(Value::Dict(hints)) = hints else { continue };
        let hints: Dict = hints.borrow().clone();
        for (name, hint) in hints.iter() {
            let Some(name) = name.as_str().filter(|it| *it != "model_config") else { continue };
            let default = base.fields.borrow().get(name).cloned();
            let value = field(vm, &format!("{prefix}{name}"), hint, default);
            this.set_field(name, value);
        }
    }
    let (_, keywords) = vm.pass_on(args);
    for (name, value) in keywords {
        this.set_field(&name, value);
    }
    Ok(())
}

fn field(vm: &mut Vm<'_>, name: &str, hint: &Value, default: Option<Value>) -> Value {
    let variable = name.to_uppercase();
    // What is said in a call of `Field` may name the variable otherwise, and is no default.
    let default = default.filter(|it| !it.is_unknown());
    let spellings = [name.to_owned(), name.to_lowercase()];
    let given = spellings.iter().find_map(|it| vm.host.given(it)).map(Value::str);
    of_hint(&given.unwrap_or_else(|| vm.ask_variable(&variable, default)), hint)
}

/// A text as the type of a field has it.
fn of_hint(value: &Value, hint: &Value) -> Value {
    let Value::Str(text) = value else { return value.clone() };
    match hint {
        Value::Class(class) if &*class.name == "str" => value.clone(),
        Value::Class(class) if &*class.name == "bool" => Value::Bool(is_yes(text)),
        _ => literal(text),
    }
}

/// What the variables begin with, where the class says so.
fn prefix_of(class: &Rc<Class>) -> String {
    let find =
        |name: &str| class.mro.borrow().iter().find_map(|it| it.fields.borrow().get(name).cloned());
    let modern = find("model_config").and_then(|it| match it {
        Value::Dict(dict) => dict.borrow().get_str("env_prefix").cloned(),
        _ => None,
    });
    let early = find("Config").and_then(|it| match it {
        Value::Class(config) => config.fields.borrow().get("env_prefix").cloned(),
        _ => None,
    });
    let prefix = modern.or(early);
    prefix.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A variable, turned into what `cast` makes of it.
fn variable(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let value = asked(vm, args)?;
    let cast = args.get("cast").clone();
    match &cast {
        Value::None => Ok(value),
        Value::Class(class) if &*class.name == "bool" => Ok(as_flag(&value)),
        _ if value.is_unknown() => Ok(value),
        cast => vm.call(cast, vec![value], Vec::new()),
    }
}

fn number(vm: &mut Vm<'_>, args: &Args) -> Eval {
    Ok(match asked(vm, args)? {
        Value::Str(text) => literal(&text),
        other => other,
    })
}

fn flag(vm: &mut Vm<'_>, args: &Args) -> Eval {
    Ok(as_flag(&asked(vm, args)?))
}

fn asked(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let prefix = args.get("self").field("env_prefix");
    let prefix = prefix.as_str().unwrap_or_default();
    let name = format!("{prefix}{}", vm.to_text(args.get("name"))?);
    let default = Some(args.get("default").clone()).filter(|it| !matches!(it, Value::Ellipsis));
    Ok(vm.ask_variable(&name, default))
}

fn as_flag(value: &Value) -> Value {
    match value {
        Value::Str(text) => Value::Bool(is_yes(text)),
        other => other.clone(),
    }
}

fn is_yes(text: &str) -> bool {
    ["1", "true", "yes", "on", "y", "t"].contains(&&*text.to_lowercase())
}
