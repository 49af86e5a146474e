//! The types of `sqlalchemy.dialects.sqlite`: how dates are stored as text.

use super::generic;
use crate::python::class::NativeClass;

const MODULE: &str = "sqlalchemy.dialects.sqlite";
const STORAGE: &str = "storage_format=None, regexp=None, **kw";

/// Every class of this file.
pub static CLASSES: &[&NativeClass] = &[&DATETIME, &DATE, &TIME];

pub static DATETIME: NativeClass = ty("DATETIME", &[&generic::DATETIME]);
pub static DATE: NativeClass = ty("DATE", &[&generic::DATE]);
pub static TIME: NativeClass = ty("TIME", &[&generic::TIME]);

/// A row of this file.
const fn ty(name: &'static str, bases: &'static [&'static NativeClass]) -> NativeClass {
    NativeClass { name, module: MODULE, bases, params: STORAGE, ..NativeClass::EMPTY }
}
