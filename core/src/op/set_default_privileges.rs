//! `ALTER DEFAULT PRIVILEGES`: what objects are given when they are made.

use super::change_privileges::undoing;
use super::rules::role;
use super::{Op, Operation, PrivilegeChange, WhichPrivileges, problem};
use crate::catalog::{Catalog, DefaultPrivileges, ObjectRef, Privilege, PrivilegeClass};
use crate::diagnostic::Problem;
use crate::dialect::{Dialect, POSTGRESQL};

#[derive(Clone, Debug, PartialEq)]
pub struct SetDefaultPrivileges {
    /// Who makes the objects, as SQL says it; none means the one that runs the migrations.
    pub makers: Vec<String>,
    /// None means all schemas.
    pub schemas: Vec<String>,
    pub class: PrivilegeClass,
    pub change: PrivilegeChange,
    pub what: WhichPrivileges,
    pub roles: Vec<String>,
}

impl Op for SetDefaultPrivileges {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        for schema in &self.schemas {
            let schema = ObjectRef::Schema(schema.clone());
            if !catalog.has(&schema) {
                return Err(problem::unknown_object(&schema));
            }
        }
        if self.class == PrivilegeClass::Schema && !self.schemas.is_empty() {
            let why = "schemas are in no schema".to_owned();
            return Err(problem::invalid_privilege(why));
        }
        for it in self.makers.iter().chain(&self.roles) {
            role::check(catalog, it)?;
        }
        self.change.check(&self.roles)?;
        let names = self.what.names(self.class, catalog.server)?;
        let makers = self.makers.iter().cloned().map(Some);
        let makers: Vec<_> = makers.chain(self.makers.is_empty().then_some(None)).collect();
        let schemas = self.schemas.iter().cloned().map(Some);
        let schemas: Vec<_> = schemas.chain(self.schemas.is_empty().then_some(None)).collect();
        for maker in makers {
            for schema in &schemas {
                let of = DefaultPrivileges {
                    maker: maker.clone(),
                    schema: schema.clone(),
                    class: self.class,
                };
                self.change_one(catalog, of, &names);
            }
        }
        Ok(())
    }

    /// The opposite, if that leaves what was there before.
    fn reverse(&self, before: &Catalog) -> Option<Operation> {
        let back = Self { change: self.change.opposite(), ..self.clone() };
        undoing(self, back, before)
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let mut statement = "ALTER DEFAULT PRIVILEGES".to_owned();
        if !self.makers.is_empty() {
            statement += &format!(" FOR ROLE {}", self.makers.join(", "));
        }
        if !self.schemas.is_empty() {
            let schemas: Vec<_> = self.schemas.iter().map(|it| dialect.quote_name(it)).collect();
            statement += &format!(" IN SCHEMA {}", schemas.join(", "));
        }
        let (what, on) = (self.what.sql(dialect), self.class.plural());
        Ok(vec![format!("{statement} {}", self.change.sql(&what, on, &self.roles, false))])
    }

    fn refusal(&self, dialect: &Dialect) -> Option<Problem> {
        let what = "`ALTER DEFAULT PRIVILEGES`";
        (!dialect.named_types).then(|| problem::not_in_dialect(what, dialect.name))
    }

    fn describe(&self) -> String {
        let (verb, to) = self.change.words();
        let what = self.what.sql(POSTGRESQL).to_lowercase();
        let on = self.class.plural().to_lowercase();
        let roles: Vec<_> = self.roles.iter().map(|it| format!("`{it}`")).collect();
        format!("{verb} {what} on {on} made later {to} {}", roles.join(", "))
    }
}

impl SetDefaultPrivileges {
    fn change_one(&self, catalog: &mut Catalog, of: DefaultPrivileges, names: &[&'static str]) {
        let in_schema = of.schema.is_some();
        let privileges = catalog.default_privileges.entry(of.clone()).or_default();
        for role in &self.roles {
            let all =
                names.iter().map(|name| Privilege { class: self.class, role, column: None, name });
            if in_schema {
                // What is said of a schema is added to what all objects have.
                all.for_each(|it| self.change.make_in_addition(privileges, it));
            } else {
                self.change.make(privileges, all);
            }
        }
        if privileges.is_empty() {
            catalog.default_privileges.remove(&of);
        }
    }
}
