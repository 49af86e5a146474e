//! Columns and whatever is made of them: the objects of expressions, and what operators do to them.

use std::rc::Rc;

use super::super::compiler::{Compiler, type_of_value};
use super::super::dialect;
use super::super::fields::{entries, field, items_or_one, make, object, of, same, text};
use super::super::types::base::{TYPE_ENGINE, to_instance};
use super::super::types::{generic as g, postgresql as p};
use super::methods::METHODS;
use super::operators::{CUSTOM, operator};
use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Object, Operator};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// Whatever can be written as SQL.
pub static CLAUSE_ELEMENT: NativeClass = NativeClass {
    name: "ClauseElement",
    module: MODULE,
    methods: &[
        Native { name: "compile", params: "self, bind=None, dialect=None, **kw", call: compile },
        Native { name: "__str__", params: "self", call: compile },
        Native { name: "__repr__", params: "self", call: compile },
        Native { name: "__bool__", params: "self", call: truth },
        Native { name: "self_group", params: "self, against=None", call: itself },
        Native { name: "execution_options", params: "self, **kw", call: itself },
        Native { name: "params", params: "self, *args, **kw", call: with_parameters },
        Native { name: "unique_params", params: "self, *args, **kw", call: with_parameters },
    ],
    ..NativeClass::EMPTY
};

/// Whatever stands for a value of a row.
pub static COLUMN_ELEMENT: NativeClass = NativeClass {
    name: "ColumnElement",
    module: MODULE,
    bases: &[&CLAUSE_ELEMENT],
    operator: Some(operate),
    methods: METHODS,
    properties: super::methods::PROPERTIES,
    ..NativeClass::EMPTY
};

const MODULE: &str = "sqlalchemy.sql.elements";

const fn element(name: &'static str, params: &'static str) -> NativeClass {
    NativeClass { name, module: MODULE, bases: COLUMN_BASES, params, ..NativeClass::EMPTY }
}

static COLUMN_BASES: &[&NativeClass] = &[&COLUMN_ELEMENT];

pub static BIND_PARAMETER: NativeClass = NativeClass {
    init: Some(super::construct::init_bind),
    ..element(
        "BindParameter",
        "key, value=..., type_=None, unique=False, required=None, quote=None, expanding=False, literal_execute=False, **kw",
    )
};
pub static TEXT_CLAUSE: NativeClass = NativeClass {
    methods: &[
        Native {
            name: "bindparams",
            params: "self, *binds, **names",
            call: super::construct::text_bindparams,
        },
        Native {
            name: "params",
            params: "self, *binds, **names",
            call: super::construct::text_bindparams,
        },
        Native {
            name: "columns",
            params: "self, *cols, **types",
            call: super::construct::text_columns,
        },
        Native { name: "execution_options", params: "self, **kw", call: itself },
        Native { name: "label", params: "self, name", call: super::methods::label },
    ],
    ..element("TextClause", "text")
};
pub static NULL: NativeClass = element("Null", "");
pub static TRUE: NativeClass = element("True_", "");
pub static FALSE: NativeClass = element("False_", "");
pub static COLUMN_CLAUSE: NativeClass = NativeClass {
    init: Some(super::construct::init_column_clause),
    ..element("ColumnClause", "text, type_=None, is_literal=False, _selectable=None")
};
pub static LABEL: NativeClass = element("Label", "name, element, type_=None");
pub static BINARY: NativeClass = element("BinaryExpression", "left, right, operator, type_=None");
pub static UNARY: NativeClass =
    element("UnaryExpression", "element, operator=None, modifier=None, type_=None");
pub static BOOLEAN_LIST: NativeClass = element("BooleanClauseList", "operator, clauses");
pub static CLAUSE_LIST: NativeClass = element("ClauseList", "*clauses");
pub static TUPLE: NativeClass = element("Tuple", "*clauses, types=None");
pub static GROUPING: NativeClass = element("Grouping", "element");
pub static CASE: NativeClass = element("Case", "*whens, value=None, else_=None");
pub static CAST: NativeClass = element("Cast", "clause, type_");
pub static TYPE_COERCE: NativeClass = element("TypeCoerce", "clause, type_");
pub static EXTRACT: NativeClass = element("Extract", "field, expr");
pub static OVER: NativeClass =
    element("Over", "element, partition_by=None, order_by=None, range_=None, rows=None");
pub static FUNCTION_FILTER: NativeClass = element("FunctionFilter", "func, *criterion");
pub static WITHIN_GROUP: NativeClass = element("WithinGroup", "element, *order_by");
pub static ARRAY_LITERAL: NativeClass = element("array", "clauses, *, type_=None");
/// `1:2` of an array.
pub static SLICE: NativeClass = element("Slice", "start, stop, step");
pub static COLLATION: NativeClass = element("CollationClause", "collation");
/// A text in `ORDER BY` and its like: it names a result of the query, or a column that it reads.
pub static REFERENCE: NativeClass = element("_textual_label_reference", "element");
pub static AGGREGATE_ORDER_BY: NativeClass = element("aggregate_order_by", "target, *order_by");

/// Every class of this file, as scripts import them.
pub static CLASSES: &[&NativeClass] = &[
    &CLAUSE_ELEMENT,
    &COLUMN_ELEMENT,
    &BIND_PARAMETER,
    &TEXT_CLAUSE,
    &NULL,
    &TRUE,
    &FALSE,
    &COLUMN_CLAUSE,
    &LABEL,
    &BINARY,
    &UNARY,
    &BOOLEAN_LIST,
    &CLAUSE_LIST,
    &TUPLE,
    &GROUPING,
    &CASE,
    &CAST,
    &TYPE_COERCE,
    &EXTRACT,
    &OVER,
    &REFERENCE,
    &SLICE,
    &FUNCTION_FILTER,
    &WITHIN_GROUP,
];

/// The object of an expression, whatever stands for it: an attribute of a mapped class, a
/// `select` that is one value.
pub fn expression_of(vm: &mut Vm<'_>, value: &Value) -> Eval {
    if let Value::Object(object) = value {
        if object.is(&super::select::SELECT_BASE) {
            return Ok(Value::Object(make(
                vm,
                &super::subquery::SCALAR_SELECT,
                [("element", value.clone())],
            )));
        }
        if !object.is(&CLAUSE_ELEMENT)
            && let Some(element) = vm.attribute_if_any(value, "__clause_element__")?
        {
            return vm.call(&element, Vec::new(), Vec::new());
        }
    }
    Ok(value.clone())
}

/// The type of an expression; nothing if it has none.
pub fn type_of(value: &Value) -> Option<Rc<Object>> {
    let it = value.as_object()?;
    object(it, "type").filter(|it| it.is(&TYPE_ENGINE))
}

/// An operand beside an expression: a plain value is bound with the type it is compared with.
pub fn operand(vm: &mut Vm<'_>, value: &Value, beside: &Value) -> Eval {
    let value = expression_of(vm, value)?;
    match &value {
        Value::Object(it) if it.is(&CLAUSE_ELEMENT) => Ok(value),
        Value::None => Ok(Value::Object(make(vm, &NULL, []))),
        Value::Unknown(_) => Ok(value),
        _ => {
            let ty = coerced_type(vm, &value, type_of(beside));
            Ok(Value::Object(bind(vm, value, ty)))
        }
    }
}

/// A plain value as a parameter of a type.
pub fn bind(vm: &mut Vm<'_>, value: Value, ty: Option<Rc<Object>>) -> Rc<Object> {
    let ty = ty.map_or(Value::None, Value::Object);
    make(vm, &BIND_PARAMETER, [("key", Value::None), ("value", value), ("type", ty)])
}

/// The type that a plain value gets beside an expression of a type: that one if both are of a
/// kind, else its own.
fn coerced_type(vm: &mut Vm<'_>, value: &Value, beside: Option<Rc<Object>>) -> Option<Rc<Object>> {
    let own = type_of_value(vm, value);
    let Some(beside) = beside.filter(|it| !it.is(&g::NULL_TYPE)) else { return Some(own) };
    let kinds: &[&'static NativeClass] = &[
        &g::STRING,
        &g::INTEGER_TYPE,
        &g::NUMERIC_TYPE,
        &g::BOOLEAN_TYPE,
        &g::DATE_TIME,
        &g::DATE_TYPE,
        &g::TIME_TYPE,
        &g::BINARY_BASE,
    ];
    let plain = kinds.iter().any(|it| beside.is(it));
    let alike = kinds.iter().any(|it| beside.is(it) && own.is(it));
    Some(if !plain || alike || own.is(&g::NULL_TYPE) { beside } else { own })
}

/// `left operator right` as an expression.
pub fn binary(vm: &mut Vm<'_>, left: Value, name: &str, right: Value, ty: Value) -> Value {
    let fields = [("left", left), ("right", right), ("operator", Value::str(name)), ("type", ty)];
    Value::Object(make(vm, &BINARY, fields))
}

/// Whether an expression is true: of two things that are compared, whether they are the same one;
/// of anything else it cannot be said.
fn truth(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if let Some(this) = of(args.get("self"), &BINARY) {
        let is_same = same(&field(this, "left"), &field(this, "right"));
        match text(this, "operator").as_deref() {
            Some("eq") => return Ok(Value::Bool(is_same)),
            Some("ne") => return Ok(Value::Bool(!is_same)),
            _ => {}
        }
    }
    Err(vm.raise("TypeError", "Boolean value of this clause is not defined"))
}

/// Whether this is `ANY (...)` or `ALL (...)`.
fn is_many(value: &Value) -> bool {
    let operator = of(value, &UNARY).and_then(|it| text(it, "operator"));
    matches!(operator.as_deref(), Some("any" | "all"))
}

/// A comparison, with `None`, `True` and `False` as SQL says them.
pub fn comparison(vm: &mut Vm<'_>, left: &Value, name: &str, right: &Value) -> Eval {
    let boolean = Value::Object(make(vm, &g::BOOLEAN_TYPE, []));
    let left = expression_of(vm, left)?;
    let right = expression_of(vm, right)?;
    if is_many(&left) {
        // `ANY (...)` and `ALL (...)` stand on the right of what they are compared with.
        let one = operand(vm, &right, &left)?;
        return Ok(binary(vm, one, mirrored(name), left, boolean));
    }
    let is_null = right.is_none() || of(&right, &NULL).is_some();
    let constant = match (&right, name) {
        (Value::Bool(flag), "eq" | "ne" | "is" | "is_not") => {
            Some(Value::Object(make(vm, if *flag { &TRUE } else { &FALSE }, [])))
        }
        _ if is_null => Some(Value::Object(make(vm, &NULL, []))),
        _ => None,
    };
    let name = match name {
        "eq" if is_null => "is",
        "ne" if is_null => "is_not",
        name => name,
    };
    let right = match constant {
        Some(constant) => constant,
        None => operand(vm, &right, &left)?,
    };
    Ok(binary(vm, left, name, right, boolean))
}

/// The operator that says the same with the sides exchanged.
fn mirrored(name: &str) -> &str {
    match name {
        "lt" => "gt",
        "le" => "ge",
        "gt" => "lt",
        "ge" => "le",
        other => other,
    }
}

/// What Python's operators make of expressions.
fn operate(vm: &mut Vm<'_>, op: Operator, left: &Value, right: &Value) -> Eval<Option<Value>> {
    let own = |it: &Value| of(it, &CLAUSE_ELEMENT).is_some();
    if matches!(op, Operator::In) {
        return Ok(None);
    }
    if left.is_unknown() || right.is_unknown() {
        let unknown = if left.is_unknown() { left } else { right };
        return Ok(Some(unknown.clone()));
    }
    let res = match op {
        Operator::Eq
        | Operator::NotEq
        | Operator::Lt
        | Operator::LtE
        | Operator::Gt
        | Operator::GtE => {
            let (name, swapped) = match op {
                Operator::Eq => ("eq", "eq"),
                Operator::NotEq => ("ne", "ne"),
                Operator::Lt => ("lt", "gt"),
                Operator::LtE => ("le", "ge"),
                Operator::Gt => ("gt", "lt"),
                _ => ("ge", "le"),
            };
            if own(left) {
                comparison(vm, left, name, right)?
            } else {
                comparison(vm, right, swapped, left)?
            }
        }
        Operator::BitAnd if is_boolean(left) => {
            super::construct::conjunction(vm, "and", &[left.clone(), right.clone()])?
        }
        Operator::BitOr if is_boolean(left) => {
            super::construct::conjunction(vm, "or", &[left.clone(), right.clone()])?
        }
        Operator::Invert => negate(vm, left)?,
        Operator::Negative => unary(vm, left, "neg"),
        Operator::Item => item(vm, left, right)?,
        _ => {
            let Some(name) = arithmetic(op) else { return Ok(None) };
            if own(left) {
                calculation(vm, left, name, right)?
            } else {
                reversed_calculation(vm, left, name, right)?
            }
        }
    };
    Ok(Some(res))
}

fn arithmetic(op: Operator) -> Option<&'static str> {
    Some(match op {
        Operator::Add => "add",
        Operator::Sub => "sub",
        Operator::Mul => "mul",
        Operator::Div => "truediv",
        Operator::FloorDiv => "floordiv",
        Operator::Mod => "mod",
        Operator::LShift => "bitwise_lshift",
        Operator::RShift => "bitwise_rshift",
        Operator::BitAnd => "bitwise_and",
        Operator::BitOr => "bitwise_or",
        Operator::BitXor => "bitwise_xor",
        _ => return None,
    })
}

/// Whether an expression is a truth value, so that `&`, `|` and `~` mean AND, OR and NOT.
fn is_boolean(value: &Value) -> bool {
    let Some(object) = value.as_object() else { return false };
    object.is(&BOOLEAN_LIST)
        || object.is(&TRUE)
        || object.is(&FALSE)
        || object.is(&super::subquery::EXISTS)
        || type_of(value).is_some_and(|it| it.is(&g::BOOLEAN_TYPE))
        || object.is(&TEXT_CLAUSE)
}

/// `left + right` and the like; texts are joined.
pub fn calculation(vm: &mut Vm<'_>, left: &Value, name: &str, right: &Value) -> Eval {
    let left = expression_of(vm, left)?;
    let right = operand(vm, right, &left)?;
    let has_parts = |it: &Rc<Object>| it.is(&g::NUMERIC_TYPE) || it.is(&g::FLOAT_TYPE);
    let ty = match (type_of(&left), type_of(&right)) {
        // A whole number and another one are another one.
        (Some(left), Some(right)) if left.is(&g::INTEGER_TYPE) && has_parts(&right) => Some(right),
        (left, right) => left.or(right),
    };
    let textual = |it: &Value| {
        type_of(it).is_some_and(|it| {
            it.is(&g::STRING)
                || it.is(&p::HSTORE)
                || it.is(&p::TSVECTOR)
                || it.is(&g::ARRAY_TYPE)
                || it.is(&p::JSONB)
        })
    };
    let joins = name == "add"
        && (textual(&left)
            || type_of(&left).is_none_or(|it| it.is(&g::NULL_TYPE)) && textual(&right));
    let name = if joins { "concat" } else { name };
    let ty = ty.map_or(Value::None, Value::Object);
    Ok(binary(vm, left, name, right, ty))
}

fn reversed_calculation(vm: &mut Vm<'_>, left: &Value, name: &str, right: &Value) -> Eval {
    let bound = operand(vm, left, right)?;
    let textual = type_of(right).is_some_and(|it| it.is(&g::STRING));
    let name = if name == "add" && textual { "concat" } else { name };
    let ty = type_of(right).map_or(Value::None, Value::Object);
    Ok(binary(vm, bound, name, right.clone(), ty))
}

/// `~expression` and `not_(expression)`.
pub fn negate(vm: &mut Vm<'_>, value: &Value) -> Eval {
    let value = expression_of(vm, value)?;
    let Some(this) = value.as_object().cloned() else { return Ok(value) };
    if this.is(&TRUE) {
        return Ok(Value::Object(make(vm, &FALSE, [])));
    }
    if this.is(&FALSE) {
        return Ok(Value::Object(make(vm, &TRUE, [])));
    }
    // What is not so for any of several is not what is otherwise for any of them.
    if this.is(&BINARY) && !is_many(&field(&this, "right")) {
        let name = text(&this, "operator").unwrap_or_default();
        if let Some(negated) = operator(&name).and_then(|it| it.negated) {
            let other = super::super::fields::copy(vm, &this);
            other.set_field("operator", Value::str(negated));
            return Ok(Value::Object(other));
        }
    }
    if this.is(&UNARY) && text(&this, "operator").as_deref() == Some("inv") {
        return Ok(field(&this, "element"));
    }
    Ok(unary(vm, &value, "inv"))
}

/// An operator before its operand.
pub fn unary(vm: &mut Vm<'_>, value: &Value, name: &str) -> Value {
    let ty = match name {
        "inv" | "exists" => Value::Object(make(vm, &g::BOOLEAN_TYPE, [])),
        _ => type_of(value).map_or(Value::None, Value::Object),
    };
    let fields = [("element", value.clone()), ("operator", Value::str(name)), ("type", ty)];
    Value::Object(make(vm, &UNARY, fields))
}

/// An operator behind its operand: `DESC`, `NULLS LAST`.
pub fn modified(vm: &mut Vm<'_>, value: &Value, name: &str) -> Value {
    let fields = [("element", value.clone()), ("modifier", Value::str(name))];
    Value::Object(make(vm, &UNARY, fields))
}

/// A bound of a part of an array; one that is not said is `NULL`.
fn bound(vm: &mut Vm<'_>, value: &Value) -> Eval {
    match value {
        Value::None => Ok(Value::Object(make(vm, &NULL, []))),
        value => operand(vm, value, &Value::None),
    }
}

/// `column["key"]`: of JSON, of arrays.
fn item(vm: &mut Vm<'_>, left: &Value, index: &Value) -> Eval {
    let ty = type_of(left);
    if let Some(array) = ty.as_ref().filter(|it| it.is(&g::ARRAY_TYPE)) {
        if let Some(range) = of(index, &crate::python::builtins::SLICE) {
            let mut bounds = Vec::new();
            for name in ["start", "stop"] {
                bounds.push((name, bound(vm, &field(range, name))?));
            }
            let bounds = Value::Object(make(vm, &SLICE, bounds));
            let whole = Value::Object(array.clone());
            return Ok(binary(vm, left.clone(), "getitem", bounds, whole));
        }
        let bound = operand(vm, index, &Value::None)?;
        return Ok(binary(vm, left.clone(), "getitem", bound, field(array, "item_type")));
    }
    let json = ty.map_or(Value::None, Value::Object);
    let (name, bound) = match index {
        Value::Tuple(_) | Value::List(_) => {
            let mut path = Vec::new();
            for it in items_or_one(index) {
                path.push(vm.to_text(&it)?.to_string());
            }
            ("json_path_getitem", Value::str(format!("{{{}}}", path.join(", "))))
        }
        key => ("json_getitem", key.clone()),
    };
    let bound = operand(vm, &bound, &Value::None)?;
    let made = binary(vm, left.clone(), name, bound, json);
    if let (Value::Object(it), "json_path_getitem") = (&made, name) {
        it.set_field("path", Value::list(items_or_one(index)));
    }
    Ok(made)
}

/// `a.op("~")(b)`: an operator of the script's own.
pub fn custom(vm: &mut Vm<'_>, left: &Value, text: &str, right: &Value, ty: Value) -> Eval {
    let right = operand(vm, right, left)?;
    let left = expression_of(vm, left)?;
    let made = binary(vm, left, CUSTOM, right, ty);
    if let Value::Object(it) = &made {
        it.set_field("opstring", Value::str(text));
    }
    Ok(made)
}

/// A type argument of a construct: an instance, whatever was given.
pub fn type_argument(vm: &mut Vm<'_>, ty: &Value) -> Eval {
    match ty {
        Value::None => Ok(Value::None),
        Value::Str(_) => {
            Err(vm.raise("AttributeError", "'str' object has no attribute '_is_tuple_type'"))
        }
        ty => to_instance(vm, ty),
    }
}

/// `compile(dialect=…)` and `str()`: for no database unless one is said, and with the names of
/// parameters unless their values are asked for.
fn compile(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let asked = args.keyword("kw", "compile_kwargs");
    let literal = match &asked {
        Some(Value::Dict(it)) => it.borrow().get_str("literal_binds").and_then(Value::plain_truth),
        _ => None,
    };
    let dialect = dialect::asked_for(vm, args.get("dialect"), args.get("bind"));
    let mut compiler = Compiler::new(vm).of(dialect, literal == Some(true));
    let text = compiler.text(args.get("self"))?;
    Ok(match compiler.missing.take() {
        Some(unknown) => Value::Unknown(unknown),
        None => Value::str(text),
    })
}

/// Values for parameters that were made elsewhere, which are not looked for in the statement.
fn with_parameters(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if args.rest("args").is_empty() && entries(args.get("kw")).is_empty() {
        return itself(vm, args);
    }
    Ok(vm.unknown(code::UNFOLLOWED_CALL, "the values that a statement's parameters are given"))
}

pub(super) fn itself(_: &mut Vm<'_>, args: &Args) -> Eval {
    Ok(args.get("self").clone())
}
