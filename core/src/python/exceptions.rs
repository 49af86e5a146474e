//! Exceptions: their classes, how they are raised, and which handler catches them.

use std::rc::Rc;

use super::class::{Class, Native, NativeClass};
use super::value::Value;
use super::vm::{Eval, Stop, Vm};

pub static BASE_EXCEPTION: NativeClass = NativeClass {
    name: "BaseException",
    params: "*args",
    methods: &[
        Native::new("__str__", "self", text),
        Native::new("__repr__", "self", repr),
        Native::new("with_traceback", "self, tb", |_, args| Ok(args.get("self").clone())),
        Native::new("add_note", "self, note", |_, _| Ok(Value::None)),
    ],
    properties: &[
        Native::new("__traceback__", "self", |_, _| Ok(Value::None)),
        Native::new("__cause__", "self", |_, _| Ok(Value::None)),
        Native::new("__context__", "self", |_, _| Ok(Value::None)),
    ],
    ..NativeClass::EMPTY
};

pub static SYSTEM_EXIT: NativeClass = NativeClass {
    name: "SystemExit",
    bases: &[&BASE_EXCEPTION],
    properties: &[Native::new("code", "self", |_, args| {
        Ok(exception_args(args.get("self")).into_iter().next().unwrap_or(Value::None))
    })],
    ..NativeClass::EMPTY
};

/// Makes the classes of exceptions out of the list of their names and bases.
macro_rules! exceptions {
    ($($name:ident $text:literal : $base:ident),* $(,)?) => {
        $(pub static $name: NativeClass = NativeClass {
            name: $text,
            bases: &[&$base],
            ..NativeClass::EMPTY
        };)*

        /// Every built-in exception.
        pub static EXCEPTIONS: &[&NativeClass] = &[&BASE_EXCEPTION, &SYSTEM_EXIT, $(&$name),*];
    };
}

exceptions! {
    EXCEPTION "Exception": BASE_EXCEPTION,
    KEYBOARD_INTERRUPT "KeyboardInterrupt": BASE_EXCEPTION,
    GENERATOR_EXIT "GeneratorExit": BASE_EXCEPTION,
    ARITHMETIC_ERROR "ArithmeticError": EXCEPTION,
    OVERFLOW_ERROR "OverflowError": ARITHMETIC_ERROR,
    ZERO_DIVISION_ERROR "ZeroDivisionError": ARITHMETIC_ERROR,
    ASSERTION_ERROR "AssertionError": EXCEPTION,
    ATTRIBUTE_ERROR "AttributeError": EXCEPTION,
    EOF_ERROR "EOFError": EXCEPTION,
    IMPORT_ERROR "ImportError": EXCEPTION,
    MODULE_NOT_FOUND_ERROR "ModuleNotFoundError": IMPORT_ERROR,
    LOOKUP_ERROR "LookupError": EXCEPTION,
    INDEX_ERROR "IndexError": LOOKUP_ERROR,
    KEY_ERROR "KeyError": LOOKUP_ERROR,
    NAME_ERROR "NameError": EXCEPTION,
    UNBOUND_LOCAL_ERROR "UnboundLocalError": NAME_ERROR,
    OS_ERROR "OSError": EXCEPTION,
    FILE_NOT_FOUND_ERROR "FileNotFoundError": OS_ERROR,
    FILE_EXISTS_ERROR "FileExistsError": OS_ERROR,
    PERMISSION_ERROR "PermissionError": OS_ERROR,
    CONNECTION_ERROR "ConnectionError": OS_ERROR,
    TIMEOUT_ERROR "TimeoutError": OS_ERROR,
    RUNTIME_ERROR "RuntimeError": EXCEPTION,
    NOT_IMPLEMENTED_ERROR "NotImplementedError": RUNTIME_ERROR,
    RECURSION_ERROR "RecursionError": RUNTIME_ERROR,
    STOP_ITERATION "StopIteration": EXCEPTION,
    TYPE_ERROR "TypeError": EXCEPTION,
    VALUE_ERROR "ValueError": EXCEPTION,
    UNICODE_ERROR "UnicodeError": VALUE_ERROR,
    UNICODE_DECODE_ERROR "UnicodeDecodeError": UNICODE_ERROR,
    UNICODE_ENCODE_ERROR "UnicodeEncodeError": UNICODE_ERROR,
    WARNING "Warning": EXCEPTION,
    USER_WARNING "UserWarning": WARNING,
    DEPRECATION_WARNING "DeprecationWarning": WARNING,
    RUNTIME_WARNING "RuntimeWarning": WARNING,
    FUTURE_WARNING "FutureWarning": WARNING,
}

fn text(vm: &mut Vm<'_>, args: &super::args::Args) -> Eval {
    let receiver = args.get("self");
    let items = exception_args(receiver);
    Ok(match items.as_slice() {
        [] => Value::str(""),
        [only] if vm.is_exception(receiver, "KeyError") => Value::str(vm.repr(only)?),
        [only] => Value::str(vm.to_text(only)?),
        _ => Value::str(vm.repr(&Value::tuple(items))?),
    })
}

fn repr(vm: &mut Vm<'_>, args: &super::args::Args) -> Eval {
    let receiver = args.get("self");
    let name = vm.type_of(receiver).name.clone();
    let mut parts = Vec::new();
    for item in exception_args(receiver) {
        parts.push(vm.repr(&item)?);
    }
    Ok(Value::str(format!("{name}({})", parts.join(", "))))
}

fn exception_args(exception: &Value) -> Vec<Value> {
    match exception.as_object().and_then(|it| it.field("args")) {
        Some(Value::Tuple(items)) => items.to_vec(),
        _ => Vec::new(),
    }
}

impl Vm<'_> {
    /// A built-in exception on its way, by the name of its class.
    #[must_use]
    pub fn raise(&mut self, class: &str, message: impl AsRef<str>) -> Stop {
        self.raise_with(class, Value::str(message))
    }

    /// The same with any value as its only argument.
    #[must_use]
    pub(super) fn raise_with(&mut self, class: &str, argument: Value) -> Stop {
        let native = EXCEPTIONS.iter().find(|it| it.name == class).copied().unwrap_or(&EXCEPTION);
        self.raise_native(native, argument)
    }

    /// An exception of one of our classes on its way.
    #[must_use]
    pub fn raise_native(&mut self, class: &'static NativeClass, argument: Value) -> Stop {
        let args = Value::tuple(vec![argument]);
        let exception = self.instance(class, [("args", args)]);
        self.trail.clear();
        self.is_meant = false;
        Stop::Raise(Value::Object(exception))
    }

    /// Whether an exception is of a built-in class, or of one that inherits it.
    pub fn is_exception(&self, exception: &Value, class: &str) -> bool {
        let Value::Object(object) = exception else { return false };
        let Some(native) = EXCEPTIONS.iter().find(|it| it.name == class) else { return false };
        object.is(native)
    }

    /// The text that a traceback ends with: `ValueError: no such thing`.
    pub fn exception_line(&mut self, exception: &Value) -> String {
        let name = self.type_of(exception).name.clone();
        match self.to_text(exception) {
            Ok(text) if !text.is_empty() => format!("{name}: {text}"),
            _ => name.to_string(),
        }
    }

    /// Whether `except class` catches an exception. A class nobody can know catches none.
    pub(super) fn catches(&self, class: &Value, exception: &Value) -> bool {
        let Value::Object(object) = exception else {
            return matches!(class, Value::Class(class) if class.is(&EXCEPTION));
        };
        match class {
            Value::Class(class) => inherits(&object.class.borrow(), class),
            Value::Tuple(classes) => classes.iter().any(|it| self.catches(it, exception)),
            _ => false,
        }
    }
}

fn inherits(class: &Rc<Class>, other: &Rc<Class>) -> bool {
    class.inherits(other)
}
