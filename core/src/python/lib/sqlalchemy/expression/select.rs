//! `select(...)` and what is built on it: unions, and queries under a name.

use std::rc::Rc;

use super::super::exc;
use super::super::fields::{copy, items, items_or_one, make, of, push, text};
use super::collection::{COLUMN_COLLECTION, collection, column_named};
use super::construct::{conjunction, reference, text_clause};
use super::element::{CLAUSE_ELEMENT, COLUMN_CLAUSE, expression_of, operand};
use super::from::{CTE, FROM_CLAUSE, SUBQUERY, columns_of, expression_of_from, joined};
use super::subquery::{EXISTS, SCALAR_SELECT, exists, exists_of, scalar};
use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

const MODULE: &str = "sqlalchemy.sql.selectable";

/// What all queries have in common.
pub static SELECT_BASE: NativeClass = NativeClass {
    name: "SelectBase",
    module: MODULE,
    bases: &[&CLAUSE_ELEMENT],
    methods: &[
        Native {
            name: "subquery",
            params: "self, name=None",
            call: |vm, args| named(vm, args, &SUBQUERY),
        },
        Native {
            name: "alias",
            params: "self, name=None, flat=False",
            call: |vm, args| named(vm, args, &SUBQUERY),
        },
        Native {
            name: "lateral",
            params: "self, name=None",
            call: |vm, args| named(vm, args, &super::from::LATERAL),
        },
        Native {
            name: "cte",
            params: "self, name=None, recursive=False, nesting=False",
            call: cte,
        },
        Native { name: "scalar_subquery", params: "self", call: scalar },
        Native { name: "as_scalar", params: "self", call: scalar },
        Native {
            name: "label",
            params: "self, name",
            call: |vm, args| {
                let one = scalar(vm, args)?;
                vm.call_method(&one, "label", vec![args.get("name").clone()])
            },
        },
        Native {
            name: "exists",
            params: "self",
            call: |vm, args| Ok(exists_of(vm, args.get("self").clone())),
        },
        Native {
            name: "union",
            params: "self, *other",
            call: |vm, args| with_others(vm, args, "UNION"),
        },
        Native {
            name: "union_all",
            params: "self, *other",
            call: |vm, args| with_others(vm, args, "UNION ALL"),
        },
        Native {
            name: "except_",
            params: "self, *other",
            call: |vm, args| with_others(vm, args, "EXCEPT"),
        },
        Native {
            name: "intersect",
            params: "self, *other",
            call: |vm, args| with_others(vm, args, "INTERSECT"),
        },
        Native {
            name: "order_by",
            params: "self, *clauses",
            call: |vm, args| extend(vm, args, "_order_by", "clauses"),
        },
        Native {
            name: "group_by",
            params: "self, *clauses",
            call: |vm, args| extend(vm, args, "_group_by", "clauses"),
        },
        Native {
            name: "limit",
            params: "self, limit",
            call: |vm, args| set(vm, args, "_limit", "limit"),
        },
        Native {
            name: "offset",
            params: "self, offset",
            call: |vm, args| set(vm, args, "_offset", "offset"),
        },
        Native {
            name: "fetch",
            params: "self, count, **kw",
            call: |vm, args| set(vm, args, "_fetch", "count"),
        },
        Native {
            name: "with_for_update",
            params: "self, *, nowait=False, read=False, of=None, skip_locked=False, key_share=False",
            call: for_update,
        },
        Native { name: "execution_options", params: "self, **kw", call: super::element::itself },
        Native { name: "options", params: "self, *options", call: super::element::itself },
        Native { name: "add_cte", params: "self, *ctes, nest_here=False", call: add_ctes },
    ],
    properties: &[
        Native { name: "c", params: "self", call: selected_collection },
        Native { name: "columns", params: "self", call: selected_collection },
        Native { name: "selected_columns", params: "self", call: selected_collection },
        Native { name: "exported_columns", params: "self", call: selected_collection },
    ],
    ..NativeClass::EMPTY
};

pub static SELECT: NativeClass = NativeClass {
    name: "Select",
    module: MODULE,
    bases: &[&SELECT_BASE],
    params: "*entities",
    init: Some(init_select),
    methods: &[
        Native {
            name: "where",
            params: "self, *clauses",
            call: |vm, args| filter(vm, args, "_where"),
        },
        Native {
            name: "filter",
            params: "self, *clauses",
            call: |vm, args| filter(vm, args, "_where"),
        },
        Native { name: "filter_by", params: "self, **kw", call: filter_by },
        Native {
            name: "having",
            params: "self, *clauses",
            call: |vm, args| filter(vm, args, "_having"),
        },
        Native { name: "select_from", params: "self, *froms", call: select_from },
        Native {
            name: "join",
            params: "self, target, onclause=None, *, isouter=False, full=False",
            call: join,
        },
        Native {
            name: "outerjoin",
            params: "self, target, onclause=None, *, full=False",
            call: outer_join,
        },
        Native {
            name: "join_from",
            params: "self, from_, target, onclause=None, *, isouter=False, full=False",
            call: join_from,
        },
        Native {
            name: "outerjoin_from",
            params: "self, from_, target, onclause=None, *, full=False",
            call: outer_join_from,
        },
        Native { name: "distinct", params: "self, *expr", call: distinct },
        Native {
            name: "correlate",
            params: "self, *froms",
            call: |vm, args| correlate_with(vm, args, "_correlate"),
        },
        Native {
            name: "correlate_except",
            params: "self, *froms",
            call: |vm, args| correlate_with(vm, args, "_correlate_except"),
        },
        Native { name: "with_only_columns", params: "self, *entities, **kw", call: only_columns },
        Native { name: "add_columns", params: "self, *entities", call: add_columns },
        Native {
            name: "column",
            params: "self, entity",
            call: |vm, args| {
                let one = vec![args.get("entity").clone()];
                vm.call_method(args.get("self"), "add_columns", one)
            },
        },
        Native {
            name: "prefix_with",
            params: "self, *prefixes, dialect=None",
            call: |vm, args| extend_words(vm, args, "_prefixes", "prefixes"),
        },
        Native {
            name: "suffix_with",
            params: "self, *suffixes, dialect=None",
            call: |vm, args| extend_words(vm, args, "_suffixes", "suffixes"),
        },
        Native {
            name: "set_label_style",
            params: "self, style",
            call: |vm, _| {
                Ok(vm.unknown(code::UNFOLLOWED_CALL, "the labels that a query's style gives"))
            },
        },
    ],
    ..NativeClass::EMPTY
};

pub static COMPOUND_SELECT: NativeClass = NativeClass {
    name: "CompoundSelect",
    module: MODULE,
    bases: &[&SELECT_BASE],
    params: "keyword, *selects",
    ..NativeClass::EMPTY
};

pub static TEXTUAL_SELECT: NativeClass = NativeClass {
    name: "TextualSelect",
    module: MODULE,
    bases: &[&SELECT_BASE],
    ..NativeClass::EMPTY
};

/// Every class of this file, as scripts import them.
pub static CLASSES: &[&NativeClass] =
    &[&SELECT_BASE, &SELECT, &COMPOUND_SELECT, &TEXTUAL_SELECT, &SCALAR_SELECT, &EXISTS];

pub static FUNCTIONS: &[Native] = &[
    Native { name: "select", params: "*entities, **kw", call: select },
    Native { name: "exists", params: "*args", call: exists },
    Native {
        name: "union",
        params: "*selects",
        call: |vm, args| Ok(compound(vm, "UNION", args.rest("selects").to_vec())),
    },
    Native {
        name: "union_all",
        params: "*selects",
        call: |vm, args| Ok(compound(vm, "UNION ALL", args.rest("selects").to_vec())),
    },
    Native {
        name: "except_",
        params: "*selects",
        call: |vm, args| Ok(compound(vm, "EXCEPT", args.rest("selects").to_vec())),
    },
    Native {
        name: "except_all",
        params: "*selects",
        call: |vm, args| Ok(compound(vm, "EXCEPT ALL", args.rest("selects").to_vec())),
    },
    Native {
        name: "intersect",
        params: "*selects",
        call: |vm, args| Ok(compound(vm, "INTERSECT", args.rest("selects").to_vec())),
    },
    Native {
        name: "intersect_all",
        params: "*selects",
        call: |vm, args| Ok(compound(vm, "INTERSECT ALL", args.rest("selects").to_vec())),
    },
];

/// `select(a, b)`. The old form `select([a, b])` is refused by `SQLAlchemy` 2 in these words.
fn select(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if let [Value::List(_), ..] = args.rest("entities") {
        let message = "Column expression, FROM clause, or other columns clause element expected, got \
                       a list. Did you mean to say select() with the columns as positional arguments?";
        return Err(exc::raise(vm, &exc::ARGUMENT_ERROR, message));
    }
    of_columns(vm, args.rest("entities"))
}

/// A query of these columns.
pub fn of_columns(vm: &mut Vm<'_>, entities: &[Value]) -> Eval {
    if let Some(unknown) = entities.iter().find(|it| it.is_unknown()) {
        return Ok(unknown.clone());
    }
    vm.construct(&SELECT, entities.to_vec(), Vec::new())
}

fn init_select(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    let mut columns = Vec::new();
    for entity in args.rest("entities") {
        match of(entity, &COLUMN_COLLECTION) {
            Some(it) => columns.extend(items(it, "columns")),
            None => columns.push(entity_of(vm, entity)?),
        }
    }
    this.set_field("raw_columns", Value::list(columns));
    Ok(())
}

fn entity_of(vm: &mut Vm<'_>, entity: &Value) -> Eval {
    match entity {
        Value::Class(_) => expression_of_from(vm, entity),
        Value::Object(it) if it.is(&SELECT_BASE) || it.is(&CLAUSE_ELEMENT) => Ok(entity.clone()),
        Value::Object(_) => expression_of(vm, entity),
        // A plain number is written as it is, and has no label.
        Value::Int(number) => Ok(as_written(vm, number.to_string())),
        Value::Str(text) if &**text == "*" => Ok(as_written(vm, text.to_string())),
        Value::Str(text) => {
            let message = format!(
                "Textual column expression '{text}' should be explicitly declared with \
                 text('{text}'), or use column('{text}') for more specificity"
            );
            Err(exc::raise(vm, &exc::ARGUMENT_ERROR, message))
        }
        plain => operand(vm, plain, &Value::None),
    }
}

/// What stands in a list of columns to the letter, without a label.
fn as_written(vm: &mut Vm<'_>, text: String) -> Value {
    let fields = [("name", Value::str(text)), ("is_literal", Value::Bool(true))];
    Value::Object(make(vm, &COLUMN_CLAUSE, fields))
}

/// The columns that a query gives, each as an expression.
pub fn selected(vm: &mut Vm<'_>, query: &Rc<Object>) -> Vec<Value> {
    if query.is(&COMPOUND_SELECT) {
        let first = items(query, "selects").first().and_then(|it| it.as_object().cloned());
        return first.map(|it| selected(vm, &it)).unwrap_or_default();
    }
    if query.is(&TEXTUAL_SELECT) {
        return items(query, "columns");
    }
    let mut columns = Vec::new();
    for entity in items(query, "raw_columns") {
        match of(&entity, &FROM_CLAUSE).cloned() {
            Some(from) if !from.is(&super::function::FUNCTION) => {
                columns.extend(columns_of(vm, &from));
            }
            _ => columns.push(entity),
        }
    }
    columns
}

fn selected_collection(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object().cloned() else { return Ok(Value::None) };
    let columns = selected(vm, &this);
    Ok(collection(vm, columns))
}

fn changed(vm: &mut Vm<'_>, args: &Args) -> Option<Rc<Object>> {
    let this = args.get("self").as_object()?.clone();
    let other = copy(vm, &this);
    // Lists are shared between copies of fields, so each query has its own.
    let lists: Vec<(String, Value)> = {
        let fields = other.fields.borrow();
        let lists = fields.iter().filter(|(_, it)| matches!(it, Value::List(_)));
        lists
            .map(|(name, it)| (name.to_owned(), Value::list(super::super::fields::items_of(it))))
            .collect()
    };
    for (name, list) in lists {
        other.set_field(&name, list);
    }
    Some(other)
}

fn filter(vm: &mut Vm<'_>, args: &Args, name: &str) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    for clause in args.rest("clauses") {
        let clause = condition(vm, clause)?;
        push(&other, name, clause);
    }
    Ok(Value::Object(other))
}

/// A condition, whatever stands for it.
pub fn condition(vm: &mut Vm<'_>, clause: &Value) -> Eval {
    match clause {
        Value::Bool(_) => conjunction(vm, "and", std::slice::from_ref(clause)),
        Value::Str(_) => {
            let shown = vm.repr(clause)?;
            let message = format!(
                "Textual SQL expression {shown} should be explicitly declared as text({shown})"
            );
            Err(exc::raise(vm, &exc::ARGUMENT_ERROR, message))
        }
        Value::Int(_) | Value::Float(_) | Value::Bytes(_) | Value::Dict(_) => {
            let shown = vm.repr(clause)?;
            let message = format!("SQL expression for WHERE/HAVING role expected, got {shown}.");
            Err(exc::raise(vm, &exc::ARGUMENT_ERROR, message))
        }
        clause => expression_of(vm, clause),
    }
}

/// `filter_by(name="a")`: of what was joined last, else of what the query begins with.
fn filter_by(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    let first = items(&other, "raw_columns").first().cloned().unwrap_or(Value::None);
    let mut froms = items(&other, "_froms");
    let is_from = of(&first, &FROM_CLAUSE).is_some_and(|it| !it.is(&super::function::FUNCTION));
    match other.field("_joined") {
        Some(joined) => froms = vec![joined],
        None if froms.is_empty() && is_from => froms.push(first),
        None if froms.is_empty() => super::from::froms_of(&first, &mut froms),
        None => {}
    }
    let from = froms.first().and_then(|it| it.as_object().cloned());
    let columns = from.as_ref().map(|it| columns_of(vm, it)).unwrap_or_default();
    for (name, value) in super::super::fields::entries(args.get("kw")) {
        let Some(column) = column_named(&columns, &name) else {
            let shown = from.as_ref().and_then(|it| text(it, "name")).unwrap_or_default();
            let message = format!("Entity namespace for \"{shown}\" has no property \"{name}\"");
            return Err(exc::raise(vm, &exc::INVALID_REQUEST_ERROR, message));
        };
        let clause = super::element::comparison(vm, &column, "eq", &value)?;
        push(&other, "_where", clause);
    }
    Ok(Value::Object(other))
}

fn extend(vm: &mut Vm<'_>, args: &Args, name: &str, rest: &str) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    if let [Value::None] = args.rest(rest) {
        other.set_field(name, Value::list(Vec::new()));
        return Ok(Value::Object(other));
    }
    for clause in args.rest(rest).iter().flat_map(items_or_one) {
        let clause = reference(vm, &clause)?;
        push(&other, name, clause);
    }
    Ok(Value::Object(other))
}

/// Words before and behind a query, to the letter.
fn extend_words(vm: &mut Vm<'_>, args: &Args, name: &str, rest: &str) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    if is_for_another(vm, args) {
        return Ok(Value::Object(other));
    }
    for words in args.rest(rest) {
        let words = text_clause(vm, words)?;
        push(&other, name, words);
    }
    Ok(Value::Object(other))
}

/// Whether words are meant for another dialect than that of the script.
pub fn is_for_another(vm: &Vm<'_>, args: &Args) -> bool {
    let said = args.get("dialect").as_str();
    said.is_some_and(|it| it != "*" && it != vm.host.dialect().name)
}

/// `add_cte(...)`: written in front, whether the query names it or not.
fn add_ctes(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    for cte in args.rest("ctes") {
        push(&other, "_ctes", cte.clone());
    }
    Ok(Value::Object(other))
}

fn set(vm: &mut Vm<'_>, args: &Args, name: &str, given: &str) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    let value = match args.get(given) {
        Value::None => Value::None,
        value => operand(vm, value, &Value::None)?,
    };
    other.set_field(name, value);
    Ok(Value::Object(other))
}

fn for_update(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    let lock = match (args.flag("read"), args.flag("key_share")) {
        (true, true) => " FOR KEY SHARE",
        (true, false) => " FOR SHARE",
        (false, true) => " FOR NO KEY UPDATE",
        (false, false) => " FOR UPDATE",
    };
    let nowait = if args.flag("nowait") { " NOWAIT" } else { "" };
    let skips = if args.flag("skip_locked") { " SKIP LOCKED" } else { "" };
    let mut tables = Vec::new();
    for it in items_or_one(args.get("of")) {
        tables.push(match expression_of_from(vm, &it)? {
            it @ Value::Object(_) if of(&it, &FROM_CLAUSE).is_some() => it,
            it => expression_of(vm, &it)?,
        });
    }
    other.set_field("_for_update", Value::str(lock));
    other.set_field("_for_update_of", Value::list(tables));
    other.set_field("_for_update_options", Value::str(format!("{nowait}{skips}")));
    Ok(Value::Object(other))
}

fn select_from(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    for from in args.rest("froms") {
        let from = expression_of_from(vm, from)?;
        push(&other, "_froms", from);
    }
    Ok(Value::Object(other))
}

/// `select(a).join(b)`: joins the last from that the query has.
fn join(vm: &mut Vm<'_>, args: &Args) -> Eval {
    add_join(vm, args, (args.flag("isouter"), args.flag("full")))
}

fn outer_join(vm: &mut Vm<'_>, args: &Args) -> Eval {
    add_join(vm, args, (true, args.flag("full")))
}

fn add_join(vm: &mut Vm<'_>, args: &Args, how: (bool, bool)) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    let mut froms = items(&other, "_froms");
    if froms.is_empty() {
        for column in items(&other, "raw_columns") {
            match of(&column, &FROM_CLAUSE) {
                Some(_) => super::from::add(&mut froms, column.clone()),
                None => super::from::froms_of(&column, &mut froms),
            }
        }
        let implied = args.get("onclause").is_none().then(|| args.get("target"));
        let place = implied.and_then(|it| froms.iter().position(|from| may_join(vm, from, it)));
        froms = froms.into_iter().skip(place.unwrap_or(0)).take(1).collect();
    }
    let Some(left) = froms.pop() else { return Ok(Value::Object(other)) };
    let made = joined(vm, &left, args.get("target"), args.get("onclause"), how)?;
    note_joined(&other, &made);
    froms.push(made);
    other.set_field("_froms", Value::list(froms));
    Ok(Value::Object(other))
}

fn join_from(vm: &mut Vm<'_>, args: &Args) -> Eval {
    add_join_from(vm, args, (args.flag("isouter"), args.flag("full")))
}

fn outer_join_from(vm: &mut Vm<'_>, args: &Args) -> Eval {
    add_join_from(vm, args, (true, args.flag("full")))
}

fn add_join_from(vm: &mut Vm<'_>, args: &Args, how: (bool, bool)) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    let made = joined(vm, args.get("from_"), args.get("target"), args.get("onclause"), how)?;
    note_joined(&other, &made);
    push(&other, "_froms", made);
    Ok(Value::Object(other))
}

/// Whether a key leads from one to the other.
fn may_join(vm: &mut Vm<'_>, from: &Value, target: &Value) -> bool {
    super::super::schema::table::join_condition(vm, from, target).is_ok()
}

/// What was joined last is what further keywords are about.
fn note_joined(query: &Rc<Object>, join: &Value) {
    if let Some(join) = join.as_object() {
        query.set_field("_joined", super::super::fields::field(join, "right"));
    }
}

fn distinct(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    other.set_field("_distinct", Value::Bool(true));
    let mut on = Vec::new();
    for it in args.rest("expr") {
        on.push(reference(vm, it)?);
    }
    other.set_field("_distinct_on", Value::list(on));
    Ok(Value::Object(other))
}

fn correlate_with(vm: &mut Vm<'_>, args: &Args, name: &str) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    for from in args.rest("froms") {
        let from = expression_of_from(vm, from)?;
        push(&other, name, from);
    }
    Ok(Value::Object(other))
}

fn only_columns(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    other.set_field("raw_columns", Value::list(Vec::new()));
    for entity in args.rest("entities").iter().flat_map(items_or_one) {
        let entity = entity_of(vm, &entity)?;
        push(&other, "raw_columns", entity);
    }
    Ok(Value::Object(other))
}

fn add_columns(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(other) = changed(vm, args) else { return Ok(Value::None) };
    for entity in args.rest("entities") {
        let entity = entity_of(vm, entity)?;
        push(&other, "raw_columns", entity);
    }
    Ok(Value::Object(other))
}

fn named(vm: &mut Vm<'_>, args: &Args, class: &'static NativeClass) -> Eval {
    let fields = [("element", args.get("self").clone()), ("name", args.get("name").clone())];
    Ok(Value::Object(make(vm, class, fields)))
}

fn cte(vm: &mut Vm<'_>, args: &Args) -> Eval {
    if args.flag("nesting") {
        return Ok(vm.unknown(code::UNFOLLOWED_CALL, "a common table expression within another"));
    }
    let fields = [
        ("element", args.get("self").clone()),
        ("name", args.get("name").clone()),
        ("recursive", args.get("recursive").clone()),
    ];
    Ok(Value::Object(make(vm, &CTE, fields)))
}

/// A query made by INSERT, UPDATE or DELETE with RETURNING, under a name.
pub fn cte_of(vm: &mut Vm<'_>, args: &Args) -> Eval {
    cte(vm, args)
}

fn with_others(vm: &mut Vm<'_>, args: &Args, keyword: &str) -> Eval {
    let mut selects = vec![args.get("self").clone()];
    selects.extend(args.rest("other").iter().cloned());
    Ok(compound(vm, keyword, selects))
}

/// Several queries with a word between them.
pub fn compound(vm: &mut Vm<'_>, keyword: &str, selects: Vec<Value>) -> Value {
    let fields = [("keyword", Value::str(keyword)), ("selects", Value::list(selects))];
    Value::Object(make(vm, &COMPOUND_SELECT, fields))
}
