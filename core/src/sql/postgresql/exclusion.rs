//! Takes out of a constraint that excludes what the parser does not know there: how the index under
//! it keeps an element.

use std::borrow::Cow;
use std::ops::Range;

use super::super::Syntax;
use super::super::scan::{Scanner, Token};

/// The text with blanks for the operator class and the order of each element of `EXCLUDE (…)`. Every
/// place stays the same.
pub(super) fn blanked(text: &str) -> Cow<'_, str> {
    if !mentions(text, "exclude") {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for range in ways_to_keep(text) {
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

/// What stands between each element of the constraints and its `WITH`, but for the collation.
fn ways_to_keep(text: &str) -> Vec<Range<usize>> {
    let significant = Scanner::new(text, Syntax::PostgreSql).filter(|it| it.is_significant());
    let tokens = Tokens { text, all: significant.collect() };
    let mut res = Vec::new();
    let mut at = 0;
    while at < tokens.all.len() {
        let list = if tokens.says(at + 1, "using") { at + 3 } else { at + 1 };
        at = match tokens.says(at, "exclude") && tokens.says(list, "(") {
            true => tokens.keep_ways(list, &mut res),
            false => at + 1,
        };
    }
    res
}

struct Tokens<'t> {
    text: &'t str,
    all: Vec<Token>,
}

impl Tokens<'_> {
    fn says(&self, at: usize, word: &str) -> bool {
        self.all.get(at).is_some_and(|it| it.text(self.text).eq_ignore_ascii_case(word))
    }

    /// Adds those of the list that begins with the token at `list`, and gives the place behind it.
    fn keep_ways(&self, list: usize, ways: &mut Vec<Range<usize>>) -> usize {
        let end = self.behind_parentheses(list);
        let (mut depth, mut element) = (0_usize, None);
        for at in list..end {
            if self.says(at, ")") {
                depth = depth.saturating_sub(1);
            }
            match depth {
                1 if self.says(at, ",") => element = Some(at + 1),
                1 if self.says(at, "with") => {
                    let from = element.take().map_or(at, |it| self.behind_element(it).min(at));
                    let range = self.all.get(from).zip(self.all.get(at));
                    ways.extend(range.map(|(from, with)| from.start..with.start));
                }
                _ => {}
            }
            if self.says(at, "(") {
                depth += 1;
                element = if depth == 1 { Some(at + 1) } else { element };
            }
        }
        end
    }

    /// The place behind what is compared: `room`, `lower(room)`, `(a + b)`, `name COLLATE "C"`.
    fn behind_element(&self, start: usize) -> usize {
        let name = if self.says(start, "(") { start } else { self.behind_name(start) };
        let at = if self.says(name, "(") { self.behind_parentheses(name) } else { name };
        if self.says(at, "collate") { self.behind_name(at + 1) } else { at }
    }

    /// The place behind a name, which may have dots.
    fn behind_name(&self, start: usize) -> usize {
        let mut at = start + 1;
        while self.says(at, ".") {
            at += 2;
        }
        at
    }

    /// The place behind the parenthesis that closes one, or the end.
    fn behind_parentheses(&self, start: usize) -> usize {
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
    fn what_the_index_keeps_is_blanked_and_the_rest_stays() {
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
    }
}
