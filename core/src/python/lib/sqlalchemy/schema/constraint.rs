//! Constraints: primary and foreign keys, uniqueness, checks, exclusions.

use std::collections::BTreeSet;
use std::rc::Rc;

use super::super::exc;
use super::super::expression::collection::{collection, column_named};
use super::super::expression::construct::text_clause;
use super::super::expression::element::{CLAUSE_ELEMENT, COLUMN_CLAUSE};
use super::super::fields::{
    copy, entries, entry, field, items, items_or_one, make, object, of, text,
};
use super::super::types::base::TYPE_ENGINE;
use super::attach::attach;
use super::column::COLUMN;
use super::table::TABLE;
use super::{MODULE, SCHEMA_ITEM, next_order};
use crate::name::Name;
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Object};
use crate::python::operator::held;
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Stop, Vm};

pub static CONSTRAINT: NativeClass = NativeClass {
    name: "Constraint",
    module: MODULE,
    bases: &[&SCHEMA_ITEM],
    params: "name: constraint=None, deferrable: flag=None, initially: phrase=None, info=None, comment=None, _create_rule=None, _type_bound=False, **kw",
    init: Some(init),
    methods: &[
        Native { name: "copy", params: "self, **kw", call: copied },
        Native { name: "_copy", params: "self, **kw", call: copied },
    ],
    properties: &[Native { name: "columns", params: "self", call: columns }],
    ..NativeClass::EMPTY
};

pub static PRIMARY_KEY_CONSTRAINT: NativeClass = NativeClass {
    name: "PrimaryKeyConstraint",
    module: MODULE,
    bases: &[&CONSTRAINT],
    params: "*columns, name: constraint=None, deferrable: flag=None, initially: phrase=None, info=None, _implicit_generated=False, **kw",
    init: Some(init),
    ..NativeClass::EMPTY
};

pub static UNIQUE_CONSTRAINT: NativeClass = NativeClass {
    name: "UniqueConstraint",
    module: MODULE,
    bases: &[&CONSTRAINT],
    params: "*columns, name: constraint=None, deferrable: flag=None, initially: phrase=None, info=None, _autoattach=True, _column_flag=False, **kw",
    init: Some(init),
    ..NativeClass::EMPTY
};

pub static CHECK_CONSTRAINT: NativeClass = NativeClass {
    name: "CheckConstraint",
    module: MODULE,
    bases: &[&CONSTRAINT],
    params: "sqltext, name: constraint=None, deferrable: flag=None, initially: phrase=None, table=None, info=None, comment=None, _create_rule=None, _autoattach=True, _type_bound=False, **kw",
    init: Some(init_check),
    ..NativeClass::EMPTY
};

pub static FOREIGN_KEY_CONSTRAINT: NativeClass = NativeClass {
    name: "ForeignKeyConstraint",
    module: MODULE,
    bases: &[&CONSTRAINT],
    params: "columns, refcolumns, name: constraint=None, onupdate: phrase=None, ondelete: phrase=None, deferrable: flag=None, initially: phrase=None, use_alter: flag=False, link_to_name=False, match: phrase=None, table=None, info=None, comment=None, **kw",
    init: Some(init_foreign_key_constraint),
    properties: &[
        Native { name: "referred_table", params: "self", call: referred_table },
        Native {
            name: "elements",
            params: "self",
            call: |vm, args| {
                let Some(this) = args.get("self").as_object().cloned() else {
                    return Ok(Value::None);
                };
                let columns = object(&this, "table").map(|it| items(&it, "_columns"));
                Ok(Value::list(elements(vm, &this, &columns.unwrap_or_default())))
            },
        },
        Native {
            name: "column_keys",
            params: "self",
            call: |_, args| {
                Ok(args
                    .get("self")
                    .as_object()
                    .map_or(Value::None, |it| Value::list(items(it, "_columns"))))
            },
        },
    ],
    ..NativeClass::EMPTY
};

/// `ForeignKey("users.id")` on a column.
pub static FOREIGN_KEY: NativeClass = NativeClass {
    name: "ForeignKey",
    module: MODULE,
    bases: &[&SCHEMA_ITEM],
    params: "column, _constraint=None, use_alter: flag=False, name: constraint=None, onupdate: phrase=None, ondelete: phrase=None, deferrable: flag=None, initially: phrase=None, link_to_name=False, match: phrase=None, info=None, comment=None, **dialect_kw",
    init: Some(init),
    properties: &[
        Native { name: "target_fullname", params: "self", call: target_full_name },
        Native { name: "column", params: "self", call: referred_column },
    ],
    ..NativeClass::EMPTY
};

/// `ExcludeConstraint(("room", "="), ("during", "&&"), using="gist")`.
pub static EXCLUDE_CONSTRAINT: NativeClass = NativeClass {
    name: "ExcludeConstraint",
    module: "sqlalchemy.dialects.postgresql.ext",
    bases: &[&CONSTRAINT],
    params: "*elements, name: constraint=None, deferrable: flag=None, initially: phrase=None, using='gist', where=None, ops=None, **kw",
    init: Some(init),
    ..NativeClass::EMPTY
};

/// A copy. One over columns of a table belongs to that table at once: to the one that the constraint
/// is of, if no other is said.
fn copied(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object().cloned() else { return Ok(Value::None) };
    let made = copy(vm, &this);
    made.set_field("table", Value::None);
    made.set_field("_order", next_order(vm));
    let made = Value::Object(made);
    if this.is(&UNIQUE_CONSTRAINT) {
        let target = args.keyword("kw", "target_table").filter(|it| !it.is_none());
        let target = target.unwrap_or_else(|| field(&this, "table"));
        if let Some(target) = of(&target, &TABLE).cloned() {
            attach(vm, &target, &made)?;
        }
    }
    Ok(made)
}

/// What a constraint takes for a column of its own, and for one that it refers to.
const OWN_COLUMN: &str = "String column name or column expression for DDL constraint";
const REFERRED_COLUMN: &str = "String column name or Column object for DDL foreign key constraint";

/// Keeps what was given, the columns under `_columns`.
fn init(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    for (name, value) in args.iter() {
        match name {
            "kw" | "dialect_kw" => {
                let keywords = entries(value);
                super::keywords::check(vm, this, &keywords)?;
                for (name, value) in keywords {
                    this.set_field(&name, value);
                }
            }
            "columns" => {
                for column in args.rest("columns") {
                    check_column(vm, column, OWN_COLUMN)?;
                }
                this.set_field("_columns", Value::list(once_each(args.rest("columns"))));
            }
            // The column that a foreign key refers to is not one of its own.
            "elements" => {
                check_pairs(vm, args.rest("elements"))?;
                this.set_field(name, value.clone());
            }
            "_constraint" if !value.is_none() => {
                let ty = vm.type_of(value).name.clone();
                let message = format!("'{ty}' object has no attribute '_validate_dest_table'");
                return Err(vm.raise("AttributeError", message));
            }
            "column" => {
                // Other expressions can be in an index or a key, and no target.
                let is_other = |it: &Rc<Object>| it.is(&CLAUSE_ELEMENT) && !it.is(&COLUMN_CLAUSE);
                if value.as_object().is_some_and(is_other) {
                    return Err(no_column(vm, value, REFERRED_COLUMN));
                }
                check_column(vm, value, REFERRED_COLUMN)?;
                this.set_field("_target", value.clone());
            }
            name => this.set_field(name, value.clone()),
        }
    }
    if field(this, "info").is_none() {
        this.set_field("info", Value::dict(Dict::default()));
    }
    let order = next_order(vm);
    this.set_field("_order", order);
    attach_by_columns(vm, this)
}

/// A key over the columns of one table belongs to it at once.
fn attach_by_columns(vm: &mut Vm<'_>, this: &Rc<Object>) -> Eval<()> {
    let columns = items(this, "_columns");
    let are_columns = columns.iter().all(|it| of(it, &COLUMN).is_some());
    let is_key = [&PRIMARY_KEY_CONSTRAINT, &UNIQUE_CONSTRAINT, &FOREIGN_KEY_CONSTRAINT];
    if !are_columns || !is_key.iter().any(|it| this.is(it)) {
        return Ok(());
    }
    let columns: Vec<_> = columns.iter().filter_map(|it| of(it, &COLUMN).cloned()).collect();
    attach_to_table_of(vm, this, &columns)
}

/// Refuses elements of an exclusion that are no pairs of an expression and an operator.
fn check_pairs(vm: &mut Vm<'_>, elements: &[Value]) -> Eval<()> {
    for element in elements.iter().filter(|it| !it.is_unknown()) {
        let count = vm.iterate(element)?.len();
        if count != 2 {
            let message = format!("not enough values to unpack (expected 2, got {count})");
            return Err(vm.raise("ValueError", message));
        }
    }
    Ok(())
}

/// Refuses what is neither the name of a column nor an expression.
fn check_column(vm: &mut Vm<'_>, given: &Value, what: &str) -> Eval<()> {
    let is_one = match given {
        Value::Str(_) | Value::Unknown(_) => true,
        Value::Object(it) => {
            it.is(&CLAUSE_ELEMENT) || held(given).is_some() || !it.is(&TYPE_ENGINE)
        }
        _ => false,
    };
    if is_one {
        return Ok(());
    }
    Err(no_column(vm, given, what))
}

fn no_column(vm: &mut Vm<'_>, given: &Value, what: &str) -> Stop {
    match vm.repr(given) {
        Ok(shown) => {
            let message = format!("{what} expected, got {shown}.");
            exc::raise(vm, &exc::ARGUMENT_ERROR, message)
        }
        Err(stop) => stop,
    }
}

/// A constraint keeps a column once, however often it is named.
fn once_each(columns: &[Value]) -> Vec<Value> {
    let mut names = BTreeSet::new();
    let is_new = |it: &&Value| column_name(it).is_none_or(|name| names.insert(name));
    columns.iter().filter(is_new).cloned().collect()
}

fn init_check(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    init(vm, this, args)?;
    let text = match args.get("sqltext") {
        it @ Value::Str(_) => text_clause(vm, it)?,
        other => other.clone(),
    };
    if let Some(table) = of(args.get("table"), &TABLE).cloned() {
        this.set_field("sqltext", text);
        return attach(vm, &table, &Value::Object(this.clone()));
    }
    let mut columns = Vec::new();
    columns_in(&text, &mut columns);
    this.set_field("sqltext", text);
    attach_to_table_of(vm, this, &columns)
}

/// What is over columns of one table belongs to it at once.
pub fn attach_to_table_of(vm: &mut Vm<'_>, this: &Rc<Object>, columns: &[Rc<Object>]) -> Eval<()> {
    let own = columns.iter().filter(|it| it.is(&COLUMN));
    let mut tables = own.filter_map(|it| object(it, "table").filter(|it| it.is(&TABLE)));
    let Some(first) = tables.next() else { return Ok(()) };
    match tables.all(|it| Rc::ptr_eq(&it, &first)) {
        true => attach(vm, &first, &Value::Object(this.clone())),
        false => Ok(()),
    }
}

/// The columns that an expression names, in its order.
pub fn columns_in(expression: &Value, found: &mut Vec<Rc<Object>>) {
    match expression {
        Value::List(_) | Value::Tuple(_) => {
            items_or_one(expression).iter().for_each(|it| columns_in(it, found));
        }
        Value::Object(it) if it.is(&COLUMN) || it.is(&COLUMN_CLAUSE) => found.push(it.clone()),
        Value::Object(it) if it.is(&CLAUSE_ELEMENT) => {
            for part in EXPRESSION_PARTS {
                columns_in(&field(it, part), found);
            }
        }
        _ => {}
    }
}

/// The first column that an expression names, which it stands for in an index.
pub fn first_column_in(expression: &Value) -> Option<Rc<Object>> {
    let mut found = Vec::new();
    columns_in(expression, &mut found);
    found.into_iter().next()
}

/// The fields in which expressions hold others.
const EXPRESSION_PARTS: &[&str] = &["left", "right", "element", "clause", "clauses", "expr"];

/// Refuses a foreign key with other columns than those that it refers to.
pub fn refuse_uneven<T: PartialEq>(vm: &mut Vm<'_>, columns: &[T], referred: usize) -> Eval<()> {
    let distinct = columns
        .iter()
        .enumerate()
        .filter(|(at, it)| columns.iter().take(*at).all(|other| other != *it));
    let distinct = distinct.count();
    if distinct == referred {
        return Ok(());
    }
    let message = match distinct == columns.len() {
        true => {
            "ForeignKeyConstraint number of constrained columns must match the number of \
             referenced columns."
        }
        false => "ForeignKeyConstraint with duplicate source column references are not supported.",
    };
    Err(exc::raise(vm, &exc::ARGUMENT_ERROR, message))
}

fn init_foreign_key_constraint(vm: &mut Vm<'_>, this: &Rc<Object>, args: &Args) -> Eval<()> {
    init(vm, this, args)?;
    let columns = vm.iterate(args.get("columns"))?;
    let referred = vm.iterate(args.get("refcolumns"))?;
    columns.iter().try_for_each(|it| check_column(vm, it, OWN_COLUMN))?;
    referred.iter().try_for_each(|it| check_column(vm, it, REFERRED_COLUMN))?;
    // A column is itself and nothing else, a name is any that is the same.
    let names: Vec<_> =
        columns.iter().map(|it| (it.as_str(), it.as_object().map(Rc::as_ptr))).collect();
    refuse_uneven(vm, &names, referred.len())?;
    this.set_field("_columns", Value::list(columns));
    this.set_field("_referred", Value::list(referred));
    attach_by_columns(vm, this)
}

/// The names of columns given as texts, as columns, or as wider expressions that have a name.
pub fn column_names(values: &[Value]) -> Vec<String> {
    values.iter().filter_map(column_name).collect()
}

fn column_name(value: &Value) -> Option<String> {
    match value {
        Value::Str(name) => Some(name.to_string()),
        Value::Object(it) => text(it, "name"),
        _ => None,
    }
}

fn columns(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object().cloned() else { return Ok(Value::None) };
    let of_table = match object(&this, "table") {
        Some(table) => items(&table, "_columns"),
        None => Vec::new(),
    };
    let mut found = Vec::new();
    for column in items(&this, "_columns") {
        let own = match &column {
            Value::Str(name) => column_named(&of_table, name),
            other => Some(other.clone()),
        };
        found.extend(own);
    }
    Ok(collection(vm, found))
}

/// What a foreign key refers to: the table, and the column if it was said.
pub fn target(value: &Value) -> Option<(Name, Option<String>)> {
    match value {
        Value::Str(written) => {
            let parts: Vec<&str> = written.split('.').collect();
            match parts.as_slice() {
                [table] => Some((Name::plain(*table), None)),
                [table, column] => Some((Name::plain(*table), Some((*column).to_owned()))),
                [schema @ .., table, column] => {
                    Some((Name::new(Some(schema.join(".")), *table), Some((*column).to_owned())))
                }
                [] => None,
            }
        }
        Value::Object(column) => {
            let table = object(column, "table")?;
            let name = Name::new(text(&table, "schema").as_deref(), text(&table, "name")?);
            Some((name, text(column, "name")))
        }
        _ => None,
    }
}

fn target_full_name(_: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object() else { return Ok(Value::None) };
    Ok(match target(&field(this, "_target")) {
        Some((table, Some(column))) => Value::str(format!("{table}.{column}")),
        Some((table, None)) => Value::str(table.to_string()),
        None => Value::None,
    })
}

fn referred_table(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object() else { return Ok(Value::None) };
    let Some((name, _)) = items(this, "_referred").first().and_then(target) else {
        return Ok(Value::None);
    };
    let schema = name.schema.map_or(Value::None, Value::str);
    let fields = [("name", Value::str(name.name)), ("schema", schema)];
    Ok(Value::Object(make(vm, &super::super::expression::from::TABLE_CLAUSE, fields)))
}

/// The foreign keys that a constraint is made of, one for each column: always the same objects.
pub fn elements(vm: &mut Vm<'_>, constraint: &Rc<Object>, columns: &[Value]) -> Vec<Value> {
    let there = items(constraint, "_elements");
    if !there.is_empty() {
        return there;
    }
    let mut made = Vec::new();
    for (own, referred) in items(constraint, "_columns").iter().zip(items(constraint, "_referred"))
    {
        let parent = match own {
            Value::Str(name) => column_named(columns, name).unwrap_or(Value::None),
            column => column.clone(),
        };
        let key = make(vm, &FOREIGN_KEY, []);
        for name in ["name", "ondelete", "onupdate", "deferrable", "initially", "use_alter"] {
            key.set_field(name, field(constraint, name));
        }
        key.set_field("parent", parent);
        key.set_field("constraint", Value::Object(constraint.clone()));
        key.set_field("_target", referred);
        made.push(Value::Object(key));
    }
    constraint.set_field("_elements", Value::list(made.clone()));
    made
}

/// The column that a foreign key refers to. A table that is not in the metadata is looked up in
/// the database, as reflection does with the tables that a reflected one refers to.
fn referred_column(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object().cloned() else { return Ok(Value::None) };
    let given = field(&this, "_target");
    let Value::Str(_) = &given else { return Ok(given) };
    let own = object(&this, "parent").and_then(|it| object(&it, "table"));
    let metadata = own.and_then(|it| object(&it, "metadata"));
    let (Some((name, Some(column))), Some(metadata)) = (target(&given), metadata) else {
        return Err(exc::raise(vm, &exc::NO_REFERENCED_TABLE_ERROR, "no metadata"));
    };
    let table = match entry(&metadata, "tables", &name.to_string()) {
        Some(table) => table,
        None => {
            let schema = name.schema.as_ref().map_or(Value::None, Value::str);
            let bind = super::super::engine::bind(vm)?;
            let keywords = vec![("schema".to_owned(), schema), ("autoload_with".to_owned(), bind)];
            let given = vec![Value::str(&name.name), Value::Object(metadata)];
            vm.construct(&TABLE, given, keywords)?
        }
    };
    let columns = table.as_object().map(|it| items(it, "_columns")).unwrap_or_default();
    match column_named(&columns, &column) {
        Some(column) => Ok(column),
        None => {
            let message = format!("no column `{column}` of `{name}`");
            Err(exc::raise(vm, &exc::NO_REFERENCED_COLUMN_ERROR, message))
        }
    }
}

/// The constraint that a foreign key of a column makes.
pub fn of_foreign_key(vm: &mut Vm<'_>, key: &Rc<Object>, column: &Rc<Object>) -> Rc<Object> {
    let order = next_order(vm);
    let made = make(vm, &FOREIGN_KEY_CONSTRAINT, []);
    *made.fields.borrow_mut() = key.fields.borrow().clone();
    made.set_field("_columns", Value::list(vec![Value::Object(column.clone())]));
    made.set_field("_referred", Value::list(items_or_one(&field(key, "_target"))));
    made.set_field("_order", order);
    key.set_field("constraint", Value::Object(made.clone()));
    made.set_field("_elements", Value::list(vec![Value::Object(key.clone())]));
    made
}
