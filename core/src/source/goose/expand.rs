//! What Goose fills in between `ENVSUB ON` and `ENVSUB OFF`: names of the environment, as the
//! shell writes them, each line for itself.

use std::sync::Arc;

use super::super::Reading;
use crate::diagnostic::{Problem, Report};
use crate::history::Written;
use crate::project::Span;

/// The text of a span with its names filled in; nothing if there is none.
pub(super) fn fill(reading: &Reading<'_>, span: Span, report: &mut Report) -> Option<Written> {
    let source = reading.project.excerpt(span);
    let (mut text, mut places) = (String::new(), vec![(0, span.start)]);
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let mut cursor = Cursor { reading, rest: line };
        while let Some(next) = cursor.rest.chars().next() {
            let before = start + line.len() - cursor.rest.len();
            let plain = cursor.rest.find(['$', '\\']).unwrap_or(cursor.rest.len());
            if plain > 0 {
                text += cursor.take(plain);
                continue;
            }
            let (begin, from) = (cursor.rest, span.start + before as u32);
            places.push((text.len() as u32, from));
            match cursor.item() {
                Ok(value) => text += &value,
                Err(problem) => {
                    let length = begin.len().saturating_sub(cursor.rest.len());
                    let length = length.max(next.len_utf8());
                    report.note(Span { start: from, end: from + length as u32, ..span }, problem);
                    cursor.rest = begin.get(length..).unwrap_or_default();
                    text += begin.get(..length).unwrap_or_default();
                }
            }
            let behind = start + line.len() - cursor.rest.len();
            places.push((text.len() as u32, span.start + behind as u32));
        }
        start += line.len();
    }
    (text != source).then(|| Written { text: Arc::from(text), places })
}

/// Goes through a line.
struct Cursor<'a> {
    reading: &'a Reading<'a>,
    rest: &'a str,
}

/// What stands for itself, and what it stands for.
const ESCAPES: &[(&str, &str)] = &[(r"\\", r"\\"), (r"\$", "$"), ("$$", "$"), ("$(", "$(")];

impl<'a> Cursor<'a> {
    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// What the escape, the name or the letter at the cursor stands for.
    fn item(&mut self) -> Result<String, Problem> {
        let escape = ESCAPES.iter().find(|(it, _)| self.rest.starts_with(it));
        if let Some((escape, value)) = escape {
            self.take(escape.len());
            return Ok((*value).to_owned());
        }
        // The last letter of a line is a dollar and nothing else.
        let is_last = self.rest.trim_end_matches(['\n', '\r']).len() == 1;
        if self.rest.starts_with('$') && !is_last {
            self.take(1);
            return if self.rest.starts_with('{') { self.braces() } else { self.name_alone() };
        }
        let first = self.rest.chars().next().map_or(0, char::len_utf8);
        Ok(self.take(first).to_owned())
    }

    fn name_alone(&mut self) -> Result<String, Problem> {
        let name = self.name()?;
        self.value(name).ok_or_else(|| problem::unfilled(name))
    }

    fn braces(&mut self) -> Result<String, Problem> {
        self.take(1);
        let name = self.name()?;
        let value = self.value(name);
        let operator = [":-", ":", "-", "?", "}"].iter().find(|it| self.rest.starts_with(**it));
        let operator = operator.copied().ok_or_else(problem::no_operator)?;
        self.take(operator.len());
        if operator == "}" {
            return value.ok_or_else(|| problem::unfilled(name));
        }
        let content = self.until_brace()?;
        match operator {
            ":-" => Ok(value.filter(|it| !it.is_empty()).unwrap_or(content)),
            "-" => Ok(value.unwrap_or(content)),
            "?" => value.ok_or_else(|| problem::unfilled(name)),
            _ => {
                let value = value.ok_or_else(|| problem::unfilled(name))?;
                stretch(&value, &content).ok_or_else(problem::no_operator)
            }
        }
    }

    /// The text up to the brace that closes, with its own names filled in.
    fn until_brace(&mut self) -> Result<String, Problem> {
        let mut res = String::new();
        loop {
            match self.rest.chars().next() {
                None | Some('\n') => return Err(problem::no_operator()),
                Some('}') => {
                    self.take(1);
                    return Ok(res);
                }
                Some(_) => res += &self.item()?,
            }
        }
    }

    fn name(&mut self) -> Result<&'a str, Problem> {
        let length = self.rest.find(|it: char| !it.is_alphanumeric() && it != '_');
        let name = self.rest.get(..length.unwrap_or(self.rest.len())).unwrap_or_default();
        if !name.starts_with(char::is_alphabetic) {
            return Err(problem::no_name());
        }
        Ok(self.take(name.len()))
    }

    fn value(&self, name: &str) -> Option<String> {
        self.reading.values.get(name).cloned()
    }
}

/// The part of a value that `offset` or `offset:length` says.
fn stretch(value: &str, place: &str) -> Option<String> {
    let (offset, length) = place.split_once(':').map_or((place, None), |(a, b)| (a, Some(b)));
    let chars = value.chars().count();
    let at = |said: &str| -> Option<usize> {
        let number: i64 = said.trim().parse().ok()?;
        let back = chars.saturating_sub(usize::try_from(number.unsigned_abs()).ok()?);
        if number < 0 { Some(back) } else { usize::try_from(number).ok() }
    };
    let from = at(offset)?;
    let length = length.map(|it| it.trim().parse().ok()).unwrap_or(Some(usize::MAX))?;
    Some(value.chars().skip(from).take(length).collect())
}

mod problem {
    use super::Problem;

    pub(super) fn unfilled(name: &str) -> Problem {
        Problem::error("unfilled-placeholder", format!("nothing says what `${name}` stands for"))
            .asks(name)
            .help(format!("give `{name}` a value; Goose takes the environment's"))
    }

    pub(super) fn no_name() -> Problem {
        let message = "Goose takes `$` for the beginning of a name and refuses what follows";
        Problem::error("unfilled-placeholder", message)
            .help("write `$$` for one dollar, or put `-- +goose ENVSUB OFF` above")
    }

    pub(super) fn no_operator() -> Problem {
        Problem::error("unfilled-placeholder", "these braces say nothing that Goose knows")
            .help("write `${NAME}`, `${NAME:-value}`, `${NAME-value}` or `${NAME:0:3}`")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::dialect::POSTGRESQL;
    use crate::project::{File, Project};
    use crate::source::Location;

    #[test]
    fn names_and_escapes_are_those_of_the_shell() {
        let filled = |text: &str| {
            let project = Project::new("p", [File::new("a.sql", text.as_bytes())]);
            let values = BTreeMap::from([("A".to_owned(), "one".to_owned())]);
            let location = Location::default();
            let reading = Reading::new(&project, &location, POSTGRESQL, &values);
            let (file, own) = project.files().next().expect("the file");
            let span = Span { file, start: 0, end: own.bytes().len() as u32 };
            let mut report = Report::default();
            let res = fill(&reading, span, &mut report);
            (
                res.map_or_else(|| text.to_owned(), |it| it.text.to_string()),
                report.diagnostics.len(),
            )
        };
        assert_eq!(filled("x $A ${A} ${B:-2} ${B-3}"), ("x one one 2 3".to_owned(), 0));
        assert_eq!(filled(r"$$5 \$6 \\ $(7 ${B:-${A}}"), (r"$5 $6 \\ $(7 one".to_owned(), 0));
        assert_eq!(filled("${A:1} ${A:1:1}"), ("ne n".to_owned(), 0));
        assert_eq!(filled("$1 and $B"), ("$1 and $B".to_owned(), 2));
        assert_eq!(filled("a $\nb"), ("a $\nb".to_owned(), 0));
    }
}
