//! Files that hold both directions, with marks in comments that say which is which.

use crate::history::SqlPart;
use crate::project::{FileId, Span};

/// What a comment tells the tool.
pub(super) enum Mark {
    Up {
        transactional: bool,
    },
    Down {
        transactional: bool,
    },
    /// One statement follows, whatever semicolons are in it.
    StatementBegin,
    StatementEnd,
    /// The whole file runs outside of a transaction.
    NoTransaction,
}

/// A file taken apart at its marks.
#[derive(Default)]
pub(super) struct Marked {
    pub(super) up: Vec<SqlPart>,
    pub(super) down: Vec<SqlPart>,
}

impl Marked {
    /// Reads a file's text; `mark` says what a line tells, if it tells anything.
    pub(super) fn read(file: FileId, text: &str, mark: impl Fn(&str) -> Option<Mark>) -> Self {
        let mut res = Self::default();
        let mut section: Option<(Side, bool)> = None;
        let (mut start, mut at) = (0, 0);
        let mut whole = false;
        let mut transactional = true;
        for line in text.split_inclusive('\n') {
            let end = at + line.len() as u32;
            if let Some(mark) = mark(line.trim()) {
                let part =
                    SqlPart { span: Span { file, start, end: at }, transactional: true, whole };
                res.close(section, part, text);
                start = end;
                whole = matches!(mark, Mark::StatementBegin);
                match mark {
                    Mark::Up { transactional } => section = Some((Side::Up, transactional)),
                    Mark::Down { transactional } => section = Some((Side::Down, transactional)),
                    Mark::NoTransaction => transactional = false,
                    Mark::StatementBegin | Mark::StatementEnd => {}
                }
            }
            at = end;
        }
        let part = SqlPart { span: Span { file, start, end: at }, transactional: true, whole };
        res.close(section, part, text);
        if !transactional {
            res.up.iter_mut().chain(&mut res.down).for_each(|it| it.transactional = false);
        }
        res
    }

    fn close(&mut self, section: Option<(Side, bool)>, mut part: SqlPart, text: &str) {
        let Some((side, transactional)) = section else { return };
        part.transactional = transactional;
        let parts = match side {
            Side::Up => &mut self.up,
            Side::Down => &mut self.down,
        };
        let span = part.span.start as usize..part.span.end as usize;
        if text.get(span).is_some_and(|it| !it.trim().is_empty()) {
            parts.push(part);
        }
    }
}

#[derive(Clone, Copy)]
enum Side {
    Up,
    Down,
}
