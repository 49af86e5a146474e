//! `sqlalchemy.dialects`: what the modules of the databases have, their own and what they pass on.

use super::types::{generic, mysql, named, postgresql, sqlite};
use super::{classes, dialect, dml, expression, functions, schema};
use crate::python::class::{Library, NativeClass};

pub(super) static POSTGRESQL: Library = Library {
    name: "sqlalchemy.dialects.postgresql",
    includes: &[&OF_POSTGRESQL],
    rest: Some(&[
        "AbstractMultiRange",
        "AbstractSingleRange",
        "BitString",
        "Insert",
        "ModuleType",
        "MultiRange",
        "Range",
        "arraylib",
        "asyncpg",
        "bitstring",
        "dialect",
        "distinct_on",
        "operators",
        "pg8000",
        "pg_catalog",
        "psycopg",
        "psycopg2",
        "psycopg2cffi",
        "psycopg_async",
        "pygresql",
        "pypostgresql",
        "zxjdbc",
    ]),
    ..Library::EMPTY
};

pub(super) static MYSQL: Library = Library {
    name: "sqlalchemy.dialects.mysql",
    includes: &[&OF_MYSQL],
    rest: Some(&[
        "Insert",
        "aiomysql",
        "asyncmy",
        "cymysql",
        "dialect",
        "expression",
        "gaerdbms",
        "limit",
        "mariadb",
        "mariadbconnector",
        "match",
        "mysqlconnector",
        "mysqldb",
        "oursql",
        "pymysql",
        "pyodbc",
        "reflection",
        "reserved_words",
        "zxjdbc",
    ]),
    ..Library::EMPTY
};

pub(super) static SQLITE: Library = Library {
    name: "sqlalchemy.dialects.sqlite",
    includes: &[&OF_SQLITE],
    rest: Some(&["Insert", "aiosqlite", "dialect", "dml", "pysqlcipher", "pysqlite"]),
    ..Library::EMPTY
};

pub(super) static OF_POSTGRESQL: Library = Library {
    includes: &[
        &classes(PASSED_ON_BY_POSTGRESQL),
        &classes(postgresql::CLASSES),
        &classes(named::POSTGRESQL),
        &functions(dml::FUNCTIONS),
        &functions(expression::postgresql::FUNCTIONS),
    ],
    classes: &[
        &schema::constraint::EXCLUDE_CONSTRAINT,
        &schema::statement::CREATE_ENUM_TYPE,
        &schema::statement::DROP_ENUM_TYPE,
        &schema::statement::CREATE_DOMAIN_TYPE,
        &schema::statement::DROP_DOMAIN_TYPE,
        &dialect::PG_DIALECT,
    ],
    ..Library::EMPTY
};

pub(super) static OF_MYSQL: Library = Library {
    includes: &[
        &classes(PASSED_ON_BY_MYSQL),
        &classes(mysql::CLASSES),
        &classes(named::MYSQL),
        &functions(dml::FUNCTIONS),
    ],
    classes: &[&dialect::MYSQL_DIALECT],
    ..Library::EMPTY
};

pub(super) static OF_SQLITE: Library = Library {
    includes: &[
        &classes(PASSED_ON_BY_SQLITE),
        &classes(sqlite::CLASSES),
        &functions(dml::FUNCTIONS),
    ],
    classes: &[&dialect::SQLITE_DIALECT],
    ..Library::EMPTY
};

/// The types of all databases that a module has as well: those named after types of SQL.
static PASSED_ON_BY_POSTGRESQL: &[&NativeClass] = &[
    &generic::BIGINT,
    &generic::BOOLEAN,
    &generic::CHAR,
    &generic::DATE,
    &generic::DOUBLE_PRECISION,
    &generic::FLOAT,
    &generic::INTEGER,
    &generic::NUMERIC,
    &generic::REAL,
    &generic::SMALLINT,
    &generic::TEXT,
    &generic::UUID,
    &generic::VARCHAR,
];

static PASSED_ON_BY_MYSQL: &[&NativeClass] = &[
    &generic::BINARY,
    &generic::BLOB,
    &generic::BOOLEAN,
    &generic::DATE,
    &generic::JSON_TYPE,
    &generic::VARBINARY,
];

static PASSED_ON_BY_SQLITE: &[&NativeClass] = &[
    &generic::BLOB,
    &generic::BOOLEAN,
    &generic::CHAR,
    &generic::DATE,
    &generic::DATETIME,
    &generic::DECIMAL,
    &generic::FLOAT,
    &generic::INTEGER,
    &generic::JSON_TYPE,
    &generic::NUMERIC,
    &generic::REAL,
    &generic::SMALLINT,
    &generic::TEXT,
    &generic::TIME,
    &generic::TIMESTAMP,
    &generic::VARCHAR,
];
