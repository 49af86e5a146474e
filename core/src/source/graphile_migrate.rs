//! Graphile Migrate: numbered SQL files in `committed`, each with lines that say what it follows.

use std::collections::BTreeMap;

use super::path::{around, parent};
use super::placeholder::Placeholder;
use super::sql::{self, Identity, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running, report_unreadable};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision, SqlPart};
use crate::project::{File, FileId, Project, Span};
use crate::python::lib::hashlib;

pub(super) static FORMAT: Format = Format {
    name: "graphile-migrate",
    title: "Graphile Migrate",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Transaction,
        holds: Holds::Migration,
        unless: "`--! no-transaction` in the first line below the headers",
        page: "Graphile Migrate README, Disabling wrapping transaction",
        mark_is_text: true,
        ..Running::COMMON
    },
    claims,
    at: Location::named,
    read,
};

/// What files say in place of values from `.gmrc`: `:DATABASE_VISITOR`.
const PLACE: Placeholder<'static> = Placeholder { prefix: ":", suffix: "", required: true };

/// The names of those that the tool itself has values for, and beginnings of others as people
/// choose them.
const OF_TOOL: &[&str] = &["DATABASE_NAME", "DATABASE_OWNER"];
const USUAL: &str = "DATABASE_";

fn claims(project: &Project) -> Vec<Location> {
    sql::folders(project, |file| {
        let follows = || file.text().is_some_and(|it| Headers::of(it).previous.is_some());
        parts(file).is_some() && follows()
    })
}

/// The number and the name of a file; the tool passes over other names.
fn parts(file: &File) -> Option<(&str, &str)> {
    let stem = file.name().strip_suffix(".sql")?;
    let rest = stem.trim_start_matches(|it: char| it.is_ascii_digit());
    let number = stem.strip_suffix(rest).filter(|it| !it.is_empty())?;
    let is_name = |it: char| it.is_ascii_alphanumeric() || "-_".contains(it);
    let name = if rest.is_empty() { rest } else { rest.strip_prefix('-')? };
    name.chars().all(is_name).then_some((number, name))
}

/// What stands above the statements of a file: `--! Hash: sha1:…`.
#[derive(Default)]
struct Headers<'t> {
    previous: Option<&'t str>,
    hash: Option<&'t str>,
    message: Option<&'t str>,
    allows_other_hash: bool,
    /// Where the statements begin.
    end: usize,
}

impl<'t> Headers<'t> {
    fn of(text: &'t str) -> Self {
        let mut res = Self::default();
        for line in text.split_inclusive('\n') {
            let header = line.strip_prefix("--! ").filter(|it| it.starts_with(char::is_uppercase));
            let Some(header) = header else { break };
            res.end += line.len();
            let (name, value) =
                header.trim_end().split_once(':').unwrap_or((header.trim_end(), ""));
            let value = Some(value.trim()).filter(|it| !it.is_empty());
            match name {
                "Previous" => res.previous = value,
                "Hash" => res.hash = value,
                "Message" => res.message = value,
                "AllowInvalidHash" => res.allows_other_hash = true,
                _ => {}
            }
        }
        res
    }

    /// The hash of what comes before; nothing for the first file.
    fn before(&self) -> Option<&'t str> {
        self.previous.filter(|it| *it != "-")
    }
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let declared = declared(reading);
    let mut migrations = Vec::new();
    let mut last: Option<&str> = None;
    for (file, own) in sql::files(reading.project, reading.location) {
        let Some((version, slug)) = parts(own) else { continue };
        report_unreadable(reading.project, file, report);
        let Some(text) = own.text() else { continue };
        let headers = Headers::of(text);
        if let Some(problem) = refusal(text, &headers, last) {
            report.note(Span::file(file), problem);
        }
        last = headers.hash;
        let span = Span { file, start: headers.end as u32, end: text.len() as u32 };
        let name = headers.message.map_or_else(|| slug.replace('-', " "), str::to_owned);
        let up = vec![part(reading, span, declared.as_ref(), report)];
        migrations.push(Migration { name, ..Migration::forward(version, "", file, up) });
    }
    note_current(reading, report);
    sql::line_by_name(reading.project, migrations, Identity::Version, report)
}

/// Why the tool would not run a file: it says nothing of what it follows, or something else than
/// what is there.
fn refusal(text: &str, headers: &Headers<'_>, last: Option<&str>) -> Option<Problem> {
    let (Some(_), Some(hash)) = (headers.previous, headers.hash) else {
        return Some(problem::no_header());
    };
    if headers.before() != last {
        return Some(problem::follows_other());
    }
    // A checkout may have changed the ends of lines.
    let body = text.get(headers.end..).unwrap_or_default().replace("\r\n", "\n");
    let whole = format!("{}\n{}", headers.before().unwrap_or_default(), body.trim());
    let digest = hashlib::sha1(format!("{}\n", whole.trim()).as_bytes());
    let hex: String = digest.iter().map(|it| format!("{it:02x}")).collect();
    let is_same = hash.strip_prefix("sha1:").is_none_or(|it| it == hex);
    (!is_same && !headers.allows_other_hash).then(problem::other_hash)
}

fn part(
    reading: &Reading<'_>,
    span: Span,
    declared: Option<&BTreeMap<&str, Option<&str>>>,
    report: &mut Report,
) -> SqlPart {
    let first = reading.project.excerpt(span).trim_start().lines().next().unwrap_or_default();
    let says = first.strip_prefix("--!").map(str::trim_start).unwrap_or_default();
    let alone = says.strip_prefix("no-transaction").is_some_and(|it| !it.starts_with(is_of_word));
    let around = if alone { Around::Message } else { FORMAT.running.around };
    let known = |name: &str| match declared.and_then(|it| it.get(name)) {
        Some(value) => value.map(str::to_owned),
        None if OF_TOOL.contains(&name) => None,
        None if declared.is_none() && name.starts_with(USUAL) => None,
        // It is no place: a type behind `::`, the minutes behind an hour.
        None => Some(format!(":{name}")),
    };
    let written = PLACE.fill(reading, span, &known, report);
    SqlPart { written, ..SqlPart::new(span, around) }
}

fn is_of_word(it: char) -> bool {
    it.is_alphanumeric() || it == '_'
}

/// The names that the nearest `.gmrc` fills in, each with its value, if that is not left to the
/// environment; nothing without such a file.
fn declared<'p>(reading: &Reading<'p>) -> Option<BTreeMap<&'p str, Option<&'p str>>> {
    let folder = reading.location.folders.first()?;
    let path = |it: &str| if it.is_empty() { NAME.to_owned() } else { format!("{it}/{NAME}") };
    let found = around(folder).find_map(|it| reading.project.find(&path(it)));
    let text = found.and_then(|(_, it)| it.text())?;
    let lines = text.lines().filter(|it| !it.trim_start().starts_with("//"));
    // The settings are JSON with comments; every other part of a line at its quotes is a text.
    let pairs = lines.flat_map(|line| {
        let parts: Vec<&str> = line.split('"').collect();
        let pair = |it: &[&'p str]| match it {
            [name, between, value] if between.trim() == ":" => {
                Some((name.strip_prefix(':')?, *value))
            }
            _ => None,
        };
        parts.windows(3).filter_map(pair).collect::<Vec<_>>()
    });
    Some(pairs.map(|(name, value)| (name, Some(value).filter(|it| *it != FROM_OUTSIDE))).collect())
}

/// The file with the tool's settings.
const NAME: &str = ".gmrc";

/// What stands for a value from the environment.
const FROM_OUTSIDE: &str = "!ENV";

/// Says that what is being worked on is no migration yet.
fn note_current(reading: &Reading<'_>, report: &mut Report) {
    let above = reading.location.folders.first().map(|it| parent(it)).unwrap_or_default();
    let is_current = |file: &File| {
        let own = file.path.strip_prefix(above).map(|it| it.trim_start_matches('/'));
        own == Some("current.sql")
            || own.is_some_and(|it| it.starts_with("current/") && it.ends_with(".sql"))
    };
    let says =
        |it: &File| it.text().is_some_and(|it| !crate::sql::split(it, reading.dialect).is_empty());
    let current: Vec<FileId> = reading
        .project
        .files()
        .filter(|(_, it)| is_current(it) && says(it))
        .map(|it| it.0)
        .collect();
    current.into_iter().for_each(|it| report.note(Span::file(it), problem::current()));
}

mod problem {
    use super::Problem;

    pub(super) fn no_header() -> Problem {
        let message = "the lines `--! Previous: …` and `--! Hash: …` are not above the statements";
        Problem::error("missing-header", message)
            .help("commit the migration with the tool; it refuses to run this file as it is")
    }

    pub(super) fn follows_other() -> Problem {
        let message = "the file before this one is not what this one says that it follows";
        Problem::error("follows-other", message)
            .help("`Previous` here and `Hash` there must be the same; the tool refuses to run this")
    }

    pub(super) fn other_hash() -> Problem {
        let message = "the hash of this file is not that of what stands in it";
        Problem::error("other-hash", message).help(
            "take the change back, or say `--! AllowInvalidHash`; the tool refuses to run this",
        )
    }

    pub(super) fn current() -> Problem {
        Problem::note("left-out", "this is not committed yet, and left out")
            .help("read the file alone, as SQL, to see what it does")
    }
}
