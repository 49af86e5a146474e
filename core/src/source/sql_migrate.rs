//! sql-migrate: numbered SQL files, `-- +migrate Up` and `-- +migrate Down` inside.

use super::marked;
use super::sql::{self, Identity, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running, report_unreadable};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision, SqlPart};
use crate::project::{File, FileId, Project, Span};

pub(super) static FORMAT: Format = Format {
    name: "sql-migrate",
    title: "sql-migrate",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Transaction,
        holds: Holds::Migration,
        unless: "`notransaction` behind the mark of a direction",
        page: "sql-migrate README, Writing migrations",
        mark_is_text: true,
        ..Running::COMMON
    },
    claims,
    at: Location::named,
    read,
};

/// What a line marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Direction { is_up: bool, around: Around },
    StatementBegin,
    StatementEnd,
}

/// A mark stands at the beginning of a line; sql-migrate passes over words that it does not know.
fn mark(line: &str) -> Option<Mark> {
    let mut words = line.strip_prefix("-- +migrate ")?.split_whitespace();
    let first = words.next()?;
    // Without a transaction each statement is a message of its own.
    let alone = words.any(|it| it == "notransaction");
    let around = if alone { Around::Message } else { FORMAT.running.around };
    Some(match first {
        "Up" => Mark::Direction { is_up: true, around },
        "Down" => Mark::Direction { is_up: false, around },
        "StatementBegin" => Mark::StatementBegin,
        "StatementEnd" => Mark::StatementEnd,
        _ => return None,
    })
}

fn claims(project: &Project) -> Vec<Location> {
    let is_up = |line: &str| matches!(mark(line), Some(Mark::Direction { is_up: true, .. }));
    marked::claims(project, is_up)
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let files = sql::files(reading.project, reading.location);
    let mut files: Vec<(FileId, &File)> =
        files.filter(|(_, it)| it.name().ends_with(".sql")).collect();
    // By the number that the name begins with, then by the whole name.
    files.sort_by_cached_key(|(_, it)| {
        let number = sql::numbered(it.name()).map(|(number, _)| sql::order(number));
        (number.is_none(), number, it.name().to_owned())
    });
    let mut migrations = Vec::new();
    for (file, own) in files {
        let stem = own.name().strip_suffix(".sql").unwrap_or_default();
        let (version, name) = sql::versioned(stem).unwrap_or((stem, stem));
        let (up, down) = directions(reading, file, report);
        migrations.push(Migration { version: version.into(), name: name.into(), file, up, down });
    }
    sql::line_as_given(reading.project, migrations, Identity::Name, report)
}

/// What runs either way; a file may say `Up` and `Down` several times, one after the other.
fn directions(
    reading: &Reading<'_>,
    file: FileId,
    report: &mut Report,
) -> (Vec<SqlPart>, Vec<SqlPart>) {
    report_unreadable(reading.project, file, report);
    let (mut up, mut down) = (Vec::new(), Vec::new());
    let Some(text) = reading.project.file(file).and_then(File::text) else { return (up, down) };
    let mut lines = Lines { file, report, sections: Vec::new() };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len() as u32;
        lines.line(line.trim_end_matches('\n').trim_end_matches('\r'), start, end);
        start = end;
    }
    lines.close();
    let mut sections = lines.sections;
    for is_up in [true, false] {
        // One mark speaks for all sections of its direction.
        let alone = |it: &Section| it.is_up == is_up && it.around == Around::Message;
        if sections.iter().any(alone) {
            let own = sections.iter_mut().filter(|it| it.is_up == is_up);
            own.for_each(|it| it.around = Around::Message);
        }
    }
    if sections.is_empty() {
        report.note(Span::file(file), problem::no_direction());
    }
    for section in &sections {
        for cut in marked::cuts(reading, section.span, &section.ended) {
            report.note(cut, problem::cut());
        }
        section.parts(if section.is_up { &mut up } else { &mut down });
    }
    (up, down)
}

/// What stands below one mark of a direction.
struct Section {
    is_up: bool,
    around: Around,
    span: Span,
    /// The mark of the statement that it is in.
    begun: Option<Span>,
    /// The statements as sql-migrate cuts them, and the one that has not ended.
    pieces: Vec<Span>,
    open: Option<Span>,
    /// Those of the statements that a semicolon at the end of a line ends.
    ended: Vec<Span>,
}

impl Section {
    fn parts(&self, into: &mut Vec<SqlPart>) {
        if self.around == Around::Message {
            into.extend(self.pieces.iter().map(|it| SqlPart::new(*it, self.around)));
        }
        // A section that says nothing is a way that does nothing, not a way that is missing.
        if self.around != Around::Message || self.pieces.is_empty() {
            into.push(SqlPart::new(self.span, self.around));
        }
    }
}

/// Goes through a file line by line, as sql-migrate does.
struct Lines<'a> {
    file: FileId,
    report: &'a mut Report,
    sections: Vec<Section>,
}

impl Lines<'_> {
    fn line(&mut self, line: &str, start: u32, end: u32) {
        let span = Span { file: self.file, start, end: start + line.len() as u32 };
        let mark = mark(line);
        if let Some(Mark::Direction { is_up, around }) = mark {
            self.close();
            let span = Span { start: end, end, ..span };
            self.sections.push(Section {
                is_up,
                around,
                span,
                begun: None,
                pieces: Vec::new(),
                open: None,
                ended: Vec::new(),
            });
            return;
        }
        let Some(section) = self.sections.last_mut() else { return };
        section.span.end = end;
        match mark {
            Some(Mark::StatementBegin) => section.begun = Some(span),
            Some(Mark::StatementEnd) if section.begun.take().is_some() => {
                section.pieces.extend(section.open.take());
            }
            // It drops these comments before it looks for the ends of statements.
            _ if line.starts_with("-- ") => {}
            _ if section.open.is_none() && line.trim().is_empty() => {}
            _ => {
                let open = section.open.get_or_insert(span);
                open.end = span.end;
                if section.begun.is_none() && marked::ends_statement(line) {
                    section.ended.extend(section.open);
                    section.pieces.extend(section.open.take());
                }
            }
        }
    }

    /// Says of the last section what it lacks.
    fn close(&mut self) {
        let Some(section) = self.sections.last() else { return };
        match (section.begun, section.open) {
            (Some(begun), _) => self.report.note(begun, problem::unclosed()),
            (None, Some(open)) => self.report.note(open, problem::unfinished()),
            (None, None) => {}
        }
    }
}

mod problem {
    use super::Problem;

    pub(super) fn no_direction() -> Problem {
        Problem::error("no-direction", "nothing in this file says which way it goes")
            .help("put `-- +migrate Up` above the statements, or move the file away")
    }

    pub(super) fn unclosed() -> Problem {
        Problem::error("unclosed-mark", "the statement that begins here never ends")
            .help("add `-- +migrate StatementEnd` behind it; sql-migrate refuses the file as it is")
    }

    pub(super) fn unfinished() -> Problem {
        let message = "no line from here on ends in a semicolon: sql-migrate refuses the file";
        Problem::error("unfinished-statement", message)
            .help("end the statement with `;` at the end of its line, or take the rest away")
    }

    pub(super) fn cut() -> Problem {
        let message = "sql-migrate ends the statement at this semicolon, in the middle of it";
        Problem::error("cut-statement", message).help(
            "put `-- +migrate StatementBegin` above the statement and `-- +migrate StatementEnd` \
             below",
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::source::sql::tests::check;

    #[test]
    fn both_directions_are_in_one_file() {
        let first = "/* who made it */\n-- +migrate Up\nCREATE TABLE a ();\n\
                     -- +migrate StatementBegin\nDO $$ x; y; $$;\n-- +migrate StatementEnd\n\
                     -- +migrate Down\n-- nothing\nDROP TABLE a;\n";
        let up = "CREATE TABLE a ();\n-- +migrate StatementBegin\nDO $$ x; y; $$;\n\
                  -- +migrate StatementEnd";
        let second =
            "-- +migrate Up\nSELECT 1;\n-- +migrate Up notransaction\nSELECT\n 2; -- two\n";
        check(
            &[("db/9-first.sql", first), ("db/10-second.sql", second)],
            "sql-migrate",
            "db",
            &[
                ("9", "first", up, "-- nothing\nDROP TABLE a;"),
                ("10", "second", "SELECT 1; | SELECT\n 2; -- two", ""),
            ],
        );
    }
}
