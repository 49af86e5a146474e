//! Columns, as the information schema tells them.

use std::sync::Arc;

use super::source::{NULL, Role, UNKNOWN};
use super::tables::placed;
use crate::catalog::{Catalog, Column, SqlType, Table, TypeKind, View};
use crate::name::Name;

/// The columns of `information_schema.columns` that we know, and what each tells.
pub(super) const COLUMNS: &[&str] = &[
    "table_schema",
    "table_name",
    "column_name",
    "is_nullable",
    "data_type",
    "is_identity",
    "column_default",
    "is_generated",
    "character_maximum_length",
    "numeric_precision",
    "numeric_scale",
    "udt_name",
];

pub(super) const ROLES: &[Role] = &[
    Role::Schema,
    Role::Table,
    Role::Name,
    Role::Kind,
    Role::Kind,
    Role::Kind,
    Role::Presence,
    Role::Kind,
    Role::Number,
    Role::Number,
    Role::Number,
    Role::Kind,
];

/// The columns of all tables and views.
pub(super) fn of_relations(catalog: &Catalog) -> Vec<Vec<String>> {
    let of_table = |(name, table): (&Name, &Arc<Table>)| {
        let row = |it: &Column| of_column(catalog, name, it);
        table.columns.iter().map(row).collect::<Vec<_>>()
    };
    let of_view = |(name, view): (&Name, &Arc<View>)| match &view.columns {
        Some(columns) => {
            let row = |(column, ty): &(String, Option<SqlType>)| {
                let [ty, sizes @ ..] = ty.as_ref().map_or([UNKNOWN; 4].map(str::to_owned), |it| {
                    let [length, precision, scale] = sizes(catalog, it);
                    [type_of(catalog, it), length, precision, scale]
                });
                let [length, precision, scale] = &sizes;
                // A default may have been given to it.
                let size = [length, precision, scale];
                let own = [column, "YES", &ty, "NO", UNKNOWN, "NEVER"];
                let own = [&own[..], &size.map(String::as_str), &[UNKNOWN]].concat();
                placed(name, &own)
            };
            columns.iter().map(row).collect()
        }
        None => vec![placed(name, &[UNKNOWN; COLUMNS.len() - 2])],
    };
    let views = catalog.views.iter().filter(|(_, it)| !it.materialized);
    catalog.tables.iter().flat_map(of_table).chain(views.flat_map(of_view)).collect()
}

fn of_column(catalog: &Catalog, table: &Name, column: &Column) -> Vec<String> {
    let yes = |it: bool| if it { "YES" } else { "NO" };
    let ty = type_of(catalog, &column.ty);
    let default = column.default.as_deref().filter(|it| !it.eq_ignore_ascii_case("null"));
    let generated = if column.generated.is_some() { "ALWAYS" } else { "NEVER" };
    let [length, precision, scale] = sizes(catalog, &column.ty);
    let own = [
        &*column.name,
        yes(column.nullable),
        &ty,
        yes(column.identity.is_some()),
        default.filter(|_| column.generated.is_none()).unwrap_or(NULL),
        generated,
        &length,
        &precision,
        &scale,
        &of_domain(catalog, &column.ty).unwrap_or(&column.ty).name_on_server(),
    ];
    placed(table, &own)
}

/// The type that the information schema tells of a column.
fn type_of(catalog: &Catalog, ty: &SqlType) -> String {
    of_domain(catalog, ty).unwrap_or(ty).family_name()
}

/// The type that a domain is of.
fn of_domain<'c>(catalog: &'c Catalog, ty: &SqlType) -> Option<&'c SqlType> {
    let named = ty.named.as_ref().filter(|_| !ty.spelling.contains('['));
    match named.and_then(|it| catalog.type_named(it)).map(|it| &it.kind) {
        Some(TypeKind::Domain { base, .. }) => Some(base),
        _ => None,
    }
}

/// The longest text of a type, and how many digits a number has, before and behind the point.
fn sizes(catalog: &Catalog, ty: &SqlType) -> [String; 3] {
    let ty = of_domain(catalog, ty).unwrap_or(ty).canonical();
    let (words, arguments) = ty.split_once('(').unwrap_or((&ty, NULL));
    let (arguments, behind) = arguments.split_once(')').unwrap_or((arguments, ""));
    let (first, second) = arguments.split_once(',').unwrap_or((arguments, NULL));
    let sizes = match (words, behind) {
        ("character varying" | "character" | "bit" | "bit varying", "") => [first, NULL, NULL],
        ("numeric", "") => [NULL, first, second],
        ("smallint", "") => [NULL, "16", "0"],
        ("integer", "") => [NULL, "32", "0"],
        ("bigint", "") => [NULL, "64", "0"],
        ("real", "") => [NULL, "24", NULL],
        ("double precision", "") => [NULL, "53", NULL],
        _ => [NULL; 3],
    };
    sizes.map(str::to_owned)
}
