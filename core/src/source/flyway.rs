//! Flyway: `V1.2__name.sql`, undone by `U1.2__name.sql`; `R__name.sql` runs after all of them.

use super::sql::{self, Migration};
use super::{Format, Location};
use crate::diagnostic::{Problem, Report};
use crate::history::Revision;
use crate::project::{File, FileId, Project, Span};

pub(super) static FORMAT: Format =
    Format { name: "flyway", title: "Flyway", claims, at: Location::named, read };

fn claims(project: &Project) -> Vec<Location> {
    sql::folders(project, |file| parts(file, "V").is_some())
}

/// The version and the name of a file with this prefix.
fn parts<'a>(file: &'a File, prefix: &str) -> Option<(&'a str, &'a str)> {
    let stem = file.name().strip_suffix(".sql")?.strip_prefix(prefix)?;
    let (version, name) = stem.split_once("__")?;
    let digits = |it: char| it.is_ascii_digit() || matches!(it, '.' | '_');
    let is_version =
        version.starts_with(|it: char| it.is_ascii_digit()) && version.chars().all(digits);
    is_version.then_some((version, name))
}

fn repeatable(file: &File) -> Option<&str> {
    file.name().strip_suffix(".sql")?.strip_prefix("R__")
}

fn read(project: &Project, location: &Location, report: &mut Report) -> Vec<Revision> {
    let files: Vec<(FileId, &File)> = sql::files(project, location).collect();
    let mut res = Vec::new();
    for (id, file) in &files {
        if parts(file, "B").is_some() {
            report.note(Span::file(*id), problem::baseline(file.name()));
        }
        let Some((version, name)) = parts(file, "V") else { continue };
        let undo = files.iter().find(|(_, it)| parts(it, "U").is_some_and(|it| it.0 == version));
        res.push(Migration {
            version: version.replace('_', "."),
            name: name.to_owned(),
            file: *id,
            up: script(project, *id, report),
            down: undo.map(|(id, _)| script(project, *id, report)).unwrap_or_default(),
        });
    }
    res.sort_by_cached_key(|it| sql::order(&it.version));
    for (id, file) in &files {
        let Some(name) = repeatable(file) else { continue };
        let (version, name) = (format!("R__{name}"), name.to_owned());
        let up = script(project, *id, report);
        res.push(Migration { version, name, file: *id, up, down: Vec::new() });
    }
    sql::line_as_given(project, res, report)
}

/// A file's SQL; `NAME.sql.conf` may ask for no transaction.
fn script(project: &Project, id: FileId, report: &mut Report) -> Vec<crate::history::SqlPart> {
    let whole = sql::whole(project, id, report);
    let path = project.file(id).map(|it| format!("{}.conf", it.path)).unwrap_or_default();
    let settings = project.find(&path).and_then(|(_, it)| it.text());
    let is_alone =
        |line: &str| line.replace(' ', "").eq_ignore_ascii_case("executeInTransaction=false");
    let alone = settings.is_some_and(|it| it.lines().any(is_alone));
    if alone { sql::without_transaction(whole) } else { whole }
}

mod problem {
    use super::Problem;

    pub(super) fn baseline(name: &str) -> Problem {
        Problem::note("baseline-left-out", format!("baseline `{name}` is left out"))
            .help("compare it with the versions up to its own; both should build one schema")
    }
}

#[cfg(test)]
mod tests {
    use crate::source::sql::tests::check;

    #[test]
    fn versions_come_first_and_repeatables_last() {
        check(
            &[
                ("db/migration/V1.10__c.sql", "SELECT 3;"),
                ("db/migration/V1__a.sql", "SELECT 1;"),
                ("db/migration/V1_2__b_too.sql", "SELECT 2;"),
                ("db/migration/U1__a.sql", "SELECT -1;"),
                ("db/migration/R__views.sql", "SELECT 0;"),
            ],
            "flyway",
            "db/migration",
            &[
                ("1", "a", "SELECT 1;", "SELECT -1;"),
                ("1.2", "b too", "SELECT 2;", ""),
                ("1.10", "c", "SELECT 3;", ""),
                ("R__views", "views", "SELECT 0;", ""),
            ],
        );
    }
}
