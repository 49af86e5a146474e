//! What `env.py` gives `context.configure()`: in an online run, and in offline mode.

use super::modules::Own;
use super::{flask, target};
use crate::project::{FileId, Project, Span};
use crate::python::header::{self, Call, Constant, Declared, Keywords, REST};
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

impl Settings {
    /// What the text of an `env.py` sets in a mode.
    pub(super) fn read(project: &Project, env: (FileId, &str), mode: Mode) -> Self {
        let keywords = configure_call(project, env.1, mode);
        let target_metadata = target::find(project, env, &keywords);
        let hands_nothing_on = hands_nothing_on(project, env.1);
        let mut res = Self { target_metadata, hands_nothing_on, ..Self::default() };
        for (name, value) in &keywords {
            match flask::settings(project, env.1).filter(|_| name == REST) {
                Some((file, settings)) => {
                    settings.iter().for_each(|(name, value)| res.set(name, value, file));
                }
                None => res.set(name, value, env.0),
            }
        }
        res
    }

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

/// Whether every `context.run_migrations()` is without arguments.
fn hands_nothing_on(project: &Project, text: &str) -> bool {
    let calls = header::calls(text, "run_migrations", &Own(project));
    !calls.is_empty() && calls.iter().all(|it| it.keywords.is_empty())
}

/// The keywords of the `context.configure()` that a mode runs.
pub(super) fn configure_call(project: &Project, text: &str, mode: Mode) -> Keywords {
    let mut calls = header::calls(text, "configure", &Own(project));
    let is_meant = |it: &Call| it.inside.contains("offline") == (mode == Mode::Offline);
    let meant = calls.iter().position(is_meant).unwrap_or_default();
    if calls.is_empty() { Vec::new() } else { calls.swap_remove(meant).keywords }
}
