//! `enum`: classes whose fields become members.

use std::rc::Rc;

use crate::python::args::Args;
use crate::python::attribute::{Found, unwrap_static};
use crate::python::builtins::{INT, STR};
use crate::python::class::{Class, Fields, Library, Native, NativeClass, Object, Operator};
use crate::python::instantiate::HELD;
use crate::python::scope::Scope;
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

pub const LIBRARY: Library = Library {
    name: "enum",
    functions: &[
        Native::new("unique", "enumeration", |_, args| Ok(args.get("enumeration").clone())),
        Native::new("member", "value", |_, args| Ok(args.get("value").clone())),
        Native::new("verify", "*conditions", |vm, _| {
            Ok(Value::Object(vm.instance(&super::functools::IDENTITY, [])))
        }),
    ],
    classes: &[&ENUM, &REPR_ENUM, &INT_ENUM, &STR_ENUM, &FLAG, &INT_FLAG, &AUTO, &NON_MEMBER],
    values: Some(|vm| {
        let meta = Value::Class(vm.class_of(&ENUM_META));
        vec![("EnumMeta", meta.clone()), ("EnumType", meta), ("UNIQUE", Value::None)]
    }),
    ..Library::EMPTY
};

/// What `class Color(enum.Enum)` inherits.
pub static ENUM: NativeClass = NativeClass {
    name: "Enum",
    module: "enum",
    params: "value, names=None, *values, module=None, qualname=None, type=None, start=1",
    new: Some(by_value),
    in_body: Some(number),
    subclassed: Some(make_members),
    methods: &[
        Native::new("__str__", "self", |vm, args| {
            let class = vm.type_of(args.get("self")).name.clone();
            let this = args.get("self");
            Ok(Value::str(match this.field("name").is_none() {
                // A flag that is none of the members.
                true => format!("{class}({})", vm.repr(&this.field("value"))?),
                false => format!("{class}.{}", name_of(this)),
            }))
        }),
        Native::new("__repr__", "self", |vm, args| {
            let class = vm.type_of(args.get("self")).name.clone();
            let this = args.get("self");
            let value = vm.repr(&this.field("value"))?;
            Ok(Value::str(match this.field("name").is_none() {
                true => format!("<{class}: {value}>"),
                false => format!("<{class}.{}: {value}>", name_of(this)),
            }))
        }),
        Native::new("__format__", "self, spec", |vm, args| {
            let text = vm.to_text(args.get("self"))?;
            let spec = args.str("spec").unwrap_or_default();
            Ok(Value::str(vm.format_value(&Value::str(text), spec)?))
        }),
    ],
    class_methods: &[
        Native::new("__iter__", "cls", |_, args| Ok(Value::list(members(args.get("cls"), false)))),
        Native::new("__reversed__", "cls", |_, args| {
            let mut members = members(args.get("cls"), false);
            members.reverse();
            Ok(Value::list(members))
        }),
        Native::new("__len__", "cls", |_, args| {
            Ok(Value::Int(members(args.get("cls"), false).len() as i128))
        }),
        Native::new("__getitem__", "cls, name", |vm, args| {
            let name = args.get("name");
            if name.is_unknown() {
                return Ok(name.clone());
            }
            let mut all = members_by_name(args.get("cls")).into_iter();
            match all.find(|(it, _)| Some(it.as_str()) == name.as_str()) {
                Some((_, member)) => Ok(member),
                None => Err(vm.raise_with("KeyError", name.clone())),
            }
        }),
        Native::new("__contains__", "cls, item", |vm, args| {
            let item = args.get("item");
            for member in members(args.get("cls"), false) {
                if vm.equal(&member, item)? || vm.equal(&member.field("value"), item)? {
                    return Ok(Value::Bool(true));
                }
            }
            Ok(if item.is_unknown() { item.clone() } else { Value::Bool(false) })
        }),
    ],
    class_attribute: Some(|_, class, name| {
        let members = || members_by_name(&Value::Class(class.clone()));
        Ok(match name {
            "__members__" | "_member_map_" => {
                let mut dict = Dict::default();
                members().into_iter().for_each(|(name, member)| dict.insert_str(&name, member));
                Some(Value::dict(dict))
            }
            "_member_names_" => {
                let own = |(name, member): &(String, Value)| {
                    member.field("name").as_str() == Some(name.as_str())
                };
                let names = members().into_iter().filter(own).map(|(name, _)| Value::str(name));
                Some(Value::list(names.collect()))
            }
            _ => None,
        })
    }),
    ..NativeClass::EMPTY
};

/// Members of these are shown as their values are.
static REPR_ENUM: NativeClass = NativeClass {
    name: "ReprEnum",
    module: "enum",
    bases: &[&ENUM],
    params: ENUM.params,
    new: Some(by_value),
    methods: &[Native::new("__str__", "self", |vm, args| {
        Ok(match args.get("self").field("value") {
            value @ (Value::Str(_) | Value::Unknown(_)) => value,
            value => Value::str(vm.to_text(&value)?),
        })
    })],
    ..NativeClass::EMPTY
};

static INT_ENUM: NativeClass = NativeClass {
    name: "IntEnum",
    module: "enum",
    bases: &[&INT, &REPR_ENUM],
    params: ENUM.params,
    new: Some(by_value),
    ..NativeClass::EMPTY
};

static STR_ENUM: NativeClass = NativeClass {
    name: "StrEnum",
    module: "enum",
    bases: &[&STR, &REPR_ENUM],
    params: ENUM.params,
    new: Some(by_value),
    ..NativeClass::EMPTY
};

static FLAG: NativeClass = NativeClass {
    name: "Flag",
    module: "enum",
    bases: &[&ENUM],
    params: ENUM.params,
    new: Some(by_value),
    operator: Some(combine),
    methods: &[
        Native::new("__bool__", "self", |_, args| {
            Ok(Value::Bool(args.get("self").field("value").as_int() != Some(0)))
        }),
        Native::new("__contains__", "self, other", |_, args| {
            let bits = |name: &str| args.get(name).field("value").as_int().unwrap_or(0);
            Ok(Value::Bool(bits("self") & bits("other") == bits("other")))
        }),
    ],
    ..NativeClass::EMPTY
};

static INT_FLAG: NativeClass = NativeClass {
    name: "IntFlag",
    module: "enum",
    bases: &[&INT, &REPR_ENUM, &FLAG],
    params: ENUM.params,
    new: Some(by_value),
    ..NativeClass::EMPTY
};

static AUTO: NativeClass = NativeClass { name: "auto", module: "enum", ..NativeClass::EMPTY };
static ENUM_META: NativeClass =
    NativeClass { name: "EnumType", module: "enum", ..NativeClass::EMPTY };
static NON_MEMBER: NativeClass =
    NativeClass { name: "nonmember", module: "enum", params: "value", ..NativeClass::EMPTY };

/// The field of a class that lists its members, aliases included.
const MEMBERS: &str = "_member_map_";

fn name_of(member: &Value) -> String {
    member.field("name").as_str().unwrap_or_default().to_owned()
}

fn members_by_name(class: &Value) -> Vec<(String, Value)> {
    let Value::Class(class) = class else { return Vec::new() };
    match class.fields.borrow().get(MEMBERS) {
        Some(Value::Dict(map)) => map
            .borrow()
            .iter()
            .map(|(name, member)| (name.as_str().unwrap_or_default().to_owned(), member.clone()))
            .collect(),
        _ => Vec::new(),
    }
}

/// The members of a class in order; aliases are no members of their own, and neither are flags that
/// are made of others.
pub fn members(class: &Value, with_aliases: bool) -> Vec<Value> {
    let is_flag = matches!(class, Value::Class(class) if class.is(&FLAG));
    let is_whole = |it: &Value| {
        let bits = it.field("_value_").as_int();
        !is_flag || bits.is_none_or(|it| it.count_ones() == 1)
    };
    let all = members_by_name(class).into_iter();
    let own = all.filter(|(name, it)| with_aliases || name_of(it) == *name && is_whole(it));
    own.map(|(_, member)| member).collect()
}

fn make_members(vm: &mut Vm<'_>, class: &Rc<Class>) -> Eval<()> {
    let fields: Vec<(String, Value)> =
        class.fields.borrow().iter().map(|(name, it)| (name.to_owned(), it.clone())).collect();
    let mut made = Dict::default();
    for (name, value) in fields {
        if name.starts_with('_') || is_descriptor(&value) {
            continue;
        }
        if let Value::Object(object) = &value
            && object.is(&NON_MEMBER)
        {
            class.fields.borrow_mut().set(&name, value.field("value"));
            continue;
        }
        let existing = made.iter().map(|(_, it)| it.clone()).collect::<Vec<_>>();
        let mut alias = None;
        for member in existing {
            if !value.is_unknown() && vm.equal(&member.field("_value_"), &value)? {
                alias = Some(member);
                break;
            }
        }
        let member = match alias {
            Some(member) => member,
            None => Value::Object(member(vm, class, &name, value)?),
        };
        made.insert_str(&name, member.clone());
        class.fields.borrow_mut().set(&name, member);
    }
    if !made.is_empty() {
        class.fields.borrow_mut().set(MEMBERS, Value::dict(made));
    }
    Ok(())
}

/// What a class body may define besides members.
fn is_descriptor(value: &Value) -> bool {
    match value {
        Value::Function(_) | Value::Native(_) | Value::Class(_) => true,
        Value::Object(object) => {
            let class = object.class.borrow();
            matches!(&*class.name, "property" | "classmethod" | "staticmethod" | "function")
        }
        _ => false,
    }
}

/// Gives the names of a body that are `auto()` their values as soon as they are bound: what follows
/// may be made of them.
fn number(vm: &mut Vm<'_>, bases: &[Rc<Class>], body: &Scope) -> Eval<()> {
    let is_auto = |it: &Value| it.as_object().is_some_and(|it| it.is(&AUTO));
    let bound: Vec<(String, Value)> = {
        let names = body.names.borrow();
        if !names.iter().last().is_some_and(|(_, it)| is_auto(it)) {
            return Ok(());
        }
        names.iter().map(|(name, it)| (name.to_owned(), it.clone())).collect()
    };
    vm.spend(bound.len())?;
    let mut values = Vec::new();
    for (name, value) in bound {
        if name.starts_with('_') || is_descriptor(&value) {
            continue;
        }
        let value = match is_auto(&value) {
            true => next_value(vm, bases, body, &name, &values)?,
            false => value,
        };
        values.push(value.clone());
        body.names.borrow_mut().set(&name, value);
    }
    Ok(())
}

fn next_value(
    vm: &mut Vm<'_>,
    bases: &[Rc<Class>],
    body: &Scope,
    name: &str,
    values: &[Value],
) -> Eval {
    let inherited = || bases.iter().find_map(|it| it.lookup("_generate_next_value_"));
    let own = body.names.borrow().get("_generate_next_value_").cloned().map(Found::Value);
    if let Some(Found::Value(generate)) = own.or_else(inherited) {
        let count = Value::Int(values.len() as i128);
        let given = vec![Value::str(name), Value::Int(1), count, Value::list(values.to_vec())];
        return vm.call(&unwrap_static(generate), given, Vec::new());
    }
    let is = |native: &'static NativeClass| bases.iter().any(|it| it.is(native));
    if is(&STR_ENUM) {
        return Ok(Value::str(name.to_lowercase()));
    }
    let highest = values.iter().filter_map(Value::as_int).max();
    Ok(Value::Int(match (is(&FLAG), highest) {
        (_, None) => 1,
        (false, Some(highest)) => highest.saturating_add(1),
        (true, Some(highest)) => {
            let bits = 128 - highest.max(0).leading_zeros();
            1_i128.checked_shl(bits).unwrap_or(i128::MAX)
        }
    }))
}

fn member(vm: &mut Vm<'_>, class: &Rc<Class>, name: &str, value: Value) -> Eval<Rc<Object>> {
    let given = match &value {
        Value::Tuple(items) => items.to_vec(),
        value => vec![value.clone()],
    };
    let object = match class.lookup("__new__") {
        Some(Found::Value(new)) => {
            let mut with_class = vec![Value::Class(class.clone())];
            with_class.extend(given.iter().cloned());
            match vm.call(&unwrap_static(new), with_class, Vec::new())? {
                Value::Object(object) => object,
                _ => vm.new_object(class),
            }
        }
        _ => {
            let object = vm.new_object(class);
            let natives: Vec<_> = class.mro.borrow().iter().filter_map(|it| it.native).collect();
            if let Some(native) = natives.iter().find(|it| it.is_builtin_value()) {
                let held = match value.is_unknown() {
                    true => value.clone(),
                    false => vm.construct(native, given.clone(), Vec::new())?,
                };
                object.set_field(HELD, held);
            }
            object
        }
    };
    let value = object.field("_value_").unwrap_or(value);
    for (field, value) in [
        ("name", Value::str(name)),
        ("_name_", Value::str(name)),
        ("value", value.clone()),
        ("_value_", value),
    ] {
        object.set_field(field, value);
    }
    if let Some(Found::Value(init)) = class.lookup("__init__") {
        let receiver = Value::Object(object.clone());
        let init = vm.bind_to(init, &receiver, class)?;
        vm.call(&init, given, Vec::new())?;
        let value = object.field("_value_").unwrap_or(Value::None);
        object.set_field("value", value);
    }
    Ok(object)
}

/// `Color("red")`, or `Enum("Color", "RED GREEN")`.
fn by_value(vm: &mut Vm<'_>, class: &Rc<Class>, args: &Args) -> Eval {
    let value = args.get("value");
    if class.native.is_some() {
        return functional(vm, class, args);
    }
    if value.is_unknown() {
        return Ok(value.clone());
    }
    let class_value = Value::Class(class.clone());
    for member in members(&class_value, true) {
        if vm.equal(&member, value)? || vm.equal(&member.field("_value_"), value)? {
            return Ok(member);
        }
    }
    if let Some(Found::Value(_)) = class.lookup("_missing_") {
        let found = vm.call_method(&class_value, "_missing_", vec![value.clone()])?;
        if !found.is_none() {
            return Ok(found);
        }
    }
    if class.is(&FLAG)
        && let Some(bits) = value.as_int()
    {
        return Ok(combination(vm, class, bits));
    }
    let shown = vm.repr(value)?;
    Err(vm.raise("ValueError", format!("{shown} is not a valid {}", class.name)))
}

fn functional(vm: &mut Vm<'_>, class: &Rc<Class>, args: &Args) -> Eval {
    let mut fields = Fields::default();
    let mut add = |name: &str, value: Option<Value>, idx: usize| {
        fields.set(name, value.unwrap_or(Value::Int(idx as i128 + 1)));
    };
    match args.get("names") {
        Value::Str(names) => {
            let names = names.replace(',', " ");
            names.split_whitespace().enumerate().for_each(|(idx, it)| add(it, None, idx));
        }
        Value::Dict(dict) => {
            for (name, value) in dict.borrow().iter() {
                add(name.as_str().unwrap_or_default(), Some(value.clone()), 0);
            }
        }
        Value::Unknown(unknown) => return Ok(Value::Unknown(unknown.clone())),
        names => {
            for (idx, item) in vm.iterate(names)?.into_iter().enumerate() {
                match &item {
                    Value::Tuple(pair) => {
                        let name = pair.first().and_then(Value::as_str).unwrap_or_default();
                        add(name, pair.get(1).cloned(), idx);
                    }
                    item => add(item.as_str().unwrap_or_default(), None, idx),
                }
            }
        }
    }
    let mut bases = vec![class.clone()];
    if let Value::Class(mixin) = args.get("type") {
        bases.insert(0, mixin.clone());
    }
    let name = args.str("value").unwrap_or_default().to_owned();
    Ok(Value::Class(vm.new_class(&name, &bases, fields)?))
}

fn combine(
    vm: &mut Vm<'_>,
    operator: Operator,
    left: &Value,
    right: &Value,
) -> Eval<Option<Value>> {
    let bits = |it: &Value| it.field("_value_").as_int().or_else(|| it.as_int());
    let (Value::Object(object), Some(one)) = (left, bits(left)) else { return Ok(None) };
    let class = object.class.borrow().clone();
    let all = members(&Value::Class(class.clone()), true);
    let all = all.iter().filter_map(bits).fold(0, |sum, it| sum | it);
    let res = match (operator, bits(right)) {
        (Operator::BitOr, Some(other)) => one | other,
        (Operator::BitAnd, Some(other)) => one & other,
        (Operator::BitXor, Some(other)) => one ^ other,
        (Operator::Invert, _) => all & !one,
        _ => return Ok(None),
    };
    Ok(Some(combination(vm, &class, res)))
}

/// The member of a flag class with these bits, or one made of several.
fn combination(vm: &mut Vm<'_>, class: &Rc<Class>, bits: i128) -> Value {
    let members = |with_aliases| members(&Value::Class(class.clone()), with_aliases);
    let value = |it: &Value| it.field("_value_").as_int().unwrap_or(0);
    if let Some(member) = members(true).iter().find(|it| value(it) == bits) {
        return member.clone();
    }
    let parts: Vec<String> =
        members(false).iter().filter(|it| value(it) & bits == value(it)).map(name_of).collect();
    let object = vm.new_object(class);
    let name = if parts.is_empty() { Value::None } else { Value::str(parts.join("|")) };
    for (field, value) in [
        ("name", name.clone()),
        ("_name_", name),
        ("value", Value::Int(bits)),
        ("_value_", Value::Int(bits)),
        (HELD, Value::Int(bits)),
    ] {
        object.set_field(field, value);
    }
    Value::Object(object)
}
