//! `DROP SEQUENCE`.

use super::rules::removal;
use super::{CreateSequence, Op, Operation, cascade, if_exists, problem};
use crate::catalog::{Catalog, next_value};
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
        let users = self.users(catalog);
        if !self.cascade && !users.is_empty() {
            let names = users.iter().map(|(table, it)| format!("default of `{it}` of `{table}`"));
            let what = format!("sequence `{}`", self.name);
            return Err(problem::needed_by(what, &names.collect::<Vec<_>>()));
        }
        for (table, column) in users {
            let mut table = catalog.table_mut(&table);
            if let Some(column) = table.as_mut().and_then(|it| it.column_mut(&column)) {
                column.default = None;
            }
        }
        catalog.sequences.remove(&self.name.key());
        removal::forget_statements(catalog, &self.name);
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let sequence = before.sequences.get(&self.name.key())?;
        if !self.users(before).is_empty() {
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

impl DropSequence {
    /// The columns that count up by the sequence.
    fn users(&self, catalog: &Catalog) -> Vec<(Name, String)> {
        let next = next_value(&self.name);
        let mut users = Vec::new();
        for (name, table) in &catalog.tables {
            let columns = table.columns.iter().filter(|it| it.default.as_ref() == Some(&next));
            users.extend(columns.map(|it| (name.clone(), it.name.clone())));
        }
        users
    }
}
