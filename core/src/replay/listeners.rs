//! Files that change what `SQLAlchemy` does in every script: Alembic loads all scripts before it
//! runs one, so what any of them attaches on import holds in all.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::modules;
use crate::history::{History, Script};
use crate::project::{File, FileId, Project};
use crate::python::ATTACHED_TO;

/// What a file says that attaches a function to the events of a class of `SQLAlchemy`.
const LISTENS: [&str; 2] = ["listens_for(", "listen("];
/// What one says in which the project writes a class itself, which any class may be.
const WRITES: &str = "compiles(";

/// The scripts, `env.py` and the modules they import that attach something, in the order of the
/// files.
pub fn listeners(project: &Project, history: &History, env: Option<FileId>) -> Vec<FileId> {
    let scripts = history.revisions().iter().filter(|it| matches!(it.script, Script::Python));
    attaching(project, scripts.map(|it| it.file).chain(env).collect())
}

/// Those among the files, and the modules that they import, that attach something.
pub(super) fn attaching(project: &Project, files: Vec<FileId>) -> Vec<FileId> {
    let all = project.files().filter(|(_, it)| it.text().is_some_and(|it| attaches(it)));
    let attach: BTreeSet<FileId> = all.map(|(id, _)| id).collect();
    // Following the imports takes longer than to look into every file.
    if attach.is_empty() {
        return Vec::new();
    }
    let mut waiting = files;
    let mut modules = Modules { project, known: BTreeMap::new() };
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    while let Some(id) = waiting.pop() {
        let Some(file) = project.file(id).filter(|_| seen.insert(id)) else { continue };
        let Some(text) = file.text() else { continue };
        if attach.contains(&id) {
            found.push(id);
        }
        waiting.extend(modules.imported(file, text));
    }
    found.sort();
    found
}

/// Whether a file attaches something that changes what `SQLAlchemy` does.
fn attaches(text: &str) -> bool {
    let listens = || {
        LISTENS.iter().any(|it| text.contains(it)) && ATTACHED_TO.iter().any(|it| text.contains(it))
    };
    text.contains(WRITES) || listens()
}

/// The project's modules. Most scripts of a folder import the same.
struct Modules<'p> {
    project: &'p Project,
    /// By the folder of the importer and the dotted name.
    known: BTreeMap<(&'p str, String), Option<FileId>>,
}

impl<'p> Modules<'p> {
    /// The modules that the top of a file imports.
    fn imported(&mut self, file: &'p File, text: &str) -> Vec<FileId> {
        let mut found = Vec::new();
        let mut add = |dotted: String| found.extend(self.find(dotted, file));
        for line in text.lines() {
            if let Some(rest) = line.strip_prefix("import ") {
                let names = rest.split(',').filter_map(|it| it.split_whitespace().next());
                names.for_each(|it| add(it.to_owned()));
            } else if let Some((module, names)) =
                line.strip_prefix("from ").and_then(|it| it.split_once(" import "))
            {
                let module = module.trim();
                let between = if module.ends_with('.') { "" } else { "." };
                let names = names.split(',').filter_map(|it| it.split_whitespace().next());
                let names = names.map(|it| it.trim_matches(['(', ')']));
                add(module.to_owned());
                names.for_each(|it| add(format!("{module}{between}{it}")));
            }
        }
        found
    }

    fn find(&mut self, dotted: String, importer: &'p File) -> Option<FileId> {
        if !dotted.starts_with('.') && !self.project.may_have_module(&dotted) {
            return None;
        }
        let find = |dotted: &str| modules::find(self.project, dotted, importer).map(|it| it.file);
        match self.known.entry((importer.folder(), dotted)) {
            Entry::Occupied(it) => *it.get(),
            Entry::Vacant(it) => {
                let found = find(&it.key().1);
                *it.insert(found)
            }
        }
    }
}
