//! One SQL file: a dump, a schema, or a single migration.

use super::psql::Psql;
use super::sql::{self, Identity, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running, inside, is_aside};
use crate::diagnostic::Report;
use crate::history::{Around, Revision};
use crate::project::{File, Project};

pub(super) static FORMAT: Format = Format {
    name: "sql",
    title: "SQL file",
    evidence: Evidence::File,
    running: Running {
        around: Around::Nothing,
        holds: Holds::Migration,
        page: "psql manual, --single-transaction",
        ..Running::COMMON
    },
    claims,
    at: Location::named,
    read,
};

/// Names of files that hold a whole schema.
const SCHEMA_NAMES: &[&str] = &["schema", "structure", "dump", "init", "database"];

/// Each file is a place of its own: nothing says in what order several would run.
fn claims(project: &Project) -> Vec<Location> {
    let files = project.files().map(|(_, file)| file);
    let mut files: Vec<&File> = files.filter(|it| stem(it).is_some()).collect();
    files.sort_by_key(|it| {
        let schema = stem(it).is_some_and(|it| SCHEMA_NAMES.iter().any(|name| it.contains(name)));
        (is_aside(&it.path), !schema, std::cmp::Reverse(it.bytes().len()), &it.path)
    });
    files.into_iter().map(|it| Location::of(vec![it.path.clone()])).collect()
}

fn stem(file: &File) -> Option<&str> {
    file.name().strip_suffix(".sql")
}

pub(super) fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let (project, location) = (reading.project, reading.location);
    let own =
        |file: &File| location.folders.iter().any(|it| &file.path == it || inside(&file.path, it));
    let mut res = Vec::new();
    for (id, file) in project.files().filter(|(_, file)| own(file)) {
        let Some(stem) = stem(file) else { continue };
        let psql = Psql { folder: file.folder().to_owned(), ..Psql::default() };
        let up = psql.parts(reading, id, FORMAT.running.around, report);
        let version = stem.replace(['@', '+', ':', '-'], "_");
        res.push(Migration::forward(&version, stem, id, up));
    }
    sql::line_as_given(project, res, Identity::Unknown, report)
}

#[cfg(test)]
mod tests {
    use crate::source::sql::tests::check;

    #[test]
    fn a_single_file_is_a_single_revision() {
        check(
            &[("schema-dump.sql", "CREATE TABLE a ();"), ("README.md", "")],
            "sql",
            "schema-dump.sql",
            &[("schema_dump", "schema dump", "CREATE TABLE a ();", "")],
        );
    }
}
