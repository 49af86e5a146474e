//! The methods of the built-in types: one table a type.

pub mod bytes;
pub mod dict;
pub mod list;
pub mod number;
pub mod set;
pub mod str;
pub mod tuple;
pub mod view;
