//! The evaluator against what CPython printed for the same scripts.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use migrascope_core::catalog::Catalog;
use migrascope_core::diagnostic::Diagnostic;
use migrascope_core::dialect::{self, Dialect};
use migrascope_core::project::{Direction, FileId, Span};
use migrascope_core::python::{Emitted, Host, Mode, ModuleSource, Outcome, Unknown, follow};

/// A world of one or more files, and what a script did in it.
struct World {
    files: Vec<(String, String)>,
    catalog: Catalog,
    printed: String,
    diagnostics: Vec<Diagnostic>,
    incomplete: Vec<String>,
}

impl World {
    fn new(script: &str) -> Self {
        Self {
            files: vec![("versions/script.py".into(), script.into())],
            catalog: Catalog::default(),
            printed: String::new(),
            diagnostics: Vec::new(),
            incomplete: Vec::new(),
        }
    }

    fn with(mut self, path: &str, text: &str) -> Self {
        self.files.push((path.into(), text.into()));
        self
    }

    fn upgrade(&mut self) -> Outcome {
        follow(FileId(0), Direction::Upgrade, self)
    }

    fn messages(&self) -> Vec<String> {
        let text = |it: &Diagnostic| {
            let line = it.span.map_or(0, |span| {
                let before = &self.files[span.file.0 as usize].1[..span.start as usize];
                before.matches('\n').count() + 1
            });
            format!("{line}: [{}] {}", it.problem.code, it.problem.message)
        };
        self.diagnostics.iter().map(text).collect()
    }
}

impl Host for World {
    fn emit(&mut self, _emitted: Emitted) {}

    fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    fn dialect(&self) -> &'static Dialect {
        dialect::POSTGRESQL
    }

    fn mode(&self) -> Mode {
        Mode::Online
    }

    fn module(&mut self, dotted: &str, importer: FileId) -> Option<ModuleSource> {
        let rest = dotted.trim_start_matches('.');
        let folder = match dotted.len() - rest.len() {
            0 => PathBuf::new(),
            dots => {
                let mut folder = PathBuf::from(&self.files[importer.0 as usize].0);
                (0..dots).for_each(|_| {
                    folder.pop();
                });
                folder
            }
        };
        let path = folder.join(rest.replace('.', "/"));
        let path = path.to_str()?;
        let plain = self.files.iter().position(|(it, _)| *it == format!("{path}.py"));
        let package = self.files.iter().position(|(it, _)| *it == format!("{path}/__init__.py"));
        let file = FileId(u32::try_from(plain.or(package)?).ok()?);
        Some(ModuleSource { file, is_package: plain.is_none() })
    }

    fn source(&mut self, file: FileId) -> Option<Arc<str>> {
        self.files.get(file.0 as usize).map(|(_, text)| Arc::from(text.as_str()))
    }

    fn file(&mut self, path: &str) -> Option<Arc<[u8]>> {
        let (_, text) = self.files.iter().find(|(it, _)| it == path)?;
        Some(Arc::from(text.as_bytes()))
    }

    fn path(&self, file: FileId) -> String {
        self.files[file.0 as usize].0.clone()
    }

    fn print(&mut self, text: &str) {
        self.printed.push_str(text);
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn incomplete(&mut self, _span: Span, unknown: &Unknown) {
        self.incomplete.push(unknown.reason.clone());
    }
}

/// Every script prints what CPython printed.
#[test]
fn scripts_print_what_cpython_prints() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/python");
    let mut scripts: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the corpus")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == "py"))
        .collect();
    scripts.sort();
    assert!(!scripts.is_empty(), "{} scripts", scripts.len());
    let mut failures = String::new();
    for path in scripts {
        let script = std::fs::read_to_string(&path).expect("a script");
        let expected = std::fs::read_to_string(path.with_extension("out")).expect("its output");
        let mut world = World::new(&format!("{script}\n\ndef upgrade():\n    pass\n"));
        let outcome = world.upgrade();
        let messages = world.messages();
        if outcome != Outcome::Done || !messages.is_empty() || world.printed != expected {
            let difference = world
                .printed
                .lines()
                .zip(expected.lines())
                .enumerate()
                .find(|(_, (ours, theirs))| ours != theirs);
            failures += &format!("{}: {outcome:?} {messages:?} {difference:?}\n", path.display());
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}
