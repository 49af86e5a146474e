//! Files that hold both directions, with marks in comments that say which is which.

use super::Location;
use super::sql;
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
