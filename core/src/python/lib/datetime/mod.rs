//! `datetime`: dates and times that are written down; what a clock would say is not known.

pub mod calendar;
pub mod classes;
pub mod delta;
pub mod format;

use crate::python::class::Library;
use crate::python::value::Value;

pub use classes::{DATE, DATETIME, TIME};
pub use delta::{TIMEDELTA, TIMEZONE};

pub const LIBRARY: Library = Library {
    name: "datetime",
    classes: &[&DATE, &DATETIME, &TIME, &TIMEDELTA, &TIMEZONE, &classes::TZINFO],
    values: Some(|vm| {
        let utc = delta::utc(vm);
        vec![("UTC", utc), ("MINYEAR", Value::Int(1)), ("MAXYEAR", Value::Int(9999))]
    }),
    ..Library::EMPTY
};
