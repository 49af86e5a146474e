//! Spans as people name places, and diagnostics with their excerpts.

use std::collections::BTreeSet;

use super::{DiagnosticView, Place, RemedyView};
use crate::diagnostic::Diagnostic;
use crate::project::{Project, Span};
use crate::replay::Run;

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
    pub(super) fn diagnostic(&self, diagnostic: &Diagnostic) -> DiagnosticView {
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
            asks: problem.asks.clone(),
            remedy: problem.remedy.as_ref().map(|it| RemedyView {
                choice: it.choice.word().to_owned(),
                value: it.value.clone(),
            }),
            place,
            excerpt: diagnostic.span.and_then(line),
            revision: None,
            way: None,
        }
    }

    /// What a revision's run met.
    pub(super) fn met(&self, run: &Run, revision: &str) -> Vec<DiagnosticView> {
        let met = run.diagnostics.iter().map(|it| DiagnosticView {
            revision: Some(revision.to_owned()),
            way: Some(run.direction.into()),
            ..self.diagnostic(it)
        });
        met.collect()
    }
}

/// The same place may complain on the way up and on the way down: it is told once.
pub(super) fn each_once(all: impl Iterator<Item = DiagnosticView>) -> Vec<DiagnosticView> {
    let mut seen = BTreeSet::new();
    all.filter(|it| {
        let place = it.place.as_ref().map(|it| (it.file.clone(), it.line, it.column));
        seen.insert((it.code.clone(), place, it.message.clone()))
    })
    .collect()
}
