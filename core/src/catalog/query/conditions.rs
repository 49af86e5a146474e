//! What stands around the conditions of policies and triggers.

use super::super::expression::Piece;
use super::tokens::{Kind, Token, tokens};
use crate::dialect::POSTGRESQL;

/// The text with what `change` makes of the condition in each `USING (…)`, `CHECK (…)` and
/// `WHEN (…)`.
pub(super) fn changed(pieces: &[Piece<'_>], change: impl Fn(&str) -> String) -> String {
    let tokens = tokens(pieces);
    let text = |from, to| pieces.get(from..to).into_iter().flatten().map(Piece::text).collect();
    let (mut res, mut written, mut at) = (String::new(), 0, 0);
    while let (Some(word), Some(open)) = (tokens.get(at), tokens.get(at + 1)) {
        at += 1;
        if open.text != "(" {
            continue;
        }
        at = open.closed + 1;
        if is_word(word, &["using", "check", "when"]) {
            let end = tokens.get(open.closed).map_or(pieces.len(), |it| it.place);
            let outside: String = text(written, open.place + 1);
            let condition: String = text(open.place + 1, end);
            res += &(outside + &change(&condition));
            written = end;
        }
    }
    res + &text(written, pieces.len())
}

/// The text with another name for a column in `UPDATE OF a, b`.
pub(super) fn fired_by(pieces: &[Piece<'_>], from: &str, to: &str) -> String {
    let mut texts: Vec<&str> = pieces.iter().map(Piece::text).collect();
    let quoted = POSTGRESQL.quote_name(to);
    let tokens = tokens(pieces);
    let is_list = |it: &[Token<'_>]| matches!(it, [update, of] if is_word(update, &["update"]) && is_word(of, &["of"]));
    let begin = tokens.windows(2).position(is_list).map_or(tokens.len(), |it| it + 2);
    let listed = tokens.iter().skip(begin).take_while(|it| !is_word(it, &["on", "or"]));
    for column in listed.filter(|it| it.text == from && it.kind != Kind::Other) {
        texts.get_mut(column.place).into_iter().for_each(|it| *it = &quoted);
    }
    texts.concat()
}

fn is_word(token: &Token<'_>, words: &[&str]) -> bool {
    token.kind == Kind::Word && words.contains(&token.text)
}
