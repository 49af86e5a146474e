//! Which changelogs a changelog includes, and the files that it names otherwise.

use std::collections::BTreeSet;

use super::super::{clean_path, inside};
use super::node::Node;
use super::{xml, yaml};
use crate::diagnostic::Problem;
use crate::project::{File, FileId, Project, Span};

/// What a changelog's tree is read from, by the end of its name.
pub(super) fn tree(file: FileId, own: &File) -> Result<Node, (Span, Problem)> {
    if own.name().ends_with(".xml") { xml::read(file, own) } else { yaml::read(file, own) }
}

/// The changelogs that one includes, and those that they include.
pub(super) fn reached(project: &Project, from: FileId) -> BTreeSet<FileId> {
    let mut res = BTreeSet::new();
    let mut todo = vec![from];
    while let Some(id) = todo.pop() {
        let Some(file) = project.file(id).filter(|it| !it.name().ends_with(".sql")) else {
            continue;
        };
        let Ok(root) = tree(id, file) else { continue };
        for child in &root.children {
            let found = match child.name.as_str() {
                "include" => included(project, file, child).into_iter().collect(),
                "includeAll" => all_included(project, file, child),
                _ => Vec::new(),
            };
            for id in found {
                if id != from && res.insert(id) {
                    todo.push(id);
                }
            }
        }
    }
    res
}

/// The file that an `include` names.
pub(super) fn included(project: &Project, from: &File, node: &Node) -> Option<FileId> {
    find(project, from, node.get("file")?, node.says("relativeToChangelogFile"))
}

/// The file at a path: beside the changelog, or below any root, as class paths have it.
pub(super) fn find(
    project: &Project,
    from: &File,
    path: &str,
    is_relative: bool,
) -> Option<FileId> {
    let beside = clean_path(&format!("{}/{path}", from.folder()));
    if is_relative {
        return project.find(&beside).map(|(id, _)| id);
    }
    let path = clean_path(path.trim_start_matches("classpath:").trim_start_matches("file:"));
    let exact = project.find(&path).map(|(id, _)| id);
    let ending = format!("/{path}");
    let below = || {
        let files = project.files().filter(|(_, it)| it.path.ends_with(&ending));
        // The nearest one: it has the most of its path in common.
        files.max_by_key(|(_, it)| common(&it.path, &from.path)).map(|(id, _)| id)
    };
    exact.or_else(below).or_else(|| project.find(&beside).map(|(id, _)| id))
}

fn common(a: &str, b: &str) -> usize {
    a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count()
}

/// The files that an `includeAll` names, in the order of their paths.
pub(super) fn all_included(project: &Project, from: &File, node: &Node) -> Vec<FileId> {
    let Some(path) = node.get("path") else { return Vec::new() };
    let relative = clean_path(&format!("{}/{path}", from.folder()));
    let path = clean_path(path.trim_start_matches("classpath:").trim_start_matches("file:"));
    let is_relative = node.says("relativeToChangelogFile");
    let endings = node.get("endsWithFilter").unwrap_or_default();
    let readable = |it: &File| {
        [".xml", ".yaml", ".yml", ".json", ".sql"].iter().any(|end| it.name().ends_with(end))
            && it.name().ends_with(endings)
    };
    let own = |folder: &str| match is_relative {
        true => folder == relative || inside(folder, &relative),
        false => {
            folder == path
                || inside(folder, &path)
                || format!("/{folder}/").contains(&format!("/{path}/"))
                || folder == relative
        }
    };
    let files = project.files().filter(|(_, it)| readable(it) && own(it.folder()));
    files.filter(|(_, it)| it.path != from.path).map(|(id, _)| id).collect()
}
