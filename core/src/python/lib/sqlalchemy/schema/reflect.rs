//! Reflection: tables as scripts see them, made from the catalog.

use std::rc::Rc;

use super::super::engine::inspector;
use super::super::exc;
use super::super::expression::construct::text_clause;
use super::super::fields::{field, items_or_one, make, push, text};
use super::super::types::{generic as g, mysql as m, named, postgresql as p};
use super::attach::attach;
use super::constraint::{
    CHECK_CONSTRAINT, FOREIGN_KEY_CONSTRAINT, PRIMARY_KEY_CONSTRAINT, UNIQUE_CONSTRAINT,
};
use super::naming::name_value;
use super::table::{TABLE, name_of};
use super::{column, constraint, index};
use crate::catalog::{self, Constraint, ConstraintKind, ForeignKey, SqlType, Table, TypeKind};
use crate::diagnostic::code;
use crate::dialect::{Autoincrement, Dialect};
use crate::name::Name;
use crate::python::args::Args;
use crate::python::class::{NativeClass, Object};
use crate::python::host::Mode;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// Gives a table the columns, keys, constraints and indexes that the catalog has for it.
///
/// # Errors
/// `NoSuchTableError`, and offline `NoInspectionAvailable`: a connection that only prints has no
/// schema to look at.
pub fn load(vm: &mut Vm<'_>, table: &Rc<Object>, bind: &Value) -> Eval<()> {
    refuse_offline(vm, bind)?;
    let name = name_of(table);
    let known = inspector::looked_at(vm, &name)?;
    // Of what no revision creates only what revisions say is known.
    table.set_field(PARTLY_KNOWN, Value::Bool(known.assumed));
    for column in &known.columns {
        let made = column_object(vm, column, known.primary_key())?;
        attach(vm, table, &made)?;
    }
    let dialect = vm.host.dialect();
    for constraint in known.constraints.iter().filter(|it| is_reflected(&known, it, dialect)) {
        if let Some(made) = constraint_object(vm, constraint)? {
            // What has no name in the database is called as the metadata's convention says.
            if constraint.name.is_none()
                && let Value::Object(it) = &made
            {
                let name = name_value(vm, it, table)?;
                it.set_field("name", name);
            }
            attach(vm, table, &made)?;
        }
    }
    for index in &known.indexes {
        let keys = index.keys.iter().map(|it| Value::str(&it.what)).collect();
        let fields = [
            ("name", index.name.as_ref().map_or(Value::None, Value::str)),
            ("unique", Value::Bool(index.unique)),
            ("expressions", Value::list(keys)),
        ];
        let made = make(vm, &index::INDEX, fields);
        attach(vm, table, &Value::Object(made))?;
    }
    table.set_field("comment", known.comment.as_ref().map_or(Value::None, Value::str));
    Ok(())
}

/// The field of a table that may have more columns than we know.
pub const PARTLY_KNOWN: &str = "_partly_known";

/// A column that a script takes for granted in a table that may have more than we know. Of what
/// type it is, nobody says.
pub fn assumed_column(vm: &mut Vm<'_>, table: &Rc<Object>, name: &str) -> Eval {
    let words = format!("the type of `{name}` in `{}`, which no revision creates", name_of(table));
    let ty = vm.unknown(code::ASSUMED_OBJECT, words);
    let column = vm.construct(&column::COLUMN, vec![Value::str(name), ty], Vec::new())?;
    if let Value::Object(it) = &column {
        it.set_field("table", Value::Object(table.clone()));
    }
    Ok(column)
}

/// What else is in a table that may have more than we know.
pub fn rest_of(vm: &mut Vm<'_>, table: &Name) -> Value {
    vm.unknown(code::ASSUMED_OBJECT, format!("all of `{table}`, which no revision creates"))
}

/// Whether `SQLAlchemy` finds a constraint of a table: of SQLite's foreign keys it tells apart those
/// that refer to different things, and finds the first of those alike.
pub fn is_reflected(table: &Table, constraint: &Constraint, dialect: &Dialect) -> bool {
    let ConstraintKind::ForeignKey(key) = &constraint.kind else { return true };
    let alike = |it: &ForeignKey| {
        (&it.columns, &it.table, &it.referred) == (&key.columns, &key.table, &key.referred)
    };
    let mut keys = table.constraints.iter().filter_map(|it| match &it.kind {
        ConstraintKind::ForeignKey(it) => Some(it),
        _ => None,
    });
    dialect.name != "sqlite" || keys.find(|it| alike(it)).is_some_and(|it| std::ptr::eq(it, key))
}

/// A connection that only prints cannot be inspected.
pub fn refuse_offline(vm: &mut Vm<'_>, bind: &Value) -> Eval<()> {
    if vm.host.mode() == Mode::Online {
        return Ok(());
    }
    let class = vm.type_of(bind).name.clone();
    let message = format!(
        "No inspection system is available for object of type <class 'sqlalchemy.engine.mock.{class}'>"
    );
    Err(exc::raise(vm, &exc::NO_INSPECTION_AVAILABLE, message))
}

/// `metadata.reflect(bind)`: every table of the catalog.
pub fn reflect_all(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(metadata) = args.get("self").as_object().cloned() else { return Ok(Value::None) };
    refuse_offline(vm, args.get("bind"))?;
    let schema = match args.get("schema") {
        Value::None => text(&metadata, "schema"),
        schema => schema.as_str().map(str::to_owned),
    };
    let only: Vec<String> = items_or_one(args.get("only"))
        .iter()
        .filter_map(|it| it.as_str().map(str::to_owned))
        .collect();
    let wanted = Name::new(schema.as_deref(), "").key().schema;
    let versions = inspector::versions(vm);
    let tables = vm.host.catalog().tables.values().map(|it| it.name.clone());
    let names: Vec<Name> = tables
        .chain([versions])
        .filter(|it| it.key().schema == wanted)
        .filter(|it| args.get("only").is_none() || only.contains(&it.name))
        .collect();
    for name in names {
        let schema = schema.as_ref().map_or(Value::None, Value::str);
        let given = vec![Value::str(&name.name), args.get("self").clone()];
        let keywords = vec![
            ("schema".to_owned(), schema),
            ("autoload_with".to_owned(), args.get("bind").clone()),
        ];
        vm.construct(&TABLE, given, keywords)?;
    }
    Ok(Value::None)
}

/// A column of the catalog as a `Column`.
pub fn column_object(vm: &mut Vm<'_>, known: &catalog::Column, key: &[String]) -> Eval {
    let ty = type_object(vm, &known.ty);
    let mut keywords = vec![
        ("nullable".to_owned(), Value::Bool(known.nullable)),
        ("primary_key".to_owned(), Value::Bool(key.contains(&known.name))),
    ];
    if let Some(default) = &known.default {
        let clause = text_clause(vm, &Value::str(default))?;
        keywords.push(("server_default".to_owned(), clause));
    }
    if vm.host.dialect().autoincrement == Autoincrement::Type {
        keywords.push(("autoincrement".to_owned(), Value::Bool(is_counted(known))));
    }
    if let Some(comment) = &known.comment {
        keywords.push(("comment".to_owned(), Value::str(comment)));
    }
    let given = vec![Value::str(&known.name), Value::Object(ty)];
    vm.construct(&column::COLUMN, given, keywords)
}

/// Whether the database counts a column up, as an inspector tells.
pub fn is_counted(column: &catalog::Column) -> bool {
    let counts = column.default.as_ref().is_some_and(|it| it.starts_with("nextval("));
    counts || column.identity.is_some() || column.autoincrement
}

/// A constraint of the catalog as an object; nothing for kinds that no inspector reads.
pub fn constraint_object(vm: &mut Vm<'_>, known: &Constraint) -> Eval<Option<Value>> {
    let name = known.name.as_ref().map_or(Value::None, Value::str);
    let texts = |names: &[String]| Value::list(names.iter().map(Value::str).collect());
    let order = super::next_order(vm);
    let fields =
        |columns: Value| [("name", name.clone()), ("_columns", columns), ("_order", order.clone())];
    Ok(match &known.kind {
        ConstraintKind::PrimaryKey { columns, .. } => {
            Some(Value::Object(make(vm, &PRIMARY_KEY_CONSTRAINT, fields(texts(columns)))))
        }
        ConstraintKind::Unique { columns, nulls_not_distinct, .. } => {
            let made = make(vm, &UNIQUE_CONSTRAINT, fields(texts(columns)));
            if vm.host.dialect().name == "postgresql" {
                let not_distinct = Value::Bool(*nulls_not_distinct == Some(true));
                made.set_field("postgresql_nulls_not_distinct", not_distinct);
            }
            Some(Value::Object(made))
        }
        ConstraintKind::ForeignKey(key) => {
            let made = make(vm, &FOREIGN_KEY_CONSTRAINT, fields(texts(&key.columns)));
            let referred = key.referred.iter().map(|it| Value::str(format!("{}.{it}", key.table)));
            made.set_field("_referred", Value::list(referred.collect()));
            made.set_field("ondelete", key.on_delete.as_ref().map_or(Value::None, Value::str));
            made.set_field("onupdate", key.on_update.as_ref().map_or(Value::None, Value::str));
            Some(Value::Object(made))
        }
        ConstraintKind::Check(check) => {
            let condition = text_clause(vm, &Value::str(check.condition.replace(':', "\\:")))?;
            let made = make(vm, &CHECK_CONSTRAINT, fields(Value::None));
            made.set_field("sqltext", condition);
            Some(Value::Object(made))
        }
        ConstraintKind::Exclude(_) => None,
    })
}

/// The class of a type by the first words of its spelling.
#[rustfmt::skip]
static SPELLED: &[(&str, &NativeClass)] = &[
    ("character varying", &g::VARCHAR), ("varchar", &g::VARCHAR), ("text", &g::TEXT),
    ("character", &g::CHAR), ("char", &g::CHAR), ("citext", &p::CITEXT),
    ("bigserial", &g::BIGINT), ("smallserial", &g::SMALLINT), ("serial", &g::INTEGER),
    ("integer", &g::INTEGER), ("int4", &g::INTEGER), ("int", &g::INTEGER),
    ("bigint", &g::BIGINT), ("int8", &g::BIGINT), ("smallint", &g::SMALLINT), ("int2", &g::SMALLINT),
    ("numeric", &g::NUMERIC), ("decimal", &g::NUMERIC), ("double precision", &g::DOUBLE_PRECISION),
    ("float8", &g::DOUBLE_PRECISION), ("double", &g::DOUBLE), ("float", &g::DOUBLE_PRECISION), ("real", &g::REAL), ("float4", &g::REAL),
    ("boolean", &g::BOOLEAN), ("bool", &g::BOOLEAN),
    ("timestamptz", &p::TIMESTAMP), ("timestamp", &p::TIMESTAMP), ("datetime", &g::DATETIME),
    ("date", &g::DATE), ("timetz", &p::TIME), ("time", &p::TIME), ("interval", &p::INTERVAL),
    ("bytea", &p::BYTEA), ("blob", &g::BLOB), ("jsonb", &p::JSONB), ("json", &p::JSON),
    ("uuid", &g::UUID), ("inet", &p::INET), ("cidr", &p::CIDR), ("macaddr", &p::MACADDR),
    ("tsvector", &p::TSVECTOR), ("hstore", &p::HSTORE), ("bit", &p::BIT), ("money", &p::MONEY),
    ("oid", &p::OID), ("tinyint", &m::TINYINT), ("mediumint", &m::MEDIUMINT),
    ("longtext", &m::LONGTEXT), ("mediumtext", &m::MEDIUMTEXT), ("tinytext", &m::TINYTEXT),
    ("longblob", &m::LONGBLOB),
];

/// A type of the catalog as a type of `SQLAlchemy`, as an inspector gives it.
pub fn type_object(vm: &mut Vm<'_>, ty: &SqlType) -> Rc<Object> {
    let written = ty.spelling.trim();
    if let Some(item) = written.strip_suffix("[]") {
        let item = item.trim_end_matches("[]");
        let item = type_object(vm, &SqlType { spelling: item.to_owned(), named: ty.named.clone() });
        return make(
            vm,
            &p::ARRAY,
            [("item_type", Value::Object(item)), ("dimensions", Value::None)],
        );
    }
    if let Some(name) = &ty.named {
        return named_object(vm, name);
    }
    let lower = written.to_lowercase();
    let words = lower.split(['(', '"']).next().unwrap_or_default().trim();
    if words == "float" && !vm.host.dialect().named_types {
        return make(vm, &g::FLOAT, [("precision", Value::None)]);
    }
    let found = SPELLED.iter().find(|(start, _)| {
        words.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    });
    let Some((_, class)) = found else {
        let name = Name::plain(written);
        if vm.host.catalog().type_named(&name).is_some() {
            return named_object(vm, &name);
        }
        return make(vm, &g::NULL_TYPE, []);
    };
    let made = make(vm, class, []);
    let numbers: Vec<i128> = lower
        .split_once('(')
        .and_then(|(_, rest)| rest.split_once(')'))
        .map(|(inside, _)| inside.split(',').filter_map(|it| it.trim().parse().ok()).collect())
        .unwrap_or_default();
    let number = |at: usize| numbers.get(at).map_or(Value::None, |it| Value::Int(*it));
    for (name, at) in [("length", 0), ("precision", 0), ("scale", 1)] {
        made.set_field(name, number(at));
    }
    let zoned = lower.contains("with time zone") || words.ends_with("tz");
    made.set_field("timezone", Value::Bool(zoned));
    for name in ["collation", "fields", "astext_type", "native_uuid"] {
        made.set_field(name, Value::None);
    }
    made
}

fn named_object(vm: &mut Vm<'_>, name: &Name) -> Rc<Object> {
    let known = vm.host.catalog().type_named(name).cloned();
    match known.map(|it| it.kind) {
        Some(TypeKind::Enum(labels)) => named::reflected(vm, name, &labels),
        Some(TypeKind::Domain { base, .. }) => {
            let base = type_object(vm, &base);
            let fields = [
                ("name", Value::str(&name.name)),
                ("schema", name.schema.as_ref().map_or(Value::None, Value::str)),
                ("data_type", Value::Object(base)),
                ("create_type", Value::Bool(false)),
            ];
            make(vm, &named::DOMAIN, fields)
        }
        _ => named::reflected(vm, name, &[]),
    }
}

/// Marks what could not be known about a table that no revision made.
pub fn note(table: &Rc<Object>, unknown: Value) {
    push(table, "_unknown", unknown);
    debug_assert!(!field(table, "_unknown").is_none());
}

/// The targets of a foreign key of the catalog, as texts.
pub fn targets(key: &ForeignKey) -> Vec<String> {
    let named = key.referred.iter().map(|it| format!("{}.{it}", key.table));
    named.filter(|it| constraint::target(&Value::str(it)).is_some()).collect()
}
