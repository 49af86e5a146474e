//! `alembic.context`, and the migration context that `op.get_context()` gives.

use crate::diagnostic::code;
use crate::name::Name;
use crate::op::Transaction;
use crate::project::FileId;
use crate::python::TargetMetadata;
use crate::python::args::Args;
use crate::python::class::{Library, Native, NativeClass};
use crate::python::host::Mode;
use crate::python::lib::sqlalchemy::engine::{self, dialect_object, shared, statement};
use crate::python::lib::sqlalchemy::fields::field;
use crate::python::lib::sqlalchemy::schema::metadata::META_DATA;
use crate::python::lib::sqlalchemy::schema::naming::CONVENTION;
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Stop, Vm};

pub static LIBRARY: Library = Library {
    name: "alembic.context",
    functions: &[
        Native::new("is_offline_mode", "", |vm, _| Ok(Value::Bool(is_offline(vm)))),
        Native::new("is_transactional_ddl", "", |vm, _| {
            Ok(Value::Bool(vm.host.setup().transactional_ddl))
        }),
        Native::new("get_context", "", |vm, _| migration_context(vm)),
        Native::new("get_bind", "", |vm, _| engine::bind(vm)),
        Native::new("get_impl", "", |vm, _| implementation(vm)),
        Native::new("execute", "sql, execution_options=None", |vm, args| {
            statement::print(vm, args.get("sql"), "context.execute")?;
            Ok(Value::None)
        }),
        Native::new("get_x_argument", "as_dictionary=False", |vm, args| {
            let given = vm.host.x_arguments();
            if !args.flag("as_dictionary") {
                let items = given.iter().map(|(name, text)| Value::str(format!("{name}={text}")));
                return Ok(Value::list(items.collect()));
            }
            let mut dict = Dict::default();
            given.iter().for_each(|(name, text)| dict.insert_str(name, Value::str(text)));
            Ok(Value::dict(dict))
        }),
        Native::new("get_tag_argument", "", |_, _| Ok(Value::None)),
        Native::new("get_revision_argument", "", |vm, _| {
            Ok(vm.unknown(code::DEPENDS_ON_ENVIRONMENT, "the revision that the command names"))
        }),
        Native::new("get_starting_revision_argument", "", |vm, _| {
            Ok(vm
                .unknown(code::DEPENDS_ON_ENVIRONMENT, "the revision that the command starts from"))
        }),
        Native::new("get_head_revision", "", |vm, _| {
            Ok(vm.unknown(code::DEPENDS_ON_ENVIRONMENT, "the head of the history"))
        }),
        Native::new("get_head_revisions", "", |vm, _| {
            Ok(vm.unknown(code::DEPENDS_ON_ENVIRONMENT, "the heads of the history"))
        }),
        Native::new("configure", "*args, **kw", |_, _| Ok(Value::None)),
        Native::new("begin_transaction", "", |vm, _| Ok(Value::Object(vm.instance(&NOTHING, [])))),
    ],
    values: Some(|vm| {
        let config = config(vm).unwrap_or(Value::None);
        let script = vm.unknown(code::DEPENDS_ON_ENVIRONMENT, "the directory of the scripts");
        vec![("config", config), ("script", script)]
    }),
    ..Library::EMPTY
};

pub static MIGRATION_CONTEXT: NativeClass = NativeClass {
    has_more: true,
    name: "MigrationContext",
    module: "alembic.runtime.migration",
    methods: &[
        Native::new("autocommit_block", "self", |vm, _| {
            engine::connection::left(vm)?;
            Ok(Value::Object(vm.instance(&AUTOCOMMIT, [])))
        }),
        Native::new("begin_transaction", "self, _per_migration=False", |vm, _| {
            Ok(Value::Object(vm.instance(&NOTHING, [])))
        }),
        Native::new("execute", "self, sql, execution_options=None", |vm, args| {
            statement::print(vm, args.get("sql"), "context.execute")?;
            Ok(Value::None)
        }),
        Native::new("get_current_revision", "self", |vm, _| {
            Ok(vm.unknown(code::DEPENDS_ON_ENVIRONMENT, "the revision that the database is at"))
        }),
        Native::new("get_current_heads", "self", |vm, _| {
            Ok(vm.unknown(code::DEPENDS_ON_ENVIRONMENT, "the revisions that the database is at"))
        }),
    ],
    class_methods: &[Native::new(
        "configure",
        "cls, connection=None, url=None, dialect_name=None, dialect=None, environment_context=None, dialect_opts=None, opts=None",
        |vm, _| migration_context(vm),
    )],
    properties: &[
        Native::new("dialect", "self", |vm, _| Ok(dialect_object(vm))),
        Native::new("as_sql", "self", |vm, _| Ok(Value::Bool(is_offline(vm)))),
        Native::new("bind", "self", |vm, _| engine::bind(vm)),
        Native::new("connection", "self", |vm, _| engine::bind(vm)),
        Native::new("impl", "self", |vm, _| implementation(vm)),
        Native::new("config", "self", |vm, _| config(vm)),
        Native::new("script", "self", |vm, _| {
            Ok(vm.unknown(code::DEPENDS_ON_ENVIRONMENT, "the directory of the scripts"))
        }),
        Native::new("environment_context", "self", |vm, _| {
            vm.import_module("alembic.context", FileId(0))
        }),
        Native::new("version_table", "self", |vm, _| {
            Ok(version_table(vm).map_or_else(|it| it, |it| Value::str(it.name)))
        }),
        Native::new("version_table_schema", "self", |vm, _| {
            Ok(version_table(vm)
                .map_or_else(|it| it, |it| it.schema.map_or(Value::None, Value::str)))
        }),
        Native::new("opts", "self", |vm, _| {
            Ok(vm.ask_whole("opts", "what the project's `env.py` configures"))
        }),
    ],
    ..NativeClass::EMPTY
};

/// The implementation of the dialect's operations.
static IMPL: NativeClass = NativeClass {
    has_more: true,
    name: "DefaultImpl",
    module: "alembic.ddl.impl",
    methods: &[
        Native::new("execute", "self, sql, execution_options=None", |vm, args| {
            statement::print(vm, args.get("sql"), "impl.execute")?;
            Ok(Value::None)
        }),
        Native::new(
            "_exec",
            "self, construct, execution_options=None, multiparams=None, params=None",
            |vm, args| {
                statement::print(vm, args.get("construct"), "impl.execute")?;
                Ok(Value::None)
            },
        ),
        Native::new("static_output", "self, text", |vm, args| {
            if let (true, Some(text)) = (is_offline(vm), args.str("text")) {
                let text = text.trim_end().trim_end_matches(';').to_owned();
                statement::emit(vm, &text, "impl.static_output");
            }
            Ok(Value::None)
        }),
        Native::new("emit_begin", "self", |vm, _| edge(vm, Transaction::Begin)),
        Native::new("emit_commit", "self", |vm, _| edge(vm, Transaction::Commit)),
    ],
    properties: &[
        Native::new("dialect", "self", |vm, _| Ok(dialect_object(vm))),
        Native::new("connection", "self", |vm, _| engine::bind(vm)),
        Native::new("bind", "self", |vm, _| engine::bind(vm)),
        Native::new("as_sql", "self", |vm, _| Ok(Value::Bool(is_offline(vm)))),
        Native::new("transactional_ddl", "self", |vm, _| {
            Ok(Value::Bool(vm.host.setup().transactional_ddl))
        }),
    ],
    ..NativeClass::EMPTY
};

/// A block that commits before and begins anew behind it.
static AUTOCOMMIT: NativeClass = NativeClass {
    name: "_GeneratorContextManager",
    module: "contextlib",
    methods: &[
        Native::new("__enter__", "self", |vm, _| edge(vm, Transaction::Commit)),
        Native::new("__exit__", "self, *args", |vm, _| {
            edge(vm, Transaction::Begin)?;
            Ok(Value::Bool(false))
        }),
    ],
    ..NativeClass::EMPTY
};

/// A block that does nothing about transactions.
static NOTHING: NativeClass = NativeClass {
    name: "nullcontext",
    module: "contextlib",
    methods: &[
        Native::new("__enter__", "self", |_, _| Ok(Value::None)),
        Native::new("__exit__", "self, *args", |_, _| Ok(Value::Bool(false))),
    ],
    ..NativeClass::EMPTY
};

/// The project's configuration. What the command line and the environment say is not known.
pub static CONFIG: NativeClass = NativeClass {
    has_more: true,
    name: "Config",
    module: "alembic.config",
    params: "*args, **kw",
    methods: &[
        Native::new("get_main_option", "self, name, default=None", option),
        Native::new("get_section_option", "self, section, name, default=None", option),
        Native::new("get_section", "self, name, default=None", |vm, args| {
            let name = args.str("name").unwrap_or_default().to_owned();
            Ok(vm.unknown(
                code::DEPENDS_ON_ENVIRONMENT,
                format!("the section `{name}` of the configuration"),
            ))
        }),
        Native::new("set_main_option", "self, name, value", |_, _| Ok(Value::None)),
        Native::new("set_section_option", "self, section, name, value", |_, _| Ok(Value::None)),
        Native::new("print_stdout", "self, text, *arg", |_, _| Ok(Value::None)),
    ],
    properties: &[
        Native::new("attributes", "self", |vm, _| {
            shared(vm, "the attributes", |_| Ok(Value::dict(Dict::default())))
        }),
        Native::new("config_file_name", "self", |vm, _| {
            Ok(vm.unknown(code::DEPENDS_ON_ENVIRONMENT, "the file of the configuration"))
        }),
        Native::new("config_ini_section", "self", |_, _| Ok(Value::str("alembic"))),
        Native::new("cmd_opts", "self", |_, _| Ok(Value::None)),
    ],
    ..NativeClass::EMPTY
};

/// The context of the run.
pub fn migration_context(vm: &mut Vm<'_>) -> Eval {
    shared(vm, "the migration context", |vm| Ok(Value::Object(vm.instance(&MIGRATION_CONTEXT, []))))
}

/// What runs the operations of the dialect.
pub fn implementation(vm: &mut Vm<'_>) -> Eval {
    shared(vm, "the implementation", |vm| Ok(Value::Object(vm.instance(&IMPL, []))))
}

/// A metadata for what an operation makes: names follow the convention of the one that `env.py` hands
/// to Alembic.
pub fn metadata(vm: &mut Vm<'_>) -> Eval {
    let convention = match vm.host.setup().target_metadata {
        None => Value::None,
        Some(target) => shared(vm, "the naming convention", |vm| convention(vm, &target))?,
    };
    let made = vm.construct(&META_DATA, Vec::new(), Vec::new())?;
    if let Some(made) = made.as_object() {
        made.set_field(CONVENTION, convention);
    }
    Ok(made)
}

/// What the metadata says of names; only one that is whole has a say, no list of several.
fn convention(vm: &mut Vm<'_>, target: &TargetMetadata) -> Eval {
    let mut value = |file: FileId, expression: &str| match vm.value_in_file(file, expression) {
        Ok(found) => Ok(found),
        Err(Stop::Raise(_)) => Ok(None),
        Err(Stop::Exhausted) => Err(Stop::Exhausted),
    };
    let mut metadata = None;
    for (file, expression) in &target.said {
        metadata = value(*file, expression)?.filter(|it| !it.is_unknown());
        if metadata.is_some() {
            break;
        }
    }
    for (file, name) in &target.conventions {
        value(*file, name)?;
    }
    Ok(match metadata {
        Some(Value::Object(it)) => field(&it, CONVENTION),
        Some(_) => Value::None,
        None => {
            let words = "the naming convention of the metadata that `env.py` hands to Alembic";
            vm.unknown("naming-convention", words)
        }
    })
}

fn config(vm: &mut Vm<'_>) -> Eval {
    shared(vm, "the configuration", |vm| Ok(Value::Object(vm.instance(&CONFIG, []))))
}

/// Where the revisions are kept, or a value that says why nobody can know.
fn version_table(vm: &mut Vm<'_>) -> Result<Name, Value> {
    let setup = vm.host.setup();
    if setup.is_default {
        vm.report(problem::default_version_table());
    }
    let words = "the version table that `env.py` names";
    setup.version_table.ok_or_else(|| vm.unknown(code::DEPENDS_ON_ENVIRONMENT, words))
}

fn is_offline(vm: &Vm<'_>) -> bool {
    vm.host.mode() == Mode::Offline
}

fn option(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let name = args.str("name").unwrap_or_default();
    let reason = format!("the option `{name}` of the configuration");
    Ok(vm.ask_setting(name, reason, Some(args.get("default").clone())))
}

/// `COMMIT` or `BEGIN`, where the dialect runs a migration in a transaction.
fn edge(vm: &mut Vm<'_>, edge: Transaction) -> Eval {
    if vm.host.setup().transactional_ddl {
        vm.emit(edge.into(), "op.autocommit_block");
    }
    Ok(Value::None)
}

mod problem {
    use crate::diagnostic::Problem;
    use crate::python::given::VERSION_TABLE;

    pub(super) fn default_version_table() -> Problem {
        let message = "no `env.py` is among the files, so the version table is Alembic's default";
        Problem::note("assumed-setting", message)
            .help(format!("add `env.py`, or give `{VERSION_TABLE}` a value"))
            .asks(VERSION_TABLE)
    }
}
