//! The methods of columns and expressions: one row each.

use super::super::fields::{entries, field, items_of, make, of, text};
use super::super::types::generic as g;
use super::element::{
    BINARY, BIND_PARAMETER, COLLATION, LABEL, UNARY, binary, calculation, comparison, custom,
    expression_of, modified, negate, operand, type_argument, unary,
};
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

const fn compares(name: &'static str, call: fn(&mut Vm<'_>, &Args) -> Eval) -> Native {
    Native { name, params: "self, other", call }
}

const fn likes(name: &'static str, call: fn(&mut Vm<'_>, &Args) -> Eval) -> Native {
    Native { name, params: "self, other, escape=None, autoescape=False, **kw", call }
}

const fn alone(name: &'static str, call: fn(&mut Vm<'_>, &Args) -> Eval) -> Native {
    Native { name, params: "self", call }
}

#[rustfmt::skip]
pub static METHODS: &[Native] = &[
    likes("like", |vm, args| like(vm, args, "like")),
    likes("ilike", |vm, args| like(vm, args, "ilike")),
    likes("not_like", |vm, args| like(vm, args, "not_like")),
    likes("notlike", |vm, args| like(vm, args, "not_like")),
    likes("not_ilike", |vm, args| like(vm, args, "not_ilike")),
    likes("notilike", |vm, args| like(vm, args, "not_ilike")),
    likes("startswith", |vm, args| pattern(vm, args, "like", ("", "%"))),
    likes("endswith", |vm, args| pattern(vm, args, "like", ("%", ""))),
    likes("contains", |vm, args| pattern(vm, args, "like", ("%", "%"))),
    compares("in_", |vm, args| contained(vm, args, "in")),
    compares("not_in", |vm, args| contained(vm, args, "not_in")),
    compares("notin_", |vm, args| contained(vm, args, "not_in")),
    compares("is_", |vm, args| comparison(vm, args.get("self"), "is", args.get("other"))),
    compares("is_not", |vm, args| comparison(vm, args.get("self"), "is_not", args.get("other"))),
    compares("isnot", |vm, args| comparison(vm, args.get("self"), "is_not", args.get("other"))),
    compares("is_distinct_from", |vm, args| comparison(vm, args.get("self"), "is_distinct_from", args.get("other"))),
    compares("isnot_distinct_from", |vm, args| comparison(vm, args.get("self"), "is_not_distinct_from", args.get("other"))),
    compares("is_not_distinct_from", |vm, args| comparison(vm, args.get("self"), "is_not_distinct_from", args.get("other"))),
    compares("concat", |vm, args| calculation(vm, args.get("self"), "concat", args.get("other"))),
    Native { name: "match", params: "self, other, **kwargs", call: matched },
    Native { name: "regexp_match", params: "self, pattern, flags=None", call: |vm, args| comparison(vm, args.get("self"), "regexp_match", args.get("pattern")) },
    Native { name: "regexp_replace", params: "self, pattern, replacement, flags=None", call: regexp_replace },
    Native { name: "between", params: "self, cleft, cright, symmetric=False", call: between },
    Native { name: "label", params: "self, name", call: label },
    Native { name: "op", params: "self, opstring, precedence=0, is_comparison=False, return_type=None, **kw", call: op },
    Native { name: "bool_op", params: "self, opstring, precedence=0, **kw", call: op },
    Native { name: "operate", params: "self, op, *other, **kw", call: |_, args| Ok(args.get("self").clone()) },
    Native { name: "collate", params: "self, collation", call: collate },
    Native { name: "cast", params: "self, type_", call: |vm, args| super::construct::cast(vm, args.get("self"), args.get("type_")) },
    alone("desc", |vm, args| Ok(modified(vm, args.get("self"), "desc"))),
    alone("asc", |vm, args| Ok(modified(vm, args.get("self"), "asc"))),
    alone("nulls_first", |vm, args| Ok(modified(vm, args.get("self"), "nulls_first"))),
    alone("nullsfirst", |vm, args| Ok(modified(vm, args.get("self"), "nulls_first"))),
    alone("nulls_last", |vm, args| Ok(modified(vm, args.get("self"), "nulls_last"))),
    alone("nullslast", |vm, args| Ok(modified(vm, args.get("self"), "nulls_last"))),
    alone("distinct", |vm, args| Ok(unary(vm, args.get("self"), "distinct"))),
    Native { name: "any", params: "self, other, operator=None", call: |vm, args| any_of(vm, args, "any") },
    Native { name: "all", params: "self, other, operator=None", call: |vm, args| any_of(vm, args, "all") },
    likes("icontains", |vm, args| pattern(vm, args, "ilike", ("%", "%"))),
    likes("istartswith", |vm, args| pattern(vm, args, "ilike", ("", "%"))),
    likes("iendswith", |vm, args| pattern(vm, args, "ilike", ("%", ""))),
    alone("any_", |vm, args| Ok(unary(vm, args.get("self"), "any"))),
    alone("all_", |vm, args| Ok(unary(vm, args.get("self"), "all"))),
    alone("as_string", |vm, args| as_type(vm, args, &g::UNICODE)),
    alone("as_integer", |vm, args| as_type(vm, args, &g::INTEGER_TYPE)),
    alone("as_float", |vm, args| as_type(vm, args, &g::FLOAT_TYPE)),
    alone("as_boolean", |vm, args| as_type(vm, args, &g::BOOLEAN_TYPE)),
    alone("as_json", |_, args| Ok(args.get("self").clone())),
    compares("has_key", |vm, args| custom_bool(vm, args, "?")),
    compares("has_any", |vm, args| custom_bool(vm, args, "?|")),
    compares("has_all", |vm, args| custom_bool(vm, args, "?&")),
    compares("contained_by", |vm, args| custom_bool(vm, args, "<@")),
    compares("overlap", |vm, args| custom_bool(vm, args, "&&")),
    compares("overlaps", |vm, args| custom_bool(vm, args, "&&")),
    compares("bitwise_and", |vm, args| calculation(vm, args.get("self"), "bitwise_and", args.get("other"))),
    alone("bitwise_not", |vm, args| Ok(unary(vm, args.get("self"), "bitwise_not"))),
    compares("bitwise_or", |vm, args| calculation(vm, args.get("self"), "bitwise_or", args.get("other"))),
    compares("bitwise_xor", |vm, args| calculation(vm, args.get("self"), "bitwise_xor", args.get("other"))),
    compares("bitwise_lshift", |vm, args| calculation(vm, args.get("self"), "bitwise_lshift", args.get("other"))),
    compares("bitwise_rshift", |vm, args| calculation(vm, args.get("self"), "bitwise_rshift", args.get("other"))),
];

pub static PROPERTIES: &[Native] = &[
    alone("astext", astext),
    alone("comparator", |_, args| Ok(args.get("self").clone())),
    alone("expression", |_, args| Ok(args.get("self").clone())),
    alone("key", |_, args| {
        let Some(this) = args.get("self").as_object() else { return Ok(Value::None) };
        Ok(field(this, "name"))
    }),
];

fn like(vm: &mut Vm<'_>, args: &Args, name: &str) -> Eval {
    let made = comparison(vm, args.get("self"), name, args.get("other"))?;
    if let Value::Object(it) = &made {
        it.set_field("escape", args.get("escape").clone());
    }
    Ok(made)
}

/// `column.match(words)`, with what a dialect is told of the search.
fn matched(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let made = comparison(vm, args.get("self"), "match", args.get("other"))?;
    if let Value::Object(it) = &made {
        entries(args.get("kwargs"))
            .into_iter()
            .for_each(|(name, value)| it.set_field(&name, value));
    }
    Ok(made)
}

/// `startswith` and its like: LIKE with the percent signs joined to the text.
fn pattern(vm: &mut Vm<'_>, args: &Args, name: &str, (before, behind): (&str, &str)) -> Eval {
    let this = args.get("self");
    if super::element::type_of(this).is_some_and(|it| it.is(&g::ARRAY_TYPE) || it.is(&g::JSON_TYPE))
    {
        return custom_bool(vm, args, "@>");
    }
    let mut escape = args.get("escape").clone();
    let mut other = args.get("other").clone();
    if args.flag("autoescape")
        && let Value::Str(text) = &other
    {
        let mark = escape.as_str().unwrap_or("/").to_owned();
        let text = match mark.as_str() {
            "%" | "_" => text.to_string(),
            mark => text.replace(mark, &mark.repeat(2)),
        };
        let text = text.replace('%', &format!("{mark}%")).replace('_', &format!("{mark}_"));
        other = Value::str(text);
        escape = Value::str(mark);
    }
    let string = Value::Object(make(vm, &g::STRING, []));
    let mut pattern = operand(vm, &other, this)?;
    if !before.is_empty() {
        let start = operand(vm, &Value::str(before), this)?;
        pattern = binary(vm, start, "concat", pattern, string.clone());
    }
    if !behind.is_empty() {
        let end = operand(vm, &Value::str(behind), this)?;
        pattern = binary(vm, pattern, "concat", end, string);
    }
    let made = comparison(vm, this, name, &pattern)?;
    if let Value::Object(it) = &made {
        it.set_field("escape", escape);
        it.set_field("grouped", Value::Bool(true));
    }
    Ok(made)
}

/// `array.any(5)`: whether it equals an item, or compares with one by another operator.
fn any_of(vm: &mut Vm<'_>, args: &Args, name: &str) -> Eval {
    let this = expression_of(vm, args.get("self"))?;
    let item = super::element::type_of(&this).map_or(Value::None, |it| field(&it, "item_type"));
    let many = unary(vm, &this, name);
    if let Value::Object(it) = &many {
        it.set_field("type", item);
    }
    compared_with(vm, &many, args)
}

/// How a value compares with `ANY (...)` or `ALL (...)`.
pub fn compared_with(vm: &mut Vm<'_>, many: &Value, args: &Args) -> Eval {
    let operator = match args.get("operator") {
        Value::None => "eq".to_owned(),
        Value::Unknown(_) => return Ok(args.get("operator").clone()),
        function => vm
            .attribute_if_any(function, "__name__")?
            .map_or_else(|| "eq".to_owned(), |it| it.as_str().unwrap_or("eq").to_owned()),
    };
    let made = comparison(vm, many, &operator, args.get("other"))?;
    if let Value::Object(it) = &made {
        // It says how the value compares with the items, which stand on the right already.
        it.set_field("operator", Value::str(&operator));
    }
    Ok(made)
}

/// `column.in_([1, 2])` and `column.in_(select(...))`.
fn contained(vm: &mut Vm<'_>, args: &Args, name: &str) -> Eval {
    let this = expression_of(vm, args.get("self"))?;
    let other = args.get("other");
    let right = match other {
        Value::List(_) | Value::Tuple(_) => list_bind(vm, &this, items_of(other))?,
        Value::Set(_) => {
            let items = vm.iterate(other)?;
            list_bind(vm, &this, items)?
        }
        Value::Object(it)
            if of(other, &super::select::SELECT_BASE).is_some()
                || of(other, &super::from::FROM_CLAUSE).is_some() =>
        {
            Value::Object(it.clone())
        }
        Value::Object(_) => {
            let expression = expression_of(vm, other)?;
            match of(&expression, &super::element::CLAUSE_ELEMENT) {
                Some(_) => expression,
                None => {
                    let items = vm.iterate(other)?;
                    list_bind(vm, &this, items)?
                }
            }
        }
        Value::Unknown(_) => return Ok(other.clone()),
        other => {
            let items = vm.iterate(other)?;
            list_bind(vm, &this, items)?
        }
    };
    let boolean = Value::Object(make(vm, &g::BOOLEAN_TYPE, []));
    Ok(binary(vm, this, name, right, boolean))
}

/// The values of an IN as one parameter that expands.
fn list_bind(vm: &mut Vm<'_>, this: &Value, items: Vec<Value>) -> Eval {
    let mut operands = Vec::new();
    for item in items {
        operands.push(operand(vm, &item, this)?);
    }
    let ty = super::element::type_of(this).map_or(Value::None, Value::Object);
    let fields =
        [("expanded", Value::list(operands)), ("type", ty), ("expanding", Value::Bool(true))];
    Ok(Value::Object(make(vm, &BIND_PARAMETER, fields)))
}

fn between(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let this = expression_of(vm, args.get("self"))?;
    let low = operand(vm, args.get("cleft"), &this)?;
    let high = operand(vm, args.get("cright"), &this)?;
    let boolean = Value::Object(make(vm, &g::BOOLEAN_TYPE, []));
    let made = binary(vm, this, "between", low, boolean);
    if let Value::Object(it) = &made {
        it.set_field("upper", high);
        it.set_field("symmetric", args.get("symmetric").clone());
    }
    Ok(made)
}

pub fn label(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let element = expression_of(vm, args.get("self"))?;
    let ty = super::element::type_of(&element).map_or(Value::None, Value::Object);
    let fields = [("name", args.get("name").clone()), ("element", element), ("type", ty)];
    Ok(Value::Object(make(vm, &LABEL, fields)))
}

/// `a.op("~")`: a function that takes the right side.
fn op(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let ty = type_argument(vm, args.get("return_type"))?;
    let ty = match (ty, args.flag("is_comparison")) {
        (Value::None, true) => Value::Object(make(vm, &g::BOOLEAN_TYPE, [])),
        (ty, _) => ty,
    };
    let fields = [
        ("left", args.get("self").clone()),
        ("opstring", args.get("opstring").clone()),
        ("precedence", args.get("precedence").clone()),
        ("type", ty),
    ];
    Ok(Value::Object(make(vm, &CUSTOM_OPERATOR, fields)))
}

/// What `a.op("~")` gives: it waits for its right side.
pub static CUSTOM_OPERATOR: NativeClass = NativeClass {
    name: "custom_op",
    module: "sqlalchemy.sql.operators",
    methods: &[Native { name: "__call__", params: "self, other", call: apply_custom }],
    ..NativeClass::EMPTY
};

fn apply_custom(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object().cloned() else { return Ok(Value::None) };
    let words = text(&this, "opstring").unwrap_or_default();
    let made = custom(vm, &field(&this, "left"), &words, args.get("other"), field(&this, "type"))?;
    if let Value::Object(it) = &made {
        it.set_field("precedence", field(&this, "precedence"));
    }
    Ok(made)
}

fn custom_bool(vm: &mut Vm<'_>, args: &Args, words: &str) -> Eval {
    let boolean = Value::Object(make(vm, &g::BOOLEAN_TYPE, []));
    let made = custom(vm, args.get("self"), words, args.get("other"), boolean)?;
    if let Value::Object(it) = &made {
        it.set_field("precedence", Value::Int(5));
    }
    Ok(made)
}

fn collate(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let collation = make(vm, &COLLATION, [("collation", args.get("collation").clone())]);
    let this = expression_of(vm, args.get("self"))?;
    let ty = super::element::type_of(&this).map_or(Value::None, Value::Object);
    Ok(binary(vm, this, "collate", Value::Object(collation), ty))
}

fn regexp_replace(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let given = vec![
        args.get("self").clone(),
        args.get("pattern").clone(),
        args.get("replacement").clone(),
    ];
    super::function::named(vm, "regexp_replace", given)
}

/// `column["key"].astext`: as text instead of JSON.
fn astext(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = of(args.get("self"), &BINARY).cloned() else { return Ok(Value::None) };
    let name = match text(&this, "operator").as_deref() {
        Some("json_path_getitem") => "json_path_astext",
        _ => "json_astext",
    };
    let string = Value::Object(make(vm, &g::TEXT_TYPE, []));
    Ok(binary(vm, field(&this, "left"), name, field(&this, "right"), string))
}

/// `column["key"].as_float()`: the compiler casts what is not JSON.
fn as_type(vm: &mut Vm<'_>, args: &Args, class: &'static NativeClass) -> Eval {
    let Some(this) = of(args.get("self"), &BINARY).cloned() else { return Ok(Value::None) };
    let other = super::super::fields::copy(vm, &this);
    let ty = make(vm, class, []);
    other.set_field("type", Value::Object(ty));
    Ok(Value::Object(other))
}

/// `not_(...)` under its own name.
pub fn not(vm: &mut Vm<'_>, args: &Args) -> Eval {
    negate(vm, args.get("clause"))
}

/// Whether a value is an operand with an operator in front or behind.
pub fn is_unary(value: &Value) -> bool {
    of(value, &UNARY).is_some()
}

/// A list's objects, as operands beside nothing.
pub fn operands(vm: &mut Vm<'_>, values: &[Value]) -> Eval<Vec<Value>> {
    values.iter().map(|it| operand(vm, it, &Value::None)).collect()
}
