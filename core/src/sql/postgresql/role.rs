//! Roles, and what holds for the sessions that begin later.

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::lowered::Lowered;
use super::super::search_path::SearchPath;
use super::path;
use super::privilege::{role, roles};
use super::syntax::{ident, range};
use crate::op::{ChangeRole, RoleChange, role_named};

pub(super) fn create(role: Option<ast::Role>, out: &mut Lowered) -> Option<()> {
    let change = RoleChange::Create { if_not_exists: false };
    out.push(ChangeRole { role: role_named(&ident(&role?)), change });
    Some(())
}

pub(super) fn drop(
    roles: impl Iterator<Item = ast::RoleRef>,
    if_exists: Option<ast::IfExists>,
    out: &mut Lowered,
) -> Option<()> {
    for it in roles {
        let change = RoleChange::Drop { if_exists: if_exists.is_some() };
        out.push(ChangeRole { role: role(&it)?, change });
    }
    Some(())
}

/// A new name, or settings; what a role may do on the server changes no schema.
pub(super) fn alter(
    named: Option<ast::RoleRef>,
    stmt: &SyntaxNode,
    out: &mut Lowered,
) -> Option<()> {
    let rename = stmt.children().find(|it| it.kind() == SyntaxKind::ROLE_RENAME_TO);
    if let Some(to) = rename.and_then(|it| ast::RoleRenameTo::cast(it)?.role()) {
        let change = RoleChange::Rename(role_named(&ident(&to)));
        out.push(ChangeRole { role: role(&named?)?, change });
    }
    settings(stmt, out)
}

pub(super) fn drop_owned(stmt: &ast::DropOwned, out: &mut Lowered) -> Option<()> {
    for role in roles(stmt.role_ref_list()?)? {
        out.push(ChangeRole { role, change: RoleChange::DropOwned });
    }
    Some(())
}

pub(super) fn reassign(stmt: &ast::Reassign, out: &mut Lowered) -> Option<()> {
    let mut lists = stmt.syntax().descendants().filter_map(ast::RoleRefList::cast);
    let from = roles(lists.next()?)?;
    let to = stmt.syntax().descendants().filter_map(ast::RoleRef::cast).last();
    let to = role(&to?)?;
    for role in from.into_iter().filter(|it| *it != to) {
        out.push(ChangeRole { role, change: RoleChange::Reassign(to.clone()) });
    }
    Some(())
}

/// `ALTER ROLE … SET search_path`, and the same of a database.
pub(super) fn settings(stmt: &SyntaxNode, out: &mut Lowered) -> Option<()> {
    if path::of_setting(stmt).is_some_and(|it| it != SearchPath::default()) {
        out.problem(range(stmt), problem::later_search_path());
    }
    Some(())
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn later_search_path() -> Problem {
        let message = "sessions that begin after this look up names in other schemas";
        Problem::warning("later-search-path", message)
            .help("write the schema before each name in the revisions that follow")
    }
}
