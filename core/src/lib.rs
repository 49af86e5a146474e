//! Reads a folder of database migrations and says what they do.

// Whatever is dropped on it, the core answers: nothing in it may panic.
#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

pub mod archive;
pub mod calendar;
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
