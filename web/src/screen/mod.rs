//! The screens, and the parts that know what a revision or a table is.

pub mod alike;
pub mod filter;
pub mod finding;
pub mod findings;
pub mod frame;
pub mod history;
pub mod keymap;
pub mod lanes;
pub mod palette;
pub mod parts;
pub mod project_menu;
pub mod remedy;
pub mod revision;
pub mod schema;
pub mod script;
pub mod search;
pub mod source;
pub mod sql;
pub mod start;
pub mod table;
pub mod timeline;
pub mod values;
