//! The ways projects keep their migrations: which file is which revision.

mod alembic;
mod atlas;
mod database;
mod dbmate;
mod diesel;
mod direction;
mod drizzle;
mod dump;
mod flyway;
mod foreign;
mod golang_migrate;
mod goose;
mod liquibase;
mod manifest;
mod marked;
mod node_pg_migrate;
mod numbered_sql;
mod paired;
mod placeholder;
mod plain_sql;
mod prisma;
mod program;
mod psql;
mod recorded;
mod refinery;
mod settings;
mod sqitch;
mod sql;
mod sql_migrate;
mod sqlx;
mod supabase;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Choice, Problem, Report, Severity};
use crate::dialect::Dialect;
use crate::history::{Around, History, Revision, Script};
use crate::project::{File, FileId, Project, Span};
use crate::python::given::VERSION_TABLE;

pub use alembic::AlembicConfig;

/// Every way we read. Of those that claim a project the first one reads it, unless the user
/// chooses another.
pub const FORMATS: &[&Format] = &[
    &alembic::FORMAT,
    &goose::FORMAT,
    &dbmate::FORMAT,
    &sql_migrate::FORMAT,
    &node_pg_migrate::FORMAT,
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
    &numbered_sql::FORMAT,
    &dump::FORMAT,
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
    pub evidence: Evidence,
    pub running: Running,
    /// The places in a project that look like it, the best first.
    pub claims: fn(&Project) -> Vec<Location>,
    /// The place that the user named, read as this format.
    pub at: fn(&Project, &[String]) -> Location,
    /// The revisions of a place.
    pub read: fn(&Reading<'_>, &mut Report) -> Vec<Revision>,
}

/// What speaks for a format where it is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Names or marks that only its tool has.
    Own,
    /// What anybody's files may look like.
    Loose,
}

/// How a format's tool runs what it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Running {
    pub around: Around,
    pub holds: Holds,
    /// How a migration asks for no transaction; empty if it cannot.
    pub unless: &'static str,
    /// The page that says so; empty for formats without a tool.
    pub page: &'static str,
    /// Whether the tool takes a byte-order mark at the start of a file for part of its text, as the
    /// server does, which then refuses it.
    pub mark_is_text: bool,
    /// Whose databases the migrations run in, if not in anybody's.
    pub platform: Option<Platform>,
}

impl Running {
    /// What is so for most tools, to be completed.
    const COMMON: Self = Self {
        around: Around::Transaction,
        holds: Holds::Migration,
        unless: "",
        page: "",
        mark_is_text: false,
        platform: None,
    };
}

impl Format {
    /// The search path of its tool's sessions, as a setting says it.
    pub fn search_path(&self) -> &'static str {
        self.running.platform.map_or("public", |it| it.search_path)
    }
}

/// Whose databases are not empty before the first migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Platform {
    pub name: &'static str,
    /// What they hold, as statements that make it.
    pub given: &'static str,
    /// The search path of its sessions.
    pub search_path: &'static str,
}

/// What one transaction of a tool holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Migration,
    /// All that run together.
    All,
}

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

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl std::fmt::Display for Running {
    /// A sentence: how the tool runs a migration, how that asks for another way, and who says so.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match (self.around, self.holds) {
            (Around::Transaction, Holds::All) => "one transaction for all",
            (Around::Transaction, Holds::Migration) => "a transaction each",
            (Around::TransactionIfPossible, _) => {
                "a transaction each, but not around what cannot run in one"
            }
            (Around::TransactionUnlessMixed, _) => {
                "a transaction each, or none around a file that holds only what cannot run in one"
            }
            (Around::Message, _) => {
                "sent as one message each, which PostgreSQL treats as a transaction"
            }
            (Around::Nothing, _) => "no transaction around",
        })?;
        if !self.unless.is_empty() {
            write!(f, "; unless {}", self.unless)?;
        }
        if !self.page.is_empty() {
            write!(f, " ({})", self.page)?;
        }
        Ok(())
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
    let claim = |format: &&'static Format| {
        let mut locations = (format.claims)(project);
        let wanted = dialect.unwrap_or_default();
        locations.sort_by_key(|it| (it.is_aside(), database::is_for_another(it, wanted)));
        (!locations.is_empty()).then_some((*format, locations))
    };
    let mut claims: Vec<Claim> = FORMATS.iter().filter_map(claim).collect();
    // What is only found in tests or examples gives way to what is not.
    claims.sort_by_key(|(_, locations)| locations.iter().all(Location::is_aside));
    largest_first(project, &mut claims);
    let formats: Vec<&'static Format> = claims.iter().map(|(format, _)| *format).collect();
    let Some(format) = chosen(project, options, &claims, report) else {
        return Source { formats, ..nothing };
    };
    let formats_elsewhere = elsewhere(format, &claims);
    let own = claims.into_iter().find(|(it, _)| it.name == format.name);
    let found: Vec<Location> = own.map(|(_, locations)| locations).unwrap_or_default();
    let named = named_folders(project, &options.versions, report);
    if named.is_empty() && options.format.is_none() {
        report_others(&formats_elsewhere, report);
        let more = found.get(1..).unwrap_or_default();
        let more: Vec<&Location> = more.iter().filter(|it| says_so(format, it)).collect();
        if let Some(first) = more.first().filter(|_| format.name != alembic::FORMAT.name) {
            report.push(problem::other_places(format, &first.folders, more.len()).without_place());
        }
    }
    let mut location = match (named.is_empty(), found.first()) {
        (false, _) => (format.at)(project, &named),
        (true, Some(best)) => best.clone(),
        (true, None) => (format.at)(project, &[String::new()]),
    };
    if let (Some(alembic), Some(table)) = (&mut location.alembic, options.values.get(VERSION_TABLE))
    {
        alembic.give_version_table(table);
    }
    let dialect = dialect.unwrap_or_else(|| database::of(project, format, &location, report));
    let values = &options.values;
    let reading = Reading::new(project, &location, dialect, values);
    let revisions = (format.read)(&reading, report);
    report_marks(&reading, format, &revisions, report);
    direction::report(project, &revisions, report);
    let is_broken = report.diagnostics.iter().any(|it| it.problem.severity == Severity::Error);
    if revisions.is_empty() && !is_broken {
        report.push(problem::no_revisions(format, &location.folders).without_place());
    }
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

/// A format, and the places that look like it.
type Claim = (&'static Format, Vec<Location>);

/// Of formats that stand in places of their own, the one with the most files goes first; Alembic
/// goes before all.
fn largest_first(project: &Project, claims: &mut [Claim]) {
    let Some((first, locations)) = claims.first() else { return };
    if first.evidence == Evidence::Loose || first.name == alembic::FORMAT.name {
        return;
    }
    let size = |it: &Location| {
        let folders: BTreeSet<&str> = it.all_folders().map(String::as_str).collect();
        let own = |path: &str| around(path).any(|it| folders.contains(it));
        let files = project.files().map(|(_, file)| file);
        files.filter(|it| it.name().ends_with(".sql") && own(&it.path)).count()
    };
    let best = locations.first().cloned().unwrap_or_default();
    let mut largest = (0, size(&best));
    for (place, (format, locations)) in claims.iter().enumerate().skip(1) {
        let Some(other) = locations.first().filter(|it| !it.is_aside()) else { continue };
        let is_rival = format.evidence == Evidence::Own && !other.overlaps(&best);
        if is_rival && size(other) > largest.1 {
            largest = (place, size(other));
        }
    }
    if let Some(ahead) = claims.get_mut(..=largest.0) {
        ahead.rotate_right(1);
    }
}

/// A path and the folders around it, up to the root.
fn around(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |it| (!it.is_empty()).then(|| parent(it)))
}

/// The other formats that the project holds, each with its best place that is not the chosen one's.
fn elsewhere(chosen: &'static Format, claims: &[Claim]) -> Vec<(&'static Format, Location)> {
    let own = claims.iter().find(|(it, _)| it.name == chosen.name);
    let mut taken: Vec<Location> = own.map(|(_, it)| it.clone()).unwrap_or_default();
    let mut res = Vec::new();
    for (format, locations) in claims {
        let is_new =
            |it: &&Location| says_so(format, it) && !taken.iter().any(|own| own.overlaps(it));
        let found = locations.iter().find(is_new).cloned();
        if let Some(location) = found.filter(|_| format.name != chosen.name) {
            taken.push(location.clone());
            res.push((*format, location));
        }
    }
    res
}

/// Whether a place speaks for itself as one of the project's own histories.
fn says_so(format: &Format, location: &Location) -> bool {
    let is_file = format.name == plain_sql::FORMAT.name || format.name == dump::FORMAT.name;
    let named = location.folders.iter().any(|it| it.contains("migrat"));
    !is_file && !location.is_aside() && (format.evidence == Evidence::Own || named)
}

fn report_others(others: &[(&'static Format, Location)], report: &mut Report) {
    for (format, location) in others {
        report.push(problem::other_format(format, &location.folders).without_place());
    }
}

/// The format that the user named, else the one that claims the folders the user named, else the
/// first that claims anything.
fn chosen(
    project: &Project,
    options: &SourceOptions,
    claims: &[Claim],
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
        let foreign = foreign::report(project);
        report.push(foreign.unwrap_or_else(|| problem::unknown_project(project).without_place()));
        return None;
    };
    Some(format)
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

fn other_locations(found: Vec<Location>, chosen: &Location) -> Vec<String> {
    let others = found.into_iter().flat_map(|it| it.folders);
    let mut res: Vec<String> = others.filter(|it| !chosen.folders.contains(it)).collect();
    res.dedup();
    res
}

/// Whether a path is beside a project's own code: in tests, examples, others' code.
pub fn is_aside(path: &str) -> bool {
    path.split('/').any(|it| ASIDE.contains(&it))
}

/// The folder that a folder is in; the root is in itself.
fn parent(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(parent, _)| parent)
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
    use super::{Choice, FORMATS, Format, Problem, Project};

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

    pub(super) fn unknown_project(project: &Project) -> Problem {
        let files = project.files().count();
        let titles: Vec<&str> = FORMATS.iter().map(|it| it.title).collect();
        let message =
            format!("no migrations found in {files} file{}", if files == 1 { "" } else { "s" });
        Problem::error("no-migrations", message)
            .help(format!(
                "give a folder that one of these keeps its migrations in: {}; or name the folder",
                titles.join(", ")
            ))
            .remedy(Choice::Folders)
    }

    pub(super) fn other_format(format: &Format, folders: &[String]) -> Problem {
        let (title, folders) = (format.title, folders.join("`, `"));
        let message = format!("the project also holds {title} migrations, in `{folders}`");
        Problem::note("other-format", message)
            .help("read those in place of these")
            .remedy_with(Choice::Format, format.name)
    }

    pub(super) fn other_places(format: &Format, folders: &[String], n: usize) -> Problem {
        let first = folders.first().cloned().unwrap_or_default();
        let (title, folders) = (format.title, folders.join("`, `"));
        let more = if n > 1 { format!(" and {} more places", n - 1) } else { String::new() };
        let message =
            format!("{title} migrations are in `{folders}`{more}, too: others than these");
        Problem::note("other-place", message)
            .help("read those in place of these")
            .remedy_with(Choice::Folders, first)
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
            .help("name the folder that holds them")
            .remedy(Choice::Folders)
    }

    pub(super) fn not_text(path: &str, offset: usize) -> Problem {
        let message = format!("`{path}` is not UTF-8 from byte {offset} on");
        Problem::error("not-text", message).help("save the file as UTF-8")
    }
}
