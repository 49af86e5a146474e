//! A Goose script, line by line as Goose reads it: directions, statements, and what it refuses.

use super::super::{Reading, marked, report_unreadable};
use super::expand;
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, SqlPart};
use crate::project::{FileId, Span};

/// What an annotation tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Up,
    Down,
    StatementBegin,
    StatementEnd,
    NoTransaction,
    EnvsubOn,
    EnvsubOff,
}

/// Words of annotations, in any case.
const WORDS: &[(&str, Mark)] = &[
    ("up", Mark::Up),
    ("down", Mark::Down),
    ("statementbegin", Mark::StatementBegin),
    ("statementend", Mark::StatementEnd),
    ("no transaction", Mark::NoTransaction),
    ("envsub on", Mark::EnvsubOn),
    ("envsub off", Mark::EnvsubOff),
];

/// What a line annotates; nothing if Goose takes it for no annotation, or for one that it does not
/// know.
pub(super) fn mark(line: &str) -> Option<Mark> {
    let line = line.trim();
    let words = line.starts_with("--").then(|| line.replace("--", ""))?;
    let word = words.replacen("+goose", "", 1);
    let is_one = word.len() < words.len();
    let word = word.trim().to_lowercase();
    let known = WORDS.iter().find(|(it, _)| is_one && *it == word);
    known.map(|(_, mark)| *mark)
}

/// The SQL of both directions.
#[derive(Default)]
pub(super) struct Script {
    pub(super) up: Vec<SqlPart>,
    pub(super) down: Vec<SqlPart>,
}

impl Script {
    /// Reads a file; what Goose refuses is reported, and read as far as it makes sense.
    pub(super) fn read(reading: &Reading<'_>, file: FileId, report: &mut Report) -> Self {
        report_unreadable(reading.project, file, report);
        let Some(text) = reading.project.file(file).and_then(|it| it.text()) else {
            return Self::default();
        };
        let mut lines =
            Lines { file, text, report, sections: Vec::new(), alone: false, filled: false };
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let end = start + line.len() as u32;
            lines.line(line.trim_end_matches('\n').trim_end_matches('\r'), start, end);
            start = end;
        }
        lines.finish(start);
        let Lines { sections, alone, .. } = lines;
        let mut res = Self::default();
        for section in &sections {
            section.report_cuts(reading, report);
            let side = if section.is_up { &mut res.up } else { &mut res.down };
            section.parts(reading, alone, side, report);
        }
        res
    }
}

/// What stands between two marks of one direction.
struct Section {
    is_up: bool,
    span: Span,
    /// The mark of the statement that it is, if it is one.
    begun: Option<Span>,
    filled: bool,
    /// The statements as Goose cuts them, and the one that has not ended.
    pieces: Vec<Span>,
    open: Option<u32>,
}

/// Goes through a file line by line.
struct Lines<'a> {
    file: FileId,
    text: &'a str,
    report: &'a mut Report,
    sections: Vec<Section>,
    /// Whether the file asks for no transaction.
    alone: bool,
    filled: bool,
}

impl Lines<'_> {
    fn line(&mut self, line: &str, start: u32, end: u32) {
        let span = Span { file: self.file, start, end: start + line.len() as u32 };
        let trimmed = line.trim();
        if trimmed.starts_with("--") && line.contains("+goose") {
            let mark = mark(line);
            if mark.is_none() {
                self.report.note(span, problem::unknown_mark());
            } else if line.starts_with([' ', '\t']) {
                self.report.note(span, problem::indented_mark());
            }
            if let Some(mark) = mark {
                self.mark(mark, span, end);
            }
            return;
        }
        let Some(section) = self.sections.last_mut() else {
            if !trimmed.is_empty() && !trimmed.starts_with("--") {
                self.report.note(span, problem::before_direction());
            }
            return;
        };
        section.span.end = end;
        if section.open.is_none() && (trimmed.starts_with("--") || line.is_empty()) {
            return;
        }
        let from = *section.open.get_or_insert(start);
        if section.begun.is_none() && marked::ends_statement(line) {
            section.pieces.push(Span { file: self.file, start: from, end: span.end });
            section.open = None;
        }
    }

    fn mark(&mut self, mark: Mark, span: Span, end: u32) {
        match mark {
            Mark::Up | Mark::Down => self.direction(mark, span, end),
            Mark::StatementBegin => self.begin_statement(span, end),
            Mark::StatementEnd => self.end_statement(span, end),
            Mark::NoTransaction => self.alone = true,
            Mark::EnvsubOn | Mark::EnvsubOff => {
                self.filled = mark == Mark::EnvsubOn;
                let last = self.sections.last().map(|it| (it.is_up, it.begun));
                if let Some((is_up, begun)) = last.filter(|(_, begun)| begun.is_none()) {
                    self.open(is_up, begun, end);
                }
            }
        }
    }

    fn direction(&mut self, mark: Mark, span: Span, end: u32) {
        let is_up = mark == Mark::Up;
        let first = self.sections.first().map(|it| it.is_up);
        let goes_down = self.sections.last().is_some_and(|it| !it.is_up);
        if is_up && first.is_some() {
            self.report.note(span, problem::second_direction("Up"));
        } else if !is_up && first.is_none() {
            self.report.note(span, problem::down_first());
        } else if goes_down {
            self.report.note(span, problem::second_direction("Down"));
        }
        self.close(span.start);
        self.open(is_up, None, end);
    }

    fn begin_statement(&mut self, span: Span, end: u32) {
        match self.sections.last().map(|it| (it.is_up, it.begun)) {
            None => self.report.note(span, problem::outside()),
            Some((_, Some(_))) => self.report.note(span, problem::unpaired_begin()),
            // An unfinished statement goes on in this one.
            Some((is_up, None)) => self.open(is_up, Some(span), end),
        }
    }

    fn end_statement(&mut self, span: Span, end: u32) {
        let Some(section) = self.sections.last_mut().filter(|it| it.begun.is_some()) else {
            self.report.note(span, problem::unpaired_end());
            return;
        };
        let from = section.open.take().unwrap_or(section.span.start);
        section.pieces.push(Span { file: self.file, start: from, end: span.start });
        let is_up = section.is_up;
        self.open(is_up, None, end);
    }

    fn open(&mut self, is_up: bool, begun: Option<Span>, start: u32) {
        let span = Span { file: self.file, start, end: start };
        let filled = self.filled;
        self.sections.push(Section { is_up, span, begun, filled, pieces: Vec::new(), open: None });
    }

    /// Says of the last section what it lacks before another direction, or the end, at `end`.
    fn close(&mut self, end: u32) {
        let Some(section) = self.sections.last() else { return };
        if let Some(begun) = section.begun {
            self.report.note(begun, problem::unclosed());
        } else if let Some(open) = section.open {
            let rest = self.text.get(open as usize..end as usize).unwrap_or_default();
            let lead = rest.len() - rest.trim_start().len();
            if lead < rest.len() {
                let start = open + lead as u32;
                let span =
                    Span { file: self.file, start, end: open + rest.trim_end().len() as u32 };
                self.report.note(span, problem::unfinished());
            }
        }
    }

    fn finish(&mut self, end: u32) {
        if self.sections.is_empty() {
            self.report.note(Span::file(self.file), problem::no_direction());
        }
        self.close(end);
    }
}

impl Section {
    /// Says where Goose ends a statement in the middle of one.
    fn report_cuts(&self, reading: &Reading<'_>, report: &mut Report) {
        if self.begun.is_some() {
            return;
        }
        for cut in marked::cuts(reading, self.span, &self.pieces) {
            report.note(cut, problem::cut());
        }
    }

    /// Adds what runs: in a transaction all at once, else message by message.
    fn parts(
        &self,
        reading: &Reading<'_>,
        alone: bool,
        into: &mut Vec<SqlPart>,
        report: &mut Report,
    ) {
        let around = if alone { Around::Message } else { super::FORMAT.running.around };
        let whole = [self.span];
        let spans = if alone { self.pieces.as_slice() } else { whole.as_slice() };
        for span in spans {
            if reading.project.excerpt(*span).trim().is_empty() {
                continue;
            }
            let mut part = SqlPart::new(*span, around);
            if self.filled {
                part.written = expand::fill(reading, *span, report);
            }
            into.push(part);
        }
        // A section that says nothing is a way that does nothing, not a way that is missing.
        if into.is_empty() {
            let nothing = Span { end: self.span.start, ..self.span };
            into.push(SqlPart::new(nothing, around));
        }
    }
}

mod problem {
    use super::Problem;

    pub(super) fn no_direction() -> Problem {
        Problem::error("no-direction", "nothing in this file says which way it goes")
            .help("put `-- +goose Up` above the statements, or move the file away")
    }

    pub(super) fn before_direction() -> Problem {
        Problem::error("no-direction", "this stands above `-- +goose Up`: Goose refuses the file")
            .help("move it below the mark; only comments with `--` may stand above")
    }

    pub(super) fn down_first() -> Problem {
        Problem::error("wrong-direction", "the way down stands first: Goose refuses the file")
            .help("put `-- +goose Up` and its statements above")
    }

    pub(super) fn second_direction(word: &str) -> Problem {
        let message = format!("`-- +goose {word}` is there once more: Goose refuses the file");
        Problem::error("wrong-direction", message).help("keep one `Up` and one `Down` in a file")
    }

    pub(super) fn unknown_mark() -> Problem {
        Problem::error(
            "unknown-mark",
            "this is no annotation that Goose knows: it refuses the file",
        )
        .help(
            "write one of `Up`, `Down`, `StatementBegin`, `StatementEnd`, `NO TRANSACTION`, \
                 `ENVSUB ON`, `ENVSUB OFF`; in other comments leave out `+goose`",
        )
    }

    pub(super) fn indented_mark() -> Problem {
        Problem::error("unknown-mark", "an annotation may not be indented: Goose refuses the file")
            .help("let the line begin with `--`")
    }

    pub(super) fn outside() -> Problem {
        Problem::error("mark-outside", "a statement is marked outside of both directions")
            .help("move it below the mark for the way up or the way down")
    }

    pub(super) fn unpaired_begin() -> Problem {
        Problem::error("unpaired-mark", "a statement begins within a statement")
            .help("give each `StatementBegin` one `StatementEnd` behind it")
    }

    pub(super) fn unpaired_end() -> Problem {
        Problem::error("unpaired-mark", "a statement ends that did not begin")
            .help("give each `StatementBegin` one `StatementEnd` behind it")
    }

    pub(super) fn unclosed() -> Problem {
        Problem::error("unclosed-mark", "the statement that begins here never ends")
            .help("add `-- +goose StatementEnd` behind it; Goose refuses the file as it is")
    }

    pub(super) fn unfinished() -> Problem {
        let message = "no line from here on ends in a semicolon: Goose refuses the file";
        Problem::error("unfinished-statement", message)
            .help("end the statement with `;` at the end of its line, or take the rest away")
    }

    pub(super) fn cut() -> Problem {
        let message = "Goose ends the statement at this semicolon, in the middle of it";
        Problem::error("cut-statement", message).help(
            "put `-- +goose StatementBegin` above the statement and `-- +goose StatementEnd` \
             below",
        )
    }
}
