//! What the formats of ordered SQL files share: their folders, versions, comments and chain.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Location, is_aside, parent, report_unreadable};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision, Script, SqlPart};
use crate::project::{File, FileId, Project, Span};

/// One migration, before it is known what comes before it.
#[derive(Clone, Debug)]
pub(super) struct Migration {
    /// What its tool keeps in the version table.
    pub(super) version: String,
    /// The rest of its file's name.
    pub(super) name: String,
    pub(super) file: FileId,
    pub(super) up: Vec<SqlPart>,
    pub(super) down: Vec<SqlPart>,
}

impl Migration {
    /// One without a way back.
    pub(super) fn forward(version: &str, name: &str, file: FileId, up: Vec<SqlPart>) -> Self {
        Self { version: version.to_owned(), name: name.to_owned(), file, up, down: Vec::new() }
    }
}

/// The folders with files that fit, each a location, the best first.
pub(super) fn folders(project: &Project, fits: impl Fn(&File) -> bool) -> Vec<Location> {
    let files = project.files().map(|(_, file)| file).filter(|it| fits(it));
    rank(files.map(|it| it.folder().to_owned()))
}

/// As [`folders`], for migrations that have a folder each.
pub(super) fn folders_of_folders(project: &Project, fits: impl Fn(&File) -> bool) -> Vec<Location> {
    let files = project.files().map(|(_, file)| file).filter(|it| fits(it));
    rank(files.map(|it| parent(it.folder()).to_owned()))
}

fn rank(folders: impl Iterator<Item = String>) -> Vec<Location> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    folders.for_each(|it| *counts.entry(it).or_default() += 1);
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_cached_key(|(folder, count)| {
        (is_aside(folder), Reverse(*count), folder.matches('/').count(), folder.clone())
    });
    counts.into_iter().map(|(folder, _)| Location::of(vec![folder])).collect()
}

/// The files in a location's folders, by folder and name.
pub(super) fn files<'a>(
    project: &'a Project,
    location: &'a Location,
) -> impl Iterator<Item = (FileId, &'a File)> {
    let folders: BTreeSet<&str> = location.folders.iter().map(String::as_str).collect();
    project.files().filter(move |(_, file)| folders.contains(file.folder()))
}

/// The files in folders that a location's folders hold, one folder for each migration.
pub(super) fn files_of_folders<'a>(
    project: &'a Project,
    location: &'a Location,
) -> impl Iterator<Item = (FileId, &'a File)> {
    let folders: BTreeSet<&str> = location.folders.iter().map(String::as_str).collect();
    let own = move |folder: &str| !folder.is_empty() && folders.contains(parent(folder));
    project.files().filter(move |(_, file)| own(file.folder()))
}

/// The last part of a folder's path.
pub(super) fn folder_name(file: &File) -> &str {
    file.folder().rsplit('/').next().unwrap_or_default()
}

/// The whole of a file as SQL; nothing, and a word in the report, if it is no text.
pub(super) fn whole(
    project: &Project,
    file: FileId,
    around: Around,
    report: &mut Report,
) -> Vec<SqlPart> {
    report_unreadable(project, file, report);
    let Some(text) = project.file(file).and_then(File::text) else { return Vec::new() };
    vec![SqlPart::new(Span { file, start: 0, end: text.len() as u32 }, around)]
}

/// What a file's first line says, if that is a comment.
pub(super) fn first_comment(file: &File) -> &str {
    let first = file.text().and_then(|it| it.lines().next()).unwrap_or_default();
    first.strip_prefix("--").unwrap_or_default().trim()
}

/// A name taken apart into the version that it begins with and the rest.
///
/// `001_users` is `001` and `users`; `2017-09-23-191545_users` is `2017-09-23-191545`.
pub(super) fn versioned(stem: &str) -> Option<(&str, &str)> {
    let stem = stem.strip_prefix(['v', 'V']).unwrap_or(stem);
    let digits = |it: char| it.is_ascii_digit() || matches!(it, '.' | '-');
    let rest = stem.trim_start_matches(digits);
    let version = stem.strip_suffix(rest)?;
    let (version, rest) = match version.trim_end_matches(['.', '-']) {
        shorter if shorter.len() < version.len() => (shorter, stem.strip_prefix(shorter)?),
        version => (version, rest),
    };
    let name = rest.trim_start_matches(SEPARATORS);
    let parted = rest.is_empty() || name.len() < rest.len();
    (parted && version.starts_with(|it: char| it.is_ascii_digit())).then_some((version, name))
}

/// The digits that a name begins with, and the rest.
pub(super) fn numbered(stem: &str) -> Option<(&str, &str)> {
    let name = stem.trim_start_matches(|it: char| it.is_ascii_digit());
    let version = stem.strip_suffix(name).filter(|it| !it.is_empty())?;
    Some((version, name.trim_start_matches(SEPARATORS)))
}

/// What stands between a version and a name.
const SEPARATORS: [char; 4] = ['_', '-', '.', ' '];

/// What a tool tells one migration from another by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Identity {
    /// The number that its version is: `1` and `01` are one version, which can't be there twice.
    Number,
    /// Its version to the letter, which can't be there twice.
    Version,
    /// Its whole name: versions may come again.
    Name,
    /// Nobody knows the tool; a version that is there twice is doubtful.
    Unknown,
}

/// The migrations as a line of revisions, in the order of their versions.
pub(super) fn line(
    project: &Project,
    mut migrations: Vec<Migration>,
    identity: Identity,
    report: &mut Report,
) -> Vec<Revision> {
    migrations.sort_by_cached_key(|it| (order(&it.version), it.name.clone()));
    line_as_given(project, migrations, identity, report)
}

/// As [`line`], for tools that compare the names of files letter by letter.
pub(super) fn line_by_name(
    project: &Project,
    mut migrations: Vec<Migration>,
    identity: Identity,
    report: &mut Report,
) -> Vec<Revision> {
    let path = |it: &Migration| project.file(it.file).map(|it| it.path.clone());
    migrations.sort_by_cached_key(path);
    line_as_given(project, migrations, identity, report)
}

/// The migrations as a line of revisions, in the order that they have.
pub(super) fn line_as_given(
    project: &Project,
    migrations: Vec<Migration>,
    identity: Identity,
    report: &mut Report,
) -> Vec<Revision> {
    let mut seen: BTreeMap<Vec<(usize, String)>, FileId> = BTreeMap::new();
    let mut ids = BTreeSet::new();
    let mut res: Vec<Revision> = Vec::new();
    // Where most have a way back, one without is worth a word.
    let backs = migrations.iter().filter(|it| !it.down.is_empty()).count();
    let wants_back = backs * 2 > migrations.len();
    for mut migration in migrations {
        if wants_back && migration.down.is_empty() {
            report.note(Span::file(migration.file), problem::no_way_back(&migration.version));
        }
        let first = *seen.entry(identity.key(&migration.version)).or_insert(migration.file);
        if first != migration.file && identity != Identity::Name {
            let problem = problem::same_version(&migration.version, identity);
            let diagnostic = problem.at(Span::file(migration.file));
            report.push(diagnostic.also(Span::file(first), "the other one"));
        }
        if !ids.insert(migration.version.clone()) {
            migration.version = format!("{}_{}", migration.version, migration.name);
        }
        let down = res.last().map(|it| it.id.clone()).into_iter().collect();
        res.push(revision(project, migration, down));
    }
    res
}

impl Identity {
    /// What is equal for versions that are one to the tool.
    fn key(self, version: &str) -> Vec<(usize, String)> {
        if self != Self::Number {
            return vec![(0, version.to_owned())];
        }
        let mut key = order(version);
        while key.len() > 1 && key.last().is_some_and(|(digits, _)| *digits == 0) {
            key.pop();
        }
        key
    }
}

fn revision(project: &Project, migration: Migration, down: Vec<String>) -> Revision {
    let text = project.file(migration.file).and_then(File::text);
    let comment = text.map(|it| Comment::read(it)).unwrap_or_default();
    let span = Span::file(migration.file);
    let title = comment.field(&["description", "migration"]);
    let message =
        title.unwrap_or_else(|| migration.name.replace(['_', '-'], " ").trim().to_owned());
    let date = comment.field(&["date", "created", "created at"]);
    Revision {
        date: date.or_else(|| timestamp(&migration.version)),
        id: migration.version,
        down,
        depends_on: Vec::new(),
        labels: Vec::new(),
        tags: Vec::new(),
        message,
        doc: comment.text,
        file: migration.file,
        span,
        down_span: span,
        script: Script::Sql { up: migration.up, down: migration.down },
        gate: None,
    }
}

/// Versions by their numbers: `9` before `10`, `1.2` before `1.10`.
pub(super) fn order(version: &str) -> Vec<(usize, String)> {
    let part = |it: &str| {
        let digits = it.trim_start_matches('0').to_owned();
        (digits.len(), digits)
    };
    version.split(['.', '_', '-']).map(part).collect()
}

/// When a version says when it was made: `20240102030405`.
fn timestamp(version: &str) -> Option<String> {
    let digits: Vec<char> = version.chars().filter(|it| *it != '-').collect();
    let is_date = matches!(digits.len(), 8 | 14) && digits.iter().all(char::is_ascii_digit);
    let text =
        |from: usize, to: usize| digits.get(from..to).map(|it| it.iter().collect::<String>());
    let date = format!("{}-{}-{}", text(0, 4)?, text(4, 6)?, text(6, 8)?);
    let plausible =
        ("1980".."2100").contains(&text(0, 4)?.as_str()) && text(4, 6)?.as_str() <= "12";
    let time = match (text(8, 10), text(10, 12), text(12, 14)) {
        (Some(hour), Some(minute), Some(second)) => format!(" {hour}:{minute}:{second}"),
        _ => String::new(),
    };
    (is_date && plausible).then(|| date + &time)
}

/// The comment at the top of a file, with its `Name: value` lines.
#[derive(Default)]
struct Comment {
    text: String,
}

impl Comment {
    fn read(text: &str) -> Self {
        let marks = ['-', '/', '*', '=', '#', ' ', '\t', '!', ':'];
        let is_comment = |line: &&str| {
            let line = line.trim();
            line.is_empty() || line.starts_with("--") || line.starts_with(['/', '*', '#'])
        };
        let lines = text.lines().take_while(is_comment).map(|line| line.trim_matches(marks));
        let is_directive =
            |line: &&str| !line.starts_with("+goose") && !line.starts_with("migrate:");
        let lines: Vec<&str> = lines.filter(is_directive).collect();
        Self { text: lines.join("\n").trim().to_owned() }
    }

    /// The first of these fields that is there.
    fn field(&self, names: &[&str]) -> Option<String> {
        let fields = self.text.lines().filter_map(|it| it.split_once(':'));
        let fields: Vec<(String, &str)> =
            fields.map(|(name, value)| (name.trim().to_lowercase(), value.trim())).collect();
        let value = |name: &&str| fields.iter().find(|(it, value)| it == name && !value.is_empty());
        names.iter().find_map(value).map(|(_, value)| (*value).to_owned())
    }
}

mod problem {
    use super::{Identity, Problem};

    pub(super) fn no_way_back(version: &str) -> Problem {
        let message = format!("version `{version}` has no way back, as most others have");
        Problem::note("no-way-back", message).help("write one, or be ready to restore a backup")
    }

    pub(super) fn same_version(version: &str, identity: Identity) -> Problem {
        let message = format!("version `{version}` is there more than once");
        if identity == Identity::Unknown {
            return Problem::warning("duplicate-version", message)
                .help("give one of the files another number; most tools run only one of them");
        }
        Problem::error("duplicate-version", message)
            .help("give one of the files another number; the tool refuses to run both")
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::{SourceOptions, read};
    use super::*;

    /// Opens files and compares the format, its folder and the revisions: id, message, the SQL up
    /// and the SQL down.
    #[track_caller]
    pub(in super::super) fn check(
        files: &[(&str, &str)],
        format: &str,
        folder: &str,
        expected: &[(&str, &str, &str, &str)],
    ) {
        let project =
            Project::new("p", files.iter().map(|(path, text)| File::new(*path, text.as_bytes())));
        let mut report = Report::default();
        let source = read(&project, &SourceOptions::default(), None, &mut report);
        assert_eq!(source.format.map(|it| it.name), Some(format));
        assert_eq!(source.locations.first().map(String::as_str), Some(folder));
        let text = |parts: &[SqlPart]| {
            let parts = parts.iter().map(|it| it.text(&project).trim());
            parts.collect::<Vec<_>>().join(" | ")
        };
        let found: Vec<_> = source
            .history
            .revisions()
            .iter()
            .map(|it| match &it.script {
                Script::Sql { up, down } => {
                    (it.id.as_str(), it.message.as_str(), text(up), text(down))
                }
                Script::Python => {
                    (it.id.as_str(), it.message.as_str(), String::new(), String::new())
                }
            })
            .collect();
        let found: Vec<_> = found
            .iter()
            .map(|(id, message, up, down)| (*id, *message, up.as_str(), down.as_str()))
            .collect();
        assert_eq!(found, expected, "{:?}", report.diagnostics);
        assert_eq!(source.history.heads().len(), 1);
    }

    #[test]
    fn a_name_begins_with_its_version() {
        assert_eq!(versioned("001_users"), Some(("001", "users")));
        assert_eq!(versioned("2017-09-23-191545_users"), Some(("2017-09-23-191545", "users")));
        assert_eq!(versioned("0001-create users"), Some(("0001", "create users")));
        assert_eq!(versioned("v1.2_users"), Some(("1.2", "users")));
        assert_eq!(versioned("42"), Some(("42", "")));
        assert_eq!(versioned("users"), None);
        assert_eq!(versioned("3rd_party"), None);
    }

    #[test]
    fn versions_follow_their_numbers() {
        assert!(order("9") < order("10"));
        assert!(order("1.2") < order("1.10"));
        assert!(order("003") < order("44"));
    }

    #[test]
    fn a_timestamp_is_a_date() {
        assert_eq!(timestamp("20240102030405").as_deref(), Some("2024-01-02 03:04:05"));
        assert_eq!(timestamp("00000001"), None);
    }
}
