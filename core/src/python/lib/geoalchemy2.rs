//! `geoalchemy2`: spatial types, the indexes they bring, and the operations of its Alembic helpers.

use std::rc::Rc;

use super::sqlalchemy::fields::{choice, flag, int, items, object, text};
use super::sqlalchemy::types::generic::USER_DEFINED_TYPE;
use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::attribute::Found;
use crate::python::class::{Library, Native, NativeClass, Object};
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

pub static LIBRARIES: &[&Library] = &[
    &types("geoalchemy2"),
    &types("geoalchemy2.types"),
    &Library { name: "geoalchemy2.alembic_helpers", ..Library::EMPTY },
];

/// The operation of Alembic that one of the helpers comes to.
pub fn operation(name: &str) -> Option<&'static str> {
    OPERATIONS.iter().find(|(it, _)| *it == name).map(|(_, native)| *native)
}

static OPERATIONS: &[(&str, &str)] = &[
    ("create_geospatial_table", "create_table"),
    ("drop_geospatial_table", "drop_table"),
    ("add_geospatial_column", "add_column"),
    ("drop_geospatial_column", "drop_column"),
    ("create_geospatial_index", "create_index"),
    ("drop_geospatial_index", "drop_index"),
];

const fn types(name: &'static str) -> Library {
    Library { name, classes: CLASSES, ..Library::EMPTY }
}

static CLASSES: &[&NativeClass] = &[&GEOMETRY, &GEOGRAPHY, &RASTER];

/// What all spatial types are: a column of one gets an index.
pub static SPATIAL: NativeClass = NativeClass {
    name: "_GISType",
    module: "geoalchemy2.types",
    bases: &[&USER_DEFINED_TYPE],
    params: "geometry_type='GEOMETRY', srid=-1, dimension=None, spatial_index=True, \
             use_N_D_index=False, use_typmod=None, from_text=None, name=None, nullable=True, \
             _spatial_index_reflected=None",
    methods: &[Native::new("get_col_spec", "self, **kw", spelling)],
    ..NativeClass::EMPTY
};

static GEOMETRY: NativeClass = spatial("Geometry");
static GEOGRAPHY: NativeClass = spatial("Geography");
pub static RASTER: NativeClass = NativeClass {
    params: "spatial_index=True, from_text=None, name=None, nullable=True",
    ..spatial("Raster")
};

const fn spatial(name: &'static str) -> NativeClass {
    NativeClass { name, module: "geoalchemy2.types", bases: BASES, ..NativeClass::EMPTY }
}

static BASES: &[&NativeClass] = &[&SPATIAL];

/// `geometry(POINT,4326)`. A class of the script keeps the name of the type it inherits.
fn spelling(vm: &mut Vm<'_>, args: &Args) -> Eval {
    let Some(this) = args.get("self").as_object() else { return Ok(Value::None) };
    if vm.host.dialect().name == "mysql" {
        return Ok(Value::str(mysql_spelling(this)));
    }
    let said = match this.class.borrow().lookup("name") {
        Some(Found::Value(name)) => name.as_str().map(str::to_owned),
        _ => None,
    };
    let native = CLASSES.iter().find(|it| this.is(it));
    let name = text(this, "name").or(said).or_else(|| Some(native?.name.to_lowercase()));
    let name = name.unwrap_or_default();
    let srid = int(this, "srid").unwrap_or(-1);
    Ok(Value::str(match text(this, "geometry_type") {
        Some(shape) => format!("{name}({},{srid})", shape.to_uppercase()),
        None => name,
    }))
}

/// `POINT NOT NULL SRID 4326`: an index wants no nulls.
fn mysql_spelling(this: &Rc<Object>) -> String {
    let shape = text(this, "geometry_type").map_or("GEOMETRY".to_owned(), |it| it.to_uppercase());
    let is_required = choice(this, "nullable") == Some(false) || flag(this, "spatial_index");
    let required = if is_required { " NOT NULL" } else { "" };
    let srid = int(this, "srid").filter(|it| *it > 0);
    let srid = srid.map(|it| format!(" SRID {it}")).unwrap_or_default();
    format!("{shape}{required}{srid}")
}

/// What is sent where a table is made, right behind it. `MySQL` gets its spatial indexes in a way of
/// its own, and `SpatiaLite` its columns.
pub fn behind_table(vm: &mut Vm<'_>, table: &Rc<Object>) -> Vec<String> {
    let dialect = vm.host.dialect().name;
    let columns = items(table, "_columns");
    let types =
        columns.iter().filter_map(|it| Some((it.as_object()?, object(it.as_object()?, "type")?)));
    let spatial: Vec<_> = types.filter(|(_, ty)| ty.is(&GEOMETRY)).collect();
    if spatial.is_empty() || !matches!(dialect, "mysql" | "sqlite") {
        return Vec::new();
    }
    let indexed = spatial.iter().filter(|(_, ty)| flag(ty, "spatial_index"));
    let spatial: Vec<String> = indexed.filter_map(|(column, _)| text(column, "name")).collect();
    let name = text(table, "name").unwrap_or_default();
    let is_own = |it: &Value| {
        let label = it.as_object().and_then(|it| text(it, "name")).unwrap_or_default();
        spatial.iter().any(|column| label == index_name(&name, column))
    };
    let mut indexes = items(table, "_indexes");
    indexes.retain(|it| !is_own(it));
    table.set_field("_indexes", Value::list(indexes));
    if dialect == "sqlite" {
        let words = "what SpatiaLite makes of columns with places";
        if let Value::Unknown(unknown) = vm.unknown(code::UNFOLLOWED_CALL, words) {
            vm.incomplete(&unknown);
        }
        return Vec::new();
    }
    spatial.iter().map(|it| format!("ALTER TABLE {name} ADD SPATIAL INDEX({it});")).collect()
}

/// The name of the index that a column of places brings along.
pub fn index_name(table: &str, column: &str) -> String {
    format!("idx_{table}_{column}")
}
