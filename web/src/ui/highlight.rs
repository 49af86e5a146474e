//! Says which parts of a text are words, strings, comments and numbers, so that code reads well.
//!
//! It colors, and decides nothing: the core's parsers know what a text means. Whatever it makes
//! of a text, the parts put together are the text.

use std::ops::Range;

/// What a part of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Plain,
    Keyword,
    /// A quoted name of SQL, or a decorator of Python.
    Name,
    Text,
    Number,
    Comment,
}

impl Kind {
    /// The word that the style sheet knows it by; nothing for what is not colored.
    pub fn word(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Keyword => Some("keyword"),
            Self::Name => Some("name"),
            Self::Text => Some("text"),
            Self::Number => Some("number"),
            Self::Comment => Some("comment"),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Sql,
    Python,
}

impl Language {
    /// The language of the core's word for it.
    pub fn from_word(word: &str) -> Self {
        if word == "python" { Self::Python } else { Self::Sql }
    }
}

/// A part of one line, in bytes of that line.
pub type Part = (Kind, Range<usize>);

/// Some lines of a text, counted from zero, each with its parts. A final line break makes no line
/// of its own.
///
/// What is before them is read to know what they begin in, and kept nowhere: a text may be a dump.
pub fn lines(text: &str, language: Language, wanted: Range<usize>) -> Vec<(&str, Vec<Part>)> {
    let bytes = bytes_of(text, &wanted);
    let mut at = bytes.start;
    let mut parts = parts(text, language, &bytes).into_iter().peekable();
    let mut res = Vec::new();
    for line in text.get(bytes).unwrap_or_default().split_inclusive('\n') {
        let shown = line.trim_end_matches(['\n', '\r']);
        let end = at + shown.len();
        let mut here = Vec::new();
        while let Some((kind, range)) = parts.peek().cloned() {
            let (start, stop) = (range.start.max(at), range.end.min(end));
            if start < stop {
                here.push((kind, start - at..stop - at));
            }
            if range.end > at + line.len() {
                break;
            }
            parts.next();
        }
        res.push((shown, here));
        at += line.len();
    }
    res
}

/// Where some lines are in a text.
fn bytes_of(text: &str, wanted: &Range<usize>) -> Range<usize> {
    let mut ends = text.match_indices('\n').map(|(at, _)| at + 1);
    let before = wanted.start.checked_sub(1).map(|last| ends.nth(last));
    let start = before.map_or(0, |it| it.unwrap_or(text.len()));
    let count = wanted.len().checked_sub(1);
    let end = count.map_or(start, |last| ends.nth(last).unwrap_or(text.len()));
    start..end
}

/// The parts of a text that have some of these bytes, which follow one another without a gap.
fn parts(text: &str, language: Language, bytes: &Range<usize>) -> Vec<Part> {
    let mut res: Vec<Part> = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty() && at < bytes.end) {
        let (kind, len) = match language {
            Language::Sql => sql_part(rest),
            Language::Python => python_part(rest),
        };
        let end = at + len.max(1).min(rest.len());
        let end = (end..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
        match res.last_mut() {
            _ if end <= bytes.start => {}
            Some((last, range)) if *last == kind && kind == Kind::Plain => range.end = end,
            _ => res.push((kind, at..end)),
        }
        at = end;
    }
    res
}

fn sql_part(rest: &str) -> (Kind, usize) {
    let mut chars = rest.chars();
    let first = chars.next().unwrap_or_default();
    match (first, chars.next()) {
        ('-', Some('-')) => (Kind::Comment, line_len(rest)),
        ('/', Some('*')) => (Kind::Comment, block_comment_len(rest)),
        ('\'', _) => (Kind::Text, quoted_len(rest, '\'')),
        ('"' | '`', _) => (Kind::Name, quoted_len(rest, first)),
        ('$', _) => dollar_part(rest),
        _ => word_part(rest, is_sql_keyword),
    }
}

fn python_part(rest: &str) -> (Kind, usize) {
    let prefix =
        rest.len() - rest.trim_start_matches(['r', 'b', 'f', 'u', 'R', 'B', 'F', 'U']).len();
    let quoted = rest.get(prefix..).filter(|_| prefix <= 2).unwrap_or_default();
    if quoted.starts_with(['"', '\'']) {
        return (Kind::Text, prefix + python_text_len(quoted));
    }
    match rest.chars().next() {
        Some('#') => (Kind::Comment, line_len(rest)),
        Some('@') => (Kind::Name, 1 + word_len(rest.get(1..).unwrap_or_default())),
        _ => word_part(rest, |word| PYTHON_KEYWORDS.binary_search(&word).is_ok()),
    }
}

fn word_part(rest: &str, is_keyword: impl Fn(&str) -> bool) -> (Kind, usize) {
    let first = rest.chars().next().unwrap_or_default();
    if first.is_ascii_digit() {
        let len = rest.find(|it: char| !(it.is_ascii_alphanumeric() || it == '.' || it == '_'));
        return (Kind::Number, len.unwrap_or(rest.len()));
    }
    let len = word_len(rest);
    match rest.get(..len) {
        Some(word) if len > 0 && is_keyword(word) => (Kind::Keyword, len),
        _ => (Kind::Plain, len.max(first.len_utf8())),
    }
}

fn word_len(rest: &str) -> usize {
    rest.find(|it: char| !(it.is_alphanumeric() || it == '_')).unwrap_or(rest.len())
}

fn line_len(rest: &str) -> usize {
    rest.find('\n').unwrap_or(rest.len())
}

/// The length of a quoted part; a doubled quote inside stands for itself.
fn quoted_len(rest: &str, quote: char) -> usize {
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((at, it)) = chars.next() {
        if it != quote {
            continue;
        }
        if chars.peek().is_some_and(|(_, next)| *next == quote) {
            chars.next();
        } else {
            return at + it.len_utf8();
        }
    }
    rest.len()
}

/// The length of a comment; those of `PostgreSQL` nest.
fn block_comment_len(rest: &str) -> usize {
    let mut depth = 0_u32;
    let mut at = 0;
    while let Some(here) = rest.as_bytes().get(at..at + 2) {
        match here {
            b"/*" => depth += 1,
            b"*/" => depth = depth.saturating_sub(1),
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// `$$ … $$` and `$tag$ … $tag$` are texts; `$1` is a number.
fn dollar_part(rest: &str) -> (Kind, usize) {
    let inner = rest.get(1..).unwrap_or_default();
    let tag_len = word_len(inner);
    if inner.starts_with(|it: char| it.is_ascii_digit()) {
        return (Kind::Number, 1 + tag_len);
    }
    let (Some(tag), Some(body)) = (rest.get(..tag_len + 2), rest.get(tag_len + 2..)) else {
        return (Kind::Plain, 1);
    };
    if !tag.ends_with('$') {
        return (Kind::Plain, 1);
    }
    (Kind::Text, body.find(tag).map_or(rest.len(), |at| at + 2 * tag.len()))
}

fn python_text_len(quoted: &str) -> usize {
    let quote = quoted.get(..1).unwrap_or_default();
    let triple = quote.repeat(3);
    let end = if quoted.starts_with(&triple) { triple.as_str() } else { quote };
    let mut at = end.len();
    while let Some(rest) = quoted.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(end) {
            return at + end.len();
        }
        if end.len() == 1 && rest.starts_with('\n') {
            return at;
        }
        let escaped = if rest.starts_with('\\') { 1 } else { 0 };
        at += rest.chars().take(1 + escaped).map(char::len_utf8).sum::<usize>();
    }
    quoted.len()
}

fn is_sql_keyword(word: &str) -> bool {
    SQL_KEYWORDS.binary_search(&word.to_ascii_lowercase().as_str()).is_ok()
}

const PYTHON_KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue",
    "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if", "import",
    "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while",
    "with", "yield",
];

const SQL_KEYWORDS: &[&str] = &[
    "action",
    "add",
    "after",
    "all",
    "alter",
    "always",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "auto_increment",
    "autoincrement",
    "before",
    "begin",
    "between",
    "bigint",
    "bigserial",
    "boolean",
    "by",
    "bytea",
    "cascade",
    "case",
    "cast",
    "change",
    "char",
    "character",
    "charset",
    "check",
    "collate",
    "column",
    "comment",
    "commit",
    "concurrently",
    "conflict",
    "constraint",
    "create",
    "cross",
    "current_date",
    "current_timestamp",
    "cycle",
    "data",
    "database",
    "date",
    "decimal",
    "declare",
    "default",
    "deferrable",
    "deferred",
    "delete",
    "desc",
    "disable",
    "distinct",
    "do",
    "domain",
    "double",
    "drop",
    "each",
    "else",
    "enable",
    "end",
    "engine",
    "enum",
    "exclude",
    "execute",
    "exists",
    "extension",
    "false",
    "float",
    "for",
    "foreign",
    "from",
    "full",
    "function",
    "generated",
    "grant",
    "group",
    "having",
    "identity",
    "if",
    "immediate",
    "in",
    "including",
    "increment",
    "index",
    "initially",
    "inner",
    "insert",
    "instead",
    "int",
    "integer",
    "interval",
    "into",
    "is",
    "join",
    "json",
    "jsonb",
    "key",
    "language",
    "left",
    "like",
    "limit",
    "lock",
    "longtext",
    "materialized",
    "mediumtext",
    "modify",
    "natural",
    "no",
    "not",
    "null",
    "numeric",
    "of",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "owner",
    "partition",
    "policy",
    "precision",
    "primary",
    "procedure",
    "raise",
    "range",
    "real",
    "references",
    "rename",
    "replace",
    "restrict",
    "return",
    "returning",
    "returns",
    "revoke",
    "right",
    "rollback",
    "row",
    "rule",
    "schema",
    "select",
    "sequence",
    "serial",
    "set",
    "smallint",
    "sqlite",
    "start",
    "stored",
    "table",
    "temporary",
    "text",
    "then",
    "time",
    "timestamp",
    "timestamptz",
    "tinyint",
    "to",
    "transaction",
    "trigger",
    "true",
    "truncate",
    "type",
    "union",
    "unique",
    "unsigned",
    "update",
    "using",
    "uuid",
    "valid",
    "validate",
    "values",
    "varchar",
    "varying",
    "view",
    "when",
    "where",
    "with",
    "without",
    "zone",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The colored parts of a text, one a line: `kind text`.
    fn check(text: &str, language: Language, expected: &[(Kind, &str)]) {
        let colored: Vec<(Kind, &str)> = lines(text, language, 0..usize::MAX)
            .into_iter()
            .flat_map(|(line, parts)| parts.into_iter().map(move |(kind, at)| (kind, &line[at])))
            .filter(|(kind, _)| *kind != Kind::Plain)
            .collect();
        assert_eq!(colored, expected);
    }

    #[test]
    fn keywords_are_sorted_because_they_are_looked_up_by_halving() {
        assert!(SQL_KEYWORDS.is_sorted() && PYTHON_KEYWORDS.is_sorted());
    }

    #[test]
    fn sql_is_told_apart() {
        check(
            "CREATE TABLE \"a b\" (n int DEFAULT 1.5, t text DEFAULT 'it''s'); -- end",
            Language::Sql,
            &[
                (Kind::Keyword, "CREATE"),
                (Kind::Keyword, "TABLE"),
                (Kind::Name, "\"a b\""),
                (Kind::Keyword, "int"),
                (Kind::Keyword, "DEFAULT"),
                (Kind::Number, "1.5"),
                (Kind::Keyword, "text"),
                (Kind::Keyword, "DEFAULT"),
                (Kind::Text, "'it''s'"),
                (Kind::Comment, "-- end"),
            ],
        );
    }

    #[test]
    fn a_text_may_run_over_lines() {
        check(
            "DO $x$\nselect '$$'\n$x$;",
            Language::Sql,
            &[
                (Kind::Keyword, "DO"),
                (Kind::Text, "$x$"),
                (Kind::Text, "select '$$'"),
                (Kind::Text, "$x$"),
            ],
        );
        check(
            "/* a /* b */\nc */1",
            Language::Sql,
            &[(Kind::Comment, "/* a /* b */"), (Kind::Comment, "c */"), (Kind::Number, "1")],
        );
    }

    #[test]
    fn some_lines_are_colored_as_they_are_in_the_whole() {
        let text = "SELECT 1;\n/* a\nb */ SELECT 'c\nd';\r\n-- e\n";
        let whole = lines(text, Language::Sql, 0..usize::MAX);
        assert_eq!(whole.len(), 5);
        for start in 0..6 {
            for end in start..7 {
                let some = lines(text, Language::Sql, start..end);
                let (start, end) = (start.min(5), end.min(5));
                assert_eq!(some, whole[start..end], "{start}..{end}");
            }
        }
    }

    #[test]
    fn python_is_told_apart() {
        check(
            "@x\ndef f():\n    \"\"\"a\n'b\"\"\"\n    return rb'\\'c' # d",
            Language::Python,
            &[
                (Kind::Name, "@x"),
                (Kind::Keyword, "def"),
                (Kind::Text, "\"\"\"a"),
                (Kind::Text, "'b\"\"\""),
                (Kind::Keyword, "return"),
                (Kind::Text, "rb'\\'c'"),
                (Kind::Comment, "# d"),
            ],
        );
    }

    #[test]
    fn the_parts_together_are_the_text() {
        let odd =
            ["'", "\"", "$", "$$", "$a", "/*", "é'ü", "r", "'''", "\"\\", "@", "\r\n-", "😀1"];
        for language in [Language::Sql, Language::Python] {
            for (left, right) in
                odd.iter().flat_map(|left| odd.iter().map(move |right| (left, right)))
            {
                let text = format!("{left} {right}{left}\n{right}");
                let parts = parts(&text, language, &(0..text.len()));
                let whole: String = parts.into_iter().map(|(_, at)| text[at].to_owned()).collect();
                assert_eq!(whole, text);
            }
        }
    }
}
