//! The expression language: columns, operators, functions, queries and statements.

pub mod collection;
pub mod construct;
pub mod dml;
pub mod element;
pub mod from;
pub mod function;
pub mod label;
pub mod methods;
pub mod operators;
pub mod postgresql;
pub mod select;
pub mod subquery;
