//! Prisma: a folder for each migration, with `migration.sql`.

use super::sql::{self, Migration};
use super::{Format, Location};
use crate::diagnostic::Report;
use crate::history::Revision;
use crate::project::{File, Project};

pub(super) static FORMAT: Format =
    Format { name: "prisma", title: "Prisma", claims, at: Location::named, read };

fn claims(project: &Project) -> Vec<Location> {
    sql::folders_of_folders(project, is_up)
}

fn is_up(file: &File) -> bool {
    file.name() == "migration.sql" && sql::versioned(sql::folder_name(file)).is_some()
}

fn read(project: &Project, location: &Location, report: &mut Report) -> Vec<Revision> {
    let mut res = Vec::new();
    for (id, file) in sql::files_of_folders(project, location).filter(|(_, it)| is_up(it)) {
        let Some((version, name)) = sql::versioned(sql::folder_name(file)) else { continue };
        // Prisma has no way back of its own; many teams keep one in `down.sql`.
        let down = project.find(&format!("{}/down.sql", file.folder()));
        res.push(Migration {
            version: version.to_owned(),
            name: name.to_owned(),
            file: id,
            up: sql::without_transaction(sql::whole(project, id, report)),
            down: down.map(|(id, _)| sql::whole(project, id, report)).unwrap_or_default(),
        });
    }
    sql::line(project, res, report)
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
