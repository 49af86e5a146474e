//! What we tell the user: one shape for everything found in their files.

pub mod code;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::project::Span;

/// How much a problem takes away from the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The answer is right, and the reader should know something.
    Note,
    /// The answer is right; running it may hurt.
    Warning,
    /// Part of the answer is missing or may be wrong.
    Error,
}

impl Severity {
    /// The word people read: `note`, `warning` or `error`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// Something that is wrong, before anyone knows where.
///
/// The layer that knows the place turns it into a [`Diagnostic`], see [`Report::keep`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Stable, kebab-case: what is the case.
    pub code: &'static str,
    pub severity: Severity,
    /// One line: what is the case, the user's names in backticks, no final stop.
    pub message: String,
    /// What to do about it, if we know. Starts with a verb.
    pub help: Option<String>,
    /// The name that the user could give a value for to solve it.
    pub asks: Option<String>,
    /// Where the user has a choice that solves it, or tells more.
    pub remedy: Option<Box<Remedy>>,
}

/// A choice that the user has when a project is read. Help does not say where it is made: each
/// front end has its own place for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    pub choice: Choice,
    /// What to choose, where one thing is meant.
    pub value: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The database that the SQL is for.
    Database,
    /// The format in which the files are read.
    Format,
    /// The folders that hold the migrations.
    Folders,
    /// What the database holds before the first revision.
    Baseline,
}

impl Choice {
    /// The word that front ends know it by.
    pub fn word(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Format => "format",
            Self::Folders => "folders",
            Self::Baseline => "baseline",
        }
    }
}

impl Problem {
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        let message = visible(&message.into()).into_owned();
        Self { code, severity: Severity::Error, message, help: None, asks: None, remedy: None }
    }

    pub fn warning(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    pub fn note(code: &'static str, message: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, message) }
    }

    /// Whether something runs that nobody here can know.
    pub fn is_unknown(&self) -> bool {
        UNKNOWN.contains(&self.code)
    }

    /// Whether the run ends here. What cannot be read is taken to be wrong; what cannot be known may
    /// well run.
    pub fn is_refusal(&self) -> bool {
        let is_unread = [code::UNPARSED_STATEMENT, code::UNTERMINATED_TEXT].contains(&self.code);
        self.severity == Severity::Error && (is_unread || !self.is_unknown())
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(visible(&help.into()).into_owned());
        self
    }

    /// Without a value for this name, which the user may give.
    #[must_use]
    pub fn asks(mut self, name: impl Into<String>) -> Self {
        self.asks = Some(visible(&name.into()).into_owned());
        self
    }

    /// A choice of the user's solves it, or tells more.
    #[must_use]
    pub fn remedy(mut self, choice: Choice) -> Self {
        self.remedy = Some(Box::new(Remedy { choice, value: None }));
        self
    }

    /// The same, and this is what to choose.
    #[must_use]
    pub fn remedy_with(mut self, choice: Choice, value: impl Into<String>) -> Self {
        self.remedy = Some(Box::new(Remedy { choice, value: Some(value.into()) }));
        self
    }

    /// The problem at its place.
    pub fn at(self, span: Span) -> Diagnostic {
        Diagnostic { problem: self, span: Some(span), also: Vec::new() }
    }

    /// The problem of a project as a whole, which has no single place.
    pub fn without_place(self) -> Diagnostic {
        Diagnostic { problem: self, span: None, also: Vec::new() }
    }
}

/// The text with escapes for all that ends a line, steers a terminal or turns the direction of
/// reading: a name from a file must not change how what we say is read.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_steering) {
        return Cow::Borrowed(text);
    }
    let mut res = String::with_capacity(text.len() + 8);
    for char in text.chars() {
        match is_steering(char) {
            // Writing to a string does not fail.
            true => drop(write!(res, "{}", char.escape_default())),
            false => res.push(char),
        }
    }
    Cow::Owned(res)
}

fn is_steering(char: char) -> bool {
    let turns =
        matches!(char, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    char.is_control() || turns || matches!(char, '\u{2028}' | '\u{2029}')
}

/// The codes of problems that leave the schema behind them uncertain.
const UNKNOWN: &[&str] = &[
    code::CLIENT_COMMAND,
    code::CONDITIONAL_DDL,
    code::DYNAMIC_SQL,
    code::UNFOLLOWED_CALL,
    code::UNFOLLOWED_STATEMENT,
    code::UNKNOWN_COLUMNS,
    code::UNPARSED_STATEMENT,
    code::UNTERMINATED_TEXT,
];

/// A problem with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub problem: Problem,
    /// Where; nothing if the project as a whole is meant.
    pub span: Option<Span>,
    /// Other places that explain this one, each with a few words.
    pub also: Vec<(Span, String)>,
}

impl Diagnostic {
    #[must_use]
    pub fn also(mut self, span: Span, words: impl Into<String>) -> Self {
        self.also.push((span, visible(&words.into()).into_owned()));
        self
    }
}

/// Collects what went wrong while the work goes on.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub diagnostics: Vec<Diagnostic>,
    /// The places and codes of all that was pushed.
    seen: BTreeSet<(Option<Span>, &'static str)>,
}

impl Report {
    /// Keeps the value, or notes the problem at `span` and goes on without one.
    pub fn keep<T>(&mut self, span: Span, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.note(span, problem)).ok()
    }

    /// Notes a problem at its place.
    pub fn note(&mut self, span: Span, problem: Problem) {
        self.push(problem.at(span));
    }

    /// Notes a diagnostic, unless the very same one is there already.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let is_new = self.seen.insert((diagnostic.span, diagnostic.problem.code));
        if is_new || !self.diagnostics.contains(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Problem, code, visible};

    #[test]
    fn what_cannot_be_known_is_no_refusal() {
        assert!(!Problem::error(code::DYNAMIC_SQL, "…").is_refusal());
        assert!(!Problem::warning("unknown-table", "…").is_refusal());
        assert!(Problem::error(code::UNPARSED_STATEMENT, "…").is_refusal());
        assert!(Problem::error("unknown-table", "…").is_refusal());
    }

    #[test]
    fn a_name_with_a_line_break_leaves_the_message_on_one_line() {
        let problem = Problem::error("missing-table", "no table `a\nb\u{2028}c`");
        assert_eq!(problem.message, "no table `a\\nb\\u{2028}c`");
    }

    #[test]
    fn a_name_can_neither_color_the_terminal_nor_turn_the_text() {
        assert_eq!(visible("\u{1b}[31mred\u{202e}"), "\\u{1b}[31mred\\u{202e}");
        assert_eq!(visible("größe 表 \u{1F600}"), "größe 表 \u{1F600}");
    }
}
