//! `Enum.drop(bind)` and `DROP TYPE`, `DROP DOMAIN`.

use super::rules::{dependents, removal};
use super::{CreateType, Op, Operation, cascade, if_exists, problem};
use crate::catalog::{Catalog, ObjectRef, TypeKind};
use crate::diagnostic::Problem;
use crate::dialect::Dialect;
use crate::name::Name;

#[derive(Clone, Debug, PartialEq)]
pub struct DropType {
    pub name: Name,
    pub domain: bool,
    pub if_exists: bool,
    pub cascade: bool,
}

impl Op for DropType {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        if catalog.type_named(&self.name).is_none() {
            let is_assumed = catalog.table(&self.name).is_some_and(|it| it.assumed);
            if catalog.has_own_type(&self.name) && !(self.if_exists && is_assumed) {
                let owner = format!("table or type `{}`", self.name.name.trim_start_matches('_'));
                return Err(problem::needed_by(format!("type `{}`", self.name), &[owner]));
            }
            if self.if_exists {
                return Ok(());
            }
            return Err(problem::unknown("unknown-type", "type", &self.name));
        }
        let is_domain =
            catalog.type_named(&self.name).map(|it| matches!(it.kind, TypeKind::Domain { .. }));
        let assumed = catalog.type_named(&self.name).is_some_and(|it| it.assumed);
        if self.domain && is_domain == Some(false) && !assumed {
            return Err(problem::wrong_kind(&self.name, "type", "domain"));
        }
        let what = format!("type `{}`", self.name);
        dependents::of_type(catalog, &self.name).settle(catalog, what, self.cascade)?;
        catalog.types.remove(&self.name.key());
        removal::forget_statements(catalog, &self.name);
        Ok(())
    }

    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let ty = before.type_named(&self.name)?.clone();
        if ty.assumed || !dependents::of_type(before, &self.name).is_empty() {
            return None;
        }
        Some(CreateType { ty, if_not_exists: false }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        if !dialect.named_types {
            return Ok(Vec::new());
        }
        let word = if self.domain { "DOMAIN" } else { "TYPE" };
        let name = dialect.quote(&self.name);
        let tail = cascade(self.cascade);
        Ok(vec![format!("DROP {word} {}{name}{tail}", if_exists(self.if_exists))])
    }

    fn describe(&self) -> String {
        let word = if self.domain { "domain" } else { "type" };
        format!("drop {word} `{}`", self.name)
    }

    fn needs(&self) -> Vec<ObjectRef> {
        if self.if_exists { Vec::new() } else { vec![ObjectRef::Type(self.name.clone())] }
    }
}
