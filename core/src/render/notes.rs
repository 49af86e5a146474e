//! Comments that say inside a script what could not be known of it.

use std::fmt::Write as _;

use crate::diagnostic::{Diagnostic, Severity, visible};
use crate::project::Project;
use crate::replay::Run;

/// Stands above a statement that may not run.
pub(super) const MAYBE: &str =
    "-- Not certain: whether the next statement runs can't be known without the database.\n";

/// What is missing from a step, and where; nothing if all of it is known.
pub(super) fn of_run(project: &Project, run: &Run) -> String {
    let mut res = String::new();
    if run.complete {
        return res;
    }
    res.push_str("-- INCOMPLETE: not all that this revision does can be known from its files.\n");
    res += &told(project, run);
    res.push('\n');
    res
}

/// What is said of a run and is more than a note, a comment each.
pub fn told(project: &Project, run: &Run) -> String {
    let mut res = String::new();
    let told = |it: &&Diagnostic| it.problem.severity > Severity::Note;
    for diagnostic in run.diagnostics.iter().filter(told) {
        let place = place(project, diagnostic).unwrap_or_default();
        // The name of a file may hold a line break, and must not end the comment.
        let _ = writeln!(res, "--   {}{}", visible(&place), diagnostic.problem.message);
    }
    res
}

fn place(project: &Project, diagnostic: &Diagnostic) -> Option<String> {
    let span = diagnostic.span?;
    let file = project.file(span.file)?;
    Some(format!("{}:{}: ", file.path, file.line_column(span.start).line))
}
