//! `CREATE`, `ALTER` and `DROP DOMAIN`.

use squawk_syntax::ast::{self, AstNode};

use super::super::lowered::Lowered;
use super::syntax::{cascades, condition, ident, line, name, range, text};
use super::types::{collation, last_part, push, sql_type};
use crate::catalog::{DomainConstraint, DomainRule, TypeKind};
use crate::op::{AlterType, DropType, TypeChange};

pub(super) fn create(stmt: &ast::CreateDomain, out: &mut Lowered) -> Option<()> {
    let mut default = None;
    let mut may_be_null = false;
    let mut constraints = Vec::new();
    let mut collation_name = None;
    for qualifier in stmt.domain_qualifiers() {
        let node = match qualifier {
            ast::DomainQualifier::Collate(it) => {
                collation_name = collation(Some(it));
                continue;
            }
            ast::DomainQualifier::Constraint(it) => it,
        };
        match &node {
            ast::Constraint::DefaultConstraint(it) => {
                if default.is_some() {
                    out.problem(range(node.syntax()), problem::second_default());
                }
                default = Some(text(&it.expr()?));
            }
            ast::Constraint::NullConstraint(_) => may_be_null = true,
            _ => constraints.extend(constraint(&node, out)),
        }
    }
    if may_be_null && constraints.iter().any(DomainConstraint::forbids_null) {
        out.problem(range(stmt.syntax()), problem::null_and_not_null());
    }
    let base = sql_type(&stmt.ty()?);
    let kind = TypeKind::Domain { base, default, constraints, collation: collation_name };
    push(name(&stmt.domain()?)?, kind, out);
    Some(())
}

/// A constraint that a domain can have; the others are refused.
fn constraint(node: &ast::Constraint, out: &mut Lowered) -> Option<DomainConstraint> {
    let rule = match node {
        ast::Constraint::NotNullConstraint(_) => DomainRule::NotNull,
        ast::Constraint::CheckConstraint(it) => DomainRule::Check(condition(&it.expr()?)),
        _ => {
            out.problem(range(node.syntax()), problem::only_of_tables());
            return None;
        }
    };
    let mut res = DomainConstraint::new(node.constraint_name().map(|it| ident(&it)), rule);
    for option in node.constraint_options() {
        let is_added =
            node.syntax().parent().is_some_and(|it| ast::AddConstraint::can_cast(it.kind()));
        match option {
            ast::ConstraintOption::NotValid(_) if is_added && !res.forbids_null() => {
                res.validated = false;
            }
            _ => out.problem(range(option.syntax()), problem::no_such_option(&line(&option))),
        }
    }
    Some(res)
}

pub(super) fn alter(stmt: &ast::AlterDomain, out: &mut Lowered) -> Option<()> {
    use ast::AlterDomainAction as Action;
    let action = stmt.action()?;
    let change = match &action {
        Action::AddConstraint(it) => TypeChange::AddConstraint(constraint(&it.constraint()?, out)?),
        Action::DropConstraint(it) => TypeChange::DropConstraint {
            name: last_part(&it.constraint_name_ref()?)?,
            if_exists: it.if_exists().is_some(),
        },
        Action::RenameConstraint(it) => TypeChange::RenameConstraint {
            from: last_part(&it.constraint_name_ref()?)?,
            to: ident(&it.constraint_name()?),
        },
        Action::ValidateConstraint(it) => {
            TypeChange::ValidateConstraint(last_part(&it.constraint_name_ref()?)?)
        }
        Action::SetDefault(it) => TypeChange::SetDefault(Some(text(&it.expr()?))),
        Action::DropDefault(_) => TypeChange::SetDefault(None),
        Action::SetNotNull(_) => TypeChange::SetNullable(false),
        Action::DropNotNull(_) => TypeChange::SetNullable(true),
        Action::DomainRenameTo(it) => TypeChange::Rename(last_part(&it.domain()?)?),
        Action::SetSchema(it) => TypeChange::Schema(ident(&it.schema_ref()?)),
        Action::OwnerTo(_) => TypeChange::Option(line(&action)),
    };
    out.push(AlterType { name: name(&stmt.domain_ref()?)?, change, cascade: false });
    Some(())
}

pub(super) fn drop(stmt: &ast::DropDomain, out: &mut Lowered) -> Option<()> {
    for it in stmt.domain_refs() {
        out.push(DropType {
            name: name(&it)?,
            domain: true,
            if_exists: stmt.if_exists().is_some(),
            cascade: cascades(stmt.drop_behavior()),
        });
    }
    Some(())
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn only_of_tables() -> Problem {
        refused("a domain can have checks and `NOT NULL`, no other constraints")
    }

    pub(super) fn no_such_option(option: &str) -> Problem {
        refused(format!("this constraint of a domain cannot be `{option}`"))
    }

    pub(super) fn second_default() -> Problem {
        refused("a domain has one default")
    }

    pub(super) fn null_and_not_null() -> Problem {
        refused("this domain is both `NULL` and `NOT NULL`")
    }

    fn refused(why: impl Into<String>) -> Problem {
        Problem::error("domain-constraint", why)
    }
}
