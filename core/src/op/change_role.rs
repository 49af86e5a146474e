//! Roles: the catalog holds only whether they are there, since they belong to the whole server.

use super::rules::role;
use super::{Op, Operation, problem};
use crate::catalog::{Catalog, RoleState};
use crate::diagnostic::Problem;
use crate::dialect::{Dialect, POSTGRESQL};

#[derive(Clone, Debug, PartialEq)]
pub struct ChangeRole {
    /// As SQL says it: `reader`, `"Reader"`.
    pub role: String,
    pub change: RoleChange,
}

/// One change of a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RoleChange {
    Create {
        if_not_exists: bool,
    },
    Drop {
        if_exists: bool,
    },
    Rename(String),
    /// Something that nobody knows decides whether it is there from now on.
    Forget,
    /// `DROP OWNED BY`: what it owns goes, and what it was given.
    DropOwned,
    /// `REASSIGN OWNED BY … TO`.
    Reassign(String),
}

impl Op for ChangeRole {
    fn apply(&self, catalog: &mut Catalog) -> Result<(), Problem> {
        let is_there = catalog.has_role(&self.role);
        match &self.change {
            RoleChange::Create { if_not_exists: false } if is_there == Some(true) => {
                return Err(problem::duplicate("duplicate-object", "role", self.name()));
            }
            RoleChange::Create { .. } => {
                catalog.roles.insert(self.role.clone(), RoleState::Made);
            }
            RoleChange::Drop { if_exists: true } if is_there == Some(false) => {}
            RoleChange::Drop { .. } => {
                role::check(catalog, &self.role)?;
                let needed_by = role::uses(catalog, &self.role);
                if !needed_by.is_empty() {
                    return Err(problem::needed_by(format!("role `{}`", self.name()), &needed_by));
                }
                catalog.roles.insert(self.role.clone(), RoleState::Dropped);
            }
            RoleChange::Rename(to) => {
                role::check(catalog, &self.role)?;
                if catalog.has_role(to) == Some(true) {
                    return Err(problem::duplicate("duplicate-object", "role", to));
                }
                role::rename(catalog, &self.role, to);
                catalog.roles.insert(self.role.clone(), RoleState::Dropped);
                catalog.roles.insert(to.clone(), RoleState::Made);
            }
            RoleChange::Forget => {
                catalog.roles.remove(&self.role);
            }
            RoleChange::DropOwned => {
                role::check(catalog, &self.role)?;
                role::drop_owned(catalog, &self.role)?;
            }
            RoleChange::Reassign(to) => {
                role::check(catalog, &self.role)?;
                role::check(catalog, to)?;
                role::reassign(catalog, &self.role, to);
            }
        }
        Ok(())
    }

    fn reverse(&self, _before: &Catalog) -> Option<Operation> {
        let (role, change) = match &self.change {
            RoleChange::Create { .. } => (self.role.clone(), RoleChange::Drop { if_exists: false }),
            RoleChange::Rename(to) => (to.clone(), RoleChange::Rename(self.role.clone())),
            _ => return None,
        };
        Some(Self { role, change }.into())
    }

    fn sql(&self, dialect: &Dialect) -> Result<Vec<String>, Problem> {
        let role = &self.role;
        Ok(match &self.change {
            RoleChange::Create { .. } => vec![format!("CREATE ROLE {role}")],
            RoleChange::Drop { if_exists } => {
                vec![format!("DROP ROLE {}{role}", super::if_exists(*if_exists))]
            }
            RoleChange::Rename(to) => vec![format!("ALTER ROLE {role} RENAME TO {to}")],
            RoleChange::Forget => {
                return Err(problem::not_in_dialect("a role that may be there", dialect.name));
            }
            RoleChange::DropOwned => vec![format!("DROP OWNED BY {role}")],
            RoleChange::Reassign(to) => vec![format!("REASSIGN OWNED BY {role} TO {to}")],
        })
    }

    fn describe(&self) -> String {
        let role = format!("role `{}`", self.name());
        match &self.change {
            RoleChange::Create { .. } => format!("create {role}"),
            RoleChange::Drop { .. } => format!("drop {role}"),
            RoleChange::Rename(to) => format!("rename {role} to `{to}`"),
            RoleChange::Forget => format!("{role} may be there"),
            RoleChange::DropOwned => format!("drop what {role} owns and was given"),
            RoleChange::Reassign(to) => format!("give what {role} owns to `{to}`"),
        }
    }
}

impl ChangeRole {
    /// Whether it makes a role, and is refused where that is there.
    pub fn makes_one(&self) -> bool {
        matches!(self.change, RoleChange::Create { if_not_exists: false })
    }

    /// Whether it does nothing where the role is not there.
    pub fn passes_over(&self) -> bool {
        matches!(self.change, RoleChange::Drop { if_exists: true })
    }

    fn name(&self) -> &str {
        self.role.trim_matches('"')
    }
}

/// A role of this name as SQL says it.
pub fn role_named(name: &str) -> String {
    POSTGRESQL.quote_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(role: &str, change: RoleChange) -> ChangeRole {
        ChangeRole { role: role.to_owned(), change }
    }

    #[test]
    fn a_role_is_made_once() {
        let mut catalog = Catalog::default();
        let create = change("reader", RoleChange::Create { if_not_exists: false });
        assert_eq!(create.apply(&mut catalog), Ok(()));
        assert!(create.apply(&mut catalog).is_err());
    }

    #[test]
    fn a_role_that_no_revision_makes_may_be_there() {
        let mut catalog = Catalog::default();
        let drop = change("reader", RoleChange::Drop { if_exists: false });
        assert_eq!(drop.apply(&mut catalog), Ok(()));
        assert!(drop.apply(&mut catalog).is_err());
    }
}
