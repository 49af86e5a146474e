//! `sqlalchemy`: types, expressions, schemas, and the connection they are sent through.

pub mod compiler;
pub mod dialect;
pub mod engine;
pub mod event;
pub mod exc;
pub mod expression;
pub mod ext;
pub mod fields;
pub mod md5;
pub mod orm;
pub mod schema;
pub mod types;

use std::rc::Rc;

use crate::python::class::{BoundNative, Library, Native, NativeClass};
use crate::python::value::Value;
use crate::python::vm::Vm;

use expression::{construct, dml, element, from, function, select};
use types::{base, generic, mysql, named, postgresql, sqlite};

pub static LIBRARIES: &[&Library] = &[
    &Library { name: "sqlalchemy", values: Some(everything), ..Library::EMPTY },
    &Library { name: "sqlalchemy.sql", values: Some(everything), ..Library::EMPTY },
    &Library { name: "sqlalchemy.future", values: Some(everything), ..Library::EMPTY },
    &Library { name: "sqlalchemy.sql.expression", values: Some(everything), ..Library::EMPTY },
    &Library {
        name: "sqlalchemy.sql.elements",
        classes: element::CLASSES,
        values: Some(everything),
        ..Library::EMPTY
    },
    &Library { name: "sqlalchemy.sql.selectable", values: Some(everything), ..Library::EMPTY },
    &Library {
        name: "sqlalchemy.sql.functions",
        values: Some(functions),
        fallback: Some(function::class_of_module),
        ..Library::EMPTY
    },
    &Library { name: "sqlalchemy.sql.schema", values: Some(everything), ..Library::EMPTY },
    &Library { name: "sqlalchemy.sql.ddl", values: Some(everything), ..Library::EMPTY },
    &Library { name: "sqlalchemy.sql.sqltypes", values: Some(type_names), ..Library::EMPTY },
    &Library { name: "sqlalchemy.sql.type_api", values: Some(type_names), ..Library::EMPTY },
    &Library { name: "sqlalchemy.schema", values: Some(everything), ..Library::EMPTY },
    &Library { name: "sqlalchemy.types", values: Some(type_names), ..Library::EMPTY },
    &Library { name: "sqlalchemy.dialects", ..Library::EMPTY },
    &Library {
        name: "sqlalchemy.dialects.postgresql",
        values: Some(of_postgresql),
        ..Library::EMPTY
    },
    &postgresql_module("sqlalchemy.dialects.postgresql.array"),
    &postgresql_module("sqlalchemy.dialects.postgresql.base"),
    &postgresql_module("sqlalchemy.dialects.postgresql.dml"),
    &postgresql_module("sqlalchemy.dialects.postgresql.ext"),
    &postgresql_module("sqlalchemy.dialects.postgresql.hstore"),
    &postgresql_module("sqlalchemy.dialects.postgresql.json"),
    &postgresql_module("sqlalchemy.dialects.postgresql.named_types"),
    &postgresql_module("sqlalchemy.dialects.postgresql.ranges"),
    &postgresql_module("sqlalchemy.dialects.postgresql.types"),
    &mysql_module("sqlalchemy.dialects.mysql"),
    &mysql_module("sqlalchemy.dialects.mysql.base"),
    &mysql_module("sqlalchemy.dialects.mysql.dml"),
    &mysql_module("sqlalchemy.dialects.mysql.enumerated"),
    &mysql_module("sqlalchemy.dialects.mysql.json"),
    &mysql_module("sqlalchemy.dialects.mysql.types"),
    &sqlite_module("sqlalchemy.dialects.sqlite"),
    &sqlite_module("sqlalchemy.dialects.sqlite.base"),
    &sqlite_module("sqlalchemy.dialects.sqlite.json"),
    &Library {
        name: "sqlalchemy.engine.default",
        classes: &[&dialect::DEFAULT_DIALECT],
        ..Library::EMPTY
    },
    &Library {
        name: "sqlalchemy.engine.interfaces",
        classes: &[&dialect::DIALECT],
        ..Library::EMPTY
    },
    &Library {
        name: "sqlalchemy.sql.compiler",
        classes: &[&ext::compiler::COMPILER, &dialect::IDENTIFIER_PREPARER],
        ..Library::EMPTY
    },
    &Library { name: "sqlalchemy.sql.dml", values: Some(everything), ..Library::EMPTY },
    &Library { name: "sqlalchemy.sql.naming", values: Some(everything), ..Library::EMPTY },
    &Library { name: "sqlalchemy.ext", ..Library::EMPTY },
    &ext::compiler::LIBRARY,
    &ext::mutable::LIBRARY,
    &event::LIBRARY,
    &exc::LIBRARY,
];

const fn postgresql_module(name: &'static str) -> Library {
    Library { name, values: Some(of_postgresql), ..Library::EMPTY }
}

const fn mysql_module(name: &'static str) -> Library {
    Library { name, values: Some(of_mysql), ..Library::EMPTY }
}

const fn sqlite_module(name: &'static str) -> Library {
    Library { name, values: Some(of_sqlite), ..Library::EMPTY }
}

fn everything(vm: &mut Vm<'_>) -> Vec<(&'static str, Value)> {
    let mut found = type_names(vm);
    for rows in [
        element::CLASSES,
        from::CLASSES,
        select::CLASSES,
        dml::CLASSES,
        schema::CLASSES,
        schema::statement::CLASSES,
    ] {
        found.extend(classes(vm, rows));
    }
    for rows in [construct::FUNCTIONS, from::FUNCTIONS, select::FUNCTIONS, dml::FUNCTIONS] {
        found.extend(natives(rows));
    }
    found.extend(natives(engine::NAMES));
    found.push(("func", function::generator(vm)));
    found
}

fn functions(vm: &mut Vm<'_>) -> Vec<(&'static str, Value)> {
    let mut found = classes(vm, &[&function::FUNCTION, &function::GENERIC_FUNCTION]);
    found.push(("func", function::generator(vm)));
    found
}

fn type_names(vm: &mut Vm<'_>) -> Vec<(&'static str, Value)> {
    let mut found = classes(vm, generic::CLASSES);
    found.extend(classes(vm, named::GENERIC));
    found.extend(classes(vm, BASE_TYPES));
    found.push(("INT", Value::Class(vm.class_of(&generic::INTEGER))));
    found
}

static BASE_TYPES: &[&NativeClass] = &[
    &base::TYPE_ENGINE,
    &base::SCHEMA_TYPE,
    &base::TYPE_DECORATOR,
    &base::INTERVAL,
    &base::PICKLE_TYPE,
];

fn of_postgresql(vm: &mut Vm<'_>) -> Vec<(&'static str, Value)> {
    let mut found = type_names(vm);
    found.extend(classes(vm, postgresql::CLASSES));
    found.extend(classes(vm, named::POSTGRESQL));
    found.extend(natives(dml::FUNCTIONS));
    found.extend(natives(expression::postgresql::FUNCTIONS));
    found.extend(classes(vm, &[&schema::constraint::EXCLUDE_CONSTRAINT, &dialect::PG_DIALECT]));
    found
}

fn of_mysql(vm: &mut Vm<'_>) -> Vec<(&'static str, Value)> {
    let mut found = type_names(vm);
    found.extend(classes(vm, mysql::CLASSES));
    found.extend(classes(vm, named::MYSQL));
    found.extend(natives(dml::FUNCTIONS));
    found.extend(classes(vm, &[&dialect::MYSQL_DIALECT]));
    found
}

fn of_sqlite(vm: &mut Vm<'_>) -> Vec<(&'static str, Value)> {
    let mut found = type_names(vm);
    found.extend(classes(vm, sqlite::CLASSES));
    found.extend(classes(vm, &[&dialect::SQLITE_DIALECT]));
    found.extend(natives(dml::FUNCTIONS));
    found
}

fn classes(vm: &mut Vm<'_>, rows: &[&'static NativeClass]) -> Vec<(&'static str, Value)> {
    rows.iter().map(|it| (it.name, Value::Class(vm.class_of(it)))).collect()
}

fn natives(rows: &'static [Native]) -> Vec<(&'static str, Value)> {
    let bound = |native| Value::Native(Rc::new(BoundNative { native, receiver: None }));
    rows.iter().map(|it| (it.name, bound(it))).collect()
}
