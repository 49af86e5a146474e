//! Reads a project from a folder, an archive, a file or standard input.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::{panic, thread};

use migrascope_core::archive;
use migrascope_core::project::{File, Project};

use crate::output::Failure;

/// The files of the project at `path`, or of a tar on standard input for `-`.
pub(crate) fn read(path: &str) -> Result<Project, Failure> {
    if path == "-" {
        let mut bytes = Vec::new();
        io::stdin().read_to_end(&mut bytes).map_err(|it| Failure::unreadable(path, &it))?;
        return archive::open("stdin.tar", &bytes).map_err(Failure::from);
    }
    let on_disk = Path::new(path);
    let metadata = fs::metadata(on_disk).map_err(|it| Failure::unreadable(path, &it))?;
    if metadata.is_dir() {
        return folder(on_disk);
    }
    let bytes = fs::read(on_disk).map_err(|it| Failure::unreadable(path, &it))?;
    archive::open(&name_of(on_disk), &bytes).map_err(Failure::from)
}

/// `PATH@REV` in its two parts. A path that is there as it stands has no revision.
pub(crate) fn at_revision(name: &str) -> (&str, Option<&str>) {
    match name.rsplit_once('@') {
        Some((path, revision)) if !Path::new(name).exists() => (path, Some(revision)),
        _ => (name, None),
    }
}

/// The project around a file or folder of Python, which its imports may reach into, and the path
/// of the file or folder in it. Nothing for archives and what is not Python.
///
/// It begins at the nearest folder above that says so by a file of its own (`pyproject.toml`,
/// `setup.py`, ...), or else above the outermost package, or where its imports are found.
pub(crate) fn around(path: &str) -> Result<Option<(Project, String)>, Failure> {
    let inner = absolute(Path::new(path));
    if !inner.is_dir() && inner.extension().is_none_or(|it| it != "py") {
        return Ok(None);
    }
    let above = || inner.ancestors().skip(usize::from(!inner.is_dir()));
    let says_so = |it: &&Path| ROOTS.iter().any(|name| it.join(name).exists());
    let outermost = above().take_while(|it| it.join("__init__.py").exists()).last();
    let outermost = outermost.and_then(Path::parent).or_else(|| above().next());
    let imported = packages(&inner);
    let holds_imports = |it: &&Path| {
        let is_there = |name: &String| it.join(name).is_dir() && !inner.ends_with(name);
        imported.iter().any(is_there)
    };
    let outermost = above().filter(holds_imports).last().into_iter().chain(outermost);
    let outermost = outermost.min_by_key(|it| it.components().count());
    let root = above().find(says_so).or(outermost).unwrap_or(&inner);
    Ok(Some((folder(root)?, path_inside(root, &inner))))
}

/// The packages that a file of Python names in its imports.
fn packages(file: &Path) -> Vec<String> {
    let text = fs::read_to_string(file).unwrap_or_default();
    let from = text.lines().filter_map(|it| it.strip_prefix("from ")?.split_once(" import"));
    let names = from.filter_map(|(module, _)| module.trim().split_once('.'));
    names.map(|(package, _)| package.to_owned()).filter(|it| !it.is_empty()).collect()
}

/// Files that a project's root has.
const ROOTS: &[&str] = &["pyproject.toml", "setup.py", "setup.cfg", "alembic.ini", ".git"];

fn folder(root: &Path) -> Result<Project, Failure> {
    let name = name_of(&absolute(root));
    let listed = listed(root, &name)?;
    Ok(Project::new(name, read_files(&listed)?))
}

/// A file on the disk, and its path inside the project.
type Listed = (PathBuf, String);

/// The files below a folder that are worth reading.
fn listed(root: &Path, name: &str) -> Result<Vec<Listed>, Failure> {
    let mut todo = vec![(root.to_path_buf(), String::new())];
    let mut res = Vec::new();
    while let Some((folder, inside)) = todo.pop() {
        let told = |it: io::Error| Failure::unreadable(&folder.display().to_string(), &it);
        for entry in fs::read_dir(&folder).map_err(told)? {
            let entry = entry.map_err(told)?;
            let kind = entry.file_type().map_err(told)?;
            let inside = format!("{inside}{}", entry.file_name().to_string_lossy());
            if kind.is_dir() {
                // Whole folders of others' code are left out, not file by file.
                if archive::is_worth_reading(&format!("{inside}/a.sql")) {
                    todo.push((entry.path(), format!("{inside}/")));
                }
            } else if archive::is_worth_reading_in(name, &inside) {
                let path = entry.path();
                // Links to folders are left alone: they may lead in a circle. Those to files of
                // the project are read.
                if kind.is_file() || kind.is_symlink() && leads_inside(&path, root) {
                    res.push((path, inside));
                }
            }
        }
    }
    Ok(res)
}

/// With fewer files than this for each, a thread costs more than it reads.
const FILES_OF_A_THREAD: usize = 48;

/// Reads files on as many threads as the machine runs at once: most of the time goes to the system.
fn read_files(listed: &[Listed]) -> Result<Vec<File>, Failure> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let share = listed.len().div_ceil(threads).max(FILES_OF_A_THREAD);
    let (own, others) = listed.split_at(share.min(listed.len()));
    thread::scope(|scope| {
        let others: Vec<_> =
            others.chunks(share).map(|it| scope.spawn(move || read_one_by_one(it))).collect();
        let mut res = read_one_by_one(own)?;
        for thread in others {
            res.extend(thread.join().unwrap_or_else(|it| panic::resume_unwind(it))?);
        }
        Ok(res)
    })
}

fn read_one_by_one(listed: &[Listed]) -> Result<Vec<File>, Failure> {
    let mut bytes = Vec::new();
    let read = |(path, inside): &Listed| {
        bytes.clear();
        // A file alone asks the system for its size first, twice; there is room already.
        fs::File::open(path)
            .and_then(|it| it.take(u64::MAX).read_to_end(&mut bytes))
            .map_err(|it| Failure::unreadable(&path.display().to_string(), &it))?;
        Ok(File::new(inside.clone(), &bytes))
    };
    listed.iter().map(read).collect()
}

/// Whether a link is one to a file inside the project.
fn leads_inside(link: &Path, root: &Path) -> bool {
    let target = fs::canonicalize(link).ok().filter(|it| it.is_file());
    target.is_some_and(|it| it.starts_with(absolute(root)))
}

fn path_inside(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = inside.components().map(|it| it.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

fn absolute(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |it| it.to_string_lossy().into_owned())
}
