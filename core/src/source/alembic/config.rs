//! How a project sets Alembic up: what its configuration and its `env.py` say.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::{clean_path, inside};
use super::configure::{ELSEWHERE, Env, Settings};
use super::ini::{self, Section};
use crate::name::Name;
use crate::project::{File, FileId, Project, Span};
use crate::python::Mode;
use crate::python::header::{Header, REST};

/// What in a project's set-up changes the SQL that Alembic prints, and where modules come from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AlembicConfig {
    /// The script that runs the migrations.
    pub env: Option<FileId>,
    /// What it gives `context.configure()` in an online run.
    pub online: Settings,
    /// The same in offline mode, which prints the SQL.
    pub offline: Settings,
    /// Folders that the configuration puts on Python's path, besides the usual ones.
    pub import_roots: Vec<String>,
    /// Whether the version table is what the user says it is, whatever `env.py` says.
    pub version_table_given: bool,
    /// The headers that were read to find the revisions.
    pub(super) headers: Arc<BTreeMap<FileId, Header>>,
}

impl AlembicConfig {
    /// The set-up whose `env.py` is in one of these folders.
    pub(super) fn of(project: &Project, script_folders: &[String]) -> Self {
        let path = |folder: &String| {
            if folder.is_empty() { "env.py".to_owned() } else { format!("{folder}/env.py") }
        };
        let env = script_folders.iter().find_map(|it| project.find(&path(it)));
        let script = env.and_then(|(id, file)| Some(Env::of(project, id, file.text()?)));
        let settings = |mode| script.as_ref().map(|it| it.settings(mode)).unwrap_or_default();
        Self {
            env: env.map(|(id, _)| id),
            online: settings(Mode::Online),
            offline: settings(Mode::Offline),
            ..Self::default()
        }
    }

    /// What `context.configure()` is given in a mode.
    pub fn settings(&self, mode: Mode) -> &Settings {
        match mode {
            Mode::Online => &self.online,
            Mode::Offline => &self.offline,
        }
    }

    /// The settings of both modes that `env.py` computes.
    pub(super) fn computed(&self) -> impl Iterator<Item = &(String, Span)> {
        let online = &self.online.computed;
        self.offline.computed.iter().filter(|it| !online.contains(it)).chain(online)
    }

    /// Whether nothing names the version table, because there is no `env.py` among the files.
    pub fn has_default_version_table(&self) -> bool {
        self.env.is_none() && !self.version_table_given
    }

    /// Whether a script surely runs in a transaction, where the database has one for it: not if
    /// `env.py` says otherwise, or either speaks of connections that have none.
    pub fn opens_transaction(&self, project: &Project, script: FileId, mode: Mode) -> bool {
        let settings = self.settings(mode);
        let is_open =
            |it: &(String, Span)| ["transactional_ddl", REST, ELSEWHERE].contains(&it.0.as_str());
        let read = self.env.into_iter().chain([script]);
        let mut texts = read.filter_map(|it| project.file(it)?.text());
        settings.transactional_ddl != Some(false)
            && !settings.computed.iter().any(is_open)
            && !texts.any(|it| it.contains("AUTOCOMMIT"))
    }

    /// The version table, unless only running `env.py` could tell; Alembic's own where there is no
    /// such file.
    pub fn known_version_table(&self, mode: Mode) -> Option<Name> {
        let computes = |it: &(String, Span)| {
            it.0.starts_with("version_table") || [REST, ELSEWHERE].contains(&it.0.as_str())
        };
        let settings = self.settings(mode);
        let known = !settings.computed.iter().any(computes);
        let table = Name::new(settings.version_table_schema.as_ref(), &settings.version_table);
        (known || self.version_table_given).then_some(table)
    }

    /// Sets the version table as the user says it.
    pub(in crate::source) fn give_version_table(&mut self, table: &str) {
        let (schema, name) = match table.split_once('.') {
            Some((schema, name)) => (Some(schema.to_owned()), name),
            None => (None, table),
        };
        for settings in [&mut self.online, &mut self.offline] {
            name.clone_into(&mut settings.version_table);
            settings.version_table_schema.clone_from(&schema);
            settings
                .computed
                .retain(|(name, _)| !matches!(&**name, "version_table" | "version_table_schema"));
        }
        self.version_table_given = true;
    }
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
