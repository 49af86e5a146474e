//! sqlx: timestamped SQL files of a Rust project, one for each migration or a pair.

use super::sql::{self, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running, manifest, paired};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision};
use crate::project::{File, Project, Span};

pub(super) static FORMAT: Format = Format {
    name: "sqlx",
    title: "sqlx",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Transaction,
        holds: Holds::Migration,
        unless: "`-- no-transaction` at the start of the file",
        page: "sqlx, Migrate trait for PgConnection; sqlx changelog, no-transaction",
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
    let is_version = !version.is_empty() && version.bytes().all(|it| it.is_ascii_digit());
    (is_version && paired::parts(file).is_none()).then_some((version, name))
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let mut migrations = paired::migrations(reading, around, report);
    let are_pairs = !migrations.is_empty();
    for (file, own) in sql::files(reading.project, reading.location) {
        let Some((version, name)) = simple(own) else { continue };
        if are_pairs {
            report.note(Span::file(file), problem::mixed(own.name()));
        }
        let up = sql::whole(reading.project, file, around(own), report);
        migrations.push(Migration::forward(version, name, file, up));
    }
    sql::line(reading.project, migrations, report)
}

fn around(file: &File) -> Around {
    match sql::first_comment(file).starts_with("no-transaction") {
        true => Around::Nothing,
        false => FORMAT.running.around,
    }
}

mod problem {
    use super::Problem;

    pub(super) fn mixed(name: &str) -> Problem {
        Problem::error("mixed-migrations", format!("`{name}` has one direction, others have two"))
            .help("give it the ending `.up.sql`; sqlx wants all of one kind")
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
