//! Which database SQL is written for, where nobody says: what the settings of its tool declare, or
//! else words that only one database reads.

use super::{Format, Location, alembic, inside, parent, settings};
use crate::diagnostic::{Choice, Diagnostic, Problem, Report};
use crate::dialect::{self, Dialect};
use crate::project::{File, FileId, Project, Span};
use crate::sql::{self, Mark};

/// Files in which a tool is told its database, and the settings that tell it: by its name or by an
/// address.
const DECLARATIONS: &[(&str, &[&str])] = &[
    ("migration_lock.toml", &["provider"]),
    ("_journal.json", &["dialect"]),
    ("sqitch.conf", &["engine"]),
    ("flyway.conf", &["flyway.url"]),
    ("flyway.toml", &["flyway.url", "environments.default.url"]),
    ("liquibase.properties", &["url", "liquibase.command.url"]),
    ("application.properties", FRAMEWORKS),
    ("application.yml", FRAMEWORKS),
    ("application.yaml", FRAMEWORKS),
];

/// The settings of the frameworks that run Flyway and Liquibase.
const FRAMEWORKS: &[&str] =
    &["spring.flyway.url", "spring.liquibase.url", "spring.datasource.url", "datasource.url"];

/// The database that a place's SQL is for; if not the usual one, the reason is reported.
pub(super) fn of(
    project: &Project,
    format: &Format,
    location: &Location,
    report: &mut Report,
) -> &'static Dialect {
    let usual = <&Dialect>::default();
    // Alembic's operations are for any database.
    if format.name == alembic::FORMAT.name {
        return usual;
    }
    let declared = declared(project, location);
    let known = declared.as_ref().and_then(|(span, name)| {
        let dialect = Dialect::named(name)?;
        Some((dialect, problem::declared(dialect, name).at(*span)))
    });
    if known.as_ref().is_some_and(|(dialect, _)| *dialect == usual) {
        return usual;
    }
    match (known.or_else(|| marked(project, location)), declared) {
        (Some((dialect, why)), _) => {
            report.push(why);
            dialect
        }
        (None, Some((span, name))) => {
            report.note(span, problem::unknown(usual, &name));
            usual
        }
        (None, None) => usual,
    }
}

/// Databases that are not read, by which folders are called.
const NOT_READ: &[&str] = &["mssql", "sqlserver", "oracle", "cockroach", "cockroachdb"];

/// Whether a place's path says that it is for another database than this, as in `migrations/mysql`.
pub(super) fn is_for_another(location: &Location, wanted: &Dialect) -> bool {
    let is_for_another = |path: &String| {
        let words: Vec<&str> = path.split(|it: char| !it.is_ascii_alphanumeric()).collect();
        let named: Vec<_> = words.iter().filter_map(|it| Dialect::named(it)).collect();
        let is_foreign = words.iter().any(|it| NOT_READ.contains(it));
        !named.contains(&wanted) && (is_foreign || !named.is_empty())
    };
    location.folders.iter().any(is_for_another)
}

/// The database that the nearest settings name: those in the place itself or in a folder around it.
fn declared(project: &Project, location: &Location) -> Option<(Span, String)> {
    let is_around = |folder: &str, path: &str| path == folder || inside(path, folder);
    // Some tools keep their settings in a folder inside.
    let holds = |folder: &str| {
        location.folders.iter().any(|it| is_around(folder, it) || is_around(parent(folder), it))
    };
    let said = |(id, file): (FileId, &File)| {
        let (_, names) = DECLARATIONS.iter().find(|(name, _)| *name == file.name())?;
        let settings = Some(file).filter(|it| holds(it.folder())).map(settings::read)?;
        let value = names.iter().find_map(|it| settings.get(*it))?;
        Some((file.folder().len(), Span::file(id), product(value)?.to_owned()))
    };
    let nearest = project.files().filter_map(said).max_by_key(|(depth, ..)| *depth);
    nearest.map(|(_, span, name)| (span, name))
}

/// The database that a setting names, by a word or in an address: `mysql`, `jdbc:mysql://host`.
fn product(value: &str) -> Option<&str> {
    let address = value.strip_prefix("jdbc:").unwrap_or(value);
    let name = address.split(':').next().unwrap_or_default();
    let is_word = !name.is_empty() && name.chars().all(|it| it.is_ascii_alphanumeric());
    is_word.then_some(name)
}

/// The database that alone reads what the files say, and where it shows first. A word of the usual
/// one decides against all others.
///
/// A few words may be a slip, which is refused where it stands: then it is only said what they are.
fn marked(project: &Project, location: &Location) -> Option<(&'static Dialect, Diagnostic)> {
    let own = |path: &str| location.folders.iter().any(|it| path == it || inside(path, it));
    // Where a file has a variant for each database, those tell nothing of the rest.
    let is_variant = |name: &str| name.split('.').any(|it| Dialect::named(it).is_some());
    let tells = |it: &File| it.name().ends_with(".sql") && !is_variant(it.name());
    let files = project.files().filter(|(_, it)| tells(it) && own(&it.path));
    let usual = <&Dialect>::default();
    let (mut words, mut quotes) = (Tally::default(), Tally::default());
    for (file, text) in files.filter_map(|(id, it)| Some((id, it.text()?))) {
        for mark in sql::marks(text) {
            if mark.dialect == usual {
                return None;
            }
            let tally = if mark.is_quote { &mut quotes } else { &mut words };
            tally.count += 1;
            tally.first.get_or_insert((file, mark));
        }
    }
    let (file, mark) = words.first.or(quotes.first)?;
    let span = Span { file, start: mark.range.start as u32, end: mark.range.end as u32 };
    let word = project.excerpt(span);
    Some(match words.count + quotes.count / 2 >= ENOUGH {
        true => (mark.dialect, problem::marked(mark.dialect, word).at(span)),
        false => (usual, problem::slip(mark.dialect, word).at(span)),
    })
}

/// Marks of one kind.
#[derive(Default)]
struct Tally {
    count: usize,
    first: Option<(FileId, Mark)>,
}

/// How many words and quoted names of another database tell that the SQL is for that.
const ENOUGH: usize = 5;

mod problem {
    use super::{Choice, Dialect, Problem, dialect};

    pub(super) fn declared(dialect: &Dialect, name: &str) -> Problem {
        let own = dialect.title;
        Problem::note(
            "database",
            format!("the SQL is read as {own}, since this file says `{name}`"),
        )
        .help(OTHERWISE)
        .remedy(Choice::Database)
    }

    pub(super) fn marked(dialect: &Dialect, word: &str) -> Problem {
        let own = dialect.title;
        Problem::note("database", format!("the SQL is read as {own}, which alone has `{word}`"))
            .help(OTHERWISE)
            .remedy(Choice::Database)
    }

    pub(super) fn slip(dialect: &Dialect, word: &str) -> Problem {
        let message = format!("`{word}` is what {} alone reads", dialect.title);
        Problem::note("other-database", message)
            .help("if the SQL is for that, read it so")
            .remedy_with(Choice::Database, dialect.name)
    }

    pub(super) fn unknown(usual: &Dialect, name: &str) -> Problem {
        let known: Vec<&str> = dialect::ALL.iter().map(|it| it.title).collect();
        let message = format!(
            "this file says that the SQL is for `{name}`, which is not read here; it is taken for {}",
            usual.title
        );
        Problem::warning("unknown-database", message)
            .help(format!("what is read is the SQL of {}", known.join(", ")))
    }

    const OTHERWISE: &str = "choose another database if that is not so";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceOptions, read};

    const PRISMA: &str = "prisma/migrations/20240101000000_a/migration.sql";
    const LOCK: &str = "prisma/migrations/migration_lock.toml";
    const FLYWAY: &str = "src/main/resources/db/migration/V1__a.sql";
    const MYSQL: &str = "CREATE TABLE `t` (`id` int AUTO_INCREMENT, `a` longtext, `b` longtext);";
    const SPRING: &str = "src/main/resources/application.yml";

    /// What files of a path and a text are read as, and the codes of what is said of it.
    fn check(files: &[(&str, &str)], expected: &str, said: &[&str]) {
        let files = files.iter().map(|(path, text)| File::new(*path, text.as_bytes()));
        let mut report = Report::default();
        let project = Project::new("p", files);
        let source = read(&project, &SourceOptions::default(), None, &mut report);
        let codes: Vec<&str> = report.diagnostics.iter().map(|it| it.problem.code).collect();
        assert_eq!((source.dialect.name, &*codes), (expected, said));
    }

    #[test]
    fn the_tools_settings_tell_the_database() {
        check(&[(PRISMA, ""), (LOCK, "provider = \"mysql\"")], "mysql", &["database"]);
        check(&[(PRISMA, ""), (LOCK, "provider = \"postgresql\"")], "postgresql", &[]);
        let url = "spring:\n  datasource:\n    url: jdbc:mariadb://localhost/shop\n";
        check(&[(FLYWAY, ""), (SPRING, url)], "mysql", &["database"]);
        let journal = "{\"dialect\": \"sqlite\", \"entries\": [{\"tag\": \"0000_a\"}]}";
        let drizzle =
            [("drizzle/0000_a.sql", "SELECT 1;"), ("drizzle/meta/_journal.json", journal)];
        check(&drizzle, "sqlite", &["database"]);
    }

    #[test]
    fn a_database_that_is_not_read_is_said_unless_the_sql_tells_another() {
        let lock = (LOCK, "provider = \"sqlserver\"");
        check(&[(PRISMA, ""), lock], "postgresql", &["unknown-database"]);
        check(&[(PRISMA, MYSQL), lock], "mysql", &["database"]);
    }

    #[test]
    fn the_sql_tells_the_database_where_nothing_else_does() {
        let (first, second) = ("migrations/1_a.up.sql", "migrations/2_b.up.sql");
        check(&[(first, ""), (second, MYSQL)], "mysql", &["database"]);
        check(&[(first, MYSQL), (second, "SELECT now()::timestamptz;")], "postgresql", &[]);
        let slip = "CREATE TABLE t (id int AUTO_INCREMENT);";
        check(&[(first, ""), (second, slip)], "postgresql", &["other-database"]);
    }

    #[test]
    fn of_folders_for_several_databases_the_wanted_ones_goes_first() {
        let folders = ["migrations/mysql", "migrations/pg", "migrations/sqlite3"];
        let files = folders.map(|it| File::new(format!("{it}/00001_a.sql"), *b"-- +goose Up"));
        let project = Project::new("p", files);
        let locations = |dialect| {
            let options = SourceOptions::default();
            read(&project, &options, dialect, &mut Report::default()).locations
        };
        assert_eq!(locations(None), ["migrations/pg"]);
        assert_eq!(locations(Some(dialect::SQLITE)), ["migrations/sqlite3"]);
    }
}
