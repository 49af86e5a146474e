//! The evaluator's state, and how it enters a script.

use super::host::{Direction, Host, Outcome};
use super::value::Value;
use crate::project::FileId;

/// What evaluating something gives: a value, or why the code around it does not go on.
pub type Eval<T = Value> = Result<T, Stop>;

/// Why code does not go on.
#[derive(Debug)]
pub enum Stop {
    /// A Python exception on its way to whoever catches it.
    Raise(Value),
    /// The budget is used up; nothing catches this.
    Exhausted,
}

/// The evaluator.
pub struct Vm<'h> {
    pub host: &'h mut dyn Host,
}

impl<'h> Vm<'h> {
    pub fn new(host: &'h mut dyn Host) -> Self {
        Self { host }
    }

    /// Runs one function of a migration.
    pub fn follow(&mut self, _script: FileId, _direction: Direction) -> Outcome {
        Outcome::NoFunction
    }
}

/// The names of one function call or module, and where to look for others.
#[derive(Debug)]
pub struct Scope {
    pub names: std::cell::RefCell<super::class::Fields>,
    /// The scope around a nested function; the module's own has none.
    pub outer: Option<std::rc::Rc<Self>>,
}
