//! `sqlalchemy.schema`: tables, columns, constraints, indexes, and how they become the catalog's.

pub mod attach;
pub mod column;
pub mod constraint;
pub mod declared;
pub mod default;
pub mod index;
pub mod keywords;
pub mod lower;
pub mod metadata;
pub mod naming;
pub mod reflect;
pub mod rewritten;
pub mod sequence;
pub mod statement;
pub mod table;

pub use lower::{lower_constraint, lower_index, lower_table, lower_type};

use crate::python::class::{Native, NativeClass};
use crate::python::value::Value;
use crate::python::vm::Vm;

/// What all of them inherit.
pub static SCHEMA_ITEM: NativeClass = NativeClass {
    name: "SchemaItem",
    module: MODULE,
    methods: &[Native { name: "dispatch", params: "self, *args", call: |_, _| Ok(Value::None) }],
    ..NativeClass::EMPTY
};

const MODULE: &str = "sqlalchemy.sql.schema";

/// Every class, as scripts import them from `sqlalchemy` and `sqlalchemy.schema`.
pub static CLASSES: &[&NativeClass] = &[
    &metadata::META_DATA,
    &table::TABLE,
    &column::COLUMN,
    &constraint::CONSTRAINT,
    &constraint::FOREIGN_KEY,
    &constraint::FOREIGN_KEY_CONSTRAINT,
    &constraint::PRIMARY_KEY_CONSTRAINT,
    &constraint::UNIQUE_CONSTRAINT,
    &constraint::CHECK_CONSTRAINT,
    &index::INDEX,
    &default::FETCHED_VALUE,
    &default::DEFAULT_CLAUSE,
    &default::COLUMN_DEFAULT,
    &default::COMPUTED,
    &default::IDENTITY,
    &sequence::SEQUENCE,
];

/// A number that grows with every constraint made: SQL says them in the order they were made.
pub fn next_order(vm: &mut Vm<'_>) -> Value {
    let class = vm.class_of(&constraint::CONSTRAINT);
    let last = class.fields.borrow().get("_made").and_then(Value::as_int).unwrap_or(0);
    let next = Value::Int(last + 1);
    class.fields.borrow_mut().set("_made", next.clone());
    next
}
