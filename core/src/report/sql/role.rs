//! What roles own and may do: said where they exist.

use super::super::privilege;
use super::Writer;
use crate::catalog::Opaque;
use crate::op::Op as _;

/// Statements about roles, which belong to the server, not to the schema.
const ABOUT_ROLES: &[&str] = &[
    "GRANT",
    "REVOKE",
    "CREATE ROLE",
    "CREATE USER",
    "ALTER ROLE",
    "ALTER USER",
    "DROP ROLE",
    "DROP USER",
    "REASSIGN OWNED",
    "DROP OWNED",
    "CREATE GROUP",
];

/// Statements that give roles something of the schema.
const GIVES: &[&str] = &["GRANT", "REVOKE"];

/// What the script says of a kept statement: nothing of what belongs to the server, and nothing
/// that takes away.
pub(super) fn said(opaque: &Opaque) -> Option<String> {
    let is_one_of = |kinds: &[&str]| kinds.iter().any(|it| opaque.kind.starts_with(it));
    if is_one_of(GIVES) || opaque.sets_owner() {
        return Some(where_roles_exist(&opaque.sql));
    }
    (!is_one_of(ABOUT_ROLES) && !opaque.kind.starts_with("DROP")).then(|| opaque.sql.clone())
}

/// A statement that is passed over on a server without the roles that it names.
fn where_roles_exist(sql: &str) -> String {
    let upper = sql.to_uppercase();
    let always_there = [" PUBLIC", " CURRENT_USER"].iter().any(|it| upper.trim_end().ends_with(it));
    if always_there {
        return sql.to_owned();
    }
    format!(
        "DO $roles$ BEGIN {sql}; EXCEPTION WHEN undefined_object THEN RAISE NOTICE '%', SQLERRM; END $roles$"
    )
}

impl Writer<'_> {
    pub(super) fn privileges(&mut self) {
        let given = privilege::changes(self.given);
        for change in privilege::changes(self.catalog) {
            if given.contains(&change) {
                continue;
            }
            match (change.refusal(self.dialect), change.sql(self.dialect)) {
                (Some(problem), _) | (None, Err(problem)) => self.script.problems.push(problem),
                (None, Ok(statements)) => {
                    let guarded = statements.iter().map(|it| where_roles_exist(it));
                    self.script.statements.extend(guarded);
                }
            }
        }
    }
}
