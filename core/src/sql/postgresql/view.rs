//! Views, plain and materialized.

use std::collections::BTreeSet;

use squawk_syntax::ast::{self, AstNode};

use super::super::lowered::Lowered;
use super::data;
use super::syntax::{cascades, ident, line, name, parts, range, statement};
use crate::catalog::{Privileges, View};
use crate::op::{AlterView, CreateView, DropView, ViewChange};

pub(super) fn create(stmt: &ast::CreateView, out: &mut Lowered) -> Option<()> {
    let name = name(&stmt.view()?)?;
    note_options(stmt.with_params().and_then(|it| it.attribute_list()), out);
    let mut reads = data::reads(stmt.syntax());
    if stmt.recursive_token().is_some() {
        reads.retain(|it| it.schema.is_some() || it.name != name.name);
    }
    let view = View {
        name,
        materialized: false,
        definition: statement(stmt),
        reads,
        columns: None,
        uses: BTreeSet::new(),
        keys: BTreeSet::new(),
        indexes: Vec::new(),
        triggers: Vec::new(),
        comment: None,
        privileges: Privileges::default(),
    };
    out.push(CreateView { view, replace: stmt.or_replace().is_some(), if_not_exists: false });
    Some(())
}

pub(super) fn create_materialized(
    stmt: &ast::CreateMaterializedView,
    out: &mut Lowered,
) -> Option<()> {
    let view = View {
        name: name(&stmt.view()?)?,
        materialized: true,
        definition: statement(stmt),
        reads: data::reads(stmt.syntax()),
        columns: None,
        uses: BTreeSet::new(),
        keys: BTreeSet::new(),
        indexes: Vec::new(),
        triggers: Vec::new(),
        comment: None,
        privileges: Privileges::default(),
    };
    let if_not_exists = stmt.if_not_exists().is_some();
    out.push(CreateView { view, replace: false, if_not_exists });
    Some(())
}

pub(super) fn alter(stmt: &ast::AlterView, out: &mut Lowered) -> Option<()> {
    use ast::AlterViewAction as Action;
    let action = stmt.action()?;
    let change = match &action {
        Action::ViewRenameTo(it) => ViewChange::Rename(parts(it.view()?.syntax()).pop()?),
        Action::SetSchema(it) => ViewChange::Schema(ident(&it.schema_ref()?)),
        Action::RenameColumn(it) => column(it)?,
        other => {
            if let Action::SetOptions(it) = other {
                note_options(it.attribute_list(), out);
            }
            ViewChange::Option(line(other))
        }
    };
    let if_exists = stmt.if_exists().is_some();
    out.push(AlterView { name: name(&stmt.view_ref()?)?, materialized: false, change, if_exists });
    Some(())
}

/// Says which options are none of a view's.
fn note_options(list: Option<ast::AttributeList>, out: &mut Lowered) {
    for option in list.into_iter().flat_map(|it| it.attribute_options()) {
        let Some(name) = option.name().filter(|_| option.namespace().is_none()) else { continue };
        let name = ident(&name);
        if !OPTIONS.contains(&&*name) {
            out.problem(range(option.syntax()), problem::unknown_option(&name));
        }
    }
}

const OPTIONS: &[&str] = &["check_option", "security_barrier", "security_invoker"];

fn column(action: &ast::RenameColumn) -> Option<ViewChange> {
    let (from, to) = (ident(&action.column_name_ref()?), ident(&action.column_name()?));
    Some(ViewChange::Column { from, to })
}

pub(super) fn alter_materialized(
    stmt: &ast::AlterMaterializedView,
    out: &mut Lowered,
) -> Option<()> {
    use ast::AlterMaterializedViewAction as Action;
    if stmt.all_in_tablespace().is_some() {
        out.opaque("ALTER MATERIALIZED VIEW", &statement(stmt), Vec::new());
        return Some(());
    }
    let name = name(&stmt.view_ref()?)?;
    let if_exists = stmt.if_exists().is_some();
    for action in stmt.action() {
        let change = match &action {
            Action::ViewRenameTo(it) => ViewChange::Rename(parts(it.view()?.syntax()).pop()?),
            Action::SetSchema(it) => ViewChange::Schema(ident(&it.schema_ref()?)),
            Action::RenameColumn(it) => column(it)?,
            other => ViewChange::Option(line(other)),
        };
        out.push(AlterView { name: name.clone(), materialized: true, change, if_exists });
    }
    Some(())
}

pub(super) fn drop(stmt: &ast::DropView, out: &mut Lowered) -> Option<()> {
    let (if_exists, cascade) = (stmt.if_exists().is_some(), cascades(stmt.drop_behavior()));
    for it in stmt.view_refs() {
        out.push(DropView { name: name(&it)?, materialized: false, if_exists, cascade });
    }
    Some(())
}

pub(super) fn drop_materialized(stmt: &ast::DropMaterializedView, out: &mut Lowered) -> Option<()> {
    let (if_exists, cascade) = (stmt.if_exists().is_some(), cascades(stmt.drop_behavior()));
    for it in stmt.view_refs() {
        out.push(DropView { name: name(&it)?, materialized: true, if_exists, cascade });
    }
    Some(())
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn unknown_option(name: &str) -> Problem {
        Problem::error("storage-parameter", format!("a view has no option `{name}`"))
    }
}
