//! Names, texts and places out of the syntax tree.

use std::ops::Range;

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use crate::name::Name;

/// A node's bytes in the text that was parsed.
pub(super) fn range(node: &SyntaxNode) -> Range<usize> {
    node.text_range().into()
}

/// A node to the letter.
pub(super) fn text(node: &impl AstNode) -> String {
    node.syntax().text().to_string().trim().to_owned()
}

/// A node to the letter, on one line: comments are left out, blanks become one blank.
pub(super) fn line(node: &impl AstNode) -> String {
    line_of(node.syntax())
}

pub(super) fn line_of(node: &SyntaxNode) -> String {
    let mut res = String::new();
    let tokens = node.descendants_with_tokens().filter_map(|it| it.into_token());
    for token in tokens {
        if !token.kind().is_trivia() {
            res += token.text();
        } else if !res.ends_with(' ') {
            res.push(' ');
        }
    }
    res.trim().to_owned()
}

/// The words of a clause as the manual writes them: `on delete cascade` is `ON DELETE CASCADE`.
pub(super) fn keywords(node: &impl AstNode) -> String {
    line(node).to_ascii_uppercase()
}

/// An identifier as the database stores it.
pub(super) fn ident(node: &impl AstNode) -> String {
    stored(ast::normalize_name_node(node.syntax()))
}

/// The identifier in a node as the database stores it.
pub(super) fn stored_name(node: &SyntaxNode) -> String {
    stored(ast::normalize_name_node(node))
}

/// A name as PostgreSQL stores it: what is longer than 63 bytes is cut, never within a character.
pub(in crate::sql) fn stored(mut name: String) -> String {
    name.truncate(name.floor_char_boundary(MAX_NAME));
    name
}

/// `NAMEDATALEN - 1`.
const MAX_NAME: usize = 63;

/// The parts of a dotted name.
pub(super) fn parts(node: &SyntaxNode) -> Vec<String> {
    let is_part = |it: &SyntaxNode| {
        matches!(it.kind(), SyntaxKind::PATH_SEGMENT | SyntaxKind::PATH_SEGMENT_REF)
    };
    node.descendants().filter(is_part).map(|it| stored(ast::normalize_name_node(&it))).collect()
}

/// The object that a node names; nothing if there is no name in it.
pub(super) fn name(node: &impl AstNode) -> Option<Name> {
    name_of(parts(node.syntax()))
}

/// The object that dotted parts name. A database before the schema is left out.
pub(super) fn name_of(mut parts: Vec<String>) -> Option<Name> {
    let name = parts.pop()?;
    Some(Name::new(parts.pop(), name))
}

/// The table and column that `schema.table.column` names.
pub(super) fn column(node: &impl AstNode) -> Option<(Name, String)> {
    let mut parts = parts(node.syntax());
    let column = parts.pop()?;
    Some((name_of(parts)?, column))
}

pub(super) fn columns(list: Option<ast::ColumnRefList>) -> Vec<String> {
    list.into_iter().flat_map(|it| it.column_name_refs()).map(|it| ident(&it)).collect()
}

/// An expression to the letter, without the parentheses around all of it.
pub(super) fn condition(expr: &ast::Expr) -> String {
    match expr {
        ast::Expr::ParenExpr(it) => it.expr().map_or_else(|| text(it), |it| condition(&it)),
        other => text(other),
    }
}

/// `CASCADE`, which is not the default.
pub(super) fn cascades(behavior: Option<ast::DropBehavior>) -> bool {
    matches!(behavior, Some(ast::DropBehavior::Cascade(_)))
}

/// The whole statement to the letter, without a semicolon.
pub(super) fn statement(node: &impl AstNode) -> String {
    text(node).trim_end_matches(';').trim_end().to_owned()
}
