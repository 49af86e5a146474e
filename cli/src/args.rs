//! What may be said on the command line.

use clap::builder::PossibleValuesParser;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use migrascope_core::catalog::Server;
use migrascope_core::dialect;

/// The revision graph, the schema and the exact SQL of a folder of migrations.
#[derive(Debug, Parser)]
#[command(name = "migrascope", version, about)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Revisions, newest first
    History {
        #[command(flatten)]
        project: ProjectArgs,
        /// Only these: `a:b`, `-3:`, `:head`
        #[arg(allow_hyphen_values = true)]
        range: Option<String>,
        #[arg(long, value_enum, default_value_t)]
        format: HistoryFormat,
        /// All that the files say of each revision
        #[arg(short, long)]
        verbose: bool,
    },
    /// Revisions that nothing follows
    Heads(ListArgs),
    /// Revisions that more than one other follows
    Branches(ListArgs),
    /// Revisions that follow nothing
    Bases(ListArgs),
    /// The SQL of an upgrade
    Upgrade(ScriptArgs),
    /// The SQL of a downgrade
    Downgrade(ScriptArgs),
    /// The schema after a revision
    Schema {
        #[command(flatten)]
        project: ProjectArgs,
        /// The revision; all of them if left out
        #[arg(long, value_name = "REV", allow_hyphen_values = true)]
        at: Option<String>,
        /// In place of that: what is left once REV and all above it are rolled back from the head
        #[arg(long, value_name = "REV", conflicts_with = "at")]
        rolled_back: Option<String>,
        #[arg(long, value_enum, default_value_t)]
        format: SchemaFormat,
    },
    /// Every way of keeping migrations that is read, and how its tool runs them
    Formats,
    /// The completion script of a shell, for standard output
    Completions { shell: Shell },
}

/// Which files to read, and how.
#[derive(Debug, ClapArgs)]
pub(crate) struct ProjectArgs {
    /// A folder, a `.zip` or `.tar.gz`, one file, or `-` for a tar on standard input
    pub(crate) project: String,
    /// A folder of revisions, relative to PROJECT, in place of those that are found
    #[arg(long, value_name = "PATH")]
    pub(crate) versions: Vec<String>,
    /// How the migrations are kept, in place of what is found; `migrascope formats` lists the names
    #[arg(long, value_name = "NAME", alias = "format-of")]
    pub(crate) source: Option<String>,
    /// What a name stands for that the files don't tell: `${schema}` and the environment's `schema`
    /// with `--set schema=app`, a module that is not here with `--set app.settings.schema=app`
    #[arg(long, value_name = "NAME=VALUE", value_parser = assignment)]
    pub(crate) set: Vec<(String, String)>,
    /// What `alembic -x NAME=VALUE` hands to scripts
    #[arg(short = 'x', value_name = "NAME=VALUE", value_parser = assignment)]
    pub(crate) x: Vec<(String, String)>,
    /// Alembic's version table (`alembic_version`, `app.alembic_version`), in place of what
    /// `env.py` says
    #[arg(long, value_name = "NAME")]
    pub(crate) version_table: Option<String>,
    /// What the database holds before the first revision: a dump, the models of the
    /// application (a file or folder of `SQLAlchemy` classes), or another project; add `@REV` for its
    /// schema at that revision
    #[arg(long, value_name = "PATH")]
    pub(crate) baseline: Option<String>,
    /// The database that the SQL is for, if not the one that the files tell, else `postgresql`
    #[arg(long, value_name = "NAME", value_parser = dialects())]
    pub(crate) dialect: Option<String>,
    /// The major version of the server that runs the SQL, for the dialect `postgresql`
    #[arg(long, value_name = "VERSION", default_value_t = Server::NEWEST, value_parser = server)]
    pub(crate) server: Server,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) project: ProjectArgs,
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: ListFormat,
    /// All that the files say of each revision
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ScriptArgs {
    #[command(flatten)]
    pub(crate) project: ProjectArgs,
    /// Alembic's words: `head`, `heads`, `base`, a revision, `branch@head`, `+2`, `-1`, `a:b`
    #[arg(allow_hyphen_values = true)]
    pub(crate) range: Option<String>,
    /// Print SQL; there is no other way to run here, so it may be left out
    #[arg(long)]
    pub(crate) sql: bool,
    /// One JSON array of steps instead of one script
    #[arg(long)]
    pub(crate) revision_json: bool,
    /// To the letter what Alembic's offline mode prints, its mistakes included
    #[arg(long)]
    pub(crate) as_alembic: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum HistoryFormat {
    #[default]
    Text,
    Json,
    Mermaid,
    Dot,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ListFormat {
    #[default]
    Text,
    Json,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaFormat {
    #[default]
    Sql,
    Json,
    Mermaid,
}

/// A server's version.
fn server(text: &str) -> Result<Server, String> {
    let all = Server::ALL.map(|it| it.to_string()).join(", ");
    Server::named(text).ok_or_else(|| format!("say one of {all}"))
}

fn dialects() -> PossibleValuesParser {
    dialect::ALL.iter().map(|it| it.name).into()
}

/// A name and its value.
fn assignment(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("say it as NAME=VALUE")?;
    Ok((name.to_owned(), value.to_owned()))
}
