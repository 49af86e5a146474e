//! Sqitch: a plan that names changes in order, and a script of each to deploy and to revert it.

mod conf;
mod plan;

use super::psql::Psql;
use super::{Evidence, Format, Holds, Location, Reading, Running, is_aside, parent};
use crate::diagnostic::{Problem, Report};
use crate::history::{Around, Revision, Script, SqlPart};
use crate::project::{File, FileId, Project};
use conf::Conf;
use plan::{Change, Plan};

pub(super) static FORMAT: Format = Format {
    name: "sqitch",
    title: "Sqitch",
    evidence: Evidence::Own,
    running: Running {
        around: Around::Nothing,
        holds: Holds::Migration,
        page: "sqitchtutorial; the scripts say BEGIN and COMMIT themselves",
        ..Running::COMMON
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

/// Where a plan's scripts are, and how psql runs them.
struct Folders {
    deploy: String,
    revert: String,
    /// Those of changes that later ones rework.
    reworked_deploy: String,
    reworked_revert: String,
    extension: String,
    deploys: Psql,
    reverts: Psql,
}

impl Folders {
    /// As `sqitch.conf` beside the plan or above it says: for the target, the engine, or all.
    fn of(project: &Project, plan: &File) -> Self {
        let mut folder = plan.folder();
        let file = loop {
            let path = join(folder, "sqitch.conf");
            match project.find(&path) {
                Some((_, conf)) => break Some(conf),
                None if folder.is_empty() => break None,
                None => folder = parent(folder),
            }
        };
        let conf = Conf::read(file.and_then(File::text).map_or("", |it| it));
        let base = file.map_or(plan.folder(), |it| it.folder());
        let engine = format!("engine.{}", conf.get("core", "engine").unwrap_or("pg"));
        let target = conf.get(&engine, "target").or_else(|| conf.get("core", "target"));
        let target = target.map(|it| format!("target.{it}")).unwrap_or_default();
        let sections = [target.as_str(), engine.as_str(), "core"];
        let get = |name: &str| sections.iter().find_map(|it| conf.get(it, name));
        let top = match get("top_dir") {
            Some(top) => super::clean_path(&join(base, top)),
            None => plan.folder().to_owned(),
        };
        let dir = |name: &str, above: &str, usual: &str| match get(name) {
            Some(own) => super::clean_path(&join(base, own)),
            None => join(above, usual),
        };
        let (deploy, revert) =
            (dir("deploy_dir", &top, "deploy"), dir("revert_dir", &top, "revert"));
        let reworked = get("reworked_dir").map(|it| super::clean_path(&join(base, it)));
        let under = |usual: &str, own: &str| {
            reworked.as_ref().map_or_else(|| own.to_owned(), |it| join(it, usual))
        };
        let (old_deploy, old_revert) = (under("deploy", &deploy), under("revert", &revert));
        let psql = |command: &str| {
            let sections = ["core", command, &engine, &target];
            let own = sections.iter().map(|it| conf.section(&format!("{it}.variables")));
            Psql { folder: base.to_owned(), variables: own.flatten().collect() }
        };
        // What reverting does not set itself it takes from deploying.
        let (deploys, mut reverts) = (psql("deploy"), psql("revert"));
        for (name, value) in &deploys.variables {
            reverts.variables.entry(name.clone()).or_insert_with(|| value.clone());
        }
        Self {
            reworked_deploy: get("reworked_deploy_dir")
                .map_or(old_deploy, |it| super::clean_path(&join(base, it))),
            reworked_revert: get("reworked_revert_dir")
                .map_or(old_revert, |it| super::clean_path(&join(base, it))),
            deploy,
            revert,
            extension: get("extension").unwrap_or("sql").to_owned(),
            deploys,
            reverts,
        }
    }
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
    let tags = plan.tags_until_rework(idx);
    let is_reworked = !tags.is_empty();
    let deploy_folder = if is_reworked { &folders.reworked_deploy } else { &folders.deploy };
    let revert_folder = if is_reworked { &folders.reworked_revert } else { &folders.revert };
    // Sqitch looks for the tag among the scripts to deploy, and so for each kind of them.
    let names = || match is_reworked {
        true => tags.iter().map(|tag| format!("{}@{tag}", change.name)).collect(),
        false => vec![change.name.clone()],
    };
    let script = |folder: &str| {
        let paths = names().into_iter().map(|it| format!("{folder}/{it}.{}", folders.extension));
        let paths: Vec<String> = paths.collect();
        let found = paths.iter().find_map(|it| reading.project.find(it));
        (found, paths.into_iter().next().unwrap_or_default())
    };
    let (deploy, deploy_path) = script(deploy_folder);
    let (revert, revert_path) = script(revert_folder);
    if revert.is_none() {
        report.note(change.span, problem::no_way_back(&revert_path));
    }
    let mut sql = |found: Option<(FileId, &File)>, psql: &Psql| -> Vec<SqlPart> {
        let around = FORMAT.running.around;
        found.map(|(it, _)| psql.parts(reading, it, around, report)).unwrap_or_default()
    };
    let up = match deploy {
        Some(_) => sql(deploy, &folders.deploys),
        None => vec![SqlPart::opaque(change.span, problem::no_script(&deploy_path))],
    };
    let script = Script::Sql { up, down: sql(revert, &folders.reverts) };
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
        gate: None,
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
    let own_prefix = format!("{}:", plan.project);
    for required in &change.requires {
        let own = required.split_once(':').filter(|(it, _)| *it != plan.project);
        let required = own.map_or(required.trim_start_matches(&own_prefix), |_| required);
        if own.is_some() {
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
    fn the_configuration_says_where_scripts_are_and_what_their_variables_stand_for() {
        let conf = "[core]\n\tengine = pg\n\ttop_dir = sql\n[engine \"pg\"]\n\ttarget = dev\n\
                    [target \"dev\"]\n\turi = db:pg:x\n[deploy \"variables\"]\n\tschema = app\n";
        let plan = "%syntax-version=1.0.0\n%project=shop\n\n\
                    a 2024-01-02T03:04:05Z A B <a@b.c> # first\n\
                    b [shop:a] 2024-01-03T03:04:05Z A B <a@b.c> # second\n";
        check(
            &[
                ("sqitch.conf", conf),
                ("sqitch.plan", plan),
                ("sql/deploy/a.sql", "CREATE SCHEMA :\"schema\";"),
                ("sql/revert/a.sql", "DROP SCHEMA :schema;"),
                ("sql/deploy/b.sql", "\\i sql/more.sql"),
                ("sql/revert/b.sql", "SELECT 1;"),
                ("sql/more.sql", "SELECT 2;"),
            ],
            "sqitch",
            "sqitch.plan",
            &[
                ("a", "first", "CREATE SCHEMA \"app\";", "DROP SCHEMA app;"),
                ("b", "second", "SELECT 2;", "SELECT 1;"),
            ],
        );
    }

    #[test]
    fn a_reworked_script_has_any_of_the_tags_before_the_rework() {
        let plan = "%syntax-version=1.0.0\n%project=shop\n\n\
                    users 2024-01-02T03:04:05Z A B <a@b.c> # adds users\n\
                    @v1 2024-01-03T03:04:05Z A B <a@b.c> # first\n\
                    items 2024-01-04T03:04:05Z A B <a@b.c> # adds items\n\
                    @v2 2024-01-05T03:04:05Z A B <a@b.c> # second\n\
                    users [users@v1] 2024-01-06T03:04:05Z A B <a@b.c> # more of them\n";
        check(
            &[
                ("sqitch.plan", plan),
                ("deploy/users@v1.sql", "SELECT 1;"),
                ("revert/users@v1.sql", "SELECT -1;"),
                ("deploy/items.sql", "SELECT 3;"),
                ("revert/items.sql", "SELECT -3;"),
                ("deploy/users.sql", "SELECT 2;"),
                ("revert/users.sql", "SELECT 1;"),
            ],
            "sqitch",
            "sqitch.plan",
            &[
                ("users@v2", "adds users", "SELECT 1;", "SELECT -1;"),
                ("items", "adds items", "SELECT 3;", "SELECT -3;"),
                ("users", "more of them", "SELECT 2;", "SELECT 1;"),
            ],
        );
    }

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
