//! Constraints, as `pg_constraint` and as the information schema tell them.

use std::sync::Arc;

use super::relations::flag;
use super::source::UNKNOWN;
use super::tables::{DEFAULT, placed};
use super::words;
use crate::catalog::{
    Catalog, Constraint, ConstraintKind, DomainConstraint, DomainRule, ForeignKey, Table, Trigger,
    mentions,
};
use crate::name::Name;

/// `information_schema.table_constraints`: table, name, kind and schema of each.
pub(super) fn of_tables(catalog: &Catalog) -> Vec<Vec<String>> {
    let of = |(name, table): (&Name, &Arc<Table>)| {
        let schema = name.schema.as_deref().unwrap_or(DEFAULT);
        let constraints = table.constraints.iter().filter_map(|it| {
            let kind = match &it.kind {
                ConstraintKind::PrimaryKey { .. } => "PRIMARY KEY",
                ConstraintKind::Unique { .. } => "UNIQUE",
                ConstraintKind::ForeignKey(_) => "FOREIGN KEY",
                ConstraintKind::Check(_) => "CHECK",
                ConstraintKind::Exclude(_) => return None,
            };
            Some(placed(name, &[it.name.as_deref().unwrap_or(UNKNOWN), kind, schema]))
        });
        let forbidding = forbidding(catalog, table).map(|it| placed(name, &[it, "CHECK", schema]));
        constraints.chain(forbidding).collect::<Vec<_>>()
    };
    catalog.tables.iter().flat_map(of).collect()
}

/// What the information schema calls each constraint that forbids null.
fn forbidding<'t>(catalog: &Catalog, table: &'t Table) -> impl Iterator<Item = &'t str> {
    // Before version 18 the name is one of numbers.
    let has_names = catalog.server.has(18);
    table.columns.iter().filter(|it| !it.nullable).map(move |it| {
        let own = it.not_null.as_ref().and_then(|it| it.name.as_deref());
        if has_names { own.unwrap_or(UNKNOWN) } else { OF_NUMBERS }
    })
}

/// Stands for the names that the information schema gives to what forbids null.
const OF_NUMBERS: &str = "0_0_0_not_null";

/// `pg_constraint`: schema, table, name, kind, the table that is referred to, and whether all rows
/// are known to keep it.
pub(super) fn numbered(catalog: &Catalog) -> Vec<Vec<String>> {
    let of_tables = of_all_tables(catalog).into_iter().map(|it| {
        let other = it.key.map_or(String::new(), |it| it.table.key().to_string());
        let schema = it.table.schema.as_deref().unwrap_or(DEFAULT);
        let [on_delete, on_update] = it.actions();
        let deferrable = flag(it.deferrable);
        let flags = [it.flag(), on_delete, on_update, deferrable];
        let rest = [&[it.name, it.kind, &*other], &flags[..], &[&*it.words]].concat();
        let rest = rest.into_iter().map(str::to_owned).collect();
        [vec![schema.to_owned(), it.table.to_string()], rest].concat()
    });
    let of_domains = catalog.types.iter().flat_map(|(name, ty)| {
        let row = |it: &DomainConstraint| {
            let kind = if it.rule == DomainRule::NotNull { "n" } else { "c" };
            let flag = if it.validated { "t" } else { "f" };
            let own = it.name.as_deref().unwrap_or(UNKNOWN);
            let schema = name.schema.as_deref().unwrap_or(DEFAULT);
            let words = words::of_domain(it);
            [schema, "", own, kind, "", flag, " ", " ", "f", &words].map(str::to_owned).to_vec()
        };
        // Since version 17 a constraint keeps null out of a domain.
        let is_kept =
            |it: &&DomainConstraint| it.rule != DomainRule::NotNull || catalog.server.has(17);
        ty.constraints().iter().filter(is_kept).map(row).collect::<Vec<_>>()
    });
    let triggers = catalog.tables.iter().flat_map(|(name, table)| {
        let is_constraint = |it: &&Trigger| mentions(&it.definition, "constraint");
        let schema = name.schema.as_deref().unwrap_or(DEFAULT);
        let row = |it: &Trigger| {
            let deferrable = flag(mentions(&it.definition, "deferrable"));
            let table = name.to_string();
            let own = [schema, &table, &it.name, "t", "", "t", " ", " ", deferrable, UNKNOWN];
            own.map(str::to_owned).to_vec()
        };
        table.triggers.iter().filter(is_constraint).map(row).collect::<Vec<_>>()
    });
    of_tables.chain(of_domains).chain(triggers).collect()
}

/// `pg_constraint` with `pg_class`: schema and name of the table, name, kind, and whether all rows
/// are known to keep it.
pub(super) fn of_relations(catalog: &Catalog) -> Vec<Vec<String>> {
    let rows = of_all_tables(catalog).into_iter();
    rows.map(|it| placed(it.table, &[it.name, it.kind, it.flag()])).collect()
}

/// A row of `pg_constraint` that is a table's.
struct Row<'c> {
    table: &'c Name,
    name: &'c str,
    kind: &'static str,
    key: Option<&'c ForeignKey>,
    validated: bool,
    deferrable: bool,
    /// The names and texts in its definition.
    words: String,
}

impl Row<'_> {
    fn flag(&self) -> &'static str {
        flag(self.validated)
    }

    /// What becomes of rows that refer to those that are deleted, or updated.
    fn actions(&self) -> [&'static str; 2] {
        let letter = |it: &Option<String>| action(it.as_deref()).1;
        self.key.map_or([" "; 2], |it| [letter(&it.on_delete), letter(&it.on_update)])
    }
}

/// The constraints of all tables, with what forbids null where the server keeps that as one.
fn of_all_tables(catalog: &Catalog) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for (table, it) in &catalog.tables {
        rows.extend(it.constraints.iter().map(|it| row(table, it)));
        let columns = it.columns.iter().filter(|it| !it.nullable && catalog.server.has(18));
        rows.extend(columns.map(|it| {
            let own = it.not_null.as_ref();
            let name = own.and_then(|it| it.name.as_deref()).unwrap_or(UNKNOWN);
            let validated = own.is_none_or(|it| it.validated);
            let words = it.name.clone();
            Row { table, name, kind: "n", key: None, validated, deferrable: false, words }
        }));
    }
    rows
}

fn row<'c>(table: &'c Name, constraint: &'c Constraint) -> Row<'c> {
    let (kind, key) = match &constraint.kind {
        ConstraintKind::PrimaryKey { .. } => ("p", None),
        ConstraintKind::Unique { .. } => ("u", None),
        ConstraintKind::ForeignKey(key) => ("f", Some(key)),
        ConstraintKind::Check(_) => ("c", None),
        ConstraintKind::Exclude(_) => ("x", None),
    };
    let name = constraint.name.as_deref().unwrap_or(UNKNOWN);
    let validated = constraint.validated && constraint.enforced;
    let deferrable = constraint.deferrable == Some(true);
    Row { table, name, kind, key, validated, deferrable, words: words::of_constraint(constraint) }
}

/// What the information schema and `pg_constraint` call an action of a foreign key.
fn action(written: Option<&str>) -> (&'static str, &'static str) {
    let written = written.unwrap_or_default().to_ascii_uppercase();
    let words: Vec<&str> = written.split_whitespace().collect();
    match words.as_slice() {
        ["CASCADE", ..] => ("CASCADE", "c"),
        ["RESTRICT", ..] => ("RESTRICT", "r"),
        ["SET", "NULL", ..] => ("SET NULL", "n"),
        ["SET", "DEFAULT", ..] => ("SET DEFAULT", "d"),
        _ => ("NO ACTION", "a"),
    }
}

/// `information_schema.check_constraints`: schema, name and words of each, with those of domains and
/// what forbids null.
pub(super) fn checks(catalog: &Catalog) -> Vec<Vec<String>> {
    let of_table = |(name, table): (&Name, &Arc<Table>)| {
        let schema = name.schema.as_deref().unwrap_or(DEFAULT);
        let is_check = |it: &&Constraint| matches!(it.kind, ConstraintKind::Check(_));
        let checks = table.constraints.iter().filter(is_check).map(|it| {
            let own = it.name.as_deref().unwrap_or(UNKNOWN);
            [schema, own, &words::of_constraint(it)].map(str::to_owned).to_vec()
        });
        let forbidding = forbidding(catalog, table);
        let forbidding = forbidding.map(|it| [schema, it, UNKNOWN].map(str::to_owned).to_vec());
        checks.chain(forbidding).collect::<Vec<_>>()
    };
    let of_domains = catalog.types.iter().flat_map(|(of, ty)| {
        let checks = ty.constraints().iter().filter(|it| it.condition().is_some());
        let schema = of.schema.as_deref().unwrap_or(DEFAULT);
        let row = |it: &DomainConstraint| {
            let own = it.name.as_deref().unwrap_or(UNKNOWN);
            [schema, own, &words::of_domain(it)].map(str::to_owned).to_vec()
        };
        checks.map(row).collect::<Vec<_>>()
    });
    catalog.tables.iter().flat_map(of_table).chain(of_domains).collect()
}

/// `information_schema.referential_constraints`: schema, name and both actions of each foreign key.
pub(super) fn references(catalog: &Catalog) -> Vec<Vec<String>> {
    let row = |it: Row<'_>| {
        let key = it.key?;
        let schema = it.table.schema.as_deref().unwrap_or(DEFAULT);
        let actions = [&key.on_delete, &key.on_update].map(|it| action(it.as_deref()).0);
        Some([[schema, it.name], actions].concat().into_iter().map(str::to_owned).collect())
    };
    of_all_tables(catalog).into_iter().filter_map(row).collect()
}

/// `information_schema.table_constraints` with `key_column_usage`: schema and name of the table,
/// name, kind and a column of each key.
pub(super) fn keys(catalog: &Catalog) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (name, table) in &catalog.tables {
        for constraint in &table.constraints {
            let kind = match &constraint.kind {
                ConstraintKind::PrimaryKey { .. } => "PRIMARY KEY",
                ConstraintKind::Unique { .. } => "UNIQUE",
                ConstraintKind::ForeignKey(_) => "FOREIGN KEY",
                ConstraintKind::Check(_) | ConstraintKind::Exclude(_) => continue,
            };
            let own = constraint.name.as_deref().unwrap_or(UNKNOWN);
            let columns = constraint.kind.columns().iter();
            rows.extend(columns.map(|it| placed(name, &[own, kind, it])));
        }
    }
    rows
}

/// `information_schema.constraint_column_usage`: the columns that constraints are about; those of a
/// foreign key are the columns that it refers to.
pub(super) fn columns_used(catalog: &Catalog) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (name, table) in &catalog.tables {
        let schema = name.schema.as_deref().unwrap_or(DEFAULT);
        for constraint in &table.constraints {
            let own = constraint.name.as_deref().unwrap_or(UNKNOWN);
            let mut push =
                |of: &Name, column: &str| rows.push(placed(&of.key(), &[column, schema, own]));
            match &constraint.kind {
                // Which columns those are is the server's to find where none are said.
                ConstraintKind::ForeignKey(key) if key.referred.is_empty() => {
                    push(&key.table, UNKNOWN);
                }
                ConstraintKind::ForeignKey(key) => {
                    key.referred.iter().for_each(|it| push(&key.table, it));
                }
                ConstraintKind::Check(check) => {
                    let said =
                        table.columns.iter().filter(|it| mentions(&check.condition, &it.name));
                    said.for_each(|it| push(name, &it.name));
                }
                ConstraintKind::Exclude(_) => {}
                keys => keys.columns().iter().for_each(|it| push(name, it)),
            }
        }
    }
    rows
}

/// `information_schema.key_column_usage`: the columns of primary, unique and foreign keys.
pub(super) fn columns_of_keys(catalog: &Catalog) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (name, table) in &catalog.tables {
        let schema = name.schema.as_deref().unwrap_or(DEFAULT);
        for constraint in &table.constraints {
            let own = constraint.name.as_deref().unwrap_or(UNKNOWN);
            let columns = constraint.kind.columns().iter();
            rows.extend(columns.map(|it| placed(name, &[it, schema, own])));
        }
    }
    rows
}
