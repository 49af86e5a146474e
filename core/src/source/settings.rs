//! Settings of tools: lines of `name = value`, and TOML, both as names with dots.

use std::collections::BTreeMap;

use crate::project::File;

/// Names and values.
pub(super) type Settings = BTreeMap<String, String>;

/// Reads a file's settings; by its name it is TOML, or lines.
pub(super) fn read(file: &File) -> Settings {
    let Some(text) = file.text() else { return Settings::new() };
    if file.name().ends_with(".toml") { toml(text) } else { lines(text) }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_and_lines_give_the_same_names() {
        let toml = File::new("flyway.toml", *b"[flyway.placeholders]\nowner = \"app\"\n");
        let conf = File::new("flyway.conf", *b"# x=1\nflyway.placeholders.owner = app\n");
        assert_eq!(read(&toml), read(&conf));
        assert_eq!(read(&toml).len(), 1);
    }
}
