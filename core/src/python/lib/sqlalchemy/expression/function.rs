//! `func`: SQL functions by whatever name, and those that `SQLAlchemy` knows more about.

use std::rc::Rc;

use super::super::fields::{entries, items, make, text};
use super::super::types::generic as g;
use super::super::types::postgresql as p;
use super::element::{
    COLUMN_ELEMENT, FUNCTION_FILTER, OVER, WITHIN_GROUP, operand, type_argument, type_of,
};
use crate::project::FileId;
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// `func` itself, and `func.schema`: calling it makes a function.
pub static FUNCTION_GENERATOR: NativeClass = NativeClass {
    name: "_FunctionGenerator",
    module: "sqlalchemy.sql.functions",
    methods: &[Native { name: "__call__", params: "self, *clauses, **kw", call: generate }],
    attribute: Some(deeper),
    ..NativeClass::EMPTY
};

/// A function with its arguments.
pub static FUNCTION: NativeClass = NativeClass {
    name: "Function",
    module: "sqlalchemy.sql.functions",
    bases: &[&super::from::FROM_CLAUSE, &COLUMN_ELEMENT],
    params: "name, *clauses, type_=None, packagenames=None",
    init: Some(init),
    methods: &[
        Native {
            name: "over",
            params: "self, partition_by=None, order_by=None, rows=None, range_=None",
            call: over,
        },
        Native { name: "filter", params: "self, *criterion", call: filter },
        Native { name: "within_group", params: "self, *order_by", call: within_group },
        Native {
            name: "table_valued",
            params: "self, *expr, name=None, with_ordinality=None, joins_implicitly=None",
            call: table_valued,
        },
        Native {
            name: "column_valued",
            params: "self, name=None, joins_implicitly=False",
            call: column_valued,
        },
        Native { name: "alias", params: "self, name=None, joins_implicitly=False", call: alias },
        Native { name: "label", params: "self, name", call: super::methods::label },
        Native { name: "select", params: "self", call: select },
        Native { name: "self_group", params: "self, against=None", call: super::element::itself },
    ],
    ..NativeClass::EMPTY
};

/// A class of the script's own that stands for a function: `class x(GenericFunction)`.
pub static GENERIC_FUNCTION: NativeClass = NativeClass {
    name: "GenericFunction",
    module: "sqlalchemy.sql.functions",
    bases: &[&FUNCTION],
    params: "*clauses, **kw",
    init: Some(init_generic),
    ..NativeClass::EMPTY
};

/// A construct of the script's own that a function marked with `@compiles` writes.
pub static FUNCTION_ELEMENT: NativeClass = NativeClass {
    name: "FunctionElement",
    module: "sqlalchemy.sql.functions",
    bases: &[&FUNCTION],
    params: "*clauses",
    init: Some(init_generic),
    ..NativeClass::EMPTY
};

/// What a known function gives back.
enum Gives {
    Type(&'static NativeClass),
    /// The type of its first argument.
    First,
    /// An array of what its first argument is.
    Array,
}

/// Functions that `SQLAlchemy` has a class for: their name, what they give.
#[rustfmt::skip]
static KNOWN: &[(&str, Gives)] = &[
    ("now", Gives::Type(&g::DATE_TIME)),
    ("current_date", Gives::Type(&g::DATE_TYPE)),
    ("current_time", Gives::Type(&g::TIME_TYPE)),
    ("current_timestamp", Gives::Type(&g::DATE_TIME)),
    ("current_user", Gives::Type(&g::STRING)),
    ("localtime", Gives::Type(&g::DATE_TIME)),
    ("localtimestamp", Gives::Type(&g::DATE_TIME)),
    ("session_user", Gives::Type(&g::STRING)),
    ("sysdate", Gives::Type(&g::DATE_TIME)),
    ("user", Gives::Type(&g::STRING)),
    ("count", Gives::Type(&g::INTEGER_TYPE)),
    ("char_length", Gives::Type(&g::INTEGER_TYPE)),
    ("concat", Gives::Type(&g::STRING)),
    ("string_agg", Gives::Type(&g::STRING)),
    ("aggregate_strings", Gives::Type(&g::STRING)),
    ("random", Gives::Type(&g::NULL_TYPE)),
    ("rank", Gives::Type(&g::INTEGER_TYPE)),
    ("dense_rank", Gives::Type(&g::INTEGER_TYPE)),
    ("to_tsvector", Gives::Type(&p::TSVECTOR)),
    ("to_tsquery", Gives::Type(&p::TSQUERY)),
    ("array_agg", Gives::Array),
    ("coalesce", Gives::First),
    ("max", Gives::First),
    ("min", Gives::First),
    ("sum", Gives::First),
];

/// What `func` makes no function of, but the construct of this name.
const CONSTRUCTS: &[&str] = &["cast", "extract"];

/// Functions of the standard that need no parentheses, each with the word that they are written as.
pub static ANSI: &[(&str, &str)] = &[
    ("current_date", "CURRENT_DATE"),
    ("current_time", "CURRENT_TIME"),
    ("current_timestamp", "CURRENT_TIMESTAMP"),
    ("current_user", "CURRENT_USER"),
    ("localtime", "LOCALTIME"),
    ("localtimestamp", "LOCALTIMESTAMP"),
    ("session_user", "SESSION_USER"),
    ("sysdate", "sysdate"),
    ("user", "USER"),
];

/// The object `func`.
pub fn generator(vm: &mut Vm<'_>) -> Value {
    Value::Object(make(vm, &FUNCTION_GENERATOR, [("names", Value::list(Vec::new()))]))
}

/// `sqlalchemy.sql.functions.now`: a class there, which is called as `func.now` is.
pub fn class_of_module(vm: &mut Vm<'_>, name: &str) -> Eval<Option<Value>> {
    let known = KNOWN.iter().any(|(it, _)| *it == name);
    let names = Value::list(vec![Value::str(name)]);
    Ok(known.then(|| Value::Object(make(vm, &FUNCTION_GENERATOR, [("names", names)]))))
}

/// A function by its name, with these arguments.
pub fn named(vm: &mut Vm<'_>, name: &str, arguments: Vec<Value>) -> Eval {
    function(vm, &[Value::str(name)], &arguments, Value::None)
}

fn deeper(vm: &mut Vm<'_>, this: &Rc<Object>, name: &str) -> Eval<Option<Value>> {
    if name.starts_with("__") {
        return Ok(None);
    }
    let mut names = items(this, "names");
    // `func.if_` is `if`, as Python keeps some words for itself.
    names.push(Value::str(name.strip_suffix('_').unwrap_or(name)));
    Ok(Some(Value::Object(make(vm, &FUNCTION_GENERATOR, [("names", Value::list(names))]))))
}

fn generate(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object().cloned() else { return Ok(Value::None) };
    let names = items(&this, "names");
    if names.is_empty() {
        return Err(vm.raise("IndexError", "list index out of range"));
    }
    if let [Value::Str(name)] = names.as_slice()
        && CONSTRUCTS.contains(&name.to_lowercase().as_str())
    {
        let module = vm.import_module("sqlalchemy", FileId(0))?;
        let clauses = args.rest("clauses").to_vec();
        let construct = vm.attribute(&module, &name.to_lowercase())?;
        return vm.call(&construct, clauses, entries(args.get("kw")));
    }
    let ty = args.keyword("kw", "type_").unwrap_or(Value::None);
    function(vm, &names, args.rest("clauses"), ty)
}

fn function(vm: &mut Vm<'_>, names: &[Value], arguments: &[Value], ty: Value) -> Eval {
    let Some((name, packages)) = names.split_last() else { return Ok(Value::None) };
    let mut clauses = Vec::new();
    let given = name.as_str().unwrap_or_default();
    let lower = given.to_lowercase();
    let known = KNOWN.iter().find(|(it, _)| *it == lower).filter(|_| packages.is_empty());
    for argument in arguments {
        let beside =
            clauses.first().cloned().filter(|_| lower == "coalesce").unwrap_or(Value::None);
        clauses.push(operand(vm, argument, &beside)?);
    }
    let ty = match (ty, known) {
        (Value::None, Some((_, Gives::Type(class)))) => Value::Object(make(vm, class, [])),
        (Value::None, Some((_, Gives::First))) => {
            clauses.iter().find_map(type_of).map_or(Value::None, Value::Object)
        }
        (Value::None, Some((_, Gives::Array))) => {
            let item = clauses.iter().find_map(type_of).map_or(Value::None, Value::Object);
            Value::Object(make(vm, &g::ARRAY_TYPE, [("item_type", item)]))
        }
        (ty, _) => type_argument(vm, &ty)?,
    };
    let name = if known.is_some() { lower } else { given.to_owned() };
    let fields = [
        ("name", Value::str(name)),
        ("packages", Value::list(packages.to_vec())),
        ("clauses", Value::list(clauses)),
        ("type", ty),
    ];
    Ok(Value::Object(make(vm, &FUNCTION, fields)))
}

fn init(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    let made =
        function(vm, &[args.get("name").clone()], args.rest("clauses"), args.get("type_").clone())?;
    if let Value::Object(made) = made {
        *this.fields.borrow_mut() = made.fields.borrow().clone();
    }
    Ok(())
}

fn init_generic(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    let class = Value::Class(this.class.borrow().clone());
    let name = match vm.attribute_if_any(&class, "name")? {
        Some(name @ Value::Str(_)) => name,
        _ => Value::str(&this.class.borrow().name),
    };
    let ty = vm.attribute_if_any(&class, "type")?.unwrap_or(Value::None);
    let made = function(vm, &[name], args.rest("clauses"), ty)?;
    if let Value::Object(made) = made {
        *this.fields.borrow_mut() = made.fields.borrow().clone();
    }
    Ok(())
}

fn over(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let fields =
        ["partition_by", "order_by", "rows", "range_"].map(|it| (it, args.get(it).clone()));
    let made = make(vm, &OVER, fields);
    super::construct::refer_in_window(vm, &made)?;
    made.set_field("element", args.get("self").clone());
    made.set_field("type", type_of(args.get("self")).map_or(Value::None, Value::Object));
    Ok(Value::Object(made))
}

fn filter(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let criterion = super::construct::conjunction(vm, "and", args.rest("criterion"))?;
    let fields = [("func", args.get("self").clone()), ("criterion", criterion)];
    let made = make(vm, &FUNCTION_FILTER, fields);
    made.set_field("type", type_of(args.get("self")).map_or(Value::None, Value::Object));
    Ok(Value::Object(made))
}

fn within_group(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let order = Value::list(args.rest("order_by").to_vec());
    Ok(Value::Object(make(
        vm,
        &WITHIN_GROUP,
        [("element", args.get("self").clone()), ("order_by", order)],
    )))
}

fn table_valued(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let mut columns = Vec::new();
    for given in args.rest("expr") {
        columns.push(match given {
            Value::Str(_) => {
                vm.construct(&super::element::COLUMN_CLAUSE, vec![given.clone()], Vec::new())?
            }
            column => column.clone(),
        });
    }
    let ordinality = args.get("with_ordinality");
    if let Value::Str(_) = ordinality {
        let integer = Value::Object(make(vm, &g::INTEGER_TYPE, []));
        let given = vec![ordinality.clone(), integer];
        columns.push(vm.construct(&super::element::COLUMN_CLAUSE, given, Vec::new())?);
    }
    let name = args.get("name").clone();
    let made = super::from::table_valued(vm, args.get("self"), name, columns);
    if let Value::Object(it) = &made {
        it.set_field("with_ordinality", Value::Bool(!ordinality.is_none()));
    }
    Ok(made)
}

fn alias(vm: &mut Vm<'_>, args: &Args) -> Eval {
    Ok(super::from::table_valued(vm, args.get("self"), args.get("name").clone(), Vec::new()))
}

fn column_valued(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let alias = alias(vm, args)?;
    Ok(super::from::column_of_alias(vm, &alias))
}

fn select(vm: &mut Vm<'_>, args: &Args) -> Eval {
    super::select::of_columns(vm, std::slice::from_ref(args.get("self")))
}

/// The name of a function with what stands before it.
pub fn qualified_name(function: &Rc<Object>) -> (Vec<String>, String) {
    let packages = items(function, "packages");
    let packages = packages.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect();
    (packages, text(function, "name").unwrap_or_default())
}
