//! Prisma: a folder for each migration, with `migration.sql`.

use std::collections::BTreeSet;

use super::sql::{self, Identity, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running, program};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision};
use crate::project::{File, Project, Span};

pub(super) static FORMAT: Format = Format {
    name: "prisma",
    title: "Prisma",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Message,
        holds: Holds::Migration,
        page: "Prisma issue 14456; PostgreSQL manual, Simple Query",
        ..Running::COMMON
    },
    claims,
    at: Location::named,
    read,
};

const SCRIPT: &str = "migration.sql";

fn claims(project: &Project) -> Vec<Location> {
    sql::folders_of_folders(project, is_up)
}

fn is_up(file: &File) -> bool {
    file.name() == SCRIPT && sql::versioned(sql::folder_name(file)).is_some()
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let (project, location) = (reading.project, reading.location);
    let mut res = others(reading, report);
    let files = sql::files_of_folders(project, location);
    for (id, file) in files.filter(|(_, it)| it.name() == SCRIPT) {
        // The whole name is what Prisma keeps; mostly the timestamp tells one from another.
        let folder = sql::folder_name(file);
        let (version, name) = sql::versioned(folder).unwrap_or((folder, ""));
        // Prisma has no way back of its own; many teams keep one in `down.sql`.
        let down = project.find(&format!("{}/down.sql", file.folder()));
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
    sql::line_by_name(project, res, Identity::Name, report)
}

/// What stands in folders without a script: a program that the project runs by itself, or nothing,
/// beside which Prisma refuses to run.
fn others(reading: &Reading<'_>, report: &mut Report) -> Vec<Migration> {
    let mut res = Vec::new();
    let mut seen = BTreeSet::new();
    for (id, file) in sql::files_of_folders(reading.project, reading.location) {
        let beside = |name: &str| reading.project.find(&format!("{}/{name}", file.folder()));
        if !seen.insert(file.folder()) || beside(SCRIPT).is_some() {
            continue;
        }
        let folder = sql::folder_name(file);
        let (version, name) = sql::versioned(folder).unwrap_or((folder, ""));
        match PROGRAMS.iter().find_map(|it| beside(it)) {
            Some((program, _)) => {
                res.push(program::migration(program, version, name, "JavaScript"));
            }
            None => report.note(Span::file(id), problem::no_script(folder)),
        }
    }
    res
}

/// Programs that stand in for a script, for runners of the projects' own.
const PROGRAMS: &[&str] = &["migration.ts", "migration.js"];

mod problem {
    use super::{Problem, SCRIPT};

    pub(super) fn no_script(folder: &str) -> Problem {
        let message = format!("`{folder}` holds no `{SCRIPT}`, so that Prisma refuses to run");
        Problem::error("missing-migration", message).help("add the file, or remove the folder")
    }
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
