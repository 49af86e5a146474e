//! The demos: real projects that travel with the program.

use serde_json::Value;

use crate::files::Given;

const INDEX: &str = include_str!(concat!(env!("OUT_DIR"), "/index.json"));

const ARCHIVES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/demos.rs"));

/// A demo as the first screen lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Demo {
    pub id: String,
    pub title: String,
    /// What there is to see in it, in a line.
    pub sentence: String,
}

/// The demos in the order of their index.
pub fn all() -> Vec<Demo> {
    let index: Value = serde_json::from_str(INDEX).unwrap_or_default();
    let rows = index.as_array().cloned().unwrap_or_default();
    rows.iter().filter_map(demo).filter(|demo| archive(&demo.id).is_some()).collect()
}

/// The files of a demo.
pub fn given(demo: &Demo) -> Option<Given> {
    let name = if demo.title.is_empty() { &demo.id } else { &demo.title };
    archive(&demo.id).map(|bytes| Given::from_bytes(name, &format!("{}.zip", demo.id), bytes))
}

fn demo(row: &Value) -> Option<Demo> {
    let text = |key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let demo = Demo { id: text("id"), title: text("title"), sentence: text("sentence") };
    (!demo.id.is_empty()).then_some(demo)
}

fn archive(id: &str) -> Option<&'static [u8]> {
    ARCHIVES.iter().find(|(name, _)| *name == id).map(|(_, bytes)| *bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_demo_that_is_packed_is_listed() {
        let listed: Vec<String> = all().into_iter().map(|demo| demo.id).collect();
        for (id, _) in ARCHIVES {
            assert!(listed.iter().any(|it| it == id), "`{id}` is not in index.json");
        }
    }
}
