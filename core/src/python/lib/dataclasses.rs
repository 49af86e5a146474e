//! `dataclasses`: constructors and comparisons from the hints of a class.

use std::rc::Rc;

use crate::python::args::Args;
use crate::python::class::{Class, Library, Native, NativeClass};
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

pub const LIBRARY: Library = Library {
    name: "dataclasses",
    functions: &[
        Native::new("dataclass", "cls=None, /, **kwargs", |vm, args| match args.get("cls") {
            Value::Class(class) => {
                adorn(vm, &class.clone(), args.get("kwargs"));
                Ok(args.get("cls").clone())
            }
            _ => {
                let fields = [("kwargs", args.get("kwargs").clone())];
                Ok(Value::Object(vm.instance(&DECORATOR, fields)))
            }
        }),
        Native::new("asdict", "obj", |vm, args| as_dict(vm, args.get("obj"))),
        Native::new("astuple", "obj", |_, args| {
            let obj = args.get("obj");
            let names = obj.as_object().map(|it| fields_of(&it.class.borrow())).unwrap_or_default();
            let items: Vec<Value> = names.iter().map(|it| obj.field(&it.name)).collect();
            Ok(Value::tuple(items))
        }),
        Native::new("fields", "obj", |vm, args| {
            let class = match args.get("obj") {
                Value::Class(class) => class.clone(),
                other => vm.type_of(other),
            };
            let mut fields = Vec::new();
            for field in fields_of(&class) {
                let named = [("name", Value::str(&field.name)), ("default", field.default)];
                fields.push(Value::Object(vm.instance(&FIELD, named)));
            }
            Ok(Value::tuple(fields))
        }),
        Native::new("replace", "obj, /, **kwargs", |vm, args| {
            let obj = args.get("obj");
            let class = vm.type_of(obj);
            let mut dict = Dict::default();
            for field in fields_of(&class) {
                dict.insert_str(&field.name, obj.field(&field.name));
            }
            vm.update_dict(&mut dict, args.get("kwargs"))?;
            let named = dict.iter();
            let named = named.map(|(k, v)| (k.as_str().unwrap_or_default().to_owned(), v.clone()));
            let named = named.collect();
            vm.call(&Value::Class(class), Vec::new(), named)
        }),
        Native::new("is_dataclass", "obj", |vm, args| {
            let class = match args.get("obj") {
                Value::Class(class) => class.clone(),
                other => vm.type_of(other),
            };
            Ok(Value::Bool(class.is(&DATACLASS)))
        }),
        Native::new(
            "field",
            "*, default=..., default_factory=..., init=True, repr=True, compare=True, kw_only=None, **kwargs",
            |vm, args| {
                let fields = [
                    ("default", args.get("default").clone()),
                    ("default_factory", args.get("default_factory").clone()),
                    ("init", args.get("init").clone()),
                    ("repr", args.get("repr").clone()),
                    ("compare", args.get("compare").clone()),
                    ("kw_only", args.get("kw_only").clone()),
                ];
                Ok(Value::Object(vm.instance(&FIELD, fields)))
            },
        ),
    ],
    values: Some(|_| vec![("MISSING", Value::Ellipsis), ("KW_ONLY", Value::Ellipsis)]),
    ..Library::EMPTY
};

/// What `dataclass(frozen=True)` gives: a decorator.
static DECORATOR: NativeClass = NativeClass {
    name: "function",
    methods: &[Native::new("__call__", "self, cls", |vm, args| {
        if let Value::Class(class) = args.get("cls") {
            adorn(vm, &class.clone(), &args.get("self").field("kwargs"));
        }
        Ok(args.get("cls").clone())
    })],
    ..NativeClass::EMPTY
};

static FIELD: NativeClass =
    NativeClass { name: "Field", module: "dataclasses", ..NativeClass::EMPTY };

/// What a dataclass inherits, so that its own methods come first.
static DATACLASS: NativeClass = NativeClass {
    name: "dataclass",
    module: "dataclasses",
    params: "*args, **kwargs",
    init: Some(initialize),
    methods: &[
        Native::new("__repr__", "self", |vm, args| {
            let class = vm.type_of(args.get("self"));
            let mut parts = Vec::new();
            for field in fields_of(&class).iter().filter(|it| it.is_shown) {
                let value = vm.repr(&args.get("self").field(&field.name))?;
                parts.push(format!("{}={value}", field.name));
            }
            Ok(Value::str(format!("{}({})", class.name, parts.join(", "))))
        }),
        Native::new("__eq__", "self, other", |vm, args| {
            let (one, other) = (vm.type_of(args.get("self")), vm.type_of(args.get("other")));
            if !Rc::ptr_eq(&one, &other) {
                return Ok(Value::NotImplemented);
            }
            let (one, other) =
                (compared(&one, args.get("self")), compared(&one, args.get("other")));
            Ok(Value::Bool(vm.equal(&one, &other)?))
        }),
        Native::new("__lt__", "self, other", |vm, args| {
            let class = vm.type_of(args.get("self"));
            let one = compared(&class, args.get("self"));
            let other = compared(&class, args.get("other"));
            Ok(Value::Bool(vm.is_less(&one, &other)?))
        }),
        Native::new("__hash__", "self", |vm, args| {
            let class = vm.type_of(args.get("self"));
            Ok(compared(&class, args.get("self")))
        }),
    ],
    ..NativeClass::EMPTY
};

/// The field of a class that lists the fields of its objects.
const FIELDS: &str = "__dataclass_fields__";

/// The field of a class that lists those of the fields that are only given by name.
const BY_NAME: &str = "__keyword_only__";

struct Field {
    name: String,
    is_by_name: bool,
    default: Value,
    factory: Value,
    is_given: bool,
    is_shown: bool,
    is_compared: bool,
}

/// The values of an object that comparisons and hashes go by.
fn compared(class: &Rc<Class>, object: &Value) -> Value {
    let fields = fields_of(class);
    let fields = fields.iter().filter(|it| it.is_compared);
    Value::tuple(fields.map(|it| object.field(&it.name)).collect::<Vec<_>>())
}

/// The fields of a class, those of its bases first.
fn fields_of(class: &Rc<Class>) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    let listed = class.mro.borrow().iter().find_map(|it| it.fields.borrow().get(FIELDS).cloned());
    let Some(Value::Dict(dict)) = listed else { return fields };
    let by_name = by_name(class);
    for (name, value) in dict.borrow().iter() {
        let name = name.as_str().unwrap_or_default().to_owned();
        fields.push(match value {
            Value::Object(object) if object.is(&FIELD) => Field {
                is_by_name: by_name.get_str(&name).is_some(),
                name,
                default: value.field("default"),
                factory: value.field("default_factory"),
                is_given: !matches!(value.field("init"), Value::Bool(false)),
                is_shown: !matches!(value.field("repr"), Value::Bool(false)),
                is_compared: !matches!(value.field("compare"), Value::Bool(false)),
            },
            value => Field {
                is_by_name: by_name.get_str(&name).is_some(),
                name,
                default: value.clone(),
                factory: Value::Ellipsis,
                is_given: true,
                is_shown: true,
                is_compared: true,
            },
        });
    }
    fields
}

/// The fields of a class, or of the nearest base that lists some, that are only given by name.
fn by_name(class: &Rc<Class>) -> Dict {
    let listed = class.mro.borrow().iter().find_map(|it| it.fields.borrow().get(BY_NAME).cloned());
    match listed {
        Some(Value::Dict(listed)) => listed.borrow().clone(),
        _ => Dict::default(),
    }
}

/// Whether a hint is `dataclasses.KW_ONLY`, written as a text where hints are not evaluated.
fn says_by_name(hint: &Value) -> bool {
    matches!(hint, Value::Ellipsis) || hint.as_str().is_some_and(|it| it.ends_with("KW_ONLY"))
}

fn adorn(vm: &mut Vm<'_>, class: &Rc<Class>, options: &Value) {
    let mut all = Dict::default();
    for base in class.mro.borrow().iter().skip(1) {
        if let Some(Value::Dict(inherited)) = base.fields.borrow().get(FIELDS) {
            for (name, value) in inherited.borrow().iter() {
                all.insert_str(name.as_str().unwrap_or_default(), value.clone());
            }
            break;
        }
    }
    let said = |name: &str| match options {
        Value::Dict(options) => options.borrow().get_str(name).and_then(Value::plain_truth),
        _ => None,
    };
    let mut by_names = by_name(class);
    let mut is_by_name = said("kw_only") == Some(true);
    let hints = class.fields.borrow().get("__annotations__").cloned();
    if let Some(Value::Dict(hints)) = hints {
        for (name, hint) in hints.borrow().iter() {
            let name = name.as_str().unwrap_or_default();
            if says_by_name(hint) {
                is_by_name = true;
                continue;
            }
            if vm.to_text(&hint.field("name")).is_ok_and(|it| it == "ClassVar") {
                continue;
            }
            let default = class.fields.borrow().get(name).cloned().unwrap_or(Value::Ellipsis);
            if let Value::Object(object) = &default
                && object.is(&FIELD)
            {
                class.fields.borrow_mut().remove(name);
            }
            let own = default.field("kw_only").choice();
            if own.unwrap_or(is_by_name) {
                by_names.insert_str(name, Value::Bool(true));
            }
            all.insert_str(name, default);
        }
    }
    class.fields.borrow_mut().set(FIELDS, Value::dict(all));
    class.fields.borrow_mut().set(BY_NAME, Value::dict(by_names));
    let given = fields_of(class).into_iter().filter(|it| it.is_given && !it.is_by_name);
    let given: Vec<Value> = given.map(|it| Value::str(it.name)).collect();
    class.fields.borrow_mut().set("__match_args__", Value::tuple(given));
    if said("frozen") == Some(true) {
        class.fields.borrow_mut().set("__frozen__", Value::Bool(true));
    }
    if !class.is(&DATACLASS) {
        let base = vm.class_of(&DATACLASS);
        let at = class.mro.borrow().len().saturating_sub(1);
        class.mro.borrow_mut().insert(at, base);
    }
}

fn initialize(vm: &mut Vm<'_>, object: &Rc<crate::python::class::Object>, args: &Args) -> Eval<()> {
    let class = object.class.borrow().clone();
    let fields = fields_of(&class);
    let (positional, keywords) = vm.pass_on(args);
    let taken = fields.iter().filter(|it| it.is_given && !it.is_by_name).count();
    if positional.len() > taken {
        let message = format!(
            "{}.__init__() takes {} positional argument{} but {} were given",
            class.name,
            taken + 1,
            if taken == 0 { "" } else { "s" },
            positional.len() + 1
        );
        return Err(vm.raise("TypeError", message));
    }
    if let Some((name, _)) = keywords.iter().find(|(it, _)| !fields.iter().any(|f| f.name == *it)) {
        let message =
            format!("{}.__init__() got an unexpected keyword argument '{name}'", class.name);
        return Err(vm.raise("TypeError", message));
    }
    let mut positional = positional.into_iter();
    for field in &fields {
        let is_next = field.is_given && !field.is_by_name;
        let given = if is_next { positional.next() } else { None };
        let given = given
            .or_else(|| keywords.iter().find(|(it, _)| *it == field.name).map(|(_, v)| v.clone()));
        let value = match given {
            Some(value) => value,
            None if !matches!(field.default, Value::Ellipsis) => field.default.clone(),
            None if !matches!(field.factory, Value::Ellipsis) => {
                vm.call(&field.factory, Vec::new(), Vec::new())?
            }
            None if !field.is_given => continue,
            None => {
                let kind = if field.is_by_name { "keyword-only" } else { "positional" };
                let message = format!(
                    "{}.__init__() missing 1 required {kind} argument: '{}'",
                    class.name, field.name
                );
                return Err(vm.raise("TypeError", message));
            }
        };
        object.set_field(&field.name, value);
    }
    if class.lookup("__post_init__").is_some() {
        vm.call_method(&Value::Object(object.clone()), "__post_init__", Vec::new())?;
    }
    Ok(())
}

fn as_dict(vm: &mut Vm<'_>, value: &Value) -> Eval {
    match value {
        Value::Object(object) if object.is(&DATACLASS) => {
            let mut dict = Dict::default();
            for field in fields_of(&object.class.borrow()) {
                let inner = vm.deeper(|vm| as_dict(vm, &value.field(&field.name)))?;
                dict.insert_str(&field.name, inner);
            }
            Ok(Value::dict(dict))
        }
        Value::List(items) => {
            let items = items.borrow().clone();
            let items: Eval<Vec<Value>> =
                items.iter().map(|it| vm.deeper(|vm| as_dict(vm, it))).collect();
            Ok(Value::list(items?))
        }
        other => Ok(other.clone()),
    }
}
