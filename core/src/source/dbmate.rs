//! dbmate: timestamped SQL files, `-- migrate:up` and `-- migrate:down` inside.

use super::marked::{self, Mark};
use super::sql;
use super::{Evidence, Format, Holds, Location, Reading, Running};
use crate::diagnostic::Report;
use crate::history::{Around, Revision};
use crate::project::Project;

pub(super) static FORMAT: Format = Format {
    name: "dbmate",
    title: "dbmate",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Transaction,
        holds: Holds::Migration,
        unless: "`transaction:false` behind the mark of a direction",
        page: "dbmate README, Migration Options",
    },
    claims,
    at: Location::named,
    read,
};

fn claims(project: &Project) -> Vec<Location> {
    marked::claims(project, mark)
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let migrations = marked::migrations(reading, mark, report);
    sql::line_by_name(reading.project, migrations, report)
}

fn mark(line: &str) -> Option<Mark> {
    let mut words = line.strip_prefix("--")?.split_whitespace();
    let direction = words.next()?;
    let alone = words.any(|it| it == "transaction:false");
    let around = if alone { Around::Nothing } else { FORMAT.running.around };
    match direction {
        "migrate:up" => Some(Mark::Up(around)),
        "migrate:down" => Some(Mark::Down(around)),
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
        assert_eq!(mark("-- migrate:up transaction:false"), Some(Mark::Up(Around::Nothing)));
        assert_eq!(mark("--migrate:down"), Some(Mark::Down(Around::Transaction)));
    }
}
