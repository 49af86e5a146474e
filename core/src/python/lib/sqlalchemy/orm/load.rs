//! `joinedload(User.posts)` and its like: how rows are loaded, which changes no statement that
//! writes.

use crate::python::args::Args;
use crate::python::class::{Native, NativeClass};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// What an option is, and goes on as: `joinedload(User.posts).selectinload(Post.tags)`.
pub static LOAD: NativeClass = NativeClass {
    name: "Load",
    module: "sqlalchemy.orm.strategy_options",
    params: "*args, **kw",
    methods: METHODS,
    ..NativeClass::EMPTY
};

/// An option by itself.
pub fn option(vm: &mut Vm<'_>, _: &Args) -> Eval {
    Ok(Value::Object(vm.instance(&LOAD, [])))
}

fn itself(_: &mut Vm<'_>, args: &Args) -> Eval {
    Ok(args.get("self").clone())
}

const fn further(name: &'static str) -> Native {
    Native { name, params: "self, *args, **kw", call: itself }
}

static METHODS: &[Native] = &[
    further("contains_eager"),
    further("defaultload"),
    further("defer"),
    further("immediateload"),
    further("joinedload"),
    further("lazyload"),
    further("load_only"),
    further("noload"),
    further("options"),
    further("raiseload"),
    further("selectin_polymorphic"),
    further("selectinload"),
    further("subqueryload"),
    further("undefer"),
    further("undefer_group"),
];
