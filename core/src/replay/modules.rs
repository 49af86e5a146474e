//! Finds a project's own modules as Python would.

use crate::project::{File, FileId, Project};
use crate::python::ModuleSource;

/// Folders that projects put on Python's path besides their root.
const SOURCE_ROOTS: &[&str] = &["src", "lib", "app", "backend", "server", "python"];

/// The module of this dotted name, as `importer` would import it.
///
/// Leading dots count from the importer's package. Other names are looked for in every folder above
/// the importer, nearest first, since one of them is on Python's path; then in the usual source
/// roots of each.
pub(super) fn find(project: &Project, dotted: &str, importer: &File) -> Option<ModuleSource> {
    let name = dotted.trim_start_matches('.');
    let dots = dotted.len() - name.len();
    let path = name.replace('.', "/");
    if dots > 0 {
        let package = ancestors(importer.folder()).nth(dots - 1)?;
        return module_at(project, &join(package, &path));
    }
    if !project.may_have_module(name) {
        return None;
    }
    roots(importer).find_map(|root| module_at(project, &join(&root, &path)))
}

/// Whether a folder of this dotted name has modules somewhere in it.
pub(super) fn is_folder(project: &Project, dotted: &str, importer: &File) -> bool {
    let path = dotted.replace('.', "/");
    project.may_have_module(dotted)
        && roots(importer).any(|root| {
            let folder = join(&root, &path);
            project.files_in(&folder).any(|it| it.path.ends_with(".py"))
        })
}

/// The folder with files of this dotted name: the data of a package need not be modules.
pub(super) fn folder(project: &Project, dotted: &str, importer: &File) -> Option<String> {
    let path = dotted.replace('.', "/");
    if !project.may_have_module(dotted) {
        return None;
    }
    let mut folders = roots(importer).map(|root| join(&root, &path));
    folders.find(|it| project.files_in(it).next().is_some())
}

/// The folders that may be on Python's path: those above the importer, nearest first, then the
/// usual source roots of each.
fn roots(importer: &File) -> impl Iterator<Item = String> {
    let folders: Vec<String> = ancestors(importer.folder()).map(str::to_owned).collect();
    let below = |it: &String| SOURCE_ROOTS.iter().map(|root| join(it, root)).collect::<Vec<_>>();
    let usual: Vec<String> = folders.iter().flat_map(below).collect();
    folders.into_iter().chain(usual)
}

fn module_at(project: &Project, path: &str) -> Option<ModuleSource> {
    let found = |path: &str| project.find(path).map(|(file, _)| file);
    let module = |file: FileId| ModuleSource { file, is_package: false };
    let package = |file: FileId| ModuleSource { file, is_package: true };
    found(&join(path, "__init__.py"))
        .map(package)
        .or_else(|| found(&format!("{path}.py")).map(module))
}

/// The folder, the folder it is in, and so on to the root.
fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |it| {
        if it.is_empty() { None } else { Some(it.rsplit_once('/').map_or("", |(up, _)| up)) }
    })
}

fn join(folder: &str, name: &str) -> String {
    match (folder, name) {
        ("", _) => name.to_owned(),
        (_, "") => folder.to_owned(),
        _ => format!("{folder}/{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(paths: &[&str], importer: &str, dotted: &str, expected: Option<&str>) {
        let all = paths.iter().chain([&importer]).map(|path| File::new(*path, *b""));
        let project = Project::new("p", all);
        let (_, importer) = project.find(importer).expect("the importer");
        let found = find(&project, dotted, importer).and_then(|it| project.file(it.file));
        assert_eq!(found.map(|it| it.path.as_str()), expected);
    }

    #[test]
    fn a_module_is_found_in_a_folder_above() {
        let paths = ["src/app/db/types.py", "src/app/__init__.py"];
        let importer = "src/app/migrations/versions/a.py";
        check(&paths, importer, "app.db.types", Some("src/app/db/types.py"));
        check(&paths, importer, "app", Some("src/app/__init__.py"));
        check(&paths, importer, "other", None);
    }

    #[test]
    fn a_source_root_is_on_the_path() {
        check(
            &["src/app/models.py"],
            "alembic/versions/a.py",
            "app.models",
            Some("src/app/models.py"),
        );
    }

    #[test]
    fn a_folder_with_modules_is_a_package() {
        let importer = File::new("src/app/db/versions/a.py", *b"");
        let files = [importer.clone(), File::new("src/app/db/types.py", *b"")];
        let project = Project::new("p", files);
        assert!(is_folder(&project, "app", &importer));
        assert!(is_folder(&project, "app.db", &importer));
        assert!(!is_folder(&project, "flask", &importer));
    }

    #[test]
    fn dots_count_from_the_package_of_the_importer() {
        let paths = ["app/db/types.py", "app/util.py"];
        check(&paths, "app/db/base.py", ".types", Some("app/db/types.py"));
        check(&paths, "app/db/base.py", "..util", Some("app/util.py"));
    }
}
