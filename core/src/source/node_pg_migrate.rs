//! node-pg-migrate: timestamped SQL files, `-- Up Migration` and `-- Down Migration` inside.

use super::marked::{self, Mark};
use super::{Evidence, Format, Holds, Location, Reading, Running};
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
    marked::read(reading, mark, report)
}

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
    use crate::source::sql::tests::check;

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
