//! What all types have in common, and the types that stand for another one.

use std::rc::Rc;

use super::super::fields::{copy, field};
use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{Class, Native, NativeClass, Object};
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

/// The base of every type.
pub static TYPE_ENGINE: NativeClass = NativeClass {
    name: "TypeEngine",
    module: "sqlalchemy.sql.type_api",
    methods: &[
        Native { name: "with_variant", params: "self, type_, *dialects", call: with_variant },
        Native { name: "copy", params: "self, **kw", call: copy_type },
        Native { name: "adapt", params: "self, cls, **kw", call: copy_type },
        Native {
            name: "as_generic",
            params: "self, allow_nulltype=False",
            call: |vm, _| {
                Ok(vm.unknown(code::UNFOLLOWED_CALL, "the general type that a type comes to"))
            },
        },
        Native { name: "dialect_impl", params: "self, dialect", call: itself },
        Native { name: "load_dialect_impl", params: "self, dialect", call: itself },
        Native { name: "evaluates_none", params: "self", call: itself },
        Native { name: "compile", params: "self, dialect=None", call: super::compile },
        Native { name: "__str__", params: "self", call: super::compile },
        Native { name: "__repr__", params: "self", call: super::represent },
        Native { name: "_set_parent", params: "self, *args, **kw", call: nothing },
    ],
    class_attribute: Some(|vm, _, name| {
        Ok(match name {
            "Comparator" | "comparator_factory" => Some(Value::Class(vm.class_of(&COMPARATOR))),
            _ => None,
        })
    }),
    ..NativeClass::EMPTY
};

/// What says which operators a type has; those of a script change no definition.
static COMPARATOR: NativeClass =
    NativeClass { name: "Comparator", module: "sqlalchemy.sql.type_api", ..NativeClass::EMPTY };

/// What `Enum`, `Boolean` and domains are besides.
pub static SCHEMA_TYPE: NativeClass = NativeClass {
    name: "SchemaType",
    module: "sqlalchemy.sql.sqltypes",
    bases: &[&TYPE_ENGINE],
    params: "name=None, schema=None, metadata=None, inherit_schema=False, quote=None, **kw",
    methods: &[
        Native {
            name: "create",
            params: "self, bind, checkfirst=False, **kw",
            call: super::named::create,
        },
        Native {
            name: "drop",
            params: "self, bind, checkfirst=False, **kw",
            call: super::named::drop,
        },
    ],
    ..NativeClass::EMPTY
};

/// A type of a script that stands for its `impl`.
pub static TYPE_DECORATOR: NativeClass = NativeClass {
    name: "TypeDecorator",
    module: "sqlalchemy.sql.type_api",
    bases: &[&TYPE_ENGINE],
    params: "*args, **kwargs",
    init: Some(init_decorator),
    methods: &[
        Native { name: "load_dialect_impl", params: "self, dialect", call: decorated },
        Native { name: "dialect_impl", params: "self, dialect", call: decorated },
        Native { name: "type_engine", params: "self, dialect", call: decorated },
        Native { name: "process_bind_param", params: "self, value, dialect", call: given_value },
        Native { name: "process_result_value", params: "self, value, dialect", call: given_value },
    ],
    properties: &[Native { name: "impl_instance", params: "self", call: impl_instance }],
    ..NativeClass::EMPTY
};

/// `Interval`: a type of the database where it has one, else a date and time.
pub static INTERVAL: NativeClass = NativeClass {
    name: "Interval",
    module: "sqlalchemy.sql.sqltypes",
    bases: &[&TYPE_ENGINE],
    params: "native: flag=True, second_precision: part=None, day_precision: part=None",
    ..NativeClass::EMPTY
};

/// `PickleType`: bytes.
pub static PICKLE_TYPE: NativeClass = NativeClass {
    name: "PickleType",
    module: "sqlalchemy.sql.sqltypes",
    bases: &[&TYPE_ENGINE],
    params: "protocol=None, pickler=None, comparator=None, impl=None",
    ..NativeClass::EMPTY
};

/// `impl` of a decorator row of ours: where the constructor's arguments go.
///
/// A class given where a type is meant stands for one made without arguments.
pub fn to_instance(vm: &mut Vm<'_>, ty: &Value) -> Eval {
    match ty {
        Value::Class(_) | Value::Function(_) => vm.call(ty, Vec::new(), Vec::new()),
        Value::None => vm.construct(&super::generic::NULL_TYPE, Vec::new(), Vec::new()),
        _ => Ok(ty.clone()),
    }
}

fn init_decorator(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    let class: Rc<Class> = this.class.borrow().clone();
    let ty = vm.attribute(&Value::Class(class), "impl")?;
    let instance = match &ty {
        Value::Class(_) => {
            let keywords = super::super::fields::entries(args.get("kwargs"));
            vm.call(&ty, args.rest("args").to_vec(), keywords)?
        }
        _ => ty,
    };
    this.set_field("impl", instance);
    Ok(())
}

fn decorated(_: &mut Vm<'_>, args: &Args) -> Eval {
    Ok(args.get("self").as_object().map_or(Value::None, |it| field(it, "impl")))
}

fn impl_instance(vm: &mut Vm<'_>, args: &Args) -> Eval {
    decorated(vm, args)
}

fn given_value(_: &mut Vm<'_>, args: &Args) -> Eval {
    Ok(args.get("value").clone())
}

fn itself(_: &mut Vm<'_>, args: &Args) -> Eval {
    Ok(args.get("self").clone())
}

fn nothing(_: &mut Vm<'_>, _: &Args) -> Eval {
    Ok(Value::None)
}

fn copy_type(vm: &mut Vm<'_>, args: &Args) -> Eval {
    Ok(args.get("self").as_object().map_or(Value::None, |it| Value::Object(copy(vm, it))))
}

/// `String().with_variant(CITEXT(), "postgresql")`: another type for some dialects.
fn with_variant(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object() else { return Ok(Value::None) };
    let ty = to_instance(vm, args.get("type_"))?;
    if !matches!(ty, Value::Object(_) | Value::Unknown(_)) {
        let named = vm.type_of(&ty).name.clone();
        let message = format!("'{named}' object has no attribute '_variant_mapping'");
        return Err(vm.raise("AttributeError", message));
    }
    let varied = copy(vm, this);
    let mut variants = match field(this, "_variants") {
        Value::Dict(dict) => dict.borrow().clone(),
        _ => Dict::default(),
    };
    for dialect in args.rest("dialects").iter().filter_map(Value::as_str) {
        variants.insert_str(dialect, ty.clone());
    }
    varied.set_field("_variants", Value::Dict(Rc::new(std::cell::RefCell::new(variants))));
    Ok(Value::Object(varied))
}
