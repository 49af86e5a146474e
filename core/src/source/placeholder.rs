//! Names in SQL that a tool fills in before it runs: `${schema}`.

use std::sync::Arc;

use super::Reading;
use crate::diagnostic::{Problem, Report};
use crate::history::Written;
use crate::project::Span;

/// How a tool writes a place to fill in.
pub(super) struct Placeholder<'a> {
    pub(super) prefix: &'a str,
    /// Without one a place ends with its name, which is in capitals.
    pub(super) suffix: &'a str,
    /// Whether the tool refuses a name that it has no value for; else it leaves the text as it is.
    pub(super) required: bool,
}

impl Placeholder<'_> {
    /// The text of a span with its places filled in; nothing if there is none to fill.
    ///
    /// What the user gave goes before what `known` knows.
    pub(super) fn fill(
        &self,
        reading: &Reading<'_>,
        span: Span,
        known: &dyn Fn(&str) -> Option<String>,
        report: &mut Report,
    ) -> Option<Written> {
        let source = reading.project.excerpt(span);
        let (mut text, mut places, mut at) = (String::new(), vec![(0, span.start)], 0);
        while let Some((start, end, inner)) = self.next(source, at) {
            let own =
                Span { start: span.start + start as u32, end: span.start + end as u32, ..span };
            let given = reading.values.get(inner).cloned();
            let Some(value) = given.or_else(|| known(inner)) else {
                if self.required {
                    report.note(
                        own,
                        problem::unfilled(source.get(start..end).unwrap_or(inner), inner),
                    );
                }
                text += source.get(at..end).unwrap_or_default();
                at = end;
                continue;
            };
            text += source.get(at..start).unwrap_or_default();
            places.push((text.len() as u32, own.start));
            text += &value;
            places.push((text.len() as u32, own.end));
            at = end;
        }
        text += source.get(at..).unwrap_or_default();
        (text != source).then(|| Written { text: Arc::from(text), places })
    }

    /// The next place: where it starts and ends, and what is inside.
    fn next<'t>(&self, text: &'t str, mut from: usize) -> Option<(usize, usize, &'t str)> {
        loop {
            let start = from + text.get(from..)?.find(self.prefix)?;
            let inside = start + self.prefix.len();
            let line = text.get(inside..)?.lines().next().unwrap_or_default();
            match self.end(line).and_then(|it| line.get(..it)) {
                Some(inner) if inner.len() <= LONGEST => {
                    return Some((start, inside + inner.len() + self.suffix.len(), inner));
                }
                _ => from = inside,
            }
        }
    }

    /// Where the name ends that a line begins with.
    fn end(&self, line: &str) -> Option<usize> {
        if !self.suffix.is_empty() {
            return line.find(self.suffix);
        }
        let rest = line.trim_start_matches(|it: char| {
            it.is_ascii_uppercase() || it.is_ascii_digit() || it == '_'
        });
        let ends = line.starts_with(|it: char| it.is_ascii_uppercase())
            && !rest.starts_with(|it: char| it.is_alphanumeric());
        ends.then(|| line.len() - rest.len())
    }
}

/// The longest name that is taken for one, in bytes.
const LONGEST: usize = 200;

mod problem {
    use super::Problem;

    pub(super) fn unfilled(place: &str, name: &str) -> Problem {
        Problem::error("unfilled-placeholder", format!("nothing says what `{place}` stands for"))
            .asks(name)
            .help(format!("give `{name}` a value here, or in the tool's configuration"))
    }
}
