//! Drizzle: SQL files in the order of `meta/_journal.json`.

use super::sql::{self, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision};
use crate::project::{File, FileId, Project, Span};

pub(super) static FORMAT: Format = Format {
    name: "drizzle",
    title: "Drizzle",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Transaction,
        holds: Holds::All,
        unless: "",
        page: "Drizzle documentation, Migrations; drizzle-orm, PgDialect.migrate",
    },
    claims,
    at: Location::named,
    read,
};

const JOURNAL: &str = "_journal.json";

fn claims(project: &Project) -> Vec<Location> {
    sql::folders_of_folders(project, |it| it.name() == JOURNAL && sql::folder_name(it) == "meta")
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let (project, location) = (reading.project, reading.location);
    let mut res = Vec::new();
    for folder in &location.folders {
        let path =
            |name: &str| if folder.is_empty() { name.into() } else { format!("{folder}/{name}") };
        let Some((journal, file)) = project.find(&path(&format!("meta/{JOURNAL}"))) else {
            continue;
        };
        let Some(tags) = report.keep(Span::file(journal), tags(file)) else { continue };
        for tag in tags {
            match project.find(&path(&format!("{tag}.sql"))) {
                Some((id, _)) => res.push(migration(project, id, &tag, report)),
                None => report.note(Span::file(journal), problem::missing_file(&tag)),
            }
        }
    }
    sql::line_as_given(project, res, report)
}

fn migration(project: &Project, file: FileId, tag: &str, report: &mut Report) -> Migration {
    let (version, name) = sql::versioned(tag).unwrap_or((tag, ""));
    let up = sql::whole(project, file, FORMAT.running.around, report);
    Migration { version: version.to_owned(), name: name.to_owned(), file, up, down: Vec::new() }
}

/// The names of the migrations, in the order in which they run.
fn tags(journal: &File) -> Result<Vec<String>, Problem> {
    let text = journal.text().ok_or_else(problem::unreadable_journal)?;
    let journal: serde_json::Value =
        serde_json::from_str(text).map_err(|_| problem::unreadable_journal())?;
    let entries = journal.get("entries").and_then(serde_json::Value::as_array);
    let entries = entries.ok_or_else(problem::unreadable_journal)?;
    let mut tags: Vec<(u64, &str)> = entries
        .iter()
        .filter_map(|it| Some((it.get("idx")?.as_u64()?, it.get("tag")?.as_str()?)))
        .collect();
    tags.sort_unstable();
    Ok(tags.into_iter().map(|(_, tag)| tag.to_owned()).collect())
}

mod problem {
    use super::Problem;

    pub(super) fn unreadable_journal() -> Problem {
        Problem::error("unreadable-journal", "the journal is no list of migrations")
            .help("restore `meta/_journal.json` from your version control")
    }

    pub(super) fn missing_file(tag: &str) -> Problem {
        Problem::error(
            "missing-migration",
            format!("the journal names `{tag}.sql`, which is not there"),
        )
        .help("add the file to what you open")
    }
}

#[cfg(test)]
mod tests {
    use crate::source::sql::tests::check;

    #[test]
    fn the_journal_says_the_order() {
        let journal = r#"{"entries": [{"idx": 1, "tag": "0001_b"}, {"idx": 0, "tag": "0000_a"}]}"#;
        check(
            &[
                ("drizzle/meta/_journal.json", journal),
                ("drizzle/0000_a.sql", "SELECT 0;"),
                ("drizzle/0001_b.sql", "SELECT 1;"),
            ],
            "drizzle",
            "drizzle",
            &[("0000", "a", "SELECT 0;", ""), ("0001", "b", "SELECT 1;", "")],
        );
    }
}
