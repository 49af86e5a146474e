//! `Enum.create(bind)` and `CREATE TYPE`, `CREATE DOMAIN`.

use super::rules::{collation, definition, domain};
use super::{DropType, Op, Operation, problem};
use crate::catalog::{Catalog, ObjectRef, Type, TypeKind};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;

#[derive(Clone, Debug, PartialEq)]
pub struct CreateType {
    pub ty: Type,
    /// Asked of the catalog while the migration is followed: SQL has no such clause.
    pub if_not_exists: bool,
}

impl Op for CreateType {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let key = self.ty.name.key();
        let there = catalog.types.get(&key);
        // A shell waits for the functions of its type, and then for itself.
        let is_other =
            there.is_some_and(|it| !it.assumed && (!it.is_shell() || self.ty.is_shell()));
        if is_other || catalog.has_row_type(&key) {
            if self.if_not_exists {
                return Ok(());
            }
            return Err(problem::duplicate("duplicate-type", "type", &self.ty.name));
        }
        if let Some(schema) = &key.schema
            && !catalog.schemas.contains(schema)
        {
            return Err(problem::unknown_object(&ObjectRef::Schema(schema.clone())));
        }
        self.check()?;
        if let TypeKind::Domain { collation, .. } = &self.ty.kind {
            collation::is_there(catalog, collation.as_deref())?;
        }
        if let TypeKind::Domain { base, default: Some(default), .. } = &self.ty.kind {
            definition::check_default(catalog, &self.ty.name, &self.ty.name.name, base, default)?;
        }
        let multirange = self.ty.multirange().filter(|_| catalog.server.has(14));
        if let Some(name) = multirange.map(|it| self.ty.name.renamed(it))
            && (catalog.types.contains_key(&name.key()) || catalog.has_row_type(&name))
        {
            return Err(problem::duplicate("duplicate-type", "type", &name));
        }
        let mut ty = self.ty.clone();
        domain::settle(catalog, &mut ty)?;
        catalog.types.insert(key, ty);
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        if before.type_named(&self.ty.name).is_some() {
            return None;
        }
        let domain = matches!(self.ty.kind, TypeKind::Domain { .. });
        let name = self.ty.name.clone();
        Some(DropType { name, domain, if_exists: false, cascade: false }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        if !dialect.named_types {
            // Enums are part of their columns there.
            return Ok(Vec::new());
        }
        let name = dialect.quote(&self.ty.name);
        let sql = match &self.ty.kind {
            TypeKind::Enum(labels) => {
                let labels: Vec<_> = labels.iter().map(|it| dialect.literal(it)).collect();
                format!("CREATE TYPE {name} AS ENUM ({})", labels.join(", "))
            }
            TypeKind::Domain { base, default, constraints, collation } => {
                let mut words = vec![format!("CREATE DOMAIN {name} AS {}", base.spelling)];
                let collation = collation.as_ref();
                words.extend(
                    collation.map(|it| format!("COLLATE {}", dialect.domain_collation(it))),
                );
                words.extend(default.as_ref().map(|it| format!("DEFAULT {it}")));
                words.extend(constraints.iter().map(|it| dialect.domain_constraint(it)));
                words.join(" ")
            }
            TypeKind::Composite(fields) => {
                let field = |(name, ty): &(String, crate::catalog::SqlType)| {
                    format!("{} {}", dialect.quote_name(name), ty.spelling)
                };
                let fields: Vec<_> = fields.iter().map(field).collect();
                format!("CREATE TYPE {name} AS ({})", fields.join(", "))
            }
            TypeKind::Other(definition) => {
                format!("CREATE TYPE {name} {definition}").trim_end().to_owned()
            }
        };
        Ok(vec![sql])
    }

    fn describe(&self) -> String {
        let word = match self.ty.kind {
            TypeKind::Enum(_) => "enum",
            TypeKind::Domain { .. } => "domain",
            TypeKind::Composite(_) | TypeKind::Other(_) => "type",
        };
        format!("create {word} `{}`", self.ty.name)
    }

    fn needs(&self) -> Vec<ObjectRef> {
        let schema = self.ty.name.key().schema.map(ObjectRef::Schema);
        let base = match &self.ty.kind {
            TypeKind::Domain { base, .. } => base.named.clone(),
            _ => None,
        };
        let fields = match &self.ty.kind {
            TypeKind::Composite(fields) => {
                fields.iter().filter_map(|(_, it)| it.named.clone()).collect()
            }
            _ => Vec::new(),
        };
        let types = base.into_iter().chain(fields).map(ObjectRef::Type);
        schema.into_iter().chain(types).collect()
    }

    fn makes_objects(&self) -> bool {
        true
    }
}

impl CreateType {
    /// Labels and attributes are there once, and short enough.
    fn check(&self) -> Result<(), Problem> {
        match &self.ty.kind {
            TypeKind::Enum(labels) => {
                for (at, label) in labels.iter().enumerate() {
                    if labels.iter().take(at).any(|it| it == label) {
                        return Err(problem::duplicate("duplicate-label", "label", label));
                    }
                    if label.len() > 63 {
                        return Err(problem::not_supported(
                            "a label of an enum has at most 63 bytes",
                        ));
                    }
                }
                Ok(())
            }
            TypeKind::Composite(fields) => {
                for (at, (name, ty)) in fields.iter().enumerate() {
                    if ty.behind_serial().is_some() {
                        return Err(problem::unknown("unknown-type", "type", &ty.spelling));
                    }
                    if fields.iter().take(at).any(|(it, _)| it == name) {
                        let code = "duplicate-column";
                        return Err(problem::duplicate_in_table(
                            code,
                            "attribute",
                            name,
                            &self.ty.name,
                        ));
                    }
                }
                Ok(())
            }
            TypeKind::Other(text) if text.to_uppercase().trim_start().starts_with("AS RANGE") => {
                if text.to_lowercase().contains("subtype") {
                    return Ok(());
                }
                Err(problem::not_supported("a range type says its `subtype`"))
            }
            TypeKind::Domain { .. } | TypeKind::Other(_) => Ok(()),
        }
    }
}
