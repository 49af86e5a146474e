//! Variables of a `DO` block that hold what a condition asks: `there := EXISTS (SELECT …)`.

use squawk_syntax::ast::{self, AstNode};
use squawk_syntax::{SyntaxKind, SyntaxNode};

use super::super::Syntax;
use super::super::scan::{Scanner, TokenKind};
use super::assigned;
use super::known::Known;
use super::syntax::{line_of, range};

/// The condition with each variable in it replaced by what was assigned to it just before, as far
/// as that is certain.
pub(super) fn filled_in(condition: &str, at: &SyntaxNode, known: &Known) -> String {
    let significant = Scanner::new(condition, Syntax::PostgreSql);
    let mut res = String::new();
    for token in significant {
        let text = token.text(condition);
        let value = match token.kind {
            TokenKind::Word => value_of(text, at, known),
            _ => None,
        };
        match value {
            Some(value) => res.push_str(&format!("({value})")),
            None => res.push_str(text),
        }
    }
    res
}

/// What a variable holds when a statement is reached: the last assignment before it in the same
/// body, or else the one of its declaration, if nothing in between may change it.
fn value_of(name: &str, at: &SyntaxNode, known: &Known) -> Option<String> {
    for before in std::iter::successors(at.prev_sibling(), SyntaxNode::prev_sibling) {
        if let Some((target, value)) = assignment(&before)
            && target.eq_ignore_ascii_case(name)
        {
            return Some(value);
        }
        let is_assigned = |it: &SyntaxNode| assignment(it).is_some_and(|it| sets(&it, name));
        let is_set = |it| assigned::sets(&it, name);
        if before.descendants().any(|it| is_assigned(&it))
            || before.descendants().filter_map(ast::PlpgsqlStmt::cast).any(is_set)
            || known.sets(&range(&before), name)
        {
            return None;
        }
    }
    let block = at.parent()?.parent().and_then(ast::PlpgsqlBlock::cast)?;
    let declared = block.declare_section()?.decls().map(|it| line_of(it.syntax()));
    declared.filter_map(|it| split(&it)).find_map(|(head, value)| {
        let target = head.split_whitespace().next().unwrap_or_default();
        target.eq_ignore_ascii_case(name).then_some(value)
    })
}

fn sets((target, _): &(String, String), name: &str) -> bool {
    target.eq_ignore_ascii_case(name)
}

/// What the blocks and loops around a node name besides columns: variables, labels, and what every
/// block has.
pub(super) fn all(node: &SyntaxNode) -> Vec<String> {
    // A body may hold thousands of statements, each of which asks for this.
    let is_before_body = |it: &SyntaxNode| !ast::PlpgsqlStmt::can_cast(it.kind());
    let heads = node.ancestors().flat_map(|it| it.children().take_while(is_before_body));
    let lines = heads.flat_map(|it| match it.kind() {
        SyntaxKind::PLPGSQL_DECLARE_SECTION => it.children().map(|it| line_of(&it)).collect(),
        SyntaxKind::PLPGSQL_FOR_VARIABLE => vec![line_of(&it)],
        SyntaxKind::PLPGSQL_LABEL => vec![line_of(&it).replace(['<', '>'], " ")],
        _ => Vec::new(),
    });
    let first = |line: String| {
        let word = line.split_whitespace().next()?.trim_end_matches(',');
        Some(match word.strip_prefix('"') {
            Some(quoted) => quoted.trim_end_matches('"').to_owned(),
            None => word.to_lowercase(),
        })
    };
    let of_every_block = ["found", "sqlerrm", "sqlstate"].map(str::to_owned);
    lines.filter_map(first).chain(of_every_block).collect()
}

/// A declaration with its first value: `name text := 'x'` and `name text DEFAULT 'x'`.
pub(super) fn declared(line: &str) -> Option<(String, String)> {
    let (head, value) = split(line).or_else(|| {
        let at = line.to_ascii_lowercase().find(" default ")?;
        let value = line.get(at + " default ".len()..)?.trim_end_matches(';').trim();
        Some((line.get(..at)?.to_owned(), value.to_owned()))
    })?;
    Some((head.split_whitespace().next()?.to_owned(), value))
}

/// The type of a declaration, if it is one word: `name date := '2024-01-01'`.
pub(super) fn ty(line: &str) -> Option<String> {
    let mut words = line.split([' ', ';', ':', '=']).filter(|it| !it.is_empty()).skip(1);
    let ty = words.find(|it| !it.eq_ignore_ascii_case("constant"))?.to_ascii_lowercase();
    let behind = line.to_ascii_lowercase();
    let (_, behind) = behind.split_once(&format!(" {ty}"))?;
    let ends = [";", ":", "=", "default ", "not null"];
    let behind = behind.trim_start();
    (behind.is_empty() || ends.iter().any(|it| behind.starts_with(it))).then_some(ty)
}

/// `name := value` or `name = value` taken apart.
pub(super) fn assignment(node: &SyntaxNode) -> Option<(String, String)> {
    if node.kind() != SyntaxKind::PLPGSQL_ASSIGN_STMT {
        return None;
    }
    split(&line_of(node))
}

/// PL/pgSQL takes `=` for `:=`.
fn split(text: &str) -> Option<(String, String)> {
    let at = text.find('=')?;
    let (target, value) = (text.get(..at)?, text.get(at + 1..)?);
    let target = target.strip_suffix(':').unwrap_or(target);
    if target.ends_with(['<', '>', '!', '=']) || value.starts_with(['>', '=']) {
        return None;
    }
    let value = value.trim().trim_end_matches(';').trim_end();
    Some((target.trim().to_owned(), value.to_owned()))
}
