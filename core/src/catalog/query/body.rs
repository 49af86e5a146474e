//! The body of a function that is part of its syntax: `BEGIN ATOMIC …; END` and `RETURN …`.

use std::ops::Range;

use super::super::expression::Piece;
use super::tokens::{Kind, Token, tokens};
use crate::name::Name;

pub(super) fn is_there(pieces: &[Piece<'_>]) -> bool {
    begin(&tokens(pieces)).is_some()
}

/// The text with what `change` makes of each statement of the body.
pub(super) fn changed(pieces: &[Piece<'_>], change: impl Fn(&str) -> String) -> String {
    let tokens = tokens(pieces);
    let begin = begin(&tokens).unwrap_or(tokens.len());
    statements(pieces, &tokens, begin..tokens.len(), change)
}

/// The text with what `change` makes of each of the statements that these tokens are.
pub(super) fn statements(
    pieces: &[Piece<'_>],
    tokens: &[Token<'_>],
    body: Range<usize>,
    change: impl Fn(&str) -> String,
) -> String {
    let text = |from, to| -> String {
        pieces.get(from..to).into_iter().flatten().map(Piece::text).collect()
    };
    let place = |at: usize| tokens.get(at).map_or(pieces.len(), |it| it.place);
    let (mut from, end) = (place(body.start), place(body.end));
    let mut res = text(0, from);
    let body = tokens.get(body).unwrap_or_default();
    for end in body.iter().filter(|it| it.text == ";" && it.kind == Kind::Other) {
        res += &(change(&text(from, end.place)) + end.text);
        from = end.place + 1;
    }
    res + &change(&text(from, end)) + &text(end, pieces.len())
}

/// The first token of the body.
fn begin(tokens: &[Token<'_>]) -> Option<usize> {
    let is = |at: usize, word| tokens.get(at).is_some_and(|it| is_word(it, word));
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token.text {
            "(" => at = token.closed,
            "return" if token.kind == Kind::Word => return Some(at + 1),
            "begin" if is(at + 1, "atomic") => return Some(at + 2),
            _ => {}
        }
        at += 1;
    }
    None
}

/// The table whose rows an `INSERT` or `UPDATE` writes, and how it calls them.
pub(super) fn written(pieces: &[Piece<'_>]) -> Option<(Name, String)> {
    let tokens = tokens(pieces);
    let is = |at: usize, word| tokens.get(at).is_some_and(|it| is_word(it, word));
    let name = |at: usize| tokens.get(at).filter(|it| it.kind != Kind::Other).map(|it| it.text);
    let begins = is(0, "update") || is(0, "insert") && is(1, "into");
    let mut at = if is(0, "update") { 1 } else { 2 } + usize::from(is(1, "only"));
    let mut table = Name::plain(name(at).filter(|_| begins)?);
    if tokens.get(at + 1).is_some_and(|it| it.text == ".") {
        table = Name::new(Some(&*table.name), name(at + 2)?);
        at += 2;
    }
    let at = at + 1 + usize::from(is(at + 1, "as"));
    let has_alias =
        !["set", "values", "select", "default", "overriding"].iter().any(|it| is(at, it));
    let alias = name(at).filter(|_| has_alias).map(ToOwned::to_owned);
    let called = alias.unwrap_or_else(|| table.name.clone());
    Some((table.key(), called))
}

fn is_word(token: &Token<'_>, word: &str) -> bool {
    token.kind == Kind::Word && token.text == word
}
