//! Reads a folder of database migrations and says what they do.

pub mod archive;
pub mod diagnostic;
pub mod name;
pub mod project;

pub mod catalog;
pub mod dialect;
pub mod op;

pub mod python;
pub mod sql;

pub mod history;
pub mod source;

pub mod render;
pub mod replay;

pub mod layout;
pub mod report;

pub mod analysis;
pub mod api;
