//! Types: their spelling in columns, and `CREATE`, `ALTER` and `DROP TYPE`.

use squawk_syntax::ast::{self, AstNode};

use super::super::lowered::Lowered;
use super::syntax::{cascades, ident, keywords, line, name, parts, text};
use crate::catalog::{Privileges, SqlType, Type, TypeKind, is_type_of_server};
use crate::name::Name;
use crate::op::{AlterType, CreateType, DropType, TypeChange, ValuePlace};

/// A type as a column, attribute or domain has it.
pub(super) fn sql_type(ty: &ast::Type) -> SqlType {
    let spelling = spelling(ty);
    match user_defined(ty) {
        Some(name) => SqlType::named(name, spelling),
        None => SqlType::new(spelling),
    }
}

/// The type as written, but for an array with brackets, as `integer[]` for `integer ARRAY`, and
/// for one of PostgreSQL's own without quotes.
fn spelling(ty: &ast::Type) -> String {
    let text = line(ty);
    match ty {
        ast::Type::ArrayType(array) if array.array_token().is_some() || text.contains('"') => {
            array.ty().map_or(text, |it| format!("{}[]", spelling(&it)))
        }
        ast::Type::PathType(path) if text.starts_with('"') && user_defined(ty).is_none() => {
            let name = path.path_ref().and_then(|it| name(&it)).map(|it| it.name);
            // In quotes it is another type than without.
            let plain = name.filter(|it| it != "char");
            let rest = text.split_once('(').map(|(_, it)| format!("({it}")).unwrap_or_default();
            plain.map_or(text, |it| it + &rest)
        }
        _ => text,
    }
}

/// The type's name, unless it is one of PostgreSQL's own.
fn user_defined(ty: &ast::Type) -> Option<Name> {
    match ty {
        ast::Type::ArrayType(it) => user_defined(&it.ty()?),
        ast::Type::PathType(it) => {
            let name = name(&it.path_ref()?)?;
            let is_quoted = || text(&it.path_ref()?).ends_with('"').then_some(());
            let own = match name.schema.as_deref() {
                None if KEYWORDS.contains(&&*name.name) && is_quoted().is_some() => false,
                None => BUILT_IN.binary_search(&name.name.as_str()).is_ok() || is_of_arrays(&name),
                Some(schema) => schema == "pg_catalog",
            };
            (!own).then_some(name)
        }
        _ => None,
    }
}

/// Whether a name is that of a type of arrays of the server's own: `_text`.
fn is_of_arrays(name: &Name) -> bool {
    name.name.strip_prefix('_').is_some_and(is_type_of_server)
}

/// Words for types that are no names of any, so that quotes make them a name.
const KEYWORDS: &[&str] = &[
    "bigint",
    "boolean",
    "character",
    "dec",
    "decimal",
    "float",
    "int",
    "integer",
    "real",
    "smallint",
];

/// PostgreSQL's own types whose names are plain words, sorted.
const BUILT_IN: &[&str] = &[
    "aclitem",
    "any",
    "anyarray",
    "anycompatible",
    "anycompatiblearray",
    "anycompatiblemultirange",
    "anycompatiblenonarray",
    "anycompatiblerange",
    "anyelement",
    "anyenum",
    "anymultirange",
    "anynonarray",
    "anyrange",
    "bigint",
    "bigserial",
    "bit",
    "bool",
    "boolean",
    "box",
    "bpchar",
    "bytea",
    "char",
    "character",
    "cid",
    "cidr",
    "circle",
    "cstring",
    "date",
    "datemultirange",
    "daterange",
    "dec",
    "decimal",
    "event_trigger",
    "fdw_handler",
    "float",
    "float4",
    "float8",
    "gtsvector",
    "inet",
    "int",
    "int2",
    "int2vector",
    "int4",
    "int4multirange",
    "int4range",
    "int8",
    "int8multirange",
    "int8range",
    "integer",
    "internal",
    "interval",
    "json",
    "jsonb",
    "jsonpath",
    "language_handler",
    "line",
    "lseg",
    "macaddr",
    "macaddr8",
    "money",
    "name",
    "numeric",
    "nummultirange",
    "numrange",
    "oid",
    "oidvector",
    "path",
    "pg_lsn",
    "pg_snapshot",
    "point",
    "polygon",
    "real",
    "record",
    "refcursor",
    "regclass",
    "regcollation",
    "regconfig",
    "regdictionary",
    "regnamespace",
    "regoper",
    "regoperator",
    "regproc",
    "regprocedure",
    "regrole",
    "regtype",
    "serial",
    "serial2",
    "serial4",
    "serial8",
    "smallint",
    "smallserial",
    "text",
    "tid",
    "time",
    "timestamp",
    "timestamptz",
    "timetz",
    "trigger",
    "tsmultirange",
    "tsquery",
    "tsrange",
    "tstzmultirange",
    "tstzrange",
    "tsvector",
    "txid_snapshot",
    "unknown",
    "uuid",
    "varbit",
    "varchar",
    "void",
    "xid",
    "xid8",
    "xml",
];

/// A type as the database spells it in a function's signature: no length, no alias.
pub(super) fn canonical(ty: &ast::Type) -> String {
    match ty {
        ast::Type::ArrayType(it) => {
            let element = it.ty().map(|it| canonical(&it)).unwrap_or_default();
            format!("{element}[]")
        }
        ast::Type::PathType(it) => it.path_ref().map(|it| canonical_name(&it)).unwrap_or_default(),
        ast::Type::BitType(_) => "bit".to_owned(),
        ast::Type::BitVaryingType(_) => "bit varying".to_owned(),
        ast::Type::VarcharType(_) => "character varying".to_owned(),
        ast::Type::CharacterType(_) => "character".to_owned(),
        ast::Type::DoubleType(_) => "double precision".to_owned(),
        ast::Type::IntervalType(_) => "interval".to_owned(),
        ast::Type::TimeType(it) => with_zone("time", it.timezone()),
        ast::Type::TimestampType(it) => with_zone("timestamp", it.timezone()),
    }
}

fn with_zone(base: &str, zone: Option<ast::Timezone>) -> String {
    match zone {
        Some(ast::Timezone::WithTimezone(_)) => format!("{base} with time zone"),
        _ => format!("{base} without time zone"),
    }
}

fn canonical_name(path: &ast::PathRef) -> String {
    let mut parts = parts(path.syntax());
    parts.retain(|it| it != "pg_catalog" && it != "public");
    let name = parts.join(".");
    let own = ALIASES.iter().find(|(alias, _)| *alias == name).map(|(_, own)| (*own).to_owned());
    own.unwrap_or(name)
}

const ALIASES: &[(&str, &str)] = &[
    ("bigserial", "bigint"),
    ("bool", "boolean"),
    ("bpchar", "character"),
    ("char", "character"),
    ("dec", "numeric"),
    ("decimal", "numeric"),
    ("float", "double precision"),
    ("float4", "real"),
    ("float8", "double precision"),
    ("int", "integer"),
    ("int2", "smallint"),
    ("int4", "integer"),
    ("int8", "bigint"),
    ("serial", "integer"),
    ("smallserial", "smallint"),
    ("time", "time without time zone"),
    ("timestamp", "timestamp without time zone"),
    ("timestamptz", "timestamp with time zone"),
    ("timetz", "time with time zone"),
    ("varbit", "bit varying"),
    ("varchar", "character varying"),
];

/// The collation behind `COLLATE`, as written.
pub(super) fn collation(collate: Option<ast::Collate>) -> Option<String> {
    Some(text(&collate?.collation_ref()?))
}

pub(super) fn create(stmt: &ast::CreateType, out: &mut Lowered) -> Option<()> {
    let kind = match stmt.kind() {
        Some(ast::CreateTypeKind::EnumType(it)) => {
            let variants = it.variant_list().into_iter().flat_map(|it| it.variants());
            TypeKind::Enum(variants.filter_map(|it| it.literal()?.string_value()).collect())
        }
        Some(ast::CreateTypeKind::CompositeType(it)) => {
            let fields = it.composite_field_list().into_iter();
            let fields = fields.flat_map(|it| it.composite_field_defs());
            TypeKind::Composite(fields.map(|it| attribute(&it)).collect::<Option<_>>()?)
        }
        Some(ast::CreateTypeKind::RangeType(it)) => TypeKind::Other(text(&it)),
        Some(ast::CreateTypeKind::BaseType(it)) => TypeKind::Other(text(&it)),
        None => TypeKind::Other(String::new()),
    };
    push(name(&stmt.type_name()?)?, kind, out);
    Some(())
}

pub(super) fn push(name: Name, kind: TypeKind, out: &mut Lowered) {
    let ty = Type { name, kind, comment: None, privileges: Privileges::default(), assumed: false };
    out.push(CreateType { ty, if_not_exists: false });
}

fn attribute(field: &ast::CompositeFieldDef) -> Option<(String, SqlType)> {
    Some((ident(&field.name()?), sql_type(&field.ty()?)))
}

pub(super) fn alter(stmt: &ast::AlterType, out: &mut Lowered) -> Option<()> {
    use ast::AlterTypeAction as Action;
    let name = name(&stmt.type_name_ref()?)?;
    let action = stmt.action()?;
    let change = match &action {
        Action::AddValue(it) => add_value(it)?,
        Action::RenameValue(it) => TypeChange::RenameValue {
            from: it.from()?.string_value()?,
            to: it.to()?.string_value()?,
        },
        Action::TypeRenameTo(it) => TypeChange::Rename(last_part(&it.type_name()?)?),
        Action::SetSchema(it) => TypeChange::Schema(ident(&it.schema_ref()?)),
        Action::RenameAttribute(it) => TypeChange::RenameAttribute {
            from: ident(&it.composite_field_ref()?),
            to: ident(&it.composite_field()?),
        },
        Action::AlterTypeAttributeActionList(list) => {
            for action in list.actions() {
                let change = attribute_change(&action)?;
                let cascade = cascades_in(action.syntax());
                out.push(AlterType { name: name.clone(), change, cascade });
            }
            return Some(());
        }
        Action::OwnerTo(_) | Action::SetOptions(_) => TypeChange::Option(line(&action)),
    };
    let cascade = cascades_in(action.syntax());
    out.push(AlterType { name, change, cascade });
    Some(())
}

pub(super) fn last_part(node: &impl AstNode) -> Option<String> {
    parts(node.syntax()).pop()
}

fn add_value(action: &ast::AddValue) -> Option<TypeChange> {
    let place = match action.value_position() {
        None => ValuePlace::End,
        Some(ast::ValuePosition::BeforeValue(it)) => {
            ValuePlace::Before(it.literal()?.string_value()?)
        }
        Some(ast::ValuePosition::AfterValue(it)) => {
            ValuePlace::After(it.literal()?.string_value()?)
        }
    };
    let value = action.literal()?.string_value()?;
    Some(TypeChange::AddValue { value, place, if_not_exists: action.if_not_exists().is_some() })
}

/// Whether a change of an attribute says `CASCADE`.
fn cascades_in(change: &squawk_syntax::SyntaxNode) -> bool {
    cascades(change.children().find_map(ast::DropBehavior::cast))
}

fn attribute_change(action: &ast::AlterTypeAttributeAction) -> Option<TypeChange> {
    use ast::AlterTypeAttributeAction as Action;
    Some(match action {
        Action::AddAttribute(it) => {
            TypeChange::AddAttribute(ident(&it.composite_field()?), sql_type(&it.ty()?))
        }
        Action::DropAttribute(it) => TypeChange::DropAttribute {
            name: ident(&it.composite_field_ref()?),
            if_exists: it.if_exists().is_some(),
        },
        Action::AlterAttribute(it) => {
            TypeChange::AlterAttribute(ident(&it.composite_field_ref()?), sql_type(&it.ty()?))
        }
    })
}

pub(super) fn drop(stmt: &ast::DropType, out: &mut Lowered) -> Option<()> {
    for it in stmt.type_name_refs() {
        out.push(DropType {
            name: name(&it)?,
            domain: false,
            if_exists: stmt.if_exists().is_some(),
            cascade: cascades(stmt.drop_behavior()),
        });
    }
    Some(())
}

/// `RANGE`, `LIST` or `HASH`.
pub(super) fn strategy(partition_by: &ast::PartitionBy) -> Option<String> {
    Some(keywords(&partition_by.partition_strategy()?))
}

#[cfg(test)]
mod tests {
    use super::BUILT_IN;

    #[test]
    fn the_built_in_types_are_sorted() {
        assert!(BUILT_IN.is_sorted());
    }
}
