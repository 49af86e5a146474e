//! `CREATE SEQUENCE`.

use super::rules::sequence;
use super::{DropSequence, Op, Operation, if_not_exists, problem};
use crate::catalog::{Catalog, ObjectRef, Sequence};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;

#[derive(Clone, Debug, PartialEq)]
pub struct CreateSequence {
    pub sequence: Sequence,
    pub if_not_exists: bool,
}

impl Op for CreateSequence {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let key = self.sequence.name.key();
        if let Some(other) = catalog.relation(&key) {
            if self.if_not_exists {
                return Ok(());
            }
            return Err(problem::duplicate("duplicate-relation", other.word(), &key));
        }
        if catalog.types.get(&key).is_some_and(|it| !it.assumed) {
            return Err(problem::duplicate("duplicate-type", "type", &key));
        }
        sequence::check(&self.sequence)?;
        if let Some((table, column)) = &self.sequence.owned_by
            && let Some(known) = catalog.table(table).filter(|it| !it.assumed)
            && known.column(column).is_none()
        {
            return Err(problem::unknown_column(table, column));
        }
        let mut sequence = self.sequence.clone();
        sequence.owned_by = sequence.owned_by.map(|(table, column)| (table.key(), column));
        catalog.sequences.insert(key, sequence);
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let is_there = before.relation(&self.sequence.name).is_some();
        let name = self.sequence.name.clone();
        (!is_there).then(|| DropSequence { name, if_exists: false, cascade: false }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        if !dialect.identity_columns {
            return Err(problem::not_in_dialect("sequences", dialect.name));
        }
        let sequence = &self.sequence;
        let name = dialect.quote(&sequence.name);
        let mut sql = format!("CREATE SEQUENCE {}{name}", if_not_exists(self.if_not_exists));
        if let Some(ty) = &sequence.ty {
            sql += &format!(" AS {}", ty.spelling);
        }
        if !sequence.options.trim().is_empty() {
            sql += &format!(" {}", sequence.options.trim());
        }
        if let Some((table, column)) = &sequence.owned_by {
            let (table, column) = (dialect.quote(table), dialect.quote_name(column));
            sql += &format!(" OWNED BY {table}.{column}");
        }
        Ok(vec![sql])
    }

    fn describe(&self) -> String {
        format!("create sequence `{}`", self.sequence.name)
    }

    fn needs(&self) -> Vec<ObjectRef> {
        let schema = self.sequence.name.key().schema.map(ObjectRef::Schema);
        let owner = self.sequence.owned_by.iter().map(|(table, _)| table.clone());
        schema.into_iter().chain(owner.map(ObjectRef::Table)).collect()
    }

    fn makes_objects(&self) -> bool {
        true
    }
}
