//! `CREATE POLICY`, `ALTER POLICY` and `DROP POLICY`.

use squawk_syntax::ast::{self, AstNode};

use super::super::lowered::Lowered;
use super::syntax::{ident, line, name, statement};
use crate::catalog::Policy;
use crate::name::Name;
use crate::op::{AlterPolicy, CreatePolicy, DropPolicy, PolicyChange};

pub(super) fn create(stmt: &ast::CreatePolicy, out: &mut Lowered) -> Option<()> {
    let name = ident(&stmt.policy()?);
    let said = line(stmt).to_ascii_uppercase();
    let (using, check) =
        (stmt.using_expr_clause().is_some(), stmt.with_check_expr_clause().is_some());
    if (said.contains(" FOR INSERT") && using)
        || ((said.contains(" FOR SELECT") || said.contains(" FOR DELETE")) && check)
    {
        out.problem(super::syntax::range(stmt.syntax()), problem::clause());
    }
    let policy = Policy { name, definition: statement(stmt), comment: None };
    out.push(CreatePolicy { table: table(stmt.on_table())?, policy });
    Some(())
}

fn table(clause: Option<ast::OnTable>) -> Option<Name> {
    name(&clause?.table_name_ref()?)
}

pub(super) fn alter(stmt: &ast::AlterPolicy, out: &mut Lowered) -> Option<()> {
    let change = match stmt.action()? {
        ast::AlterPolicyAction::PolicyRenameTo(it) => PolicyChange::Rename(ident(&it.policy()?)),
        other @ ast::AlterPolicyAction::AlterPolicyTo(_) => PolicyChange::Option(line(&other)),
    };
    out.push(AlterPolicy {
        table: table(stmt.on_table())?,
        name: ident(&stmt.policy_ref()?),
        change,
    });
    Some(())
}

pub(super) fn drop(stmt: &ast::DropPolicy, out: &mut Lowered) -> Option<()> {
    out.push(DropPolicy {
        table: table(stmt.on_table())?,
        name: ident(&stmt.policy_ref()?),
        if_exists: stmt.if_exists().is_some(),
    });
    Some(())
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn clause() -> Problem {
        let message = "a policy for `INSERT` has only `WITH CHECK`, one for `SELECT` or `DELETE` only `USING`";
        Problem::error("policy-clause", message)
    }
}
