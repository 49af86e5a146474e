//! What a project's manifests say it uses: the evidence where files alone have none.

use crate::project::Project;

/// The folders whose manifest of this name holds a word.
pub(super) fn folders<'p>(project: &'p Project, manifest: &str, word: &str) -> Vec<&'p str> {
    let files = project.files().map(|(_, file)| file).filter(|it| it.name() == manifest);
    files
        .filter(|it| it.text().is_some_and(|text| text.contains(word)))
        .map(|it| it.folder())
        .collect()
}
