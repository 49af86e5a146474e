//! How Liquibase is set up: its own settings, and those of the frameworks that run it.

use std::collections::BTreeMap;

use super::super::{Reading, inside, is_aside, settings};
use super::filter::{CONTEXTS, LABELS};
use crate::project::{File, Project};

/// The files of settings, and what stands before Liquibase's names in them.
const FILES: &[(&str, &[&str])] = &[
    ("liquibase.properties", &["liquibase.command.", ""]),
    ("application.properties", &["spring.liquibase.", "quarkus.liquibase."]),
    ("application.yml", &["spring.liquibase.", "quarkus.liquibase."]),
    ("application.yaml", &["spring.liquibase.", "quarkus.liquibase."]),
];

/// What names say, without their dashes and in small letters.
const NAMES: &[(&str, &str)] = &[
    ("changelogfile", CHANGELOG),
    ("changelog", CHANGELOG),
    ("contexts", CONTEXTS),
    ("labels", LABELS),
    ("labelfilter", LABELS),
    ("defaultschema", DEFAULT_SCHEMA),
    ("defaultschemaname", DEFAULT_SCHEMA),
];

const DEFAULT_SCHEMA: &str = "database.defaultSchemaName";

/// What Liquibase tells changelogs of the database that it runs them for.
const OF_DATABASE: &[(&str, &[(&str, &str)])] = &[(
    "postgresql",
    &[
        (DEFAULT_SCHEMA, "public"),
        ("database.liquibaseSchemaName", "public"),
        ("database.currentDateTimeFunction", "NOW()"),
        ("database.databaseProductName", "PostgreSQL"),
        ("database.lineComment", "--"),
        ("database.typeName", "postgresql"),
    ],
)];

/// How the names of a changelog's parameters begin.
const PARAMETERS: &[&str] = &["parameter.", "parameters.", "change-log-parameters."];

const CHANGELOG: &str = "changelog";

/// The changelogs that the settings of a project name, as ends of paths.
pub(super) fn changelogs(project: &Project) -> Vec<String> {
    let own = |file: &File| of_file(file).remove(CHANGELOG);
    let strip = |it: String| {
        it.trim_start_matches("classpath:").trim_start_matches("file:").trim_matches('/').to_owned()
    };
    let files = project.files().map(|(_, file)| file);
    files.filter_map(own).map(strip).filter(|it| !it.is_empty()).collect()
}

/// What the settings say of a run of the changelog at a path: contexts, labels and parameters, and
/// what is known of the database. Of files of one name the one that is above it counts, or the only
/// one.
pub(super) fn values(reading: &Reading<'_>, changelog: &str) -> BTreeMap<String, String> {
    let project = reading.project;
    let mut res = BTreeMap::new();
    for (name, _) in FILES {
        let files = project.files().map(|(_, file)| file).filter(|it| it.name() == *name);
        let files: Vec<&File> = files.filter(|it| !is_aside(&it.path)).collect();
        let above = files.iter().filter(|it| inside(changelog, it.folder()));
        let nearest = above.max_by_key(|it| it.folder().len());
        let own = nearest.or_else(|| files.first().filter(|_| files.len() == 1));
        for (name, value) in own.map(|it| of_file(it)).unwrap_or_default() {
            res.entry(name).or_insert(value);
        }
    }
    res.remove(CHANGELOG);
    let known = OF_DATABASE.iter().filter(|(it, _)| *it == reading.dialect.name);
    for (name, value) in known.flat_map(|(_, it)| *it) {
        res.entry((*name).to_owned()).or_insert((*value).to_owned());
    }
    res
}

/// What a file says, by our names. What hangs on the environment is not said.
fn of_file(file: &File) -> BTreeMap<String, String> {
    let mut res = BTreeMap::new();
    let Some((_, prefixes)) = FILES.iter().find(|(name, _)| *name == file.name()) else {
        return res;
    };
    for (name, value) in settings::read(file) {
        let Some(name) = prefixes.iter().find_map(|it| name.strip_prefix(it)) else { continue };
        if value.contains("${") {
            continue;
        }
        let plain = name.replace('-', "").to_lowercase();
        let known = NAMES.iter().find(|(it, _)| *it == plain).map(|(_, it)| *it);
        let parameter = PARAMETERS.iter().find_map(|it| name.strip_prefix(it));
        if let Some(name) = known.or(parameter) {
            res.insert(name.to_owned(), value);
        }
    }
    res
}
