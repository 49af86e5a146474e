//! Prisma: a folder for each migration, with `migration.sql`.

use std::collections::BTreeSet;

use super::sql::{self, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running};
use crate::diagnostic::Report;
use crate::history::{Around, Revision};
use crate::project::{File, Project};

pub(super) static FORMAT: Format = Format {
    name: "prisma",
    title: "Prisma",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Message,
        holds: Holds::Migration,
        unless: "",
        page: "Prisma issue 14456; PostgreSQL manual, Simple Query",
    },
    claims,
    at: Location::named,
    read,
};

fn claims(project: &Project) -> Vec<Location> {
    sql::folders_of_folders(project, is_up)
}

fn is_up(file: &File) -> bool {
    file.name() == "migration.sql" && sql::versioned(sql::folder_name(file)).is_some()
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let (project, location) = (reading.project, reading.location);
    let mut res = Vec::new();
    let mut seen = BTreeSet::new();
    for (id, file) in sql::files_of_folders(project, location).filter(|(_, it)| is_up(it)) {
        let Some((version, name)) = sql::versioned(sql::folder_name(file)) else { continue };
        // Prisma has no way back of its own; many teams keep one in `down.sql`.
        let down = project.find(&format!("{}/down.sql", file.folder()));
        // The whole name is what Prisma keeps; mostly the timestamp tells one from another.
        let version = if seen.insert(version) { version } else { sql::folder_name(file) };
        res.push(Migration {
            version: version.to_owned(),
            name: name.to_owned(),
            file: id,
            up: sql::whole(project, id, FORMAT.running.around, report),
            down: down
                .map(|(id, _)| sql::whole(project, id, FORMAT.running.around, report))
                .unwrap_or_default(),
        });
    }
    sql::line_by_name(project, res, report)
}

#[cfg(test)]
mod tests {
    use crate::source::sql::tests::check;

    #[test]
    fn each_migration_is_a_folder() {
        check(
            &[
                ("prisma/migrations/migration_lock.toml", "provider = \"postgresql\""),
                ("prisma/migrations/20240102030405_init/migration.sql", "SELECT 1;"),
            ],
            "prisma",
            "prisma/migrations",
            &[("20240102030405", "init", "SELECT 1;", "")],
        );
    }
}
