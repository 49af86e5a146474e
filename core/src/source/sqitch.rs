//! Sqitch: a plan that names changes in order, and a script of each to deploy and to revert it.

mod plan;

use super::sql;
use super::{Evidence, Format, Holds, Location, Reading, Running, is_aside, parent, settings};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision, Script, SqlPart};
use crate::project::{File, FileId, Project};
use plan::{Change, Plan};

pub(super) static FORMAT: Format = Format {
    name: "sqitch",
    title: "Sqitch",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Nothing,
        holds: Holds::Migration,
        unless: "",
        page: "sqitchtutorial; the scripts say BEGIN and COMMIT themselves",
    },
    claims,
    at,
    read,
};

/// Each plan is a history of its own.
fn claims(project: &Project) -> Vec<Location> {
    let plans = project.files().map(|(_, file)| file).filter(|it| is_plan(it));
    let mut plans: Vec<&File> = plans.collect();
    plans.sort_by_key(|it| (is_aside(&it.path), it.path.matches('/').count(), &it.path));
    plans.into_iter().map(|it| Location::of(vec![it.path.clone()])).collect()
}

fn is_plan(file: &File) -> bool {
    let has_pragma = |it: &str| it.starts_with("%syntax-version") || it.starts_with("%project");
    file.name().ends_with(".plan") && file.text().is_some_and(|it| it.lines().any(has_pragma))
}

/// The plans in the folders that the user named, or those named themselves.
fn at(project: &Project, named: &[String]) -> Location {
    let own = |file: &File| named.iter().any(|it| &file.path == it || file.folder() == it);
    let plans = project.files().filter(|(_, file)| own(file) && is_plan(file));
    let plans: Vec<String> = plans.map(|(_, file)| file.path.clone()).collect();
    if plans.is_empty() { Location::of(named.to_vec()) } else { Location::of(plans) }
}

fn read(reading: &Reading<'_>, report: &mut Report) -> Vec<Revision> {
    let mut res = Vec::new();
    for path in &reading.location.folders {
        let Some((file, own)) = reading.project.find(path) else { continue };
        super::report_unreadable(reading.project, file, report);
        let plan = Plan::read(file, own.text().map_or("", |it| it), report);
        let folders = Folders::of(reading.project, own);
        let mut before: Option<String> = None;
        for idx in 0..plan.changes.len() {
            let Some(revision) = revision(reading, &plan, idx, &folders, before, report) else {
                break;
            };
            before = Some(revision.id.clone());
            res.push(revision);
        }
    }
    res
}

/// Where a plan's scripts are.
struct Folders {
    deploy: String,
    revert: String,
    extension: String,
}

impl Folders {
    /// As `sqitch.conf` beside the plan or above it says.
    fn of(project: &Project, plan: &File) -> Self {
        let mut folder = plan.folder();
        let conf = loop {
            let path = join(folder, "sqitch.conf");
            match project.find(&path) {
                Some((_, conf)) => break Some(conf),
                None if folder.is_empty() => break None,
                None => folder = parent(folder),
            }
        };
        let settings = conf.map(core_settings).unwrap_or_default();
        let base = conf.map_or("", |it| it.folder());
        let top = match settings.get("top_dir") {
            Some(top) => super::clean_path(&join(base, top)),
            None => plan.folder().to_owned(),
        };
        let dir = |name: &str, usual: &str| match settings.get(name) {
            Some(own) => super::clean_path(&join(base, own)),
            None => join(&top, usual),
        };
        Self {
            deploy: dir("deploy_dir", "deploy"),
            revert: dir("revert_dir", "revert"),
            extension: settings.get("extension").cloned().unwrap_or_else(|| "sql".to_owned()),
        }
    }
}

/// The settings of the section `core`.
fn core_settings(conf: &File) -> settings::Settings {
    let text = conf.text().map_or("", |it| it);
    let core = text.split_once("[core]").map_or("", |(_, rest)| rest);
    let lines = settings::lines(core.split("\n[").next().unwrap_or_default());
    let bare = |it: &str| it.split([';', '#']).next().unwrap_or_default().trim().to_owned();
    lines.into_iter().map(|(name, value)| (name, bare(&value))).collect()
}

fn revision(
    reading: &Reading<'_>,
    plan: &Plan,
    idx: usize,
    folders: &Folders,
    before: Option<String>,
    report: &mut Report,
) -> Option<Revision> {
    let change = plan.changes.get(idx)?;
    let id = plan.id(idx);
    let script = |folder: &str| {
        let path = format!("{folder}/{id}.{}", folders.extension);
        (reading.project.find(&path), path)
    };
    let (deploy, deploy_path) = script(&folders.deploy);
    let (revert, revert_path) = script(&folders.revert);
    if revert.is_none() {
        report.note(change.span, problem::no_way_back(&revert_path));
    }
    let mut sql = |found: Option<(FileId, &File)>| -> Vec<SqlPart> {
        let around = FORMAT.running.around;
        found.map(|(it, _)| sql::whole(reading.project, it, around, report)).unwrap_or_default()
    };
    let up = match deploy {
        Some(_) => sql(deploy),
        None => vec![SqlPart::opaque(change.span, problem::no_script(&deploy_path))],
    };
    let script = Script::Sql { up, down: sql(revert) };
    let depends_on = depends_on(plan, idx, change, report);
    let revision = Revision {
        down: before.into_iter().collect(),
        depends_on,
        labels: Vec::new(),
        tags: change.tags.clone(),
        message: String::new(),
        doc: String::new(),
        date: change.date.clone(),
        file: deploy.map_or(change.span.file, |(it, _)| it),
        span: change.span,
        down_span: change.span,
        script,
        id,
    };
    Some(revision.about(&change.note))
}

/// The changes that a change requires; what it cannot have is reported.
fn depends_on(plan: &Plan, idx: usize, change: &Change, report: &mut Report) -> Vec<String> {
    for conflict in &change.conflicts {
        if plan.resolve(conflict, idx).is_some() {
            report.note(change.span, problem::conflict(&change.name, conflict));
        }
    }
    let mut res = Vec::new();
    for required in &change.requires {
        if required.contains(':') {
            report.note(change.span, problem::other_project(&change.name, required));
        } else if let Some(found) = plan.resolve(required, idx) {
            res.push(plan.id(found));
        } else {
            report.note(change.span, problem::unknown_requirement(&change.name, required));
        }
    }
    res
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

mod problem {
    use super::Problem;

    pub(super) fn no_script(path: &str) -> Problem {
        Problem::error("missing-migration", format!("the plan wants `{path}`, which is not there"))
            .help("add the script, or take the change out of the plan")
    }

    pub(super) fn no_way_back(path: &str) -> Problem {
        Problem::note("no-way-back", format!("there is no `{path}` to take the change back"))
            .help("add the script; `sqitch revert` stops here without it")
    }

    pub(super) fn conflict(name: &str, other: &str) -> Problem {
        let message = format!("`{name}` conflicts with `{other}`, which is deployed before it");
        Problem::error("conflict", message).help("revert the other change first, or drop the `!`")
    }

    pub(super) fn other_project(name: &str, required: &str) -> Problem {
        let message = format!("`{name}` requires `{required}` of another project");
        Problem::note("other-project", message)
            .help("deploy that one first; here it is taken as done")
    }

    pub(super) fn unknown_requirement(name: &str, required: &str) -> Problem {
        let message = format!("`{name}` requires `{required}`, which no line before it has");
        Problem::error("unknown-dependency", message)
            .help("move the change below what it requires, or correct the name")
    }
}

#[cfg(test)]
mod tests {
    use crate::source::sql::tests::check;

    #[test]
    fn the_plan_says_the_order_and_a_rework_keeps_its_old_script() {
        let plan = "%syntax-version=1.0.0\n%project=shop\n\n\
                    users 2024-01-02T03:04:05Z A B <a@b.c> # adds users\n\
                    @v1 2024-01-03T03:04:05Z A B <a@b.c> # first\n\
                    users [users@v1] 2024-01-04T03:04:05Z A B <a@b.c> # more of them\n";
        check(
            &[
                ("sqitch.plan", plan),
                ("deploy/users@v1.sql", "SELECT 1;"),
                ("revert/users@v1.sql", "SELECT -1;"),
                ("deploy/users.sql", "SELECT 2;"),
                ("revert/users.sql", "SELECT 1;"),
            ],
            "sqitch",
            "sqitch.plan",
            &[
                ("users@v1", "adds users", "SELECT 1;", "SELECT -1;"),
                ("users", "more of them", "SELECT 2;", "SELECT 1;"),
            ],
        );
    }
}
