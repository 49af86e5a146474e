//! Follows a migration script: Python, over ordinary values and over values nobody can know.
//!
//! The evaluator knows Python and nothing of Alembic. What scripts import comes from the tables
//! under `lib`; what the world around a script is (its catalog, its dialect, its sibling modules)
//! comes from a [`Host`]. Where a value could only come from a database's rows or from the
//! environment it is [`Value::Unknown`](value::Value::Unknown), with the reason and the place; it
//! spreads, and costs only what it touches.

pub mod args;
pub mod class;
pub mod header;
pub mod host;

pub mod value;

mod annotation;
pub mod budget;
mod chance;
pub mod nesting;
mod outline;
mod release;
pub mod scope;
pub mod source;
pub mod vm;

pub mod assign;
pub mod control;
pub mod define;
pub mod import;
pub mod pattern;
pub mod stmt;

pub mod attribute;
pub mod beginning;
pub mod call;
pub mod compare;
pub mod exceptions;
pub mod expr;
pub mod format;
mod generator;
pub mod given;
pub mod instantiate;
pub mod item;
pub mod iterate;
pub mod operator;
mod parent;
pub mod shape;
mod signature;
pub mod text;

pub mod fork;
pub mod state;

pub mod builtins;
pub mod lib;
pub mod methods;
mod models;

pub use host::{
    Answer, Cell, Direction, Emitted, Environment, Host, Mode, ModuleSource, Outcome, SetOrder,
    Setup, TargetMetadata, Written,
};
pub use outline::ATTACHED_TO;
pub use source::Parsed;
pub use value::Unknown;

use crate::project::FileId;

/// Runs `upgrade()` or `downgrade()` of a migration, telling the host all that it does.
///
/// Never fails: what goes wrong is reported to the host, and the outcome says how it ended.
pub fn follow(script: FileId, direction: Direction, host: &mut dyn Host) -> Outcome {
    vm::Vm::new(host).follow(script, direction)
}

/// Makes the tables that the models in these files declare, as `metadata.create_all()` does,
/// telling the host of each.
///
/// Never fails: a model that cannot be read is reported to the host, and costs only its table.
pub fn create_models(files: &[FileId], host: &mut dyn Host) -> Outcome {
    vm::Vm::new(host).create_models(files)
}
