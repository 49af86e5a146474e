//! Goose: numbered SQL files, `-- +goose Up` and `-- +goose Down` inside; others are Go programs.

mod expand;
mod script;

use super::sql::{self, Identity, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running, program};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision};
use crate::project::{File, Project, Span};
use script::{Mark, Script};

pub(super) static FORMAT: Format = Format {
    name: "goose",
    title: "Goose",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Transaction,
        holds: Holds::Migration,
        unless: "`-- +goose NO TRANSACTION` in the file",
        page: "Goose documentation, SQL migration annotations",
        mark_is_text: true,
        ..Running::COMMON
    },
    claims,
    at: Location::named,
    read,
};

fn claims(project: &Project) -> Vec<Location> {
    sql::folders(project, |file| {
        let has_up = |text: &str| text.lines().any(|it| script::mark(it) == Some(Mark::Up));
        file.name().ends_with(".sql") && file.text().is_some_and(|it| has_up(it))
    })
}

/// The version and the name of a file; Goose refuses to run beside an SQL file that has none.
fn parts<'f>(file: &'f File, end: &str) -> Option<(&'f str, &'f str)> {
    let (version, name) = file.name().strip_suffix(end)?.split_once('_')?;
    let is_version = version.parse::<u64>().is_ok_and(|it| it > 0);
    is_version.then_some((version, name))
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let mut migrations = programs(reading);
    for (file, own) in sql::files(reading.project, reading.location) {
        if !own.name().ends_with(".sql") {
            continue;
        }
        let Some((version, name)) = parts(own, ".sql") else {
            report.note(Span::file(file), problem::no_version(own.name()));
            continue;
        };
        let Script { up, down } = Script::read(reading, file, report);
        migrations.push(Migration { version: version.into(), name: name.into(), file, up, down });
    }
    sql::line(reading.project, migrations, Identity::Number, report)
}

/// The migrations that are functions in Go.
fn programs(reading: &Reading<'_>) -> Vec<Migration> {
    let files = sql::files(reading.project, reading.location);
    let files = files.filter(|(_, it)| !it.name().ends_with("_test.go"));
    files
        .filter_map(|(file, own)| {
            let (version, name) = parts(own, ".go")?;
            Some(program::migration(file, version, name, "Go"))
        })
        .collect()
}

mod problem {
    use super::Problem;

    pub(super) fn no_version(name: &str) -> Problem {
        let message = format!("`{name}` begins with no version, so that Goose refuses to run");
        Problem::error("no-version", message)
            .help("name it `00001_what_it_does.sql`: a number from 1 on, an underscore, words")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::File;
    use crate::source::SourceOptions;
    use crate::source::sql::tests::check;

    #[test]
    fn both_directions_are_in_one_file() {
        let first = "-- +goose Up\nCREATE TABLE a ();\n-- +goose StatementBegin\nDO $$ x; y; $$;\n\
                     -- +goose StatementEnd\n\n-- +goose Down\nDROP TABLE a;\n";
        check(
            &[("db/9_first.sql", first), ("db/10_second.sql", "-- +goose Up\nSELECT 1;\n")],
            "goose",
            "db",
            &[
                ("9", "first", "CREATE TABLE a (); | DO $$ x; y; $$;", "DROP TABLE a;"),
                ("10", "second", "SELECT 1;", ""),
            ],
        );
    }

    /// The codes of what is said of a file, and where.
    fn said(text: &str) -> Vec<(&'static str, Option<u32>)> {
        let project = Project::new("p", [File::new("1_a.sql", text.as_bytes())]);
        let mut report = Report::default();
        super::super::read(&project, &SourceOptions::default(), None, &mut report);
        let place = |it: &crate::diagnostic::Diagnostic| it.span.map(|it| it.start);
        report.diagnostics.iter().map(|it| (it.problem.code, place(it))).collect()
    }

    #[test]
    fn marks_of_statements_come_in_pairs() {
        let text = "-- +goose Up\n-- +goose StatementEnd\n-- +goose StatementBegin\nSELECT 1;\n";
        assert_eq!(said(text), [("unpaired-mark", Some(13)), ("unclosed-mark", Some(36))]);
    }

    #[test]
    fn directions_come_once_and_the_way_up_first() {
        let text = "-- +goose Down\n-- +goose Up\nSELECT 1;\n -- +goose Up\n";
        let wrong = ["wrong-direction", "wrong-direction", "unknown-mark", "wrong-direction"];
        let found: Vec<_> = said(text).into_iter().map(|it| it.0).collect();
        assert_eq!(found, wrong);
    }

    #[test]
    fn a_line_of_spaces_begins_a_statement() {
        assert_eq!(said("-- +goose Up\nSELECT 1;\n   \n"), []);
        let text = "-- +goose Up\nSELECT 1;\n   \n-- that's all\n";
        assert_eq!(said(text), [("unfinished-statement", Some(27))]);
    }
}
