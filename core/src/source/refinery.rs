//! refinery: `V1__name.sql` of a Rust project; `U2__name.sql` goes forward as well, in any order.

use super::sql::{self, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running, flyway, manifest, program};
use crate::diagnostic::Report;
use crate::history::{Around, Revision};
use crate::project::{File, Project};

pub(super) static FORMAT: Format = Format {
    name: "refinery",
    title: "refinery",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Transaction,
        holds: Holds::Migration,
        unless: "",
        page: "refinery, Runner::set_grouped",
    },
    claims,
    at: Location::named,
    read,
};

fn claims(project: &Project) -> Vec<Location> {
    let uses = manifest::folders(project, "Cargo.toml", "refinery");
    sql::folders(project, |file| {
        parts(file).is_some() && uses.iter().any(|it| super::inside(file.folder(), it))
    })
}

/// The version, the name, and whether the file is a program in Rust.
fn parts(file: &File) -> Option<(&str, &str, bool)> {
    let (stem, end) = file.name().rsplit_once('.')?;
    let (version, name) = flyway::parts_of(stem, "V").or_else(|| flyway::parts_of(stem, "U"))?;
    matches!(end, "sql" | "rs").then_some((version, name, end == "rs"))
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let mut res = Vec::new();
    for (file, own) in sql::files(reading.project, reading.location) {
        let Some((version, name, is_program)) = parts(own) else { continue };
        if is_program {
            res.push(program::migration(file, version, name, "Rust"));
            continue;
        }
        let up = sql::whole(reading.project, file, FORMAT.running.around, report);
        res.push(Migration::forward(version, name, file, up));
    }
    sql::line(reading.project, res, report)
}

#[cfg(test)]
mod tests {
    use crate::source::sql::tests::check;

    #[test]
    fn both_prefixes_go_forward() {
        check(
            &[
                ("Cargo.toml", "[dependencies]\nrefinery = \"0.9\"\n"),
                ("migrations/V1__a.sql", "SELECT 1;"),
                ("migrations/U10__b.sql", "SELECT 10;"),
                ("migrations/V2__c.sql", "SELECT 2;"),
            ],
            "refinery",
            "migrations",
            &[
                ("1", "a", "SELECT 1;", ""),
                ("2", "c", "SELECT 2;", ""),
                ("10", "b", "SELECT 10;", ""),
            ],
        );
    }
}
