//! Methods of `tuple`.

use crate::python::class::Native;
use crate::python::methods::list::{count, index};

pub const METHODS: &[Native] = &[
    Native::new("count", "self, value", count),
    Native::new("index", "self, value, start=0, stop=None", index),
];
