//! Who last touched each table and column.

use std::collections::BTreeMap;

use super::run::Run;
use crate::name::Name;
use crate::op::{Op as _, Operation};
use crate::project::Span;

/// The last line that touched each table and column, up to some revision.
#[derive(Clone, Debug, Default)]
pub struct Touches {
    tables: BTreeMap<Name, Span>,
    columns: BTreeMap<(Name, String), Span>,
}

impl Touches {
    /// What these runs touched, in their order.
    pub fn of<'r>(runs: impl Iterator<Item = &'r Run>) -> Self {
        let mut touches = Self::default();
        for statement in runs.flat_map(|it| &it.statements) {
            for operation in statement.operation.parts() {
                touches.note(operation, statement.span);
            }
        }
        touches
    }

    pub fn table(&self, name: &Name) -> Option<Span> {
        self.tables.get(&name.key()).copied()
    }

    pub fn column(&self, table: &Name, column: &str) -> Option<Span> {
        self.columns.get(&(table.key(), column.to_owned())).copied()
    }

    fn note(&mut self, operation: &Operation, span: Span) {
        if let Operation::RenameTable(rename) = operation {
            self.rename_table(&rename.table.key(), &rename.table.renamed(&*rename.to).key());
        }
        let Some(table) = operation.table().map(Name::key) else { return };
        for column in columns_of(operation) {
            self.columns.insert((table.clone(), column.to_owned()), span);
        }
        self.tables.insert(table, span);
    }

    fn rename_table(&mut self, from: &Name, to: &Name) {
        let moved: Vec<_> =
            self.columns.keys().filter(|(table, _)| table == from).cloned().collect();
        for key in moved {
            if let Some(span) = self.columns.remove(&key) {
                self.columns.insert((to.clone(), key.1), span);
            }
        }
    }
}

fn columns_of(operation: &Operation) -> Vec<&str> {
    match operation {
        Operation::CreateTable(it) => it.table.columns.iter().map(|it| it.name.as_str()).collect(),
        Operation::AddColumn(it) => vec![&it.column.name],
        Operation::AlterColumn(it) => [Some(&it.column), it.changes.name.as_ref()]
            .into_iter()
            .flatten()
            .map(|it| &**it)
            .collect(),
        Operation::AddConstraint(it) => {
            it.constraint.kind.columns().iter().map(String::as_str).collect()
        }
        _ => Vec::new(),
    }
}
