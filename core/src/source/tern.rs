//! tern: numbered SQL files, a line between what runs on the way up and what runs on the way back.

use super::marked;
use super::path::around;
use super::placeholder::Placeholder;
use super::settings::{self, Settings};
use super::sql::{self, Identity, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running, report_unreadable};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision, SqlPart};
use crate::project::{File, FileId, Project, Span};

pub(super) static FORMAT: Format = Format {
    name: "tern",
    title: "tern",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Transaction,
        holds: Holds::Migration,
        unless: "a line `---- tern: disable-tx ----` in its direction",
        page: "tern README, Migrations",
        mark_is_text: true,
        ..Running::COMMON
    },
    claims,
    at: Location::named,
    read,
};

/// What parts the directions, wherever it stands; the first one counts.
const BETWEEN: &str = "---- create above / drop below ----";

/// A line that asks for no transaction: then each statement is sent alone.
const ALONE: &str = "---- tern: disable-tx ----";

/// Files are templates, with values from the section `data` of `tern.conf`: `{{.prefix}}`.
const PLACE: Placeholder<'static> = Placeholder { prefix: "{{", suffix: "}}", required: true };

fn claims(project: &Project) -> Vec<Location> {
    marked::claims(project, |line| line.contains(BETWEEN) || line == ALONE)
}

/// The number and the name of a file; tern passes over other names.
fn parts(file: &File) -> Option<(&str, &str)> {
    let stem = file.name().strip_suffix(".sql")?;
    let name = stem.trim_start_matches(|it: char| it.is_ascii_digit());
    let number = stem.strip_suffix(name).filter(|it| !it.is_empty())?;
    Some((number, name.strip_prefix('_').filter(|it| !it.is_empty())?))
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let data = data(reading);
    let mut migrations = Vec::new();
    for (file, own) in sql::files(reading.project, reading.location) {
        let Some((version, name)) = parts(own) else { continue };
        report_unreadable(reading.project, file, report);
        let Some(text) = own.text() else { continue };
        let (up, down) = directions(file, text);
        let mut part = |span| part(reading, span, &data, report);
        let (up, down) = (vec![part(up)], down.map(part).into_iter().collect());
        migrations.push(Migration { version: version.into(), name: name.into(), file, up, down });
    }
    report_gap(&migrations, report);
    sql::line(reading.project, migrations, Identity::Number, report)
}

/// What runs either way; a way back that says nothing is none.
fn directions(file: FileId, text: &str) -> (Span, Option<Span>) {
    let span = |start: usize, end: usize| Span { file, start: start as u32, end: end as u32 };
    let Some(at) = text.find(BETWEEN) else { return (span(0, text.len()), None) };
    let below = at + BETWEEN.len();
    let says = text.get(below..).is_some_and(|it| !it.trim().is_empty());
    (span(0, at), says.then(|| span(below, text.len())))
}

fn part(reading: &Reading<'_>, span: Span, data: &Settings, report: &mut Report) -> SqlPart {
    let alone = reading.project.excerpt(span).lines().any(|it| it == ALONE);
    let around = if alone { Around::Nothing } else { FORMAT.running.around };
    let known = |inside: &str| data.get(inside.trim().trim_start_matches('.')).cloned();
    let written = PLACE.fill(reading, span, &known, report);
    SqlPart { written, ..SqlPart::new(span, around) }
}

/// What the settings nearest to the migrations say.
fn data(reading: &Reading<'_>) -> Settings {
    let folders = reading.location.folders.first().into_iter().flat_map(|it| around(it));
    let mut own = folders.filter_map(|folder| {
        let is_it = |it: &&File| it.folder() == folder && it.name() == "tern.conf";
        reading.project.files().map(|(_, file)| file).find(is_it)
    });
    own.next().map(settings::read).unwrap_or_default()
}

/// The numbers go from one on, and none is left out.
fn report_gap(migrations: &[Migration], report: &mut Report) {
    let number = |it: &Migration| it.version.parse::<usize>().unwrap_or_default();
    let mut numbers: Vec<(usize, FileId)> =
        migrations.iter().map(|it| (number(it), it.file)).collect();
    numbers.sort_unstable();
    numbers.dedup_by_key(|it| it.0);
    let gap = numbers.iter().enumerate().find(|(idx, (number, _))| *number != idx + 1);
    if let Some((idx, (_, file))) = gap {
        report.note(Span::file(*file), problem::gap(idx + 1));
    }
}

mod problem {
    use super::Problem;

    pub(super) fn gap(number: usize) -> Problem {
        Problem::error("missing-version", format!("no migration has the number {number}"))
            .help("number the files from 1 on without a gap; tern refuses to run them as they are")
    }
}

#[cfg(test)]
mod tests {
    use crate::source::sql::tests::check;

    #[test]
    fn a_line_parts_the_directions() {
        let first = "create table a ();\n\n---- create above / drop below ----\n\ndrop table a;\n";
        let second = "select 1; ---- create above / drop below ----\n";
        check(
            &[("m/001_first.sql", first), ("m/002_second.sql", second), ("m/snapshot.sql", "x")],
            "tern",
            "m",
            &[
                ("001", "first", "create table a ();", "drop table a;"),
                ("002", "second", "select 1;", ""),
            ],
        );
    }

    #[test]
    fn settings_fill_in_templates() {
        let first = "create table {{.prefix}}_a ();\n---- create above / drop below ----\n\
                     drop table {{ .prefix }}_a;\n";
        check(
            &[("m/001_a.sql", first), ("tern.conf", "[database]\n[data]\nprefix = x\n")],
            "tern",
            "m",
            &[("001", "a", "create table x_a ();", "drop table x_a;")],
        );
    }
}
