//! Finds the folders of revisions in a project, which may be a whole repository.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::super::{Location, inside, is_aside};
use super::config::{AlembicConfig, Configured, configured};
use super::is_source;
use super::modules::Own;
use crate::project::{File, FileId, Project};
use crate::python::header::{self, Constant, Declared, Header};

/// A folder with revisions: their ids, and the ids that they refer to.
#[derive(Default)]
struct Folder {
    headers: BTreeMap<FileId, Header>,
    ids: BTreeSet<String>,
    refers: BTreeSet<String>,
}

/// Every location of a project, the best first.
pub(super) fn claims(project: &Project) -> Vec<Location> {
    let folders = folders(project);
    let lines = lines(&folders);
    let configured = configured(project);
    let mut res: Vec<(Location, bool)> = Vec::new();
    for it in &configured {
        let location = configured_location(project, &folders, &lines, it);
        if let Some(location) = location.filter(|it| !res.iter().any(|(own, _)| own == it)) {
            res.push((location, true));
        }
    }
    for line in &lines {
        let location = location(project, &configured, line);
        let taken = |(own, _): &(Location, bool)| line.iter().all(|it| own.holds(it));
        if !res.iter().any(taken) {
            res.push((location, false));
        }
    }
    res.sort_by_cached_key(|(location, is_configured)| {
        let count = |it: &Folder| it.headers.len();
        let revisions: usize =
            folders.iter().filter(|(it, _)| location.holds(it)).map(|(_, it)| count(it)).sum();
        let first = location.folders.first().cloned().unwrap_or_default();
        let depth = first.matches('/').count();
        (is_aside(&first), !is_configured, std::cmp::Reverse(revisions), depth, first)
    });
    res.into_iter().map(|(location, _)| with_headers(location, &folders)).collect()
}

/// A location with what was read of its revisions to find it.
fn with_headers(mut location: Location, folders: &BTreeMap<String, Folder>) -> Location {
    let own = folders.iter().filter(|(it, _)| location.holds(it));
    let headers = own.flat_map(|(_, it)| it.headers.clone()).collect();
    if let Some(alembic) = &mut location.alembic {
        alembic.headers = Arc::new(headers);
    }
    location
}

/// The location of folders that the user named.
pub(super) fn at(project: &Project, named: &[String]) -> Location {
    let folders = folders(project);
    let lines = lines(&folders);
    let own = |folder: &str| named.iter().any(|it| it == folder);
    let below = |folder: &str| named.iter().any(|it| it != folder && inside(folder, it));
    let direct = folders.keys().any(|it| own(it));
    let nested = lines
        .iter()
        .any(|line| line.iter().any(|it| own(it)) && line.iter().any(|it| !own(it) && below(it)));
    let configured = configured(project);
    let recursive = configuration_of(&configured, named).is_some_and(|it| it.recursive);
    let location = Location {
        folders: named.to_vec(),
        recursive: !direct || nested || recursive,
        alembic: Some(config_of(project, &configured, named)),
        ..Location::default()
    };
    with_headers(location, &folders)
}

/// The configuration that names folders, or one that they lie in.
fn configuration_of<'c>(all: &'c [Configured], folders: &[String]) -> Option<&'c Configured> {
    all.iter().find(|it| {
        let own = it.folders();
        own.iter().any(|own| folders.iter().any(|it| it == own || inside(it, own)))
    })
}

/// How Alembic is set up for folders: by the configuration that knows them, or by what stands in
/// them and beside them.
fn config_of(project: &Project, all: &[Configured], folders: &[String]) -> AlembicConfig {
    let configured = configuration_of(all, folders);
    let mut scripts: Vec<String> = configured.iter().map(|it| it.script_location.clone()).collect();
    scripts.extend(folders.iter().flat_map(|it| [parent(it).to_owned(), it.clone()]));
    let mut res = AlembicConfig::of(project, &scripts);
    res.import_roots = configured.map(|it| it.import_roots.clone()).unwrap_or_default();
    res
}

/// The folders that hold revisions, and what those say of each other.
fn folders(project: &Project) -> BTreeMap<String, Folder> {
    let mut res: BTreeMap<String, Folder> = BTreeMap::new();
    let own = Own(project);
    for (id, file) in project.files().filter(|(_, file)| looks_like_revision(file)) {
        let Some(header) = file.text().and_then(|it| header::read(it, &own)) else { continue };
        let folder = res.entry(file.folder().to_owned()).or_default();
        folder.ids.extend(texts(&header.revision));
        folder.refers.extend(texts(&header.down_revision));
        folder.refers.extend(texts(&header.depends_on));
        // Labels may be depended on.
        folder.ids.extend(texts(&header.branch_labels));
        folder.headers.insert(id, header);
    }
    res
}

/// Whether a line of the file binds `down_revision` at the top of the module.
fn looks_like_revision(file: &File) -> bool {
    let binds = |line: &str| {
        let binds = |stmt: &str| {
            stmt.split_once('=').is_some_and(|(names, _)| names.contains("down_revision"))
        };
        line.starts_with(|it: char| it.is_alphabetic()) && line.split(';').any(binds)
    };
    is_source(file)
        && file.says("down_revision")
        && file.text().is_some_and(|it| it.lines().any(binds))
}

fn texts(declared: &Declared<Constant>) -> Vec<String> {
    match declared {
        Declared::Known(constant, _) => super::names(constant).unwrap_or_default(),
        Declared::Absent | Declared::Unreadable(_) => Vec::new(),
    }
}

/// Folders that belong together, because revisions in one refer to revisions in another.
fn lines(folders: &BTreeMap<String, Folder>) -> Vec<BTreeSet<String>> {
    let mut res: Vec<BTreeSet<String>> = Vec::new();
    for (path, folder) in folders {
        let mut line = BTreeSet::from([path.clone()]);
        for id in folder.refers.difference(&folder.ids) {
            let others = folders.iter().filter(|(_, it)| it.ids.contains(id));
            let nearest = others.max_by_key(|(other, _)| shared_parts(path, other));
            line.extend(nearest.map(|(other, _)| other.clone()));
        }
        let (joined, rest): (Vec<_>, Vec<_>) =
            res.into_iter().partition(|it: &BTreeSet<String>| !it.is_disjoint(&line));
        joined.into_iter().for_each(|it| line.extend(it));
        res = rest;
        res.push(line);
    }
    res.sort();
    res
}

fn shared_parts(one: &str, other: &str) -> usize {
    one.split('/').zip(other.split('/')).take_while(|(one, other)| one == other).count()
}

/// The location of folders that belong together, though no configuration names them.
fn location(project: &Project, all: &[Configured], line: &BTreeSet<String>) -> Location {
    let top = line.iter().find(|top| line.iter().all(|it| it == *top || inside(it, top)));
    let common = common_folder(line);
    let versions = Some(&common).filter(|it| it.rsplit('/').next() == Some("versions"));
    let (folders, recursive) = match top.or(versions) {
        Some(top) => (vec![top.clone()], line.len() > 1),
        None => (line.iter().cloned().collect(), false),
    };
    Location {
        alembic: Some(config_of(project, all, &folders)),
        folders,
        recursive,
        ..Location::default()
    }
}

fn common_folder(line: &BTreeSet<String>) -> String {
    let mut paths = line.iter();
    let first: Vec<&str> = paths.next().map(|it| it.split('/').collect()).unwrap_or_default();
    let shared = line.iter().map(|it| shared_parts(it, &first.join("/"))).min();
    first.into_iter().take(shared.unwrap_or_default()).collect::<Vec<_>>().join("/")
}

/// The location that a configuration names, if there are revisions.
fn configured_location(
    project: &Project,
    folders: &BTreeMap<String, Folder>,
    lines: &[BTreeSet<String>],
    configured: &Configured,
) -> Option<Location> {
    let mut alembic = AlembicConfig::of(project, std::slice::from_ref(&configured.script_location));
    alembic.import_roots.clone_from(&configured.import_roots);
    let mut res = Location {
        folders: configured.folders(),
        recursive: configured.recursive,
        alembic: Some(alembic),
        ..Location::default()
    };
    if !folders.keys().any(|it| res.holds(it)) {
        return None;
    }
    // Some projects name further folders in code; what their revisions follow says so.
    let further = lines.iter().filter(|line| line.iter().any(|it| res.holds(it)));
    let further: Vec<String> = further.flatten().filter(|it| !res.holds(it)).cloned().collect();
    res.folders.extend(further);
    Some(res)
}

impl Configured {
    fn folders(&self) -> Vec<String> {
        match self.version_locations.as_slice() {
            [] if self.script_location.is_empty() => vec!["versions".to_owned()],
            [] => vec![format!("{}/versions", self.script_location)],
            folders => folders.to_vec(),
        }
    }
}

impl Location {
    fn holds(&self, folder: &str) -> bool {
        let own = |it: &String| it == folder || (self.recursive && inside(folder, it));
        self.folders.iter().any(own)
    }
}

fn parent(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(parent, _)| parent)
}
