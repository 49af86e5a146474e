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
    let mut own = BTreeSet::new();
    let mut found = Vec::new();
    for node in node.descendants() {
        if node.kind() == K::WITH_TABLE {
            let name = ast::WithTable::cast(node).and_then(|it| it.name());
            own.extend(name.map(|it| ident(&it)));
        } else if let Some(name) = read(&node) {
            found.push((node, name));
        }
    }
    let mut res: Vec<Name> = Vec::new();
    for (node, name) in found {
        let is_own = own.contains(&name.name) && is_of_with(&node, &name);
        if !is_own && !res.contains(&name) {
            res.push(name);
        }
    }
    res
}

/// The table that a part of a query reads: `FROM t`, or `TABLE t` in place of a query.
fn read(node: &SyntaxNode) -> Option<Name> {
    match node.kind() {
        K::RELATION_FROM_ITEM => {
            name(&ast::RelationFromItem::cast(node.clone())?.relation_name_ref()?)
        }
        K::TABLE => name(&ast::Table::cast(node.clone())?.relation_name()?),
        _ => None,
    }
}

/// Whether a table that is read is a query to which `WITH` gives this name, seen from there.
pub(super) fn is_of_with(node: &SyntaxNode, name: &Name) -> bool {
    let is_read = std::iter::successors(Some(node.clone()), SyntaxNode::parent)
        .take(2)
        .any(|it| read(&it).is_some());
    if name.schema.is_some() || !is_read {
        return false;
    }
    let is_it = |it: &ast::WithTable| it.name().is_some_and(|it| ident(&it) == name.name);
    let mut inner = node.clone();
    for outer in node.ancestors().skip(1) {
        let seen = match ast::WithClause::cast(outer.clone()) {
            // A query sees those before it, and itself only where it is recursive.
            Some(clause) if clause.recursive_token().is_none() => {
                let before = |it: &ast::WithTable| {
                    it.syntax().text_range().end() <= inner.text_range().start()
                };
                clause.with_tables().filter(before).any(|it| is_it(&it))
            }
            Some(clause) => clause.with_tables().any(|it| is_it(&it)),
            None => with_of(&outer).is_some_and(|clause| {
                *clause.syntax() != inner && clause.with_tables().any(|it| is_it(&it))
            }),
        };
        if seen {
            return true;
        }
        inner = outer;
    }
    false
}

/// The `WITH` of a query; that of a `UNION` stands before its first part.
fn with_of(query: &SyntaxNode) -> Option<ast::WithClause> {
    let own = query.children().find_map(ast::WithClause::cast);
    own.or_else(|| {
        let first = ast::CompoundSelect::cast(query.clone())?.syntax().children().next()?;
        with_of(&first)
    })
}
