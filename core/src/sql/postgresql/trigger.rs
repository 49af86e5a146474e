//! `CREATE TRIGGER`, `ALTER TRIGGER` and `DROP TRIGGER`.

use squawk_syntax::ast;

use super::super::lowered::Lowered;
use super::syntax::{cascades, ident, name, name_of, statement};
use crate::catalog::Trigger;
use crate::name::Name;
use crate::op::{AlterTrigger, CreateTrigger, DropTrigger};

pub(super) fn create(stmt: &ast::CreateTrigger, out: &mut Lowered) -> Option<()> {
    let trigger = Trigger {
        name: ident(&stmt.trigger()?),
        definition: statement(stmt),
        state: None,
        function: stmt.call_expr().and_then(|it| function(&it.expr()?)),
        comment: None,
    };
    let table = table(stmt.on_relation())?;
    out.push(CreateTrigger { table, trigger, replace: stmt.or_replace().is_some() });
    Some(())
}

fn table(clause: Option<ast::OnRelation>) -> Option<Name> {
    name(&clause?.relation_name_ref()?)
}

/// The function that a call names.
fn function(callee: &ast::Expr) -> Option<Name> {
    match callee {
        ast::Expr::NameRef(it) => name_of(vec![ident(it)]),
        ast::Expr::FieldExpr(it) => {
            let ast::Expr::NameRef(schema) = it.base()? else { return None };
            name_of(vec![ident(&schema), ident(&it.field()?)])
        }
        _ => None,
    }
}

pub(super) fn alter(stmt: &ast::AlterTrigger, out: &mut Lowered) -> Option<()> {
    let table = table(stmt.on_relation())?;
    match stmt.action()? {
        ast::AlterTriggerAction::TriggerRenameTo(it) => out.push(AlterTrigger {
            table,
            name: ident(&stmt.trigger_ref()?),
            to: ident(&it.trigger()?),
        }),
        _ => out.opaque("ALTER TRIGGER", &statement(stmt), vec![table]),
    }
    Some(())
}

pub(super) fn drop(stmt: &ast::DropTrigger, out: &mut Lowered) -> Option<()> {
    out.push(DropTrigger {
        table: table(stmt.on_relation())?,
        name: ident(&stmt.trigger_ref()?),
        if_exists: stmt.if_exists().is_some(),
        cascade: cascades(stmt.drop_behavior()),
    });
    Some(())
}
