//! `sqlalchemy.engine`: the database that a script believes it talks to.
//!
//! There is one connection in a run. Followed as a database would run it, it hands on what writes,
//! answers what the catalog can tell, and does not know the rows. Followed as Alembic's `--sql`
//! does, it only prints.

pub mod connection;
pub mod cursor;
pub mod inspector;
pub mod mock;
pub mod reflected;
pub mod result;
pub mod savepoint;
mod several;
pub mod statement;
pub mod url;

use std::rc::Rc;

use super::exc;
use super::fields::text;
use crate::project::FileId;
use crate::python::args::Args;
use crate::python::class::{Library, ModuleObject, Native, NativeClass, Object};
use crate::python::host::Mode;
use crate::python::value::{Dict, Key, Value};
use crate::python::vm::{Eval, Vm};

pub use super::dialect::dialect_object;

pub static LIBRARIES: &[&Library] = &[
    &Library {
        name: "sqlalchemy.engine",
        functions: &[CREATE_ENGINE, ENGINE_FROM_CONFIG],
        includes: &[&url::LIBRARY],
        classes: CLASSES,
        ..Library::EMPTY
    },
    &Library { name: "sqlalchemy.engine.base", classes: CLASSES, ..Library::EMPTY },
    &Library { name: "sqlalchemy.engine.interfaces", classes: CLASSES, ..Library::EMPTY },
    &Library {
        name: "sqlalchemy.engine.default",
        classes: &[&super::dialect::DIALECT],
        ..Library::EMPTY
    },
    &Library {
        name: "sqlalchemy.engine.mock",
        classes: &[&mock::MOCK_CONNECTION],
        ..Library::EMPTY
    },
    &Library { name: "sqlalchemy.engine.result", classes: result::CLASSES, ..Library::EMPTY },
    &Library { name: "sqlalchemy.engine.row", classes: result::CLASSES, ..Library::EMPTY },
    &Library { name: "sqlalchemy.engine.cursor", classes: result::CLASSES, ..Library::EMPTY },
    &Library {
        name: "sqlalchemy.engine.reflection",
        classes: &[&inspector::INSPECTOR],
        ..Library::EMPTY
    },
    &Library { name: "sqlalchemy.inspection", functions: &[INSPECT], ..Library::EMPTY },
    &url::LIBRARY,
];

static CLASSES: &[&NativeClass] = &[
    &connection::CONNECTION,
    &connection::ENGINE,
    &connection::TRANSACTION,
    &super::dialect::DIALECT,
    &inspector::INSPECTOR,
    &mock::MOCK_CONNECTION,
    &result::RESULT,
    &result::ROW,
];

/// What `sqlalchemy` itself has of this.
pub static NAMES: &[Native] = &[INSPECT, CREATE_ENGINE, ENGINE_FROM_CONFIG, url::MAKE_URL];

/// `create_engine(...)`: the engine of another database, of which nothing is known.
pub const CREATE_ENGINE: Native = Native::new("create_engine", "*args, **kw", |vm, _| {
    Ok(vm.unknown("other-database", "a database besides the one that is migrated"))
});

/// `engine_from_config(config.get_section("alembic"))`: another way to the database that is migrated,
/// since that is what the configuration of the migrations names.
pub const ENGINE_FROM_CONFIG: Native =
    Native::new("engine_from_config", "configuration, prefix='sqlalchemy.', **kw", |vm, _| {
        Ok(connection::engine(vm))
    });

/// `inspect(bind)`, and `inspect(Model)`.
pub const INSPECT: Native = Native::new("inspect", "subject, raiseerr=True", inspect);

fn inspect(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let subject = args.get("subject");
    match subject {
        Value::Unknown(_) => Ok(subject.clone()),
        Value::Object(it) if it.is(&connection::CONNECTION) || it.is(&connection::ENGINE) => {
            Ok(Value::Object(vm.instance(&inspector::INSPECTOR, [("bind", subject.clone())])))
        }
        _ => {
            if let Some(mapper) = super::orm::mapper_of(vm, subject)? {
                return Ok(mapper);
            }
            let class = vm.type_of(subject);
            let module = class.native.map_or("__main__", |it| it.module);
            let message = format!(
                "No inspection system is available for object of type <class '{module}.{}'>",
                class.name
            );
            Err(exc::raise(vm, &exc::NO_INSPECTION_AVAILABLE, message))
        }
    }
}

/// The connection of the run: a mock that prints where Alembic has no database.
pub fn bind(vm: &mut Vm<'_>) -> Eval {
    shared(vm, "bind", |vm| {
        let dialect = dialect_object(vm);
        let class = match vm.host.mode() {
            Mode::Online => &connection::CONNECTION,
            Mode::Offline => &mock::MOCK_CONNECTION,
        };
        Ok(Value::Object(vm.instance(class, [("dialect", dialect)])))
    })
}

/// Whether the database knows enums and domains by their names.
pub fn has_named_types(vm: &Vm<'_>) -> bool {
    vm.host.dialect().named_types
}

/// Does one call that makes or drops tables of itself, which takes each named type once, whatever
/// operations did before.
pub fn with_own_types<T>(vm: &mut Vm<'_>, call: impl FnOnce(&mut Vm<'_>) -> Eval<T>) -> Eval<T> {
    let Some(home) = home(vm)? else { return call(vm) };
    let before = home.field(SEEN_TYPES);
    home.set_field(SEEN_TYPES, Value::set(Dict::default()));
    let done = call(vm);
    home.set_field(SEEN_TYPES, before.unwrap_or_else(|| Value::set(Dict::default())));
    done
}

/// The name of the set of named types that tables have made or dropped.
const SEEN_TYPES: &str = "seen types";

/// Whether a named type is made or dropped for the first time, as far as tables do it.
pub fn first_time(vm: &mut Vm<'_>, ty: &Rc<Object>) -> bool {
    let made = shared(vm, SEEN_TYPES, |_| Ok(Value::set(Dict::default())));
    let Ok(Value::Set(made)) = made else { return true };
    let schema = text(ty, "schema").unwrap_or_default();
    let name = format!("{schema}.{}", text(ty, "name").unwrap_or_default());
    let key = Key::Str(Rc::from(name.as_str()));
    let mut made = made.borrow_mut();
    let is_first = made.get(&key).is_none();
    made.insert(key, Value::str(name), Value::None);
    is_first
}

/// A value of which a run has one: made when it is first asked for.
pub fn shared(vm: &mut Vm<'_>, name: &'static str, make: impl FnOnce(&mut Vm<'_>) -> Eval) -> Eval {
    let Some(home) = home(vm)? else { return make(vm) };
    if let Some(value) = home.field(name) {
        return Ok(value);
    }
    let value = make(vm)?;
    home.set_field(name, value.clone());
    Ok(value)
}

/// The module that keeps what a run has one of; its names have spaces, so no script sees them.
fn home(vm: &mut Vm<'_>) -> Eval<Option<Rc<ModuleObject>>> {
    match vm.import_module("sqlalchemy.engine", FileId(0))? {
        Value::Module(module) => Ok(Some(module)),
        _ => Ok(None),
    }
}
