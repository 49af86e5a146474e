//! The types of `sqlalchemy.dialects.postgresql` that are not named in the database.

use super::base::TYPE_ENGINE;
use super::generic;
use crate::python::class::NativeClass;

const MODULE: &str = "sqlalchemy.dialects.postgresql";

/// Every class of this file.
pub static CLASSES: &[&NativeClass] = &[
    &BYTEA,
    &CIDR,
    &INET,
    &MACADDR,
    &MACADDR8,
    &MONEY,
    &OID,
    &REGCLASS,
    &REGCONFIG,
    &TSVECTOR,
    &TSQUERY,
    &JSONPATH,
    &CITEXT,
    &BIT,
    &HSTORE,
    &JSON,
    &JSONB,
    &INTERVAL,
    &TIMESTAMP,
    &TIME,
    &ARRAY,
    &ABSTRACT_RANGE,
    &INT4RANGE,
    &INT8RANGE,
    &NUMRANGE,
    &DATERANGE,
    &TSRANGE,
    &TSTZRANGE,
    &INT4MULTIRANGE,
    &INT8MULTIRANGE,
    &NUMMULTIRANGE,
    &DATEMULTIRANGE,
    &TSMULTIRANGE,
    &TSTZMULTIRANGE,
];

pub static BYTEA: NativeClass = ty("BYTEA", &[&generic::LARGE_BINARY], "");
pub static CIDR: NativeClass = ty("CIDR", &[&TYPE_ENGINE], "");
pub static INET: NativeClass = ty("INET", &[&TYPE_ENGINE], "");
pub static MACADDR: NativeClass = ty("MACADDR", &[&TYPE_ENGINE], "");
pub static MACADDR8: NativeClass = ty("MACADDR8", &[&TYPE_ENGINE], "");
pub static MONEY: NativeClass = ty("MONEY", &[&TYPE_ENGINE], "");
pub static OID: NativeClass = ty("OID", &[&TYPE_ENGINE], "");
pub static REGCLASS: NativeClass = ty("REGCLASS", &[&TYPE_ENGINE], "");
pub static REGCONFIG: NativeClass = ty("REGCONFIG", &[&TYPE_ENGINE], "");
pub static TSVECTOR: NativeClass = ty("TSVECTOR", &[&TYPE_ENGINE], "");
pub static TSQUERY: NativeClass = ty("TSQUERY", &[&TYPE_ENGINE], "");
pub static JSONPATH: NativeClass = ty("JSONPATH", &[&TYPE_ENGINE], "");
pub static CITEXT: NativeClass = ty("CITEXT", &[&generic::TEXT], "");
pub static BIT: NativeClass = ty("BIT", &[&TYPE_ENGINE], "length: part=None, varying: flag=False");
pub static HSTORE: NativeClass = ty("HSTORE", &[&TYPE_ENGINE], "text_type=None");
pub static JSON: NativeClass =
    ty("JSON", &[&generic::JSON_TYPE], "none_as_null: flag=False, astext_type=None");
pub static JSONB: NativeClass = ty("JSONB", &[&JSON], "");
pub static INTERVAL: NativeClass =
    ty("INTERVAL", &[&TYPE_ENGINE], "precision: part=None, fields=None");
pub static TIMESTAMP: NativeClass =
    ty("TIMESTAMP", &[&generic::TIMESTAMP], "timezone: flag=False, precision: part=None");
pub static TIME: NativeClass =
    ty("TIME", &[&generic::TIME], "timezone: flag=False, precision: part=None");
pub static ARRAY: NativeClass = NativeClass {
    init: Some(generic::init_array),
    ..ty(
        "ARRAY",
        &[&generic::ARRAY_TYPE],
        "item_type, as_tuple=False, dimensions=None, zero_indexes=False",
    )
};
pub static ABSTRACT_RANGE: NativeClass = ty("AbstractRange", &[&TYPE_ENGINE], "");
pub static INT4RANGE: NativeClass = ty("INT4RANGE", &[&ABSTRACT_RANGE], "");
pub static INT8RANGE: NativeClass = ty("INT8RANGE", &[&ABSTRACT_RANGE], "");
pub static NUMRANGE: NativeClass = ty("NUMRANGE", &[&ABSTRACT_RANGE], "");
pub static DATERANGE: NativeClass = ty("DATERANGE", &[&ABSTRACT_RANGE], "");
pub static TSRANGE: NativeClass = ty("TSRANGE", &[&ABSTRACT_RANGE], "");
pub static TSTZRANGE: NativeClass = ty("TSTZRANGE", &[&ABSTRACT_RANGE], "");
pub static INT4MULTIRANGE: NativeClass = ty("INT4MULTIRANGE", &[&ABSTRACT_RANGE], "");
pub static INT8MULTIRANGE: NativeClass = ty("INT8MULTIRANGE", &[&ABSTRACT_RANGE], "");
pub static NUMMULTIRANGE: NativeClass = ty("NUMMULTIRANGE", &[&ABSTRACT_RANGE], "");
pub static DATEMULTIRANGE: NativeClass = ty("DATEMULTIRANGE", &[&ABSTRACT_RANGE], "");
pub static TSMULTIRANGE: NativeClass = ty("TSMULTIRANGE", &[&ABSTRACT_RANGE], "");
pub static TSTZMULTIRANGE: NativeClass = ty("TSTZMULTIRANGE", &[&ABSTRACT_RANGE], "");

/// A row of this file.
const fn ty(
    name: &'static str,
    bases: &'static [&'static NativeClass],
    params: &'static str,
) -> NativeClass {
    NativeClass { name, module: MODULE, bases, params, ..NativeClass::EMPTY }
}
