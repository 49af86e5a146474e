//! The roles that a statement speaks of: who owns, who may, whom a policy is for.

use squawk_syntax::ast::{self, AstNode, Stmt};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::privilege::role;
use super::super::since::is_role_grant;
use super::super::syntax::{ident, line, range};
use super::Binder;
use crate::catalog::ObjectRef;
use crate::op::{Operation, role_named, unknown_object};

impl Binder<'_> {
    /// One that no revision makes may be there before the first: it belongs to the whole server.
    pub(super) fn roles(&mut self, stmt: &Stmt, operations: &[Operation]) {
        if names_none(stmt) || passes_over(operations) {
            return;
        }
        let checks_itself = |it: &Operation| {
            matches!(
                it,
                Operation::ChangeRole(_)
                    | Operation::ChangePrivileges(_)
                    | Operation::SetDefaultPrivileges(_)
            )
        };
        let is_checked = operations.iter().any(checks_itself);
        for (place, role) in stmt.syntax().descendants().filter_map(named) {
            match self.catalog.has_role(&role) {
                Some(true) => {}
                Some(false) if is_checked => {}
                Some(false) => self.problem(&place, unknown_object(&ObjectRef::Role(role))),
                None => self.bound.missing.push((range(&place), ObjectRef::Role(role))),
            }
        }
    }
}

/// The role that a node of a statement is the name of.
fn named(node: SyntaxNode) -> Option<(SyntaxNode, String)> {
    // `CREATE SCHEMA AUTHORIZATION`: the schema is called as the role is.
    let of_schema = ast::AuthorizationSchema::cast(node.clone());
    let name = match of_schema.and_then(|it| it.role()) {
        Some(it) if OF_SESSION.contains(&&*line(&it).to_lowercase()) => return None,
        Some(it) => role_named(&ident(&it)),
        None if is_privilege(&node) => return None,
        None => role(&ast::RoleRef::cast(node.clone())?)?,
    };
    Some((node, name))
}

/// Whether this is the word of a privilege, which is read like the name of a role.
fn is_privilege(node: &SyntaxNode) -> bool {
    let is_given = node.parent().is_some_and(|it| it.kind() == SyntaxKind::REVOKE_COMMAND);
    is_given && !is_role_grant(node)
}

/// Words that name the role which runs the statement.
const OF_SESSION: &[&str] = &["current_role", "current_user", "session_user"];

/// The statements that are many or long, and name no role.
fn names_none(stmt: &Stmt) -> bool {
    matches!(
        stmt,
        Stmt::Select(_)
            | Stmt::Insert(_)
            | Stmt::Update(_)
            | Stmt::Delete(_)
            | Stmt::CreateTable(_)
            | Stmt::CreateTableAs(_)
            | Stmt::CreateIndex(_)
            | Stmt::CreateView(_)
            | Stmt::CreateMaterializedView(_)
            | Stmt::CreateFunction(_)
            | Stmt::CreateProcedure(_)
            | Stmt::CreateTrigger(_)
            | Stmt::Do(_)
    )
}

/// `DROP ROLE IF EXISTS`
fn passes_over(operations: &[Operation]) -> bool {
    let passes = |it: &Operation| matches!(it, Operation::ChangeRole(it) if it.passes_over());
    operations.iter().any(passes)
}
