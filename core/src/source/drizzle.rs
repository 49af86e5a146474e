//! Drizzle: SQL files in the order of `meta/_journal.json`.

use super::sql::{self, Identity, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision, SqlPart};
use crate::project::{File, FileId, Project, Span};

pub(super) static FORMAT: Format = Format {
    name: "drizzle",
    title: "Drizzle",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Transaction,
        holds: Holds::All,
        page: "Drizzle documentation, Migrations; drizzle-orm, PgDialect.migrate",
        mark_is_text: true,
        ..Running::COMMON
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
        let entries = match entries(file) {
            Ok(entries) => entries,
            Err((at, problem)) => {
                report.note(Span { file: journal, start: at, end: at }, problem);
                continue;
            }
        };
        report_times(journal, file, &entries, report);
        for Entry { tag, .. } in &entries {
            match project.find(&path(&format!("{tag}.sql"))) {
                Some((id, _)) => res.push(migration(project, id, tag, report)),
                None => report.note(place(journal, file, tag), problem::missing_file(tag)),
            }
        }
        let files = project.files().filter(|(_, it)| it.folder() == folder);
        for (id, own) in files {
            let stem = own.name().strip_suffix(".sql");
            if stem.is_some_and(|it| !entries.iter().any(|entry| entry.tag == it)) {
                report.note(Span::file(id), problem::passed_over(own.name()));
            }
        }
    }
    if res.is_empty() {
        return folders(reading, report);
    }
    sql::line_as_given(project, res, Identity::Name, report)
}

/// Says which entries are older than one above them: Drizzle passes over them on a database that
/// has that one.
fn report_times(journal: FileId, file: &File, entries: &[Entry], report: &mut Report) {
    let mut newest: Option<&Entry> = None;
    for entry in entries.iter().filter(|it| it.when.is_some()) {
        match newest.filter(|it| it.when >= entry.when) {
            Some(above) => {
                report.note(place(journal, file, &entry.tag), problem::older(above, entry));
            }
            None => newest = Some(entry),
        }
    }
}

/// The migrations that have a folder each.
fn folders(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let files = sql::files_of_folders(reading.project, reading.location);
    let files = files.filter(|(_, it)| is_up(reading.project, it));
    let migrations =
        files.map(|(id, it)| migration(reading.project, id, sql::folder_name(it), report));
    let migrations = migrations.collect();
    sql::line_by_name(reading.project, migrations, Identity::Name, report)
}

/// Where the journal names a migration.
fn place(journal: FileId, file: &File, tag: &str) -> Span {
    let quoted = format!("\"{tag}\"");
    let start = file.text().and_then(|it| it.find(&quoted)).unwrap_or_default() as u32;
    Span { file: journal, start, end: start + quoted.len() as u32 }
}

fn migration(project: &Project, file: FileId, tag: &str, report: &mut Report) -> Migration {
    let (version, name) = sql::versioned(tag).unwrap_or((tag, ""));
    let around = FORMAT.running.around;
    let whole = sql::whole(project, file, around, report);
    let text = project.file(file).and_then(File::text).map_or("", |it| it);
    if !text.contains(BREAKPOINT) {
        return Migration::forward(version, name, file, whole);
    }
    let (mut up, mut start) = (Vec::new(), 0);
    for piece in text.split(BREAKPOINT) {
        let end = start + piece.len();
        if !piece.trim().is_empty() {
            let span = Span { file, start: start as u32, end: end as u32 };
            up.push(SqlPart::new(span, around));
        }
        start = end + BREAKPOINT.len();
    }
    Migration::forward(version, name, file, up)
}

/// What stands between the messages of a file, wherever it is.
const BREAKPOINT: &str = "--> statement-breakpoint";

/// A migration that the journal names.
struct Entry {
    tag: String,
    /// Milliseconds since 1970, where it says.
    when: Option<f64>,
}

/// The migrations, in the order in which they run, which is that of the journal; else at which
/// byte there is what problem.
fn entries(journal: &File) -> Result<Vec<Entry>, (u32, Problem)> {
    let text = journal.text().ok_or_else(|| (0, problem::unreadable_journal()))?;
    if journal.bytes().starts_with(b"\xef\xbb\xbf") {
        return Err((0, problem::marked_journal()));
    }
    let parsed: Result<serde_json::Value, _> = serde_json::from_str(text);
    let parsed = parsed.map_err(|error| {
        let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
        let line: usize = lines.map(str::len).sum();
        let at = text.floor_char_boundary(line + error.column().saturating_sub(1));
        (at as u32, problem::unreadable_journal())
    })?;
    let entries = parsed.get("entries").and_then(serde_json::Value::as_array);
    let entries = entries.ok_or_else(|| (0, problem::unreadable_journal()))?;
    let entry = |it: &serde_json::Value| {
        let tag = it.get("tag").and_then(serde_json::Value::as_str);
        let when = it.get("when").and_then(serde_json::Value::as_f64);
        let tag = tag.ok_or_else(|| (0, problem::unnamed_entry()))?.to_owned();
        Ok(Entry { tag, when })
    };
    entries.iter().map(entry).collect()
}

mod problem {
    use super::{Entry, Problem};

    pub(super) fn older(above: &Entry, own: &Entry) -> Problem {
        let message = format!(
            "`{}` is no newer than `{}` above it: a database that has that one never runs it",
            own.tag, above.tag
        );
        Problem::warning("out-of-order", message)
            .help("let `when` grow from entry to entry, or generate the migration again")
    }

    pub(super) fn marked_journal() -> Problem {
        let message = "the journal begins with a byte-order mark, which Drizzle does not read";
        Problem::error("unreadable-journal", message).help("save it as UTF-8 without the mark")
    }

    pub(super) fn unnamed_entry() -> Problem {
        Problem::error("unreadable-journal", "an entry of the journal has no `tag`")
            .help("restore `meta/_journal.json` from your version control")
    }

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
        let journal =
            r#"{"entries": [{"when": 1, "tag": "0000_a"}, {"when": 2, "tag": "0001_b"}]}"#;
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
