//! A project opened: read, followed, and ready to be asked.

use std::sync::Arc;

use crate::catalog::{Catalog, Server};
use crate::diagnostic::{Diagnostic, Problem, Report};
use crate::dialect::Dialect;
use crate::history::{Direction, History, Step};
use crate::name::Name;
use crate::project::{FileId, Project};
use crate::render::{self, Manner, Notes, Script, Transactions, VersionTable};
use crate::replay::{self, Around, Models, Parsed, Replay, Run, Setting};
use crate::source::{self, Holds, Source, SourceOptions};

/// How to open a project.
#[derive(Clone, Debug)]
pub struct Options {
    /// The database that the SQL is for; nothing means what the files tell.
    pub dialect: Option<&'static Dialect>,
    /// The version of PostgreSQL that runs the SQL.
    pub server: Server,
    pub source: SourceOptions,
    /// What the database holds before the first revision; nothing means that it is empty.
    pub baseline: Option<Arc<Baseline>>,
    pub ways: Ways,
}

/// Which ways the revisions are followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ways {
    #[default]
    UpAndDown,
    /// For who asks for nothing else; no revision has a rollback then.
    Up,
}

/// What a database holds before a history begins, and the files that say so.
#[derive(Clone, Debug)]
pub struct Baseline {
    pub project: Project,
    pub schema: Arc<Catalog>,
    /// What is wrong with its own files.
    pub diagnostics: Vec<Diagnostic>,
}

impl Baseline {
    /// What the models in a project make of an empty database: those in the files and folders
    /// that are named, or in all of it. Nothing if it has none.
    pub fn of_models(project: Project, within: &[String], options: &Options) -> Option<Self> {
        let names_all = within.iter().all(String::is_empty);
        let is_named = |path: &str| {
            let holds = |it: &String| {
                path.strip_prefix(&**it).is_some_and(|it| it.is_empty() || it.starts_with('/'))
            };
            names_all && !source::is_aside(path) || !names_all && within.iter().any(holds)
        };
        let declares = |text: &str| DECLARATIONS.iter().any(|it| text.contains(it));
        let files = project.files().filter(|(_, file)| {
            file.path.ends_with(".py")
                && is_named(&file.path)
                && file.text().is_some_and(|it| declares(it) && !it.contains("down_revision"))
        });
        let files: Vec<FileId> = files.map(|(id, _)| id).collect();
        if files.is_empty() {
            return None;
        }
        let models = replay::models(
            &project,
            &files,
            options.dialect.unwrap_or_default(),
            options.server,
            &options.source.values,
        );
        let has_any = !models.schema.tables.is_empty() || !models.diagnostics.is_empty();
        let Models { schema, diagnostics } = models;
        has_any.then_some(Self { project, schema, diagnostics })
    }
}

/// What a file says that declares tables.
const DECLARATIONS: &[&str] =
    &["__tablename__", "Table(", "Column(", "mapped_column(", "table=True"];

impl Default for Options {
    fn default() -> Self {
        Self {
            dialect: None,
            server: Server::NEWEST,
            source: SourceOptions::default(),
            baseline: None,
            ways: Ways::default(),
        }
    }
}

/// How far opening has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    ReadingFiles,
    FollowingRevisions { done: usize, total: usize },
}

/// What SQL to write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Letter {
    /// What the online run executes.
    #[default]
    Online,
    /// What Alembic's offline mode prints, mistakes included.
    Alembic,
}

/// A project with all that its revisions do.
#[derive(Clone, Debug)]
pub struct Analysis {
    pub project: Project,
    pub options: Options,
    pub source: Source,
    pub replay: Replay,
    listeners: Vec<FileId>,
    /// What is wrong with the files and the history; runs have their own.
    pub diagnostics: Vec<Diagnostic>,
}

/// The steps of a range with what each runs.
#[derive(Clone, Debug)]
pub struct Plan {
    pub steps: Vec<Step>,
    /// In the order of the steps.
    pub runs: Vec<Run>,
    pub direction: Direction,
    pub letter: Letter,
}

impl Analysis {
    /// Opens a project. Never fails: what is wrong is among the diagnostics.
    pub fn open(project: Project, options: Options, progress: &mut dyn FnMut(Stage)) -> Self {
        progress(Stage::ReadingFiles);
        let mut report = Report::default();
        let source = source::read(&project, &options.source, options.dialect, &mut report);
        let mut steps = |direction| {
            source.history.whole_way(direction, &mut report).unwrap_or_else(|problem| {
                report.push(problem.without_place());
                Vec::new()
            })
        };
        let up = steps(Direction::Upgrade);
        let mut down = steps(Direction::Downgrade);
        if options.ways == Ways::Up {
            down.clear();
        }
        let listeners = {
            let env = source.alembic.as_ref().and_then(|it| it.env);
            replay::listeners(&project, &source.history, env)
        };
        let setting = Setting {
            project: &project,
            history: &source.history,
            dialect: source.dialect,
            alembic: source.alembic.as_ref(),
            format: source.format,
            listeners: &listeners,
            parsed: &Parsed::default(),
            values: &options.source.values,
        };
        let given = options.baseline.as_ref().map(|it| it.schema.clone());
        let start = given.unwrap_or_else(|| {
            replay::first_database(source.format, source.dialect, options.server, &mut report)
        });
        let replay = Replay::new(setting, start, &up, &down, &mut |done, total| {
            progress(Stage::FollowingRevisions { done, total });
        });
        Self { project, options, source, replay, listeners, diagnostics: report.diagnostics }
    }

    pub fn history(&self) -> &History {
        &self.source.history
    }

    /// The database that the SQL is for.
    pub fn dialect(&self) -> &'static Dialect {
        self.source.dialect
    }

    /// The steps of a range, as the user says it, and what each runs.
    ///
    /// # Errors
    /// The range names no revision, goes the wrong way, or holds one that was not followed.
    pub fn plan(&self, range: &str, direction: Direction, letter: Letter) -> Result<Plan, Problem> {
        let steps = match direction {
            Direction::Upgrade => self.history().upgrade(range)?,
            Direction::Downgrade => self.history().downgrade(range)?,
        };
        let parsed = Parsed::default();
        let run = |step: &Step| {
            let missing = || problem::not_followed(self.history().id(step.revision));
            let run = self.replay.run(step.revision, direction).ok_or_else(missing)?;
            Ok(match letter {
                Letter::Online => run.clone(),
                Letter::Alembic => self.replay.as_alembic(self.setting(&parsed), run),
            })
        };
        let runs = steps.iter().map(run).collect::<Result<_, Problem>>()?;
        Ok(Plan { steps, runs, direction, letter })
    }

    /// The step of one revision and what it runs, for a database that holds what it stands on and
    /// no more; where its line is broken, the step as it is on the whole way up or down.
    pub fn plan_of(&self, revision: usize, direction: Direction) -> Option<Plan> {
        let history = self.history();
        let id = history.id(revision);
        let alone = match direction {
            Direction::Upgrade => history.upgrade_steps(&[], id),
            Direction::Downgrade => history.downgrade_steps(&[id.to_owned()], "base"),
        };
        let own = |steps: Vec<Step>| steps.into_iter().find(|it| it.revision == revision);
        let whole = || history.whole_way(direction, &mut Report::default()).ok().and_then(own);
        let step = alone.ok().and_then(own).or_else(whole)?;
        let run = self.replay.run(revision, direction)?.clone();
        Some(Plan { steps: vec![step], runs: vec![run], direction, letter: Letter::Online })
    }

    /// A plan as one script.
    pub fn script(&self, plan: &Plan) -> Script {
        let runs: Vec<&Run> = plan.runs.iter().collect();
        let notes = match plan.letter {
            Letter::Online => Notes::Written,
            Letter::Alembic => Notes::LeftOut,
        };
        render::script(self.writing(plan.letter), &plan.steps, &runs, notes)
    }

    /// One step of a plan alone: without a heading and the edges of transactions.
    pub fn step_script(&self, step: &Step, run: &Run, letter: Letter, notes: Notes) -> Script {
        render::step(self.writing(letter), step, run, notes)
    }

    /// The schema after an upgrade to a revision; none means to all heads.
    ///
    /// # Errors
    /// No revision has this name.
    pub fn schema_at(&self, name: Option<&str>) -> Result<Arc<Catalog>, Problem> {
        let Some(name) = name.filter(|it| *it != "heads") else {
            return Ok(self.replay.last_schema());
        };
        match self.history().resolve(name)? {
            Some(revision) => Ok(self.schemas_around(revision)?.after),
            None => Ok(self.replay.start()),
        }
    }

    /// The schemas before and after a revision, with nothing run that it does not stand on.
    ///
    /// # Errors
    /// No way leads to it.
    pub fn schemas_around(&self, revision: usize) -> Result<Around, Problem> {
        self.replay.schemas_around(self.setting(&Parsed::default()), revision)
    }

    /// What runs on the way up from one revision, or from the start, to another; nothing where no
    /// way leads up.
    pub fn runs_between(&self, since: &str, at: &str) -> Vec<&Run> {
        let steps = self.history().upgrade(&format!("{since}:{at}")).unwrap_or_default();
        let runs = steps.iter().map(|it| self.replay.run(it.revision, Direction::Upgrade));
        runs.flatten().collect()
    }

    /// Makes one of its schemas another history's start.
    pub fn baseline(self, schema: Arc<Catalog>) -> Baseline {
        let diagnostics = self.all_diagnostics().cloned().collect();
        Baseline { schema, diagnostics, project: self.project }
    }

    /// The schema that the rollbacks leave, from the heads down to this revision's own.
    ///
    /// # Errors
    /// No revision has this name, or it does not say how to go back.
    pub fn schema_rolled_back(&self, name: &str) -> Result<Arc<Catalog>, Problem> {
        let found = self.history().resolve(name)?;
        let run = found.and_then(|it| self.replay.run(it, Direction::Downgrade));
        let run = run.filter(|it| it.defined).ok_or_else(|| problem::no_way_back(name))?;
        Ok(run.after.clone())
    }

    /// Every diagnostic: of the files, of the history, and of every run.
    pub fn all_diagnostics(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().chain(self.replay.runs().flat_map(|it| &it.diagnostics))
    }

    /// What is said of the runs that lead to a schema: those up to a revision, or all.
    pub fn diagnostics_behind(&self, name: Option<&str>) -> Vec<&Diagnostic> {
        self.runs_behind(name).into_iter().flat_map(|it| &it.diagnostics).collect()
    }

    /// The runs that lead to a schema: those up to a revision, or all.
    pub fn runs_behind(&self, name: Option<&str>) -> Vec<&Run> {
        let named = name.filter(|it| *it != "heads");
        match named.map(|it| self.history().resolve(it).ok().flatten()) {
            None => self.replay.runs().collect(),
            Some(None) => Vec::new(),
            Some(Some(revision)) => self.replay.runs_up_to(revision).collect(),
        }
    }

    fn setting<'a>(&'a self, parsed: &'a Parsed) -> Setting<'a> {
        Setting {
            project: &self.project,
            history: self.history(),
            dialect: self.dialect(),
            alembic: self.source.alembic.as_ref(),
            format: self.source.format,
            listeners: &self.listeners,
            parsed,
            values: &self.options.source.values,
        }
    }

    fn writing(&self, letter: Letter) -> render::Writing<'_> {
        render::Writing {
            project: &self.project,
            history: self.history(),
            dialect: self.dialect(),
            manner: self.manner(letter),
        }
    }

    /// How the project's tool runs its scripts.
    fn manner(&self, letter: Letter) -> Manner {
        let Some(alembic) = &self.source.alembic else {
            let holds = self.source.format.map(|it| it.running.holds);
            let transactions = match holds {
                Some(Holds::All) => Transactions::One,
                Some(Holds::Migration) | None => Transactions::PerRevision,
            };
            return Manner { version_table: None, transactions };
        };
        let settings = match letter {
            Letter::Online => &alembic.online,
            Letter::Alembic => &alembic.offline,
        };
        let schema = settings.version_table_schema.as_ref();
        let name = Name::new(schema, &settings.version_table);
        let transactional = settings.transactional_ddl.unwrap_or(self.dialect().transactional_ddl);
        let transactions = match (transactional, settings.transaction_per_migration) {
            (false, _) => Transactions::None,
            (true, false) => Transactions::One,
            (true, true) => Transactions::PerRevision,
        };
        Manner {
            version_table: Some(VersionTable { name, has_key: settings.version_table_pk }),
            transactions,
        }
    }
}

mod problem {
    use super::Problem;

    pub(super) fn not_followed(id: &str) -> Problem {
        let message = format!("revision `{id}` was not followed, so what it runs is not known");
        Problem::error("not-followed", message)
            .help("mend what is wrong with the history: it has no way through all revisions")
    }

    pub(super) fn no_way_back(name: &str) -> Problem {
        Problem::error("no-rollback", format!("revision `{name}` does not say how to go back"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::File;

    #[test]
    fn a_range_with_a_revision_that_was_not_followed_has_no_plan() {
        let text = "revision, down_revision = 'a', None\ndef upgrade():\n    pass\n";
        let file = File::new("versions/a.py", text);
        let project = Project::new("shop", [file]);
        let options = Options { ways: Ways::Up, ..Options::default() };
        let analysis = Analysis::open(project, options, &mut |_| {});
        let code = |direction| {
            analysis
                .plan("", direction, Letter::Online)
                .map_err(|it| it.code)
                .map(|it| it.runs.len())
        };
        assert_eq!(code(Direction::Upgrade), Ok(1));
        assert_eq!(code(Direction::Downgrade), Err("not-followed"));
    }
}
