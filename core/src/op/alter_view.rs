//! `ALTER VIEW` and `ALTER MATERIALIZED VIEW`: a new name, another schema.

use std::sync::Arc;

use super::rules::{body, comment, policy, relation, rename, view};
use super::{AlterColumn, Op, Operation, if_exists, problem};
use crate::catalog::{Catalog, ObjectRef, Opaque, Query, Relation, View, identifiers};
use crate::diagnostic::Problem;
use crate::dialect::{Dialect, POSTGRESQL};
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AlterView {
    pub name: Name,
    pub materialized: bool,
    pub change: ViewChange,
    pub if_exists: bool,
}

/// One change of a view.
#[derive(Clone, Debug, PartialEq)]
pub enum ViewChange {
    Rename(String),
    Schema(String),
    /// A new name of a column.
    Column {
        from: String,
        to: String,
    },
    /// `OWNER TO x`, `SET (security_barrier)`, as written.
    Option(String),
}

impl Op for AlterView {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        // A column gets its name whatever it is of.
        if let ViewChange::Column { from, to } = &self.change
            && let Some(Relation::Table) = catalog.relation(&self.name)
        {
            return AlterColumn::renaming(&self.name, from, to).apply(catalog);
        }
        let Some(view) = catalog.views.get(&self.name.key()) else {
            let wanted = if self.materialized { "materialized view" } else { "view" };
            relation::of_other_kind(catalog, &self.name, wanted)?;
            if self.if_exists {
                return Ok(());
            }
            return Err(problem::unknown_object(&ObjectRef::View(self.name.clone())));
        };
        let is_of_any = matches!(self.change, ViewChange::Column { .. });
        if view.materialized != self.materialized && !is_of_any {
            let word = |it: bool| if it { "materialized view" } else { "view" };
            let (is, wanted) = (word(view.materialized), word(self.materialized));
            return Err(problem::wrong_kind(&self.name, is, wanted));
        }
        let to = match &self.change {
            ViewChange::Rename(to) => self.name.renamed(&**to),
            ViewChange::Schema(to) if self.name.is_in(to) => return Ok(()),
            ViewChange::Schema(to) => Name::new(Some(&**to), &*self.name.name),
            ViewChange::Column { from, to } => {
                return rename_column(catalog, &self.name.key(), from, to);
            }
            ViewChange::Option(option) => {
                self.check_column(catalog, option)?;
                self.keep(catalog, option);
                return Ok(());
            }
        };
        if catalog.relation(&to).is_some() {
            return Err(problem::duplicate("duplicate-relation", "relation", &to));
        }
        view::rename(catalog, &self.name, &to);
        rename::relation(catalog, &self.name, &to);
        Ok(())
    }

    fn needs(&self) -> Vec<ObjectRef> {
        match &self.change {
            ViewChange::Schema(to) => vec![ObjectRef::Schema(to.clone())],
            _ => Vec::new(),
        }
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        before.views.get(&self.name.key())?;
        let (name, change) = match &self.change {
            ViewChange::Rename(to) => {
                (self.name.renamed(&**to), ViewChange::Rename(self.name.name.clone()))
            }
            ViewChange::Schema(to) => {
                let schema = self.name.schema.clone().unwrap_or_else(|| "public".to_owned());
                (Name::new(Some(&**to), &*self.name.name), ViewChange::Schema(schema))
            }
            ViewChange::Column { from, to } => {
                (self.name.clone(), ViewChange::Column { from: to.clone(), to: from.clone() })
            }
            ViewChange::Option(_) => return None,
        };
        Some(Self { name, materialized: self.materialized, change, if_exists: false }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let change = match &self.change {
            ViewChange::Rename(to) => format!("RENAME TO {}", dialect.quote_name(to)),
            ViewChange::Schema(to) => format!("SET SCHEMA {}", dialect.quote_name(to)),
            ViewChange::Column { from, to } => {
                let (from, to) = (dialect.quote_name(from), dialect.quote_name(to));
                format!("RENAME COLUMN {from} TO {to}")
            }
            ViewChange::Option(option) => option.clone(),
        };
        let word = if self.materialized { "MATERIALIZED VIEW" } else { "VIEW" };
        let name = dialect.quote(&self.name);
        Ok(vec![format!("ALTER {word} {}{name} {change}", if_exists(self.if_exists))])
    }

    fn describe(&self) -> String {
        let name = &self.name;
        match &self.change {
            ViewChange::Rename(to) => format!("rename view `{name}` to `{to}`"),
            ViewChange::Schema(to) => format!("move view `{name}` to schema `{to}`"),
            ViewChange::Column { from, to } => {
                format!("rename column `{from}` of view `{name}` to `{to}`")
            }
            ViewChange::Option(option) => format!("alter view `{name}`: {option}"),
        }
    }
}

impl AlterView {
    /// `ALTER COLUMN c SET DEFAULT 1` is of a column that is there.
    fn check_column(&self, catalog: &Catalog, option: &str) -> Result<(), Problem> {
        let mut words = identifiers(option);
        if words.next().as_deref() != Some("alter") {
            return Ok(());
        }
        let column = words.find(|it| it != "column").unwrap_or_default();
        let view = catalog.views.get(&self.name.key());
        let columns = view.and_then(|it| it.columns.as_ref());
        match columns.filter(|it| it.iter().all(|(it, _)| *it != column)) {
            Some(_) => Err(problem::unknown_column(&self.name, &column)),
            None => Ok(()),
        }
    }

    /// Keeps what no `CREATE VIEW` of ours says as a statement that comes behind it.
    fn keep(&self, catalog: &mut Catalog, option: &str) {
        let word = if self.materialized { "MATERIALIZED VIEW" } else { "VIEW" };
        let sql = format!("ALTER {word} {} {option}", POSTGRESQL.quote(&self.name));
        let touches = vec![self.name.clone()];
        catalog.opaque.push(Arc::new(Opaque { kind: format!("ALTER {word}"), sql, touches }));
    }
}

/// Forgets the options of a view that is replaced by one with its own; what it says of columns and
/// whose it is stay.
pub(super) fn forget_options(catalog: &mut Catalog, view: &Name) {
    let sets = |it: &str| it.contains(" SET (") || it.contains(" RESET (");
    catalog.opaque.retain(|it| {
        let is_its = it.touches.first().is_some_and(|it| it.key() == view.key());
        !(is_its && it.kind == "ALTER VIEW" && sets(&it.sql.to_ascii_uppercase()))
    });
}

/// Gives a view's column another name, which from then on stands in a list behind the view's.
fn rename_column(catalog: &mut Catalog, name: &Name, from: &str, to: &str) -> Result<(), Problem> {
    let Some(view) = catalog.views.get(name) else { return Ok(()) };
    let mut changed = View::clone(view);
    if let Some(columns) = &mut changed.columns {
        if columns.iter().any(|(it, _)| it == to) {
            return Err(problem::duplicate_in_table("duplicate-column", "column", to, name));
        }
        let column = columns.iter_mut().find(|(it, _)| it == from);
        to.clone_into(&mut column.ok_or_else(|| problem::unknown_column(name, from))?.0);
        let names: Vec<String> = columns.iter().map(|(it, _)| it.clone()).collect();
        changed.definition = Query(&changed.definition).with_own_columns(&names);
    }
    changed.indexes.iter_mut().for_each(|it| rename::in_index(it, name, from, to));
    comment::follow_column(catalog, name, from, to);
    policy::keep(catalog, name, from, to);
    body::column(catalog, name, from, to);
    view::keep(catalog, name, Some(from), to);
    catalog.views.insert(name.clone(), changed);
    Ok(())
}
