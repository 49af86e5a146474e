//! What goes by the order of a set of texts, which Python chooses anew in each run.

use super::value::Value;
use super::vm::Vm;

impl Vm<'_> {
    /// Takes note that something is made in the order in which a set gives its items. Of texts, no
    /// two runs of Python agree on it.
    pub fn goes_by_order(&mut self, value: &Value) {
        let Value::Set(set) = value else { return };
        let texts =
            set.borrow().iter().filter(|(it, _)| matches!(it, Value::Str(_))).take(2).count();
        if texts == 2 {
            self.report(problem::by_chance());
        }
    }
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn by_chance() -> Problem {
        let message = "this goes by the order of a set of texts, which differs from run to run";
        Problem::note("order-by-chance", message).help("sort them, or write them as a list")
    }
}
