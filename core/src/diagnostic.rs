//! What we tell the user: one shape for everything found in their files.

use std::collections::BTreeSet;

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
}

impl Problem {
    pub fn error(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, severity: Severity::Error, message: message.into(), help: None }
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

    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
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

/// The codes of problems that leave the schema behind them uncertain.
const UNKNOWN: &[&str] = &[
    "client-command",
    "conditional-ddl",
    "dynamic-sql",
    "unfollowed-call",
    "unfollowed-statement",
    "unknown-columns",
    "unparsed-statement",
    "unterminated-text",
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
        self.also.push((span, words.into()));
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
