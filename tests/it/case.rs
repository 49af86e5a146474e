//! A case: a small project and what we expect of it, in one file.
//!
//! Prose stands on top: the behavior, and why it is right. `=== path` opens a file. A comment
//! `error: [code]` (or `warning:`, `note:`) on a line expects exactly that diagnostic there, and a
//! diagnostic that nothing expects fails the case. In the prose it expects one without a place, and a
//! line `given: NAME=VALUE` there is a value that the user gives.

use migrascope_core::project::{File, Project};
use migrascope_core::source::SourceOptions;

/// A case as its file writes it.
pub(crate) struct Case<'a> {
    /// The prose above the first file.
    pub(crate) title: &'a str,
    pub(crate) files: Vec<(&'a str, String)>,
    pub(crate) expected: Vec<Expected>,
}

/// A diagnostic: where, and which.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Expected {
    pub(crate) path: String,
    pub(crate) line: u32,
    pub(crate) severity: String,
    pub(crate) code: String,
}

impl Case<'_> {
    /// The files as a project.
    pub(crate) fn project(&self) -> Project {
        Project::new(
            "case",
            self.files.iter().map(|(path, text)| File::new(*path, text.as_bytes())),
        )
    }

    /// How the user opens it.
    pub(crate) fn options(&self) -> SourceOptions {
        let given = self.title.lines().filter_map(|it| it.strip_prefix("given: ")?.split_once('='));
        let values = given.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        SourceOptions { values, ..SourceOptions::default() }
    }
}

/// Reads a case.
pub(crate) fn parse(text: &str) -> Case<'_> {
    let (title, rest) = text.split_once("\n\n=== ").unwrap_or(("", text));
    let mut case = Case { title, files: Vec::new(), expected: Vec::new() };
    case.expected.extend(marks(title).map(|(severity, code)| Expected {
        path: String::new(),
        line: 0,
        severity: severity.to_owned(),
        code: code.to_owned(),
    }));
    for section in rest.split("\n=== ") {
        let (path, body) = section.split_once('\n').unwrap_or((section, ""));
        for (idx, line) in body.lines().enumerate() {
            case.expected.extend(marks(line).map(|(severity, code)| Expected {
                path: path.to_owned(),
                line: idx as u32 + 1,
                severity: severity.to_owned(),
                code: code.to_owned(),
            }));
        }
        case.files.push((path, format!("{body}\n")));
    }
    case.expected.sort();
    case
}

/// The severities and codes that a line expects.
fn marks(line: &str) -> impl Iterator<Item = (&str, &str)> {
    [("error", "error: ["), ("warning", "warning: ["), ("note", "note: [")].into_iter().flat_map(
        move |(severity, mark)| {
            let codes = line.split(mark).skip(1).filter_map(|it| it.split_once(']'));
            codes.map(move |(code, _)| (severity, code))
        },
    )
}

#[test]
fn a_case_has_a_title_files_and_expectations() {
    let case = parse(
        "Dropping a table that is not there is reported.

=== versions/0001_init.py
revision = \"0001\"
op.drop_table(\"t\")  # error: [syntax-error]
=== 0002.sql
select 1;
",
    );
    assert_eq!(case.title, "Dropping a table that is not there is reported.");
    let paths: Vec<&str> = case.files.iter().map(|(path, _)| *path).collect();
    assert_eq!(paths, ["versions/0001_init.py", "0002.sql"]);
    let [expected] = case.expected.as_slice() else { panic!("one expectation") };
    assert_eq!((expected.line, &*expected.code), (2, "syntax-error"));
}
