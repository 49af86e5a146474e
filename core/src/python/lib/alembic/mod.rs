//! `alembic`: operations, the batch that collects them, and the context that they run in.

pub mod batch;
mod batch_table;
pub mod context;
pub mod copy;
pub mod custom;
mod ddl;
pub mod enum_values;
pub mod op;
mod order;
mod reflected;

use crate::python::class::{Library, Native};
use crate::python::value::Value;

pub static LIBRARIES: &[&Library] = &[
    &Library { name: "alembic", rest: Some(PARTS), ..Library::EMPTY },
    &Library {
        name: "alembic.op",
        functions: op::FUNCTIONS,
        values: Some(|vm| vec![("_proxy", Value::Object(vm.instance(&custom::OPERATIONS, [])))]),
        fallback: Some(custom::operation),
        ..Library::EMPTY
    },
    &context::LIBRARY,
    &ddl::LIBRARY,
    &Library {
        name: "alembic.operations",
        classes: custom::CLASSES,
        fallback: Some(|vm, name| match name {
            "ops" => {
                vm.import_module("alembic.operations.ops", crate::project::FileId(0)).map(Some)
            }
            _ => Ok(None),
        }),
        ..Library::EMPTY
    },
    &Library { name: "alembic.operations.base", classes: custom::CLASSES, ..Library::EMPTY },
    &Library { name: "alembic.operations.batch", classes: &[&batch::BATCH], ..Library::EMPTY },
    &Library { name: "alembic.operations.ops", classes: custom::CLASSES, ..Library::EMPTY },
    &Library {
        name: "alembic.runtime.migration",
        classes: &[&context::MIGRATION_CONTEXT],
        ..Library::EMPTY
    },
    &Library {
        name: "alembic.migration",
        classes: &[&context::MIGRATION_CONTEXT],
        ..Library::EMPTY
    },
    &Library { name: "alembic.config", classes: &[&context::CONFIG], ..Library::EMPTY },
    &Library {
        name: "alembic.util",
        functions: UTIL,
        classes: &[&batch::COMMAND_ERROR],
        ..Library::EMPTY
    },
    &Library { name: "alembic.util.exc", classes: &[&batch::COMMAND_ERROR], ..Library::EMPTY },
];

/// What stands in `alembic` itself.
#[rustfmt::skip]
static PARTS: &[&str] = &[
    "__file__", "__path__", "__version__", "autogenerate", "command", "config", "context", "ddl", "environment",
    "migration", "op", "operations", "plugins", "runtime", "script", "templates", "testing", "util",
];

static UTIL: &[Native] = &[
    Native::new("warn", "msg, stacklevel=2", |_, _| Ok(Value::None)),
    Native::new("msg", "msg, newline=True, flush=False, quiet=False", |_, _| Ok(Value::None)),
    Native::new("to_list", "x, default=None", |vm, args| match args.get("x") {
        Value::None => Ok(args.get("default").clone()),
        text @ Value::Str(_) => Ok(Value::list(vec![text.clone()])),
        many => Ok(Value::list(vm.iterate(many)?)),
    }),
];
