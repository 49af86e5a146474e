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
    let journals = sql::folders_of_folders(project, |it| {
        it.name() == JOURNAL && sql::folder_name(it) == "meta"
    });
    let folders = sql::folders_of_folders(project, |it| is_up(project, it));
    journals.into_iter().chain(folders).collect()
}

/// Whether a file is a migration in a folder of its own, as newer versions keep them.
fn is_up(project: &Project, file: &File) -> bool {
    let snapshot = format!("{}/snapshot.json", file.folder());
    file.name() == "migration.sql" && project.find(&snapshot).is_some()
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
        let tags = match tags(file) {
            Ok(tags) => tags,
            Err((at, problem)) => {
                report.note(Span { file: journal, start: at, end: at }, problem);
                continue;
            }
        };
        for tag in &tags {
            match project.find(&path(&format!("{tag}.sql"))) {
                Some((id, _)) => res.push(migration(project, id, tag, report)),
                None => report.note(entry(journal, file, tag), problem::missing_file(tag)),
            }
        }
        let files = project.files().filter(|(_, it)| it.folder() == folder);
        for (id, own) in files {
            let stem = own.name().strip_suffix(".sql");
            if stem.is_some_and(|it| !tags.iter().any(|tag| tag == it)) {
                report.note(Span::file(id), problem::passed_over(own.name()));
            }
        }
    }
    if res.is_empty() {
        return folders(reading, report);
    }
    sql::line_as_given(project, res, report)
}

/// The migrations that have a folder each.
fn folders(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let files = sql::files_of_folders(reading.project, reading.location);
    let files = files.filter(|(_, it)| is_up(reading.project, it));
    let migrations =
        files.map(|(id, it)| migration(reading.project, id, sql::folder_name(it), report));
    let migrations = migrations.collect();
    sql::line(reading.project, migrations, report)
}

/// Where the journal names a migration.
fn entry(journal: FileId, file: &File, tag: &str) -> Span {
    let quoted = format!("\"{tag}\"");
    let start = file.text().and_then(|it| it.find(&quoted)).unwrap_or_default() as u32;
    Span { file: journal, start, end: start + quoted.len() as u32 }
}

fn migration(project: &Project, file: FileId, tag: &str, report: &mut Report) -> Migration {
    let (version, name) = sql::versioned(tag).unwrap_or((tag, ""));
    let up = sql::whole(project, file, FORMAT.running.around, report);
    Migration::forward(version, name, file, up)
}

/// The names of the migrations, in the order in which they run; else at which byte there is what
/// problem.
fn tags(journal: &File) -> Result<Vec<String>, (u32, Problem)> {
    let text = journal.text().ok_or_else(|| (0, problem::unreadable_journal()))?;
    let parsed: Result<serde_json::Value, _> = serde_json::from_str(text);
    let journal = parsed.map_err(|error| {
        let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
        let line: usize = lines.map(str::len).sum();
        let at = text.floor_char_boundary(line + error.column().saturating_sub(1));
        (at as u32, problem::unreadable_journal())
    })?;
    let entries = journal.get("entries").and_then(serde_json::Value::as_array);
    let entries = entries.ok_or_else(|| (0, problem::unreadable_journal()))?;
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

    pub(super) fn passed_over(name: &str) -> Problem {
        let message = format!("`{name}` is not in the journal, so that Drizzle passes over it");
        Problem::warning("passed-over", message)
            .help("generate it with `drizzle-kit generate --custom`, which writes the journal")
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
