//! `PostGIS`: columns of geometries.
//!
//! Source: `PostGIS` manual, table management functions.

use super::{Arg, Args};
use crate::catalog::{Catalog, Column, SqlType};
use crate::name::Name;
use crate::op::{AddColumn, DropColumn, DropTable, Operation};

/// `AddGeometryColumn([[catalog,] schema,] table, column, srid, type, dimensions [, use_typmod])`.
pub(super) fn add_column(args: &Args, _: &Catalog) -> Option<Vec<Operation>> {
    let args = args.by_place()?;
    let at = args.iter().position(|it| matches!(it, Arg::Number(_)))?;
    let (names, [Arg::Number(srid), kind, Arg::Number(dimensions), rest @ ..]) =
        args.split_at_checked(at)?
    else {
        return None;
    };
    // Without a type modifier, the column is held to its kind by constraints of another age.
    if !matches!(rest, [] | [Arg::Flag(true)]) {
        return None;
    }
    let (column, table) = names.split_last()?;
    let kind = type_name(kind.text()?, *dimensions)?;
    let column = Column {
        name: column.text()?.to_owned(),
        ty: SqlType::new(format!("geometry({kind},{})", (*srid).max(0))),
        nullable: true,
        ..Column::default()
    };
    let table = table_of(table)?;
    Some(vec![AddColumn { table, column, ..AddColumn::default() }.into()])
}

/// `DropGeometryColumn([[catalog,] schema,] table, column)`.
pub(super) fn drop_column(args: &Args, _: &Catalog) -> Option<Vec<Operation>> {
    let (column, table) = args.by_place()?.split_last()?;
    let column = column.text()?.to_owned();
    let table = table_of(table)?;
    Some(vec![DropColumn { table, column, if_exists: false, cascade: true, only: false }.into()])
}

/// `DropGeometryTable([[catalog,] schema,] table)`.
pub(super) fn drop_table(args: &Args, _: &Catalog) -> Option<Vec<Operation>> {
    let table = table_of(args.by_place()?)?;
    Some(vec![DropTable { table, if_exists: true, cascade: false }.into()])
}

/// The table that `[[catalog,] schema,] table` names. An empty schema is none.
fn table_of(names: &[Arg]) -> Option<Name> {
    let (table, before) = names.split_last()?;
    let schema = before.last().map(Arg::text);
    let schema = if let Some(schema) = schema { Some(schema?) } else { None };
    let schema = schema.filter(|it| !it.is_empty()).map(str::to_owned);
    (before.len() <= 2).then_some(Name::new(schema, table.text()?))
}

/// The kind of geometry as PostgreSQL shows it: of three dimensions `POINT` is `PointZ`.
fn type_name(kind: &str, dimensions: i64) -> Option<String> {
    let kind = kind.to_ascii_uppercase();
    let (plain, measured) = match kind.strip_suffix('M') {
        Some(plain) => (plain, true),
        None => (kind.as_str(), false),
    };
    let shown = KINDS.iter().find(|it| it.eq_ignore_ascii_case(plain))?;
    let end = match (dimensions, measured) {
        (2, false) => "",
        (3, false) => "Z",
        (3, true) => "M",
        (4, false) => "ZM",
        _ => return None,
    };
    Some(format!("{shown}{end}"))
}

const KINDS: &[&str] = &[
    "Geometry",
    "Point",
    "LineString",
    "Polygon",
    "MultiPoint",
    "MultiLineString",
    "MultiPolygon",
    "GeometryCollection",
    "CircularString",
    "CompoundCurve",
    "CurvePolygon",
    "MultiCurve",
    "MultiSurface",
    "PolyhedralSurface",
    "Triangle",
    "Tin",
];
