//! Takes out of a text what the parser does not know where it stands, so that it reads the rest.

use std::borrow::Cow;
use std::ops::Range;

use super::super::Syntax;
use super::super::scan::{Scanner, Token};
use super::exclusion;

/// The text with blanks for what the parser stumbles over. Every place stays the same.
pub(super) fn blanked(text: &str) -> Cow<'_, str> {
    let mut unknown = Vec::new();
    if mentions(text, "exclude") {
        unknown.extend(exclusion::ways_to_keep(&Tokens::of(text)));
    }
    if mentions(text, "collate") && mentions(text, "between") {
        unknown.extend(collations(&Tokens::of(text)));
    }
    if unknown.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for range in unknown {
        if let Some(part) = bytes.get_mut(range) {
            part.fill(b' ');
        }
    }
    // Whole tokens are blanked, so no character is cut in two.
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Whether a word is somewhere in a text, in any case.
fn mentions(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|it| it.eq_ignore_ascii_case(word.as_bytes()))
}

/// Each collation before `BETWEEN`: the parser takes the two for the end of an expression.
fn collations(tokens: &Tokens<'_>) -> Vec<Range<usize>> {
    let collated = (0..tokens.all.len()).filter(|at| tokens.says(*at, "collate"));
    let of_comparison = collated.filter_map(|at| {
        let behind = tokens.behind_name(at + 1);
        let word = behind + usize::from(tokens.says(behind, "not"));
        tokens.says(word, "between").then(|| tokens.range(at, behind)).flatten()
    });
    of_comparison.collect()
}

/// The words of a text, without space and comments.
pub(super) struct Tokens<'t> {
    text: &'t str,
    pub(super) all: Vec<Token>,
}

impl<'t> Tokens<'t> {
    fn of(text: &'t str) -> Self {
        let significant = Scanner::new(text, Syntax::PostgreSql).filter(|it| it.is_significant());
        Self { text, all: significant.collect() }
    }

    pub(super) fn says(&self, at: usize, word: &str) -> bool {
        self.all.get(at).is_some_and(|it| it.text(self.text).eq_ignore_ascii_case(word))
    }

    /// The bytes from one word to another.
    pub(super) fn range(&self, from: usize, to: usize) -> Option<Range<usize>> {
        self.all.get(from).zip(self.all.get(to)).map(|(from, to)| from.start..to.start)
    }

    /// The place behind a name, which may have dots.
    pub(super) fn behind_name(&self, start: usize) -> usize {
        let mut at = start + 1;
        while self.says(at, ".") {
            at += 2;
        }
        at
    }

    /// The place behind the parenthesis that closes one, or the end.
    pub(super) fn behind_parentheses(&self, start: usize) -> usize {
        let mut depth = 0_usize;
        for at in start..self.all.len() {
            depth += usize::from(self.says(at, "("));
            depth = depth.saturating_sub(usize::from(self.says(at, ")")));
            if depth == 0 {
                return at + 1;
            }
        }
        self.all.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_parser_does_not_know_is_blanked_and_the_rest_stays() {
        let blank = |text: &str| blanked(text).split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(
            blank(
                "EXCLUDE USING gist (c inet_ops WITH &&, lower(d) COLLATE \"C\" x.ops DESC WITH =)"
            ),
            "EXCLUDE USING gist (c WITH &&, lower(d) COLLATE \"C\" WITH =)"
        );
        assert_eq!(
            blank("exclude ((a + b) o (n = 1) NULLS LAST with OPERATOR(p.=)) WHERE (a with b)"),
            "exclude ((a + b) with OPERATOR(p.=)) WHERE (a with b)"
        );
        assert_eq!(blank("EXCLUDE (c"), "EXCLUDE (c");
        assert_eq!(
            blank("a COLLATE x.\"C\" NOT BETWEEN b AND c collate y between"),
            "a NOT BETWEEN b AND c between"
        );
    }
}
