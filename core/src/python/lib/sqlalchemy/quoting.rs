//! Names that a script wants in quotes, or without, whatever the rules say.

use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::value::Value;
use crate::python::vm::{Eval, Vm};

/// `quoted_name("order", True)`: the name, which is told if its quotes are not those of the rules.
pub fn quoted_name(vm: &mut Vm<'_>, args: &Args) -> Eval {
    tell(vm, args.get("value"), args.get("quote"));
    Ok(args.get("value").clone())
}

/// Tells of a name that is to be quoted where the rules do not quote, or the other way round: names
/// are written by the rules.
pub fn tell(vm: &mut Vm<'_>, name: &Value, quote: &Value) {
    let (Some(name), Value::Bool(quote)) = (name.as_str(), quote) else { return };
    if vm.host.dialect().needs_quotes(name) == *quote {
        return;
    }
    let words = match quote {
        true => format!("quotes around `{name}`, which needs none"),
        false => format!("`{name}` without its quotes"),
    };
    if let Value::Unknown(unknown) = vm.unknown(code::UNFOLLOWED_CALL, words) {
        vm.incomplete(&unknown);
    }
}
