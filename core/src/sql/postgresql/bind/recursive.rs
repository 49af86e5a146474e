//! `WITH RECURSIVE`: a query that reads itself begins with rows of its own, and adds to them.

use squawk_syntax::ast::{self, AstNode, SelectVariant};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::syntax::{ident, parts};
use super::grouping::is_aggregate;
use super::write::NAMES_A_TABLE;
use super::{Binder, problem};

impl Binder<'_> {
    /// Says why a query cannot read itself as it does.
    pub(super) fn recursion(&mut self, query: &ast::WithQuery, name: &str) {
        if !reads(query.syntax(), name) {
            return;
        }
        let compound = ast::CompoundSelect::cast(query.syntax().clone());
        let is_union = |it: &ast::CompoundSelect| {
            let mut words = it.syntax().children().filter_map(|it| it.first_token());
            words.any(|it| it.kind() == SyntaxKind::UNION_KW)
        };
        let parts = compound.filter(is_union).map(|it| it.syntax().clone());
        let parts = parts.iter().flat_map(|it| it.children().filter_map(SelectVariant::cast));
        let why = match parts.collect::<Vec<_>>().as_slice() {
            [first, _] if reads(first.syntax(), name) => "what it begins with cannot read it",
            [_, second] if combines(second.syntax()) => {
                "what it adds cannot ask an aggregate function"
            }
            [_, _] => return,
            _ => "it begins with rows of its own, and adds to them by `UNION`",
        };
        self.problem(query.syntax(), problem::recursive(name, why));
    }
}

/// Whether a query reads what is called so around it.
fn reads(query: &SyntaxNode, name: &str) -> bool {
    let mut named = query.descendants().filter(|it| NAMES_A_TABLE.contains(&it.kind()));
    named.any(|it| parts(&it).as_slice() == [name] && !is_hidden(&it, query, name))
}

/// Whether a `WITH` between calls something else so.
fn is_hidden(place: &SyntaxNode, query: &SyntaxNode, name: &str) -> bool {
    let above = place.ancestors().take_while(|it| Some(it) != query.parent().as_ref());
    let clauses = above.flat_map(|it| it.children().filter_map(ast::WithClause::cast));
    let mut named = clauses.flat_map(|it| it.with_tables()).filter_map(|it| it.name());
    named.any(|it| ident(&it) == name)
}

/// Whether a query makes one value of many rows.
fn combines(query: &SyntaxNode) -> bool {
    let clause = query.children().find(|it| it.kind() == SyntaxKind::SELECT_CLAUSE);
    clause.is_some_and(|clause| clause.descendants().any(|it| is_aggregate(&it, &clause)))
}
