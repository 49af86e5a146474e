//! The dialect as scripts see it: `bind.dialect`, and what `load_dialect_impl` is given.

use crate::python::args::Args;
use crate::python::class::{Native, NativeClass};
use crate::python::host::Mode;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

use super::compiler::Compiler;
use super::engine;
use super::fields::make;
use super::types::base::to_instance;
use super::types::{generic, mysql};
use crate::dialect::{ALL, Dialect, STANDARD};

pub static DIALECT: NativeClass = NativeClass {
    name: "Dialect",
    module: "sqlalchemy.engine.interfaces",
    methods: &[
        Native { name: "type_descriptor", params: "self, typeobj", call: type_descriptor },
        Native {
            name: "type_compiler",
            params: "self, *args",
            call: |_, args| Ok(args.get("self").clone()),
        },
        Native { name: "process", params: "self, type_, **kw", call: process },
        Native {
            name: "has_table",
            params: "self, connection, table_name, schema=None, **kw",
            call: |vm, args| engine::inspector::of_dialect(vm, args, "has_table", &["table_name"]),
        },
        Native {
            name: "has_index",
            params: "self, connection, table_name, index_name, schema=None, **kw",
            call: |vm, args| {
                engine::inspector::of_dialect(vm, args, "has_index", &["table_name", "index_name"])
            },
        },
        Native {
            name: "has_sequence",
            params: "self, connection, sequence_name, schema=None, **kw",
            call: |vm, args| {
                engine::inspector::of_dialect(vm, args, "has_sequence", &["sequence_name"])
            },
        },
        Native {
            name: "has_type",
            params: "self, connection, type_name, schema=None, **kw",
            call: |vm, args| engine::inspector::of_dialect(vm, args, "has_type", &["type_name"]),
        },
        Native {
            name: "has_schema",
            params: "self, connection, schema_name, **kw",
            call: |vm, args| {
                engine::inspector::of_dialect(vm, args, "has_schema", &["schema_name"])
            },
        },
        Native {
            name: "get_columns",
            params: "self, connection, table_name, schema=None, **kw",
            call: |vm, args| {
                engine::inspector::of_dialect(vm, args, "get_columns", &["table_name"])
            },
        },
        Native {
            name: "get_table_names",
            params: "self, connection, schema=None, **kw",
            call: |vm, args| engine::inspector::of_dialect(vm, args, "get_table_names", &[]),
        },
        Native {
            name: "get_indexes",
            params: "self, connection, table_name, schema=None, **kw",
            call: |vm, args| {
                engine::inspector::of_dialect(vm, args, "get_indexes", &["table_name"])
            },
        },
        Native {
            name: "get_foreign_keys",
            params: "self, connection, table_name, schema=None, **kw",
            call: |vm, args| {
                engine::inspector::of_dialect(vm, args, "get_foreign_keys", &["table_name"])
            },
        },
        Native {
            name: "get_pk_constraint",
            params: "self, connection, table_name, schema=None, **kw",
            call: |vm, args| {
                engine::inspector::of_dialect(vm, args, "get_pk_constraint", &["table_name"])
            },
        },
        Native {
            name: "get_unique_constraints",
            params: "self, connection, table_name, schema=None, **kw",
            call: |vm, args| {
                engine::inspector::of_dialect(vm, args, "get_unique_constraints", &["table_name"])
            },
        },
        Native {
            name: "get_view_names",
            params: "self, connection, schema=None, **kw",
            call: |vm, args| engine::inspector::of_dialect(vm, args, "get_view_names", &[]),
        },
        Native {
            name: "get_isolation_level",
            params: "self, *args",
            call: |_, _| Ok(Value::str("READ COMMITTED")),
        },
    ],
    properties: &[
        Native {
            name: "identifier_preparer",
            params: "self",
            call: |vm, _| Ok(Value::Object(make(vm, &IDENTIFIER_PREPARER, []))),
        },
        Native {
            name: "type_compiler_instance",
            params: "self",
            call: |_, args| Ok(args.get("self").clone()),
        },
    ],
    ..NativeClass::EMPTY
};

/// The class that all dialects inherit.
pub static DEFAULT_DIALECT: NativeClass = of("DefaultDialect", &[&DIALECT]);
pub static PG_DIALECT: NativeClass = of("PGDialect", &[&DEFAULT_DIALECT]);
pub static MYSQL_DIALECT: NativeClass = of("MySQLDialect", &[&DEFAULT_DIALECT]);
pub static SQLITE_DIALECT: NativeClass = of("SQLiteDialect", &[&DEFAULT_DIALECT]);

const fn of(name: &'static str, bases: &'static [&'static NativeClass]) -> NativeClass {
    NativeClass {
        name,
        module: "sqlalchemy.engine.default",
        bases,
        has_more: true,
        ..NativeClass::EMPTY
    }
}

/// The class of the dialect of the run.
fn own_class(vm: &Vm<'_>) -> &'static NativeClass {
    match vm.host.dialect().name {
        "postgresql" => &PG_DIALECT,
        "mysql" => &MYSQL_DIALECT,
        _ => &SQLITE_DIALECT,
    }
}

/// `dialect.identifier_preparer`: quotes names.
pub static IDENTIFIER_PREPARER: NativeClass = NativeClass {
    name: "IdentifierPreparer",
    module: "sqlalchemy.sql.compiler",
    params: "dialect=None, initial_quote='\"', final_quote=None, escape_quote='\"', quote_case_sensitive_collations=True, omit_schema=False",
    init: Some(|_, _, _| Ok(())),
    methods: &[
        Native { name: "quote", params: "self, ident, force=None", call: quote },
        Native { name: "quote_identifier", params: "self, ident", call: quote },
        Native { name: "quote_schema", params: "self, ident, force=None", call: quote },
        Native { name: "format_table", params: "self, table, **kw", call: format_table },
        Native { name: "format_column", params: "self, ident, **kw", call: quote },
    ],
    ..NativeClass::EMPTY
};

/// The dialect that a script wants a text in: that of the one it gives or of a connection, or none.
pub fn asked_for(vm: &Vm<'_>, given: &Value, bind: &Value) -> &'static Dialect {
    if !bind.is_none() || given.as_object().is_some_and(|it| it.is(&engine::connection::CONNECTION))
    {
        return vm.host.dialect();
    }
    if given.is_none() {
        return STANDARD;
    }
    let name = given.field("name");
    let named = ALL.iter().copied().find(|it| name.as_str() == Some(it.name));
    named.unwrap_or_else(|| vm.host.dialect())
}

/// Whether the parameters of the dialect's usual driver begin with a percent sign.
pub fn has_percent_parameters(dialect: &Dialect) -> bool {
    matches!(dialect.name, "postgresql" | "mysql")
}

/// The dialect of the run, as an object.
pub fn dialect_object(vm: &mut Vm<'_>) -> Value {
    let class = vm.class_of(&DIALECT);
    if let Some(made) = class.fields.borrow().get("_instance") {
        return made.clone();
    }
    let dialect = vm.host.dialect();
    let driver = match dialect.name {
        "postgresql" => "psycopg2",
        "mysql" => "mysqldb",
        _ => "pysqlite",
    };
    let version: &[i128] = match dialect.name {
        "postgresql" => &[vm.host.catalog().server.major().into(), 0],
        "mysql" => &[8, 0, 35],
        _ => &[3, 45, 0],
    };
    // Only a connection asks for it.
    let version = match vm.host.mode() {
        Mode::Online => Value::tuple(version.iter().map(|it| Value::Int(*it)).collect::<Vec<_>>()),
        Mode::Offline => Value::None,
    };
    let fields = [
        ("name", Value::str(dialect.name)),
        ("driver", Value::str(driver)),
        ("supports_native_enum", Value::Bool(dialect.enums)),
        ("supports_native_boolean", Value::Bool(dialect.named_types)),
        ("supports_native_uuid", Value::Bool(dialect.named_types)),
        ("supports_alter", Value::Bool(dialect.alter_constraint)),
        ("supports_sequences", Value::Bool(dialect.named_types)),
        (
            "default_schema_name",
            if dialect.named_types { Value::str("public") } else { Value::None },
        ),
        ("max_identifier_length", Value::Int(dialect.max_identifier as i128)),
        ("paramstyle", Value::str("named")),
        ("is_mariadb", Value::Bool(false)),
        ("server_version_info", version),
        ("dialect_description", Value::str(format!("{}+{driver}", dialect.name))),
    ];
    let own = own_class(vm);
    let made = Value::Object(make(vm, own, fields));
    class.fields.borrow_mut().set("_instance", made.clone());
    made
}

/// The dialect's own type for a general one.
fn type_descriptor(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let given = to_instance(vm, args.get("typeobj"))?;
    let Some(ty) = given.as_object().filter(|_| vm.host.dialect().name == "mysql") else {
        return Ok(given);
    };
    let own = MYSQL_TYPES.iter().find(|(general, _)| ty.is(general));
    match own.filter(|(_, own)| !ty.is(own)) {
        Some((_, own)) => {
            let fields = ty.fields.borrow().clone();
            let adapted = make(vm, own, []);
            *adapted.fields.borrow_mut() = fields;
            Ok(Value::Object(adapted))
        }
        None => Ok(given),
    }
}

/// What `MySQL` has for general types, the narrower ones first.
static MYSQL_TYPES: &[(&NativeClass, &NativeClass)] = &[
    (&generic::DOUBLE_TYPE, &mysql::DOUBLE),
    (&generic::FLOAT_TYPE, &mysql::FLOAT),
    (&generic::NUMERIC_TYPE, &mysql::NUMERIC),
];

fn process(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let text = Compiler::new(vm).type_text(args.get("type_"))?;
    Ok(Value::str(text))
}

fn quote(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let name = match args.get("ident") {
        unknown @ Value::Unknown(_) => return Ok(unknown.clone()),
        Value::Object(it) => super::fields::text(it, "name").unwrap_or_default(),
        name => name.as_str().unwrap_or_default().to_owned(),
    };
    Ok(Value::str(vm.host.dialect().quote_name(&name)))
}

fn format_table(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(table) = args.get("table").as_object().cloned() else { return Ok(Value::None) };
    Ok(Value::str(Compiler::new(vm).table_name(&table)))
}
