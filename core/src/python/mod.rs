//! Follows a migration script: Python, over ordinary values and over values nobody can know.
//!
//! The evaluator knows Python and nothing of Alembic. What scripts import comes from the tables
//! under `lib`; what the world around a script is (its catalog, its dialect, its sibling modules)
//! comes from a [`Host`]. Where a value could only come from a database's rows or from the
//! environment it is [`Value::Unknown`](value::Value::Unknown), with the reason and the place; it
//! spreads, and costs only what it touches.

pub mod header;

pub mod value;
pub mod class;
pub mod args;
pub mod host;

pub mod budget;
pub mod nesting;
pub mod source;
pub mod scope;
pub mod vm;

pub mod stmt;
pub mod assign;
pub mod control;
pub mod define;
pub mod import;
pub mod pattern;

pub mod expr;
pub mod call;
pub mod attribute;
pub mod operator;
pub mod compare;
pub mod iterate;
pub mod text;
pub mod format;
pub mod exceptions;

pub mod fork;
pub mod state;

pub mod builtins;
pub mod lib;
pub mod methods;

pub use host::{Direction, Emitted, Host, Mode, ModuleSource, Outcome};
pub use value::Unknown;

use crate::project::FileId;

/// Runs `upgrade()` or `downgrade()` of a migration, telling the host all that it does.
///
/// Never fails: what goes wrong is reported to the host, and the outcome says how it ended.
pub fn follow(script: FileId, direction: Direction, host: &mut dyn Host) -> Outcome {
    vm::Vm::new(host).follow(script, direction)
}
