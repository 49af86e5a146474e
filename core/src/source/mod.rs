//! The ways projects keep their migrations: which file is which revision.

mod alembic;
mod dbmate;
mod diesel;
mod drizzle;
mod flyway;
mod goose;
mod marked;
mod numbered_sql;
mod plain_sql;
mod prisma;
mod sql;
mod up_down_sql;

use crate::diagnostic::{Problem, Report};
use crate::history::{History, Revision};
use crate::project::{Project, Span};

pub use alembic::AlembicConfig;

/// Every way we read. Of those that claim a project the first one reads it, unless the user
/// chooses another.
pub const FORMATS: &[&Format] = &[
    &alembic::FORMAT,
    &goose::FORMAT,
    &dbmate::FORMAT,
    &up_down_sql::FORMAT,
    &diesel::FORMAT,
    &prisma::FORMAT,
    &drizzle::FORMAT,
    &flyway::FORMAT,
    &numbered_sql::FORMAT,
    &plain_sql::FORMAT,
];

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

/// One way of keeping migrations.
pub struct Format {
    /// How options and links name it: `alembic`, `goose`.
    pub name: &'static str,
    /// What people read: `Alembic`, `Goose`.
    pub title: &'static str,
    /// The places in a project that look like it, the best first.
    pub claims: fn(&Project) -> Vec<Location>,
    /// The place that the user named, read as this format.
    pub at: fn(&Project, &[String]) -> Location,
    /// The revisions of a place.
    pub read: fn(&Project, &Location, &mut Report) -> Vec<Revision>,
}

/// Folders that together hold the revisions of one history.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Location {
    /// Paths inside the project; the root is empty.
    pub folders: Vec<String>,
    /// Whether folders inside count as well.
    pub recursive: bool,
    /// What configures Alembic here; nothing for other formats.
    pub alembic: Option<AlembicConfig>,
}

/// What the user wishes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceOptions {
    /// Folders of revisions, relative to the project, in place of those that we find.
    pub versions: Vec<String>,
    /// The name of a format, in place of the one that we find.
    pub format: Option<String>,
}

/// A project's revisions, and how they were found.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Nothing if no format was recognized; then the history is empty.
    pub format: Option<&'static Format>,
    /// Every format that could read these files, the chosen one included.
    pub formats: Vec<&'static Format>,
    pub history: History,
    /// The folders that hold the revisions.
    pub locations: Vec<String>,
    /// Other folders with revisions, which were left out.
    pub other_locations: Vec<String>,
    /// How Alembic is set up here; nothing for other formats.
    pub alembic: Option<AlembicConfig>,
}

impl Location {
    /// Folders and nothing else.
    fn of(folders: Vec<String>) -> Self {
        Self { folders, ..Self::default() }
    }

    /// The folders that the user named, as they are.
    fn named(_: &Project, folders: &[String]) -> Self {
        Self::of(folders.to_vec())
    }

    /// Whether it is beside the project's own code: in tests, examples, others' code.
    fn is_aside(&self) -> bool {
        self.folders.iter().all(|it| is_aside(it))
    }
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// Finds and reads the revisions of a project.
pub fn read(project: &Project, options: &SourceOptions, report: &mut Report) -> Source {
    if project.files().next().is_none() {
        report.push(problem::empty_project().without_place());
        return Source::default();
    }
    let mut claims: Vec<(&'static Format, Vec<Location>)> = FORMATS
        .iter()
        .map(|format| (*format, (format.claims)(project)))
        .filter(|(_, locations)| !locations.is_empty())
        .collect();
    // What is only found in tests or examples gives way to what is not.
    claims.sort_by_key(|(_, locations)| locations.iter().all(Location::is_aside));
    let formats: Vec<&'static Format> = claims.iter().map(|(format, _)| *format).collect();
    let Some(format) = chosen(project, options, &claims, report) else {
        return Source { formats, ..Source::default() };
    };
    let own = claims.into_iter().find(|(it, _)| it.name == format.name);
    let found: Vec<Location> = own.map(|(_, locations)| locations).unwrap_or_default();
    let named = named_folders(project, &options.versions, report);
    let location = match (named.is_empty(), found.first()) {
        (false, _) => (format.at)(project, &named),
        (true, Some(best)) => best.clone(),
        (true, None) => (format.at)(project, &[String::new()]),
    };
    let revisions = (format.read)(project, &location, report);
    if revisions.is_empty() {
        report.push(problem::no_revisions(format, &location.folders).without_place());
    }
    Source {
        format: Some(format),
        formats,
        history: History::new(revisions, report),
        other_locations: other_locations(found, &location),
        locations: location.folders,
        alembic: location.alembic,
    }
}

/// The format that the user named, else the one that claims the folders the user named, else the
/// first that claims anything.
fn chosen(
    project: &Project,
    options: &SourceOptions,
    claims: &[(&'static Format, Vec<Location>)],
    report: &mut Report,
) -> Option<&'static Format> {
    if let Some(name) = &options.format {
        let known = FORMATS.iter().find(|it| it.name == name);
        if known.is_none() {
            report.push(problem::unknown_format(name).without_place());
        }
        return known.copied();
    }
    let versions: Vec<String> = options.versions.iter().map(|it| clean_path(it)).collect();
    let holds = |locations: &[Location]| {
        locations.iter().flat_map(|it| &it.folders).any(|it| {
            versions.iter().any(|named| it == named || inside(it, named) || inside(named, it))
        })
    };
    let by_place = claims.iter().find(|(_, locations)| !versions.is_empty() && holds(locations));
    let Some((format, _)) = by_place.or_else(|| claims.first()) else {
        report.push(problem::unknown_project(project).without_place());
        return None;
    };
    Some(format)
}

fn named_folders(project: &Project, versions: &[String], report: &mut Report) -> Vec<String> {
    let mut res: Vec<String> = Vec::new();
    for path in versions.iter().map(|it| clean_path(it)) {
        let holds = |file: &crate::project::File| file.path == path || inside(&file.path, &path);
        let exists = project.files().any(|(_, file)| holds(file));
        if exists {
            res.push(path);
        } else {
            report.push(problem::unknown_folder(&path).without_place());
        }
    }
    res
}

fn other_locations(found: Vec<Location>, chosen: &Location) -> Vec<String> {
    let others = found.into_iter().flat_map(|it| it.folders);
    let mut res: Vec<String> = others.filter(|it| !chosen.folders.contains(it)).collect();
    res.dedup();
    res
}

fn is_aside(path: &str) -> bool {
    path.split('/').any(|it| ASIDE.contains(&it))
}

/// Whether a file or folder lies somewhere inside a folder.
fn inside(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// A path as files have it: no `./`, no `..`, no slash at the end.
fn clean_path(path: &str) -> String {
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

/// Notes a file of a migration that is no text, and where it stops being one.
fn report_unreadable(project: &Project, file: crate::project::FileId, report: &mut Report) {
    let Some(own) = project.file(file).filter(|it| it.text().is_none()) else { return };
    let offset = match std::str::from_utf8(&own.bytes) {
        Err(error) => error.valid_up_to(),
        Ok(_) => 0,
    };
    report.note(Span::file(file), problem::not_text(&own.path, offset));
}

mod problem {
    use super::{FORMATS, Format, Problem, Project};

    pub(super) fn empty_project() -> Problem {
        let titles: Vec<&str> = FORMATS.iter().map(|it| it.title).collect();
        Problem::error("no-files", "there is no file of a migration or its settings").help(format!(
            "give the folder that holds the migrations, or an archive of it; looked for: {}",
            titles.join(", ")
        ))
    }

    pub(super) fn unknown_project(project: &Project) -> Problem {
        let files = project.files().count();
        let titles: Vec<&str> = FORMATS.iter().map(|it| it.title).collect();
        let message = format!("no migrations found in {files} files");
        Problem::error("no-migrations", message).help(format!(
            "give a folder that one of these keeps its migrations in: {}; or name it with \
             `--versions`",
            titles.join(", ")
        ))
    }

    pub(super) fn unknown_format(name: &str) -> Problem {
        let names: Vec<&str> = FORMATS.iter().map(|it| it.name).collect();
        Problem::error("unknown-format", format!("no format `{name}`"))
            .help(format!("choose one of {}", names.join(", ")))
    }

    pub(super) fn unknown_folder(path: &str) -> Problem {
        Problem::error("unknown-folder", format!("no folder `{path}` in the project"))
            .help("name a folder relative to the project")
    }

    pub(super) fn no_revisions(format: &Format, folders: &[String]) -> Problem {
        let title = format.title;
        let message = format!("no {title} revisions in `{}`", folders.join("`, `"));
        Problem::error("no-migrations", message)
            .help("name the folder that holds them with `--versions`")
    }

    pub(super) fn not_text(path: &str, offset: usize) -> Problem {
        let message = format!("`{path}` is not UTF-8 from byte {offset} on");
        Problem::error("not-text", message).help("save the file as UTF-8")
    }
}
