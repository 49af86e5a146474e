//! What `env.py` gives `context.configure()`: in an online run, and in offline mode.

use super::flask;
use super::modules::Own;
use super::target::Conventions;
use crate::project::{FileId, Project, Span};
use crate::python::header::{self, Call, Constant, Declared, REST};
use crate::python::{Mode, TargetMetadata};

/// What one call of `context.configure()` sets that changes the SQL of the migrations.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    pub version_table: String,
    pub version_table_schema: Option<String>,
    /// Whether the version table has a primary key.
    pub version_table_pk: bool,
    /// Whether each revision has a transaction of its own.
    pub transaction_per_migration: bool,
    /// Whether DDL is in transactions; nothing leaves it to the dialect.
    pub transactional_ddl: Option<bool>,
    /// The metadata handed to Alembic, where the project gives one a naming convention.
    pub target_metadata: Option<TargetMetadata>,
    /// Whether `env.py` calls the migrations without arguments.
    pub hands_nothing_on: bool,
    /// Settings that `env.py` computes, so that we don't know them.
    pub computed: Vec<(String, Span)>,
}

/// The keywords of `context.configure()` that change the SQL.
pub(super) const IN_THE_SQL: [&str; 5] = [
    "version_table",
    "version_table_schema",
    "version_table_pk",
    "transaction_per_migration",
    "transactional_ddl",
];

/// What is computed where another module calls `context.configure()`: all of it.
pub(super) const ELSEWHERE: &str = "context.configure()";

impl Default for Settings {
    fn default() -> Self {
        Self {
            version_table: "alembic_version".to_owned(),
            version_table_schema: None,
            version_table_pk: true,
            transaction_per_migration: false,
            transactional_ddl: None,
            target_metadata: None,
            hands_nothing_on: false,
            computed: Vec::new(),
        }
    }
}

/// An `env.py`: what it calls, read once for both modes.
pub(super) struct Env<'p> {
    project: &'p Project,
    file: FileId,
    text: &'p str,
    calls: Vec<Call>,
    conventions: Option<Conventions<'p>>,
}

impl<'p> Env<'p> {
    pub(super) fn of(project: &'p Project, file: FileId, text: &'p str) -> Self {
        let calls = header::calls(text, &["configure", "run_migrations"], &Own(project));
        Self { project, file, text, calls, conventions: Conventions::of(project, file) }
    }

    /// What it sets in a mode.
    pub(super) fn settings(&self, mode: Mode) -> Settings {
        let keywords = self.configure_call(mode);
        let mut res = Settings {
            target_metadata: self.target_metadata(mode),
            hands_nothing_on: self.hands_nothing_on(),
            ..Settings::default()
        };
        if self.leaves_it() {
            res.computed.push((ELSEWHERE.to_owned(), Span::file(self.file)));
        }
        for (name, value) in keywords {
            match flask::settings(self.project, self.text).filter(|_| name == REST) {
                Some((file, settings)) => {
                    settings.iter().for_each(|(name, value)| res.set(name, value, file));
                }
                None => res.set(name, value, self.file),
            }
        }
        res
    }

    /// The metadata that it hands to Alembic in a mode.
    pub(super) fn target_metadata(&self, mode: Mode) -> Option<TargetMetadata> {
        let conventions = self.conventions.as_ref()?;
        match self.leaves_it() {
            true => Some(conventions.handed_on(self.file)),
            false => conventions.target((self.file, self.text), self.configure_call(mode)),
        }
    }

    /// Whether it leaves `context.configure()` to a module that it imports.
    fn leaves_it(&self) -> bool {
        !self.text.contains("configure(") && self.text.contains("import ")
    }

    /// The keywords of the `context.configure()` that a mode runs.
    fn configure_call(&self, mode: Mode) -> &[(String, Declared<Constant>)] {
        let calls = || self.calls.iter().filter(|it| it.function == "configure");
        let is_meant = |it: &&Call| it.inside.contains("offline") == (mode == Mode::Offline);
        calls().find(is_meant).or_else(|| calls().next()).map_or(&[], |it| &it.keywords)
    }

    /// Whether every `context.run_migrations()` is without arguments.
    fn hands_nothing_on(&self) -> bool {
        let mut calls = self.calls.iter().filter(|it| it.function == "run_migrations").peekable();
        calls.peek().is_some() && calls.all(|it| it.keywords.is_empty())
    }
}

impl Settings {
    fn set(&mut self, name: &str, value: &Declared<Constant>, env: FileId) {
        if matches!(value, Declared::Absent) {
            return;
        }
        match (name, value.constant()) {
            ("version_table", Some(Constant::Text(it))) => it.clone_into(&mut self.version_table),
            ("version_table_schema", Some(Constant::Text(it))) => {
                self.version_table_schema = Some(it.clone());
            }
            ("version_table_pk", Some(Constant::Bool(it))) => self.version_table_pk = *it,
            ("transaction_per_migration", Some(Constant::Bool(it))) => {
                self.transaction_per_migration = *it;
            }
            ("transactional_ddl", Some(Constant::Bool(it))) => self.transactional_ddl = Some(*it),
            (name, None) if name == REST || IN_THE_SQL.contains(&name) => {
                let (start, end) = value.range().unwrap_or_default();
                self.computed.push((name.to_owned(), Span { file: env, start, end }));
            }
            _ => {}
        }
    }
}
