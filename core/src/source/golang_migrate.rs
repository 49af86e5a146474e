//! golang-migrate: pairs of `.up.sql` and `.down.sql` files, and what others keep the same way.

use super::paired::{self, Lone, Pairing, Parts};
use super::sql::{self, Identity};
use super::{Evidence, Format, Holds, Location, Reading, Running};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision};
use crate::project::{File, Span};

pub(super) static FORMAT: Format = Format {
    name: "golang-migrate",
    title: "golang-migrate",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Message,
        holds: Holds::Migration,
        unless: "`x-multi-statement=true` in the database's address",
        page: "golang-migrate, database/postgres README, Multi-statement mode",
        mark_is_text: true,
        ..Running::COMMON
    },
    claims: paired::claims,
    at: Location::named,
    read,
};

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    // Others pair their files as well, and name them in ways of their own.
    let files = sql::files(reading.project, reading.location);
    let is_own = files.filter(|(_, it)| parts(it).is_some()).count() > 0;
    if is_own {
        for (file, own) in sql::files(reading.project, reading.location) {
            if paired::parts(own).is_some() && parts(own).is_none() {
                report.note(Span::file(file), problem::passed_over(own.name()));
            }
        }
    }
    let pairing = Pairing {
        parts: if is_own { parts } else { paired::parts },
        around: |_| FORMAT.running.around,
        lone: Lone::Version,
        reading,
    };
    let migrations = paired::migrations(&pairing, report);
    sql::line(reading.project, migrations, Identity::Number, report)
}

/// The parts of a name as golang-migrate has it: digits, an underscore, words, a direction.
fn parts(file: &File) -> Option<Parts<'_>> {
    let (digits, _) = file.name().split_once('_')?;
    let is_version = !digits.is_empty() && digits.bytes().all(|it| it.is_ascii_digit());
    paired::parts(file).filter(|it| is_version && it.version == digits)
}

mod problem {
    use super::Problem;

    pub(super) fn passed_over(name: &str) -> Problem {
        Problem::warning("passed-over", format!("golang-migrate passes over `{name}`"))
            .help("name it `000001_what_it_does.up.sql`: digits, an underscore, words")
    }
}

#[cfg(test)]
mod tests {
    use crate::source::sql::tests::check;

    #[test]
    fn pairs_follow_each_other_by_number() {
        check(
            &[
                ("m/9_a.up.sql", "CREATE TABLE a ();"),
                ("m/9_a.down.sql", "DROP TABLE a;"),
                ("m/10_b.up.sql", "CREATE TABLE b ();"),
            ],
            "golang-migrate",
            "m",
            &[
                ("9", "a", "CREATE TABLE a ();", "DROP TABLE a;"),
                ("10", "b", "CREATE TABLE b ();", ""),
            ],
        );
    }

    #[test]
    fn a_name_may_hold_dots() {
        check(
            &[
                ("m/0004_1.8.0_schema.up.sql", "SELECT 1;"),
                ("m/0005_1.8.2_schema.up.sql", "SELECT 2;"),
                ("m/0005_1.8.2_schema.down.sql", "SELECT 3;"),
            ],
            "golang-migrate",
            "m",
            &[
                ("0004", "1.8.0 schema", "SELECT 1;", ""),
                ("0005", "1.8.2 schema", "SELECT 2;", "SELECT 3;"),
            ],
        );
    }

    #[test]
    fn the_variant_for_postgresql_stands_in_for_the_generic_file() {
        check(
            &[
                ("m/1_a.up.sql", "generic"),
                ("m/1_a.mysql.up.sql", "mysql"),
                ("m/1_a.postgres.up.sql", "postgres"),
            ],
            "golang-migrate",
            "m",
            &[("1", "a", "postgres", "")],
        );
    }
}
