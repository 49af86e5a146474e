//! Play's evolutions: `1.sql`, `2.sql`, …, with sections below `!Ups` and `!Downs` in a comment.

use super::marked;
use super::sql::{self, Identity, Migration};
use super::{Evidence, Format, Holds, Location, Reading, Running, report_unreadable};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision, SqlPart, Written};
use crate::project::{FileId, Project, Span};

pub(super) static FORMAT: Format = Format {
    name: "evolutions",
    title: "Play evolutions",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Nothing,
        holds: Holds::Migration,
        unless: "`play.evolutions.autocommit=false` in `application.conf`",
        page: "Play documentation, Managing database evolutions",
        ..Running::COMMON
    },
    claims,
    at: Location::named,
    read,
};

/// Which way a section goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Ups,
    Downs,
}

/// A mark stands in a line that is a comment of either kind: `# --- !Ups`, `-- !Downs`.
fn mark(line: &str) -> Option<Mark> {
    let line = line.trim();
    if !line.starts_with('#') && !line.starts_with("--") {
        return None;
    }
    let says = |word: &str| line.contains(word);
    says("!Ups").then_some(Mark::Ups).or_else(|| says("!Downs").then_some(Mark::Downs))
}

fn claims(project: &Project) -> Vec<Location> {
    marked::claims(project, |line| mark(line) == Some(Mark::Ups))
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let mut numbered: Vec<(u64, FileId)> = Vec::new();
    for (file, own) in sql::files(reading.project, reading.location) {
        let number = own.name().strip_suffix(".sql").and_then(|it| it.parse().ok());
        numbered.extend(number.map(|it| (it, file)));
    }
    numbered.sort_unstable();
    let mut migrations = Vec::new();
    let mut last = 0;
    for (number, file) in numbered {
        if number > last + 1 {
            report.note(Span::file(file), problem::gap(last + 1));
            break;
        }
        last = number;
        report_unreadable(reading.project, file, report);
        let Some(text) = reading.project.file(file).and_then(|it| it.text()) else { continue };
        let (up, down) = directions(file, text);
        migrations.push(Migration {
            version: number.to_string(),
            name: String::new(),
            file,
            up,
            down,
        });
    }
    sql::line(reading.project, migrations, Identity::Number, report)
}

/// What runs either way. Nothing above the first mark does.
fn directions(file: FileId, text: &str) -> (Vec<SqlPart>, Vec<SqlPart>) {
    let marks = marked::marks(file, text, mark);
    let (mut up, mut down) = (Vec::new(), Vec::new());
    for (idx, (span, mark)) in marks.iter().enumerate() {
        let end = marks.get(idx + 1).map_or(text.len() as u32, |(it, _)| it.start);
        let section = text.get(span.end as usize..end as usize).unwrap_or_default();
        let parts = statements(section).map(|(start, source)| {
            let start = span.end + start as u32;
            part(Span { file, start, end: start + source.len() as u32 }, source)
        });
        match mark {
            Mark::Ups => up.extend(parts),
            Mark::Downs => down.extend(parts),
        }
    }
    (up, down)
}

/// The statements of a section, each with where it begins: one ends at each semicolon that stands
/// alone, be it within a text or a body.
fn statements(section: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = section.as_bytes();
    let is_semicolon = |at: Option<usize>| at.and_then(|it| bytes.get(it)) == Some(&b';');
    let is_alone = |at: &usize| {
        is_semicolon(Some(*at))
            && !is_semicolon(at.checked_sub(1))
            && !is_semicolon(at.checked_add(1))
    };
    let ends = (0..bytes.len()).filter(is_alone).map(|it| it + 1).chain([bytes.len()]);
    let ends: Vec<usize> = ends.collect();
    let starts = std::iter::once(0).chain(ends.clone());
    let pieces =
        starts.zip(ends).filter_map(|(start, end)| Some((start, section.get(start..end)?)));
    let trimmed = pieces.map(|(start, it)| (start + it.len() - it.trim_start().len(), it.trim()));
    trimmed.filter(|(_, it)| !it.is_empty() && *it != ";")
}

/// A statement, in which two semicolons stand for one.
fn part(span: Span, source: &str) -> SqlPart {
    let part = SqlPart::new(span, FORMAT.running.around);
    if !source.contains(";;") {
        return part;
    }
    let mut places = vec![(0, span.start)];
    for (count, (at, _)) in source.match_indices(";;").enumerate() {
        let (text, count) = (at as u32 + 1 - count as u32, count as u32 + 1);
        places.push((text, span.start + text + count));
    }
    let written = Written { text: source.replace(";;", ";").into(), places };
    SqlPart { written: Some(written), ..part }
}

mod problem {
    use super::Problem;

    pub(super) fn gap(missing: u64) -> Problem {
        let message = format!(
            "there is no `{missing}.sql`, at which Play stops: this and what follows is not run"
        );
        Problem::warning("missing-migration", message)
            .help("number the evolutions one after the other, from 1 on")
    }
}

#[cfg(test)]
mod tests {
    use crate::source::sql::tests::check;

    #[test]
    fn a_statement_ends_at_a_semicolon_that_stands_alone() {
        let text =
            "# Users\n\n# --- !Ups\nselect 1;\nselect $$a;;\nb;;$$;\n\n-- !Downs\nselect -1;\n";
        check(
            &[
                ("conf/evolutions/default/1.sql", text),
                ("conf/evolutions/default/2.sql", "-- !Ups\nselect 2"),
            ],
            "evolutions",
            "conf/evolutions/default",
            &[("1", "", "select 1; | select $$a;\nb;$$;", "select -1;"), ("2", "", "select 2", "")],
        );
    }
}
