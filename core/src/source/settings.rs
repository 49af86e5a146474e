//! Settings of tools: lines of `name = value`, TOML and YAML, all as names with dots.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, StrInput};

use crate::project::File;

/// Names and values.
pub(super) type Settings = BTreeMap<String, String>;

/// Reads a file's settings; by its name it is TOML, YAML, or lines.
pub(super) fn read(file: &File) -> Settings {
    let Some(text) = file.text() else { return Settings::new() };
    match file.name().rsplit_once('.') {
        Some((_, "toml")) => toml(text),
        // JSON is YAML, too.
        Some((_, "yml" | "yaml" | "json")) => yaml(text),
        _ => lines(text),
    }
}

/// Lines of `name = value` or `name: value`; `#` and `!` begin comments.
pub(super) fn lines(text: &str) -> Settings {
    let line = |line: &str| {
        let line = line.trim();
        let (name, value) = line.split_once(['=', ':'])?;
        let is_comment = line.starts_with(['#', '!', ';']);
        (!is_comment).then(|| (name.trim().to_owned(), value.trim().to_owned()))
    };
    text.lines().filter_map(line).collect()
}

fn toml(text: &str) -> Settings {
    let mut res = Settings::new();
    if let Ok(table) = toml::from_str::<toml::Table>(text) {
        flatten("", &toml::Value::Table(table), &mut res);
    }
    res
}

fn flatten(name: &str, value: &toml::Value, into: &mut Settings) {
    let mut scalar = |text: String| {
        into.insert(name.to_owned(), text);
    };
    match value {
        toml::Value::Table(table) => {
            let dot = if name.is_empty() { "" } else { "." };
            for (key, value) in table {
                flatten(&format!("{name}{dot}{key}"), value, into);
            }
        }
        toml::Value::Array(items) => {
            let items: Vec<&str> = items.iter().filter_map(toml::Value::as_str).collect();
            scalar(items.join(","));
        }
        toml::Value::String(text) => scalar(text.clone()),
        toml::Value::Boolean(is) => scalar(is.to_string()),
        toml::Value::Integer(number) => scalar(number.to_string()),
        toml::Value::Float(number) => scalar(number.to_string()),
        toml::Value::Datetime(_) => {}
    }
}

/// The first document: those behind it are for some profile.
fn yaml(text: &str) -> Settings {
    let mut res = Settings::new();
    let mut parser = Parser::new_from_str(text);
    while let Some(Ok((event, _))) = parser.next_event() {
        match event {
            Event::MappingStart(..) => {
                mapping("", &mut parser, 0, &mut res);
                break;
            }
            Event::DocumentEnd | Event::StreamEnd => break,
            _ => {}
        }
    }
    res
}

/// How deep settings may be nested.
const MAX_DEPTH: usize = 50;

/// Reads a mapping up to its end; nothing if it breaks off there.
fn mapping(
    name: &str,
    parser: &mut Parser<'_, StrInput<'_>>,
    depth: usize,
    into: &mut Settings,
) -> Option<()> {
    loop {
        let key = match parser.next_event()?.ok()?.0 {
            Event::MappingEnd => return Some(()),
            Event::Scalar(key, ..) => key.into_owned(),
            _ => return None,
        };
        let path = if name.is_empty() { key } else { format!("{name}.{key}") };
        match parser.next_event()?.ok()?.0 {
            Event::Scalar(value, ..) => {
                into.insert(path, value.into_owned());
            }
            Event::MappingStart(..) if depth < MAX_DEPTH => {
                mapping(&path, parser, depth + 1, into)?;
            }
            Event::SequenceStart(..) => {
                let items = sequence(parser)?;
                into.insert(path, items.join(","));
            }
            Event::Alias(_) => {}
            _ => return None,
        }
    }
}

/// The plain items of a list, up to its end.
fn sequence(parser: &mut Parser<'_, StrInput<'_>>) -> Option<Vec<String>> {
    let (mut items, mut depth) = (Vec::new(), 0_usize);
    loop {
        match parser.next_event()?.ok()?.0 {
            Event::SequenceEnd if depth == 0 => return Some(items),
            Event::SequenceEnd | Event::MappingEnd => depth -= 1,
            Event::SequenceStart(..) | Event::MappingStart(..) => depth += 1,
            Event::Scalar(value, ..) if depth == 0 => items.push(value.into_owned()),
            Event::StreamEnd => return None,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_lines_give_the_same_names() {
        let toml = File::new("flyway.toml", *b"[flyway.placeholders]\nowner = \"app\"\n");
        let conf = File::new("flyway.conf", *b"# x=1\nflyway.placeholders.owner = app\n");
        assert_eq!(read(&toml), read(&conf));
        assert_eq!(read(&toml).len(), 1);
        let yaml =
            b"flyway:\n  placeholders: {owner: app}\n  x: &a\n    - {y: 1}\n    - b\n---\nz: 1\n";
        let found = read(&File::new("application.yml", *yaml));
        let expected = [("flyway.placeholders.owner", "app"), ("flyway.x", "b")];
        assert_eq!(found, expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    }
}
