//! The questions a front end may ask, with plain answers: labels, rows, places, never a catalog.
//!
//! The one module that knows serde. Questions carry all they need; the worker keeps the last
//! opened project and nothing else.

mod atlas;
mod baseline;
mod dump;
mod overview;
mod place;
mod revision;
mod schema;
mod script;
mod steps;
mod view;

pub use dump::DumpView;
pub use steps::{StepDiagnostic, StepStatement, StepView, steps};
pub use view::*;

use std::sync::Arc;

use crate::analysis::{Analysis, Baseline, Letter, Options, Ways};
use crate::catalog::Server;
use crate::diagnostic::{Diagnostic, Problem};
use crate::dialect::Dialect;
use crate::history::Direction;
use crate::project::Project;
use crate::replay::{Around, Renames, Run, Touches};
use crate::source::SourceOptions;
use place::Places;

/// Opens a project and tells its overview; `progress` hears how far it has come.
pub fn open(
    project: Project,
    baseline: Option<Project>,
    options: &OpenOptions,
    progress: &mut dyn FnMut(Progress),
) -> (Analysis, Overview) {
    let mut tell = |stage| progress(Progress::of(stage));
    let mut options = Options {
        dialect: Dialect::named(&options.dialect),
        server: Server::named(&options.server).unwrap_or_default(),
        source: SourceOptions {
            versions: options.versions.clone(),
            format: options.format.clone(),
            values: options.values.clone(),
        },
        ..Options::default()
    };
    options.baseline = baseline.map(|it| {
        let options = Options {
            dialect: options.dialect,
            server: options.server,
            ways: Ways::Up,
            ..Options::default()
        };
        let baseline = Analysis::open(it, options.clone(), &mut tell);
        let models = match baseline.history().is_empty() {
            true => Baseline::of_models(baseline.project.clone(), &[], &options),
            false => None,
        };
        let schema = baseline.replay.last_schema();
        Arc::new(models.unwrap_or_else(|| baseline.baseline(schema)))
    });
    let analysis = Analysis::open(project, options, &mut tell);
    let overview = overview::view(&analysis);
    (analysis, overview)
}

/// Revisions as rows of a list, in the order given.
pub fn rows(analysis: &Analysis, revisions: &[usize]) -> Vec<RevisionRow> {
    revisions.iter().filter_map(|it| revision::row(analysis, *it)).collect()
}

/// A diagnostic with its place and the line that it is in.
pub fn diagnostic(project: &Project, diagnostic: &Diagnostic) -> DiagnosticView {
    Places { project }.diagnostic(diagnostic)
}

/// Answers a question about an opened project.
pub fn answer(analysis: &Analysis, question: &Question) -> Answer {
    let answer = match question {
        Question::Open { .. } => Ok(Answer::Opened(Box::new(overview::view(analysis)))),
        Question::Schema { at, since } => schema_view(analysis, at.as_deref(), since.as_deref()),
        Question::Dump { at } => dump::view(analysis, at.as_deref()).map(Answer::Dump),
        Question::Atlas => Ok(Answer::Atlas(Box::new(atlas::view(analysis)))),
        Question::Range { since, at } => range_view(analysis, since, at),
        Question::Revision { id } => revision_view(analysis, id),
        Question::Script { range, direction, as_alembic } => {
            let letter = if *as_alembic { Letter::Alembic } else { Letter::Online };
            let plan = analysis.plan(range, (*direction).into(), letter);
            plan.map(|plan| Answer::Script(Box::new(script::of_plan(analysis, &plan))))
        }
        Question::Source { file } => source_view(analysis, file),
    };
    let refused = |problem: Problem| {
        let places = Places { project: &analysis.project };
        Answer::Refused(places.diagnostic(&problem.without_place()))
    };
    answer.unwrap_or_else(refused)
}

/// The schema after a revision, and what it or all since another one changed.
fn schema_view(
    analysis: &Analysis,
    at: Option<&str>,
    since: Option<&str>,
) -> Result<Answer, Problem> {
    let (history, last) = (analysis.history(), analysis.replay.last_revision());
    let revision = match at.filter(|it| *it != "heads") {
        Some(name) => history.resolve(name)?,
        None => last,
    };
    let id = revision.map(|it| history.id(it).to_owned());
    let run = revision.and_then(|it| analysis.replay.run(it, Direction::Upgrade));
    let start = || Around { before: analysis.replay.start(), after: analysis.replay.start() };
    // After the last one all heads are there.
    let of_run = |it: &Run| Around { before: it.before.clone(), after: it.after.clone() };
    let around = match revision.filter(|it| Some(*it) != last) {
        Some(revision) => analysis.schemas_around(revision)?,
        None => run.map_or_else(start, of_run),
    };
    let (before, runs) = match since {
        Some(since) => {
            let runs = analysis.runs_between(since, id.as_deref().unwrap_or_default());
            (analysis.schema_at(Some(since))?, runs)
        }
        None => (around.before, run.into_iter().collect()),
    };
    let touched = revision.map(|it| analysis.replay.runs_up_to(it));
    let view = schema::Schema {
        before: &before,
        after: &around.after,
        at: id,
        since: since.map(str::to_owned),
        dialect: analysis.dialect(),
        renames: Renames::of(runs.iter().copied()),
        added: schema::added(runs),
        touches: Touches::of(touched.into_iter().flatten()),
        places: Places { project: &analysis.project },
    };
    Ok(Answer::Schema(Box::new(view.view())))
}

fn range_view(analysis: &Analysis, since: &str, at: &str) -> Result<Answer, Problem> {
    let runs = analysis.runs_between(since, at);
    let id = |it: &&Run| analysis.history().id(it.revision).to_owned();
    let counts = match analysis.history().resolve(at)? {
        Some(revision) => {
            let before = analysis.schema_at(Some(since))?;
            let after = analysis.schemas_around(revision)?.after;
            schema::count_between(&before, &after, &runs)
        }
        None => ChangeCounts::default(),
    };
    Ok(Answer::Range(RangeView { revisions: runs.iter().map(id).collect(), counts }))
}

fn revision_view(analysis: &Analysis, id: &str) -> Result<Answer, Problem> {
    let found = analysis.history().resolve(id)?;
    let view = found.and_then(|it| revision::view(analysis, it));
    view.map(|it| Answer::Revision(Box::new(it))).ok_or_else(|| problem::unknown_revision(id))
}

fn source_view(analysis: &Analysis, path: &str) -> Result<Answer, Problem> {
    let own = analysis.project.find(path).map(|(_, file)| file);
    let found = own.or_else(|| baseline::file(analysis.options.baseline.as_deref()?, path));
    let file = found.ok_or_else(|| problem::unknown_file(path))?;
    Ok(Answer::Source(revision::source(path, file)))
}

mod problem {
    use super::Problem;

    pub(super) fn unknown_revision(id: &str) -> Problem {
        Problem::error("unknown-revision", format!("no revision `{id}`"))
    }

    pub(super) fn unknown_file(path: &str) -> Problem {
        Problem::error("unknown-file", format!("no file `{path}` in the project"))
    }
}
