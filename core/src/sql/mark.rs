//! What only one database reads, by which a text tells what it is for.

use std::ops::Range;

use super::Syntax;
use super::scan::{Scanner, TokenKind};
use crate::dialect::{self, Dialect};

/// How much of a text is looked at, in bytes: what tells it from others comes early.
const LOOKED_AT: usize = 200_000;

/// The first word or quote in a text that one database alone reads, and that database. A word of
/// the usual database goes before all others, and a word goes before a quote.
pub fn mark(text: &str) -> Option<(&'static Dialect, Range<usize>)> {
    let text = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or(text);
    let (mut by_word, mut by_quote) = (None, None);
    // The usual database's rules are good enough to tell words from comments and strings.
    for token in Scanner::new(text, Syntax::of(<&Dialect>::default())) {
        let (own, range) = (token.text(text), token.start..token.end);
        let found = match token.kind {
            TokenKind::Word => having(|it| it.marks.iter().any(|it| own.eq_ignore_ascii_case(it))),
            TokenKind::Mark if by_quote.is_none() => having(|it| own.chars().eq([it.quote])),
            _ => None,
        };
        let Some(dialect) = found else { continue };
        if dialect == <&Dialect>::default() {
            return Some((dialect, range));
        }
        let first = if token.kind == TokenKind::Word { &mut by_word } else { &mut by_quote };
        first.get_or_insert((dialect, range));
    }
    by_word.or(by_quote)
}

fn having(is: impl Fn(&Dialect) -> bool) -> Option<&'static Dialect> {
    dialect::ALL.iter().copied().find(|it| is(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(&str, &str)>) {
        let found = mark(text).map(|(dialect, range)| (dialect.name, &text[range]));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn what_one_database_alone_reads_tells_it() {
        check("CREATE TABLE t (id int AUTO_INCREMENT)", Some(("mysql", "AUTO_INCREMENT")));
        check("CREATE TABLE `t` (`id` int)", Some(("mysql", "`")));
        check(
            "CREATE TABLE `t` (id integer PRIMARY KEY autoincrement)",
            Some(("sqlite", "autoincrement")),
        );
        check("CREATE TABLE \"t\" (id int)", None);
    }

    #[test]
    fn what_the_usual_database_alone_reads_decides() {
        let text = "CREATE TABLE t (auto_increment int, data jsonb)";
        check(text, Some(("postgresql", "jsonb")));
    }

    #[test]
    fn comments_and_strings_tell_nothing() {
        check("-- as `t` with AUTO_INCREMENT\nSELECT 'a `b`', $$`c`$$", None);
    }
}
