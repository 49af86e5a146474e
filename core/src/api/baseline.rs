//! What a history starts from, and the files that say so: told from the project's own by their paths.

use super::place::Places;
use super::{BaselineView, DiagnosticView};
use crate::analysis::Baseline;
use crate::project::File;

/// Stands before the paths of its files.
const MARK: &str = "baseline:";

pub(super) fn view(baseline: &Baseline) -> BaselineView {
    BaselineView { name: baseline.project.name.clone(), tables: baseline.schema.tables.len() }
}

/// What is wrong with its files.
pub(super) fn diagnostics(baseline: &Baseline) -> impl Iterator<Item = DiagnosticView> {
    let places = Places { project: &baseline.project };
    baseline.diagnostics.iter().map(move |it| {
        let mut view = places.diagnostic(it);
        if let Some(place) = &mut view.place {
            place.file.insert_str(0, MARK);
        }
        view
    })
}

/// The file that a diagnostic's place names.
pub(super) fn file<'b>(baseline: &'b Baseline, path: &str) -> Option<&'b File> {
    let (_, file) = baseline.project.find(path.strip_prefix(MARK)?)?;
    Some(file)
}
