//! dbmate: timestamped SQL files, `-- migrate:up` and `-- migrate:down` inside.

use super::marked::{Mark, Marked};
use super::sql::{self, Migration};
use super::{Format, Location, report_unreadable};
use crate::diagnostic::Report;
use crate::history::Revision;
use crate::project::{File, Project};

pub(super) static FORMAT: Format =
    Format { name: "dbmate", title: "dbmate", claims, at: Location::named, read };

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
    let mut words = line.strip_prefix("--")?.split_whitespace();
    let direction = words.next()?;
    let transactional = !words.any(|it| it == "transaction:false");
    match direction {
        "migrate:up" => Some(Mark::Up { transactional }),
        "migrate:down" => Some(Mark::Down { transactional }),
        _ => None,
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
        let text = "-- migrate:up transaction:false\nSELECT 1;\n-- migrate:down\nSELECT 2;\n";
        let marked = Marked::read(crate::project::FileId(0), text, mark);
        assert_eq!(marked.up.first().map(|it| it.transactional), Some(false));
        assert_eq!(marked.down.first().map(|it| it.transactional), Some(true));
    }
}
