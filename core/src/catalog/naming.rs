//! How a database names what a migration leaves unnamed.

use std::collections::BTreeSet;

use super::called::called;
use super::{
    Catalog, Constraint, ConstraintKind, DomainRule, Index, Objects, Role, Sequence, Table, Type,
    View,
};
use crate::name::Name;

/// Whose rules of naming apply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Naming {
    /// `users_email_key`: table, columns, kind. One name for one thing in a schema.
    #[default]
    BySchema,
    /// `email`, `users_ibfk_1`: index names belong to their table.
    ByTable,
    /// Constraints without a name stay without one.
    Never,
}

impl Naming {
    /// Whether a view holds what it reads. MySQL lets that go, and refuses those who then read the
    /// view.
    pub fn views_hold(self) -> bool {
        self != Self::ByTable
    }

    /// Whether a primary key forbids null in its columns: in SQLite alone it does not.
    pub fn key_forbids_null(self) -> bool {
        self != Self::Never
    }
}

/// The longest name that PostgreSQL keeps, in bytes (`NAMEDATALEN - 1`).
const MAX_NAME: usize = 63;

/// `users_email_key`, with table and columns cut so that the whole fits.
///
/// This is PostgreSQL's `makeObjectName`: the longer of the two parts loses a byte until both
/// fit, and a character is never cut in two.
pub fn object_name(table: &str, columns: Option<&str>, label: &str) -> String {
    let second = columns.unwrap_or_default();
    let overhead = label.len() + 1 + usize::from(columns.is_some());
    let room = MAX_NAME.saturating_sub(overhead);
    let (mut first_len, mut second_len) = (table.len(), second.len());
    while first_len + second_len > room {
        if first_len > second_len {
            first_len -= 1;
        } else {
            second_len -= 1;
        }
    }
    let mut name = clipped(table, first_len).to_owned();
    if columns.is_some() {
        name.push('_');
        name += clipped(second, second_len);
    }
    name.push('_');
    name + label
}

/// At most so many bytes of a text, never half a character.
fn clipped(text: &str, mut length: usize) -> &str {
    loop {
        if let Some(part) = text.get(..length) {
            return part;
        }
        length = length.saturating_sub(1);
    }
}

/// The names that are in use in one schema: those of a catalog, and those that are taken after.
#[derive(Clone, Debug, Default)]
pub struct TakenNames {
    /// What the names are looked for in; a name in it has the schema's own.
    schema: Name,
    tables: Objects<Name, Table>,
    views: Objects<Name, View>,
    sequences: Objects<Name, Sequence>,
    types: Objects<Name, Type>,
    /// Tables, views, sequences and indexes share one space of names.
    relations: BTreeSet<String>,
    constraints: BTreeSet<String>,
    /// The name of an index that went after the copy was taken.
    freed: Option<String>,
}

impl TakenNames {
    /// What is taken in `schema`, an unsaid schema being the default one.
    pub fn of(catalog: &Catalog, schema: Option<&str>) -> Self {
        Self {
            schema: Name::new(schema, ""),
            tables: catalog.tables.clone(),
            views: catalog.views.clone(),
            sequences: catalog.sequences.clone(),
            types: catalog.types.clone(),
            ..Self::default()
        }
    }

    /// Whether a table, view, sequence or index has this name.
    pub fn has_relation(&self, name: &str) -> bool {
        let key = self.schema.renamed(name);
        if self.relations.contains(name) {
            return true;
        }
        self.freed.as_deref() != Some(name)
            && (self.tables.contains_key(&key)
                || self.views.contains_key(&key)
                || self.sequences.contains_key(&key)
                || self.tables.mentioning(Role::Index, &key).next().is_some()
                || self.views.mentioning(Role::Index, &key).next().is_some())
    }

    /// Whether some table or domain has a constraint of this name.
    pub fn has_constraint(&self, name: &str) -> bool {
        let key = self.schema.renamed(name);
        self.constraints.contains(name)
            || self.tables.mentioning(Role::Constraint, &key).next().is_some()
            || self.types.mentioning(Role::Constraint, &key).next().is_some()
    }

    pub fn take_relation(&mut self, name: impl Into<String>) {
        self.relations.insert(name.into());
    }

    /// Gives the name of an index back.
    pub fn free_index(&mut self, name: String) {
        self.relations.remove(&name);
        self.freed = Some(name);
    }

    pub fn take_constraint(&mut self, name: impl Into<String>) {
        self.constraints.insert(name.into());
    }

    /// Takes the name of a constraint, and of the index behind it.
    pub fn add_constraint(&mut self, constraint: &Constraint) {
        let Some(name) = &constraint.name else { return };
        self.take_constraint(&**name);
        if constraint.kind.has_index() {
            self.take_relation(&**name);
        }
    }

    /// The name PostgreSQL picks for a constraint of this table.
    pub fn constraint(&self, table: &str, kind: &ConstraintKind, columns: &[String]) -> String {
        let keys = || joined(&numbered(columns.iter().cloned()));
        match kind {
            ConstraintKind::PrimaryKey { .. } => self.free(table, None, "pkey"),
            ConstraintKind::Unique { .. } => self.free(table, Some(&keys()), "key"),
            ConstraintKind::Exclude(_) => self.free(table, Some(&keys()), "excl"),
            ConstraintKind::ForeignKey(_) => {
                self.free_constraint(table, Some(&joined(columns)), "fkey")
            }
            ConstraintKind::Check(_) => {
                let only = columns.first().filter(|_| columns.len() == 1);
                self.free_constraint(table, only.map(String::as_str), "check")
            }
        }
    }

    /// The name PostgreSQL picks for the constraint that forbids null in a column.
    pub fn not_null(&self, table: &str, column: &str) -> String {
        self.free_constraint(table, Some(column), "not_null")
    }

    /// The name PostgreSQL picks for a constraint of this domain.
    pub fn domain(&self, domain: &str, rule: &DomainRule) -> String {
        let label = match rule {
            DomainRule::NotNull => "not_null",
            DomainRule::Check(_) => "check",
        };
        self.free_constraint(domain, None, label)
    }

    /// The name PostgreSQL picks for an index of this table.
    pub fn index(&self, table: &str, index: &Index) -> String {
        let joined = joined(&key_names(index));
        self.free_relation(table, Some(&joined), "idx")
    }

    /// The name PostgreSQL picks for the sequence of a serial or identity column.
    pub fn sequence(&self, table: &str, column: &str) -> String {
        self.free_relation(table, Some(column), "seq")
    }

    fn free(&self, table: &str, columns: Option<&str>, label: &str) -> String {
        let taken = |it: &str| self.has_relation(it) || self.has_constraint(it);
        first_free(table, columns, label, taken)
    }

    fn free_constraint(&self, table: &str, columns: Option<&str>, label: &str) -> String {
        first_free(table, columns, label, |it| self.has_constraint(it))
    }

    fn free_relation(&self, table: &str, columns: Option<&str>, label: &str) -> String {
        first_free(table, columns, label, |it| self.has_relation(it))
    }
}

/// The first of `…_key`, `…_key1`, `…_key2` that is not taken.
fn first_free(
    table: &str,
    columns: Option<&str>,
    label: &str,
    taken: impl Fn(&str) -> bool,
) -> String {
    let mut name = object_name(table, columns, label);
    let mut pass = 0_u32;
    while taken(&name) {
        pass += 1;
        name = object_name(table, columns, &format!("{label}{pass}"));
    }
    name
}

/// The column names with `_` between them, no more of them than a name can hold.
fn joined(columns: &[String]) -> String {
    let mut res = String::new();
    for column in columns {
        if !res.is_empty() {
            res.push('_');
        }
        res += column;
        if res.len() > MAX_NAME {
            break;
        }
    }
    res
}

/// What PostgreSQL calls the keys of an index: columns, functions, else `expr`.
fn key_names(index: &Index) -> Vec<String> {
    let keys = index.keys.iter().map(|key| match key.is_expression {
        true => expression_name(&key.what),
        false => key.what.clone(),
    });
    numbered(keys.chain(index.include.iter().cloned()))
}

/// What PostgreSQL calls an expression that is the key of an index.
pub fn expression_name(text: &str) -> String {
    called(text).unwrap_or_else(|| "expr".to_owned())
}

/// Names of which a second that is the same gets a number.
fn numbered(bases: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for base in bases {
        let mut name = base.clone();
        let mut pass = 0_u32;
        while names.contains(&name) {
            pass += 1;
            name = format!("{base}{pass}");
        }
        names.push(name);
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::IndexKey;

    #[test]
    fn a_name_that_is_too_long_loses_bytes_of_its_longer_part() {
        let table = "t".repeat(50);
        let column = "c".repeat(30);
        let name = object_name(&table, Some(&column), "fkey");
        assert_eq!(name.len(), 63);
        assert_eq!(name, format!("{}_{}_fkey", "t".repeat(29), "c".repeat(28)));
    }

    #[test]
    fn a_character_is_never_cut_in_two() {
        let name = object_name(&"ä".repeat(40), None, "pkey");
        assert_eq!(name, format!("{}_pkey", "ä".repeat(29)));
    }

    #[test]
    fn a_taken_name_is_numbered() {
        let mut taken = TakenNames::default();
        taken.take_relation("t_a_key");
        let kind = ConstraintKind::Unique {
            columns: vec!["a".to_owned()],
            include: Vec::new(),
            nulls_not_distinct: None,
        };
        assert_eq!(taken.constraint("t", &kind, kind.columns()), "t_a_key1");
    }

    #[test]
    fn an_index_is_named_after_its_columns_and_functions() {
        let key = |what: &str, is_expression| IndexKey {
            what: what.to_owned(),
            is_expression,
            ..IndexKey::default()
        };
        let index = Index {
            keys: vec![key("a", false), key("lower(b)", true), key("(a + 1)", true)],
            include: vec!["a".to_owned()],
            ..Index::default()
        };
        assert_eq!(TakenNames::default().index("t", &index), "t_a_lower_expr_a1_idx");
    }
}
