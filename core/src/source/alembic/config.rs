//! How a project sets Alembic up: what its configuration and its `env.py` say.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::{clean_path, inside};
use super::ini::{self, Section};
use super::target;
use crate::name::Name;
use crate::project::{File, FileId, Project, Span};
use crate::python::TargetMetadata;
use crate::python::header::{self, Call, Constant, Declared, Header, REST};

/// What in a project's set-up changes the SQL that Alembic prints, and where modules come from.
#[derive(Clone, Debug, PartialEq)]
pub struct AlembicConfig {
    /// The script that runs the migrations.
    pub env: Option<FileId>,
    pub version_table: String,
    pub version_table_schema: Option<String>,
    /// Whether the version table has a primary key.
    pub version_table_pk: bool,
    /// Whether each revision has a transaction of its own.
    pub transaction_per_migration: bool,
    /// Whether DDL is in transactions; nothing leaves it to the dialect.
    pub transactional_ddl: Option<bool>,
    pub render_as_batch: bool,
    /// The metadata that `env.py` hands to Alembic, where the project gives one a naming convention.
    pub target_metadata: Option<TargetMetadata>,
    /// Folders that the configuration puts on Python's path, besides the usual ones.
    pub import_roots: Vec<String>,
    /// Whether the version table is what the user says it is, whatever `env.py` says.
    pub version_table_given: bool,
    /// Settings that `env.py` computes, so that we don't know them.
    pub computed: Vec<(String, Span)>,
    /// The headers that were read to find the revisions.
    pub(super) headers: Arc<BTreeMap<FileId, Header>>,
}

impl Default for AlembicConfig {
    fn default() -> Self {
        Self {
            env: None,
            version_table: "alembic_version".to_owned(),
            version_table_schema: None,
            version_table_pk: true,
            transaction_per_migration: false,
            transactional_ddl: None,
            render_as_batch: false,
            target_metadata: None,
            import_roots: Vec::new(),
            version_table_given: false,
            computed: Vec::new(),
            headers: Arc::default(),
        }
    }
}

impl AlembicConfig {
    /// The set-up whose `env.py` is in one of these folders.
    pub(super) fn of(project: &Project, script_folders: &[String]) -> Self {
        let path = |folder: &String| {
            if folder.is_empty() { "env.py".to_owned() } else { format!("{folder}/env.py") }
        };
        let env = script_folders.iter().find_map(|it| project.find(&path(it)));
        let mut res = Self { env: env.map(|(id, _)| id), ..Self::default() };
        if let Some((id, text)) = env.and_then(|(id, file)| Some((id, file.text()?))) {
            let keywords = configure_call(text);
            res.target_metadata = target::find(project, (id, text), &keywords);
            for (name, value) in keywords {
                res.set(&name, &value, id);
            }
        }
        res
    }

    /// Whether nothing names the version table, because there is no `env.py` among the files.
    pub fn has_default_version_table(&self) -> bool {
        self.env.is_none() && !self.version_table_given
    }

    /// The version table, unless only running `env.py` could tell; Alembic's own where there is no
    /// such file.
    pub fn known_version_table(&self) -> Option<Name> {
        let computes = |it: &(String, Span)| it.0.starts_with("version_table") || it.0 == REST;
        let known = !self.computed.iter().any(computes);
        let table = Name::new(self.version_table_schema.as_ref(), &self.version_table);
        (known || self.version_table_given).then_some(table)
    }

    /// Sets the version table as the user says it.
    pub(in crate::source) fn give_version_table(&mut self, table: &str) {
        let (schema, name) = match table.split_once('.') {
            Some((schema, name)) => (Some(schema.to_owned()), name),
            None => (None, table),
        };
        name.clone_into(&mut self.version_table);
        self.version_table_schema = schema;
        self.version_table_given = true;
        self.computed
            .retain(|(name, _)| !matches!(&**name, "version_table" | "version_table_schema"));
    }

    fn set(&mut self, name: &str, value: &Declared<Constant>, env: FileId) {
        let constant = match value {
            Declared::Absent => return,
            Declared::Known(constant, _) => Some(constant),
            Declared::Unreadable(_) => None,
        };
        match (name, constant) {
            ("version_table", Some(Constant::Text(it))) => it.clone_into(&mut self.version_table),
            ("version_table_schema", Some(Constant::Text(it))) => {
                self.version_table_schema = Some(it.clone());
            }
            ("version_table_pk", Some(Constant::Bool(it))) => self.version_table_pk = *it,
            ("transaction_per_migration", Some(Constant::Bool(it))) => {
                self.transaction_per_migration = *it;
            }
            ("transactional_ddl", Some(Constant::Bool(it))) => self.transactional_ddl = Some(*it),
            ("render_as_batch", Some(Constant::Bool(it))) => self.render_as_batch = *it,
            (
                "version_table"
                | "version_table_schema"
                | "version_table_pk"
                | "transaction_per_migration"
                | "transactional_ddl"
                | "render_as_batch"
                | REST,
                None,
            ) => {
                let (start, end) = value.range().unwrap_or_default();
                self.computed.push((name.to_owned(), Span { file: env, start, end }));
            }
            _ => {}
        }
    }
}

/// The keywords of the `context.configure()` that offline mode runs.
pub(super) fn configure_call(text: &str) -> Vec<(String, Declared<Constant>)> {
    let mut calls = header::calls(text, "configure");
    let is_offline = |it: &Call| it.inside.contains("offline");
    let offline = calls.iter().position(is_offline).unwrap_or_default();
    if calls.is_empty() { Vec::new() } else { calls.swap_remove(offline).keywords }
}

/// What a configuration file says about where revisions are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Configured {
    pub(super) script_location: String,
    pub(super) version_locations: Vec<String>,
    pub(super) import_roots: Vec<String>,
    pub(super) recursive: bool,
}

/// The configurations of a project, nearest to its root first.
pub(super) fn configured(project: &Project) -> Vec<Configured> {
    let mut files: Vec<&File> = project.files().map(|(_, file)| file).collect();
    files.retain(|it| it.name() == "pyproject.toml" || it.name().ends_with(".ini"));
    files.sort_by_key(|it| (it.path.matches('/').count(), it.name() != "alembic.ini", &it.path));
    files.into_iter().flat_map(|it| in_file(project, it)).collect()
}

fn in_file(project: &Project, file: &File) -> Vec<Configured> {
    let Some(text) = file.text().filter(|it| it.contains("script_location")) else {
        return Vec::new();
    };
    if file.name() == "pyproject.toml" {
        return in_pyproject(project, file, text).into_iter().collect();
    }
    let mut names = Section::having(text, "script_location");
    names.sort_by_key(|it| it != "alembic");
    let sections = names.iter().filter_map(|it| Section::read(text, it, file.folder()));
    sections.map(|it| from_section(project, file, &it)).collect()
}

fn from_section(project: &Project, file: &File, section: &Section) -> Configured {
    let separator = section.option("path_separator").or(section.option("version_path_separator"));
    let list = |name: &str, legacy: &[char]| {
        let text = section.option(name).unwrap_or_default();
        split(text, separator, legacy)
    };
    Configured {
        script_location: section.option("script_location").unwrap_or_default().to_owned(),
        version_locations: list("version_locations", &[' ', ',']),
        import_roots: list("prepend_sys_path", &[' ', ',', ':']),
        recursive: section.option("recursive_version_locations") == Some("true"),
    }
    .resolved(project, file)
}

fn split(text: &str, separator: Option<&str>, legacy: &[char]) -> Vec<String> {
    let separators: &[char] = match separator {
        Some("space") => &[' '],
        Some("newline") => &['\n'],
        Some("os" | ":") => &[':'],
        Some(";") => &[';'],
        _ => legacy,
    };
    let parts = text.split(|it| separators.contains(&it) || it == '\n');
    parts.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty()).collect()
}

fn in_pyproject(project: &Project, file: &File, text: &str) -> Option<Configured> {
    let document: toml::Table = toml::from_str(text).ok()?;
    let own = document.get("tool")?.get("alembic")?;
    let here = BTreeMap::from([("here".to_owned(), file.folder().to_owned())]);
    let filled = |it: &toml::Value| it.as_str().map(|text| ini::fill(text, &here, 0));
    let list = |name: &str| -> Vec<String> {
        let items = own.get(name).and_then(toml::Value::as_array);
        items.into_iter().flatten().filter_map(filled).collect()
    };
    let configured = Configured {
        script_location: filled(own.get("script_location")?)?,
        version_locations: list("version_locations"),
        import_roots: list("prepend_sys_path"),
        recursive: own.get("recursive_version_locations").and_then(toml::Value::as_bool)
            == Some(true),
    };
    Some(configured.resolved(project, file))
}

impl Configured {
    /// The same with paths as the project's files have them.
    fn resolved(self, project: &Project, file: &File) -> Self {
        let folder = |path: &String| find_folder(project, file.folder(), path);
        let clean = |path: &String| clean_path(&format!("{}/{path}", file.folder()));
        let script_location = folder(&self.script_location);
        Self {
            version_locations: self.version_locations.iter().filter_map(folder).collect(),
            import_roots: self.import_roots.iter().map(clean).collect(),
            script_location: script_location.unwrap_or_else(|| clean(&self.script_location)),
            recursive: self.recursive,
        }
    }
}

/// The folder that a configuration means by a path: from its own folder, from the root, or, where
/// the path is a package's or of another machine, the longest end of it that there is.
fn find_folder(project: &Project, here: &str, path: &str) -> Option<String> {
    let path = clean_path(&path.replace(':', "/"));
    let exists = |it: &str| project.files().any(|(_, file)| inside(&file.path, it));
    let beside = clean_path(&format!("{here}/{path}"));
    if exists(&beside) {
        return Some(beside);
    }
    let mut rest = path.as_str();
    while !rest.is_empty() {
        if exists(rest) {
            return Some(rest.to_owned());
        }
        let ending = format!("/{rest}");
        let folders = project.files().map(|(_, file)| file.folder());
        let found = folders.filter(|it| it.ends_with(&ending)).min_by_key(|it| it.len());
        if let Some(found) = found {
            return Some(found.to_owned());
        }
        rest = rest.split_once('/').map_or("", |(_, rest)| rest);
    }
    None
}
