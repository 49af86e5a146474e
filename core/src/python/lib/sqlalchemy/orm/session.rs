//! Sessions: statements go where the connection sends them, rows that are read are not known.

use std::rc::Rc;

use super::super::engine::{self, statement};
use super::super::expression::select::SELECT_BASE;
use super::super::fields::{entries, field, flag, object};
use super::declarative::MAPPED_TABLE;
use super::{query, unit};
use crate::diagnostic::code;
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
    Native::new("get", "self, entity, ident, **kw", rows_of),
    Native::new("get_one", "self, entity, ident, **kw", rows_of),
    Native::new("add", "self, instance, _warn=True", add),
    Native::new("add_all", "self, instances", add_all),
    Native::new("merge", "self, instance, **kw", |vm, args| { write(vm, args, "the rows that a session merges")?; Ok(args.get("instance").clone()) }),
    Native::new("delete", "self, instance", |vm, args| write(vm, args, "the rows that a session deletes")),
    Native::new("bulk_save_objects", "self, objects, **kw", bulk_save),
    Native::new("bulk_insert_mappings", "self, mapper, mappings, **kw", bulk_insert),
    Native::new("bulk_update_mappings", "self, mapper, mappings, **kw", |vm, args| write(vm, args, "the rows that a session updates")),
    Native::new("refresh", "self, instance, **kw", |_, _| Ok(Value::None)),
    Native::new("expire", "self, instance, **kw", |_, _| Ok(Value::None)),
    Native::new("expire_all", "self", |_, _| Ok(Value::None)),
    Native::new("expunge", "self, instance", |_, _| Ok(Value::None)),
    Native::new("expunge_all", "self", forget),
    Native::new("flush", "self, objects=None", |vm, args| { flush(vm, args.get("self"))?; Ok(Value::None) }),
    Native::new("commit", "self", |vm, args| { flush(vm, args.get("self"))?; Ok(Value::None) }),
    Native::new("rollback", "self", forget),
    Native::new("close", "self", forget),
    Native::new("remove", "self", forget),
    Native::new("begin", "self, nested=False", |vm, args| Ok(transaction(vm, args.get("self"), args.get("self")))),
    Native::new("begin_nested", "self", |vm, args| { refuse_offline(vm)?; flush(vm, args.get("self"))?; engine::savepoint::begin(vm, args) }),
    Native::new("in_transaction", "self", |_, _| Ok(Value::Bool(true))),
    Native::new("get_bind", "self, *args, **kw", |vm, _| engine::bind(vm)),
    Native::new("connection", "self, **kw", |vm, args| { refuse_offline(vm)?; let _ = args; engine::bind(vm) }),
    Native::new("__enter__", "self", |_, args| Ok(args.get("self").clone())),
    Native::new("__exit__", "self, kind, value, traceback", |vm, args| {
        forget(vm, args)?;
        if args.get("value").is_none() {
            tell_read(vm, args.get("self"));
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
        Native::new("begin", "self", |vm, args| {
            let session = open(vm, args)?;
            Ok(transaction(vm, &session, &session))
        }),
        Native::new("configure", "self, **kw", |_, _| Ok(Value::None)),
    ],
    ..NativeClass::EMPTY
};

fn open(vm: &mut Vm<'_>, _: &Args) -> Eval {
    Ok(Value::Object(vm.instance(&SESSION, [])))
}

/// `session.begin()`: leaving it without an error commits.
static TRANSACTION: NativeClass = NativeClass {
    name: "SessionTransaction",
    module: "sqlalchemy.orm.session",
    methods: &[
        Native::new("commit", "self", |vm, args| {
            flush(vm, &args.get("self").field("session"))?;
            Ok(Value::None)
        }),
        Native::new("rollback", "self", |vm, args| {
            forget_of(vm, &args.get("self").field("session"))
        }),
        Native::new("close", "self", |_, _| Ok(Value::None)),
        Native::new("__enter__", "self", |_, args| Ok(args.get("self").field("entered"))),
        Native::new("__exit__", "self, kind, value, traceback", |vm, args| {
            if args.get("value").is_none() {
                flush(vm, &args.get("self").field("session"))?;
            }
            Ok(Value::Bool(false))
        }),
    ],
    ..NativeClass::EMPTY
};

fn transaction(vm: &mut Vm<'_>, session: &Value, entered: &Value) -> Value {
    let fields = [("session", session.clone()), ("entered", entered.clone())];
    Value::Object(vm.instance(&TRANSACTION, fields))
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
    if is_of_entities(args.get("statement")) {
        flush_new(vm, args.get("self"))?;
    }
    let parameters = match args.get("params") {
        Value::None if !entries(args.get("kw")).is_empty() => args.get("kw").clone(),
        given => given.clone(),
    };
    statement::run(vm, args.get("statement"), &parameters, "session.execute")
}

/// Whether a statement is about mapped classes, so that a session writes first what it has to.
fn is_of_entities(statement: &Value) -> bool {
    let Some(statement) = statement.as_object() else { return false };
    let table = object(statement, "table");
    statement.is(&SELECT_BASE) || table.is_some_and(|it| flag(&it, MAPPED_TABLE))
}

fn then(vm: &mut Vm<'_>, args: &Args, method: &str) -> Eval {
    let result = execute(vm, args)?;
    vm.call_method(&result, method, Vec::new())
}

fn rows_of(vm: &mut Vm<'_>, args: &Args) -> Eval {
    refuse_offline(vm)?;
    flush_new(vm, args.get("self"))?;
    query::rows(vm, args.get("entity"))
}

fn add(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object().cloned() else { return Ok(Value::None) };
    match unit::add(vm, &this, args.get("instance")) {
        true => Ok(Value::None),
        false => write(vm, args, "the rows that a session adds"),
    }
}

fn add_all(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object().cloned() else { return Ok(Value::None) };
    if args.get("instances").is_unknown() {
        return write(vm, args, "the rows that a session adds");
    }
    for instance in vm.iterate(args.get("instances"))? {
        if !unit::add(vm, &this, &instance) {
            write(vm, args, "the rows that a session adds")?;
        }
    }
    Ok(Value::None)
}

fn bulk_save(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if !args.get("objects").is_unknown() && !vm.is_in_doubt() {
        refuse_offline(vm)?;
        let objects = vm.iterate(args.get("objects"))?;
        if unit::save(vm, &objects)? {
            return Ok(Value::None);
        }
    }
    write(vm, args, "the rows that a session saves")
}

fn bulk_insert(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if !args.get("mappings").is_unknown() && !vm.is_in_doubt() {
        refuse_offline(vm)?;
        let mappings = vm.iterate(args.get("mappings"))?;
        if unit::insert(vm, args.get("mapper"), &mappings)? {
            return Ok(Value::None);
        }
    }
    write(vm, args, "the rows that a session inserts")
}

fn forget(vm: &mut Vm<'_>, args: &Args) -> Eval {
    forget_of(vm, args.get("self"))
}

fn forget_of(_: &mut Vm<'_>, session: &Value) -> Eval {
    if let Some(this) = session.as_object() {
        unit::forget(this);
        this.set_field(PENDING, Value::None);
    }
    Ok(Value::None)
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

/// Writes what a session has to write, and tells of what nobody knows of it.
pub fn flush(vm: &mut Vm<'_>, session: &Value) -> Eval<()> {
    flush_new(vm, session)?;
    tell_read(vm, session);
    Ok(())
}

/// Tells of rows that were read, which a method that nobody followed may have written.
fn tell_read(vm: &mut Vm<'_>, session: &Value) {
    let Some(this) = session.as_object().filter(|it| flag(it, READ)) else { return };
    this.set_field(READ, Value::None);
    let changed = vm.unknown(code::READS_DATA, "the rows that a session read and may have changed");
    if let Value::Unknown(unknown) = &changed {
        vm.emit_unwritten(unknown);
    }
}

/// Writes what was added to a session, as it does by itself before it asks for rows.
pub fn flush_new(vm: &mut Vm<'_>, session: &Value) -> Eval<()> {
    let Some(this) = session.as_object() else { return Ok(()) };
    // A loop over a query writes what was added before it, and is no call.
    let place = vm.statement();
    vm.places.push(place);
    if let Value::Unknown(unknown) = field(this, PENDING) {
        this.set_field(PENDING, Value::None);
        vm.emit_unwritten(&unknown);
        this.set_field(READ, Value::None);
    }
    let res = unit::flush(vm, this);
    vm.places.pop();
    res
}

/// Whether objects were read, which a flush would write back if they were changed.
const READ: &str = "_read";

/// Remembers that a session handed out objects.
pub fn note_read(session: &Rc<Object>) {
    session.set_field(READ, Value::Bool(true));
}
