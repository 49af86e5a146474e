//! Goose: numbered SQL files, `-- +goose Up` and `-- +goose Down` inside; others are Go programs.

use super::marked::{self, Mark};
use super::sql::{self, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running, program};
use crate::diagnostic::Report;
use crate::history::{Around, Revision};
use crate::project::Project;

pub(super) static FORMAT: Format = Format {
    name: "goose",
    title: "Goose",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Transaction,
        holds: Holds::Migration,
        unless: "`-- +goose NO TRANSACTION` in the file",
        page: "Goose documentation, SQL migration annotations",
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
    sql::line(reading.project, migrations, report)
}

/// The migrations that are functions in Go.
fn programs(reading: &Reading<'_>) -> Vec<Migration> {
    let files = sql::files(reading.project, reading.location);
    let files = files.filter(|(_, it)| !it.name().ends_with("_test.go"));
    files
        .filter_map(|(file, own)| {
            let (version, name) = own.name().strip_suffix(".go").and_then(sql::versioned)?;
            Some(program::migration(file, version, name, "Go"))
        })
        .collect()
}

fn mark(line: &str) -> Option<Mark> {
    let directive = line.strip_prefix("--")?.trim().strip_prefix("+goose")?.trim();
    match directive.to_lowercase().as_str() {
        "up" => Some(Mark::Up(FORMAT.running.around)),
        "down" => Some(Mark::Down(FORMAT.running.around)),
        "statementbegin" => Some(Mark::StatementBegin),
        "statementend" => Some(Mark::StatementEnd),
        "no transaction" => Some(Mark::NoTransaction),
        "envsub on" => Some(Mark::FillIn),
        "envsub off" => Some(Mark::LeaveAsIs),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::POSTGRESQL;
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

    #[test]
    fn marks_of_statements_come_in_pairs() {
        let text = "-- +goose Up\n-- +goose StatementEnd\n-- +goose StatementBegin\nSELECT 1;\n";
        let project = Project::new("p", [File::new("1_a.sql", text.as_bytes())]);
        let mut report = Report::default();
        super::super::read(&project, &SourceOptions::default(), POSTGRESQL, &mut report);
        let found: Vec<_> = report
            .diagnostics
            .iter()
            .map(|it| (it.problem.code, it.span.map(|it| it.start)))
            .collect();
        assert_eq!(found, [("unpaired-mark", Some(13)), ("unclosed-mark", Some(36))]);
    }
}
