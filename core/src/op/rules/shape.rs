//! What PostgreSQL refuses in a constraint or index by its shape and the types of its columns.

use super::constraint::check_partition_key;
use super::{collation, storage};
use crate::catalog::{
    Catalog, Check, Column, Constraint, ConstraintKind, ForeignKey, Index, IndexKey, SqlType,
    Table, TypeKind, extension_contents, identifiers,
};
use crate::diagnostic::Problem;
use crate::name::Name;
use crate::op::problem;

/// Says why a constraint cannot be one of this table.
///
/// # Errors
/// Its columns or options do not go together.
pub(super) fn check(
    catalog: &Catalog,
    table: &Table,
    constraint: &Constraint,
) -> Result<(), Problem> {
    if !constraint.validated && constraint.kind.has_index() {
        let what = constraint.kind.word();
        return Err(problem::not_supported(format!("a {what} cannot be `NOT VALID`")));
    }
    if !constraint.enforced && constraint.kind.has_index() {
        let what = constraint.kind.word();
        return Err(problem::not_supported(format!("a {what} is always enforced")));
    }
    if constraint.period && constraint.kind.has_index() && constraint.kind.columns().len() < 2 {
        return Err(problem::not_supported("a key `WITHOUT OVERLAPS` has two columns at least"));
    }
    virtual_column(table, constraint)?;
    match &constraint.kind {
        ConstraintKind::PrimaryKey { columns, include }
        | ConstraintKind::Unique { columns, include, .. } => {
            twice(table, columns)?;
            let missing = include.iter().find(|it| table.column(it).is_none());
            if let Some(column) = missing.filter(|_| !table.assumed) {
                return Err(problem::unknown_column(&table.name, column));
            }
            columns.iter().try_for_each(|it| has_class(catalog, table, it, "btree"))
        }
        ConstraintKind::ForeignKey(key) => foreign_key(catalog, table, key, constraint),
        ConstraintKind::Exclude(exclusion) => {
            has_method(catalog, &exclusion.method.to_ascii_lowercase())?;
            if table.partitioning.is_some() && !catalog.server.has(17) {
                let why = "a partitioned table has no exclusion constraints before PostgreSQL 17";
                return Err(problem::not_supported(why));
            }
            let equal = exclusion.elements.iter().filter(|(_, operator)| operator == "=");
            let equal: Vec<String> = equal.map(|(what, _)| what.clone()).collect();
            check_partition_key(table, &equal)?;
            let plain = exclusion.columns().zip(&exclusion.elements);
            let plain = plain.filter(|(_, (what, _))| identifiers(what).count() == 1);
            let columns: Vec<String> = plain.filter_map(|(it, _)| it).collect();
            let mut missing = columns.iter().filter(|it| table.column(it).is_none());
            if let Some(column) = missing.find(|_| !table.assumed) {
                return Err(problem::unknown_column(&table.name, column));
            }
            let operators = exclusion.elements.iter().map(|(_, it)| it.trim());
            if let Some(it) = operators.into_iter().find(|it| ONE_WAY.contains(it)) {
                let why = format!(
                    "an exclusion cannot go by `{it}`, which says another thing the other way"
                );
                return Err(problem::not_supported(why));
            }
            columns.iter().try_for_each(|it| has_class(catalog, table, it, &exclusion.method))
        }
        ConstraintKind::Check(check) => condition(table, check, constraint),
    }
}

/// The values of a virtual column are nowhere, so no index and no other table can hold them.
fn virtual_column(table: &Table, constraint: &Constraint) -> Result<(), Problem> {
    let is_virtual = |it: &&String| table.column(it).is_some_and(Column::is_virtual);
    match constraint.kind.columns().iter().find(is_virtual) {
        Some(column) => Err(problem::virtual_column(&table.name, column, constraint.kind.word())),
        None => Ok(()),
    }
}

fn condition(table: &Table, check: &Check, constraint: &Constraint) -> Result<(), Problem> {
    if constraint.deferrable == Some(true) {
        return Err(problem::not_supported("a check cannot be deferrable"));
    }
    if check.no_inherit && table.partitioning.is_some() {
        return Err(problem::not_supported("a check of a partitioned table is inherited"));
    }
    Ok(())
}

fn twice(table: &Table, columns: &[String]) -> Result<(), Problem> {
    for (at, column) in columns.iter().enumerate() {
        if columns.iter().take(at).any(|it| it == column) {
            let code = "duplicate-column";
            return Err(problem::duplicate_in_table(code, "key with column", column, &table.name));
        }
    }
    Ok(())
}

fn foreign_key(
    catalog: &Catalog,
    table: &Table,
    key: &ForeignKey,
    constraint: &Constraint,
) -> Result<(), Problem> {
    if key.matching.as_deref().is_some_and(|it| it.eq_ignore_ascii_case("PARTIAL")) {
        return Err(problem::not_supported("`MATCH PARTIAL` is not there in PostgreSQL"));
    }
    if !constraint.validated && table.partitioning.is_some() && !catalog.server.has(18) {
        let why = "a foreign key of a partitioned table cannot be `NOT VALID` before PostgreSQL 18";
        return Err(problem::not_supported(why));
    }
    if key.on_update.as_deref().is_some_and(|it| it.contains('(')) {
        return Err(problem::not_supported("only `ON DELETE` sets some columns of a key"));
    }
    let acts = key.on_update.as_deref().filter(|it| !KEEPS.contains(&&*it.to_uppercase()));
    if acts.is_some() {
        never_generated(table, key)?;
    }
    let sets = key.on_delete.as_deref().filter(|it| it.to_uppercase().starts_with("SET"));
    if let Some(action) = sets {
        let listed = action.split_once('(').map(|(_, it)| it.trim_end_matches(')'));
        let listed =
            listed.into_iter().flat_map(|it| it.split(',')).map(|it| it.trim().trim_matches('"'));
        if let Some(other) = listed.into_iter().find(|it| key.columns.iter().all(|c| c != it)) {
            return Err(problem::unknown_column(&table.name, other));
        }
        never_generated(table, key)?;
    }
    let is_temporary = |it: &Name| it.schema.as_deref() == Some("pg_temp");
    if is_temporary(&table.name) != is_temporary(&key.table) {
        let why = "a temporary table and one that stays cannot refer to each other";
        return Err(problem::not_supported(why));
    }
    let unlogged = |it: &Table| it.prefixes.iter().any(|it| it.eq_ignore_ascii_case("UNLOGGED"));
    let target = catalog.table(&key.table);
    if target.is_some_and(|it| unlogged(it) && !unlogged(table)) {
        return Err(problem::not_supported("a table cannot refer to one that is unlogged"));
    }
    Ok(())
}

/// What a foreign key does that changes no row.
const KEEPS: &[&str] = &["NO ACTION", "RESTRICT"];

/// Refuses a key that would set a column which is generated.
fn never_generated(table: &Table, key: &ForeignKey) -> Result<(), Problem> {
    let mut columns = key.columns.iter().filter_map(|it| table.column(it));
    match columns.find(|it| it.generated.is_some()) {
        Some(column) => {
            let why = "it is generated, and a foreign key cannot set it";
            Err(problem::column_definition(&table.name, &column.name, why))
        }
        None => Ok(()),
    }
}

/// Says why an index cannot be made.
///
/// # Errors
/// Its method, its operator classes or the types of its columns do not go together.
pub(in crate::op) fn check_index(
    catalog: &Catalog,
    table: &Table,
    index: &Index,
) -> Result<(), Problem> {
    let method = index.method.as_deref().unwrap_or("btree").to_ascii_lowercase();
    let is_own = METHODS.contains(&&*method);
    has_method(catalog, &method)?;
    if index.unique && is_own && method != "btree" {
        return Err(problem::not_supported(format!("an index by `{method}` cannot be unique")));
    }
    if !index.include.is_empty() && ["brin", "gin", "hash"].contains(&&*method) {
        let why = format!("an index by `{method}` includes no other columns");
        return Err(problem::not_supported(why));
    }
    storage::check_index(&table.name, &method, &index.with)?;
    if index.keys.iter().any(|it| it.order.is_some())
        && METHODS.contains(&&*method)
        && method != "btree"
    {
        let why = format!("an index by `{method}` has no order");
        return Err(problem::not_supported(why));
    }
    if index.keys.len() > 1 && method == "hash" {
        return Err(problem::not_supported("an index by `hash` has one column"));
    }
    let expressions = index.keys.iter().filter(|it| it.is_expression).map(|it| &it.what);
    let said = expressions.chain(&index.predicate).flat_map(|it| identifiers(it));
    let named = index.keys.iter().filter(|it| !it.is_expression).map(|it| it.what.clone());
    let is_virtual = |it: &String| table.column(it).is_some_and(Column::is_virtual);
    if let Some(column) = said.chain(named).find(is_virtual) {
        return Err(problem::virtual_column(&table.name, &column, "index"));
    }
    for key in &index.keys {
        collation::is_there(catalog, key.collation.as_deref())?;
        let column = table.column(&key.what).filter(|_| !key.is_expression);
        let is_other = column.is_some_and(|it| collation::has_none(catalog, &it.ty));
        if key.collation.is_some() && is_other {
            let why = "only text has a collation";
            return Err(problem::column_definition(&table.name, &key.what, why));
        }
        match &key.operator_class {
            Some(class) => check_class(catalog, table, key, class, &method)?,
            None if !key.is_expression => has_class(catalog, table, &key.what, &method)?,
            None => {}
        }
    }
    Ok(())
}

/// Operators that give something else when their sides change places.
const ONE_WAY: &[&str] = &["<", "<=", ">", ">=", "<<", ">>", "&<", "&>", "@>", "<@"];

const METHODS: &[&str] = &["btree", "hash", "gin", "gist", "spgist", "brin"];

fn has_method(catalog: &Catalog, method: &str) -> Result<(), Problem> {
    let may_be_there = METHODS.contains(&method)
        || method.is_empty()
        || catalog.has_unknown_extension()
        || brings_method(catalog, method);
    if may_be_there {
        Ok(())
    } else {
        Err(problem::unknown("unknown-method", "index method", method))
    }
}

fn brings_method(catalog: &Catalog, method: &str) -> bool {
    let methods = [("bloom", "bloom"), ("vector", "hnsw"), ("vector", "ivfflat"), ("rum", "rum")];
    methods
        .iter()
        .any(|(extension, it)| *it == method && catalog.extensions.contains_key(*extension))
        || catalog.opaque.iter().any(|it| it.kind == "CREATE ACCESS METHOD")
}

fn check_class(
    catalog: &Catalog,
    table: &Table,
    key: &IndexKey,
    class: &str,
    method: &str,
) -> Result<(), Problem> {
    let name = class.split(['(', ' ']).next().unwrap_or(class).trim();
    let bare = name.rsplit('.').next().unwrap_or(name).trim_matches('"');
    let own =
        catalog.opaque.iter().any(|it| it.kind == "CREATE OPERATOR CLASS" && it.sql.contains(bare));
    let of_extension = catalog.extensions.keys().any(|it| match extension_contents(it) {
        Some(contents) => contents.operator_classes.contains(&bare),
        None => it != "plpgsql",
    });
    if own || of_extension {
        return Ok(());
    }
    let Some((_, types)) = CLASSES.iter().find(|(it, _)| *it == bare) else {
        let is_usual = method == "btree" && bare.ends_with("_ops") && USUAL.contains(&bare)
            || bare.ends_with("_minmax_ops")
            || bare.ends_with("_bloom_ops")
            || bare.ends_with("_minmax_multi_ops")
            || bare.ends_with("_inclusion_ops")
            || USUAL.contains(&bare);
        if is_usual {
            return Ok(());
        }
        return Err(problem::unknown("unknown-operator-class", "operator class", bare));
    };
    let ty = table.column(&key.what).filter(|_| !key.is_expression).map(|it| &it.ty);
    match ty.filter(|it| it.named.is_none() && it.is_builtin()) {
        Some(ty) if !types.contains(&&*bare_type(ty)) => {
            let why = format!("operator class `{bare}` is not for {}", ty.canonical());
            Err(Problem::error("operator-class-differs", why))
        }
        _ => Ok(()),
    }
}

const TEXT: &[&str] = &["text", "character varying"];

/// Operator classes that are for a few types only: those that are no type's default, and those of
/// the types that columns mostly have.
const CLASSES: &[(&str, &[&str])] = &[
    ("text_pattern_ops", TEXT),
    ("varchar_pattern_ops", TEXT),
    ("varchar_ops", TEXT),
    ("bpchar_pattern_ops", &["character", "bpchar"]),
    ("jsonb_path_ops", &["jsonb"]),
    ("inet_ops", &["inet", "cidr"]),
    ("text_ops", TEXT),
    ("int2_ops", &["smallint"]),
    ("int4_ops", &["integer"]),
    ("int8_ops", &["bigint"]),
    ("numeric_ops", &["numeric"]),
    ("uuid_ops", &["uuid"]),
    ("timestamp_ops", &["timestamp without time zone"]),
    ("timestamptz_ops", &["timestamp with time zone"]),
];

/// Operator classes that are the default of their type.
#[rustfmt::skip]
const USUAL: &[&str] = &[
    "array_ops", "bit_ops", "bool_ops", "bpchar_ops", "box_ops", "bytea_ops", "char_ops", "cidr_ops", "circle_ops",
    "date_ops", "enum_ops", "float4_ops", "float8_ops", "int2_ops", "int4_ops", "int8_ops", "interval_ops",
    "jsonb_ops", "kd_point_ops", "macaddr8_ops", "macaddr_ops", "money_ops", "multirange_ops", "name_ops",
    "network_ops", "numeric_ops", "oid_ops", "oidvector_ops", "pg_lsn_ops", "point_ops", "poly_ops", "quad_point_ops",
    "range_ops", "record_image_ops", "record_ops", "text_ops", "time_ops", "timestamp_ops", "timestamptz_ops",
    "timetz_ops", "tsquery_ops", "tsvector_ops", "uuid_ops", "varbit_ops",
];

/// Says why a table cannot be partitioned by its columns.
///
/// # Errors
/// The values of one of them have no order, or no hash.
pub(in crate::op) fn check_partitioning(catalog: &Catalog, table: &Table) -> Result<(), Problem> {
    let Some(partitioning) = &table.partitioning else { return Ok(()) };
    let method = match partitioning.strategy.eq_ignore_ascii_case("hash") {
        true => "hash",
        false => "btree",
    };
    let keys = partitioning.keys.iter().filter(|it| !it.is_expression);
    let mut named = keys.filter(|it| it.operator_class.is_none());
    named.try_for_each(|it| has_class(catalog, table, &it.what, method))
}

/// Whether an index by this method can be over a column without naming an operator class.
fn has_class(catalog: &Catalog, table: &Table, column: &str, method: &str) -> Result<(), Problem> {
    let Some(column) = table.column(column) else { return Ok(()) };
    let Some(ty) = plain(catalog, &column.ty) else { return Ok(()) };
    let is_array = ty.ends_with("[]");
    let is_range = ty.ends_with("range");
    let lacks = match method.to_ascii_lowercase().as_str() {
        "btree" => !is_array && WITHOUT_ORDER.contains(&&*ty),
        "hash" => !is_array && (WITHOUT_ORDER.contains(&&*ty) || WITHOUT_HASH.contains(&&*ty)),
        "gin" => {
            !is_array
                && !["jsonb", "tsvector"].contains(&&*ty)
                && !catalog.extensions.contains_key("btree_gin")
        }
        "spgist" => {
            let is_own = ["box", "cidr", "inet", "point", "polygon"].contains(&&*ty);
            !is_own && !TEXT.contains(&&*ty) && (!is_range || ty.ends_with("multirange"))
        }
        "brin" => {
            is_array
                || ty.ends_with("multirange")
                || WITHOUT_SUMMARY.contains(&&*ty)
                || WITHOUT_ORDER.contains(&&*ty) && ty != "box"
        }
        "gist" => {
            !is_range
                && !["box", "circle", "point", "polygon", "tsquery", "tsvector"].contains(&&*ty)
                && !catalog.extensions.contains_key("btree_gist")
        }
        _ => false,
    };
    let may_be_other = catalog.has_unknown_extension()
        || catalog.opaque.iter().any(|it| it.kind == "CREATE OPERATOR CLASS");
    if lacks && !may_be_other {
        return Err(problem::no_operator_class(&ty, method));
    }
    Ok(())
}

/// Types that cannot be sorted.
const WITHOUT_ORDER: &[&str] = &[
    "json",
    "xml",
    "point",
    "line",
    "lseg",
    "box",
    "path",
    "polygon",
    "circle",
    "jsonpath",
    "txid_snapshot",
];

/// Types that can be sorted, and whose values are not hashed.
const WITHOUT_HASH: &[&str] = &["bit", "bit varying", "money", "tsquery", "tsvector"];

/// Types that can be sorted, and whose values no block of a table is summed up by.
const WITHOUT_SUMMARY: &[&str] = &["boolean", "jsonb", "money", "tsquery", "tsvector"];

/// A built-in type without its length; nothing if it is another's.
fn plain(catalog: &Catalog, ty: &SqlType) -> Option<String> {
    if let Some(name) = &ty.named {
        if ty.is_array() {
            return Some(ty.canonical());
        }
        return match &catalog.type_named(name)?.kind {
            TypeKind::Domain { base, .. } => plain(catalog, base),
            _ => None,
        };
    }
    ty.is_builtin().then(|| bare_type(ty))
}

fn bare_type(ty: &SqlType) -> String {
    let canonical = ty.canonical();
    match canonical.split_once('(') {
        Some((before, rest)) => {
            let after = rest.split_once(')').map(|(_, it)| it).unwrap_or_default();
            format!("{}{after}", before.trim())
        }
        None => canonical,
    }
}
