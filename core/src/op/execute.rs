//! SQL that runs to the letter: `op.execute`, data statements, every statement of an SQL file.

use super::{Op, Operation};
use crate::catalog::{Catalog, ObjectRef};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;

#[derive(Clone, Debug, PartialEq)]
pub struct Execute {
    /// The statement without its final semicolon.
    pub sql: String,
    /// What it does to the schema; empty for data.
    pub effects: Vec<Operation>,
}

impl Op for Execute {
    /// A statement takes effect as a whole or not at all.
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        if let [effect] = self.effects.as_slice() {
            return effect.apply(catalog);
        }
        let before = catalog.clone();
        let applied = self.effects.iter().try_for_each(|it| it.apply(catalog));
        if applied.is_err() {
            *catalog = before;
        }
        applied
    }

    /// Known for a statement with a single effect.
    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let [effect] = self.effects.as_slice() else { return None };
        effect.reverse(before)
    }

    fn sql(&self, _dialect: &Dialect) -> Result<Vec<String>, Problem> {
        Ok(vec![self.sql.clone()])
    }

    fn describe(&self) -> String {
        if !self.effects.is_empty() {
            let effects: Vec<_> = self.effects.iter().map(Op::describe).collect();
            return effects.join("; ");
        }
        let words: Vec<_> = self.sql.split_whitespace().collect();
        let line = words.join(" ");
        match line.char_indices().nth(MAX_LINE) {
            Some((end, _)) => format!("run `{}…`", line.get(..end).unwrap_or(&line)),
            None => format!("run `{line}`"),
        }
    }

    /// What earlier effects make need not be there before.
    fn needs(&self) -> Vec<ObjectRef> {
        let mut made = Catalog::default();
        let mut needs = Vec::new();
        for effect in &self.effects {
            needs.extend(effect.needs().into_iter().filter(|it| !made.has(it)));
            match effect {
                Operation::CreateTable(it) => made.assume_table(&it.table.name),
                Operation::CreateSchema(it) => made.assume(&ObjectRef::Schema(it.name.clone())),
                Operation::CreateType(it) => made.assume(&ObjectRef::Type(it.ty.name.clone())),
                Operation::RenameTable(it) => made.assume_table(&it.table.renamed(&*it.to)),
                _ => {}
            }
        }
        needs
    }
}

/// How much of a statement fits on a line, in characters.
const MAX_LINE: usize = 60;
