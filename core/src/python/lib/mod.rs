//! The modules that scripts may import and we stand in for: one file or folder each.

pub mod contextlib;

use super::class::Library;

/// Every module, by its dotted name.
pub const LIBRARIES: &[&Library] = &[&contextlib::LIBRARY];
