//! Files that hold both directions, with marks in comments that say which is which.

use super::sql::{self, Migration};
use super::{Location, Reading, placeholder, report_unreadable};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, SqlPart};
use crate::project::{File, FileId, Project, Span};

/// What a comment tells the tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Up(Around),
    Down(Around),
    /// One statement follows, whatever semicolons are in it.
    StatementBegin,
    StatementEnd,
    /// The whole file runs outside of a transaction.
    NoTransaction,
    /// From here on names of the environment are filled in.
    FillIn,
    LeaveAsIs,
}

/// Says what a line tells, if it tells anything.
pub(super) type Reader = fn(&str) -> Option<Mark>;

/// The folders with files that have a mark for the way up.
pub(super) fn claims(project: &Project, mark: Reader) -> Vec<Location> {
    let is_up = |line: &str| matches!(mark(line.trim()), Some(Mark::Up(_)));
    sql::folders(project, |file| {
        file.name().ends_with(".sql") && file.text().is_some_and(|it| it.lines().any(is_up))
    })
}

/// The versioned files of a location, taken apart at their marks.
pub(super) fn migrations(
    reading: &Reading<'_>,
    mark: Reader,
    report: &mut Report,
) -> Vec<Migration> {
    let mut res = Vec::new();
    for (file, own) in sql::files(reading.project, reading.location) {
        let Some((version, name)) = own.name().strip_suffix(".sql").and_then(sql::versioned) else {
            continue;
        };
        report_unreadable(reading.project, file, report);
        let Some(text) = own.text() else { continue };
        let Marked { up, down } = Marked::read(reading, file, text, mark, report);
        res.push(Migration { version: version.into(), name: name.into(), file, up, down });
    }
    res
}

/// A file taken apart at its marks.
#[derive(Default)]
struct Marked {
    up: Vec<SqlPart>,
    down: Vec<SqlPart>,
}

impl Marked {
    fn read(
        reading: &Reading<'_>,
        file: FileId,
        text: &str,
        mark: Reader,
        report: &mut Report,
    ) -> Self {
        let mut cutter = Cutter { reading, file, report, res: Self::default(), open: None };
        let (mut filled, mut alone) = (false, false);
        let mut start = 0;
        for (span, mark) in marks(file, text, mark) {
            cutter.take(Span { file, start, end: span.start }, filled);
            start = span.end;
            cutter.mark(span, mark);
            match mark {
                Mark::NoTransaction => alone = true,
                Mark::FillIn => filled = true,
                Mark::LeaveAsIs => filled = false,
                _ => {}
            }
        }
        cutter.take(Span { file, start, end: text.len() as u32 }, filled);
        let mut res = cutter.finish();
        if alone {
            res.up.iter_mut().chain(&mut res.down).for_each(|it| it.around = Around::Nothing);
        }
        res
    }
}

/// The lines of a text that tell something.
fn marks(file: FileId, text: &str, mark: Reader) -> Vec<(Span, Mark)> {
    let mut end = 0;
    let line = |line: &str| {
        let start = end;
        end += line.len() as u32;
        Some((Span { file, start, end }, mark(line.trim())?))
    };
    text.split_inclusive('\n').filter_map(line).collect()
}

/// Cuts a file at its marks, one after the other.
struct Cutter<'a> {
    reading: &'a Reading<'a>,
    file: FileId,
    report: &'a mut Report,
    res: Marked,
    open: Option<Section>,
}

/// What comes after a mark for a direction.
#[derive(Clone, Copy)]
struct Section {
    is_up: bool,
    around: Around,
    span: Span,
    /// The mark of a statement that has not ended.
    statement: Option<Span>,
}

impl Cutter<'_> {
    fn mark(&mut self, span: Span, mark: Mark) {
        match mark {
            Mark::Up(around) => self.begin(Section { is_up: true, around, span, statement: None }),
            Mark::Down(around) => {
                self.begin(Section { is_up: false, around, span, statement: None });
            }
            Mark::StatementBegin | Mark::StatementEnd => self.statement(span, mark),
            Mark::NoTransaction | Mark::FillIn | Mark::LeaveAsIs => {}
        }
    }

    fn begin(&mut self, section: Section) {
        self.end_statement();
        self.open = Some(section);
    }

    fn statement(&mut self, span: Span, mark: Mark) {
        let begins = mark == Mark::StatementBegin;
        match &mut self.open {
            None => self.report.note(span, problem::outside()),
            Some(section) if begins == section.statement.is_some() => {
                self.report.note(span, problem::unpaired(begins));
            }
            Some(section) => section.statement = begins.then_some(span),
        }
    }

    /// Keeps what stands before the next mark.
    fn take(&mut self, span: Span, filled: bool) {
        let Some(section) = &self.open else { return };
        if self.reading.project.excerpt(span).trim().is_empty() {
            return;
        }
        let mut part = SqlPart::new(span, section.around);
        if filled {
            part.written = placeholder::SHELL.fill(self.reading, span, &|_| None, self.report);
        }
        self.side(section.is_up).push(part);
    }

    fn side(&mut self, is_up: bool) -> &mut Vec<SqlPart> {
        if is_up { &mut self.res.up } else { &mut self.res.down }
    }

    fn end_statement(&mut self) {
        let Some(section) = self.open else { return };
        if let Some(begun) = section.statement {
            self.report.note(begun, problem::unclosed());
        }
        // A section that says nothing is a way that does nothing, not a way that is missing.
        let end = section.span.end;
        let nothing = Span { file: self.file, start: end, end };
        let side = self.side(section.is_up);
        if side.is_empty() {
            side.push(SqlPart::new(nothing, section.around));
        }
    }

    fn finish(mut self) -> Marked {
        self.end_statement();
        if self.open.is_none() && !self.reading.project.file(self.file).is_some_and(is_empty) {
            self.report.note(Span::file(self.file), problem::no_direction());
        }
        self.res
    }
}

fn is_empty(file: &File) -> bool {
    file.text().is_none_or(|it| it.trim().is_empty())
}

mod problem {
    use super::Problem;

    pub(super) fn outside() -> Problem {
        Problem::error("mark-outside", "a statement is marked outside of both directions")
            .help("move it below the mark for the way up or the way down")
    }

    pub(super) fn unpaired(begins: bool) -> Problem {
        let message = match begins {
            true => "a statement begins within a statement",
            false => "a statement ends that did not begin",
        };
        Problem::error("unpaired-mark", message)
            .help("give each `StatementBegin` one `StatementEnd` behind it")
    }

    pub(super) fn unclosed() -> Problem {
        Problem::error("unclosed-mark", "the statement that begins here never ends")
            .help("add `-- +goose StatementEnd` behind it; the tool refuses the file as it is")
    }

    pub(super) fn no_direction() -> Problem {
        Problem::error("no-direction", "nothing in this file says which way it goes")
            .help("put the tool's mark for the way up above the statements, or move the file away")
    }
}
