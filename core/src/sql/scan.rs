//! Tokens of SQL text, as coarse as splitting and naming statements need them.

use super::Syntax;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Space,
    Comment,
    /// A keyword or an unquoted identifier.
    Word,
    /// A quoted identifier.
    Quoted,
    /// A string, however it is quoted.
    Text,
    Number,
    /// Any other single character, or an operator's first part.
    Mark,
}

/// A token and its place in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// False for a string, comment or quoted identifier that the text ends within.
    pub(super) closed: bool,
}

impl Token {
    /// Whether it means something to the database.
    pub(super) fn is_significant(self) -> bool {
        !matches!(self.kind, TokenKind::Space | TokenKind::Comment)
    }

    /// Its text in `text`, which must be the one it was read from.
    pub(super) fn text(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// Reads tokens one by one. Every byte of the text belongs to exactly one.
pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    syntax: Syntax,
    /// MySQL's `DELIMITER`, if it is not the semicolon: no word runs into it.
    pub(super) delimiter: Option<&'a str>,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str, syntax: Syntax) -> Self {
        Self { text, at: 0, syntax, delimiter: None }
    }

    /// What is left to read.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn token(&mut self, kind: TokenKind, end: Option<usize>) -> Token {
        let start = self.at;
        self.at = end.unwrap_or(self.text.len()).min(self.text.len());
        Token { kind, start, end: self.at, closed: end.is_some() }
    }

    fn string(&mut self, quote_at: usize, escapes: Escapes) -> Token {
        let end = end_of_quoted(self.text.as_bytes(), quote_at, escapes);
        self.token(TokenKind::Text, end)
    }

    fn word(&mut self) -> Token {
        let bytes = self.text.as_bytes();
        let mut end = self.at + 1;
        while bytes.get(end).is_some_and(|it| is_word_byte(*it)) && !self.is_delimiter_at(end) {
            end += 1;
        }
        let is_e = self.syntax == Syntax::PostgreSql
            && end == self.at + 1
            && matches!(self.byte(self.at), Some(b'e' | b'E'));
        if is_e && self.byte(end) == Some(b'\'') {
            return self.string(end, Escapes::Backslash);
        }
        self.token(TokenKind::Word, Some(end))
    }

    fn is_delimiter_at(&self, at: usize) -> bool {
        self.delimiter.is_some_and(|it| {
            self.text.as_bytes().get(at..).is_some_and(|rest| rest.starts_with(it.as_bytes()))
        })
    }

    fn line_end(&self) -> usize {
        self.rest().find('\n').map_or(self.text.len(), |at| self.at + at)
    }

    fn block_comment(&mut self) -> Token {
        let nested = self.syntax == Syntax::PostgreSql;
        let bytes = self.text.as_bytes();
        let (mut at, mut depth) = (self.at + 2, 1_usize);
        let end = loop {
            match bytes.get(at..at + 2) {
                None => break None,
                Some(b"*/") => {
                    depth -= 1;
                    at += 2;
                    if depth == 0 {
                        break Some(at);
                    }
                }
                Some(b"/*") if nested => {
                    depth += 1;
                    at += 2;
                }
                Some(_) => at += 1,
            }
        };
        self.token(TokenKind::Comment, end)
    }

    /// `$tag$ … $tag$`, or a lone dollar sign.
    fn dollar(&mut self) -> Token {
        let rest = self.rest();
        let tag_len = rest
            .bytes()
            .skip(1)
            .position(|it| !is_word_byte(it) || it == b'$')
            .map_or(rest.len(), |at| at + 1);
        let starts_well = rest.as_bytes().get(1).is_some_and(|it| !it.is_ascii_digit());
        let Some(tag) = rest.get(..=tag_len).filter(|it| it.ends_with('$') && starts_well) else {
            let end = self.at + 1;
            return self.token(TokenKind::Mark, Some(end));
        };
        let body = rest.get(tag.len()..).unwrap_or_default();
        let end = body.find(tag).map(|at| self.at + at + 2 * tag.len());
        self.token(TokenKind::Text, end)
    }
}

impl Iterator for Scanner<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let first = self.byte(self.at)?;
        let second = self.byte(self.at + 1);
        let syntax = self.syntax;
        let postgresql = syntax == Syntax::PostgreSql;
        let mysql = syntax == Syntax::MySql;
        let token = match (first, second) {
            (b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C, _) => {
                let blanks = self.rest().bytes().take_while(|it| is_blank(*it)).count();
                let end = self.at + blanks;
                self.token(TokenKind::Space, Some(end))
            }
            (b'-', Some(b'-')) if !mysql || starts_mysql_comment(self.byte(self.at + 2)) => {
                let end = self.line_end();
                self.token(TokenKind::Comment, Some(end))
            }
            (b'#', _) if mysql => {
                let end = self.line_end();
                self.token(TokenKind::Comment, Some(end))
            }
            // MySQL runs what stands in `/*! … */`.
            (b'/', Some(b'*')) if !(mysql && self.byte(self.at + 2) == Some(b'!')) => {
                self.block_comment()
            }
            (b'\'', _) => {
                let escapes = if mysql { Escapes::Backslash } else { Escapes::Doubled };
                self.string(self.at, escapes)
            }
            (b'"', _) if mysql => self.string(self.at, Escapes::Backslash),
            (b'"' | b'`', _) if first == b'"' || !postgresql => {
                let end = end_of_quoted(self.text.as_bytes(), self.at, Escapes::Doubled);
                self.token(TokenKind::Quoted, end)
            }
            (b'[', _) if syntax == Syntax::Sqlite => {
                let end = self.rest().find(']').map(|at| self.at + at + 1);
                self.token(TokenKind::Quoted, end)
            }
            (b'$', _) if postgresql => self.dollar(),
            (b'0'..=b'9', _) => {
                let digits = self.rest().bytes().take_while(|it| is_number_byte(*it)).count();
                let end = self.at + digits;
                self.token(TokenKind::Number, Some(end))
            }
            _ if is_word_start(first) => self.word(),
            _ => {
                let end = self.at + 1;
                self.token(TokenKind::Mark, Some(end))
            }
        };
        Some(token)
    }
}

/// How a quoted thing holds its own quote.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escapes {
    Doubled,
    Backslash,
}

/// Where the quoted thing ends whose opening quote is at `start`; nothing if it never ends.
fn end_of_quoted(bytes: &[u8], start: usize, escapes: Escapes) -> Option<usize> {
    let quote = *bytes.get(start)?;
    let mut at = start + 1;
    loop {
        let byte = *bytes.get(at)?;
        if byte == b'\\' && escapes == Escapes::Backslash {
            at += 2;
        } else if byte != quote {
            at += 1;
        } else if bytes.get(at + 1) == Some(&quote) {
            at += 2;
        } else {
            return Some(at + 1);
        }
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0B | 0x0C)
}

fn starts_mysql_comment(third: Option<u8>) -> bool {
    third.is_none_or(|it| is_blank(it) || it.is_ascii_control())
}

fn is_word_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte == b'$' || byte >= 0x80
}

fn is_word_byte(byte: u8) -> bool {
    is_word_start(byte) || byte.is_ascii_digit()
}

fn is_number_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str, syntax: Syntax) -> Vec<(TokenKind, &str)> {
        Scanner::new(text, syntax)
            .filter(|it| it.is_significant())
            .map(|it| (it.kind, it.text(text)))
            .collect()
    }

    #[test]
    fn a_dollar_quote_ends_at_its_own_tag() {
        let found = kinds("$a$ $b$ ; $$ $a$ $1", Syntax::PostgreSql);
        assert_eq!(found[0], (TokenKind::Text, "$a$ $b$ ; $$ $a$"));
        assert_eq!(found[1], (TokenKind::Mark, "$"));
    }

    #[test]
    fn only_an_escape_string_knows_backslashes() {
        assert_eq!(kinds(r"E'\'' 'b'", Syntax::PostgreSql)[0].1, r"E'\''");
        assert_eq!(kinds(r"'\' 'b'", Syntax::PostgreSql)[0].1, r"'\'");
        assert_eq!(kinds(r"'\'' 'b'", Syntax::MySql)[0].1, r"'\''");
    }

    #[test]
    fn comments_nest_on_postgresql_alone() {
        assert_eq!(kinds("/* /* */ a */ b", Syntax::PostgreSql).len(), 1);
        assert_eq!(kinds("/* /* */ a", Syntax::Sqlite), [(TokenKind::Word, "a")]);
    }

    #[test]
    fn an_open_string_runs_to_the_end_and_says_so() {
        let last = Scanner::new("a 'b", Syntax::PostgreSql).last().expect("a token");
        assert_eq!((last.start, last.end, last.closed), (2, 4, false));
    }
}
