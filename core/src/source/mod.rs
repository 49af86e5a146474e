//! The ways projects keep their migrations: which file is which revision.

mod alembic;
mod atlas;
mod claim;
mod database;
mod dbmate;
mod diesel;
mod direction;
mod drizzle;
mod dump;
mod evolutions;
mod flyway;
mod foreign;
mod format;
mod golang_migrate;
mod goose;
mod graphile_migrate;
mod liquibase;
mod manifest;
mod marked;
mod node_pg_migrate;
mod numbered_sql;
mod paired;
mod path;
mod placeholder;
mod plain_sql;
mod prisma;
mod program;
mod psql;
mod rambler;
mod recorded;
mod refinery;
mod settings;
mod sqitch;
mod sql;
mod sql_migrate;
mod sqlx;
mod supabase;
mod tern;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Report, Severity};
use crate::dialect::Dialect;
use crate::history::{History, Revision, Script};
use crate::project::{File, FileId, Project, Span};
use crate::python::given::VERSION_TABLE;

use claim::Claims;
use path::{clean_path, inside, parent};

pub use alembic::AlembicConfig;
pub use format::{Evidence, Format, Holds, Platform, Running};
pub use path::is_aside;

/// Every way we read. Of those that claim a project the first one reads it, unless the user
/// chooses another.
pub const FORMATS: &[&Format] = &[
    &alembic::FORMAT,
    &goose::FORMAT,
    &dbmate::FORMAT,
    &sql_migrate::FORMAT,
    &rambler::FORMAT,
    &evolutions::FORMAT,
    &tern::FORMAT,
    &graphile_migrate::FORMAT,
    &sqlx::FORMAT,
    &golang_migrate::FORMAT,
    &diesel::FORMAT,
    &sqitch::FORMAT,
    &liquibase::FORMAT,
    &supabase::FORMAT,
    &drizzle::FORMAT,
    &prisma::FORMAT,
    &refinery::FORMAT,
    &flyway::FORMAT,
    &atlas::FORMAT,
    &node_pg_migrate::FORMAT,
    &numbered_sql::FORMAT,
    &dump::FORMAT,
    &plain_sql::FORMAT,
];

/// What a format reads its revisions from.
pub struct Reading<'p> {
    pub project: &'p Project,
    pub location: &'p Location,
    /// The database that the SQL is for.
    pub dialect: &'static Dialect,
    /// Values that the user gave for names in the SQL.
    pub values: &'p BTreeMap<String, String>,
    /// How many bytes scripts have read in from other files so far.
    read_in: Cell<usize>,
}

impl<'p> Reading<'p> {
    fn new(
        project: &'p Project,
        location: &'p Location,
        dialect: &'static Dialect,
        values: &'p BTreeMap<String, String>,
    ) -> Self {
        Self { project, location, dialect, values, read_in: Cell::new(0) }
    }
}

/// Folders that together hold the revisions of one history.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Location {
    /// Paths inside the project; the root is empty.
    pub folders: Vec<String>,
    /// Whether folders inside count as well.
    pub recursive: bool,
    /// Folders of SQL that the files here name, one by one.
    pub reads: Vec<String>,
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
    /// Values for names that the files don't tell: in SQL those that a tool fills in, in Python a
    /// variable of the environment or something in a module that is not here, `app.settings.schema`.
    /// What `alembic -x` hands to scripts has names that begin with [`X_ARGUMENT`].
    /// [`VERSION_TABLE`](crate::python::given::VERSION_TABLE) is Alembic's version table, in place of the one that `env.py` names.
    pub values: BTreeMap<String, String>,
}

/// Stands before the names of what `alembic -x NAME=VALUE` hands to scripts.
pub const X_ARGUMENT: &str = "-x ";

/// A project's revisions, and how they were found.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// Nothing if no format was recognized; then the history is empty.
    pub format: Option<&'static Format>,
    /// The database that the SQL is for.
    pub dialect: &'static Dialect,
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

    /// Whether one is, or is inside, the other.
    fn overlaps(&self, other: &Self) -> bool {
        let near = |a: &str, b: &str| a == b || inside(a, b) || inside(b, a);
        self.all_folders().any(|own| other.all_folders().any(|it| near(own, it)))
    }

    /// Its folders, and those from which it reads in.
    fn all_folders(&self) -> impl Iterator<Item = &String> {
        self.folders.iter().chain(&self.reads)
    }

    /// Whether it is beside the project's own code: in tests, examples, others' code.
    fn is_aside(&self) -> bool {
        self.folders.iter().all(|it| is_aside(it))
    }
}

/// Finds and reads the revisions of a project. Where no dialect is given, the files tell it.
pub fn read(
    project: &Project,
    options: &SourceOptions,
    dialect: Option<&'static Dialect>,
    report: &mut Report,
) -> Source {
    let nothing = Source { dialect: dialect.unwrap_or_default(), ..Source::default() };
    if project.files().next().is_none() {
        report.push(problem::empty_project().without_place());
        return nothing;
    }
    let claims = Claims::of(project, dialect.unwrap_or_default());
    let formats = claims.formats();
    let Some(format) = claims.chosen(project, options, report) else {
        return Source { formats, ..nothing };
    };
    let named = named_folders(project, &options.versions, report);
    if named.is_empty() && options.format.is_none() {
        claims.report_others(format, report);
    }
    let found = claims.places(format);
    let location = location(project, options, format, &named, found);
    let dialect = dialect.unwrap_or_else(|| database::of(project, format, &location, report));
    let reading = Reading::new(project, &location, dialect, &options.values);
    let revisions = revisions(&reading, format, report);
    Source {
        format: Some(format),
        dialect,
        formats,
        history: History::new(revisions, report),
        other_locations: other_locations(found, &location),
        locations: location.folders,
        alembic: location.alembic,
    }
}

/// Where a format's revisions are: in the folders that the user named, else in the best place.
fn location(
    project: &Project,
    options: &SourceOptions,
    format: &Format,
    named: &[String],
    found: &[Location],
) -> Location {
    let mut res = match (named, found) {
        ([], [best, ..]) => best.clone(),
        ([], []) => (format.at)(project, &[String::new()]),
        (named, found) => match found.iter().find(|it| it.folders == named) {
            Some(it) => it.clone(),
            None => (format.at)(project, named),
        },
    };
    if let (Some(alembic), Some(table)) = (&mut res.alembic, options.values.get(VERSION_TABLE)) {
        alembic.give_version_table(table);
    }
    res
}

/// The revisions of a place, and what is odd about them or their files.
fn revisions(reading: &Reading<'_>, format: &Format, report: &mut Report) -> Vec<Revision> {
    let res = (format.read)(reading, report);
    report_marks(reading, format, &res, report);
    direction::report(reading.project, &res, report);
    let is_broken = report.diagnostics.iter().any(|it| it.problem.severity == Severity::Error);
    if res.is_empty() && !is_broken {
        report.push(problem::no_revisions(format, &reading.location.folders).without_place());
    }
    res
}

fn named_folders(project: &Project, versions: &[String], report: &mut Report) -> Vec<String> {
    let mut res: Vec<String> = Vec::new();
    for path in versions.iter().map(|it| clean_path(it)) {
        let holds = |file: &File| file.path == path || inside(&file.path, &path);
        let exists = project.files().any(|(_, file)| holds(file));
        if exists {
            res.push(path);
        } else {
            report.push(problem::unknown_folder(&path).without_place());
        }
    }
    res
}

/// The folders of the places that were left out.
fn other_locations(found: &[Location], chosen: &Location) -> Vec<String> {
    let others = found.iter().flat_map(|it| &it.folders);
    let mut res: Vec<String> = others.filter(|it| !chosen.folders.contains(it)).cloned().collect();
    res.dedup();
    res
}

/// Notes a file of a migration that is no text, and where it stops being one.
fn report_unreadable(project: &Project, file: FileId, report: &mut Report) {
    let Some(own) = project.file(file).filter(|it| it.text().is_none()) else { return };
    let offset = match std::str::from_utf8(own.bytes()) {
        Err(error) => error.valid_up_to(),
        Ok(_) => 0,
    };
    report.note(Span::file(file), problem::not_text(&own.path, offset));
}

/// Byte-order marks: of UTF-8, and of UTF-16 either way round.
const MARKS: &[&[u8]] = &[b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];

/// Says which files the tool stumbles over at their first byte.
fn report_marks(
    reading: &Reading<'_>,
    format: &Format,
    revisions: &[Revision],
    report: &mut Report,
) {
    if !format.running.mark_is_text {
        return;
    }
    let parts = revisions.iter().flat_map(|it| match &it.script {
        Script::Sql { up, down } => up.iter().chain(down).map(|it| it.span.file).collect(),
        Script::Python => Vec::new(),
    });
    let files: BTreeSet<FileId> = parts.collect();
    for file in files {
        let bytes = reading.project.file(file).map(File::bytes).unwrap_or_default();
        if MARKS.iter().any(|it| bytes.starts_with(it)) {
            report.note(Span::file(file), problem::byte_order_mark(format));
        }
    }
}

mod problem {
    use super::{FORMATS, Format};
    use crate::diagnostic::{Choice, Problem};

    pub(super) fn byte_order_mark(format: &Format) -> Problem {
        let title = format.title;
        let message =
            format!("the file begins with a byte-order mark, which {title} does not skip");
        Problem::error("byte-order-mark", message).help("save it as UTF-8 without the mark")
    }

    pub(super) fn empty_project() -> Problem {
        let titles: Vec<&str> = FORMATS.iter().map(|it| it.title).collect();
        Problem::error("no-files", "there is no file of a migration or its settings").help(format!(
            "give the folder that holds the migrations, or an archive of it; looked for: {}",
            titles.join(", ")
        ))
    }

    pub(super) fn unknown_folder(path: &str) -> Problem {
        Problem::error("unknown-folder", format!("no folder `{path}` in the project"))
            .help("name a folder relative to the project")
    }

    pub(super) fn no_revisions(format: &Format, folders: &[String]) -> Problem {
        let title = format.title;
        let message = format!("no {title} revisions in `{}`", folders.join("`, `"));
        Problem::error("no-migrations", message)
            .help("name the folder that holds them")
            .remedy(Choice::Folders)
    }

    pub(super) fn not_text(path: &str, offset: usize) -> Problem {
        let message = format!("`{path}` is not UTF-8 from byte {offset} on");
        Problem::error("not-text", message).help("save the file as UTF-8")
    }
}
