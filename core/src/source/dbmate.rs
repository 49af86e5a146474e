//! dbmate: timestamped SQL files, `-- migrate:up` and `-- migrate:down` inside.

use super::marked;
use super::sql::{self, Identity, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running, report_unreadable};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision, SqlPart};
use crate::project::{File, FileId, Project, Span};

pub(super) static FORMAT: Format = Format {
    name: "dbmate",
    title: "dbmate",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Transaction,
        holds: Holds::Migration,
        unless: "`transaction:false` behind the mark of a direction",
        page: "dbmate README, Migration Options",
        mark_is_text: true,
        ..Running::COMMON
    },
    claims,
    at: Location::named,
    read,
};

/// A direction, and what its mark asks to have around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    is_up: bool,
    around: Around,
}

fn claims(project: &Project) -> Vec<Location> {
    marked::claims(project, |line| mark(line).is_some_and(|it| it.is_up))
}

/// Its own pattern, at the beginning of a line: dashes, a direction, and options behind a space.
fn mark(line: &str) -> Option<Mark> {
    let words = line.strip_prefix("--")?.trim_start().strip_prefix("migrate:")?;
    let (is_up, options) = match (words.strip_prefix("up"), words.strip_prefix("down")) {
        (Some(rest), _) => (true, rest),
        (None, rest) => (false, rest?),
    };
    let is_whole = options.is_empty() || options.starts_with(char::is_whitespace);
    // Without a transaction a direction still goes to the server as one message.
    let alone = options.split_whitespace().any(|it| it == "transaction:false");
    let around = if alone { Around::Message } else { FORMAT.running.around };
    is_whole.then_some(Mark { is_up, around })
}

/// The version and the name of a file; dbmate passes over other names.
fn parts(file: &File) -> Option<(&str, &str)> {
    sql::numbered(file.name().strip_suffix(".sql")?)
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let mut migrations = Vec::new();
    for (file, own) in sql::files(reading.project, reading.location) {
        let Some((version, name)) = parts(own) else {
            let marked = own.text().is_some_and(|it| it.lines().any(|it| mark(it).is_some()));
            if marked && own.name().ends_with(".sql") {
                report.note(Span::file(file), problem::passed_over(own.name()));
            }
            continue;
        };
        report_unreadable(reading.project, file, report);
        let Some(text) = own.text() else { continue };
        let (up, down) = directions(file, text, report);
        migrations.push(Migration { version: version.into(), name: name.into(), file, up, down });
    }
    sql::line_by_name(reading.project, migrations, Identity::Version, report)
}

/// What runs either way; a file may say `up` and `down` several times, one after the other.
fn directions(file: FileId, text: &str, report: &mut Report) -> (Vec<SqlPart>, Vec<SqlPart>) {
    let marks = marked::marks(file, text, mark);
    let (mut up, mut down) = (Vec::new(), Vec::new());
    report_above(file, text, marks.iter().find(|(_, it)| it.is_up).map(|(it, _)| *it), report);
    for (idx, (span, mark)) in marks.iter().enumerate() {
        let next = marks.get(idx + 1);
        let follows_up =
            idx.checked_sub(1).and_then(|it| marks.get(it)).is_some_and(|it| it.1.is_up);
        if !mark.is_up && !follows_up {
            report.note(*span, problem::lone_down());
        } else if mark.is_up && next.is_none_or(|(_, it)| it.is_up) {
            report.note(*span, problem::no_down());
        }
        let side = if mark.is_up { &mut up } else { &mut down };
        let end = next.map_or(text.len() as u32, |(it, _)| it.start);
        side.push(SqlPart::new(Span { file, start: span.end, end }, mark.around));
    }
    (up, down)
}

/// Says what dbmate refuses above the first mark for the way up, or that there is none.
fn report_above(file: FileId, text: &str, first: Option<Span>, report: &mut Report) {
    let Some(first) = first else {
        report.note(Span::file(file), problem::no_up());
        return;
    };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let own = line.trim();
        if start < first.start && !own.is_empty() && !own.starts_with("--") {
            let end = start + line.trim_end().len() as u32;
            report.note(Span { file, start, end }, problem::before_up());
            return;
        }
        start += line.len() as u32;
    }
}

mod problem {
    use super::Problem;

    pub(super) fn passed_over(name: &str) -> Problem {
        Problem::warning("passed-over", format!("dbmate passes over `{name}`"))
            .help("name it `20240102030405_what_it_does.sql`: let it begin with digits")
    }

    pub(super) fn no_up() -> Problem {
        Problem::error("no-direction", "no line says `-- migrate:up`: dbmate refuses the file")
            .help("put it above the statements, at the beginning of a line, or move the file away")
    }

    pub(super) fn before_up() -> Problem {
        Problem::error("no-direction", "this stands above `-- migrate:up`: dbmate refuses the file")
            .help("move it below the mark; only comments with `--` may stand above")
    }

    pub(super) fn no_down() -> Problem {
        Problem::error(
            "wrong-direction",
            "no `-- migrate:down` follows this `-- migrate:up`: dbmate refuses the file",
        )
        .help("add one below the statements, with nothing behind it if there is no way back")
    }

    pub(super) fn lone_down() -> Problem {
        Problem::error(
            "wrong-direction",
            "no `-- migrate:up` stands right above this `-- migrate:down`: dbmate refuses the file",
        )
        .help("let each `-- migrate:down` follow its own `-- migrate:up`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::sql::tests::check;

    #[test]
    fn both_directions_are_in_one_file() {
        let text = "-- migrate:up\nCREATE TABLE a ();\n\n-- migrate:down\nDROP TABLE a;\n";
        check(
            &[("db/migrations/20240102030405_add_a.sql", text)],
            "dbmate",
            "db/migrations",
            &[("20240102030405", "add a", "CREATE TABLE a ();", "DROP TABLE a;")],
        );
    }

    #[test]
    fn each_direction_says_whether_it_wants_a_transaction() {
        let said = |line: &str| mark(line).map(|it| (it.is_up, it.around));
        assert_eq!(said("-- migrate:up transaction:false"), Some((true, Around::Message)));
        assert_eq!(said("--migrate:down"), Some((false, Around::Transaction)));
        assert_eq!(said("-- migrate:up transaction: false"), Some((true, Around::Transaction)));
        assert_eq!(said(" -- migrate:up"), None);
        assert_eq!(said("-- migrate:upward"), None);
    }
}
