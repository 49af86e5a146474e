//! The modules that scripts may import and we stand in for: one file or folder each.

pub mod advanced_alchemy;
pub mod alembic;
pub mod alembic_utils;
pub mod chance;
pub mod collections;
pub mod contextlib;
pub mod contextvars;
pub mod csv;
pub mod dataclasses;
pub mod datetime;
pub mod decimal;
pub mod distutils;
pub mod enumeration;
pub mod flask_sqlalchemy;
pub mod folders;
pub mod functools;
pub mod geoalchemy2;
pub mod hashlib;
pub mod importing;
pub mod itertools;
pub mod json;
pub mod logging;
pub mod neutron_lib;
pub mod operators;
pub mod os;
pub mod oslo;
pub mod packages;
pub mod pgvector;
pub mod re;
pub mod settings;
pub mod six;
pub mod small;
pub mod sqlalchemy;
pub mod sqlalchemy_utils;
pub mod sqlmodel;
pub mod type_libraries;
pub mod typing;
pub mod urllib;
pub mod uuid;

use super::class::Library;

/// Every module, by its dotted name.
pub const LIBRARIES: &[&Library] = &[
    &chance::RANDOM,
    &chance::SECRETS,
    &chance::TIME,
    &collections::ABC,
    &collections::LIBRARY,
    &contextlib::LIBRARY,
    &contextvars::LIBRARY,
    &csv::LIBRARY,
    &dataclasses::LIBRARY,
    &datetime::LIBRARY,
    &decimal::LIBRARY,
    &distutils::LIBRARY,
    &enumeration::LIBRARY,
    &flask_sqlalchemy::LIBRARY,
    &folders::FNMATCH,
    &folders::GLOB,
    &functools::LIBRARY,
    &hashlib::LIBRARY,
    &itertools::LIBRARY,
    &json::LIBRARY,
    &json::SIMPLE,
    &logging::CONFIG,
    &logging::HANDLERS,
    &logging::LIBRARY,
    &operators::LIBRARY,
    &os::CODECS,
    &os::IO,
    &os::LIBRARY,
    &os::PATH,
    &os::PATHLIB,
    &re::LIBRARY,
    &small::ABC,
    &small::COPY,
    &small::FUTURE,
    &small::INSPECT,
    &small::MATH,
    &small::STRING,
    &small::SYS,
    &small::TEXTWRAP,
    &small::TRACEBACK,
    &small::TYPES,
    &small::WARNINGS,
    &typing::EXTENSIONS,
    &typing::LIBRARY,
    &uuid::LIBRARY,
];

/// Every module of the libraries that have many.
static FAMILIES: &[&[&Library]] = &[
    LIBRARIES,
    advanced_alchemy::LIBRARIES,
    alembic::LIBRARIES,
    alembic_utils::LIBRARIES,
    geoalchemy2::LIBRARIES,
    importing::LIBRARIES,
    neutron_lib::LIBRARIES,
    alembic::enum_values::LIBRARIES,
    oslo::LIBRARIES,
    packages::LIBRARIES,
    pgvector::LIBRARIES,
    sqlalchemy::LIBRARIES,
    sqlalchemy::engine::LIBRARIES,
    sqlalchemy::orm::LIBRARIES,
    type_libraries::LIBRARIES,
    sqlalchemy_utils::LIBRARIES,
    settings::LIBRARIES,
    six::LIBRARIES,
    sqlmodel::LIBRARIES,
    urllib::LIBRARIES,
];

/// The module of this dotted name.
pub fn named(dotted: &str) -> Option<&'static Library> {
    FAMILIES.iter().flat_map(|it| it.iter()).copied().find(|it| it.name == dotted)
}
