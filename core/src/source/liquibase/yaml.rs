//! Changelogs in YAML, and in JSON, which is YAML as well.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, Parser, ScanError, StrInput};

use super::node::{MAX_DEPTH, MAX_NODES, Node, Value};
use crate::diagnostic::Problem;
use crate::project::{File, FileId, Span};

/// Keys whose lists stand for what they list.
const WRAPPERS: &[&str] = &["databaseChangeLog", "changes", "columns", "column"];

/// The tree of a file; else what is wrong with it, and where.
pub(super) fn read(file: FileId, own: &File) -> Result<Node, (Span, Problem)> {
    let text = own.text().map_or("", |it| it);
    let mut reader = Reader {
        file,
        chars: Chars::of(text),
        parser: Parser::new_from_str(text),
        anchors: BTreeMap::new(),
        nodes: 0,
    };
    let mut root = Node::new("", Span::file(file));
    loop {
        let (event, span) = reader.next()?;
        match event {
            Event::StreamEnd | Event::DocumentEnd => break,
            Event::MappingStart(..) => {
                reader.mapping(&mut root, 0)?;
                break;
            }
            Event::StreamStart | Event::DocumentStart(_) | Event::Nothing => {}
            _ => return Err((span, problem::no_changelog())),
        }
    }
    match root.children.into_iter().find(|it| it.name == "databaseChangeLog") {
        Some(changelog) => Ok(changelog),
        None => Err((Span::file(file), problem::no_changelog())),
    }
}

type Failure = (Span, Problem);

struct Reader<'t> {
    file: FileId,
    chars: Chars,
    parser: Parser<'t, StrInput<'t>>,
    /// What aliases stand for, by the number of their anchor.
    anchors: BTreeMap<usize, Item>,
    nodes: usize,
}

/// Anything that may stand behind a key.
#[derive(Clone)]
enum Item {
    Plain(Value),
    Map(Node),
    List(Vec<Self>),
}

impl Item {
    /// How many nodes it has.
    fn size(&self) -> usize {
        match self {
            Self::Plain(_) => 1,
            Self::Map(node) => size(node),
            Self::List(items) => 1 + items.iter().map(Self::size).sum::<usize>(),
        }
    }
}

fn size(node: &Node) -> usize {
    1 + node.values.len() + node.children.iter().map(size).sum::<usize>()
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Span), Failure> {
        self.nodes += 1;
        let file = self.file;
        match self.parser.next_event() {
            Some(Ok((event, span))) => {
                let (start, end) = (self.chars.byte(&span.start), self.chars.byte(&span.end));
                let span = Span { file, start, end: end.max(start) };
                if self.nodes > MAX_NODES {
                    return Err((span, problem::too_large()));
                }
                Ok((event, span))
            }
            Some(Err(error)) => {
                let at = self.chars.byte(error.marker());
                Err((Span { file, start: at, end: at }, problem::broken(&error)))
            }
            None => Ok((Event::StreamEnd, Span::file(file))),
        }
    }

    /// The pairs of a mapping that has begun, as values and children of a node.
    fn mapping(&mut self, node: &mut Node, depth: usize) -> Result<(), Failure> {
        loop {
            let (event, span) = self.next()?;
            let key = match event {
                Event::Scalar(key, ..) => key.into_owned(),
                Event::MappingEnd | Event::StreamEnd => {
                    node.span.end = node.span.end.max(span.start);
                    return Ok(());
                }
                _ => return Err((span, problem::no_changelog())),
            };
            let item = self.item(depth + 1)?;
            put(node, key, span, item);
        }
    }

    fn item(&mut self, depth: usize) -> Result<Item, Failure> {
        let (event, span) = self.next()?;
        if depth > MAX_DEPTH {
            return Err((span, problem::too_deep()));
        }
        let (item, anchor) = match event {
            Event::Scalar(text, _, anchor, _) => {
                let value = Value { name: String::new(), text: text.into_owned(), span };
                (Item::Plain(value), anchor)
            }
            Event::MappingStart(anchor, _) => {
                let mut node = Node::new("", span);
                self.mapping(&mut node, depth)?;
                (Item::Map(node), anchor)
            }
            Event::SequenceStart(anchor, _) => (self.list(depth)?, anchor),
            Event::Alias(anchor) => {
                let item = self.anchors.get(&anchor).cloned();
                let item = item.ok_or_else(|| (span, problem::no_changelog()))?;
                self.nodes = self.nodes.saturating_add(item.size());
                (item, 0)
            }
            _ => return Err((span, problem::no_changelog())),
        };
        if anchor > 0 {
            self.anchors.insert(anchor, item.clone());
            self.nodes = self.nodes.saturating_add(item.size());
        }
        Ok(item)
    }

    fn list(&mut self, depth: usize) -> Result<Item, Failure> {
        let mut res = Vec::new();
        loop {
            match self.parser.peek() {
                Some(Ok((Event::SequenceEnd, _))) | None => {
                    self.next()?;
                    return Ok(Item::List(res));
                }
                _ => res.push(self.item(depth + 1)?),
            }
        }
    }
}

/// Adds what stands behind a key to a node.
fn put(node: &mut Node, key: String, span: Span, item: Item) {
    match item {
        Item::Plain(value) => node.values.push(Value { name: key, ..value }),
        // A single entry needs no list.
        Item::Map(only) if ["changes", "columns"].contains(&key.as_str()) => {
            spread(node, Item::Map(only));
        }
        Item::Map(mut child) => {
            child.name = key;
            child.span.start = span.start;
            node.children.push(child);
        }
        Item::List(items) if WRAPPERS.contains(&key.as_str()) && key != "databaseChangeLog" => {
            items.into_iter().for_each(|it| spread(node, it));
        }
        Item::List(items) => {
            let mut child = Node::new(key, span);
            for item in items {
                spread(&mut child, item);
            }
            let end = child.children.last().map_or(span.end, |it| it.span.end);
            child.span.end = end.max(span.end);
            node.children.push(child);
        }
    }
}

/// Adds an entry of a list, `- name: …`, to the node that lists it.
fn spread(node: &mut Node, item: Item) {
    match item {
        Item::Map(map) => {
            let plain = map.values.into_iter().map(|value| {
                let name = value.name.clone();
                Node { text: Some(value.clone()), ..Node::new(name, value.span) }
            });
            let mut entries: Vec<Node> = plain.chain(map.children).collect();
            entries.sort_by_key(|it| it.span.start);
            node.children.extend(entries);
        }
        Item::Plain(value) => node.text = node.text.take().or(Some(value)),
        Item::List(items) => items.into_iter().for_each(|it| spread(node, it)),
    }
}

/// Finds bytes by characters, which the reader counts.
struct Chars(Option<Vec<u32>>);

impl Chars {
    fn of(text: &str) -> Self {
        let starts = || text.char_indices().map(|(at, _)| at as u32).collect();
        Self((!text.is_ascii()).then(starts))
    }

    fn byte(&self, marker: &Marker) -> u32 {
        let index = marker.index();
        match &self.0 {
            None => index as u32,
            Some(starts) => starts.get(index).or(starts.last()).copied().unwrap_or_default(),
        }
    }
}

mod problem {
    use super::{Problem, ScanError};

    pub(super) fn broken(error: &ScanError) -> Problem {
        Problem::error("broken-changelog", format!("this is no YAML: {}", error.info()))
            .help("correct it here; nothing of this file is read")
    }

    pub(super) fn no_changelog() -> Problem {
        Problem::error("broken-changelog", "this is not what a changelog holds")
            .help("begin the file with `databaseChangeLog:` and a list")
    }

    pub(super) fn too_deep() -> Problem {
        Problem::error("broken-changelog", "this nests too deep for a changelog")
            .help("close what is open above")
    }

    pub(super) fn too_large() -> Problem {
        Problem::error("broken-changelog", "this is too much for a changelog, its aliases included")
            .help("split the file, or write out what the aliases repeat")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<Node, Failure> {
        read(FileId(0), &File::new("a.yaml", text.as_bytes()))
    }

    #[test]
    fn json_and_yaml_come_to_the_same() {
        let yaml = "databaseChangeLog:\n- changeSet:\n    id: 1\n    changes:\n    - dropTable:\n        tableName: a\n";
        let json = "{\"databaseChangeLog\": [\n\t{\"changeSet\": {\"id\": \"1\", \"changes\": [\
                    {\"dropTable\": {\"tableName\": \"a\"}}]}}]}";
        let without_list = yaml.replace("- dropTable:", "  dropTable:");
        for text in [yaml, json, &without_list] {
            let root = check(text).expect("a tree");
            let set = root.child("changeSet").expect("a change set");
            let drop = set.child("dropTable").expect("a change");
            assert_eq!((set.get("id"), drop.get("tableName")), (Some("1"), Some("a")));
        }
    }

    #[test]
    fn hostile_text_is_survived() {
        let deep = "[".repeat(100_000);
        let nested = "- ".repeat(10_000);
        let mut laughs = "a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for (from, to) in "abcdefgh".chars().zip("bcdefghi".chars()) {
            let aliases = format!("*{from}, ").repeat(10);
            laughs += &format!("{to}: &{to} [{aliases}]\n");
        }
        for text in ["", "{", "a: [", "\t", "a: *b", "\u{0}", &deep, &nested, &laughs] {
            assert!(check(text).is_err(), "{}", text.get(..20).unwrap_or(text));
        }
    }
}
