//! Files that change what `SQLAlchemy` does in every script: Alembic loads all scripts before it
//! runs one, so what any of them attaches on import holds in all.

use std::collections::BTreeSet;

use super::modules;
use crate::history::{History, Script};
use crate::project::{File, FileId, Project};
use crate::python::ATTACHED_TO;

/// What a file says that attaches a function to a class of `SQLAlchemy`.
const MARKS: &[&str] = &["listens_for(", "compiles("];

/// The scripts and the modules they import that attach something, in the order of the files.
pub fn listeners(project: &Project, history: &History) -> Vec<FileId> {
    let scripts = history.revisions().iter().filter(|it| matches!(it.script, Script::Python));
    attaching(project, scripts.map(|it| it.file).collect())
}

/// Those among the files, and the modules that they import, that attach something.
pub(super) fn attaching(project: &Project, files: Vec<FileId>) -> Vec<FileId> {
    let mut waiting = files;
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    while let Some(id) = waiting.pop() {
        let Some(file) = project.file(id).filter(|_| seen.insert(id)) else { continue };
        let Some(text) = file.text() else { continue };
        let says = |words: &[&str]| words.iter().any(|it| text.contains(it));
        if says(MARKS) && says(ATTACHED_TO) {
            found.push(id);
        }
        waiting.extend(imported(project, file, text));
    }
    found.sort();
    found
}

/// The project's modules that the top of a file imports.
fn imported(project: &Project, file: &File, text: &str) -> Vec<FileId> {
    let mut found = Vec::new();
    let mut add = |dotted: &str| {
        found.extend(modules::find(project, dotted, file).map(|it| it.file));
    };
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("import ") {
            rest.split(',').filter_map(|it| it.split_whitespace().next()).for_each(&mut add);
        } else if let Some((module, names)) =
            line.strip_prefix("from ").and_then(|it| it.split_once(" import "))
        {
            add(module.trim());
            let between = if module.trim().ends_with('.') { "" } else { "." };
            for name in names.split(',').filter_map(|it| it.split_whitespace().next()) {
                let name = name.trim_matches(['(', ')']);
                add(&format!("{}{between}{name}", module.trim()));
            }
        }
    }
    found
}
