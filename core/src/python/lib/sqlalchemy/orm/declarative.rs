//! Mapped classes: a class body with columns makes a table.

use std::rc::Rc;

use super::super::exc;
use super::super::fields::{entries, field, flag, items, make, of, push, same, text};
use super::super::schema::column::{COLUMN, detached};
use super::super::schema::metadata::{FILE, META_DATA};
use super::super::schema::table::TABLE;
use super::super::types::base::{INTERVAL, to_instance};
use super::super::types::{generic as g, named};
use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{Class, Fields, Native, NativeClass, Object};
use crate::python::lib::{enumeration, typing};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// The base of bases: `class Base(DeclarativeBase)`, and what `declarative_base()` makes.
pub static DECLARATIVE_BASE: NativeClass = NativeClass {
    name: "DeclarativeBase",
    module: "sqlalchemy.orm.decl_api",
    params: "**kw",
    init: Some(|vm, this, args| {
        for (name, value) in entries(args.get("kw")) {
            vm.set_attribute(&Value::Object(this.clone()), &name, value)?;
        }
        Ok(())
    }),
    subclassed: Some(map_class),
    class_attribute: Some(|vm, class, name| match name {
        "metadata" => metadata(vm, class).map(Some),
        "registry" => {
            let metadata = metadata(vm, class)?;
            Ok(Some(Value::Object(make(vm, &REGISTRY, [("metadata", metadata)]))))
        }
        "query" => {
            let unknown = vm.unknown(code::READS_DATA, format!("the rows of `{}`", class.name));
            Ok(Some(unknown))
        }
        _ => Ok(None),
    }),
    ..NativeClass::EMPTY
};

pub static MAPPED_AS_DATACLASS: NativeClass = NativeClass {
    name: "MappedAsDataclass",
    module: "sqlalchemy.orm.decl_api",
    params: "**kw",
    ..NativeClass::EMPTY
};

/// `Mapped[int]`: a hint that says the type of a column.
pub static MAPPED: NativeClass = NativeClass {
    name: "Mapped",
    module: "sqlalchemy.orm.base",
    class_methods: &[Native::new("__getitem__", "cls, item", |vm, args| {
        Ok(Value::Object(vm.instance(&MAPPED, [("item", args.get("item").clone())])))
    })],
    ..NativeClass::EMPTY
};

/// A relationship: it has no column.
pub static RELATIONSHIP: NativeClass = NativeClass {
    name: "Relationship",
    module: "sqlalchemy.orm.relationships",
    attribute: Some(|vm, _, name| {
        Ok(Some(vm.unknown(code::UNFOLLOWED_CALL, format!("`{name}` of a relationship"))))
    }),
    ..NativeClass::EMPTY
};

/// `declarative_base()`.
pub fn declarative_base(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let mut bases = Vec::new();
    if let Value::Class(class) = args.get("cls") {
        bases.push(class.clone());
    }
    bases.push(vm.class_of(&DECLARATIVE_BASE));
    let metadata = given_or_new(vm, args.get("metadata"))?;
    let mut fields = Fields::default();
    fields.set("metadata", metadata);
    let name = args.str("name").unwrap_or("Base").to_owned();
    vm.new_class(&name, &bases, fields).map(Value::Class)
}

fn given_or_new(vm: &mut Vm<'_>, metadata: &Value) -> Eval {
    match metadata {
        Value::None => vm.construct(&META_DATA, Vec::new(), Vec::new()),
        given => Ok(given.clone()),
    }
}

/// `registry()`: `generate_base()` and `mapped` of it.
pub fn registry(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let metadata = given_or_new(vm, args.get("metadata"))?;
    Ok(Value::Object(make(vm, &REGISTRY, [("metadata", metadata)])))
}

static REGISTRY: NativeClass = NativeClass {
    name: "registry",
    module: "sqlalchemy.orm.decl_api",
    methods: &[
        Native::new("generate_base", "self, **kw", |vm, args| {
            let base = vm.class_of(&DECLARATIVE_BASE);
            let fields = of_registry(args.get("self"));
            vm.new_class("Base", &[base], fields).map(Value::Class)
        }),
        Native::new("as_declarative_base", "self, **kw", |vm, args| {
            let metadata = args.get("self").field("metadata");
            Ok(Value::Object(make(vm, &AS_DECLARATIVE, [("metadata", metadata)])))
        }),
    ],
    has_more: true,
    ..NativeClass::EMPTY
};

/// What a base has of what it was made by.
fn of_registry(maker: &Value) -> Fields {
    let mut fields = Fields::default();
    fields.set("metadata", maker.field("metadata"));
    fields
}

/// `@as_declarative()`: the class under it becomes a base.
pub fn as_declarative(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let metadata = given_or_new(vm, args.get("metadata"))?;
    Ok(Value::Object(make(vm, &AS_DECLARATIVE, [("metadata", metadata)])))
}

static AS_DECLARATIVE: NativeClass = NativeClass {
    name: "decorate",
    methods: &[Native::new("__call__", "self, cls", |vm, args| {
        let Value::Class(class) = args.get("cls") else { return Ok(args.get("cls").clone()) };
        let base = vm.class_of(&DECLARATIVE_BASE);
        let (name, fields) = (class.name.to_string(), of_registry(args.get("self")));
        vm.new_class(&name, &[class.clone(), base], fields).map(Value::Class)
    })],
    ..NativeClass::EMPTY
};

/// `@declared_attr`: a function of the class, asked as an attribute.
pub fn declared_attr(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let function = match args.get("fn") {
        Value::Object(it) => field(it, "function"),
        function => function.clone(),
    };
    if function.is_none() {
        return Ok(Value::Object(make(vm, &KEEP, [])));
    }
    Ok(Value::Object(make(vm, &DECLARED_ATTR, [("function", function)])))
}

static DECLARED_ATTR: NativeClass = NativeClass {
    name: "declared_attr",
    module: "sqlalchemy.orm.decl_api",
    methods: &[Native::new("__get__", "self, instance, owner=None", |vm, args| {
        let function = args.get("self").as_object().map_or(Value::None, |it| field(it, "function"));
        vm.call(&function, vec![args.get("owner").clone()], Vec::new())
    })],
    ..NativeClass::EMPTY
};

/// A decorator that leaves its function as it is.
pub fn keep(vm: &mut Vm<'_>, _: &Args) -> Eval {
    Ok(Value::Object(make(vm, &KEEP, [])))
}

static KEEP: NativeClass = NativeClass {
    name: "decorate",
    methods: &[Native::new("__call__", "self, fn", |_, args| Ok(args.get("fn").clone()))],
    ..NativeClass::EMPTY
};

/// `@validates("name")`: a method that changes what is set.
pub fn validates(vm: &mut Vm<'_>, _: &Args) -> Eval {
    Ok(Value::Object(make(vm, &VALIDATES, [])))
}

static VALIDATES: NativeClass = NativeClass {
    name: "decorate",
    methods: &[Native::new("__call__", "self, fn", |vm, args| {
        Ok(Value::Object(make(vm, &VALIDATOR, [("function", args.get("fn").clone())])))
    })],
    ..NativeClass::EMPTY
};

pub static VALIDATOR: NativeClass = NativeClass {
    name: "function",
    methods: &[Native::new("__get__", "self, instance, owner=None", |vm, args| {
        let function = args.get("self").as_object().map_or(Value::None, |it| field(it, "function"));
        Ok(match args.get("instance") {
            Value::None => function,
            instance => vm.bound(&function, instance.clone()),
        })
    })],
    ..NativeClass::EMPTY
};

pub fn relationship(vm: &mut Vm<'_>, _: &Args) -> Eval {
    Ok(Value::Object(make(vm, &RELATIONSHIP, [])))
}

/// `mapped_column(...)`: a column whose type may be in the hint.
pub fn mapped_column(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let mut keywords = entries(args.get("kw"));
    keywords.retain(|(name, _)| !MAPPING_ONLY.contains(&name.as_str()));
    vm.construct(&COLUMN, args.rest("args").to_vec(), keywords)
}

/// Keywords that say how a class is made, not how a column is.
const MAPPING_ONLY: &[&str] = &[
    "init",
    "repr",
    "default_factory",
    "compare",
    "kw_only",
    "hash",
    "deferred",
    "deferred_group",
    "deferred_raiseload",
    "use_existing_column",
    "sort_order",
    "active_history",
    "insert_default",
    "dataclass_metadata",
];

/// The metadata of a class: the one of its base, made when it is first asked for.
fn metadata(vm: &mut Vm<'_>, class: &Rc<Class>) -> Eval {
    let mro = class.mro.borrow().clone();
    let base = mro.iter().rev().find(|it| it.native.is_none() && it.is(&DECLARATIVE_BASE));
    let registry = base.and_then(|it| it.fields.borrow().get("registry").cloned());
    if let (Some(base), Some(registry)) = (base, &registry) {
        let given = registry.field("metadata");
        base.fields.borrow_mut().set("metadata", given.clone());
        return Ok(given);
    }
    let made = vm.construct(&META_DATA, Vec::new(), Vec::new())?;
    // It is made where it is first asked for, which need not be the file of the base.
    if let Some(it) = made.as_object() {
        it.set_field(FILE, Value::None);
    }
    if let Some(base) = base {
        base.fields.borrow_mut().set("metadata", made.clone());
    }
    Ok(made)
}

/// Makes the table of a new class, if it says the name of one.
fn map_class(vm: &mut Vm<'_>, class: &Rc<Class>) -> Eval<()> {
    let this = Value::Class(class.clone());
    if class.fields.borrow().get("__table__").is_some() {
        return share_columns(vm, class);
    }
    let said = own_or_mixed_in(vm, class, "__tablename__")?;
    if said.as_ref().is_some_and(Value::is_none) {
        return Ok(());
    }
    let is_named = said.is_some();
    let Some(name) = said.or_else(|| named_by_class(class)) else { return Ok(()) };
    let columns = columns(vm, class)?;
    let is_key = |it: &Value| it.as_object().is_some_and(|it| flag(it, "primary_key"));
    if !is_named && !columns.iter().any(is_key) {
        return Ok(());
    }
    let metadata = vm.attribute(&this, "metadata")?;
    let (mut parts, keywords) = table_args(vm, class)?;
    let mut given = vec![name, metadata];
    given.extend(columns);
    given.append(&mut parts);
    let mut keywords = keywords;
    if !keywords.iter().any(|(name, _)| name == "extend_existing") {
        keywords.push(("extend_existing".to_owned(), Value::Bool(true)));
    }
    let table = vm.construct(&TABLE, given, keywords)?;
    if let (Some(unknown), Value::Object(it)) = (vm.unknown_base(class), &table) {
        push(it, "_unknown", unknown);
    }
    if let Value::Object(it) = &table {
        it.set_field(MAPPED_TABLE, Value::Bool(true));
    }
    class.fields.borrow_mut().set("__table__", table);
    Ok(())
}

/// The field of a column with the attribute of a mapped class that stands for it.
pub const ATTRIBUTE: &str = "_attribute";

/// The field of a table that a class body made.
pub const MAPPED_TABLE: &str = "_mapped";

/// The field of a base whose classes give their tables their own names.
pub const NAMED_BY_CLASS: &str = "_named_by_class";

/// The name that a table has from its class: `UserGroup` is `user_group`.
fn named_by_class(class: &Rc<Class>) -> Option<Value> {
    let mro = class.mro.borrow();
    let has = |it: &Rc<Class>, name: &str| it.fields.borrow().get(name).is_some();
    let parents = mro.iter().skip(1);
    let is_abstract = has(class, "__abstract__") || has(class, NAMED_BY_CLASS);
    let is_mapped = parents.clone().any(|it| has(it, "__table__"));
    if is_abstract || is_mapped || !parents.clone().any(|it| has(it, NAMED_BY_CLASS)) {
        return None;
    }
    let letters: Vec<char> = class.name.chars().collect();
    let mut name = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|it| letters.get(it));
        let after_small = before.is_some_and(|it| it.is_ascii_lowercase() || it.is_ascii_digit());
        let before_small = letters.get(at + 1).is_some_and(char::is_ascii_lowercase);
        if letter.is_ascii_uppercase() && (after_small || at > 0 && before_small) {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    Some(Value::str(name.trim_start_matches('_')))
}

/// A class attribute that a mapped class has itself or from a mixin, not from a mapped parent.
fn own_or_mixed_in(vm: &mut Vm<'_>, class: &Rc<Class>, name: &str) -> Eval<Option<Value>> {
    let mro = class.mro.borrow().clone();
    for it in &mro {
        if !Rc::ptr_eq(it, class) && it.fields.borrow().get("__table__").is_some() {
            return Ok(None);
        }
        if it.fields.borrow().get(name).is_some() {
            return vm.attribute_if_any(&Value::Class(class.clone()), name);
        }
    }
    Ok(None)
}

/// The columns of a class body and its mixins, named and typed; the class keeps its own copies.
fn columns(vm: &mut Vm<'_>, class: &Rc<Class>) -> Eval<Vec<Value>> {
    let mro = class.mro.borrow().clone();
    let mut found: Vec<(String, Value)> = Vec::new();
    for it in &mro {
        if is_of_mapped_parent(class, it) {
            continue;
        }
        let is_own = Rc::ptr_eq(it, class);
        let hints = match it.fields.borrow().get("__annotations__") {
            Some(Value::Dict(hints)) => entries(&Value::Dict(hints.clone())),
            _ => Vec::new(),
        };
        let fields: Vec<(String, Value)> = it
            .fields
            .borrow()
            .iter()
            .map(|(name, value)| (name.to_owned(), value.clone()))
            .collect();
        for (name, hint) in &hints {
            let bare = !fields.iter().any(|(it, _)| it == name);
            if bare && of(hint, &MAPPED).is_some() && !found.iter().any(|(it, _)| it == name) {
                let column = match said_column(hint) {
                    Some(said) => Value::Object(detached(vm, &said)),
                    None => vm.construct(&COLUMN, Vec::new(), Vec::new())?,
                };
                found.push((name.clone(), settled(vm, class, name, &column, Some(hint))?));
            }
        }
        for (name, value) in fields {
            if name.starts_with("__") || found.iter().any(|(it, _)| *it == name) {
                continue;
            }
            let value = match &value {
                Value::Object(it) if it.is(&DECLARED_ATTR) => {
                    let function = field(it, "function");
                    vm.call(&function, vec![Value::Class(class.clone())], Vec::new())?
                }
                _ => value,
            };
            let Some(column) = of(&value, &COLUMN) else { continue };
            let column = if is_own { column.clone() } else { detached(vm, column) };
            let hint = hints.iter().find(|(it, _)| *it == name).map(|(_, hint)| hint);
            let column = settled(vm, class, &name, &Value::Object(column), hint)?;
            found.push((name, column));
        }
    }
    for (name, column) in &found {
        class.fields.borrow_mut().set(name, column.clone());
    }
    Ok(found.into_iter().map(|(_, column)| column).collect())
}

/// Whether a class comes to another by a parent that has a table of its own.
fn is_of_mapped_parent(class: &Rc<Class>, other: &Rc<Class>) -> bool {
    let mro = class.mro.borrow();
    let mapped =
        |it: &&Rc<Class>| !Rc::ptr_eq(it, class) && it.fields.borrow().get("__table__").is_some();
    mro.iter().filter(mapped).any(|it| it.inherits(other))
}

/// A column with the name and the type that its class body gives it.
fn settled(
    vm: &mut Vm<'_>,
    class: &Rc<Class>,
    name: &str,
    column: &Value,
    hint: Option<&Value>,
) -> Eval {
    let Some(this) = column.as_object() else { return Ok(column.clone()) };
    if text(this, "name").is_none() {
        this.set_field("name", Value::str(name));
    }
    if text(this, "key").is_none() {
        this.set_field("key", Value::str(name));
    }
    this.set_field(ATTRIBUTE, Value::str(name));
    let Some(mapped) = hint.and_then(|it| of(it, &MAPPED)) else { return Ok(column.clone()) };
    let (meant, is_optional) = meant(&field(mapped, "item"));
    let is_untyped = field(this, "type").as_object().is_none_or(|it| it.is(&g::NULL_TYPE));
    let refers = !items(this, "_foreign_keys").is_empty();
    if is_untyped
        && !refers
        && let Some(ty) = type_of_hint(vm, class, &meant)?
    {
        this.set_field("type", ty);
    }
    if !flag(this, "said_nullable") && !flag(this, "primary_key") {
        this.set_field("nullable", Value::Bool(is_optional));
    }
    Ok(column.clone())
}

/// What a hint means besides that it may be nothing, and whether it may.
fn meant(hint: &Value) -> (Value, bool) {
    if let Some((inner, _)) = typing::annotated(hint) {
        return meant(&inner);
    }
    let alternatives = typing::alternatives(hint);
    let is_optional = alternatives.iter().any(Value::is_none);
    let mut meant = alternatives.into_iter().filter(|it| !it.is_none());
    match (meant.next(), meant.next()) {
        (Some(only), None) => match typing::annotated(&only) {
            Some((inner, _)) => (inner, is_optional),
            None => (only, is_optional),
        },
        _ => (hint.clone(), is_optional),
    }
}

/// The column that `Annotated[int, mapped_column(...)]` says.
fn said_column(hint: &Value) -> Option<Rc<Object>> {
    let item = of(hint, &MAPPED).map(|it| field(it, "item"))?;
    let (_, said) = typing::annotated(&item)?;
    said.iter().find_map(|it| of(it, &COLUMN).cloned())
}

/// The type for a hint: by the base's own list, or by `SQLAlchemy`'s.
fn type_of_hint(vm: &mut Vm<'_>, class: &Rc<Class>, hint: &Value) -> Eval<Option<Value>> {
    let own = vm.attribute_if_any(&Value::Class(class.clone()), "type_annotation_map")?;
    if let Some(Value::Dict(own)) = own {
        let found =
            own.borrow().iter().find(|(key, _)| is_hint(key, hint)).map(|(_, it)| it.clone());
        if let Some(found) = found {
            return to_instance(vm, &found).map(Some);
        }
    }
    if let Value::Class(it) = hint
        && it.is(&enumeration::ENUM)
    {
        return vm.construct(&named::ENUM, vec![hint.clone()], Vec::new()).map(Some);
    }
    let Some(class) = hinted_type(hint) else { return Ok(None) };
    let class = Value::Class(vm.class_of(class));
    to_instance(vm, &class).map(Some)
}

/// Whether a key of a base's list is a hint: a class, or the same words of `typing`.
fn is_hint(key: &Value, hint: &Value) -> bool {
    match (key, hint) {
        (Value::Class(key), Value::Class(hint)) => Rc::ptr_eq(key, hint),
        _ => same(key, hint),
    }
}

/// The type that `SQLAlchemy` takes for a hint.
fn hinted_type(hint: &Value) -> Option<&'static NativeClass> {
    let Value::Class(class) = hint else { return None };
    Some(match &*class.name {
        "int" => &g::INTEGER_TYPE,
        "str" => &g::STRING,
        "bool" => &g::BOOLEAN_TYPE,
        "float" => &g::FLOAT_TYPE,
        "bytes" => &g::LARGE_BINARY,
        "datetime" => &g::DATE_TIME,
        "date" => &g::DATE_TYPE,
        "time" => &g::TIME_TYPE,
        "Decimal" => &g::NUMERIC_TYPE,
        "timedelta" => &INTERVAL,
        "UUID" => &g::UUID_TYPE,
        _ => return None,
    })
}

/// Positional arguments, and keywords.
type Arguments = (Vec<Value>, Vec<(String, Value)>);

/// `__table_args__`: constraints and indexes, and a dictionary of keywords behind them.
fn table_args(vm: &mut Vm<'_>, class: &Rc<Class>) -> Eval<Arguments> {
    let given = own_or_mixed_in(vm, class, "__table_args__")?.unwrap_or(Value::None);
    Ok(match &given {
        Value::Dict(_) => (Vec::new(), entries(&given)),
        Value::Tuple(items) => {
            let mut parts = items.to_vec();
            let keywords = match parts.last() {
                Some(last @ Value::Dict(_)) => entries(last),
                _ => Vec::new(),
            };
            parts.retain(|it| !matches!(it, Value::Dict(_)));
            (parts, keywords)
        }
        _ => (Vec::new(), Vec::new()),
    })
}

/// A class over a table that is there already has its columns as attributes.
fn share_columns(vm: &mut Vm<'_>, class: &Rc<Class>) -> Eval<()> {
    let table = class.fields.borrow().get("__table__").cloned();
    let Some(table) = table.as_ref().and_then(Value::as_object).cloned() else { return Ok(()) };
    if !table.is(&TABLE) {
        return Err(exc::raise(vm, &exc::ARGUMENT_ERROR, "__table__ must be a Table"));
    }
    for column in super::super::expression::from::columns_of(vm, &table) {
        let Some(name) = column.as_object().and_then(|it: &Rc<Object>| text(it, "name")) else {
            continue;
        };
        if class.fields.borrow().get(&name).is_none() {
            class.fields.borrow_mut().set(&name, column);
        }
    }
    Ok(())
}
