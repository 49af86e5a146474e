//! Flyway's settings, as far as they say what runs: placeholders, and scripts without transaction.

use super::super::placeholder::Placeholder;
use super::super::settings::{self, Settings};
use super::super::{Reading, inside, is_aside};
use crate::diagnostic::Report;
use crate::history::Written;
use crate::project::{File, Project, Span};

/// The files that configure Flyway, and what stands before its names in them.
const FILES: &[(&str, &str)] = &[
    ("flyway.toml", "flyway."),
    ("flyway.user.toml", "flyway."),
    ("flyway.conf", "flyway."),
    ("application.properties", "spring.flyway."),
    ("application.yml", "spring.flyway."),
    ("application.yaml", "spring.flyway."),
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

/// A value without the environment's: `${NAME:default}` is its default, and what has none is
/// nothing.
fn of_environment(value: String) -> Option<String> {
    let Some((before, rest)) = value.split_once("${") else { return Some(value) };
    let (inner, behind) = rest.split_once('}')?;
    let (_, default) = inner.split_once(':')?;
    of_environment(format!("{before}{default}{behind}"))
}

/// Says which of Flyway's own files of settings it can't read.
pub(super) fn broken(project: &Project, report: &mut Report) {
    for (id, file) in project.files().filter(|(_, it)| it.name().starts_with("flyway.")) {
        let Some(text) = file.text().filter(|_| file.name().ends_with(".toml")) else { continue };
        if let Err(error) = toml::from_str::<toml::Table>(text)
            && !is_aside(&file.path)
        {
            let range = error.span().unwrap_or_default();
            let (start, end) = (range.start as u32, range.end as u32);
            report.note(Span { file: id, start, end }, problem::unreadable());
        }
    }
}

mod problem {
    use crate::diagnostic::Problem;

    pub(super) fn unreadable() -> Problem {
        Problem::error("unreadable-settings", "this is no TOML, so that Flyway refuses to run")
            .help("correct it; none of these settings counts here")
    }
}

impl Config {
    /// The settings for what lies in a folder: of several files of one kind the one above it that
    /// is nearest to the root, or the only one.
    ///
    /// What can't be read is no setting; [`broken`] says where that is.
    pub(super) fn read(project: &Project, folder: &str) -> Self {
        let mut settings = Settings::new();
        for (name, prefix) in FILES {
            let files = project.files().map(|(_, file)| file).filter(|it| it.name() == *name);
            let is_above = |it: &File| folder == it.folder() || inside(folder, it.folder());
            let rank =
                |it: &File| (is_aside(&it.path), !is_above(it), it.path.matches('/').count());
            let mut files: Vec<&File> = files.collect();
            files.sort_by_key(|it| rank(it));
            let is_only = files.iter().filter(|it| !is_aside(&it.path)).count() < 2;
            let own = files.first().filter(|it| is_above(it) || is_only);
            let own = own.copied();
            for (name, value) in own.map(settings::read).unwrap_or_default() {
                let value = of_environment(value);
                if let Some((name, value)) = name.strip_prefix(prefix).zip(value) {
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

    /// The schema that unqualified names are in, where one is said.
    pub(super) fn schema(&self) -> Option<&str> {
        let list = self.settings.get("schemas").and_then(|it| it.split(',').next());
        let own = self.settings.get("defaultschema").map(String::as_str).or(list)?.trim();
        (!own.is_empty() && own != "public").then_some(own)
    }

    /// The schemas that are made before the first migration.
    pub(super) fn new_schemas(&self) -> Vec<&str> {
        let list = self.settings.get("schemas").map_or("", |it| it);
        let list = list.split(',').map(str::trim).filter(|it| !it.is_empty());
        let mut res: Vec<&str> = list.collect();
        res.extend(self.schema().filter(|it| !res.contains(it)));
        res
    }

    /// The places of a vendor's migrations, as ends of paths of folders; empty if none are said.
    pub(super) fn locations(&self, vendor: &str) -> Vec<String> {
        let list = self.settings.get("locations").map_or("", |it| it);
        let place = |it: &str| {
            let path = it.trim().trim_start_matches("classpath:").trim_start_matches("filesystem:");
            let path = path.trim_start_matches("./").trim_matches('/').replace("{vendor}", vendor);
            let is_plain = !path.is_empty() && !path.contains(['*', '?', '{', '.', '$']);
            is_plain.then_some(path)
        };
        list.split(',').filter_map(place).collect()
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
