//! sqlx: timestamped SQL files of a Rust project, one for each migration or a pair.

use super::paired::{self, Lone, Pairing, Parts};
use super::sql::{self, Identity, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running, manifest};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision};
use crate::project::{File, FileId, Project, Span};

pub(super) static FORMAT: Format = Format {
    name: "sqlx",
    title: "sqlx",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Transaction,
        holds: Holds::Migration,
        unless: "`-- no-transaction` at the start of the file",
        page: "sqlx, Migrate trait for PgConnection; sqlx changelog, no-transaction",
        mark_is_text: true,
        ..Running::COMMON
    },
    claims,
    at: Location::named,
    read,
};

fn claims(project: &Project) -> Vec<Location> {
    let uses = manifest::folders(project, "Cargo.toml", "sqlx");
    sql::folders(project, |file| {
        let is_up = paired::parts(file).map_or_else(|| simple(file).is_some(), |it| it.is_up);
        is_up && uses.iter().any(|it| super::inside(file.folder(), it))
    })
}

/// The version and the name of a file that is for the way up alone.
fn simple(file: &File) -> Option<(&str, &str)> {
    let (version, name) = file.name().strip_suffix(".sql")?.split_once('_')?;
    (is_version(version) && paired::parts(file).is_none()).then_some((version, name))
}

/// The parts of the name of one of a pair.
fn parts(file: &File) -> Option<Parts<'_>> {
    let (version, _) = file.name().split_once('_')?;
    paired::parts(file).filter(|it| is_version(version) && it.version == version)
}

fn is_version(text: &str) -> bool {
    text.parse::<i64>().is_ok() && text.bytes().all(|it| it.is_ascii_digit())
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let pairing = Pairing { parts, around, lone: Lone::Nothing, reading };
    let mut migrations = paired::migrations(&pairing, report);
    let are_pairs = !migrations.is_empty();
    for (file, own) in sql::files(reading.project, reading.location) {
        let Some((version, name)) = simple(own) else {
            report_name(file, own, report);
            continue;
        };
        if are_pairs {
            report.note(Span::file(file), problem::mixed(own.name()));
        }
        let up = sql::whole(reading.project, file, around(own), report);
        migrations.push(Migration::forward(version, name, file, up));
    }
    sql::line(reading.project, migrations, Identity::Number, report)
}

/// Says what sqlx does with an SQL file of a name that it can't take apart.
fn report_name(id: FileId, file: &File, report: &mut Report) {
    if parts(file).is_some() || !file.name().ends_with(".sql") {
        return;
    }
    match file.name().split_once('_') {
        Some((version, _)) if version.parse::<i64>().is_err() => {
            report.note(Span::file(id), problem::no_version(file.name()));
        }
        Some(_) => {}
        None => report.note(Span::file(id), problem::passed_over(file.name())),
    }
}

/// A file that asks for no transaction, to the letter and at its very beginning, still goes to
/// the server as one message.
fn around(file: &File) -> Around {
    match file.text().is_some_and(|it| it.starts_with("-- no-transaction")) {
        true => Around::Message,
        false => FORMAT.running.around,
    }
}

mod problem {
    use super::Problem;

    pub(super) fn mixed(name: &str) -> Problem {
        let message = format!("`{name}` has one direction, others have two");
        Problem::warning("mixed-migrations", message)
            .help("give it the ending `.up.sql`; sqlx runs both, but can't take this one back")
    }

    pub(super) fn no_version(name: &str) -> Problem {
        let message = format!("`{name}` begins with no version, so that sqlx refuses to run");
        Problem::error("no-version", message)
            .help("name it `20240102030405_what_it_does.sql`: digits, an underscore, words")
    }

    pub(super) fn passed_over(name: &str) -> Problem {
        Problem::warning("passed-over", format!("sqlx passes over `{name}`"))
            .help("name it `20240102030405_what_it_does.sql`: digits, an underscore, words")
    }
}

#[cfg(test)]
mod tests {
    use crate::source::sql::tests::check;

    const MANIFEST: (&str, &str) = ("Cargo.toml", "[dependencies]\nsqlx = \"0.8\"\n");

    #[test]
    fn a_manifest_tells_pairs_from_those_of_others() {
        check(
            &[
                MANIFEST,
                ("migrations/20240102030405_a.up.sql", "SELECT 1;"),
                ("migrations/20240102030405_a.down.sql", "SELECT -1;"),
            ],
            "sqlx",
            "migrations",
            &[("20240102030405", "a", "SELECT 1;", "SELECT -1;")],
        );
    }

    #[test]
    fn files_may_have_one_direction_only() {
        check(
            &[MANIFEST, ("migrations/20240102030405_a.sql", "-- no-transaction\nSELECT 1;")],
            "sqlx",
            "migrations",
            &[("20240102030405", "a", "-- no-transaction\nSELECT 1;", "")],
        );
    }
}
