//! What `op.get_bind()` is where Alembic has no database: it prints what it is given.

use super::super::dialect::dialect_object;
use super::super::fields::of;
use super::statement;
use crate::python::class::{Native, NativeClass};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// `SQLAlchemy`'s `MockConnection`: it has nothing but what stands here, so whatever else a script
/// asks of it raises as it does in `alembic upgrade --sql`.
pub static MOCK_CONNECTION: NativeClass = NativeClass {
    name: "MockConnection",
    module: "sqlalchemy.engine.mock",
    methods: &[
        Native::new("execute", "self, obj, parameters=None, execution_options=None", |vm, args| {
            statement::print(vm, args.get("obj"), "bind.execute")?;
            Ok(Value::None)
        }),
        Native::new("connect", "self, **kwargs", |_, args| Ok(args.get("self").clone())),
        Native::new("execution_options", "self, **kw", |_, args| Ok(args.get("self").clone())),
        Native::new("schema_for_object", "self, obj", |vm, args| {
            vm.attribute(args.get("obj"), "schema")
        }),
    ],
    properties: &[
        Native::new("engine", "self", |_, args| Ok(args.get("self").clone())),
        Native::new("dialect", "self", |vm, _| Ok(dialect_object(vm))),
        Native::new("name", "self", |vm, _| Ok(Value::str(vm.host.dialect().name))),
    ],
    ..NativeClass::EMPTY
};

/// An inspector is not made of it: a connection that only prints is taken for an engine, of which a connection is opened and closed.
pub fn refuse_mock(vm: &mut Vm<'_>, bind: &Value) -> Eval<()> {
    match of(bind, &MOCK_CONNECTION) {
        Some(_) => {
            Err(vm.raise("AttributeError", "'MockConnection' object has no attribute 'close'"))
        }
        None => Ok(()),
    }
}
