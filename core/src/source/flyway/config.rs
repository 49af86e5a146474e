//! Flyway's settings, as far as they say what runs: how files are named, placeholders, and scripts
//! without transaction.

use std::collections::BTreeMap;

use super::super::placeholder::Placeholder;
use super::super::settings::{self, Settings};
use super::super::{Reading, is_aside, parent};
use super::naming::Naming;
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
    pub(super) naming: Naming,
}

/// The files of settings of a project: for each of [`FILES`] those of its name, by their folders.
pub(super) struct Configs {
    found: Vec<BTreeMap<String, Settings>>,
}

impl Configs {
    pub(super) fn of(project: &Project) -> Self {
        let mut found = vec![BTreeMap::new(); FILES.len()];
        for (_, file) in project.files() {
            let place = FILES.iter().position(|(name, _)| *name == file.name());
            let place = place.and_then(|at| Some((found.get_mut(at)?, FILES.get(at)?)));
            if let Some((found, (_, prefix))) = place {
                found.insert(file.folder().to_owned(), of_flyway(file, prefix));
            }
        }
        Self { found }
    }

    /// The settings for what lies in a folder: of several files of one kind the one above it that
    /// is nearest to the root, or the only one.
    ///
    /// What can't be read is no setting; [`broken`] says where that is.
    pub(super) fn at(&self, folder: &str) -> Config {
        let mut settings = Settings::new();
        for (name, value) in self.applying(folder).flatten() {
            settings.entry(name.clone()).or_insert_with(|| value.clone());
        }
        Config::of(settings)
    }

    /// How the files of a folder are named.
    pub(super) fn naming(&self, folder: &str) -> Naming {
        let own: Vec<&Settings> = self.applying(folder).collect();
        Naming::of(|name| own.iter().find_map(|it| it.get(name)).map(String::as_str))
    }

    fn applying<'s>(&'s self, folder: &'s str) -> impl Iterator<Item = &'s Settings> {
        self.found.iter().filter_map(move |it| applying(it, folder))
    }
}

/// Of settings by their folders those that count for a folder.
fn applying<'s>(found: &'s BTreeMap<String, Settings>, folder: &str) -> Option<&'s Settings> {
    if found.is_empty() {
        return None;
    }
    let mut above: Vec<&str> =
        std::iter::successors(Some(folder), |it| (!it.is_empty()).then(|| parent(it))).collect();
    above.reverse();
    let of = |is_wanted: fn(&str) -> bool| {
        above.iter().filter(|it| is_wanted(it)).find_map(|it| found.get(*it))
    };
    of(|it| !is_aside(it)).or_else(|| of(is_aside)).or_else(|| only(found))
}

/// The only settings that are there, but for those of tests and examples.
fn only(found: &BTreeMap<String, Settings>) -> Option<&Settings> {
    let mut own = found.iter().filter(|(folder, _)| !is_aside(folder)).map(|(_, it)| it);
    match (own.next(), own.next()) {
        (Some(only), None) => Some(only),
        (None, _) => found.iter().min_by_key(|(it, _)| it.matches('/').count()).map(|(_, it)| it),
        _ => None,
    }
}

/// What a file says of Flyway, by names in small letters and without dashes, as Spring writes them.
fn of_flyway(file: &File, prefix: &str) -> Settings {
    let own = |(name, value): (String, String)| {
        let name = name.strip_prefix(prefix)?;
        let is_plain = !name.starts_with("placeholders.");
        let name = if is_plain { name.replace('-', "").to_lowercase() } else { name.to_owned() };
        Some((name, of_environment(value)?))
    };
    settings::read(file).into_iter().filter_map(own).collect()
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
    fn of(settings: Settings) -> Self {
        let text = |name: &str, otherwise: &str| {
            let own = settings.get(name).filter(|it| !it.is_empty());
            own.cloned().unwrap_or_else(|| otherwise.to_owned())
        };
        Self {
            prefix: text("placeholderprefix", "${"),
            suffix: text("placeholdersuffix", "}"),
            fills: text("placeholderreplacement", "true") != "false",
            mixes: text("mixed", "false") == "true",
            naming: Naming::of(|it| settings.get(it).map(String::as_str)),
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
