//! Questions that an inspector is asked about several tables at once.

use super::super::fields::items_of;
use super::inspector::{table_names, versions};
use crate::diagnostic::code;
use crate::python::args::Args;
use crate::python::value::{Dict, Value};
use crate::python::vm::{Eval, Vm};

/// What such a question takes.
pub(super) const PARAMETERS: &str =
    "self, schema=None, filter_names=None, kind=None, scope=None, **kw";

/// One question about every table of a schema, or about those that are named: a dictionary by schema
/// and table.
pub(super) fn ask(vm: &mut Vm<'_>, args: &Args, method: &str) -> Eval {
    let chooses = |name| !args.get(name).is_none();
    let filter = args.get("filter_names");
    if filter.is_unknown() || chooses("kind") || chooses("scope") {
        return Ok(vm.unknown(code::UNFOLLOWED_CALL, "which tables an inspector is asked about"));
    }
    let schema = args.get("schema").clone();
    let named = items_of(filter);
    let tables = table_names(vm, args);
    let mut found = Dict::default();
    for table in items_of(&tables) {
        let is_left_out =
            !filter.is_none() && !named.iter().any(|it| it.as_str() == table.as_str());
        if is_left_out || table.as_str() == Some(&versions(vm).name) {
            continue;
        }
        let method = vm.attribute(args.get("self"), method)?;
        let answer = vm.call(&method, vec![table.clone(), schema.clone()], Vec::new())?;
        let key = Value::tuple([schema.clone(), table]);
        found.insert(vm.key(&key)?, key, answer);
    }
    Ok(Value::dict(found))
}
