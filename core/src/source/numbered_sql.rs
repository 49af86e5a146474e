//! Numbered SQL files, one way or with rollbacks in a folder beside them: Supabase, sqlx, Atlas,
//! Postgrator, postgres-migrations, and what teams run by hand.

use std::collections::{BTreeMap, BTreeSet};

use super::recorded::{self, Recorded};
use super::sql::{self, Identity, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running, inside, parent};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision};
use crate::project::{File, FileId, Project, Span};

pub(super) static FORMAT: Format = Format {
    name: "numbered-sql",
    title: "Numbered SQL",
    evidence: Evidence::Loose,
    running: Running {
        around: Around::Transaction,
        holds: Holds::Migration,
        unless: "`-- no-transaction` on the first line, or `.do.` behind the number, which is Postgrator's",
        ..Running::COMMON
    },
    claims,
    at,
    read,
};

/// Folders beside the migrations that hold the way back.
const ROLLBACK_FOLDERS: &[&str] = &["rollback", "rollbacks", "down", "downs", "revert", "undo"];

/// Ends and beginnings of names that say: the way back.
const ROLLBACK_MARKS: &[&str] =
    &[".down", "_down", "-down", ".rollback", "_rollback", "-rollback", ".undo", ".revert"];

/// What names begin with, behind the number, of files that say which way they go: `001.do.users`,
/// `001_up__users`; and of those that say: the way back.
const FORWARD_BEGINNINGS: &[&str] = &["do.", "up.", "up__"];
const ROLLBACK_BEGINNINGS: &[&str] = &["undo.", "down.", "down__"];

/// First lines that ask for no transaction, each of another tool.
const NO_TRANSACTION: &[&str] =
    &["no-transaction", "postgres-migrations disable-transaction", "atlas:txmode none"];

fn claims(project: &Project) -> Vec<Location> {
    let is_own = |file: &File| is_forward(file) && !in_rollback_folder(file);
    let mut found = by_version(project, sql::folders(project, is_own), is_forward);
    let called_by_folder = by_version(project, sql::folders(project, is_of_version), is_of_version);
    // Of several files in one folder it is not known which ones run, and in which order.
    let history = |it: &Location| {
        let files = || sql::files(project, it).map(|(_, it)| it);
        let is_sql = |it: &&File| it.name().ends_with(".sql");
        it.folders.len() > 1
            && files().filter(is_sql).count() == it.folders.len()
            && files().filter(is_sql).all(is_of_version)
    };
    found.extend(called_by_folder.into_iter().filter(history));
    found
}

/// Whether a file has no number of its own, and stands in a folder that is called by a version, as
/// `v1.2/queues.sql`.
fn is_of_version(file: &File) -> bool {
    file.name().ends_with(".sql")
        && numbered(file).is_none()
        && folder_version(file.folder()).is_some_and(|it| it.contains('.'))
}

/// A folder that the user named, or the folders of versions in it.
fn at(project: &Project, named: &[String]) -> Location {
    let own = |it: &Location| {
        it.folders.len() > 1 && it.folders.iter().all(|it| named.iter().any(|of| inside(it, of)))
    };
    let versions = claims(project).into_iter().find(own);
    versions.unwrap_or_else(|| Location::named(project, named))
}

/// Folders that are beside one another and are called by versions, as `0.22`, are one history, in
/// the order of these; but if a file is in several of them, each is a history of its own.
fn by_version(
    project: &Project,
    found: Vec<Location>,
    is_own: impl Fn(&File) -> bool,
) -> Vec<Location> {
    let mut beside: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for folder in found.iter().flat_map(|it| &it.folders) {
        if folder_version(folder).is_some() {
            beside.entry(parent(folder)).or_default().push(folder);
        }
    }
    beside.retain(|_, folders| folders.len() > 1 && are_apart(project, folders, &is_own));
    let mut joined: BTreeSet<&str> = BTreeSet::new();
    let mut res: Vec<Location> = Vec::new();
    for location in &found {
        let folder = location.folders.first().map_or("", |it| it);
        let whole = beside.get(parent(folder)).filter(|_| folder_version(folder).is_some());
        match whole.filter(|_| !joined.contains(parent(folder))) {
            Some(folders) => {
                let mut folders: Vec<String> = folders.iter().map(ToString::to_string).collect();
                folders.sort_by_cached_key(|it| folder_version(it).map(sql::order));
                joined.insert(parent(folder));
                res.push(Location::of(folders));
            }
            None if whole.is_none() => res.push(location.clone()),
            None => {}
        }
    }
    res
}

/// Whether no two of the folders hold files of one name.
fn are_apart(project: &Project, folders: &[&str], is_own: impl Fn(&File) -> bool) -> bool {
    let folders: BTreeSet<&str> = folders.iter().copied().collect();
    let files = project.files().map(|(_, it)| it).filter(|it| folders.contains(it.folder()));
    let mut seen = BTreeSet::new();
    files.filter(|it| is_own(it)).all(|it| seen.insert(it.name()))
}

/// The version that a folder is called by.
fn folder_version(folder: &str) -> Option<&str> {
    let name = folder.rsplit('/').next()?;
    let version = name.strip_prefix(['v', 'V']).unwrap_or(name);
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    version.split('.').all(is_number).then_some(version)
}

/// The version of a file, behind that of its folder where the folders are called by versions.
fn version_of(location: &Location, file: &File, version: &str) -> String {
    let folder = location.folders.get(1).and_then(|_| folder_version(file.folder()));
    folder.map_or_else(|| version.to_owned(), |it| format!("{it}.{version}"))
}

fn is_forward(file: &File) -> bool {
    numbered(file).is_some_and(|(_, name)| !is_rollback_name(name))
}

fn numbered(file: &File) -> Option<(&str, &str)> {
    let stem = file.name().strip_suffix(".sql")?;
    let (version, name) = sql::versioned(stem.strip_suffix(".up").unwrap_or(stem))?;
    let bare = FORWARD_BEGINNINGS.iter().find_map(|it| name.strip_prefix(it));
    Some((version, bare.unwrap_or(if name == "do" { "" } else { name })))
}

fn in_rollback_folder(file: &File) -> bool {
    ROLLBACK_FOLDERS.contains(&sql::folder_name(file).to_lowercase().as_str())
}

fn is_rollback_name(name: &str) -> bool {
    let name = name.to_lowercase();
    ROLLBACK_MARKS.iter().any(|it| name.ends_with(it))
        || ROLLBACK_BEGINNINGS.iter().any(|it| name.starts_with(it))
        || ["down", "rollback", "undo"].contains(&&*name)
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let (project, location) = (reading.project, reading.location);
    let mut ways_back = ways_back(project, location);
    let recorded = recorded::rows(reading);
    let mut res = Vec::new();
    for (id, version, name) in migrations(project, location) {
        let Some(file) = project.file(id) else { continue };
        let version = &*version;
        let back = ways_back.iter().position(|it| sql::order(&it.version) == sql::order(version));
        let back = back.map(|it| ways_back.remove(it).file);
        let mut down = back.map(|it| script(project, it, report)).unwrap_or_default();
        let stem = file.name().strip_suffix(".sql").unwrap_or_default();
        let rows = recorded.iter().filter(|it| it.version == version || it.version == stem);
        let rows: Vec<&Recorded> = rows.collect();
        let rollback = rows.iter().rev().find_map(|it| it.rollback.as_ref());
        if let Some(own) = rollback.filter(|_| back.is_none()) {
            report.note(own.span, problem::recorded(version));
            down.push(own.part(FORMAT.running.around));
        }
        // No file can hold its own digest.
        let sums = rows.iter().filter_map(|it| it.checksum.as_ref());
        for sum in sums.filter(|it| it.span.file != id) {
            if sum.is_digest_of(file.bytes()) == Some(false) {
                let diagnostic = problem::changed(version).at(sum.span);
                report.push(diagnostic.also(Span::file(id), "the file as it is now"));
            }
        }
        res.push(Migration {
            version: version.to_owned(),
            name,
            file: id,
            up: script(project, id, report),
            down,
        });
    }
    for it in ways_back {
        report.note(Span::file(it.file), problem::lone_rollback(&it.version));
    }
    sql::line(project, res, Identity::Unknown, report)
}

/// The files of a location with their versions and names. Where none has a number, each has the
/// version of its folder.
fn migrations(project: &Project, location: &Location) -> Vec<(FileId, String, String)> {
    let files = || sql::files(project, location);
    let own = files().filter(|(_, it)| is_forward(it)).filter_map(|(id, file)| {
        let (version, name) = numbered(file)?;
        Some((id, version_of(location, file, version), name.to_owned()))
    });
    let own: Vec<_> = own.collect();
    if !own.is_empty() {
        return own;
    }
    let by_folder = files().filter(|(_, it)| is_of_version(it)).filter_map(|(id, file)| {
        let name = file.name().strip_suffix(".sql")?;
        Some((id, folder_version(file.folder())?.to_owned(), name.to_owned()))
    });
    by_folder.collect()
}

/// A file that takes a version back.
struct WayBack {
    file: FileId,
    version: String,
}

fn ways_back(project: &Project, location: &Location) -> Vec<WayBack> {
    let beside = |file: &File| {
        location.folders.iter().any(|it| {
            let folder = file.folder();
            (folder == it && numbered(file).is_some_and(|(_, name)| is_rollback_name(name)))
                || (inside(folder, it) && folder != it && in_rollback_folder(file))
        })
    };
    let files = project.files().filter(|(_, it)| beside(it));
    files
        .filter_map(|(file, it)| {
            let stem = it.name().strip_suffix(".sql")?.trim_start_matches("rollback_");
            let (version, _) = sql::versioned(stem)?;
            Some(WayBack { file, version: version_of(location, it, version) })
        })
        .collect()
}

fn script(project: &Project, file: FileId, report: &mut Report) -> Vec<crate::history::SqlPart> {
    let first = project.file(file).map(sql::first_comment).unwrap_or_default();
    let around = if NO_TRANSACTION.iter().any(|it| first.starts_with(it)) {
        Around::Nothing
    } else if project.file(file).is_some_and(is_of_postgrator) {
        // It sends a file as it is.
        Around::Message
    } else {
        FORMAT.running.around
    };
    sql::whole(project, file, around, report)
}

/// Whether a file says which way it goes in Postgrator's words: `001.do.users.sql`.
fn is_of_postgrator(file: &File) -> bool {
    let mut words = file.name().split('.').skip(1);
    words.next().is_some_and(|it| it == "do" || it == "undo")
}

mod problem {
    use super::Problem;

    pub(super) fn recorded(version: &str) -> Problem {
        let message =
            format!("`{version}` is taken back by what its row of the version table says");
        Problem::note("recorded-rollback", message)
            .help("write it as a file of its own to have it read and reviewed as one")
    }

    pub(super) fn changed(version: &str) -> Problem {
        let message = format!("`{version}` was applied with another text than its file has now");
        Problem::warning("changed-after-applied", message)
            .help("restore the file as it was applied, and write what differs as a new migration")
    }

    pub(super) fn lone_rollback(version: &str) -> Problem {
        Problem::warning("lone-rollback", format!("a rollback of `{version}`, which is not there"))
            .help("add the migration, or remove its rollback")
    }
}

#[cfg(test)]
mod tests {
    use crate::source::sql::tests::check;

    #[test]
    fn rollbacks_are_in_a_folder_of_their_own() {
        let first = "-- Migration: 001\n-- Description: Initial schema\n-- Date: 2024-01-02\n\
                     CREATE TABLE a ();";
        check(
            &[
                ("migrations/001_initial_schema.sql", first),
                ("migrations/002_more.sql", "SELECT 2;"),
                ("migrations/003_last.sql", "SELECT 3;"),
                ("migrations/rollback/001_rollback_initial_schema.sql", "DROP TABLE a;"),
                ("migrations/rollback/002_more.down.sql", "SELECT -2;"),
            ],
            "numbered-sql",
            "migrations",
            &[
                ("001", "Initial schema", first, "DROP TABLE a;"),
                ("002", "more", "SELECT 2;", "SELECT -2;"),
                ("003", "last", "SELECT 3;", ""),
            ],
        );
    }

    #[test]
    fn the_way_may_stand_behind_the_number() {
        check(
            &[
                ("migrations/001.do.sql", "SELECT 1;"),
                ("migrations/001.undo.sql", "SELECT -1;"),
                ("migrations/002.do.users.sql", "SELECT 2;"),
                ("migrations/002.undo.users.sql", "SELECT -2;"),
                ("migrations/003_down__more.sql", "SELECT -3;"),
                ("migrations/003_up__more.sql", "SELECT 3;"),
                ("migrations/004_down_payment.sql", "SELECT 4;"),
            ],
            "numbered-sql",
            "migrations",
            &[
                ("001", "", "SELECT 1;", "SELECT -1;"),
                ("002", "users", "SELECT 2;", "SELECT -2;"),
                ("003", "more", "SELECT 3;", "SELECT -3;"),
                ("004", "down payment", "SELECT 4;", ""),
            ],
        );
    }

    #[test]
    fn the_version_table_may_keep_the_way_back() {
        let row = "CREATE TABLE a ();\nINSERT INTO public.schema_migrations (version, rollback_sql) \
                   VALUES ('001_a', 'DROP TABLE a; -- it''s');";
        let dump = "COPY schema_migrations (version, checksum, rollback_sql) FROM stdin;\n\
                    002\tx\tDROP TABLE\\n b;\n\\.\n";
        check(
            &[
                ("migrations/001_a.sql", row),
                ("migrations/002_b.sql", "CREATE TABLE b ();"),
                ("schema_migrations.sql", dump),
            ],
            "numbered-sql",
            "migrations",
            &[
                ("001", "a", row, "DROP TABLE a; -- it's"),
                ("002", "b", "CREATE TABLE b ();", "DROP TABLE\n b;"),
            ],
        );
    }

    #[test]
    fn folders_of_versions_are_one_history() {
        check(
            &[
                ("db/postgres/0.10/00__c.sql", "SELECT 3;"),
                ("db/postgres/0.9/00__a.sql", "SELECT 1;"),
                ("db/postgres/0.9/01__b.sql", "SELECT 2;"),
            ],
            "numbered-sql",
            "db/postgres/0.9",
            &[
                ("0.9.00", "a", "SELECT 1;", ""),
                ("0.9.01", "b", "SELECT 2;", ""),
                ("0.10.00", "c", "SELECT 3;", ""),
            ],
        );
    }

    #[test]
    fn timestamped_files_need_no_way_back() {
        check(
            &[("db/migrations/20240102030405_init.sql", "-- no-transaction\nSELECT 1;")],
            "numbered-sql",
            "db/migrations",
            &[("20240102030405", "init", "-- no-transaction\nSELECT 1;", "")],
        );
    }
}
