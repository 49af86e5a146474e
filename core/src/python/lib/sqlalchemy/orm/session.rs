//! Sessions: statements go where the connection sends them, rows are not known.

use std::rc::Rc;

use super::super::engine::{self, statement};
use super::super::fields::{entries, field, flag};
use super::query;
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Object};
use crate::python::host::Mode;
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

pub static SESSION: NativeClass = NativeClass {
    name: "Session",
    module: "sqlalchemy.orm.session",
    params: "bind=None, **kw",
    methods: METHODS,
    properties: &[
        Native::new("bind", "self", |vm, _| engine::bind(vm)),
        Native::new("is_active", "self", |_, _| Ok(Value::Bool(true))),
        Native::new("info", "self", |_, _| Ok(Value::dict(Dict::default()))),
        Native::new("no_autoflush", "self", |_, args| Ok(args.get("self").clone())),
        Native::new("registry", "self", |_, args| Ok(args.get("self").clone())),
    ],
    ..NativeClass::EMPTY
};

#[rustfmt::skip]
static METHODS: &[Native] = &[
    Native::new("execute", "self, statement, params=None, execution_options=None, bind_arguments=None, **kw", execute),
    Native::new("exec", "self, statement, params=None, **kw", execute),
    Native::new("scalar", "self, statement, params=None, **kw", |vm, args| then(vm, args, "scalar")),
    Native::new("scalars", "self, statement, params=None, **kw", |vm, args| then(vm, args, "scalars")),
    Native::new("query", "self, *entities, **kwargs", query::of_session),
    Native::new("get", "self, entity, ident, **kw", |vm, args| rows_of(vm, args.get("entity"))),
    Native::new("get_one", "self, entity, ident, **kw", |vm, args| rows_of(vm, args.get("entity"))),
    Native::new("add", "self, instance, _warn=True", |vm, args| write(vm, args, "the rows that a session adds")),
    Native::new("add_all", "self, instances", |vm, args| write(vm, args, "the rows that a session adds")),
    Native::new("merge", "self, instance, **kw", |vm, args| { write(vm, args, "the rows that a session merges")?; Ok(args.get("instance").clone()) }),
    Native::new("delete", "self, instance", |vm, args| write(vm, args, "the rows that a session deletes")),
    Native::new("bulk_save_objects", "self, objects, **kw", |vm, args| write(vm, args, "the rows that a session saves")),
    Native::new("bulk_insert_mappings", "self, mapper, mappings, **kw", |vm, args| write(vm, args, "the rows that a session inserts")),
    Native::new("bulk_update_mappings", "self, mapper, mappings, **kw", |vm, args| write(vm, args, "the rows that a session updates")),
    Native::new("refresh", "self, instance, **kw", |_, _| Ok(Value::None)),
    Native::new("expire", "self, instance, **kw", |_, _| Ok(Value::None)),
    Native::new("expire_all", "self", |_, _| Ok(Value::None)),
    Native::new("expunge", "self, instance", |_, _| Ok(Value::None)),
    Native::new("expunge_all", "self", |_, _| Ok(Value::None)),
    Native::new("flush", "self, objects=None", |vm, args| { flush(vm, args.get("self")); Ok(Value::None) }),
    Native::new("commit", "self", |vm, args| { flush(vm, args.get("self")); Ok(Value::None) }),
    Native::new("rollback", "self", |_, _| Ok(Value::None)),
    Native::new("close", "self", |_, _| Ok(Value::None)),
    Native::new("remove", "self", |_, _| Ok(Value::None)),
    Native::new("begin", "self, nested=False", |_, args| Ok(args.get("self").clone())),
    Native::new("begin_nested", "self", |vm, args| { refuse_offline(vm)?; flush(vm, args.get("self")); engine::savepoint::begin(vm, args) }),
    Native::new("in_transaction", "self", |_, _| Ok(Value::Bool(true))),
    Native::new("get_bind", "self, *args, **kw", |vm, _| engine::bind(vm)),
    Native::new("connection", "self, **kw", |vm, args| { refuse_offline(vm)?; let _ = args; engine::bind(vm) }),
    Native::new("__enter__", "self", |_, args| Ok(args.get("self").clone())),
    Native::new("__exit__", "self, kind, value, traceback", |vm, args| {
        if args.get("value").is_none() {
            flush(vm, args.get("self"));
        }
        Ok(Value::Bool(false))
    }),
    Native::new("__call__", "self, **kw", |_, args| Ok(args.get("self").clone())),
];

/// `sessionmaker(bind=...)`: calling it gives a session.
pub static SESSION_MAKER: NativeClass = NativeClass {
    name: "sessionmaker",
    module: "sqlalchemy.orm.session",
    params: "bind=None, **kw",
    methods: &[
        Native::new("__call__", "self, **kw", open),
        Native::new("begin", "self", open),
        Native::new("configure", "self, **kw", |_, _| Ok(Value::None)),
    ],
    ..NativeClass::EMPTY
};

fn open(vm: &mut Vm<'_>, _: &Args) -> Eval {
    Ok(Value::Object(vm.instance(&SESSION, [])))
}

/// A session over a connection that only prints cannot run anything.
pub fn refuse_offline(vm: &mut Vm<'_>) -> Eval<()> {
    match vm.host.mode() {
        Mode::Online => Ok(()),
        Mode::Offline => {
            Err(vm.raise("AttributeError", "'MockConnection' object has no attribute 'close'"))
        }
    }
}

fn execute(vm: &mut Vm<'_>, args: &Args) -> Eval {
    refuse_offline(vm)?;
    let parameters = match args.get("params") {
        Value::None if !entries(args.get("kw")).is_empty() => args.get("kw").clone(),
        given => given.clone(),
    };
    statement::run(vm, args.get("statement"), &parameters, "session.execute")
}

fn then(vm: &mut Vm<'_>, args: &Args, method: &str) -> Eval {
    let result = execute(vm, args)?;
    vm.call_method(&result, method, Vec::new())
}

fn rows_of(vm: &mut Vm<'_>, entity: &Value) -> Eval {
    refuse_offline(vm)?;
    query::rows(vm, entity)
}

/// Remembers that a session has objects to write; they are written when it is flushed.
fn write(vm: &mut Vm<'_>, args: &Args, what: &str) -> Eval {
    if let Some(this) = args.get("self").as_object() {
        let unknown = vm.unknown("session-writes", what);
        this.set_field(PENDING, unknown);
    }
    Ok(Value::None)
}

/// What a session has to write, if it has.
const PENDING: &str = "_pending";

/// Tells what a session writes: statements that only its objects could tell.
fn flush(vm: &mut Vm<'_>, session: &Value) {
    let Some(this) = session.as_object() else { return };
    if let Value::Unknown(unknown) = field(this, PENDING) {
        this.set_field(PENDING, Value::None);
        vm.emit_unwritten(&unknown);
    } else if flag(this, READ) {
        this.set_field(READ, Value::None);
        let changed = vm.unknown("reads-data", "the rows that a session read and may have changed");
        if let Value::Unknown(unknown) = &changed {
            vm.emit_unwritten(unknown);
        }
    }
}

/// Whether objects were read, which a flush would write back if they were changed.
const READ: &str = "_read";

/// Remembers that a session handed out objects.
pub fn note_read(session: &Rc<Object>) {
    session.set_field(READ, Value::Bool(true));
}
