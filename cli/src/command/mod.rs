//! The commands, one file each.

mod completions;
mod history;
mod list;
mod schema;
mod script;

use migrascope_core::analysis::{Analysis, Options};
use migrascope_core::diagnostic::Severity;
use migrascope_core::dialect::{Dialect, POSTGRESQL};
use migrascope_core::history::Direction;
use migrascope_core::source::SourceOptions;

use crate::args::{Command, ProjectArgs};
use crate::input;
use crate::output::{self, Failure};

/// Runs a command.
pub(crate) fn run(command: &Command) -> Result<(), Failure> {
    match command {
        Command::History { project, range, format, verbose } => {
            history::run(project, range.as_deref(), *format, *verbose)
        }
        Command::Heads(args) => list::run(args, |history| history.heads()),
        Command::Branches(args) => list::branches(args),
        Command::Bases(args) => list::run(args, |history| history.bases()),
        Command::Upgrade(args) => script::run(args, Direction::Upgrade),
        Command::Downgrade(args) => script::run(args, Direction::Downgrade),
        Command::Schema { project, at, format } => schema::run(project, at.as_deref(), *format),
        Command::Completions { shell } => completions::run(*shell),
    }
}

/// Opens a project and tells what is wrong with its files.
///
/// # Errors
/// It holds no revision at all.
fn open(args: &ProjectArgs) -> Result<Analysis, Failure> {
    let options = Options {
        dialect: Dialect::named(&args.dialect).unwrap_or(POSTGRESQL),
        source: SourceOptions { versions: args.versions.clone(), format: args.source.clone() },
    };
    let project = input::read(&args.project)?;
    let analysis = Analysis::open(project, options, &mut output::progress());
    output::tell(&analysis.project, analysis.diagnostics.iter());
    let unusable = analysis.history().is_empty()
        && analysis.diagnostics.iter().any(|it| it.problem.severity == Severity::Error);
    if unusable { Err(Failure::told()) } else { Ok(analysis) }
}
