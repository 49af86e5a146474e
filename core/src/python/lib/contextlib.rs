//! `contextlib`: context managers made of generators, and the ready-made ones.

use std::rc::Rc;

use crate::python::args::Args;
use crate::python::class::{Library, Native, NativeClass, Object};
use crate::python::generator::{function_of, given_to};
use crate::python::lib::functools::PARTIAL;
use crate::python::scope::OnYield;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub const LIBRARY: Library = Library {
    name: "contextlib",
    functions: &[
        Native::new("contextmanager", "func", |vm, args| {
            let function = args.get("func").clone();
            Ok(Value::Object(vm.instance(&GENERATOR_FACTORY, [("function", function)])))
        }),
        Native::new("asynccontextmanager", "func", |_, args| Ok(args.get("func").clone())),
    ],
    classes: &[&SUPPRESS, &NULL_CONTEXT, &CLOSING, &EXIT_STACK, &CONTEXT_DECORATOR],
    ..Library::EMPTY
};

/// What `@contextmanager` makes of a function: calling it gives a manager.
static GENERATOR_FACTORY: NativeClass = NativeClass {
    name: "function",
    methods: &[
        Native::new("__call__", "self, *args, **kwargs", |vm, args| {
            let function = args.get("self").field("function");
            let given = vm.pass_on(args);
            let manager = vm.instance(&GENERATOR_MANAGER, [("function", function)]);
            manager.set_field("args", Value::tuple(given.0));
            manager.set_field("kwargs", args.get("kwargs").clone());
            Ok(Value::Object(manager))
        }),
        // A method of a class: the object becomes its first argument.
        Native::new("__get__", "self, instance, owner=None", |vm, args| {
            if args.get("instance").is_none() {
                return Ok(args.get("self").clone());
            }
            let function = args.get("self").field("function");
            let Value::Function(function) = function else { return Ok(args.get("self").clone()) };
            let receiver = args.get("instance").clone();
            let method = crate::python::class::BoundMethod { function, receiver };
            let fields = [("function", Value::Method(Rc::new(method)))];
            Ok(Value::Object(vm.instance(&GENERATOR_FACTORY, fields)))
        }),
    ],
    ..NativeClass::EMPTY
};

static GENERATOR_MANAGER: NativeClass = NativeClass {
    name: "_GeneratorContextManager",
    module: "contextlib",
    methods: &[
        // Without a `with` statement there is no body to run in place of the `yield`.
        Native::new("__enter__", "self", |vm, args| {
            let mut entered = Value::None;
            let mut on_yield = |_: &mut Vm<'_>, value: Value| {
                entered = value;
                Ok(Value::None)
            };
            if let Some(manager) = vm.as_generator_manager(args.get("self")) {
                vm.run_generator_manager(&manager, &mut on_yield)?;
            }
            Ok(entered)
        }),
        Native::new("__exit__", "self, *args", |_, _| Ok(Value::Bool(false))),
    ],
    ..NativeClass::EMPTY
};

static SUPPRESS: NativeClass = NativeClass {
    name: "suppress",
    module: "contextlib",
    params: "*exceptions",
    methods: &[
        Native::new("__enter__", "self", |_, args| Ok(args.get("self").clone())),
        Native::new("__exit__", "self, kind, value, traceback", |vm, args| {
            let classes = args.get("self").field("exceptions");
            Ok(Value::Bool(!args.get("value").is_none() && vm.catches(&classes, args.get("value"))))
        }),
    ],
    ..NativeClass::EMPTY
};

static NULL_CONTEXT: NativeClass = NativeClass {
    name: "nullcontext",
    module: "contextlib",
    params: "enter_result=None",
    methods: &[
        Native::new("__enter__", "self", |_, args| Ok(args.get("self").field("enter_result"))),
        Native::new("__exit__", "self, *args", |_, _| Ok(Value::Bool(false))),
    ],
    ..NativeClass::EMPTY
};

static CLOSING: NativeClass = NativeClass {
    name: "closing",
    module: "contextlib",
    params: "thing",
    methods: &[
        Native::new("__enter__", "self", |_, args| Ok(args.get("self").field("thing"))),
        Native::new("__exit__", "self, *args", |vm, args| {
            let thing = args.get("self").field("thing");
            vm.call_method(&thing, "close", Vec::new())?;
            Ok(Value::Bool(false))
        }),
    ],
    ..NativeClass::EMPTY
};

static EXIT_STACK: NativeClass = NativeClass {
    name: "ExitStack",
    module: "contextlib",
    init: Some(|_, object, _| {
        object.set_field("entered", Value::list(Vec::new()));
        Ok(())
    }),
    methods: &[
        Native::new("__enter__", "self", |_, args| Ok(args.get("self").clone())),
        Native::new("enter_context", "self, cm", |vm, args| {
            let entered = vm.call_method(args.get("cm"), "__enter__", Vec::new())?;
            push(args, args.get("cm").clone());
            Ok(entered)
        }),
        Native::new("push", "self, exit", |_, args| {
            push(args, args.get("exit").clone());
            Ok(args.get("exit").clone())
        }),
        Native::new("callback", "self, callback, /, *args, **kwargs", |vm, args| {
            let (given, keywords) = vm.pass_on(args);
            let mut with_callback = vec![args.get("callback").clone()];
            with_callback.extend(given);
            let call = vm.construct(&PARTIAL, with_callback, keywords)?;
            push(args, Value::Object(vm.instance(&CALLBACK, [("call", call)])));
            Ok(args.get("callback").clone())
        }),
        Native::new("close", "self", |vm, args| {
            leave_all(vm, args.get("self"), &[Value::None, Value::None, Value::None])
        }),
        Native::new("__exit__", "self, kind, value, traceback", |vm, args| {
            let given = [args.get("kind").clone(), args.get("value").clone(), Value::None];
            leave_all(vm, args.get("self"), &given)
        }),
    ],
    ..NativeClass::EMPTY
};

/// What `ExitStack.callback()` has it leave: a call without the exception.
static CALLBACK: NativeClass = NativeClass {
    name: "function",
    methods: &[Native::new("__exit__", "self, *args", |vm, args| {
        vm.call(&args.get("self").field("call"), Vec::new(), Vec::new())?;
        Ok(Value::Bool(false))
    })],
    ..NativeClass::EMPTY
};

fn push(args: &Args, manager: Value) {
    if let Value::List(list) = args.get("self").field("entered") {
        list.borrow_mut().push(manager);
    }
}

/// Leaves what was entered, the last first.
fn leave_all(vm: &mut Vm<'_>, stack: &Value, given: &[Value]) -> Eval {
    let Value::List(list) = stack.field("entered") else { return Ok(Value::None) };
    let entered = list.take();
    let mut swallowed = Value::Bool(false);
    for manager in entered.iter().rev() {
        swallowed = vm.call_method(manager, "__exit__", given.to_vec())?;
    }
    Ok(swallowed)
}

static CONTEXT_DECORATOR: NativeClass =
    NativeClass { name: "ContextDecorator", module: "contextlib", ..NativeClass::EMPTY };

impl Vm<'_> {
    /// The manager that a `@contextmanager` function gave, if a value is one.
    pub(in crate::python) fn as_generator_manager(&self, value: &Value) -> Option<Rc<Object>> {
        value.as_object().filter(|it| it.is(&GENERATOR_MANAGER)).cloned()
    }

    /// Runs the function of a manager; `on_yield` is the body of the `with`.
    pub(in crate::python) fn run_generator_manager(
        &mut self,
        manager: &Rc<Object>,
        on_yield: OnYield<'_>,
    ) -> Eval<()> {
        let function = manager.field("function").as_ref().and_then(function_of);
        let Some((function, receiver)) = function else {
            return Err(self.raise("TypeError", "a context manager must be a generator"));
        };
        self.run_function(&function, receiver, given_to(manager), Some(on_yield)).map(|_| ())
    }
}
