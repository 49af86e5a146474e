//! `ALTER SEQUENCE`.

use std::sync::Arc;

use super::rules::{column, relation, rename, sequence};
use super::{Op, Operation, if_exists, problem};
use crate::catalog::{Catalog, ObjectRef, Opaque, Sequence, SqlType};
use crate::diagnostic::Problem;
use crate::dialect::{Dialect, POSTGRESQL};
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AlterSequence {
    pub name: Name,
    pub change: SequenceChange,
    pub if_exists: bool,
}

/// One change of a sequence.
#[derive(Clone, Debug, PartialEq)]
pub enum SequenceChange {
    Rename(String),
    Schema(String),
    /// `None` for `OWNED BY NONE`.
    OwnedBy(Option<(Name, String)>),
    /// `RESTART WITH 1`, `INCREMENT BY 5`, `AS bigint`, `OWNER TO x`, as written.
    Option(String),
}

impl Op for AlterSequence {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let key = self.name.key();
        let Some(sequence) = catalog.sequences.get(&key) else {
            relation::of_other_kind(catalog, &self.name, "sequence")?;
            if self.if_exists || catalog.takes_tables_for_granted() {
                return Ok(());
            }
            return Err(problem::unknown("unknown-sequence", "sequence", &self.name));
        };
        let mut sequence = Sequence::clone(sequence);
        match &self.change {
            SequenceChange::Rename(to) => {
                return move_to(catalog, sequence, self.name.renamed(&**to));
            }
            SequenceChange::Schema(to) if self.name.is_in(to) => return Ok(()),
            SequenceChange::Schema(_) if sequence.owned_by.is_some() => {
                let why = format!("`{}` goes where the table goes that owns it", self.name);
                return Err(problem::not_supported(why));
            }
            SequenceChange::Schema(to) => {
                return move_to(catalog, sequence, Name::new(Some(&**to), &*self.name.name));
            }
            SequenceChange::OwnedBy(owner) => {
                if sequence.of_identity {
                    let why = format!("`{}` is the sequence of an identity column", self.name);
                    return Err(problem::not_supported(why));
                }
                if let Some((table, column)) = owner
                    && let Some(known) = catalog.table(table).filter(|it| !it.assumed)
                {
                    if known.column(column).is_none() {
                        return Err(problem::unknown_column(table, column));
                    }
                    if table.key().schema != key.schema {
                        let why = "it is in another schema than the table that owns it";
                        return Err(problem::sequence_options(&self.name, why));
                    }
                }
                let owner = owner.clone();
                sequence.owned_by = owner.map(|(table, column)| (table.key(), column));
            }
            SequenceChange::Option(option) if is_kept(option, sequence.of_identity) => {
                let sql = format!("ALTER SEQUENCE {} {option}", POSTGRESQL.quote(&self.name));
                let (kind, touches) = ("ALTER SEQUENCE".to_owned(), vec![self.name.clone()]);
                catalog.opaque.push(Arc::new(Opaque { kind, sql, touches }));
            }
            SequenceChange::Option(option) => {
                set_option(&mut sequence, option);
                sequence::check(&sequence)?;
                sequence::check_restart(&sequence, option)?;
            }
        }
        tell_identity(catalog, &sequence);
        catalog.sequences.insert(key, sequence);
        Ok(())
    }

    fn needs(&self) -> Vec<ObjectRef> {
        match &self.change {
            SequenceChange::Schema(to) => vec![ObjectRef::Schema(to.clone())],
            SequenceChange::OwnedBy(Some((table, _))) => vec![ObjectRef::Table(table.clone())],
            _ => Vec::new(),
        }
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let was = before.sequences.get(&self.name.key())?;
        let (name, change) = match &self.change {
            SequenceChange::Rename(to) => {
                (self.name.renamed(&**to), SequenceChange::Rename(self.name.name.clone()))
            }
            SequenceChange::Schema(to) => {
                let schema = self.name.schema.clone().unwrap_or_else(|| "public".to_owned());
                (Name::new(Some(&**to), &*self.name.name), SequenceChange::Schema(schema))
            }
            SequenceChange::OwnedBy(_) => {
                (self.name.clone(), SequenceChange::OwnedBy(was.owned_by.clone()))
            }
            SequenceChange::Option(_) => return None,
        };
        Some(Self { name, change, if_exists: false }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let change = match &self.change {
            SequenceChange::Rename(to) => format!("RENAME TO {}", dialect.quote_name(to)),
            SequenceChange::Schema(to) => format!("SET SCHEMA {}", dialect.quote_name(to)),
            SequenceChange::OwnedBy(Some((table, column))) => {
                format!("OWNED BY {}.{}", dialect.quote(table), dialect.quote_name(column))
            }
            SequenceChange::OwnedBy(None) => "OWNED BY NONE".to_owned(),
            SequenceChange::Option(option) => option.clone(),
        };
        let name = dialect.quote(&self.name);
        Ok(vec![format!("ALTER SEQUENCE {}{name} {change}", if_exists(self.if_exists))])
    }

    fn describe(&self) -> String {
        let name = &self.name;
        match &self.change {
            SequenceChange::Rename(to) => format!("rename sequence `{name}` to `{to}`"),
            SequenceChange::Schema(to) => format!("move sequence `{name}` to schema `{to}`"),
            SequenceChange::OwnedBy(Some((table, column))) => {
                format!("let sequence `{name}` belong to `{column}` of `{table}`")
            }
            SequenceChange::OwnedBy(None) => format!("let sequence `{name}` belong to no column"),
            SequenceChange::Option(option) => format!("alter sequence `{name}`: {option}"),
        }
    }
}

/// Whether what makes the sequence cannot say it, so that it comes behind as a statement of its own:
/// whose the sequence is, whether it lasts, and the type of an identity's if the column has another.
fn is_kept(option: &str, of_identity: bool) -> bool {
    let first = option.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    matches!(first.as_str(), "owner" | "set") || of_identity && first == "as"
}

/// The options of an identity are those of its sequence.
fn tell_identity(catalog: &mut Catalog, sequence: &Sequence) {
    let Some((table, column)) = sequence.owned_by.as_ref().filter(|_| sequence.of_identity) else {
        return;
    };
    let mut table = catalog.table_mut(table);
    let column = table.as_mut().and_then(|it| it.column_mut(column));
    if let Some(identity) = column.and_then(|it| it.identity.as_mut()) {
        identity.options.clone_from(&sequence.options);
    }
}

fn set_option(sequence: &mut Sequence, option: &str) {
    let mut words = option.split_whitespace();
    let first = words.next().unwrap_or_default();
    if first.eq_ignore_ascii_case("as") {
        let ty: Vec<_> = words.collect();
        sequence::change_type(sequence, SqlType::new(ty.join(" ")));
    } else {
        sequence::set(sequence, option);
    }
}

fn move_to(catalog: &mut Catalog, mut moved: Sequence, to: Name) -> Result<(), Problem> {
    if catalog.relation(&to).is_some() {
        return Err(problem::duplicate("duplicate-relation", "relation", &to));
    }
    let from = std::mem::replace(&mut moved.name, to.clone());
    catalog.sequences.remove(&from.key());
    catalog.sequences.insert(to.key(), moved);
    column::change_default(catalog, &from, &to);
    rename::relation(catalog, &from, &to);
    Ok(())
}
