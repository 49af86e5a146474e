//! Changelogs in XML.

use roxmltree::{Document, Error, ParsingOptions, TextPos};

use super::node::{MAX_DEPTH, MAX_NODES, Node, Value};
use crate::diagnostic::Problem;
use crate::project::{File, FileId, Span};

/// The tree of a file; else what is wrong with it, and where.
pub(super) fn read(file: FileId, own: &File) -> Result<Node, (Span, Problem)> {
    let text = own.text().map_or("", |it| it);
    // Entities may be declared; the reader bounds what they expand to.
    let options = ParsingOptions {
        allow_dtd: true,
        nodes_limit: MAX_NODES as u32,
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        let at = offset(text, error.pos());
        (Span { file, start: at, end: at }, problem::broken(&error))
    })?;
    node(file, document.root_element(), 0)
}

/// The tree of an element inside `depth` others.
fn node(
    file: FileId,
    element: roxmltree::Node<'_, '_>,
    depth: usize,
) -> Result<Node, (Span, Problem)> {
    let span = |range: std::ops::Range<usize>| Span {
        file,
        start: range.start as u32,
        end: range.end as u32,
    };
    if depth > MAX_DEPTH {
        return Err((span(element.range()), problem::too_deep()));
    }
    let mut res = Node::new(element.tag_name().name(), span(element.range()));
    for attribute in element.attributes() {
        let (name, text) = (attribute.name().to_owned(), attribute.value().to_owned());
        res.values.push(Value { name, text, span: span(attribute.range_value()) });
    }
    let mut text = String::new();
    let mut place: Option<std::ops::Range<usize>> = None;
    for child in element.children() {
        if child.is_element() {
            res.children.push(node(file, child, depth + 1)?);
        } else if let Some(words) = child.text().filter(|_| child.is_text()) {
            let start = place.as_ref().map_or(child.range().start, |it| it.start);
            place = Some(start..child.range().end);
            text += words;
        }
    }
    if let Some(range) = place.filter(|_| !text.trim().is_empty()) {
        res.text = Some(Value { name: String::new(), text, span: span(range) });
    }
    Ok(res)
}

/// The byte of a place that counts lines and characters.
fn offset(text: &str, pos: TextPos) -> u32 {
    let lines = text.split_inclusive('\n').take(pos.row.saturating_sub(1) as usize);
    let line: usize = lines.map(str::len).sum();
    let rest = text.get(line..).unwrap_or_default();
    let column = rest.char_indices().nth(pos.col.saturating_sub(1) as usize);
    (line + column.map_or(0, |(at, _)| at)) as u32
}

mod problem {
    use super::{Error, Problem};

    pub(super) fn broken(error: &Error) -> Problem {
        let words = error.to_string();
        let words = words.split(" at ").next().unwrap_or_default();
        Problem::error("broken-changelog", format!("this is no XML: {words}"))
            .help("correct it here; nothing of this file is read")
    }

    pub(super) fn too_deep() -> Problem {
        Problem::error("broken-changelog", "elements nest too deep for a changelog")
            .help("close the elements above")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<Node, (Span, Problem)> {
        read(FileId(0), &File::new("a.xml", text.as_bytes()))
    }

    #[test]
    fn hostile_text_is_survived() {
        let deep = "<a x='/>'>".repeat(100_000) + &"</a>".repeat(100_000);
        let laughs = "<!DOCTYPE a [<!ENTITY b \"ha\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;\">\
                      <!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;\">\
                      <!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;\">]><a>&f;&f;&f;&f;&f;&f;&f;&f;&f;</a>";
        for text in ["", "<", "<a", "<a></b>", "\u{0}", &deep, laughs] {
            assert!(check(text).is_err(), "{}", text.get(..20).unwrap_or(text));
        }
    }

    #[test]
    fn a_mistake_is_placed() {
        let (span, problem) = check("<a>\n  <b c=1/>\n</a>").expect_err("a problem");
        assert_eq!((span.start / 4, problem.code), (2, "broken-changelog"));
    }
}
