//! `COMMENT ON`, and `op.create_table_comment`.

use super::rules::{comment, domain};
use super::{Op, Operation, find_mut, problem};
use crate::catalog::{Catalog, Index, ObjectRef, Table, TypeKind};
use crate::diagnostic::Problem;
use crate::dialect::{Comments, Dialect};

#[derive(Clone, Debug, PartialEq)]
pub struct SetComment {
    pub on: ObjectRef,
    pub comment: Option<String>,
}

impl Op for SetComment {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        // An empty comment is none.
        let comment = self.comment.clone().filter(|it| !it.is_empty());
        if matches!(self.on, ObjectRef::Schema(_) | ObjectRef::Extension(_)) {
            if !catalog.has(&self.on) && self.on != ObjectRef::Extension("plpgsql".to_owned()) {
                return Err(problem::unknown_object(&self.on));
            }
            // The one that is there from the start has a comment of its own until it is taken away.
            let is_first = self.on == ObjectRef::Schema("public".to_owned());
            match comment.or_else(|| is_first.then(String::new)) {
                Some(comment) => catalog.comments.insert(self.on.clone(), comment),
                None => catalog.comments.remove(&self.on),
            };
            return Ok(());
        }
        if self.is_kept_apart(catalog) {
            match comment {
                Some(comment) => catalog.comments.insert(self.on.clone(), comment),
                None => catalog.comments.remove(&self.on),
            };
            return Ok(());
        }
        let is_part = matches!(
            &self.on,
            ObjectRef::Column(table, _) | ObjectRef::Constraint(table, _)
            if catalog.table(table).is_some_and(|it| it.assumed)
        );
        match visit(catalog, &self.on, |it| *it = comment) {
            None if !is_part => Err(self.missing(catalog)),
            _ => Ok(()),
        }
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let mut before = before.clone();
        let comment = match &self.on {
            ObjectRef::Schema(_) | ObjectRef::Extension(_) => before.comments.remove(&self.on),
            on => visit(&mut before, on, Option::take)?,
        };
        Some(Self { on: self.on.clone(), comment }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let statement = match (dialect.comments, &self.on) {
            (Comments::Statements | Comments::None, _) => {
                let comment = self.comment.as_ref();
                let comment = comment.map_or("NULL".to_owned(), |it| dialect.literal(it));
                format!("COMMENT ON {} IS {comment}", object(&self.on, dialect))
            }
            (Comments::Inline, ObjectRef::Table(table)) => {
                let comment = dialect.literal(self.comment.as_deref().unwrap_or_default());
                format!("ALTER TABLE {} COMMENT {comment}", dialect.quote(table))
            }
            (Comments::Inline, _) => {
                return Err(problem::not_in_dialect("`COMMENT ON`", dialect.name));
            }
        };
        Ok(vec![statement])
    }

    fn refusal(&self, dialect: &Dialect) -> Option<Problem> {
        let has_none = dialect.comments == Comments::None;
        has_none.then(|| problem::not_in_dialect("`COMMENT ON`", dialect.name))
    }

    fn describe(&self) -> String {
        let verb = if self.comment.is_some() { "comment on" } else { "drop the comment of" };
        format!("{verb} {}", words(&self.on))
    }

    fn needs(&self) -> Vec<ObjectRef> {
        match &self.on {
            ObjectRef::Table(table)
            | ObjectRef::Column(table, _)
            | ObjectRef::Constraint(table, _)
            | ObjectRef::Trigger(table, _)
            | ObjectRef::Policy(table, _) => vec![ObjectRef::Table(table.clone())],
            ObjectRef::Type(name) | ObjectRef::DomainConstraint(name, _) => {
                vec![ObjectRef::Type(name.clone())]
            }
            _ => Vec::new(),
        }
    }
}

impl SetComment {
    /// The indexes of constraints, columns of what is no table and the types of rows have no place
    /// for a comment.
    fn is_kept_apart(&self, catalog: &Catalog) -> bool {
        match &self.on {
            ObjectRef::Column(owner, column) => comment::is_kept_apart(catalog, owner, column),
            // That of a table's rows.
            ObjectRef::Type(name) => catalog.has_row_type(name),
            ObjectRef::Index(name) => {
                let owner = catalog.index_owner(name);
                let table = owner.and_then(|it| catalog.table(&it));
                table.is_some_and(|it| it.index(&name.name).is_none())
            }
            _ => false,
        }
    }

    /// Why there is nothing to comment on.
    fn missing(&self, catalog: &mut Catalog) -> Problem {
        if let ObjectRef::Column(owner, column) = &self.on
            && (catalog.views.contains_key(&owner.key()) || catalog.type_named(owner).is_some())
        {
            return problem::unknown_column(owner, column);
        }
        let relation = match &self.on {
            ObjectRef::View(name) => Some((name, "view")),
            ObjectRef::Sequence(name) => Some((name, "sequence")),
            ObjectRef::Index(name) => Some((name, "index")),
            _ => None,
        };
        if let Some((name, wanted)) = relation
            && let Some(other) = catalog.relation(name)
        {
            return problem::wrong_kind(name, other.word(), wanted);
        }
        if let ObjectRef::DomainConstraint(domain, _) = &self.on
            && let Some(is) = domain::not_one(catalog, domain)
        {
            return problem::wrong_kind(domain, is, "domain");
        }
        if let ObjectRef::Column(table, _) | ObjectRef::Constraint(table, _) = &self.on
            && let Err(problem) = find_mut(catalog, table)
        {
            return problem;
        }
        problem::unknown_object(&self.on)
    }
}

/// Visits the comment of an object where it is kept.
fn visit<R>(
    catalog: &mut Catalog,
    on: &ObjectRef,
    visit: impl FnOnce(&mut Option<String>) -> R,
) -> Option<R> {
    let found = match on {
        ObjectRef::Schema(_)
        | ObjectRef::Extension(_)
        | ObjectRef::Role(_)
        | ObjectRef::ConstraintLike { .. } => {
            return None;
        }
        ObjectRef::Table(name) => visit(&mut catalog.table_mut(name)?.comment),
        ObjectRef::Column(table, column) => {
            visit(&mut catalog.table_mut(table)?.column_mut(column)?.comment)
        }
        ObjectRef::Constraint(table, name) => {
            let mut table = catalog.table_mut(table)?;
            let Table { columns, constraints, .. } = &mut *table;
            let mut not_null = columns.iter_mut().filter_map(|it| it.not_null.as_mut());
            if let Some(it) = not_null.find(|it| it.name.as_ref() == Some(name)) {
                return Some(visit(&mut it.comment));
            }
            let mut constraints = constraints.iter_mut();
            visit(&mut constraints.find(|it| it.name.as_ref() == Some(name))?.comment)
        }
        ObjectRef::DomainConstraint(domain, name) => {
            let mut ty = catalog.types.get_mut(&domain.key())?;
            let TypeKind::Domain { constraints, .. } = &mut ty.kind else { return None };
            let mut constraints = constraints.iter_mut();
            visit(&mut constraints.find(|it| it.name.as_ref() == Some(name))?.comment)
        }
        ObjectRef::Index(name) => {
            let owner = catalog.index_owner(name)?;
            let is_it = |it: &&mut Index| it.name.as_ref() == Some(&name.name);
            if catalog.views.contains_key(&owner) {
                let mut view = catalog.views.get_mut(&owner)?;
                return Some(visit(&mut view.indexes.iter_mut().find(is_it)?.comment));
            }
            visit(&mut catalog.table_mut(&owner)?.indexes.iter_mut().find(is_it)?.comment)
        }
        ObjectRef::Trigger(table, name) => {
            let mut table = catalog.table_mut(table)?;
            visit(&mut table.triggers.iter_mut().find(|it| it.name == *name)?.comment)
        }
        ObjectRef::Policy(table, name) => {
            let mut table = catalog.table_mut(table)?;
            visit(&mut table.policies.iter_mut().find(|it| it.name == *name)?.comment)
        }
        ObjectRef::Type(name) => visit(&mut catalog.types.get_mut(&name.key())?.comment),
        ObjectRef::Sequence(name) => visit(&mut catalog.sequences.get_mut(&name.key())?.comment),
        ObjectRef::View(name) => visit(&mut catalog.views.get_mut(&name.key())?.comment),
        ObjectRef::Function(key) => {
            let mut key = key.clone();
            key.name = key.name.key();
            // Without its arguments, the name means the only one that is called so.
            if !catalog.functions.contains_key(&key) && key.arguments.is_empty() {
                let mut same = catalog.functions.keys().filter(|it| it.name == key.name);
                key = same.next().filter(|_| same.next().is_none())?.clone();
            }
            visit(&mut catalog.functions.get_mut(&key)?.comment)
        }
    };
    Some(found)
}

/// The object as `COMMENT ON` names it.
fn object(on: &ObjectRef, dialect: &Dialect) -> String {
    let part = |word: &str, table: &crate::name::Name, name: &str| {
        format!("{word} {} ON {}", dialect.quote_name(name), dialect.quote(table))
    };
    match on {
        ObjectRef::Schema(name) => format!("SCHEMA {}", dialect.quote_name(name)),
        ObjectRef::Extension(name) => format!("EXTENSION {}", dialect.quote_name(name)),
        ObjectRef::Role(name) => format!("ROLE {name}"),
        ObjectRef::Table(name) => format!("TABLE {}", dialect.quote(name)),
        ObjectRef::Column(table, column) => {
            format!("COLUMN {}.{}", dialect.quote(table), dialect.quote_name(column))
        }
        ObjectRef::Constraint(table, name) => part("CONSTRAINT", table, name),
        ObjectRef::DomainConstraint(domain, name) => {
            format!("CONSTRAINT {} ON DOMAIN {}", dialect.quote_name(name), dialect.quote(domain))
        }
        ObjectRef::ConstraintLike { name, .. } => {
            format!("CONSTRAINT {}", dialect.quote_name(name))
        }
        ObjectRef::Index(name) => format!("INDEX {}", dialect.quote(name)),
        ObjectRef::Trigger(table, name) => part("TRIGGER", table, name),
        ObjectRef::Policy(table, name) => part("POLICY", table, name),
        ObjectRef::Type(name) => format!("TYPE {}", dialect.quote(name)),
        ObjectRef::Sequence(name) => format!("SEQUENCE {}", dialect.quote(name)),
        ObjectRef::View(name) => format!("VIEW {}", dialect.quote(name)),
        ObjectRef::Function(key) => {
            format!("FUNCTION {}({})", dialect.quote(&key.name), key.arguments.join(", "))
        }
    }
}

/// The object as people say it.
pub(super) fn words(on: &ObjectRef) -> String {
    match on {
        ObjectRef::Schema(name) => format!("schema `{name}`"),
        ObjectRef::Extension(name) => format!("extension `{name}`"),
        ObjectRef::Role(name) => format!("role `{}`", name.trim_matches('"')),
        ObjectRef::Table(name) => format!("table `{name}`"),
        ObjectRef::Column(table, name) => format!("column `{name}` of `{table}`"),
        ObjectRef::Constraint(owner, name) | ObjectRef::DomainConstraint(owner, name) => {
            format!("constraint `{name}` of `{owner}`")
        }
        ObjectRef::ConstraintLike { name, kind, .. } => {
            format!("{} `{name}`", kind.unwrap_or("constraint"))
        }
        ObjectRef::Index(name) => format!("index `{name}`"),
        ObjectRef::Trigger(table, name) => format!("trigger `{name}` of `{table}`"),
        ObjectRef::Policy(table, name) => format!("policy `{name}` of `{table}`"),
        ObjectRef::Type(name) => format!("type `{name}`"),
        ObjectRef::Sequence(name) => format!("sequence `{name}`"),
        ObjectRef::View(name) => format!("view `{name}`"),
        ObjectRef::Function(key) => format!("function `{}`", key.name),
    }
}
