//! `CREATE VIEW` and `CREATE MATERIALIZED VIEW`.

use super::alter_view::forget_options;
use super::{DropView, Op, Operation, problem, replacing};
use crate::catalog::{Catalog, ObjectRef, View};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;

#[derive(Clone, Debug, PartialEq)]
pub struct CreateView {
    pub view: View,
    pub replace: bool,
    pub if_not_exists: bool,
}

impl Op for CreateView {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let key = self.view.name.key();
        for name in &self.view.reads {
            let is_sequence = catalog.sequences.contains_key(&name.key());
            if !is_sequence && !catalog.has(&ObjectRef::Table(name.clone())) {
                return Err(problem::unknown_table(name));
            }
        }
        if self.view.materialized && self.view.reads.iter().any(|it| it.is_in("pg_temp")) {
            let why = "a materialized view reads no temporary tables";
            return Err(problem::not_supported(why));
        }
        let mut view = self.view.clone();
        view.definition = expanded(catalog, &self.view);
        match (catalog.views.get(&key), catalog.relation(&key)) {
            (Some(there), _) if self.replace && !there.materialized => {
                fits(there, &self.view)?;
                view.comment.clone_from(&there.comment);
                view.privileges.clone_from(&there.privileges);
                view.triggers.clone_from(&there.triggers);
                forget_options(catalog, &key);
            }
            (_, Some(_)) if self.if_not_exists => return Ok(()),
            (_, Some(other)) => {
                return Err(problem::duplicate("duplicate-view", other.word(), &key));
            }
            (_, None) if catalog.types.get(&key).is_some_and(|it| !it.assumed) => {
                return Err(problem::duplicate("duplicate-type", "type", &key));
            }
            (_, None) => {}
        }
        catalog.views.insert(key, view);
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let key = self.view.name.key();
        if let Some(there) = before.views.get(&key) {
            let view = (**there).clone();
            let drops_columns = !self.replace;
            return (!drops_columns)
                .then(|| Self { view, replace: true, if_not_exists: false }.into());
        }
        let drop = DropView {
            name: self.view.name.clone(),
            materialized: self.view.materialized,
            if_exists: false,
            cascade: false,
        };
        Some(drop.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let mut statements = vec![replacing(&self.view.definition, self.replace)];
        for index in &self.view.indexes {
            statements.push(dialect.create_index(&self.view.name, index, &[])?);
        }
        Ok(statements)
    }

    fn describe(&self) -> String {
        let word = if self.view.materialized { "materialized view" } else { "view" };
        let verb = if self.replace { "create or replace" } else { "create" };
        format!("{verb} {word} `{}`", self.view.name)
    }

    fn needs(&self) -> Vec<ObjectRef> {
        let schema = self.view.name.key().schema.map(ObjectRef::Schema);
        let reads = self.view.reads.iter().cloned().map(ObjectRef::Table);
        schema.into_iter().chain(reads).collect()
    }

    fn makes_objects(&self) -> bool {
        true
    }
}

/// A view keeps its columns when it is replaced; more may come behind them.
fn fits(there: &View, new: &View) -> Result<(), Problem> {
    let (Some(old), Some(columns)) = (&there.columns, &new.columns) else { return Ok(()) };
    for (at, (name, ty)) in old.iter().enumerate() {
        let refuse = |why: String| Err(problem::view_differs(&new.name, &why));
        match (columns.get(at), ty) {
            (None, _) => return refuse(format!("column `{name}` is gone")),
            (Some((other, _)), _) if other != name => {
                return refuse(format!("column `{name}` is now `{other}`"));
            }
            (Some((_, Some(other))), Some(ty)) if ty.canonical() != other.canonical() => {
                return refuse(format!("column `{name}` is now {}", other.canonical()));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The view with the columns in place of `SELECT *` from one table: a view keeps the columns
/// that the table had when it was made.
fn expanded(catalog: &Catalog, view: &View) -> String {
    let definition = &view.definition;
    let [table] = view.reads.as_slice() else { return definition.clone() };
    let Some(table) = catalog.table(table).filter(|it| !it.assumed) else {
        return definition.clone();
    };
    let lower = definition.to_ascii_lowercase();
    let Some(at) = lower.find("select *") else { return definition.clone() };
    let (before, after) =
        definition.split_at_checked(at + "select ".len()).unwrap_or((definition, ""));
    let names: Vec<_> = table.columns.iter().map(|it| it.name.clone()).collect();
    let columns = crate::dialect::POSTGRESQL.quote_list(&names);
    format!("{before}{columns}{}", after.strip_prefix('*').unwrap_or(after))
}
