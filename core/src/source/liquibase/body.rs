//! SQL inside a changelog, with the place of every line of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::delimiter::Delimiter;
use super::node::Value;
use crate::history::{Around, SqlPart, Written};
use crate::project::{Project, Span};

/// A text, and from which of its bytes on it stands where in the file.
#[derive(Clone, Debug, Default)]
pub(super) struct Body {
    text: String,
    places: Vec<(u32, u32)>,
}

/// How far behind the line before it a line is looked for, in bytes.
const NEAR: usize = 1 << 14;

impl Body {
    /// The text of a span, as it is.
    pub(super) fn of_span(project: &Project, span: Span) -> Self {
        Self { text: project.excerpt(span).to_owned(), places: vec![(0, span.start)] }
    }

    /// The text of a value, whose lines are looked for one after the other: indents and entities
    /// make it differ from the file's.
    pub(super) fn of_value(project: &Project, value: &Value) -> Self {
        let source = project.excerpt(value.span);
        let (mut places, mut found, mut start) = (Vec::new(), 0, 0);
        for line in value.text.split_inclusive('\n') {
            let words = line.trim();
            let lead = line.len() - line.trim_start().len();
            let end = source.floor_char_boundary(found + words.len() + NEAR);
            let next = source.get(found..end).and_then(|it| it.find(words));
            if let Some(at) = next.filter(|_| !words.is_empty()) {
                found += at;
                places.push(((start + lead) as u32, value.span.start + found as u32));
            }
            // What is written in another way there is no shorter than it is here.
            found = source.floor_char_boundary(found + words.len());
            start += line.len();
        }
        if places.first().is_none_or(|(at, _)| *at > 0) {
            places.insert(0, (0, value.span.start));
        }
        Self { text: value.text.clone(), places }
    }

    /// Several texts as one.
    pub(super) fn join(bodies: Vec<Self>) -> Self {
        let mut res = Self::default();
        for body in bodies {
            let base = res.text.len() as u32;
            res.places.extend(body.places.into_iter().map(|(at, place)| (base + at, place)));
            res.text += &body.text;
        }
        res
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Fills in the properties that are known, and tells the names that are not.
    pub(super) fn fill(&mut self, properties: &BTreeMap<String, String>) -> Vec<String> {
        let mut unknown = Vec::new();
        let mut res = Self::default();
        let mut at = 0;
        while let Some((start, end, name)) = next_name(&self.text, at) {
            let Some(value) = properties.get(name) else {
                unknown.push(name.to_owned());
                res.take(self, at, end);
                at = end;
                continue;
            };
            res.take(self, at, start);
            res.places.push((res.text.len() as u32, self.place(start)));
            res.text += value;
            at = end;
        }
        if at > 0 {
            res.take(self, at, self.text.len());
            *self = res;
        }
        unknown
    }

    /// The texts between what stands between statements.
    pub(super) fn split(&self, delimiter: &Delimiter) -> Vec<Self> {
        let (mut res, mut at) = (Vec::new(), 0);
        let ends = delimiter.places(&self.text).into_iter();
        let last = self.text.len()..self.text.len();
        for place in ends.chain(std::iter::once(last)) {
            let mut body = Self::default();
            body.take(self, at, place.start);
            at = place.end;
            res.push(body);
        }
        res.retain(|it| !it.is_empty());
        res
    }

    /// Ends it with a semicolon and a line.
    pub(super) fn terminate(&mut self) {
        self.text.truncate(self.text.trim_end().trim_end_matches(';').len());
        self.text += ";\n";
    }

    /// The part of a script that it makes; `span` holds all of it.
    pub(super) fn part(self, span: Span, around: Around) -> SqlPart {
        let written = Written { text: Arc::from(self.text), places: self.places };
        SqlPart { written: Some(written), ..SqlPart::new(span, around) }
    }

    /// Appends a stretch of another text.
    fn take(&mut self, other: &Self, start: usize, end: usize) {
        let base = self.text.len() as u32;
        self.places.push((base, other.place(start)));
        let from = |at: usize| other.places.partition_point(|(it, _)| (*it as usize) < at);
        let inner = other.places.get(from(start)..from(end)).into_iter().flatten();
        self.places.extend(inner.map(|(at, place)| (base + at - start as u32, *place)));
        self.text += other.text.get(start..end).unwrap_or_default();
    }

    fn place(&self, at: usize) -> u32 {
        let next = self.places.partition_point(|(it, _)| *it as usize <= at);
        let before = next.checked_sub(1).and_then(|it| self.places.get(it));
        before.map_or(0, |(it, place)| place + (at as u32 - it))
    }
}

/// The next `${name}`.
fn next_name(text: &str, mut from: usize) -> Option<(usize, usize, &str)> {
    loop {
        let start = from + text.get(from..)?.find("${")?;
        let inside = text.get(start + 2..)?;
        let end = inside.find('}')?;
        let name = inside.get(..end)?;
        let is_name = |it: char| it.is_alphanumeric() || "_.-:".contains(it);
        if !name.is_empty() && name.chars().all(is_name) {
            return Some((start, start + 2 + end + 1, name));
        }
        from = start + 2;
    }
}

/// The names in a plain text that no property has.
pub(super) fn unknown(text: &str, properties: &BTreeMap<String, String>) -> Vec<String> {
    Body { text: text.to_owned(), places: vec![(0, 0)] }.fill(properties)
}

/// A plain text with its properties filled in.
pub(super) fn filled(text: &str, properties: &BTreeMap<String, String>) -> String {
    let mut body = Body { text: text.to_owned(), places: vec![(0, 0)] };
    body.fill(properties);
    body.text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{File, FileId};

    #[test]
    fn a_line_keeps_its_place_through_indents_and_properties() {
        let source = "sql: |\n    SELECT 1;\n    SELECT ${name};\n";
        let project = Project::new("p", [File::new("a", source.as_bytes())]);
        let span = Span { file: FileId(0), start: 5, end: source.len() as u32 };
        let text = "SELECT 1;\nSELECT ${name};\n".to_owned();
        let mut body = Body::of_value(&project, &Value { name: String::new(), text, span });
        let unknown = body.fill(&BTreeMap::from([("name".to_owned(), "twelve".to_owned())]));
        assert!(unknown.is_empty());
        let part = body.part(span, Around::Nothing);
        assert_eq!(part.text(&project), "SELECT 1;\nSELECT twelve;\n");
        assert_eq!(part.place(&(10..23)).start as usize, source.rfind("SELECT").unwrap());
    }
}
