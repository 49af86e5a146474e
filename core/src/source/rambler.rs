//! Rambler: SQL files by name, with sections below `-- rambler up` and `-- rambler down`.

use super::marked;
use super::sql::{self, Identity, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running, report_unreadable};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision, SqlPart};
use crate::project::{FileId, Project, Span};

pub(super) static FORMAT: Format = Format {
    name: "rambler",
    title: "Rambler",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Message,
        holds: Holds::Migration,
        page: "Rambler README, Migrations: a message for each section",
        mark_is_text: true,
        ..Running::COMMON
    },
    claims,
    at: Location::named,
    read,
};

/// What the sections below a mark are for; of a mark in other words nothing runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Up,
    Down,
    Other,
}

/// A mark stands at the beginning of its line.
fn mark(line: &str) -> Option<Mark> {
    Some(match line.strip_prefix("-- rambler")?.trim() {
        "up" => Mark::Up,
        "down" => Mark::Down,
        _ => Mark::Other,
    })
}

fn claims(project: &Project) -> Vec<Location> {
    marked::claims(project, |line| mark(line) == Some(Mark::Up))
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let mut migrations = Vec::new();
    for (file, own) in sql::files(reading.project, reading.location) {
        let Some(stem) = own.name().strip_suffix(".sql") else { continue };
        report_unreadable(reading.project, file, report);
        let Some(text) = own.text() else { continue };
        let (version, name) = sql::versioned(stem).unwrap_or((stem, stem));
        let (up, down) = directions(file, text, report);
        migrations.push(Migration { version: version.into(), name: name.into(), file, up, down });
    }
    sql::line_by_name(reading.project, migrations, Identity::Name, report)
}

/// What runs either way: the sections in turn, and those of the way back from the last one on.
fn directions(file: FileId, text: &str, report: &mut Report) -> (Vec<SqlPart>, Vec<SqlPart>) {
    let marks = marked::marks(file, text, mark);
    if marks.iter().all(|(_, it)| *it != Mark::Up) {
        report.note(Span::file(file), problem::no_up());
    }
    let (mut up, mut down) = (Vec::new(), Vec::new());
    for (idx, (span, mark)) in marks.iter().enumerate() {
        let end = marks.get(idx + 1).map_or(text.len() as u32, |(it, _)| it.start);
        let part = SqlPart::new(Span { file, start: span.end, end }, FORMAT.running.around);
        match mark {
            Mark::Up => up.push(part),
            Mark::Down => down.insert(0, part),
            Mark::Other => {}
        }
    }
    (up, down)
}

mod problem {
    use super::Problem;

    pub(super) fn no_up() -> Problem {
        let message = "no line says `-- rambler up`, so that nothing of this file runs";
        Problem::warning("no-direction", message)
            .help("put the mark above the statements, at the beginning of a line")
    }
}

#[cfg(test)]
mod tests {
    use crate::source::sql::tests::check;

    #[test]
    fn sections_are_taken_back_from_the_last_one_on() {
        let text = "-- rambler up\nselect 1;\n-- rambler up\nselect 2;\n\
                    -- rambler down\nselect -1;\n-- rambler down\nselect -2;\n";
        check(
            &[("db/01_a.sql", text), ("db/02_b.sql", "-- rambler up\nselect 3;\n")],
            "rambler",
            "db",
            &[
                ("01", "a", "select 1; | select 2;", "select -2; | select -1;"),
                ("02", "b", "select 3;", ""),
            ],
        );
    }
}
