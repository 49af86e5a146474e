//! node-pg-migrate: timestamped SQL files, `-- Up Migration` and `-- Down Migration` inside.

use super::marked;
use super::sql::{self, Identity, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running, program, report_unreadable};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision, SqlPart};
use crate::project::{FileId, Project, Span};

pub(super) static FORMAT: Format = Format {
    name: "node-pg-migrate",
    title: "node-pg-migrate",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Transaction,
        holds: Holds::All,
        unless: "`--no-single-transaction` gives each migration its own",
        page: "node-pg-migrate documentation, CLI usage, single-transaction",
        mark_is_text: true,
        ..Running::COMMON
    },
    claims,
    at: Location::named,
    read,
};

/// Which way a mark says that it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Up,
    Down,
}

fn claims(project: &Project) -> Vec<Location> {
    marked::claims(project, |line| mark(line) == Some(Direction::Up) && says_no_more(line))
}

/// Whether a mark is alone in its line, as the tool writes it: others begin a sentence so.
fn says_no_more(mark: &str) -> bool {
    mark.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty()).count() == 2
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let mut migrations = Vec::new();
    for (file, own) in sql::files(reading.project, reading.location) {
        let ends = [".sql"].iter().chain(PROGRAMS);
        let stem = ends.into_iter().find_map(|it| own.name().strip_suffix(it));
        // Whatever lies in the folder is taken for a migration, but for hidden files.
        let Some((version, name)) = stem.and_then(sql::numbered) else {
            if !own.name().starts_with('.') {
                report.note(Span::file(file), problem::no_version(own.name()));
            }
            continue;
        };
        if !own.name().ends_with(".sql") {
            migrations.push(program::migration(file, version, name, "JavaScript"));
            continue;
        }
        report_unreadable(reading.project, file, report);
        let Some(text) = own.text() else { continue };
        let (up, down) = directions(file, text, report);
        migrations.push(Migration { version: version.into(), name: name.into(), file, up, down });
    }
    migrations.sort_by_cached_key(|it| (moment(&it.version), it.name.clone()));
    sql::line_as_given(reading.project, migrations, Identity::Name, report)
}

/// Ends of names of migrations that are programs.
const PROGRAMS: &[&str] = &[".js", ".cjs", ".mjs", ".ts", ".cts", ".mts"];

/// What runs either way: from the first mark of a direction to the first of the other, the mark
/// included; all of the file goes up if it has no mark for that.
fn directions(file: FileId, text: &str, report: &mut Report) -> (Vec<SqlPart>, Vec<SqlPart>) {
    let marks = marked::marks(file, text, mark);
    let first = |direction| marks.iter().find(|(_, it)| *it == direction).map(|(span, _)| *span);
    let (up, down) = (first(Direction::Up), first(Direction::Down));
    let end = text.len() as u32;
    let part = |own: Option<Span>, other: Option<Span>| {
        let start = own.map_or(0, |it| it.end);
        let until = other.map(|it| it.start).filter(|it| *it >= start && own.is_some());
        SqlPart::new(Span { file, start, end: until.unwrap_or(end) }, FORMAT.running.around)
    };
    match (up, down) {
        (None, Some(down)) => report.note(down, problem::down_runs_up()),
        (None, None) => report.note(Span::file(file), problem::no_mark()),
        (Some(_), _) => {}
    }
    let back = down.map(|_| part(down, up));
    (vec![part(up, down)], back.into_iter().collect())
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

/// The direction that a line says: its own pattern is dashes and spaces, the direction,
/// `migration`, in any case.
fn mark(line: &str) -> Option<Direction> {
    let words = line.trim_start().strip_prefix("--")?;
    let words = words.trim_start_matches(|it: char| it == '-' || it.is_whitespace()).to_lowercase();
    let mut words = words.split_whitespace();
    let (direction, word) = (words.next()?, words.next()?);
    match direction {
        _ if !word.starts_with("migration") => None,
        "up" => Some(Direction::Up),
        "down" => Some(Direction::Down),
        _ => None,
    }
}

mod problem {
    use super::Problem;

    pub(super) fn no_mark() -> Problem {
        let message = "no line says `-- Up Migration`, so that all of the file runs on the way up";
        Problem::note("no-direction", message)
            .help("put the mark above the statements, and `-- Down Migration` above the way back")
    }

    pub(super) fn down_runs_up() -> Problem {
        Problem::error(
            "wrong-direction",
            "no line says `-- Up Migration`, so that the way back runs on the way up as well",
        )
        .help("put the mark above the statements of the way up")
    }

    pub(super) fn no_version(name: &str) -> Problem {
        let message =
            format!("`{name}` is no migration by its name, so that node-pg-migrate refuses to run");
        Problem::error("no-version", message)
            .help("name it `1704164645000_what-it-does.sql`, move it, or give `--ignore-pattern`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::File;
    use crate::source::sql::tests::check;

    #[test]
    fn a_date_of_seventeen_digits_is_its_milliseconds() {
        assert_eq!(moment("20240102030405678"), 1_704_164_645_678);
        assert_eq!(moment("20000229000000000"), 951_782_400_000);
        assert_eq!(moment("1704164645000"), 1_704_164_645_000);
    }

    #[test]
    fn a_sentence_in_another_tool_s_file_is_no_mark() {
        let own = "-- Up migration: more\nSELECT 1;";
        let files = [("migrations/1_a.sql", "-- Up migration\nSELECT 1;"), ("x/1_a.sql", own)];
        let project = Project::new("p", files.map(|(path, it)| File::new(path, it.as_bytes())));
        let places = claims(&project);
        assert_eq!(places, [Location::of(vec!["migrations".to_owned()])]);
        check(
            &[
                ("db/1_a.up.sql", "-- UP MIGRATION\nSELECT 1;"),
                ("db/1_a.down.sql", "-- Down migration\nSELECT -1;"),
            ],
            "golang-migrate",
            "db",
            &[("1", "a", "-- UP MIGRATION\nSELECT 1;", "-- Down migration\nSELECT -1;")],
        );
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
