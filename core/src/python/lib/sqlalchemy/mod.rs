//! `sqlalchemy`: types, expressions, schemas, and the connection they are sent through.

pub mod compiler;
pub mod dialect;
mod dialects;
pub mod engine;
pub mod event;
pub mod exc;
pub mod expression;
pub mod ext;
pub mod fields;
pub mod md5;
pub mod orm;
pub mod quoting;
pub mod schema;
pub mod types;

use crate::python::class::{Library, Native, NativeClass};
use crate::python::value::Value;
use crate::python::vm::Vm;

use expression::{construct, dml, element, from, function, select};
use types::{base, generic, named};

pub static LIBRARIES: &[&Library] = &[
    &alias("sqlalchemy", &[&EVERYTHING]),
    &alias("sqlalchemy.sql", &[&EVERYTHING]),
    &alias("sqlalchemy.future", &[&EVERYTHING]),
    &alias("sqlalchemy.sql.expression", &[&EVERYTHING]),
    &Library {
        name: "sqlalchemy.sql.elements",
        classes: element::CLASSES,
        includes: &[&EVERYTHING],
        ..Library::EMPTY
    },
    &alias("sqlalchemy.sql.selectable", &[&EVERYTHING]),
    &Library {
        name: "sqlalchemy.sql.functions",
        classes: &[&function::FUNCTION, &function::GENERIC_FUNCTION, &function::FUNCTION_ELEMENT],
        values: Some(func),
        fallback: Some(function::class_of_module),
        ..Library::EMPTY
    },
    // Comparisons by these names are those of Python.
    &Library {
        name: "sqlalchemy.sql.operators",
        functions: super::operators::LIBRARY.functions,
        ..Library::EMPTY
    },
    &alias("sqlalchemy.sql.schema", &[&EVERYTHING]),
    &alias("sqlalchemy.sql.ddl", &[&EVERYTHING]),
    &alias("sqlalchemy.sql.sqltypes", &[&TYPES]),
    &alias("sqlalchemy.sql.type_api", &[&TYPES]),
    &alias("sqlalchemy.schema", &[&EVERYTHING]),
    &alias("sqlalchemy.types", &[&TYPES]),
    &Library { name: "sqlalchemy.dialects", ..Library::EMPTY },
    &dialects::POSTGRESQL,
    &alias("sqlalchemy.dialects.postgresql.array", &[&dialects::OF_POSTGRESQL]),
    &alias("sqlalchemy.dialects.postgresql.base", &[&dialects::OF_POSTGRESQL]),
    &alias("sqlalchemy.dialects.postgresql.dml", &[&dialects::OF_POSTGRESQL]),
    &alias("sqlalchemy.dialects.postgresql.ext", &[&dialects::OF_POSTGRESQL]),
    &alias("sqlalchemy.dialects.postgresql.hstore", &[&dialects::OF_POSTGRESQL]),
    &alias("sqlalchemy.dialects.postgresql.json", &[&dialects::OF_POSTGRESQL]),
    &alias("sqlalchemy.dialects.postgresql.named_types", &[&dialects::OF_POSTGRESQL]),
    &alias("sqlalchemy.dialects.postgresql.ranges", &[&dialects::OF_POSTGRESQL]),
    &alias("sqlalchemy.dialects.postgresql.types", &[&dialects::OF_POSTGRESQL]),
    &dialects::MYSQL,
    &alias("sqlalchemy.dialects.mysql.base", &[&dialects::OF_MYSQL]),
    &alias("sqlalchemy.dialects.mysql.dml", &[&dialects::OF_MYSQL]),
    &alias("sqlalchemy.dialects.mysql.enumerated", &[&dialects::OF_MYSQL]),
    &alias("sqlalchemy.dialects.mysql.json", &[&dialects::OF_MYSQL]),
    &alias("sqlalchemy.dialects.mysql.types", &[&dialects::OF_MYSQL]),
    &dialects::SQLITE,
    &alias("sqlalchemy.dialects.sqlite.base", &[&dialects::OF_SQLITE]),
    &alias("sqlalchemy.dialects.sqlite.json", &[&dialects::OF_SQLITE]),
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
    &alias("sqlalchemy.sql.dml", &[&EVERYTHING]),
    &alias("sqlalchemy.sql.naming", &[&EVERYTHING]),
    &Library { name: "sqlalchemy.ext", ..Library::EMPTY },
    &ext::compiler::LIBRARY,
    &ext::mutable::LIBRARY,
    &event::LIBRARY,
    &exc::LIBRARY,
];

/// What `sqlalchemy` itself has, and the modules that it takes it from.
static EVERYTHING: Library = Library {
    includes: &[
        &TYPES,
        &classes(element::CLASSES),
        &classes(&[&function::FUNCTION_ELEMENT]),
        &classes(from::CLASSES),
        &classes(select::CLASSES),
        &classes(dml::CLASSES),
        &classes(schema::CLASSES),
        &classes(schema::statement::CLASSES),
        &functions(construct::FUNCTIONS),
        &functions(from::FUNCTIONS),
        &functions(select::FUNCTIONS),
        &functions(dml::FUNCTIONS),
        &functions(engine::NAMES),
        &classes(&[&engine::url::URL]),
    ],
    values: Some(func),
    ..Library::EMPTY
};

static TYPES: Library = Library {
    includes: &[&classes(generic::CLASSES), &classes(named::GENERIC), &classes(BASE_TYPES)],
    values: Some(|vm| vec![("INT", Value::Class(vm.class_of(&generic::INTEGER)))]),
    ..Library::EMPTY
};

static BASE_TYPES: &[&NativeClass] = &[
    &base::TYPE_ENGINE,
    &base::SCHEMA_TYPE,
    &base::TYPE_DECORATOR,
    &base::INTERVAL,
    &base::PICKLE_TYPE,
];

fn func(vm: &mut Vm<'_>) -> Vec<(&'static str, Value)> {
    vec![("func", function::generator(vm))]
}

/// A module that has the names of others.
const fn alias(name: &'static str, includes: &'static [&'static Library]) -> Library {
    Library { name, includes, ..Library::EMPTY }
}

const fn classes(classes: &'static [&'static NativeClass]) -> Library {
    Library { classes, ..Library::EMPTY }
}

const fn functions(functions: &'static [Native]) -> Library {
    Library { functions, ..Library::EMPTY }
}
