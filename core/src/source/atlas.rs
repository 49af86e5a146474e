//! Atlas: versioned SQL files in a folder with `atlas.sum`.

use super::sql::{self, Identity, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision, SqlPart};
use crate::project::{File, FileId, Project, Span};
use crate::python::lib::hashlib;

pub(super) static FORMAT: Format = Format {
    name: "atlas",
    title: "Atlas",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Transaction,
        holds: Holds::Migration,
        unless: "`-- atlas:txmode none` at the top of the file",
        page: "Atlas documentation, Applying Changes, Transaction Configuration",
        ..Running::COMMON
    },
    claims,
    at: Location::named,
    read,
};

const SUM: &str = "atlas.sum";

fn claims(project: &Project) -> Vec<Location> {
    sql::folders(project, |it| it.name() == SUM)
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let project = reading.project;
    let files = sql::files(project, reading.location).filter(|(_, it)| it.name().ends_with(".sql"));
    let files: Vec<(FileId, &File)> = files.collect();
    for folder in &reading.location.folders {
        check_sum(project, folder, &files, report);
    }
    // A database that is new begins with the newest checkpoint.
    let checkpoint = files.iter().rposition(|(_, it)| directive(it, "checkpoint").is_some());
    if let Some((file, _)) = checkpoint.filter(|it| *it > 0).and_then(|it| files.get(it)) {
        report.note(Span::file(*file), problem::checkpoint(checkpoint.unwrap_or_default()));
    }
    let mut res = Vec::new();
    for (file, own) in files.into_iter().skip(checkpoint.unwrap_or_default()) {
        let stem = own.name().trim_end_matches(".sql");
        let (version, name) = stem.split_once('_').unwrap_or((stem, ""));
        let up = script(project, file, own, report);
        res.push(Migration::forward(version, name, file, up));
    }
    sql::line_as_given(project, res, Identity::Version, report)
}

/// What a directive in the comments at the top of a file says.
fn directive<'f>(file: &'f File, name: &str) -> Option<&'f str> {
    let lines = file.text()?.lines().take_while(|it| it.starts_with("--"));
    let mut said = lines.filter_map(|it| {
        let rest = it.strip_prefix("-- atlas:")?.strip_prefix(name)?;
        (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim())
    });
    said.next()
}

/// A file's SQL, in parts where it chooses what stands between its statements.
fn script(project: &Project, file: FileId, own: &File, report: &mut Report) -> Vec<SqlPart> {
    let mode = directive(own, "txmode").and_then(|it| it.split_whitespace().next());
    let alone = mode == Some("none");
    let around = if alone { Around::Nothing } else { FORMAT.running.around };
    let whole = sql::whole(project, file, around, report);
    let delimiter = directive(own, "delimiter").map(|it| it.replace("\\n", "\n"));
    let Some(delimiter) = delimiter.filter(|it| !it.is_empty()) else { return whole };
    let text = own.text().map_or("", |it| it);
    // The directive itself holds the delimiter.
    let from = text.find('\n').map_or(text.len(), |it| it + 1);
    let mut start = from;
    let mut res = Vec::new();
    for piece in text.get(from..).unwrap_or_default().split(&*delimiter) {
        let end = start + piece.len();
        if !piece.trim().is_empty() {
            let span = Span { file, start: start as u32, end: end as u32 };
            res.push(SqlPart::new(span, around));
        }
        start = end + delimiter.len();
    }
    res
}

/// Says which files the sum knows and the folder has not, and the other way round.
fn check_sum(project: &Project, folder: &str, files: &[(FileId, &File)], report: &mut Report) {
    let path = if folder.is_empty() { SUM.to_owned() } else { format!("{folder}/{SUM}") };
    let Some((sum, own)) = project.find(&path) else { return };
    let text = own.text().map_or("", |it| it);
    let mut known = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = Span { file: sum, start, end: start + line.trim_end().len() as u32 };
        start += line.len() as u32;
        let Some((name, hash)) = line.trim_end().split_once(" h1:") else {
            if !line.starts_with("h1:") && !line.trim().is_empty() {
                report.note(span, problem::no_entry());
            }
            continue;
        };
        known.push(Entry { name, hash, span });
        if !files.iter().any(|(_, it)| it.name() == name) {
            report.note(span, problem::missing(name));
        }
    }
    for (file, own) in files {
        if !known.is_empty() && !known.iter().any(|it| it.name == own.name()) {
            report.note(Span::file(*file), problem::unknown(own.name()));
        }
    }
    report_change(&known, files, report);
}

/// A line of the sum.
struct Entry<'t> {
    name: &'t str,
    hash: &'t str,
    span: Span,
}

/// Says which file is the first that is not as the sum has it. Each hash is one of all files up to
/// its own.
fn report_change(known: &[Entry<'_>], files: &[(FileId, &File)], report: &mut Report) {
    let counted = |own: &File| directive(own, "sum") != Some("ignore");
    let names = files.iter().filter(|(_, it)| counted(it)).map(|(_, it)| it.name());
    if !names.eq(known.iter().map(|it| it.name)) {
        return;
    }
    let (mut bytes, mut ends) = (Vec::new(), Vec::new());
    for (_, own) in files {
        bytes.extend_from_slice(own.name().as_bytes());
        if counted(own) {
            bytes.extend_from_slice(own.bytes());
            ends.push(bytes.len());
        }
    }
    let is_same = |at: usize| {
        let hashed = ends.get(at).and_then(|end| bytes.get(..*end)).unwrap_or_default();
        known.get(at).is_some_and(|it| base64(&hashlib::sha256(hashed)) == it.hash)
    };
    if known.is_empty() || is_same(known.len() - 1) {
        return;
    }
    let places: Vec<usize> = (0..known.len()).collect();
    let first = known.get(places.partition_point(|it| is_same(*it)));
    if let Some(first) = first {
        report.note(first.span, problem::changed(first.name));
    }
}

/// RFC 4648, 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut res = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| chunk.get(at).copied().map_or(0, u32::from);
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..4_usize {
            let letter = (bits >> (18 - 6 * place)) & 63;
            let letter = LETTERS.get(letter as usize).copied().map_or('=', char::from);
            res.push(if place <= chunk.len() { letter } else { '=' });
        }
    }
    res
}

mod problem {
    use super::Problem;

    pub(super) fn checkpoint(left_out: usize) -> Problem {
        let message = format!(
            "a new database begins with this checkpoint; {left_out} files before it are left out"
        );
        Problem::note("baseline", message)
            .help("compare it with the files that it stands for; both should build one schema")
    }

    pub(super) fn missing(name: &str) -> Problem {
        let message = format!("the sum names `{name}`, which is not there");
        Problem::error("missing-migration", message)
            .help("add the file, or run `atlas migrate hash` if it is gone for good")
    }

    pub(super) fn no_entry() -> Problem {
        Problem::error("unreadable-sum", "this is no file with its hash, so that Atlas refuses it")
            .help("run `atlas migrate hash`, which writes the sum anew")
    }

    pub(super) fn changed(name: &str) -> Problem {
        let message =
            format!("`{name}` is not as the sum has it, so that Atlas refuses the folder");
        Problem::warning("not-in-sum", message)
            .help("restore the file, or run `atlas migrate hash` if the change is meant")
    }

    pub(super) fn unknown(name: &str) -> Problem {
        let message = format!("`{name}` is not in the sum, so that Atlas refuses the folder");
        Problem::warning("not-in-sum", message).help("run `atlas migrate hash`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceOptions;
    use crate::source::sql::tests::check;

    #[test]
    fn a_new_database_begins_with_the_newest_checkpoint() {
        let sum = "h1:a=\n1_a.sql h1:b=\n2_b.sql h1:c=\n3_c.sql h1:d=\n";
        check(
            &[
                ("m/atlas.sum", sum),
                ("m/1_a.sql", "SELECT 1;"),
                ("m/2_b.sql", "-- atlas:checkpoint\n\nSELECT 12;"),
                ("m/3_c.sql", "-- atlas:delimiter \\n\\n\nSELECT 3\n\nSELECT 4"),
            ],
            "atlas",
            "m",
            &[
                ("2", "b", "-- atlas:checkpoint\n\nSELECT 12;", ""),
                ("3", "c", "SELECT 3 | SELECT 4", ""),
            ],
        );
    }

    #[test]
    fn bytes_are_written_in_four_letters_for_three() {
        assert_eq!(base64(b"any carnal pleas"), "YW55IGNhcm5hbCBwbGVhcw==");
        assert_eq!(base64(b"any carnal pleasu"), "YW55IGNhcm5hbCBwbGVhc3U=");
        assert_eq!(base64(b"any carnal pleasur"), "YW55IGNhcm5hbCBwbGVhc3Vy");
    }

    #[test]
    fn the_first_file_that_is_not_as_the_sum_has_it_is_said() {
        let said = |second: &str| {
            let first = "CREATE TABLE users (id int);\n";
            let all = format!("1_a.sql{first}2_b.sqlSELECT 2;");
            let hash = |text: &str| base64(&hashlib::sha256(text.as_bytes()));
            let one = hash(&format!("1_a.sql{first}"));
            let sum = format!("h1:x=\n1_a.sql h1:{one}\n2_b.sql h1:{}\n", hash(&all));
            let files =
                [("m/atlas.sum", sum.as_str()), ("m/1_a.sql", first), ("m/2_b.sql", second)];
            let files = files.iter().map(|(path, text)| File::new(*path, text.as_bytes()));
            let project = Project::new("p", files);
            let mut report = Report::default();
            super::super::read(&project, &SourceOptions::default(), None, &mut report);
            let codes = report.diagnostics.iter().map(|it| it.problem.code);
            codes.collect::<Vec<_>>()
        };
        assert_eq!(said("SELECT 2;"), Vec::<&str>::new());
        assert_eq!(said("SELECT 3;"), ["not-in-sum"]);
    }
}
