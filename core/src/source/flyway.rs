//! Flyway: `V1.2__name.sql`, undone by `U1.2__name.sql`; `R__name.sql` runs after all of them.

mod config;
mod naming;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::sql::{self, Identity, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running, inside, is_aside, program};
use crate::diagnostic::{Problem, Report};
use crate::dialect;
use crate::history::{Around, Revision, SqlPart, Written};
use crate::project::{File, FileId, Project, Span};
use config::{Config, Configs};
use naming::{Kind, Named, Naming};

pub(super) static FORMAT: Format = Format {
    name: "flyway",
    title: "Flyway",
    evidence: Evidence::Own,
    running: Running {
        around: Around::TransactionUnlessMixed,
        holds: Holds::Migration,
        unless: "`executeInTransaction=false` in `NAME.sql.conf`, or `flyway.mixed=true`",
        page: "Flyway documentation, Migrations, Transactions; Script Configuration Files",
        ..Running::COMMON
    },
    claims,
    at,
    read,
};

/// Names of folders that hold a tree of migrations, which Flyway reads with all folders inside.
const ROOTS: &[&str] = &["migration", "migrations", "flyway"];

/// Flyway reads the folders inside a location as well, unless they hold the same versions again,
/// each for another database.
fn claims(project: &Project) -> Vec<Location> {
    let configs = Configs::of(project);
    let mut namings: BTreeMap<&str, Naming> = BTreeMap::new();
    let mut roots: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for (_, file) in project.files() {
        let folder = file.folder();
        let naming = namings.entry(folder).or_insert_with(|| configs.naming(folder));
        if let Some(named) = own(naming, file) {
            roots.entry(root(folder)).or_default().push((named.version, folder));
        }
    }
    let is_own = |file: &File| namings.get(file.folder()).is_some_and(|it| own(it, file).is_some());
    let mut res = sql::folders(project, is_own);
    for (root, files) in roots {
        let mut versions: Vec<&str> = files.iter().map(|(version, _)| *version).collect();
        versions.sort_unstable();
        versions.dedup();
        let other = |it: &Location| !it.folders.iter().all(|it| inside(it, root) || it == root);
        if versions.len() == files.len() && res.iter().filter(|it| !other(it)).count() > 1 {
            let place = res.iter().position(|it| !other(it)).unwrap_or_default();
            let mut folders: Vec<String> =
                files.iter().map(|(_, folder)| (*folder).to_owned()).collect();
            folders.sort();
            folders.dedup();
            res.retain(other);
            res.insert(place.min(res.len()), Location::of(folders));
        }
    }
    res.sort_by_key(|it| it.folders.iter().all(|it| is_aside(it)));
    let best = res.first().and_then(|it| it.folders.first()).cloned().unwrap_or_default();
    if !res.is_empty() {
        let configured = configured(project, &configs.at(&best));
        res.retain(|it| !configured.iter().any(|own| it.overlaps(own)));
        res.splice(0..0, configured);
    }
    res
}

/// What the name of a file says that only Flyway names so: a version and a description.
fn own<'f>(naming: &Naming, file: &'f File) -> Option<Named<'f>> {
    let named = naming.read(file.name())?;
    (named.kind == Kind::Versioned && !named.description.is_empty()).then_some(named)
}

/// The places that the settings name, one for each vendor whose folders are there.
fn configured(project: &Project, config: &Config) -> Vec<Location> {
    let mut res: Vec<Location> = Vec::new();
    for dialect in dialect::ALL {
        let found = named(project, config, &config.locations(dialect.flyway_vendor));
        let adds = |own: &Location| {
            res.iter().all(|it| own.folders.iter().any(|folder| !it.folders.contains(folder)))
        };
        res.extend(found.filter(adds));
    }
    res
}

/// The folders at these places, with those inside them, if they hold what Flyway runs.
fn named(project: &Project, config: &Config, places: &[String]) -> Option<Location> {
    let own = |folder: &str| {
        let path = format!("/{folder}/");
        places.iter().any(|it| path.contains(&format!("/{it}/")))
    };
    let runs = |it: &File| {
        let kind = config.naming.read(it.name()).map(|it| it.kind);
        matches!(kind, Some(Kind::Versioned | Kind::Repeatable))
    };
    let files = project.files().map(|(_, it)| it).filter(|it| runs(it) && own(it.folder()));
    let mut folders: Vec<String> = files.map(|it| it.folder().to_owned()).collect();
    folders.retain(|it| !is_aside(it) || places.iter().any(|place| is_aside(place)));
    folders.sort();
    folders.dedup();
    (!folders.is_empty()).then(|| Location::of(folders))
}

fn root(folder: &str) -> &str {
    let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
    let mut paths = ends.filter_map(|end| folder.get(..end));
    let is_root = |path: &&str| path.rsplit('/').next().is_some_and(|it| ROOTS.contains(&it));
    paths.find(is_root).unwrap_or(folder)
}

/// A folder that the user named, with those inside it.
fn at(project: &Project, named: &[String]) -> Location {
    let within = |file: &File| named.iter().any(|it| inside(&file.path, it) || &file.path == it);
    let files = project.files().map(|(_, file)| file).filter(|it| within(it));
    let mut folders: Vec<String> =
        files.filter(|it| it.name().ends_with(".sql")).map(|it| it.folder().to_owned()).collect();
    folders.sort();
    folders.dedup();
    if folders.is_empty() { Location::of(named.to_vec()) } else { Location::of(folders) }
}

/// The version and the description of a migration that is a program: `V1_2__name`.
fn of_program(stem: &str) -> Option<(&str, &str)> {
    let rest = stem.strip_prefix('V')?;
    let (version, name) = rest.split_once("__").unwrap_or((rest, ""));
    naming::is_version(version).then_some((version, name))
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let project = reading.project;
    let folder = reading.location.folders.first().map_or("", |it| it);
    let config = Configs::of(project).at(folder);
    config::broken(project, report);
    let mut files: Vec<(FileId, Named<'_>)> = Vec::new();
    for (id, file) in sql::files(project, reading.location) {
        let named = config.naming.read(file.name());
        report_name(id, file, &config.naming, named, report);
        files.extend(named.map(|it| (id, it)));
    }
    let of_kind = |kind: Kind| files.iter().filter(move |(_, it)| it.kind == kind);
    let baseline = of_kind(Kind::Baseline).max_by_key(|(_, it)| sql::order(it.version));
    let mut undos: BTreeMap<&str, FileId> = BTreeMap::new();
    for (id, named) in of_kind(Kind::Undo) {
        undos.entry(named.version).or_insert(*id);
    }
    let mut res: Vec<Migration> = programs(reading);
    for (id, named) in of_kind(Kind::Versioned).chain(baseline) {
        let undo = undos.get(named.version).filter(|_| named.kind == Kind::Versioned);
        res.push(Migration {
            version: named.version.replace('_', "."),
            name: named.description.to_owned(),
            file: *id,
            up: config.script(reading, *id, report),
            down: undo.map(|id| config.script(reading, *id, report)).unwrap_or_default(),
        });
    }
    if let Some((file, named)) = baseline {
        start_at_baseline(&mut res, *file, named.version, report);
    }
    res.sort_by_cached_key(|it| sql::order(&it.version));
    let mut repeatables: Vec<_> = of_kind(Kind::Repeatable).collect();
    // Their order is that of their words, wherever they lie.
    repeatables.sort_by_cached_key(|(_, named)| named.description.replace('_', " "));
    for (id, named) in repeatables {
        let name = named.description;
        let up = config.script(reading, *id, report);
        res.push(Migration::forward(&format!("R__{name}"), name, *id, up));
    }
    config.go_to_schema(&mut res);
    sql::line_as_given(project, res, Identity::Number, report)
}

/// Leaves out the versions that a baseline stands for, and says so.
fn start_at_baseline(
    migrations: &mut Vec<Migration>,
    file: FileId,
    version: &str,
    report: &mut Report,
) {
    let start = sql::order(version);
    let before = migrations.len();
    migrations.retain(|it| it.file == file || sql::order(&it.version) > start);
    let left_out = before - migrations.len();
    if left_out > 0 {
        report.note(Span::file(file), problem::baseline(version, left_out));
    }
}

/// The migrations in Java and Kotlin, which Flyway finds in the same package.
fn programs(reading: &Reading<'_>) -> Vec<Migration> {
    let package = |folder: &str| {
        let parts: Vec<String> = folder.rsplit('/').take(2).map(str::to_owned).collect();
        parts
    };
    let packages: Vec<_> = reading.location.folders.iter().map(|it| package(it)).collect();
    let program = |(file, own): (FileId, &File)| {
        let (stem, language) = own
            .name()
            .strip_suffix(".java")
            .map(|it| (it, "Java"))
            .or_else(|| own.name().strip_suffix(".kt").map(|it| (it, "Kotlin")))?;
        let (version, name) = of_program(stem)?;
        let own = packages.contains(&package(own.folder()));
        own.then(|| program::migration(file, &version.replace('_', "."), name, language))
    };
    reading.project.files().filter_map(program).collect()
}

/// Says of a file that looks like a migration why Flyway passes over it.
fn report_name(
    id: FileId,
    file: &File,
    naming: &Naming,
    named: Option<Named<'_>>,
    report: &mut Report,
) {
    if named.is_some_and(|it| it.kind == Kind::Callback) {
        report.note(Span::file(id), problem::callback(file.name()));
    }
    if naming.passes_over(file.name()) {
        report.note(Span::file(id), problem::passed_over(file.name()));
    }
}

impl Config {
    /// Lets each migration begin in the schema that the settings say, which the first one finds
    /// made.
    fn go_to_schema(&self, migrations: &mut [Migration]) {
        let Some(schema) = self.schema() else { return };
        let quoted = |it: &str| format!("\"{}\"", it.replace('"', "\"\""));
        let set = format!("SET search_path TO {}, \"$user\", public;", quoted(schema));
        let mut made: String = self
            .new_schemas()
            .iter()
            .filter(|it| **it != "public")
            .map(|it| format!("CREATE SCHEMA IF NOT EXISTS {};\n", quoted(it)))
            .collect();
        for migration in migrations {
            for side in [&mut migration.up, &mut migration.down] {
                let Some(first) = side.first() else { continue };
                let text = Arc::from(std::mem::take(&mut made) + &set);
                let span = Span { end: first.span.start, ..first.span };
                let written = Written { text, places: Vec::new() };
                side.insert(
                    0,
                    SqlPart { written: Some(written), ..SqlPart::new(span, first.around) },
                );
            }
        }
    }

    /// A file's SQL, with its placeholders filled in.
    fn script(&self, reading: &Reading<'_>, id: FileId, report: &mut Report) -> Vec<SqlPart> {
        let own = reading.project.file(id);
        let path = own.map(|it| it.path.clone()).unwrap_or_default();
        let script = config::of_script(reading.project, &path);
        let around = match (script.runs_alone, self.mixes) {
            (true, _) => Around::Nothing,
            (false, true) => Around::TransactionIfPossible,
            (false, false) => FORMAT.running.around,
        };
        let mut res = sql::whole(reading.project, id, around, report);
        if self.fills && script.fills {
            let name = own.map(File::name).unwrap_or_default();
            for part in &mut res {
                part.written = self.fill(reading, part.span, name, report);
            }
        }
        res
    }
}

mod problem {
    use super::Problem;

    pub(super) fn baseline(version: &str, left_out: usize) -> Problem {
        let message = format!(
            "a new database begins with baseline `{version}`; {left_out} versions up to it are \
             left out"
        );
        Problem::note("baseline", message)
            .help("compare it with the versions that it stands for; both should build one schema")
    }

    pub(super) fn callback(name: &str) -> Problem {
        let message = format!("Flyway runs `{name}` beside the migrations, which is left out here");
        Problem::warning("callback-left-out", message)
            .help("make it a migration or a repeatable one if the schema hangs on it")
    }

    pub(super) fn passed_over(name: &str) -> Problem {
        Problem::warning("passed-over", format!("`{name}` is no name that Flyway knows"))
            .help("name it `V1.2__what_it_does.sql`: digits and dots, two underscores, words")
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Report;
    use crate::dialect::{self, Dialect};
    use crate::project::{File, Project};
    use crate::source::sql::tests::check;
    use crate::source::{SourceOptions, read};

    #[test]
    fn the_vendor_is_the_database_that_is_asked_for() {
        let check = |wanted: &'static Dialect, folders: &[&str]| {
            let files = [
                ("flyway.conf", "flyway.locations=filesystem:db/common,filesystem:db/{vendor}"),
                ("db/common/V1__a.sql", "SELECT 1;"),
                ("db/mysql/V2__b.sql", "SELECT 2;"),
                ("db/postgresql/V2__b.sql", "SELECT 2;"),
            ];
            let files = files.map(|(path, text)| File::new(path, text.as_bytes()));
            let options = SourceOptions::default();
            let project = Project::new("p", files);
            let source = read(&project, &options, Some(wanted), &mut Report::default());
            assert_eq!(source.locations, folders);
        };
        check(dialect::POSTGRESQL, &["db/common", "db/postgresql"]);
        check(dialect::MYSQL, &["db/common", "db/mysql"]);
    }

    #[test]
    fn versions_come_first_and_repeatables_last() {
        check(
            &[
                ("db/migration/V1.10__c.sql", "SELECT 3;"),
                ("db/migration/V1__a.sql", "SELECT 1;"),
                ("db/migration/V1_2__b_too.sql", "SELECT 2;"),
                ("db/migration/U1__a.sql", "SELECT -1;"),
                ("db/migration/R__views.sql", "SELECT 0;"),
            ],
            "flyway",
            "db/migration",
            &[
                ("1", "a", "SELECT 1;", "SELECT -1;"),
                ("1.2", "b too", "SELECT 2;", ""),
                ("1.10", "c", "SELECT 3;", ""),
                ("R__views", "views", "SELECT 0;", ""),
            ],
        );
    }

    #[test]
    fn a_new_database_begins_with_the_newest_baseline() {
        check(
            &[
                ("sql/V1__a.sql", "SELECT 1;"),
                ("sql/V2__b.sql", "SELECT 2;"),
                ("sql/B2__base.sql", "SELECT 12;"),
                ("sql/V3__c.sql", "SELECT 3;"),
            ],
            "flyway",
            "sql",
            &[("2", "base", "SELECT 12;", ""), ("3", "c", "SELECT 3;", "")],
        );
    }
}
