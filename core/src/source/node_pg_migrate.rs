//! node-pg-migrate: timestamped SQL files, `-- Up Migration` and `-- Down Migration` inside.

use super::marked::{self, Mark};
use super::sql::{self, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running, program};
use crate::diagnostic::Report;
use crate::history::{Around, Revision};
use crate::project::Project;

pub(super) static FORMAT: Format = Format {
    name: "node-pg-migrate",
    title: "node-pg-migrate",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Transaction,
        holds: Holds::All,
        unless: "`--no-single-transaction` gives each migration its own",
        page: "node-pg-migrate documentation, CLI usage, single-transaction",
    },
    claims,
    at: Location::named,
    read,
};

fn claims(project: &Project) -> Vec<Location> {
    marked::claims(project, mark)
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let mut migrations = marked::migrations(reading, mark, report);
    migrations.extend(programs(reading));
    migrations.sort_by_cached_key(|it| (moment(&it.version), it.name.clone()));
    sql::line_as_given(reading.project, migrations, report)
}

/// Ends of names of migrations that are programs.
const PROGRAMS: &[&str] = &[".js", ".cjs", ".mjs", ".ts"];

/// The migrations that are functions in JavaScript or TypeScript.
fn programs(reading: &Reading<'_>) -> Vec<Migration> {
    let files = sql::files(reading.project, reading.location);
    files
        .filter_map(|(file, own)| {
            let stem = PROGRAMS.iter().find_map(|it| own.name().strip_suffix(it))?;
            let (version, name) = sql::versioned(stem)?;
            Some(program::migration(file, version, name, "JavaScript"))
        })
        .collect()
}

/// The number by which a version is ordered: one of seventeen digits is a date to the millisecond
/// and becomes the milliseconds since 1970 that others are.
fn moment(version: &str) -> u128 {
    let whole = version.parse().unwrap_or(u128::MAX);
    if version.len() != 17 {
        return whole;
    }
    let part = |from: usize, to: usize| -> u128 {
        version.get(from..to).and_then(|it| it.parse().ok()).unwrap_or_default()
    };
    let (year, month, day) = (part(0, 4), part(4, 6), part(6, 8));
    // Years begin in March here, so that the day that leap years add is their last.
    let (year, month) =
        if month > 2 { (year, month - 3) } else { (year.saturating_sub(1), month + 9) };
    let days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day;
    let seconds = part(8, 10) * 3600 + part(10, 12) * 60 + part(12, 14);
    days.saturating_sub(DAYS_TO_1970) * 86_400_000 + seconds * 1000 + part(14, 17)
}

/// The days from the first of March of the year zero to the first day of 1970, and one.
const DAYS_TO_1970: u128 = 719_469;

/// Its own pattern: dashes and spaces, the direction, `migration`, in any case.
fn mark(line: &str) -> Option<Mark> {
    let words = line.strip_prefix("--")?.trim_start_matches(['-', ' ', '\t']).to_lowercase();
    let mut words = words.split_whitespace();
    let (direction, word) = (words.next()?, words.next()?);
    match direction {
        _ if !word.starts_with("migration") => None,
        "up" => Some(Mark::Up(FORMAT.running.around)),
        "down" => Some(Mark::Down(FORMAT.running.around)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::sql::tests::check;

    #[test]
    fn a_date_of_seventeen_digits_is_its_milliseconds() {
        assert_eq!(moment("20240102030405678"), 1_704_164_645_678);
        assert_eq!(moment("20000229000000000"), 951_782_400_000);
        assert_eq!(moment("1704164645000"), 1_704_164_645_000);
    }

    #[test]
    fn both_directions_are_in_one_file() {
        let text = "-- Up Migration\nCREATE TABLE a ();\n\n---- down migration\nDROP TABLE a;\n";
        check(
            &[("migrations/1704164645000_add-a.sql", text)],
            "node-pg-migrate",
            "migrations",
            &[("1704164645000", "add a", "CREATE TABLE a ();", "DROP TABLE a;")],
        );
    }
}
