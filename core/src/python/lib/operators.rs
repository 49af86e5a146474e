//! `operator`: functions for what operators do.

use crate::python::args::Args;
use crate::python::class::{Library, Native, NativeClass, Operator};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub const LIBRARY: Library = Library {
    name: "operator",
    functions: &[
        Native::new("add", "a, b", |vm, args| both(vm, args, Operator::Add)),
        Native::new("sub", "a, b", |vm, args| both(vm, args, Operator::Sub)),
        Native::new("mul", "a, b", |vm, args| both(vm, args, Operator::Mul)),
        Native::new("truediv", "a, b", |vm, args| both(vm, args, Operator::Div)),
        Native::new("floordiv", "a, b", |vm, args| both(vm, args, Operator::FloorDiv)),
        Native::new("mod", "a, b", |vm, args| both(vm, args, Operator::Mod)),
        Native::new("or_", "a, b", |vm, args| both(vm, args, Operator::BitOr)),
        Native::new("and_", "a, b", |vm, args| both(vm, args, Operator::BitAnd)),
        Native::new("eq", "a, b", |vm, args| both(vm, args, Operator::Eq)),
        Native::new("ne", "a, b", |vm, args| both(vm, args, Operator::NotEq)),
        Native::new("lt", "a, b", |vm, args| both(vm, args, Operator::Lt)),
        Native::new("le", "a, b", |vm, args| both(vm, args, Operator::LtE)),
        Native::new("gt", "a, b", |vm, args| both(vm, args, Operator::Gt)),
        Native::new("ge", "a, b", |vm, args| both(vm, args, Operator::GtE)),
        Native::new("neg", "a", |vm, args| {
            vm.operate(Operator::Negative, args.get("a"), &Value::None)
        }),
        Native::new("getitem", "a, b", |vm, args| vm.item(args.get("a"), args.get("b"))),
        Native::new("contains", "a, b", |vm, args| vm.contains(args.get("a"), args.get("b"))),
        Native::new("not_", "obj", |vm, args| {
            Ok(match vm.truth_or_why(args.get("obj"))? {
                Ok(truth) => Value::Bool(!truth),
                Err(unknown) => Value::Unknown(unknown),
            })
        }),
    ],
    classes: &[&ITEM_GETTER, &ATTR_GETTER, &METHOD_CALLER],
    ..Library::EMPTY
};

fn both(vm: &mut Vm<'_>, args: &Args, operator: Operator) -> Eval {
    vm.operate(operator, args.get("a"), args.get("b"))
}

static ITEM_GETTER: NativeClass = NativeClass {
    name: "itemgetter",
    module: "operator",
    params: "*items",
    methods: &[Native::new("__call__", "self, obj", |vm, args| {
        each(vm, args, "items", |vm, obj, item| vm.item(obj, item))
    })],
    ..NativeClass::EMPTY
};

static ATTR_GETTER: NativeClass = NativeClass {
    name: "attrgetter",
    module: "operator",
    params: "*attrs",
    methods: &[Native::new("__call__", "self, obj", |vm, args| {
        each(vm, args, "attrs", |vm, obj, path| {
            let path = path.as_str().unwrap_or_default();
            path.split('.').try_fold(obj.clone(), |value, name| vm.attribute(&value, name))
        })
    })],
    ..NativeClass::EMPTY
};

static METHOD_CALLER: NativeClass = NativeClass {
    name: "methodcaller",
    module: "operator",
    params: "name, *args",
    methods: &[Native::new("__call__", "self, obj", |vm, args| {
        let name = vm.to_text(&args.get("self").field("name"))?;
        let given = vm.iterate(&args.get("self").field("args"))?;
        vm.call_method(args.get("obj"), &name, given)
    })],
    ..NativeClass::EMPTY
};

/// One value for one name, a tuple for several.
fn each(
    vm: &mut Vm<'_>,
    args: &Args,
    field: &str,
    take: fn(&mut Vm<'_>, &Value, &Value) -> Eval,
) -> Eval {
    let wanted = vm.iterate(&args.get("self").field(field))?;
    let mut found = Vec::new();
    for item in &wanted {
        found.push(take(vm, args.get("obj"), item)?);
    }
    match found.as_slice() {
        [only] => Ok(only.clone()),
        _ => Ok(Value::tuple(found)),
    }
}
