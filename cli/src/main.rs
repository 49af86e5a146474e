//! Migrascope for a terminal: Alembic's own words, over any folder of migrations.

mod args;
mod command;
mod input;
mod output;

use std::process::ExitCode;

use clap::Parser as _;
use mimalloc::MiMalloc;

/// What is read and followed is many small things, which the machine's own allocator is slow with.
/// Without huge pages it holds hardly more memory.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let args = args::Args::parse();
    match command::run(&args.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.tell();
            ExitCode::from(2)
        }
    }
}
