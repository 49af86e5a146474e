//! Flyway's settings, as far as they say what runs: placeholders, and scripts without transaction.

use super::super::placeholder::Placeholder;
use super::super::settings::{self, Settings};
use super::super::{Reading, is_aside};
use crate::diagnostic::Report;
use crate::history::Written;
use crate::project::{Project, Span};

/// The files that configure Flyway, and what stands before its names in them.
const FILES: &[(&str, &str)] = &[
    ("flyway.toml", "flyway."),
    ("flyway.user.toml", "flyway."),
    ("flyway.conf", "flyway."),
    ("application.properties", "spring.flyway."),
];

/// How placeholders are written and what they stand for.
pub(super) struct Config {
    settings: Settings,
    prefix: String,
    suffix: String,
    /// Whether placeholders are filled in at all.
    pub(super) fills: bool,
    /// Whether a file may hold statements that can't run in a transaction beside others.
    pub(super) mixes: bool,
}

/// What `NAME.sql.conf` says of its script.
pub(super) struct Script {
    pub(super) runs_alone: bool,
    pub(super) fills: bool,
}

/// The settings of one script.
pub(super) fn of_script(project: &Project, path: &str) -> Script {
    let file = project.find(&format!("{path}.conf"));
    let settings = file.map(|(_, it)| settings::read(it)).unwrap_or_default();
    let denies = |name: &str| {
        let own = settings.iter().find(|(it, _)| it.eq_ignore_ascii_case(name));
        own.is_some_and(|(_, value)| value.eq_ignore_ascii_case("false"))
    };
    Script { runs_alone: denies("executeInTransaction"), fills: !denies("placeholderReplacement") }
}

impl Config {
    /// The settings of a project; of several files of one kind the one nearest to the root.
    pub(super) fn read(project: &Project) -> Self {
        let mut settings = Settings::new();
        for (name, prefix) in FILES {
            let files = project.files().map(|(_, file)| file).filter(|it| it.name() == *name);
            let own = files.min_by_key(|it| (is_aside(&it.path), it.path.matches('/').count()));
            for (name, value) in own.map(settings::read).unwrap_or_default() {
                if let Some(name) = name.strip_prefix(prefix) {
                    // Spring writes names with dashes.
                    let name = if name.starts_with("placeholders.") {
                        name.to_owned()
                    } else {
                        name.replace('-', "").to_lowercase()
                    };
                    settings.entry(name).or_insert(value);
                }
            }
        }
        let text = |name: &str, otherwise: &str| {
            let own = settings.get(name).filter(|it| !it.is_empty());
            own.cloned().unwrap_or_else(|| otherwise.to_owned())
        };
        Self {
            prefix: text("placeholderprefix", "${"),
            suffix: text("placeholdersuffix", "}"),
            fills: text("placeholderreplacement", "true") != "false",
            mixes: text("mixed", "false") == "true",
            settings,
        }
    }

    /// The text of a span with its placeholders filled in.
    pub(super) fn fill(
        &self,
        reading: &Reading<'_>,
        span: Span,
        file_name: &str,
        report: &mut Report,
    ) -> Option<Written> {
        let own = |name: &str| self.settings.get(name).cloned();
        let known = |name: &str| match name {
            "flyway:filename" => Some(file_name.to_owned()),
            "flyway:defaultSchema" => own("defaultschema"),
            "flyway:table" => {
                Some(own("table").unwrap_or_else(|| "flyway_schema_history".to_owned()))
            }
            name => own(&format!("placeholders.{name}")),
        };
        let (prefix, suffix) = (self.prefix.as_str(), self.suffix.as_str());
        let placeholder = Placeholder { prefix, suffix, required: true };
        placeholder.fill(reading, span, &known, report)
    }
}
