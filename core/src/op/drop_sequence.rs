//! `DROP SEQUENCE`.

use super::rules::{dependents, removal};
use super::{CreateSequence, Op, Operation, cascade, if_exists, problem};
use crate::catalog::Catalog;
use crate::diagnostic::Problem;
use crate::dialect::Dialect;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropSequence {
    pub name: Name,
    pub if_exists: bool,
    pub cascade: bool,
}

impl Op for DropSequence {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        if !catalog.sequences.contains_key(&self.name.key()) {
            return match catalog.relation(&self.name) {
                Some(other) => Err(problem::wrong_kind(&self.name, other.word(), "sequence")),
                None if self.if_exists => Ok(()),
                None => Err(problem::unknown("unknown-sequence", "sequence", &self.name)),
            };
        }
        let sequence = catalog.sequences.get(&self.name.key()).filter(|it| it.of_identity);
        if let Some((table, column)) = sequence.and_then(|it| it.owned_by.as_ref()) {
            let owner = format!("identity column `{column}` of `{table}`");
            return Err(problem::needed_by(format!("sequence `{}`", self.name), &[owner]));
        }
        let what = format!("sequence `{}`", self.name);
        dependents::of_sequence(catalog, &self.name).settle(catalog, what, self.cascade)?;
        catalog.sequences.remove(&self.name.key());
        removal::forget_statements(catalog, &self.name);
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let sequence = before.sequences.get(&self.name.key())?;
        if !dependents::of_sequence(before, &self.name).is_empty() {
            return None;
        }
        Some(CreateSequence { sequence: (**sequence).clone(), if_not_exists: false }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let name = dialect.quote(&self.name);
        let tail = cascade(self.cascade);
        Ok(vec![format!("DROP SEQUENCE {}{name}{tail}", if_exists(self.if_exists))])
    }

    fn describe(&self) -> String {
        format!("drop sequence `{}`", self.name)
    }
}
