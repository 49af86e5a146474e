//! The connection to a database on this chain of revisions, and its engine.

use super::super::dialect::dialect_object;
use super::super::fields::entries;
use super::{bind, savepoint, statement};
use crate::diagnostic::code;
use crate::op::Transaction as Edge;
use crate::python::args::Args;
use crate::python::beginning;
use crate::python::class::{Native, NativeClass};
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

pub static CONNECTION: NativeClass = NativeClass {
    has_more: true,
    name: "Connection",
    module: "sqlalchemy.engine.base",
    methods: &[
        Native::new(
            "execute",
            "self, statement, *parameters, execution_options=None, **named",
            execute,
        ),
        Native::new(
            "scalar",
            "self, statement, *parameters, execution_options=None, **named",
            |vm, args| then(vm, args, "scalar"),
        ),
        Native::new(
            "scalars",
            "self, statement, *parameters, execution_options=None, **named",
            |vm, args| then(vm, args, "scalars"),
        ),
        Native::new(
            "exec_driver_sql",
            "self, statement, parameters=None, execution_options=None",
            |vm, args| match args.get("statement") {
                Value::Str(sql) => {
                    let sql = match args.get("parameters").is_none() {
                        true => statement::driver_reads(vm, sql.to_string()),
                        false => sql.to_string(),
                    };
                    statement::run_text(vm, &sql, args.get("parameters"), "bind.exec_driver_sql")
                }
                other => statement::run(vm, other, args.get("parameters"), "bind.exec_driver_sql"),
            },
        ),
        Native::new("begin", "self", begin_again),
        Native::new("begin_nested", "self", savepoint::begin),
        Native::new("begin_twophase", "self, xid=None", begin),
        Native::new("commit", "self", commit),
        Native::new("rollback", "self", leave),
        Native::new("close", "self", leave),
        Native::new("detach", "self", |_, _| Ok(Value::None)),
        Native::new("invalidate", "self, exception=None", |_, _| Ok(Value::None)),
        Native::new("connect", "self", |_, args| Ok(args.get("self").clone())),
        Native::new("in_transaction", "self", |_, _| Ok(Value::Bool(true))),
        Native::new("in_nested_transaction", "self", |_, _| Ok(Value::Bool(false))),
        Native::new("get_transaction", "self", begin),
        Native::new("get_nested_transaction", "self", |_, _| Ok(Value::None)),
        Native::new("execution_options", "self, **kw", |_, args| Ok(args.get("self").clone())),
        Native::new("get_execution_options", "self", |_, _| Ok(Value::dict(Dict::default()))),
        Native::new("get_isolation_level", "self", |_, _| Ok(Value::str("READ COMMITTED"))),
        Native::new("schema_for_object", "self, obj", |vm, args| {
            vm.attribute(args.get("obj"), "schema")
        }),
        Native::new("run_callable", "self, callable_, *args, **kwargs", run_callable),
        Native::new("__enter__", "self", |_, args| Ok(args.get("self").clone())),
        Native::new("__exit__", "self, *args", |_, _| Ok(Value::None)),
    ],
    properties: &[
        Native::new("engine", "self", |vm, _| Ok(engine(vm))),
        Native::new("dialect", "self", |vm, _| Ok(dialect_object(vm))),
        Native::new("connection", "self", |vm, _| {
            Ok(Value::Object(vm.instance(&super::cursor::DRIVER_CONNECTION, [])))
        }),
        Native::new("closed", "self", |_, _| Ok(Value::Bool(false))),
        Native::new("invalidated", "self", |_, _| Ok(Value::Bool(false))),
        Native::new("info", "self", |_, _| Ok(Value::dict(Dict::default()))),
        Native::new("default_isolation_level", "self", |_, _| Ok(Value::str("READ COMMITTED"))),
    ],
    ..NativeClass::EMPTY
};

pub static ENGINE: NativeClass = NativeClass {
    has_more: true,
    name: "Engine",
    module: "sqlalchemy.engine.base",
    methods: &[
        Native::new("connect", "self", connect),
        Native::new("begin", "self", connect),
        Native::new("dispose", "self, close=True", |_, _| Ok(Value::None)),
        Native::new("raw_connection", "self", |vm, _| {
            Ok(Value::Object(vm.instance(&super::cursor::DRIVER_CONNECTION, [])))
        }),
        Native::new("execution_options", "self, **kw", |_, args| Ok(args.get("self").clone())),
        Native::new("has_table", "self, table_name, schema=None", |vm, args| {
            let inspector = Value::Object(vm.instance(&super::inspector::INSPECTOR, []));
            vm.call_method(
                &inspector,
                "has_table",
                vec![args.get("table_name").clone(), args.get("schema").clone()],
            )
        }),
        Native::new(
            "execute",
            "self, statement, *parameters, execution_options=None, **named",
            execute,
        ),
    ],
    properties: &[
        Native::new("name", "self", |vm, _| Ok(Value::str(vm.host.dialect().name))),
        Native::new("driver", "self", |vm, _| {
            let dialect = dialect_object(vm);
            vm.attribute(&dialect, "driver")
        }),
        Native::new("dialect", "self", |vm, _| Ok(dialect_object(vm))),
        Native::new("engine", "self", |_, args| Ok(args.get("self").clone())),
        Native::new("url", "self", |vm, _| {
            let address = vm.unknown(code::DEPENDS_ON_ENVIRONMENT, "the address of the database");
            Ok(beginning::beginning_with(address, vm.host.dialect().name))
        }),
    ],
    ..NativeClass::EMPTY
};

/// What `begin()` gives: the transaction that the migration runs in anyway.
pub static TRANSACTION: NativeClass = NativeClass {
    name: "Transaction",
    module: "sqlalchemy.engine.base",
    methods: &[
        Native::new("commit", "self", |_, _| Ok(Value::None)),
        Native::new("rollback", "self", |_, _| Ok(Value::None)),
        Native::new("close", "self", |_, _| Ok(Value::None)),
        Native::new("__enter__", "self", |_, args| Ok(args.get("self").clone())),
        Native::new("__exit__", "self, *args", |_, _| Ok(Value::None)),
    ],
    properties: &[
        Native::new("is_active", "self", |_, _| Ok(Value::Bool(true))),
        Native::new("is_valid", "self", |_, _| Ok(Value::Bool(true))),
        Native::new("connection", "self", |vm, _| bind(vm)),
    ],
    ..NativeClass::EMPTY
};

/// The engine of the connection.
pub fn engine(vm: &mut Vm<'_>) -> Value {
    let made = super::shared(vm, "the engine", |vm| Ok(Value::Object(vm.instance(&ENGINE, []))));
    made.unwrap_or(Value::None)
}

/// Runs `execute(statement, parameters)`; parameters may stand apart, in a list, or by name.
pub fn execute(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let parameters = match args.rest("parameters") {
        [] => match args.keyword("named", "parameters") {
            Some(given) => given,
            // Before version 2, each parameter may be a keyword of its own.
            None if entries(args.get("named")).is_empty() => Value::None,
            None => args.get("named").clone(),
        },
        [one] => one.clone(),
        many => Value::list(many.to_vec()),
    };
    statement::run(vm, args.get("statement"), &parameters, "bind.execute")
}

fn then(vm: &mut Vm<'_>, args: &Args, method: &str) -> Eval {
    let result = execute(vm, args)?;
    vm.call_method(&result, method, Vec::new())
}

fn begin(vm: &mut Vm<'_>, _: &Args) -> Eval {
    Ok(Value::Object(vm.instance(&TRANSACTION, [])))
}

/// `connection.begin()`, which Alembic has called before, unless that transaction was left.
fn begin_again(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if args.get("self").as_object().is_some_and(|it| it.field(LEFT).is_none()) {
        vm.report(problem::begins_again());
    }
    begin(vm, args)
}

/// What a connection keeps when the transaction that Alembic began may have ended.
const LEFT: &str = "_has_left";

fn leave(vm: &mut Vm<'_>, _: &Args) -> Eval {
    left(vm).map(|_| Value::None)
}

/// A connection of its own, for which ours stands.
fn connect(vm: &mut Vm<'_>, _: &Args) -> Eval {
    left(vm)
}

/// The connection, whose transaction may have ended.
pub fn left(vm: &mut Vm<'_>) -> Eval {
    let ours = bind(vm)?;
    if let Some(it) = ours.as_object() {
        it.set_field(LEFT, Value::Bool(true));
    }
    Ok(ours)
}

/// Ends the migration's transaction in the middle of it; what follows is in a new one.
fn commit(vm: &mut Vm<'_>, args: &Args) -> Eval {
    leave(vm, args)?;
    for edge in [Edge::Commit, Edge::Begin] {
        vm.emit(edge.into(), "bind.commit");
    }
    Ok(Value::None)
}

fn run_callable(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let mut given = vec![args.get("self").clone()];
    given.extend(args.rest("args").iter().cloned());
    vm.call(args.get("callable_"), given, entries(args.get("kwargs")))
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn begins_again() -> Problem {
        let message = "only SQLAlchemy before 2.0 begins within the transaction that Alembic began; \
                       a later one stops here";
        Problem::warning("begins-again", message).help("leave it out, or use `begin_nested()`")
    }
}
