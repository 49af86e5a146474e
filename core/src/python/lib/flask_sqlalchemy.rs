//! `flask_sqlalchemy`: the object that has everything of `sqlalchemy` and its ORM.

use std::rc::Rc;

use super::sqlalchemy::engine;
use super::sqlalchemy::orm::declarative::{DECLARATIVE_BASE, NAMED_BY_CLASS};
use super::sqlalchemy::orm::session::SESSION;
use super::sqlalchemy::schema::metadata::META_DATA;
use crate::project::FileId;
use crate::python::args::Args;
use crate::python::class::{Fields, Library, Native, NativeClass, Object};
use crate::python::host::Mode;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static LIBRARY: Library =
    Library { name: "flask_sqlalchemy", classes: &[&SQLALCHEMY], ..Library::EMPTY };

/// `db = SQLAlchemy()`.
static SQLALCHEMY: NativeClass = NativeClass {
    name: "SQLAlchemy",
    module: "flask_sqlalchemy.extension",
    params: "app=None, *args, metadata=None, **kw",
    init: Some(init),
    methods: &[
        Native::new("init_app", "self, app", |_, _| Ok(Value::None)),
        Native::new("create_all", "self, bind_key='__all__'", |vm, args| {
            of_metadata(vm, args, "create_all")
        }),
        Native::new("drop_all", "self, bind_key='__all__'", |vm, args| {
            of_metadata(vm, args, "drop_all")
        }),
        Native::new("reflect", "self, bind_key='__all__'", |vm, args| {
            of_metadata(vm, args, "reflect")
        }),
        Native::new("__getattr__", "self, name", |vm, args| {
            let name = args.str("name").unwrap_or_default().to_owned();
            named(vm, &name)
        }),
    ],
    properties: &[
        Native::new("session", "self", |vm, _| Ok(Value::Object(vm.instance(&SESSION, [])))),
        Native::new("engine", "self", |vm, _| Ok(engine::connection::engine(vm))),
    ],
    ..NativeClass::EMPTY
};

fn init(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    let metadata = match (args.get("metadata"), args.keyword("kw", "model_class")) {
        (Value::None, Some(Value::Class(base))) => {
            vm.attribute_if_any(&Value::Class(base), "metadata")?
        }
        (Value::None, _) => None,
        (given, _) => Some(given.clone()),
    };
    let metadata = match metadata {
        Some(metadata) => metadata,
        None => vm.construct(&META_DATA, Vec::new(), Vec::new())?,
    };
    let base = vm.class_of(&DECLARATIVE_BASE);
    let mut fields = Fields::default();
    fields.set("metadata", metadata.clone());
    fields.set(NAMED_BY_CLASS, Value::Bool(true));
    let model = vm.new_class("Model", &[base], fields)?;
    this.set_field("metadata", metadata);
    this.set_field("Model", Value::Class(model));
    Ok(())
}

/// What the metadata does through the engine of the application. Offline no statement of that comes to
/// the script: it reaches a database that runs meanwhile.
fn of_metadata(vm: &mut Vm<'_>, args: &Args, method: &str) -> Eval {
    if vm.host.mode() == Mode::Offline {
        let elsewhere = vm.unknown("other-database", "the database of the application");
        if let Value::Unknown(unknown) = &elsewhere {
            vm.incomplete(unknown);
        }
        return Ok(Value::None);
    }
    let metadata = vm.attribute(args.get("self"), "metadata")?;
    let engine = engine::connection::engine(vm);
    vm.call_method(&metadata, method, vec![engine])
}

/// What `sqlalchemy` or `sqlalchemy.orm` has under a name.
fn named(vm: &mut Vm<'_>, name: &str) -> Eval {
    for module in ["sqlalchemy", "sqlalchemy.orm"] {
        let module = vm.import_module(module, FileId(0))?;
        if let Some(found) = vm.attribute_if_any(&module, name)? {
            return Ok(found);
        }
    }
    Err(vm.raise("AttributeError", format!("'SQLAlchemy' object has no attribute '{name}'")))
}
