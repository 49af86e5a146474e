//! Blanks out what the parser does not know and we need not know.

use super::super::Syntax;
use super::super::scan::{Scanner, Token, TokenKind};

/// A statement as the parser takes it. Every place stays the same.
pub(super) struct Adapted {
    pub(super) sql: String,
    /// The predicate of an index, to the letter.
    pub(super) predicate: Option<String>,
    /// `FULLTEXT` or `SPATIAL`.
    pub(super) index_prefix: Option<String>,
}

/// Takes out the predicate and the prefix of an index, the `BINARY` behind a text type, and the
/// `VISIBLE` behind the columns of an index, which it is without the word, too.
pub(super) fn adapted(sql: &str, kind: &str, syntax: Syntax) -> Adapted {
    let significant = Scanner::new(sql, syntax).filter(|it| it.is_significant());
    let tokens: Vec<Token> = significant.collect();
    let mut blanks = Vec::new();
    let mut res = Adapted { sql: sql.to_owned(), predicate: None, index_prefix: None };
    let mut depth = 0_usize;
    for (idx, token) in tokens.iter().enumerate() {
        let text = token.text(sql);
        let is = |words: &[&str]| {
            token.kind == TokenKind::Word && words.iter().any(|it| text.eq_ignore_ascii_case(it))
        };
        match text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if kind == "CREATE INDEX" && depth == 0 && is(&["where"]) {
            res.predicate = sql.get(token.end..).map(|it| it.trim().to_owned());
            blanks.push(token.start..sql.len());
            break;
        }
        if kind == "CREATE INDEX" && idx == 1 && is(&["fulltext", "spatial"]) {
            res.index_prefix = Some(text.to_ascii_uppercase());
            blanks.push(token.start..token.end);
        }
        let before = idx.checked_sub(1).and_then(|it| tokens.get(it)).map(|it| it.text(sql));
        if kind.ends_with(" TABLE") && is(&["binary"]) && before.is_some_and(ends_text_type) {
            blanks.push(token.start..token.end);
        }
        let after = tokens.get(idx + 1).map(|it| it.text(sql));
        let ends = after.is_none_or(|it| [",", ")", ";"].contains(&it));
        if is(&["visible"]) && before == Some(")") && ends {
            blanks.push(token.start..token.end);
        }
    }
    let mut bytes = sql.as_bytes().to_vec();
    for range in blanks {
        if let Some(part) = bytes.get_mut(range) {
            part.fill(b' ');
        }
    }
    // Whole tokens are blanked, so no character is cut in two.
    if let Ok(blanked) = String::from_utf8(bytes) {
        res.sql = blanked;
    }
    res
}

fn ends_text_type(word: &str) -> bool {
    let types = [")", "char", "varchar", "text", "tinytext", "mediumtext", "longtext"];
    types.iter().any(|it| word.eq_ignore_ascii_case(it))
}
