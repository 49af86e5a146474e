//! Folders and files by their paths inside a project.

/// Parts of a path that say: not the project's own history.
const ASIDE: &[&str] = &[
    "test",
    "tests",
    "testing",
    "fixtures",
    "vendor",
    "third_party",
    "site-packages",
    "venv",
    ".venv",
    "examples",
    "example",
    "docs",
    "demo",
    "templates",
];

/// A path and the folders around it, up to the root.
pub(super) fn around(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |it| (!it.is_empty()).then(|| parent(it)))
}

/// Whether a path is beside a project's own code: in tests, examples, others' code.
pub fn is_aside(path: &str) -> bool {
    path.split('/').any(|it| ASIDE.contains(&it))
}

/// The folder that a folder is in; the root is in itself.
pub(super) fn parent(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Whether a file or folder lies somewhere inside a folder.
pub(super) fn inside(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// A path as files have it: no `./`, no `..`, no slash at the end.
pub(super) fn clean_path(path: &str) -> String {
    let mut res: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                res.pop();
            }
            part => res.push(part),
        }
    }
    res.join("/")
}
