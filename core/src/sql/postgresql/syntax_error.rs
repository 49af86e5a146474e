//! What the parser refuses, in words: where PostgreSQL would stop, and why.

use std::ops::Range;

use rowan::{TextRange, TextSize};
use squawk_parser::{is_reserved_keyword, is_type_func_name_keyword};
use squawk_syntax::plpgsql::Plpgsql;
use squawk_syntax::{SourceFile, SyntaxKind};

use super::reserved;
use crate::diagnostic::Problem;

/// A place that can't be read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Unread {
    pub(super) place: Range<usize>,
    pub(super) why: Why,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Why {
    /// squawk says this of it.
    Parser(String),
    /// The word is a name only in quotes.
    Name,
    /// Nothing of the kind can stand there.
    Word,
}

/// What is said of it.
#[derive(Debug, PartialEq)]
pub(super) struct SyntaxError {
    /// The word at which reading stops, in bytes of the text.
    pub(super) place: Range<usize>,
    pub(super) reason: String,
    /// The word, if it is one that is a name only in quotes.
    reserved: Option<String>,
}

impl SyntaxError {
    pub(super) fn new(text: &str, unread: &Unread) -> Self {
        let place = unread.place.clone();
        let word = text.get(place.clone()).unwrap_or_default();
        let reserved = match &unread.why {
            Why::Parser(message) => return Self::of_parser(text, place, message),
            Why::Name => Some(word.to_owned()),
            Why::Word => None,
        };
        Self { place, reason: stops_at(word), reserved }
    }

    /// The first of a body; `text` gives what its places count in, which is asked for only then.
    pub(super) fn first_in(body: &Plpgsql, text: impl FnOnce() -> String) -> Option<Self> {
        if let Some(error) = body.errors().first() {
            return Some(Self::of_parser(&text(), error.range().into(), error.message()));
        }
        let Unread { place, why } = reserved::in_tree(&body.syntax()).into_iter().next()?;
        let at = |it: usize| TextSize::try_from(it).ok();
        let place = body.source_range(TextRange::new(at(place.start)?, at(place.end)?)).into();
        Some(Self::new(&text(), &Unread { place, why }))
    }

    /// squawk's message of a place. What it expected is told in the names of its own tokens, and
    /// says less than the word at which it stopped.
    pub(super) fn of_parser(text: &str, place: Range<usize>, message: &str) -> Self {
        let message = message.lines().next().unwrap_or_default().trim_end_matches('.');
        let is_of_grammar = ["expected ", "missing "].iter().any(|it| message.starts_with(it));
        let Some((kind, next)) = next_token(text, place.start) else {
            let last = text.trim_end().len();
            let reason = match is_of_grammar {
                true => "it ends too early".to_owned(),
                false => lower_first(message),
            };
            return Self {
                place: text.floor_char_boundary(last.saturating_sub(1))..last,
                reason,
                reserved: None,
            };
        };
        let word = text.get(next.clone()).unwrap_or_default();
        let is_reserved = (is_reserved_keyword(kind) || is_type_func_name_keyword(kind))
            && (is_of_grammar || message.ends_with("is a reserved keyword"));
        Self {
            place: if place.is_empty() || is_of_grammar { next } else { place },
            reason: if is_of_grammar { stops_at(word) } else { lower_first(message) },
            reserved: is_reserved.then(|| word.to_owned()),
        }
    }

    /// The problem of what is not read, with what helps if there is something to say of this one.
    pub(super) fn within(&self, problem: Problem) -> Problem {
        let Some(word) = &self.reserved else { return problem };
        problem.help(format!(
            "`{word}` is a reserved word: as a name it stands in quotes, `\"{word}\"`"
        ))
    }
}

/// The first token from a place on that is no blank or comment.
fn next_token(text: &str, from: usize) -> Option<(SyntaxKind, Range<usize>)> {
    let tree = SourceFile::parse(text.get(from..)?).syntax_node();
    let mut tokens = tree.descendants_with_tokens().filter_map(|it| it.into_token());
    let token = tokens.find(|it| !it.kind().is_trivia())?;
    let range: Range<usize> = token.text_range().into();
    Some((token.kind(), from + range.start..from + range.end))
}

fn stops_at(word: &str) -> String {
    format!("syntax error at `{}`", word.lines().next().unwrap_or_default())
}

/// A message as part of a sentence; a word in capitals keeps them.
fn lower_first(message: &str) -> String {
    let mut chars = message.chars();
    let first = chars.next();
    if chars.clone().next().is_some_and(char::is_uppercase) {
        return message.to_owned();
    }
    first.map(|it| it.to_ascii_lowercase()).into_iter().chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_the_word_at_which_reading_stops() {
        let text = "CREATE TABLE t (a int, -- so\n case int)";
        let error = SyntaxError::of_parser(text, 22..22, "expected R_PAREN");
        assert_eq!(error.reason, "syntax error at `case`");
        assert_eq!(text.get(error.place.clone()), Some("case"));
        assert_eq!(error.reserved.as_deref(), Some("case"));
        let error = SyntaxError::of_parser("ALTER TABLE ", 11..11, "expected path name");
        assert_eq!((error.place, error.reason.as_str()), (10..11, "it ends too early"));
        let error =
            SyntaxError::of_parser("SELECT (DEFAULT)", 8..15, "DEFAULT is not allowed here");
        assert_eq!((error.place, error.reason.as_str()), (8..15, "DEFAULT is not allowed here"));
    }
}
