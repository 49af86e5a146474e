//! Diesel: a folder for each migration, with `up.sql` and `down.sql`.

use std::collections::BTreeSet;

use super::sql::{self, Identity, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision, SqlPart};
use crate::project::{File, FileId, Project, Span};

pub(super) static FORMAT: Format = Format {
    name: "diesel",
    title: "Diesel",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Transaction,
        holds: Holds::Migration,
        unless: "`run_in_transaction = false` in `metadata.toml`",
        page: "Diesel guide, migrations; diesel_migrations, FileBasedMigrations",
        mark_is_text: true,
        ..Running::COMMON
    },
    claims,
    at: Location::named,
    read,
};

fn claims(project: &Project) -> Vec<Location> {
    sql::folders_of_folders(project, is_up)
}

fn is_up(file: &File) -> bool {
    file.name() == "up.sql" && sql::versioned(sql::folder_name(file)).is_some()
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let (project, location) = (reading.project, reading.location);
    report_folders(reading, report);
    let mut res = Vec::new();
    let files = sql::files_of_folders(project, location);
    for (id, file) in files.filter(|(_, it)| it.name() == "up.sql") {
        // Whatever stands before the first underscore is the version.
        let folder = sql::folder_name(file);
        let (version, name) = folder.split_once('_').unwrap_or((folder, ""));
        let beside = |name: &str| project.find(&format!("{}/{name}", file.folder()));
        let metadata = beside("metadata.toml");
        let alone = metadata.is_some_and(|(id, it)| {
            let text = it.text().map_or("", |it| it);
            report.keep(Span::file(id), runs_alone(text)).unwrap_or_default()
        });
        // Even then a file goes to the server as one message.
        let around = if alone { Around::Message } else { FORMAT.running.around };
        let down = beside("down.sql").map(|(id, _)| script(reading, id, around, report));
        res.push(Migration {
            version: version.replace('-', ""),
            name: name.to_owned(),
            file: id,
            up: script(reading, id, around, report),
            down: down.unwrap_or_default(),
        });
    }
    // Versions are compared letter by letter, without their dashes.
    res.sort_by(|a: &Migration, b| a.version.cmp(&b.version));
    sql::line_as_given(project, res, Identity::Version, report)
}

/// A file's SQL; Diesel refuses one that holds no statement.
fn script(
    reading: &Reading<'_>,
    file: FileId,
    around: Around,
    report: &mut Report,
) -> Vec<SqlPart> {
    let text = reading.project.file(file).and_then(File::text);
    if text.is_some_and(|it| crate::sql::split(it, reading.dialect).is_empty()) {
        let is_up = reading.project.file(file).is_some_and(|it| it.name() == "up.sql");
        report.note(Span::file(file), if is_up { problem::empty() } else { problem::empty_back() });
    }
    sql::whole(reading.project, file, around, report)
}

/// Says which folders beside the migrations Diesel stumbles over.
fn report_folders(reading: &Reading<'_>, report: &mut Report) {
    let mut seen = BTreeSet::new();
    for (id, file) in sql::files_of_folders(reading.project, reading.location) {
        let is_new = seen.insert(file.folder());
        let has_up = reading.project.find(&format!("{}/up.sql", file.folder())).is_some();
        if is_new && !has_up && !sql::folder_name(file).starts_with('.') {
            report.note(Span::file(id), problem::no_up(sql::folder_name(file)));
        }
    }
}

/// Whether a migration's metadata asks for no transaction: it does where it does not ask for one.
///
/// # Errors
/// The metadata can't be read; then Diesel opens a transaction.
fn runs_alone(metadata: &str) -> Result<bool, Problem> {
    let table: toml::Table = toml::from_str(metadata).map_err(|_| problem::metadata())?;
    match table.get("run_in_transaction") {
        Some(toml::Value::Boolean(runs_in_one)) => Ok(!runs_in_one),
        Some(_) => Err(problem::metadata()),
        None => Ok(true),
    }
}

mod problem {
    use super::Problem;

    pub(super) fn empty() -> Problem {
        Problem::error("empty-migration", "there is no statement in it, which Diesel refuses")
            .help("write `SELECT 1;` where nothing is to be done")
    }

    pub(super) fn metadata() -> Problem {
        let message = "Diesel can't read this, and runs the migration in a transaction";
        Problem::warning("unreadable-settings", message).help("write `run_in_transaction = false`")
    }

    pub(super) fn empty_back() -> Problem {
        let message = "there is no statement in it, so that Diesel refuses to take this back";
        Problem::warning("empty-migration", message)
            .help("write `SELECT 1;` where nothing is to be done")
    }

    pub(super) fn no_up(folder: &str) -> Problem {
        let message = format!("`{folder}` holds no `up.sql`, so that Diesel refuses to run");
        Problem::error("missing-migration", message).help("add the file, or move the folder away")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::sql::tests::check;

    #[test]
    fn versions_with_and_without_dashes_are_of_one_order() {
        check(
            &[
                ("migrations/2017-09-23-191545_b/up.sql", "SELECT 2;"),
                ("migrations/2017-09-23-191545_b/down.sql", "SELECT -2;"),
                ("migrations/20140924113530_a/up.sql", "SELECT 1;"),
            ],
            "diesel",
            "migrations",
            &[
                ("20140924113530", "a", "SELECT 1;", ""),
                ("20170923191545", "b", "SELECT 2;", "SELECT -2;"),
            ],
        );
    }

    #[test]
    fn metadata_may_ask_for_no_transaction() {
        assert_eq!(runs_alone("run_in_transaction = false").ok(), Some(true));
        assert_eq!(runs_alone("run_in_transaction = true").ok(), Some(false));
        // Diesel takes what is not said for `false`.
        assert_eq!(runs_alone("").ok(), Some(true));
        assert_eq!(runs_alone("run_in_transaction = 'no'").ok(), None);
        assert_eq!(runs_alone("[").ok(), None);
    }
}
