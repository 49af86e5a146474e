//! The project's own Python modules, found as an import would find them from any of its folders.

use std::sync::Arc;

use crate::project::{File, Project};
use crate::python::header::Modules;

pub(super) struct Own<'a>(pub(super) &'a Project);

impl Modules for Own<'_> {
    fn text(&self, dotted: &str) -> Option<Arc<str>> {
        if !self.0.may_have_module(dotted) {
            return None;
        }
        let path = dotted.replace('.', "/");
        let file = self.file(&format!("{path}.py"));
        file.or_else(|| self.file(&format!("{path}/__init__.py")))?.text().cloned()
    }

    fn exists(&self, dotted: &str) -> bool {
        if !self.0.may_have_module(dotted) {
            return false;
        }
        let path = dotted.replace('.', "/");
        let (package, inner) = (format!("{path}/"), format!("/{path}/"));
        self.file(&format!("{path}.py")).is_some()
            || self
                .0
                .files()
                .any(|(_, it)| it.path.starts_with(&package) || it.path.contains(&inner))
    }
}

impl Own<'_> {
    /// The file at a path below some folder; the one nearest to the root if there are several.
    fn file(&self, path: &str) -> Option<&File> {
        if let Some((_, file)) = self.0.find(path) {
            return Some(file);
        }
        let ending = format!("/{path}");
        let files = self.0.files().map(|(_, file)| file);
        files.filter(|it| it.path.ends_with(&ending)).min_by_key(|it| it.path.len())
    }
}
