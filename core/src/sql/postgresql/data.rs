//! Which tables a statement reads and writes.

use std::collections::BTreeSet;

use squawk_syntax::SyntaxNode;
use squawk_syntax::ast::{self, AstNode, Stmt};

use super::super::lowered::Lowered;
use super::syntax::{ident, name};
use crate::name::Name;

/// Notes the tables whose rows a statement touches.
pub(super) fn note_tables(stmt: &Stmt, out: &mut Lowered) {
    if !touches_rows(stmt) {
        return;
    }
    for node in stmt.syntax().descendants() {
        if let Some(written) = written(&node) {
            out.write(written);
        }
    }
    for read in reads(stmt.syntax()) {
        out.read(read);
    }
}

fn touches_rows(stmt: &Stmt) -> bool {
    matches!(
        stmt,
        Stmt::CompoundSelect(_)
            | Stmt::Copy(_)
            | Stmt::CreateMaterializedView(_)
            | Stmt::CreateTableAs(_)
            | Stmt::Delete(_)
            | Stmt::Insert(_)
            | Stmt::Merge(_)
            | Stmt::ParenSelect(_)
            | Stmt::Select(_)
            | Stmt::SelectInto(_)
            | Stmt::Table(_)
            | Stmt::Truncate(_)
            | Stmt::Update(_)
            | Stmt::Values(_)
    )
}

/// The table that a part of a statement writes to.
fn written(node: &SyntaxNode) -> Option<Name> {
    if let Some(it) = ast::Insert::cast(node.clone()) {
        return name(&it.relation_name_ref()?);
    }
    if let Some(it) = ast::Update::cast(node.clone()) {
        return name(&it.relation_name()?);
    }
    if let Some(it) = ast::Delete::cast(node.clone()) {
        return name(&it.relation_name()?);
    }
    if let Some(it) = ast::Merge::cast(node.clone()) {
        return name(&it.table_relation_name()?);
    }
    if let Some(it) = ast::Copy::cast(node.clone()) {
        let from = matches!(it.copy_direction(), Some(ast::CopyDirection::CopyFrom(_)));
        return name(&it.copy_table().filter(|_| from)?.table_name_ref()?);
    }
    let table = ast::TableRelationName::cast(node.clone())?;
    let truncated = node.ancestors().any(|it| ast::Truncate::can_cast(it.kind()));
    name(&table).filter(|_| truncated)
}

/// The tables and views that the queries in a node read, in order, without those it names itself.
pub(super) fn reads(node: &SyntaxNode) -> Vec<Name> {
    let own: BTreeSet<String> = node
        .descendants()
        .filter_map(ast::WithTable::cast)
        .filter_map(|it| Some(ident(&it.name()?)))
        .collect();
    let mut res: Vec<Name> = Vec::new();
    for item in node.descendants().filter_map(ast::RelationFromItem::cast) {
        let Some(name) = item.relation_name_ref().and_then(|it| name(&it)) else { continue };
        let is_own = name.schema.is_none() && own.contains(&name.name);
        if !is_own && !res.contains(&name) {
            res.push(name);
        }
    }
    res
}
