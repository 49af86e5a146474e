//! The columns that a statement writes, which are those of its table, whatever else it reads.

use std::collections::BTreeSet;

use super::tokens::{Kind, Token};

/// The tokens that name a column of the table that an `INSERT` or `UPDATE` writes.
pub(super) fn assigned(tokens: &[Token<'_>]) -> BTreeSet<usize> {
    let mut res = BTreeSet::new();
    let is = |at: usize, words: &[&str]| is_word(tokens.get(at), words);
    if !is(0, &["insert", "update"]) {
        return res;
    }
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let opens = token.text == "(" && token.kind == Kind::Other;
        if opens && is(0, &["insert"]) && !is(at + 1, &["select", "with", "values"]) {
            // The columns of an `INSERT`, and those behind `ON CONFLICT`.
            let is_list = res.is_empty() && !says_rows(tokens, at)
                || at.checked_sub(1).is_some_and(|it| is(it, &["conflict"]));
            let listed = (at + 1..token.closed).filter(|it| is_listed(tokens, *it));
            res.extend(listed.filter(|_| is_list));
        }
        if is_word(Some(token), &["set"]) {
            set(tokens, at + 1, &mut res);
        }
        at = if opens { token.closed } else { at } + 1;
    }
    res
}

/// Whether the rows come before here: `VALUES (…)`, or a query.
fn says_rows(tokens: &[Token<'_>], at: usize) -> bool {
    let mut before = tokens.iter().take(at);
    before.any(|it| is_word(Some(it), &["values", "select", "set", "conflict"]))
}

/// `SET a = 1, (b, c) = (2, 3)`.
fn set(tokens: &[Token<'_>], mut at: usize, res: &mut BTreeSet<usize>) {
    let mut begins = true;
    while let Some(token) = tokens.get(at) {
        if is_word(Some(token), &["from", "where", "returning"]) {
            return;
        }
        let opens = token.text == "(" && token.kind == Kind::Other;
        if begins && opens {
            res.extend((at + 1..token.closed).filter(|it| is_listed(tokens, *it)));
        } else if begins && token.kind != Kind::Other {
            res.insert(at);
        }
        begins = token.text == "," && token.kind == Kind::Other;
        at = if opens { token.closed } else { at } + 1;
    }
}

/// Whether a name is all of an entry of a list, or stands at its beginning.
fn is_listed(tokens: &[Token<'_>], at: usize) -> bool {
    let is_name = tokens.get(at).is_some_and(|it| it.kind != Kind::Other);
    let before = at.checked_sub(1).and_then(|it| tokens.get(it)).map_or("", |it| it.text);
    let calls = tokens.get(at + 1).is_some_and(|it| it.text == "(");
    is_name && !calls && ["(", ","].contains(&before)
}

fn is_word(token: Option<&Token<'_>>, words: &[&str]) -> bool {
    token.is_some_and(|it| it.kind == Kind::Word && words.contains(&it.text))
}
