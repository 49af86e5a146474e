//! What `keys`, `values` and `items` of a `dict` give: they change with the dictionary.

use std::cell::RefCell;
use std::rc::Rc;

use crate::python::class::{Native, NativeClass, Operator};
use crate::python::operator::held;
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

/// The field with the dictionary.
const MAPPING: &str = "mapping";

static VIEW: NativeClass = NativeClass {
    name: "dict_view",
    module: "builtins",
    methods: &[
        Native::new("__len__", "self", |vm, args| match mapping(args.get("self")) {
            Some(dict) => vm.length(&Value::Dict(dict)),
            None => Ok(Value::Int(0)),
        }),
        Native::new("__iter__", "self", |vm, args| {
            let items = vm.iterate(args.get("self"))?;
            Ok(vm.iterator(items))
        }),
        Native::new("__repr__", "self", |vm, args| {
            let shown = Value::list(vm.iterate(args.get("self"))?);
            let name = vm.type_of(args.get("self")).name.clone();
            Ok(Value::str(format!("{name}({})", vm.repr(&shown)?)))
        }),
    ],
    ..NativeClass::EMPTY
};

/// A view that is a set as well.
static SET_VIEW: NativeClass = NativeClass {
    name: "dict_set_view",
    module: "builtins",
    bases: &[&VIEW],
    methods: &[Native::new("isdisjoint", "self, other", |vm, args| {
        let common = operate(vm, Operator::BitAnd, args.get("self"), args.get("other"))?;
        let common = common.unwrap_or(Value::None);
        Ok(vm.truth(&common)?.map_or(common, |it| Value::Bool(!it)))
    })],
    operator: Some(operate),
    ..NativeClass::EMPTY
};

pub(super) static KEYS: NativeClass = view("dict_keys", &[&SET_VIEW]);
pub(super) static ITEMS: NativeClass = view("dict_items", &[&SET_VIEW]);
pub(super) static VALUES: NativeClass = view("dict_values", &[&VIEW]);

const fn view(name: &'static str, bases: &'static [&'static NativeClass]) -> NativeClass {
    NativeClass { name, module: "builtins", bases, ..NativeClass::EMPTY }
}

/// A view of a dictionary, of one of the three classes.
pub(super) fn of(vm: &mut Vm<'_>, dict: Rc<RefCell<Dict>>, class: &'static NativeClass) -> Value {
    Value::Object(vm.instance(class, [(MAPPING, Value::Dict(dict))]))
}

/// The dictionary that a view is of.
pub fn mapping(view: &Value) -> Option<Rc<RefCell<Dict>>> {
    let object = view.as_object().filter(|it| it.is(&VIEW))?;
    match object.field(MAPPING) {
        Some(Value::Dict(dict)) => Some(dict),
        _ => None,
    }
}

/// What a view shows at this moment; nothing of a value that is none.
pub fn items(view: &Value) -> Option<Vec<Value>> {
    let dict = mapping(view)?;
    let dict = dict.borrow();
    let is = |class| view.as_object().is_some_and(|it| it.is(class));
    let item = |(key, value): (&Value, &Value)| match (is(&KEYS), is(&VALUES)) {
        (true, _) => key.clone(),
        (_, true) => value.clone(),
        _ => Value::tuple([key.clone(), value.clone()]),
    };
    Some(dict.iter().map(item).collect())
}

fn operate(
    vm: &mut Vm<'_>,
    operator: Operator,
    left: &Value,
    right: &Value,
) -> Eval<Option<Value>> {
    match operator {
        Operator::In if right.as_object().is_some_and(|it| it.is(&KEYS)) => {
            let Some(dict) = mapping(right) else { return Ok(None) };
            vm.contains(&Value::Dict(dict), left).map(Some)
        }
        Operator::BitAnd | Operator::BitOr | Operator::BitXor | Operator::Sub => {
            let (one, other) = (as_set(vm, left)?, as_set(vm, right)?);
            vm.operate(operator, &one, &other).map(Some)
        }
        Operator::Eq | Operator::NotEq | Operator::Lt | Operator::LtE
            if is_set(left) && is_set(right) =>
        {
            within(vm, operator, left, right).map(Some)
        }
        Operator::Gt if is_set(left) && is_set(right) => {
            within(vm, Operator::Lt, right, left).map(Some)
        }
        Operator::GtE if is_set(left) && is_set(right) => {
            within(vm, Operator::LtE, right, left).map(Some)
        }
        _ => Ok(None),
    }
}

/// A set of what can be iterated.
fn as_set(vm: &mut Vm<'_>, value: &Value) -> Eval {
    let items = vm.iterate_in_any_order(value)?;
    vm.set_of(items)
}

fn is_set(value: &Value) -> bool {
    matches!(held(value).as_ref().unwrap_or(value), Value::Set(_))
        || value.as_object().is_some_and(|it| it.is(&SET_VIEW))
}

/// Whether all of one is in the other, and as much as the operator asks for.
fn within(vm: &mut Vm<'_>, operator: Operator, part: &Value, whole: &Value) -> Eval {
    let lengths = (vm.length(part)?.as_int(), vm.length(whole)?.as_int());
    let mut is_within = match operator {
        Operator::Lt => lengths.0 < lengths.1,
        Operator::LtE => lengths.0 <= lengths.1,
        _ => lengths.0 == lengths.1,
    };
    for item in vm.iterate_in_any_order(part)? {
        if !is_within {
            break;
        }
        let found = vm.contains(whole, &item)?;
        match vm.truth_or_why(&found)? {
            Ok(truth) => is_within = truth,
            Err(unknown) => return Ok(Value::Unknown(unknown)),
        }
    }
    Ok(Value::Bool(is_within != (operator == Operator::NotEq)))
}
