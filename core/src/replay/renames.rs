//! What tables and columns were called before one run or several, so that a new name is not taken for a new thing.

use std::collections::BTreeMap;

use super::run::Run;
use crate::name::Name;
use crate::op::{Operation, TableChange};

/// The names that runs give anew, each with the name before them.
#[derive(Clone, Debug, Default)]
pub struct Renames {
    tables: BTreeMap<Name, Name>,
    /// By the table's name after the runs.
    columns: BTreeMap<(Name, String), String>,
}

impl Renames {
    /// Those of runs that follow one another.
    pub fn of<'r>(runs: impl IntoIterator<Item = &'r Run>) -> Self {
        let mut renames = Self::default();
        let statements = runs.into_iter().flat_map(|it| &it.statements);
        statements.flat_map(|it| it.operation.parts()).for_each(|it| renames.note(it));
        renames
    }

    /// What the table of this name was called.
    pub fn table(&self, name: &Name) -> Option<&Name> {
        self.tables.get(name)
    }

    /// What the column of this name was called.
    pub fn column(&self, table: &Name, name: &str) -> Option<&str> {
        self.columns.get(&(table.clone(), name.to_owned())).map(String::as_str)
    }

    /// Every table with a new name, and the name before.
    pub fn tables(&self) -> impl Iterator<Item = (&Name, &Name)> {
        self.tables.iter()
    }

    fn note(&mut self, operation: &Operation) {
        match operation {
            Operation::RenameTable(it) => {
                self.rename_table(it.table.key(), it.table.renamed(&*it.to).key());
            }
            Operation::SetTable(it) => {
                if let TableChange::Schema(schema) = &it.change {
                    let to = Name::new(Some(&**schema), &*it.table.name);
                    self.rename_table(it.table.key(), to.key());
                }
            }
            Operation::DropTable(it) => {
                self.tables.remove(&it.table.key());
            }
            Operation::AlterColumn(it) => {
                if let Some(to) = it.changes.name.as_ref().filter(|to| **to != it.column) {
                    let table = it.table.key();
                    let was = self.columns.remove(&(table.clone(), it.column.clone()));
                    self.columns
                        .insert((table, to.clone()), was.unwrap_or_else(|| it.column.clone()));
                }
            }
            Operation::DropColumn(it) => {
                self.columns.remove(&(it.table.key(), it.column.clone()));
            }
            _ => {}
        }
    }

    fn rename_table(&mut self, from: Name, to: Name) {
        let moved = self.columns.extract_if(.., |(table, _), _| *table == from);
        let moved: Vec<_> = moved.map(|((_, column), was)| ((to.clone(), column), was)).collect();
        self.columns.extend(moved);
        let was = self.tables.remove(&from).unwrap_or(from);
        self.tables.insert(to, was);
    }
}
