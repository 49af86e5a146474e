//! Looks after our own files: headers, layers, lengths, and names that stay in their folder.

use std::fs;
use std::path::{Path, PathBuf};

/// Which module of the core may use which: a row lists what may follow `crate::`.
const LAYERS: &[(&str, &[&str])] = &[
    ("project", &[]),
    ("name", &[]),
    ("calendar", &[]),
    ("diagnostic", &["project"]),
    ("archive", &["diagnostic", "project"]),
    ("catalog", &["diagnostic", "name", "dialect"]),
    ("dialect", &["catalog", "diagnostic", "name"]),
    ("op", &["catalog", "diagnostic", "dialect", "name"]),
    ("python", &["calendar", "catalog", "diagnostic", "dialect", "name", "op", "project"]),
    ("sql", &["calendar", "catalog", "diagnostic", "dialect", "name", "op"]),
    ("history", &["diagnostic", "project"]),
    ("source", &["diagnostic", "dialect", "history", "name", "project", "python", "sql"]),
    (
        "replay",
        &[
            "catalog",
            "diagnostic",
            "dialect",
            "history",
            "name",
            "op",
            "project",
            "python",
            "source",
            "sql",
        ],
    ),
    ("render", &["diagnostic", "dialect", "history", "name", "op", "project", "replay"]),
    ("layout", &[]),
    ("report", &["catalog", "diagnostic", "dialect", "history", "name", "op", "project"]),
    (
        "analysis",
        &[
            "catalog",
            "diagnostic",
            "dialect",
            "history",
            "name",
            "project",
            "render",
            "replay",
            "source",
        ],
    ),
];

/// Words that may stand only in some folders of the core, and who is excepted.
const HOMES: &[(&str, &[&str])] = &[
    ("ruff_python", &["core/src/python/"]),
    ("squawk_", &["core/src/sql/"]),
    ("sqlparser", &["core/src/sql/"]),
    ("roxmltree", &["core/src/source/liquibase/"]),
    ("saphyr_parser", &["core/src/source/"]),
    ("petgraph", &["core/src/history/"]),
    ("serde::", &["core/src/api", "core/src/report/json.rs"]),
];

/// How many lines a file may have before someone must ask why.
const MOST_LINES: usize = 800;

#[test]
fn modules_use_only_what_is_above_them() {
    for (module, above) in LAYERS {
        for (path, text) in sources(module) {
            for used in modules_named(&text) {
                let fine = used == *module || above.contains(&used);
                assert!(fine, "{}: `{module}` may not use `{used}`", path.display());
            }
        }
    }
}

/// The modules that stand behind `crate::`, be it alone or in braces.
fn modules_named(text: &str) -> impl Iterator<Item = &str> {
    text.split("crate::").skip(1).flat_map(|mention| {
        let list = mention.strip_prefix('{').and_then(|it| it.split_once('}'));
        let names: Vec<&str> = match list {
            Some((list, _)) => list.split(',').map(str::trim).collect(),
            None => vec![mention],
        };
        names.into_iter().map(|it| {
            let end = it.find(|it: char| !it.is_alphanumeric() && it != '_');
            it.get(..end.unwrap_or(it.len())).unwrap_or_default()
        })
    })
}

#[test]
fn every_module_of_the_core_has_a_layer() {
    let lib = fs::read_to_string(root().join("core/src/lib.rs")).expect("lib.rs");
    let modules = lib.lines().filter_map(|it| it.trim_start_matches("pub ").strip_prefix("mod "));
    for module in modules.map(|it| it.trim_end_matches(';')) {
        let known = LAYERS.iter().any(|(it, _)| *it == module) || module == "api";
        assert!(known, "`{module}` has no row in the table of layers");
    }
}

#[test]
fn every_file_says_what_it_is() {
    for (path, text) in all_sources() {
        assert!(
            text.starts_with("//! "),
            "{}: the first line is no `//!` sentence",
            path.display()
        );
    }
}

#[test]
fn no_file_is_too_long() {
    for (path, text) in all_sources() {
        let lines = text.lines().count();
        assert!(lines <= MOST_LINES, "{}: {lines} lines", path.display());
    }
}

#[test]
fn names_of_parsers_stay_in_their_folder() {
    for (path, text) in all_sources() {
        let shown = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
        if !shown.starts_with("core/src/") {
            continue;
        }
        for (word, homes) in HOMES {
            let home = homes.iter().any(|it| shown.starts_with(it));
            assert!(home || !text.contains(word), "{shown}: `{word}` stands outside its folder");
        }
    }
}

#[test]
fn every_stylesheet_is_linked() {
    let index = fs::read_to_string(root().join("index.html")).expect("index.html");
    for path in files_under(&root().join("web/src")).into_iter().filter(|it| has_ending(it, "css"))
    {
        let shown = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
        assert!(index.contains(&shown), "{shown} is not linked in index.html");
    }
}

#[test]
fn nothing_is_left_for_later() {
    // Spelled apart, so that this file does not find itself.
    let words = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("X", "XX:")];
    for (path, text) in all_sources() {
        for word in words {
            assert!(!text.contains(word), "{}: `{word}`", path.display());
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the workspace")
}

/// The files of one module of the core.
fn sources(module: &str) -> Vec<(PathBuf, String)> {
    let src = root().join("core/src");
    let mut paths = files_under(&src.join(module));
    paths.push(src.join(format!("{module}.rs")));
    paths.into_iter().filter(|it| has_ending(it, "rs")).filter_map(read).collect()
}

/// Every Rust file of the workspace.
fn all_sources() -> Vec<(PathBuf, String)> {
    let folders = ["core/src", "core/benches", "cli/src", "web/src", "tests/it"];
    let paths = folders.iter().flat_map(|it| files_under(&root().join(it)));
    paths.filter(|it| has_ending(it, "rs")).filter_map(read).collect()
}

fn read(path: PathBuf) -> Option<(PathBuf, String)> {
    let text = fs::read_to_string(&path).ok()?;
    Some((path, text))
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut todo = vec![folder.to_path_buf()];
    let mut files = Vec::new();
    while let Some(path) = todo.pop() {
        match fs::read_dir(&path) {
            Ok(entries) => todo.extend(entries.filter_map(|it| Some(it.ok()?.path()))),
            Err(_) if path.is_file() => files.push(path),
            Err(_) => {}
        }
    }
    files.sort();
    files
}

fn has_ending(path: &Path, ending: &str) -> bool {
    path.extension().is_some_and(|it| it == ending)
}
