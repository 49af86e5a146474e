//! `DROP FUNCTION`, `DROP PROCEDURE` and `DROP AGGREGATE`.

use super::alter_function::forget_options;
use super::rules::dependents;
use super::{CreateFunction, Op, Operation, cascade, if_exists, problem};
use crate::catalog::{Catalog, FunctionKey};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropFunction {
    pub name: Name,
    /// `FUNCTION`, `PROCEDURE` or `AGGREGATE`.
    pub kind: String,
    /// The argument types; none where the statement leaves them out.
    pub arguments: Option<Vec<String>>,
    pub if_exists: bool,
    pub cascade: bool,
}

impl Op for DropFunction {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        if self.if_exists && self.found(catalog).is_empty() {
            return Ok(());
        }
        let key = self.found_one(catalog)?;
        let kind = catalog.functions.get(&key).map(|it| it.kind.clone()).unwrap_or_default();
        if self.kind != "ROUTINE" && kind != self.kind {
            return Err(problem::wrong_kind(
                &self.name,
                &kind.to_lowercase(),
                &self.kind.to_lowercase(),
            ));
        }
        let is_only = catalog.functions.keys().filter(|it| it.name == key.name).count() == 1;
        if is_only {
            let what = format!("function `{}`", self.name);
            dependents::of_function(catalog, &self.name).settle(catalog, what, self.cascade)?;
        }
        catalog.functions.remove(&key);
        forget_options(catalog, &key);
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let keys = self.found(before);
        let [key] = keys.as_slice() else { return None };
        if !dependents::of_function(before, &self.name).is_empty() {
            return None;
        }
        let function = (**before.functions.get(key)?).clone();
        Some(CreateFunction { function, replace: false }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let kind = if self.kind.is_empty() { "FUNCTION" } else { &self.kind };
        let arguments = self.arguments.as_ref().map(|it| format!("({})", it.join(", ")));
        let name = dialect.quote(&self.name) + &arguments.unwrap_or_default();
        let tail = cascade(self.cascade);
        Ok(vec![format!("DROP {kind} {}{name}{tail}", if_exists(self.if_exists))])
    }

    fn describe(&self) -> String {
        let kind = if self.kind.is_empty() { "function" } else { &self.kind };
        format!("drop {} `{}`", kind.to_lowercase(), self.name)
    }
}

impl DropFunction {
    /// The one function that is meant, or why there is none.
    pub(super) fn found_one(&self, catalog: &Catalog) -> Result<FunctionKey, Problem> {
        match self.found(catalog).as_slice() {
            [] => Err(problem::unknown("unknown-function", "function", &self.name)),
            [key] => Ok(key.clone()),
            _ => Err(problem::ambiguous_function(&self.name)),
        }
    }

    fn found(&self, catalog: &Catalog) -> Vec<FunctionKey> {
        let name = self.name.key();
        let same_arguments = |it: &FunctionKey| {
            self.arguments.as_ref().is_none_or(|arguments| *arguments == it.arguments)
        };
        let functions = catalog.functions.keys();
        functions.filter(|it| it.name == name && same_arguments(it)).cloned().collect()
    }
}
