//! `functools`: functions made of functions.

use std::rc::Rc;

use crate::python::args::Args;
use crate::python::class::{Class, Library, Native, NativeClass};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub const LIBRARY: Library = Library {
    name: "functools",
    functions: &[
        Native::new("wraps", "wrapped, *args, **kwargs", |vm, args| {
            let fields = [("wrapped", args.get("wrapped").clone())];
            Ok(Value::Object(vm.instance(&WRAPS, fields)))
        }),
        Native::new("update_wrapper", "wrapper, wrapped, *args", |vm, args| {
            wrap(vm, args.get("wrapper"), args.get("wrapped"));
            Ok(args.get("wrapper").clone())
        }),
        // A cache changes how often a function runs, not what it gives.
        Native::new("lru_cache", "function=None, *args, **kwargs", |vm, args| {
            Ok(match args.get("function") {
                function @ Value::Function(_) => function.clone(),
                _ => Value::Object(vm.instance(&IDENTITY, [])),
            })
        }),
        Native::new("cache", "function", |_, args| Ok(args.get("function").clone())),
        Native::new("total_ordering", "cls", |_, args| {
            if let Value::Class(class) = args.get("cls") {
                order_totally(class);
            }
            Ok(args.get("cls").clone())
        }),
        Native::new("reduce", "function, iterable, *initial", |vm, args| {
            if args.get("iterable").is_unknown() {
                return Ok(args.get("iterable").clone());
            }
            let mut items = vm.iterate(args.get("iterable"))?.into_iter();
            let first = args.rest("initial").first().cloned().or_else(|| items.next());
            let Some(mut res) = first else {
                let message = "reduce() of empty iterable with no initial value";
                return Err(vm.raise("TypeError", message));
            };
            for item in items {
                res = vm.call(args.get("function"), vec![res, item], Vec::new())?;
            }
            Ok(res)
        }),
        Native::new("singledispatch", "func", |vm, args| {
            let fields = [("func", args.get("func").clone()), (WAYS, Value::list(Vec::new()))];
            Ok(Value::Object(vm.instance(&DISPATCHED, fields)))
        }),
        Native::new("cmp_to_key", "function", |vm, args| {
            let fields = [("function", args.get("function").clone())];
            Ok(Value::Object(vm.instance(&COMPARED_BY, fields)))
        }),
    ],
    classes: &[&PARTIAL, &CACHED_PROPERTY],
    ..Library::EMPTY
};

/// A decorator that changes nothing.
pub static IDENTITY: NativeClass = NativeClass {
    name: "function",
    methods: &[Native::new("__call__", "self, function", |_, args| {
        Ok(args.get("function").clone())
    })],
    ..NativeClass::EMPTY
};

static WRAPS: NativeClass = NativeClass {
    name: "function",
    methods: &[Native::new("__call__", "self, wrapper", |vm, args| {
        wrap(vm, args.get("wrapper"), &args.get("self").field("wrapped"));
        Ok(args.get("wrapper").clone())
    })],
    ..NativeClass::EMPTY
};

pub static PARTIAL: NativeClass = NativeClass {
    name: "partial",
    module: "functools",
    params: "func, *args, **keywords",
    methods: &[Native::new("__call__", "self, *args, **kwargs", |vm, args| {
        let (mut positional, mut keywords) = match args.get("self").field("args") {
            Value::Tuple(items) => (items.to_vec(), Vec::new()),
            _ => (Vec::new(), Vec::new()),
        };
        let (more, named) = vm.pass_on(args);
        positional.extend(more);
        if let Value::Dict(dict) = args.get("self").field("keywords") {
            for (key, value) in dict.borrow().iter() {
                let name = key.as_str().unwrap_or_default();
                if !named.iter().any(|(it, _)| it == name) {
                    keywords.push((name.to_owned(), value.clone()));
                }
            }
        }
        keywords.extend(named);
        vm.call(&args.get("self").field("func"), positional, keywords)
    })],
    ..NativeClass::EMPTY
};

/// A function with ways of its own for the classes of its first argument.
static DISPATCHED: NativeClass = NativeClass {
    name: "function",
    methods: &[
        Native::new("__call__", "self, first, *args, **kwargs", |vm, args| {
            let way = way_for(vm, args)?;
            let mut given = vec![args.get("first").clone()];
            let (more, named) = vm.pass_on(args);
            given.extend(more);
            vm.call(&way, given, named)
        }),
        Native::new("register", "self, cls, func=None", |vm, args| {
            match (args.get("cls"), args.get("func")) {
                (function @ Value::Function(_), Value::None) => {
                    let hints = vm.attribute(function, "__annotations__")?;
                    let Value::Dict(hints) = hints else { return Ok(function.clone()) };
                    let class = hints.borrow().iter().next().map(|(_, class)| class.clone());
                    add_way(args, class.unwrap_or(Value::None), function);
                    Ok(function.clone())
                }
                (class, Value::None) => {
                    let register = vm.attribute(args.get("self"), "register")?;
                    vm.construct(&PARTIAL, vec![register, class.clone()], Vec::new())
                }
                (class, function) => {
                    add_way(args, class.clone(), function);
                    Ok(function.clone())
                }
            }
        }),
    ],
    ..NativeClass::EMPTY
};

/// The field with the classes that have a way of their own, each with its function.
const WAYS: &str = "ways";

fn add_way(args: &Args, class: Value, function: &Value) {
    if let Value::List(ways) = args.get("self").field(WAYS) {
        ways.borrow_mut().push(Value::tuple(vec![class, function.clone()]));
    }
}

/// The function for an argument: of the nearest of its classes that has one.
fn way_for(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let mut ways = Vec::new();
    for way in vm.iterate(&args.get("self").field(WAYS))? {
        if let [Value::Class(class), function] = vm.iterate(&way)?.as_slice() {
            ways.push((class.clone(), function.clone()));
        }
    }
    let classes = vm.type_of(args.get("first")).mro.borrow().clone();
    let of_class = |class: &Rc<Class>| ways.iter().rfind(|(it, _)| Rc::ptr_eq(it, class));
    let found = classes.iter().find_map(of_class).map(|(_, function)| function.clone());
    Ok(found.unwrap_or_else(|| args.get("self").field("func")))
}

static CACHED_PROPERTY: NativeClass = NativeClass {
    name: "cached_property",
    module: "functools",
    params: "func",
    methods: &[
        Native::new("__set_name__", "self, owner, name", |_, args| {
            if let Value::Object(object) = args.get("self") {
                object.set_field("name", args.get("name").clone());
            }
            Ok(Value::None)
        }),
        Native::new("__get__", "self, instance, owner=None", |vm, args| {
            let Value::Object(object) = args.get("instance") else {
                return Ok(args.get("self").clone());
            };
            let function = args.get("self").field("func");
            let value = vm.call(&function, vec![args.get("instance").clone()], Vec::new())?;
            let name = args.get("self").field("name");
            object.set_field(name.as_str().unwrap_or_default(), value.clone());
            Ok(value)
        }),
    ],
    ..NativeClass::EMPTY
};

/// What a sort key made of a comparing function gives.
static COMPARED_BY: NativeClass = NativeClass {
    name: "KeyWrapper",
    methods: &[Native::new("__call__", "self, obj", |vm, args| {
        let function = args.get("self").field("function");
        let fields = [("function", function), ("obj", args.get("obj").clone())];
        Ok(Value::Object(vm.instance(&COMPARED, fields)))
    })],
    ..NativeClass::EMPTY
};

static COMPARED: NativeClass = NativeClass {
    name: "K",
    methods: &[Native::new("__lt__", "self, other", |vm, args| {
        let function = args.get("self").field("function");
        let given = vec![args.get("self").field("obj"), args.get("other").field("obj")];
        let answer = vm.call(&function, given, Vec::new())?;
        Ok(Value::Bool(answer.as_int().is_some_and(|it| it < 0)))
    })],
    ..NativeClass::EMPTY
};

fn wrap(vm: &mut Vm<'_>, wrapper: &Value, wrapped: &Value) {
    let Value::Function(function) = wrapper else { return };
    for name in ["__name__", "__qualname__", "__doc__"] {
        if let Ok(Some(value)) = vm.attribute_if_any(wrapped, name) {
            function.fields.borrow_mut().set(name, value);
        }
    }
    if let Value::Function(wrapped) = wrapped
        && !Rc::ptr_eq(function, wrapped)
    {
        let given = wrapped.fields.borrow();
        for (name, value) in given.iter().filter(|(name, _)| !name.starts_with("__")) {
            function.fields.borrow_mut().set(name, value.clone());
        }
    }
    function.fields.borrow_mut().set("__wrapped__", wrapped.clone());
}

/// Adds the comparisons that a class does not define, made of `__lt__` and `__eq__`.
fn order_totally(class: &Rc<Class>) {
    let at = class.mro.borrow().len().saturating_sub(1);
    let ordered = Class::new("total_ordering", Some(&TOTAL_ORDERING), &[]);
    class.mro.borrow_mut().insert(at, ordered);
}

static TOTAL_ORDERING: NativeClass = NativeClass {
    name: "total_ordering",
    methods: &[
        Native::new("__le__", "self, other", |vm, args| {
            let (one, other) = (args.get("self"), args.get("other"));
            Ok(Value::Bool(vm.is_less(one, other)? || vm.equal(one, other)?))
        }),
        Native::new("__gt__", "self, other", |vm, args| {
            let (one, other) = (args.get("self"), args.get("other"));
            Ok(Value::Bool(!vm.is_less(one, other)? && !vm.equal(one, other)?))
        }),
        Native::new("__ge__", "self, other", |vm, args| {
            Ok(Value::Bool(!vm.is_less(args.get("self"), args.get("other"))?))
        }),
    ],
    ..NativeClass::EMPTY
};
