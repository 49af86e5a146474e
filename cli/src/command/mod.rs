//! The commands, one file each.

mod completions;
mod formats;
mod history;
mod list;
mod schema;
mod script;

use std::sync::Arc;

use migrascope_core::analysis::{Analysis, Baseline, Options, Ways};
use migrascope_core::diagnostic::{Diagnostic, Report, Severity};
use migrascope_core::dialect::Dialect;
use migrascope_core::history::Direction;
use migrascope_core::project::Project;
use migrascope_core::python::given::VERSION_TABLE;
use migrascope_core::source::{self, Source, SourceOptions, X_ARGUMENT};

use crate::args::{Command, ProjectArgs};
use crate::input;
use crate::output::{self, Failure};

/// Runs a command.
pub(crate) fn run(command: &Command) -> Result<(), Failure> {
    match command {
        Command::History { project, range, format, verbose } => {
            history::run(project, range.as_deref(), *format, *verbose)
        }
        Command::Heads(args) => list::heads(args),
        Command::Branches(args) => list::branches(args),
        Command::Bases(args) => list::bases(args),
        Command::Upgrade(args) => script::run(args, Direction::Upgrade),
        Command::Downgrade(args) => script::run(args, Direction::Downgrade),
        Command::Schema { project, at, rolled_back, format } => {
            schema::run(project, at.as_deref(), rolled_back.as_deref(), *format)
        }
        Command::Formats => formats::run(),
        Command::Completions { shell } => completions::run(*shell),
    }
}

/// Opens a project and tells what is wrong with its files.
///
/// # Errors
/// It holds no revision at all.
fn open(args: &ProjectArgs, ways: Ways) -> Result<Analysis, Failure> {
    let own = Options { dialect: dialect(args), server: args.server, ways, ..Options::default() };
    let up = Options { ways: Ways::Up, ..own.clone() };
    let baseline = args.baseline.as_deref().map(|it| baseline(it, up)).transpose()?;
    let baseline = baseline.map(Arc::new);
    let options = Options { source: source_options(args), baseline, ..own };
    let project = input::read(&args.project)?;
    let analysis = Analysis::open(project, options, &mut output::progress());
    tell(&analysis.project, &analysis.source, &analysis.diagnostics)?;
    Ok(analysis)
}

/// What the database holds before the first revision, and what is wrong with the files that say it.
///
/// # Errors
/// It can't be read, or has no such revision.
fn baseline(name: &str, options: Options) -> Result<Baseline, Failure> {
    let (path, revision) = input::at_revision(name);
    let analysis = Analysis::open(input::read(path)?, options.clone(), &mut output::progress());
    if revision.is_none()
        && analysis.history().is_empty()
        && let Some((project, models)) = input::around(path)?
        && let Some(baseline) = Baseline::of_models(project, &[models], &options)
    {
        output::tell(&baseline.project, baseline.diagnostics.iter());
        return Ok(baseline);
    }
    output::tell(&analysis.project, analysis.all_diagnostics());
    let schema = analysis.schema_at(revision)?;
    Ok(analysis.baseline(schema))
}

/// Finds a project's revisions without following them, which is all that their order needs.
///
/// # Errors
/// It holds no revision at all.
fn find(args: &ProjectArgs) -> Result<(Project, Source), Failure> {
    let project = input::read(&args.project)?;
    let mut report = Report::default();
    let source = source::read(&project, &source_options(args), dialect(args), &mut report);
    tell(&project, &source, &report.diagnostics)?;
    Ok((project, source))
}

fn source_options(args: &ProjectArgs) -> SourceOptions {
    let version_table = args.version_table.iter().map(|it| (VERSION_TABLE.to_owned(), it.clone()));
    let values = args.set.iter().cloned().chain(args.x.iter().map(as_x)).chain(version_table);
    SourceOptions {
        versions: args.versions.clone(),
        format: args.source.clone(),
        values: values.collect(),
    }
}

fn as_x((name, value): &(String, String)) -> (String, String) {
    (format!("{X_ARGUMENT}{name}"), value.clone())
}

fn dialect(args: &ProjectArgs) -> Option<&'static Dialect> {
    Dialect::named(args.dialect.as_deref()?)
}

/// Tells what is wrong with the files and the history.
fn tell(project: &Project, source: &Source, found: &[Diagnostic]) -> Result<(), Failure> {
    output::tell(project, found.iter());
    let broken = found.iter().any(|it| it.problem.severity == Severity::Error);
    if source.history.is_empty() && broken { Err(Failure::told()) } else { Ok(()) }
}
