//! Alembic: Python files, each naming the revisions it follows.

mod config;
mod configure;
mod find;
mod flask;
mod ini;
mod modules;
mod target;

use super::{Evidence, Format, Holds, Location, Reading, Running, inside, report_unreadable};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision, Script};
use crate::project::{File, FileId, Project, Span};
use crate::python::header::{self, Constant, Declared, Header, REST};
use modules::Own;

pub use config::AlembicConfig;

pub(super) static FORMAT: Format = Format {
    name: "alembic",
    title: "Alembic",
    evidence: Evidence::Configured,
    running: Running {
        around: Around::Transaction,
        holds: Holds::All,
        unless: "`op.get_context().autocommit_block()`; `env.py` may choose a transaction for each",
        page: "Alembic documentation, EnvironmentContext.configure",
        ..Running::COMMON
    },
    claims: find::claims,
    at: find::at,
    read,
};

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let (project, location) = (reading.project, reading.location);
    for (name, span) in location.alembic.iter().flat_map(AlembicConfig::computed) {
        report.note(*span, problem::computed_setting(name));
    }
    if location.alembic.as_ref().is_some_and(AlembicConfig::has_default_version_table) {
        report.push(problem::no_env().without_place());
    }
    let files = revision_files(project, location);
    let known = location.alembic.as_ref().map(|it| it.headers.clone()).unwrap_or_default();
    files.into_iter().filter_map(|it| revision(project, it, known.get(&it), report)).collect()
}

/// The files that Alembic loads from a location, in its order: folder by folder, by name.
fn revision_files(project: &Project, location: &Location) -> Vec<FileId> {
    let mut res: Vec<FileId> = Vec::new();
    for folder in &location.folders {
        let own = |file: &File| {
            file.folder() == folder || (location.recursive && inside(file.folder(), folder))
        };
        let files = project.files().filter(|(_, file)| own(file) && is_source(file));
        let mut files: Vec<(FileId, &File)> = files.collect();
        files.sort_by_key(|(_, file)| (file.folder().split('/').collect::<Vec<_>>(), file.name()));
        files.retain(|(id, _)| !res.contains(id));
        res.extend(files.into_iter().map(|(id, _)| id));
    }
    res
}

/// Whether Alembic takes a file for a revision by its name: no package, no editor's lock file.
fn is_source(file: &File) -> bool {
    let name = file.name();
    let in_cache = file.folder().ends_with("__pycache__");
    name.ends_with(".py") && !name.starts_with(".#") && !name.starts_with("__init__") && !in_cache
}

/// The revision of a file, whose header may be known.
fn revision(
    project: &Project,
    id: FileId,
    known: Option<&Header>,
    report: &mut Report,
) -> Option<Revision> {
    let file = project.file(id)?;
    let Some(text) = file.text() else {
        report_unreadable(project, id, report);
        return None;
    };
    let read = || header::read(text, &Own(project));
    let Some(header) = known.cloned().or_else(read) else {
        report.note(Span::file(id), problem::no_revision(file.name()));
        return None;
    };
    let reader = Reader { file: id, header: &header };
    let (name, span) = reader.name(file.name(), report)?;
    let (down, down_span) = reader.names(&header.down_revision, "down_revision", report);
    if header.down_revision.range().is_none() {
        report.note(span, problem::no_down_revision(&name));
    }
    let (labels, _) = reader.names(&header.branch_labels, "branch_labels", report);
    let (depends_on, _) = reader.names(&header.depends_on, "depends_on", report);
    let revision = Revision {
        id: name,
        down,
        depends_on,
        labels,
        tags: Vec::new(),
        message: String::new(),
        doc: String::new(),
        date: create_date(&header.doc),
        file: id,
        span,
        down_span: down_span.unwrap_or(span),
        script: Script::Python,
        gate: None,
    };
    Some(revision.about(&header.doc))
}

struct Reader<'a> {
    file: FileId,
    header: &'a Header,
}

impl Reader<'_> {
    fn span(&self, (start, end): (u32, u32)) -> Span {
        Span { file: self.file, start, end }
    }

    /// The revision's id, from its variable or, as in Alembic's first year, from its file's name.
    fn name(&self, file_name: &str, report: &mut Report) -> Option<(String, Span)> {
        match &self.header.revision {
            Declared::Known(Constant::Text(name), range) => Some((name.clone(), self.span(*range))),
            Declared::Known(_, range) | Declared::Unreadable(range) => {
                report.note(self.span(*range), problem::unreadable("revision"));
                None
            }
            Declared::Absent => {
                let stem = file_name.strip_suffix(".py")?;
                let legacy = stem.bytes().all(|it| matches!(it, b'0'..=b'9' | b'a'..=b'f'));
                if !legacy {
                    report.note(Span::file(self.file), problem::no_revision(file_name));
                }
                legacy.then(|| (stem.to_owned(), Span::file(self.file)))
            }
        }
    }

    /// The names in a variable that holds none, one or several.
    fn names(
        &self,
        declared: &Declared<Constant>,
        variable: &str,
        report: &mut Report,
    ) -> (Vec<String>, Option<Span>) {
        let span = declared.range().map(|it| self.span(it));
        let names = match declared {
            Declared::Absent => Some(Vec::new()),
            Declared::Known(constant, _) => names(constant),
            Declared::Unreadable(_) => None,
        };
        if let (None, Some(span)) = (&names, span) {
            report.note(span, problem::unreadable(variable));
        }
        (names.unwrap_or_default(), span)
    }
}

fn names(constant: &Constant) -> Option<Vec<String>> {
    match constant {
        Constant::None => Some(Vec::new()),
        Constant::Text(name) if name.is_empty() => Some(Vec::new()),
        Constant::Text(name) => Some(vec![name.clone()]),
        Constant::Items(items) => Some(
            items.iter().map(names).collect::<Option<Vec<_>>>()?.into_iter().flatten().collect(),
        ),
        Constant::Bool(_) | Constant::Int(_) => None,
    }
}

/// What Alembic's template writes into the docstring.
fn create_date(doc: &str) -> Option<String> {
    let line = doc.lines().find_map(|it| it.trim().strip_prefix("Create Date:"));
    line.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty())
}

mod problem {
    use super::configure::ELSEWHERE;
    use super::{Problem, REST};
    use crate::python::given::VERSION_TABLE;

    pub(super) fn no_env() -> Problem {
        let message = "no `env.py` is among the files, so Alembic's defaults stand in for what it \
                       sets: the version table and the transactions";
        Problem::note("no-env", message)
            .help(format!("add `env.py`, or give `{VERSION_TABLE}` a value"))
            .asks(VERSION_TABLE)
    }

    pub(super) fn no_revision(name: &str) -> Problem {
        let message = format!("`{name}` declares no `revision`");
        Problem::warning("no-revision-id", message)
            .help("move the file elsewhere if it is no migration; Alembic refuses the whole folder")
    }

    pub(super) fn no_down_revision(id: &str) -> Problem {
        let message = format!("revision `{id}` declares no `down_revision`");
        Problem::error("no-down-revision", message)
            .help("set it to the revision that comes before, or to `None`")
    }

    pub(super) fn unreadable(variable: &str) -> Problem {
        let message = format!("`{variable}` is computed, so its value is not known");
        Problem::error("unreadable-header", message).help("write it as a literal")
    }

    pub(super) fn computed_setting(name: &str) -> Problem {
        let defaults = |what: &str, stand: &str| {
            let message = format!("{what} computed by `env.py`, so Alembic's {stand} in");
            Problem::note("computed-setting", message)
        };
        let version_table = format!("give `{VERSION_TABLE}` a value");
        let transactions = "compare the transactions of the script with your own";
        match name {
            ELSEWHERE => {
                let message = format!("`env.py` leaves `{name}` to another module");
                Problem::note(
                    "computed-setting",
                    format!("{message}, so Alembic's defaults stand in"),
                )
                .help(format!("{version_table}, and {transactions}"))
                .asks(VERSION_TABLE)
            }
            REST => defaults("what `**` hands to `context.configure()` is", "defaults stand")
                .help(format!("{version_table}, and {transactions}"))
                .asks(VERSION_TABLE),
            "version_table" | "version_table_schema" => {
                let problem = defaults(&format!("`{name}` is"), "default stands");
                problem.help(version_table).asks(VERSION_TABLE)
            }
            _ => defaults(&format!("`{name}` is"), "default stands").help(transactions),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Source, SourceOptions};
    use super::*;
    use crate::python::given::VERSION_TABLE;

    pub(super) fn script(id: &str, down: &str) -> Vec<u8> {
        let date = "Create Date: 2024-01-02 03:04:05";
        format!("\"\"\"Add {id}\n\n{date}\n\"\"\"\nrevision = '{id}'\ndown_revision = {down}\n")
            .into_bytes()
    }

    #[track_caller]
    fn check(files: &[(&str, &[u8])], locations: &[&str], ids: &[&str]) -> Source {
        let files = files.iter().map(|(path, bytes)| File::new(*path, *bytes));
        let project = Project::new("p", files);
        let mut report = Report::default();
        let source = super::super::read(&project, &SourceOptions::default(), None, &mut report);
        assert_eq!(source.locations, locations);
        let found: Vec<&str> = source.history.revisions().iter().map(|it| it.id.as_str()).collect();
        assert_eq!(found, ids, "{:?}", report.diagnostics);
        source
    }

    #[test]
    fn a_folder_of_revisions_is_found_anywhere_and_its_neighbors_are_named() {
        let (a, b) = (script("aaaa", "None"), script("bbbb", "'aaaa'"));
        let source = check(
            &[
                ("srv/db/env.py", b""),
                ("srv/db/versions/__init__.py", b""),
                ("srv/db/versions/2_b.py", &b),
                ("srv/db/versions/1_a.py", &a),
                ("tests/old/versions/1_a.py", &a),
            ],
            &["srv/db/versions"],
            &["aaaa", "bbbb"],
        );
        assert_eq!(source.other_locations, ["tests/old/versions"]);
        let date = source.history.revision(0).and_then(|it| it.date.as_deref());
        assert_eq!(date, Some("2024-01-02 03:04:05"));
    }

    #[test]
    fn the_configuration_names_the_folders() {
        let ini = b"[alembic]\nscript_location = %(here)s/db\npath_separator = space\n\
                    version_locations = %(here)s/one %(here)s/two\n";
        let env = b"def run_migrations_offline():\n    context.configure(version_table='v')\n";
        let source = check(
            &[
                ("x/alembic.ini", ini),
                ("x/db/env.py", env),
                ("x/one/a.py", &script("aaaa", "None")),
                ("x/two/b.py", &script("bbbb", "None")),
                ("y/versions/c.py", &script("cccc", "None")),
            ],
            &["x/one", "x/two"],
            &["aaaa", "bbbb"],
        );
        let config = source.alembic.expect("a configuration");
        assert_eq!(config.online.version_table, "v");
    }

    #[test]
    fn a_project_without_env_py_is_told_that_defaults_stand_in() {
        let told = |files: &[(&str, &[u8])], options: SourceOptions| {
            let files = files.iter().map(|(path, bytes)| File::new(*path, *bytes));
            let mut report = Report::default();
            super::super::read(&Project::new("p", files), &options, None, &mut report);
            report.diagnostics.iter().any(|it| it.problem.code == "no-env" && it.span.is_none())
        };
        let revision = script("aaaa", "None");
        let (env, file) = (("db/env.py", b"".as_slice()), ("db/versions/a.py", &*revision));
        assert!(told(&[file], SourceOptions::default()));
        assert!(!told(&[file, env], SourceOptions::default()));
        let values = [(VERSION_TABLE.to_owned(), "v".to_owned())].into();
        assert!(!told(&[file], SourceOptions { values, ..SourceOptions::default() }));
    }

    #[test]
    fn folders_whose_revisions_follow_each_other_are_one_history() {
        check(
            &[
                ("v/versions/a.py", &script("aaaa", "None")),
                ("v/versions/2024/b.py", &script("bbbb", "'aaaa'")),
            ],
            &["v/versions"],
            &["aaaa", "bbbb"],
        );
    }

    #[test]
    fn a_file_that_is_no_text_costs_that_file() {
        let source = check(
            &[("v/a.py", &script("aaaa", "None")), ("v/b.py", b"down_revision = '\xE9'")],
            &["v"],
            &["aaaa"],
        );
        assert_eq!(source.history.heads(), [0]);
    }
}
