//! The functions that make expressions: `text`, `column`, `and_`, `case` and their like.

use std::rc::Rc;

use super::super::compiler::bind::parameters;
use super::super::engine::shared;
use super::super::exc;
use super::super::fields::{copy, entries, field, flag, items_of, items_or_one, make, of, text};
use super::super::types::generic as g;
use super::element::{
    BIND_PARAMETER, BOOLEAN_LIST, CASE, CAST, COLLATION, COLUMN_CLAUSE, EXTRACT, FALSE, LABEL,
    NULL, OVER, REFERENCE, TEXT_CLAUSE, TRUE, TUPLE, TYPE_COERCE, UNARY, binary, bind,
    expression_of, modified, negate, operand, type_argument, unary,
};
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Object};
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

const fn row(
    name: &'static str,
    params: &'static str,
    call: fn(&mut Vm<'_>, &Args) -> Eval,
) -> Native {
    Native { name, params, call }
}

/// The functions of `sqlalchemy` and `sqlalchemy.sql` that make expressions.
#[rustfmt::skip]
pub static FUNCTIONS: &[Native] = &[
    row("text", "text: clause", |vm, args| text_clause(vm, args.get("text"))),
    row("literal", "value, type_=None, literal_execute=False", literal),
    row("literal_column", "text, type_=None", literal_column),
    row("column", "text, type_=None, is_literal=False, _selectable=None", column),
    row("bindparam", "key, value=..., type_=None, unique=False, required=None, expanding=False, **kw", bindparam),
    row("null", "", |vm, _| shared(vm, "the only null", |vm| Ok(Value::Object(make(vm, &NULL, []))))),
    row("true", "", |vm, _| shared(vm, "the only true", |vm| Ok(Value::Object(make(vm, &TRUE, []))))),
    row("false", "", |vm, _| shared(vm, "the only false", |vm| Ok(Value::Object(make(vm, &FALSE, []))))),
    row("and_", "*clauses", |vm, args| conjunction(vm, "and", args.rest("clauses"))),
    row("or_", "*clauses", |vm, args| conjunction(vm, "or", args.rest("clauses"))),
    row("not_", "clause", |vm, args| negate(vm, args.get("clause"))),
    row("case", "*whens, value=None, else_=None", case),
    row("cast", "expression, type_", |vm, args| cast(vm, args.get("expression"), args.get("type_"))),
    row("try_cast", "expression, type_", |vm, args| cast(vm, args.get("expression"), args.get("type_"))),
    row("type_coerce", "expression, type_", type_coerce),
    row("extract", "field, expr", extract),
    row("tuple_", "*clauses, types=None", tuple),
    row("distinct", "expr", |vm, args| on(vm, args, "expr", |vm, it| unary(vm, it, "distinct"))),
    row("desc", "column", |vm, args| ordered(vm, args, "desc")),
    row("asc", "column", |vm, args| ordered(vm, args, "asc")),
    row("nulls_first", "column", |vm, args| ordered(vm, args, "nulls_first")),
    row("nullsfirst", "column", |vm, args| ordered(vm, args, "nulls_first")),
    row("nulls_last", "column", |vm, args| ordered(vm, args, "nulls_last")),
    row("nullslast", "column", |vm, args| ordered(vm, args, "nulls_last")),
    row("any_", "expr", |vm, args| on(vm, args, "expr", |vm, it| unary(vm, it, "any"))),
    row("all_", "expr", |vm, args| on(vm, args, "expr", |vm, it| unary(vm, it, "all"))),
    row("bitwise_not", "expr", |vm, args| on(vm, args, "expr", |vm, it| unary(vm, it, "bitwise_not"))),
    row("between", "expr, lower_bound, upper_bound, symmetric=False", |vm, args| {
        let given = vec![args.get("lower_bound").clone(), args.get("upper_bound").clone()];
        let expression = expression_of(vm, args.get("expr"))?;
        vm.call_method(&expression, "between", given)
    }),
    row("collate", "expression, collation", collate),
    row("label", "name, element, type_=None", |vm, args| {
        let element = expression_of(vm, args.get("element"))?;
        Ok(Value::Object(make(vm, &LABEL, [("name", args.get("name").clone()), ("element", element)])))
    }),
    row("over", "element, partition_by=None, order_by=None, range_=None, rows=None", |vm, args| {
        let fields = ["element", "partition_by", "order_by", "range_", "rows"];
        let made = make(vm, &OVER, fields.map(|it| (it, args.get(it).clone())));
        refer_in_window(vm, &made)?;
        Ok(Value::Object(made))
    }),
    row("within_group", "element, *order_by", |vm, args| {
        vm.call_method(args.get("element"), "within_group", args.rest("order_by").to_vec())
    }),
    row("funcfilter", "func, *criterion", |vm, args| {
        vm.call_method(args.get("func"), "filter", args.rest("criterion").to_vec())
    }),
    row("conv", "name: text", super::super::schema::naming::conv),
    row("quoted_name", "value: text, quote=None", super::super::quoting::quoted_name),
    row("modifier", "expr", |_, args| Ok(args.get("expr").clone())),
];

fn on(vm: &mut Vm<'_>, args: &Args, name: &str, run: fn(&mut Vm<'_>, &Value) -> Value) -> Eval {
    let value = match args.get(name) {
        Value::Str(name) => text_clause(vm, &Value::Str(name.clone()))?,
        value => expression_of(vm, value)?,
    };
    Ok(run(vm, &value))
}

/// `desc("name")`, where a text names a result or a column of the query.
fn ordered(vm: &mut Vm<'_>, args: &Args, modifier: &str) -> Eval {
    let value = reference(vm, args.get("column"))?;
    Ok(modified(vm, &value, modifier))
}

/// Texts in a window name columns, too.
pub fn refer_in_window(vm: &mut Vm<'_>, over: &Rc<Object>) -> Eval<()> {
    for name in ["partition_by", "order_by"] {
        let mut clauses = Vec::new();
        for clause in items_or_one(&field(over, name)) {
            clauses.push(reference(vm, &clause)?);
        }
        over.set_field(name, Value::list(clauses));
    }
    Ok(())
}

/// What stands in `ORDER BY` and its like: a text is a reference, all else an expression.
pub fn reference(vm: &mut Vm<'_>, value: &Value) -> Eval {
    match value {
        name @ Value::Str(_) => {
            Ok(Value::Object(make(vm, &REFERENCE, [("element", name.clone())])))
        }
        value => expression_of(vm, value),
    }
}

/// `text("...")`.
pub fn text_clause(vm: &mut Vm<'_>, text: &Value) -> Eval {
    match text {
        Value::Unknown(_) => Ok(text.clone()),
        text if of(text, &TEXT_CLAUSE).is_some() => Ok(text.clone()),
        text => Ok(Value::Object(make(vm, &TEXT_CLAUSE, [("text", text.clone())]))),
    }
}

/// `text(...).bindparams(a=1)`: values for its parameters.
pub fn text_bindparams(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object() else { return Ok(Value::None) };
    let made = copy(vm, this);
    let mut binds = match field(this, "_binds") {
        Value::Dict(dict) => dict.borrow().clone(),
        _ => Dict::default(),
    };
    for given in args.rest("binds") {
        if let Some(it) = of(given, &BIND_PARAMETER)
            && let Some(key) = text(it, "key")
        {
            refuse_parameter(vm, this, &key)?;
            binds.insert_str(&key, given.clone());
        } else {
            for (key, value) in entries(given) {
                binds.insert_str(&key, value);
            }
        }
    }
    for (key, value) in entries(args.get("names")) {
        refuse_parameter(vm, this, &key)?;
        let value = match binds.get_str(&key).and_then(|it| of(it, &BIND_PARAMETER).cloned()) {
            Some(bound) => {
                let bound = copy(vm, &bound);
                if flag(&bound, "expanding") {
                    bound.set_field("expanded", Value::list(items_or_one(&value)));
                }
                bound.set_field("value", value);
                Value::Object(bound)
            }
            None => value,
        };
        binds.insert_str(&key, value);
    }
    made.set_field("_binds", Value::dict(binds));
    Ok(Value::Object(made))
}

/// Refuses a value for a parameter that the text has not.
fn refuse_parameter(vm: &mut Vm<'_>, clause: &Rc<Object>, name: &str) -> Eval<()> {
    let is_there = |written: String| parameters(&written).iter().any(|it| it == name);
    if text(clause, "text").is_none_or(is_there) {
        return Ok(());
    }
    let shown = vm.repr(&Value::str(name))?;
    let message = format!("This text() construct doesn't define a bound parameter named {shown}");
    Err(exc::raise(vm, &exc::ARGUMENT_ERROR, message))
}

/// `text("SELECT ...").columns(...)`: a selectable with these columns.
pub fn text_columns(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let columns = items_of(args.get("cols"));
    let fields = [("element", args.get("self").clone()), ("columns", Value::list(columns))];
    Ok(Value::Object(make(vm, &super::select::TEXTUAL_SELECT, fields)))
}

fn literal(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let ty = match args.get("type_") {
        Value::None => Some(super::super::compiler::type_of_value(vm, args.get("value"))),
        ty => type_argument(vm, ty)?.as_object().cloned(),
    };
    Ok(Value::Object(bind(vm, args.get("value").clone(), ty)))
}

fn literal_column(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let ty = type_argument(vm, args.get("type_"))?;
    let fields =
        [("name", args.get("text").clone()), ("type", ty), ("is_literal", Value::Bool(true))];
    Ok(Value::Object(make(vm, &COLUMN_CLAUSE, fields)))
}

fn column(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let given =
        vec![args.get("text").clone(), args.get("type_").clone(), args.get("is_literal").clone()];
    vm.construct(&COLUMN_CLAUSE, given, Vec::new())
}

pub fn init_column_clause(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    let ty = type_argument(vm, args.get("type_"))?;
    this.set_field("name", args.get("text").clone());
    this.set_field("key", args.get("text").clone());
    this.set_field("type", ty);
    this.set_field("is_literal", args.get("is_literal").clone());
    Ok(())
}

fn bindparam(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let keywords = ["value", "type_", "expanding"]
        .into_iter()
        .filter(|it| args.is_given(it))
        .map(|it| (it.to_owned(), args.get(it).clone()))
        .collect();
    vm.construct(&BIND_PARAMETER, vec![args.get("key").clone()], keywords)
}

pub fn init_bind(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    this.set_field("key", args.get("key").clone());
    let ty = match args.get("type_") {
        Value::None if args.is_given("value") => {
            Value::Object(super::super::compiler::type_of_value(vm, args.get("value")))
        }
        ty => type_argument(vm, ty)?,
    };
    this.set_field("type", ty);
    this.set_field("expanding", args.get("expanding").clone());
    if args.is_given("value") {
        this.set_field("value", args.get("value").clone());
    }
    if args.flag("expanding") && args.is_given("value") {
        let items = items_or_one(args.get("value"));
        this.set_field("expanded", Value::list(items));
    }
    Ok(())
}

/// `and_(...)` and `or_(...)`: with one condition it is that one; `True` and `None` drop out.
pub fn conjunction(vm: &mut Vm<'_>, name: &str, clauses: &[Value]) -> Eval {
    let mut kept = Vec::new();
    let mut says_something = false;
    for clause in clauses {
        let clause = match clause {
            Value::Bool(flag) => Value::Object(make(vm, if *flag { &TRUE } else { &FALSE }, [])),
            Value::None => Value::Object(make(vm, &NULL, [])),
            Value::Str(_) => text_clause(vm, clause)?,
            Value::Unknown(_) => return Ok(clause.clone()),
            clause => expression_of(vm, clause)?,
        };
        let (neutral, absorbing) = if name == "and" { (&TRUE, &FALSE) } else { (&FALSE, &TRUE) };
        if of(&clause, absorbing).is_some() {
            return Ok(clause);
        }
        if of(&clause, neutral).is_some() {
            says_something = true;
        } else {
            // A nested list of the same kind is written flat.
            match of(&clause, &BOOLEAN_LIST)
                .filter(|it| text(it, "operator").as_deref() == Some(name))
            {
                Some(list) => {
                    let inner = super::super::fields::items(list, "clauses");
                    vm.spend(inner.len())?;
                    kept.extend(inner);
                }
                None => kept.push(clause),
            }
        }
    }
    if kept.len() == 1
        && let Some(only) = kept.pop()
    {
        return Ok(only);
    }
    let boolean = Value::Object(make(vm, &g::BOOLEAN_TYPE, []));
    if kept.is_empty() && says_something {
        let empty = if name == "and" { &TRUE } else { &FALSE };
        return Ok(Value::Object(make(vm, empty, [])));
    }
    let fields =
        [("operator", Value::str(name)), ("clauses", Value::list(kept)), ("type", boolean)];
    Ok(Value::Object(make(vm, &BOOLEAN_LIST, fields)))
}

/// `case((condition, value), ..., else_=...)`, or a dictionary with `value=`.
fn case(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if let [Value::List(_)] = args.rest("whens") {
        let message = "The \"whens\" argument to case(), when referring to a sequence of items, is now \
                       passed as a series of positional elements, rather than as a list. ";
        return Err(exc::raise(vm, &exc::ARGUMENT_ERROR, message));
    }
    let mut whens = Vec::new();
    for given in args.rest("whens") {
        match given {
            Value::Dict(dict) => whens.extend(
                dict.borrow().iter().map(|(key, value)| Value::tuple([key.clone(), value.clone()])),
            ),
            pair => whens.push(pair.clone()),
        }
    }
    let subject = match args.get("value") {
        Value::None => Value::None,
        value => expression_of(vm, value)?,
    };
    let mut pairs = Vec::new();
    let mut ty = Value::None;
    for pair in whens {
        let [condition, result] = items_of(&pair).try_into().unwrap_or([Value::None, Value::None]);
        let condition = operand(vm, &condition, &subject)?;
        let result = operand(vm, &result, &Value::None)?;
        if ty.is_none() {
            ty = super::element::type_of(&result).map_or(Value::None, Value::Object);
        }
        pairs.push(Value::tuple([condition, result]));
    }
    let otherwise = match args.get("else_") {
        Value::None => Value::None,
        value => operand(vm, value, &Value::None)?,
    };
    let fields =
        [("whens", Value::list(pairs)), ("value", subject), ("else_", otherwise), ("type", ty)];
    Ok(Value::Object(make(vm, &CASE, fields)))
}

/// `cast(expression, type)`.
pub fn cast(vm: &mut Vm<'_>, expression: &Value, ty: &Value) -> Eval {
    let ty = type_argument(vm, ty)?;
    let clause = match expression_of(vm, expression)? {
        Value::Object(it) if it.is(&super::element::CLAUSE_ELEMENT) => Value::Object(it),
        plain => Value::Object(bind(vm, plain, ty.as_object().cloned())),
    };
    Ok(Value::Object(make(vm, &CAST, [("clause", clause), ("type", ty)])))
}

fn type_coerce(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let ty = type_argument(vm, args.get("type_"))?;
    let clause = match expression_of(vm, args.get("expression"))? {
        Value::Object(it) if it.is(&super::element::CLAUSE_ELEMENT) => Value::Object(it),
        plain => Value::Object(bind(vm, plain, ty.as_object().cloned())),
    };
    Ok(Value::Object(make(vm, &TYPE_COERCE, [("clause", clause), ("type", ty)])))
}

fn extract(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let expr = operand(vm, args.get("expr"), &Value::None)?;
    let integer = Value::Object(make(vm, &g::INTEGER_TYPE, []));
    let fields = [("field", args.get("field").clone()), ("expr", expr), ("type", integer)];
    Ok(Value::Object(make(vm, &EXTRACT, fields)))
}

fn tuple(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let clauses = super::methods::operands(vm, args.rest("clauses"))?;
    Ok(Value::Object(make(vm, &TUPLE, [("clauses", Value::list(clauses))])))
}

fn collate(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let left = operand(vm, args.get("expression"), &Value::None)?;
    let right = make(vm, &COLLATION, [("collation", args.get("collation").clone())]);
    let string = Value::Object(make(vm, &g::STRING, []));
    Ok(binary(vm, left, "collate", Value::Object(right), string))
}

/// An expression with EXISTS, DISTINCT and their like in front, of a class of ours.
pub fn prefixed(vm: &mut Vm<'_>, class: &'static NativeClass, element: Value, name: &str) -> Value {
    let boolean = Value::Object(make(vm, &g::BOOLEAN_TYPE, []));
    let fields = [("element", element), ("operator", Value::str(name)), ("type", boolean)];
    debug_assert!(class.bases.iter().any(|it| std::ptr::eq(*it, &UNARY)));
    Value::Object(make(vm, class, fields))
}
