//! Spans as people name places, and diagnostics with their excerpts.

use super::{DiagnosticView, Place};
use crate::diagnostic::Diagnostic;
use crate::project::{Project, Span};

/// A line that is longer than this, in bytes, tells a reader nothing.
const MAX_LINE: usize = 2000;

/// Finds places in a project's files.
#[derive(Clone, Copy)]
pub(super) struct Places<'p> {
    pub project: &'p Project,
}

impl Places<'_> {
    /// The place of a span; an empty one if its file is not of this project.
    pub(super) fn place(&self, span: Span) -> Place {
        let Some(file) = self.project.file(span.file) else { return Place::default() };
        let start = file.line_column(span.start);
        let end = file.line_column(span.end.max(span.start));
        Place {
            file: file.path.clone(),
            line: start.line,
            column: start.column,
            end_line: end.line,
        }
    }

    /// A diagnostic with its place and the line that it is in.
    pub(super) fn diagnostic(
        &self,
        diagnostic: &Diagnostic,
        revision: Option<&str>,
    ) -> DiagnosticView {
        let problem = &diagnostic.problem;
        let place = diagnostic.span.map(|it| self.place(it));
        let line = |span: Span| {
            let file = self.project.file(span.file)?;
            let line = file.line(file.line_column(span.start).line)?;
            (line.len() <= MAX_LINE).then(|| line.to_owned())
        };
        DiagnosticView {
            severity: problem.severity.word().to_owned(),
            code: problem.code.to_owned(),
            message: problem.message.clone(),
            help: problem.help.clone(),
            place,
            excerpt: diagnostic.span.and_then(line),
            revision: revision.map(str::to_owned),
        }
    }
}
