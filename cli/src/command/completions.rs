//! The completion script of a shell.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::args::Args;
use crate::output::{self, Failure};

pub(super) fn run(shell: Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "migrascope", &mut script);
    output::print(&String::from_utf8_lossy(&script))
}
