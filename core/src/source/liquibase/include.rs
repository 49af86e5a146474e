//! Which changelogs a changelog includes, and the files that it names otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{clean_path, inside};
use super::node::Node;
use super::{xml, yaml};
use crate::diagnostic::Problem;
use crate::project::{File, FileId, Project, Span};

/// What a changelog's tree is read from, by the end of its name.
pub(super) fn tree(file: FileId, own: &File) -> Result<Node, (Span, Problem)> {
    if own.name().ends_with(".xml") { xml::read(file, own) } else { yaml::read(file, own) }
}

/// Which changelogs include which; each is read once.
pub(super) struct Includes<'p> {
    project: &'p Project,
    known: BTreeMap<FileId, Mentioned>,
}

/// The files that a changelog names itself.
#[derive(Default)]
struct Mentioned {
    changelogs: Vec<FileId>,
    /// Those of `sqlFile`.
    scripts: Vec<FileId>,
}

impl<'p> Includes<'p> {
    pub(super) fn of(project: &'p Project) -> Self {
        Self { project, known: BTreeMap::new() }
    }

    /// The changelogs that these and what they include include, each in another.
    pub(super) fn reached(&mut self, from: Vec<FileId>) -> BTreeSet<FileId> {
        let (mut seen, mut res) = (BTreeSet::new(), BTreeSet::new());
        let mut todo = from;
        while let Some(id) = todo.pop() {
            if seen.insert(id) {
                let found = &self.mentioned(id).changelogs;
                res.extend(found.iter().filter(|it| **it != id));
                todo.extend(found.iter());
            }
        }
        res
    }

    /// The folders of the SQL that a changelog and what it includes name.
    pub(super) fn folders_of_sql(&mut self, from: FileId) -> Vec<String> {
        let mut res = BTreeSet::new();
        for id in self.reached(vec![from]).into_iter().chain([from]) {
            let Mentioned { changelogs, scripts } = self.mentioned(id);
            let files = changelogs.iter().chain(scripts).copied().collect::<Vec<_>>();
            let files = files.into_iter().filter_map(|it| self.project.file(it));
            res.extend(files.filter(|it| it.name().ends_with(".sql")).map(File::folder));
        }
        res.into_iter().map(str::to_owned).collect()
    }

    fn mentioned(&mut self, id: FileId) -> &Mentioned {
        self.known.entry(id).or_insert_with(|| own(self.project, id))
    }
}

/// The files that a changelog names itself.
fn own(project: &Project, id: FileId) -> Mentioned {
    let file = project.file(id).filter(|it| !it.name().ends_with(".sql"));
    let Some((file, root)) = file.and_then(|it| Some((it, tree(id, it).ok()?))) else {
        return Mentioned::default();
    };
    let found = |child: &Node| match child.name.as_str() {
        "include" => included(project, file, child).into_iter().collect(),
        "includeAll" => all_included(project, file, child),
        _ => Vec::new(),
    };
    let changelogs = root.children.iter().flat_map(found).collect();
    Mentioned { changelogs, scripts: scripts(project, file, &root) }
}

/// The files that `sqlFile` names, however deep.
fn scripts(project: &Project, file: &File, root: &Node) -> Vec<FileId> {
    let (mut todo, mut res) = (vec![root], Vec::new());
    while let Some(node) = todo.pop() {
        if node.name == "sqlFile" {
            let is_relative = node.says("relativeToChangelogFile");
            res.extend(node.get("path").and_then(|it| find(project, file, it, is_relative)));
        }
        todo.extend(&node.children);
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

/// The folder that an `includeAll` names: beside the changelog, or below any root.
pub(super) fn folder(from: &File, node: &Node) -> Option<String> {
    let path = node.get("path")?;
    Some(match node.says("relativeToChangelogFile") {
        true => clean_path(&format!("{}/{path}", from.folder())),
        false => clean_path(path.trim_start_matches("classpath:").trim_start_matches("file:")),
    })
}

/// The files that an `includeAll` names, in the order of their paths.
pub(super) fn all_included(project: &Project, from: &File, node: &Node) -> Vec<FileId> {
    let Some(path) = folder(from, node) else { return Vec::new() };
    let is_relative = node.says("relativeToChangelogFile");
    let beside = clean_path(&format!("{}/{path}", from.folder()));
    let part = format!("/{path}/");
    let endings = node.get("endsWithFilter").unwrap_or_default();
    let readable = |it: &File| {
        [".xml", ".yaml", ".yml", ".json", ".sql"].iter().any(|end| it.name().ends_with(end))
            && it.name().ends_with(endings)
    };
    let below_any = |folder: &str| {
        folder == beside || (folder.contains(&path) && format!("/{folder}/").contains(&part))
    };
    let own = |folder: &str| {
        folder == path || inside(folder, &path) || (!is_relative && below_any(folder))
    };
    let files = project.files().filter(|(_, it)| readable(it) && own(it.folder()));
    files.filter(|(_, it)| it.path != from.path).map(|(id, _)| id).collect()
}

/// Says that a file which a changelog names is not in the project.
pub(super) fn missing(path: &str) -> Problem {
    Problem::error("missing-include", format!("no file `{path}` in the project"))
        .help("add the file to what you open, or correct the path")
}
