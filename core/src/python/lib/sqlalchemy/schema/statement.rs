//! Statements about the schema as constructs: `CreateTable`, `DropIndex`, `DDL` and their like.

use std::rc::Rc;

use super::super::compiler::Compiler;
use super::super::engine::statement::Written;
use super::super::expression::element::CLAUSE_ELEMENT;
use super::super::fields::{
    copy, entries, field, flag, items, items_or_one, object, of, same, text,
};
use super::super::types::named::{self, Check};
use super::super::{engine, exc};
use super::constraint::FOREIGN_KEY_CONSTRAINT;
use super::table::{TABLE, name_of};
use crate::op::{self, Operation};
use crate::python::args::Args;
use crate::python::class::{Native, NativeClass, Object};
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

const MODULE: &str = "sqlalchemy.sql.ddl";

/// The base of all of them.
pub static DDL_ELEMENT: NativeClass = NativeClass {
    name: "DDLElement",
    module: MODULE,
    bases: &[&CLAUSE_ELEMENT],
    methods: &[
        Native::new("execute_if", "self, dialect=None, callable_=None, state=None", |vm, args| {
            Ok(with(vm, args, &["dialect", "callable_", "state"]))
        }),
        Native::new("against", "self, target", |vm, args| Ok(with(vm, args, &["target"]))),
        Native::new("__call__", "self, target, bind, **kw", |vm, args| {
            if is_wanted(vm, args)? {
                let against = with(vm, args, &["target"]);
                engine::statement::print(vm, &against, "DDL")?;
            }
            Ok(Value::None)
        }),
    ],
    properties: &[Native::new("target", "self", |_, args| {
        let element = |this: &Rc<Object>| this.field("target").or_else(|| this.field("element"));
        Ok(args.get("self").as_object().and_then(element).unwrap_or(Value::None))
    })],
    ..NativeClass::EMPTY
};

/// A copy of the statement that holds these arguments.
fn with(vm: &mut Vm<'_>, args: &Args, names: &[&str]) -> Value {
    let Some(this) = args.get("self").as_object() else { return Value::None };
    let made = copy(vm, this);
    for name in names {
        made.set_field(name, args.get(name).clone());
    }
    Value::Object(made)
}

/// Whether a statement that listens runs here, as `execute_if` says.
fn is_wanted(vm: &mut Vm<'_>, args: &Args) -> Eval<bool> {
    let this = args.get("self");
    let dialects = items_or_one(&this.field("dialect"));
    let own = vm.host.dialect().name;
    if !this.field("dialect").is_none() && !dialects.iter().any(|it| it.as_str() == Some(own)) {
        return Ok(false);
    }
    let decides = this.field("callable_");
    if decides.is_none() {
        return Ok(true);
    }
    let given = ["self", "target", "bind"].map(|it| args.get(it).clone()).to_vec();
    let mut keywords = entries(args.get("kw"));
    keywords.push(("state".to_owned(), this.field("state")));
    let answer = vm.call(&decides, given, keywords)?;
    if let Value::Unknown(unknown) = &answer {
        vm.emit_unwritten(unknown);
        return Ok(false);
    }
    Ok(vm.truth(&answer)? == Some(true))
}

/// `DDL("ALTER TABLE ...")`: to the letter, percent signs doubled.
pub static DDL: NativeClass = NativeClass { params: "statement, context=None", ..statement("DDL") };

pub static CREATE_TABLE: NativeClass = NativeClass {
    params: "element, include_foreign_key_constraints=None, if_not_exists=False",
    ..statement("CreateTable")
};
/// What stands for a column in the text of a new table.
pub static CREATE_COLUMN: NativeClass =
    NativeClass { params: "element", ..statement("CreateColumn") };
pub static DROP_TABLE: NativeClass =
    NativeClass { params: "element, if_exists=False", ..statement("DropTable") };
pub static CREATE_INDEX: NativeClass =
    NativeClass { params: "element, if_not_exists=False", ..statement("CreateIndex") };
pub static DROP_INDEX: NativeClass =
    NativeClass { params: "element, if_exists=False", ..statement("DropIndex") };
pub static CREATE_SEQUENCE: NativeClass =
    NativeClass { params: "element, if_not_exists=False", ..statement("CreateSequence") };
pub static DROP_SEQUENCE: NativeClass =
    NativeClass { params: "element, if_exists=False", ..statement("DropSequence") };
pub static CREATE_SCHEMA: NativeClass =
    NativeClass { params: "name, if_not_exists=False", ..statement("CreateSchema") };
pub static DROP_SCHEMA: NativeClass =
    NativeClass { params: "name, cascade=False, if_exists=False", ..statement("DropSchema") };
pub static ADD_CONSTRAINT: NativeClass =
    NativeClass { params: "element, isolate_from_table=True", ..statement("AddConstraint") };
pub static DROP_CONSTRAINT: NativeClass = NativeClass {
    params: "element, cascade=False, if_exists=False, **kw",
    ..statement("DropConstraint")
};
pub static CREATE_ENUM_TYPE: NativeClass =
    NativeClass { params: "element", ..statement("CreateEnumType") };
pub static DROP_ENUM_TYPE: NativeClass =
    NativeClass { params: "element", ..statement("DropEnumType") };
pub static CREATE_DOMAIN_TYPE: NativeClass =
    NativeClass { params: "element", ..statement("CreateDomainType") };
pub static DROP_DOMAIN_TYPE: NativeClass =
    NativeClass { params: "element", ..statement("DropDomainType") };

/// Every class of this file, as scripts import them, besides PostgreSQL's own.
pub static CLASSES: &[&NativeClass] = &[
    &DDL_ELEMENT,
    &DDL,
    &CREATE_TABLE,
    &CREATE_COLUMN,
    &DROP_TABLE,
    &CREATE_INDEX,
    &DROP_INDEX,
    &CREATE_SEQUENCE,
    &DROP_SEQUENCE,
    &CREATE_SCHEMA,
    &DROP_SCHEMA,
    &ADD_CONSTRAINT,
    &DROP_CONSTRAINT,
];

const fn statement(name: &'static str) -> NativeClass {
    NativeClass { name, module: MODULE, bases: BASES, ..NativeClass::EMPTY }
}

static BASES: &[&NativeClass] = &[&DDL_ELEMENT];

/// The operations that a statement about the schema makes; nothing if it is none of ours.
pub fn operations(vm: &mut Vm<'_>, statement: &Value) -> Eval<Option<Vec<Operation>>> {
    let Some(this) = statement.as_object().filter(|it| it.is(&DDL_ELEMENT)).cloned() else {
        return Ok(None);
    };
    let name =
        this.class.borrow().mro.borrow().iter().find_map(|it| it.native).map_or("", |it| it.name);
    let element = field(&this, "element");
    let there = flag(&this, "if_not_exists");
    let if_exists = flag(&this, "if_exists");
    let cascade = flag(&this, "cascade");
    let table = || element.as_object().map(name_of).unwrap_or_default();
    let operation: Operation = match name {
        "DDL" => return ddl(vm, &this).map(Some),
        "CreateTable" => {
            let element = with_foreign_keys(vm, &this, &element)?;
            let mut table = super::lower_table(vm, &element)?;
            // The statement alone: indexes and comments are others.
            table.indexes.clear();
            op::CreateTable { table, if_not_exists: there }.into()
        }
        "DropTable" => op::DropTable { table: table(), if_exists, cascade }.into(),
        "CreateIndex" => {
            let (table, index) = super::lower_index(vm, &element)?;
            let concurrently = is_concurrent(&element);
            op::CreateIndex { table, index, concurrently, if_not_exists: there }.into()
        }
        "DropIndex" => {
            let (table, index) = super::lower_index(vm, &element)?;
            let name = table.renamed(index.name.unwrap_or_default());
            let concurrently = is_concurrent(&element);
            op::DropIndex { name, table: Some(table), concurrently, if_exists, cascade }.into()
        }
        "CreateSchema" => {
            let name = text(&this, "name").unwrap_or_default();
            op::CreateSchema { name, owner: None, if_not_exists: there }.into()
        }
        "DropSchema" => {
            let name = text(&this, "name").unwrap_or_default();
            op::DropSchema { name, if_exists, cascade }.into()
        }
        "CreateSequence" => {
            let Some(it) = element.as_object() else { return Ok(None) };
            let sequence = super::sequence::lower(vm, it)?;
            op::CreateSequence { sequence, if_not_exists: there }.into()
        }
        "DropSequence" => op::DropSequence { name: table(), if_exists, cascade }.into(),
        "AddConstraint" | "DropConstraint" => {
            return constraint(vm, &this, &element, name).map(Some);
        }
        "CreateEnumType" | "CreateDomainType" => {
            if let Value::Object(ty) = &element {
                named::emit_create(vm, ty, Check::Never)?;
            }
            return Ok(Some(Vec::new()));
        }
        "DropEnumType" | "DropDomainType" => {
            if let Value::Object(ty) = &element {
                named::emit_drop(vm, ty, Check::Never);
            }
            return Ok(Some(Vec::new()));
        }
        _ => return Ok(None),
    };
    Ok(Some(vec![operation]))
}

/// Whether an index is made and dropped beside the work of others.
fn is_concurrent(index: &Value) -> bool {
    index.as_object().is_some_and(|it| flag(it, "postgresql_concurrently"))
}

/// The table with those of its foreign keys that the statement is told to include.
fn with_foreign_keys(vm: &mut Vm<'_>, this: &Rc<Object>, table: &Value) -> Eval<Value> {
    let included = field(this, "include_foreign_key_constraints");
    let Some(own) = table.as_object().filter(|_| !included.is_none()) else {
        return Ok(table.clone());
    };
    let included = vm.iterate(&included)?;
    let kept = items(own, "_constraints").into_iter().filter(|it| {
        of(it, &FOREIGN_KEY_CONSTRAINT).is_none() || included.iter().any(|other| same(it, other))
    });
    let kept = Value::list(kept.collect());
    let made = copy(vm, own);
    made.set_field("_constraints", kept);
    Ok(Value::Object(made))
}

fn constraint(
    vm: &mut Vm<'_>,
    this: &Rc<Object>,
    element: &Value,
    name: &str,
) -> Eval<Vec<Operation>> {
    let Some(table) = element.as_object().and_then(|it| object(it, "table")) else {
        return Err(exc::raise(vm, &exc::INVALID_REQUEST_ERROR, UNBOUND));
    };
    let Some(lowered) = super::lower_constraint(vm, element, &table)? else {
        return Ok(Vec::new());
    };
    let table = name_of(&table);
    Ok(vec![if name == "AddConstraint" {
        op::AddConstraint::to(table, lowered).into()
    } else {
        op::DropConstraint {
            table,
            name: lowered.name.unwrap_or_default(),
            kind: None,
            if_exists: flag(this, "if_exists"),
            cascade: flag(this, "cascade"),
        }
        .into()
    }])
}

/// What is said of a constraint that is of no table.
const UNBOUND: &str = "This constraint is not bound to a table.  Did you mean to call \
                       table.append_constraint(constraint) ?";

/// The text that a `DDL` was given, which may as well ask for rows.
pub fn given_text(vm: &mut Vm<'_>, statement: &Value) -> Eval<Option<Written>> {
    match statement.as_object().filter(|it| it.is(&DDL)) {
        Some(this) => text_of(vm, &this.clone()).map(Some),
        None => Ok(None),
    }
}

fn ddl(vm: &mut Vm<'_>, this: &Rc<Object>) -> Eval<Vec<Operation>> {
    Ok(match text_of(vm, this)? {
        Ok(sql) => vec![op::Execute { sql, effects: Vec::new() }.into()],
        Err((known, unknown)) => {
            vm.emit_unwritten_sql(&known, &unknown);
            Vec::new()
        }
    })
}

/// `DDL(...)` is filled in with `%`, so that its percent signs are doubled.
fn text_of(vm: &mut Vm<'_>, this: &Rc<Object>) -> Eval<Written> {
    let given = match field(this, "statement") {
        Value::Str(text) => filled(vm, this, &text)?,
        other => other,
    };
    let sql = match given {
        Value::Str(sql) => sql.to_string(),
        Value::Unknown(unknown) => return Ok(Err((String::new(), unknown))),
        other => Compiler::new(vm).text(&other)?,
    };
    Ok(Ok(sql.replace('\t', "    ").trim().to_owned()))
}

/// The text with what it asks for: of its context, and of the table that it is about.
fn filled(vm: &mut Vm<'_>, this: &Rc<Object>, text: &str) -> Eval {
    let given = entries(&field(this, "context"));
    let mut context = Dict::default();
    if let Some(table) = object(this, "target").filter(|it| it.is(&TABLE)) {
        let (name, dialect) = (name_of(&table), vm.host.dialect());
        let schema = name.schema.as_deref().map_or_else(String::new, |it| dialect.quote_name(it));
        context.insert_str("table", Value::str(dialect.quote_name(&name.name)));
        context.insert_str("schema", Value::str(schema));
        context.insert_str("fullname", Value::str(dialect.quote(&name)));
    }
    for (name, value) in given {
        context.insert_str(&name, value);
    }
    vm.percent_format(text, &Value::dict(context))
}
