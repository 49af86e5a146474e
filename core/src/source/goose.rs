//! Goose: numbered SQL files, `-- +goose Up` and `-- +goose Down` inside.

use super::marked::{Mark, Marked};
use super::sql::{self, Migration};
use super::{Format, Location, report_unreadable};
use crate::diagnostic::Report;
use crate::history::Revision;
use crate::project::{File, Project};

pub(super) static FORMAT: Format =
    Format { name: "goose", title: "Goose", claims, at: Location::named, read };

fn claims(project: &Project) -> Vec<Location> {
    sql::folders(project, is_migration)
}

fn is_migration(file: &File) -> bool {
    let is_up = |line: &str| matches!(mark(line.trim()), Some(Mark::Up { .. }));
    file.name().ends_with(".sql") && file.text().is_some_and(|it| it.lines().any(is_up))
}

fn read(project: &Project, location: &Location, report: &mut Report) -> Vec<Revision> {
    let mut res = Vec::new();
    for (id, file) in sql::files(project, location) {
        let Some((version, name)) = file.name().strip_suffix(".sql").and_then(sql::versioned)
        else {
            continue;
        };
        report_unreadable(project, id, report);
        let Some(text) = file.text() else { continue };
        let Marked { up, down } = Marked::read(id, text, mark);
        res.push(Migration { version: version.into(), name: name.into(), file: id, up, down });
    }
    sql::line(project, res, report)
}

fn mark(line: &str) -> Option<Mark> {
    let directive = line.strip_prefix("--")?.trim().strip_prefix("+goose")?.trim();
    match directive.to_lowercase().as_str() {
        "up" => Some(Mark::Up { transactional: true }),
        "down" => Some(Mark::Down { transactional: true }),
        "statementbegin" => Some(Mark::StatementBegin),
        "statementend" => Some(Mark::StatementEnd),
        "no transaction" => Some(Mark::NoTransaction),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
    fn a_file_may_run_outside_of_a_transaction() {
        let text = "-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;\n";
        let marked = Marked::read(crate::project::FileId(0), text, mark);
        assert!(marked.up.iter().all(|it| !it.transactional));
    }
}
