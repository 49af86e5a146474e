//! Files that hold both directions, with marks in comments that say which is which.

use super::sql;
use super::{Location, Reading};
use crate::project::{FileId, Project, Span};

/// The folders with SQL files that have a line for the way up.
pub(super) fn claims(project: &Project, is_up: impl Fn(&str) -> bool) -> Vec<Location> {
    sql::folders(project, |file| {
        let text = file.text().filter(|_| file.name().ends_with(".sql"));
        text.is_some_and(|it| it.lines().any(&is_up))
    })
}

/// The lines of a text that tell something, each with where it stands; its end is the next line.
pub(super) fn marks<M>(
    file: FileId,
    text: &str,
    mark: impl Fn(&str) -> Option<M>,
) -> Vec<(Span, M)> {
    let mut end = 0;
    let line = |line: &str| {
        let start = end;
        end += line.len() as u32;
        Some((Span { file, start, end }, mark(line)?))
    };
    text.split_inclusive('\n').filter_map(line).collect()
}

/// Whether the last word of a line, before a comment, ends in a semicolon: so tools cut statements
/// that go by lines.
pub(super) fn ends_statement(line: &str) -> bool {
    let last = line.split_whitespace().take_while(|it| !it.starts_with("--")).last();
    last.is_some_and(|it| it.ends_with(';'))
}

/// The semicolons at which a tool that goes by lines ends a statement in the middle of one, the
/// first of each statement.
pub(super) fn cuts(reading: &Reading<'_>, section: Span, pieces: &[Span]) -> Vec<Span> {
    let statements = crate::sql::split(reading.project.excerpt(section), reading.dialect);
    let cut = |piece: &Span| {
        let source = reading.project.excerpt(*piece);
        let start = piece.start + source.rfind(';').unwrap_or_default() as u32;
        let at = (start - section.start) as usize;
        let inside = statements.iter().position(|it| it.range.start < at && at + 1 < it.range.end);
        Some((inside?, Span { start, end: start + 1, ..*piece }))
    };
    let mut cuts: Vec<(usize, Span)> = pieces.iter().filter_map(cut).collect();
    cuts.dedup_by_key(|it| it.0);
    cuts.into_iter().map(|it| it.1).collect()
}
