//! Types of the catalog as the type objects that an inspector hands out.

use super::super::fields::make;
use super::super::types::{generic as g, mysql as m, named, postgresql as p};
use crate::catalog::{SqlType, TypeKind};
use crate::diagnostic::code;
use crate::name::Name;
use crate::python::class::NativeClass;
use crate::python::value::Value;
use crate::python::vm::Vm;

/// The class of a type, by its name without arguments as the database shows it.
type Row = (&'static str, &'static NativeClass);

#[rustfmt::skip]
static POSTGRESQL: &[Row] = &[
    ("integer", &g::INTEGER), ("bigint", &g::BIGINT), ("smallint", &g::SMALLINT),
    ("character varying", &g::VARCHAR), ("character", &g::CHAR), ("text", &g::TEXT),
    ("name", &g::VARCHAR), ("numeric", &g::NUMERIC), ("real", &g::REAL),
    ("double precision", &g::DOUBLE_PRECISION), ("boolean", &g::BOOLEAN), ("uuid", &g::UUID),
    ("date", &g::DATE), ("timestamp without time zone", &p::TIMESTAMP),
    ("timestamp with time zone", &p::TIMESTAMP), ("time without time zone", &p::TIME),
    ("time with time zone", &p::TIME), ("interval", &p::INTERVAL), ("bytea", &p::BYTEA),
    ("json", &p::JSON), ("jsonb", &p::JSONB), ("hstore", &p::HSTORE), ("inet", &p::INET),
    ("cidr", &p::CIDR), ("macaddr", &p::MACADDR), ("macaddr8", &p::MACADDR8),
    ("money", &p::MONEY), ("oid", &p::OID), ("tsvector", &p::TSVECTOR), ("tsquery", &p::TSQUERY),
    ("citext", &p::CITEXT), ("bit", &p::BIT), ("bit varying", &p::BIT),
    ("int4range", &p::INT4RANGE), ("int8range", &p::INT8RANGE), ("numrange", &p::NUMRANGE),
    ("daterange", &p::DATERANGE), ("tsrange", &p::TSRANGE), ("tstzrange", &p::TSTZRANGE),
];

#[rustfmt::skip]
static OTHERS: &[Row] = &[
    ("int", &g::INTEGER), ("integer", &g::INTEGER), ("bigint", &g::BIGINT),
    ("smallint", &g::SMALLINT), ("tinyint", &m::TINYINT), ("mediumint", &m::MEDIUMINT),
    ("varchar", &g::VARCHAR), ("character varying", &g::VARCHAR), ("char", &g::CHAR),
    ("character", &g::CHAR), ("text", &g::TEXT), ("tinytext", &m::TINYTEXT),
    ("mediumtext", &m::MEDIUMTEXT), ("longtext", &m::LONGTEXT), ("blob", &g::BLOB),
    ("longblob", &m::LONGBLOB), ("mediumblob", &m::MEDIUMBLOB), ("tinyblob", &m::TINYBLOB),
    ("binary", &g::BINARY), ("varbinary", &g::VARBINARY), ("numeric", &g::NUMERIC),
    ("decimal", &g::DECIMAL), ("float", &g::FLOAT), ("real", &g::REAL), ("double", &g::DOUBLE),
    ("double precision", &g::DOUBLE), ("boolean", &g::BOOLEAN), ("bool", &g::BOOLEAN),
    ("date", &g::DATE), ("datetime", &g::DATETIME), ("timestamp", &g::TIMESTAMP),
    ("timestamp without time zone", &g::TIMESTAMP), ("time", &g::TIME),
    ("time without time zone", &g::TIME), ("json", &g::JSON_TYPE), ("uuid", &g::UUID),
];

/// The type object for a type of the catalog; a type nobody can know is unknown.
pub fn type_object(vm: &mut Vm<'_>, ty: &SqlType) -> Value {
    if ty.is_unknown() {
        return vm.unknown("unknown-type", "a type that the revisions do not say");
    }
    let shown = match vm.host.dialect().named_types {
        true => ty.canonical(),
        false => ty.spelling.to_lowercase(),
    };
    match shown.strip_suffix("[]") {
        Some(item) => {
            let item = one(vm, ty, item);
            Value::Object(make(vm, &p::ARRAY, [("item_type", item), ("dimensions", Value::None)]))
        }
        None => one(vm, ty, &shown),
    }
}

fn one(vm: &mut Vm<'_>, ty: &SqlType, shown: &str) -> Value {
    if let Some(name) = &ty.named {
        return user_type(vm, name);
    }
    let (words, arguments) = parts(shown);
    let rows = if vm.host.dialect().named_types { POSTGRESQL } else { OTHERS };
    let Some((name, class)) = rows.iter().find(|(name, _)| *name == words) else {
        return Value::Object(make(vm, &g::NULL_TYPE, []));
    };
    let number = |at: usize| {
        arguments.get(at).and_then(|it| it.parse().ok()).map_or(Value::None, Value::Int)
    };
    let made = make(vm, class, []);
    if made.is(&g::NUMERIC_TYPE) {
        let first = if *name == "double precision" { Value::Int(53) } else { number(0) };
        made.set_field("precision", first);
        made.set_field("scale", number(1));
        made.set_field("asdecimal", Value::Bool(!made.is(&g::FLOAT_TYPE)));
    } else if made.is(&g::STRING) || made.is(&g::BINARY_BASE) || made.is(&p::BIT) {
        made.set_field("length", number(0));
        made.set_field("collation", Value::None);
        made.set_field("varying", Value::Bool(*name == "bit varying"));
    } else if made.is(&g::DATE_TIME) || made.is(&g::TIME_TYPE) {
        made.set_field("timezone", Value::Bool(name.ends_with("with time zone")));
        made.set_field("precision", number(0));
    }
    Value::Object(made)
}

/// An enum or domain of the catalog.
fn user_type(vm: &mut Vm<'_>, name: &Name) -> Value {
    let kind = vm.host.catalog().type_named(name).map(|it| it.kind.clone());
    match kind {
        Some(TypeKind::Enum(labels)) => Value::Object(named::reflected(vm, name, &labels)),
        Some(TypeKind::Domain { base, .. }) => type_object(vm, &base),
        _ => vm.unknown(code::ASSUMED_OBJECT, format!("type `{name}`, which no revision creates")),
    }
}

/// `numeric(10,2)` as `numeric` and its arguments; `timestamp(3) with time zone` likewise.
fn parts(shown: &str) -> (String, Vec<String>) {
    let Some((before, rest)) = shown.split_once('(') else {
        return (shown.to_owned(), Vec::new());
    };
    let (inside, after) = rest.split_once(')').unwrap_or((rest, ""));
    let arguments = inside.split(',').map(|it| it.trim().to_owned()).collect();
    (format!("{}{after}", before.trim_end()), arguments)
}
