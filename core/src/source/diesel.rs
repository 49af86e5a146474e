//! Diesel: a folder for each migration, with `up.sql` and `down.sql`.

use super::sql::{self, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running};
use crate::diagnostic::Report;
use crate::history::{Around, Revision};
use crate::project::{File, Project};

pub(super) static FORMAT: Format = Format {
    name: "diesel",
    title: "Diesel",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Transaction,
        holds: Holds::Migration,
        unless: "`run_in_transaction = false` in `metadata.toml`",
        page: "Diesel guide, migrations; diesel_migrations, FileBasedMigrations",
    },
    claims,
    at: Location::named,
    read,
};

fn claims(project: &Project) -> Vec<Location> {
    sql::folders_of_folders(project, is_up)
}

fn is_up(file: &File) -> bool {
    file.name() == "up.sql" && sql::versioned(sql::folder_name(file)).is_some()
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let (project, location) = (reading.project, reading.location);
    let mut res = Vec::new();
    for (id, file) in sql::files_of_folders(project, location).filter(|(_, it)| is_up(it)) {
        let Some((version, name)) = sql::versioned(sql::folder_name(file)) else { continue };
        let beside = |name: &str| project.find(&format!("{}/{name}", file.folder()));
        let metadata = beside("metadata.toml").and_then(|(_, it)| it.text());
        let alone = metadata.is_some_and(|it| runs_alone(it));
        let around = if alone { Around::Nothing } else { FORMAT.running.around };
        let down = beside("down.sql").map(|(id, _)| sql::whole(project, id, around, report));
        res.push(Migration {
            version: version.replace('-', ""),
            name: name.to_owned(),
            file: id,
            up: sql::whole(project, id, around, report),
            down: down.unwrap_or_default(),
        });
    }
    // Versions are compared letter by letter, without their dashes.
    res.sort_by(|a: &Migration, b| a.version.cmp(&b.version));
    sql::line_as_given(project, res, report)
}

/// Whether a migration's metadata asks for no transaction.
fn runs_alone(metadata: &str) -> bool {
    let table: Option<toml::Table> = toml::from_str(metadata).ok();
    let value = table.and_then(|it| it.get("run_in_transaction").and_then(toml::Value::as_bool));
    value == Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::sql::tests::check;

    #[test]
    fn versions_with_and_without_dashes_are_of_one_order() {
        check(
            &[
                ("migrations/2017-09-23-191545_b/up.sql", "SELECT 2;"),
                ("migrations/2017-09-23-191545_b/down.sql", "SELECT -2;"),
                ("migrations/20140924113530_a/up.sql", "SELECT 1;"),
            ],
            "diesel",
            "migrations",
            &[
                ("20140924113530", "a", "SELECT 1;", ""),
                ("20170923191545", "b", "SELECT 2;", "SELECT -2;"),
            ],
        );
    }

    #[test]
    fn metadata_may_ask_for_no_transaction() {
        assert!(runs_alone("run_in_transaction = false"));
        assert!(!runs_alone(""));
    }
}
