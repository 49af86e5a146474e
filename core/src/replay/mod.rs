//! A history, followed: what each revision runs, and the schema before and after it.
//!
//! What a migration does depends on the schema before it, since it may ask an inspector. So
//! following and applying go step by step, and each step's catalog is kept; catalogs share what
//! they have in common.

mod assume;
mod chance;
mod follow;
mod gate;
mod listeners;
mod models;
mod modules;
mod platform;
mod renames;
mod rows;
mod run;
mod session;
mod touches;
mod version_ids;
mod world;

pub use listeners::listeners;
pub use models::{Models, models};
pub use platform::first_database;
pub use renames::Renames;
pub use run::{Assumed, Run, Statement};
pub use touches::Touches;

pub use crate::python::Parsed;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::{Catalog, Server};
use crate::diagnostic::{Problem, code};
use crate::dialect::Dialect;
use crate::history::{Direction, History, Step};
use crate::project::{FileId, Project};
use crate::python::Mode;
use crate::source::{AlembicConfig, Format};

/// Every revision of a history, followed up from nothing and back down again.
#[derive(Clone, Debug, Default)]
pub struct Replay {
    /// What the database holds before the first revision.
    start: Arc<Catalog>,
    /// By revision; none for those that no way from the base reaches.
    upgrades: BTreeMap<usize, Run>,
    downgrades: BTreeMap<usize, Run>,
    /// Revisions in the order of upgrade.
    order: Vec<usize>,
}

/// The schemas on both sides of a revision.
#[derive(Clone, Debug)]
pub struct Around {
    pub before: Arc<Catalog>,
    pub after: Arc<Catalog>,
}

/// What all runs of a replay have in common.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'p> {
    pub project: &'p Project,
    pub history: &'p History,
    pub dialect: &'static Dialect,
    /// How Alembic is set up here; nothing for other formats.
    pub alembic: Option<&'p AlembicConfig>,
    /// The format that the history is kept in; nothing if none was recognized.
    pub format: Option<&'static Format>,
    /// Files that attach something to `SQLAlchemy` for all scripts.
    pub listeners: &'p [FileId],
    /// The modules that scripts import, parsed once for all.
    pub parsed: &'p Parsed,
    /// What the user says that names stand for which the files don't tell.
    pub values: &'p BTreeMap<String, String>,
}

impl Replay {
    /// Follows the steps up from `start` and the steps down again. `progress` hears how many of
    /// all are done.
    pub fn new(
        setting: Setting<'_>,
        start: Arc<Catalog>,
        up: &[Step],
        down: &[Step],
        progress: &mut dyn FnMut(usize, usize),
    ) -> Self {
        let total = up.len() + down.len();
        let mut done = 0;
        let mut told = || {
            done += 1;
            progress(done, total);
        };
        let mut catalog = start.clone();
        let order = up.iter().map(|it| it.revision).collect();
        let mut replay = Self { start, order, ..Self::default() };
        for step in up {
            let run = follow::run(setting, step.revision, step.direction, Mode::Online, catalog);
            catalog = run.after.clone();
            replay.upgrades.insert(step.revision, run);
            told();
        }
        assume::doubt_early(setting, &mut replay);
        for step in down {
            let was_passed_over =
                replay.upgrades.get(&step.revision).is_some_and(|it| it.passed_over);
            let run = match was_passed_over {
                true => follow::pass_over(step.revision, step.direction, catalog),
                false => follow::run(setting, step.revision, step.direction, Mode::Online, catalog),
            };
            catalog = run.after.clone();
            replay.downgrades.insert(step.revision, run);
            told();
        }
        assume::explain(&mut replay);
        version_ids::check(setting, &mut replay);
        replay
    }

    /// What a revision runs in this direction.
    pub fn run(&self, revision: usize, direction: Direction) -> Option<&Run> {
        match direction {
            Direction::Upgrade => self.upgrades.get(&revision),
            Direction::Downgrade => self.downgrades.get(&revision),
        }
    }

    /// The same run as Alembic's offline mode prints it: the connection knows nothing. Where that
    /// mode fails, the run as it is, with the error that ends that mode.
    pub fn as_alembic(&self, setting: Setting<'_>, run: &Run) -> Run {
        let before = run.before.clone();
        let offline = follow::run(setting, run.revision, run.direction, Mode::Offline, before);
        if offline.ended_well {
            return offline;
        }
        let mut run = run.clone();
        let error =
            offline.diagnostics.into_iter().rfind(|it| it.problem.code == code::SCRIPT_RAISED);
        if let Some(mut error) = error.filter(|it| !run.diagnostics.contains(it)) {
            error.problem = problem::offline_stops(&error.problem);
            run.diagnostics.push(error);
        }
        run
    }

    /// The schema before and after a revision, in an upgrade from the start to it and no further.
    ///
    /// # Errors
    /// No way leads to it.
    pub fn schemas_around(&self, setting: Setting<'_>, revision: usize) -> Result<Around, Problem> {
        let needed = setting.history.way_to(revision)?;
        if self.order.starts_with(&needed)
            && let Some(run) = needed.last().and_then(|it| self.upgrades.get(it))
        {
            return Ok(Around { before: run.before.clone(), after: run.after.clone() });
        }
        let start = Around { before: self.start.clone(), after: self.start.clone() };
        Ok(needed.into_iter().fold(start, |around, revision| {
            let before = around.after;
            let run = follow::run(setting, revision, Direction::Upgrade, Mode::Online, before);
            Around { before: run.before, after: run.after }
        }))
    }

    /// The schema before every revision.
    pub fn start(&self) -> Arc<Catalog> {
        self.start.clone()
    }

    /// The place of a revision in the order of upgrade, counted from zero.
    pub fn step_of(&self, revision: usize) -> Option<usize> {
        self.order.iter().position(|it| *it == revision)
    }

    /// The runs on the way up to this revision, it included, in order.
    pub fn runs_up_to(&self, revision: usize) -> impl Iterator<Item = &Run> {
        let end = self.step_of(revision).map_or(0, |it| it + 1);
        self.order.iter().take(end).filter_map(|it| self.upgrades.get(it))
    }

    /// The revision that goes last of all.
    pub fn last_revision(&self) -> Option<usize> {
        self.order.last().copied()
    }

    /// The schema after every revision.
    pub fn last_schema(&self) -> Arc<Catalog> {
        let last = self.order.last().and_then(|it| self.upgrades.get(it));
        last.map_or_else(|| self.start(), |run| run.after.clone())
    }

    /// Every run, up in the order of upgrade, then down.
    pub fn runs(&self) -> impl Iterator<Item = &Run> {
        let up = self.order.iter().filter_map(|it| self.upgrades.get(it));
        up.chain(self.downgrades.values())
    }
}

/// An empty database.
pub fn empty(dialect: &Dialect, server: Server) -> Arc<Catalog> {
    Arc::new(Catalog { naming: dialect.naming, server, ..Catalog::default() })
}

mod problem {
    use super::Problem;

    pub(super) fn offline_stops(error: &Problem) -> Problem {
        Problem::note("offline-stops", format!("in Alembic's offline mode {}", error.message))
            .help("what is shown is what runs on a database")
    }
}
