//! What only one database reads, by which a text tells what it is for.

use std::ops::Range;

use super::Syntax;
use super::scan::{Scanner, TokenKind};
use crate::dialect::{self, Dialect};

/// How much of a text is looked at, in bytes: what tells it from others comes early.
const LOOKED_AT: usize = 200_000;

/// A place in a text that one database alone reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub dialect: &'static Dialect,
    pub range: Range<usize>,
    /// Whether it is a quote around a name, which several databases but the usual one may share.
    pub is_quote: bool,
}

/// The words and quotes in a text that one database alone reads.
pub fn marks(text: &str) -> impl Iterator<Item = Mark> {
    let text = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or(text);
    // The usual database's rules are good enough to tell words from comments and strings.
    Scanner::new(text, Syntax::of(<&Dialect>::default())).filter_map(|token| {
        let own = token.text(text);
        let is_quote = token.kind == TokenKind::Mark;
        let dialect = match token.kind {
            TokenKind::Word => having(|it| it.marks.iter().any(|it| own.eq_ignore_ascii_case(it))),
            TokenKind::Mark => having(|it| own.chars().eq([it.quote])),
            _ => None,
        }?;
        Some(Mark { dialect, range: token.start..token.end, is_quote })
    })
}

fn having(is: impl Fn(&Dialect) -> bool) -> Option<&'static Dialect> {
    dialect::ALL.iter().copied().find(|it| is(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = marks(text).map(|it| (it.dialect.name, &text[it.range]));
        assert_eq!(found.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn what_one_database_alone_reads_tells_it() {
        check("CREATE TABLE t (id int AUTO_INCREMENT)", &[("mysql", "AUTO_INCREMENT")]);
        check("DROP TABLE `t`", &[("mysql", "`"), ("mysql", "`")]);
        check("id integer PRIMARY KEY autoincrement", &[("sqlite", "autoincrement")]);
        check("CREATE TABLE \"t\" (id int, data jsonb)", &[("postgresql", "jsonb")]);
    }

    #[test]
    fn comments_and_strings_tell_nothing() {
        check("-- as `t` with AUTO_INCREMENT\nSELECT 'a `b`', $$`c`$$", &[]);
    }
}
