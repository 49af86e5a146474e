//! Which tables a statement reads and writes.

use std::collections::BTreeSet;

use squawk_syntax::ast::{self, AstNode, Stmt};
use squawk_syntax::{SyntaxKind as K, SyntaxNode};

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
    let of = || node.clone();
    match node.kind() {
        K::INSERT => name(&ast::Insert::cast(of())?.relation_name_ref()?),
        K::UPDATE => name(&ast::Update::cast(of())?.relation_name()?),
        K::DELETE => name(&ast::Delete::cast(of())?.relation_name()?),
        K::MERGE => name(&ast::Merge::cast(of())?.table_relation_name()?),
        K::COPY => {
            let copy = ast::Copy::cast(of())?;
            let from = matches!(copy.copy_direction(), Some(ast::CopyDirection::CopyFrom(_)));
            name(&copy.copy_table().filter(|_| from)?.table_name_ref()?)
        }
        K::TABLE_RELATION_NAME => {
            let truncated = node.ancestors().any(|it| ast::Truncate::can_cast(it.kind()));
            name(&ast::TableRelationName::cast(of())?).filter(|_| truncated)
        }
        _ => None,
    }
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
