//! Where the statements of a change end: what a changelog says stands between them.

use std::ops::Range;

/// What stands between statements besides semicolons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Delimiter {
    words: Vec<String>,
    /// Whether it only counts where a line begins.
    begins_line: bool,
    /// Whether it has to be all of its line.
    is_line: bool,
}

/// Parts of regular expressions that only allow space around a delimiter.
const SPACE: &[&str] = &["\\s*", "\\s+", "\\s", "\\n", "\\r", "\n", "\r", "^", "$"];

impl Delimiter {
    /// What a changelog gives as `endDelimiter`; nothing if that is the semicolon.
    ///
    /// Liquibase takes it for a regular expression, of which alternatives and space are read.
    pub(super) fn given(text: &str) -> Option<Self> {
        let bare = |it: &str| {
            let bare = SPACE.iter().fold(it.to_owned(), |it, space| it.replace(space, ""));
            if bare.is_empty() { it.replace("\\n", "\n").replace("\\r", "\r") } else { bare }
        };
        let parts = text.split('|').filter(|it| !it.is_empty()).map(bare);
        // `$$` and `|` are words, not expressions.
        let is_word = text.chars().all(|it| "|^$".contains(it));
        let mut words: Vec<String> = if is_word { vec![text.to_owned()] } else { parts.collect() };
        words.retain(|it| it != ";" && !it.is_empty());
        words.dedup();
        let begins_line = text.starts_with(['\n', '^']) || text.starts_with("\\n") || text == "/";
        (!words.is_empty()).then_some(Self { words, begins_line, is_line: false })
    }

    /// What counts besides the semicolon where a changelog gives nothing.
    pub(super) fn usual() -> Self {
        let words = vec!["go".to_owned(), "/".to_owned()];
        Self { words, begins_line: true, is_line: true }
    }

    /// Where it stands in a text, outside of what is quoted and of comments.
    pub(super) fn places(&self, text: &str) -> Vec<Range<usize>> {
        let (mut res, mut at) = (Vec::new(), 0);
        while let Some(rest) = text.get(at..).filter(|it| !it.is_empty()) {
            if let Some(length) = comment(rest) {
                at += length;
            } else if let Some(length) = self.length_at(text, at) {
                res.push(at..at + length);
                at += length;
            } else {
                at += quoted(rest).unwrap_or_else(|| rest.chars().next().map_or(1, char::len_utf8));
            }
        }
        res
    }

    /// How long the delimiter is that stands at a place, if one does.
    fn length_at(&self, text: &str, at: usize) -> Option<usize> {
        let (before, rest) = text.split_at_checked(at)?;
        if self.begins_line && !before.is_empty() && !before.ends_with('\n') {
            return None;
        }
        let is_word = |it: char| it.is_alphanumeric() || it == '_';
        let fits = |word: &&String| {
            let head = rest.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word));
            let behind = rest.get(word.len()..).unwrap_or_default();
            let joins = (word.starts_with(is_word) && before.ends_with(is_word))
                || (word.ends_with(is_word) && behind.starts_with(is_word));
            let line = behind.lines().next().unwrap_or_default();
            head && !joins && (!self.is_line || line.trim().is_empty())
        };
        self.words.iter().find(fits).map(String::len)
    }
}

/// The length of the comment that a text begins with.
fn comment(text: &str) -> Option<usize> {
    if text.starts_with("--") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    let inner = text.strip_prefix("/*")?;
    Some(inner.find("*/").map_or(text.len(), |it| it + 4))
}

/// The length of the quoted text that a text begins with.
fn quoted(text: &str) -> Option<usize> {
    let first = text.chars().next()?;
    let mark = match first {
        '\'' | '"' => text.get(..1)?,
        '$' => {
            let end = text.get(1..)?.find('$')? + 2;
            let tag = text.get(..end)?;
            let is_tag = |it: char| it.is_alphanumeric() || it == '_' || it == '$';
            tag.chars().all(is_tag).then_some(tag)?
        }
        _ => return None,
    };
    let inner = text.get(mark.len()..)?;
    inner.find(mark).map(|it| mark.len() + it + mark.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(delimiter: &Delimiter, text: &str, pieces: &[&str]) {
        let (mut found, mut at) = (Vec::new(), 0);
        for place in delimiter.places(text) {
            found.push(&text[at..place.start]);
            at = place.end;
        }
        found.push(&text[at..]);
        let found: Vec<&str> = found.into_iter().map(str::trim).collect();
        assert_eq!(found, pieces);
    }

    #[test]
    fn a_delimiter_inside_a_quoted_text_or_a_word_is_none() {
        let go = Delimiter::given("go").unwrap();
        check(&go, "select 'go', gogo\nGO\nselect 2", &["select 'go', gogo", "select 2"]);
        let sharp = Delimiter::given("#").unwrap();
        check(&sharp, "select '#' # select 2 -- #", &["select '#'", "select 2 -- #"]);
    }

    #[test]
    fn a_slash_counts_where_a_line_begins() {
        let slash = Delimiter::given("/").unwrap();
        check(&slash, "select 1 / 2\n/\nselect 3", &["select 1 / 2", "select 3"]);
        check(&Delimiter::usual(), "select 1\ngo\nselect\n/2", &["select 1", "select\n/2"]);
    }

    #[test]
    fn an_expression_is_read_as_its_words() {
        assert_eq!(Delimiter::given(";\\s*\\n|;\\s*$"), None);
        let go = Delimiter::given("\\ngo\\s*\\n|\\n\\ngo\\s*\\n").unwrap();
        check(&go, "select 1\ngo\nselect 2", &["select 1", "select 2"]);
        check(&Delimiter::given("$$").unwrap(), "a $$ b", &["a", "b"]);
    }
}
