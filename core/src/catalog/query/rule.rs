//! The statements of a rule: what stands behind its `DO`.

use std::ops::Range;

use super::super::expression::Piece;
use super::body::statements;
use super::tokens::{Kind, Token, tokens};

/// The rule with what `change` makes of each of its statements.
pub(super) fn changed(pieces: &[Piece<'_>], change: impl Fn(&str) -> String) -> String {
    let tokens = tokens(pieces);
    statements(pieces, &tokens, actions(&tokens), change)
}

/// The tokens of the statements: one, or several in parentheses.
fn actions(tokens: &[Token<'_>]) -> Range<usize> {
    let is = |at: usize, words: &[&str]| {
        tokens.get(at).is_some_and(|it| it.kind == Kind::Word && words.contains(&it.text))
    };
    let mut at = 0;
    while at < tokens.len() && !is(at, &["do"]) {
        at = tokens.get(at).filter(|it| it.text == "(").map_or(at, |it| it.closed) + 1;
    }
    let start = at + 1 + usize::from(is(at + 1, &["also", "instead"]));
    match tokens.get(start) {
        Some(open) if open.text == "(" => start + 1..open.closed,
        Some(_) if !is(start, &["nothing"]) => start..tokens.len(),
        _ => tokens.len()..tokens.len(),
    }
}
