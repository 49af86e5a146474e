//! `sqlalchemy.ext`: `@compiles`, mutable types, and what else stands there.

pub mod compiler;
pub mod mutable;
