//! `ALTER TYPE` and `ALTER DOMAIN`.

use std::sync::Arc;

use super::rules::{comment, dependents, domain, removal, rename};
use super::{Op, Operation, cascade, problem};
use crate::catalog::{
    Catalog, Column, DomainConstraint, ObjectRef, Opaque, SqlType, Type, TypeKind,
};
use crate::diagnostic::Problem;
use crate::dialect::{Dialect, POSTGRESQL};
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct AlterType {
    pub name: Name,
    pub change: TypeChange,
    /// Whether the tables of the type change with it.
    pub cascade: bool,
}

/// One change of a type or domain.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeChange {
    AddValue {
        value: String,
        place: ValuePlace,
        if_not_exists: bool,
    },
    RenameValue {
        from: String,
        to: String,
    },
    Rename(String),
    Schema(String),
    AddAttribute(String, SqlType),
    DropAttribute {
        name: String,
        if_exists: bool,
    },
    RenameAttribute {
        from: String,
        to: String,
    },
    AlterAttribute(String, SqlType),
    SetDefault(Option<String>),
    SetNullable(bool),
    AddConstraint(DomainConstraint),
    DropConstraint {
        name: String,
        if_exists: bool,
    },
    RenameConstraint {
        from: String,
        to: String,
    },
    ValidateConstraint(String),
    /// `OWNER TO x`, as written.
    Option(String),
}

impl TypeChange {
    fn is_of_attribute(&self) -> bool {
        matches!(
            self,
            Self::AddAttribute(..)
                | Self::DropAttribute { .. }
                | Self::RenameAttribute { .. }
                | Self::AlterAttribute(..)
        )
    }
}

/// Where a new label goes among those of an enum.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ValuePlace {
    #[default]
    End,
    Before(String),
    After(String),
}

impl Op for AlterType {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let key = self.name.key();
        let Some(ty) = catalog.types.get(&key) else {
            return Err(problem::unknown("unknown-type", "type", &self.name));
        };
        let mut ty = Type::clone(ty);
        if matches!(&self.change, TypeChange::AlterAttribute(..)) {
            let columns = dependents::of_type(catalog, &key).columns;
            if let Some((table, column)) = columns.first() {
                let what = format!("an attribute of type `{}`", self.name);
                return Err(problem::needed_by(what, &[format!("column `{column}` of `{table}`")]));
            }
        }
        match &self.change {
            TypeChange::Rename(to) => {
                if catalog.server.has(14) {
                    ty.name_multirange();
                }
                return move_to(catalog, ty, self.name.renamed(&**to));
            }
            TypeChange::Schema(schema) if self.name.is_in(schema) => return Ok(()),
            TypeChange::Schema(schema) => {
                let to = Name::new(Some(&**schema), &*self.name.name);
                return move_to(catalog, ty, to);
            }
            TypeChange::Option(option) => {
                self.keep(catalog, option);
                return Ok(());
            }
            change => self.change(&mut ty, change)?,
        }
        self.change_tables(catalog)?;
        domain::settle(catalog, &mut ty)?;
        catalog.types.insert(key, ty);
        if let TypeChange::RenameAttribute { from, to } = &self.change {
            comment::follow_column(catalog, &self.name, from, to);
        }
        comment::forget(catalog);
        if let TypeChange::RenameValue { from, to } = &self.change {
            rename::label(catalog, &self.name, (from, to));
        }
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let was = before.type_named(&self.name)?;
        let (name, change) = match &self.change {
            TypeChange::RenameValue { from, to } => {
                (self.name.clone(), TypeChange::RenameValue { from: to.clone(), to: from.clone() })
            }
            TypeChange::Rename(to) => {
                (self.name.renamed(&**to), TypeChange::Rename(self.name.name.clone()))
            }
            TypeChange::Schema(to) => {
                let schema = self.name.schema.clone().unwrap_or_else(|| "public".to_owned());
                (Name::new(Some(&**to), &*self.name.name), TypeChange::Schema(schema))
            }
            TypeChange::AddAttribute(attribute, _) => (
                self.name.clone(),
                TypeChange::DropAttribute { name: attribute.clone(), if_exists: false },
            ),
            TypeChange::RenameAttribute { from, to } => {
                let change = TypeChange::RenameAttribute { from: to.clone(), to: from.clone() };
                (self.name.clone(), change)
            }
            TypeChange::AlterAttribute(attribute, _) => {
                let TypeKind::Composite(fields) = &was.kind else { return None };
                let (_, ty) = fields.iter().find(|(it, _)| it == attribute)?;
                (self.name.clone(), TypeChange::AlterAttribute(attribute.clone(), ty.clone()))
            }
            TypeChange::SetDefault(_) => {
                let TypeKind::Domain { default, .. } = &was.kind else { return None };
                (self.name.clone(), TypeChange::SetDefault(default.clone()))
            }
            TypeChange::SetNullable(_) => {
                let TypeKind::Domain { constraints, .. } = &was.kind else { return None };
                let nullable = !constraints.iter().any(DomainConstraint::forbids_null);
                (self.name.clone(), TypeChange::SetNullable(nullable))
            }
            TypeChange::AddConstraint(constraint) if constraint.forbids_null() => {
                let nullable = !was.constraints().iter().any(DomainConstraint::forbids_null);
                (self.name.clone(), TypeChange::SetNullable(nullable))
            }
            TypeChange::AddConstraint(constraint) => {
                let name = constraint.name.clone()?;
                (self.name.clone(), TypeChange::DropConstraint { name, if_exists: false })
            }
            TypeChange::RenameConstraint { from, to } => {
                let (from, to) = (to.clone(), from.clone());
                (self.name.clone(), TypeChange::RenameConstraint { from, to })
            }
            TypeChange::DropConstraint { name, .. } => {
                let constraint = domain::constraint(was, name)?;
                (self.name.clone(), TypeChange::AddConstraint(constraint.clone()))
            }
            // A label of an enum stays for good, and an attribute's place is lost.
            TypeChange::AddValue { .. }
            | TypeChange::DropAttribute { .. }
            | TypeChange::ValidateConstraint(_)
            | TypeChange::Option(_) => {
                return None;
            }
        };
        Some(Self { name, change, cascade: self.cascade }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        if !dialect.named_types {
            return Err(problem::not_in_dialect("named types", dialect.name));
        }
        let (word, change) = self.clause(dialect);
        let tail = cascade(self.cascade);
        Ok(vec![format!("ALTER {word} {} {change}{tail}", dialect.quote(&self.name))])
    }

    fn describe(&self) -> String {
        let name = &self.name;
        match &self.change {
            TypeChange::AddValue { value, .. } => format!("add label `{value}` to enum `{name}`"),
            TypeChange::RenameValue { from, to } => {
                format!("rename label `{from}` of enum `{name}` to `{to}`")
            }
            TypeChange::Rename(to) => format!("rename type `{name}` to `{to}`"),
            TypeChange::Schema(to) => format!("move type `{name}` to schema `{to}`"),
            TypeChange::AddAttribute(it, _) => format!("add attribute `{it}` to type `{name}`"),
            TypeChange::DropAttribute { name: it, .. } => {
                format!("drop attribute `{it}` of type `{name}`")
            }
            TypeChange::RenameAttribute { from, to } => {
                format!("rename attribute `{from}` of type `{name}` to `{to}`")
            }
            TypeChange::AlterAttribute(it, ty) => {
                format!("make attribute `{it}` of type `{name}` {}", ty.spelling)
            }
            TypeChange::SetDefault(Some(it)) => {
                format!("set the default of domain `{name}` to {it}")
            }
            TypeChange::SetDefault(None) => format!("drop the default of domain `{name}`"),
            TypeChange::SetNullable(true) => format!("allow null in domain `{name}`"),
            TypeChange::SetNullable(false) => format!("forbid null in domain `{name}`"),
            TypeChange::AddConstraint(it) if it.forbids_null() => {
                format!("forbid null in domain `{name}`")
            }
            TypeChange::AddConstraint(_) => format!("add a check to domain `{name}`"),
            TypeChange::DropConstraint { name: it, .. } => {
                format!("drop constraint `{it}` of domain `{name}`")
            }
            TypeChange::RenameConstraint { from, to } => {
                format!("rename constraint `{from}` of domain `{name}` to `{to}`")
            }
            TypeChange::ValidateConstraint(it) => {
                format!("validate constraint `{it}` of domain `{name}`")
            }
            TypeChange::Option(option) => format!("alter type `{name}`: {option}"),
        }
    }

    fn needs(&self) -> Vec<ObjectRef> {
        let to = match &self.change {
            TypeChange::Schema(to) => Some(ObjectRef::Schema(to.clone())),
            _ => None,
        };
        to.into_iter().chain([ObjectRef::Type(self.name.clone())]).collect()
    }
}

impl AlterType {
    /// Does to the tables of a type what is done to its attributes.
    fn change_tables(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        if !self.change.is_of_attribute() {
            return Ok(());
        }
        let tables = dependents::typed_tables(catalog, &self.name);
        if !self.cascade && !tables.is_empty() {
            let tables: Vec<_> = tables.iter().map(|it| format!("table `{it}`")).collect();
            return Err(problem::needed_by(format!("type `{}`", self.name), &tables));
        }
        tables.iter().try_for_each(|it| self.change_table(catalog, it))
    }

    fn change_table(&self, catalog: &mut Catalog, table: &Name) -> Result<(), Problem> {
        match &self.change {
            TypeChange::AddAttribute(name, ty) => {
                let (name, ty) = (name.clone(), ty.clone());
                let column = Column { name, ty, nullable: true, ..Column::default() };
                if let Some(mut table) = catalog.table_mut(table) {
                    table.columns.push(column);
                }
            }
            TypeChange::DropAttribute { name: column, .. } => {
                let what = format!("column `{column}` of `{table}`");
                dependents::of_column(catalog, table, column).settle(catalog, what, true)?;
                removal::drop_column(catalog, table, column);
            }
            TypeChange::RenameAttribute { from, to } => rename::column(catalog, table, from, to),
            TypeChange::AlterAttribute(name, ty) => {
                let mut table = catalog.table_mut(table);
                if let Some(column) = table.as_mut().and_then(|it| it.column_mut(name)) {
                    column.ty.clone_from(ty);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn change(&self, ty: &mut Type, change: &TypeChange) -> Result<(), Problem> {
        match (&mut ty.kind, change) {
            (TypeKind::Enum(labels), TypeChange::AddValue { value, place, if_not_exists }) => {
                self.add_value(labels, value, place, *if_not_exists)?;
            }
            (TypeKind::Enum(labels), TypeChange::RenameValue { from, to }) => {
                if labels.contains(to) && labels.contains(from) {
                    return Err(problem::duplicate("duplicate-label", "label", to));
                }
                let label = labels.iter_mut().find(|it| *it == from);
                *label.ok_or_else(|| problem::unknown_label(&self.name, from))? = to.clone();
            }
            (TypeKind::Composite(fields), TypeChange::AddAttribute(name, ty)) => {
                if fields.iter().any(|(it, _)| it == name) {
                    let code = "duplicate-column";
                    return Err(problem::duplicate_in_table(code, "attribute", name, &self.name));
                }
                fields.push((name.clone(), ty.clone()));
            }
            (TypeKind::Composite(fields), TypeChange::DropAttribute { name, if_exists: false })
                if fields.iter().all(|(it, _)| it != name) && !name.is_empty() =>
            {
                return Err(problem::unknown_column(&self.name, name));
            }
            (TypeKind::Composite(fields), TypeChange::DropAttribute { name, .. }) => {
                fields.retain(|(it, _)| it != name);
            }
            (TypeKind::Composite(fields), TypeChange::RenameAttribute { from, .. })
                if fields.iter().all(|(it, _)| it != from) =>
            {
                return Err(problem::unknown_column(&self.name, from));
            }
            (TypeKind::Composite(fields), TypeChange::RenameAttribute { from, to }) => {
                for (name, _) in fields.iter_mut().filter(|(it, _)| it == from) {
                    name.clone_from(to);
                }
            }
            (TypeKind::Composite(fields), TypeChange::AlterAttribute(name, to)) => {
                for (_, ty) in fields.iter_mut().filter(|(it, _)| it == name) {
                    ty.clone_from(to);
                }
            }
            (TypeKind::Domain { default, .. }, TypeChange::SetDefault(to)) => {
                default.clone_from(to);
            }
            (_, TypeChange::Option(_)) => {}
            (
                TypeKind::Domain { constraints, .. },
                TypeChange::SetNullable(_)
                | TypeChange::AddConstraint(_)
                | TypeChange::DropConstraint { .. }
                | TypeChange::RenameConstraint { .. }
                | TypeChange::ValidateConstraint(_),
            ) => domain::change(&self.name, constraints, change)?,
            _ if ty.assumed => {}
            _ => {
                let wanted = "type that can change in this way";
                return Err(problem::wrong_kind(&self.name, "type", wanted));
            }
        }
        Ok(())
    }

    fn add_value(
        &self,
        labels: &mut Vec<String>,
        value: &str,
        place: &ValuePlace,
        if_not_exists: bool,
    ) -> Result<(), Problem> {
        if labels.iter().any(|it| it == value) {
            if if_not_exists {
                return Ok(());
            }
            return Err(problem::duplicate("duplicate-label", "label", value));
        }
        let find = |label: &String| {
            let at = labels.iter().position(|it| it == label);
            at.ok_or_else(|| problem::unknown_label(&self.name, label))
        };
        let at = match place {
            ValuePlace::End => labels.len(),
            ValuePlace::Before(label) => find(label)?,
            ValuePlace::After(label) => find(label)? + 1,
        };
        labels.insert(at, value.to_owned());
        Ok(())
    }

    fn clause(&self, dialect: &Dialect) -> (&'static str, String) {
        let name = |it: &str| dialect.quote_name(it);
        match &self.change {
            TypeChange::AddValue { value, place, if_not_exists } => {
                let place = match place {
                    ValuePlace::End => String::new(),
                    ValuePlace::Before(it) => format!(" BEFORE {}", dialect.literal(it)),
                    ValuePlace::After(it) => format!(" AFTER {}", dialect.literal(it)),
                };
                let word = super::if_not_exists(*if_not_exists);
                ("TYPE", format!("ADD VALUE {word}{}{place}", dialect.literal(value)))
            }
            TypeChange::RenameValue { from, to } => {
                let (from, to) = (dialect.literal(from), dialect.literal(to));
                ("TYPE", format!("RENAME VALUE {from} TO {to}"))
            }
            TypeChange::Rename(to) => ("TYPE", format!("RENAME TO {}", name(to))),
            TypeChange::Schema(to) => ("TYPE", format!("SET SCHEMA {}", name(to))),
            TypeChange::AddAttribute(it, ty) => {
                ("TYPE", format!("ADD ATTRIBUTE {} {}", name(it), ty.spelling))
            }
            TypeChange::DropAttribute { name: it, if_exists } => {
                let word = super::if_exists(*if_exists);
                ("TYPE", format!("DROP ATTRIBUTE {word}{}", name(it)))
            }
            TypeChange::RenameAttribute { from, to } => {
                ("TYPE", format!("RENAME ATTRIBUTE {} TO {}", name(from), name(to)))
            }
            TypeChange::AlterAttribute(it, ty) => {
                ("TYPE", format!("ALTER ATTRIBUTE {} TYPE {}", name(it), ty.spelling))
            }
            TypeChange::SetDefault(Some(it)) => ("DOMAIN", format!("SET DEFAULT {it}")),
            TypeChange::SetDefault(None) => ("DOMAIN", "DROP DEFAULT".to_owned()),
            TypeChange::SetNullable(true) => ("DOMAIN", "DROP NOT NULL".to_owned()),
            TypeChange::SetNullable(false) => ("DOMAIN", "SET NOT NULL".to_owned()),
            TypeChange::AddConstraint(it) => {
                ("DOMAIN", format!("ADD {}", dialect.domain_constraint(it)))
            }
            TypeChange::DropConstraint { name: it, if_exists } => {
                let word = super::if_exists(*if_exists);
                ("DOMAIN", format!("DROP CONSTRAINT {word}{}", name(it)))
            }
            TypeChange::RenameConstraint { from, to } => {
                ("DOMAIN", format!("RENAME CONSTRAINT {} TO {}", name(from), name(to)))
            }
            TypeChange::ValidateConstraint(it) => {
                ("DOMAIN", format!("VALIDATE CONSTRAINT {}", name(it)))
            }
            TypeChange::Option(option) => ("TYPE", option.clone()),
        }
    }
}

impl AlterType {
    /// Keeps what no `CREATE TYPE` says, its owner above all, as a statement that comes behind it.
    fn keep(&self, catalog: &mut Catalog, option: &str) {
        let touches = vec![self.name.clone()];
        let sql = format!("{KIND} {} {option}", POSTGRESQL.quote(&self.name));
        let opaque = Opaque { kind: KIND.to_owned(), sql, touches };
        let key = self.name.key();
        let is_older = |it: &Opaque| is_option(it, &key) && it.sets_owner() && opaque.sets_owner();
        catalog.opaque.retain(|it| !is_older(it));
        catalog.opaque.push(Arc::new(opaque));
    }
}

/// How a statement begins that is kept of a type.
const KIND: &str = "ALTER TYPE";

fn is_option(opaque: &Opaque, ty: &Name) -> bool {
    opaque.kind == KIND && opaque.touches.first().is_some_and(|it| it.key() == *ty)
}

/// Lets what is kept of a type speak of it by its new name or schema.
pub(super) fn rename_options(catalog: &mut Catalog, from: &Name, to: &Name) {
    for opaque in catalog.opaque.iter_mut().filter(|it| is_option(it, &from.key())) {
        let option = opaque
            .touches
            .first()
            .and_then(|it| opaque.sql.strip_prefix(&format!("{KIND} {} ", POSTGRESQL.quote(it))));
        let sql = format!("{KIND} {} {}", POSTGRESQL.quote(to), option.unwrap_or_default());
        *opaque = Arc::new(Opaque { kind: KIND.to_owned(), sql, touches: vec![to.clone()] });
    }
}

fn move_to(catalog: &mut Catalog, mut ty: Type, to: Name) -> Result<(), Problem> {
    if catalog.types.contains_key(&to.key()) {
        return Err(problem::duplicate("duplicate-type", "type", &to));
    }
    let from = std::mem::replace(&mut ty.name, to.clone());
    catalog.types.remove(&from.key());
    catalog.types.insert(to.key(), ty);
    rename::ty(catalog, &from, &to);
    rename_options(catalog, &from, &to);
    comment::follow(catalog, &from, &to);
    Ok(())
}
